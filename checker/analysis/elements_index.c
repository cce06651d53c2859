/* elements_index.c - what the number of an element was computed from: a counter, a key, the number of a bit, what is left of any of these. By the instructions alone, but for what is known of rings. */
#include "analysis/engine.h"
#include "worlds/infer.h"

static bool is_remainder(const IrBlock *block, IrReg reg)
{
    const IrInst *inst = ir_without_casts_in(block, reg);
    return inst != NULL && inst->op == IR_OP_BINARY && (inst->as.binary.op == IR_REM || inst->as.binary.op == IR_AND);
}

/* Whether some loop counts the local on; `by_remainder`: so that it comes round itself. */
static bool is_counted(const Exec *exec, uint32_t local, bool by_remainder)
{
    const Body *body = exec->run->info->body;
    for (uint32_t b = 0; b < exec->function->block_count; b++)
        for (uint32_t i = 0; i < exec->function->blocks[b].inst_count && body->is_in_loop[b]; i++) {
            const IrInst *inst = &exec->function->blocks[b].insts[i];
            if (inst->op == IR_OP_STORE && body->local_of[inst->as.store.address] == local &&
                (!by_remainder || is_remainder(&exec->function->blocks[b], inst->as.store.value)))
                return true;
        }
    return false;
}

/* Whether a number was read from an element itself: which place it names depends on what was put there in which order, which is not followed. */
static bool is_read_from_element(const IrBlock *block, IrReg reg)
{
    const IrInst *inst = ir_without_casts_in(block, reg);
    const IrInst *address = inst != NULL && inst->op == IR_OP_LOAD ? ir_definition_in(block, inst->as.load.address) : NULL;
    while (address != NULL && address->op == IR_OP_FIELD)
        address = ir_definition_in(block, address->as.field.base);
    return address != NULL && address->op == IR_OP_INDEX;
}

/* What a number is computed from: the first operand, conversions left out. */
static const IrInst *source_of(const IrBlock *block, IrReg reg)
{
    const IrInst *inst = ir_definition_in(block, reg);
    while (inst != NULL && (inst->op == IR_OP_CAST || inst->op == IR_OP_BINARY))
        inst = ir_definition_in(block, inst->op == IR_OP_CAST ? inst->as.cast.operand : inst->as.binary.left);
    return inst;
}

bool elements_are_asked(const IrBlock *block, IrReg condition)
{
    const IrInst *inst = source_of(block, condition);
    return inst != NULL && inst->op == IR_OP_LOAD && is_read_from_element(block, inst->result);
}

/* Whether a call asks for the number of a bit. */
static bool asks_bit(const Run *run, const IrInst *inst)
{
    return inst->op == IR_OP_CALL && inst->as.call.function != IR_NONE && bits_are_asked(engine_callee(run->engine, run->info->module_index, inst->as.call.function));
}

static bool is_marked(const bool *registers, IrReg reg)
{
    return reg != IR_NONE && registers[reg];
}

/* Per local, whether it says which bit of a number was found, or one more or less; by what is stored to it. */
static bool *find_numbers_of_bits(const Run *run)
{
    const IrFunction *function = run->info->function;
    const uint32_t *local_of = run->info->body->local_of;
    bool *are = g_new0(bool, function->local_count + 1), *is_number = g_new0(bool, function->register_count + 1);
    for (uint32_t b = 0; b < function->block_count; b++) /* what is made of a register stands behind it */
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++) {
            const IrInst *inst = &function->blocks[b].insts[i];
            bool is = asks_bit(run, inst);
            if (inst->op == IR_OP_CAST)
                is = is_marked(is_number, inst->as.cast.operand);
            else if (inst->op == IR_OP_BINARY && (inst->as.binary.op == IR_ADD || inst->as.binary.op == IR_SUB || inst->as.binary.op == IR_XOR))
                is = is_marked(is_number, inst->as.binary.left) || is_marked(is_number, inst->as.binary.right);
            else if (inst->op == IR_OP_STORE && is_marked(is_number, inst->as.store.value) && inst->as.store.address != IR_NONE && local_of[inst->as.store.address] != IR_NONE)
                are[local_of[inst->as.store.address]] = true;
            if (inst->result != IR_NONE)
                is_number[inst->result] = is;
        }
    g_free(is_number);
    return are;
}

/* Whether an index is read from such a local, or is one more or less. */
static bool is_index_of_bit(const Exec *exec, IrReg reg)
{
    FunctionInfo *info = exec->run->info;
    const IrBlock *block = &exec->function->blocks[exec->block];
    if (info->numbers_of_bits == NULL)
        info->numbers_of_bits = find_numbers_of_bits(exec->run);
    const IrInst *inst = source_of(block, reg);
    const uint32_t local = inst != NULL && inst->op == IR_OP_LOAD ? info->body->local_of[inst->as.load.address] : IR_NONE;
    return (local != IR_NONE && info->numbers_of_bits[local]) || (inst != NULL && asks_bit(exec->run, inst));
}

/* Whether a loop counts what lies in a field. */
static bool is_field_counted(const Exec *exec, uint32_t field)
{
    const Body *body = exec->run->info->body;
    for (uint32_t b = 0; b < exec->function->block_count; b++)
        for (uint32_t i = 0; i < exec->function->blocks[b].inst_count && body->is_in_loop[b]; i++) {
            const IrBlock *block = &exec->function->blocks[b];
            const IrInst *address = block->insts[i].op == IR_OP_STORE ? ir_definition_in(block, block->insts[i].as.store.address) : NULL;
            if (address != NULL && address->op == IR_OP_FIELD && address->as.field.field == field)
                return true;
        }
    return false;
}

/* Whether a number is what some key was found to be, and no loop counts it: read from an element, from what a pointer leads to or from a field that stays, or the answer of a call. */
static bool is_key(const Exec *exec, const IrBlock *block, IrReg reg)
{
    const IrInst *source = source_of(block, reg);
    const IrInst *address = source != NULL && source->op == IR_OP_LOAD ? ir_definition_in(block, source->as.load.address) : NULL;
    if (address == NULL)
        return source != NULL && source->op == IR_OP_CALL;
    return address->op == IR_OP_INDEX || address->op == IR_OP_LOAD || (address->op == IR_OP_LOCAL && !is_counted(exec, address->as.local, false)) ||
           (address->op == IR_OP_FIELD && (is_read_from_element(block, source->result) || !is_field_counted(exec, address->as.field.field)));
}

/* Whether an index is what is left of a key when it is divided: `t[ids[i] % 4]`. Also by way of a local. */
static bool is_remainder_of_key(const Exec *exec, IrReg reg)
{
    const Body *body = exec->run->info->body;
    const IrBlock *here = &exec->function->blocks[exec->block];
    if (is_remainder(here, reg))
        return is_key(exec, here, reg);
    const IrInst *source = source_of(here, reg);
    const uint32_t local = source != NULL && source->op == IR_OP_LOAD ? body->local_of[source->as.load.address] : IR_NONE;
    bool is = false;
    for (uint32_t b = 0; b < exec->function->block_count && local != IR_NONE; b++)
        for (uint32_t i = 0; i < exec->function->blocks[b].inst_count; i++) {
            const IrBlock *block = &exec->function->blocks[b];
            const IrInst *store = &block->insts[i];
            if (store->op != IR_OP_STORE || body->local_of[store->as.store.address] != local || !is_remainder(block, store->as.store.value))
                continue;
            is = is_key(exec, block, store->as.store.value);
            if (!is)
                return false;
        }
    return is;
}

/* Whether a number is one of few only because it goes round, as the places of a ring do: which place it is depends on a counter that may
 * stand anywhere, so nobody can say that it is a wrong one. What no loop changes is as good a number as any; and so is one of few, as long as
 * nothing has been lost that may have said which one goes with which place. */
bool elements_go_round(const Exec *exec, const Env *env, IrReg reg, Value index)
{
    WorldContext *context = &exec->run->context;
    if (exec->run->is_coarse && is_remainder_of_key(exec, reg))
        return false;
    if (is_read_from_element(&exec->function->blocks[exec->block], reg)) /* nor can anybody of what the elements have come to hold */
        return true;
    if (!exec->run->is_coarse && is_index_of_bit(exec, reg)) /* nor of one of the bits of a number of which not all are known: the coarse look reports nothing by that */
        return true;
    const ValueNode *node = value_node(context->values, index);
    while (value_is_sum(node) || (node->kind == VALUE_EXPRESSION && node->op == VALUE_OP_CAST))
        node = value_node(context->values, node->left);
    int64_t numbers[ELEMENTS_FORKED];
    bool is_remainder = node->kind == VALUE_EXPRESSION && (node->op == IR_REM || node->op == IR_AND);
    bool are_few = !is_remainder || infer_modulus(context, node) != 0 || intset_members(context->sets, env_set_of(context, env, node->left), numbers, ELEMENTS_FORKED) > 0;
    if (are_few && (!env->is_loose || (is_remainder && infer_knows_rings(context, env))))
        return false;
    const IrInst *inst = source_of(&exec->function->blocks[exec->block], reg);
    const IrInst *address = inst != NULL && inst->op == IR_OP_LOAD ? exec_definition(exec, inst->as.load.address) : NULL;
    if (address == NULL)
        return false;
    return address->op == IR_OP_LOCAL ? is_counted(exec, address->as.local, !is_remainder) : is_remainder;
}

uint32_t elements_counter(const Exec *exec, IrReg reg, bool *is_less)
{
    const IrInst *inst = ir_without_casts_in(&exec->function->blocks[exec->block], reg);
    *is_less = inst != NULL && inst->op == IR_OP_BINARY && inst->as.binary.op == IR_SUB;
    if (*is_less)
        inst = exec_definition(exec, inst->as.binary.left);
    const IrInst *address = inst != NULL && inst->op == IR_OP_LOAD ? exec_definition(exec, inst->as.load.address) : NULL;
    return address != NULL && address->op == IR_OP_LOCAL ? address->as.local : IR_NONE;
}

uint32_t elements_counter_of_index(const Exec *exec, IrReg reg)
{
    bool is_less;
    const IrInst *inst = ir_without_casts_in(&exec->function->blocks[exec->block], reg);
    return elements_counter(exec, inst != NULL && inst->op == IR_OP_BINARY && inst->as.binary.op == IR_REM ? inst->as.binary.left : reg, &is_less);
}
