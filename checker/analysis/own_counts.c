/* own_counts.c - numbers in memory that others know, by which a function finds its own tasks.
 *
 * `t[pool->n++] = start(id)` with `t` an array of the function: how many tasks there are, where the next one goes and which of the places are taken stands in a field, a global or behind a pointer, and unseen code might
 * change it. But it would have to know what the function keeps in its variables: nobody writes a start() that takes one off the count of tasks which it cannot reach. So such a number stays, unless the code is given the object and
 * no task (`reset(batch)`, `fill(list)`), or another function of the program stores there.
 *
 * A number is one of these where the function stores it and makes the index of an element of such an array of it; so is what lies beside tasks (own_beside.c), and what the function counts up beside a task that it puts there, and counts down
 * again. This last one stays even where the code is given the object, in the innermost loops in which the function counts it; elsewhere others count down what they have done. The bounds to which it counts stay, too (own_bounds.c). Where the
 * function only reads a number, and counts to nothing by it, it is somebody else's, and may be another each time. */
#include "analysis/own_counts.h"

/* All places that an index is made of. */
static void note_index(OwnSearch *search, IrReg reg)
{
    const IrInst *inst = reading_number(&search->reading, reg);
    if (inst != NULL && inst->op == IR_OP_BINARY) {
        note_index(search, inst->as.binary.left);
        note_index(search, inst->as.binary.right);
    }
    const Spot place = inst != NULL && inst->op == IR_OP_LOAD ? reading_spot(&search->reading, inst->as.load.address) : (Spot){.kind = SPOT_NONE};
    if (place.kind == SPOT_NONE || spot_is_among(search->indices, place))
        return;
    g_array_append_val(search->indices, place);
    search->changed = true;
}

bool own_counts_accesses_task(const OwnSearch *search, const IrInst *access)
{
    const IrReg address = access->op == IR_OP_LOAD ? access->as.load.address : access->as.store.address;
    const IrInst *element = search->reading.definition[address];
    const SpotKind kind = element != NULL && element->op == IR_OP_INDEX ? reading_spot(&search->reading, element->as.index.base).kind : SPOT_NONE;
    return access->type.kind == IR_TYPE_TASK && (kind == SPOT_LOCAL || kind == SPOT_BEHIND);
}

void own_counts_visit(OwnSearch *search, void (*visit)(OwnSearch *search, const IrInst *inst))
{
    const IrFunction *function = search->reading.info->function;
    for (uint32_t b = 0; b < function->block_count; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++)
            visit(search, &function->blocks[b].insts[i]);
}

/* Of what a variable by which tasks are found was computed, they are found by that. */
static void find_index(OwnSearch *search, const IrInst *inst)
{
    const IrInst *element = NULL;
    if ((inst->op == IR_OP_LOAD || inst->op == IR_OP_STORE) && own_counts_accesses_task(search, inst))
        element = search->reading.definition[inst->op == IR_OP_LOAD ? inst->as.load.address : inst->as.store.address];
    if (element != NULL && element->as.index.index != IR_NONE)
        note_index(search, element->as.index.index);
    if (inst->op == IR_OP_STORE && inst->type.kind == IR_TYPE_INT) {
        const Spot place = reading_spot(&search->reading, inst->as.store.address);
        if (place.kind == SPOT_LOCAL && spot_is_among(search->indices, place))
            note_index(search, inst->as.store.value);
    }
}

bool own_counts_is_number(const OwnSearch *search, IrReg reg)
{
    const IrInst *index = search->reading.definition[reg];
    while (index != NULL && (index->op == IR_OP_CAST || index->op == IR_OP_BINARY))
        index = search->reading.definition[index->op == IR_OP_CAST ? index->as.cast.operand : index->as.binary.left];
    return index != NULL && index->op == IR_OP_LOAD && spot_is_among(search->indices, reading_spot(&search->reading, index->as.load.address));
}

bool own_counts_finds_as_task(const OwnSearch *search, const IrInst *element)
{
    return element->op == IR_OP_INDEX && element->as.index.index != IR_NONE && own_counts_is_number(search, element->as.index.index);
}

const IrInst *own_counts_without_fields(const OwnSearch *search, IrReg address)
{
    const IrInst *inst = search->reading.definition[address];
    while (inst != NULL && inst->op == IR_OP_FIELD)
        inst = search->reading.definition[inst->as.field.base];
    return inst;
}

const IrInst *own_counts_pointer_read(const OwnSearch *search, const IrInst *store, uint32_t local)
{
    const bool is = store->op == IR_OP_STORE && store->type.kind == IR_TYPE_POINTER && search->reading.info->body->local_of[store->as.store.address] == local;
    const IrInst *read = is ? reading_number(&search->reading, store->as.store.value) : NULL;
    while (read != NULL && (read->op == IR_OP_FIELD || read->op == IR_OP_CONTAINER))
        read = reading_number(&search->reading, read->as.field.base);
    return read != NULL && read->op == IR_OP_LOAD ? read : NULL;
}

GArray *own_counts_puts(const OwnSearch *search)
{
    const IrFunction *function = search->reading.info->function;
    GArray *puts = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    for (uint32_t b = 0; b < function->block_count; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++)
            if (function->blocks[b].insts[i].op == IR_OP_STORE && own_counts_accesses_task(search, &function->blocks[b].insts[i])) {
                g_array_append_val(puts, b);
                break;
            }
    return puts;
}

int64_t own_counts_step(const OwnSearch *search, const IrInst *store)
{
    const IrInst *sum = reading_number(&search->reading, store->as.store.value);
    const bool is_sum = sum != NULL && sum->op == IR_OP_BINARY && (sum->as.binary.op == IR_ADD || sum->as.binary.op == IR_SUB);
    const IrInst *load = is_sum ? reading_number(&search->reading, sum->as.binary.left) : NULL, *by = is_sum ? search->reading.definition[sum->as.binary.right] : NULL;
    if (load == NULL || load->op != IR_OP_LOAD || by == NULL || by->op != IR_OP_CONST || by->as.constant == INT64_MIN)
        return 0;
    const Spot from = reading_spot(&search->reading, load->as.load.address), to = reading_spot(&search->reading, store->as.store.address);
    return !spot_is_same(from, to) ? 0 : sum->as.binary.op == IR_ADD ? by->as.constant : -by->as.constant;
}

/* What a block counts beside a task, or down. */
typedef struct Step {
    Spot place;
    uint32_t block;
    bool is_up, is_beside;
} Step;

static GArray *find_steps(const OwnSearch *search)
{
    const IrFunction *function = search->reading.info->function;
    GArray *steps = g_array_new(FALSE, FALSE, sizeof(Step));
    GArray *puts = own_counts_puts(search);
    for (uint32_t b = 0; b < function->block_count; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++) {
            const IrInst *store = &function->blocks[b].insts[i];
            const int64_t by = store->op == IR_OP_STORE ? own_counts_step(search, store) : 0;
            const Step step = {by == 0 ? (Spot){.kind = SPOT_NONE} : reading_spot(&search->reading, store->as.store.address), b, by > 0, by > 0 && reading_is_beside(&search->reading, puts, b)};
            if (step.place.kind > SPOT_LOCAL)
                g_array_append_val(steps, step);
        }
    g_array_free(puts, TRUE);
    return steps;
}

static void note_loop(const OwnSearch *search, CountedIn *in, Step step)
{
    const uint32_t head = engine_loop_of(search->reading.info, step.block);
    uint32_t at = 0;
    while (at < in->count && in->loops[at] != head)
        at++;
    if (head == IR_NONE || at == MOST_LOOPS)
        return;
    in->loops[at] = head;
    in->is_down[at] = in->is_down[at] || !step.is_up;
    in->count = MAX(in->count, at + 1);
}

/* Whether the steps of a place count tasks: up where one is put into such an array and nowhere else, and down in another turn. */
static bool counts_tasks(const OwnSearch *search, const GArray *steps, CountedIn *in)
{
    bool is_up = false, is_down = false, is_other = false;
    for (uint32_t i = 0; i < steps->len && !is_other; i++) {
        const Step step = g_array_index(steps, Step, i);
        if (!spot_is_same(step.place, in->place))
            continue;
        is_up = is_up || step.is_up;
        is_down = is_down || !step.is_up;
        is_other = step.is_up && !step.is_beside;
        for (uint32_t k = 0; k < steps->len && step.is_up && !is_other; k++) {
            const Step down = g_array_index(steps, Step, k);
            is_other = spot_is_same(down.place, in->place) && !down.is_up && reading_are_together(&search->reading, step.block, down.block);
        }
        note_loop(search, in, step);
    }
    return is_up && is_down && !is_other;
}

/* What is counted up where a task is put into such an array, and down by the function itself. */
static void find_counted(OwnSearch *search)
{
    FunctionInfo *info = search->reading.info;
    GArray *steps = find_steps(search);
    for (uint32_t i = 0; i < steps->len; i++) {
        CountedIn in = {.place = g_array_index(steps, Step, i).place};
        if (spot_is_among(info->own_counts, in.place) || !counts_tasks(search, steps, &in))
            continue;
        g_array_append_val(info->own_counts, in.place);
        g_array_append_val(info->counted_in, in);
    }
    g_array_free(steps, TRUE);
}

static void find_all(const Engine *engine, FunctionInfo *info)
{
    OwnSearch search = {reading_begin(engine, info), g_array_new(FALSE, FALSE, sizeof(Spot)), true};
    info->own_counts = g_array_new(FALSE, FALSE, sizeof(Spot));
    info->counted_in = g_array_new(FALSE, FALSE, sizeof(CountedIn));
    info->own_walked = g_array_new(FALSE, FALSE, sizeof(Spot));
    info->own_links = g_array_new(FALSE, FALSE, sizeof(Spot));
    while (search.changed) {
        search.changed = false;
        own_counts_visit(&search, find_index);
    }
    info->own_bounds = g_array_new(FALSE, FALSE, sizeof(Spot));
    info->own_addresses = g_array_new(FALSE, FALSE, sizeof(IrReg));
    if (search.indices->len > 0 && !info->is_recursive) { /* a recursion would not settle: each call counts on */
        own_beside_find(&search);
        find_counted(&search);
        own_bounds_find(&search);
    }
    g_array_free(search.indices, TRUE);
    if (info->own_counts->len > 0)
        info->own_definitions = search.reading.definition;
    else
        g_free(search.reading.definition);
}

/* Whether the pointer in such a field, or in a global, leads to an object. */
static bool is_pointed_by(const Values *values, const Env *env, Spot spot, Value object)
{
    bool is = false;
    for (uint32_t i = 0; i < env->cell_count && !is; i++) {
        const ValueNode *key = value_node(values, env->cells[i].key);
        is = env->cells[i].value == object && key->kind == (spot.kind == SPOT_BEHIND_FIELD ? VALUE_FIELD : VALUE_GLOBAL) && key->number == spot.number;
    }
    return is;
}

static bool is_spot_at(const Values *values, const Env *env, Spot spot, Value at)
{
    const ValueNode *node = value_node(values, at);
    switch (spot.kind) {
    case SPOT_LOCAL: return node->kind == VALUE_LOCAL && node->number == spot.number;
    case SPOT_FIELD: return node->kind == VALUE_FIELD && node->number == spot.number;
    case SPOT_GLOBAL: return node->kind == VALUE_GLOBAL && node->number == spot.number;
    case SPOT_BEHIND: return node->kind == VALUE_SYMBOL && env_get(env, value_local((Values *)(uintptr_t)values, spot.number)) == at;
    case SPOT_BEHIND_FIELD: case SPOT_BEHIND_GLOBAL: return node->kind == VALUE_SYMBOL && is_pointed_by(values, env, spot, at);
    default: return false;
    }
}

/* NULL: it is none of them. */
static const Spot *find_among(const Values *values, const Env *env, const GArray *places, Value at)
{
    const Spot *found = NULL;
    while (value_node(values, at)->kind == VALUE_ELEMENT || value_node(values, at)->kind == VALUE_ELEMENT_AT)
        at = value_node(values, at)->left;
    for (uint32_t i = 0; i < places->len && found == NULL; i++) {
        const Spot *own = &g_array_index(places, Spot, i);
        found = is_spot_at(values, env, *own, at) ? own : NULL;
    }
    return found;
}

static void find_once(Exec *exec)
{
    if (exec->run->info->own_counts == NULL)
        find_all(exec->engine, exec->run->info);
}

/* Whether a call is given a task, or makes one. */
static bool is_about_tasks(const IrInst *call)
{
    bool is = call->type.kind == IR_TYPE_TASK;
    for (uint32_t i = 0; i < call->as.call.argument_count && !is; i++)
        is = call->as.call.arguments[i].type.kind == IR_TYPE_TASK;
    return is;
}

/* Whether another function of the program stores there that has nothing to do with tasks. */
static bool has_setter(const Exec *exec, const UnseenWrites *writes)
{
    bool has = writes->writer_count > MOST_WRITERS;
    for (uint32_t i = 0; !has && i < writes->writer_count; i++)
        has = writes->writers[i] != exec->run->info && !writes->writers[i]->meets_tasks;
    return has;
}

/* Whether a place lies in what a pointer that is given leads to, or in what begins there: `poll(&pool->base)` knows the whole pool, `release(&pool->buffers)` does not. */
static bool lies_in(const Engine *engine, Value place, Value given)
{
    const Values *values = engine->values;
    while (value_node(values, given)->kind == VALUE_FIELD && engine->layouts[value_node(values, given)->number].begin == 0)
        given = value_node(values, given)->left;
    while (place != given && (value_node(values, place)->kind == VALUE_FIELD || value_node(values, place)->kind == VALUE_ELEMENT || value_node(values, place)->kind == VALUE_ELEMENT_AT))
        place = value_node(values, place)->left;
    return place == given;
}

/* Whether a place lies in a variable of the program that others write: a number, by who has nothing to do with tasks; a pointer, by a callback. */
static bool is_written_by_others(const Exec *exec, Value place, bool is_pointer)
{
    const ValueNode *root = value_node(exec->engine->values, value_root(exec->engine->values, place));
    return is_pointer ? unseen_writes_are_expected(exec->engine, place) : root->kind == VALUE_GLOBAL && has_setter(exec, &exec->engine->unseen_writes[root->number]);
}

/* Whether the unseen code that is called may well count there, too: it is given the object and has nothing to do with a task, `fill(list)`, `reset(batch)`, `poll(pool)`; or a variable of the program that others write. */
static bool is_counted_by_others(Exec *exec, const Env *env, Value place)
{
    const IrInst *call = exec->inst;
    const Value held = env_get(env, place);
    const ValueNode *value = held == VALUE_NONE ? NULL : value_node(exec->engine->values, held);
    bool is = is_written_by_others(exec, place, value != NULL && value->kind == VALUE_SYMBOL && value->type.kind == IR_TYPE_POINTER);
    for (uint32_t i = 0; call != NULL && call->op == IR_OP_CALL && i < call->as.call.argument_count && !is; i++) {
        const IrOperand argument = call->as.call.arguments[i];
        const Value given = argument.reg == IR_NONE || argument.type.kind != IR_TYPE_POINTER ? VALUE_NONE : exec_register(exec, (Env *)(uintptr_t)env, argument.reg);
        is = given != VALUE_NONE && lies_in(exec->engine, place, given) && !is_about_tasks(call);
    }
    return is;
}

/* Whether a condition in one of the blocks of a loop asks for such a number; is_for_none: whether it is 0. */
static bool is_asked_in(Exec *exec, const Spot *own, uint32_t head, bool is_for_none)
{
    const Reading reading = {exec->engine, exec->run->info, exec->run->info->own_definitions};
    bool is = false;
    for (uint32_t b = 0; b < exec->function->block_count && !is; b++) {
        const IrInst *end = ir_end_of(exec->function, b);
        const IrInst *asked = engine_loop_of(exec->run->info, b) == head && end->op == IR_OP_BRANCH ? reading_number(&reading, end->as.branch.condition) : NULL;
        while (asked != NULL && asked->op == IR_OP_UNARY)
            asked = reading_number(&reading, asked->as.unary.operand);
        const IrInst *number = asked != NULL && asked->op == IR_OP_BINARY ? reading_number(&reading, asked->as.binary.right) : NULL;
        const IrInst *load = asked != NULL && asked->op == IR_OP_BINARY ? reading_number(&reading, asked->as.binary.left) : asked;
        const Spot place = load != NULL && load->op == IR_OP_LOAD ? reading_spot(&reading, load->as.load.address) : (Spot){.kind = SPOT_NONE};
        is = spot_is_same(place, *own) && (!is_for_none || number == NULL || (number->op == IR_OP_CONST && number->as.constant <= 1));
    }
    return is;
}

/* Whether the function itself counts there, in a loop around what is executed. Not where it waits meanwhile, in a loop that asks for the number, or asks in a loop that counts up whether there are none. */
static bool is_being_counted(Exec *exec, const Spot *own)
{
    FunctionInfo *info = exec->run->info;
    const CountedIn *in = NULL;
    for (uint32_t i = 0; i < info->counted_in->len && in == NULL; i++)
        in = spot_is_same(g_array_index(info->counted_in, CountedIn, i).place, *own) ? &g_array_index(info->counted_in, CountedIn, i) : NULL;
    uint32_t loop = in == NULL ? IR_NONE : engine_loop_of(info, exec->block);
    for (; loop != IR_NONE; loop = engine_loop_around(info, loop)) {
        for (uint32_t i = 0; i < in->count; i++)
            if (in->loops[i] == loop)
                return in->is_down[i] || !is_asked_in(exec, own, loop, true);
        if (is_asked_in(exec, own, loop, false))
            return false;
    }
    return false;
}

bool own_counts_is_one(Exec *exec, const Env *env, Value place)
{
    find_once(exec);
    return find_among(exec->engine->values, env, exec->run->info->own_counts, place) != NULL;
}

/* The parameter that holds a pointer; IR_NONE: none. */
static uint32_t parameter_with(Exec *exec, const Env *env, Value pointer)
{
    uint32_t found = IR_NONE;
    for (uint32_t p = 0; p < exec->function->param_count && found == IR_NONE; p++)
        found = env_get(env, value_local(exec->engine->values, p)) == pointer ? p : IR_NONE;
    return found;
}

bool own_counts_are_apart(Exec *exec, const Env *env, Value place, Value other)
{
    const Values *values = exec->engine->values;
    const Value roots[2] = {value_root(values, place), value_root(values, other)};
    if (value_node(values, place)->kind != VALUE_FIELD || value_node(values, roots[0])->kind != VALUE_SYMBOL || value_node(values, roots[1])->kind != VALUE_SYMBOL || !own_counts_is_one(exec, env, place))
        return false;
    if (find_among(values, env, exec->run->info->own_walked, place) != NULL)
        return true;
    const uint32_t parameter = parameter_with(exec, env, roots[0]), second = parameter_with(exec, env, roots[1]);
    return parameter != IR_NONE && second != IR_NONE && parameter != second;
}

bool own_counts_has(Exec *exec, const Env *env, Value place)
{
    find_once(exec);
    const Spot *own = find_among(exec->engine->values, env, exec->run->info->own_counts, place);
    return own != NULL && (is_being_counted(exec, own) || !is_counted_by_others(exec, env, place));
}

/* The address that a register would be given now; VALUE_NONE: it leads on from what is not known, or through an element. */
static Value address_now(Exec *exec, const Env *env, IrReg reg)
{
    Values *values = exec->engine->values;
    const IrInst *inst = exec->run->info->own_definitions[reg];
    const uint32_t m = exec->run->info->module_index;
    Value at = VALUE_NONE;
    switch (inst == NULL ? IR_OP_COUNT : inst->op) {
    case IR_OP_LOCAL: return value_local(values, inst->as.local);
    case IR_OP_GLOBAL: return value_global(values, exec->engine->program->global_of[m][inst->as.global]);
    case IR_OP_LOAD: at = address_now(exec, env, inst->as.load.address); return at == VALUE_NONE ? VALUE_NONE : env_get(env, at);
    case IR_OP_FIELD: at = address_now(exec, env, inst->as.field.base); return at == VALUE_NONE ? VALUE_NONE : value_field(values, at, memory_field_id(exec->engine, m, inst->as.field.field));
    default: return VALUE_NONE;
    }
}

void own_counts_name_zeros(Exec *exec, Env *env)
{
    bool any = false;
    for (uint32_t i = 0; i < env->cell_count && !any; i++)
        any = value_is_rest(value_node(exec->engine->values, env->cells[i].key));
    find_once(exec);
    const GArray *addresses = exec->run->info->own_addresses;
    for (uint32_t i = 0; any && i < addresses->len; i++) {
        const Value at = address_now(exec, env, g_array_index(addresses, IrReg, i));
        if (at == VALUE_NONE || memory_rest(exec, env, at) != REST_ZERO)
            continue;
        const ValueNode *node = value_node(exec->engine->values, at);
        if (node->kind == VALUE_FIELD && exec->engine->fields[node->number].kind == IR_TYPE_AGGREGATE)
            env_set_rest(exec->engine->values, env, at, true, REST_ZERO);
        else if (env_get(env, at) == VALUE_NONE)
            env_set(env, at, value_const(exec->engine->values, 0));
    }
}

bool own_counts_has_bound(Exec *exec, const Env *env, Cell cell)
{
    const Values *values = exec->engine->values;
    const ValueNode *value = value_node(values, cell.value);
    find_once(exec);
    const bool may_be = value_node(values, value_root(values, cell.key))->kind != VALUE_LOCAL && (value->has_symbols || (value->kind == VALUE_CONST && value->number > 0));
    return may_be && find_among(values, env, exec->run->info->own_bounds, cell.key) != NULL &&
           (find_among(values, env, exec->run->info->own_links, cell.key) != NULL || !is_counted_by_others(exec, env, cell.key));
}
