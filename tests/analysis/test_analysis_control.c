/* Control dependence against its definition by paths, on random graphs: loops without a way out, calls that may not come back and
 * blocks that never return included. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib.h>
#include <string.h>

#include "analysis/control.h"

enum { MOST_BLOCKS = 9, END = MOST_BLOCKS, RETURN, VERTICES, ROUNDS = 4000 };

typedef struct Graph {
    uint32_t count;
    IrBlock blocks[MOST_BLOCKS];
    IrInst insts[MOST_BLOCKS];
    uint32_t targets[MOST_BLOCKS][3];
    bool may_stop[MOST_BLOCKS];
    bool edge[VERTICES][VERTICES];
    uint32_t ways[MOST_BLOCKS];        /* duplicates counted */
    bool is_taken_to_end[MOST_BLOCKS]; /* this edge is none that a path takes */
} Graph;

static bool is_way(const Graph *graph, uint32_t from, uint32_t to)
{
    return graph->edge[from][to] && !(to == END && graph->is_taken_to_end[from]);
}

static void random_block(GRand *chance, Graph *graph, uint32_t b)
{
    IrInst *inst = &graph->insts[b];
    graph->blocks[b] = (IrBlock){inst, 1};
    int kind = g_rand_int_range(chance, 0, 8);
    graph->may_stop[b] = g_rand_int_range(chance, 0, 6) == 0;
    if (graph->may_stop[b])
        graph->edge[b][END] = true;
    graph->ways[b] = graph->may_stop[b];
    if (kind < 2) {
        inst->op = kind == 0 ? IR_OP_RETURN : IR_OP_UNREACHABLE;
        graph->edge[b][kind == 0 ? RETURN : END] = true;
        graph->ways[b]++;
        return;
    }
    inst->op = IR_OP_ANY;
    inst->as.any.targets = graph->targets[b];
    inst->as.any.target_count = (uint32_t)(kind < 4 ? 1 : kind < 7 ? 2 : 3);
    graph->ways[b] += inst->as.any.target_count;
    for (uint32_t k = 0; k < inst->as.any.target_count; k++) {
        graph->targets[b][k] = (uint32_t)g_rand_int_range(chance, 0, (int)graph->count);
        graph->edge[b][graph->targets[b][k]] = true;
    }
}

/* Whether a path leads from one vertex to the end without passing `without` (not even as its first or last vertex). */
static bool leads_to_end(const Graph *graph, uint32_t from, uint32_t without)
{
    bool seen[VERTICES] = {false};
    uint32_t stack[VERTICES], depth = 0;
    if (from == without)
        return false;
    stack[depth++] = from;
    seen[from] = true;
    while (depth > 0) {
        uint32_t v = stack[--depth];
        if (v == END)
            return true;
        for (uint32_t w = 0; w < VERTICES; w++)
            if (graph->edge[v][w] && w != without && !seen[w]) {
                seen[w] = true;
                stack[depth++] = w;
            }
    }
    return false;
}

static bool postdominates(const Graph *graph, uint32_t x, uint32_t v)
{
    return !leads_to_end(graph, v, x);
}

static void spread_by_definition(const Graph *graph, bool wants_return, bool *wanted, bool *decides)
{
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t a = 0; a < graph->count; a++)
            for (uint32_t s = 0; s < VERTICES && !decides[a]; s++)
                for (uint32_t x = 0; x < VERTICES && !decides[a] && is_way(graph, a, s); x++) {
                    bool is_wanted = x == RETURN ? wants_return : x != END && x < graph->count && wanted[x];
                    if (is_wanted && graph->ways[a] > 1 && postdominates(graph, x, s) && (x == a || !postdominates(graph, x, a)))
                        decides[a] = wanted[a] = changed = true;
                }
    }
}

static void decides_as_defined(void **state)
{
    (void)state;
    GRand *chance = g_rand_new_with_seed(11);
    for (int round = 0; round < ROUNDS; round++) {
        Graph graph = {.count = (uint32_t)g_rand_int_range(chance, 1, MOST_BLOCKS + 1)};
        graph.edge[RETURN][END] = true;
        for (uint32_t b = 0; b < graph.count; b++)
            random_block(chance, &graph, b);
        IrFunction function = {.blocks = graph.blocks, .block_count = graph.count};
        Control *control = control_new(&function, graph.may_stop);
        for (uint32_t b = graph.count; b-- > 0;) /* the end is taken to come after loops without a way out */
            if (!leads_to_end(&graph, b, VERTICES))
                graph.edge[b][END] = graph.is_taken_to_end[b] = true;
        bool wanted[2][MOST_BLOCKS] = {{false}}, decides[2][MOST_BLOCKS] = {{false}};
        for (uint32_t b = 0; b < graph.count; b++)
            wanted[0][b] = wanted[1][b] = g_rand_int_range(chance, 0, 5) == 0;
        bool wants_return = g_rand_int_range(chance, 0, 3) == 0;
        bool any = control_spread(control, wants_return, wanted[0], decides[0]);
        spread_by_definition(&graph, wants_return, wanted[1], decides[1]);
        assert_memory_equal(decides[0], decides[1], sizeof decides[0]);
        assert_memory_equal(wanted[0], wanted[1], sizeof wanted[0]);
        assert_int_equal(any, memchr(decides[0], true, sizeof decides[0]) != NULL);
        assert_false(control_spread(control, wants_return, wanted[0], decides[0]));
        control_free(control);
    }
    g_rand_free(chance);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(decides_as_defined)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
