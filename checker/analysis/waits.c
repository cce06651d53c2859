/* waits.c - whether a loop waits for a change that code out of sight makes.
 *
 * `while (!conn->closed) step();` does: what was tested may be another each time (unchanged.c). So does a part of a condition, `while (!conn->closed && tries++ < 10)`, and what is asked first each
 * turn, `for (;;) { if (conn->closed) break; ... }`, or last, or anywhere to leave the loop, for tasks of the loop. Not so a loop that compares an index, or what it counts itself, with a bound, or asks what an
 * element holds; nor one that walks along a list or an array, and asks another place each turn; nor one that stores itself, in the same loop, what it asks, as a machine does that goes from state to state; nor, of a task that was made under the same question in the same turn, where nobody got the place since (foregone.c).
 * Nor need it be the condition of the loop: a machine whose states are set out of sight asks each turn which one it is in. Of a task that was made before the loop that says nothing: a mode that is the same
 * in all turns is asked so, too. */
#include "analysis/engine.h"

#include <string.h>

enum { MOST_MACHINES = 64 /* in one function, and of questions whether to leave: each looks through its blocks */ };

/* A loop, as the range of its blocks. */
typedef struct Loop {
    uint32_t head, last; /* head IR_NONE: there is none */
    bool is_left;        /* a block that waits for the tasks of a loop does so by asking whether to leave it: of tasks that are followed by themselves; to callers, which may ask the same, nothing is told of it */
} Loop;

typedef struct Asking {
    Engine *engine;
    const FunctionInfo *info;
    const IrInst **definition; /* per register */
    Loop *loops;               /* per block, the innermost one around it */
} Asking;

static Loop *find_loops(const IrFunction *function)
{
    Loop *loops = g_new(Loop, function->block_count);
    uint32_t *last = g_new0(uint32_t, function->block_count); /* per head */
    for (uint32_t b = 0; b < function->block_count; b++) {
        loops[b] = (Loop){.head = IR_NONE};
        for (uint32_t k = 0; k < ir_successor_count(&function->blocks[b]); k++)
            if (ir_successor(&function->blocks[b], k) <= b)
                last[ir_successor(&function->blocks[b], k)] = b + 1;
    }
    for (uint32_t head = 0; head < function->block_count; head++) /* inner ones come later */
        for (uint32_t b = head; b < last[head]; b++)
            loops[b] = (Loop){.head = head, .last = last[head] - 1};
    g_free(last);
    return loops;
}

static Asking begin_asking(Engine *engine, const FunctionInfo *info)
{
    return (Asking){engine, info, ir_definitions(info->function), find_loops(info->function)};
}

static void end_asking(Asking *asking)
{
    g_free(asking->definition);
    g_free(asking->loops);
}

static const IrInst *definition_of(const Asking *asking, IrReg reg)
{
    return ir_without_casts(asking->definition, reg);
}

/* What a condition asks where it is a truth that was converted, as a small function gives it: `(i < n) != 0`. */
static const IrInst *question_of(const Asking *asking, IrReg condition)
{
    const IrInst *asked = definition_of(asking, condition), *inner = asked;
    do {
        asked = inner;
        const IrInst *right = asked != NULL && asked->op == IR_OP_BINARY && asked->as.binary.op == IR_NE ? definition_of(asking, asked->as.binary.right) : NULL;
        const bool is_truth = right != NULL && right->op == IR_OP_CONST && right->as.constant == 0;
        inner = is_truth ? definition_of(asking, asked->as.binary.left) : NULL;
    } while (inner != NULL && (inner->op == IR_OP_BINARY || inner->op == IR_OP_UNARY));
    return asked;
}

/* Where a number is kept, by field or by global; both IR_NONE: elsewhere. */
typedef struct Home {
    uint32_t field, global;
} Home;

static Home home_of(const Asking *asking, IrReg address)
{
    const IrInst *inst = definition_of(asking, address);
    return (Home){inst != NULL && inst->op == IR_OP_FIELD ? inst->as.field.field : IR_NONE, inst != NULL && inst->op == IR_OP_GLOBAL ? inst->as.global : IR_NONE};
}

static bool is_one_home(Home a, Home b)
{
    return (a.field != IR_NONE || a.global != IR_NONE) && a.field == b.field && a.global == b.global;
}

typedef bool (*InstTest)(const Asking *asking, const IrInst *inst, const void *what);

/* In the loop around a block. */
static bool is_any_store_around(const Asking *asking, uint32_t block, InstTest is_it, const void *what)
{
    const IrFunction *function = asking->info->function;
    const Loop loop = asking->loops[block];
    bool is = false;
    for (uint32_t b = loop.head; loop.head != IR_NONE && b <= loop.last && !is; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count && !is; i++) {
            const IrInst *inst = &function->blocks[b].insts[i];
            is = inst->op == IR_OP_STORE && is_it(asking, inst, what);
        }
    return is;
}

static bool is_any_store_in_loop(const Asking *asking, InstTest is_it, const void *what)
{
    const IrFunction *function = asking->info->function;
    bool is = false;
    for (uint32_t b = 0; b < function->block_count && !is; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count && asking->info->body->is_in_loop[b] && !is; i++) {
            const IrInst *inst = &function->blocks[b].insts[i];
            is = inst->op == IR_OP_STORE && is_it(asking, inst, what);
        }
    return is;
}

/* Whether all that the condition of a block asks of memory are loads of this kind. */
static bool asks_only(const Asking *asking, IrReg condition, InstTest is_it, uint32_t block)
{
    const IrInst *inst = definition_of(asking, condition);
    if (inst == NULL)
        return false;
    switch (inst->op) {
    case IR_OP_CONST: return true;
    case IR_OP_UNARY: return asks_only(asking, inst->as.unary.operand, is_it, block);
    case IR_OP_BINARY: return asks_only(asking, inst->as.binary.left, is_it, block) && asks_only(asking, inst->as.binary.right, is_it, block);
    case IR_OP_FIELD: case IR_OP_CONTAINER: return asks_only(asking, inst->as.field.base, is_it, block); /* `&p->link != head` */
    case IR_OP_LOAD: return is_it(asking, inst, &block);
    default: return false;
    }
}

/* Whether a condition asks, among others, what is kept there. */
static bool asks_of(const Asking *asking, IrReg condition, const Home *home)
{
    const IrInst *inst = definition_of(asking, condition);
    if (inst == NULL)
        return false;
    switch (inst->op) {
    case IR_OP_UNARY: return asks_of(asking, inst->as.unary.operand, home);
    case IR_OP_BINARY: return asks_of(asking, inst->as.binary.left, home) || asks_of(asking, inst->as.binary.right, home);
    case IR_OP_LOAD: return is_one_home(home_of(asking, inst->as.load.address), *home);
    default: return false;
    }
}

static bool is_stored_to(const Asking *asking, const IrInst *store, const void *what)
{
    const Home *home = what, other = home_of(asking, store->as.store.address);
    return other.field == home->field && other.global == home->global;
}

/* Of a number that the loop around the block stores. */
static bool is_own(const Asking *asking, const IrInst *load, const void *what)
{
    const uint32_t *block = what;
    Home home = home_of(asking, load->as.load.address);
    return (home.field != IR_NONE || home.global != IR_NONE) && is_any_store_around(asking, *block, is_stored_to, &home);
}

/* The load that a number comes from, but for what was added to it; NULL: it does not come from one. */
static const IrInst *number_from(const Asking *asking, IrReg reg)
{
    const IrInst *inst = definition_of(asking, reg);
    while (inst != NULL && inst->op == IR_OP_BINARY && (inst->as.binary.op == IR_ADD || inst->as.binary.op == IR_SUB))
        inst = definition_of(asking, inst->as.binary.left);
    return inst != NULL && inst->op == IR_OP_LOAD ? inst : NULL;
}

static bool is_same_home(const Asking *asking, IrReg address, IrReg other)
{
    const uint32_t *local_of = asking->info->body->local_of;
    const Home home = home_of(asking, address), other_home = home_of(asking, other);
    if (local_of[address] != IR_NONE)
        return local_of[address] == local_of[other];
    return (home.field != IR_NONE || home.global != IR_NONE) && home.field == other_home.field && home.global == other_home.global;
}

static bool comes_from(const Asking *asking, IrReg reg, IrReg address)
{
    const IrInst *load = number_from(asking, reg);
    return load != NULL && is_same_home(asking, load->as.load.address, address);
}

/* What was read here gets a number that is made of what it was: `at += n`, `i++`. */
static bool is_counting(const Asking *asking, const IrInst *store, const void *what)
{
    const IrReg address = ((const IrInst *)what)->as.load.address;
    const IrInst *value = definition_of(asking, store->as.store.value);
    bool is_made = store->type.kind == IR_TYPE_INT && is_same_home(asking, store->as.store.address, address) && value != NULL && value->op == IR_OP_BINARY;
    return is_made && (comes_from(asking, value->as.binary.left, address) || comes_from(asking, value->as.binary.right, address));
}

/* What lies in memory that others may change, `last = conn->state`: who compares with it what lies there now waits for that to stay as it is, or to become another. */
static bool is_read_from_others(const Asking *asking, IrReg value)
{
    const IrInst *load = number_from(asking, value);
    return load != NULL && asking->info->body->local_of[load->as.load.address] == IR_NONE;
}

/* Whether the loop around a block gives a variable of the function another number: `i = next_group(file, i + 1)`. */
static bool is_set_in_loop(const Asking *asking, uint32_t local, uint32_t block)
{
    const IrFunction *function = asking->info->function;
    const Loop loop = asking->loops[block];
    bool is_set = false;
    for (uint32_t b = loop.head; loop.head != IR_NONE && b <= loop.last && !is_set; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count && !is_set; i++) {
            const IrInst *store = &function->blocks[b].insts[i];
            is_set = store->op == IR_OP_STORE && asking->info->body->local_of[store->as.store.address] == local && !is_read_from_others(asking, store->as.store.value);
        }
    return is_set;
}

/* The local object whose address is passed, or of which a part is; IR_NONE: another one. */
static uint32_t object_passed(const Asking *asking, IrReg reg)
{
    const IrInst *inst = definition_of(asking, reg);
    while (inst != NULL && (inst->op == IR_OP_FIELD || inst->op == IR_OP_INDEX))
        inst = definition_of(asking, inst->op == IR_OP_FIELD ? inst->as.field.base : inst->as.index.base);
    return inst != NULL && inst->op == IR_OP_LOCAL ? inst->as.local : IR_NONE;
}

/* Whether an instruction changes an object of the function: a store there, or a call of a function with a body that gets it, `step(&cursor)`. */
static bool changes_object(const Asking *asking, const IrInst *inst, uint32_t local)
{
    if (inst->op == IR_OP_STORE)
        return object_passed(asking, inst->as.store.address) == local;
    const FunctionInfo *callee = inst->op == IR_OP_CALL && inst->as.call.function != IR_NONE ? engine_callee(asking->engine, asking->info->module_index, inst->as.call.function) : NULL;
    bool changes = false;
    for (uint32_t a = 0; callee != NULL && callee->function->is_defined && a < inst->as.call.argument_count && !changes; a++)
        changes = inst->as.call.arguments[a].type.kind == IR_TYPE_POINTER && object_passed(asking, inst->as.call.arguments[a].reg) == local &&
                  !(a < callee->function->param_count && callee->function->params[a].points_to_const);
    return changes;
}

/* Whether a condition asks a function with a body of an object that the loop around a block changes: `while (has_more(&cursor))`. */
static bool asks_object(const Asking *asking, const IrInst *call, uint32_t block)
{
    const IrFunction *function = asking->info->function;
    const FunctionInfo *asked = call->as.call.function != IR_NONE ? engine_callee(asking->engine, asking->info->module_index, call->as.call.function) : NULL;
    const Loop loop = asked != NULL && asked->function->is_defined ? asking->loops[block] : (Loop){.head = IR_NONE};
    bool is_changed = false;
    for (uint32_t a = 0; loop.head != IR_NONE && a < call->as.call.argument_count && !is_changed; a++) {
        const uint32_t local = call->as.call.arguments[a].type.kind == IR_TYPE_POINTER ? object_passed(asking, call->as.call.arguments[a].reg) : IR_NONE;
        for (uint32_t b = loop.head; local != IR_NONE && b <= loop.last && !is_changed; b++)
            for (uint32_t i = 0; i < function->blocks[b].inst_count && !is_changed; i++)
                is_changed = changes_object(asking, &function->blocks[b].insts[i], local);
    }
    return is_changed;
}

static bool is_of_counter(const Asking *asking, const IrInst *store, const void *what)
{
    (void)what;
    const uint32_t local = asking->info->body->local_of[store->as.store.address];
    return local != IR_NONE && asking->info->body->is_counted[local];
}

/* Whether the loop around a block, or one around that, counts what was read; the latter where the inner one has a counter of its own, and does not only wait. */
static bool is_counted_around(const Asking *asking, uint32_t block, const IrInst *load)
{
    const Loop loop = asking->loops[block];
    bool is = is_any_store_around(asking, block, is_counting, load);
    if (is || loop.head == IR_NONE || !is_any_store_around(asking, block, is_of_counter, NULL))
        return is;
    for (uint32_t head = loop.head; head-- > 0 && !is;) {
        const Loop outer = asking->loops[head];
        is = outer.head == head && outer.last >= loop.last && is_any_store_around(asking, head, is_counting, load);
    }
    return is;
}

/* Whether a number, or a part of a sum, is an index, or what the loop around a block counts or sets: `i + k < n`. */
static bool is_counter(const Asking *asking, IrReg reg, uint32_t block)
{
    const IrInst *inst = definition_of(asking, reg);
    if (inst != NULL && inst->op == IR_OP_BINARY && (inst->as.binary.op == IR_ADD || inst->as.binary.op == IR_SUB))
        return is_counter(asking, inst->as.binary.left, block) || is_counter(asking, inst->as.binary.right, block);
    if (inst == NULL || inst->op != IR_OP_LOAD)
        return false;
    const uint32_t local = asking->info->body->local_of[inst->as.load.address];
    return local != IR_NONE ? asking->info->body->is_index[local] || is_set_in_loop(asking, local, block) : is_counted_around(asking, block, inst);
}

/* Whether a condition compares an index, or what a loop counts or goes on from, with something, or asks of what the loop changes itself, `i < list_count(list)`, `got < file->size`: it waits for nothing but its own end. */
static bool counts(const Asking *asking, IrReg condition, uint32_t block)
{
    const IrInst *compared = question_of(asking, condition);
    while (compared != NULL && compared->op == IR_OP_UNARY)
        compared = question_of(asking, compared->as.unary.operand);
    const IrInst *asked = compared != NULL && compared->op == IR_OP_BINARY ? definition_of(asking, compared->as.binary.left) : compared;
    if (asked != NULL && asked->op == IR_OP_CALL && asks_object(asking, asked, block))
        return true;
    return compared != NULL && compared->op == IR_OP_BINARY && compared->as.binary.op >= IR_EQ &&
           (is_counter(asking, compared->as.binary.left, block) || is_counter(asking, compared->as.binary.right, block));
}

/* The local by whose value what an instruction gives is found, `p` of `p`, `p->next`, `*p[1].name`; IR_NONE: there is none. */
static uint32_t found_by(const Asking *asking, const IrInst *inst)
{
    while (inst != NULL) {
        switch (inst->op) {
        case IR_OP_LOAD:
            if (asking->info->body->local_of[inst->as.load.address] != IR_NONE)
                return asking->info->body->local_of[inst->as.load.address];
            inst = definition_of(asking, inst->as.load.address);
            break;
        case IR_OP_FIELD: case IR_OP_CONTAINER: inst = definition_of(asking, inst->as.field.base); break;
        case IR_OP_INDEX: inst = definition_of(asking, inst->as.index.base); break;
        default: return IR_NONE;
        }
    }
    return IR_NONE;
}

/* An element by what is counted, or a part of it: `&v[i]`. */
static bool is_of_counted(const Asking *asking, IrReg address)
{
    const IrInst *inst = definition_of(asking, address);
    while (inst != NULL && inst->op == IR_OP_FIELD)
        inst = definition_of(asking, inst->as.field.base);
    const IrInst *load = inst != NULL && inst->op == IR_OP_INDEX && inst->as.index.index != IR_NONE ? number_from(asking, inst->as.index.index) : NULL;
    const uint32_t local = load == NULL ? IR_NONE : asking->info->body->local_of[load->as.load.address];
    return local != IR_NONE && asking->info->body->is_counted[local];
}

/* A local goes on from what it was: `p = p->next`, `p++`; or along with a counter: `p = &v[i]`, `p = v[i]`. */
static bool is_step(const Asking *asking, const IrInst *store, const void *what)
{
    const uint32_t *local = what;
    if (store->type.kind != IR_TYPE_POINTER || asking->info->body->local_of[store->as.store.address] != *local)
        return false;
    const IrInst *value = definition_of(asking, store->as.store.value);
    return found_by(asking, value) == *local || is_of_counted(asking, store->as.store.value) || (value != NULL && value->op == IR_OP_LOAD && is_of_counted(asking, value->as.load.address));
}

/* Of one more, of a list or an array that is walked along: each turn it is at another place. */
static bool is_walked(const Asking *asking, const IrInst *load, const void *what)
{
    (void)what;
    uint32_t local = found_by(asking, load);
    return local != IR_NONE && is_any_store_in_loop(asking, is_step, &local);
}

static bool is_not_walked(const Asking *asking, const IrInst *load, const void *what)
{
    return !is_walked(asking, load, what);
}

/* The same, or what a variable of the function holds that nobody else knows: the list's head, at which it ends; a limit. */
static bool is_walked_or_held(const Asking *asking, const IrInst *load, const void *what)
{
    const uint32_t local = asking->info->body->local_of[load->as.load.address];
    return (local != IR_NONE && (load->type.kind == IR_TYPE_POINTER || asking->info->body->local_slot[local] != IR_NONE)) || is_walked(asking, load, what);
}

/* Whether a condition asks of one more that is walked along whether it is the last, `p != NULL`, `&p->link != head`, or what it holds. */
static bool walks(const Asking *asking, IrReg condition, uint32_t block)
{
    return asks_only(asking, condition, is_walked_or_held, block) && !asks_only(asking, condition, is_not_walked, block);
}

/* Whether the condition of a loop waits for a change. */
static bool is_awaited(const Asking *asking, uint32_t block, IrReg asked)
{
    return !elements_are_asked(&asking->info->function->blocks[block], asked) && !counts(asking, asked, block) && !asks_only(asking, asked, is_own, block) && !walks(asking, asked, block);
}

/* --- conditions in parts --- */

/* Per block, whether its end is the condition of a loop or a part of one, `!c->open` of `while (!c->open && tries++ < 10)`. */
static bool *find_conditions(const IrFunction *function, BaseArena *arena)
{
    bool *are = BASE_NEW_ARRAY(arena, bool, function->block_count);
    for (uint32_t b = function->block_count; b-- > 0;) { /* what follows is known */
        const IrInst *end = ir_end_of(function, b);
        if (end->op != IR_OP_BRANCH)
            continue;
        are[b] = end->as.branch.kind == IR_BRANCH_LOOP;
        for (int way = 0; way < 2 && end->as.branch.kind == IR_BRANCH_LOGICAL; way++) {
            const uint32_t to = ir_judged_behind(function, way == 0 ? end->as.branch.if_true : end->as.branch.if_false), other = way == 0 ? end->as.branch.if_false : end->as.branch.if_true;
            are[b] = are[b] || (to > b && are[to] && ir_branches_to(ir_end_of(function, to), other));
        }
    }
    return are;
}

/* Whether a way leads back to the head of the loop, without leaving it. */
static bool comes_round(const IrFunction *function, Loop loop, uint32_t block)
{
    bool *is_seen = g_new0(bool, loop.last - loop.head + 1);
    GArray *open = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    bool does = false;
    g_array_append_val(open, block);
    while (open->len > 0 && !does) {
        const uint32_t at = g_array_index(open, uint32_t, open->len - 1);
        g_array_set_size(open, open->len - 1);
        does = at == loop.head;
        if (at < loop.head || at > loop.last || is_seen[at - loop.head])
            continue;
        is_seen[at - loop.head] = true;
        for (uint32_t k = 0; k < ir_successor_count(&function->blocks[at]); k++) {
            const uint32_t next = ir_successor(&function->blocks[at], k);
            g_array_append_val(open, next);
        }
    }
    g_array_free(open, TRUE);
    g_free(is_seen);
    return does;
}

/* Whether a block does no more than to compute; may_prepare: and to put that into variables of the function, `size_t n = MIN(left, 100);`. */
static bool only_computes(const Asking *asking, uint32_t block, bool may_prepare)
{
    const IrBlock *of = &asking->info->function->blocks[block];
    bool does = true;
    for (uint32_t i = 0; i < of->inst_count && does; i++) {
        const IrInst *inst = &of->insts[i];
        does = inst->op != IR_OP_CALL && (inst->op != IR_OP_STORE || (may_prepare && asking->info->body->local_of[inst->as.store.address] != IR_NONE));
    }
    return does;
}

/* Whether a loop is left by what a block asks. */
static bool leaves_loop(const Asking *asking, uint32_t block)
{
    const IrFunction *function = asking->info->function;
    const IrInst *end = ir_end_of(function, block);
    const Loop loop = asking->loops[block];
    return comes_round(function, loop, end->as.branch.if_true) != comes_round(function, loop, end->as.branch.if_false);
}

/* Whether a block asks first of all, each turn, whether to leave the loop: `for (;;) { if (c->open) break; ... }` is `while (!c->open)`. */
static bool asks_first(const Asking *asking, const bool *are_conditions, uint32_t block)
{
    const Loop loop = asking->loops[block];
    if (loop.head == IR_NONE || block == loop.head || ir_end_of(asking->info->function, block)->op != IR_OP_BRANCH || !are_conditions[loop.head])
        return false;
    bool is_first = true;
    for (uint32_t b = loop.head + 1; b <= block && is_first; b++)
        is_first = only_computes(asking, b, true);
    return is_first && leaves_loop(asking, block);
}

/* Whether nothing more is done in the turn of a loop from a block on but to ask whether there is another one. */
static bool is_end_of_turn(const Asking *asking, Loop loop, const bool *are_conditions, uint32_t block)
{
    const IrFunction *function = asking->info->function;
    while (block > loop.head && block <= loop.last && only_computes(asking, block, false)) {
        const IrInst *end = ir_end_of(function, block);
        if (are_conditions[block] && (end->as.branch.if_true == loop.head || end->as.branch.if_false == loop.head))
            return true;
        const bool is_branch = end->op == IR_OP_BRANCH;
        const bool is_left = is_branch && !comes_round(function, loop, end->as.branch.if_true), is_left_else = is_branch && !comes_round(function, loop, end->as.branch.if_false);
        if (is_branch ? is_left == is_left_else : end->op != IR_OP_JUMP)
            return false;
        block = !is_branch ? end->as.jump.target : is_left ? end->as.branch.if_false : end->as.branch.if_true;
    }
    return block == loop.head;
}

/* Whether a block asks last of all, each turn, whether to leave the loop: `do { ...; tick(c); if (c->closed) break; } while (busy > 0);` is `while (!c->closed && busy > 0)`. */
static bool asks_last(const Asking *asking, const bool *are_conditions, uint32_t block)
{
    const IrFunction *function = asking->info->function;
    const IrInst *end = ir_end_of(function, block);
    const Loop loop = asking->loops[block];
    if (loop.head == IR_NONE || block == loop.head || end->op != IR_OP_BRANCH)
        return false;
    const bool is_end[2] = {is_end_of_turn(asking, loop, are_conditions, end->as.branch.if_true), is_end_of_turn(asking, loop, are_conditions, end->as.branch.if_false)};
    return is_end[0] != is_end[1] && !comes_round(function, loop, is_end[0] ? end->as.branch.if_false : end->as.branch.if_true);
}

/* Where a machine's state is, of which a switch or the first of several comparisons asks; both IR_NONE: it is another question. */
static Home state_asked(const Asking *asking, const IrInst *end)
{
    const IrInst *asked = end->op == IR_OP_BRANCH ? question_of(asking, end->as.branch.condition) : definition_of(asking, end->op == IR_OP_SWITCH ? end->as.switch_.value : IR_NONE);
    if (end->op == IR_OP_BRANCH)
        asked = asked != NULL && asked->op == IR_OP_BINARY && asked->as.binary.op == IR_EQ ? definition_of(asking, asked->as.binary.left) : NULL;
    return asked != NULL && asked->op == IR_OP_LOAD ? home_of(asking, asked->as.load.address) : (Home){IR_NONE, IR_NONE};
}

/* Whether a block's end has the form of such a question. */
static bool may_ask_state(const Asking *asking, uint32_t block)
{
    const IrFunction *function = asking->info->function;
    const IrInst *end = ir_end_of(function, block);
    const Home home = state_asked(asking, end);
    bool is_machine = end->op == IR_OP_SWITCH || (end->op == IR_OP_BRANCH && is_one_home(home, state_asked(asking, ir_end_of(function, end->as.branch.if_false))));
    return is_machine && is_one_home(home, home);
}

/* Whether a block asks each turn which state a machine is in, `for (;;) switch (conn->state) { ... set_state(conn, CLOSING); ... }`: code out of sight brings it from one to the next. Not a
 * loop that counts or walks along something, and asks the same of each. */
static bool asks_state(const Asking *asking, uint32_t block)
{
    const IrFunction *function = asking->info->function;
    const Home home = state_asked(asking, ir_end_of(function, block));
    const Loop loop = is_any_store_in_loop(asking, is_stored_to, &home) ? (Loop){.head = IR_NONE} : asking->loops[block];
    bool is_machine = loop.head != IR_NONE;
    for (uint32_t b = loop.head; b <= loop.last && is_machine; b++) {
        const IrInst *other = ir_end_of(function, b);
        bool is_condition = other->op == IR_OP_BRANCH && other->as.branch.kind == IR_BRANCH_LOOP && (b == loop.head || b == loop.last);
        is_machine = b >= block || !is_one_home(home, state_asked(asking, other));
        is_machine = is_machine && !(is_condition && !is_awaited(asking, b, other->as.branch.condition) && !asks_only(asking, other->as.branch.condition, is_own, b));
    }
    return is_machine;
}

/* Where the one number is that a branch asks, or of which it asks bits; both IR_NONE: it asks something else. */
static Home number_asked(const Asking *asking, const IrInst *end)
{
    const IrInst *asked = end->op == IR_OP_BRANCH ? question_of(asking, end->as.branch.condition) : NULL;
    while (asked != NULL && (asked->op == IR_OP_UNARY || asked->op == IR_OP_BINARY)) {
        const IrInst *right = asked->op == IR_OP_BINARY ? definition_of(asking, asked->as.binary.right) : NULL;
        if (asked->op == IR_OP_BINARY && (right == NULL || right->op != IR_OP_CONST))
            return (Home){IR_NONE, IR_NONE};
        asked = definition_of(asking, asked->op == IR_OP_UNARY ? asked->as.unary.operand : asked->as.binary.left);
    }
    return asked != NULL && asked->op == IR_OP_LOAD ? home_of(asking, asked->as.load.address) : (Home){IR_NONE, IR_NONE};
}

/* Whether a store puts one constant there, or takes bits off: what clears a request. */
static bool clears(const Asking *asking, const IrInst *store, const IrInst **number)
{
    const IrInst *value = definition_of(asking, store->as.store.value);
    if (value != NULL && value->op == IR_OP_BINARY)
        return value->as.binary.op == IR_AND && comes_from(asking, value->as.binary.left, store->as.store.address);
    const bool is_same = value != NULL && value->op == IR_OP_CONST && (*number == NULL || (*number)->as.constant == value->as.constant);
    *number = is_same ? value : *number;
    return is_same;
}

/* Whether a block asks each turn for a request of others, `if (in->seeking) { ...; in->seeking = false; ... }`: the function does no more than to clear it, there, and no other block of the loop asks for it. */
static bool asks_request(const Asking *asking, FunctionInfo *info, uint32_t block)
{
    const IrFunction *function = info->function;
    const IrInst *end = ir_end_of(function, block), *number = NULL;
    const Loop loop = asking->loops[block];
    const Home home = loop.head == IR_NONE ? (Home){IR_NONE, IR_NONE} : number_asked(asking, end);
    bool is_request = is_one_home(home, home), is_cleared = false;
    for (uint32_t b = 0; b < function->block_count && is_request; b++) {
        is_request = b == block || asking->loops[b].head != loop.head || !is_one_home(home, number_asked(asking, ir_end_of(function, b)));
        for (uint32_t i = 0; i < function->blocks[b].inst_count && is_request; i++) {
            const IrInst *store = &function->blocks[b].insts[i];
            if (store->op != IR_OP_STORE || !is_stored_to(asking, store, &home))
                continue;
            is_request = clears(asking, store, &number);
            is_cleared = is_cleared || (b > block && b <= loop.last && engine_dominates(info, end->as.branch.if_true, b) != engine_dominates(info, end->as.branch.if_false, b));
        }
    }
    return is_request && is_cleared;
}

static bool may_ask_to_leave(const Asking *asking, uint32_t block)
{
    const Home home = number_asked(asking, ir_end_of(asking->info->function, block));
    return is_one_home(home, home);
}

/* Whether a block's end asks what is kept there, among others. */
static bool asks_home(const Asking *asking, uint32_t block, Home home)
{
    const IrInst *end = ir_end_of(asking->info->function, block);
    return (end->op == IR_OP_BRANCH && asks_of(asking, end->as.branch.condition, &home)) || (end->op == IR_OP_SWITCH && asks_of(asking, end->as.switch_.value, &home));
}

/* Whether a function that is called in a loop, with a body, reads that field. */
static bool reads_field(const Asking *asking, const FunctionInfo *callee, uint32_t field)
{
    const uint32_t sought = memory_field_id(asking->engine, asking->info->module_index, field);
    bool reads = false;
    for (uint32_t b = 0; b < callee->function->block_count && !reads; b++)
        for (uint32_t i = 0; i < callee->function->blocks[b].inst_count && !reads; i++) {
            const IrInst *inst = &callee->function->blocks[b].insts[i];
            reads = inst->op == IR_OP_FIELD && memory_field_id(asking->engine, callee->module_index, inst->as.field.field) == sought;
        }
    return reads;
}

static bool is_field_read_by_called(const Asking *asking, Loop loop, uint32_t field)
{
    const IrFunction *function = asking->info->function;
    bool *is_seen = g_new0(bool, asking->info->module->function_count + 1), is_read = false;
    for (uint32_t b = loop.head; b <= loop.last && field != IR_NONE && !is_read; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count && !is_read; i++) {
            const IrInst *call = &function->blocks[b].insts[i];
            if (call->op != IR_OP_CALL || call->as.call.function == IR_NONE || is_seen[call->as.call.function])
                continue;
            is_seen[call->as.call.function] = true;
            is_read = reads_field(asking, engine_callee(asking->engine, asking->info->module_index, call->as.call.function), field);
        }
    g_free(is_seen);
    return is_read;
}

/* Whether what a block asks in a loop decides something else, too: in this loop or another one, or in a function that is called here. So does a mode. The loop's own condition may ask it as well. */
static bool is_asked_elsewhere(const Asking *asking, const bool *are_conditions, uint32_t block)
{
    const IrFunction *function = asking->info->function;
    const Loop loop = asking->loops[block];
    const Home home = number_asked(asking, ir_end_of(function, block));
    bool is_asked = false;
    for (uint32_t b = 0; b < function->block_count && !is_asked; b++) {
        const bool is_condition = are_conditions[b] && asking->loops[b].head == loop.head;
        is_asked = b != block && asking->loops[b].head != IR_NONE && !is_condition && asks_home(asking, b, home);
    }
    return is_asked || is_field_read_by_called(asking, loop, home.field);
}

/* Whether a block asks in a turn whether to leave the loop, `while (next(c, &x)) { ...; if (c->is_closed) return -1; ... }`: who expects no change asks that once, before. */
static bool asks_to_leave(const Asking *asking, const bool *are_conditions, uint32_t block)
{
    return leaves_loop(asking, block) && !is_asked_elsewhere(asking, are_conditions, block);
}

/* Per block, once for each function that comes to such a loop: made in which blocks a task is one for which the block waits. */
static Loop *find_waits(Engine *engine, FunctionInfo *info)
{
    const IrFunction *function = info->function;
    const Loop none = {.head = IR_NONE}, any = {.head = 0, .last = function->block_count};
    Asking asking = begin_asking(engine, info);
    Loop *waits = BASE_NEW_ARRAY(engine->arena, Loop, function->block_count);
    bool *are_conditions = info->are_conditions = find_conditions(function, engine->arena);
    uint32_t machines = 0, exits = 0;
    for (uint32_t b = 0; b < function->block_count; b++) {
        const IrInst *end = ir_end_of(function, b);
        const bool is_condition = are_conditions[b] || asks_first(&asking, are_conditions, b), is_last = !is_condition && asks_last(&asking, are_conditions, b);
        const bool is_machine = !is_condition && info->body->is_in_loop[b] && may_ask_state(&asking, b) && machines++ < MOST_MACHINES;
        const bool is_request = !are_conditions[b] && info->body->is_in_loop[b] && asks_request(&asking, info, b);
        const bool is_exit = !is_condition && !is_last && info->body->is_in_loop[b] && may_ask_to_leave(&asking, b) && exits++ < MOST_MACHINES && asks_to_leave(&asking, are_conditions, b);
        if ((is_condition || is_last) && !is_request)
            waits[b] = !is_awaited(&asking, b, end->as.branch.condition) ? none : is_condition ? any : asking.loops[b];
        else if (is_exit && !is_request)
            waits[b] = is_awaited(&asking, b, end->as.branch.condition) ? (Loop){asking.loops[b].head, asking.loops[b].last, true} : none;
        else
            waits[b] = is_request || (is_machine && asks_state(&asking, b)) ? asking.loops[b] : none;
    }
    end_asking(&asking);
    return waits;
}

bool waits_for_change(Exec *exec, const Env *env)
{
    FunctionInfo *info = exec->run->info;
    if (info->waits == NULL)
        info->waits = find_waits(exec->engine, info);
    const Loop waits = info->waits[exec->block];
    const uint32_t made = exec->run->site == NULL ? waits.head : exec->run->site->block;
    return waits.head != IR_NONE && !(waits.is_left && (exec->run->kind != RUN_SITES || exec->run->gives)) && made >= waits.head && made <= waits.last && !foregone_was_asked(exec, env);
}

bool waits_for_end(Exec *exec, const Env *env)
{
    return ir_end_of(exec->function, exec->block)->op == IR_OP_BRANCH && !waits_for_change(exec, env) && exec->run->info->are_conditions[exec->block];
}

/* A flag that a loop is left by, `if (pool->is_closing) break;`, wherever it is asked. */
static bool is_stop(const Asking *asking, const Home *home)
{
    const IrFunction *function = asking->info->function;
    bool is = false;
    for (uint32_t b = 0; b < function->block_count && !is; b++) {
        const IrInst *end = asking->loops[b].head == IR_NONE ? NULL : ir_end_of(function, b);
        is = end != NULL && end->op == IR_OP_BRANCH && asks_of(asking, end->as.branch.condition, home) && leaves_loop(asking, b);
    }
    return is;
}

/* Whether code that is not seen gets the object in which a number lies, before that is asked for in a turn of the loop around a block: `poll(c); if (!c->is_up) continue;`. */
static bool is_given_before(const Asking *asking, uint32_t block, const IrInst *load)
{
    const IrFunction *function = asking->info->function;
    const uint32_t local = found_by(asking, load);
    const Loop loop = asking->loops[block];
    bool is = false;
    for (uint32_t b = loop.head; loop.head != IR_NONE && local != IR_NONE && b < block && !is; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count && !is; i++) {
            const IrInst *call = &function->blocks[b].insts[i];
            const FunctionInfo *callee = call->op == IR_OP_CALL && call->as.call.function != IR_NONE ? engine_callee(asking->engine, asking->info->module_index, call->as.call.function) : NULL;
            const bool is_unseen = call->op == IR_OP_CALL && (callee == NULL || (!callee->function->is_defined && !engine_is_trusted(callee)));
            for (uint32_t a = 0; is_unseen && a < call->as.call.argument_count && !is; a++)
                is = call->as.call.arguments[a].type.kind == IR_TYPE_POINTER && found_by(asking, definition_of(asking, call->as.call.arguments[a].reg)) == local;
        }
    return is;
}

static bool is_mode(const Asking *asking, const IrInst *load, const void *what)
{
    const uint32_t *block = what;
    const Home home = home_of(asking, load->as.load.address);
    return (home.field != IR_NONE || home.global != IR_NONE) && !is_stop(asking, &home) && !is_given_before(asking, *block, load);
}

static bool is_counted_on(const Asking *asking, IrReg reg)
{
    const IrInst *load = number_from(asking, reg);
    const uint32_t local = load == NULL ? IR_NONE : asking->info->body->local_of[load->as.load.address];
    return local != IR_NONE && asking->info->body->is_counted[local];
}

/* Whether something is found by a counter, or where a walk has come to: an element, a bit `mask & 1u << i`, what a function says of one, `wants(&v[i])`, `wants(p)`. */
static bool is_found_by_turn(const Asking *asking, IrReg reg)
{
    const IrInst *inst = definition_of(asking, reg);
    bool is = false;
    if (inst == NULL)
        return false;
    switch (inst->op) {
    case IR_OP_UNARY: return is_found_by_turn(asking, inst->as.unary.operand);
    case IR_OP_FIELD: case IR_OP_CONTAINER: return is_found_by_turn(asking, inst->as.field.base);
    case IR_OP_INDEX: return (inst->as.index.index != IR_NONE && is_counted_on(asking, inst->as.index.index)) || is_found_by_turn(asking, inst->as.index.base);
    case IR_OP_LOAD: return is_walked(asking, inst, NULL) || is_found_by_turn(asking, inst->as.load.address);
    case IR_OP_BINARY:
        is = (inst->as.binary.op == IR_SHL || inst->as.binary.op == IR_SHR) && is_counted_on(asking, inst->as.binary.right);
        return is || is_found_by_turn(asking, inst->as.binary.left) || is_found_by_turn(asking, inst->as.binary.right);
    case IR_OP_CALL:
        for (uint32_t i = 0; i < inst->as.call.argument_count && !is; i++)
            is = is_counted_on(asking, inst->as.call.arguments[i].reg) || is_found_by_turn(asking, inst->as.call.arguments[i].reg);
        return is;
    default: return false;
    }
}

/* The same of what a pure function says of such, or of what no loop sets: `strcmp(c->mode, "all") == 0`. */
static bool asks_mode(const Asking *asking, IrReg reg, uint32_t block)
{
    const IrInst *inst = definition_of(asking, reg);
    if (inst == NULL)
        return false;
    const uint32_t local = inst->op == IR_OP_LOAD ? asking->info->body->local_of[inst->as.load.address] : IR_NONE;
    const FunctionInfo *callee = inst->op == IR_OP_CALL && inst->as.call.function != IR_NONE ? engine_callee(asking->engine, asking->info->module_index, inst->as.call.function) : NULL;
    bool is = callee != NULL && !callee->is_impure;
    switch (inst->op) {
    case IR_OP_CONST: case IR_OP_GLOBAL: return true;
    case IR_OP_UNARY: return asks_mode(asking, inst->as.unary.operand, block);
    case IR_OP_BINARY: return asks_mode(asking, inst->as.binary.left, block) && asks_mode(asking, inst->as.binary.right, block);
    case IR_OP_LOAD: return local != IR_NONE ? inst->type.kind == IR_TYPE_POINTER && !is_set_in_loop(asking, local, block) : is_mode(asking, inst, &block);
    case IR_OP_CALL:
        for (uint32_t i = 0; i < inst->as.call.argument_count && is; i++)
            is = asks_mode(asking, inst->as.call.arguments[i].reg, block);
        return is;
    default: return false;
    }
}

static bool is_asked_of_each(const Asking *asking, uint32_t block)
{
    const IrReg asked = ir_end_of(asking->info->function, block)->as.branch.condition;
    return is_found_by_turn(asking, asked) || walks(asking, asked, block) ||
           (!leaves_loop(asking, block) && (asks_only(asking, asked, is_mode, block) || asks_mode(asking, asked, block)));
}

/* By which local the task that a block makes is counted, `t[n++] = start();`, and which two the condition of the loop around a block compares, `i < n`; IR_NONE: by none. */
typedef struct Counting {
    uint32_t by, asked[2];
    bool is_of_each; /* the block asks of this turn alone, whether there is a task for this one: what one of a list or an array that is walked along holds, or a mode by which no loop is left */
} Counting;

static uint32_t local_from(const Asking *asking, IrReg reg)
{
    const IrInst *load = number_from(asking, reg);
    return load == NULL ? IR_NONE : asking->info->body->local_of[load->as.load.address];
}

/* Of a block that ends with a loop's condition, for all blocks of the loop: those of inner loops come later. */
static void note_asked(const Asking *asking, Counting *counting, uint32_t block)
{
    const IrInst *end = ir_end_of(asking->info->function, block);
    const IrInst *compared = end->op == IR_OP_BRANCH && end->as.branch.kind == IR_BRANCH_LOOP ? question_of(asking, end->as.branch.condition) : NULL;
    const Loop loop = compared != NULL && compared->op == IR_OP_BINARY && compared->as.binary.op >= IR_EQ ? asking->loops[block] : (Loop){.head = IR_NONE};
    for (uint32_t b = loop.head; loop.head != IR_NONE && b <= loop.last; b++) {
        counting[b].asked[0] = local_from(asking, compared->as.binary.left);
        counting[b].asked[1] = local_from(asking, compared->as.binary.right);
    }
}

static void note_count(const Asking *asking, Counting *counting, const uint32_t *block_of, const IrInst *store)
{
    const IrInst *element = store->op == IR_OP_STORE && store->type.kind == IR_TYPE_TASK ? definition_of(asking, store->as.store.address) : NULL;
    while (element != NULL && element->op == IR_OP_FIELD)
        element = definition_of(asking, element->as.field.base);
    if (element != NULL && element->op == IR_OP_INDEX && element->as.index.index != IR_NONE && block_of[store->as.store.value] != IR_NONE)
        counting[block_of[store->as.store.value]].by = local_from(asking, element->as.index.index);
}

static Counting *find_counting(Engine *engine, const FunctionInfo *info)
{
    const IrFunction *function = info->function;
    Asking asking = begin_asking(engine, info);
    Counting *counting = BASE_NEW_ARRAY(engine->arena, Counting, function->block_count);
    uint32_t *block_of = g_new(uint32_t, function->register_count + 1); /* of a call, by its result */
    memset(block_of, 0xff, sizeof *block_of * (function->register_count + 1));
    for (uint32_t b = 0; b < function->block_count; b++) {
        counting[b] = (Counting){IR_NONE, {IR_NONE, IR_NONE}, false};
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++)
            if (function->blocks[b].insts[i].op == IR_OP_CALL && function->blocks[b].insts[i].result != IR_NONE)
                block_of[function->blocks[b].insts[i].result] = b;
    }
    for (uint32_t b = 0; b < function->block_count; b++) {
        note_asked(&asking, counting, b);
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++)
            note_count(&asking, counting, block_of, &function->blocks[b].insts[i]);
    }
    for (uint32_t b = 0; b < function->block_count; b++)
        if (ir_end_of(function, b)->op == IR_OP_BRANCH && (counting[b].asked[0] != IR_NONE || counting[b].asked[1] != IR_NONE))
            counting[b].is_of_each = is_asked_of_each(&asking, b);
    g_free(block_of);
    end_asking(&asking);
    return counting;
}

/* Whether the loop around a block compares the counter of the followed task with something. */
static bool asks_counter(Exec *exec, uint32_t block)
{
    FunctionInfo *info = exec->run->info;
    if (info->counting == NULL)
        info->counting = find_counting(exec->engine, info);
    const uint32_t by = exec->run->site == NULL ? IR_NONE : info->counting[exec->run->site->block].by;
    return by != IR_NONE && (info->counting[block].asked[0] == by || info->counting[block].asked[1] == by);
}

bool waits_among_counted(Exec *exec)
{
    return asks_counter(exec, exec->block) && !exec->run->info->counting[exec->block].is_of_each;
}

bool waits_for_so_many(Exec *exec)
{
    return exec->run->site != NULL && asks_counter(exec, exec->run->site->block);
}
