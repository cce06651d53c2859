/* summary_given.c - the ways of a callee that puts a task where its caller has it, for who follows that task.
 *
 * A helper that makes a task for each element on a condition has as many ways as there are sets of elements, and a summary has a dozen: joined, they tell nothing of
 * which elements have one. But who follows the task of one element needs none of the others. So where a summary came of joins with loss, the callee is asked once more, by
 * its own tasks: each is followed by itself, as where its function is judged (sites.c), and the worlds in which callers find it are the ways in which it comes to
 * be where it is. That is as many for each element as one function has that fills and empties the array itself. */
#include "analysis/engine.h"

/* Whether an answer came of joins with loss that following its tasks one by one may undo. */
static bool is_to_be_asked(const Exec *exec, const Run *answer)
{
    const Run *run = exec->run;
    return run_follows_sites(run) && run->first_look == FIRST_LOOK_NONE && answer->puts_tasks && !answer->info->is_recursive && summary_is_loose(answer);
}

/* The answer by the callee's own tasks; NULL: there is none. */
static Run *ask_by_tasks(Exec *exec, Run *answer, Giving as)
{
    Run *giving = engine_giving_run(answer, as);
    engine_ask(giving, exec->run);
    return giving->is_given_up ? NULL : giving;
}

static bool is_followed_from(const Exec *exec, const IrInst *call)
{
    const Site *site = exec->run->site;
    return site != NULL && site->out_key != VALUE_NONE && exec_is_site(exec, call, site->out_key, false);
}

/* Of the ways, those that give callers the followed task. */
static const Summary *those_with_task(Exec *exec, const Summary *all)
{
    Summary *given = BASE_NEW(exec->run->context.arena, Summary);
    given->worlds = BASE_NEW_ARRAY(exec->run->context.arena, const World *, all->count);
    for (uint32_t i = 0; i < all->count; i++)
        if (summary_gives_at(exec->engine->values, all->worlds[i], exec->run->site->out_key))
            given->worlds[given->count++] = all->worlds[i];
    return given;
}

const Summary *summary_given(Exec *exec, const Env *env, const IrInst *call, Run *answer, const Value *arguments)
{
    Run *run = exec->run;
    bool looks_for_sites = run->sites_found != NULL;
    if (env->state != TASK_NONE || (!looks_for_sites && !is_followed_from(exec, call)) || !is_to_be_asked(exec, answer))
        return NULL;
    const Giving as = looks_for_sites ? GIVING_FOLLOWED : run->bounded_looks > 0 ? GIVING_BOUNDED : run->is_second_look ? GIVING_CLOSELY : GIVING_FOLLOWED;
    const bool is_bounded = as == GIVING_BOUNDED;
    const Run *giving = ask_by_tasks(exec, answer, as);
    for (uint32_t i = 0; giving != NULL && looks_for_sites && i < giving->summary.count; i++)
        summary_note_given(exec, env, call, answer, giving->summary.worlds[i], arguments);
    if (looks_for_sites)
        return NULL;
    const Summary *given = giving == NULL ? NULL : those_with_task(exec, &giving->summary);
    run->has_left_out = run->has_left_out || is_bounded;
    return given != NULL && (given->count > 0 || !giving->has_found || is_bounded) ? given : NULL;
}
