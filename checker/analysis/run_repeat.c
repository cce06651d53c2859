/* run_repeat.c - turns of a loop that repeat, for the looks that follow single paths.
 *
 * What shows when a loop has gone round a hundred times is behind a path of a hundred turns, and no bound on worlds lets a look go so far. But mostly each of these turns does what one before it did, and the
 * loop's counters alone go on. So where a world comes back to the head of a loop, and says what an earlier world of its own path said there but for numbers that are now larger by some steps (`i`, `head` and `tail` by
 * four), the turns between the two may be repeated as long as nothing that the function does with these numbers has another result: then the path comes to the world in which they are larger by so many times these
 * steps. Loops of counter systems are accelerated so (Finkel, Leroux, FSTTCS 2002). What is found from there on lies on a path that there is.
 *
 * The numbers are in locals, or structs that are locals. The function counts them on, subtracts them from one another, compares them, gives them to code that is not seen, or takes what a small constant leaves of
 * them; who does anything else with them is not followed so (may_be_repeated). The steps are multiples of these constants, so that what is left is the same each time; and neither the numbers nor how far apart
 * they are come to one that the function mentions or makes of constants, one that another variable holds, or the number of an element of which something is known. */
#include "analysis/run.h"
#include "worlds/body.h"
#include "worlds/infer.h"

enum {
    MOST_STEPPING = 6,  /* numbers that go on */
    MOST_STEP = 4096    /* larger ones are something else */
};

/* A number that is not the same in the two worlds. */
typedef struct Stepping {
    Value key;
    int64_t from, to;
} Stepping;

typedef struct Repeat {
    Run *run;
    Stepping stepping[MOST_STEPPING];
    uint32_t count;
    GArray *stops; /* int64_t: what is mentioned besides the function's own numbers */
} Repeat;

static uint32_t local_of_key(const Values *values, Value key)
{
    const ValueNode *root = value_node(values, value_root(values, key));
    return value_node(values, key)->kind != VALUE_KEY && root->kind == VALUE_LOCAL ? (uint32_t)root->number : IR_NONE;
}

/* --- what the function does with such numbers --- */

typedef enum Use {
    USE_NONE,
    USE_NUMBER,  /* such a number, perhaps one more or less, or how far apart two are */
    USE_SUM,     /* one and a larger constant: a step where it is stored there again, else one that comes to what the function mentions at another time */
    USE_COMPUTED /* something else that is made of one */
} Use;

typedef struct Uses {
    const Run *run;
    Use *locals, *registers;
    uint32_t *address_of; /* per register: the local in which it leads; IR_NONE: none */
    bool *is_stepping;    /* per local */
    bool changed, is_possible;
} Uses;

static void raise_use(Uses *uses, Use *use, Use to)
{
    uses->changed = uses->changed || to > *use;
    *use = MAX(*use, to);
}

static Use use_of_sum(const Uses *uses, const IrInst *inst, const IrInst *const *definition)
{
    const Use left = uses->registers[inst->as.binary.left], right = uses->registers[inst->as.binary.right], most = MAX(left, right);
    const IrInst *by = definition[inst->as.binary.right];
    if (most != USE_NUMBER)
        return most == USE_SUM ? USE_COMPUTED : most;
    if (by->op == IR_OP_CONST)
        return by->as.constant >= -1 && by->as.constant <= 1 ? USE_NUMBER : USE_SUM;
    if (definition[inst->as.binary.left]->op == IR_OP_CONST)
        return USE_SUM;
    return inst->as.binary.op == IR_SUB && left == USE_NUMBER && right == USE_NUMBER ? USE_NUMBER : USE_COMPUTED;
}

static Use use_of_remainder(const Uses *uses, const IrInst *inst, const IrInst *by)
{
    const Body *body = uses->run->info->body;
    const Use use = uses->registers[inst->as.binary.left];
    const uint32_t modulus = by->op == IR_OP_CONST ? infer_modulus_by(inst->as.binary.op, by->as.constant) : 0;
    bool is_among = false;
    for (uint32_t i = 0; i < body->modulus_count; i++)
        is_among = is_among || body->moduli[i] == modulus;
    return use == USE_NUMBER && is_among ? USE_NONE : use == USE_NONE ? uses->registers[inst->as.binary.right] : USE_COMPUTED;
}

static Use use_of_binary(Uses *uses, const IrInst *inst, const IrInst *const *definition)
{
    const Use most = MAX(uses->registers[inst->as.binary.left], uses->registers[inst->as.binary.right]);
    switch (inst->as.binary.op) {
    case IR_ADD: case IR_SUB: return use_of_sum(uses, inst, definition);
    case IR_REM: case IR_AND: return use_of_remainder(uses, inst, definition[inst->as.binary.right]);
    case IR_EQ: case IR_NE: case IR_LT: case IR_LE: case IR_GT: case IR_GE:
        uses->is_possible = uses->is_possible && most < USE_SUM;
        return USE_NONE;
    default: return most == USE_NONE ? USE_NONE : USE_COMPUTED;
    }
}

/* A number may go to code that is not seen. */
static void note_call(Uses *uses, const IrInst *inst)
{
    const Run *run = uses->run;
    const FunctionInfo *callee = inst->as.call.function == IR_NONE ? NULL : engine_callee(run->engine, run->info->module_index, inst->as.call.function);
    const bool is_seen = inst->as.call.function == IR_NONE || (callee != NULL && callee->is_analysable);
    for (uint32_t i = 0; i < inst->as.call.argument_count && is_seen; i++) {
        const IrReg reg = inst->as.call.arguments[i].reg;
        const bool is_given = uses->registers[reg] != USE_NONE || (uses->address_of[reg] != IR_NONE && uses->locals[uses->address_of[reg]] != USE_NONE);
        uses->is_possible = uses->is_possible && !is_given;
    }
}

static void note_store(Uses *uses, IrReg address, Use use)
{
    const uint32_t local = uses->address_of[address];
    if (use != USE_NONE && local == IR_NONE)
        uses->is_possible = false;
    else if (use != USE_NONE)
        raise_use(uses, &uses->locals[local], use != USE_SUM ? use : uses->is_stepping[local] ? USE_NUMBER : USE_COMPUTED);
}

static void note_use(Uses *uses, const IrInst *inst, const IrInst *const *definition)
{
    Use *result = inst->result == IR_NONE ? NULL : &uses->registers[inst->result];
    uint32_t local;
    switch (inst->op) {
    case IR_OP_LOAD: /* by such an index: from another element each time */
        local = uses->address_of[inst->as.load.address];
        if (inst->type.kind != IR_TYPE_TASK)
            raise_use(uses, result, uses->registers[inst->as.load.address] != USE_NONE ? USE_COMPUTED : local != IR_NONE ? uses->locals[local] : USE_NONE);
        return;
    case IR_OP_STORE:
        note_store(uses, inst->as.store.address, uses->registers[inst->as.store.value]);
        return;
    case IR_OP_COPY:
        local = uses->address_of[inst->as.copy.source];
        note_store(uses, inst->as.copy.destination, uses->registers[inst->as.copy.source] != USE_NONE ? USE_COMPUTED : local == IR_NONE ? USE_NONE : uses->locals[local]);
        return;
    case IR_OP_FIELD: case IR_OP_CONTAINER:
        raise_use(uses, result, uses->registers[inst->as.field.base]);
        return;
    case IR_OP_INDEX:
        raise_use(uses, result, MAX(uses->registers[inst->as.index.base], inst->as.index.index == IR_NONE ? USE_NONE : uses->registers[inst->as.index.index]));
        return;
    case IR_OP_BINARY:
        raise_use(uses, result, use_of_binary(uses, inst, definition));
        return;
    case IR_OP_UNARY:
        raise_use(uses, result, uses->registers[inst->as.unary.operand] == USE_NONE || inst->as.unary.op == IR_NOT ? USE_NONE : USE_COMPUTED);
        uses->is_possible = uses->is_possible && (inst->as.unary.op != IR_NOT || uses->registers[inst->as.unary.operand] < USE_SUM);
        return;
    case IR_OP_CAST:
        if (result != NULL && uses->registers[inst->as.cast.operand] != USE_NONE) {
            const bool is_whole = inst->type.kind == IR_TYPE_INT && inst->type.bits >= inst->as.cast.operand_type.bits;
            raise_use(uses, result, is_whole ? uses->registers[inst->as.cast.operand] : USE_COMPUTED);
        }
        return;
    case IR_OP_BRANCH:
        uses->is_possible = uses->is_possible && uses->registers[inst->as.branch.condition] < USE_SUM;
        return;
    case IR_OP_SWITCH:
        uses->is_possible = uses->is_possible && uses->registers[inst->as.switch_.value] < USE_SUM;
        return;
    case IR_OP_CALL:
        note_call(uses, inst);
        return;
    default: return;
    }
}

/* Per register, in which local it leads; an address that varies leads anywhere. */
static void find_addresses(Uses *uses, const IrFunction *function, const IrInst *const *definition)
{
    for (IrReg reg = 0; reg < function->register_count; reg++) {
        const IrInst *inst = definition[reg];
        while (inst != NULL && (inst->op == IR_OP_FIELD || inst->op == IR_OP_INDEX))
            inst = definition[inst->op == IR_OP_FIELD ? inst->as.field.base : inst->as.index.base];
        uses->address_of[reg] = inst != NULL && inst->op == IR_OP_LOCAL ? inst->as.local : IR_NONE;
    }
}

/* Whether the function does nothing with the numbers but what has the same result when all of them have gone on. */
static bool may_be_repeated(Repeat *repeat)
{
    Run *run = repeat->run;
    const IrFunction *function = run->info->function;
    const IrInst **definition = ir_definitions(function);
    Uses uses = {run, g_new0(Use, function->local_count + 1), g_new0(Use, function->register_count + 1), g_new0(uint32_t, function->register_count + 1),
                 g_new0(bool, function->local_count + 1), true, true};
    find_addresses(&uses, function, definition);
    for (uint32_t i = 0; i < repeat->count; i++) {
        const uint32_t local = local_of_key(run->engine->values, repeat->stepping[i].key);
        uses.locals[local] = USE_NUMBER;
        uses.is_stepping[local] = true;
    }
    while (uses.changed && uses.is_possible) {
        uses.changed = false;
        run->context.work += run->info->body->inst_count;
        for (uint32_t b = 0; b < function->block_count && uses.is_possible; b++)
            for (uint32_t i = 0; i < function->blocks[b].inst_count; i++)
                note_use(&uses, &function->blocks[b].insts[i], definition);
    }
    g_free(definition);
    g_free(uses.locals);
    g_free(uses.registers);
    g_free(uses.address_of);
    g_free(uses.is_stepping);
    return uses.is_possible;
}

/* --- two worlds of which the later one says what the earlier one said --- */

/* Whether they differ in numbers alone that locals hold; these. */
static bool find_stepping(Repeat *repeat, const World *old, const World *world)
{
    const Values *values = repeat->run->engine->values;
    repeat->count = 0;
    if (old->state != world->state || old->flags != world->flags || old->cell_count != world->cell_count || old->fact_count != world->fact_count ||
        old->is_loose != world->is_loose || old->is_loose_since_task != world->is_loose_since_task)
        return false;
    for (uint32_t i = 0; i < world->fact_count; i++)
        if (old->facts[i].atom != world->facts[i].atom || old->facts[i].set != world->facts[i].set)
            return false;
    for (uint32_t i = 0; i < world->cell_count; i++) {
        const Cell *a = &old->cells[i], *b = &world->cells[i];
        Stepping stepping = {.key = b->key};
        if (a->key != b->key)
            return false;
        if (a->value == b->value)
            continue;
        if (repeat->count == MOST_STEPPING || local_of_key(values, b->key) == IR_NONE || !value_is_const(values, a->value, &stepping.from) || !value_is_const(values, b->value, &stepping.to) ||
            MIN(stepping.from, stepping.to) < -INT32_MAX || MAX(stepping.from, stepping.to) > INT32_MAX || ABS(stepping.to - stepping.from) > MOST_STEP)
            return false;
        repeat->stepping[repeat->count++] = stepping;
    }
    return repeat->count > 0;
}

/* Whether the path of the one is the beginning of the other's. */
static bool is_behind(const World *old, const World *world)
{
    const Trace *trace = world->trace;
    const uint32_t length = old->trace == NULL ? 0 : old->trace->length;
    while (trace != NULL && trace->length > length)
        trace = trace->previous;
    return trace == old->trace;
}

/* --- how often --- */

static void add_elements(Repeat *repeat, Value key)
{
    const Values *values = repeat->run->engine->values;
    for (const ValueNode *node = value_node(values, key); node->kind == VALUE_FIELD || node->kind == VALUE_ELEMENT || node->kind == VALUE_ELEMENT_AT; node = value_node(values, node->left))
        if (node->kind == VALUE_ELEMENT)
            g_array_append_val(repeat->stops, node->number);
}

/* The local or global, or field or element of known number of one, whose address a register is; VALUE_NONE: something else. */
static Value variable_at(const Repeat *repeat, const IrInst *const *definition, IrReg reg)
{
    const Run *run = repeat->run;
    Values *values = run->engine->values;
    const IrInst *inst = definition[reg], *index;
    Value base;
    if (inst == NULL)
        return VALUE_NONE;
    switch (inst->op) {
    case IR_OP_LOCAL: return value_local(values, inst->as.local);
    case IR_OP_GLOBAL: return value_global(values, run->engine->program->global_of[run->info->module_index][inst->as.global]);
    case IR_OP_FIELD:
        base = variable_at(repeat, definition, inst->as.field.base);
        return base == VALUE_NONE ? VALUE_NONE : value_field(values, base, memory_field_id(run->engine, run->info->module_index, inst->as.field.field));
    case IR_OP_INDEX:
        index = inst->as.index.index == IR_NONE ? NULL : definition[inst->as.index.index];
        base = index != NULL && index->op == IR_OP_CONST ? variable_at(repeat, definition, inst->as.index.base) : VALUE_NONE;
        return base == VALUE_NONE ? VALUE_NONE : value_element(values, base, value_const(values, index->as.constant * inst->as.index.scale));
    default: return VALUE_NONE;
    }
}

static bool is_stepping(const Repeat *repeat, Value key)
{
    bool is = false;
    for (uint32_t i = 0; i < repeat->count; i++)
        is = is || repeat->stepping[i].key == key;
    return is;
}

/* What a variable holds in the world, or always does; VALUE_NONE: not known, or something else when the numbers have gone on. */
static Value held_by(const Repeat *repeat, const World *world, Value place)
{
    Run *run = repeat->run;
    Exec exec = {.run = run, .engine = run->engine, .module = run->info->module, .function = run->info->function};
    if (place == VALUE_NONE || is_stepping(repeat, place))
        return VALUE_NONE;
    return value_node(run->engine->values, value_root(run->engine->values, place))->kind == VALUE_GLOBAL ? initials_value(&exec, place) : world_get(world, place);
}

/* What an instruction makes of constants, and of constants that variables hold in the world: they say something else when some of these go on, so those do not count. VALUE_NONE: it is none, or not known. */
static Value constant_of(const Repeat *repeat, const World *world, const IrInst *const *definition, IrReg reg, int depth)
{
    enum { MOST_DEPTH = 6 };
    Values *values = repeat->run->engine->values;
    const IrInst *inst = definition[reg];
    Value left, right;
    if (inst == NULL || depth == MOST_DEPTH)
        return VALUE_NONE;
    switch (inst->op) {
    case IR_OP_CONST: return value_const(values, inst->as.constant);
    case IR_OP_LOAD:
        left = held_by(repeat, world, variable_at(repeat, definition, inst->as.load.address));
        return left != VALUE_NONE && value_node(values, left)->kind == VALUE_CONST ? left : VALUE_NONE;
    case IR_OP_CAST:
        left = constant_of(repeat, world, definition, inst->as.cast.operand, depth + 1);
        return left == VALUE_NONE ? VALUE_NONE : value_cast(values, left, inst->as.cast.operand_type, inst->type);
    case IR_OP_BINARY:
        left = constant_of(repeat, world, definition, inst->as.binary.left, depth + 1);
        right = left == VALUE_NONE ? VALUE_NONE : constant_of(repeat, world, definition, inst->as.binary.right, depth + 1);
        return right == VALUE_NONE ? VALUE_NONE : value_binary(values, inst->as.binary.op, left, right, inst->as.binary.operand_type, inst->type);
    default: return VALUE_NONE;
    }
}

static void add_constant(Repeat *repeat, Value value)
{
    int64_t number;
    if (value != VALUE_NONE && value_is_const(repeat->run->engine->values, value, &number))
        g_array_append_val(repeat->stops, number);
}

static void find_stops(Repeat *repeat, const World *world)
{
    const IrFunction *function = repeat->run->info->function;
    const IrInst **definition = ir_definitions(function);
    for (uint32_t i = 0; i < world->cell_count; i++) {
        add_elements(repeat, world->cells[i].key);
        add_constant(repeat, is_stepping(repeat, world->cells[i].key) ? VALUE_NONE : world->cells[i].value);
    }
    repeat->run->context.work += function->register_count;
    for (IrReg reg = 0; reg < function->register_count; reg++)
        if (definition[reg] != NULL && (definition[reg]->op == IR_OP_BINARY || definition[reg]->op == IR_OP_LOAD))
            add_constant(repeat, constant_of(repeat, world, definition, reg, 0));
    g_free(definition);
}

/* How often a number that goes on by the same step does so before it comes near one at which it may matter. */
static int64_t times_before(int64_t most, Stepping number, int64_t stop)
{
    const int64_t step = number.to - number.from, distance = stop - number.to;
    if (stop >= MIN(number.from, number.to) && stop <= MAX(number.from, number.to))
        return 0;
    if ((distance > 0) != (step > 0))
        return most;
    return MIN(most, (ABS(distance) - 1) / ABS(step));
}

/* The same, of a stop that may lie anywhere: what is far off is none. */
static int64_t times_before_any(int64_t most, Stepping number, int64_t stop)
{
    return number.from != number.to && stop >= -INT32_MAX && stop <= INT32_MAX ? times_before(most, number, stop) : most;
}

static int64_t times_for(const Repeat *repeat, int64_t most, Stepping number)
{
    const SortedNumbers *thresholds = &repeat->run->info->body->thresholds;
    for (uint32_t i = 0; i < thresholds->count; i++)
        most = times_before_any(most, number, thresholds->at[i]);
    for (uint32_t i = 0; i < repeat->stops->len; i++)
        most = times_before_any(most, number, g_array_index(repeat->stops, int64_t, i));
    return most;
}

static int64_t times_to_repeat(const Repeat *repeat)
{
    const Body *body = repeat->run->info->body;
    const int64_t unbounded = INT32_MAX / (2 * MOST_STEP);
    int64_t times = unbounded;
    for (uint32_t i = 0; i < repeat->count && times > 0; i++) {
        const Stepping number = repeat->stepping[i];
        times = times_for(repeat, times, number);
        for (uint32_t k = 0; k < repeat->count; k++)
            if (k != i)
                times = times_for(repeat, times, (Stepping){.from = number.from - repeat->stepping[k].from, .to = number.to - repeat->stepping[k].to});
        for (uint32_t m = 0; m < body->modulus_count; m++)
            times = (number.to - number.from) % body->moduli[m] == 0 ? times : 0;
    }
    return times == unbounded ? 0 : times; /* nothing says that it ends */
}

static const World *repeated(const Repeat *repeat, const World *world, int64_t times)
{
    Run *run = repeat->run;
    Env env;
    env_from_world(&env, world);
    for (uint32_t i = 0; i < repeat->count; i++) {
        const Stepping number = repeat->stepping[i];
        env_set(&env, number.key, value_const(run->engine->values, number.to + times * (number.to - number.from)));
    }
    const World *far = world_from_env(&run->context, &env, NULL, NULL);
    env_clear(&env);
    return far;
}

const World *run_repeat(Run *run, uint32_t block, const World *world)
{
    const GPtrArray *worlds = run->blocks[block].worlds;
    Repeat repeat = {.run = run, .stops = g_array_new(FALSE, FALSE, sizeof(int64_t))};
    const World *far = NULL;
    run->context.work += worlds->len;
    for (uint32_t i = worlds->len; i-- > 0 && far == NULL;) {
        const World *old = worlds->pdata[i];
        if (!old->is_processed || !find_stepping(&repeat, old, world) || !is_behind(old, world))
            continue;
        g_array_set_size(repeat.stops, 0);
        if (times_to_repeat(&repeat) == 0)
            continue;
        find_stops(&repeat, world);
        const int64_t times = times_to_repeat(&repeat);
        if (times > 0 && may_be_repeated(&repeat))
            far = repeated(&repeat, world, times);
    }
    g_array_free(repeat.stops, TRUE);
    return far;
}
