/* control.c - control dependence from the postdominator tree, which is the dominator tree of the graph turned round; see control.h.
 *
 * A block X is decided about by the last instruction of A when X postdominates a successor of A and does not strictly postdominate A.
 * Of the wanted blocks that postdominate a successor only the nearest counts: if that one postdominates A, all others do. */
#include "analysis/control.h"

#include <glib.h>

#include "ir/dominators.h"

/* Vertices of the graph turned round. */
enum { VERTEX_END, VERTEX_RETURN, VERTEX_BLOCKS };

struct Control {
    const IrFunction *function;
    const bool *may_stop;
    uint32_t count;     /* of vertices */
    IrDominators after; /* postdominators */
    uint32_t *preorder; /* vertices, each before those below it in the tree */
};

static uint32_t vertex_of(uint32_t block)
{
    return block + VERTEX_BLOCKS;
}

/* Where a path can go from a block, as vertices; duplicates are kept. */
static uint32_t way_count(const Control *control, uint32_t block)
{
    const IrBlock *code = &control->function->blocks[block];
    uint32_t successors = ir_successor_count(code);
    return MAX(successors, 1u) + (control->may_stop != NULL && control->may_stop[block]);
}

static uint32_t way(const Control *control, uint32_t block, uint32_t k)
{
    const IrBlock *code = &control->function->blocks[block];
    if (k < ir_successor_count(code))
        return vertex_of(ir_successor(code, k));
    return k == 0 && ir_end_of(control->function, block)->op == IR_OP_RETURN ? VERTEX_RETURN : VERTEX_END;
}

typedef struct Edge {
    uint32_t from, to; /* as in the function */
} Edge;

static void add_edge(GArray *edges, uint32_t from, uint32_t to)
{
    Edge edge = {from, to};
    g_array_append_val(edges, edge);
}

/* The edges by their target: predecessors of v are at [first[v], first[v + 1]). */
static uint32_t *sort_by_target(const GArray *edges, uint32_t count, uint32_t *first)
{
    uint32_t *sources = g_new(uint32_t, edges->len + 1);
    for (uint32_t i = 0; i < edges->len; i++)
        first[g_array_index(edges, Edge, i).to + 2]++;
    for (uint32_t v = 0; v < count; v++)
        first[v + 2] += first[v + 1];
    for (uint32_t i = 0; i < edges->len; i++) {
        const Edge *edge = &g_array_index(edges, Edge, i);
        sources[first[edge->to + 1]++] = edge->from;
    }
    return sources;
}

static void reach_back(uint32_t start, const uint32_t *first, const uint32_t *sources, bool *is_reached, GArray *stack)
{
    is_reached[start] = true;
    g_array_append_val(stack, start);
    while (stack->len > 0) {
        uint32_t v = g_array_index(stack, uint32_t, stack->len - 1);
        g_array_set_size(stack, stack->len - 1);
        for (uint32_t i = first[v]; i < first[v + 1]; i++)
            if (!is_reached[sources[i]]) {
                is_reached[sources[i]] = true;
                g_array_append_val(stack, sources[i]);
            }
    }
}

/* From a loop without a way out the end is taken to be reached all the same, from its last block. */
static void lead_to_end(const Control *control, GArray *edges)
{
    uint32_t *first = g_new0(uint32_t, control->count + 2);
    uint32_t *sources = sort_by_target(edges, control->count, first);
    bool *is_reached = g_new0(bool, control->count);
    GArray *stack = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    reach_back(VERTEX_END, first, sources, is_reached, stack);
    for (uint32_t v = control->count; v-- > VERTEX_BLOCKS;)
        if (!is_reached[v]) {
            add_edge(edges, v, VERTEX_END);
            reach_back(v, first, sources, is_reached, stack);
        }
    g_array_free(stack, TRUE);
    g_free(is_reached);
    g_free(sources);
    g_free(first);
}

/* The dominators of the graph turned round: a function of the IR whose blocks only go on to where they are come from. */
static IrDominators dominators_of_reverse(const GArray *edges, uint32_t count)
{
    uint32_t *first = g_new0(uint32_t, count + 2);
    uint32_t *sources = sort_by_target(edges, count, first);
    IrBlock *blocks = g_new0(IrBlock, count);
    IrInst *insts = g_new0(IrInst, count);
    for (uint32_t v = 0; v < count; v++) {
        insts[v].op = IR_OP_ANY;
        insts[v].as.any.targets = &sources[first[v]];
        insts[v].as.any.target_count = first[v + 1] - first[v];
        blocks[v] = (IrBlock){&insts[v], 1};
    }
    IrFunction reverse = {.blocks = blocks, .block_count = count};
    IrDominators dominators = ir_dominators(&reverse);
    g_free(blocks);
    g_free(insts);
    g_free(sources);
    g_free(first);
    return dominators;
}

Control *control_new(const IrFunction *function, const bool *may_stop)
{
    Control *control = g_new0(Control, 1);
    control->function = function;
    control->may_stop = may_stop;
    control->count = function->block_count + VERTEX_BLOCKS;
    GArray *edges = g_array_new(FALSE, FALSE, sizeof(Edge));
    add_edge(edges, VERTEX_RETURN, VERTEX_END);
    for (uint32_t b = 0; b < function->block_count; b++)
        for (uint32_t k = 0; k < way_count(control, b); k++)
            add_edge(edges, vertex_of(b), way(control, b, k));
    lead_to_end(control, edges);
    control->after = dominators_of_reverse(edges, control->count);
    g_array_free(edges, TRUE);
    control->preorder = g_new(uint32_t, control->count);
    for (uint32_t v = 0; v < control->count; v++)
        control->preorder[control->after.first[v]] = v;
    return control;
}

void control_free(Control *control)
{
    if (control == NULL)
        return;
    ir_dominators_clear(&control->after);
    g_free(control->preorder);
    g_free(control);
}

typedef struct Spread {
    const Control *control;
    bool wants_return;
    const bool *wanted;
    uint32_t *nearest; /* per vertex: the first wanted one on the way to the end, itself included; IR_NONE: none */
} Spread;

static void find_nearest(Spread *spread, uint32_t v)
{
    bool is_wanted = v == VERTEX_RETURN ? spread->wants_return : v >= VERTEX_BLOCKS && spread->wanted[v - VERTEX_BLOCKS];
    uint32_t parent = spread->control->after.parent[v];
    spread->nearest[v] = is_wanted ? v : parent == IR_NONE ? IR_NONE : spread->nearest[parent];
}

static bool decides_here(const Spread *spread, uint32_t block)
{
    const Control *control = spread->control;
    uint32_t ways = way_count(control, block), v = vertex_of(block);
    for (uint32_t k = 0; k < ways && ways > 1; k++) {
        uint32_t x = spread->nearest[way(control, block, k)];
        if (x != IR_NONE && (x == v || !ir_dominates(&control->after, x, v)))
            return true;
    }
    return false;
}

bool control_spread(const Control *control, bool wants_return, bool *wanted, bool *decides)
{
    Spread spread = {control, wants_return, wanted, g_new(uint32_t, control->count)};
    bool any = false;
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t i = 0; i < control->count; i++)
            find_nearest(&spread, control->preorder[i]);
        /* Backwards, so that one sweep does for everything but loops. */
        for (uint32_t b = control->function->block_count; b-- > 0;) {
            if (!decides[b] && decides_here(&spread, b))
                wanted[b] = decides[b] = changed = true;
            find_nearest(&spread, vertex_of(b));
        }
        any = any || changed;
    }
    g_free(spread.nearest);
    return any;
}
