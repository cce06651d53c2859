/* inline.c - a caller's blocks are copied one after the other; at a call that is replaced, the block under way ends in a jump to the copy of the callee's blocks, and another one goes on behind
 * them. A callee of one block is copied in between, so that what a small function does looks as if its caller had written it. See inline.h. */
#include "ir/inline.h"

#include <glib.h>
#include <string.h>

#include "ir/inst.h"

typedef struct Inlining {
    BaseArena *arena;
    GPtrArray *blocks;     /* GArray of IrInst each; the first ones are the caller's */
    GArray *insts;         /* of the block under way */
    GArray *locals, *types;
    IrReg *registers;      /* per register of the caller: what stands for it */
} Inlining;

/* A callee at one of its calls. */
typedef struct Splice {
    const IrFunction *callee;
    const IrInst *call;
    IrReg *registers;      /* per register of the callee: what stands for it; IR_NONE: nothing, it names a parameter that is the argument itself */
    uint32_t *locals;      /* per local, so */
    uint32_t *targets;     /* per block */
    uint32_t goes_on;      /* the block behind it; IR_NONE: it has one block */
    uint32_t result_local; /* where several returns put the result; IR_NONE: there are not several, or no register takes it */
} Splice;

/* --- parts that copies must not share --- */

static IrInst copy_inst(const IrInst *inst, BaseArena *arena)
{
    IrInst copy = *inst;
    if (inst->op == IR_OP_CALL && inst->as.call.argument_count > 0) {
        copy.as.call.arguments = BASE_NEW_ARRAY(arena, IrOperand, inst->as.call.argument_count);
        memcpy(copy.as.call.arguments, inst->as.call.arguments, sizeof(IrOperand) * inst->as.call.argument_count);
    } else if (inst->op == IR_OP_SWITCH && inst->as.switch_.case_count > 0) {
        copy.as.switch_.cases = BASE_NEW_ARRAY(arena, IrCase, inst->as.switch_.case_count);
        memcpy(copy.as.switch_.cases, inst->as.switch_.cases, sizeof(IrCase) * inst->as.switch_.case_count);
    } else if (inst->op == IR_OP_ANY) {
        copy.as.any.targets = BASE_NEW_ARRAY(arena, uint32_t, inst->as.any.target_count);
        memcpy(copy.as.any.targets, inst->as.any.targets, sizeof(uint32_t) * inst->as.any.target_count);
    }
    return copy;
}

static uint32_t add_block(Inlining *inlining)
{
    g_ptr_array_add(inlining->blocks, g_array_new(FALSE, FALSE, sizeof(IrInst)));
    return inlining->blocks->len - 1;
}

static IrReg add_register(Inlining *inlining, IrType type)
{
    g_array_append_val(inlining->types, type);
    return inlining->types->len - 1;
}

static uint32_t add_local(Inlining *inlining, IrLocal local)
{
    g_array_append_val(inlining->locals, local);
    return inlining->locals->len - 1;
}

/* --- what a splice adds around the copy, at the call's place --- */

static void append(Inlining *inlining, const Splice *splice, IrInst inst)
{
    inst.span = splice->call->span;
    g_array_append_val(inlining->insts, inst);
}

static void scope(Inlining *inlining, const Splice *splice, IrOp op, uint32_t local)
{
    IrInst inst = {.op = op, .type = IR_VOID, .result = IR_NONE};
    inst.as.local = local;
    append(inlining, splice, inst);
}

static IrReg address_of(Inlining *inlining, const Splice *splice, uint32_t local)
{
    IrInst inst = {.op = IR_OP_LOCAL, .type = IR_POINTER, .result = add_register(inlining, IR_POINTER)};
    inst.as.local = local;
    append(inlining, splice, inst);
    return inst.result;
}

/* Contents or a value to where an address leads. */
static void put(Inlining *inlining, const Splice *splice, IrReg address, IrOperand what)
{
    IrInst inst = {.op = what.type.kind == IR_TYPE_AGGREGATE ? IR_OP_COPY : IR_OP_STORE, .type = what.type, .result = IR_NONE};
    if (inst.op == IR_OP_COPY) {
        inst.as.copy.destination = address;
        inst.as.copy.source = what.reg;
    } else {
        inst.as.store.address = address;
        inst.as.store.value = what.reg;
    }
    append(inlining, splice, inst);
}

static void jump(Inlining *inlining, const Splice *splice, uint32_t target)
{
    IrInst inst = {.op = IR_OP_JUMP, .type = IR_VOID, .result = IR_NONE};
    inst.as.jump.target = target;
    append(inlining, splice, inst);
}

/* --- parameters --- */

static void note_other_use(IrReg reg, void *context)
{
    Splice *splice = context;
    const uint32_t local = splice->registers[reg];
    if (local < splice->callee->param_count)
        splice->locals[local] = 0;
}

/* Which parameters are only read: those keep IR_NONE in `locals`. While it looks, `registers` says which local a register is the address of. */
static void find_read_parameters(Splice *splice)
{
    const IrFunction *callee = splice->callee;
    memset(splice->registers, 0xff, sizeof(IrReg) * callee->register_count);
    memset(splice->locals, 0xff, sizeof(uint32_t) * callee->local_count);
    for (uint32_t p = 0; p < callee->param_count; p++)
        if (callee->locals[p].is_volatile || !ir_is_scalar(callee->locals[p].type))
            splice->locals[p] = 0;
    for (uint32_t b = 0; b < callee->block_count; b++)
        for (uint32_t i = 0; i < callee->blocks[b].inst_count; i++) {
            const IrInst *inst = &callee->blocks[b].insts[i];
            if (inst->op == IR_OP_LOCAL)
                splice->registers[inst->result] = inst->as.local;
            else if (inst->op == IR_OP_LOAD && splice->registers[inst->as.load.address] < callee->param_count && ir_type_equal(inst->type, callee->locals[splice->registers[inst->as.load.address]].type))
                continue;
            else
                ir_visit_operands(inst, note_other_use, splice);
        }
}

static void place_locals(Inlining *inlining, Splice *splice)
{
    const IrFunction *callee = splice->callee;
    for (uint32_t l = 0; l < callee->local_count; l++)
        if (l >= callee->param_count || splice->locals[l] != IR_NONE) {
            IrLocal local = callee->locals[l];
            local.name = NULL;
            splice->locals[l] = add_local(inlining, local);
        }
    for (uint32_t p = 0; p < callee->param_count; p++)
        if (splice->locals[p] != IR_NONE) {
            scope(inlining, splice, IR_OP_BEGIN_SCOPE, splice->locals[p]);
            put(inlining, splice, address_of(inlining, splice, splice->locals[p]), splice->call->as.call.arguments[p]);
        }
}

/* Registers of the callee are new ones, but for what reads a parameter that is the argument itself. */
static void place_registers(Inlining *inlining, Splice *splice)
{
    const IrFunction *callee = splice->callee;
    uint32_t *parameter = g_new(uint32_t, callee->register_count + 1); /* whose address it is */
    memset(parameter, 0xff, sizeof(uint32_t) * (callee->register_count + 1));
    for (uint32_t b = 0; b < callee->block_count; b++)
        for (uint32_t i = 0; i < callee->blocks[b].inst_count; i++) {
            const IrInst *inst = &callee->blocks[b].insts[i];
            if (inst->result == IR_NONE)
                continue;
            const uint32_t read = inst->op == IR_OP_LOAD ? parameter[inst->as.load.address] : IR_NONE;
            if (inst->op == IR_OP_LOCAL && splice->locals[inst->as.local] == IR_NONE) {
                parameter[inst->result] = inst->as.local;
                splice->registers[inst->result] = IR_NONE;
            } else {
                splice->registers[inst->result] = read != IR_NONE ? splice->call->as.call.arguments[read].reg : add_register(inlining, callee->register_types[inst->result]);
            }
            if (read != IR_NONE)
                parameter[inst->result] = IR_NONE;
        }
    g_free(parameter);
}

/* --- bodies --- */

static bool is_argument(const Splice *splice, const IrInst *inst)
{
    if (inst->op == IR_OP_LOCAL)
        return splice->locals[inst->as.local] == IR_NONE;
    return inst->op == IR_OP_LOAD && splice->registers[inst->as.load.address] == IR_NONE;
}

static void leave(Inlining *inlining, Splice *splice, const IrInst *inst)
{
    IrOperand value = inst->as.return_.value;
    const IrInst *call = splice->call;
    if (value.reg != IR_NONE) {
        value.reg = splice->registers[value.reg];
        if (value.type.kind == IR_TYPE_AGGREGATE && call->as.call.into != IR_NONE)
            put(inlining, splice, call->as.call.into, value);
        else if (splice->result_local != IR_NONE)
            put(inlining, splice, address_of(inlining, splice, splice->result_local), value);
        else if (call->result != IR_NONE)
            inlining->registers[call->result] = value.reg;
    }
    if (splice->goes_on != IR_NONE)
        jump(inlining, splice, splice->goes_on);
}

static void copy_into(Inlining *inlining, Splice *splice, const IrInst *inst)
{
    if (is_argument(splice, inst))
        return;
    if (inst->op == IR_OP_RETURN) {
        leave(inlining, splice, inst);
        return;
    }
    IrInst copy = copy_inst(inst, inlining->arena);
    ir_map_operands(&copy, splice->registers);
    ir_map_targets(&copy, splice->targets);
    if (copy.result != IR_NONE)
        copy.result = splice->registers[copy.result];
    if (copy.op == IR_OP_LOCAL || copy.op == IR_OP_BEGIN_SCOPE || copy.op == IR_OP_END_SCOPE)
        copy.as.local = splice->locals[copy.as.local];
    if (copy.op == IR_OP_BRANCH)
        copy.as.branch.kind = IR_BRANCH_HIDDEN;
    if (copy.op == IR_OP_CALL)
        copy.as.call.written_out = splice->call->as.call.function + 1;
    append(inlining, splice, copy);
}

static uint32_t count_returns(const IrFunction *callee)
{
    uint32_t count = 0;
    for (uint32_t b = 0; b < callee->block_count; b++)
        count += ir_end_of(callee, b)->op == IR_OP_RETURN;
    return count;
}

static void copy_blocks(Inlining *inlining, Splice *splice)
{
    const IrFunction *callee = splice->callee;
    if (callee->block_count > 1) {
        for (uint32_t b = 0; b < callee->block_count; b++)
            splice->targets[b] = add_block(inlining);
        splice->goes_on = add_block(inlining);
        jump(inlining, splice, splice->targets[0]);
    }
    for (uint32_t b = 0; b < callee->block_count; b++) {
        if (callee->block_count > 1)
            inlining->insts = inlining->blocks->pdata[splice->targets[b]];
        for (uint32_t i = 0; i < callee->blocks[b].inst_count; i++)
            copy_into(inlining, splice, &callee->blocks[b].insts[i]);
    }
    if (splice->goes_on != IR_NONE)
        inlining->insts = inlining->blocks->pdata[splice->goes_on];
}

static void take_result(Inlining *inlining, const Splice *splice)
{
    if (splice->result_local == IR_NONE)
        return;
    IrInst load = {.op = IR_OP_LOAD, .type = splice->call->type, .result = splice->call->result};
    load.as.load.address = address_of(inlining, splice, splice->result_local);
    append(inlining, splice, load);
    scope(inlining, splice, IR_OP_END_SCOPE, splice->result_local);
}

static void splice_in(Inlining *inlining, const IrFunction *callee, const IrInst *call)
{
    Splice splice = {callee, call, g_new(IrReg, callee->register_count + 1), g_new(uint32_t, callee->local_count + 1), g_new(uint32_t, callee->block_count), IR_NONE, IR_NONE};
    find_read_parameters(&splice);
    place_locals(inlining, &splice);
    place_registers(inlining, &splice);
    if (call->result != IR_NONE && count_returns(callee) != 1) {
        splice.result_local = add_local(inlining, (IrLocal){.type = call->type, .span = call->span});
        scope(inlining, &splice, IR_OP_BEGIN_SCOPE, splice.result_local);
    }
    copy_blocks(inlining, &splice);
    take_result(inlining, &splice);
    for (uint32_t l = callee->local_count; l-- > 0;)
        if (splice.locals[l] != IR_NONE)
            scope(inlining, &splice, IR_OP_END_SCOPE, splice.locals[l]);
    g_free(splice.registers);
    g_free(splice.locals);
    g_free(splice.targets);
}

static bool is_to_inline(const IrFunction *function, IrInlineChoice choose, void *context)
{
    for (uint32_t b = 0; b < function->block_count; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++)
            if (function->blocks[b].insts[i].op == IR_OP_CALL && choose(&function->blocks[b].insts[i], context) != NULL)
                return true;
    return false;
}

static uint32_t inst_count(const IrFunction *function)
{
    uint32_t count = 0;
    for (uint32_t b = 0; b < function->block_count; b++)
        count += function->blocks[b].inst_count;
    return count;
}

static void *kept(BaseArena *arena, const GArray *array, size_t size)
{
    void *copy = base_arena_alloc(arena, size * array->len);
    if (array->len > 0) /* else there is no data */
        memcpy(copy, array->data, size * array->len);
    return copy;
}

static const IrFunction *finish(Inlining *inlining, const IrFunction *function)
{
    IrFunction *made = BASE_NEW(inlining->arena, IrFunction);
    *made = *function;
    made->local_count = inlining->locals->len;
    made->locals = kept(inlining->arena, inlining->locals, sizeof(IrLocal));
    made->register_count = inlining->types->len;
    made->register_types = kept(inlining->arena, inlining->types, sizeof(IrType));
    made->block_count = inlining->blocks->len;
    made->blocks = BASE_NEW_ARRAY(inlining->arena, IrBlock, made->block_count);
    for (uint32_t b = 0; b < made->block_count; b++) {
        GArray *insts = inlining->blocks->pdata[b];
        made->blocks[b] = (IrBlock){BASE_NEW_ARRAY(inlining->arena, IrInst, insts->len), insts->len};
        memcpy(made->blocks[b].insts, insts->data, sizeof(IrInst) * insts->len);
        g_array_unref(insts);
    }
    ir_normalize_body(made, inlining->arena);
    return made;
}

const IrFunction *ir_inline_calls(const IrFunction *function, IrInlineChoice choose, void *context, uint32_t most, BaseArena *arena)
{
    if (!is_to_inline(function, choose, context))
        return function;
    Inlining inlining = {arena, g_ptr_array_new(), NULL, g_array_new(FALSE, FALSE, sizeof(IrLocal)), g_array_new(FALSE, FALSE, sizeof(IrType)), g_new(IrReg, function->register_count + 1)};
    g_array_append_vals(inlining.locals, function->locals, function->local_count);
    g_array_append_vals(inlining.types, function->register_types, function->register_count);
    for (uint32_t r = 0; r < function->register_count; r++)
        inlining.registers[r] = r;
    for (uint32_t b = 0; b < function->block_count; b++)
        add_block(&inlining);
    for (uint32_t b = 0; b < function->block_count; b++) {
        inlining.insts = inlining.blocks->pdata[b];
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++) {
            IrInst inst = copy_inst(&function->blocks[b].insts[i], arena);
            ir_map_operands(&inst, inlining.registers); /* what stands for a register is known: its definition dominates this */
            const IrFunction *callee = inst.op == IR_OP_CALL ? choose(&inst, context) : NULL;
            const uint32_t more = callee == NULL ? 0 : inst_count(callee);
            if (callee == NULL || more > most) {
                g_array_append_val(inlining.insts, inst);
                continue;
            }
            most -= more;
            splice_in(&inlining, callee, &inst);
        }
    }
    const IrFunction *made = finish(&inlining, function);
    g_ptr_array_unref(inlining.blocks);
    g_array_unref(inlining.locals);
    g_array_unref(inlining.types);
    g_free(inlining.registers);
    return made;
}
