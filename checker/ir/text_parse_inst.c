/* text_parse_inst.c - one instruction: a table by opcode of how what follows its name is read; see text_parse.h. */
#include "ir/inst.h"
#include "ir/text_parse.h"

/* --- registers and blocks --- */

uint32_t ir_dense_number(Parser *p, NumberMap *map, uint64_t number, const char *place)
{
    if (number >= p->number_limit) {
        ir_fail(p, place, "the number is too large");
        return 0;
    }
    if (number >= map->slots->len)
        g_array_set_size(map->slots, (guint)number + 1); /* zeroed: epoch 0 is nobody's */
    NumberSlot *slot = &g_array_index(map->slots, NumberSlot, number);
    if (slot->epoch != map->epoch) {
        NumberUse use = {(uint32_t)number, IR_NONE, place};
        *slot = (NumberSlot){map->epoch, map->numbers->len};
        g_array_append_val(map->numbers, use);
    }
    return slot->dense;
}

IrReg ir_want_reg(Parser *p)
{
    if (p->lexer.token.kind != IR_TOKEN_REGISTER) {
        ir_expected(p, "a register");
        return 0;
    }
    IrReg reg = ir_dense_number(p, &p->registers, p->lexer.token.value, p->lexer.token.start);
    ir_lexer_next(&p->lexer);
    return reg;
}

static IrReg want_comma_reg(Parser *p)
{
    ir_want_mark(p, ',');
    return ir_want_reg(p);
}

bool ir_is_block_word(const Parser *p, uint64_t *number)
{
    const IrToken *token = &p->lexer.token;
    if (token->kind != IR_TOKEN_WORD || token->text[0] != 'b' || token->length < 2 || token->length > 11)
        return false;
    *number = 0;
    for (size_t i = 1; i < token->length; i++) {
        if (token->text[i] < '0' || token->text[i] > '9')
            return false;
        *number = *number * 10 + (unsigned)(token->text[i] - '0');
    }
    return true;
}

static uint32_t want_block(Parser *p)
{
    uint64_t number;
    if (!ir_is_block_word(p, &number)) {
        ir_expected(p, "a block, as b1");
        return 0;
    }
    uint32_t block = ir_dense_number(p, &p->blocks, number, p->lexer.token.start);
    ir_lexer_next(&p->lexer);
    return block;
}

static uint32_t want_comma_block(Parser *p)
{
    ir_want_mark(p, ',');
    return want_block(p);
}

/* --- opcodes --- */

static void parse_const(Parser *p, IrInst *inst)
{
    inst->type = ir_want_type(p);
    inst->as.constant = ir_want_i64(p);
}

static void parse_type(Parser *p, IrInst *inst)
{
    inst->type = ir_want_type(p);
}

static void parse_scope(Parser *p, IrInst *inst)
{
    inst->as.local = ir_want_reference(p, &p->locals, "local");
}

static void parse_local(Parser *p, IrInst *inst)
{
    inst->type = IR_POINTER;
    parse_scope(p, inst);
}

static void parse_global(Parser *p, IrInst *inst)
{
    inst->type = IR_POINTER;
    inst->as.global = ir_want_forward(p, &p->globals);
}

static void parse_function(Parser *p, IrInst *inst)
{
    inst->type = IR_POINTER;
    inst->as.function = ir_want_forward(p, &p->functions);
}

static void parse_field(Parser *p, IrInst *inst)
{
    inst->type = IR_POINTER;
    inst->as.field.base = ir_want_reg(p);
    ir_want_mark(p, ',');
    inst->as.field.field = ir_want_reference(p, &p->fields, "field");
}

static void parse_index(Parser *p, IrInst *inst)
{
    inst->type = IR_POINTER;
    inst->as.index.base = ir_want_reg(p);
    ir_want_mark(p, ',');
    inst->as.index.index = ir_accept_mark(p, '?') ? IR_NONE : ir_want_reg(p);
    inst->as.index.scale = ir_accept_word(p, "scale") ? ir_want_i64(p) : 1;
}

static void parse_load(Parser *p, IrInst *inst)
{
    inst->type = ir_want_type(p);
    ir_accept_flags(p, ir_load_flags, inst);
    inst->as.load.address = ir_want_reg(p);
}

static void parse_store(Parser *p, IrInst *inst)
{
    inst->type = ir_want_type(p);
    ir_accept_flags(p, ir_store_flags, inst);
    inst->as.store.address = ir_want_reg(p);
    inst->as.store.value = want_comma_reg(p);
}

static void parse_copy(Parser *p, IrInst *inst)
{
    inst->type = ir_want_type(p);
    inst->as.copy.destination = ir_want_reg(p);
    inst->as.copy.source = want_comma_reg(p);
}

static void parse_zero(Parser *p, IrInst *inst)
{
    inst->type = ir_want_type(p);
    inst->as.copy.destination = ir_want_reg(p);
    inst->as.copy.source = IR_NONE;
}

static IrType accept_result_type(Parser *p, IrType usual)
{
    if (p->lexer.token.kind != IR_TOKEN_ARROW)
        return usual;
    ir_lexer_next(&p->lexer);
    return ir_want_type(p);
}

static void parse_binary(Parser *p, IrInst *inst)
{
    uint32_t op = ir_accept_one_of(p, ir_binary_words, IR_GE + 1);
    if (op > IR_GE) {
        ir_expected(p, "a binary operation");
        return;
    }
    inst->as.binary.op = (IrBinary)op;
    inst->as.binary.operand_type = ir_want_type(p);
    inst->as.binary.left = ir_want_reg(p);
    inst->as.binary.right = want_comma_reg(p);
    inst->type = accept_result_type(p, op >= IR_EQ ? IR_I32 : inst->as.binary.operand_type);
}

static void parse_unary(Parser *p, IrInst *inst)
{
    uint32_t op = ir_accept_one_of(p, ir_unary_words, IR_COMPLEMENT + 1);
    if (op > IR_COMPLEMENT) {
        ir_expected(p, "a unary operation");
        return;
    }
    inst->as.unary.op = (IrUnary)op;
    inst->as.unary.operand_type = ir_want_type(p);
    inst->as.unary.operand = ir_want_reg(p);
    inst->type = accept_result_type(p, op == IR_NOT ? IR_I32 : inst->as.unary.operand_type);
}

static void parse_cast(Parser *p, IrInst *inst)
{
    inst->as.cast.operand_type = ir_want_type(p);
    inst->as.cast.operand = ir_want_reg(p);
    if (p->lexer.token.kind != IR_TOKEN_ARROW) {
        ir_expected(p, "'->' and the type to cast to");
        return;
    }
    ir_lexer_next(&p->lexer);
    inst->type = ir_want_type(p);
}

static void parse_arguments(Parser *p, IrInst *inst)
{
    ir_want_mark(p, '(');
    while (!ir_is_mark(p, ')') && !ir_has_error(p)) {
        if (p->operands->len > 0)
            ir_want_mark(p, ',');
        IrOperand operand;
        operand.type = ir_want_type(p);
        operand.reg = ir_want_reg(p);
        g_array_append_val(p->operands, operand);
    }
    ir_want_mark(p, ')');
    inst->as.call.arguments = ir_take(p, p->operands, sizeof(IrOperand), &inst->as.call.argument_count);
}

static void parse_call(Parser *p, IrInst *inst)
{
    inst->type = ir_want_type(p);
    inst->as.call.function = inst->as.call.pointer = inst->as.call.into = IR_NONE;
    if (p->lexer.token.kind == IR_TOKEN_REGISTER)
        inst->as.call.pointer = ir_want_reg(p);
    else
        inst->as.call.function = ir_want_forward(p, &p->functions);
    parse_arguments(p, inst);
    if (ir_accept_word(p, "into"))
        inst->as.call.into = ir_want_reg(p);
    ir_accept_flags(p, ir_call_flags, inst);
}

static void parse_member(Parser *p, IrInst *inst)
{
    inst->as.member.task = inst->as.member.task_address = IR_NONE;
    if (!ir_is_word(p, "at") && !ir_is_word(p, "of"))
        inst->type = ir_want_type(p);
    if (ir_accept_word(p, "at"))
        inst->as.member.task_address = ir_want_reg(p);
    else if (ir_accept_word(p, "of"))
        inst->as.member.task = ir_want_reg(p);
    else
        ir_expected(p, "'at' and the address of a task, or 'of' and a task");
    ir_want_mark(p, ',');
    inst->as.member.name = ir_want_string(p);
    ir_accept_flags(p, ir_member_flags, inst);
}

static void parse_escape(Parser *p, IrInst *inst)
{
    inst->as.escape.value = ir_want_reg(p);
}

static void parse_jump(Parser *p, IrInst *inst)
{
    inst->as.jump.target = want_block(p);
}

static void parse_branch(Parser *p, IrInst *inst)
{
    inst->as.branch.condition = ir_want_reg(p);
    inst->as.branch.if_true = want_comma_block(p);
    inst->as.branch.if_false = want_comma_block(p);
    uint32_t kind = ir_accept_one_of(p, ir_branch_words, IR_BRANCH_HIDDEN + 1);
    inst->as.branch.kind = kind > IR_BRANCH_HIDDEN ? IR_BRANCH_IF : (IrBranchKind)kind;
}

static void parse_switch(Parser *p, IrInst *inst)
{
    inst->as.switch_.value_type = ir_want_type(p);
    inst->as.switch_.value = ir_want_reg(p);
    inst->as.switch_.otherwise = want_comma_block(p);
    ir_want_mark(p, '[');
    while (!ir_is_mark(p, ']') && !ir_has_error(p)) {
        if (p->cases->len > 0)
            ir_want_mark(p, ',');
        IrCase range;
        range.low = range.high = ir_want_i64(p);
        if (p->lexer.token.kind == IR_TOKEN_DOTS) {
            ir_lexer_next(&p->lexer);
            range.high = ir_want_i64(p);
        }
        ir_want_mark(p, ':');
        range.target = want_block(p);
        g_array_append_val(p->cases, range);
    }
    ir_want_mark(p, ']');
    inst->as.switch_.cases = ir_take(p, p->cases, sizeof(IrCase), &inst->as.switch_.case_count);
}

static void parse_any(Parser *p, IrInst *inst)
{
    while (p->lexer.token.kind == IR_TOKEN_WORD || (p->targets->len > 0 && ir_accept_mark(p, ','))) {
        uint32_t target = want_block(p);
        g_array_append_val(p->targets, target);
    }
    inst->as.any.targets = ir_take(p, p->targets, sizeof(uint32_t), &inst->as.any.target_count);
}

static void parse_return(Parser *p, IrInst *inst)
{
    inst->as.return_.value = (IrOperand){IR_NONE, IR_VOID};
    if (p->lexer.token.kind != IR_TOKEN_WORD)
        return;
    inst->as.return_.value.type = ir_want_type(p);
    inst->as.return_.value.reg = ir_want_reg(p);
}

static void (*const PARSE_OP[IR_OP_COUNT])(Parser *p, IrInst *inst) = {
    [IR_OP_CONST] = parse_const,     [IR_OP_UNKNOWN] = parse_type,      [IR_OP_LOCAL] = parse_local,
    [IR_OP_GLOBAL] = parse_global,   [IR_OP_FUNCTION] = parse_function, [IR_OP_FIELD] = parse_field,
    [IR_OP_INDEX] = parse_index,     [IR_OP_LOAD] = parse_load,         [IR_OP_STORE] = parse_store,
    [IR_OP_COPY] = parse_copy,       [IR_OP_ZERO] = parse_zero,         [IR_OP_BINARY] = parse_binary,
    [IR_OP_UNARY] = parse_unary,     [IR_OP_CAST] = parse_cast,         [IR_OP_CALL] = parse_call,
    [IR_OP_MEMBER] = parse_member,   [IR_OP_ESCAPE] = parse_escape,     [IR_OP_BEGIN_SCOPE] = parse_scope,
    [IR_OP_END_SCOPE] = parse_scope, [IR_OP_JUMP] = parse_jump,         [IR_OP_BRANCH] = parse_branch,
    [IR_OP_SWITCH] = parse_switch,   [IR_OP_ANY] = parse_any,           [IR_OP_RETURN] = parse_return,
    [IR_OP_CONTAINER] = parse_field,
};

void ir_parse_inst(Parser *p, IrOp op, IrInst *inst)
{
    inst->op = op;
    inst->type = IR_VOID;
    if (PARSE_OP[op] != NULL)
        PARSE_OP[op](p, inst);
    inst->span = ir_accept_span(p);
}
