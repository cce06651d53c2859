/* atomics.c - what the functions of <stdatomic.h>, and the builtins __atomic_... and __sync_..., do to a variable of the function.
 *
 * `atomic_store(&live, true)` stores, `atomic_exchange(&once, 1)` loads and stores: so a flag is one that plain assignments set. Where anything else than a whole number in a local is
 * meant, other threads may see it and change what it reaches: its operands escape. */
#include <string.h>

#include "lower.h"

typedef enum AtomicKind {
    ATOMIC_STORE,
    ATOMIC_LOAD,
    ATOMIC_SWAP,    /* gives what was there */
    ATOMIC_CHANGE,  /* so, too */
    ATOMIC_COMPARE, /* stores if what is there is what was expected, and gives whether it was */
    ATOMIC_CLEAR,
    ATOMIC_SET      /* and gives what was there */
} AtomicKind;

typedef struct AtomicFunction {
    const char *name; /* behind the prefix */
    AtomicKind kind;
    IrBinary op;
    bool gives_new;   /* what is there now */
} AtomicFunction;

static const AtomicFunction functions[] = {
    {"init", ATOMIC_STORE, IR_ADD, false},
    {"store", ATOMIC_STORE, IR_ADD, false},
    {"load", ATOMIC_LOAD, IR_ADD, false},
    {"exchange", ATOMIC_SWAP, IR_ADD, false},
    {"fetch_add", ATOMIC_CHANGE, IR_ADD, false},
    {"fetch_sub", ATOMIC_CHANGE, IR_SUB, false},
    {"fetch_and", ATOMIC_CHANGE, IR_AND, false},
    {"fetch_or", ATOMIC_CHANGE, IR_OR, false},
    {"fetch_xor", ATOMIC_CHANGE, IR_XOR, false},
    {"add_fetch", ATOMIC_CHANGE, IR_ADD, true},
    {"sub_fetch", ATOMIC_CHANGE, IR_SUB, true},
    {"compare_exchange_strong", ATOMIC_COMPARE, IR_ADD, false},
    {"compare_exchange", ATOMIC_COMPARE, IR_ADD, false},
    {"test_and_set", ATOMIC_SET, IR_ADD, false},
    {"clear", ATOMIC_CLEAR, IR_ADD, false},
    {"fetch_and_add", ATOMIC_CHANGE, IR_ADD, false}, /* from here on __sync_ */
    {"fetch_and_sub", ATOMIC_CHANGE, IR_SUB, false},
    {"fetch_and_or", ATOMIC_CHANGE, IR_OR, false},
    {"fetch_and_and", ATOMIC_CHANGE, IR_AND, false},
    {"add_and_fetch", ATOMIC_CHANGE, IR_ADD, true},
    {"sub_and_fetch", ATOMIC_CHANGE, IR_SUB, true},
    {"lock_test_and_set", ATOMIC_SWAP, IR_ADD, false},
    {"lock_release", ATOMIC_CLEAR, IR_ADD, false},
};

/* The prefix of builtins whose operands are values; of `__atomic_`, those that end in `_n` are, and others that have no operand but the place, or change it. */
static const char *without_prefix(const char *name, bool *takes_addresses)
{
    static const char *const prefixes[] = {"__c11_atomic_", "__sync_", "__atomic_"};
    *takes_addresses = false;
    for (size_t i = 0; i < G_N_ELEMENTS(prefixes); i++)
        if (g_str_has_prefix(name, prefixes[i])) {
            *takes_addresses = i + 1 == G_N_ELEMENTS(prefixes);
            return name + strlen(prefixes[i]);
        }
    return NULL;
}

static const AtomicFunction *find_function(const char *name)
{
    bool takes_addresses;
    const char *plain = without_prefix(name, &takes_addresses);
    size_t length = plain == NULL ? 0 : strlen(plain);
    const bool is_by_value = plain != NULL && g_str_has_suffix(plain, "_n");
    length -= is_by_value ? 2 : 0;
    for (size_t i = 0; i < G_N_ELEMENTS(functions) && length > 0; i++) {
        const AtomicFunction *function = &functions[i];
        const bool is_of_addresses = takes_addresses && !is_by_value && function->kind <= ATOMIC_COMPARE && function->kind != ATOMIC_CHANGE;
        if (strlen(function->name) == length && strncmp(function->name, plain, length) == 0)
            return is_of_addresses ? NULL : function;
    }
    return NULL;
}

/* The variable of the function whose address this is, and what lies there; false: it is something else, or no whole number. */
static bool find_local(LowerUnit *unit, CXCursor pointer, LowerPlace *place)
{
    CXCursor of = lower_peel(unit, pointer);
    if (clang_getCursorKind(of) != CXCursor_UnaryOperator || clang_getCursorUnaryOperatorKind(of) != CXUnaryOperator_AddrOf)
        return false;
    LowerChildren inner = lower_expressions(unit, of);
    CXCursor name = inner.count == 1 ? lower_peel(unit, inner.at[0]) : of;
    if (clang_getCursorKind(name) != CXCursor_DeclRefExpr || lower_cursor_map_get(unit->locals, clang_getCursorReferenced(name)) == NULL)
        return false;
    *place = lower_place(unit, name);
    return place->kind == LOWER_MEMORY && place->type.kind == IR_TYPE_INT;
}

static LowerValue changed(LowerUnit *unit, const AtomicFunction *function, LowerPlace place, LowerValue old, LowerValue by, IrSpan span)
{
    LowerValue value = lower_register(ir_build_binary(unit->builder, function->op, place.type, old.reg, lower_convert(unit, by, place.type, span).reg, place.type, span), place.type);
    lower_store(unit, place, value, span);
    return function->gives_new ? value : old;
}

static LowerValue compared(LowerUnit *unit, LowerPlace place, LowerValue old, CXCursor expected_at, LowerValue wanted, IrSpan span)
{
    LowerPlace expected = lower_memory(lower_value(unit, expected_at).reg, place.type, span);
    LowerValue is_same = lower_register(ir_build_binary(unit->builder, IR_EQ, IR_I32, old.reg, lower_load(unit, expected, span).reg, place.type, span), IR_I32);
    uint32_t same = ir_builder_add_block(unit->builder), another = ir_builder_add_block(unit->builder), behind = ir_builder_add_block(unit->builder);
    ir_build_branch(unit->builder, is_same.reg, same, another, IR_BRANCH_HIDDEN, span);
    ir_builder_set_block(unit->builder, same);
    lower_store(unit, place, wanted, span);
    ir_build_jump(unit->builder, behind, span);
    ir_builder_set_block(unit->builder, another);
    lower_store(unit, expected, old, span);
    ir_build_jump(unit->builder, behind, span);
    ir_builder_set_block(unit->builder, behind);
    return is_same;
}

bool lower_atomic(LowerUnit *unit, CXCursor expression, const char *name, LowerAtomic operands, LowerValue *result)
{
    const AtomicFunction *function = find_function(name);
    const IrSpan span = lower_span(unit, expression);
    LowerPlace place;
    const bool wants_value = function != NULL && (function->kind == ATOMIC_STORE || function->kind == ATOMIC_SWAP || function->kind == ATOMIC_CHANGE || function->kind == ATOMIC_COMPARE);
    const bool is_whole = function != NULL && (!wants_value || !clang_Cursor_isNull(operands.value)) && (function->kind != ATOMIC_COMPARE || !clang_Cursor_isNull(operands.expected));
    if (!is_whole || !find_local(unit, operands.pointer, &place))
        return false;
    LowerValue value = wants_value ? lower_value(unit, operands.value) : lower_constant(unit, place.type, function->kind == ATOMIC_SET, span);
    LowerValue old = function->kind == ATOMIC_STORE || function->kind == ATOMIC_CLEAR ? lower_none() : lower_load(unit, place, span);
    switch (function->kind) {
    case ATOMIC_CHANGE: old = changed(unit, function, place, old, value, span); break;
    case ATOMIC_COMPARE: old = compared(unit, place, old, operands.expected, value, span); break;
    case ATOMIC_LOAD: break;
    default: lower_store(unit, place, value, span);
    }
    const IrType type = lower_type_of(unit, expression);
    *result = type.kind == IR_TYPE_VOID || old.reg == IR_NONE ? lower_none() : lower_convert(unit, old, type, span);
    return true;
}
