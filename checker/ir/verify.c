/* verify.c - the invariants of ir.h, checked from the outside in: tables, then the shape of each body (targets in
 * range, terminators), then its instructions (indices, types), then that definitions dominate uses. Each stage relies on
 * the ones before. The first violation ends the work. Near-linear: see dominators.c. */
#include "ir/verify.h"

#include <glib.h>

#include "ir/dominators.h"
#include "ir/inst.h"
#include "ir/place.h"

typedef struct Definition {
    uint32_t block, inst; /* IR_NONE: none yet */
} Definition;

typedef struct Verifier {
    const IrModule *module;
    const IrFunction *function;
    const IrInst *inst;
    uint32_t block_at, inst_at;
    Definition *definitions; /* by register */
    IrDominators dominators;
    GString *error; /* NULL as long as all is well */
    IrPlace place;  /* of the error */
} Verifier;

/* --- telling --- */

static GString *start_error(Verifier *v)
{
    v->error = g_string_new(NULL);
    v->place = (IrPlace){IR_NONE, v->block_at, v->inst_at};
    if (v->function != NULL)
        v->place.function = (uint32_t)(v->function - v->module->functions);
    if (v->function != NULL && v->function->name != NULL)
        g_string_append_printf(v->error, "function %s: ", v->function->name);
    if (v->block_at != IR_NONE) {
        g_string_truncate(v->error, v->error->len - 2);
        g_string_append_printf(v->error, ", block b%u", v->block_at);
        if (v->inst_at != IR_NONE)
            g_string_append_printf(v->error, ", instruction %u", v->inst_at);
        g_string_append(v->error, ": ");
    }
    return v->error;
}

static bool fail(Verifier *v, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Always false. Only the first violation is kept. */
static bool fail(Verifier *v, const char *format, ...)
{
    if (v->error != NULL)
        return false;
    va_list arguments;
    va_start(arguments, format);
    g_string_append_vprintf(start_error(v), format, arguments);
    va_end(arguments);
    return false;
}

static bool in_range(Verifier *v, const char *what, uint32_t index, uint32_t count)
{
    return index < count || fail(v, "%s %u does not exist (there are %u)", what, index, count);
}

/* --- tables --- */

static bool check_layout(Verifier *v, IrLayout layout)
{
    bool is_beside = layout.begin == -1 && layout.size == IR_OPEN && layout.element == 0;
    bool is_inside = layout.begin >= 0 && layout.begin <= IR_MOST_BITS && (layout.size == IR_OPEN || (layout.size >= 0 && layout.size <= IR_MOST_BITS)) &&
                     layout.element >= 0 && layout.element <= IR_MOST_BITS;
    return is_beside || is_inside || fail(v, "a field cannot lie there");
}

static bool check_span(Verifier *v, IrSpan span)
{
    return span.file == IR_NONE || in_range(v, "file", span.file, v->module->file_count);
}

static bool check_type(Verifier *v, IrType type)
{
    if (type.kind > IR_TYPE_FLOAT)
        return fail(v, "type kind %u does not exist", type.kind);
    if (type.kind == IR_TYPE_INT && (type.bits < 1 || type.bits > 64))
        return fail(v, "an integer type has %u bits", type.bits);
    if (type.kind == IR_TYPE_FLOAT && (type.bits < 16 || type.bits > 128))
        return fail(v, "a floating-point type has %u bits", type.bits);
    if (type.kind == IR_TYPE_TASK || (type.kind == IR_TYPE_AGGREGATE && type.record != IR_NONE))
        return in_range(v, "record", type.record, v->module->record_count);
    return true;
}

static bool check_enum(Verifier *v, const char *what, unsigned value, unsigned last)
{
    return value <= last || fail(v, "%s %u does not exist", what, value);
}

static bool check_name(Verifier *v, const char *what, const char *name)
{
    return name != NULL || fail(v, "%s has no name", what);
}

static bool check_initializer(Verifier *v, const IrInitializer *initializer)
{
    for (uint32_t i = 0; i < initializer->path_length; i++) {
        const IrPathStep *step = &initializer->path[i];
        if (!step->is_index && (step->value < 0 || step->value >= v->module->field_count))
            return fail(v, "an initializer goes through a field that does not exist");
    }
    if (!check_enum(v, "initializer kind", initializer->kind, IR_CONSTANT_UNKNOWN))
        return false;
    if (initializer->kind == IR_CONSTANT_TEXT &&
        (initializer->text == NULL || initializer->path_length == 0 || !initializer->path[initializer->path_length - 1].is_index))
        return fail(v, "an initializer is a text of no array");
    int64_t count = initializer->kind == IR_CONSTANT_FUNCTION ? (int64_t)v->module->function_count
                    : initializer->kind == IR_CONSTANT_GLOBAL ? (int64_t)v->module->global_count
                                                              : INT64_MAX;
    if (count != INT64_MAX && (initializer->value < 0 || initializer->value >= count))
        return fail(v, "an initializer is the address of something that does not exist");
    return true;
}

static bool check_global(Verifier *v, const IrGlobal *global)
{
    if (!check_name(v, "a global", global->name) || !check_name(v, "a global's symbol", global->symbol) ||
        !check_enum(v, "linkage", global->linkage, IR_LINKAGE_MERGED) || !check_type(v, global->type) ||
        !check_span(v, global->span))
        return false;
    for (uint32_t i = 0; i < global->initializer_count; i++) {
        if (!check_initializer(v, &global->initializers[i]))
            return false;
    }
    return true;
}

static bool check_tables(Verifier *v)
{
    const IrModule *m = v->module;
    for (uint32_t i = 0; i < m->file_count; i++) {
        if (!check_name(v, "a file", m->files[i].path) || !check_enum(v, "file role", m->files[i].role, IR_FILE_API))
            return false;
    }
    for (uint32_t i = 0; i < m->record_count; i++) {
        if (!check_name(v, "a record", m->records[i].name) || !check_span(v, m->records[i].span))
            return false;
    }
    for (uint32_t i = 0; i < m->field_count; i++) {
        const IrField *field = &m->fields[i];
        if (!check_name(v, "a field", field->name) || !in_range(v, "record", field->record, m->record_count) ||
            !check_type(v, field->type) || !check_span(v, field->span) || !check_layout(v, field->layout))
            return false;
    }
    for (uint32_t i = 0; i < m->global_count; i++) {
        if (!check_global(v, &m->globals[i]))
            return false;
    }
    for (uint32_t i = 0; i < m->unknown_count; i++) {
        if (!check_name(v, "an unknown", m->unknowns[i].name))
            return false;
    }
    return true;
}

static bool check_signature(Verifier *v, const IrFunction *f)
{
    if (!check_name(v, "a function", f->name) || !check_name(v, "a function's symbol", f->symbol) ||
        !check_enum(v, "linkage", f->linkage, IR_LINKAGE_MERGED) ||
        !check_enum(v, "completion", f->completion, IR_COMPLETION_ASYNC) || !check_type(v, f->return_type) ||
        !check_span(v, f->span) || !check_span(v, f->end_span))
        return false;
    for (uint32_t i = 0; i < f->param_count; i++) {
        const IrParam *param = &f->params[i];
        if (!check_type(v, param->type) || !check_enum(v, "effect", param->effect, IR_EFFECT_OBSERVES) ||
            !check_span(v, param->span))
            return false;
        if (param->type.kind == IR_TYPE_VOID)
            return fail(v, "parameter %u has no type", i);
    }
    return true;
}

static bool check_locals(Verifier *v, const IrFunction *f)
{
    if (f->local_count < f->param_count)
        return fail(v, "%u parameters have only %u locals", f->param_count, f->local_count);
    for (uint32_t i = 0; i < f->local_count; i++) {
        const IrLocal *local = &f->locals[i];
        if (!check_type(v, local->type) || !check_span(v, local->span))
            return false;
        if (local->type.kind == IR_TYPE_VOID)
            return fail(v, "local %u has no type", i);
        if (local->length > 0 && (local->type.kind != IR_TYPE_AGGREGATE || local->type.record != IR_NONE))
            return fail(v, "local %u has elements and is no array", i);
        if (i < f->param_count && !ir_type_equal(local->type, f->params[i].type))
            return fail(v, "local %u has not the type of its parameter", i);
    }
    return true;
}

/* --- shape --- */

static bool check_block(Verifier *v, const IrBlock *block, uint32_t block_count)
{
    if (block->inst_count == 0)
        return fail(v, "the block is empty");
    for (uint32_t i = 0; i < block->inst_count; i++) {
        v->inst_at = i;
        if ((unsigned)block->insts[i].op >= IR_OP_COUNT)
            return fail(v, "opcode %d does not exist", (int)block->insts[i].op);
        bool is_last = i + 1 == block->inst_count;
        if (ir_op_is_terminator(block->insts[i].op) != is_last)
            return fail(v, is_last ? "the block does not end with a terminator" : "a terminator inside a block");
    }
    uint32_t successors = ir_successor_count(block);
    for (uint32_t k = 0; k < successors; k++) {
        uint32_t target = ir_successor(block, k);
        if (!in_range(v, "block", target, block_count))
            return false;
        if (target == 0)
            return fail(v, "jumps to the entry block");
    }
    return true;
}

static bool define(Verifier *v, const IrFunction *f, const IrInst *inst)
{
    bool makes = ir_inst_makes_register(inst);
    if (!makes && inst->result != IR_NONE)
        return fail(v, "%s has a result but makes none", ir_op_name(inst->op));
    if (!makes)
        return true;
    if (inst->result == IR_NONE)
        return fail(v, "%s has no result", ir_op_name(inst->op));
    if (!in_range(v, "register", inst->result, f->register_count))
        return false;
    Definition *definition = &v->definitions[inst->result];
    if (definition->block != IR_NONE)
        return fail(v, "%%%u is assigned twice", inst->result);
    *definition = (Definition){v->block_at, v->inst_at};
    if (!ir_type_equal(f->register_types[inst->result], inst->type))
        return fail(v, "%%%u has not the type of what it is assigned", inst->result);
    return true;
}

static bool check_shape(Verifier *v, const IrFunction *f)
{
    if (f->block_count == 0)
        return fail(v, "a defined function has no blocks");
    for (uint32_t b = 0; b < f->block_count; b++) {
        v->block_at = b;
        v->inst_at = IR_NONE;
        const IrBlock *block = &f->blocks[b];
        if (!check_block(v, block, f->block_count))
            return false;
        for (v->inst_at = 0; v->inst_at < block->inst_count; v->inst_at++) {
            if (!define(v, f, &block->insts[v->inst_at]))
                return false;
        }
    }
    v->block_at = v->inst_at = IR_NONE;
    for (uint32_t r = 0; r < f->register_count; r++) {
        if (v->definitions[r].block == IR_NONE)
            return fail(v, "%%%u is never assigned", r);
    }
    return true;
}

/* --- instructions --- */

static void check_use(IrReg reg, void *context)
{
    Verifier *v = context;
    if (v->error != NULL || !in_range(v, "register", reg, v->function->register_count))
        return;
    Definition definition = v->definitions[reg];
    if (definition.block == v->block_at) {
        if (definition.inst >= v->inst_at)
            fail(v, "%%%u is used before it is assigned", reg);
        return;
    }
    if (v->dominators.first[v->block_at] == IR_NONE)
        return; /* nothing is executed there */
    if (v->dominators.first[definition.block] == IR_NONE || !ir_dominates(&v->dominators, definition.block, v->block_at))
        fail(v, "%%%u does not reach here on every path: it is assigned in b%u", reg, definition.block);
}

enum {
    VOID_ = 1u << IR_TYPE_VOID,
    INT_ = 1u << IR_TYPE_INT,
    POINTER_ = 1u << IR_TYPE_POINTER,
    TASK_ = 1u << IR_TYPE_TASK,
    AGGREGATE_ = 1u << IR_TYPE_AGGREGATE,
    OTHER_ = 1u << IR_TYPE_OTHER,
    FLOAT_ = 1u << IR_TYPE_FLOAT,
    PLAIN = INT_ | POINTER_ | OTHER_ | FLOAT_,
    SCALAR = PLAIN | TASK_
};

static const char *const KIND_NAMES[] = {"void", "integer", "pointer", "task", "aggregate", "other", "floating point"};

static bool is_kind(Verifier *v, const char *what, IrType type, unsigned kinds)
{
    if (!check_type(v, type))
        return false;
    return (kinds >> type.kind & 1u) != 0 ||
           fail(v, "%s of %s is of the wrong type: %s", what, ir_op_name(v->inst->op), KIND_NAMES[type.kind]);
}

static bool is_reg(Verifier *v, const char *what, IrReg reg, unsigned kinds)
{
    if (reg == IR_NONE)
        return fail(v, "%s of %s is missing", what, ir_op_name(v->inst->op));
    return is_kind(v, what, v->function->register_types[reg], kinds);
}

static bool is_address(Verifier *v, const char *what, IrReg reg)
{
    return is_reg(v, what, reg, POINTER_);
}

/* The register holds a value of the type said beside it. */
static bool is_typed_reg(Verifier *v, const char *what, IrReg reg, IrType type, unsigned kinds)
{
    if (!is_kind(v, what, type, kinds))
        return false;
    if (type.kind == IR_TYPE_AGGREGATE)
        return is_address(v, what, reg);
    if (!is_reg(v, what, reg, kinds))
        return false;
    return ir_type_equal(type, v->function->register_types[reg]) ||
           fail(v, "%s of %s, %%%u, has not the type said", what, ir_op_name(v->inst->op), reg);
}

static bool check_const(Verifier *v, const IrInst *inst)
{
    if (inst->type.kind == IR_TYPE_INT && ir_wrap_constant(inst->type, inst->as.constant) != inst->as.constant)
        return fail(v, "%" G_GINT64_FORMAT " does not fit the type of the constant", inst->as.constant);
    if ((inst->type.kind == IR_TYPE_TASK || inst->type.kind == IR_TYPE_OTHER) && inst->as.constant != 0)
        return fail(v, "only 0 is a constant of this type");
    return true;
}

static bool check_local_index(Verifier *v, const IrInst *inst)
{
    return in_range(v, "local", inst->as.local, v->function->local_count);
}

static bool check_global_index(Verifier *v, const IrInst *inst)
{
    return in_range(v, "global", inst->as.global, v->module->global_count);
}

static bool check_function_index(Verifier *v, const IrInst *inst)
{
    return in_range(v, "function", inst->as.function, v->module->function_count);
}

static bool check_field(Verifier *v, const IrInst *inst)
{
    return is_address(v, "base", inst->as.field.base) &&
           in_range(v, "field", inst->as.field.field, v->module->field_count);
}

static bool check_index(Verifier *v, const IrInst *inst)
{
    if (inst->as.index.scale < 1)
        return fail(v, "index has a scale below 1");
    return is_address(v, "base", inst->as.index.base) &&
           (inst->as.index.index == IR_NONE || is_reg(v, "index", inst->as.index.index, INT_ | OTHER_));
}

static bool check_load(Verifier *v, const IrInst *inst)
{
    return is_address(v, "address", inst->as.load.address);
}

static bool check_store(Verifier *v, const IrInst *inst)
{
    return is_address(v, "address", inst->as.store.address) &&
           is_typed_reg(v, "value", inst->as.store.value, inst->type, SCALAR);
}

static bool check_copy(Verifier *v, const IrInst *inst)
{
    return is_address(v, "destination", inst->as.copy.destination) && is_address(v, "source", inst->as.copy.source);
}

static bool check_zero(Verifier *v, const IrInst *inst)
{
    return is_address(v, "destination", inst->as.copy.destination);
}

static bool check_binary(Verifier *v, const IrInst *inst)
{
    IrBinary op = inst->as.binary.op;
    IrType operands = inst->as.binary.operand_type;
    if (!check_enum(v, "binary operation", op, IR_GE) ||
        !is_typed_reg(v, "left operand", inst->as.binary.left, operands, PLAIN))
        return false;
    /* C does not bring the operands of a shift to one type. */
    if (op == IR_SHL || op == IR_SHR) {
        if (!is_reg(v, "right operand", inst->as.binary.right, INT_ | OTHER_))
            return false;
    } else if (!is_typed_reg(v, "right operand", inst->as.binary.right, operands, PLAIN)) {
        return false;
    }
    if (op >= IR_EQ || operands.kind != IR_TYPE_INT)
        return is_kind(v, "result", inst->type, op >= IR_EQ ? (unsigned)(INT_ | OTHER_) : (unsigned)PLAIN);
    return ir_type_equal(inst->type, operands) || fail(v, "result of binary has not the type of its operands");
}

static bool check_unary(Verifier *v, const IrInst *inst)
{
    IrType operand = inst->as.unary.operand_type;
    if (!check_enum(v, "unary operation", inst->as.unary.op, IR_COMPLEMENT) ||
        !is_typed_reg(v, "operand", inst->as.unary.operand, operand, PLAIN))
        return false;
    if (inst->as.unary.op == IR_NOT)
        return is_kind(v, "result", inst->type, INT_ | OTHER_);
    return ir_type_equal(inst->type, operand) || fail(v, "result of unary has not the type of its operand");
}

static bool check_cast(Verifier *v, const IrInst *inst)
{
    return is_typed_reg(v, "operand", inst->as.cast.operand, inst->as.cast.operand_type, SCALAR);
}

static bool check_call(Verifier *v, const IrInst *inst)
{
    if ((inst->as.call.function == IR_NONE) == (inst->as.call.pointer == IR_NONE))
        return fail(v, "a call needs a function or a pointer, and not both");
    if (inst->as.call.function != IR_NONE) {
        if (!in_range(v, "function", inst->as.call.function, v->module->function_count))
            return false;
    } else if (!is_address(v, "pointer", inst->as.call.pointer)) {
        return false;
    }
    for (uint32_t i = 0; i < inst->as.call.argument_count; i++) {
        IrOperand argument = inst->as.call.arguments[i];
        if (!is_typed_reg(v, "argument", argument.reg, argument.type, SCALAR | AGGREGATE_))
            return false;
    }
    bool wants_object = inst->type.kind == IR_TYPE_AGGREGATE;
    if (wants_object != (inst->as.call.into != IR_NONE))
        return fail(v, wants_object ? "a call that returns an aggregate does not say into which object"
                                    : "a call has an object to return into but returns no aggregate");
    return !wants_object || is_address(v, "object", inst->as.call.into);
}

static bool check_member(Verifier *v, const IrInst *inst)
{
    if ((inst->as.member.task_address == IR_NONE) == (inst->as.member.task == IR_NONE))
        return fail(v, "member needs a task or its address, and not both");
    if (!check_name(v, "a member", inst->as.member.name))
        return false;
    return inst->as.member.task != IR_NONE ? is_reg(v, "task", inst->as.member.task, TASK_)
                                           : is_address(v, "task address", inst->as.member.task_address);
}

static bool check_escape(Verifier *v, const IrInst *inst)
{
    return is_reg(v, "value", inst->as.escape.value, SCALAR);
}

static bool check_branch(Verifier *v, const IrInst *inst)
{
    return is_reg(v, "condition", inst->as.branch.condition, PLAIN) &&
           check_enum(v, "branch kind", inst->as.branch.kind, IR_BRANCH_HIDDEN);
}

static bool check_switch(Verifier *v, const IrInst *inst)
{
    IrType type = inst->as.switch_.value_type;
    if (!is_typed_reg(v, "value", inst->as.switch_.value, type, INT_ | OTHER_))
        return false;
    bool is_wide_unsigned = type.kind == IR_TYPE_INT && type.bits == 64 && !type.is_signed;
    for (uint32_t i = 0; i < inst->as.switch_.case_count; i++) {
        const IrCase *range = &inst->as.switch_.cases[i];
        bool is_empty = is_wide_unsigned ? (uint64_t)range->low > (uint64_t)range->high : range->low > range->high;
        if (is_empty)
            return fail(v, "case %u holds no value", i);
    }
    return true;
}

static bool check_return(Verifier *v, const IrInst *inst)
{
    IrOperand value = inst->as.return_.value;
    if (value.reg == IR_NONE)
        return true; /* C allows it everywhere */
    if (!is_typed_reg(v, "value", value.reg, value.type, SCALAR | AGGREGATE_))
        return false;
    return ir_type_equal(value.type, v->function->return_type) || fail(v, "returns not the type of the function");
}

typedef bool (*Check)(Verifier *v, const IrInst *inst);

/* What an opcode wants: kinds of IrInst.type, and the rest. */
static const struct {
    unsigned types;
    Check check; /* NULL: nothing more */
} WANTS[IR_OP_COUNT] = {
    [IR_OP_CONST] = {SCALAR, check_const},
    [IR_OP_UNKNOWN] = {SCALAR, NULL},
    [IR_OP_LOCAL] = {POINTER_, check_local_index},
    [IR_OP_GLOBAL] = {POINTER_, check_global_index},
    [IR_OP_FUNCTION] = {POINTER_, check_function_index},
    [IR_OP_FIELD] = {POINTER_, check_field},
    [IR_OP_CONTAINER] = {POINTER_, check_field},
    [IR_OP_INDEX] = {POINTER_, check_index},
    [IR_OP_LOAD] = {SCALAR, check_load},
    [IR_OP_STORE] = {SCALAR, check_store},
    [IR_OP_COPY] = {AGGREGATE_, check_copy},
    [IR_OP_ZERO] = {SCALAR | AGGREGATE_, check_zero},
    [IR_OP_BINARY] = {PLAIN, check_binary},
    [IR_OP_UNARY] = {PLAIN, check_unary},
    [IR_OP_CAST] = {SCALAR | VOID_, check_cast},
    [IR_OP_CALL] = {SCALAR | AGGREGATE_ | VOID_, check_call},
    [IR_OP_MEMBER] = {SCALAR | VOID_, check_member},
    [IR_OP_ESCAPE] = {VOID_, check_escape},
    [IR_OP_BEGIN_SCOPE] = {VOID_, check_local_index},
    [IR_OP_END_SCOPE] = {VOID_, check_local_index},
    [IR_OP_JUMP] = {VOID_, NULL},
    [IR_OP_BRANCH] = {VOID_, check_branch},
    [IR_OP_SWITCH] = {VOID_, check_switch},
    [IR_OP_ANY] = {VOID_, NULL},
    [IR_OP_RETURN] = {VOID_, check_return},
    [IR_OP_UNREACHABLE] = {VOID_, NULL},
};

static bool check_inst(Verifier *v, const IrInst *inst)
{
    v->inst = inst;
    if (!check_span(v, inst->span) || !is_kind(v, "type", inst->type, WANTS[inst->op].types))
        return false;
    ir_visit_operands(inst, check_use, v);
    if (v->error != NULL)
        return false;
    return WANTS[inst->op].check == NULL || WANTS[inst->op].check(v, inst);
}

static bool check_insts(Verifier *v, const IrFunction *f)
{
    for (v->block_at = 0; v->block_at < f->block_count; v->block_at++) {
        const IrBlock *block = &f->blocks[v->block_at];
        for (v->inst_at = 0; v->inst_at < block->inst_count; v->inst_at++) {
            if (!check_inst(v, &block->insts[v->inst_at]))
                return false;
        }
    }
    return true;
}

static bool check_body(Verifier *v, const IrFunction *f)
{
    v->definitions = g_new(Definition, f->register_count);
    for (uint32_t r = 0; r < f->register_count; r++)
        v->definitions[r] = (Definition){IR_NONE, IR_NONE};
    bool is_well = check_locals(v, f) && check_shape(v, f);
    if (is_well) {
        v->dominators = ir_dominators(f);
        is_well = check_insts(v, f);
        ir_dominators_clear(&v->dominators);
    }
    g_free(v->definitions);
    v->definitions = NULL;
    v->block_at = v->inst_at = IR_NONE;
    return is_well;
}

char *ir_verify_at(const IrModule *module, IrPlace *place)
{
    Verifier v = {.module = module, .block_at = IR_NONE, .inst_at = IR_NONE};
    bool is_well = check_tables(&v);
    for (uint32_t i = 0; is_well && i < module->function_count; i++) {
        const IrFunction *function = v.function = &module->functions[i];
        is_well = check_signature(&v, function);
        if (is_well && function->is_defined)
            is_well = check_body(&v, function);
        else if (is_well && (function->block_count != 0 || function->local_count != 0))
            is_well = fail(&v, "a function that is not defined has a body");
    }
    *place = v.place;
    return v.error == NULL ? NULL : g_string_free(v.error, FALSE);
}

char *ir_verify(const IrModule *module)
{
    IrPlace place;
    return ir_verify_at(module, &place);
}

char *ir_verify_head(const IrModule *module)
{
    Verifier v = {.module = module, .block_at = IR_NONE, .inst_at = IR_NONE};
    bool is_well = check_tables(&v);
    for (uint32_t i = 0; is_well && i < module->function_count; i++) {
        v.function = &module->functions[i];
        is_well = check_signature(&v, v.function);
    }
    return v.error == NULL ? NULL : g_string_free(v.error, FALSE);
}
