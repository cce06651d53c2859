/* small_functions.c - which functions are judged where they are called, as if their callers had written them out: those that only ask, compute, and put things in their places.
 *
 * A summary tells callers what a function does, but not which of their numbers it compares with each other: of `while (!empty(&ring)) pop(&ring)` nobody could say more than of two
 * unknown functions. So the bodies of such functions are put in place of their calls (ir/inline.h) before anything is asked of the caller. What happens to a task in them happens at the
 * call, which is where findings about it stand. They remain functions for those who call them otherwise.
 *
 * A task that such a function is given or makes has to end in a place of the caller's; or, of one that it is given, the result has to tell that it did not. Else the function itself may be at
 * fault, and is told so as one that is called. Nor may it take or look at more than one task. */
#include "analysis/engine.h"

#include "ir/inline.h"

enum { MOST_INSTS = 96, MOST_BLOCKS = 24, MOST_DEPTH = 64, MOST_GROWTH = 4096 };

typedef struct Search {
    Engine *engine;
    const IrModule *module;
    uint32_t module_index;
    uint32_t depth; /* of calls in what is called */
} Search;

/* Where the followed definition is another one, that counts; inline definitions of one name are alike. */
static bool is_own(const Search *search, uint32_t index, const FunctionInfo *info)
{
    const IrFunction *own = &search->module->functions[index];
    return info->linked->function == own || (own->linkage != IR_LINKAGE_EXTERNAL && info->linked->function->linkage == own->linkage);
}

static bool is_plainly_declared(const FunctionInfo *info, const IrFunction *function)
{
    for (uint32_t p = 0; p < function->param_count; p++)
        if (info->linked->effects[p] != IR_EFFECT_UNSPECIFIED)
            return false;
    return info->linked->completion == IR_COMPLETION_UNSPECIFIED && function->is_defined && function->degraded == NULL && !function->is_api && !function->is_variadic && !function->is_noreturn &&
           !function->is_setjmp && !function->is_allocator && !function->is_deallocator && function->block_count > 0 && function->block_count <= MOST_BLOCKS && !info->is_recursive;
}

/* The call passes and takes what the function is defined with. */
static bool fits(const IrInst *call, const IrFunction *function)
{
    if (call->as.call.is_cleanup || call->as.call.argument_count != function->param_count || !ir_type_equal(call->type, function->return_type))
        return false;
    for (uint32_t a = 0; a < function->param_count; a++)
        if (!ir_type_equal(call->as.call.arguments[a].type, function->params[a].type))
            return false;
    return function->return_type.kind != IR_TYPE_TASK || !call->as.call.result_unused;
}

static uint32_t count_tasks_passed(const IrInst *call)
{
    uint32_t count = 0;
    for (uint32_t a = 0; a < call->as.call.argument_count; a++)
        count += call->as.call.arguments[a].type.kind == IR_TYPE_TASK;
    return count;
}

static bool takes_pointer_to_task(const IrFunction *callee)
{
    for (uint32_t p = 0; p < callee->param_count; p++)
        if (callee->params[p].points_to_task)
            return true;
    return false;
}

/* Whether a function that the call gives a pointer may take tasks that lie there. */
static bool may_take_behind(const Search *search, const IrInst *call)
{
    const FunctionInfo *callee = engine_callee(search->engine, search->module_index, call->as.call.function);
    bool may = false;
    for (uint32_t a = 0; a < call->as.call.argument_count && callee->is_relevant && callee->is_analysable; a++)
        may = may || call->as.call.arguments[a].type.kind == IR_TYPE_POINTER;
    return may;
}

/* A call that may stand in the caller: an assertion or one of the C library; where there are tasks, also one that makes a task or takes one. */
static bool is_plain_call(const Search *search, const IrInst *call, bool are_tasks_there)
{
    if (call->as.call.function == IR_NONE || call->as.call.is_cleanup)
        return false;
    const IrFunction *callee = &search->module->functions[call->as.call.function];
    if (callee->is_allocator || callee->is_deallocator || callee->is_setjmp || takes_pointer_to_task(callee))
        return false;
    return are_tasks_there || (!callee->is_defined && !callee->is_api && (callee->is_pure_library || callee->is_noreturn));
}

static bool only_asks_and_puts(const Search *search, const IrFunction *function)
{
    const bool are_tasks_there = ir_touches_tasks(search->module, function);
    uint32_t count = 0, taken = 0, behind = 0, owned = 0; /* tasks that it takes out of places of the caller, calls that may do so, and tasks that are its own for a while */
    for (uint32_t p = 0; p < function->param_count; p++)
        owned += function->params[p].type.kind == IR_TYPE_TASK;
    for (uint32_t b = 0; b < function->block_count; b++) {
        const IrBlock *block = &function->blocks[b];
        count += block->inst_count;
        for (uint32_t k = 0; k < ir_successor_count(block); k++)
            if (ir_successor(block, k) <= b)
                return false;
        for (uint32_t i = 0; i < block->inst_count; i++) {
            const IrInst *inst = &block->insts[i];
            if (inst->op == IR_OP_MEMBER || inst->op == IR_OP_ESCAPE || inst->op == IR_OP_ANY || inst->op == IR_OP_UNKNOWN)
                return false;
            if (inst->op == IR_OP_CALL && !is_plain_call(search, inst, are_tasks_there))
                return false;
            taken += inst->op == IR_OP_CALL ? count_tasks_passed(inst) : 0;
            behind += inst->op == IR_OP_CALL && may_take_behind(search, inst);
            owned += inst->op == IR_OP_CALL && inst->type.kind == IR_TYPE_TASK;
        }
    }
    const bool is_own_possible = owned > 0 || function->return_type.kind == IR_TYPE_TASK;
    /* Of two, one may be the second of the first, and so may be one that is its own or is given back: that is the function's own mistake. */
    return count <= MOST_INSTS && taken + behind <= 1 && (taken == 0 || !is_own_possible);
}

/* --- tasks that come in, or are made --- */

typedef struct Given {
    const IrFunction *function;
    const IrInst **definitions;
    uint32_t local; /* that holds the task: the parameter or, of one that is made, the only variable that it is stored to; IR_NONE: none */
    IrReg made;     /* IR_NONE: it came in */
} Given;

static bool is_it(const Given *given, IrReg reg)
{
    if (reg == given->made && reg != IR_NONE)
        return true;
    const IrInst *load = given->definitions[reg], *address = load != NULL && load->op == IR_OP_LOAD ? given->definitions[load->as.load.address] : NULL;
    return address != NULL && address->op == IR_OP_LOCAL && address->as.local == given->local;
}

/* To a place that is not the function's own, or back to the caller. Of one that is made an element: which one it is depends on the caller's numbers; a single place callers know by name. */
static bool passes_it_on(const Given *given, const IrInst *inst)
{
    if (inst->op == IR_OP_RETURN)
        return inst->as.return_.value.reg != IR_NONE && is_it(given, inst->as.return_.value.reg);
    if (inst->op != IR_OP_STORE || !is_it(given, inst->as.store.value))
        return false;
    const IrInst *address = given->definitions[inst->as.store.address];
    while (given->made != IR_NONE && address != NULL && address->op == IR_OP_FIELD)
        address = given->definitions[address->as.field.base];
    return address != NULL && (given->made != IR_NONE ? address->op == IR_OP_INDEX : address->op != IR_OP_LOCAL);
}

/* The number that a block returns. */
static bool returns_constant(const Given *given, const IrInst *leave, int64_t *number)
{
    const IrInst *value = ir_without_casts(given->definitions, leave->as.return_.value.reg);
    if (value == NULL || value->op != IR_OP_CONST)
        return false;
    *number = value->as.constant;
    return true;
}

/* Whether the result tells which of the ways that end here passed the task on: constants that differ. */
static bool is_told(const Given *given, const bool *passed, const bool *kept)
{
    GHashTable *ends[2] = {g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL), g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL)};
    bool told = true;
    for (uint32_t b = 0; b < given->function->block_count && told; b++) {
        const IrInst *leave = ir_end_of(given->function, b);
        int64_t number;
        if (leave->op != IR_OP_RETURN || (!passed[b] && !kept[b]))
            continue;
        told = passed[b] != kept[b] && returns_constant(given, leave, &number) && !g_hash_table_contains(ends[kept[b]], &number);
        if (told)
            g_hash_table_add(ends[!kept[b]], g_memdup2(&number, sizeof number));
    }
    g_hash_table_unref(ends[0]);
    g_hash_table_unref(ends[1]);
    return told;
}

/* Whether a task is passed on by each way from an instruction on, or the result tells where it is not. The blocks come in an order in which none leads back. `passed`, `kept`: some way to the end of
 * the block passed it on, or did not. */
static bool is_passed_on(const Given *given, uint32_t from, uint32_t after)
{
    const IrFunction *function = given->function;
    bool *passed = g_new0(bool, function->block_count), *kept = g_new0(bool, function->block_count), is_always = true;
    kept[from] = true;
    for (uint32_t b = from; b < function->block_count; b++) {
        const IrBlock *block = &function->blocks[b];
        bool here = false;
        for (uint32_t i = b == from ? after : 0; i < block->inst_count; i++)
            here = here || passes_it_on(given, &block->insts[i]);
        passed[b] = passed[b] || (here && kept[b]);
        kept[b] = kept[b] && !here;
        is_always = is_always && (!kept[b] || ir_end_of(function, b)->op != IR_OP_RETURN);
        for (uint32_t k = 0; k < ir_successor_count(block); k++) {
            passed[ir_successor(block, k)] |= passed[b];
            kept[ir_successor(block, k)] |= kept[b];
        }
    }
    const bool is_told_of = is_always || (given->made == IR_NONE && is_told(given, passed, kept));
    g_free(passed);
    g_free(kept);
    return is_told_of;
}

/* The only local that a register is stored to, and to which nothing else is. */
static uint32_t stored_to(const IrFunction *function, const IrInst *const *definitions, IrReg made)
{
    uint32_t local = IR_NONE;
    for (int round = 0; round < 2; round++)
        for (uint32_t b = 0; b < function->block_count; b++)
            for (uint32_t i = 0; i < function->blocks[b].inst_count; i++) {
                const IrInst *store = &function->blocks[b].insts[i];
                const IrInst *address = store->op == IR_OP_STORE ? definitions[store->as.store.address] : NULL;
                if (address == NULL || address->op != IR_OP_LOCAL)
                    continue;
                if (round == 0 && store->as.store.value == made)
                    local = address->as.local;
                if (round == 1 && store->as.store.value != made && address->as.local == local)
                    return IR_NONE;
            }
    return local;
}

/* A task that it makes is the caller's, and so is one that it is given. */
static bool passes_tasks_on(const IrFunction *function)
{
    const IrInst **definitions = ir_definitions(function);
    bool passes = true;
    for (uint32_t p = 0; p < function->param_count && passes; p++)
        if (function->params[p].type.kind == IR_TYPE_TASK)
            passes = is_passed_on(&(Given){function, definitions, p, IR_NONE}, 0, 0);
    for (uint32_t b = 0; b < function->block_count && passes; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count && passes; i++) {
            const IrInst *call = &function->blocks[b].insts[i];
            if (call->op == IR_OP_CALL && call->type.kind == IR_TYPE_TASK)
                passes = function->return_type.kind != IR_TYPE_TASK && call->result != IR_NONE &&
                         is_passed_on(&(Given){function, definitions, stored_to(function, definitions, call->result), call->result}, b, i + 1);
        }
    g_free(definitions);
    return passes;
}

/* --- choice --- */

static const IrFunction *chosen(const IrInst *call, void *context)
{
    Search *search = context;
    if (call->as.call.function == IR_NONE || search->depth >= MOST_DEPTH)
        return NULL;
    const FunctionInfo *info = engine_callee(search->engine, search->module_index, call->as.call.function);
    const IrFunction *own = &search->module->functions[call->as.call.function];
    if (!is_own(search, call->as.call.function, info) || !is_plainly_declared(info, own) || !fits(call, own))
        return NULL;
    gpointer known;
    if (!g_hash_table_lookup_extended(search->engine->small_functions, own, NULL, &known)) {
        Search inner = *search;
        inner.depth++;
        const IrFunction *function = ir_inline_calls(own, chosen, &inner, MOST_INSTS, search->engine->arena);
        known = only_asks_and_puts(search, function) && passes_tasks_on(function) ? (gpointer)(uintptr_t)function : NULL;
        g_hash_table_insert(search->engine->small_functions, (gpointer)(uintptr_t)own, known);
    }
    return known;
}

const IrFunction *small_functions_inline(Engine *engine, const FunctionInfo *info)
{
    Search search = {engine, info->module, info->module_index, 0};
    return ir_inline_calls(info->function, chosen, &search, MOST_GROWTH, engine->arena);
}
