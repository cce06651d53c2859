/* extent.c - how many tasks behind a pointer a call of a function without a body is about: one, or as many as the number beside it says.
 *
 * Where the number is not known, what is right is taken to be meant: a live task is consumed, a consumed one is not. But a function that got
 * the task from its caller does not know, and its caller may: there the path forks, and the caller's numbers choose among the ways of the summary
 * (WORLD_PAST_COUNT; where they leave it open, call.c takes what is right again). */
#include "analysis/engine.h"

#include <string.h>

/* Whether a parameter's name says that it is the number of elements, and no limit, kind or time. */
static bool is_count_name(const char *name)
{
    static const char *const parts[] = {"count", "cnt", "num", "len", "size"};
    for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
        if (strstr(name, parts[i]) != NULL)
            return true;
    return strcmp(name, "n") == 0 || g_str_has_prefix(name, "n_") || g_str_has_prefix(name, "nr");
}

IrReg extent_count_argument(const FunctionInfo *callee, const IrInst *call, uint32_t pointer)
{
    uint32_t next = pointer + 1;
    if (engine_effect(callee, pointer) == IR_EFFECT_UNSPECIFIED || next >= callee->function->param_count || next >= call->as.call.argument_count)
        return IR_NONE;
    const IrParam *param = &callee->function->params[next];
    bool is_count = param->type.kind == IR_TYPE_INT && (param->name == NULL || is_count_name(param->name));
    return is_count ? call->as.call.arguments[next].reg : IR_NONE;
}

Extent extent_of(Exec *exec, Env *env, const IrInst *inst, const FunctionInfo *callee, uint32_t pointer)
{
    IrReg count = extent_count_argument(callee, inst, pointer);
    bool has_count = count != IR_NONE;
    Value from = exec_register(exec, env, inst->as.call.arguments[pointer].reg);
    return (Extent){from, has_count ? exec_register(exec, env, count) : value_const(exec->engine->values, 1), has_count};
}

/* 0 or 1; -1: either. */
static int answer_of(Exec *exec, const Env *env, Value comparison)
{
    int64_t number;
    bool is_known = comparison != VALUE_NONE && intset_single(exec->engine->sets, env_set_of(&exec->run->context, env, comparison), &number);
    return is_known ? number != 0 : -1;
}

/* How a place lies to what a call is about. */
typedef struct Situation {
    Value number;           /* of the element, from the first that is meant; VALUE_NONE: it is in another array or in none */
    Value is_behind, is_before; /* not before the first; before the end */
    int behind, before;     /* the answers */
} Situation;

static Situation situation_of(Exec *exec, const Env *env, Cell cell, Extent extent)
{
    Values *values = exec->engine->values;
    Situation situation = {.number = VALUE_NONE};
    bool is_place_of_task = value_node(values, cell.value)->kind == VALUE_TASK && value_node(values, cell.key)->kind != VALUE_KEY;
    if (is_place_of_task && extent.from != VALUE_NONE)
        situation.number = overlap_elements_past(values, cell.key, extent.from);
    if (situation.number == VALUE_NONE)
        return situation;
    situation.is_behind = value_binary(values, IR_GE, situation.number, value_const(values, 0), IR_INT(64, true), IR_I32);
    situation.is_before = value_binary(values, IR_LT, situation.number, extent.count, IR_INT(64, true), IR_I32);
    situation.behind = answer_of(exec, env, situation.is_behind);
    situation.before = answer_of(exec, env, situation.is_before);
    return situation;
}

static Reach reach_in(const Exec *exec, const Situation *situation, Extent extent)
{
    if (situation->number == VALUE_NONE || situation->behind == 0)
        return REACH_NONE;
    if (situation->before == 0)
        return REACH_PAST;
    if (situation->behind == 1 && situation->before == 1)
        return REACH_CERTAIN;
    return value_node(exec->engine->values, extent.from)->kind == VALUE_ELEMENT_AT ? REACH_UNKNOWN : REACH_MAYBE;
}

Reach extent_reach(Exec *exec, const Env *env, Extent extent, uint32_t *times)
{
    Reach farthest = REACH_NONE;
    *times = 0;
    for (uint32_t i = 0; i < env->cell_count; i++) {
        Situation situation = situation_of(exec, env, env->cells[i], extent);
        Reach reach = reach_in(exec, &situation, extent);
        farthest = MAX(farthest, reach);
        *times += reach == REACH_CERTAIN;
    }
    return farthest;
}

enum { MOST_ASKED = 16 }; /* places that a part of an array may have in it */

/* What is to be asked about one place; VALUE_NONE: nothing. */
static Value question_about(Exec *exec, const Env *env, const Situation *situation, Extent extent)
{
    WorldContext *context = &exec->run->context;
    int64_t numbers[MOST_ASKED];
    switch (reach_in(exec, situation, extent)) {
    case REACH_UNKNOWN: /* the part is one of few */
        if (intset_members(context->sets, env_set_of(context, env, situation->number), numbers, MOST_ASKED) == 0)
            return VALUE_NONE;
        return situation->behind < 0 ? situation->is_behind : situation->is_before;
    case REACH_MAYBE: /* for the caller to say */
        return exec->run->kind == RUN_ENTRY && env->state == TASK_LIVE && value_node(context->values, situation->number)->kind == VALUE_CONST
            ? situation->is_before : VALUE_NONE;
    default: return VALUE_NONE;
    }
}

Value extent_question(Exec *exec, Env *env, const IrInst *call)
{
    bool is_asked = call->op == IR_OP_CALL && call->as.call.function != IR_NONE && (env->state == TASK_LIVE || env->state == TASK_CONSUMED);
    const FunctionInfo *callee = is_asked ? engine_callee(exec->engine, exec->run->info->module_index, call->as.call.function) : NULL;
    Value question = VALUE_NONE;
    for (uint32_t a = 0; callee != NULL && !callee->is_reached && a < call->as.call.argument_count; a++) {
        Extent extent = extent_of(exec, env, call, callee, a);
        for (uint32_t i = 0; i < env->cell_count && extent.has_count && question == VALUE_NONE; i++) {
            Situation situation = situation_of(exec, env, env->cells[i], extent);
            question = question_about(exec, env, &situation, extent);
        }
    }
    return question;
}
