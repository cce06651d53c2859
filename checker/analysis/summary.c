/* summary.c - the effect of a call, by the ways in which it can end.
 *
 * A summary's world speaks of the callee's unknowns. Applying it finds what these are at the call: VALUE_KEY_INITIAL cells
 * say which unknown came in where, so each is bound to the argument or to the caller's memory; facts about bound unknowns become
 * conditions on the caller's values, and a way whose conditions cannot hold is no way. Then the callee's changes to memory
 * from outside are stored. */
#include "analysis/application.h"
#include "worlds/infer.h"

#include <inttypes.h>

static bool has_key(const World *world, Values *values, int key)
{
    return world_get(world, value_key(values, key, VALUE_NONE, 0)) != VALUE_NONE;
}

/* Whether a task is there yet: not there inside the callee means not there before; while no unknown code ran, the answers
 * are the same. What the callee was told last is what is known afterwards. */
static bool apply_completion(Application *application)
{
    WorldContext *context = &application->exec->run->context;
    Values *values = context->values;
    const World *way = application->way;
    bool time_passed = has_key(way, values, VALUE_KEY_HAVOC);
    for (uint32_t i = 0; i < way->cell_count; i++) {
        const ValueNode key = *value_node(values, way->cells[i].key);
        if (key.kind != VALUE_KEY || (key.op != VALUE_KEY_COMPLETED && key.op != VALUE_KEY_INCOMPLETE) || !application_is_bound(application, key.left))
            continue;
        Value place = value_key(values, VALUE_KEY_COMPLETED, application_in_caller(application, key.left), 0);
        Value known = env_get(application->env, place);
        int64_t answer;
        bool was_no = key.op == VALUE_KEY_INCOMPLETE || (value_is_const(values, way->cells[i].value, &answer) && answer == 0);
        if (known != VALUE_NONE && was_no && !env_assume(context, application->env, known, intset_range(context->sets, 0, 0)))
            return false;
        if (key.op == VALUE_KEY_INCOMPLETE)
            continue;
        if (known != VALUE_NONE && !was_no && !time_passed && !application_bind_initial(application, way->cells[i].value, known))
            return false;
        env_set(application->env, place, application_in_caller(application, way->cells[i].value));
    }
    return true;
}

/* A callee that counts on from what came in takes that not to be at its end (body_places.c, find_counted). Where the caller has put "none" there, UINT_MAX, the first step makes 0 of it. */
static bool comes_round(const Application *application, Fact fact, Value value)
{
    enum { FARTHEST = 64 };
    WorldContext *context = &application->exec->run->context;
    const ValueNode *node = value_node(context->values, fact.atom);
    if (application->callee->info->body->counted_from == NULL || node->kind != VALUE_SYMBOL || node->type.kind != IR_TYPE_INT || node->type.is_signed)
        return false;
    const int64_t end = ir_type_max(node->type), most = intset_max(context->sets, fact.set);
    if (most >= end || most < end - FARTHEST)
        return false;
    const IntSet set = infer_within_type(context, node->type, env_set_of(context, application->env, value));
    const IntSet beyond = intset_range(context->sets, value_may_be_huge(node->type) ? most : most + 1, end); /* a huge one is stored as two */
    const bool knows_less = application->exec->run->first_look != FIRST_LOOK_NONE; /* of what was put there, too */
    return intset_is_subset(context->sets, set, beyond) || (knows_less && intset_contains(context->sets, set, end));
}

static bool apply_facts(Application *application)
{
    for (uint32_t i = 0; i < application->way->fact_count; i++) {
        Fact fact = application->way->facts[i];
        Value value = application_in_caller(application, fact.atom);
        if (!comes_round(application, fact, value) && !unchanged_assume(application->exec, application->env, value, fact.set))
            return false;
    }
    return true;
}

static const char *maker_name(const Application *application)
{
    return application->callee->info->function->name;
}

static const char *field_name(const Exec *exec, int64_t id)
{
    const uint32_t m = exec->run->info->module_index;
    for (uint32_t f = 0; f < exec->module->field_count; f++)
        if (memory_field_id(exec->engine, m, f) == id)
            return exec->module->fields[f].name;
    return NULL;
}

/* The variable that holds a pointer; NULL: none does. */
static const char *pointer_name(const Exec *exec, const Env *env, Value pointer)
{
    for (uint32_t i = 0; i < env->cell_count; i++) {
        const ValueNode *key = value_node(exec->engine->values, env->cells[i].key);
        if (env->cells[i].value == pointer && key->kind == VALUE_LOCAL && exec->function->locals[key->number].name != NULL)
            return exec->function->locals[key->number].name;
    }
    return NULL;
}

/* The caller's words for a place: `d.pending`, `ts[1]`, `cache->last`. NULL: there are none. */
static const char *place_name(const Exec *exec, const Env *env, Value place)
{
    const ValueNode node = *value_node(exec->engine->values, place);
    if (node.kind == VALUE_LOCAL)
        return exec->function->locals[node.number].name;
    if (node.kind == VALUE_GLOBAL)
        return exec->engine->program->globals[node.number].global->name;
    if (node.kind != VALUE_FIELD && node.kind != VALUE_ELEMENT)
        return NULL;
    const char *pointer = pointer_name(exec, env, node.left), *object = pointer != NULL ? pointer : place_name(exec, env, node.left);
    const char *field = node.kind == VALUE_FIELD ? field_name(exec, node.number) : NULL;
    if (object == NULL || (node.kind == VALUE_FIELD && field == NULL))
        return NULL;
    return field != NULL ? base_arena_printf(exec->engine->arena, "%s%s%s", object, pointer != NULL ? "->" : ".", field)
                         : base_arena_printf(exec->engine->arena, "%s[%" PRId64 "]", object, node.number);
}

/* The name of what lies at an address of the callee, for who looks for sites. */
static const char *name_of_place(Application *application, Value address)
{
    bool is_wanted = application->exec->run->sites_found != NULL && address != VALUE_NONE && application_is_bound(application, address);
    return is_wanted ? place_name(application->exec, application->env, application_in_caller(application, address)) : NULL;
}

/* Whether the callee consumed this task of its own terms: VALUE_KEY_CONSUMED; 0: it did not. */
static int64_t consumed_how(const Application *application, Value task)
{
    Values *values = application->exec->engine->values;
    int64_t how = 0;
    Value noted = world_get(application->way, value_key(values, VALUE_KEY_CONSUMED, task, 0));
    return noted != VALUE_NONE && value_is_const(values, noted, &how) ? how : 0;
}

enum { MOST_STEPS_OUT = 8 };

/* A place in terms of how the callee comes there, by which ways that number their unknowns differently name it alike: what a parameter
 * leads to, then what a pointer there leads to, and so on. */
static Value out_place(Values *values, const World *way, Value address, int steps)
{
    Value root = value_root(values, address);
    for (uint32_t i = 0; i < way->cell_count && steps > 0 && value_node(values, root)->kind == VALUE_SYMBOL; i++) {
        const ValueNode key = *value_node(values, way->cells[i].key);
        if (key.kind == VALUE_KEY && key.op == VALUE_KEY_INITIAL && value_root(values, way->cells[i].value) == root)
            return value_rebase(values, address, root, value_key(values, VALUE_KEY_INITIAL, out_place(values, way, key.left, steps - 1), 0));
    }
    return address;
}

/* Whether a way gives its caller a task at this place. */
static bool gives_task(Values *values, const World *way, Value place)
{
    bool gives = false;
    for (uint32_t i = 0; i < way->cell_count && !gives; i++) {
        const ValueNode *key = value_node(values, way->cells[i].key), *held = value_node(values, way->cells[i].value);
        bool is_place = place == VALUE_NONE ? key->kind == VALUE_KEY && key->op == VALUE_KEY_RETURN : key->kind != VALUE_KEY;
        gives = is_place && held->kind == VALUE_SYMBOL && held->type.kind == IR_TYPE_TASK &&
                (place == VALUE_NONE || out_place(values, way, way->cells[i].key, MOST_STEPS_OUT) == place);
    }
    return gives;
}

static IntSet returned(Exec *exec, const World *way)
{
    Env view = {.facts = (Fact *)(uintptr_t)way->facts, .fact_count = way->fact_count};
    Value value = world_get(way, value_key(exec->engine->values, VALUE_KEY_RETURN, VALUE_NONE, 0));
    return value == VALUE_NONE ? INTSET_FULL : env_set_of(&exec->run->context, &view, value);
}

/* Whether the callee may as well have made no task there, for all that its caller is told. */
static bool is_made_perhaps(Application *application, Value place)
{
    Exec *exec = application->exec;
    const Summary *summary = &application->callee->summary;
    bool is_perhaps = false;
    for (uint32_t i = 0; i < summary->count && !is_perhaps; i++)
        is_perhaps = !gives_task(exec->engine->values, summary->worlds[i], place) &&
                     intset_intersect(exec->run->context.sets, returned(exec, summary->worlds[i]), returned(exec, application->way)) != INTSET_EMPTY;
    return is_perhaps;
}

static Value new_task(Application *application, Value out_key, IrType type, bool is_consumed)
{
    Exec *exec = application->exec;
    Value place = out_key == VALUE_NONE ? VALUE_NONE : out_place(exec->engine->values, application->way, out_key, MOST_STEPS_OUT);
    Value task = call_new_task(exec, application->env, application->inst, place, type, maker_name(application), name_of_place(application, out_key), is_consumed);
    application->is_perhaps = application->is_perhaps || (value_node(exec->engine->values, task)->kind == VALUE_TASK && is_made_perhaps(application, place));
    if (application->is_perhaps)
        application->env->flags |= WORLD_PERHAPS;
    return task;
}

/* A value of the callee; an unknown task that came from nowhere before is a new one, owned by the caller now, and so is the one that the callee was followed for. */
static Value handed_over(Application *application, Value value, Value out_key)
{
    const ValueNode node = *value_node(application->exec->engine->values, value);
    if (node.kind == VALUE_TASK && application->env->state == TASK_NONE)
        new_task(application, out_key, IR_TASK(IR_NONE), false);
    if (node.kind == VALUE_SYMBOL && node.type.kind == IR_TYPE_TASK && application->bound[node.number] == VALUE_NONE) {
        int64_t consumed = consumed_how(application, value);
        if (consumed < 2) /* else nobody can tell whether it is a task to care for */
            application->bound[node.number] = new_task(application, out_key, node.type, consumed == 1);
    }
    return application_in_caller(application, value);
}

/* A task that the callee found where the caller cannot look is not a new one. */
static void bind_found_tasks(Application *application)
{
    Values *values = application->exec->engine->values;
    for (uint32_t i = 0; i < application->way->cell_count; i++) {
        Cell cell = application->way->cells[i];
        const ValueNode *key = value_node(values, cell.key), *held = value_node(values, cell.value);
        if (key->kind == VALUE_KEY && key->op == VALUE_KEY_INITIAL && held->kind == VALUE_SYMBOL && held->type.kind == IR_TYPE_TASK)
            application_bind_symbol(values, cell.value, application);
    }
}

/* New tasks are bound before facts are applied, so that "it is pending" is learnt of the caller's task. */
static void bind_new_tasks(Application *application)
{
    Values *values = application->exec->engine->values;
    bind_found_tasks(application);
    for (uint32_t i = 0; i < application->way->cell_count; i++) {
        Cell cell = application->way->cells[i];
        const ValueNode key = *value_node(values, cell.key);
        if (key.kind == VALUE_KEY && key.op == VALUE_KEY_RETURN)
            handed_over(application, cell.value, VALUE_NONE);
        else if (key.kind != VALUE_KEY)
            handed_over(application, cell.value, cell.key);
    }
}

/* A value that names the callee's own locals means nothing outside. */
static bool is_dangling(const Application *application, Value value)
{
    Values *values = application->exec->engine->values;
    return value_node(values, value_root(values, value))->kind == VALUE_LOCAL;
}

/* The callee consumed a task; the followed one is meant where this very call found it in memory. */
static void apply_consumed(Application *application, Value task, int64_t how)
{
    Exec *exec = application->exec;
    Env *env = application->env;
    if (value_node(exec->engine->values, task)->kind != VALUE_TASK)
        exec_note_consumed(exec, env, task, how);
    else if (env->state == TASK_LIVE && how == 1)
        exec_consume(exec, env, application->inst, ANALYSIS_USE_CALL, maker_name(application), IR_NONE, NULL);
    else if (env->state == TASK_LIVE)
        env->state = TASK_ESCAPED;
}

/* What the callee freed. What it did with a live task there its own state says. */
static void apply_freed(Application *application, Value address)
{
    Exec *exec = application->exec;
    Value object = container_whole(exec->engine, address);
    if (value_root(exec->engine->values, object) == object)
        object_free(exec, application->env, application->inst, object, maker_name(application));
}

/* Objects that the callee filled as a whole: what it has no cell for there is not as it was. */
static void apply_filled(Application *application)
{
    Values *values = application->exec->engine->values;
    const World *way = application->way;
    for (uint32_t i = 0; i < way->cell_count && way->has_rests; i++) {
        const ValueNode key = *value_node(values, way->cells[i].key);
        if (!value_is_rest(&key) || value_node(values, value_root(values, key.left))->kind == VALUE_KEY)
            continue;
        ObjectExtent extent = {.is_array = key.number, .record = IR_NONE};
        object_fill(application->exec, application->env, application_in_caller(application, key.left), extent, way->cells[i].value == value_const(values, 1));
    }
}

/* Whether a cell is something that the callee stored, for callers to have. */
static bool is_stored(Application *application, Cell cell)
{
    Values *values = application->exec->engine->values;
    const World *way = application->way;
    int kind = value_node(values, value_root(values, cell.key))->kind;
    return kind != VALUE_KEY && kind != VALUE_LOCAL && world_get(way, value_key(values, VALUE_KEY_INITIAL, cell.key, 0)) != cell.value &&
           world_get(way, value_key(values, VALUE_KEY_SEEN, cell.key, 0)) != cell.value;
}

/* Something that the callee stored, in the caller's terms. */
typedef struct Stored {
    Value address, value;
    IrType type;
} Stored;

/* What the callee stored. By two names it may have stored to one place: which came last is not known. */
static GArray *find_stored(Application *application)
{
    const World *way = application->way;
    GArray *stored = g_array_new(FALSE, FALSE, sizeof(Stored));
    for (uint32_t i = 0; i < way->cell_count; i++) {
        Cell cell = way->cells[i];
        if (!is_stored(application, cell))
            continue;
        Stored one = {application_in_caller(application, cell.key), is_dangling(application, cell.value) ? VALUE_NONE : application_in_caller(application, cell.value),
                      application_type(application, cell.value)};
        for (uint32_t k = 0; k < stored->len && value_node(application->exec->engine->values, cell.key)->has_symbols; k++) {
            Stored *earlier = &g_array_index(stored, Stored, k);
            if (earlier->address == one.address && earlier->value != one.value)
                earlier->value = one.value = VALUE_NONE;
        }
        g_array_append_val(stored, one);
    }
    return stored;
}

static void apply_stores(Application *application)
{
    Exec *exec = application->exec;
    Env *env = application->env;
    GArray *stored = find_stored(application);
    for (uint32_t i = 0; i < stored->len; i++) {
        Stored *one = &g_array_index(stored, Stored, i);
        one->address = memory_prepare_store(exec, env, one->address, one->value, one->type, NULL);
    }
    for (uint32_t i = 0; i < stored->len; i++) {
        const Stored *one = &g_array_index(stored, Stored, i);
        if (one->address != VALUE_NONE)
            memory_put(exec, env, one->address, one->value, one->type);
    }
    for (uint32_t i = 0; i < stored->len; i++) {
        const Stored *one = &g_array_index(stored, Stored, i);
        if (one->address == VALUE_NONE)
            continue;
        memory_doubt_aliases(exec, env, one->address);
        memory_note_kept(exec, env, one->address, env_get(env, one->address));
    }
    g_array_free(stored, TRUE);
}

/* A pointer that neither came in nor leads to what the callee made: it may be one that the callee has lost. */
static bool may_be_lost_pointer(const Application *application, Value value)
{
    Values *values = application->exec->engine->values;
    const ValueNode *node = value_node(values, value);
    return node->kind == VALUE_SYMBOL && node->type.kind == IR_TYPE_POINTER && !application_is_bound(application, value) &&
           world_get(application->way, value_key(values, VALUE_KEY_HEAP, value, 0)) == VALUE_NONE;
}

/* Whether a way has to do with pointers that the callee has lost: it returned or stored one, or did something behind one. */
static bool has_lost(Application *application)
{
    Values *values = application->exec->engine->values;
    const World *way = application->way;
    bool has = may_be_lost_pointer(application, world_get(way, value_key(values, VALUE_KEY_RETURN, VALUE_NONE, 0)));
    for (uint32_t i = 0; i < way->cell_count && !has; i++) {
        const ValueNode *key = value_node(values, way->cells[i].key);
        has = (key->kind == VALUE_KEY && (key->op == VALUE_KEY_LOST_STORE || key->op == VALUE_KEY_LOST_CONSUMED)) ||
              (may_be_lost_pointer(application, way->cells[i].value) && is_stored(application, way->cells[i]));
    }
    return has;
}

/* What the callee did behind pointers that it has lost: they may lead to all that it lost pointers to, and from there on. */
static void apply_lost(Application *application)
{
    Exec *exec = application->exec;
    const World *way = application->way;
    if (!application->has_lost)
        return;
    for (uint32_t i = 0; i < way->cell_count; i++) {
        const ValueNode key = *value_node(exec->engine->values, way->cells[i].key);
        if (key.kind == VALUE_KEY && key.op == VALUE_KEY_KEPT && application_is_bound(application, key.left))
            memory_note_lost(exec, application->env, application_in_caller(application, key.left));
    }
    for (uint32_t i = 0; i < way->cell_count; i++) {
        const ValueNode key = *value_node(exec->engine->values, way->cells[i].key);
        if (key.kind == VALUE_KEY && key.op == VALUE_KEY_LOST_STORE)
            lost_store(exec, application->env, way->cells[i].key);
        else if (key.kind == VALUE_KEY && key.op == VALUE_KEY_LOST_CONSUMED)
            lost_consume_any(exec, application->env);
    }
}

/* The callee called unseen code. What it had learnt before of places that the caller never asked about is not what the caller asks about again (unchanged.c),
 * unless it decided there whether there is a task. */
static void apply_havoc(Application *application)
{
    memory_havoc(application->exec, application->env);
    for (uint32_t i = 0; i < application->looked_at->len && !application->is_perhaps; i++)
        unchanged_forget(application->exec, application->env, g_array_index(application->looked_at, Value, i));
}

static bool way_holds_task(const Application *application)
{
    bool holds = false;
    for (uint32_t i = 0; i < application->way->cell_count && !holds; i++)
        holds = application->way->cells[i].value == value_task(application->exec->engine->values);
    return holds;
}

static void apply_memory(Application *application)
{
    Exec *exec = application->exec;
    Values *values = exec->engine->values;
    const World *way = application->way;
    apply_lost(application);
    for (uint32_t i = 0; i < way->cell_count; i++) { /* what unseen code knows, before what it does */
        const ValueNode key = *value_node(values, way->cells[i].key);
        if (key.kind == VALUE_KEY && key.op == VALUE_KEY_LEAKED && application_is_bound(application, key.left))
            memory_escape(exec, application->env, application_in_caller(application, key.left));
    }
    for (uint32_t i = 0; i < way->cell_count; i++) {
        const ValueNode key = *value_node(values, way->cells[i].key);
        if (key.kind != VALUE_KEY)
            continue;
        if (key.op == VALUE_KEY_HAVOC)
            apply_havoc(application);
        else if (key.op == VALUE_KEY_FREED && application_is_bound(application, key.left))
            apply_freed(application, application_in_caller(application, key.left));
        else if (key.op == VALUE_KEY_CONSUMED)
            apply_consumed(application, application_in_caller(application, key.left), consumed_how(application, key.left));
        else if (key.op == VALUE_KEY_HEAP)
            env_set(application->env, value_key(values, VALUE_KEY_HEAP, application_in_caller(application, key.left), 0), value_const(values, 1));
    }
    bool is_lost = way->state == TASK_LIVE && !way_holds_task(application);
    for (uint32_t i = 0; i < way->cell_count; i++) { /* places from which the callee took the task away */
        const ValueNode key = *value_node(values, way->cells[i].key);
        if (key.kind != VALUE_KEY || key.op != VALUE_KEY_CAME_IN || !application_is_bound(application, key.left) ||
            value_node(values, value_root(values, key.left))->kind == VALUE_LOCAL || world_get(way, key.left) == value_task(values))
            continue;
        Value place = application_in_caller(application, key.left);
        if (is_lost && world_get(way, key.left) != VALUE_NONE)
            exec_step(exec, application->env, TRACE_OVERWRITTEN, application->inst->span, place_name(exec, application->env, place));
        env_remove(application->env, place);
    }
    apply_filled(application);
    apply_stores(application);
}

static void apply_result(Application *application)
{
    Exec *exec = application->exec;
    Env *env = application->env;
    Values *values = exec->engine->values;
    const IrInst *inst = application->inst;
    Value key = value_key(values, VALUE_KEY_RETURN, VALUE_NONE, 0);
    if (inst->type.kind == IR_TYPE_AGGREGATE) {
        Value into = inst->as.call.into == IR_NONE ? VALUE_NONE : exec_register(exec, env, inst->as.call.into);
        if (into == VALUE_NONE)
            return;
        Value rest = world_get(application->way, value_key(values, VALUE_KEY_REST, key, 0));
        object_fill(exec, env, into, object_extent(inst->type), rest == value_const(values, 1));
        for (uint32_t i = 0; i < application->way->cell_count; i++) {
            Cell cell = application->way->cells[i];
            const ValueNode node = *value_node(values, cell.key);
            bool is_rest = value_is_rest(&node) && node.left != key;
            Value place = value_move(values, is_rest ? node.left : cell.key, key, false, into);
            if (place != VALUE_NONE && is_rest)
                env_set(env, value_key(values, VALUE_KEY_REST, place, node.number), cell.value);
            else if (place != VALUE_NONE && !is_dangling(application, cell.value))
                env_set(env, place, application_in_caller(application, cell.value));
            else if (place != VALUE_NONE)
                env_set(env, place, env_fresh(&exec->run->context, env, IR_POINTER));
        }
        return;
    }
    if (inst->result == IR_NONE)
        return;
    Value value = world_get(application->way, key);
    if (value == VALUE_NONE || is_dangling(application, value)) {
        value = inst->type.kind == IR_TYPE_TASK ? call_new_task(exec, env, inst, VALUE_NONE, inst->type, maker_name(application), NULL, false)
                : ir_is_plain(inst->type) ? env_fresh(&exec->run->context, env, inst->type)
                                          : VALUE_NONE;
    } else {
        value = application_in_caller(application, value);
    }
    exec_set_register(exec, env, inst->result, value);
}

/* The argument through which the task went in, for the name in a message. */
static IrReg task_argument(const Application *application)
{
    const IrInst *inst = application->inst;
    for (uint32_t i = 0; i < inst->as.call.argument_count; i++)
        if (value_node(application->exec->engine->values, application->arguments[i])->kind == VALUE_TASK)
            return inst->as.call.arguments[i].reg;
    for (uint32_t i = 0; i < inst->as.call.argument_count; i++)
        if (inst->as.call.arguments[i].type.kind == IR_TYPE_POINTER && i < application->callee->info->function->param_count &&
            application->callee->info->function->params[i].points_to_task)
            return inst->as.call.arguments[i].reg;
    return IR_NONE;
}

/* A callee that is given the task itself and leaves it as it is: who takes it for consumed by that has to see it. Once for all turns of a loop. */
static void note_not_taken(Application *application)
{
    Env *env = application->env;
    bool is_given = false;
    for (uint32_t i = 0; i < application->inst->as.call.argument_count && !is_given; i++)
        is_given = application->arguments[i] != VALUE_NONE && value_node(application->exec->engine->values, application->arguments[i])->kind == VALUE_TASK;
    if (!is_given || env->state != TASK_LIVE || trace_has_lately(env->trace, TRACE_NOT_TAKEN, application->inst->span))
        return;
    exec_step(application->exec, env, TRACE_NOT_TAKEN, application->inst->span, maker_name(application));
    ((Trace *)(uintptr_t)env->trace)->inner = application->way->trace; /* not shared yet */
}

static void apply_task_state(Application *application)
{
    Env *env = application->env;
    const World *way = application->way;
    IrReg reg = task_argument(application);
    switch (way->state) {
    case TASK_LIVE:
        if (way->flags & WORLD_OBSERVED)
            exec_observe(application->exec, env, application->inst, ANALYSIS_USE_OBSERVE, maker_name(application), reg);
        note_not_taken(application);
        break;
    case TASK_CONSUMED:
        exec_consume(application->exec, env, application->inst, ANALYSIS_USE_CALL, maker_name(application), reg, way->trace);
        break;
    case TASK_REPORTED:
        if (env->state == TASK_CONSUMED)
            exec_consume(application->exec, env, application->inst, ANALYSIS_USE_CALL, maker_name(application), reg, way->trace);
        env->state = TASK_REPORTED;
        break;
    case TASK_ESCAPED:
        if (env->state == TASK_LIVE || env->state == TASK_CONSUMED)
            env->state = TASK_ESCAPED;
        break;
    default: break;
    }
    env->flags |= way->flags & (WORLD_EXCUSED | WORLD_USE_REPORTED | WORLD_ALL_CONSUMED | WORLD_PAST_COUNT);
}

bool summary_gives_at(Values *values, const World *way, Value place)
{
    bool gives = false;
    for (uint32_t i = 0; i < way->cell_count && !gives; i++)
        gives = way->cells[i].value == value_task(values) && value_node(values, way->cells[i].key)->kind != VALUE_KEY &&
                out_place(values, way, way->cells[i].key, MOST_STEPS_OUT) == place;
    return gives;
}

void summary_note_given(Exec *exec, const Env *env, const IrInst *inst, const Run *callee, const World *way, const Value *arguments)
{
    Env scratch;
    env_copy(&scratch, env);
    Application application = application_begin(exec, &scratch, inst, callee, way, arguments);
    if (application_bind_initials(&application))
        bind_new_tasks(&application);
    application_end(&application);
    env_clear(&scratch);
}

/* Whether a call is shown an array of numbers of the caller's: the number that it returns may say which of them it has found. */
static bool is_shown_array(const Application *application)
{
    const Exec *exec = application->exec;
    const IrInst *inst = application->inst;
    bool is = false;
    for (uint32_t i = 0; i < inst->as.call.argument_count && !is; i++) {
        const ValueNode *root = application->arguments[i] == VALUE_NONE ? NULL : value_node(exec->engine->values, value_root(exec->engine->values, application->arguments[i]));
        is = inst->as.call.arguments[i].type.kind == IR_TYPE_POINTER && root != NULL && root->kind == VALUE_LOCAL && exec->function->locals[root->number].type.kind == IR_TYPE_AGGREGATE;
    }
    return is;
}

bool summary_apply(Exec *exec, Env *env, const IrInst *inst, const Run *callee, const World *way, const Value *arguments)
{
    Application application = application_begin(exec, env, inst, callee, way, arguments);
    bool possible = application_bind_initials(&application), was_followed = env->state != TASK_NONE;
    if (possible) {
        application.has_lost = has_lost(&application);
        bind_new_tasks(&application);
        possible = apply_completion(&application) && apply_facts(&application);
    }
    if (possible) {
        if (was_followed)
            elements_name_place(exec, env);
        if (way->state != TASK_NONE)
            apply_task_state(&application);
        apply_memory(&application);
        apply_result(&application);
        application.has_made = !was_followed && env->state != TASK_NONE;
        /* A number that says how many were taken belongs to what lies in memory: where ways of who can reach the task were joined, that is lost. */
        const bool has_lost_number = ir_is_plain(inst->type) && inst->type.bits > 1 && !callee->info->is_recursive;
        const bool finds_element = env->state != TASK_NONE && has_lost_number && is_shown_array(&application);
        const bool is_loose = way->is_loose && (way->state != TASK_NONE ? has_lost_number || application.has_made : finds_element);
        env->is_loose = env->is_loose || is_loose;
        env->is_loose_since_task = env->is_loose_since_task || is_loose;
        possible = application_find_again(&application);
    }
    application_end(&application);
    return possible;
}
