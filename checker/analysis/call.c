/* call.c - what a call does: by the callee's summary where its body is known, else by its declaration, else by the contract's
 * defaults (a by-value task is consumed, what comes back is a new task, an address given away escapes). */
#include "analysis/engine.h"

#include <string.h>

static bool is_task(const Exec *exec, Value value)
{
    return value != VALUE_NONE && value_node(exec->engine->values, value)->kind == VALUE_TASK;
}

/* --- results --- */

static void note_site(Exec *exec, const IrInst *inst, Value out_key, const char *name, bool is_found)
{
    GArray *found = exec->run->sites_found;
    if (found == NULL)
        return;
    Site site = {exec->block, (uint32_t)(inst - exec->function->blocks[exec->block].insts), out_key, name, is_found};
    for (uint32_t i = 0; i < found->len; i++) {
        const Site *known = &g_array_index(found, Site, i);
        if (known->block == site.block && known->inst == site.inst && known->out_key == out_key && known->is_found == is_found)
            return;
    }
    g_array_append_val(found, site);
}

static const char *callee_name(const Exec *exec, const IrInst *inst, const FunctionInfo *callee)
{
    if (callee != NULL && inst->as.call.written_out == 0)
        return callee->function->name;
    return ir_called_name(exec->module, inst);
}

/* A task that this function comes to own: the followed one, when this is its site. `is_consumed`: by the callee that made it. */
Value call_new_task(Exec *exec, Env *env, const IrInst *inst, Value out_key, IrType type, const char *maker,
                    const char *name, bool is_consumed)
{
    note_site(exec, inst, out_key, name, false);
    if (env->state != TASK_NONE || !exec_is_site(exec, inst, out_key, false))
        return env_fresh(&exec->run->context, env, type);
    env->is_loose_since_task = false;
    unchanged_begin_task(exec, env);
    env->state = TASK_LIVE;
    exec->run->has_made = true;
    exec_step(exec, env, TRACE_CREATED, inst->span, maker);
    if (is_consumed)
        exec_consume(exec, env, inst, ANALYSIS_USE_CALL, maker, IR_NONE, NULL);
    return value_task(exec->engine->values);
}

Value call_found_task(Exec *exec, Env *env, Value address, IrType type)
{
    if (exec->inst == NULL || value_unknown_element(exec->engine->values, address) != VALUE_NONE)
        return env_fresh(&exec->run->context, env, type);
    note_site(exec, exec->inst, VALUE_NONE, NULL, true);
    if (env->state != TASK_NONE || !exec_is_site(exec, exec->inst, VALUE_NONE, true))
        return env_fresh(&exec->run->context, env, type);
    env->state = TASK_LIVE;
    env->flags |= WORLD_EXCUSED;
    return value_task(exec->engine->values);
}

static bool has_word(const char *name, const char *word)
{
    return name != NULL && strstr(name, word) != NULL;
}

/* An observer of the API that asks whether a task is there yet answers the same as long as the task is the same. */
static Value completion_query(Exec *exec, Env *env, const IrInst *inst, const FunctionInfo *callee, const Value *arguments)
{
    if (callee == NULL || !callee->function->is_api || !has_word(callee->function->name, "is_completed"))
        return VALUE_NONE;
    Value task = VALUE_NONE;
    for (uint32_t i = 0; i < inst->as.call.argument_count && task == VALUE_NONE; i++)
        if (inst->as.call.arguments[i].type.kind == IR_TYPE_TASK)
            task = arguments[i];
    if (task == VALUE_NONE)
        return VALUE_NONE;
    Value key = value_key(exec->engine->values, VALUE_KEY_COMPLETED, task, 0);
    Value answer = env_get(env, key);
    if (answer == VALUE_NONE) {
        answer = env_fresh(&exec->run->context, env, IR_BOOL);
        env_set(env, key, answer);
    }
    return answer;
}

static void assume_completion(Exec *exec, Env *env, Value task, IrCompletion completion)
{
    WorldContext *context = &exec->run->context;
    if (completion == IR_COMPLETION_UNSPECIFIED)
        return;
    bool is_async = completion == IR_COMPLETION_ASYNC;
    IntSet one = intset_range(context->sets, 1, 1), zero = intset_range(context->sets, 0, 0);
    env_assume(context, env, value_pending(context->values, task), is_async ? one : zero);
    if (!is_async)
        env_set(env, value_key(context->values, VALUE_KEY_COMPLETED, task, 0), value_const(context->values, 1));
}

/* The API's awaiting functions return 0 or a negative errno. */
static bool returns_status(const FunctionInfo *callee)
{
    return callee != NULL && callee->function->is_api && g_str_has_prefix(callee->function->name, "vt_") &&
           (g_str_has_suffix(callee->function->name, "_await") || g_str_has_suffix(callee->function->name, "_await_timeout"));
}

static void declared_result(Exec *exec, Env *env, const IrInst *inst, const FunctionInfo *callee, const Value *arguments)
{
    WorldContext *context = &exec->run->context;
    if (inst->type.kind == IR_TYPE_AGGREGATE) {
        if (inst->as.call.into != IR_NONE)
            object_fill(exec, env, exec_register(exec, env, inst->as.call.into), object_extent(inst->type), false);
        return;
    }
    if (inst->result == IR_NONE)
        return;
    Value value;
    if (inst->type.kind == IR_TYPE_TASK) {
        value = call_new_task(exec, env, inst, VALUE_NONE, inst->type, callee_name(exec, inst, callee), NULL, false);
        if (callee != NULL)
            assume_completion(exec, env, value, callee->linked->completion);
    } else if (ir_is_plain(inst->type)) {
        Value place = answers_place(exec, inst, callee, arguments);
        const IntSet told = texts_told(exec, env, inst, callee, arguments, place);
        value = place != VALUE_NONE ? answers_load(exec, env, place, inst->type) : completion_query(exec, env, inst, callee, arguments);
        if (value == VALUE_NONE)
            value = env_fresh(context, env, inst->type);
        if (returns_status(callee))
            env_assume(context, env, value, intset_range(context->sets, INT64_MIN, 0));
        const IntSet answer = intset_intersect(context->sets, told, texts_answer(exec, env, inst, callee, arguments));
        if (answer != INTSET_FULL && intset_intersect(context->sets, env_set_of(context, env, value), answer) != INTSET_EMPTY)
            env_assume(context, env, value, answer);
        if (callee != NULL && callee->function->is_allocator)
            env_set(env, value_key(context->values, VALUE_KEY_HEAP, value, 0), value_const(context->values, 1));
        if (callee != NULL && callee->function->is_zeroing)
            env_set_rest(context->values, env, value, true, REST_ZERO);
    } else {
        value = VALUE_NONE;
    }
    exec_set_register(exec, env, inst->result, value);
}

/* --- arguments, by declaration --- */

static bool task_is_inside(Exec *exec, const Env *env, Value address)
{
    for (uint32_t i = 0; i < env->cell_count; i++)
        if (is_task(exec, env->cells[i].value) &&
            value_node(exec->engine->values, env->cells[i].key)->kind != VALUE_KEY &&
            value_rebase(exec->engine->values, env->cells[i].key, address, address) != VALUE_NONE)
            return true;
    return false;
}

/* realloc and its like. */
static bool is_mover(const FunctionInfo *callee)
{
    return callee != NULL && callee->function->is_allocator && callee->function->is_deallocator;
}

/* The array of bytes in a struct that an address leads into: who gets it fills it, and nobody comes from there to what lies around it. VALUE_NONE: it is none. */
static Value buffer_at(const Exec *exec, Value address)
{
    const Values *values = exec->engine->values;
    const ValueNode *node = value_node(values, address);
    while (node->kind == VALUE_ELEMENT || node->kind == VALUE_ELEMENT_AT) {
        address = node->left;
        node = value_node(values, address);
    }
    bool is_buffer = node->kind == VALUE_FIELD && exec->engine->layouts[node->number].element == 8 && !exec->engine->fields[node->number].is_shared;
    return is_buffer ? address : VALUE_NONE;
}

/* To code that is not seen and has declared nothing of it. */
static void pass_to_unseen(Exec *exec, Env *env, const FunctionInfo *callee, uint32_t index, Value value)
{
    Value buffer = buffer_at(exec, value);
    if (engine_is_shown(callee, index)) {
        memory_show(exec, env, value);
    } else if (buffer != VALUE_NONE && !task_is_inside(exec, env, buffer)) {
        object_written(exec, env, buffer);
    } else {
        unchanged_hand_over(exec, env, value);
        memory_escape(exec, env, value);
    }
}

static void pass_pointer(Exec *exec, Env *env, const IrInst *inst, const FunctionInfo *callee, uint32_t index, Value value)
{
    IrEffect effect = engine_effect(callee, index);
    IrReg reg = inst->as.call.arguments[index].reg;
    const char *name = callee_name(exec, inst, callee);
    if (effect != IR_EFFECT_UNSPECIFIED) {
        if (value != VALUE_NONE && effect == IR_EFFECT_CONSUMES)
            exec_note_consumed(exec, env, env_get(env, value), 1);
        Extent extent = extent_of(exec, env, inst, callee, index);
        uint32_t times;
        Reach reach = extent_reach(exec, env, extent, &times);
        if (reach == REACH_PAST && effect == IR_EFFECT_CONSUMES && env->state == TASK_LIVE)
            env->flags |= WORLD_PAST_COUNT;
        if (reach == REACH_PAST && effect == IR_EFFECT_CONSUMES && env->state == TASK_LIVE && extent.has_count)
            exec_step(exec, env, TRACE_LEFT_OUT, inst->span, name);
        if (reach <= REACH_PAST || (reach != REACH_CERTAIN && env->state == TASK_CONSUMED))
            return; /* what may be right is not said to be wrong */
        if (reach == REACH_UNKNOWN)
            env->state = TASK_ESCAPED;
        else if (effect == IR_EFFECT_CONSUMES) {
            env->flags |= env->state == TASK_LIVE && extent.has_count ? WORLD_ALL_CONSUMED : 0;
            for (uint32_t i = 0; i < MAX(times, 1); i++)
                exec_consume(exec, env, inst, ANALYSIS_USE_CALL, name, reg, NULL);
        } else {
            exec_observe(exec, env, inst, ANALYSIS_USE_OBSERVE, name, reg);
        }
        return;
    }
    if (value == VALUE_NONE)
        return;
    if (!engine_is_trusted(callee)) {
        pass_to_unseen(exec, env, callee, index, value);
        return;
    }
    if (is_mover(callee) && index == 0)
        return;
    Value object = container_whole(exec->engine, value);
    if (callee->function->is_deallocator && index == 0 && value_root(exec->engine->values, object) == object) {
        object_free(exec, env, inst, object, name);
        return;
    }
    bool is_read = engine_is_shown(callee, index) || (!callee->is_impure && !answers_are_stored(callee, inst));
    if (is_read)
        memory_note_copied(exec, env, value);
    if (is_read && !task_is_inside(exec, env, value))
        return;
    object_written(exec, env, value);
}

/* It will be seen what becomes of a task that goes there. */
static bool is_awaited(const Exec *exec, const FunctionInfo *callee)
{
    return exec->engine->program->is_awaited && callee != NULL && !callee->function->is_defined && !engine_is_trusted(callee);
}

/* Whether a function that pointers may lead to takes the arguments of this call. */
static bool may_be_called(const FunctionInfo *info, const IrInst *call)
{
    const IrFunction *function = info->function;
    bool may = function->param_count == call->as.call.argument_count;
    for (uint32_t i = 0; i < function->param_count && may; i++)
        may = function->params[i].type.kind == call->as.call.arguments[i].type.kind;
    return may;
}

/* Whether there are such, and all of them leave a task alone that they get. */
static bool is_left_alone(Exec *exec, const IrInst *call, uint32_t argument)
{
    Engine *engine = exec->engine;
    bool is_any = false, is_left = true;
    for (uint32_t i = 0; i < engine->indirect_callees->len && is_left; i++) {
        FunctionInfo *info = engine->indirect_callees->pdata[i];
        if (!may_be_called(info, call))
            continue;
        is_any = true;
        if (!info->is_reached) {
            is_left = engine_effect(info, argument) == IR_EFFECT_OBSERVES;
            continue;
        }
        Run *run = engine_parameter_run(engine, info, argument);
        engine_depend(run, exec->run);
        exec->run->is_waiting = exec->run->is_waiting || !run->has_run;
        for (uint32_t k = 0; k < run->summary.count && is_left; k++)
            is_left = run->summary.worlds[k]->state == TASK_LIVE;
    }
    return is_any && is_left;
}

static void pass_argument(Exec *exec, Env *env, const IrInst *inst, const FunctionInfo *callee, uint32_t index, Value value)
{
    IrOperand operand = inst->as.call.arguments[index];
    switch (operand.type.kind) {
    case IR_TYPE_TASK:
        if (callee == NULL && is_task(exec, value) && first_look_is_lost(exec, NULL, NULL))
            break;
        if (engine_effect(callee, index) == IR_EFFECT_UNSPECIFIED && is_awaited(exec, callee)) {
            memory_escape(exec, env, value);
        } else if (callee == NULL && is_left_alone(exec, inst, index)) {
            memory_escape(exec, env, value);
            exec_note_consumed(exec, env, value, 2);
        } else if (!is_task(exec, value)) {
            if (engine_effect(callee, index) != IR_EFFECT_OBSERVES)
                exec_note_consumed(exec, env, value, 1);
        } else if (engine_effect(callee, index) == IR_EFFECT_OBSERVES)
            exec_observe(exec, env, inst, ANALYSIS_USE_OBSERVE, callee_name(exec, inst, callee), operand.reg);
        else
            exec_consume(exec, env, inst, ANALYSIS_USE_CALL, callee_name(exec, inst, callee), operand.reg, NULL);
        break;
    case IR_TYPE_POINTER: pass_pointer(exec, env, inst, callee, index, value); break;
    case IR_TYPE_AGGREGATE: /* contents are copied to where nobody sees them */
        if (value != VALUE_NONE && task_is_inside(exec, env, value))
            memory_escape(exec, env, value_task(exec->engine->values));
        break;
    case IR_TYPE_INT:
        if (value != VALUE_NONE && value_is_address(exec->engine->values, value))
            memory_escape(exec, env, value); /* an address in disguise */
        break;
    default: break;
    }
}

/* The second way on from a call of setjmp, the one that longjmp takes: what was live may have been consumed meanwhile, and what was known
 * of memory may have changed. */
static void come_back(Exec *exec, Env *env, const IrInst *inst)
{
    WorldContext *context = &exec->run->context;
    if (env->state == TASK_LIVE || env->state == TASK_CONSUMED)
        env->state = TASK_ESCAPED;
    for (uint32_t i = env->cell_count; i-- > 0;) {
        const ValueNode *key = value_node(context->values, env->cells[i].key);
        if (value_is_rest(key) || (key->kind != VALUE_KEY && !is_task(exec, env->cells[i].value)))
            i = memory_forget_cell(exec, env, i);
    }
    Value answer = env_fresh(context, env, inst->type);
    env_assume(context, env, answer, intset_complement(context->sets, intset_range(context->sets, 0, 0)));
    exec_set_register(exec, env, inst->result, answer);
}

static void call_setjmp(Exec *exec, Env *env, const IrInst *inst, uint32_t next)
{
    if (inst->result == IR_NONE)
        return;
    Path back = {.next = next};
    env_copy(&back.env, env);
    come_back(exec, &back.env, inst);
    g_array_append_val(exec->pending, back);
    exec_set_register(exec, env, inst->result, value_const(exec->engine->values, 0));
}

/* Memory that grows again and again is not followed: each time its elements, of unknown number, would get one more name. */
static bool is_moved_once(Exec *exec, const Env *env, const IrInst *inst, Value object)
{
    Values *values = exec->engine->values;
    Value made = object == VALUE_NONE ? VALUE_NONE : env_get(env, value_key(values, VALUE_KEY_HEAP, object, 0));
    return inst->result != IR_NONE && made == value_const(values, 1) && value_root(values, object) == object;
}

/* What the object held lies in the new one; or there is none, and everything is as it was. */
static void call_mover(Exec *exec, Env *env, const IrInst *inst, Value object, uint32_t next)
{
    WorldContext *context = &exec->run->context;
    if (!is_moved_once(exec, env, inst, object)) {
        memory_escape(exec, env, object);
        if (inst->result != IR_NONE)
            memory_escape(exec, env, exec_register(exec, env, inst->result));
        return;
    }
    Path refused = {.next = next};
    env_copy(&refused.env, env);
    exec_set_register(exec, &refused.env, inst->result, value_const(context->values, 0));
    g_array_append_val(exec->pending, refused);
    Value moved = exec_register(exec, env, inst->result);
    env_assume(context, env, moved, intset_complement(context->sets, intset_range(context->sets, 0, 0)));
    env_set(env, value_key(context->values, VALUE_KEY_HEAP, moved, 0), value_const(context->values, 2)); /* once more than made here */
    object_copy(exec, env, moved, object, IR_OTHER);
    object_free(exec, env, NULL, object, NULL);
}

static void call_by_declaration(Exec *exec, Env *env, const IrInst *inst, const FunctionInfo *callee, const Value *arguments)
{
    for (uint32_t i = 0; i < inst->as.call.argument_count; i++)
        pass_argument(exec, env, inst, callee, i, arguments[i]);
    if (!engine_is_trusted(callee))
        memory_havoc(exec, env);
    else if (returns_status(callee))
        exec_forget_incomplete(exec, env); /* awaiting one task gives the others time */
    declared_result(exec, env, inst, callee, arguments);
    texts_note_copy(exec, env, inst, arguments);
}

/* --- calls of functions whose body is known --- */

/* Contract §2: a by-value task that the callee consumes on some paths only. Who says so, the callee or the caller? `is_open`: both can happen
 * at this call, as far as is known. */
static void settle_split(Exec *exec, const Run *callee, bool is_open, GArray *ends)
{
    FunctionInfo *info = callee->info;
    SummarySplit split = callee->summary.split;
    if (callee->param == IR_NONE || split == SPLIT_NONE || split == SPLIT_BY_RETURN || ends->len == 0)
        return;
    if ((exec->run->first_look != FIRST_LOOK_NONE || exec->run->is_coarse) && is_open) {
        exec->run->is_doubtful = true;
        return;
    }
    info->is_split_decided = info->is_split_decided || !is_open;
    info->is_split_undecided = info->is_split_undecided || is_open;
    bool judged_here = !is_open && summary_callers_are_known(info, split);
    for (uint32_t i = 0; i < ends->len && !judged_here; i++) {
        Env *env = &g_array_index(ends, Path, i).env;
        if (env->state == TASK_LIVE)
            env->flags |= WORLD_EXCUSED;
    }
}

/* Whether the callee leaves every task alone that it gets, for all that is seen. */
static bool only_observes(const Run *callee)
{
    bool none_consumed = callee->param != IR_NONE;
    for (uint32_t i = 0; i < callee->summary.count; i++)
        none_consumed = none_consumed && callee->summary.worlds[i]->state == TASK_LIVE;
    return none_consumed;
}

/* A callee that may consume after all, because code out of sight sets a variable that it asks: then it is the one at fault. */
static void suppose(Exec *exec, const Run *callee, GArray *ends)
{
    if (!callee->is_supposing)
        return;
    exec->run->is_supposing = true;
    for (uint32_t i = 0; i < ends->len && only_observes(callee); i++)
        g_array_index(ends, Path, i).env.flags |= WORLD_EXCUSED;
}

static bool is_past_count(const World *way)
{
    return way->state == TASK_LIVE && (way->flags & WORLD_PAST_COUNT);
}

/* Where nobody can say whether the number of elements that are consumed is too small for the followed task, it is taken to be large enough. */
static void trust_count(GArray *ends, bool some_consumed)
{
    for (uint32_t i = ends->len; i-- > 0;) {
        Env *env = &g_array_index(ends, Path, i).env;
        if (some_consumed && env->state == TASK_LIVE && (env->flags & WORLD_PAST_COUNT)) {
            env_clear(env);
            g_array_remove_index(ends, i);
            continue;
        }
        env->flags &= (uint8_t)~WORLD_PAST_COUNT;
    }
}

/* Ways to enter a recursive function that differ in where the task is: over parts of an array there is one more each time. */
enum { MOST_TASK_ENTRIES = 64 };

/* The callee's world; the task is out of sight in it once there are too many. */
static const World *entry_of(Exec *exec, Env *env, const IrInst *inst, FunctionInfo *callee, const Value *arguments)
{
    const World *entry = summary_entry(exec, env, inst, callee, arguments);
    bool is_counted = entry->state != TASK_NONE && callee->is_recursive && !engine_names_number(exec->engine, entry);
    bool is_full = callee->task_entries >= MOST_TASK_ENTRIES || summary_is_past_numbers(exec->run, callee);
    if (!is_counted || !is_full || engine_known_run(exec->engine, callee, entry) != NULL)
        return entry;
    g_hash_table_insert(exec->engine->limits, callee, (gpointer)(uintptr_t)"it is called with the task in more places than are followed");
    env->state = TASK_ESCAPED;
    return summary_entry(exec, env, inst, callee, arguments);
}

/* A recursion whose ways are no longer told apart, and in some of which the task got out of sight: it may be another that was consumed (an element whose
 * number is forgotten). */
static bool may_mean_another(const Run *callee)
{
    bool some_escaped = false;
    for (uint32_t i = 0; i < callee->summary.count; i++)
        some_escaped = some_escaped || callee->summary.worlds[i]->state == TASK_ESCAPED;
    return callee->is_bare && some_escaped;
}

/* Of the callee nobody found out what it does: it may do anything with what it is given, but that it is a pointer to const says as much as of code that is not seen. */
static void call_given_up(Exec *exec, Env *env, const IrInst *inst, const FunctionInfo *callee, const Value *arguments)
{
    for (uint32_t i = 0; i < inst->as.call.argument_count; i++) {
        (engine_is_shown(callee, i) ? memory_show : memory_escape)(exec, env, arguments[i]);
        if (inst->as.call.arguments[i].type.kind == IR_TYPE_TASK)
            exec_note_consumed(exec, env, arguments[i], 2);
    }
    call_by_declaration(exec, env, inst, callee, arguments);
}

static Run *ask(Exec *exec, FunctionInfo *callee, const World *entry)
{
    Run *run = engine_entry_run(exec->engine, callee, entry);
    engine_ask(run, exec->run);
    return run;
}

/* Continues with every way in which the call can end. Returns whether `env` itself goes on (as the first way). */
static bool call_by_summary(Exec *exec, Env *env, const IrInst *inst, FunctionInfo *callee, const Value *arguments, uint32_t next)
{
    for (uint32_t i = callee->function->param_count; i < inst->as.call.argument_count; i++)
        pass_argument(exec, env, inst, callee, i, arguments[i]); /* variadic: what becomes of it cannot be seen */
    const World *entry = entry_of(exec, env, inst, callee, arguments);
    if (first_look_skips(exec, inst, callee, entry)) {
        declared_result(exec, env, inst, callee, arguments);
        return true;
    }
    if (first_look_is_lost(exec, callee, entry))
        return false;
    Run *run = ask(exec, callee, entry);
    const World *closer = summary_closer_entry(exec, env, inst, run, arguments, entry);
    if (closer != entry)
        run = ask(exec, callee, closer);
    if (run->is_given_up) {
        call_given_up(exec, env, inst, callee, arguments);
        return true;
    }
    const Summary *given = summary_given(exec, env, inst, run, arguments), *summary = given != NULL ? given : &run->summary;
    exec->run->puts_tasks = exec->run->puts_tasks || run->puts_tasks;
    bool some_live = false, some_consumed = false, is_open = may_mean_another(run);
    Value answer = answers_place(exec, inst, callee, arguments);
    GArray *ends = g_array_new(FALSE, FALSE, sizeof(Path));
    for (uint32_t i = 0; i < summary->count; i++) {
        const World *way = summary->worlds[i]; /* those come first in which the task is live */
        if (is_open && way->state == TASK_CONSUMED && env->state == TASK_CONSUMED)
            continue; /* what may be right is not said to be wrong */
        Path end = {.next = next};
        env_copy(&end.env, env);
        if (!summary_apply(exec, &end.env, inst, run, way, arguments) || !answers_agree(exec, &end.env, inst, answer)) {
            env_clear(&end.env);
            continue;
        }
        g_array_append_val(ends, end);
        some_live = some_live || way->state == TASK_LIVE;
        some_consumed = some_consumed || way->state == TASK_CONSUMED;
        is_open = is_open || is_past_count(way);
    }
    if (exec->run->kind == RUN_SITES)
        trust_count(ends, some_consumed);
    if (entry->state != TASK_NONE)
        settle_split(exec, run, some_live && some_consumed, ends);
    suppose(exec, run, ends);
    bool goes_on = ends->len > 0;
    if (goes_on) {
        env_clear(env);
        *env = g_array_index(ends, Path, 0).env;
        for (uint32_t i = ends->len - 1; i >= 1; i--)
            g_array_append_val(exec->pending, g_array_index(ends, Path, i));
    }
    g_array_free(ends, TRUE);
    return goes_on;
}

/* --- who is called --- */

/* Functions that a call may reach; empty: unknown. */
static void add_target(uint32_t function, void *data)
{
    GArray *targets = data;
    for (uint32_t i = 0; i < targets->len; i++)
        if (g_array_index(targets, uint32_t, i) == function)
            return;
    g_array_append_val(targets, function);
}

static const IrInst *load_of(const Exec *exec, IrReg reg)
{
    const IrBlock *block = &exec->function->blocks[exec->block];
    for (uint32_t i = 0; i < block->inst_count; i++)
        if (block->insts[i].result == reg)
            return block->insts[i].op == IR_OP_LOAD ? &block->insts[i] : NULL;
    return NULL;
}

static void find_targets(Exec *exec, Env *env, const IrInst *inst, GArray *targets)
{
    Engine *engine = exec->engine;
    if (inst->as.call.function != IR_NONE) {
        add_target(engine->program->function_of[exec->run->info->module_index][inst->as.call.function], targets);
        return;
    }
    if (inst->as.call.pointer == IR_NONE)
        return;
    Value pointer = exec_register(exec, env, inst->as.call.pointer);
    const ValueNode *node = value_node(engine->values, pointer);
    if (node->kind == VALUE_FUNCTION) {
        add_target((uint32_t)node->number, targets);
        return;
    }
    const IrInst *load = load_of(exec, inst->as.call.pointer);
    if (load != NULL)
        initials_functions(exec, exec_register(exec, env, load->as.load.address), add_target, targets);
}

/* One way to go on from a call of one callee. */
static bool call_one(Exec *exec, Env *env, const IrInst *inst, FunctionInfo *callee, const Value *arguments, uint32_t next)
{
    if (callee != NULL && callee->is_reached)
        return call_by_summary(exec, env, inst, callee, arguments, next);
    call_by_declaration(exec, env, inst, callee, arguments);
    if (callee != NULL && callee->function->is_setjmp)
        call_setjmp(exec, env, inst, next);
    if (is_mover(callee) && inst->as.call.argument_count > 0)
        call_mover(exec, env, inst, arguments[0], next);
    return bits_tell(exec, env, inst, callee, arguments, next);
}

bool exec_call(Exec *exec, Env *env, const IrInst *inst, uint32_t next)
{
    uint32_t count = inst->as.call.argument_count;
    Value few[8];
    Value *arguments = count <= G_N_ELEMENTS(few) ? few : g_new(Value, count);
    for (uint32_t i = 0; i < count; i++)
        arguments[i] = elements_known(exec, env, exec_register(exec, env, inst->as.call.arguments[i].reg));
    GArray *targets = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    find_targets(exec, env, inst, targets);
    for (uint32_t i = 1; i < targets->len; i++) { /* the others wait their turn */
        Path other = {.next = next};
        env_copy(&other.env, env);
        FunctionInfo *callee = &exec->engine->infos[g_array_index(targets, uint32_t, i)];
        if (call_one(exec, &other.env, inst, callee, arguments, next))
            g_array_append_val(exec->pending, other);
        else
            env_clear(&other.env);
    }
    FunctionInfo *callee = targets->len > 0 ? &exec->engine->infos[g_array_index(targets, uint32_t, 0)] : NULL;
    bool goes_on = call_one(exec, env, inst, callee, arguments, next);
    g_array_free(targets, TRUE);
    if (arguments != few)
        g_free(arguments);
    return goes_on;
}
