/* dominators.c - dominator tree of a body; see dominators.h.
 *
 * T. Lengauer, R. E. Tarjan: "A Fast Algorithm for Finding Dominators in a Flowgraph", TOPLAS 1(1), 1979, in its simple
 * version (path compression without balancing): O(edges * log blocks). The usual iterative algorithm (Cooper, Harvey,
 * Kennedy) is quadratic on a long function whose blocks all jump to one cleanup label, which is what C looks like.
 * No recursion: the depth-first search and the compression keep explicit stacks.
 *
 * Inside, vertices are numbered in the preorder of the depth-first search, from 0, so that "earlier" is "less". */
#include "ir/dominators.h"

#include <glib.h>

typedef struct Graph {
    const IrFunction *function;
    uint32_t count;      /* reachable blocks */
    uint32_t *number;    /* block -> vertex; IR_NONE: not reachable */
    uint32_t *block;     /* vertex -> block */
    uint32_t *parent;    /* in the depth-first tree */
    uint32_t *pred_from; /* vertex -> first of its predecessors in preds; one more entry at the end */
    uint32_t *preds;     /* vertices */
    uint32_t *semi, *idom, *ancestor, *label;
    uint32_t *bucket, *bucket_next; /* lists of the vertices that have a semidominator */
    uint32_t *path;      /* scratch of compress */
} Graph;

typedef struct Visit {
    uint32_t vertex;
    uint32_t next; /* successor to look at */
} Visit;

static uint32_t *new_vertices(uint32_t count)
{
    return g_new(uint32_t, (gsize)count + 1);
}

static void number_vertex(Graph *graph, uint32_t block, uint32_t parent)
{
    graph->number[block] = graph->count;
    graph->block[graph->count] = block;
    graph->parent[graph->count] = parent;
    graph->count++;
}

static void search(Graph *graph)
{
    const IrFunction *function = graph->function;
    for (uint32_t b = 0; b < function->block_count; b++)
        graph->number[b] = IR_NONE;
    Visit *stack = g_new(Visit, function->block_count);
    uint32_t depth = 0;
    number_vertex(graph, 0, IR_NONE);
    stack[depth++] = (Visit){0, 0};
    while (depth > 0) {
        Visit *top = &stack[depth - 1];
        const IrBlock *block = &function->blocks[graph->block[top->vertex]];
        if (top->next == ir_successor_count(block)) {
            depth--;
            continue;
        }
        uint32_t successor = ir_successor(block, top->next++);
        if (graph->number[successor] != IR_NONE)
            continue;
        number_vertex(graph, successor, top->vertex);
        stack[depth++] = (Visit){graph->count - 1, 0};
    }
    g_free(stack);
}

static void collect_predecessors(Graph *graph)
{
    uint32_t *from = g_new0(uint32_t, (gsize)graph->count + 2);
    for (uint32_t pass = 0; pass < 2; pass++) {
        for (uint32_t v = 0; v < graph->count; v++) {
            const IrBlock *block = &graph->function->blocks[graph->block[v]];
            uint32_t successors = ir_successor_count(block);
            for (uint32_t k = 0; k < successors; k++) {
                uint32_t w = graph->number[ir_successor(block, k)];
                if (pass == 0)
                    from[w + 2]++;
                else
                    graph->preds[from[w + 1]++] = v;
            }
        }
        if (pass != 0)
            break;
        for (uint32_t v = 0; v < graph->count; v++)
            from[v + 2] += from[v + 1];
        graph->preds = new_vertices(from[graph->count + 1]);
    }
    graph->pred_from = from;
}

/* Shortens the path of linked ancestors above v and keeps, in its labels, the vertex with the least semidominator. */
static void compress(Graph *graph, uint32_t v)
{
    uint32_t length = 0;
    for (uint32_t at = v; graph->ancestor[graph->ancestor[at]] != IR_NONE; at = graph->ancestor[at])
        graph->path[length++] = at;
    while (length > 0) {
        uint32_t at = graph->path[--length], above = graph->ancestor[at];
        if (graph->semi[graph->label[above]] < graph->semi[graph->label[at]])
            graph->label[at] = graph->label[above];
        graph->ancestor[at] = graph->ancestor[above];
    }
}

static uint32_t evaluate(Graph *graph, uint32_t v)
{
    if (graph->ancestor[v] == IR_NONE)
        return v;
    compress(graph, v);
    return graph->label[v];
}

static void find_immediate_dominators(Graph *graph)
{
    for (uint32_t v = 0; v < graph->count; v++) {
        graph->semi[v] = graph->label[v] = v;
        graph->ancestor[v] = graph->bucket[v] = graph->idom[v] = IR_NONE;
    }
    for (uint32_t w = graph->count - 1; w > 0; w--) {
        for (uint32_t i = graph->pred_from[w]; i < graph->pred_from[w + 1]; i++) {
            uint32_t u = evaluate(graph, graph->preds[i]);
            if (graph->semi[u] < graph->semi[w])
                graph->semi[w] = graph->semi[u];
        }
        graph->bucket_next[w] = graph->bucket[graph->semi[w]];
        graph->bucket[graph->semi[w]] = w;
        uint32_t parent = graph->parent[w];
        graph->ancestor[w] = parent;
        for (uint32_t v = graph->bucket[parent]; v != IR_NONE; v = graph->bucket_next[v]) {
            uint32_t u = evaluate(graph, v);
            graph->idom[v] = graph->semi[u] < graph->semi[v] ? u : parent;
        }
        graph->bucket[parent] = IR_NONE;
    }
    for (uint32_t w = 1; w < graph->count; w++) {
        if (graph->idom[w] != graph->semi[w])
            graph->idom[w] = graph->idom[graph->idom[w]];
    }
}

/* A vertex's dominators have lesser numbers, so that sizes are summed backwards and places handed out forwards. */
static IrDominators number_tree(const Graph *graph)
{
    uint32_t blocks = graph->function->block_count;
    IrDominators result = {new_vertices(blocks), g_new0(uint32_t, (gsize)blocks + 1), new_vertices(blocks)};
    uint32_t *next_place = new_vertices(graph->count);
    for (uint32_t b = 0; b < blocks; b++)
        result.first[b] = result.parent[b] = IR_NONE;
    for (uint32_t v = graph->count; v-- > 0;) {
        result.size[graph->block[v]]++;
        if (v > 0)
            result.size[graph->block[graph->idom[v]]] += result.size[graph->block[v]];
    }
    for (uint32_t v = 0; v < graph->count; v++) {
        uint32_t first = 0;
        if (v > 0) {
            result.parent[graph->block[v]] = graph->block[graph->idom[v]];
            first = next_place[graph->idom[v]];
            next_place[graph->idom[v]] += result.size[graph->block[v]];
        }
        result.first[graph->block[v]] = first;
        next_place[v] = first + 1;
    }
    g_free(next_place);
    return result;
}

IrDominators ir_dominators(const IrFunction *function)
{
    Graph graph = {.function = function};
    uint32_t **vectors[] = {&graph.number, &graph.block,    &graph.parent, &graph.semi,        &graph.idom,
                            &graph.label,  &graph.ancestor, &graph.bucket, &graph.bucket_next, &graph.path};
    for (size_t i = 0; i < G_N_ELEMENTS(vectors); i++)
        *vectors[i] = new_vertices(function->block_count);
    search(&graph);
    collect_predecessors(&graph);
    find_immediate_dominators(&graph);
    IrDominators result = number_tree(&graph);
    for (size_t i = 0; i < G_N_ELEMENTS(vectors); i++)
        g_free(*vectors[i]);
    g_free(graph.pred_from);
    g_free(graph.preds);
    return result;
}

void ir_dominators_clear(IrDominators *dominators)
{
    g_free(dominators->first);
    g_free(dominators->size);
    g_free(dominators->parent);
    *dominators = (IrDominators){NULL, NULL, NULL};
}
