/* text_parse.c - modules from text: the tables, and what is left to do when the text has been read; see text.h,
 * text_parse.h and docs/ir.md. Memory is at most a constant times the length of the text, whatever it says. */
#include "ir/text_parse.h"

#include <string.h>

#include "ir/inst.h"
#include "ir/text.h"

enum { MOST_NUMBERS = 1 << 24 }; /* registers or blocks of a function */

/* --- declarations; each is behind its first word --- */

/* Entries may say their index; then it must be right. */
static void accept_index(Parser *p, uint32_t index)
{
    if (p->lexer.token.kind != IR_TOKEN_NUMBER)
        return;
    const char *place = p->lexer.token.start;
    if (ir_want_u32(p) != index)
        ir_fail(p, place, "the index of this entry is %u", index);
}

/* The number of entries of a table so far. */
typedef struct Counts {
    uint32_t files, records, fields, globals, functions, unknowns;
} Counts;

static void parse_file(Parser *p, Counts *counts)
{
    accept_index(p, counts->files);
    uint32_t role = ir_accept_one_of(p, ir_role_words, IR_FILE_API + 1);
    const char *place = p->lexer.token.start;
    const char *path = ir_want_string(p);
    if (ir_has_error(p))
        return;
    if (ir_builder_add_file(p->builder, path, role > IR_FILE_API ? IR_FILE_MAIN : (IrFileRole)role) != counts->files)
        ir_fail(p, place, "this file is there twice");
    counts->files++;
}

static void parse_unknown(Parser *p, Counts *counts)
{
    const char *name = ir_want_string(p);
    const char *place = p->lexer.token.start;
    uint32_t count = ir_want_u32(p);
    if (ir_has_error(p))
        return;
    if (!ir_builder_set_unknown(p->builder, name, count))
        ir_fail(p, place, "this unknown is there twice");
    counts->unknowns++;
}

static void parse_record(Parser *p, Counts *counts)
{
    static const char *const KINDS[] = {"struct", "union"};
    IrRecord record = {.name = ""};
    accept_index(p, counts->records);
    uint32_t kind = ir_accept_one_of(p, KINDS, 2);
    if (kind == 2)
        ir_expected(p, "'struct' or 'union'");
    record.is_union = kind == 1;
    ir_accept_flags(p, ir_record_flags, &record);
    record.name = ir_want_name(p);
    record.span = ir_accept_span(p);
    ir_names_add(&p->records, record.name, strlen(record.name), ir_builder_add_record(p->builder, record));
    counts->records++;
}

/* Of a field; without one it lies beside the others. */
static IrLayout accept_layout(Parser *p)
{
    IrLayout layout = IR_BESIDE;
    if (!ir_accept_word(p, "at"))
        return layout;
    layout.begin = ir_want_i64(p);
    if (ir_accept_word(p, "size"))
        layout.size = ir_want_i64(p);
    if (ir_accept_word(p, "element"))
        layout.element = ir_want_i64(p);
    return layout;
}

static void parse_field(Parser *p, Counts *counts)
{
    IrField field = {0};
    accept_index(p, counts->fields);
    if (!ir_accept_word(p, "of"))
        ir_expected(p, "'of' and a record");
    field.record = ir_want_reference(p, &p->records, "record");
    ir_accept_flags(p, ir_field_flags, &field);
    field.name = ir_want_name(p);
    field.type = ir_want_type(p);
    field.layout = accept_layout(p);
    field.span = ir_accept_span(p);
    ir_names_add(&p->fields, field.name, strlen(field.name), ir_builder_add_field(p->builder, field));
    counts->fields++;
}

static IrLinkage accept_linkage(Parser *p)
{
    uint32_t linkage = ir_accept_one_of(p, ir_linkage_words, IR_LINKAGE_MERGED + 1);
    return linkage > IR_LINKAGE_MERGED ? IR_LINKAGE_EXTERNAL : (IrLinkage)linkage;
}

static void parse_path(Parser *p)
{
    while (ir_is_mark(p, '.') || ir_is_mark(p, '[')) {
        IrPathStep step = {.is_index = ir_is_mark(p, '[')};
        ir_lexer_next(&p->lexer);
        step.value = step.is_index ? ir_want_i64(p) : (int64_t)ir_want_reference(p, &p->fields, "field");
        if (step.is_index)
            ir_want_mark(p, ']');
        g_array_append_val(p->steps, step);
    }
}

static IrInitializer parse_initializer(Parser *p)
{
    IrInitializer initializer = {.kind = IR_CONSTANT_INT};
    parse_path(p);
    initializer.path = ir_take(p, p->steps, sizeof(IrPathStep), &initializer.path_length);
    ir_want_mark(p, '=');
    if (ir_accept_word(p, "function")) {
        initializer.kind = IR_CONSTANT_FUNCTION;
        initializer.value = ir_want_forward(p, &p->functions);
    } else if (ir_accept_word(p, "global")) {
        initializer.kind = IR_CONSTANT_GLOBAL;
        initializer.value = ir_want_forward(p, &p->globals);
    } else if (ir_accept_word(p, "unknown")) {
        initializer.kind = IR_CONSTANT_UNKNOWN;
        initializer.value = p->lexer.token.kind == IR_TOKEN_NUMBER || ir_is_mark(p, '-') ? ir_want_i64(p) : 0;
    } else if (ir_accept_word(p, "text")) {
        initializer.kind = IR_CONSTANT_TEXT;
        initializer.text = ir_want_string(p);
    } else {
        initializer.value = ir_want_i64(p);
    }
    return initializer;
}

static void parse_initializers(Parser *p, IrGlobal *global)
{
    ir_skip_lines(p);
    while (!ir_is_mark(p, '}') && !ir_has_error(p)) {
        if (p->initializers->len > 0) {
            ir_want_mark(p, ',');
            ir_skip_lines(p);
        }
        IrInitializer initializer = parse_initializer(p);
        g_array_append_val(p->initializers, initializer);
        ir_skip_lines(p);
    }
    ir_want_mark(p, '}');
    global->initializers = ir_take(p, p->initializers, sizeof(IrInitializer), &global->initializer_count);
}

static void parse_global(Parser *p, Counts *counts)
{
    IrGlobal global = {.name = ""};
    accept_index(p, counts->globals);
    global.linkage = accept_linkage(p);
    ir_accept_flags(p, ir_global_flags, &global);
    global.name = global.symbol = ir_want_name(p);
    if (ir_accept_word(p, "symbol"))
        global.symbol = ir_want_string(p);
    global.type = ir_want_type(p);
    global.span = ir_accept_span(p);
    if (ir_accept_mark(p, '{'))
        parse_initializers(p, &global);
    ir_names_add(&p->globals.declared, global.name, strlen(global.name),
                 ir_builder_add_global(p->builder, global));
    counts->globals++;
}

static void parse_params(Parser *p, IrFunction *function)
{
    ir_want_mark(p, '(');
    while (!ir_is_mark(p, ')') && !function->is_variadic && !ir_has_error(p)) {
        if (p->params->len > 0)
            ir_want_mark(p, ',');
        if (p->lexer.token.kind == IR_TOKEN_ELLIPSIS) {
            ir_lexer_next(&p->lexer);
            function->is_variadic = true;
            break;
        }
        IrParam param = {.name = NULL};
        param.type = ir_want_type(p);
        uint32_t effect = ir_accept_one_of(p, ir_effect_words, IR_EFFECT_OBSERVES + 1);
        param.effect = effect > IR_EFFECT_OBSERVES ? IR_EFFECT_UNSPECIFIED : (IrEffect)effect;
        ir_accept_flags(p, ir_param_flags, &param);
        if (ir_is_name(p))
            param.name = ir_want_name(p);
        param.span = ir_accept_span(p);
        g_array_append_val(p->params, param);
    }
    ir_want_mark(p, ')');
    function->params = ir_take(p, p->params, sizeof(IrParam), &function->param_count);
}

static void parse_function(Parser *p, Counts *counts)
{
    IrFunction function = {.name = "", .end_span = ir_unknown_span};
    IrFunctionPlace place = {(uint32_t)(p->lexer.token.start - p->lexer.text), p->inst_places->len};
    accept_index(p, counts->functions);
    function.linkage = accept_linkage(p);
    uint32_t completion = ir_accept_one_of(p, ir_completion_words, IR_COMPLETION_ASYNC + 1);
    function.completion = completion > IR_COMPLETION_ASYNC ? IR_COMPLETION_UNSPECIFIED : (IrCompletion)completion;
    ir_clear_flags(ir_function_flags, &function);
    ir_accept_flags(p, ir_function_flags, &function);
    function.name = function.symbol = ir_want_name(p);
    if (ir_accept_word(p, "symbol"))
        function.symbol = ir_want_string(p);
    function.return_type = ir_want_type(p);
    parse_params(p, &function);
    function.span = ir_accept_span(p);
    uint32_t index = ir_builder_add_function(p->builder, function);
    ir_names_add(&p->functions.declared, function.name, strlen(function.name), index);
    g_array_append_val(p->function_places, place);
    counts->functions++;
    if (ir_accept_mark(p, '{'))
        ir_parse_body(p, index);
}

static const char *const DECLARATION_WORDS[] = {"file", "unknown", "record", "field", "global", "function"};
static void (*const PARSE_DECLARATION[])(Parser *p, Counts *counts) = {parse_file,  parse_unknown, parse_record,
                                                                       parse_field, parse_global,  parse_function};

static const char *parse_source(Parser *p, const char *name)
{
    ir_skip_lines(p);
    if (!ir_accept_word(p, "module"))
        return name;
    const char *source = ir_want_string(p);
    ir_want_line_end(p);
    return source;
}

static void parse_declarations(Parser *p)
{
    Counts counts = {0};
    while (p->lexer.token.kind != IR_TOKEN_END) {
        const char *place = p->lexer.token.start;
        uint32_t word = ir_accept_one_of(p, DECLARATION_WORDS, G_N_ELEMENTS(DECLARATION_WORDS));
        if (word == G_N_ELEMENTS(DECLARATION_WORDS)) {
            ir_fail(p, place, "expected a declaration: file, unknown, record, field, global or function");
            return;
        }
        PARSE_DECLARATION[word](p, &counts);
        ir_want_line_end(p);
    }
}

/* --- what remains --- */

static bool resolve(Parser *p, ForwardTable *table)
{
    for (uint32_t i = 0; i < table->mentions->len; i++) {
        IrMention *mention = &g_array_index(table->mentions, IrMention, i);
        const IrNameEntry *entry = ir_names_find(&table->declared, mention->name, mention->length);
        int length = (int)MIN(mention->length, 100);
        if (entry == NULL)
            ir_fail(p, mention->place, "there is no %s '%.*s'", table->what, length, mention->name);
        else if (entry->is_ambiguous)
            ir_fail(p, mention->place, "'%.*s' names more than one %s: add #INDEX", length, mention->name,
                    table->what);
        else
            mention->index = entry->index;
    }
    return !ir_has_error(p);
}

static uint32_t resolved(const ForwardTable *table, uint32_t index)
{
    if (index == IR_NONE || (index & IR_MENTION) == 0)
        return index;
    return g_array_index(table->mentions, IrMention, index & ~IR_MENTION).index;
}

static void resolve_body(const Parser *p, IrFunction *function)
{
    for (uint32_t b = 0; b < function->block_count; b++) {
        const IrBlock *block = &function->blocks[b];
        for (uint32_t i = 0; i < block->inst_count; i++) {
            IrInst *inst = &block->insts[i];
            if (inst->op == IR_OP_CALL)
                inst->as.call.function = resolved(&p->functions, inst->as.call.function);
            else if (inst->op == IR_OP_FUNCTION)
                inst->as.function = resolved(&p->functions, inst->as.function);
            else if (inst->op == IR_OP_GLOBAL)
                inst->as.global = resolved(&p->globals, inst->as.global);
        }
    }
}

static void resolve_mentions(Parser *p, IrModule *module)
{
    for (uint32_t i = 0; i < module->function_count; i++)
        resolve_body(p, &module->functions[i]);
    for (uint32_t i = 0; i < module->global_count; i++) {
        for (uint32_t k = 0; k < module->globals[i].initializer_count; k++) {
            IrInitializer *initializer = &module->globals[i].initializers[k];
            if (initializer->kind == IR_CONSTANT_FUNCTION)
                initializer->value = resolved(&p->functions, (uint32_t)initializer->value);
            else if (initializer->kind == IR_CONSTANT_GLOBAL)
                initializer->value = resolved(&p->globals, (uint32_t)initializer->value);
        }
    }
}

/* Where in the text the verifier's place stands. */
static const char *place_in_text(const Parser *p, const IrModule *module, IrPlace place)
{
    if (place.function == IR_NONE)
        return p->lexer.text;
    const IrFunctionPlace *function = &g_array_index(p->function_places, IrFunctionPlace, place.function);
    uint32_t offset = function->offset;
    if (place.block != IR_NONE) {
        const IrFunction *body = &module->functions[place.function];
        uint32_t inst = function->first_inst + (place.inst == IR_NONE ? 0 : place.inst);
        for (uint32_t b = 0; b < place.block; b++)
            inst += body->blocks[b].inst_count;
        if (inst < p->inst_places->len) /* an empty block may be the last */
            offset = g_array_index(p->inst_places, uint32_t, inst);
    }
    return p->lexer.text + offset;
}

/* Takes the builder; NULL where something is wrong. The message goes to *error. */
static IrModule *finish_module(Parser *p, char **violation)
{
    if (ir_has_error(p) || !resolve(p, &p->functions) || !resolve(p, &p->globals))
        return NULL;
    IrModule *module = ir_builder_finish(p->builder);
    p->builder = NULL;
    resolve_mentions(p, module);
    IrPlace place;
    *violation = ir_verify_at(module, &place);
    if (*violation == NULL) {
        for (uint32_t i = 0; i < module->function_count; i++) {
            if (module->functions[i].is_defined)
                ir_normalize_body(&module->functions[i], module->arena);
        }
        return module;
    }
    ir_lexer_fail(&p->lexer, place_in_text(p, module, place), *violation);
    ir_module_free(module);
    return NULL;
}

/* --- the parser itself --- */

static void start_forward(ForwardTable *table, const char *what)
{
    table->what = what;
    ir_names_init(&table->declared);
    ir_names_init(&table->mentioned);
    table->mentions = g_array_new(FALSE, FALSE, sizeof(IrMention));
}

static void release_forward(ForwardTable *table)
{
    ir_names_release(&table->declared);
    ir_names_release(&table->mentioned);
    g_array_free(table->mentions, TRUE);
}

typedef struct ScratchArray {
    size_t offset; /* of the GArray *, in Parser */
    size_t element_size;
} ScratchArray;

static const ScratchArray SCRATCH[] = {
    {offsetof(Parser, registers.slots), sizeof(NumberSlot)}, {offsetof(Parser, registers.numbers), sizeof(NumberUse)},
    {offsetof(Parser, blocks.slots), sizeof(NumberSlot)},    {offsetof(Parser, blocks.numbers), sizeof(NumberUse)},
    {offsetof(Parser, insts), sizeof(IrInst)},               {offsetof(Parser, block_starts), sizeof(uint32_t)},
    {offsetof(Parser, body_locals), sizeof(IrLocal)},        {offsetof(Parser, register_types), sizeof(IrType)},
    {offsetof(Parser, operands), sizeof(IrOperand)},         {offsetof(Parser, cases), sizeof(IrCase)},
    {offsetof(Parser, targets), sizeof(uint32_t)},           {offsetof(Parser, steps), sizeof(IrPathStep)},
    {offsetof(Parser, initializers), sizeof(IrInitializer)}, {offsetof(Parser, params), sizeof(IrParam)},
    {offsetof(Parser, inst_places), sizeof(uint32_t)},       {offsetof(Parser, function_places), sizeof(IrFunctionPlace)},
};

static GArray **scratch_of(Parser *p, const ScratchArray *scratch)
{
    return (GArray **)(void *)((char *)p + scratch->offset);
}

static void start(Parser *p, const char *text, size_t length)
{
    memset(p, 0, sizeof *p);
    p->builder = ir_builder_new("");
    p->arena = ir_builder_arena(p->builder);
    p->number_limit = (uint32_t)MIN(length, (size_t)MOST_NUMBERS);
    ir_names_init(&p->records);
    ir_names_init(&p->fields);
    ir_names_init(&p->locals);
    start_forward(&p->functions, "function");
    start_forward(&p->globals, "global");
    for (size_t i = 0; i < G_N_ELEMENTS(SCRATCH); i++)
        *scratch_of(p, &SCRATCH[i]) = g_array_new(FALSE, TRUE, (guint)SCRATCH[i].element_size);
    ir_lexer_start(&p->lexer, text, length);
}

static void release(Parser *p)
{
    ir_builder_abandon(p->builder);
    ir_names_release(&p->records);
    ir_names_release(&p->fields);
    ir_names_release(&p->locals);
    release_forward(&p->functions);
    release_forward(&p->globals);
    for (size_t i = 0; i < G_N_ELEMENTS(SCRATCH); i++)
        g_array_free(*scratch_of(p, &SCRATCH[i]), TRUE);
}

IrModule *ir_parse(const char *text, size_t length, const char *name, char **error)
{
    if (length >= INT32_MAX) {
        *error = g_strdup("1:1: the text is larger than 2 GiB");
        return NULL;
    }
    Parser p;
    char *violation = NULL;
    start(&p, length == 0 ? "" : text, length);
    const char *source = parse_source(&p, name == NULL ? "" : name);
    parse_declarations(&p);
    IrModule *module = finish_module(&p, &violation);
    if (module != NULL) {
        module->source = base_arena_strdup(module->arena, source);
    } else {
        uint32_t line, column;
        ir_lexer_position(&p.lexer, p.lexer.error_place, &line, &column);
        *error = g_strdup_printf("%u:%u: %s", line, column, p.lexer.error);
    }
    g_free(violation);
    release(&p);
    return module;
}
