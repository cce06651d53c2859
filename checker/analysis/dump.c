/* dump.c - what the analysis derived, for people: --dump=summary and --dump=state.
 *
 * Values are written as C would: names for locals and globals, s0, s1, ... for unknowns, `the task` for the followed one,
 * `*s0` for what an unknown pointer points to. */
#include "analysis/engine.h"

#include <inttypes.h>
#include <string.h>

typedef struct Naming {
    const Engine *engine;
    const IrFunction *function;
    const char *const *symbols; /* names of unknowns, NULL where there is none; NULL: s0, s1, ... */
} Naming;

static const char *const operators[] = {
    [IR_ADD] = "+", [IR_SUB] = "-", [IR_MUL] = "*", [IR_DIV] = "/", [IR_REM] = "%", [IR_AND] = "&", [IR_OR] = "|",
    [IR_XOR] = "^", [IR_SHL] = "<<", [IR_SHR] = ">>", [IR_EQ] = "==", [IR_NE] = "!=", [IR_LT] = "<", [IR_LE] = "<=",
    [IR_GT] = ">", [IR_GE] = ">=", [VALUE_OP_DIFFERENCE] = "-", [VALUE_OP_FLOAT_EQ] = "==", [VALUE_OP_FLOAT_LT] = "<", [VALUE_OP_FLOAT_LE] = "<=",
};

static void append_value(const Naming *naming, Value value, GString *out);

static void append_local(const Naming *naming, int64_t local, GString *out)
{
    const char *name = (uint64_t)local < naming->function->local_count ? naming->function->locals[local].name : NULL;
    if (name != NULL)
        g_string_append(out, name);
    else
        g_string_append_printf(out, "local%" PRId64, local);
}

static const char *field_name(const Engine *engine, int64_t id)
{
    for (uint32_t m = 0; m < engine->program->module_count; m++)
        for (uint32_t f = 0; f < engine->program->modules[m]->field_count; f++)
            if (engine->field_ids[m][f] == (uint64_t)id)
                return engine->program->modules[m]->fields[f].name;
    return NULL;
}

static bool is_place(const ValueNode *node)
{
    return node->kind == VALUE_LOCAL || node->kind == VALUE_GLOBAL || node->kind == VALUE_FIELD || node->kind == VALUE_ELEMENT ||
           node->kind == VALUE_ELEMENT_AT;
}

static void append_field(const Naming *naming, const ValueNode *node, GString *out)
{
    const char *name = field_name(naming->engine, node->number);
    const char *joint = is_place(value_node(naming->engine->values, node->left)) ? "." : "->";
    if (name != NULL)
        g_string_append_printf(out, "%s%s", joint, name);
    else
        g_string_append_printf(out, "%sf%" PRId64, joint, node->number);
}

static void append_symbol(const Naming *naming, int64_t number, GString *out)
{
    if (naming->symbols != NULL && naming->symbols[number] != NULL)
        g_string_append(out, naming->symbols[number]);
    else
        g_string_append_printf(out, "s%" PRId64, number);
}

static void append_expression(const Naming *naming, const ValueNode *node, GString *out)
{
    switch (node->op) {
    case VALUE_OP_NOT: g_string_append(out, "!"); append_value(naming, node->left, out); return;
    case VALUE_OP_COMPLEMENT: g_string_append(out, "~"); append_value(naming, node->left, out); return;
    case VALUE_OP_CAST: g_string_append(out, "(cast) "); append_value(naming, node->left, out); return;
    case VALUE_OP_PENDING: g_string_append(out, "pending("); append_value(naming, node->left, out); g_string_append(out, ")"); return;
    case VALUE_OP_HUGE_EQ: case VALUE_OP_HUGE_ABOVE:
        g_string_append(out, "(");
        append_value(naming, node->left, out);
        g_string_append_printf(out, " %s %" PRIu64 ")", node->op == VALUE_OP_HUGE_EQ ? "==" : "<", (uint64_t)node->number);
        return;
    case VALUE_OP_SAME:
        g_string_append_printf(out, "f%" PRId64 "(", node->number);
        append_value(naming, node->left, out);
        g_string_append(out, node->right != VALUE_NONE ? ", " : "");
        if (node->right != VALUE_NONE)
            append_value(naming, node->right, out);
        g_string_append(out, ")");
        return;
    default: break;
    }
    g_string_append(out, "(");
    append_value(naming, node->left, out);
    if (node->right != VALUE_NONE) {
        g_string_append_printf(out, " %s ", operators[node->op]);
        append_value(naming, node->right, out);
    } else {
        g_string_append_printf(out, " + %" PRId64, node->number);
    }
    g_string_append(out, ")");
}

static void append_value(const Naming *naming, Value value, GString *out)
{
    const ValueNode *node = value_node(naming->engine->values, value);
    switch (node->kind) {
    case VALUE_NOTHING: g_string_append(out, "?"); break;
    case VALUE_CONST: g_string_append_printf(out, "%" PRId64, node->number); break;
    case VALUE_SYMBOL: append_symbol(naming, node->number, out); break;
    case VALUE_TASK: g_string_append(out, "the task"); break;
    case VALUE_LOCAL: g_string_append(out, "&"); append_local(naming, node->number, out); break;
    case VALUE_GLOBAL: g_string_append_printf(out, "&%s", naming->engine->program->globals[node->number].global->name); break;
    case VALUE_FUNCTION: g_string_append(out, naming->engine->program->functions[node->number].function->name); break;
    case VALUE_FIELD: append_value(naming, node->left, out); append_field(naming, node, out); break;
    case VALUE_CONTAINER:
        g_string_append(out, "container_of(");
        append_value(naming, node->left, out);
        append_field(naming, node, out);
        g_string_append(out, ")");
        break;
    case VALUE_ELEMENT: append_value(naming, node->left, out); g_string_append_printf(out, "[%" PRId64 "]", node->number); break;
    case VALUE_ELEMENT_AT:
        append_value(naming, node->left, out);
        g_string_append(out, "[");
        append_value(naming, node->right, out);
        g_string_append(out, "]");
        break;
    case VALUE_EXPRESSION: append_expression(naming, node, out); break;
    default: break;
    }
}

void engine_append_value(const Engine *engine, const IrFunction *function, const char *const *symbols, Value value, GString *out)
{
    append_value(&(Naming){engine, function, symbols}, value, out);
}

static const char *const key_words[] = {
    [VALUE_KEY_REGISTER] = "register", [VALUE_KEY_INITIAL] = "initially", [VALUE_KEY_SEEN] = "seen", [VALUE_KEY_CAME_IN] = "the task came in at",
    [VALUE_KEY_REST] = "zero but for what is said (1), unknown (0)",
    [VALUE_KEY_BEFORE] = "before unknown code ran", [VALUE_KEY_WAS] = "was", [VALUE_KEY_OPEN] = "to be changed", [VALUE_KEY_DOUBTED] = "read as", [VALUE_KEY_HEAP] = "heap", [VALUE_KEY_PRIVATE] = "private", [VALUE_KEY_CONSUMED] = "consumed", [VALUE_KEY_LEAKED] = "known outside", [VALUE_KEY_FREED] = "freed", [VALUE_KEY_KEPT] = "kept outside", [VALUE_KEY_COPIED] = "copied to",
    [VALUE_KEY_COMPLETED] = "completed", [VALUE_KEY_INCOMPLETE] = "incomplete at first", [VALUE_KEY_LOWEST] = "lowest bit of",
    [VALUE_KEY_LOST_STORE] = "stored behind a lost pointer", [VALUE_KEY_LOST_CONSUMED] = "consumed behind a lost pointer",
    [VALUE_KEY_HAVOC] = "unknown code ran", [VALUE_KEY_RETURN] = "result",
};

static void name_cell(Value value, GString *text, const void *data)
{
    const Naming *naming = data;
    const ValueNode *node = value_node(naming->engine->values, value);
    if (node->kind == VALUE_KEY) {
        g_string_append(text, key_words[node->op]);
        if (node->left != VALUE_NONE) {
            g_string_append(text, " *");
            append_value(naming, node->left, text);
        } else if (node->op == VALUE_KEY_REGISTER) {
            g_string_append_printf(text, " %%%" PRId64, node->number);
        }
    } else {
        append_value(naming, value, text);
    }
}

static const char *const split_words[] = {
    [SPLIT_NONE] = "", [SPLIT_BY_RETURN] = ", the result tells whether the task was consumed",
    [SPLIT_BY_GLOBAL] = ", what a global holds decides whether the task is consumed",
    [SPLIT_BY_PARAM] = ", an argument decides whether the task is consumed",
    [SPLIT_UNTOLD] = ", consumes the task on some paths and does not tell",
};

void engine_dump_summaries(Engine *engine, const char *function, GString *out)
{
    for (uint32_t i = 0; i < engine->all_runs->len; i++) {
        const Run *run = engine->all_runs->pdata[i];
        if (run->kind != RUN_ENTRY || (function != NULL && strcmp(function, run->info->function->name) != 0))
            continue;
        Naming naming = {engine, run->info->function, NULL};
        WorldContext context = {.values = engine->values, .sets = engine->sets, .arena = engine->arena, .keeps_outside = true};
        g_string_append_printf(out, "%s, %sentered with ", run->info->function->name, run->gives ? "by the tasks that it gives, " : "");
        world_describe(&context, run->entry, out, name_cell, &naming);
        if (run->is_given_up)
            g_string_append(out, "  given up: it may do anything\n");
        else
            g_string_append_printf(out, "  returns in %u way%s%s\n", run->summary.count, run->summary.count == 1 ? "" : "s",
                                   split_words[run->summary.split]);
        for (uint32_t w = 0; w < run->summary.count; w++) {
            g_string_append(out, "  - ");
            world_describe(&context, run->summary.worlds[w], out, name_cell, &naming);
        }
    }
}

void engine_dump_worlds(Engine *engine, const Run *run, const char *title, GString *out)
{
    Naming naming = {engine, run->info->function, NULL};
    WorldContext context = {.values = engine->values, .sets = engine->sets, .arena = engine->arena, .keeps_outside = true};
    g_string_append_printf(out, "%s, %s\n", run->info->function->name, title);
    for (uint32_t b = 0; b < run->info->function->block_count; b++)
        for (uint32_t i = 0; run->blocks[b].worlds != NULL && i < run->blocks[b].worlds->len; i++) {
            g_string_append_printf(out, "  b%u: ", b);
            world_describe(&context, run->blocks[b].worlds->pdata[i], out, name_cell, &naming);
        }
}
