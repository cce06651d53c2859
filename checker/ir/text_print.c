/* text_print.c - a module as text; see text.h and docs/ir.md.
 *
 * The text is also what worker processes send, so that it is made without printf: what an instruction refers to by name
 * (a record, a field, a global, a function, a local) is spelled once, when printing starts, and copied after that. */
#include "ir/text.h"

#include <string.h>

#include "ir/inst.h"
#include "ir/text_print.h"
#include "ir/text_words.h"

/* --- pieces --- */

void ir_put(Printer *p, const char *text)
{
    g_string_append_len(p->out, text, (gssize)strlen(text));
}

void ir_put_char(Printer *p, char c)
{
    g_string_append_c(p->out, c);
}

void ir_put_unsigned(Printer *p, uint64_t value)
{
    char digits[20];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value != 0);
    g_string_append_len(p->out, digits + at, (gssize)(sizeof digits - at));
}

void ir_put_signed(Printer *p, int64_t value)
{
    if (value < 0)
        ir_put_char(p, '-');
    ir_put_unsigned(p, value < 0 ? 0 - (uint64_t)value : (uint64_t)value);
}

static void append_quoted(GString *out, const char *text)
{
    static const char HEX[] = "0123456789abcdef";
    g_string_append_c(out, '"');
    for (const char *c = text; *c != '\0'; c++) {
        unsigned char byte = (unsigned char)*c;
        if (byte == '"' || byte == '\\') {
            g_string_append_c(out, '\\');
            g_string_append_c(out, *c);
        } else if (byte == '\n') {
            g_string_append_len(out, "\\n", 2);
        } else if (byte == '\t') {
            g_string_append_len(out, "\\t", 2);
        } else if (byte < 0x20 || byte == 0x7f) {
            g_string_append_len(out, "\\x", 2);
            g_string_append_c(out, HEX[byte >> 4]);
            g_string_append_c(out, HEX[byte & 15]);
        } else {
            g_string_append_c(out, *c);
        }
    }
    g_string_append_c(out, '"');
}

void ir_put_quoted(Printer *p, const char *text)
{
    ir_put_char(p, ' ');
    append_quoted(p->out, text);
}

static void put_spelling(Printer *p, Spelling spelling)
{
    g_string_append_len(p->out, spelling.text, (gssize)spelling.length);
}

/* A reference by index, for one that is out of range too: what is printed then can be read and told to be wrong. */
void ir_put_reference(Printer *p, const Spelling *spellings, uint32_t count, uint32_t index)
{
    if (index < count) {
        put_spelling(p, spellings[index]);
        return;
    }
    ir_put_char(p, '#');
    ir_put_unsigned(p, index);
}

void ir_put_word(Printer *p, const char *word)
{
    if (word[0] == '\0')
        return;
    ir_put_char(p, ' ');
    ir_put(p, word);
}

void ir_put_flags(Printer *p, const IrFlagWord *flags, const void *object)
{
    for (; flags->word != NULL; flags++) {
        if (*(const bool *)((const char *)object + flags->offset) == flags->value)
            ir_put_word(p, flags->word);
    }
}

void ir_put_bare_type(Printer *p, IrType type)
{
    static const char *const WORDS[] = {"void", NULL, "ptr", "task", "aggregate", "other", NULL};
    if (type.kind == IR_TYPE_AGGREGATE && type.record == IR_NONE) {
        ir_put(p, "array");
        return;
    }
    if (type.kind != IR_TYPE_INT && type.kind != IR_TYPE_FLOAT) {
        ir_put(p, WORDS[type.kind]);
        if (type.kind != IR_TYPE_TASK && type.kind != IR_TYPE_AGGREGATE)
            return;
        ir_put_char(p, '(');
        ir_put_reference(p, p->records, p->module->record_count, type.record);
        ir_put_char(p, ')');
        return;
    }
    if (type.bits == 1 && !type.is_signed) {
        ir_put(p, "bool");
        return;
    }
    ir_put_char(p, type.kind == IR_TYPE_FLOAT ? 'f' : type.is_signed ? 'i' : 'u');
    ir_put_unsigned(p, type.bits);
}

void ir_put_type(Printer *p, IrType type)
{
    ir_put_char(p, ' ');
    ir_put_bare_type(p, type);
}

void ir_put_span(Printer *p, IrSpan span)
{
    if (span.file == IR_NONE)
        return;
    ir_put(p, " @");
    ir_put_unsigned(p, span.file);
    ir_put_char(p, ':');
    ir_put_unsigned(p, span.line);
    ir_put_char(p, ':');
    ir_put_unsigned(p, span.column);
    if (span.end_line == span.line && span.end_column == span.column)
        return;
    ir_put_char(p, '-');
    if (span.end_line != span.line) {
        ir_put_unsigned(p, span.end_line);
        ir_put_char(p, ':');
    }
    ir_put_unsigned(p, span.end_column);
}

void ir_put_reg(Printer *p, IrReg reg)
{
    ir_put(p, " %");
    ir_put_unsigned(p, reg);
}

void ir_put_comma_reg(Printer *p, IrReg reg)
{
    ir_put_char(p, ',');
    ir_put_reg(p, reg);
}

void ir_put_block(Printer *p, uint32_t block)
{
    ir_put(p, " b");
    ir_put_unsigned(p, block);
}

/* --- spelling --- */

static Spelling spell(Printer *p, const char *name, uint32_t index)
{
    bool is_unique = name != NULL && name[0] != '\0' && !ir_names_find(&p->names, name, strlen(name))->is_ambiguous;
    if (is_unique && ir_is_bare_name(name))
        return (Spelling){name, strlen(name)};
    GString *text = g_string_new(NULL);
    if (name != NULL && name[0] != '\0' && ir_is_bare_name(name))
        g_string_append(text, name);
    else if (name != NULL && name[0] != '\0')
        append_quoted(text, name);
    if (!is_unique)
        g_string_append_printf(text, "#%u", index);
    Spelling spelling = {base_arena_strndup(p->arena, text->str, text->len), text->len};
    g_string_free(text, TRUE);
    return spelling;
}

/* Names are the first member reached by `offset` in structs of `stride` bytes. */
static void spell_all(Printer *p, Spelling *spellings, const void *table, size_t stride, size_t offset, uint32_t count)
{
    ir_names_clear(&p->names);
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t i = 0; i < count; i++) {
            const void *member = (const char *)table + stride * i + offset;
            const char *name = *(const char *const *)member;
            if (pass == 1)
                spellings[i] = spell(p, name, i);
            else if (name != NULL)
                ir_names_add(&p->names, name, strlen(name), i);
        }
    }
}

static Spelling *spell_table(Printer *p, const void *table, size_t stride, size_t offset, uint32_t count)
{
    Spelling *spellings = BASE_NEW_ARRAY(p->arena, Spelling, count);
    spell_all(p, spellings, table, stride, offset, count);
    return spellings;
}

static void start(Printer *p, const IrModule *m, GString *out)
{
    *p = (Printer){.module = m, .out = out, .arena = base_arena_new()};
    ir_names_init(&p->names);
    p->records = spell_table(p, m->records, sizeof(IrRecord), offsetof(IrRecord, name), m->record_count);
    p->fields = spell_table(p, m->fields, sizeof(IrField), offsetof(IrField, name), m->field_count);
    p->globals = spell_table(p, m->globals, sizeof(IrGlobal), offsetof(IrGlobal, name), m->global_count);
    p->functions = spell_table(p, m->functions, sizeof(IrFunction), offsetof(IrFunction, name), m->function_count);
}

static void finish(Printer *p)
{
    ir_names_release(&p->names);
    g_free(p->locals);
    base_arena_free(p->arena);
}

/* --- functions --- */

static void put_name(Printer *p, const char *name)
{
    if (name == NULL)
        return;
    if (ir_is_bare_name(name))
        ir_put_word(p, name);
    else
        ir_put_quoted(p, name);
}

static void put_params(Printer *p, const IrFunction *f)
{
    ir_put(p, " (");
    for (uint32_t i = 0; i < f->param_count; i++) {
        const IrParam *param = &f->params[i];
        ir_put(p, i > 0 ? ", " : "");
        ir_put_bare_type(p, param->type);
        ir_put_word(p, ir_effect_words[param->effect]);
        ir_put_flags(p, ir_param_flags, param);
        put_name(p, param->name);
        ir_put_span(p, param->span);
    }
    if (f->is_variadic)
        ir_put(p, f->param_count > 0 ? ", ..." : "...");
    ir_put_char(p, ')');
}

static bool same_text(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool same_span(IrSpan a, IrSpan b)
{
    return a.file == b.file && (a.file == IR_NONE || (a.line == b.line && a.column == b.column &&
                                                      a.end_line == b.end_line && a.end_column == b.end_column));
}

/* The local of a parameter is printed only where it says other than the parameter. */
static void put_local(Printer *p, const IrFunction *f, uint32_t index)
{
    const IrLocal *local = &f->locals[index];
    bool is_param = index < f->param_count;
    if (is_param && !local->is_volatile && same_text(local->name, f->params[index].name) &&
        same_span(local->span, f->params[index].span))
        return;
    ir_put(p, "  local");
    if (is_param) {
        ir_put_char(p, ' ');
        ir_put_unsigned(p, index);
    }
    ir_put_type(p, local->type);
    if (local->length > 0) {
        ir_put(p, " [");
        ir_put_unsigned(p, local->length);
        ir_put_char(p, ']');
    }
    ir_put_flags(p, ir_local_flags, local);
    put_name(p, local->name);
    ir_put_span(p, local->span);
    ir_put_char(p, '\n');
}

static void put_body(Printer *p, const IrFunction *f)
{
    ir_put(p, " {\n");
    if (f->degraded != NULL) {
        ir_put(p, "  degraded");
        ir_put_quoted(p, f->degraded);
        ir_put_char(p, '\n');
    }
    p->locals = g_renew(Spelling, p->locals, (gsize)f->local_count + 1);
    p->local_count = f->local_count;
    spell_all(p, p->locals, f->locals, sizeof(IrLocal), offsetof(IrLocal, name), f->local_count);
    for (uint32_t i = 0; i < f->local_count; i++)
        put_local(p, f, i);
    for (uint32_t b = 0; b < f->block_count; b++) {
        ir_put_char(p, 'b');
        ir_put_unsigned(p, b);
        ir_put(p, ":\n");
        for (uint32_t i = 0; i < f->blocks[b].inst_count; i++)
            ir_print_inst(p, &f->blocks[b].insts[i]);
    }
    ir_put_char(p, '}');
    ir_put_span(p, f->end_span);
}

static void put_symbol(Printer *p, const char *name, const char *symbol)
{
    ir_put_quoted(p, name);
    if (same_text(name, symbol))
        return;
    ir_put(p, " symbol");
    ir_put_quoted(p, symbol);
}

static void put_function(Printer *p, const IrFunction *f)
{
    ir_put(p, "function");
    ir_put_word(p, ir_linkage_words[f->linkage]);
    ir_put_word(p, ir_completion_words[f->completion]);
    ir_put_flags(p, ir_function_flags, f);
    put_symbol(p, f->name, f->symbol);
    ir_put_type(p, f->return_type);
    put_params(p, f);
    ir_put_span(p, f->span);
    if (f->is_defined)
        put_body(p, f);
    ir_put_char(p, '\n');
}

/* --- tables --- */

static void put_initializer(Printer *p, const IrInitializer *initializer)
{
    ir_put_char(p, ' ');
    for (uint32_t i = 0; i < initializer->path_length; i++) {
        const IrPathStep *step = &initializer->path[i];
        ir_put_char(p, step->is_index ? '[' : '.');
        if (step->is_index) {
            ir_put_signed(p, step->value);
            ir_put_char(p, ']');
        } else {
            ir_put_reference(p, p->fields, p->module->field_count, (uint32_t)step->value);
        }
    }
    ir_put(p, initializer->path_length > 0 ? " = " : "= ");
    switch (initializer->kind) {
    case IR_CONSTANT_INT: ir_put_signed(p, initializer->value); break;
    case IR_CONSTANT_FUNCTION:
        ir_put(p, "function ");
        ir_put_reference(p, p->functions, p->module->function_count, (uint32_t)initializer->value);
        break;
    case IR_CONSTANT_GLOBAL:
        ir_put(p, "global ");
        ir_put_reference(p, p->globals, p->module->global_count, (uint32_t)initializer->value);
        break;
    case IR_CONSTANT_TEXT:
        ir_put(p, "text");
        ir_put_quoted(p, initializer->text);
        break;
    case IR_CONSTANT_UNKNOWN:
        ir_put(p, "unknown");
        if (initializer->value != 0) {
            ir_put_char(p, ' ');
            ir_put_signed(p, initializer->value);
        }
        break;
    }
}

static void put_entry(Printer *p, const char *table, uint32_t index)
{
    ir_put(p, table);
    ir_put_char(p, ' ');
    ir_put_unsigned(p, index);
}

static void put_global(Printer *p, uint32_t index)
{
    const IrGlobal *global = &p->module->globals[index];
    put_entry(p, "global", index);
    ir_put_word(p, ir_linkage_words[global->linkage]);
    ir_put_flags(p, ir_global_flags, global);
    put_symbol(p, global->name, global->symbol);
    ir_put_type(p, global->type);
    ir_put_span(p, global->span);
    if (global->initializer_count > 0) {
        ir_put(p, " {");
        for (uint32_t i = 0; i < global->initializer_count; i++) {
            ir_put(p, i > 0 ? "," : "");
            put_initializer(p, &global->initializers[i]);
        }
        ir_put(p, " }");
    }
    ir_put_char(p, '\n');
}

static void put_record(Printer *p, uint32_t index)
{
    const IrRecord *record = &p->module->records[index];
    put_entry(p, "record", index);
    ir_put_word(p, record->is_union ? "union" : "struct");
    ir_put_flags(p, ir_record_flags, record);
    ir_put_quoted(p, record->name);
    ir_put_span(p, record->span);
    ir_put_char(p, '\n');
}

static void put_layout(Printer *p, IrLayout layout)
{
    if (layout.begin < 0)
        return;
    ir_put(p, " at ");
    ir_put_signed(p, layout.begin);
    if (layout.size != IR_OPEN) {
        ir_put(p, " size ");
        ir_put_signed(p, layout.size);
    }
    if (layout.element > 0) {
        ir_put(p, " element ");
        ir_put_signed(p, layout.element);
    }
}

static void put_field(Printer *p, uint32_t index)
{
    const IrField *field = &p->module->fields[index];
    put_entry(p, "field", index);
    ir_put(p, " of ");
    ir_put_reference(p, p->records, p->module->record_count, field->record);
    ir_put_flags(p, ir_field_flags, field);
    ir_put_quoted(p, field->name);
    ir_put_type(p, field->type);
    put_layout(p, field->layout);
    ir_put_span(p, field->span);
    ir_put_char(p, '\n');
}

static void put_tables(Printer *p)
{
    const IrModule *m = p->module;
    for (uint32_t i = 0; i < m->file_count; i++) {
        put_entry(p, "file", i);
        ir_put_word(p, ir_role_words[m->files[i].role]);
        ir_put_quoted(p, m->files[i].path);
        ir_put_char(p, '\n');
    }
    for (uint32_t i = 0; i < m->unknown_count; i++) {
        ir_put(p, "unknown");
        ir_put_quoted(p, m->unknowns[i].name);
        ir_put_char(p, ' ');
        ir_put_unsigned(p, m->unknowns[i].count);
        ir_put_char(p, '\n');
    }
    for (uint32_t i = 0; i < m->record_count; i++)
        put_record(p, i);
    for (uint32_t i = 0; i < m->field_count; i++)
        put_field(p, i);
    for (uint32_t i = 0; i < m->global_count; i++)
        put_global(p, i);
}

void ir_print_module(const IrModule *module, GString *out)
{
    Printer p;
    start(&p, module, out);
    ir_put(&p, "module");
    ir_put_quoted(&p, module->source == NULL ? "" : module->source);
    ir_put_char(&p, '\n');
    put_tables(&p);
    for (uint32_t i = 0; i < module->function_count; i++)
        put_function(&p, &module->functions[i]);
    finish(&p);
}

void ir_print_function(const IrModule *module, const IrFunction *function, GString *out)
{
    Printer p;
    start(&p, module, out);
    put_function(&p, function);
    finish(&p);
}
