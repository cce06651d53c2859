/* atomics.c - what the functions of <stdatomic.h>, and the builtins __atomic_... and __sync_..., do to a number.
 *
 * `atomic_store(&live, true)` stores, `atomic_exchange(&once, 1)` loads and stores: so a flag is one that plain assignments set. They are volatile, since other threads may change what lies where they find it; what
 * nobody else has the address of, they do not. Where anything else than a whole number is meant, other threads may see it and change what it reaches: its operands escape. */
#include <string.h>

#include "lower.h"

typedef enum AtomicKind {
    ATOMIC_STORE,
    ATOMIC_LOAD,
    ATOMIC_SWAP,    /* gives what was there */
    ATOMIC_CHANGE,  /* so, too */
    ATOMIC_COMPARE, /* stores if what is there is what was expected, and gives whether it was */
    ATOMIC_WEAK,    /* the same, or fails all the same */
    ATOMIC_COMPARE_NUMBER, /* the same, of a number that is expected, not of the place where that is kept */
    ATOMIC_SWAP_NUMBER,    /* and gives what was there */
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
    {"and_fetch", ATOMIC_CHANGE, IR_AND, true},
    {"or_fetch", ATOMIC_CHANGE, IR_OR, true},
    {"xor_fetch", ATOMIC_CHANGE, IR_XOR, true},
    {"compare_exchange_strong", ATOMIC_COMPARE, IR_ADD, false},
    {"compare_exchange", ATOMIC_COMPARE, IR_ADD, false},
    {"compare_exchange_weak", ATOMIC_WEAK, IR_ADD, false},
    {"test_and_set", ATOMIC_SET, IR_ADD, false},
    {"clear", ATOMIC_CLEAR, IR_ADD, false},
    {"fetch_and_add", ATOMIC_CHANGE, IR_ADD, false}, /* from here on __sync_ */
    {"fetch_and_sub", ATOMIC_CHANGE, IR_SUB, false},
    {"fetch_and_or", ATOMIC_CHANGE, IR_OR, false},
    {"fetch_and_and", ATOMIC_CHANGE, IR_AND, false},
    {"add_and_fetch", ATOMIC_CHANGE, IR_ADD, true},
    {"sub_and_fetch", ATOMIC_CHANGE, IR_SUB, true},
    {"and_and_fetch", ATOMIC_CHANGE, IR_AND, true},
    {"or_and_fetch", ATOMIC_CHANGE, IR_OR, true},
    {"xor_and_fetch", ATOMIC_CHANGE, IR_XOR, true},
    {"bool_compare_and_swap", ATOMIC_COMPARE_NUMBER, IR_ADD, false},
    {"val_compare_and_swap", ATOMIC_SWAP_NUMBER, IR_ADD, false},
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

/* *is_by_address: what is stored, or read, is kept at an address. */
static const AtomicFunction *find_function(const char *name, bool *is_by_address)
{
    bool takes_addresses;
    const char *plain = without_prefix(name, &takes_addresses);
    size_t length = plain == NULL ? 0 : strlen(plain);
    const bool is_by_value = plain != NULL && g_str_has_suffix(plain, "_n");
    length -= is_by_value ? 2 : 0;
    for (size_t i = 0; i < G_N_ELEMENTS(functions) && length > 0; i++) {
        const AtomicFunction *function = &functions[i];
        if (strlen(function->name) != length || strncmp(function->name, plain, length) != 0)
            continue;
        *is_by_address = takes_addresses && !is_by_value && (function->kind == ATOMIC_STORE || function->kind == ATOMIC_LOAD);
        const bool is_of_three = takes_addresses && !is_by_value && (function->kind == ATOMIC_SWAP || function->kind == ATOMIC_COMPARE);
        return is_of_three ? NULL : function;
    }
    return NULL;
}

/* The place that a pointer leads to; false: no whole number lies there. */
static bool find_place(LowerUnit *unit, CXCursor pointer, IrSpan span, LowerPlace *place)
{
    const CXCursor of = lower_computed(unit, pointer);
    const IrType type = lower_type(unit, clang_getPointeeType(clang_getCanonicalType(clang_getCursorType(of))));
    if (type.kind != IR_TYPE_INT)
        return false;
    *place = lower_memory(lower_value(unit, of).reg, type, span);
    place->is_volatile = true;
    return true;
}

static LowerValue changed(LowerUnit *unit, const AtomicFunction *function, LowerPlace place, LowerValue old, LowerValue by, IrSpan span)
{
    LowerValue value = lower_register(ir_build_binary(unit->builder, function->op, place.type, old.reg, lower_convert(unit, by, place.type, span).reg, place.type, span), place.type);
    lower_store(unit, place, value, span);
    return function->gives_new ? value : old;
}

/* Stores what is wanted where what is there is what was expected; `expected`, where it is kept, gets what was there else. A weak one may fail where nothing stands against it. */
static LowerValue compared(LowerUnit *unit, LowerPlace place, LowerValue old, LowerValue expected, const LowerPlace *kept, LowerValue wanted, bool is_weak, IrSpan span)
{
    const LowerPlace result = lower_temporary_place(unit, IR_I32, span);
    const uint32_t same = ir_builder_add_block(unit->builder), stored = is_weak ? ir_builder_add_block(unit->builder) : same;
    const uint32_t another = ir_builder_add_block(unit->builder), behind = ir_builder_add_block(unit->builder);
    ir_build_branch(unit->builder, ir_build_binary(unit->builder, IR_EQ, IR_I32, old.reg, expected.reg, place.type, span), same, another, IR_BRANCH_HIDDEN, span);
    if (is_weak) {
        ir_builder_set_block(unit->builder, same);
        ir_build_branch(unit->builder, lower_unknown(unit, IR_I32, span).reg, stored, another, IR_BRANCH_HIDDEN, span);
    }
    ir_builder_set_block(unit->builder, stored);
    lower_store(unit, place, wanted, span);
    lower_store(unit, result, lower_constant(unit, IR_I32, 1, span), span);
    ir_build_jump(unit->builder, behind, span);
    ir_builder_set_block(unit->builder, another);
    if (kept != NULL)
        lower_store(unit, *kept, old, span);
    lower_store(unit, result, lower_constant(unit, IR_I32, 0, span), span);
    ir_build_jump(unit->builder, behind, span);
    ir_builder_set_block(unit->builder, behind);
    return lower_load(unit, result, span);
}

static bool is_compare(AtomicKind kind)
{
    return kind >= ATOMIC_COMPARE && kind <= ATOMIC_SWAP_NUMBER;
}

/* A comparison that stores. */
static LowerValue exchanged(LowerUnit *unit, AtomicKind kind, LowerPlace place, LowerAtomic operands, IrSpan span)
{
    const bool is_kept = kind == ATOMIC_COMPARE || kind == ATOMIC_WEAK;
    LowerValue expected = lower_value(unit, operands.expected), wanted = lower_convert(unit, lower_value(unit, operands.value), place.type, span);
    LowerPlace kept;
    if (is_kept)
        kept = lower_memory(expected.reg, place.type, span);
    const LowerValue old = lower_load(unit, place, span);
    expected = is_kept ? lower_load(unit, kept, span) : lower_convert(unit, expected, place.type, span);
    const LowerValue is_same = compared(unit, place, old, expected, is_kept ? &kept : NULL, wanted, kind == ATOMIC_WEAK, span);
    return kind == ATOMIC_SWAP_NUMBER ? old : is_same;
}

bool lower_atomic(LowerUnit *unit, CXCursor expression, const char *name, LowerAtomic operands, LowerValue *result)
{
    bool is_by_address = false;
    const AtomicFunction *function = find_function(name, &is_by_address);
    const IrSpan span = lower_span(unit, expression);
    LowerPlace place;
    const bool wants_value = function != NULL && (is_by_address || function->kind == ATOMIC_STORE || function->kind == ATOMIC_SWAP || function->kind == ATOMIC_CHANGE || is_compare(function->kind));
    const bool is_whole = function != NULL && (!wants_value || !clang_Cursor_isNull(operands.value)) && (!is_compare(function->kind) || !clang_Cursor_isNull(operands.expected));
    if (!is_whole || !find_place(unit, operands.pointer, span, &place))
        return false;
    if (is_compare(function->kind)) {
        *result = lower_convert(unit, exchanged(unit, function->kind, place, operands, span), lower_type_of(unit, expression), span);
        return true;
    }
    LowerValue value = wants_value ? lower_value(unit, operands.value) : lower_constant(unit, place.type, function->kind == ATOMIC_SET, span);
    const LowerPlace other = is_by_address ? lower_memory(value.reg, place.type, span) : place;
    if (is_by_address && function->kind == ATOMIC_STORE)
        value = lower_load(unit, other, span);
    LowerValue old = function->kind == ATOMIC_STORE || function->kind == ATOMIC_CLEAR ? lower_none() : lower_load(unit, place, span);
    switch (function->kind) {
    case ATOMIC_CHANGE: old = changed(unit, function, place, old, value, span); break;
    case ATOMIC_LOAD:
        if (is_by_address)
            lower_store(unit, other, old, span);
        break;
    default: lower_store(unit, place, lower_convert(unit, value, place.type, span), span);
    }
    const IrType type = lower_type_of(unit, expression);
    *result = type.kind == IR_TYPE_VOID || old.reg == IR_NONE ? lower_none() : lower_convert(unit, old, type, span);
    return true;
}
