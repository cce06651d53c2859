/* reading.c - what the instructions of a function say without being executed: where numbers stand, what they were converted from, and what a turn of a loop does together. */
#include "analysis/engine.h"

Reading reading_begin(const Engine *engine, FunctionInfo *info)
{
    return (Reading){engine, info, ir_definitions(info->function)};
}

Spot reading_spot(const Reading *reading, IrReg address)
{
    const Engine *engine = reading->engine;
    const uint32_t m = reading->info->module_index;
    const IrInst *inst = reading->definition[address];
    while (inst != NULL && inst->op == IR_OP_INDEX)
        inst = reading->definition[inst->as.index.base];
    if (inst == NULL)
        return (Spot){.kind = SPOT_NONE};
    if (inst->op == IR_OP_LOCAL)
        return (Spot){.kind = SPOT_LOCAL, .number = inst->as.local};
    if (inst->op == IR_OP_FIELD)
        return (Spot){.kind = SPOT_FIELD, .number = memory_field_id(engine, m, inst->as.field.field)};
    if (inst->op == IR_OP_GLOBAL)
        return (Spot){.kind = SPOT_GLOBAL, .number = engine->program->global_of[m][inst->as.global]};
    const IrInst *pointer = inst->op == IR_OP_LOAD ? reading->definition[inst->as.load.address] : NULL;
    switch (pointer == NULL ? IR_OP_COUNT : pointer->op) {
    case IR_OP_LOCAL: return (Spot){.kind = SPOT_BEHIND, .number = pointer->as.local};
    case IR_OP_FIELD: return (Spot){.kind = SPOT_BEHIND_FIELD, .number = memory_field_id(engine, m, pointer->as.field.field)};
    case IR_OP_GLOBAL: return (Spot){.kind = SPOT_BEHIND_GLOBAL, .number = engine->program->global_of[m][pointer->as.global]};
    default: return (Spot){.kind = SPOT_NONE};
    }
}

const IrInst *reading_number(const Reading *reading, IrReg reg)
{
    return ir_without_casts(reading->definition, reg);
}

enum { MOST_BETWEEN = 256 /* blocks: what has more of them in between is not together */ };

/* Whether a turn of a loop may come round from a block without coming to another one; outside of loops, whether both come to a third. */
static bool comes_round_without(const Reading *reading, uint32_t block, uint32_t other)
{
    const IrFunction *function = reading->info->function;
    const uint32_t head = engine_loop_of(reading->info, block);
    bool *seen = g_new0(bool, function->block_count);
    GArray *open = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    bool does = false;
    uint32_t count = 0;
    g_array_append_val(open, block);
    while (open->len > 0 && !does) {
        const uint32_t at = g_array_index(open, uint32_t, open->len - 1);
        g_array_set_size(open, open->len - 1);
        does = ++count > MOST_BETWEEN;
        for (uint32_t k = 0; k < ir_successor_count(&function->blocks[at]) && !does; k++) {
            const uint32_t next = ir_successor(&function->blocks[at], k);
            does = next == head || (head == IR_NONE && next > other);
            if (next != other && (next > head || head == IR_NONE) && !seen[next])
                g_array_append_val(open, next);
            seen[next] = true;
        }
    }
    g_free(seen);
    g_array_free(open, TRUE);
    return does;
}

bool reading_are_together(const Reading *reading, uint32_t block, uint32_t other)
{
    FunctionInfo *info = reading->info;
    const uint32_t first = MIN(block, other), second = MAX(block, other);
    return first == second || (engine_loop_of(info, first) == engine_loop_of(info, second) && engine_dominates(info, first, second) && !comes_round_without(reading, first, second));
}

bool reading_is_beside(const Reading *reading, const GArray *blocks, uint32_t block)
{
    bool is = false;
    for (uint32_t i = 0; i < blocks->len && !is; i++)
        is = reading_are_together(reading, g_array_index(blocks, uint32_t, i), block);
    return is;
}

bool reading_is_behind(const Reading *reading, const GArray *blocks, uint32_t block)
{
    bool is = false;
    for (uint32_t i = 0; i < blocks->len && !is; i++) {
        const uint32_t before = g_array_index(blocks, uint32_t, i);
        is = engine_loop_of(reading->info, before) == engine_loop_of(reading->info, block) && engine_dominates(reading->info, before, block);
    }
    return is;
}

bool spot_is_same(Spot a, Spot b)
{
    return a.kind == b.kind && a.number == b.number;
}

bool spot_is_among(const GArray *spots, Spot spot)
{
    bool is = false;
    for (uint32_t i = 0; i < spots->len && !is; i++)
        is = spot_is_same(g_array_index(spots, Spot, i), spot);
    return is;
}
