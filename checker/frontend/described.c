/* described.c - value-task APIs that carry no annotations: the names in FrontendInput.apis stand for them.
 *
 * From here on such an API is one as any other: the header that spells its type's fields is its header, its functions are
 * not looked into. An annotation, where there is one, is asked first. */
#include <string.h>

#include "lower.h"

bool lower_is_described_task(const LowerUnit *unit, CXCursor declaration)
{
    if (unit->apis == NULL || clang_Cursor_isAnonymous(declaration))
        return false;
    CXString name = clang_getCursorSpelling(declaration);
    const char *text = clang_getCString(name);
    bool is_described = false;
    for (guint i = 0; text != NULL && text[0] != '\0' && !is_described && i < unit->apis->len; i++)
        is_described = base_api_matches(((const BaseApi *)unit->apis->pdata[i])->type, text);
    clang_disposeString(name);
    return is_described;
}

bool lower_is_described_function(const LowerUnit *unit, const char *name)
{
    return lower_described_effect(unit, name) != IR_EFFECT_UNSPECIFIED || lower_described_completion(unit, name) != IR_COMPLETION_UNSPECIFIED;
}

IrEffect lower_described_effect(const LowerUnit *unit, const char *function)
{
    for (guint i = 0; unit->apis != NULL && function != NULL && i < unit->apis->len; i++) {
        const BaseApi *api = unit->apis->pdata[i];
        if (base_api_lists(api->consuming, function))
            return IR_EFFECT_CONSUMES;
        if (base_api_lists(api->observing, function))
            return IR_EFFECT_OBSERVES;
    }
    return IR_EFFECT_UNSPECIFIED;
}

IrCompletion lower_described_completion(const LowerUnit *unit, const char *function)
{
    for (guint i = 0; unit->apis != NULL && function != NULL && i < unit->apis->len; i++) {
        const BaseApi *api = unit->apis->pdata[i];
        if (base_api_lists(api->synchronous, function))
            return IR_COMPLETION_SYNC;
        if (base_api_lists(api->asynchronous, function))
            return IR_COMPLETION_ASYNC;
    }
    return IR_COMPLETION_UNSPECIFIED;
}

/* Of what a described name turns out to be, how much that is as it was described. */
static FrontendMet met_by(enum CXCursorKind kind, bool is_followed, bool is_type)
{
    if (kind == CXCursor_VarDecl)
        return is_type ? 0 : FRONTEND_MET_VARIABLE;
    if (kind == CXCursor_FunctionDecl)
        return is_type ? 0 : FRONTEND_MET;
    return is_type && is_followed ? FRONTEND_MET : FRONTEND_MET_OTHER_TYPE;
}

void lower_meet_described(LowerUnit *unit, CXCursor declaration, bool is_followed)
{
    if (unit->described == NULL)
        return;
    enum CXCursorKind kind = clang_getCursorKind(declaration);
    CXString name = clang_getCursorSpelling(declaration);
    const char *text = clang_getCString(name);
    for (guint i = 0; text != NULL && i < unit->described->len; i++) {
        const BaseApiName *described = &g_array_index(unit->described, BaseApiName, i);
        FrontendMet met = met_by(kind, is_followed, described->is_type);
        if (met != 0 && (unit->met->data[i] & met) == 0 && base_api_matches(described->pattern, text))
            unit->met->data[i] |= (guint8)met;
    }
    clang_disposeString(name);
}

bool lower_may_describe_inside(const LowerUnit *unit, const char *text, size_t size)
{
    for (guint i = 0; unit->apis != NULL && i < unit->apis->len; i++) {
        const char *type = ((const BaseApi *)unit->apis->pdata[i])->type;
        bool is_pattern = strpbrk(type, "*?") != NULL; /* its characters need not stand together */
        if (is_pattern || g_strstr_len(text, (gssize)size, type) != NULL)
            return true;
    }
    return false;
}
