/* task_counts.c - variables that count tasks: `running--` behind the await of a task in an array, `while (running > 0)` around it.
 *
 * One task is followed, so that nobody knows how many there are: that `running` is 0 says that there is none left follows from the sum of all flags, which no
 * world speaks of. While worlds are kept apart that say of each element whether there is a task, their numbers say it. Where a loss went into a world it is
 * taken from the program: who leaves a loop by a count of tasks leaves none in the array, unless a world without a loss shows the opposite. So does who leaves it by a bound of the
 * index of which it was lost how it compares with the element's number (`i < n` behind a loop that counted n down), or by what another element holds; and who leaves a loop that
 * takes a task for each element that holds something, `if (items[i].on) await(ts[k++])`: that they are as many as there were follows from all these elements together. */
#include "analysis/engine.h"
#include "worlds/infer.h"

/* A local, or a field by number. */
typedef struct Place {
    uint32_t local, field; /* one of them, the other is IR_NONE; both: no place */
    bool is_down;          /* it is counted down */
    bool is_turn;          /* it says which element a loop takes next, and goes on only where another element holds something */
    uint32_t block;        /* where it is counted */
} Place;

static Place place_at(const IrBlock *block, IrReg address)
{
    const IrInst *inst = ir_definition_in(block, address);
    return (Place){.local = inst != NULL && inst->op == IR_OP_LOCAL ? inst->as.local : IR_NONE, .field = inst != NULL && inst->op == IR_OP_FIELD ? inst->as.field.field : IR_NONE};
}

static bool is_same_place(Place a, Place b)
{
    return a.local == b.local && a.field == b.field && (a.local != IR_NONE || a.field != IR_NONE);
}

static bool is_constant(const IrBlock *block, IrReg reg)
{
    const IrInst *inst = ir_without_casts_in(block, reg);
    return inst != NULL && inst->op == IR_OP_CONST;
}

/* Whether a store counts a place up or down; *place is that. */
static bool counts(const IrBlock *block, const IrInst *store, Place *place)
{
    const IrInst *sum = store->op == IR_OP_STORE ? ir_without_casts_in(block, store->as.store.value) : NULL;
    if (sum == NULL || sum->op != IR_OP_BINARY || (sum->as.binary.op != IR_ADD && sum->as.binary.op != IR_SUB) || !is_constant(block, sum->as.binary.right))
        return false;
    const IrInst *load = ir_without_casts_in(block, sum->as.binary.left);
    *place = place_at(block, store->as.store.address);
    place->is_down = sum->as.binary.op == IR_SUB;
    return load != NULL && load->op == IR_OP_LOAD && is_same_place(*place, place_at(block, load->as.load.address));
}

/* An element, or a member of one; by a pointer that walks, too. */
static bool is_in_element(const IrBlock *block, IrReg address)
{
    const IrInst *inst = ir_definition_in(block, address);
    while (inst != NULL && inst->op == IR_OP_FIELD)
        inst = ir_definition_in(block, inst->as.field.base);
    return inst != NULL && (inst->op == IR_OP_INDEX || inst->op == IR_OP_LOAD);
}

/* Whether a call is given the task in an element, other than to look at it, or that element. */
static bool takes_task(const Run *run, const IrBlock *block, const IrInst *call)
{
    const FunctionInfo *callee = call->op != IR_OP_CALL || call->as.call.function == IR_NONE
                                     ? NULL : engine_callee(run->engine, run->info->module_index, call->as.call.function);
    bool takes = false;
    for (uint32_t i = 0; call->op == IR_OP_CALL && i < call->as.call.argument_count && !takes; i++) {
        IrOperand argument = call->as.call.arguments[i];
        const IrInst *load = argument.type.kind == IR_TYPE_TASK ? ir_definition_in(block, argument.reg) : NULL;
        if (load != NULL)
            takes = load->op == IR_OP_LOAD && is_in_element(block, load->as.load.address) && engine_effect(callee, i) != IR_EFFECT_OBSERVES;
        else if (argument.type.kind == IR_TYPE_POINTER)
            takes = callee != NULL && callee->meets_tasks && is_in_element(block, argument.reg);
    }
    return takes;
}

/* Whether a call in a block may take a task that lies somewhere, or is given what leads to some. */
static bool may_take(const Run *run, const IrBlock *block)
{
    bool may = false;
    for (uint32_t i = 0; i < block->inst_count && !may; i++) {
        const IrInst *call = &block->insts[i];
        const FunctionInfo *callee = call->op != IR_OP_CALL || call->as.call.function == IR_NONE
                                         ? NULL : engine_callee(run->engine, run->info->module_index, call->as.call.function);
        for (uint32_t a = 0; call->op == IR_OP_CALL && a < call->as.call.argument_count && !may; a++) {
            const IrTypeKind kind = call->as.call.arguments[a].type.kind;
            may = kind == IR_TYPE_TASK ? engine_effect(callee, a) != IR_EFFECT_OBSERVES : kind == IR_TYPE_POINTER && (callee == NULL || callee->meets_tasks);
        }
    }
    return may;
}

/* Per block. */
static bool *find_takers(const Run *run)
{
    const IrFunction *function = run->info->function;
    bool *takes = g_new(bool, function->block_count);
    for (uint32_t b = 0; b < function->block_count; b++)
        takes[b] = may_take(run, &function->blocks[b]);
    return takes;
}

/* Whether an edge leads out of a loop in which tasks may be taken: of who fills an array, nobody expects that there is none left behind it. */
static bool leaves_takers(const Exec *exec, uint32_t target)
{
    FunctionInfo *info = exec->run->info;
    bool leaves = false;
    for (uint32_t b = 0; b < exec->function->block_count && !leaves; b++)
        leaves = info->task_takers[b] && engine_leaves_loop(info, exec->block, target, b);
    return leaves;
}

/* Whether no path comes to an instruction of a block but by a call in a loop that takes the task in an element, or together with one. */
static bool is_by_taking(const Run *run, uint32_t block)
{
    const IrFunction *function = run->info->function;
    for (uint32_t b = 0; b <= block; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count && run->info->body->is_in_loop[b] && engine_dominates(run->info, b, block); i++)
            if (takes_task(run, &function->blocks[b], &function->blocks[b].insts[i]))
                return true;
    return false;
}

/* Per block, whether some way leads from a block to it. */
static bool *find_reached(const IrFunction *function, uint32_t from)
{
    bool *reached = g_new0(bool, function->block_count);
    for (bool changed = true; changed;) { /* as often as loops nest */
        changed = false;
        for (uint32_t b = 0; b < function->block_count; b++)
            for (uint32_t k = 0; k < ir_successor_count(&function->blocks[b]) && (b == from || reached[b]); k++) {
                bool *next = &reached[ir_successor(&function->blocks[b], k)];
                changed = changed || !*next;
                *next = true;
            }
    }
    return reached;
}

/* Whether a block is one side of a branch in its loop; *other: the block on the other side. */
static bool is_one_side(const Run *run, const IrInst *branch, uint32_t block, uint32_t *other)
{
    bool is_true = branch->op == IR_OP_BRANCH && engine_dominates(run->info, branch->as.branch.if_true, block);
    bool is_false = branch->op == IR_OP_BRANCH && engine_dominates(run->info, branch->as.branch.if_false, block);
    *other = branch->op == IR_OP_BRANCH ? (is_true ? branch->as.branch.if_false : branch->as.branch.if_true) : IR_NONE;
    return is_true != is_false;
}

/* Whether nothing else decides if a turn of a loop comes to a block than what an element holds. */
static bool is_by_element(const Run *run, uint32_t block)
{
    const IrFunction *function = run->info->function;
    bool *reached = find_reached(function, block), is_by = false, is_by_other = false;
    for (uint32_t b = 0; b < block && !is_by_other; b++) {
        const IrInst *last = ir_end_of(function, b);
        uint32_t other;
        if (!reached[b] || !is_one_side(run, last, block, &other))
            continue;
        bool *reached_else = find_reached(function, other);
        bool is_asked = elements_are_asked(&function->blocks[b], last->as.branch.condition);
        is_by = is_by || is_asked;
        is_by_other = reached_else[block] && !is_asked; /* else the loop ends there */
        g_free(reached_else);
    }
    g_free(reached);
    return is_by && !is_by_other;
}

static GArray *find_counts(const Run *run)
{
    GArray *found = g_array_new(FALSE, FALSE, sizeof(Place));
    const Body *body = run->info->body;
    for (uint32_t b = 0; b < run->info->function->block_count; b++) {
        const IrBlock *block = &run->info->function->blocks[b];
        Place place;
        for (uint32_t i = 0; i < block->inst_count && body->is_in_loop[b]; i++) {
            if (!counts(block, &block->insts[i], &place) || !is_by_taking(run, b))
                continue;
            place.is_turn = place.local != IR_NONE && body->is_index[place.local];
            place.block = b;
            if (!place.is_turn || is_by_element(run, b))
                g_array_append_val(found, place);
        }
    }
    return found;
}

/* Whether a condition is computed from a count of tasks that does not say, where it counts them down, that there may be more. Only of who leaves the loop that counts it: who fills an array
 * up to what may be under way (`head - tail < depth`) goes on to take one. */
static bool asks_count(Exec *exec, const Env *env, IrReg condition, uint32_t target)
{
    const IrBlock *block = &exec->function->blocks[exec->block];
    const GArray *counts = exec->run->info->task_counts;
    const IrInst *inst = ir_definition_in(block, condition);
    if (inst == NULL)
        return false;
    switch (inst->op) {
    case IR_OP_CAST: return asks_count(exec, env, inst->as.cast.operand, target);
    case IR_OP_UNARY: return asks_count(exec, env, inst->as.unary.operand, target);
    case IR_OP_BINARY: return asks_count(exec, env, inst->as.binary.left, target) || asks_count(exec, env, inst->as.binary.right, target);
    case IR_OP_LOAD:
        for (uint32_t i = 0; i < counts->len; i++) {
            Place count = g_array_index(counts, Place, i);
            IntSet left = env_set_of(&exec->run->context, env, exec_register(exec, (Env *)(uintptr_t)env, inst->result));
            if (!count.is_turn && is_same_place(count, place_at(block, inst->as.load.address)) && (!count.is_down || intset_max(exec->engine->sets, left) <= 0) &&
                engine_leaves_loop(exec->run->info, exec->block, target, count.block))
                return true;
        }
        return false;
    default: return false;
    }
}

/* Whether a loop that is left takes tasks in turn, one for each element that holds something: how many these are nobody knows any more. */
static bool takes_in_turn(const Exec *exec)
{
    const GArray *counts = exec->run->info->task_counts;
    bool does = false;
    for (uint32_t i = 0; i < counts->len && !does; i++) {
        Place count = g_array_index(counts, Place, i);
        bool *from_turn = count.is_turn ? find_reached(exec->function, count.block) : NULL;
        does = from_turn != NULL && from_turn[exec->block] && count.block > exec->block; /* the head of the same loop */
        g_free(from_turn);
    }
    return does;
}

/* Whether the followed task lies in an array, or in memory that may be one. */
static bool is_in_array(const Exec *exec, const Env *env)
{
    const Values *values = exec->engine->values;
    bool is_in = false;
    for (uint32_t i = 0; i < env->cell_count && !is_in; i++) {
        Value place = env->cells[i].key;
        if (value_node(values, env->cells[i].value)->kind != VALUE_TASK)
            continue;
        while (value_node(values, place)->kind == VALUE_FIELD && !is_in) {
            is_in = exec->engine->layouts[value_node(values, place)->number].element > 0; /* the first of its elements */
            place = value_node(values, place)->left;
        }
        const ValueNode *node = value_node(values, place);
        bool is_first = node->kind == VALUE_LOCAL && exec->function->locals[node->number].type.kind == IR_TYPE_AGGREGATE &&
                        exec->function->locals[node->number].type.record == IR_NONE;
        is_in = is_in || is_first || node->kind == VALUE_ELEMENT || node->kind == VALUE_ELEMENT_AT || node->kind == VALUE_SYMBOL;
    }
    return is_in;
}

static bool is_waited_for(const Exec *exec, const Env *env)
{
    return env->is_loose && env->state == TASK_LIVE && exec->run->info->body->is_in_loop[exec->block];
}

/* The comparison that a condition is, also where a small function gives its truth: `(i < n) != 0`. */
static const IrInst *comparison_in(const IrBlock *block, IrReg condition)
{
    const IrInst *compare = ir_definition_in(block, condition), *left = compare;
    while (left != NULL && (left->op == IR_OP_BINARY || left->op == IR_OP_CAST)) {
        compare = left->op == IR_OP_BINARY ? left : compare;
        const IrInst *right = left->op == IR_OP_BINARY && left->as.binary.op == IR_NE ? ir_definition_in(block, left->as.binary.right) : NULL;
        left = left->op == IR_OP_CAST ? ir_definition_in(block, left->as.cast.operand) : ir_is_zero(right) ? ir_definition_in(block, left->as.binary.left) : NULL;
    }
    return compare;
}

/* Whether a call is given some of these registers, and what leads to tasks besides. */
static bool hands_to_taker(const Run *run, const IrInst *call, const bool *is_made)
{
    const FunctionInfo *callee = call->as.call.function == IR_NONE ? NULL : engine_callee(run->engine, run->info->module_index, call->as.call.function);
    bool is_given = false, has_pointer = false;
    for (uint32_t i = 0; i < call->as.call.argument_count; i++) {
        const IrOperand argument = call->as.call.arguments[i];
        is_given = is_given || (argument.reg != IR_NONE && is_made[argument.reg]);
        has_pointer = has_pointer || argument.type.kind == IR_TYPE_POINTER;
    }
    return is_given && has_pointer && (callee == NULL || callee->meets_tasks);
}

/* Whether an element is found to read a number there. */
static bool reads_number(const IrBlock *block, const IrInst *index)
{
    IrReg place = index->result;
    for (uint32_t i = (uint32_t)(index - block->insts) + 1; i < block->inst_count; i++) {
        const IrInst *use = &block->insts[i];
        if (use->op == IR_OP_LOAD && use->as.load.address == place)
            return ir_is_number(use->type);
        if (use->op == IR_OP_FIELD && use->as.field.base == place)
            place = use->result;
    }
    return false;
}

/* Whether an instruction makes its register of some of these. */
static bool is_made_of(const IrInst *inst, const bool *is_made)
{
    switch (inst->op) {
    case IR_OP_CAST: return is_made[inst->as.cast.operand];
    case IR_OP_UNARY: return is_made[inst->as.unary.operand];
    case IR_OP_BINARY: return inst->as.binary.op < IR_EQ && (is_made[inst->as.binary.left] || is_made[inst->as.binary.right]);
    default: return false;
    }
}

/* What the function does with what a local holds, and with what is made of that. */
struct IndexUse {
    GArray *arrays;          /* uint32_t: its arrays of which it finds elements so; NULL: nobody has asked yet */
    bool is_of_numbers;      /* it says nothing but which number is read from an array, `keys[i]`: the tasks lie elsewhere, and no bound of it says where */
};

static struct IndexUse find_use(const Run *run, uint32_t local)
{
    const IrFunction *function = run->info->function;
    const uint32_t *local_of = run->info->body->local_of;
    bool *is_made = g_new0(bool, function->register_count + 1), names = false, names_others = false;
    GArray *arrays = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    for (uint32_t b = 0; b < function->block_count; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++) {
            const IrInst *inst = &function->blocks[b].insts[i];
            if (inst->result != IR_NONE)
                is_made[inst->result] = (inst->op == IR_OP_LOAD && local_of[inst->as.load.address] == local) || is_made_of(inst, is_made);
            if (inst->op == IR_OP_INDEX && inst->as.index.index != IR_NONE && is_made[inst->as.index.index]) {
                const bool is_number = reads_number(&function->blocks[b], inst);
                names = names || is_number;
                names_others = names_others || !is_number;
                g_array_append_val(arrays, local_of[inst->as.index.base]);
            } else if (inst->op == IR_OP_STORE && is_made[inst->as.store.value]) {
                names_others = names_others || local_of[inst->as.store.address] != local;
            } else if (inst->op == IR_OP_CALL) {
                names_others = names_others || hands_to_taker(run, inst, is_made);
            }
        }
    g_free(is_made);
    return (struct IndexUse){arrays, names && !names_others};
}

static const struct IndexUse *use_of(const Run *run, uint32_t local)
{
    FunctionInfo *info = run->info;
    if (info->index_uses == NULL)
        info->index_uses = g_new0(struct IndexUse, info->function->local_count + 1);
    if (info->index_uses[local].arrays == NULL)
        info->index_uses[local] = find_use(run, local);
    return &info->index_uses[local];
}

/* Whether some element of an array of this function is found by what a local holds, or by what is made of that. */
static bool finds_element_of(const Run *run, uint32_t array, uint32_t local)
{
    const GArray *arrays = use_of(run, local)->arrays;
    bool finds = false;
    for (guint i = 0; i < arrays->len && !finds; i++)
        finds = g_array_index(arrays, uint32_t, i) == array;
    return finds;
}

void task_counts_free(FunctionInfo *info)
{
    for (uint32_t i = 0; info->index_uses != NULL && i < info->function->local_count; i++)
        if (info->index_uses[i].arrays != NULL)
            g_array_free(info->index_uses[i].arrays, TRUE);
    g_free(info->index_uses);
    g_free(info->task_takers);
    if (info->task_counts != NULL)
        g_array_free(info->task_counts, TRUE);
}

/* Whether a number is what is left of a counter: no bound of that is told of it. */
static bool is_in_ring(const Exec *exec, Value number)
{
    const ValueNode *node = value_node(exec->engine->values, number);
    return node->kind == VALUE_EXPRESSION && infer_modulus(&exec->run->context, node) != 0;
}

/* Whether a local is no index into the array in which the followed task is. */
static bool is_index_of_others(const Run *run, const Env *env, uint32_t local)
{
    const Values *values = run->engine->values;
    bool is = false;
    for (uint32_t i = 0; i < env->cell_count; i++) {
        const ValueNode *root = value_node(values, value_root(values, env->cells[i].key));
        if (value_node(values, env->cells[i].value)->kind != VALUE_TASK || value_node(values, env->cells[i].key)->kind == VALUE_KEY)
            continue;
        if (root->kind != VALUE_LOCAL || finds_element_of(run, (uint32_t)root->number, local))
            return false;
        is = true;
    }
    return is;
}

/* Whether a condition compares an index with a bound of which nobody knows any more whether it lies before the followed task's element or behind it. */
bool task_counts_is_bound_lost(Exec *exec, Env *env, const IrInst *branch)
{
    WorldContext *context = &exec->run->context;
    const IrBlock *block = &exec->function->blocks[exec->block];
    const IrInst *compare = is_waited_for(exec, env) ? comparison_in(block, branch->as.branch.condition) : NULL;
    const IrInst *load = compare != NULL && compare->op == IR_OP_BINARY && compare->as.binary.op >= IR_EQ ? ir_without_casts_in(block, compare->as.binary.left) : NULL;
    uint32_t local = load != NULL && load->op == IR_OP_LOAD ? place_at(block, load->as.load.address).local : IR_NONE;
    Value number = local == IR_NONE ? VALUE_NONE : elements_index_of_task(exec, env);
    if (number == VALUE_NONE)
        return false;
    Value bound = exec_register(exec, env, compare->as.binary.right);
    if (load->type.kind == IR_TYPE_POINTER ? value_array(context->values, bound, &bound) == VALUE_NONE : !exec->run->info->body->is_index[local])
        return false;
    if (bound == VALUE_NONE || (exec->run->is_coarse && (is_in_ring(exec, number) || use_of(exec->run, local)->is_of_numbers || is_index_of_others(exec->run, env, local))))
        return false;
    IntSet is_before = env_set_of(context, env, value_binary(context->values, IR_LT, number, bound, IR_INT(64, true), IR_I32));
    return intset_contains(context->sets, is_before, 0) && intset_contains(context->sets, is_before, 1);
}

void task_counts_leave(Exec *exec, Env *env, const IrInst *branch, uint32_t target, bool is_bound_lost)
{
    FunctionInfo *info = exec->run->info;
    IrReg condition = branch->as.branch.condition;
    if (!is_waited_for(exec, env) || !is_in_array(exec, env))
        return;
    if (info->task_counts == NULL)
        info->task_counts = find_counts(exec->run);
    if (info->task_takers == NULL)
        info->task_takers = find_takers(exec->run);
    bool is_trusted = is_bound_lost || asks_count(exec, env, condition, target) || elements_are_asked(&exec->function->blocks[exec->block], condition) || takes_in_turn(exec);
    if (is_trusted && leaves_takers(exec, target)) {
        env->state = TASK_ESCAPED;
        exec->run->has_trusted = true;
    }
}
