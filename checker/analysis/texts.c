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

bool texts_are_copied(const FunctionInfo *callee)
{
    static const char *const copies[] = {"stpcpy", "strcpy", "strlcpy", "strncpy"};
    bool is = false;
    for (uint32_t i = 0; callee != NULL && callee->function->is_pure_library && i < G_N_ELEMENTS(copies) && !is; i++)
        is = strcmp(copies[i], callee->function->name) == 0;
    return is;
}

bool texts_are_compared(const FunctionInfo *callee)
{
    const struct TextFunction *function = find_function(callee);
    return function != NULL && !function->is_length;
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

/* The path forks: one goes on for 0, and waits, one for another number. false: it is always 0. */
static bool fork_by_zero(Exec *exec, Env *env, Value number, uint32_t at)
{
    const IntSet none = intset_range(exec->engine->sets, 0, 0), set = env_set_of(&exec->run->context, env, number);
    if (set == none || !intset_contains(exec->engine->sets, set, 0))
        return true;
    Path zero = {.next = at};
    env_copy(&zero.env, env);
    if (unchanged_assume(exec, &zero.env, number, none))
        g_array_append_val(exec->pending, zero);
    else
        env_clear(&zero.env);
    return unchanged_assume(exec, env, number, intset_complement(exec->engine->sets, none));
}

/* The first character of a text; VALUE_NONE: it is known, or there is none. */
static Value open_first(Exec *exec, Env *env, Value text)
{
    const Engine *engine = exec->engine;
    const bool is_found = text != VALUE_NONE && value_root(engine->values, text) != VALUE_NONE && value_node(engine->values, text)->kind != VALUE_CONST;
    const Value first = is_found && first_of(exec, env, text) == INTSET_FULL ? memory_load(exec, env, text, IR_INT(8, true), false) : is_found ? env_get(env, text) : VALUE_NONE;
    return first != VALUE_NONE && env_get(env, text) == first ? first : VALUE_NONE;
}

/* A comparison of a text with a literal. */
typedef struct Likeness {
    const struct TextFunction *function;
    Value literal;
    int64_t most; /* characters that count */
} Likeness;

static bool likeness_of(Exec *exec, const FunctionInfo *callee, const Value *arguments, Value literal, Likeness *likeness)
{
    *likeness = (Likeness){find_function(callee), literal, INT64_MAX};
    const bool is_told = likeness->function != NULL && (!likeness->function->has_most || value_is_const(exec->engine->values, arguments[2], &likeness->most));
    if (is_told && likeness->most < 0) /* SIZE_MAX */
        likeness->most = INT64_MAX;
    return is_told;
}

/* What a comparison gives for a text that another one has found to be its literal. */
static IntSet told_by(Exec *exec, const Likeness *known, const Likeness *asked)
{
    IntSets *sets = exec->engine->sets;
    const bool ignores_case = known->function->ignores_case || asked->function->ignores_case;
    const IntSet same = known->function->ignores_case && !asked->function->ignores_case ? INTSET_FULL : intset_range(sets, 0, 0);
    for (int64_t at = 0; at < MOST_CHARACTERS; at++) {
        int64_t left, right;
        if (at == asked->most)
            return same;
        if (at == known->most || !character_at(exec, known->literal, at, &left) || !character_at(exec, asked->literal, at, &right))
            break;
        if (ignores_case ? g_ascii_tolower((char)left) != g_ascii_tolower((char)right) : left != right)
            return intset_compare(sets, IR_NE, 0);
        if (left == 0)
            return same;
    }
    return INTSET_FULL;
}

/* The arguments of an earlier comparison of a text. */
static void arguments_of(TextLikeness earlier, Value text, Value arguments[3])
{
    arguments[earlier.literal_at] = earlier.literal;
    arguments[1 - earlier.literal_at] = text;
    arguments[2] = earlier.most;
}

static const FunctionInfo *callee_of(const Exec *exec, const IrInst *call)
{
    return engine_callee(exec->engine, exec->run->info->module_index, call->as.call.function);
}

static Value place_of_earlier(Exec *exec, TextLikeness earlier, Value text)
{
    Value arguments[3];
    arguments_of(earlier, text, arguments);
    return answers_place(exec, earlier.call, callee_of(exec, earlier.call), arguments);
}

/* What is known by an earlier comparison of the same text, if that has found it to be its literal: now, or before unseen code ran (*time: when that was learnt; else -1). */
static IntSet told_by_earlier(Exec *exec, const Env *env, const Likeness *asked, TextLikeness earlier, Value text, int *time)
{
    const Value place = place_of_earlier(exec, earlier, text), now = place == VALUE_NONE ? VALUE_NONE : env_get(env, place);
    const Value answer = now != VALUE_NONE ? now : unchanged_before(exec, env, place, time);
    Value arguments[3];
    Likeness known;
    int64_t number;
    if (now != VALUE_NONE)
        *time = -1;
    arguments_of(earlier, text, arguments);
    const bool is_alike = answer != VALUE_NONE && intset_single(exec->engine->sets, env_set_of(&exec->run->context, env, answer), &number) && number == 0;
    return is_alike && likeness_of(exec, callee_of(exec, earlier.call), arguments, earlier.literal, &known) ? told_by(exec, &known, asked) : INTSET_FULL;
}

/* Whether a text was another literal is asked before whether it is this one, where the program has not decided by that: `bool reads = !strcmp(verb, "read"), writes = !strcmp(verb, "write");`. */
static bool ask_earlier(Exec *exec, Env *env, const IrInst *call, uint32_t at)
{
    const GArray *others = g_hash_table_lookup(exec->engine->likenesses, call);
    bool is_possible = true;
    for (uint32_t i = 1; others != NULL && i < others->len && is_possible; i++) {
        const Value text = exec_register(exec, env, call->as.call.arguments[1 - g_array_index(others, TextLikeness, 0).literal_at].reg);
        const TextLikeness earlier = g_array_index(others, TextLikeness, i);
        const Value place = text == VALUE_NONE ? VALUE_NONE : place_of_earlier(exec, earlier, text), answer = place == VALUE_NONE ? VALUE_NONE : env_get(env, place);
        is_possible = answer == VALUE_NONE || fork_by_zero(exec, env, answer, at);
    }
    return is_possible;
}

bool texts_ask(Exec *exec, Env *env, const IrInst *inst, uint32_t at)
{
    if (inst->op != IR_OP_CALL || exec->run->first_look != FIRST_LOOK_NONE)
        return true;
    bool is_possible = ask_earlier(exec, env, inst, at);
    for (uint32_t i = 0; i < inst->as.call.argument_count && is_possible && g_hash_table_contains(exec->engine->of_first, inst); i++) {
        const Value text = inst->as.call.arguments[i].type.kind == IR_TYPE_POINTER ? exec_register(exec, env, inst->as.call.arguments[i].reg) : VALUE_NONE;
        const Value first = open_first(exec, env, text);
        is_possible = first == VALUE_NONE || fork_by_zero(exec, env, first, at);
    }
    return is_possible;
}

void texts_note_copy(Exec *exec, Env *env, const IrInst *call, const Value *arguments)
{
    const GArray *later = exec->run->first_look != FIRST_LOOK_NONE ? NULL : g_hash_table_lookup(exec->engine->copied, call);
    int64_t length, most = INT64_MAX;
    if (later == NULL || arguments[0] == VALUE_NONE || !find_length(exec, arguments[1], &length))
        return;
    if (call->as.call.argument_count > 2 && (!value_is_const(exec->engine->values, arguments[2], &most) || most <= length)) /* which may be cut short */
        return;
    for (uint32_t i = 0; i < later->len; i++) {
        const Value place = place_of_earlier(exec, g_array_index(later, TextLikeness, i), arguments[0]);
        if (place != VALUE_NONE)
            env_set(env, place, value_const(exec->engine->values, 0));
    }
}

IntSet texts_told(Exec *exec, Env *env, const IrInst *call, const FunctionInfo *callee, const Value *arguments, Value place)
{
    const GArray *others = place == VALUE_NONE ? NULL : g_hash_table_lookup(exec->engine->likenesses, call);
    IntSet told = INTSET_FULL;
    Likeness asked;
    for (uint32_t i = 1; others != NULL && i < others->len; i++) {
        const TextLikeness own = g_array_index(others, TextLikeness, 0);
        int time = -1;
        const bool is_known = likeness_of(exec, callee, arguments, own.literal, &asked);
        const IntSet set = is_known ? told_by_earlier(exec, env, &asked, g_array_index(others, TextLikeness, i), arguments[1 - own.literal_at], &time) : INTSET_FULL;
        if (time < 0)
            told = intset_intersect(exec->engine->sets, told, set);
        else if (set != INTSET_FULL && !unchanged_remembers(exec, env, place))
            unchanged_conclude(exec, env, place, set, time);
    }
    return told;
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
