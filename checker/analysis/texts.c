/* texts.c - what functions of the C library say of texts that are known: `state = "busy"; ... if (strcmp(state, "busy") == 0)`.
 *
 * Literals and constant arrays are known character by character (initials.c). How two of them compare is known but for how far apart they are. */
#include "analysis/engine.h"

#include <string.h>

enum { MOST_CHARACTERS = 256 };

static const struct TextFunction {
    const char *name;
    bool is_length;     /* how long the text is; else how two compare */
    bool ignores_case;
    bool has_most;      /* the third argument says how many characters count at most */
} functions[] = {
    {"strcasecmp", .ignores_case = true},
    {"strcmp", .is_length = false},
    {"strlen", .is_length = true},
    {"strncasecmp", .ignores_case = true, .has_most = true},
    {"strncmp", .has_most = true},
};

static const struct TextFunction *find_function(const FunctionInfo *callee)
{
    const struct TextFunction *found = NULL;
    for (uint32_t i = 0; callee != NULL && callee->function->is_pure_library && i < G_N_ELEMENTS(functions) && found == NULL; i++)
        if (strcmp(functions[i].name, callee->function->name) == 0)
            found = &functions[i];
    return found;
}

bool texts_are_asked(const FunctionInfo *callee)
{
    return find_function(callee) != NULL;
}

static bool character_at(Exec *exec, Value text, int64_t at, int64_t *character)
{
    Values *values = exec->engine->values;
    Value place = value_element(values, text, value_const(values, at));
    return place != VALUE_NONE && value_is_const(values, initials_value(exec, place), character);
}

/* false: some character is not known. */
static bool find_length(Exec *exec, Value text, int64_t *length)
{
    int64_t character = 1;
    for (*length = 0; *length < MOST_CHARACTERS && character_at(exec, text, *length, &character) && character != 0; ++*length) {}
    return character == 0;
}

/* Below 0, 0 or above 0; false: some character is not known. */
static bool compare(Exec *exec, const struct TextFunction *function, const Value *texts, int64_t most, int64_t *order)
{
    *order = 0;
    for (int64_t at = 0; at < most; at++) {
        int64_t left, right;
        if (at == MOST_CHARACTERS || !character_at(exec, texts[0], at, &left) || !character_at(exec, texts[1], at, &right))
            return false;
        left = function->ignores_case ? g_ascii_tolower((char)left) : (unsigned char)left;
        right = function->ignores_case ? g_ascii_tolower((char)right) : (unsigned char)right;
        *order = left - right;
        if (*order != 0 || left == 0)
            break;
    }
    return true;
}

/* What the first character of a text can be. */
static IntSet first_of(Exec *exec, const Env *env, Value text)
{
    IntSets *sets = exec->engine->sets;
    int64_t character;
    if (text == VALUE_NONE || character_at(exec, text, 0, &character))
        return text == VALUE_NONE ? INTSET_FULL : intset_range(sets, character, character);
    const Value held = env_get(env, text);
    if (held != VALUE_NONE)
        return env_set_of(&exec->run->context, env, held);
    return env_rest(exec->engine->values, env, text) == REST_ZERO ? intset_range(sets, 0, 0) : INTSET_FULL;
}

/* By the first characters alone: whether a text is empty, and whether one is that is compared with an empty one. */
static IntSet answer_by_first(Exec *exec, const Env *env, const struct TextFunction *function, const Value *texts)
{
    IntSets *sets = exec->engine->sets;
    const IntSet none = intset_range(sets, 0, 0), first = first_of(exec, env, texts[0]), second = function->is_length ? none : first_of(exec, env, texts[1]);
    const IntSet other = first == none ? second : first;
    if ((first != none && second != none) || (other != none && intset_contains(sets, other, 0)))
        return INTSET_FULL;
    return other == none ? none : function->is_length ? intset_compare(sets, IR_GE, 1) : intset_compare(sets, IR_NE, 0);
}

bool texts_ask(Exec *exec, Env *env, const IrInst *inst, uint32_t at)
{
    const Engine *engine = exec->engine;
    WorldContext *context = &exec->run->context;
    if (inst->op != IR_OP_CALL || exec->run->first_look != FIRST_LOOK_NONE || !g_hash_table_contains(engine->of_first, inst))
        return true;
    for (uint32_t i = 0; i < inst->as.call.argument_count; i++) {
        const Value text = inst->as.call.arguments[i].type.kind == IR_TYPE_POINTER ? exec_register(exec, env, inst->as.call.arguments[i].reg) : VALUE_NONE;
        const IntSet none = intset_range(engine->sets, 0, 0);
        const bool is_found = text != VALUE_NONE && value_root(engine->values, text) != VALUE_NONE && value_node(engine->values, text)->kind != VALUE_CONST;
        const Value first = is_found && first_of(exec, env, text) == INTSET_FULL ? memory_load(exec, env, text, IR_INT(8, true), false) : is_found ? env_get(env, text) : VALUE_NONE;
        if (first == VALUE_NONE || env_get(env, text) != first)
            continue;
        const IntSet set = env_set_of(context, env, first);
        if (set == none || !intset_contains(engine->sets, set, 0))
            continue;
        Path empty = {.next = at};
        env_copy(&empty.env, env);
        if (unchanged_assume(exec, &empty.env, first, none))
            g_array_append_val(exec->pending, empty);
        else
            env_clear(&empty.env);
        if (!unchanged_assume(exec, env, first, intset_complement(engine->sets, none)))
            return false;
    }
    return true;
}

IntSet texts_answer(Exec *exec, const Env *env, const IrInst *call, const FunctionInfo *callee, const Value *arguments)
{
    IntSets *sets = exec->engine->sets;
    const struct TextFunction *function = find_function(callee);
    int64_t number = 0, most = INT64_MAX;
    const uint32_t wanted = function == NULL ? 0 : function->is_length ? 1 : function->has_most ? 3 : 2;
    if (function == NULL || call->as.call.argument_count != wanted)
        return INTSET_FULL;
    if (function->is_length)
        return find_length(exec, arguments[0], &number) ? intset_range(sets, number, number) : answer_by_first(exec, env, function, arguments);
    if (function->has_most && !value_is_const(exec->engine->values, arguments[2], &most))
        return INTSET_FULL;
    if (!compare(exec, function, arguments, most < 0 ? INT64_MAX : most, &number)) /* SIZE_MAX is -1 here */
        return most != 0 ? answer_by_first(exec, env, function, arguments) : INTSET_FULL;
    return intset_compare(sets, number < 0 ? IR_LT : number > 0 ? IR_GT : IR_EQ, 0);
}
