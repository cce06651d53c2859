/* text_parse_body.c - a function's body, read as it is written; see text_parse.h. Unreachable blocks and the order of
 * blocks are only put right (ir_normalize_body) after the verifier has seen what stands there. */
#include <stdlib.h>
#include <string.h>

#include "ir/inst.h"
#include "ir/text_parse.h"

static const char *const OP_WORDS[IR_OP_COUNT] = {
#define IR_OPCODE(name, text) text,
#include "ir/opcodes.def"
#undef IR_OPCODE
};

static void start_numbers(NumberMap *map)
{
    map->epoch++; /* a text of 2^31 bytes has fewer functions */
    g_array_set_size(map->numbers, 0);
}

static void parse_local_line(Parser *p, uint32_t param_count)
{
    IrLocal local = {.name = NULL};
    uint32_t index = p->body_locals->len;
    const char *place = p->lexer.token.start;
    if (p->lexer.token.kind == IR_TOKEN_NUMBER)
        index = ir_want_u32(p);
    if (index != p->body_locals->len && index >= param_count) {
        ir_fail(p, place, "the index of this local is %u", p->body_locals->len);
        return;
    }
    local.type = ir_want_type(p);
    if (ir_accept_mark(p, '[')) {
        local.length = ir_want_u32(p);
        ir_want_mark(p, ']');
    }
    ir_accept_flags(p, ir_local_flags, &local);
    if (ir_is_name(p))
        local.name = ir_want_name(p);
    local.span = ir_accept_span(p);
    ir_want_line_end(p);
    if (index < p->body_locals->len)
        g_array_index(p->body_locals, IrLocal, index) = local;
    else
        g_array_append_val(p->body_locals, local);
}

static void parse_locals(Parser *p, const IrFunction *function)
{
    for (uint32_t i = 0; i < function->param_count; i++) {
        const IrParam *param = &function->params[i];
        IrLocal local = {.name = param->name, .type = param->type, .span = param->span};
        g_array_append_val(p->body_locals, local);
    }
    uint32_t param_count = function->param_count;
    while (ir_accept_word(p, "local"))
        parse_local_line(p, param_count);
    ir_names_clear(&p->locals);
    for (uint32_t i = 0; i < p->body_locals->len; i++) {
        const char *name = g_array_index(p->body_locals, IrLocal, i).name;
        if (name != NULL)
            ir_names_add(&p->locals, name, strlen(name), i);
    }
}

static void parse_label(Parser *p, uint64_t number)
{
    const char *place = p->lexer.token.start;
    uint32_t block = ir_dense_number(p, &p->blocks, number, place);
    ir_lexer_next(&p->lexer);
    ir_want_mark(p, ':');
    ir_skip_lines(p);
    if (ir_has_error(p))
        return;
    NumberUse *use = &g_array_index(p->blocks.numbers, NumberUse, block);
    if (use->value != IR_NONE)
        ir_fail(p, place, "block b%u is there twice", use->number);
    use->value = p->block_starts->len;
    g_array_append_val(p->block_starts, p->insts->len);
}

/* The register a line begins with gets the type of what the line makes. */
static void define(Parser *p, IrInst *inst, uint64_t number, const char *place)
{
    if (!ir_inst_makes_register(inst)) {
        ir_fail(p, place, "%s makes no register here", ir_op_name(inst->op));
        return;
    }
    inst->result = ir_dense_number(p, &p->registers, number, place);
    if (ir_has_error(p))
        return;
    NumberUse *use = &g_array_index(p->registers.numbers, NumberUse, inst->result);
    if (use->value != IR_NONE)
        ir_fail(p, place, "%%%u is assigned twice", use->number);
    use->value = 0;
    if (inst->result >= p->register_types->len)
        g_array_set_size(p->register_types, inst->result + 1);
    g_array_index(p->register_types, IrType, inst->result) = inst->type;
}

static void parse_inst_line(Parser *p)
{
    IrInst inst = {.result = IR_NONE};
    const IrToken first = p->lexer.token;
    if (first.kind == IR_TOKEN_REGISTER) {
        ir_lexer_next(&p->lexer);
        ir_want_mark(p, '=');
    }
    uint32_t op = ir_accept_one_of(p, OP_WORDS, IR_OP_COUNT);
    if (op == IR_OP_COUNT) {
        ir_expected(p, "an instruction");
        return;
    }
    ir_parse_inst(p, (IrOp)op, &inst);
    ir_want_line_end(p);
    if (ir_has_error(p))
        return;
    if (first.kind == IR_TOKEN_REGISTER)
        define(p, &inst, first.value, first.start);
    else if (ir_inst_makes_register(&inst) && inst.op != IR_OP_CALL)
        ir_fail(p, first.start, "the result of %s is assigned to no register", ir_op_name(inst.op));
    else if (ir_inst_makes_register(&inst))
        ir_fail(p, first.start, "the result of this call is assigned to no register");
    uint32_t offset = (uint32_t)(first.start - p->lexer.text);
    g_array_append_val(p->insts, inst);
    g_array_append_val(p->inst_places, offset);
}

static void parse_blocks(Parser *p)
{
    while (!ir_is_mark(p, '}') && !ir_has_error(p)) {
        uint64_t number;
        if (p->lexer.token.kind == IR_TOKEN_END) {
            ir_expected(p, "'}'");
        } else if (ir_is_block_word(p, &number)) {
            parse_label(p, number);
        } else {
            if (p->block_starts->len == 0) /* the label of the entry may be left out */
                g_array_append_val(p->block_starts, p->insts->len);
            parse_inst_line(p);
        }
    }
    ir_want_mark(p, '}');
}

static bool all_are_defined(Parser *p, const NumberMap *map, const char *what)
{
    for (uint32_t i = 0; i < map->numbers->len; i++) {
        const NumberUse *use = &g_array_index(map->numbers, NumberUse, i);
        if (use->value != IR_NONE)
            continue;
        ir_fail(p, use->place, what, use->number);
        return false;
    }
    return true;
}

static int by_number(const void *a, const void *b)
{
    uint32_t x = ((const NumberUse *)a)->number, y = ((const NumberUse *)b)->number;
    return (x > y) - (x < y);
}

/* Registers were numbered as they were met; the numbers of the text, without its gaps, are what is wanted. */
static void number_as_written(Parser *p)
{
    uint32_t count = p->registers.numbers->len;
    NumberUse *uses = (NumberUse *)(void *)p->registers.numbers->data;
    bool is_sorted = true;
    for (uint32_t i = 0; i < count; i++) {
        is_sorted = is_sorted && (i == 0 || uses[i - 1].number < uses[i].number);
        uses[i].value = i;
    }
    if (is_sorted)
        return;
    qsort(uses, count, sizeof *uses, by_number);
    IrReg *map = g_new(IrReg, count);
    IrType *types = g_new(IrType, count);
    for (uint32_t i = 0; i < count; i++) {
        map[uses[i].value] = i;
        types[i] = g_array_index(p->register_types, IrType, uses[i].value);
    }
    memcpy(p->register_types->data, types, sizeof *types * count);
    for (uint32_t i = 0; i < p->insts->len; i++) {
        IrInst *inst = &g_array_index(p->insts, IrInst, i);
        ir_map_operands(inst, map);
        if (inst->result != IR_NONE)
            inst->result = map[inst->result];
    }
    g_free(types);
    g_free(map);
}

static void resolve_targets(Parser *p)
{
    uint32_t *map = g_new(uint32_t, (gsize)p->blocks.numbers->len + 1);
    for (uint32_t i = 0; i < p->blocks.numbers->len; i++)
        map[i] = g_array_index(p->blocks.numbers, NumberUse, i).value;
    for (uint32_t i = 0; i < p->insts->len; i++)
        ir_map_targets(&g_array_index(p->insts, IrInst, i), map);
    g_free(map);
}

static void store_body(Parser *p, IrFunction *function)
{
    uint32_t inst_count;
    function->locals = ir_take(p, p->body_locals, sizeof(IrLocal), &function->local_count);
    function->register_types = ir_take(p, p->register_types, sizeof(IrType), &function->register_count);
    IrInst *insts = ir_take(p, p->insts, sizeof(IrInst), &inst_count);
    function->block_count = p->block_starts->len;
    function->blocks = BASE_NEW_ARRAY(p->arena, IrBlock, function->block_count);
    for (uint32_t b = 0; b < function->block_count; b++) {
        uint32_t from = g_array_index(p->block_starts, uint32_t, b);
        uint32_t to = b + 1 < function->block_count ? g_array_index(p->block_starts, uint32_t, b + 1) : inst_count;
        function->blocks[b] = (IrBlock){to > from ? insts + from : NULL, to - from};
    }
}

void ir_parse_body(Parser *p, uint32_t index)
{
    IrFunction *function = ir_builder_function(p->builder, index);
    start_numbers(&p->registers);
    start_numbers(&p->blocks);
    g_array_set_size(p->block_starts, 0);
    ir_want_line_end(p);
    if (ir_accept_word(p, "degraded")) {
        function->degraded = ir_want_string(p);
        ir_want_line_end(p);
    }
    parse_locals(p, function);
    parse_blocks(p);
    function->is_defined = true;
    function->end_span = ir_accept_span(p);
    if (ir_has_error(p) || !all_are_defined(p, &p->registers, "register %%%u is never assigned") ||
        !all_are_defined(p, &p->blocks, "there is no block b%u"))
        return;
    number_as_written(p);
    resolve_targets(p);
    store_body(p, function);
}
