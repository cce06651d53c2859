/* elements.c - elements of arrays whose index is not known for certain.
 *
 * Where it matters which element it is (the followed task is in the array, or is put there, or the elements say different things) and
 * the index is one of few numbers, the path forks: one goes on for each answer. Numbers are read so, too (tables.c). */
#include "analysis/engine.h"
#include "worlds/infer.h"

enum {
    MOST_ELEMENTS = 256, /* of an array whose elements are told apart when the index is unknown */
    MOST_ELEMENTS_OF_PATH = 4096, /* the same on a single path */
    MOST_FORKED_COARSE = 64, /* the same of one by which the task is put into an array, where one world of each place is followed */
    MOST_FIRST = 4,      /* the same of one of many by which a task is put into an array, beside those at the bounds of the function's loops */
    MOST_DISTANCES = 64, /* of a task from the part of its array that a call gets */
    MOST_FORKED_STORES = 4 /* the same where something else than a task is stored, or the address is handed on */
};

static bool is_followed(const Env *env)
{
    return env->state == TASK_LIVE || env->state == TASK_CONSUMED;
}

static bool is_task(const Exec *exec, Value value)
{
    return value_node(exec->engine->values, value)->kind == VALUE_TASK;
}

/* Whether a condition may hold or not. */
static bool is_open(Exec *exec, const Env *env, Value condition)
{
    IntSet answer = condition == VALUE_NONE ? INTSET_EMPTY : env_set_of(&exec->run->context, env, condition);
    return intset_contains(exec->engine->sets, answer, 0) && intset_contains(exec->engine->sets, answer, 1);
}

/* An index in elements; one step over a row of a table passes all of the row's elements. */
static Value scaled(Exec *exec, Value index, int64_t scale)
{
    IrType type = IR_INT(64, true);
    return scale == 1 ? index : value_binary(exec->engine->values, IR_MUL, index, value_const(exec->engine->values, scale), type, type);
}

/* The address of an element; an index that can only be one number is that number. */
Value elements_index(Exec *exec, Env *env, const IrInst *inst)
{
    Values *values = exec->engine->values;
    Value base = exec_register(exec, env, inst->as.index.base);
    Value index = inst->as.index.index == IR_NONE ? VALUE_NONE : exec_register(exec, env, inst->as.index.index);
    int64_t number;
    if (index != VALUE_NONE && intset_single(exec->engine->sets, env_set_of(&exec->run->context, env, index), &number))
        index = value_const(values, number);
    index = scaled(exec, index, inst->as.index.scale);
    Value address = value_element(values, base, index);
    if (address != VALUE_NONE || base == VALUE_NONE)
        return address;
    /* Somewhere in that array: an element of which nothing is known. */
    Value array = base;
    while (value_node(values, array)->kind == VALUE_ELEMENT || value_node(values, array)->kind == VALUE_ELEMENT_AT)
        array = value_node(values, array)->left;
    return value_element(values, array, env_fresh(&exec->run->context, env, IR_INT(64, true)));
}

/* An address by an element of unknown number, by that number where it can be one only. */
static Value with_known_number(Exec *exec, const Env *env, Value address)
{
    Values *values = exec->engine->values;
    Value element = value_unknown_element(values, address);
    int64_t number;
    if (element == VALUE_NONE || !intset_single(exec->engine->sets, env_set_of(&exec->run->context, env, value_node(values, element)->right), &number))
        return address;
    Value known = value_rebase(values, address, element, value_element(values, value_node(values, element)->left, value_const(values, number)));
    return known == VALUE_NONE ? address : known;
}

Value elements_known(Exec *exec, const Env *env, Value address)
{
    return address == VALUE_NONE || env_get(env, address) != VALUE_NONE ? address : with_known_number(exec, env, address);
}

/* The load or store (NULL: none) by way of the element that this instruction finds, a field of it, or an element of that. */
static const IrInst *access_to(const Exec *exec, const IrInst *inst)
{
    const IrBlock *block = &exec->function->blocks[exec->block];
    IrReg place = inst->result;
    for (uint32_t i = (uint32_t)(inst - block->insts) + 1; i < block->inst_count; i++) {
        const IrInst *use = &block->insts[i];
        if ((use->op == IR_OP_LOAD && use->as.load.address == place) || (use->op == IR_OP_STORE && use->as.store.address == place))
            return use;
        if ((use->op == IR_OP_FIELD && use->as.field.base == place) || (use->op == IR_OP_INDEX && use->as.index.base == place))
            place = use->result;
    }
    return NULL;
}

static int64_t most_elements(const Exec *exec)
{
    return exec->run->bounded_looks > 0 ? MOST_ELEMENTS_OF_PATH : MOST_ELEMENTS;
}

/* Only an index that is known to be one of few: of any other nobody can say that it is wrong, unless all that the array holds was consumed. As
 * soon as something is put there, this is over. */
static bool is_worth_asking(const Exec *exec, Env *env, const IrInst *inst, Value index)
{
    IntSet set = env_set_of(&exec->run->context, env, index);
    int64_t low = intset_min(exec->engine->sets, set), high = intset_max(exec->engine->sets, set);
    if (low == high)
        return false;
    if (low >= -most_elements(exec) && high <= most_elements(exec) && !elements_go_round(exec, env, inst->as.index.index, index))
        return true;
    const IrInst *access = access_to(exec, inst);
    if (access == NULL || access->op != IR_OP_LOAD)
        env->flags &= (uint8_t)~WORLD_ALL_CONSUMED;
    return env->state == TASK_CONSUMED && (env->flags & WORLD_ALL_CONSUMED);
}

Value elements_index_of_task(const Exec *exec, const Env *env)
{
    Values *values = exec->engine->values;
    Value index = VALUE_NONE;
    for (uint32_t i = 0; i < env->cell_count && index == VALUE_NONE; i++) {
        Value place = env->cells[i].key;
        if (!is_task(exec, env->cells[i].value) || value_node(values, place)->kind == VALUE_KEY)
            continue;
        while (value_node(values, place)->kind == VALUE_FIELD) /* an array of structs */
            place = value_node(values, place)->left;
        value_array(values, place, &index);
    }
    return index;
}

/* The number that would name the element in which the followed task is, as a condition on an index into this array; VALUE_NONE: there is no such question. */
static Value is_index_of_task(Exec *exec, const Env *env, const IrInst *inst, Value base, Value index)
{
    Values *values = exec->engine->values;
    int64_t number;
    for (uint32_t i = 0; i < env->cell_count; i++) {
        if (!is_task(exec, env->cells[i].value))
            continue;
        Value array = env->cells[i].key;
        while (array != base && value_node(values, array)->kind == VALUE_FIELD) /* an array of structs */
            array = value_node(values, array)->left;
        const ValueNode *node = value_node(values, array);
        if (array == base)
            number = 0;
        else if (node->kind == VALUE_ELEMENT && node->left == base)
            number = node->number;
        else
            continue;
        if (number < 0)
            continue;
        number /= inst->as.index.scale; /* of a table: the row that it lies in */
        Value same = value_binary(values, IR_EQ, index, value_const(values, number), IR_INT(64, true), IR_I32);
        if (is_open(exec, env, same))
            return same;
    }
    return VALUE_NONE;
}

/* A live task is taken by an index that may be any. */
static bool takes_any(const Exec *exec, const Env *env, const IrInst *inst, Value index)
{
    const IrInst *access = env->state == TASK_LIVE ? access_to(exec, inst) : NULL;
    return access != NULL && access->op == IR_OP_LOAD && access->type.kind == IR_TYPE_TASK && !elements_go_round(exec, env, inst->as.index.index, index);
}

/* Where the followed task is a known element of the array that is indexed by something unknown: whether it is this one. *is_lost_else: if it is another, nobody
 * can say that it was not this one after all. */
static Value question_of_index(Exec *exec, Env *env, const IrInst *inst, bool *is_lost_else)
{
    if (!is_followed(env) || inst->op != IR_OP_INDEX || inst->as.index.index == IR_NONE)
        return VALUE_NONE;
    Value base = exec_register(exec, env, inst->as.index.base), index = exec_register(exec, env, inst->as.index.index);
    if (base == VALUE_NONE || index == VALUE_NONE)
        return VALUE_NONE;
    bool is_wanted = is_worth_asking(exec, env, inst, index);
    Value question = is_wanted || takes_any(exec, env, inst, index) ? is_index_of_task(exec, env, inst, base, index) : VALUE_NONE;
    *is_lost_else = !is_wanted && question != VALUE_NONE;
    return question;
}

/* A task is put into one of many elements, and single paths are followed: to the first ones, and those at the bounds of the function's loops. */
static bool is_put_into_many(Exec *exec, Env *env, const IrInst *access, Value index, int64_t low, int64_t high)
{
    const ValueNode *node = value_node(exec->engine->values, index);
    while (node->kind == VALUE_EXPRESSION && (value_is_sum(node) || node->op == VALUE_OP_CAST))
        node = value_node(exec->engine->values, node->left);
    const bool is_any = node->type.kind == IR_TYPE_INT && low <= ir_type_min(node->type) && high >= ir_type_max(node->type); /* a count of eight bits that unseen code may have changed */
    return !is_any && exec->run->bounded_looks > 0 && access->op == IR_OP_STORE && low >= 0 && high > ELEMENTS_FORKED && high <= MOST_ELEMENTS_OF_PATH && low < high &&
           is_task(exec, exec_register(exec, env, access->as.store.value));
}

/* The next of many elements to be followed by itself; -1: there is none, and the others are left out. */
static int64_t next_told(Exec *exec, IntSet set)
{
    const WorldContext *context = &exec->run->context;
    const int64_t low = intset_min(context->sets, set);
    int64_t next = low < MOST_FIRST ? low : -1;
    for (uint32_t i = 0; i < context->thresholds.count && next < 0; i++)
        if (context->thresholds.at[i] >= low && intset_contains(context->sets, set, context->thresholds.at[i]))
            next = context->thresholds.at[i];
    return next;
}

/* Whether the call that makes the followed task is given the address that this instruction finds: there it puts the task. */
static bool is_handed_to_site(const Exec *exec, const Env *env, const IrInst *inst)
{
    const Site *site = exec->run->site;
    if (env->state != TASK_NONE || site == NULL || site->out_key == VALUE_NONE || site->block != exec->block)
        return false;
    const IrInst *call = &exec->function->blocks[site->block].insts[site->inst];
    bool is = false;
    for (uint32_t i = 0; call->op == IR_OP_CALL && i < call->as.call.argument_count && !is; i++)
        is = call->as.call.arguments[i].reg == inst->result;
    return is;
}

/* An element that a task is put into or taken from, by an index that is one of few: which one? Asked one by one. Who follows single paths asks it of all elements: what would be forgotten of others, or
 * read as one of several, is nothing that happens on a single path. */
static Value question_of_few(Exec *exec, Env *env, const IrInst *inst, bool *is_left_out)
{
    *is_left_out = false;
    WorldContext *context = &exec->run->context;
    bool is_of_all = exec->run->bounded_looks > 0;
    const bool is_index = inst->op == IR_OP_INDEX && inst->as.index.index != IR_NONE, is_handed = is_index && exec->run->is_coarse && is_handed_to_site(exec, env, inst);
    const IrInst *access = is_index && (is_followed(env) || is_of_all) ? access_to(exec, inst) : NULL;
    if (!is_handed && (access == NULL || !(access->type.kind == IR_TYPE_TASK || is_of_all)))
        return VALUE_NONE;
    const bool is_put = is_handed || (access->op == IR_OP_STORE && is_task(exec, exec_register(exec, env, access->as.store.value)));
    if (exec->run->is_coarse && !is_put) /* whether it is the element in which the task lies is all that matters then */
        return VALUE_NONE;
    Value index = exec_register(exec, env, inst->as.index.index);
    IntSet set = env_set_of(context, env, index);
    if (index == VALUE_NONE || set == INTSET_EMPTY || elements_go_round(exec, env, inst->as.index.index, index))
        return VALUE_NONE;
    int64_t low = intset_min(context->sets, set), high = intset_max(context->sets, set);
    if (!is_handed && is_put_into_many(exec, env, access, index, low, high)) {
        low = next_told(exec, set);
        high = low;
        *is_left_out = low < 0;
    } else if (high > (exec->run->is_coarse ? MOST_FORKED_COARSE : ELEMENTS_FORKED) || low == high) {
        return VALUE_NONE;
    }
    Value same = VALUE_NONE;
    for (int64_t number = low; number >= 0 && number <= high && !is_open(exec, env, same); number++) /* the first that is not answered yet: the set need not say so */
        same = intset_contains(context->sets, set, number) ? value_binary(context->values, IR_EQ, index, value_const(context->values, number), IR_INT(64, true), IR_I32) : same;
    return is_open(exec, env, same) ? same : VALUE_NONE;
}

static bool is_told_apart(Exec *exec, const Env *env, Value value)
{
    const ValueNode *node = value_node(exec->engine->values, value);
    if (node->kind == VALUE_SYMBOL)
        return node->type.kind == IR_TYPE_INT || env_fact(env, value) != INTSET_FULL || memory_leads_to_task(exec, env, value);
    return node->kind == VALUE_CONST || node->kind == VALUE_EXPRESSION || value_is_address(exec->engine->values, value);
}

/* The place that a cell says something of; what it held before unseen code ran counts, too (unchanged.c). */
static Value place_known(const Values *values, Value key)
{
    const ValueNode *node = value_node(values, key);
    return node->kind == VALUE_KEY && node->op == VALUE_KEY_BEFORE ? node->left : key;
}

/* An element of unknown number that is about to be looked up: by an index or, where a pointer leads there that was kept (`r = &items[i]`), when something is read. */
typedef struct Lookup {
    Value base, index;
    int64_t scale;
    bool is_read, is_looked_at; /* looked at: read, or perhaps by who gets its address */
} Lookup;

/* false: there is none, or it is one with a task, or of no concern. */
static bool find_lookup(Exec *exec, Env *env, const IrInst *inst, Lookup *lookup)
{
    bool is_index = inst->op == IR_OP_INDEX && inst->as.index.index != IR_NONE;
    const IrInst *access = is_index ? access_to(exec, inst) : inst->op == IR_OP_LOAD ? inst : NULL;
    bool is_read = access != NULL && access->op == IR_OP_LOAD;
    if ((!is_index && !is_read) || (access != NULL && access->type.kind == IR_TYPE_TASK))
        return false;
    const bool is_closely = exec->run->kind == RUN_ENTRY && engine_names_number(exec->engine, exec->run->entry); /* who asked knows what the elements hold: of one that is not told apart another would be taken for true */
    if (!is_followed(env) && (!is_index || (is_read && access->type.kind != IR_TYPE_POINTER && !is_closely)))
        return false;
    *lookup = (Lookup){.scale = 1, .is_read = is_read, .is_looked_at = is_read || access == NULL};
    if (is_index) {
        lookup->base = exec_register(exec, env, inst->as.index.base);
        lookup->index = exec_register(exec, env, inst->as.index.index);
        lookup->scale = inst->as.index.scale;
    } else {
        Value address = exec_register(exec, env, inst->as.load.address);
        const ValueNode *element = value_node(exec->engine->values, address == VALUE_NONE ? VALUE_NONE : value_unknown_element(exec->engine->values, address));
        lookup->base = element->left;
        lookup->index = element->right;
    }
    return lookup->base != VALUE_NONE && lookup->index != VALUE_NONE && !elements_go_round(exec, env, is_index ? inst->as.index.index : IR_NONE, lookup->index);
}

/* An element by an index that is one of few, where the array has elements of which more is known than of others (which of them were filled):
 * is it one of those? What is stored to one of very few is not to be forgotten of the others. By an index that may be any, only what was known before unseen code ran of
 * the element with the followed task's number is asked for. */
static Value question_of_known(Exec *exec, Env *env, const IrInst *inst)
{
    WorldContext *context = &exec->run->context;
    Values *values = context->values;
    Lookup lookup;
    if (!find_lookup(exec, env, inst, &lookup))
        return VALUE_NONE;
    int64_t numbers[ELEMENTS_FORKED], of_task = 0;
    IntSet set = env_set_of(context, env, lookup.index);
    bool is_before_asked = lookup.is_looked_at && is_followed(env);
    Value first_base = is_before_asked ? unchanged_first_name(exec, env, lookup.base) : lookup.base;
    bool are_few = intset_members(context->sets, set, numbers, lookup.is_read || exec->run->bounded_looks > 0 ? ELEMENTS_FORKED : MOST_FORKED_STORES) > 0;
    if (intset_min(context->sets, set) == intset_max(context->sets, set) || (!are_few && !(is_before_asked && value_is_const(values, elements_index_of_task(exec, env), &of_task))))
        return VALUE_NONE;
    for (uint32_t i = 0; i < env->cell_count; i++) {
        Value element = is_before_asked ? place_known(values, env->cells[i].key) : env->cells[i].key;
        bool is_before = element != env->cells[i].key;
        Value base = is_before ? first_base : lookup.base;
        int64_t number;
        while (element != base && value_node(values, element)->kind == VALUE_FIELD)
            element = value_node(values, element)->left;
        const ValueNode *node = value_node(values, element);
        if ((element != base && (node->kind != VALUE_ELEMENT || node->left != base)) || (!is_before && !is_told_apart(exec, env, env->cells[i].value)))
            continue;
        number = element == base ? 0 : node->number;
        if (number % lookup.scale != 0 || (!are_few && (number != of_task || !is_before)))
            continue;
        Value same = value_binary(values, IR_EQ, lookup.index, value_const(values, number / lookup.scale), IR_INT(64, true), IR_I32);
        if (is_open(exec, env, same))
            return same;
    }
    return VALUE_NONE;
}

/* The number by which an address finds an element of unknown number, in the block under execution; IR_NONE: it was found elsewhere. */
static IrReg index_of_address(Exec *exec, Env *env, IrReg address)
{
    const IrInst *inst = exec_definition(exec, address);
    while (inst != NULL && inst->op == IR_OP_INDEX) {
        IrReg index = inst->as.index.index;
        if (index != IR_NONE && value_node(exec->engine->values, exec_register(exec, env, index))->kind != VALUE_CONST)
            return index;
        inst = exec_definition(exec, inst->as.index.base);
    }
    return IR_NONE;
}

/* How many elements past an address that a call is given the followed task lies, where the address is that of one of few elements: asked one by one. Before the
 * address it is of no concern: who gets the rest of an array goes on from there. */
static Value question_of_distance(Exec *exec, Env *env, Value from)
{
    WorldContext *context = &exec->run->context;
    for (uint32_t i = 0; i < env->cell_count; i++) {
        bool is_place = is_task(exec, env->cells[i].value) && value_node(context->values, env->cells[i].key)->kind != VALUE_KEY;
        Value past = is_place ? overlap_elements_past(context->values, env->cells[i].key, from) : VALUE_NONE;
        IntSet set = past == VALUE_NONE ? INTSET_EMPTY : env_set_of(context, env, past);
        int64_t numbers[MOST_DISTANCES], low = intset_min(context->sets, set), high = intset_max(context->sets, set);
        if (set == INTSET_EMPTY || low == high || high < 0 || high > MOST_DISTANCES)
            continue;
        if (low < 0)
            return value_binary(context->values, IR_LT, past, value_const(context->values, 0), IR_INT(64, true), IR_I32);
        if (intset_members(context->sets, set, numbers, MOST_DISTANCES) > 0)
            return value_binary(context->values, IR_EQ, past, value_const(context->values, low), IR_INT(64, true), IR_I32);
    }
    return VALUE_NONE;
}

/* A function with a body gets a part of the array that the followed task is in. */
static Value question_of_part(Exec *exec, Env *env, const IrInst *call)
{
    bool is_asked = call->op == IR_OP_CALL && call->as.call.function != IR_NONE && is_followed(env);
    const FunctionInfo *callee = is_asked ? engine_callee(exec->engine, exec->run->info->module_index, call->as.call.function) : NULL;
    for (uint32_t a = 0; callee != NULL && callee->is_reached && callee->is_relevant && a < call->as.call.argument_count; a++) {
        IrReg reg = call->as.call.arguments[a].reg;
        Value from = call->as.call.arguments[a].type.kind == IR_TYPE_POINTER ? exec_register(exec, env, reg) : VALUE_NONE;
        Value element = from == VALUE_NONE ? VALUE_NONE : value_unknown_element(exec->engine->values, from);
        if (element == VALUE_NONE || elements_go_round(exec, env, index_of_address(exec, env, reg), value_node(exec->engine->values, element)->right))
            continue;
        Value question = question_of_distance(exec, env, from);
        if (question != VALUE_NONE)
            return question;
    }
    return VALUE_NONE;
}

/* Another task is put into an element that may be the one with the followed task, and something has been lost that may have said that it is not. */
static bool may_overwrite(Exec *exec, Env *env, const IrInst *inst)
{
    if (!env->is_loose || env->state != TASK_LIVE || inst->op != IR_OP_INDEX || inst->as.index.index == IR_NONE)
        return false;
    const IrInst *access = access_to(exec, inst);
    if (access == NULL || access->op != IR_OP_STORE || access->type.kind != IR_TYPE_TASK || is_task(exec, exec_register(exec, env, access->as.store.value)))
        return false;
    Value base = exec_register(exec, env, inst->as.index.base), index = exec_register(exec, env, inst->as.index.index);
    return base != VALUE_NONE && index != VALUE_NONE && is_index_of_task(exec, env, inst, base, index) != VALUE_NONE;
}

/* The element of unknown number, of the array that the base leads to, in which the followed task is; VALUE_NONE: it is elsewhere. */
static Value unknown_place_in(const Exec *exec, const Env *env, Value base)
{
    const Values *values = exec->engine->values;
    for (uint32_t i = 0; i < env->cell_count; i++) {
        Value place = env->cells[i].key;
        while (is_task(exec, env->cells[i].value) && value_node(values, place)->kind == VALUE_FIELD) /* an array of structs */
            place = value_node(values, place)->left;
        if (is_task(exec, env->cells[i].value) && value_node(values, place)->kind == VALUE_ELEMENT_AT && value_node(values, place)->left == base)
            return place;
    }
    return VALUE_NONE;
}

/* A known element is looked up, and a helper has put the task into one of few, by a number that may be this one's. */
static Value question_of_place(Exec *exec, Env *env, const IrInst *inst)
{
    WorldContext *context = &exec->run->context;
    bool is_index = inst->op == IR_OP_INDEX && inst->as.index.index != IR_NONE && inst->as.index.scale == 1 && is_followed(env) && !env->is_loose;
    Value base = is_index ? exec_register(exec, env, inst->as.index.base) : VALUE_NONE, index = is_index ? exec_register(exec, env, inst->as.index.index) : VALUE_NONE;
    Value place = base == VALUE_NONE || index == VALUE_NONE ? VALUE_NONE : unknown_place_in(exec, env, base);
    int64_t number, numbers[ELEMENTS_FORKED];
    if (place == VALUE_NONE || !intset_single(context->sets, env_set_of(context, env, index), &number))
        return VALUE_NONE;
    Value of_task = value_node(context->values, place)->right;
    Value same = value_binary(context->values, IR_EQ, of_task, value_const(context->values, number), IR_INT(64, true), IR_I32);
    return intset_members(context->sets, env_set_of(context, env, of_task), numbers, ELEMENTS_FORKED) > 0 && is_open(exec, env, same) ? same : VALUE_NONE;
}

/* The followed task's element by the name by which it is looked up now. */
static void rename_element(Exec *exec, Env *env, Value from, Value to)
{
    for (uint32_t i = 0; i < env->cell_count && from != to; i++) {
        const Cell cell = env->cells[i];
        const Value key = is_task(exec, cell.value) ? value_rebase(exec->engine->values, cell.key, from, to) : VALUE_NONE;
        if (key == VALUE_NONE || key == cell.key)
            continue;
        env_remove(env, cell.key);
        env_set(env, key, cell.value);
        i = UINT32_MAX; /* they have moved */
    }
}

/* A place of a ring is looked up, and the task lies in one, *place: is it this one? That is asked of the counters. Where it is certain, the place has this name from now on. */
static Value question_of_ring(Exec *exec, Env *env, const IrInst *inst, Value *place)
{
    const bool is_index = inst->op == IR_OP_INDEX && inst->as.index.index != IR_NONE && inst->as.index.scale == 1 && is_followed(env) && exec->run->is_coarse;
    const IrInst *access = is_index ? access_to(exec, inst) : NULL;
    if (access == NULL || access->type.kind != IR_TYPE_TASK)
        return VALUE_NONE;
    const Value base = exec_register(exec, env, inst->as.index.base), index = exec_register(exec, env, inst->as.index.index);
    *place = base == VALUE_NONE || index == VALUE_NONE ? VALUE_NONE : unknown_place_in(exec, env, base);
    const Value same = *place == VALUE_NONE ? VALUE_NONE : infer_same_place(&exec->run->context, env, index, value_node(exec->engine->values, *place)->right);
    const IntSet answer = same == VALUE_NONE ? INTSET_EMPTY : env_set_of(&exec->run->context, env, same);
    if (answer == intset_range(exec->engine->sets, 1, 1))
        rename_element(exec, env, *place, elements_index(exec, env, inst));
    return is_open(exec, env, same) ? same : VALUE_NONE;
}

void elements_name_place(Exec *exec, Env *env)
{
    for (uint32_t i = 0; i < env->cell_count; i++) {
        Value key = env->cells[i].key, value = env->cells[i].value;
        Value known = is_task(exec, value) && value_node(exec->engine->values, key)->kind != VALUE_KEY ? with_known_number(exec, env, key) : key;
        if (known == key)
            continue;
        env_remove(env, key);
        env_set(env, known, value);
        i = UINT32_MAX; /* they have moved */
    }
}

static bool is_number(const Values *values, Value value)
{
    const ValueNode *node = value_node(values, value);
    return node->kind == VALUE_CONST || (node->kind == VALUE_SYMBOL && node->type.kind == IR_TYPE_INT);
}

/* What was read from an element when nobody knew which one it is was read from the one that has its number now: both names say one thing. false: they cannot. */
static bool know_elements(Exec *exec, Env *env)
{
    const Values *values = exec->engine->values;
    bool is_possible = true;
    for (uint32_t i = env->cell_count; i-- > 0 && is_possible;) {
        const Cell cell = env->cells[i];
        const Value held = value_node(values, cell.key)->kind == VALUE_ELEMENT_AT ? env_get(env, with_known_number(exec, env, cell.key)) : VALUE_NONE;
        if (held != VALUE_NONE && held != cell.value && is_number(values, held) && is_number(values, cell.value))
            is_possible = env_assume(&exec->run->context, env, held, env_set_of(&exec->run->context, env, cell.value)) &&
                          env_assume(&exec->run->context, env, cell.value, env_set_of(&exec->run->context, env, held));
    }
    return is_possible;
}

/* What a loop puts into an array of this function, or takes from it, by a counter is in one of its elements: past the end there is none, and who counts to a bound has seen to it that this is not more. false: it
 * cannot be in any. Of another index nobody can say that it is wrong, though it is one of few. */
static bool assume_within(Exec *exec, Env *env, const IrInst *inst)
{
    const IrInst *base = inst->op == IR_OP_INDEX && inst->as.index.index != IR_NONE ? exec_definition(exec, inst->as.index.base) : NULL;
    const uint32_t length = base != NULL && base->op == IR_OP_LOCAL ? exec->function->locals[base->as.local].length : 0;
    const uint32_t counter = length > 0 && inst->as.index.scale > 0 ? elements_counter_of_index(exec, inst->as.index.index) : IR_NONE;
    const bool is_access = counter != IR_NONE && exec->run->info->body->is_counted[counter] && access_to(exec, inst) != NULL;
    const Value index = is_access ? exec_register(exec, env, inst->as.index.index) : VALUE_NONE;
    WorldContext *context = &exec->run->context;
    return index == VALUE_NONE || env_assume(context, env, index, intset_range(context->sets, 0, (int64_t)length / inst->as.index.scale - 1));
}

/* Whether a task is put into an array of this function, or taken out, by an index. */
static bool finds_own_task(const Exec *exec, const IrInst *inst)
{
    const IrInst *base = inst->op == IR_OP_INDEX && inst->as.index.index != IR_NONE ? exec_definition(exec, inst->as.index.base) : NULL;
    const IrInst *access = base != NULL && base->op == IR_OP_LOCAL ? access_to(exec, inst) : NULL;
    return access != NULL && access->type.kind == IR_TYPE_TASK;
}

/* Both answers are followed: the path with "no" asks again, the other one waits. */
bool elements_ask(Exec *exec, Env *env, const IrInst *inst, uint32_t at)
{
    bool is_lost_else = false, is_left_out;
    if (is_followed(env) && finds_own_task(exec, inst))
        unchanged_index(exec, env, exec_register(exec, env, inst->as.index.index));
    if (!assume_within(exec, env, inst))
        return false;
    if (may_overwrite(exec, env, inst))
        return true; /* not asked: the store loses it (memory.c) */
    Value same = question_of_few(exec, env, inst, &is_left_out);
    exec->run->has_left_out = exec->run->has_left_out || is_left_out;
    if (is_left_out)
        return false;
    if (same == VALUE_NONE)
        same = question_of_index(exec, env, inst, &is_lost_else);
    bool is_place_asked = same == VALUE_NONE && (same = question_of_place(exec, env, inst)) != VALUE_NONE;
    Value ring_place = VALUE_NONE;
    if (same == VALUE_NONE)
        same = question_of_ring(exec, env, inst, &ring_place);
    const bool is_ring_asked = same != VALUE_NONE && ring_place != VALUE_NONE;
    if (same == VALUE_NONE)
        same = question_of_known(exec, env, inst);
    if (same == VALUE_NONE)
        same = question_of_part(exec, env, inst);
    if (same == VALUE_NONE)
        same = extent_question(exec, env, inst);
    if (same == VALUE_NONE)
        return true;
    WorldContext *context = &exec->run->context;
    IntSet zero = intset_range(context->sets, 0, 0);
    Path other = {.next = at};
    env_copy(&other.env, env);
    const bool may_be = unchanged_assume(exec, &other.env, same, intset_complement(context->sets, zero)) && know_elements(exec, &other.env);
    const bool may_be_another = unchanged_assume(exec, env, same, zero) && know_elements(exec, env);
    if (may_be && is_place_asked)
        elements_name_place(exec, &other.env);
    if (may_be && is_ring_asked)
        rename_element(exec, &other.env, ring_place, elements_index(exec, &other.env, inst));
    if (may_be)
        g_array_append_val(exec->pending, other);
    else
        env_clear(&other.env);
    if (may_be_another && is_place_asked)
        elements_name_place(exec, env);
    if (is_lost_else)
        env->state = TASK_ESCAPED;
    const bool is_answered = !is_open(exec, env, same); /* else it would be asked for ever */
    return may_be_another && (!is_answered || elements_ask(exec, env, inst, at));
}
