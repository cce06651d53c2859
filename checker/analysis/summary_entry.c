/* summary_entry.c - the world in which a call enters a function whose body is known: where the followed task is, by way of which pointers, and which functions
 * these lead to; everything else the callee is asked about in general, and what holds here is brought in when its answer is applied (summary.c). */
#include "analysis/engine.h"

enum {
    MOST_FUNCTION_ENTRIES = 64, /* ways to enter one function that differ in the functions that pointers hold; further ones are not told apart */
    MOST_NUMBERED_ENTRIES = 1200, /* the same for the numbers that lie beside the task, or beside a pointer to it, where the function counts by them */
    MOST_CLOSER_ENTRIES = 24,   /* the same, where the answer for all numbers at once was too general */
    MOST_CLOSER_INSIDE = 6,     /* so inside of a recursion: `depth + 1` is another number each time */
    FEW_NUMBERS = 4,            /* that one of these may be */
    MOST_CONSTANTS = 8          /* numbers that calls pass for one parameter */
};

typedef struct Import {
    Value address; /* in the caller; of an index, the unknown number */
    Value symbol;  /* in the callee */
    bool is_wanted;
} Import;

typedef struct Importer {
    Exec *exec;
    const Env *env;
    Env entry;
    GArray *imports; /* Import */
    bool follows;    /* the followed task counts */
    bool knows_functions; /* so do addresses of functions */
    bool knows_numbers;   /* so do numbers, beside what counts */
    bool goes_around;     /* a pointer to a member brings the struct that this is in */
    bool any;
} Importer;

static int kind_of(const Exec *exec, Value value)
{
    return value_node(exec->engine->values, value)->kind;
}

/* A table of functions that is as it was written: what is called through a pointer to it is known. */
static bool is_table(const Importer *importer, Value value)
{
    const ValueNode *node = value_node(importer->exec->engine->values, value);
    return node->kind == VALUE_GLOBAL && importer->knows_functions && initials_have_functions(importer->exec->engine, (uint32_t)node->number);
}

static bool is_interesting(const Importer *importer, Value value)
{
    int kind = kind_of(importer->exec, value);
    return is_table(importer, value) || (kind == VALUE_FUNCTION && importer->knows_functions) || (kind == VALUE_TASK && importer->follows);
}

static bool is_pointer_like(const Importer *importer, Value value)
{
    const ValueNode *node = value_node(importer->exec->engine->values, value);
    if (node->kind == VALUE_SYMBOL)
        return node->type.kind == IR_TYPE_POINTER;
    return node->kind == VALUE_CONTAINER || (value_is_address(importer->exec->engine->values, value) && node->kind != VALUE_FUNCTION);
}

/* The entry's name for an address, or for an unknown number, of the caller. */
static Value import_name(Importer *importer, Value value, IrType type)
{
    for (uint32_t i = 0; i < importer->imports->len; i++)
        if (g_array_index(importer->imports, Import, i).address == value)
            return g_array_index(importer->imports, Import, i).symbol;
    WorldContext *context = &importer->exec->run->context;
    Import import = {value, env_fresh(context, &importer->entry, type), false};
    g_array_append_val(importer->imports, import);
    if (type.kind == IR_TYPE_POINTER && !intset_contains(context->sets, env_set_of(context, importer->env, value), 0))
        env_set_fact(&importer->entry, import.symbol, intset_compare(context->sets, IR_NE, 0));
    return import.symbol;
}

static Value import_symbol(Values *values, Value symbol, void *data)
{
    return import_name(data, symbol, value_node(values, symbol)->type);
}

/* The place inside the callee's object at `to` that is the caller's `place` inside its own at `from`; unknown indices on the way there get the entry's names.
 * VALUE_NONE: it lies elsewhere. */
static Value import_place(Importer *importer, Value place, Value from, Value to)
{
    Values *values = importer->exec->engine->values;
    const Value object = value_local(values, UINT32_MAX); /* stands for both: it has no symbols of its own */
    Value inside = value_rebase(values, place, from, object);
    if (inside == VALUE_NONE)
        return VALUE_NONE;
    inside = value_replace(values, inside, import_symbol, importer);
    return inside == VALUE_NONE ? VALUE_NONE : value_rebase(values, inside, object, to);
}

/* The entry's name for a pointer: beside an element of the same array that has a name, by that; so that the callee can tell when it has come from the one to
 * the other. */
static Value import_pointer(Importer *importer, Value pointer)
{
    const Values *values = importer->exec->engine->values;
    Value array = overlap_array(values, pointer);
    for (uint32_t i = 0; i < importer->imports->len; i++) {
        Import beside = g_array_index(importer->imports, Import, i);
        Value name = overlap_array(values, beside.address) == array ? import_place(importer, pointer, beside.address, beside.symbol) : VALUE_NONE;
        if (name != VALUE_NONE)
            return name;
    }
    const ValueNode node = *value_node(values, pointer);
    if (importer->goes_around && node.kind == VALUE_FIELD)
        return value_field(importer->exec->engine->values, import_pointer(importer, node.left), (uint32_t)node.number);
    return import_name(importer, pointer, IR_POINTER);
}

/* One of a few numbers: *numbers. */
static bool is_number(const Importer *importer, Value value, IntSet *numbers)
{
    WorldContext *context = &importer->exec->run->context;
    const ValueNode *node = value_node(context->values, value);
    bool is_known = node->kind == VALUE_CONST, is_unknown = (node->kind == VALUE_SYMBOL || node->kind == VALUE_EXPRESSION) && node->type.kind == IR_TYPE_INT;
    if (!importer->knows_numbers || (!is_known && !is_unknown))
        return false;
    int64_t members[FEW_NUMBERS];
    *numbers = env_set_of(context, importer->env, value);
    return intset_members(context->sets, *numbers, members, FEW_NUMBERS) > 0;
}

static void import_number(Importer *importer, Value key, Value value, IntSet numbers)
{
    const ValueNode node = *value_node(importer->exec->engine->values, value);
    if (node.kind == VALUE_CONST) {
        env_set(&importer->entry, key, value);
        return;
    }
    Value name = import_name(importer, value, node.type);
    env_set(&importer->entry, key, name);
    env_set_fact(&importer->entry, name, numbers);
}

static void import_value(Importer *importer, Value key, Value value)
{
    IntSet numbers;
    if (is_interesting(importer, value)) {
        env_set(&importer->entry, key, value);
        importer->any = true;
    } else if (is_pointer_like(importer, value) && importer->imports->len < 64) {
        env_set(&importer->entry, key, import_pointer(importer, value));
    } else if (is_number(importer, value, &numbers)) {
        import_number(importer, key, value, numbers);
    }
}

/* Brings over what lies inside the caller's object at `from`, as inside the callee's object at `to`. */
static void import_object(Importer *importer, Value from, Value to)
{
    for (uint32_t i = 0; i < importer->env->cell_count; i++) {
        Cell cell = importer->env->cells[i];
        IntSet numbers;
        bool is_wanted = is_interesting(importer, cell.value) || is_pointer_like(importer, cell.value) || is_number(importer, cell.value, &numbers);
        if (kind_of(importer->exec, cell.key) == VALUE_KEY || !is_wanted)
            continue;
        Value key = import_place(importer, cell.key, from, to);
        if (key != VALUE_NONE)
            import_value(importer, key, cell.value);
    }
}

/* What a global holds, or points to: its own object needs no name. */
static void import_global(Importer *importer, Cell cell)
{
    if (!is_interesting(importer, cell.value) && !is_pointer_like(importer, cell.value))
        return;
    Value global = value_root(importer->exec->engine->values, cell.key);
    Value key = import_place(importer, cell.key, global, global);
    if (key != VALUE_NONE)
        import_value(importer, key, cell.value);
}

/* What a place or a pointer of the entry leads to, of what came in; NULL: it is another thing. */
static Import *import_behind(const Importer *importer, Value value)
{
    const Values *values = importer->exec->engine->values;
    const ValueNode *root = value_node(values, value_root(values, value));
    return root->kind == VALUE_SYMBOL ? &g_array_index(importer->imports, Import, root->number) : NULL;
}

static bool task_is_behind_pointer(const Importer *importer)
{
    const Env *entry = &importer->entry;
    for (uint32_t i = 0; i < entry->cell_count; i++)
        if (kind_of(importer->exec, entry->cells[i].value) == VALUE_TASK && import_behind(importer, entry->cells[i].key) != NULL)
            return true;
    return false;
}

/* Keeps the cells that hold something interesting, those that lead to them, and numbers beside. */
static void keep_wanted(Importer *importer)
{
    Values *values = importer->exec->engine->values;
    Env *entry = &importer->entry;
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t i = 0; i < entry->cell_count; i++) {
            const Import *held = import_behind(importer, entry->cells[i].value);
            bool wanted = is_interesting(importer, entry->cells[i].value) || (held != NULL && held->is_wanted);
            Import *import = import_behind(importer, entry->cells[i].key);
            if (!wanted || import == NULL)
                continue;
            changed = changed || !import->is_wanted;
            import->is_wanted = true;
        }
    }
    for (uint32_t i = 0; i < entry->cell_count; i++) { /* an argument that leads to what only the caller knows */
        Import *import = import_behind(importer, entry->cells[i].value);
        if (kind_of(importer->exec, entry->cells[i].key) != VALUE_LOCAL || import == NULL)
            continue;
        import->is_wanted = import->is_wanted || memory_is_private(importer->exec, importer->env, value_root(values, import->address));
    }
    bool is_behind_pointer = task_is_behind_pointer(importer);
    for (uint32_t i = entry->cell_count; i-- > 0;) {
        const Import *held = import_behind(importer, entry->cells[i].value), *holder = import_behind(importer, entry->cells[i].key);
        bool is_wanted = held == NULL || held->is_wanted;
        if (engine_is_number(importer->exec->engine, entry->cells[i].value))
            is_wanted = is_behind_pointer && (holder == NULL || holder->is_wanted);
        if (!is_wanted)
            env_remove(entry, entry->cells[i].key);
    }
}

/* Code that the callee calls and nobody sees cannot change what only the caller and the callee know. */
static bool mark_private(Importer *importer)
{
    bool any = false;
    Values *values = importer->exec->engine->values;
    for (uint32_t i = 0; i < importer->imports->len; i++) {
        Import import = g_array_index(importer->imports, Import, i);
        if (!import.is_wanted || !memory_is_private(importer->exec, importer->env, value_root(values, import.address)))
            continue;
        bool is_whole = value_root(values, import.address) == import.address;
        env_set(&importer->entry, value_key(values, VALUE_KEY_PRIVATE, import.symbol, 0), value_const(values, is_whole ? 2 : 1));
        any = true;
    }
    return any;
}

/* Where all calls pass constants for a parameter that decides something, and these are few, each is a way of its own to enter: so that what one of them
 * brings about is not taken for what another does. Not where a task comes in by value: who decides about it is judged over all calls (SummarySplit). */
static void import_constants(Importer *importer, const FunctionInfo *callee, const Value *arguments, uint32_t count)
{
    Values *values = importer->exec->engine->values;
    int64_t numbers[MOST_CONSTANTS];
    for (uint32_t i = 0; i < count; i++)
        if (kind_of(importer->exec, arguments[i]) == VALUE_TASK)
            return;
    for (uint32_t i = 0; i < count && callee->constants != NULL; i++) {
        const ConstantArgument *known = &callee->constants[i];
        if (known->is_known && callee->asked.locals[i] && kind_of(importer->exec, arguments[i]) == VALUE_CONST &&
            intset_members(importer->exec->engine->sets, known->numbers, numbers, MOST_CONSTANTS) > 1)
            env_set(&importer->entry, value_local(values, i), arguments[i]);
    }
}

/* Where it is asked about a task of this program; in general, what a callee does is told for all numbers at once. */
static bool counts_for(const Run *run, const FunctionInfo *callee)
{
    bool is_this_task = run_follows_sites(run) || engine_names_number(run->engine, run->entry);
    return is_this_task && callee->counts;
}

bool summary_is_past_numbers(const Run *run, const FunctionInfo *callee)
{
    return counts_for(run, callee) && callee->numbered_entries >= MOST_NUMBERED_ENTRIES;
}

/* The entry's name for the place of a number; VALUE_NONE: nothing that goes in leads there. */
static Value number_place(Importer *importer, const KnownNumber *number)
{
    const Values *values = importer->exec->engine->values;
    for (uint32_t i = 0; i < importer->imports->len && !number->is_argument; i++) {
        Import import = g_array_index(importer->imports, Import, i);
        bool is_object = value_node(values, import.symbol)->type.kind == IR_TYPE_POINTER;
        Value name = is_object ? import_place(importer, number->place, import.address, import.symbol) : VALUE_NONE;
        if (name == VALUE_NONE)
            continue;
        g_array_index(importer->imports, Import, i).is_wanted = true;
        return name;
    }
    return number->is_argument ? number->place : VALUE_NONE;
}

/* Marks what leads there, and gives the places (Cell). */
static GArray *place_numbers(Importer *importer, const GArray *numbers)
{
    GArray *placed = g_array_new(FALSE, FALSE, sizeof(Cell));
    for (uint32_t i = 0; i < numbers->len; i++) {
        const KnownNumber *number = &g_array_index(numbers, KnownNumber, i);
        Cell cell = {number_place(importer, number), number->value};
        if (cell.key != VALUE_NONE)
            g_array_append_val(placed, cell);
    }
    return placed;
}

static const World *entry_with(Exec *exec, Env *env, const IrInst *inst, FunctionInfo *callee, const Value *arguments, bool follows, const GArray *numbers,
                               bool *names_functions)
{
    Importer importer = {.exec = exec, .env = env};
    env_init(&importer.entry);
    importer.follows = follows;
    importer.goes_around = callee->goes_around;
    importer.knows_functions = callee->calls_pointers && callee->function_entries < MOST_FUNCTION_ENTRIES;
    importer.knows_numbers = importer.follows && counts_for(exec->run, callee) && callee->numbered_entries < MOST_NUMBERED_ENTRIES;
    importer.imports = g_array_new(FALSE, FALSE, sizeof(Import));
    uint32_t count = MIN(inst->as.call.argument_count, callee->function->param_count);
    for (uint32_t i = 0; i < count; i++) {
        Value local = value_local(exec->engine->values, i);
        if (arguments[i] == VALUE_NONE)
            continue;
        if (inst->as.call.arguments[i].type.kind == IR_TYPE_AGGREGATE)
            import_object(&importer, arguments[i], local);
        else
            import_value(&importer, local, arguments[i]);
    }
    for (uint32_t i = 0; i < env->cell_count && callee->is_relevant; i++) /* globals are where they are */
        if (kind_of(exec, value_root(exec->engine->values, env->cells[i].key)) == VALUE_GLOBAL)
            import_global(&importer, env->cells[i]);
    for (uint32_t i = 0; i < importer.imports->len; i++) {
        Import import = g_array_index(importer.imports, Import, i);
        import_object(&importer, import.address, import.symbol);
    }
    const World *world;
    *names_functions = importer.any;
    GArray *placed = numbers == NULL ? NULL : place_numbers(&importer, numbers);
    keep_wanted(&importer);
    for (uint32_t i = 0; placed != NULL && i < placed->len; i++) {
        Cell number = g_array_index(placed, Cell, i);
        import_number(&importer, number.key, number.value, env_set_of(&exec->run->context, env, number.value));
    }
    importer.any = importer.any || (placed != NULL && placed->len > 0);
    if (placed != NULL)
        g_array_free(placed, TRUE);
    bool is_told = mark_private(&importer) && callee->runs_unseen && callee->is_effect_asked;
    if (importer.any || is_told) {
        import_constants(&importer, callee, arguments, count);
        WorldContext context = exec->run->context;
        context.keeps_outside = true;
        context.function = NULL; /* keys are the callee's */
        importer.entry.state = importer.follows && env_holds_task(&context, &importer.entry) ? TASK_LIVE : TASK_NONE;
        world = world_from_env(&context, &importer.entry, NULL, NULL);
        exec->run->context.work = context.work;
    } else {
        world = exec->engine->plain;
    }
    env_clear(&importer.entry);
    g_array_free(importer.imports, TRUE);
    return world;
}

/* The task stays with the caller where the callee has nothing to do with tasks (the frame rule of separation logic: Reynolds, LICS 2002): what it does
 * to the memory around the task is told by its answer without one. A function in a pointer that goes in may have to do with tasks. */
static const World *entry_for(Exec *exec, Env *env, const IrInst *inst, FunctionInfo *callee, const Value *arguments, const GArray *numbers)
{
    bool is_followed = env->state == TASK_LIVE || env->state == TASK_CONSUMED, names_functions;
    bool may_lose_links = callee->links_objects && callee->counts; /* then it matters whether the task is among those objects (lost.c) */
    bool may_matter = callee->is_relevant || callee->hands_tasks_on || may_lose_links;
    const World *without = may_matter ? NULL : entry_with(exec, env, inst, callee, arguments, false, numbers, &names_functions);
    if (without != NULL && (!is_followed || !names_functions))
        return without;
    return entry_with(exec, env, inst, callee, arguments, is_followed, numbers, &names_functions);
}

const World *summary_entry(Exec *exec, Env *env, const IrInst *inst, FunctionInfo *callee, const Value *arguments)
{
    return entry_for(exec, env, inst, callee, arguments, NULL);
}

/* Whether the answer for all numbers at once says less than one for some of them could. */
bool summary_is_loose(const Run *answer)
{
    bool is = answer->is_given_up;
    for (uint32_t i = 0; i < answer->summary.count && !is; i++)
        is = answer->summary.worlds[i]->is_loose;
    return is;
}

const World *summary_closer_entry(Exec *exec, Env *env, const IrInst *inst, Run *answer, const Value *arguments, const World *entry)
{
    FunctionInfo *callee = answer->info;
    bool is_inside = callee->component == exec->run->info->component; /* who follows a task inside of a recursion knows a few of its numbers, not how deep it is */
    bool is_asked_closely = run_follows_sites(exec->run) ? !is_inside : engine_names_number(exec->engine, exec->run->entry);
    if (!is_asked_closely || exec->run->first_look != FIRST_LOOK_NONE || engine_names_number(exec->engine, entry) || !summary_is_loose(answer))
        return entry;
    GArray *numbers = summary_numbers(exec, env, inst, answer, arguments);
    const World *closer = numbers->len == 0 ? entry : entry_for(exec, env, inst, callee, arguments, numbers);
    g_array_free(numbers, TRUE);
    if (closer == entry || !engine_names_number(exec->engine, closer) || engine_known_run(exec->engine, callee, closer) != NULL)
        return engine_names_number(exec->engine, closer) ? closer : entry;
    return callee->closer_entries++ < (is_inside ? MOST_CLOSER_INSIDE : MOST_CLOSER_ENTRIES) ? closer : entry;
}
