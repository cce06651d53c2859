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

IntSet texts_answer(Exec *exec, const IrInst *call, const FunctionInfo *callee, const Value *arguments)
{
    IntSets *sets = exec->engine->sets;
    const struct TextFunction *function = find_function(callee);
    int64_t number = 0, most = INT64_MAX;
    const uint32_t wanted = function == NULL ? 0 : function->is_length ? 1 : function->has_most ? 3 : 2;
    if (function == NULL || call->as.call.argument_count != wanted)
        return INTSET_FULL;
    if (function->is_length)
        return find_length(exec, arguments[0], &number) ? intset_range(sets, number, number) : INTSET_FULL;
    if (function->has_most && !value_is_const(exec->engine->values, arguments[2], &most))
        return INTSET_FULL;
    if (!compare(exec, function, arguments, most < 0 ? INT64_MAX : most, &number)) /* SIZE_MAX is -1 here */
        return INTSET_FULL;
    return intset_compare(sets, number < 0 ? IR_LT : number > 0 ? IR_GT : IR_EQ, 0);
}
