/* call_graph.c - the order in which functions are looked at, which of them call each other in circles, and which have to do with tasks.
 *
 * Strongly connected components: R. Tarjan, "Depth-first search and linear graph algorithms", SIAM J. Comput. 1(2), 1972, with an explicit
 * stack: call chains can be as long as the program. A function counts as calling every function that its body names. */
#include "analysis/slice.h"

typedef struct Frame {
    uint32_t function, next;
} Frame;

typedef struct CallGraph {
    Engine *engine;
    GArray **callees; /* per function */
    uint32_t *entered; /* per function: when the search came to it, from 1; 0: not yet */
    uint32_t *low;     /* per function: the earliest one on the stack that it leads back to */
    bool *is_open;     /* per function: its component is not complete */
    GArray *open;      /* functions, as they were entered */
    GArray *frames;
    uint32_t next_entered, next_order;
} CallGraph;

static void collect_callees(Engine *engine, FunctionInfo *info, GArray *callees)
{
    const IrFunction *function = info->function;
    for (uint32_t b = 0; b < function->block_count; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++) {
            const IrInst *inst = &function->blocks[b].insts[i];
            uint32_t named = inst->op == IR_OP_CALL ? inst->as.call.function : inst->op == IR_OP_FUNCTION ? inst->as.function : IR_NONE;
            if (named != IR_NONE)
                g_array_append_val(callees, engine->program->function_of[info->module_index][named]);
            info->goes_around = info->goes_around || inst->op == IR_OP_CONTAINER;
            info->calls_pointers = info->calls_pointers || (inst->op == IR_OP_CALL && named == IR_NONE);
        }
}

static void enter(CallGraph *graph, uint32_t function)
{
    graph->entered[function] = graph->low[function] = ++graph->next_entered;
    graph->is_open[function] = true;
    g_array_append_val(graph->open, function);
    Frame frame = {function, 0};
    g_array_append_val(graph->frames, frame);
}

/* The functions entered since the first one of a component, itself included, are that component. */
static void close_component(CallGraph *graph, uint32_t first)
{
    uint32_t from = graph->open->len;
    do
        from--;
    while (g_array_index(graph->open, uint32_t, from) != first);
    for (uint32_t i = from; i < graph->open->len; i++) {
        uint32_t function = g_array_index(graph->open, uint32_t, i);
        FunctionInfo *info = &graph->engine->infos[function];
        graph->is_open[function] = false;
        info->component = graph->entered[first];
        info->component_size = graph->open->len - from;
        info->is_recursive = info->is_recursive || info->component_size > 1;
        info->counts = info->counts || info->is_recursive;
    }
    g_array_set_size(graph->open, from);
}

/* Whether the function has a loop (of each circle of blocks, as they stand, some edge leads back), or takes elements whose number it computes. */
static bool counts(const IrFunction *function)
{
    bool *is_constant = g_new0(bool, function->register_count + 1), found = false;
    for (uint32_t b = 0; b < function->block_count && !found; b++) {
        const IrBlock *block = &function->blocks[b];
        for (uint32_t k = 0; k < ir_successor_count(block); k++)
            found = found || ir_successor(block, k) <= b;
        for (uint32_t i = 0; i < block->inst_count; i++) {
            const IrInst *inst = &block->insts[i];
            if (inst->op == IR_OP_CONST)
                is_constant[inst->result] = true;
            if (inst->op == IR_OP_INDEX)
                found = found || inst->as.index.index == IR_NONE || !is_constant[inst->as.index.index];
        }
    }
    g_free(is_constant);
    return found;
}

/* All that it calls is complete, but for what calls it. */
static void complete(CallGraph *graph, uint32_t function)
{
    FunctionInfo *info = &graph->engine->infos[function];
    const GArray *callees = graph->callees[function];
    info->order = graph->next_order++;
    info->counts = info->is_analysable && counts(info->function);
    for (uint32_t i = 0; i < callees->len; i++) {
        uint32_t callee = g_array_index(callees, uint32_t, i);
        info->is_recursive = info->is_recursive || callee == function;
        info->counts = info->counts || graph->engine->infos[callee].counts;
    }
    if (graph->low[function] == graph->entered[function])
        close_component(graph, function);
}

static void search_from(CallGraph *graph, uint32_t start)
{
    enter(graph, start);
    while (graph->frames->len > 0) {
        Frame *frame = &g_array_index(graph->frames, Frame, graph->frames->len - 1);
        uint32_t function = frame->function;
        const GArray *callees = graph->callees[function];
        if (frame->next < callees->len) {
            uint32_t callee = g_array_index(callees, uint32_t, frame->next++);
            if (graph->entered[callee] == 0)
                enter(graph, callee);
            else if (graph->is_open[callee])
                graph->low[function] = MIN(graph->low[function], graph->entered[callee]);
            continue;
        }
        complete(graph, function);
        g_array_set_size(graph->frames, graph->frames->len - 1);
        if (graph->frames->len > 0) {
            uint32_t caller = g_array_index(graph->frames, Frame, graph->frames->len - 1).function;
            graph->low[caller] = MIN(graph->low[caller], graph->low[function]);
        }
    }
}

/* Relevance spreads from callees to callers. */
static void spread_relevance(CallGraph *graph, uint32_t count)
{
    FunctionInfo *infos = graph->engine->infos;
    GArray **callers = g_new0(GArray *, count + 1);
    GArray *work = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    for (uint32_t i = 0; i < count; i++)
        callers[i] = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t k = 0; k < graph->callees[i]->len; k++)
            g_array_append_val(callers[g_array_index(graph->callees[i], uint32_t, k)], i);
        if (infos[i].is_relevant)
            g_array_append_val(work, i);
    }
    for (uint32_t at = 0; at < work->len; at++) {
        const GArray *list = callers[g_array_index(work, uint32_t, at)];
        for (uint32_t k = 0; k < list->len; k++) {
            uint32_t caller = g_array_index(list, uint32_t, k);
            if (infos[caller].is_relevant)
                continue;
            infos[caller].is_relevant = true;
            g_array_append_val(work, caller);
        }
    }
    for (uint32_t i = 0; i < count; i++)
        g_array_free(callers[i], TRUE);
    g_free(callers);
    g_array_free(work, TRUE);
}

/* Marks what the functions in `work` name, and what these name in turn; adds it to `work`. */
static void spread_to_callees(CallGraph *graph, GArray *work)
{
    for (uint32_t next = 0; next < work->len; next++) {
        const GArray *callees = graph->callees[g_array_index(work, uint32_t, next)];
        for (uint32_t k = 0; k < callees->len; k++) {
            uint32_t callee = g_array_index(callees, uint32_t, k);
            if (graph->engine->infos[callee].is_reached)
                continue;
            graph->engine->infos[callee].is_reached = true;
            g_array_append_val(work, callee);
        }
    }
}

/* What relevant functions call, and what they may call through pointers. No other function is ever run. */
static void spread_reach(CallGraph *graph, uint32_t count)
{
    FunctionInfo *infos = graph->engine->infos;
    GArray *work = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    for (uint32_t i = 0; i < count; i++) {
        infos[i].is_reached = infos[i].is_relevant;
        if (infos[i].is_relevant)
            g_array_append_val(work, i);
    }
    spread_to_callees(graph, work);
    bool any_pointers = false;
    for (uint32_t i = 0; i < work->len; i++)
        any_pointers = any_pointers || infos[g_array_index(work, uint32_t, i)].calls_pointers;
    g_array_set_size(work, 0);
    for (uint32_t i = 0; i < count; i++)
        if (any_pointers && !infos[i].is_reached && asked_is_called_indirectly(&infos[i])) {
            infos[i].is_reached = true;
            g_array_append_val(work, i);
        }
    spread_to_callees(graph, work);
    g_array_free(work, TRUE);
}

void call_graph_order(Engine *engine)
{
    uint32_t count = engine->program->function_count;
    CallGraph graph = {.engine = engine, .callees = g_new0(GArray *, count + 1), .entered = g_new0(uint32_t, count + 1),
                       .low = g_new0(uint32_t, count + 1), .is_open = g_new0(bool, count + 1)};
    graph.open = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    graph.frames = g_array_new(FALSE, FALSE, sizeof(Frame));
    for (uint32_t i = 0; i < count; i++) {
        graph.callees[i] = g_array_new(FALSE, FALSE, sizeof(uint32_t));
        if (engine->infos[i].is_analysable)
            collect_callees(engine, &engine->infos[i], graph.callees[i]);
    }
    for (uint32_t i = 0; i < count; i++)
        if (graph.entered[i] == 0)
            search_from(&graph, i);
    spread_relevance(&graph, count);
    spread_reach(&graph, count);
    for (uint32_t i = 0; i < count; i++)
        g_array_free(graph.callees[i], TRUE);
    g_free(graph.callees);
    g_free(graph.entered);
    g_free(graph.low);
    g_free(graph.is_open);
    g_array_free(graph.open, TRUE);
    g_array_free(graph.frames, TRUE);
}
