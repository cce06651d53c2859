/* unchanged.c - what was tested once, and is tested again after code that is not seen ran.
 *
 * Such code may have changed any memory that it knows. But `if (conn->tls) t = start(); log(); if (conn->tls) await(t);` is right unless it did, and nobody who
 * writes this expects that. So what a path had learnt of a place, or stored there, is remembered beside it (VALUE_KEY_BEFORE). Where it goes on as only a change
 * allows, the task is up to code that is not seen, and nothing more is said of it. The condition of a loop waits for a change, unless it compares an index with a
 * bound or asks what an element holds: it may be another each time. So may what such code was given to fill: who tests that asks what it holds now; but
 * not what this function had put into a struct, and has read, unless that was a constant. (An object that it
 * was given otherwise, as every method is, it works on: a run that sees it may find nothing changed, and takes back no finding.) So is a test whose answer the
 * stores before it tell beforehand (foregone.c): that is there for a change. And so may what
 * was tested before the task was made, where there is a task in any case: `if (conn->closed) return; t = start(); log(); if (conn->closed) return;` does not ask
 * whether there is one; a helper that makes a task on some of its ways, and tells by nothing on which, leaves that to be asked (WORLD_PERHAPS). But who asks for one kind after
 * another, and does nothing where it is none of those that it was, expects no other. */
#include "analysis/engine.h"
#include "worlds/infer.h"

/* When something was learnt. Of a variable of this function that others know, that it was set to a number counts as little as what was learnt before the task was made: it
 * may wait to be changed. */
enum { SINCE_TASK, BEFORE_TASK, TIMES };

/* Which code of this kind, when it runs next, is expected to change what lies in a place (VALUE_KEY_OPEN): any, or what is given the object. */
enum { OPEN_TO_ALL, OPEN_IF_GIVEN, OPENS };

enum { MOST_LOOKS = 20 }; /* what something was then may have been something else before */

typedef struct Recall {
    const Env *env;
    int times; /* SINCE_TASK alone, or all TIMES */
} Recall;

static Value recalled(Values *values, const Env *env, int op, Value of, int times)
{
    Value found = VALUE_NONE;
    for (int time = 0; time < times && found == VALUE_NONE; time++)
        found = env_get(env, value_key(values, op, of, time));
    return found;
}

static Value was(Values *values, Value symbol, void *data)
{
    const Recall *recall = data;
    Value before = recalled(values, recall->env, VALUE_KEY_WAS, symbol, recall->times);
    return before == VALUE_NONE ? symbol : before;
}

/* A value, or a place, in terms of what was there before unseen code ran; VALUE_NONE: it cannot be said so. */
static Value as_before(Exec *exec, const Env *env, Value value, int times)
{
    Recall recall = {env, times};
    return value_replace(exec->engine->values, value, was, &recall);
}

static bool any_key(Exec *exec, const Env *env, int op)
{
    bool any = false;
    for (uint32_t i = 0; i < env->cell_count && !any; i++) {
        const ValueNode *key = value_node(exec->engine->values, env->cells[i].key);
        any = key->kind == VALUE_KEY && key->op == op;
    }
    return any;
}

/* --- what a path has learnt --- */

static bool is_own_variable(const Exec *exec, Value place)
{
    return value_node(exec->engine->values, place)->kind == VALUE_LOCAL;
}

/* A number in an object of this function is no news. */
static bool is_set_here(Exec *exec, const Env *env, Cell cell)
{
    const Values *values = exec->engine->values;
    Value root = value_root(values, cell.key);
    return value_node(values, cell.value)->kind == VALUE_CONST && (value_node(values, root)->kind == VALUE_LOCAL || memory_is_made_here(exec, env, root));
}

static bool is_learnt(Exec *exec, const Env *env, Cell cell)
{
    Values *values = exec->engine->values;
    const ValueNode node = *value_node(values, cell.value);
    if (unseen_writes_are_expected(exec->engine, cell.key))
        return false;
    if (node.kind == VALUE_CONST)
        return is_own_variable(exec, cell.key) || !is_set_here(exec, env, cell) || own_counts_is_one(exec, env, cell.key);
    const bool is_part = node.kind == VALUE_FIELD || node.kind == VALUE_CONTAINER; /* of what another pointer leads to: an element by the link in it */
    const Value symbol = is_part ? value_root(values, cell.value) : cell.value;
    if (value_node(values, symbol)->kind != VALUE_SYMBOL || !(is_part || ir_is_plain(node.type)))
        return node.kind == VALUE_EXPRESSION;
    bool is_in_fact = false;
    for (uint32_t i = 0; i < env->fact_count && !is_in_fact; i++)
        is_in_fact = value_renamed(values, env->facts[i].atom, symbol, value_const(values, 0)) != env->facts[i].atom;
    return is_in_fact;
}

/* Whether what is remembered lies behind this pointer, or is found by this number. */
static bool leads_to_learnt(Exec *exec, const Env *env, Cell pointer)
{
    Values *values = exec->engine->values;
    bool does = false;
    for (uint32_t i = 0; i < env->cell_count && !does; i++) {
        const ValueNode key = *value_node(values, env->cells[i].key);
        does = key.kind == VALUE_KEY && key.op == VALUE_KEY_BEFORE && value_renamed(values, key.left, pointer.value, value_const(values, 0)) != key.left;
    }
    return does;
}

/* Whether a variable walks along the array that this pointer leads to: `for (it = s->items; it < s->items + s->count; it++)`. Who begins there again means the same one. */
static bool is_walked(const Exec *exec, const Env *env, Cell pointer)
{
    const Values *values = exec->engine->values;
    bool is = false;
    for (uint32_t i = 0; i < env->cell_count && !is; i++) {
        const ValueNode *key = value_node(values, env->cells[i].key);
        is = key->kind == VALUE_LOCAL && exec->run->info->body->is_walker[key->number] && value_root(values, env->cells[i].value) == pointer.value;
    }
    return is;
}

/* In a recursion one step back is enough: more would be found each time that it is repeated. */
Value unchanged_first_name(Exec *exec, const Env *env, Value place)
{
    const int steps = exec->run->info->is_recursive ? 1 : MOST_LOOKS;
    Value first = place, before = as_before(exec, env, place, TIMES);
    for (int i = 1; before != VALUE_NONE && before != first; i++) {
        first = before;
        before = i < steps ? as_before(exec, env, first, TIMES) : first;
    }
    return first;
}

bool unchanged_remembers(Exec *exec, const Env *env, Value place)
{
    return any_key(exec, env, VALUE_KEY_BEFORE) && recalled(exec->engine->values, env, VALUE_KEY_BEFORE, unchanged_first_name(exec, env, place), TIMES) != VALUE_NONE;
}

Value unchanged_before(Exec *exec, const Env *env, Value place, int *time)
{
    Values *values = exec->engine->values;
    const Value first = place == VALUE_NONE ? VALUE_NONE : unchanged_first_name(exec, env, place);
    for (*time = 0; first != VALUE_NONE && *time < TIMES; ++*time) {
        const Value before = env_get(env, value_key(values, VALUE_KEY_BEFORE, first, *time));
        if (before != VALUE_NONE)
            return before;
    }
    return VALUE_NONE;
}

void unchanged_conclude(Exec *exec, Env *env, Value place, IntSet set, int time)
{
    const Value first = unchanged_first_name(exec, env, place), held = env_fresh(&exec->run->context, env, IR_I32);
    env_set(env, value_key(exec->engine->values, VALUE_KEY_BEFORE, first, time), held);
    env_assume(&exec->run->context, env, held, set);
}

static void forget_name(Exec *exec, Env *env, Value first)
{
    for (int time = 0; time < TIMES; time++)
        env_remove(env, value_key(exec->engine->values, VALUE_KEY_BEFORE, first, time));
}

void unchanged_forget(Exec *exec, Env *env, Value place)
{
    forget_name(exec, env, unchanged_first_name(exec, env, place));
}

static void close_place(Exec *exec, Env *env, Value place)
{
    for (int to = 0; to < OPENS; to++)
        env_remove(env, value_key(exec->engine->values, VALUE_KEY_OPEN, place, to));
}

static void keep(Exec *exec, Env *env, Cell cell)
{
    Values *values = exec->engine->values;
    Value place = unchanged_first_name(exec, env, cell.key);
    bool is_known = env_get(env, value_key(values, VALUE_KEY_BEFORE, place, SINCE_TASK)) == cell.value;
    bool is_older = env_get(env, value_key(values, VALUE_KEY_BEFORE, place, BEFORE_TASK)) == cell.value ||
                    (!is_known && is_own_variable(exec, cell.key) && value_node(values, cell.value)->kind == VALUE_CONST);
    forget_name(exec, env, place);
    env_set(env, value_key(values, VALUE_KEY_BEFORE, place, is_older ? BEFORE_TASK : SINCE_TASK), cell.value);
}

/* Whether no path comes here but by the call that made the followed task, and that call makes one each time (not as many as its loop counts to: how many there are is asked of that bound); or where such tasks
 * are taken one after the other, as long as there are more. */
static bool is_made_in_any_case(Exec *exec, const Env *env)
{
    if (exec->run->site == NULL)
        return true;
    if (env->flags & WORLD_PERHAPS)
        return false;
    return (engine_dominates(exec->run->info, exec->run->site->block, exec->block) && !waits_for_so_many(exec)) || waits_among_counted(exec);
}

static int times_that_count(Exec *exec, const Env *env)
{
    return is_made_in_any_case(exec, env) && !waits_for_end(exec, env) ? SINCE_TASK + 1 : TIMES;
}

/* Whether the call under execution is the one that made the followed task, in an earlier turn. */
static bool is_made_again(const Exec *exec)
{
    return exec->run->site != NULL && exec->run->site->block == exec->block;
}

static bool has_place_behind(const Values *values, const Env *env, Value pointer)
{
    bool has = false;
    for (uint32_t i = 0; i < env->cell_count && !has; i++)
        has = value_node(values, env->cells[i].key)->kind != VALUE_KEY && value_root(values, env->cells[i].key) == pointer;
    return has;
}

bool unchanged_rename(Exec *exec, Env *env, Value symbol, Value by)
{
    Values *values = exec->engine->values;
    GArray *learnt = g_array_new(FALSE, FALSE, sizeof(Fact));
    uint32_t kept = 0;
    for (uint32_t i = 0; i < env->fact_count; i++) {
        Fact fact = {value_renamed(values, env->facts[i].atom, symbol, by), env->facts[i].set};
        if (fact.atom == env->facts[i].atom)
            env->facts[kept++] = fact;
        else if (fact.atom != VALUE_NONE)
            g_array_append_val(learnt, fact);
    }
    env->fact_count = kept;
    env_rename(values, env, symbol, by);
    bool is_possible = true;
    for (uint32_t i = 0; i < learnt->len && is_possible; i++)
        is_possible = unchanged_assume(exec, env, g_array_index(learnt, Fact, i).atom, g_array_index(learnt, Fact, i).set);
    g_array_free(learnt, TRUE);
    return is_possible;
}

/* Whether an unknown may turn out to be another one, or a number. */
static bool are_alike(const Values *values, const Env *env, Value symbol, Value by)
{
    const ValueNode *node = value_node(values, symbol), *other = value_node(values, by);
    if (symbol == VALUE_NONE || by == VALUE_NONE || node->kind != VALUE_SYMBOL)
        return false;
    if (other->kind == VALUE_CONST)
        return node->type.kind == IR_TYPE_INT;
    return other->kind == VALUE_SYMBOL && ir_type_equal(node->type, other->type) && !(has_place_behind(values, env, symbol) && has_place_behind(values, env, by));
}

/* Takes what was read again for what it was before: the unknown is that from now on. false: it cannot be. */
static bool take_for_first(Exec *exec, Env *env, Value again, Value symbol, Value by)
{
    Env same;
    env_copy(&same, env);
    for (int time = 0; time < TIMES; time++)
        env_remove(&same, value_key(exec->engine->values, VALUE_KEY_WAS, again, time));
    const bool is_possible = unchanged_rename(exec, &same, symbol, by);
    if (is_possible) {
        env_clear(env);
        *env = same;
    } else {
        env_clear(&same);
    }
    return is_possible;
}

/* What was read again and may be what it was is that from now on: a bound that a loop asks each turn is one number, of which each turn says more, and not one more unknown each time. Not
 * where that was before there was a task, and what was learnt since would count for less; but a loop that makes one task after another asks for no single one. */
static void settle_read_again(Exec *exec, Env *env, GArray *before, uint32_t at)
{
    Values *values = exec->engine->values;
    const Cell cell = g_array_index(before, Cell, at);
    const int times = is_made_again(exec) ? TIMES : times_that_count(exec, env);
    const bool is_number = value_node(values, cell.value)->kind == VALUE_CONST; /* which was read, since what was known before is forgotten where something is stored */
    const Value first = is_number ? recalled(values, env, VALUE_KEY_BEFORE, unchanged_first_name(exec, env, cell.key), times) : recalled(values, env, VALUE_KEY_WAS, cell.value, times);
    const Value symbol = is_number ? first : cell.value, by = is_number ? cell.value : first;
    if (!are_alike(values, env, symbol, by) || !take_for_first(exec, env, cell.value, symbol, by))
        return;
    for (uint32_t i = 0; i < before->len; i++) {
        Cell *one = &g_array_index(before, Cell, i);
        *one = (Cell){value_renamed(values, one->key, symbol, by), value_renamed(values, one->value, symbol, by)};
    }
}

/* Of a number that was known, unseen code may well make another; so it counts where it was an unknown one. */
static bool take_for_first_unknown(Exec *exec, Env *env, Value again, Value first)
{
    const Values *values = exec->engine->values;
    return first != VALUE_NONE && value_node(values, first)->kind == VALUE_SYMBOL && are_alike(values, env, again, first) && take_for_first(exec, env, again, again, first);
}

void unchanged_compare(Exec *exec, Env *env, Value left, Value right)
{
    const Values *values = exec->engine->values;
    const Value roots[2] = {value_root(values, left), value_root(values, right)};
    for (int i = 0; i < 2; i++) {
        const Value first = recalled(exec->engine->values, env, VALUE_KEY_WAS, roots[i], TIMES);
        if (first == roots[1 - i] && first != roots[i] && take_for_first_unknown(exec, env, roots[i], first))
            return;
    }
}

void unchanged_index(Exec *exec, Env *env, Value index)
{
    const ValueNode node = *value_node(exec->engine->values, index);
    if (index == VALUE_NONE || !node.has_symbols)
        return;
    if (node.kind == VALUE_SYMBOL) {
        take_for_first_unknown(exec, env, index, recalled(exec->engine->values, env, VALUE_KEY_WAS, index, TIMES));
    } else if (node.kind == VALUE_EXPRESSION) {
        unchanged_index(exec, env, node.left);
        unchanged_index(exec, env, node.right);
    }
}

void unchanged_keep(Exec *exec, Env *env, GArray *before)
{
    Values *values = exec->engine->values;
    for (uint32_t i = 0; i < before->len; i++)
        settle_read_again(exec, env, before, i);
    for (uint32_t i = 0; i < before->len; i++) {
        Cell cell = g_array_index(before, Cell, i);
        if (env_get(env, value_key(values, VALUE_KEY_OPEN, cell.key, OPEN_TO_ALL)) != VALUE_NONE)
            unchanged_forget(exec, env, cell.key);
        else if (is_learnt(exec, env, cell)) /* else what was known longer ago still counts */
            keep(exec, env, cell);
        close_place(exec, env, cell.key);
    }
    for (bool any = true; any;) {
        any = false;
        for (uint32_t i = 0; i < before->len; i++) {
            Cell cell = g_array_index(before, Cell, i);
            if (value_node(values, cell.value)->kind != VALUE_SYMBOL || recalled(values, env, VALUE_KEY_BEFORE, unchanged_first_name(exec, env, cell.key), TIMES) != VALUE_NONE ||
                !(leads_to_learnt(exec, env, cell) || is_walked(exec, env, cell)))
                continue;
            keep(exec, env, cell);
            any = true;
        }
    }
    g_array_free(before, TRUE);
}

void unchanged_begin_task(Exec *exec, Env *env)
{
    Values *values = exec->engine->values;
    Env was_known;
    env_copy(&was_known, env);
    for (uint32_t i = 0; i < was_known.cell_count; i++) {
        Cell cell = was_known.cells[i];
        const ValueNode key = *value_node(values, cell.key);
        bool is_memory = key.kind == VALUE_KEY && (key.op == VALUE_KEY_BEFORE || key.op == VALUE_KEY_WAS) && key.number == SINCE_TASK;
        if (is_memory) {
            env_remove(env, cell.key);
            env_set(env, value_key(values, key.op, key.left, BEFORE_TASK), cell.value);
        } else if (key.kind != VALUE_KEY && value_is_outside(values, value_root(values, cell.key)) && is_learnt(exec, &was_known, cell)) {
            env_set(env, value_key(values, VALUE_KEY_BEFORE, cell.key, BEFORE_TASK), cell.value);
        }
    }
    env_clear(&was_known);
}

/* Whether a place lies in a buffer of bytes, of which nobody expects that it stays what it was: a request that was composed there makes room for the reply. */
static bool is_byte_of_buffer(const Values *values, Value place, IrType type)
{
    return type.kind == IR_TYPE_INT && type.bits == 8 && value_node(values, place)->kind != VALUE_FIELD;
}

/* What was computed is remembered at once: it may be known to be one number by the time such code runs. What was cleared is to be set by who is given it. */
void unchanged_store(Exec *exec, Env *env, Cell stored, IrType type)
{
    Values *values = exec->engine->values;
    const Value root = value_root(values, stored.key);
    unchanged_forget(exec, env, stored.key);
    close_place(exec, env, stored.key);
    const ValueNode *value = value_node(values, stored.value);
    if (value->kind == VALUE_CONST && env->state == TASK_LIVE && value_is_outside(values, root)) {
        if (is_byte_of_buffer(values, stored.key, type))
            env_set(env, value_key(values, VALUE_KEY_OPEN, stored.key, OPEN_TO_ALL), value_const(values, 1));
        else if (value->number == 0)
            env_set(env, value_key(values, VALUE_KEY_OPEN, stored.key, OPEN_IF_GIVEN), value_const(values, 1));
    }
    bool is_leaked = env_get(env, value_key(values, VALUE_KEY_LEAKED, root, 0)) != VALUE_NONE;
    if (is_leaked && value_node(values, stored.value)->kind == VALUE_EXPRESSION)
        env_set(env, value_key(values, VALUE_KEY_BEFORE, unchanged_first_name(exec, env, stored.key), SINCE_TASK), stored.value);
}

/* What a callee knew stands in the place of what was known here; where the callee found it there, and did not store it, that says whether it has changed. */
void unchanged_hear(Exec *exec, Env *env, Cell known, bool is_before_task)
{
    Values *values = exec->engine->values;
    if (unseen_writes_are_expected(exec->engine, known.key))
        return;
    Value place = unchanged_first_name(exec, env, known.key), older = recalled(values, env, VALUE_KEY_BEFORE, place, TIMES), held = env_get(env, known.key);
    bool is_older = older != recalled(values, env, VALUE_KEY_BEFORE, place, SINCE_TASK + 1);
    int time = is_before_task || is_set_here(exec, env, known) ? BEFORE_TASK : SINCE_TASK;
    forget_name(exec, env, place);
    env_set(env, value_key(values, VALUE_KEY_BEFORE, place, time), known.value);
    if (held != known.value && value_node(values, held)->kind == VALUE_SYMBOL)
        env_set(env, value_key(values, VALUE_KEY_WAS, held, time), known.value);
    if (older == VALUE_NONE || older == known.value || value_node(values, known.value)->kind != VALUE_SYMBOL)
        return;
    env_set(env, value_key(values, VALUE_KEY_WAS, known.value, is_older ? BEFORE_TASK : time), older);
    unchanged_assume(exec, env, known.value, env_set_of(&exec->run->context, env, known.value));
}

/* What such code was given to fill: a variable, and of an object of this function what was not found there when such code had filled it. Any other object it works on, of which it
 * sets what was cleared. */
static bool is_to_be_filled(Exec *exec, const Env *env, Value root, bool is_own, Cell cell)
{
    Values *values = exec->engine->values;
    if (value_node(values, cell.key)->kind == VALUE_KEY || value_root(values, cell.key) != root)
        return false;
    if (!is_own)
        return env_get(env, value_key(values, VALUE_KEY_OPEN, cell.key, OPEN_IF_GIVEN)) != VALUE_NONE && !foregone_is_set_too(exec, cell.key);
    if (own_counts_is_one(exec, env, cell.key))
        return false;
    return cell.key == root || recalled(values, env, VALUE_KEY_BEFORE, unchanged_first_name(exec, env, cell.key), TIMES) != cell.value;
}

void unchanged_hand_over(Exec *exec, Env *env, Value pointer)
{
    Values *values = exec->engine->values;
    const Value root = value_root(values, pointer);
    const bool is_own = value_node(values, root)->kind == VALUE_LOCAL || memory_is_made_here(exec, env, root);
    if (is_own)
        unchanged_forget(exec, env, root);
    GArray *places = g_array_new(FALSE, FALSE, sizeof(Value));
    for (uint32_t i = 0; i < env->cell_count; i++)
        if (is_to_be_filled(exec, env, root, is_own, env->cells[i]))
            g_array_append_val(places, env->cells[i].key);
    for (uint32_t i = 0; i < places->len; i++) {
        Value place = g_array_index(places, Value, i);
        unchanged_forget(exec, env, place);
        env_set(env, value_key(values, VALUE_KEY_OPEN, place, OPEN_TO_ALL), value_const(values, 1));
    }
    g_array_free(places, TRUE);
}

/* --- asked again --- */

/* What an object of this function holds that others have filled is remembered at once, too. Not so the bytes of a buffer, of which a parser would remember what each was. */
static bool remember_filled(Exec *exec, Env *env, Cell loaded)
{
    Values *values = exec->engine->values;
    Value root = value_root(values, loaded.key);
    if (loaded.key != root && is_byte_of_buffer(values, loaded.key, value_node(values, loaded.value)->type))
        return false;
    bool is_own = value_node(values, root)->kind == VALUE_LOCAL || memory_is_made_here(exec, env, root);
    if (!is_own || !ir_is_plain(value_node(values, loaded.value)->type) || env_get(env, value_key(values, VALUE_KEY_LEAKED, root, 0)) == VALUE_NONE ||
        unchanged_remembers(exec, env, loaded.key))
        return false;
    env_set(env, value_key(values, VALUE_KEY_BEFORE, unchanged_first_name(exec, env, loaded.key), SINCE_TASK), loaded.value);
    return true;
}

void unchanged_read_own(Exec *exec, Env *env, Cell read)
{
    Values *values = exec->engine->values;
    const ValueNode *place = value_node(values, read.key), *value = value_node(values, read.value);
    const bool is_number = value->kind == VALUE_EXPRESSION || (value->kind == VALUE_SYMBOL && ir_is_plain(value->type));
    if (!is_number || place->kind != VALUE_FIELD || (value_node(values, place->root)->kind != VALUE_LOCAL && !memory_is_made_here(exec, env, place->root)) ||
        unchanged_remembers(exec, env, read.key))
        return;
    env_set(env, value_key(values, VALUE_KEY_BEFORE, unchanged_first_name(exec, env, read.key), SINCE_TASK), read.value);
}

void unchanged_load(Exec *exec, Env *env, Cell loaded)
{
    Values *values = exec->engine->values;
    if (value_node(values, loaded.value)->kind != VALUE_SYMBOL || remember_filled(exec, env, loaded) || !any_key(exec, env, VALUE_KEY_BEFORE))
        return;
    Value place = unchanged_first_name(exec, env, loaded.key);
    for (int time = 0; time < TIMES; time++) {
        Value before = env_get(env, value_key(values, VALUE_KEY_BEFORE, place, time));
        if (before != VALUE_NONE)
            env_set(env, value_key(values, VALUE_KEY_WAS, loaded.value, time), before);
    }
}

void unchanged_open(Exec *exec, Env *env, Value outer, uint32_t field)
{
    Values *values = exec->engine->values;
    const Value member = value_field(values, outer, field);
    for (int time = 0; time < TIMES; time++) {
        const Value key = value_key(values, VALUE_KEY_WAS, member, time), before = env_get(env, key);
        if (before == VALUE_NONE)
            continue;
        env_remove(env, key);
        env_set(env, value_key(values, VALUE_KEY_WAS, outer, time), container_of(exec, before, field));
    }
}

/* Whether a cell says of what was read again that it was something which it is by now known not to be: `kind == 1 || kind == 5` asks twice. */
static bool tells_change(WorldContext *context, const Env *env, Cell cell, int times)
{
    const ValueNode key = *value_node(context->values, cell.key);
    return key.kind == VALUE_KEY && key.op == VALUE_KEY_WAS && key.number < times &&
           intset_intersect(context->sets, env_set_of(context, env, key.left), env_set_of(context, env, cell.value)) == INTSET_EMPTY;
}

static bool is_another(Exec *exec, const Env *env, int times)
{
    bool is = false;
    for (uint32_t i = 0; i < env->cell_count && !is; i++)
        is = tells_change(&exec->run->context, env, env->cells[i], times);
    return is;
}

/* What says so is no news from now on. */
static void take_for_changed(Exec *exec, Env *env)
{
    for (uint32_t i = env->cell_count; i-- > 0;)
        if (tells_change(&exec->run->context, env, env->cells[i], TIMES))
            env_remove(env, env->cells[i].key);
}

/* Nor is it remembered what lay in these places: who has not read them again takes them for what they were, and must not become one with who has. */
static void forget_changed(Exec *exec, Env *env)
{
    const Values *values = exec->engine->values;
    GArray *places = g_array_new(FALSE, FALSE, sizeof(Value));
    for (uint32_t i = 0; i < env->cell_count; i++)
        for (uint32_t k = 0; k < env->cell_count && tells_change(&exec->run->context, env, env->cells[i], TIMES); k++)
            if (env->cells[k].value == value_node(values, env->cells[i].key)->left && value_node(values, env->cells[k].key)->kind != VALUE_KEY)
                g_array_append_val(places, env->cells[k].key);
    for (uint32_t i = 0; i < places->len; i++)
        unchanged_forget(exec, env, g_array_index(places, Value, i));
    g_array_free(places, TRUE);
}

bool unchanged_assume_awaited(Exec *exec, Env *env, Value value, IntSet set)
{
    if (!env_assume(&exec->run->context, env, value, set))
        return false;
    forget_changed(exec, env);
    take_for_changed(exec, env);
    return true;
}

/* Whether a value was never in a set while what it is made of was what it was before. */
static bool has_changed(Exec *exec, const Env *env, Value value, IntSet set, int times)
{
    WorldContext *context = &exec->run->context;
    bool has = false;
    Value before = value, last = VALUE_NONE;
    for (int i = 0; i < MOST_LOOKS && before != VALUE_NONE && before != last; i++) {
        last = before;
        before = as_before(exec, env, last, times);
        has = has || (before != VALUE_NONE && intset_intersect(context->sets, env_set_of(context, env, before), set) == INTSET_EMPTY);
    }
    return has;
}

/* The unknown that says which bit a question is about: `mask & 1u << i`. */
static Value which_bit(WorldContext *context, const Env *env, Value value)
{
    const ValueNode node = *value_node(context->values, value);
    InferShifted shifted;
    if (node.kind != VALUE_EXPRESSION)
        return VALUE_NONE;
    if (!infer_find_shift(context, env, &node, &shifted))
        return which_bit(context, env, node.left);
    Value by = shifted.by;
    while (value_node(context->values, by)->kind == VALUE_EXPRESSION && value_node(context->values, by)->right == VALUE_NONE)
        by = value_node(context->values, by)->left;
    return value_node(context->values, by)->kind == VALUE_SYMBOL ? by : VALUE_NONE;
}

/* Which bit was asked for follows from what they were before: it is none of those that had another answer then. false: so they have all changed. */
static bool settle_which_bit(Exec *exec, Env *env, Value value, IntSet set, int times)
{
    WorldContext *context = &exec->run->context;
    const Value which = which_bit(context, env, value);
    int64_t numbers[INFER_SHIFTS];
    const uint32_t count = which == VALUE_NONE || foregone_is_asked(exec, env) ? 0 : intset_members(context->sets, env_set_of(context, env, which), numbers, INFER_SHIFTS);
    IntSet left = INTSET_EMPTY;
    for (uint32_t i = 0; i < count; i++)
        if (!has_changed(exec, env, value_renamed(context->values, value, which, value_const(context->values, numbers[i])), set, times))
            left = intset_union(context->sets, left, intset_range(context->sets, numbers[i], numbers[i]));
    return count == 0 || (left != INTSET_EMPTY && env_assume(context, env, which, left));
}

/* Whether another way from here comes to the block as well, without turning back: nothing is done on this way alone. */
static bool is_met_there(const Exec *exec, uint32_t target)
{
    const IrFunction *function = exec->function;
    bool *is_reached = g_new0(bool, function->block_count);
    for (uint32_t b = exec->block; b < target; b++)
        for (uint32_t k = 0; k < ir_successor_count(&function->blocks[b]) && (b == exec->block || is_reached[b]); k++) {
            uint32_t next = ir_successor(&function->blocks[b], k);
            is_reached[next] = is_reached[next] || (next > b && (b != exec->block || next != target));
        }
    bool is_met = target > exec->block && is_reached[target];
    g_free(is_reached);
    return is_met;
}

bool unchanged_assume_on_way(Exec *exec, Env *env, Value value, IntSet set, uint32_t target, bool is_none_of_many)
{
    WorldContext *context = &exec->run->context;
    bool is_followed = env->state == TASK_LIVE || env->state == TASK_CONSUMED;
    if (!is_followed || value == VALUE_NONE || !any_key(exec, env, VALUE_KEY_WAS))
        return env_assume(context, env, value, set);
    context->work += env->cell_count;
    int times = times_that_count(exec, env);
    bool is_since_task = has_changed(exec, env, value, set, times), is_at_once = has_changed(exec, env, value, set, TIMES);
    if (!env_assume(context, env, value, set))
        return false;
    is_since_task = is_since_task || is_another(exec, env, times) || !settle_which_bit(exec, env, value, set, times);
    if (is_since_task && foregone_is_asked(exec, env)) {
        take_for_changed(exec, env);
        is_since_task = false;
    }
    bool is_by_many = is_at_once ? is_none_of_many : is_another(exec, env, TIMES);
    if (!is_since_task && !(is_by_many && target != IR_NONE && is_met_there(exec, target)))
        return true;
    if (exec->run->is_coarse) /* so it is in all worlds that were joined: each of them says more */
        return false;
    env->state = TASK_ESCAPED;
    return true;
}

void unchanged_judged(Exec *exec, Env *env)
{
    if ((env->state == TASK_LIVE || env->state == TASK_CONSUMED) && any_key(exec, env, VALUE_KEY_WAS))
        take_for_changed(exec, env);
}

bool unchanged_assume(Exec *exec, Env *env, Value value, IntSet set)
{
    return unchanged_assume_on_way(exec, env, value, set, IR_NONE, false);
}
