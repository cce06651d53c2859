/* ir.c - reading modules: names, successors, operands, types; see ir.h.
 *
 * Which registers an instruction reads is data (OPERANDS): visiting and renumbering cannot disagree. */
#include "ir/ir.h"

#include <glib.h>
#include <string.h>

#include "ir/inst.h"

const IrSpan ir_unknown_span = {IR_NONE, 0, 0, 0, 0};

static const char *const OP_NAMES[IR_OP_COUNT] = {
#define IR_OPCODE(name, text) [IR_OP_##name] = text,
#include "ir/opcodes.def"
#undef IR_OPCODE
};

/* Where the registers of an instruction are; one that is IR_NONE is not read. The arguments of a call come besides. */
typedef struct OperandSlots {
    uint8_t count;
    uint8_t offsets[2];
} OperandSlots;

#define SLOT(member) ((uint8_t)offsetof(IrInst, as.member))

static const OperandSlots OPERANDS[IR_OP_COUNT] = {
    [IR_OP_FIELD] = {1, {SLOT(field.base)}},
    [IR_OP_CONTAINER] = {1, {SLOT(field.base)}},
    [IR_OP_INDEX] = {2, {SLOT(index.base), SLOT(index.index)}},
    [IR_OP_LOAD] = {1, {SLOT(load.address)}},
    [IR_OP_STORE] = {2, {SLOT(store.address), SLOT(store.value)}},
    [IR_OP_COPY] = {2, {SLOT(copy.destination), SLOT(copy.source)}},
    [IR_OP_ZERO] = {1, {SLOT(copy.destination)}},
    [IR_OP_BINARY] = {2, {SLOT(binary.left), SLOT(binary.right)}},
    [IR_OP_UNARY] = {1, {SLOT(unary.operand)}},
    [IR_OP_CAST] = {1, {SLOT(cast.operand)}},
    [IR_OP_CALL] = {2, {SLOT(call.pointer), SLOT(call.into)}},
    [IR_OP_MEMBER] = {2, {SLOT(member.task_address), SLOT(member.task)}},
    [IR_OP_ESCAPE] = {1, {SLOT(escape.value)}},
    [IR_OP_BRANCH] = {1, {SLOT(branch.condition)}},
    [IR_OP_SWITCH] = {1, {SLOT(switch_.value)}},
    [IR_OP_RETURN] = {1, {SLOT(return_.value.reg)}},
};

_Static_assert(sizeof(IrInst) <= UINT8_MAX, "offsets of operands are kept in a byte");

static const IrResultRule RESULTS[IR_OP_COUNT] = {
    [IR_OP_CONST] = IR_RESULT_VALUE,  [IR_OP_UNKNOWN] = IR_RESULT_VALUE,  [IR_OP_LOCAL] = IR_RESULT_VALUE,
    [IR_OP_GLOBAL] = IR_RESULT_VALUE, [IR_OP_FUNCTION] = IR_RESULT_VALUE, [IR_OP_FIELD] = IR_RESULT_VALUE,
    [IR_OP_INDEX] = IR_RESULT_VALUE,  [IR_OP_LOAD] = IR_RESULT_VALUE,     [IR_OP_BINARY] = IR_RESULT_VALUE,
    [IR_OP_UNARY] = IR_RESULT_VALUE,  [IR_OP_CAST] = IR_RESULT_VALUE,     [IR_OP_MEMBER] = IR_RESULT_VALUE,
    [IR_OP_CONTAINER] = IR_RESULT_VALUE, [IR_OP_CALL] = IR_RESULT_SCALAR,
};

void ir_module_free(IrModule *module)
{
    if (module != NULL)
        base_arena_free(module->arena); /* the module itself is in it */
}

const char *ir_op_name(IrOp op)
{
    return (unsigned)op < IR_OP_COUNT ? OP_NAMES[op] : "?";
}

bool ir_op_is_terminator(IrOp op)
{
    return op >= IR_OP_JUMP && op < IR_OP_COUNT;
}

IrResultRule ir_result_rule(IrOp op)
{
    return (unsigned)op < IR_OP_COUNT ? RESULTS[op] : IR_RESULT_NEVER;
}

bool ir_inst_makes_register(const IrInst *inst)
{
    IrResultRule rule = ir_result_rule(inst->op);
    if (rule == IR_RESULT_NEVER || inst->type.kind == IR_TYPE_VOID)
        return false;
    return rule == IR_RESULT_VALUE || inst->type.kind != IR_TYPE_AGGREGATE;
}

/* --- successors --- */

static uint32_t successor_count(const IrInst *last)
{
    switch (last->op) {
    case IR_OP_JUMP: return 1;
    case IR_OP_BRANCH: return 2;
    case IR_OP_SWITCH: return last->as.switch_.case_count + 1;
    case IR_OP_ANY: return last->as.any.target_count;
    default: return 0;
    }
}

uint32_t ir_successor_count(const IrBlock *block)
{
    return block->inst_count == 0 ? 0 : successor_count(&block->insts[block->inst_count - 1]);
}

uint32_t ir_successor(const IrBlock *block, uint32_t k)
{
    const IrInst *last = &block->insts[block->inst_count - 1];
    switch (last->op) {
    case IR_OP_JUMP: return last->as.jump.target;
    case IR_OP_BRANCH: return k == 0 ? last->as.branch.if_true : last->as.branch.if_false;
    case IR_OP_SWITCH:
        return k < last->as.switch_.case_count ? last->as.switch_.cases[k].target : last->as.switch_.otherwise;
    case IR_OP_ANY: return last->as.any.targets[k];
    default: return IR_NONE;
    }
}

void ir_map_targets(IrInst *inst, const uint32_t *map)
{
    switch (inst->op) {
    case IR_OP_JUMP:
        inst->as.jump.target = map[inst->as.jump.target];
        break;
    case IR_OP_BRANCH:
        inst->as.branch.if_true = map[inst->as.branch.if_true];
        inst->as.branch.if_false = map[inst->as.branch.if_false];
        break;
    case IR_OP_SWITCH:
        for (uint32_t i = 0; i < inst->as.switch_.case_count; i++)
            inst->as.switch_.cases[i].target = map[inst->as.switch_.cases[i].target];
        inst->as.switch_.otherwise = map[inst->as.switch_.otherwise];
        break;
    case IR_OP_ANY:
        for (uint32_t i = 0; i < inst->as.any.target_count; i++)
            inst->as.any.targets[i] = map[inst->as.any.targets[i]];
        break;
    default:
        break;
    }
}

void ir_find_behind(const IrFunction *function, uint32_t from, bool *is_behind)
{
    memset(is_behind, 0, function->block_count * sizeof *is_behind);
    is_behind[from] = true;
    for (uint32_t b = from; b < function->block_count; b++)
        for (uint32_t k = 0; k < ir_successor_count(&function->blocks[b]) && is_behind[b]; k++)
            if (ir_successor(&function->blocks[b], k) > b)
                is_behind[ir_successor(&function->blocks[b], k)] = true;
}

IrPredecessors ir_predecessors(const IrFunction *function)
{
    const uint32_t count = function->block_count;
    uint32_t *first = g_new0(uint32_t, (gsize)count + 2);
    for (uint32_t b = 0; b < count; b++)
        for (uint32_t k = 0; k < ir_successor_count(&function->blocks[b]); k++)
            first[ir_successor(&function->blocks[b], k) + 2]++;
    for (uint32_t b = 0; b < count; b++)
        first[b + 2] += first[b + 1];
    uint32_t *blocks = g_new(uint32_t, (gsize)first[count + 1] + 1);
    for (uint32_t b = 0; b < count; b++)
        for (uint32_t k = 0; k < ir_successor_count(&function->blocks[b]); k++)
            blocks[first[ir_successor(&function->blocks[b], k) + 1]++] = b;
    return (IrPredecessors){first, blocks};
}

void ir_predecessors_clear(IrPredecessors *predecessors)
{
    g_free(predecessors->first);
    g_free(predecessors->blocks);
    *predecessors = (IrPredecessors){NULL, NULL};
}

const char *ir_called_name(const IrModule *module, const IrInst *call)
{
    const uint32_t function = call->as.call.written_out > 0 ? call->as.call.written_out - 1 : call->as.call.function;
    return function == IR_NONE ? NULL : module->functions[function].name;
}

/* --- operands --- */

const IrInst **ir_definitions(const IrFunction *function)
{
    const IrInst **definition = g_new0(const IrInst *, function->register_count + 1);
    for (uint32_t b = 0; b < function->block_count; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++)
            if (function->blocks[b].insts[i].result != IR_NONE)
                definition[function->blocks[b].insts[i].result] = &function->blocks[b].insts[i];
    return definition;
}

const IrInst *ir_definition_in(const IrBlock *block, IrReg reg)
{
    for (uint32_t i = 0; i < block->inst_count && reg != IR_NONE; i++)
        if (block->insts[i].result == reg)
            return &block->insts[i];
    return NULL;
}

const IrInst *ir_without_casts_in(const IrBlock *block, IrReg reg)
{
    const IrInst *inst = ir_definition_in(block, reg);
    while (inst != NULL && inst->op == IR_OP_CAST)
        inst = ir_definition_in(block, inst->as.cast.operand);
    return inst;
}

void ir_visit_operands(const IrInst *inst, IrRegVisitor visit, void *context)
{
    const OperandSlots *slots = &OPERANDS[inst->op];
    for (unsigned i = 0; i < slots->count; i++) {
        IrReg reg = *(const IrReg *)(const void *)((const char *)inst + slots->offsets[i]);
        if (reg != IR_NONE)
            visit(reg, context);
    }
    if (inst->op == IR_OP_CALL) {
        for (uint32_t i = 0; i < inst->as.call.argument_count; i++)
            visit(inst->as.call.arguments[i].reg, context);
    }
}

void ir_map_operands(IrInst *inst, const IrReg *map)
{
    const OperandSlots *slots = &OPERANDS[inst->op];
    for (unsigned i = 0; i < slots->count; i++) {
        IrReg *reg = (IrReg *)(void *)((char *)inst + slots->offsets[i]);
        if (*reg != IR_NONE)
            *reg = map[*reg];
    }
    if (inst->op == IR_OP_CALL) {
        for (uint32_t i = 0; i < inst->as.call.argument_count; i++)
            inst->as.call.arguments[i].reg = map[inst->as.call.arguments[i].reg];
    }
}

/* --- types --- */

IrType ir_canonical_type(IrType type)
{
    switch (type.kind) {
    case IR_TYPE_VOID: return IR_VOID;
    case IR_TYPE_POINTER: return IR_POINTER;
    case IR_TYPE_INT: return IR_INT(type.bits, type.is_signed);
    case IR_TYPE_TASK: return IR_TASK(type.record);
    case IR_TYPE_AGGREGATE: return IR_AGGREGATE(type.record);
    case IR_TYPE_OTHER: return IR_OTHER;
    case IR_TYPE_FLOAT: return IR_FLOAT(type.bits);
    default: return type;
    }
}

bool ir_type_equal(IrType a, IrType b)
{
    if (a.kind != b.kind)
        return false;
    switch (a.kind) {
    case IR_TYPE_INT: return a.bits == b.bits && a.is_signed == b.is_signed;
    case IR_TYPE_FLOAT: return a.bits == b.bits;
    case IR_TYPE_TASK:
    case IR_TYPE_AGGREGATE: return a.record == b.record;
    default: return true;
    }
}

int64_t ir_type_min(IrType type)
{
    if (!type.is_signed)
        return 0;
    return type.bits >= 64 || type.bits == 0 ? INT64_MIN : -((int64_t)1 << (type.bits - 1));
}

int64_t ir_type_max(IrType type)
{
    unsigned value_bits = type.bits == 0 ? 63 : (unsigned)type.bits - (type.is_signed ? 1u : 0u);
    return value_bits >= 63 ? INT64_MAX : ((int64_t)1 << value_bits) - 1;
}

int64_t ir_wrap_constant(IrType type, int64_t value)
{
    if (type.kind != IR_TYPE_INT || type.bits == 0 || type.bits >= 64)
        return value;
    uint64_t mask = ((uint64_t)1 << type.bits) - 1;
    uint64_t wrapped = (uint64_t)value & mask;
    bool is_negative = type.is_signed && (wrapped >> (type.bits - 1)) != 0;
    return (int64_t)(is_negative ? wrapped | ~mask : wrapped);
}

int64_t ir_float_constant(double number)
{
    int64_t bits;
    _Static_assert(sizeof bits == sizeof number, "a double has 64 bits");
    memcpy(&bits, &number, sizeof bits);
    return bits < 0 ? INT64_MIN - bits : bits;
}

double ir_float_number(int64_t constant)
{
    int64_t bits = constant < 0 ? INT64_MIN - constant : constant;
    double number;
    memcpy(&number, &bits, sizeof number);
    return number;
}

IrSpan ir_canonical_span(IrSpan span)
{
    return span.file == IR_NONE || span.line == 0 ? ir_unknown_span : span;
}

static int64_t end_of_layout(IrLayout layout)
{
    return layout.size == IR_OPEN ? INT64_MAX : layout.begin + layout.size;
}

bool ir_layouts_meet(IrLayout a, IrLayout b)
{
    return a.begin >= 0 && b.begin >= 0 && a.begin < end_of_layout(b) && b.begin < end_of_layout(a);
}

/* --- tasks --- */

static bool type_has_task(const IrModule *module, IrType type, int depth)
{
    if (type.kind == IR_TYPE_TASK)
        return true;
    if (type.kind != IR_TYPE_AGGREGATE || type.record == IR_NONE || depth > 4)
        return false;
    for (uint32_t f = 0; f < module->field_count; f++)
        if (module->fields[f].record == type.record &&
            (module->fields[f].holds_task || type_has_task(module, module->fields[f].type, depth + 1)))
            return true;
    return false;
}

bool ir_touches_tasks(const IrModule *module, const IrFunction *function)
{
    for (uint32_t i = 0; i < function->param_count; i++)
        if (function->params[i].points_to_task || type_has_task(module, function->params[i].type, 0))
            return true;
    for (uint32_t i = 0; i < function->local_count; i++)
        if (type_has_task(module, function->locals[i].type, 0))
            return true;
    for (uint32_t i = 0; i < function->register_count; i++)
        if (function->register_types[i].kind == IR_TYPE_TASK)
            return true;
    return function->return_type.kind == IR_TYPE_TASK;
}
