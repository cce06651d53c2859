/* first_look.c - tasks that go right whatever happened before they were made.
 *
 * Most code is right, and most of it in a simple way: what becomes of a task is decided by what its function does behind the call that makes it.
 * So the task is followed from there as if nothing were known of what came before: no parameter, no flag, no memory. That admits
 * every path that there is, and more. When nothing is to be reported on any of them, nothing is to be found out, and the worlds that reach
 * the call need not be computed at all; else the site gets the closer look that starts in these worlds (run.c). Only that one reports.
 *
 * To know less must never mean to take for right. Where it would, the closer look is taken:
 * - memory. Which names lead to one place may have been settled before. So only locals whose address is loaded from and stored to, and nothing else,
 *   are known here (`local_slot`), and registers; whatever is read from elsewhere is unknown each time. Hence tasks must stay in such locals
 *   (not `reaches_tasks`), which also says what the sites are: calls that return a task;
 * - functions. An unknown one consumes what it is given, the one that the pointer holds perhaps not;
 * - callees. They are asked only what is asked anyway, so that no answer is reported that nobody needs;
 * - splits. A call that leaves open what an argument decides counts against the callee: only where it is open indeed.
 */
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

bool first_look_is_lost(Exec *exec, FunctionInfo *callee, const World *entry)
{
    Run *run = exec->run;
    bool is_lost = run->is_first_look && (callee == NULL || (entry->state != TASK_NONE &&
                                          (callee->calls_pointers || engine_known_run(run->engine, callee, entry) == NULL)));
    run->is_doubtful = run->is_doubtful || is_lost;
    return is_lost;
}

bool first_look_goes_on(const Run *run)
{
    return !run->is_first_look || (!run->is_doubtful && !run->gave_up && run->events->len == 0 && run->limit == NULL &&
                                   run->steps < FEW_STEPS + (uint64_t)run->info->body->inst_count * STEPS_AN_INSTRUCTION);
}

/* Whether the task of a call goes right. */
static bool goes_right(Run *run, const Site *site)
{
    const IrInst *call = &run->info->function->blocks[site->block].insts[site->inst];
    if (call->as.call.function == IR_NONE) /* what made it may have consumed it */
        return false;
    run->is_doubtful = run->gave_up = false;
    run->steps = 0;
    run_follow(run, site, &run->engine->plain, 1);
    run_forget(run);
    bool is_right = first_look_goes_on(run);
    g_array_set_size(run->events, 0);
    run->limit = NULL;
    run->gave_up = run->has_lost = run->is_joined = false;
    return is_right;
}

GHashTable *first_look(Run *run, uint32_t *count)
{
    const IrFunction *function = run->info->function;
    GHashTable *doubtful = g_hash_table_new(NULL, NULL);
    SiteSlices *slices = site_slices_new(run->engine, run->info);
    run->is_first_look = true;
    *count = 0;
    for (uint32_t b = 0; b < function->block_count; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++) {
            const IrInst *inst = &function->blocks[b].insts[i];
            if (inst->op != IR_OP_CALL || inst->type.kind != IR_TYPE_TASK)
                continue;
            ++*count;
            if (inst->result != IR_NONE && run->info->is_settled[inst->result])
                continue;
            Site site = {.block = b, .inst = i};
            run->asked = site_slices_get(slices, &site);
            if (!goes_right(run, &site))
                g_hash_table_add(doubtful, (gpointer)(uintptr_t)inst);
        }
    site_slices_free(slices);
    run->asked = &run->info->asked;
    run->is_first_look = false;
    return doubtful;
}
