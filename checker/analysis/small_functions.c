/* small_functions.c - which functions are judged where they are called, as if their callers had written them out: those that only ask, compute and put things in their places.
 *
 * A summary tells callers what a function does, but not which of their numbers it compares with each other: of `while (!empty(&ring)) pop(&ring)` nobody could say more than of two
 * unknown functions. So the bodies of such functions are put in place of their calls (ir/inline.h) before anything is asked of the caller. What happens to a task in them happens at the
 * call, which is where findings about it stand. They remain functions for those who call them otherwise.
 *
 * A task that such a function is given has to end in a place of the caller's, or its result has to tell that it did not: else the function itself is at fault, which it is told as
 * one that is called. */
#include "analysis/engine.h"

#include "ir/inline.h"

enum { MOST_INSTS = 96, MOST_BLOCKS = 24, MOST_DEPTH = 64, MOST_GROWTH = 4096 };

typedef struct Search {
    Engine *engine;
    const IrModule *module;
    uint32_t module_index;
    uint32_t depth; /* of calls in what is called */
} Search;

static const IrFunction *chosen(const IrInst *call, void *context);

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

static bool has_task(const IrInst *call)
{
    bool has = call->type.kind == IR_TYPE_TASK;
    for (uint32_t a = 0; a < call->as.call.argument_count; a++)
        has = has || call->as.call.arguments[a].type.kind == IR_TYPE_TASK;
    return has;
}

/* An assertion, or a function of the C library. */
static bool is_harmless_call(const Search *search, const IrInst *call)
{
    if (call->as.call.function == IR_NONE || has_task(call))
        return false;
    const IrFunction *callee = &search->module->functions[call->as.call.function];
    return !callee->is_defined && !callee->is_api && !callee->is_allocator && !callee->is_deallocator && (callee->is_pure_library || callee->is_noreturn);
}

static bool only_asks_and_puts(const Search *search, const IrFunction *function)
{
    uint32_t count = 0;
    for (uint32_t b = 0; b < function->block_count; b++) {
        const IrBlock *block = &function->blocks[b];
        count += block->inst_count;
        for (uint32_t k = 0; k < ir_successor_count(block); k++)
            if (ir_successor(block, k) <= b)
                return false;
        for (uint32_t i = 0; i < block->inst_count; i++) {
            const IrInst *inst = &block->insts[i];
            if (inst->op == IR_OP_MEMBER || inst->op == IR_OP_ESCAPE || inst->op == IR_OP_ANY || inst->op == IR_OP_UNKNOWN || (inst->op == IR_OP_CALL && !is_harmless_call(search, inst)))
                return false;
        }
    }
    return count <= MOST_INSTS;
}

/* --- a task that comes in --- */

typedef struct Given {
    const IrFunction *function;
    const IrInst **definitions;
    uint32_t parameter;
} Given;

static bool reads_it(const Given *given, IrReg reg)
{
    const IrInst *load = given->definitions[reg], *address = load != NULL && load->op == IR_OP_LOAD ? given->definitions[load->as.load.address] : NULL;
    return address != NULL && address->op == IR_OP_LOCAL && address->as.local == given->parameter;
}

/* To a place that is not the function's own, or back to the caller. */
static bool passes_it_on(const Given *given, const IrInst *inst)
{
    if (inst->op == IR_OP_RETURN)
        return inst->as.return_.value.reg != IR_NONE && reads_it(given, inst->as.return_.value.reg);
    if (inst->op != IR_OP_STORE || !reads_it(given, inst->as.store.value))
        return false;
    const IrInst *address = given->definitions[inst->as.store.address];
    return address != NULL && address->op != IR_OP_LOCAL;
}

/* The number that a block returns. */
static bool returns_constant(const Given *given, const IrInst *leave, int64_t *number)
{
    const IrInst *value = leave->as.return_.value.reg == IR_NONE ? NULL : given->definitions[leave->as.return_.value.reg];
    while (value != NULL && value->op == IR_OP_CAST)
        value = given->definitions[value->as.cast.operand];
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
        const IrInst *leave = &given->function->blocks[b].insts[given->function->blocks[b].inst_count - 1];
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

/* The blocks come in an order in which none leads back. `passed`, `kept`: some way to the end of the block passed the task on, or did not. */
static bool is_passed_on(const IrFunction *function, uint32_t parameter)
{
    const Given given = {function, ir_definitions(function), parameter};
    bool *passed = g_new0(bool, function->block_count), *kept = g_new0(bool, function->block_count), is_always = true;
    kept[0] = true;
    for (uint32_t b = 0; b < function->block_count; b++) {
        const IrBlock *block = &function->blocks[b];
        bool here = false;
        for (uint32_t i = 0; i < block->inst_count; i++)
            here = here || passes_it_on(&given, &block->insts[i]);
        passed[b] = passed[b] || (here && kept[b]);
        kept[b] = kept[b] && !here;
        is_always = is_always && (!kept[b] || block->insts[block->inst_count - 1].op != IR_OP_RETURN);
        for (uint32_t k = 0; k < ir_successor_count(block); k++) {
            passed[ir_successor(block, k)] |= passed[b];
            kept[ir_successor(block, k)] |= kept[b];
        }
    }
    const bool is_told_of = is_always || is_told(&given, passed, kept);
    g_free(passed);
    g_free(kept);
    g_free(given.definitions);
    return is_told_of;
}

static bool passes_tasks_on(const IrFunction *function)
{
    for (uint32_t p = 0; p < function->param_count; p++)
        if (function->params[p].type.kind == IR_TYPE_TASK && !is_passed_on(function, p))
            return false;
    return true;
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
