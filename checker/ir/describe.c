/* describe.c - the source text of what a register holds, for the words of a report; see ir_describe in ir.h.
 *
 * An address is described by the place it is the address of, so that `t` is the description both of the register that
 * holds &t and of the one loaded from it. Made for reports only: each call scans the function once. */
#include <glib.h>
#include <string.h>

#include "ir/inst.h"

static const char FALLBACK[] = IR_UNNAMED;
enum { MOST_STEPS = 64 }; /* of one description: a longer text would not be read, and shared operands could double it */

typedef struct Describer {
    const IrModule *module;
    const IrFunction *function;
    BaseArena *arena;
    const IrInst **definitions; /* by register; NULL: none */
    int steps_left;
} Describer;

/* NULL: nothing a reader would recognise. */
static const char *describe(Describer *d, IrReg reg);

static const IrInst *definition(const Describer *d, IrReg reg)
{
    return reg < d->function->register_count ? d->definitions[reg] : NULL;
}

/* Prefix operators bind less tightly than what is put behind. */
static const char *as_postfix_base(Describer *d, const char *text)
{
    return text[0] == '*' ? base_arena_printf(d->arena, "(%s)", text) : text;
}

static bool is_place(const Describer *d, IrReg reg)
{
    const IrInst *inst = definition(d, reg);
    if (inst == NULL)
        return false;
    return inst->op == IR_OP_LOCAL || inst->op == IR_OP_GLOBAL || inst->op == IR_OP_FIELD || inst->op == IR_OP_INDEX;
}

/* The casts between an operand and what it is a cast of do not show. */
static IrReg without_casts(const Describer *d, IrReg reg)
{
    for (int i = 0; i < MOST_STEPS; i++) {
        const IrInst *inst = definition(d, reg);
        if (inst == NULL || inst->op != IR_OP_CAST)
            break;
        reg = inst->as.cast.operand;
    }
    return reg;
}

static bool is_address_of_local(const Describer *d, IrReg reg, uint32_t local)
{
    const IrInst *inst = definition(d, reg);
    return inst != NULL && inst->op == IR_OP_LOCAL && inst->as.local == local;
}

/* What is at an address. */
static const char *describe_contents(Describer *d, IrReg address)
{
    address = without_casts(d, address);
    const char *text = describe(d, address);
    if (text == NULL || is_place(d, address))
        return text;
    return base_arena_printf(d->arena, "*%s", text);
}

/* What the instruction puts into a temporary; NULL: it does not write it. */
static const char *describe_written(Describer *d, const IrInst *inst)
{
    switch (inst->op) {
    case IR_OP_STORE: return describe(d, inst->as.store.value);
    case IR_OP_COPY: return describe_contents(d, inst->as.copy.source);
    case IR_OP_CALL: {
        const char *callee = inst->as.call.function != IR_NONE
                                 ? d->module->functions[inst->as.call.function].name
                                 : describe(d, inst->as.call.pointer);
        return callee == NULL ? NULL : base_arena_printf(d->arena, "%s()", as_postfix_base(d, callee));
    }
    default: return NULL;
    }
}

static IrReg written_address(const IrInst *inst)
{
    switch (inst->op) {
    case IR_OP_STORE: return inst->as.store.address;
    case IR_OP_COPY:
    case IR_OP_ZERO: return inst->as.copy.destination;
    case IR_OP_CALL: return inst->as.call.into;
    default: return IR_NONE;
    }
}

enum { MOST_ALTERNATIVES = 2 };

/* A temporary of the frontend stands for what is put into it: one value, or one of several (`c ? a : b`: "a or b"). */
static const char *describe_temporary(Describer *d, uint32_t local)
{
    const IrInst *first = NULL;
    const char *text = NULL;
    uint32_t others = 0;
    for (uint32_t b = 0; b < d->function->block_count; b++) {
        const IrBlock *block = &d->function->blocks[b];
        for (uint32_t i = 0; i < block->inst_count; i++) {
            const IrInst *inst = &block->insts[i];
            if (!is_address_of_local(d, written_address(inst), local))
                continue;
            const char *written = describe_written(d, inst);
            if (written == NULL || (first != NULL && ++others > MOST_ALTERNATIVES))
                return NULL;
            if (text != NULL && strcmp(text, written) == 0)
                continue;
            if (text != NULL)
                written = base_arena_printf(d->arena, "%s or %s", text, written);
            first = inst;
            text = written;
        }
    }
    return text;
}

static const char *describe_local(Describer *d, uint32_t local)
{
    const char *name = d->function->locals[local].name;
    return name != NULL ? name : describe_temporary(d, local);
}

static const char *describe_field(Describer *d, const IrInst *inst)
{
    IrReg base = without_casts(d, inst->as.field.base);
    const char *text = describe(d, base);
    if (text == NULL)
        return NULL;
    const char *joint = is_place(d, base) ? "." : "->";
    return base_arena_printf(d->arena, "%s%s%s", as_postfix_base(d, text), joint,
                             d->module->fields[inst->as.field.field].name);
}

/* A number as it may stand between brackets: a constant, what a variable holds, or a sum, product or remainder of two such. NULL: another one. */
static const char *describe_number(Describer *d, IrReg reg, bool is_simple)
{
    static const char signs[] = {[IR_ADD] = '+', [IR_SUB] = '-', [IR_MUL] = '*', [IR_REM] = '%'};
    const IrInst *inst = definition(d, without_casts(d, reg));
    if (inst == NULL || d->steps_left-- <= 0)
        return NULL;
    if (inst->op == IR_OP_CONST)
        return base_arena_printf(d->arena, "%" G_GINT64_FORMAT, inst->as.constant);
    if (inst->op != IR_OP_BINARY)
        return describe(d, inst->result);
    uint32_t op = inst->as.binary.op;
    char sign = is_simple || op >= G_N_ELEMENTS(signs) ? '\0' : signs[op];
    const char *left = sign == '\0' ? NULL : describe_number(d, inst->as.binary.left, true);
    const char *right = left == NULL ? NULL : describe_number(d, inst->as.binary.right, true);
    return right == NULL ? NULL : base_arena_printf(d->arena, "%s %c %s", left, sign, right);
}

/* `t[i]`, and `t[i - 1]` for what was found by one walk in two steps, as in `t + i - 1`. */
static const char *describe_index(Describer *d, const IrInst *inst)
{
    const IrInst *before = definition(d, without_casts(d, inst->as.index.base));
    bool is_walk = before != NULL && before->op == IR_OP_INDEX && before->as.index.scale == inst->as.index.scale;
    const char *base = describe(d, is_walk ? before->as.index.base : inst->as.index.base);
    if (base == NULL)
        return NULL;
    const char *step = describe_number(d, inst->as.index.index, is_walk), *first = is_walk ? describe_number(d, before->as.index.index, true) : NULL;
    if (is_walk && step != NULL) {
        bool is_back = *step == '-';
        step = first == NULL ? NULL : base_arena_printf(d->arena, "%s %c %s", first, is_back ? '-' : '+', is_back ? step + 1 : step);
    }
    return base_arena_printf(d->arena, "%s[%s]", as_postfix_base(d, base), step == NULL ? "..." : step);
}

static const char *describe(Describer *d, IrReg reg)
{
    const IrInst *inst = definition(d, without_casts(d, reg));
    if (inst == NULL || d->steps_left-- <= 0)
        return NULL;
    switch (inst->op) {
    case IR_OP_LOCAL: return describe_local(d, inst->as.local);
    case IR_OP_GLOBAL: return d->module->globals[inst->as.global].name;
    case IR_OP_FUNCTION: return d->module->functions[inst->as.function].name;
    case IR_OP_FIELD: return describe_field(d, inst);
    case IR_OP_INDEX: return describe_index(d, inst);
    case IR_OP_LOAD: return describe_contents(d, inst->as.load.address);
    case IR_OP_CALL: return describe_written(d, inst);
    default: return NULL;
    }
}

const char *ir_describe(const IrModule *module, const IrFunction *function, IrReg reg, BaseArena *arena)
{
    if (reg >= function->register_count)
        return FALLBACK;
    Describer d = {module, function, arena, g_new0(const IrInst *, function->register_count), MOST_STEPS};
    for (uint32_t b = 0; b < function->block_count; b++) {
        const IrBlock *block = &function->blocks[b];
        for (uint32_t i = 0; i < block->inst_count; i++) {
            if (block->insts[i].result != IR_NONE)
                d.definitions[block->insts[i].result] = &block->insts[i];
        }
    }
    const char *text = describe(&d, reg);
    g_free(d.definitions);
    bool is_complete = text != NULL && d.steps_left >= 0;
    return !is_complete ? FALLBACK : base_arena_strdup(arena, text);
}
