/* summary_bind.c - what a callee's unknowns are at a call: VALUE_KEY_INITIAL cells say which unknown came in where, so each is the argument, or what lies in the
 * caller's memory. */
#include "analysis/application.h"
#include "worlds/infer.h"

Value application_bind_symbol(Values *values, Value symbol, void *data)
{
    Application *application = data;
    const ValueNode node = *value_node(values, symbol);
    if (node.kind != VALUE_SYMBOL)
        return symbol;
    Value *bound = &application->bound[node.number];
    if (*bound == VALUE_NONE)
        *bound = env_fresh(&application->exec->run->context, application->env, node.type);
    return *bound;
}

Value application_in_caller(Application *application, Value value)
{
    return value_replace(application->exec->engine->values, value, application_bind_symbol, application);
}

bool application_is_bound(const Application *application, Value value)
{
    const ValueNode *node = value_node(application->exec->engine->values, value);
    if (!node->has_symbols)
        return true;
    if (node->kind == VALUE_SYMBOL)
        return application->bound[node->number] != VALUE_NONE;
    return application_is_bound(application, node->left) && (node->right == VALUE_NONE || application_is_bound(application, node->right));
}

IrType application_type(const Application *application, Value value)
{
    const ValueNode *node = value_node(application->exec->engine->values, value);
    if (node->kind == VALUE_SYMBOL || node->kind == VALUE_EXPRESSION)
        return node->type;
    if (node->kind == VALUE_TASK)
        return IR_TASK(IR_NONE);
    return node->kind == VALUE_CONST ? IR_INT(64, true) : IR_POINTER;
}

static Value look_at(Application *application, Value address, IrType type)
{
    if (env_get(application->env, address) == VALUE_NONE && !unchanged_remembers(application->exec, application->env, address))
        g_array_append_val(application->looked_at, address);
    return memory_load(application->exec, application->env, address, type, false);
}

/* What the caller has where the callee had an initial value; false: it cannot be had yet. */
static bool actual_value(Application *application, Value address, Value initial, Value *actual)
{
    Exec *exec = application->exec;
    Values *values = exec->engine->values;
    Value root = value_root(values, address);
    const ValueNode node = *value_node(values, root);
    const ValueNode initial_node = *value_node(values, initial);
    bool is_typed = initial_node.kind == VALUE_SYMBOL || initial_node.kind == VALUE_EXPRESSION;
    const ValueNode *place = value_node(values, address);
    bool is_float = place->kind == VALUE_FIELD && exec->engine->fields[place->number].kind == IR_TYPE_FLOAT;
    IrType type = is_typed ? initial_node.type : value_is_address(values, initial) ? IR_POINTER : is_float ? IR_FLOAT(64) : IR_INT(64, true);
    if (node.kind == VALUE_LOCAL) {
        uint32_t index = (uint32_t)node.number;
        if (index >= application->inst->as.call.argument_count) {
            *actual = VALUE_NONE;
            return true;
        }
        *actual = application->arguments[index];
        if (application->inst->as.call.arguments[index].type.kind == IR_TYPE_AGGREGATE)
            *actual = *actual == VALUE_NONE ? VALUE_NONE
                                            : look_at(application, value_rebase(values, address, root, *actual), type);
        return true;
    }
    if (!application_is_bound(application, address))
        return false;
    *actual = look_at(application, application_in_caller(application, address), type);
    return true;
}

/* The object around what the caller's pointer leads to, where the callee knows that one to lead to this field: the caller knows it from now on. */
static Value actual_container(Application *application, Value inner, uint32_t field)
{
    Exec *exec = application->exec;
    Values *values = exec->engine->values;
    Value container = container_of(exec, inner, field), outer = container == VALUE_NONE ? VALUE_NONE : container_open(exec, application->env, container);
    if (outer == container || value_node(values, inner)->kind != VALUE_SYMBOL)
        return outer;
    Value by = value_field(values, outer, field);
    for (uint32_t i = 0; i < application->way->symbol_count; i++)
        application->bound[i] = value_renamed(values, application->bound[i], inner, by);
    for (uint32_t i = 0; i < application->inst->as.call.argument_count; i++)
        application->arguments[i] = value_renamed(values, application->arguments[i], inner, by);
    return outer;
}

/* Makes the callee's initial value the caller's actual one. */
bool application_bind_initial(Application *application, Value initial, Value actual)
{
    WorldContext *context = &application->exec->run->context;
    const ValueNode node = *value_node(context->values, initial);
    if (node.kind == VALUE_ELEMENT_AT && actual != VALUE_NONE && application_is_bound(application, node.left)) { /* so many elements from another pointer that came in */
        Value number = overlap_elements_past(context->values, actual, application_in_caller(application, node.left)), base;
        int64_t by;
        infer_is_sum(context, node.right, &base, &by);
        number = value_binary(context->values, IR_SUB, number, value_const(context->values, by), IR_INT(64, true), IR_INT(64, true));
        return number == VALUE_NONE || application_bind_initial(application, base, number);
    }
    if (node.kind == VALUE_FIELD) {
        Value outer = actual == VALUE_NONE ? VALUE_NONE : actual_container(application, actual, (uint32_t)node.number);
        return application_bind_initial(application, node.left, outer);
    }
    if (actual == VALUE_NONE) { /* nothing is known of it here, but it did come in: it is not new */
        application_bind_symbol(context->values, initial, application);
        return true;
    }
    if (node.kind == VALUE_CONST)
        return unchanged_assume(application->exec, application->env, actual, intset_range(context->sets, node.number, node.number));
    if (node.kind != VALUE_SYMBOL)
        return true;
    Value *bound = &application->bound[node.number];
    if (*bound == VALUE_NONE) {
        *bound = actual;
        return true;
    }
    Value same = value_binary(context->values, IR_EQ, *bound, actual, node.type, IR_I32);
    return env_assume(context, application->env, same, intset_range(context->sets, 1, 1));
}

/* Whether what the callee found at an address is what the caller has there: at entry always; after unknown code ran
 * only where that code cannot get at it. */
static bool is_found_there(const Application *application, const ValueNode *key)
{
    Exec *exec = application->exec;
    Values *values = exec->engine->values;
    if (key->op == VALUE_KEY_INITIAL)
        return true;
    Value root = value_root(values, key->left);
    if (key->op != VALUE_KEY_SEEN || value_node(values, root)->kind != VALUE_SYMBOL || !application_is_bound(application, root) ||
        world_get(application->way, value_key(values, VALUE_KEY_LEAKED, root, 0)) != VALUE_NONE)
        return false;
    return memory_is_private(exec, application->env, value_root(values, application->bound[value_node(values, root)->number]));
}

/* Whether the callee stored through another pointer to what is one place in the caller: then it may have found there what it stored itself. */
static bool may_be_own_store(Application *application, Value place)
{
    Exec *exec = application->exec;
    Values *values = exec->engine->values;
    const World *way = application->way;
    Value root = value_root(values, place), address = VALUE_NONE;
    for (uint32_t i = 0; i < way->cell_count && value_node(values, root)->kind == VALUE_SYMBOL; i++) {
        Cell cell = way->cells[i];
        Value other = value_root(values, cell.key);
        if (value_node(values, other)->kind != VALUE_SYMBOL || other == root || !application_is_bound(application, cell.key) || !application_is_bound(application, place) ||
            world_get(way, value_key(values, VALUE_KEY_INITIAL, cell.key, 0)) == cell.value)
            continue;
        address = address != VALUE_NONE ? address : application_in_caller(application, place);
        if (overlap_may_be_same(exec, application->env, address, application_in_caller(application, cell.key)))
            return true;
    }
    return false;
}

bool application_bind_initials(Application *application)
{
    const World *way = application->way;
    Values *values = application->exec->engine->values;
    bool *done = g_new0(bool, way->cell_count + 1);
    bool possible = true;
    for (bool changed = true; changed && possible;) {
        changed = false;
        for (uint32_t i = 0; i < way->cell_count && possible; i++) {
            const ValueNode node = *value_node(values, way->cells[i].key);
            Value actual;
            if (done[i] || node.kind != VALUE_KEY || !is_found_there(application, &node) ||
                !actual_value(application, node.left, way->cells[i].value, &actual))
                continue;
            done[i] = changed = true;
            possible = application_bind_initial(application, way->cells[i].value, may_be_own_store(application, node.left) ? VALUE_NONE : actual);
        }
    }
    g_free(done);
    return possible;
}

Application application_begin(Exec *exec, Env *env, const IrInst *inst, const Run *callee, const World *way, const Value *arguments)
{
    Application application = {.exec = exec, .env = env, .inst = inst, .callee = callee, .way = way};
    application.arguments = g_memdup2(arguments, sizeof(Value) * inst->as.call.argument_count);
    application.looked_at = g_array_new(FALSE, FALSE, sizeof(Value));
    application.bound = g_new0(Value, way->symbol_count + 1);
    return application;
}

void application_end(Application *application)
{
    g_array_free(application->looked_at, TRUE);
    g_free(application->bound);
    g_free(application->arguments);
}

enum { FAR = 64 }; /* a bound beyond this bounds no loop that is worth a look of its own */

/* An unknown that is known to be small: as many tasks as there are places for them. */
static bool is_bounded(Exec *exec, const Env *env, Value value)
{
    WorldContext *context = &exec->run->context;
    IntSet set = value_node(context->values, value)->kind == VALUE_SYMBOL ? env_set_of(context, env, value) : INTSET_FULL;
    return set != INTSET_EMPTY && set != INTSET_FULL && intset_max(context->sets, set) <= FAR && intset_max(context->sets, set) > 0;
}

/* What a caller knows where one way of the callee looks for a number. */
static void find_numbers(Application *application, GArray *numbers)
{
    Values *values = application->exec->engine->values;
    const World *way = application->way;
    application_bind_initials(application);
    for (uint32_t i = 0; i < way->cell_count; i++) {
        const ValueNode key = *value_node(values, way->cells[i].key), held = *value_node(values, way->cells[i].value);
        bool is_number = held.kind == VALUE_CONST || ((held.kind == VALUE_SYMBOL || held.kind == VALUE_EXPRESSION) && held.type.kind == IR_TYPE_INT);
        KnownNumber number;
        if (key.kind != VALUE_KEY || key.op != VALUE_KEY_INITIAL || !is_number || !actual_value(application, key.left, way->cells[i].value, &number.value) ||
            number.value == VALUE_NONE || (value_node(values, number.value)->kind != VALUE_CONST && !is_bounded(application->exec, application->env, number.value)))
            continue;
        number.is_argument = value_node(values, value_root(values, key.left))->kind == VALUE_LOCAL;
        number.place = number.is_argument ? key.left : application_in_caller(application, key.left);
        bool is_known = false;
        for (uint32_t k = 0; k < numbers->len && !is_known; k++)
            is_known = g_array_index(numbers, KnownNumber, k).place == number.place && g_array_index(numbers, KnownNumber, k).is_argument == number.is_argument;
        if (!is_known)
            g_array_append_val(numbers, number);
    }
}

/* What is passed for that which decides something; a recursion that was widened does not look for it any more. */
static void find_arguments(Exec *exec, const Env *env, const IrInst *inst, const FunctionInfo *callee, const Value *arguments, GArray *numbers)
{
    Values *values = exec->engine->values;
    for (uint32_t i = 0; i < inst->as.call.argument_count && i < callee->function->param_count; i++) {
        bool is_asked = callee->asked.locals[i] && inst->as.call.arguments[i].type.kind == IR_TYPE_INT && arguments[i] != VALUE_NONE;
        KnownNumber number = {value_local(values, i), arguments[i], true};
        if (is_asked && (value_node(values, arguments[i])->kind == VALUE_CONST || is_bounded(exec, env, arguments[i])))
            g_array_append_val(numbers, number);
    }
}

/* Whether nobody knows what the callee does, or not where: something was stored behind a pointer that it lost. */
static bool is_out_of_sight(const Exec *exec, const Run *callee)
{
    bool is = callee->is_given_up;
    for (uint32_t i = 0; i < callee->summary.count && !is; i++)
        for (uint32_t k = 0; k < callee->summary.worlds[i]->cell_count && !is; k++) {
            const ValueNode *key = value_node(exec->engine->values, callee->summary.worlds[i]->cells[k].key);
            is = key->kind == VALUE_KEY && key->op == VALUE_KEY_LOST_STORE;
        }
    return is;
}

/* All constants in memory: some of them lie in what the callee is given. */
static void find_stored_numbers(const Exec *exec, const Env *env, GArray *numbers)
{
    const Values *values = exec->engine->values;
    for (uint32_t i = 0; i < env->cell_count; i++) {
        KnownNumber number = {env->cells[i].key, env->cells[i].value, false};
        if (value_node(values, number.place)->kind != VALUE_KEY && value_node(values, number.value)->kind == VALUE_CONST)
            g_array_append_val(numbers, number);
    }
}

GArray *summary_numbers(Exec *exec, const Env *env, const IrInst *inst, const Run *callee, const Value *arguments)
{
    GArray *numbers = g_array_new(FALSE, FALSE, sizeof(KnownNumber));
    find_arguments(exec, env, inst, callee->info, arguments, numbers);
    if (is_out_of_sight(exec, callee))
        find_stored_numbers(exec, env, numbers);
    for (uint32_t i = 0; i < callee->summary.count; i++) {
        Env scratch;
        env_copy(&scratch, env);
        Application application = application_begin(exec, &scratch, inst, callee, callee->summary.worlds[i], arguments);
        find_numbers(&application, numbers);
        application_end(&application);
        env_clear(&scratch);
    }
    return numbers;
}
