/* bits.c - what functions that look for bits say of a number: `slot = __builtin_ctz(free)`, `while ((slot = ffs(busy)) != 0)`.
 *
 * The bit that is found is set, those below the lowest are not, and in 0 alone none is found. That no bit is above the highest one is not noted: who keeps a set in the bits of a number asks which are
 * in it. */
#include "analysis/engine.h"
#include "worlds/infer.h"

#include <string.h>

typedef enum BitAnswer {
    BIT_LOWEST,          /* its number; of 0 nothing is said */
    BIT_LOWEST_OR_NONE,  /* its number, from 1 on; 0: there is none */
    BIT_HIGHEST_FROM_TOP,/* how many lie above it; of 0 nothing is said */
    BIT_COUNT            /* how many there are */
} BitAnswer;

static const struct BitFunction {
    const char *name; /* without what says how wide the number is: its parameter does */
    BitAnswer answer;
} functions[] = {
    {"__builtin_clz", BIT_HIGHEST_FROM_TOP},
    {"__builtin_ctz", BIT_LOWEST},
    {"__builtin_ffs", BIT_LOWEST_OR_NONE},
    {"__builtin_popcount", BIT_COUNT},
    {"ffs", BIT_LOWEST_OR_NONE},
};

static const struct BitFunction *find_function(const FunctionInfo *callee)
{
    const struct BitFunction *found = NULL;
    const bool may_be = callee != NULL && !callee->function->is_defined && callee->function->is_constant && callee->function->param_count == 1 && callee->function->params[0].type.kind == IR_TYPE_INT;
    for (uint32_t i = 0; may_be && i < G_N_ELEMENTS(functions) && found == NULL; i++) {
        const size_t length = strlen(functions[i].name);
        if (strncmp(functions[i].name, callee->function->name, length) == 0 && strspn(callee->function->name + length, "l") == strlen(callee->function->name + length))
            found = &functions[i];
    }
    return found;
}

/* That a number has the bit of this number set. Of one that may have the highest of 64 no more is said than which bits there are: such numbers are not told apart in sets. */
static bool assume_bit(Exec *exec, Env *env, Value number, Value bit, IrType type)
{
    WorldContext *context = &exec->run->context;
    if (infer_may_be_huge(context, number, env_set_of(context, env, number)))
        return env_assume(context, env, bit, intset_range(context->sets, 0, type.bits - 1));
    const Value mask = value_binary(context->values, IR_SHL, value_const(context->values, 1), bit, type, type);
    const Value masked = value_binary(context->values, IR_AND, number, mask, type, type);
    return env_assume(context, env, bit, intset_range(context->sets, 0, type.bits - 1)) &&
           env_assume(context, env, masked, intset_complement(context->sets, intset_range(context->sets, 0, 0)));
}

/* That it is the lowest one. */
static bool assume_lowest(Exec *exec, Env *env, Value number, Value bit, IrType type)
{
    WorldContext *context = &exec->run->context;
    const Value mask = value_binary(context->values, IR_SHL, value_const(context->values, 1), bit, type, type);
    const Value below = value_binary(context->values, IR_SUB, mask, value_const(context->values, 1), type, type);
    return env_assume(context, env, bit, infer_lowest_bits(context, env, number, type)) && assume_bit(exec, env, number, bit, type) &&
           (infer_may_be_huge(context, number, env_set_of(context, env, number)) || env_assume(context, env, value_binary(context->values, IR_AND, number, below, type, type), intset_range(context->sets, 0, 0)));
}

Value bits_lowest(Exec *exec, Env *env, Value number, IrType type)
{
    WorldContext *context = &exec->run->context;
    const Value key = value_key(context->values, VALUE_KEY_LOWEST, number, 0), known = env_get(env, key), lowest = known == VALUE_NONE ? env_fresh(context, env, IR_I32) : known;
    if (!assume_lowest(exec, env, number, lowest, type))
        return VALUE_NONE;
    env_set(env, key, lowest);
    return value_binary(context->values, IR_SHL, value_const(context->values, 1), lowest, type, type);
}

bool bits_are_but_lowest(Exec *exec, const Env *env, Value number, Value mask, IrType type)
{
    Values *values = exec->engine->values;
    const Value lowest = number == VALUE_NONE ? VALUE_NONE : env_get(env, value_key(values, VALUE_KEY_LOWEST, number, 0));
    return lowest != VALUE_NONE && mask == value_unary(values, IR_COMPLEMENT, value_binary(values, IR_SHL, value_const(values, 1), lowest, type, type), type);
}

void bits_note_rest(Exec *exec, Env *env, Value number, Value rest, IrType type)
{
    WorldContext *context = &exec->run->context;
    const IntSet lowest = infer_lowest_bits(context, env, number, type), numbers = env_set_of(context, env, number);
    const int64_t first = lowest == INTSET_EMPTY ? 62 : intset_min(context->sets, lowest);
    int64_t members[INFER_MEMBERS];
    IntSet rests = INTSET_EMPTY;
    const uint32_t count = infer_members(context, number, numbers, members, INFER_MEMBERS);
    for (uint32_t i = 0; i < count; i++)
        rests = intset_union(context->sets, rests, intset_range(context->sets, members[i] & (members[i] - 1), members[i] & (members[i] - 1)));
    if (count > 0)
        env_assume(context, env, rest, rests);
    else if (first < 62)
        env_assume(context, env, value_binary(context->values, IR_AND, rest, value_const(context->values, (INT64_C(2) << first) - 1), type, type), intset_range(context->sets, 0, 0));
}

/* By the name by which it was found before. */
static void note_lowest(Exec *exec, Env *env, Value number, IrReg result, Value *answer)
{
    const Value key = value_key(exec->engine->values, VALUE_KEY_LOWEST, number, 0);
    const Value known = env_get(env, key);
    if (known == VALUE_NONE)
        env_set(env, key, *answer);
    else
        exec_set_register(exec, env, result, *answer = known);
}

/* Of a number that is known. `bits`: it has so many; it is not 0 but where that is answered. */
static int64_t known_answer(BitAnswer answer, uint64_t number, uint32_t bits)
{
    switch (answer) {
    case BIT_LOWEST: return __builtin_ctzll(number);
    case BIT_LOWEST_OR_NONE: return __builtin_ffsll((long long)number);
    case BIT_HIGHEST_FROM_TOP: return __builtin_clzll(number) - (64 - (int64_t)bits);
    default: return __builtin_popcountll(number);
    }
}

bool bits_are_asked(const FunctionInfo *callee)
{
    return find_function(callee) != NULL;
}

bool bits_note_answer(const FunctionInfo *callee)
{
    const struct BitFunction *function = find_function(callee);
    return function != NULL && (function->answer == BIT_LOWEST || function->answer == BIT_LOWEST_OR_NONE);
}

bool bits_tell(Exec *exec, Env *env, const IrInst *call, const FunctionInfo *callee, const Value *arguments, uint32_t next)
{
    WorldContext *context = &exec->run->context;
    const struct BitFunction *function = call->result == IR_NONE || call->as.call.argument_count != 1 ? NULL : find_function(callee);
    if (function == NULL || arguments[0] == VALUE_NONE)
        return true;
    const IntSet zero = intset_range(context->sets, 0, 0);
    const IrType type = IR_INT(callee->function->params[0].type.bits, false);
    const Value one = value_const(context->values, 1);
    Value answer = exec_register(exec, env, call->result), lowest;
    int64_t number;
    const IntSet numbers = env_set_of(context, env, arguments[0]);
    const bool is_zero_answered = function->answer == BIT_LOWEST_OR_NONE || function->answer == BIT_COUNT;
    if (!infer_may_be_huge(context, arguments[0], numbers) && intset_single(context->sets, numbers, &number) && (number != 0 || is_zero_answered)) {
        const uint64_t bits = type.bits < 64 ? (uint64_t)number & ((UINT64_C(1) << type.bits) - 1) : (uint64_t)number;
        const int64_t known = known_answer(function->answer, bits, type.bits);
        exec_set_register(exec, env, call->result, value_const(context->values, known));
        return env_assume(context, env, answer, intset_range(context->sets, known, known));
    }
    if (is_zero_answered) {
        Path none = {.next = next};
        env_copy(&none.env, env);
        if (env_assume(context, &none.env, arguments[0], zero) && env_assume(context, &none.env, answer, zero)) {
            exec_set_register(exec, &none.env, call->result, value_const(context->values, 0));
            g_array_append_val(exec->pending, none);
        } else {
            env_clear(&none.env);
        }
    }
    if (!env_assume(context, env, arguments[0], intset_complement(context->sets, zero)))
        return false;
    switch (function->answer) {
    case BIT_LOWEST:
        note_lowest(exec, env, arguments[0], call->result, &answer);
        return assume_lowest(exec, env, arguments[0], answer, type);
    case BIT_LOWEST_OR_NONE:
        lowest = env_fresh(context, env, call->type);
        note_lowest(exec, env, arguments[0], call->result, &lowest);
        exec_set_register(exec, env, call->result, value_binary(context->values, IR_ADD, lowest, one, call->type, call->type));
        return assume_lowest(exec, env, arguments[0], lowest, type);
    case BIT_HIGHEST_FROM_TOP:
        return assume_bit(exec, env, arguments[0], value_binary(context->values, IR_SUB, value_const(context->values, type.bits - 1), answer, call->type, call->type), type);
    default: return env_assume(context, env, answer, intset_range(context->sets, 1, type.bits));
    }
}

bool bits_shift_within(Exec *exec, Env *env, const IrInst *inst)
{
    const bool is_shift = inst->op == IR_OP_BINARY && (inst->as.binary.op == IR_SHL || inst->as.binary.op == IR_SHR) && inst->type.kind == IR_TYPE_INT;
    const Value by = is_shift ? exec_register(exec, env, inst->as.binary.right) : VALUE_NONE;
    WorldContext *context = &exec->run->context;
    return by == VALUE_NONE || env_assume(context, env, by, intset_range(context->sets, 0, inst->type.bits - 1));
}

enum { MOST_ONE_BY_ONE = 8 };

bool bits_ask(Exec *exec, Env *env, const IrInst *call, uint32_t at)
{
    WorldContext *context = &exec->run->context;
    const bool is_asked = exec->run->bounded_looks > 0 && call->op == IR_OP_CALL && call->as.call.function != IR_NONE && call->as.call.argument_count == 1 &&
                          bits_are_asked(engine_callee(exec->engine, exec->run->info->module_index, call->as.call.function));
    const Value number = is_asked ? exec_register(exec, env, call->as.call.arguments[0].reg) : VALUE_NONE;
    int64_t members[MOST_ONE_BY_ONE];
    const uint32_t count = number == VALUE_NONE ? 0 : infer_members(context, number, env_set_of(context, env, number), members, MOST_ONE_BY_ONE);
    if (count < 2)
        return true;
    const IntSet first = intset_range(context->sets, members[0], members[0]);
    Path other = {.next = at};
    env_copy(&other.env, env);
    if (unchanged_assume(exec, &other.env, number, first))
        g_array_append_val(exec->pending, other);
    else
        env_clear(&other.env);
    return unchanged_assume(exec, env, number, intset_complement(context->sets, first)) && bits_ask(exec, env, call, at);
}
