/* first_look.c - tasks that go right whatever happened before they were made.
 *
 * Most code is right, and most of it in a simple way: what becomes of a task is decided by what its function does behind the call that makes it.
 * So the task is followed from there as if nothing were known of what came before: no parameter, no flag, no memory. That admits
 * every path that there is, and more. When nothing is to be reported on any of them, nothing is to be found out, and the worlds that reach
 * the call need not be computed at all; else the site gets the closer look that starts in these worlds (run.c). Only that one reports.
 *
 * There are two first looks: a blind one, which remembers nothing but the task from one block to the next, takes calls that no task goes into for
 * unknown, and costs as much as a data flow analysis; and, for tasks that a flag or a return code decides about, one that knows locals and registers.
 * So what functions do without a task is asked only where the blind look was not enough.
 *
 * To know less must never mean to take for right. Where it would, the closer look is taken:
 * - memory. Which names lead to one place may have been settled before. So only locals whose address is loaded from and stored to, and nothing else,
 *   are known here (`local_slot`), and registers; whatever is read from elsewhere is unknown each time. Hence tasks must stay in such locals
 *   (not `reaches_tasks`), which also says what the sites are: calls that return a task;
 * - functions. An unknown one consumes what it is given, the one that the pointer holds perhaps not;
 * - callees. They are asked only what is asked anyway, so that no answer is reported that nobody needs;
 * - the call that makes the task. Its answer is not asked for where it makes a new task and does nothing else with tasks (`returns_fresh`), which is all that a blind look could learn;
 * - splits. A call that leaves open what an argument decides counts against the callee: only where it is open indeed.
 */
#include "analysis/run.h"
#include "analysis/slice.h"

enum { FEW_STEPS = 4000, STEPS_AN_INSTRUCTION = 16 /* besides; what takes more is not simple */ };

bool first_look_is_possible(const Run *run)
{
    const Engine *engine = run->engine;
    return !run->info->reaches_tasks && engine->watch == NULL && engine->state_dump == NULL;
}

bool first_look_knows(const Run *run, Value address)
{
    const ValueNode *node = value_node(run->engine->values, address);
    return node->kind == VALUE_LOCAL && run->info->body->local_slot[node->number] != IR_NONE;
}

bool first_look_keeps(const Run *run, Value key, Value value)
{
    const ValueNode *node = value_node(run->engine->values, key);
    if (node->kind == VALUE_KEY && node->op == VALUE_KEY_COPIED)
        return true;
    if (run->first_look == FIRST_LOOK_BLIND)
        return value_node(run->engine->values, value)->kind == VALUE_TASK;
    return node->kind == VALUE_KEY ? node->op == VALUE_KEY_REGISTER || node->op == VALUE_KEY_COMPLETED : first_look_knows(run, key);
}

bool first_look_skips(const Exec *exec, const IrInst *call, const FunctionInfo *callee, const World *entry)
{
    const Run *run = exec->run;
    bool is_site = exec->seeking && call == &exec->function->blocks[exec->block].insts[run->site->inst];
    return run->first_look == FIRST_LOOK_BLIND && entry->state == TASK_NONE && (!is_site || (callee->returns_fresh && !callee->reaches_tasks));
}

bool first_look_is_lost(Exec *exec, FunctionInfo *callee, const World *entry)
{
    Run *run = exec->run;
    bool is_lost = run->first_look != FIRST_LOOK_NONE && (callee == NULL || (entry->state != TASK_NONE &&
                                          (callee->calls_pointers || engine_known_run(run->engine, callee, entry) == NULL)));
    run->is_doubtful = run->is_doubtful || is_lost;
    return is_lost;
}

bool first_look_goes_on(const Run *run)
{
    bool may_report = run->first_look == FIRST_LOOK_LAST || run->events->len == 0;
    if (run->is_coarse)
        return coarse_look_goes_on(run);
    return run->first_look == FIRST_LOOK_NONE || (!run->is_doubtful && !run->gave_up && may_report && run->limit == NULL &&
                                   run->steps < FEW_STEPS + (uint64_t)run->info->body->inst_count * STEPS_AN_INSTRUCTION);
}

/* Whether the task of a call goes right. */
static bool goes_right(Run *run, const Site *site, FirstLook look)
{
    run->first_look = look;
    run->is_doubtful = run->gave_up = run->has_made = false;
    run->steps = 0;
    budget_begin(run, 8);
    run_follow(run, site, &run->engine->plain, 1);
    run_forget(run);
    bool is_right = first_look_goes_on(run);
    g_array_set_size(run->events, 0);
    run->limit = NULL;
    run->gave_up = run->is_joined = false;
    run->first_look = FIRST_LOOK_NONE;
    return is_right;
}

GHashTable *first_look(Run *run, FirstLook look, GHashTable *only, uint32_t *done)
{
    const IrFunction *function = run->info->function;
    GHashTable *doubtful = g_hash_table_new(NULL, NULL);
    SiteSlices *slices = site_slices_new(run->engine, run->info);
    for (uint32_t b = 0; b < function->block_count; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++) {
            const IrInst *call = &function->blocks[b].insts[i];
            if (call->op != IR_OP_CALL || call->type.kind != IR_TYPE_TASK)
                continue;
            bool is_settled = call->result != IR_NONE && run->info->is_settled[call->result];
            *done += is_settled && only == NULL;
            if (is_settled || (only != NULL && !g_hash_table_contains(only, call)))
                continue;
            Site site = {.block = b, .inst = i};
            run->asked = site_slices_get(slices, &site);
            bool is_known = call->as.call.function != IR_NONE; /* else what made the task may have consumed it */
            if (!is_known || !goes_right(run, &site, look))
                g_hash_table_add(doubtful, (gpointer)(uintptr_t)call);
            else
                *done += run->has_made;
        }
    site_slices_free(slices);
    run->asked = &run->info->asked;
    return doubtful;
}
