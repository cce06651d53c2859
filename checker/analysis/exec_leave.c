/* exec_leave.c - how worlds leave a block: what the path learns at a branch, which step it is told as, and what goes on with it.
 *
 * A branch leaves the world in two, each of which has learnt what its way says of the condition; one that cannot be is dropped. Registers that
 * later blocks read go along as cells. */
#include "analysis/engine.h"

static bool is_task(const Exec *exec, Value value)
{
    return value_node(exec->engine->values, value)->kind == VALUE_TASK;
}

static bool is_loop_turn(const Exec *exec, uint32_t target)
{
    return target <= exec->block;
}

/* The words for a decision at a branch. */
static TraceStepKind branch_step(const Exec *exec, const IrInst *inst, bool taken)
{
    if (inst->as.branch.kind != IR_BRANCH_LOOP)
        return taken ? TRACE_TRUE : TRACE_FALSE;
    if (taken)
        return TRACE_LOOP_ENTERED;
    return is_loop_turn(exec, inst->as.branch.if_true) ? TRACE_LOOP_LEFT : TRACE_LOOP_SKIPPED;
}

/* The branch that is told as the loop's question: that of `while`, `for` or `do`, or, where it has parts, its first; what is asked within one part (MIN(a, b), a small function) is none.
 * NULL: the loop is made of jumps. */
static const IrInst *question_of(const Exec *exec, uint32_t head)
{
    const IrInst *first = ir_end_of(exec->function, ir_judged_behind(exec->function, head)), *question = NULL;
    if (first->op == IR_OP_BRANCH && first->as.branch.kind == IR_BRANCH_LOOP)
        return first;
    for (uint32_t b = head; b <= exec->block && question == NULL; b++) {
        const IrInst *end = ir_end_of(exec->function, b);
        if (end->op == IR_OP_BRANCH && end->as.branch.kind == IR_BRANCH_LOOP && engine_loop_of(exec->run->info, b) == head)
            question = end;
    }
    const bool is_part = question != NULL && question->as.branch.if_true != head && first->op == IR_OP_BRANCH && first->as.branch.kind == IR_BRANCH_LOGICAL;
    return is_part ? first : question;
}

/* Whether the path has been in the loop whose question a branch is: then it is not entered, nor skipped. */
static bool came_round(const Exec *exec, const Env *env, const IrInst *branch)
{
    if (branch->as.branch.kind != IR_BRANCH_LOOP)
        return false;
    const uint32_t head = engine_loop_of(exec->run->info, exec->block);
    const IrInst *question = head != IR_NONE ? question_of(exec, head) : NULL;
    return trace_came_round(env->trace, branch->span, question != NULL ? question->span : branch->span);
}

/* Several turns in which nothing is told are one; and a task that is lost at the end of a turn does not go round. */
static void tell_turn(Exec *exec, Env *env, uint32_t head)
{
    const IrInst *question = question_of(exec, head), *back = ir_end_of(exec->function, exec->block);
    const bool is_hidden = question == NULL && back->op == IR_OP_BRANCH && back->as.branch.kind == IR_BRANCH_HIDDEN;
    const IrSpan span = question != NULL ? question->span : back->span;
    const TraceStepKind last = env->trace != NULL ? env->trace->step.kind : TRACE_CREATED;
    const bool is_told = last == TRACE_LOOP_AGAIN && trace_is_at(env->trace, span), is_lost = last == TRACE_SCOPE_END || !env_holds_task(&exec->run->context, env);
    if (!is_hidden && !is_told && !is_lost)
        exec_step(exec, env, TRACE_LOOP_AGAIN, span, NULL);
}

static void leave(Exec *exec, Env *env, uint32_t target)
{
    if (is_loop_turn(exec, target)) {
        exec_forget_incomplete(exec, env);
        if (env->state != TASK_NONE)
            tell_turn(exec, env, target);
    }
    /* Registers that later blocks read travel as cells, but for addresses of locals. */
    const Body *body = exec->run->info->body;
    for (uint32_t i = 0; i < env->register_count; i++)
        if (env->registers[i] != VALUE_NONE && body->local_of[env->register_first + i] == IR_NONE && body_register_is_live(body, target, env->register_first + i))
            env_set(env, value_key(exec->engine->values, VALUE_KEY_REGISTER, VALUE_NONE, env->register_first + i),
                    env->registers[i]);
    run_reach(exec->run, target, env);
}

/* The count below zero for which a loop is skipped, `n` of `i < n` where i is not; NULL: there is none. Who asked before whether it is 0 does not see why there is no turn. */
static const char *negative_count(Exec *exec, Env *env, const IrInst *branch)
{
    const IrBlock *block = &exec->function->blocks[exec->block];
    const IrInst *compared = ir_definition_in(block, branch->as.branch.condition);
    if (compared == NULL || compared->op != IR_OP_BINARY || compared->as.binary.op != IR_LT)
        return NULL;
    const Value count = exec_register(exec, env, compared->as.binary.right), index = exec_register(exec, env, compared->as.binary.left);
    int64_t number;
    if (count == VALUE_NONE || index == VALUE_NONE || value_is_const(exec->engine->values, count, &number))
        return NULL;
    const IntSet counts = env_set_of(&exec->run->context, env, count), first = env_set_of(&exec->run->context, env, index);
    const bool is_negative = counts != INTSET_EMPTY && intset_max(exec->engine->sets, counts) < 0 && first != INTSET_EMPTY && intset_min(exec->engine->sets, first) >= 0;
    return is_negative ? ir_describe(exec->run->info->module, exec->function, compared->as.binary.right, exec->run->context.arena) : NULL;
}

/* Whether a branch asks what a small function returned that is judged here: a path may know that since it came through the function, and is a choice of it all the same. */
static bool asks_answer(const Exec *exec, const IrInst *branch)
{
    const IrBlock *block = &exec->function->blocks[exec->block];
    const IrInst *asked = ir_definition_in(block, branch->as.branch.condition);
    while (asked != NULL && (asked->op == IR_OP_CAST || asked->op == IR_OP_UNARY || asked->op == IR_OP_BINARY))
        asked = ir_definition_in(block, asked->op == IR_OP_CAST ? asked->as.cast.operand : asked->op == IR_OP_UNARY ? asked->as.unary.operand : asked->as.binary.left);
    const IrInst *address = asked != NULL && asked->op == IR_OP_LOAD ? ir_definition_in(block, asked->as.load.address) : NULL;
    return address != NULL && address->op == IR_OP_LOCAL && exec->function->locals[address->as.local].name == NULL;
}

/* Whether a branch of which only one way is possible is told all the same: what settles it may lie before the task, or was told of another way that goes on together with this one. Not
 * within loops, each turn of which would tell it again, but where all of them are left. */
static bool is_told_when_known(const Exec *exec, const IrInst *branch, bool taken)
{
    FunctionInfo *info = exec->run->info;
    const uint32_t target = taken ? branch->as.branch.if_true : branch->as.branch.if_false;
    const bool is_entering = branch->as.branch.kind == IR_BRANCH_LOOP && taken;
    const bool is_once = engine_loop_of(info, exec->block) == IR_NONE || engine_loop_of(info, target) == IR_NONE;
    return asks_answer(exec, branch) || (is_once && !is_entering && branch->as.branch.kind != IR_BRANCH_CONDITIONAL);
}

static void do_branch(Exec *exec, Env *env, const IrInst *inst)
{
    WorldContext *context = &exec->run->context;
    Value condition = exec_register(exec, env, inst->as.branch.condition);
    IntSet zero = intset_range(context->sets, 0, 0);
    Env other;
    context->work += env->cell_count + env->fact_count;
    env_copy(&other, env);
    bool may_change = waits_for_change(exec, env);
    bool is_bound_lost = task_counts_is_bound_lost(exec, env, inst);
    IntSet nonzero = intset_complement(context->sets, zero);
    bool can_be_true = may_change ? unchanged_assume_awaited(exec, env, condition, nonzero) : unchanged_assume(exec, env, condition, nonzero);
    bool can_be_false = may_change ? unchanged_assume_awaited(exec, &other, condition, zero)
                                   : unchanged_assume_on_way(exec, &other, condition, zero, inst->as.branch.if_false, false);
    if (inst->as.branch.kind == IR_BRANCH_IF) {
        unchanged_judged(exec, env);
        unchanged_judged(exec, &other);
    }
    bool is_told = inst->as.branch.kind == IR_BRANCH_LOOP || exec->run->asked->decides[exec->block];
    bool is_choice = ((can_be_true && can_be_false) || is_told_when_known(exec, inst, can_be_true)) && inst->as.branch.kind != IR_BRANCH_HIDDEN && is_told;
    if (can_be_true) {
        const bool is_turn = inst->as.branch.kind == IR_BRANCH_LOOP && is_loop_turn(exec, inst->as.branch.if_true);
        if (is_choice && !is_turn && !came_round(exec, env, inst))
            exec_step(exec, env, branch_step(exec, inst, true), inst->span, NULL);
        task_counts_leave(exec, env, inst, inst->as.branch.if_true, is_bound_lost);
        leave(exec, env, inst->as.branch.if_true);
    }
    if (can_be_false) {
        if (is_choice) {
            const TraceStepKind kind = came_round(exec, &other, inst) ? TRACE_LOOP_LEFT : branch_step(exec, inst, false);
            exec_step(exec, &other, kind, inst->span, kind == TRACE_LOOP_SKIPPED || kind == TRACE_LOOP_LEFT ? negative_count(exec, &other, inst) : NULL);
        }
        task_counts_leave(exec, &other, inst, inst->as.branch.if_false, is_bound_lost);
        leave(exec, &other, inst->as.branch.if_false);
    }
    env_clear(&other);
}

/* One successor gets the union of the values of all its cases, so that `case 1: case 2:` is one world. */
static IntSet values_of_target(WorldContext *context, const IrInst *inst, uint32_t first)
{
    IntSet set = INTSET_EMPTY;
    for (uint32_t i = first; i < inst->as.switch_.case_count; i++)
        if (inst->as.switch_.cases[i].target == inst->as.switch_.cases[first].target)
            set = intset_union(context->sets, set,
                               intset_range(context->sets, inst->as.switch_.cases[i].low, inst->as.switch_.cases[i].high));
    return set;
}

static bool is_first_of_target(const IrInst *inst, uint32_t at)
{
    for (uint32_t i = 0; i < at; i++)
        if (inst->as.switch_.cases[i].target == inst->as.switch_.cases[at].target)
            return false;
    return true;
}

static void do_switch(Exec *exec, Env *env, const IrInst *inst)
{
    WorldContext *context = &exec->run->context;
    Value value = exec_register(exec, env, inst->as.switch_.value);
    IntSet rest = INTSET_FULL;
    bool is_told = exec->run->asked->decides[exec->block], may_change = waits_for_change(exec, env);
    for (uint32_t i = 0; i < inst->as.switch_.case_count; i++) {
        const IrCase *one = &inst->as.switch_.cases[i];
        rest = intset_intersect(context->sets, rest, intset_complement(context->sets, intset_range(context->sets, one->low, one->high)));
        /* Large tables are not grouped: quadratic; each case then is a world, merged again where they meet. */
        bool grouped = inst->as.switch_.case_count <= 64;
        if (grouped && !is_first_of_target(inst, i))
            continue;
        IntSet set = grouped ? values_of_target(context, inst, i) : intset_range(context->sets, one->low, one->high);
        Env taken;
        env_copy(&taken, env);
        if (may_change ? unchanged_assume_awaited(exec, &taken, value, set) : unchanged_assume(exec, &taken, value, set)) {
            if (is_told)
                exec_step(exec, &taken, TRACE_CASE, inst->span, NULL);
            if (is_told && taken.state != TASK_NONE)
                ((Trace *)(uintptr_t)taken.trace)->step.value = one->low; /* the step just added is not shared yet */
            leave(exec, &taken, one->target);
        }
        env_clear(&taken);
    }
    if (may_change ? unchanged_assume_awaited(exec, env, value, rest)
                   : unchanged_assume_on_way(exec, env, value, rest, inst->as.switch_.otherwise, inst->as.switch_.case_count > 1)) {
        if (is_told)
            exec_step(exec, env, TRACE_DEFAULT, inst->span, NULL);
        leave(exec, env, inst->as.switch_.otherwise);
    }
}

/* Whether another value that a variable got was the last that happened to the task: it is lost there, and not where the function returns. */
static bool is_lost_by_last_step(const Exec *exec, const Env *env)
{
    bool is_lost = env->state == TASK_LIVE && env->trace != NULL && env->trace->step.kind == TRACE_OVERWRITTEN;
    for (uint32_t i = 0; i < env->cell_count && is_lost; i++)
        is_lost = !is_task(exec, env->cells[i].value);
    return is_lost;
}

static void do_return(Exec *exec, Env *env, const IrInst *inst)
{
    Values *values = exec->engine->values;
    Value result = value_key(values, VALUE_KEY_RETURN, VALUE_NONE, 0);
    IrOperand operand = inst->as.return_.value;
    if (operand.reg != IR_NONE) {
        Value value = exec_register(exec, env, operand.reg);
        if (operand.type.kind == IR_TYPE_AGGREGATE) {
            if (value != VALUE_NONE)
                object_copy(exec, env, result, value, operand.type);
        } else {
            if (value != VALUE_NONE && is_task(exec, value) && env->state == TASK_CONSUMED)
                exec_consume(exec, env, inst, ANALYSIS_USE_RETURN, NULL, operand.reg, NULL);
            else if (value != VALUE_NONE && env_get(env, value_key(values, VALUE_KEY_CONSUMED, value, 0)) != VALUE_NONE)
                exec_note_consumed(exec, env, value, 1);
            env_set(env, result, value);
        }
    }
    if (!is_lost_by_last_step(exec, env))
        exec_step(exec, env, TRACE_FUNCTION_END, inst->span, NULL);
    run_exit(exec->run, env);
}

void exec_leave(Exec *exec, Env *env, const IrInst *inst)
{
    switch (inst->op) {
    case IR_OP_JUMP: leave(exec, env, inst->as.jump.target); break;
    case IR_OP_BRANCH: do_branch(exec, env, inst); break;
    case IR_OP_SWITCH: do_switch(exec, env, inst); break;
    case IR_OP_ANY:
        for (uint32_t i = 0; i < inst->as.any.target_count; i++) {
            Env taken;
            env_copy(&taken, env);
            leave(exec, &taken, inst->as.any.targets[i]);
            env_clear(&taken);
        }
        break;
    case IR_OP_RETURN: do_return(exec, env, inst); break;
    default: /* unreachable: only what was lost before the end counts */
        if (env->state == TASK_LIVE && !env_holds_task(&exec->run->context, env)) {
            for (uint32_t i = 0; i < env->register_count; i++)
                if (is_task(exec, env->registers[i]))
                    return; /* the last call still had it */
            report_lost(exec, env, env->trace, ANALYSIS_LOSS_SCOPE_END);
        }
        break;
    }
}
