/* body.c - liveness by the usual backward data flow (Kildall, POPL 1973) over bit sets; see body.h. */
#include "worlds/body.h"
#include "worlds/infer.h"

#include <glib.h>
#include <string.h>

enum { MOST_LIVENESS_BITS = 1 << 28 }; /* 32 MiB; larger functions keep everything */

typedef struct Scan {
    Body *body;
    uint32_t *defining_block; /* of each register */
    uint32_t *shown;          /* per local: so many instructions do more with its address than to load from it or to store to it */
    uint32_t *filled;         /* per local: so many of these fill it */
    uint32_t block;
} Scan;

/* Whether an operation of value tasks fills what an argument leads to, as await does, `vt_int_await(t, &value)`: nobody reads what was there. */
static bool is_filled(const Body *body, const IrInst *call, uint32_t argument)
{
    const IrFunction *callee = call->as.call.function == IR_NONE ? NULL : &body->module->functions[call->as.call.function];
    return callee != NULL && callee->is_api && !callee->is_pure && !callee->is_constant && argument < callee->param_count && !callee->params[argument].points_to_const;
}

/* The local that is filled by way of an argument; IR_NONE: none is. */
static uint32_t local_filled(const Body *body, const IrInst *inst, uint32_t argument)
{
    const uint32_t local = body->local_of[inst->as.call.arguments[argument].reg];
    return local != IR_NONE && is_filled(body, inst, argument) ? local : IR_NONE;
}

static void note_use(IrReg reg, void *data)
{
    Scan *scan = data;
    if (scan->defining_block[reg] != scan->block && scan->body->register_slot[reg] == IR_NONE)
        scan->body->register_slot[reg] = scan->body->slot_count++;
    if (scan->body->local_of[reg] != IR_NONE)
        scan->shown[scan->body->local_of[reg]]++;
}

/* An address that is only loaded from or stored to does not make its local less simple. */
static void note_instruction(Scan *scan, const IrInst *inst)
{
    IrReg address = inst->op == IR_OP_LOAD ? inst->as.load.address : inst->op == IR_OP_STORE ? inst->as.store.address : IR_NONE;
    bool direct = address != IR_NONE && scan->body->local_of[address] != IR_NONE;
    if (direct && scan->defining_block[address] != scan->block && scan->body->register_slot[address] == IR_NONE)
        scan->body->register_slot[address] = scan->body->slot_count++;
    if (!direct) {
        ir_visit_operands(inst, note_use, scan);
        return;
    }
    if (inst->op == IR_OP_STORE)
        note_use(inst->as.store.value, scan);
}

static void note_filled(Scan *scan, const IrInst *inst)
{
    for (uint32_t i = 0; inst->op == IR_OP_CALL && i < inst->as.call.argument_count; i++)
        if (local_filled(scan->body, inst, i) != IR_NONE)
            scan->filled[local_filled(scan->body, inst, i)]++;
}

static void scan_body(Scan *scan)
{
    const IrFunction *function = scan->body->function;
    Body *body = scan->body;
    for (uint32_t b = 0; b < function->block_count; b++) {
        uint32_t low = UINT32_MAX, high = 0;
        body->inst_count += function->blocks[b].inst_count;
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++) {
            const IrInst *inst = &function->blocks[b].insts[i];
            if (inst->result == IR_NONE)
                continue;
            scan->defining_block[inst->result] = b;
            scan->body->local_of[inst->result] = inst->op == IR_OP_LOCAL ? inst->as.local : IR_NONE;
            low = MIN(low, inst->result);
            high = MAX(high, inst->result + 1);
        }
        body->register_first[b] = low == UINT32_MAX ? 0 : low;
        body->register_count[b] = low == UINT32_MAX ? 0 : high - low;
    }
    for (uint32_t b = 0; b < function->block_count; b++) {
        scan->block = b;
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++)
            note_instruction(scan, &function->blocks[b].insts[i]);
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++)
            note_filled(scan, &function->blocks[b].insts[i]);
    }
}

typedef struct Flow {
    Body *body;
    uint64_t *live;
} Flow;

static void set_bit(uint64_t *bits, uint32_t at) { bits[at / 64] |= UINT64_C(1) << (at % 64); }
static void clear_bit(uint64_t *bits, uint32_t at) { bits[at / 64] &= ~(UINT64_C(1) << (at % 64)); }
static bool get_bit(const uint64_t *bits, uint32_t at) { return (bits[at / 64] >> (at % 64)) & 1; }

static void flow_use(IrReg reg, void *data)
{
    Flow *flow = data;
    if (flow->body->register_slot[reg] != IR_NONE)
        set_bit(flow->live, flow->body->register_slot[reg]);
}

static uint32_t slot_of_address(const Flow *flow, IrReg address)
{
    uint32_t local = flow->body->local_of[address];
    return local == IR_NONE ? IR_NONE : flow->body->live_slot[local];
}

static void flow_instruction(Flow *flow, const IrInst *inst)
{
    if (inst->result != IR_NONE && flow->body->register_slot[inst->result] != IR_NONE)
        clear_bit(flow->live, flow->body->register_slot[inst->result]);
    uint32_t slot;
    switch (inst->op) {
    case IR_OP_STORE:
        slot = slot_of_address(flow, inst->as.store.address);
        if (slot != IR_NONE)
            clear_bit(flow->live, slot);
        break;
    case IR_OP_BEGIN_SCOPE: case IR_OP_END_SCOPE:
        if (flow->body->live_slot[inst->as.local] != IR_NONE)
            clear_bit(flow->live, flow->body->live_slot[inst->as.local]);
        break;
    case IR_OP_CALL:
        for (uint32_t i = 0; i < inst->as.call.argument_count; i++) {
            const uint32_t local = local_filled(flow->body, inst, i);
            if (local != IR_NONE && flow->body->live_slot[local] != IR_NONE)
                clear_bit(flow->live, flow->body->live_slot[local]);
        }
        break;
    case IR_OP_LOAD:
        slot = slot_of_address(flow, inst->as.load.address);
        if (slot != IR_NONE)
            set_bit(flow->live, slot);
        break;
    default: break;
    }
    ir_visit_operands(inst, flow_use, flow);
}

enum { MOST_THRESHOLDS = 64 };

static gint compare_numbers(gconstpointer a, gconstpointer b)
{
    int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
    return left < right ? -1 : left > right;
}

enum { MOST_INDEX = 18 }; /* elements whose index is told apart: elements.c follows as many one by one */

static bool has_number(const GArray *numbers, int64_t number)
{
    bool has = false;
    for (uint32_t i = 0; i < numbers->len && !has; i++)
        has = g_array_index(numbers, int64_t, i) == number;
    return has;
}

static void add_threshold(GArray *numbers, int64_t number)
{
    for (int64_t step = -1; step <= 1 && numbers->len < 3 * MOST_THRESHOLDS; step++) {
        int64_t near;
        if (!__builtin_add_overflow(number, step, &near) && !has_number(numbers, near))
            g_array_append_val(numbers, near);
    }
}

/* Constants; `compared`: those alone with which something is compared, which tell more of what matters than others and come first. */
static void add_thresholds(GArray *numbers, const IrFunction *function, const bool *is_compared, bool compared)
{
    for (uint32_t b = 0; b < function->block_count; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++) {
            const IrInst *inst = &function->blocks[b].insts[i];
            if (inst->op == IR_OP_CONST && (inst->type.kind == IR_TYPE_INT || inst->type.kind == IR_TYPE_FLOAT) && is_compared[inst->result] == compared)
                add_threshold(numbers, inst->as.constant);
            for (uint32_t c = 0; compared && inst->op == IR_OP_SWITCH && c < inst->as.switch_.case_count; c++) {
                add_threshold(numbers, inst->as.switch_.cases[c].low);
                add_threshold(numbers, inst->as.switch_.cases[c].high);
            }
        }
}

/* Per register, whether something is compared with it. */
static bool *find_compared_registers(const IrFunction *function)
{
    bool *is_compared = g_new0(bool, function->register_count + 1);
    for (uint32_t b = 0; b < function->block_count; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++) {
            const IrInst *inst = &function->blocks[b].insts[i];
            if (inst->op == IR_OP_BINARY && inst->as.binary.op >= IR_EQ && inst->as.binary.op <= IR_GE)
                is_compared[inst->as.binary.left] = is_compared[inst->as.binary.right] = true;
        }
    return is_compared;
}

/* How many elements, from the first one on, are told apart by an index: those of a ring (`ring[head % 4]`), or MOST_INDEX. */
static int64_t indices_named(const IrBlock *block, IrReg index)
{
    const IrInst *inst = ir_without_casts_in(block, index);
    const IrInst *right = inst != NULL && inst->op == IR_OP_BINARY ? ir_definition_in(block, inst->as.binary.right) : NULL;
    const uint32_t modulus = right != NULL && right->op == IR_OP_CONST ? infer_modulus_by(inst->as.binary.op, right->as.constant) : 0;
    return modulus == 0 ? MOST_INDEX : MIN((int64_t)modulus, MOST_INDEX);
}

/* How many elements are told apart where tasks are put into arrays, or taken out, by a computed index; 0: nowhere. */
static int64_t indices_of_tasks(const IrFunction *function)
{
    int64_t most = 0;
    for (uint32_t b = 0; b < function->block_count && most < MOST_INDEX; b++) {
        const IrBlock *block = &function->blocks[b];
        for (uint32_t i = 0; i < block->inst_count; i++)
            for (uint32_t k = i + 1; block->insts[i].op == IR_OP_INDEX && block->insts[i].as.index.index != IR_NONE && k < block->inst_count; k++) {
                const IrInst *use = &block->insts[k];
                bool is_stored = use->op == IR_OP_STORE && use->as.store.address == block->insts[i].result;
                bool is_loaded = use->op == IR_OP_LOAD && use->as.load.address == block->insts[i].result;
                if ((is_stored || is_loaded) && use->type.kind == IR_TYPE_TASK)
                    most = MAX(most, indices_named(block, block->insts[i].as.index.index));
            }
    }
    return most;
}

static SortedNumbers sorted(GArray *numbers, BaseArena *arena)
{
    SortedNumbers sorted = {BASE_NEW_ARRAY(arena, int64_t, numbers->len), 0};
    g_array_sort(numbers, compare_numbers);
    for (uint32_t i = 0; i < numbers->len; i++)
        if (sorted.count == 0 || sorted.at[sorted.count - 1] != g_array_index(numbers, int64_t, i))
            sorted.at[sorted.count++] = g_array_index(numbers, int64_t, i);
    return sorted;
}

static void find_thresholds(Body *body, BaseArena *arena)
{
    GArray *numbers = g_array_new(FALSE, FALSE, sizeof(int64_t));
    const IrFunction *function = body->function;
    bool *is_compared = find_compared_registers(function);
    add_threshold(numbers, 0);
    add_thresholds(numbers, function, is_compared, true);
    add_thresholds(numbers, function, is_compared, false);
    g_free(is_compared);
    body->thresholds = body->stops = sorted(numbers, arena);
    const int64_t indices = indices_of_tasks(function);
    if (indices > 0) {
        for (int64_t index = 0; index < indices; index++)
            g_array_append_val(numbers, index);
        body->stops = sorted(numbers, arena);
    }
    g_array_free(numbers, TRUE);
}

/* Loops, by edges that come back: blocks are in reverse postorder, so a loop lies between its head and its last edge. */
static void find_loops(Body *body)
{
    uint32_t count = body->function->block_count;
    int32_t *depth = g_new0(int32_t, count + 1);
    for (uint32_t b = 0; b < count; b++)
        for (uint32_t k = 0; k < ir_successor_count(&body->function->blocks[b]); k++) {
            uint32_t head = ir_successor(&body->function->blocks[b], k);
            if (head > b)
                continue;
            body->is_loop_head[head] = true;
            depth[head]++;
            depth[b + 1]--;
        }
    int32_t open = 0;
    for (uint32_t b = 0; b < count; b++) {
        open += depth[b];
        body->is_in_loop[b] = open > 0;
    }
    g_free(depth);
}

typedef struct RangeScan {
    Body *body;
    uint32_t block;
} RangeScan;

static void extend_range(Body *body, uint32_t slot, uint32_t block)
{
    if (slot == IR_NONE)
        return;
    body->range_first[slot] = MIN(body->range_first[slot], block);
    body->range_last[slot] = MAX(body->range_last[slot], block);
}

static void range_use(IrReg reg, void *data)
{
    const RangeScan *scan = data;
    extend_range(scan->body, scan->body->register_slot[reg], scan->block);
}

/* The coarse way for huge functions: from the first block that mentions a slot to the last, in reverse postorder, and to the
 * borders of a loop that it reaches into. */
static void compute_ranges(Body *body, BaseArena *arena)
{
    const IrFunction *function = body->function;
    body->range_first = BASE_NEW_ARRAY(arena, uint32_t, body->slot_count);
    body->range_last = BASE_NEW_ARRAY(arena, uint32_t, body->slot_count);
    memset(body->range_first, 0xff, sizeof(uint32_t) * body->slot_count);
    for (uint32_t b = 0; b < function->block_count; b++) {
        RangeScan scan = {body, b};
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++) {
            const IrInst *inst = &function->blocks[b].insts[i];
            ir_visit_operands(inst, range_use, &scan);
            if (inst->result != IR_NONE)
                extend_range(body, body->register_slot[inst->result], b);
            IrReg address = inst->op == IR_OP_LOAD ? inst->as.load.address : inst->op == IR_OP_STORE ? inst->as.store.address : IR_NONE;
            if (address != IR_NONE && body->local_of[address] != IR_NONE)
                extend_range(body, body->live_slot[body->local_of[address]], b);
        }
    }
    for (uint32_t slot = 0; slot < body->slot_count; slot++) {
        uint32_t first = body->range_first[slot], last = body->range_last[slot];
        if (first == IR_NONE)
            continue;
        while (first > 0 && body->is_in_loop[first] && body->is_in_loop[first - 1])
            first--;
        while (last + 1 < function->block_count && body->is_in_loop[last] && body->is_in_loop[last + 1])
            last++;
        body->range_first[slot] = first;
        body->range_last[slot] = last;
    }
}

static bool is_live_slot(const Body *body, uint32_t block, uint32_t slot)
{
    if (body->live_in != NULL)
        return get_bit(&body->live_in[(size_t)block * body->words_per_block], slot);
    return body->range_first == NULL || (block > body->range_first[slot] && block <= body->range_last[slot]) ||
           (block == body->range_first[slot] && body->is_in_loop[block]);
}

static void compute_liveness(Body *body, BaseArena *arena)
{
    const IrFunction *function = body->function;
    uint32_t words = body->words_per_block = (body->slot_count + 63) / 64;
    if (words == 0)
        return;
    if ((uint64_t)words * 64 * function->block_count > MOST_LIVENESS_BITS) {
        compute_ranges(body, arena);
        return;
    }
    body->live_in = BASE_NEW_ARRAY(arena, uint64_t, (size_t)words * function->block_count);
    uint64_t *live = g_new(uint64_t, words);
    /* Blocks are in reverse postorder: going backwards converges in as many rounds as loops are nested, plus two. */
    bool changed = true;
    while (changed) {
        changed = false;
        for (uint32_t b = function->block_count; b-- > 0;) {
            const IrBlock *block = &function->blocks[b];
            memset(live, 0, sizeof(uint64_t) * words);
            for (uint32_t k = 0; k < ir_successor_count(block); k++) {
                const uint64_t *next = &body->live_in[(size_t)ir_successor(block, k) * words];
                for (uint32_t w = 0; w < words; w++)
                    live[w] |= next[w];
            }
            Flow flow = {body, live};
            for (uint32_t i = block->inst_count; i-- > 0;)
                flow_instruction(&flow, &block->insts[i]);
            uint64_t *into = &body->live_in[(size_t)b * words];
            if (memcmp(into, live, sizeof(uint64_t) * words) != 0) {
                memcpy(into, live, sizeof(uint64_t) * words);
                changed = true;
            }
        }
    }
    g_free(live);
}

/* --- cutting --- */

enum { LONGEST_PIECE = 64 };

static bool ends_piece(const IrModule *module, const IrInst *inst, uint32_t length)
{
    if (length >= LONGEST_PIECE && inst->op != IR_OP_LOCAL)
        return true;
    return inst->op == IR_OP_CALL && (inst->as.call.function == IR_NONE || module->functions[inst->as.call.function].is_defined ||
                                      !module->functions[inst->as.call.function].is_api);
}

/* Length of the piece that starts at instruction `from`; the terminator belongs to the last piece. */
static uint32_t piece_length(const IrModule *module, const IrBlock *block, uint32_t from)
{
    for (uint32_t i = from; i + 1 < block->inst_count; i++)
        if (ends_piece(module, &block->insts[i], i + 1 - from))
            return i + 1 - from;
    return block->inst_count - from;
}

static uint32_t *map_targets(BaseArena *arena, const uint32_t *targets, uint32_t count, const uint32_t *first)
{
    uint32_t *mapped = BASE_NEW_ARRAY(arena, uint32_t, count);
    for (uint32_t i = 0; i < count; i++)
        mapped[i] = first[targets[i]];
    return mapped;
}

/* A terminator whose targets are the first pieces of the blocks it named. */
static IrInst map_terminator(BaseArena *arena, IrInst inst, const uint32_t *first)
{
    switch (inst.op) {
    case IR_OP_JUMP: inst.as.jump.target = first[inst.as.jump.target]; break;
    case IR_OP_BRANCH:
        inst.as.branch.if_true = first[inst.as.branch.if_true];
        inst.as.branch.if_false = first[inst.as.branch.if_false];
        break;
    case IR_OP_SWITCH: {
        IrCase *cases = BASE_NEW_ARRAY(arena, IrCase, inst.as.switch_.case_count);
        for (uint32_t i = 0; i < inst.as.switch_.case_count; i++) {
            cases[i] = inst.as.switch_.cases[i];
            cases[i].target = first[cases[i].target];
        }
        inst.as.switch_.cases = cases;
        inst.as.switch_.otherwise = first[inst.as.switch_.otherwise];
        break;
    }
    case IR_OP_ANY: inst.as.any.targets = map_targets(arena, inst.as.any.targets, inst.as.any.target_count, first); break;
    default: break;
    }
    return inst;
}

static void cut_block(const IrModule *module, const IrBlock *block, IrBlock *pieces, uint32_t number, const uint32_t *first, BaseArena *arena)
{
    for (uint32_t from = 0; from < block->inst_count; number++) {
        uint32_t length = piece_length(module, block, from);
        bool is_last = from + length == block->inst_count;
        IrInst *insts = BASE_NEW_ARRAY(arena, IrInst, length + !is_last);
        memcpy(insts, &block->insts[from], sizeof(IrInst) * length);
        if (is_last)
            insts[length - 1] = map_terminator(arena, insts[length - 1], first);
        else
            insts[length] = (IrInst){.op = IR_OP_JUMP, .result = IR_NONE, .span = insts[length - 1].span,
                                     .as.jump.target = number + 1};
        *pieces++ = (IrBlock){insts, length + !is_last};
        from += length;
    }
}

const IrFunction *body_cut(const IrModule *module, const IrFunction *function, BaseArena *arena)
{
    uint32_t *first = BASE_NEW_ARRAY(arena, uint32_t, function->block_count + 1);
    uint32_t count = 0;
    for (uint32_t b = 0; b < function->block_count; b++) {
        first[b] = count;
        for (uint32_t from = 0; from < function->blocks[b].inst_count; count++)
            from += piece_length(module, &function->blocks[b], from);
    }
    if (count == function->block_count)
        return function;
    IrFunction *cut = BASE_NEW(arena, IrFunction);
    *cut = *function;
    cut->block_count = count;
    cut->blocks = BASE_NEW_ARRAY(arena, IrBlock, count);
    for (uint32_t b = 0; b < function->block_count; b++)
        cut_block(module, &function->blocks[b], &cut->blocks[first[b]], first[b], first, arena);
    return cut;
}

/* What a register is computed from, constants and conversions aside, in its block; NULL: it comes from elsewhere. */
static const IrInst *origin_of(const IrBlock *block, uint32_t before, IrReg reg)
{
    for (uint32_t i = before; i-- > 0;) {
        const IrInst *inst = &block->insts[i];
        if (inst->result != reg || reg == IR_NONE)
            continue;
        if (inst->op == IR_OP_CAST)
            reg = inst->as.cast.operand;
        else if (inst->op == IR_OP_BINARY && (inst->as.binary.op == IR_ADD || inst->as.binary.op == IR_SUB))
            reg = inst->as.binary.left;
        else
            return inst;
    }
    return NULL;
}

static uint32_t local_read(const Body *body, const IrInst *load)
{
    return load != NULL && load->op == IR_OP_LOAD ? body->local_of[load->as.load.address] : IR_NONE;
}

/* The local that is taken off an index, `t[i - first]`; IR_NONE: none is. */
static uint32_t local_taken_off(const Body *body, const IrBlock *block, IrReg index)
{
    const IrInst *inst = ir_without_casts_in(block, index);
    const IrInst *right = inst != NULL && inst->op == IR_OP_BINARY && inst->as.binary.op == IR_SUB ? ir_definition_in(block, inst->as.binary.right) : NULL;
    return local_read(body, right);
}

static void find_indices(Body *body)
{
    for (uint32_t b = 0; b < body->function->block_count; b++) {
        const IrBlock *block = &body->function->blocks[b];
        for (uint32_t i = 0; i < block->inst_count; i++) {
            const IrInst *step = &block->insts[i];
            uint32_t local = step->op == IR_OP_INDEX ? local_read(body, origin_of(block, i, step->as.index.index)) : IR_NONE;
            if (local == IR_NONE)
                continue;
            body->is_index[local] = true;
            if (body->index_from[local] == IR_NONE)
                body->index_from[local] = local_taken_off(body, block, step->as.index.index);
        }
    }
}

Body *body_new(const IrModule *module, const IrFunction *function, BaseArena *arena)
{
    Body *body = BASE_NEW(arena, Body);
    body->module = module;
    body->function = function;
    body->register_first = BASE_NEW_ARRAY(arena, uint32_t, function->block_count);
    body->register_count = BASE_NEW_ARRAY(arena, uint32_t, function->block_count);
    body->is_in_loop = BASE_NEW_ARRAY(arena, bool, function->block_count);
    body->is_loop_head = BASE_NEW_ARRAY(arena, bool, function->block_count);
    body->register_slot = BASE_NEW_ARRAY(arena, uint32_t, function->register_count);
    body->local_slot = BASE_NEW_ARRAY(arena, uint32_t, function->local_count);
    body->live_slot = BASE_NEW_ARRAY(arena, uint32_t, function->local_count);
    body->is_index = BASE_NEW_ARRAY(arena, bool, function->local_count + 1);
    body->index_from = BASE_NEW_ARRAY(arena, uint32_t, function->local_count + 1);
    memset(body->index_from, 0xff, sizeof(uint32_t) * (function->local_count + 1));
    body->local_of = BASE_NEW_ARRAY(arena, uint32_t, function->register_count + 1);
    memset(body->local_of, 0xff, sizeof(uint32_t) * (function->register_count + 1));
    memset(body->register_slot, 0xff, sizeof(uint32_t) * function->register_count);
    memset(body->local_slot, 0xff, sizeof(uint32_t) * function->local_count);
    memset(body->live_slot, 0xff, sizeof(uint32_t) * function->local_count);

    Scan scan = {.body = body};
    scan.defining_block = g_new0(uint32_t, function->register_count + 1);
    scan.shown = g_new0(uint32_t, function->local_count + 1);
    scan.filled = g_new0(uint32_t, function->local_count + 1);
    scan_body(&scan);
    find_loops(body);
    find_thresholds(body, arena);
    find_indices(body);
    for (uint32_t i = 0; i < function->local_count; i++) {
        const IrType type = function->locals[i].type;
        if (ir_is_scalar(type) && (scan.shown[i] == 0 || (ir_is_plain(type) && scan.shown[i] == scan.filled[i])))
            body->live_slot[i] = body->slot_count++;
        if (scan.shown[i] == 0)
            body->local_slot[i] = body->live_slot[i];
    }
    body_find_places(body, arena);
    compute_liveness(body, arena);
    g_free(scan.defining_block);
    g_free(scan.shown);
    g_free(scan.filled);
    return body;
}

bool body_register_is_live(const Body *body, uint32_t block, IrReg reg)
{
    uint32_t slot = body->register_slot[reg];
    return slot != IR_NONE && is_live_slot(body, block, slot);
}

bool body_local_is_live(const Body *body, uint32_t block, uint32_t local)
{
    uint32_t slot = body->live_slot[local];
    return slot == IR_NONE || is_live_slot(body, block, slot);
}
