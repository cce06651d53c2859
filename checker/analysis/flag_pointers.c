/* flag_pointers.c - pointers that are flags: `winner = peer; t = start(peer->id);` and later `if (winner) await(t);`.
 *
 * Whether there is a task is asked of a variable that got its pointer from another one, and that one was followed to what it leads to: so it is not null. Nor is one that is stepped along what it leads
 * to, `item++`, or by which an element is found that a loop counts, `&items[next++]`. (`buffer + length` may be null, and nothing.) To know that of each pointer that is followed
 * would keep worlds apart that differ in nothing else; so it is learnt of those variables alone that are asked, or that are copied to such a one, or to a field that is asked.
 * Who asks a variable that was followed on all ways to the question takes it for possible that it is null, and so it is. */
#include "analysis/engine.h"

enum {
    MOST_STEPS = 12,  /* from an address to the variable by which it is found */
    MOST_BLOCKS = 200 /* between a question and where the variable was followed or set */
};

typedef struct Survey {
    const IrFunction *function;
    const Body *body;
    const IrInst **definition; /* per register */
    bool *is_asked;            /* per local: whether it is null; or it is copied to what is asked so */
    bool *is_field_asked;      /* per field of the module */
} Survey;

/* The local that a pointer lies in, or one of whose elements it is, `of[w]`; IR_NONE: it is somewhere else. */
static uint32_t local_at(const Survey *survey, IrReg address)
{
    const IrInst *inst = survey->definition[address];
    for (int i = 0; i < MOST_STEPS && inst != NULL && inst->op == IR_OP_INDEX; i++)
        inst = survey->definition[inst->as.index.base];
    return inst != NULL && inst->op == IR_OP_LOCAL ? inst->as.local : IR_NONE;
}

/* The local that a pointer was read from; IR_NONE: it is something else. */
static uint32_t read_from(const Survey *survey, const IrInst *load)
{
    return load != NULL && load->op == IR_OP_LOAD && load->type.kind == IR_TYPE_POINTER ? local_at(survey, load->as.load.address) : IR_NONE;
}

/* The local by whose pointer an address is found: `p` of `p`, `p->name`, `p[i].name`; IR_NONE: there is none. */
static uint32_t found_by(const Survey *survey, IrReg reg, bool by_members)
{
    const IrInst *inst = ir_without_casts(survey->definition, reg);
    for (int i = 0; i < MOST_STEPS && inst != NULL && (inst->op == IR_OP_INDEX || (by_members && inst->op == IR_OP_FIELD)); i++)
        inst = ir_without_casts(survey->definition, inst->op == IR_OP_INDEX ? inst->as.index.base : inst->as.field.base);
    return read_from(survey, inst);
}

static IrReg address_of(const IrInst *inst)
{
    return inst->op == IR_OP_LOAD ? inst->as.load.address : inst->op == IR_OP_STORE ? inst->as.store.address : IR_NONE;
}

/* The local that an instruction follows to what it leads to. */
static uint32_t followed_by(const Survey *survey, const IrInst *inst)
{
    return address_of(inst) == IR_NONE ? IR_NONE : found_by(survey, address_of(inst), true);
}

/* The load of the pointer that a branch asks for; NULL: it asks something else. */
static const IrInst *asked_pointer(const Survey *survey, const IrInst *branch)
{
    const IrInst *inst = branch->op == IR_OP_BRANCH ? ir_without_casts(survey->definition, branch->as.branch.condition) : NULL;
    for (int i = 0; i < MOST_STEPS && inst != NULL && inst->op != IR_OP_LOAD; i++) {
        if (inst->op == IR_OP_UNARY && inst->as.unary.op == IR_NOT)
            inst = ir_without_casts(survey->definition, inst->as.unary.operand);
        else if (inst->op == IR_OP_BINARY && (inst->as.binary.op == IR_EQ || inst->as.binary.op == IR_NE) && ir_is_zero(ir_without_casts(survey->definition, inst->as.binary.right)))
            inst = ir_without_casts(survey->definition, inst->as.binary.left);
        else
            inst = NULL;
    }
    return inst != NULL && inst->op == IR_OP_LOAD && inst->type.kind == IR_TYPE_POINTER ? inst : NULL;
}

/* The field that a pointer lies in, or one of whose elements it is. */
static uint32_t field_at(const Survey *survey, IrReg address)
{
    const IrInst *inst = survey->definition[address];
    for (int i = 0; i < MOST_STEPS && inst != NULL && inst->op == IR_OP_INDEX; i++)
        inst = survey->definition[inst->as.index.base];
    return inst != NULL && inst->op == IR_OP_FIELD ? inst->as.field.field : IR_NONE;
}

static bool find_asked(Survey *survey)
{
    bool any = false;
    for (uint32_t b = 0; b < survey->function->block_count; b++) {
        const IrInst *load = asked_pointer(survey, ir_end_of(survey->function, b));
        const uint32_t local = read_from(survey, load), field = load == NULL ? IR_NONE : field_at(survey, load->as.load.address);
        if (local != IR_NONE)
            any = survey->is_asked[local] = true;
        else if (field != IR_NONE)
            any = survey->is_field_asked[field] = true;
    }
    return any;
}

/* Whether a store puts a pointer where it is asked for. */
static bool is_to_asked(const Survey *survey, const IrInst *store)
{
    const uint32_t local = local_at(survey, store->as.store.address), field = field_at(survey, store->as.store.address);
    return local != IR_NONE ? survey->is_asked[local] : field != IR_NONE && survey->is_field_asked[field];
}

/* What is copied to what is asked is asked by that name. */
static bool spread(Survey *survey)
{
    bool changed = false;
    for (uint32_t b = 0; b < survey->function->block_count; b++)
        for (uint32_t i = 0; i < survey->function->blocks[b].inst_count; i++) {
            const IrInst *store = &survey->function->blocks[b].insts[i];
            const uint32_t from = store->op == IR_OP_STORE && store->type.kind == IR_TYPE_POINTER ? found_by(survey, store->as.store.value, false) : IR_NONE;
            if (from == IR_NONE || survey->is_asked[from])
                continue;
            survey->is_asked[from] = is_to_asked(survey, store);
            changed = changed || survey->is_asked[from];
        }
    return changed;
}

typedef enum Before { NEITHER, IS_FOLLOWED, IS_SET } Before;

static Before before(const Survey *survey, const IrBlock *block, uint32_t end, uint32_t local)
{
    for (uint32_t i = end; i-- > 0;) {
        const IrInst *inst = &block->insts[i];
        if (inst->op == IR_OP_STORE && local_at(survey, inst->as.store.address) == local)
            return IS_SET;
        if (followed_by(survey, inst) == local)
            return IS_FOLLOWED;
    }
    return NEITHER;
}

/* Whether a variable was followed on all ways to a question about it, since it was set. */
static bool is_asked_late(const Survey *survey, const IrPredecessors *predecessors, uint32_t block, uint32_t local)
{
    const IrFunction *function = survey->function;
    bool *seen = g_new0(bool, function->block_count);
    GArray *work = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    g_array_append_val(work, block);
    bool is_late = true;
    for (uint32_t next = 0; next < work->len && is_late && next < MOST_BLOCKS; next++) {
        const uint32_t at = g_array_index(work, uint32_t, next);
        const Before known = before(survey, &function->blocks[at], function->blocks[at].inst_count, local);
        is_late = known != IS_SET && (known == IS_FOLLOWED || at != 0);
        for (uint32_t i = predecessors->first[at]; i < predecessors->first[at + 1] && is_late && known == NEITHER; i++) {
            const uint32_t from = predecessors->blocks[i];
            if (!seen[from])
                g_array_append_val(work, from);
            seen[from] = true;
        }
    }
    g_free(seen);
    g_array_free(work, TRUE);
    return is_late;
}

static void leave_out_late(Survey *survey)
{
    IrPredecessors predecessors = ir_predecessors(survey->function);
    for (uint32_t b = 0; b < survey->function->block_count; b++) {
        const uint32_t local = read_from(survey, asked_pointer(survey, ir_end_of(survey->function, b)));
        if (local != IR_NONE && survey->is_asked[local] && is_asked_late(survey, &predecessors, b, local))
            survey->is_asked[local] = false;
    }
    ir_predecessors_clear(&predecessors);
}

/* The step that a pointer to be stored is of, `p + 1`, `&p[i]` where a loop counts i; NULL: it is none. */
static const IrInst *step_stored(const Survey *survey, const IrInst *store)
{
    const IrInst *step = ir_without_casts(survey->definition, store->as.store.value);
    if (step == NULL || step->op != IR_OP_INDEX)
        return NULL;
    const IrInst *by = ir_without_casts(survey->definition, step->as.index.index), *place = by != NULL && by->op == IR_OP_LOAD ? survey->definition[by->as.load.address] : NULL;
    const bool is_counted = place != NULL && place->op == IR_OP_LOCAL && survey->body->is_counted[place->as.local];
    return is_counted || (by != NULL && by->op == IR_OP_CONST && by->as.constant != 0) ? step : NULL;
}

static void note_followed(const Survey *survey, GHashTable *followed)
{
    for (uint32_t b = 0; b < survey->function->block_count; b++)
        for (uint32_t i = 0; i < survey->function->blocks[b].inst_count; i++) {
            const IrInst *inst = &survey->function->blocks[b].insts[i];
            const uint32_t local = followed_by(survey, inst);
            const IrInst *step = inst->op == IR_OP_STORE && inst->type.kind == IR_TYPE_POINTER && is_to_asked(survey, inst) ? step_stored(survey, inst) : NULL;
            if (local != IR_NONE && survey->is_asked[local])
                g_hash_table_add(followed, (gpointer)(uintptr_t)inst);
            if (step != NULL)
                g_hash_table_add(followed, (gpointer)(uintptr_t)step);
        }
}

/* IrInst: the loads and stores by way of such a variable, and the steps of pointers that are put into one. */
static GHashTable *find_followed(const FunctionInfo *info)
{
    Survey survey = {info->function, info->body, ir_definitions(info->function), g_new0(bool, info->function->local_count + 1), g_new0(bool, info->module->field_count + 1)};
    GHashTable *followed = g_hash_table_new(NULL, NULL);
    if (find_asked(&survey)) {
        while (spread(&survey)) {}
        leave_out_late(&survey);
        note_followed(&survey, followed);
    }
    g_free(survey.is_field_asked);
    g_free(survey.is_asked);
    g_free(survey.definition);
    return followed;
}

void flag_pointers_follow(Exec *exec, Env *env, const IrInst *inst)
{
    FunctionInfo *info = exec->run->info;
    if (info->followed_pointers == NULL)
        info->followed_pointers = find_followed(info);
    if (g_hash_table_size(info->followed_pointers) == 0) /* as in most functions */
        return;
    if (!g_hash_table_contains(info->followed_pointers, inst))
        return;
    Value pointer = exec_register(exec, env, inst->op == IR_OP_INDEX ? inst->as.index.base : address_of(inst));
    pointer = pointer == VALUE_NONE ? VALUE_NONE : value_root(exec->engine->values, pointer);
    if (pointer == VALUE_NONE || value_node(exec->engine->values, pointer)->kind != VALUE_SYMBOL)
        return;
    WorldContext *context = &exec->run->context;
    IntSet may_be = env_set_of(context, env, pointer), not_null = intset_compare(context->sets, IR_NE, 0);
    if (intset_contains(context->sets, may_be, 0) && intset_intersect(context->sets, may_be, not_null) != INTSET_EMPTY)
        env_assume(context, env, pointer, not_null);
}
