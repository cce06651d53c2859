/* fields.c - the fields of all modules, under one numbering: two modules that know a struct mean the same by its fields. */
#include "analysis/engine.h"

#include <string.h>

/* poll() tells by `revents` alone what it has found: that `fd` is -1 is the caller's own mark. */
static const char *const orders[] = {"struct pollfd.fd", "struct pollfd.events"};

static bool is_order(const char *record, const char *field)
{
    char *name = g_strdup_printf("%s.%s", record, field);
    bool is = false;
    for (uint32_t i = 0; i < G_N_ELEMENTS(orders) && !is; i++)
        is = strcmp(orders[i], name) == 0;
    g_free(name);
    return is;
}

static void number_fields(Engine *engine)
{
    const AnalysisProgram *program = engine->program;
    GHashTable *ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    engine->field_ids = BASE_NEW_ARRAY(engine->arena, uint32_t *, program->module_count);
    for (uint32_t m = 0; m < program->module_count; m++) {
        const IrModule *module = program->modules[m];
        engine->field_ids[m] = BASE_NEW_ARRAY(engine->arena, uint32_t, module->field_count);
        for (uint32_t f = 0; f < module->field_count; f++) {
            char *key = g_strdup_printf("%s.%s", module->records[module->fields[f].record].name, module->fields[f].name);
            gpointer known = g_hash_table_lookup(ids, key);
            if (known == NULL) {
                known = GUINT_TO_POINTER(g_hash_table_size(ids) + 1);
                g_hash_table_insert(ids, key, known);
            } else {
                g_free(key);
            }
            engine->field_ids[m][f] = GPOINTER_TO_UINT(known);
        }
    }
    engine->answer_field = g_hash_table_size(ids) + 1;
    engine->field_count = engine->answer_field + 1;
    g_hash_table_destroy(ids);
}

static void list_fields(Engine *engine)
{
    const AnalysisProgram *program = engine->program;
    engine->first_field = BASE_NEW_ARRAY(engine->arena, uint32_t *, program->module_count);
    engine->next_field = BASE_NEW_ARRAY(engine->arena, uint32_t *, program->module_count);
    for (uint32_t m = 0; m < program->module_count; m++) {
        const IrModule *module = program->modules[m];
        uint32_t *first = engine->first_field[m] = BASE_NEW_ARRAY(engine->arena, uint32_t, module->record_count);
        uint32_t *next = engine->next_field[m] = BASE_NEW_ARRAY(engine->arena, uint32_t, module->field_count);
        for (uint32_t r = 0; r < module->record_count; r++)
            first[r] = IR_NONE;
        for (uint32_t f = module->field_count; f-- > 0;) {
            next[f] = first[module->fields[f].record];
            first[module->fields[f].record] = f;
        }
    }
}

static bool is_same_layout(IrLayout a, IrLayout b)
{
    return a.begin == b.begin && a.size == b.size && a.element == b.element;
}

static void place_fields(Engine *engine)
{
    const AnalysisProgram *program = engine->program;
    GHashTable *records = g_hash_table_new(g_str_hash, g_str_equal);
    engine->fields = BASE_NEW_ARRAY(engine->arena, FieldInfo, engine->field_count);
    engine->layouts = BASE_NEW_ARRAY(engine->arena, IrLayout, engine->field_count);
    for (uint32_t m = 0; m < program->module_count; m++)
        for (uint32_t f = 0; f < program->modules[m]->field_count; f++) {
            const IrField *field = &program->modules[m]->fields[f];
            char *name = (char *)(uintptr_t)program->modules[m]->records[field->record].name;
            FieldInfo *info = &engine->fields[engine->field_ids[m][f]];
            IrLayout *layout = &engine->layouts[engine->field_ids[m][f]];
            if (!g_hash_table_contains(records, name))
                g_hash_table_insert(records, name, GUINT_TO_POINTER(g_hash_table_size(records) + 1));
            bool is_new = info->record == 0;
            info->kind = (IrTypeKind)field->type.kind;
            info->is_order = is_order(name, field->name);
            info->record = GPOINTER_TO_UINT(g_hash_table_lookup(records, name));
            *layout = is_new || is_same_layout(*layout, field->layout) ? field->layout : IR_BESIDE; /* structs of one name that differ */
        }
    engine->layouts[engine->answer_field] = IR_BESIDE;
    g_hash_table_destroy(records);
}

static int compare_begins(const void *a, const void *b, void *data)
{
    const IrField *fields = data;
    int64_t left = fields[*(const uint32_t *)a].layout.begin, right = fields[*(const uint32_t *)b].layout.begin;
    return left < right ? -1 : left > right;
}

/* Fields that meet others: in the order of their beginnings, the one that reaches farthest so far. */
static void mark_shared(Engine *engine, uint32_t m, uint32_t record)
{
    const IrModule *module = engine->program->modules[m];
    GArray *ordered = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    for (uint32_t f = engine->first_field[m][record]; f != IR_NONE; f = engine->next_field[m][f])
        if (module->fields[f].layout.begin >= 0)
            g_array_append_val(ordered, f);
    g_array_sort_with_data(ordered, compare_begins, module->fields);
    for (uint32_t i = 0, farthest = 0; i < ordered->len; i++) {
        uint32_t f = g_array_index(ordered, uint32_t, i), other = g_array_index(ordered, uint32_t, farthest);
        const IrLayout layout = module->fields[f].layout, before = module->fields[other].layout;
        bool is_shared = f != other && ir_layouts_meet(layout, before);
        if (is_shared) {
            engine->fields[engine->field_ids[m][f]].is_shared = true;
            engine->fields[engine->field_ids[m][other]].is_shared = true;
            engine->has_unions = true;
        }
        bool is_farther = layout.size == IR_OPEN || (before.size != IR_OPEN && layout.begin + layout.size > before.begin + before.size);
        farthest = is_farther ? i : farthest;
    }
    g_array_free(ordered, TRUE);
}

bool fields_begin_as_one(const Engine *engine, int64_t a, int64_t b)
{
    const FieldInfo *left = &engine->fields[a], *right = &engine->fields[b];
    return a == b || (left->is_shared && right->is_shared && left->record == right->record && engine->layouts[a].begin == engine->layouts[b].begin);
}

void fields_find(Engine *engine)
{
    number_fields(engine);
    list_fields(engine);
    place_fields(engine);
    for (uint32_t m = 0; m < engine->program->module_count; m++)
        for (uint32_t r = 0; r < engine->program->modules[m]->record_count; r++)
            mark_shared(engine, m, r);
}
