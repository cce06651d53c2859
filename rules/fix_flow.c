/* fix_flow.c - whether a variable's task is there, at each instruction; see fix_flow.h. */
#include "fix_flow.h"

bool fix_flow_takes(const FixFlow *flow, const IrInst *inst)
{
    guint kind = GPOINTER_TO_UINT(g_hash_table_lookup(flow->kinds, inst));
    return kind == FIX_USE_CONSUME + 1 || kind == FIX_USE_RETURN + 1;
}

static unsigned transfer(const FixFlow *flow, const IrInst *inst, unsigned state)
{
    if (inst->op == IR_OP_BEGIN_SCOPE && inst->as.local == flow->variable->local)
        return FIX_STATE_UNMADE;
    if (inst == flow->variable->initialisation || GPOINTER_TO_UINT(g_hash_table_lookup(flow->kinds, inst)) == FIX_USE_ASSIGN + 1)
        return FIX_STATE_THERE;
    return fix_flow_takes(flow, inst) ? FIX_STATE_GONE : state;
}

static unsigned transfer_block(const FixFlow *flow, const IrBlock *block, unsigned state)
{
    for (uint32_t i = 0; i < block->inst_count; i++)
        state = transfer(flow, &block->insts[i], state);
    return state;
}

static void keep_states(FixFlow *flow, const IrBlock *block, unsigned state)
{
    for (uint32_t i = 0; i < block->inst_count; i++) {
        g_hash_table_insert(flow->states, (gpointer)(uintptr_t)&block->insts[i], GUINT_TO_POINTER(state));
        state = transfer(flow, &block->insts[i], state);
    }
}

/* Blocks are in reverse postorder and a state can grow only twice, so that few rounds are needed. */
static void settle(const FixFlow *flow, const IrFunction *function, unsigned *entries)
{
    for (bool is_changed = true; is_changed;) {
        is_changed = false;
        for (uint32_t b = 0; b < function->block_count; b++) {
            const IrBlock *block = &function->blocks[b];
            unsigned out = entries[b] != 0 ? transfer_block(flow, block, entries[b]) : 0;
            for (uint32_t k = 0; out != 0 && k < ir_successor_count(block); k++) {
                unsigned *entry = &entries[ir_successor(block, k)];
                is_changed = is_changed || (*entry | out) != *entry;
                *entry |= out;
            }
        }
    }
}

void fix_flow_run(FixFlow *flow, const FixVariable *variable, bool member_consumes)
{
    const IrFunction *function = variable->body->function;
    *flow = (FixFlow){variable, g_hash_table_new(NULL, NULL), g_hash_table_new(NULL, NULL)};
    for (guint i = 0; i < variable->uses->len; i++) {
        const FixUse *use = &g_array_index(variable->uses, FixUse, i);
        FixUseKind kind = use->kind == FIX_USE_MEMBER && member_consumes ? FIX_USE_CONSUME : use->kind;
        g_hash_table_insert(flow->kinds, (gpointer)(uintptr_t)use->inst, GUINT_TO_POINTER((guint)kind + 1));
    }
    unsigned *entries = g_new0(unsigned, function->block_count + 1);
    entries[0] = variable->is_parameter ? FIX_STATE_THERE : FIX_STATE_UNMADE;
    settle(flow, function, entries);
    for (uint32_t b = 0; b < function->block_count; b++)
        if (entries[b] != 0)
            keep_states(flow, &function->blocks[b], entries[b]);
    g_free(entries);
}

void fix_flow_clear(FixFlow *flow)
{
    g_clear_pointer(&flow->kinds, g_hash_table_unref);
    g_clear_pointer(&flow->states, g_hash_table_unref);
}

unsigned fix_flow_before(const FixFlow *flow, const IrInst *inst)
{
    return GPOINTER_TO_UINT(g_hash_table_lookup(flow->states, inst));
}
