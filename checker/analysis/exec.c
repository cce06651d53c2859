/* exec.c - what each instruction does to a world; how worlds leave a block: exec_leave.c. */
#include "analysis/watch.h"
#include "worlds/infer.h"

#include <string.h>

static bool is_task(const Exec *exec, Value value)
{
    return value_node(exec->engine->values, value)->kind == VALUE_TASK;
}

static bool is_followed(const Env *env)
{
    return env->state == TASK_LIVE || env->state == TASK_CONSUMED;
}

Value exec_register(Exec *exec, Env *env, IrReg reg)
{
    if (reg - env->register_first < env->register_count)
        return env->registers[reg - env->register_first];
    uint32_t local = exec->run->info->body->local_of[reg];
    if (local != IR_NONE)
        return value_local(exec->engine->values, local);
    Value key = value_key(exec->engine->values, VALUE_KEY_REGISTER, VALUE_NONE, reg);
    Value value = env_get(env, key);
    IrType type = exec->function->register_types[reg];
    if (value != VALUE_NONE || !ir_is_scalar(type))
        return value;
    value = env_fresh(&exec->run->context, env, type); /* nothing was known of it but its type */
    env_set(env, key, value);
    return value;
}

void exec_set_register(Exec *exec, Env *env, IrReg reg, Value value)
{
    (void)exec;
    if (reg - env->register_first < env->register_count)
        env->registers[reg - env->register_first] = value;
}

void exec_step(Exec *exec, Env *env, TraceStepKind kind, IrSpan span, const char *name)
{
    if (env->state == TASK_NONE)
        return;
    TraceStep step = {.kind = kind, .module = exec->module, .span = span, .name = name};
    env->trace = trace_add(exec->run->context.arena, env->trace, step);
}

/* --- the followed task is consumed or looked at --- */

/* What the source calls the task: the expression that is used or, where that has no name (`c ? a : b`), a variable that holds it. */
static const char *name_of(Exec *exec, const Env *env, IrReg reg)
{
    if (reg == IR_NONE)
        return NULL;
    const char *name = ir_describe(exec->module, exec->function, reg, exec->run->context.arena);
    for (uint32_t i = 0; i < env->cell_count && strcmp(name, IR_UNNAMED) == 0; i++) {
        const ValueNode *key = value_node(exec->engine->values, env->cells[i].key);
        bool is_named = key->kind == VALUE_LOCAL && is_task(exec, env->cells[i].value) && key->number < exec->function->local_count;
        if (is_named && exec->function->locals[key->number].name != NULL)
            name = exec->function->locals[key->number].name;
    }
    return name;
}

/* The type of the task that a register holds or, where it holds a pointer to that, of the followed task where that was made or came in. NULL: neither says so. */
static const char *type_name_of(const Exec *exec, IrReg reg)
{
    const Run *run = exec->run;
    const char *name = reg == IR_NONE ? NULL : report_type_name(exec->module, exec->function->register_types[reg]);
    if (name == NULL && run->site != NULL && run->site->out_key == VALUE_NONE)
        name = report_type_name(exec->module, exec->function->blocks[run->site->block].insts[run->site->inst].type);
    if (name == NULL && run->site == NULL && run->param != IR_NONE)
        name = report_type_name(exec->module, exec->function->params[run->param].type);
    return name;
}

void exec_consume(Exec *exec, Env *env, const IrInst *inst, AnalysisUse use, const char *callee, IrReg reg, const Trace *inner)
{
    if (use == ANALYSIS_USE_CALL && inst->op == IR_OP_CALL && inst->as.call.is_cleanup)
        use = ANALYSIS_USE_CLEANUP;
    TraceStepKind kind = use == ANALYSIS_USE_RETURN ? TRACE_RETURNED : TRACE_CONSUMED;
    if (env->state == TASK_LIVE) {
        env->state = TASK_CONSUMED;
        env->flags &= (uint8_t)~WORLD_PAST_COUNT;
        exec_step(exec, env, kind, inst->span, callee);
        Trace *added = (Trace *)(uintptr_t)env->trace; /* not shared yet */
        added->step.value = use == ANALYSIS_USE_CLEANUP;
        if (inner != NULL)
            added->inner = inner;
    } else if (env->state == TASK_CONSUMED) {
        AnalysisEvent event = {.kind = ANALYSIS_CONSUMED_AGAIN, .span = inst->span, .callee = callee, .use = use,
                               .task = name_of(exec, env, reg), .type_name = type_name_of(exec, reg)};
        report_event(exec, event, env->trace, report_doubt(exec->run, env->is_loose, env->is_loose_since_task));
        env->state = TASK_REPORTED;
    }
}

void exec_note_consumed(Exec *exec, Env *env, Value task, int64_t how)
{
    Values *values = exec->engine->values;
    const ValueNode *node = value_node(values, task);
    lost_consume(exec, env, task);
    if (exec->run->kind != RUN_ENTRY && task != VALUE_NONE) /* nobody asks for it any more */
        env_remove(env, value_key(values, VALUE_KEY_COMPLETED, task, 0));
    if (exec->run->kind != RUN_ENTRY || node->kind != VALUE_SYMBOL || node->type.kind != IR_TYPE_TASK)
        return;
    Value key = value_key(values, VALUE_KEY_CONSUMED, task, 0);
    bool is_again = env_get(env, key) != VALUE_NONE; /* which is a finding here, and one is enough */
    env_set(env, key, value_const(values, is_again ? 2 : how));
}

/* The number of the instruction that copied the consumed task into the object at an address, or inside it; VALUE_NONE: none did. */
static Value copy_at(Exec *exec, const Env *env, Value address)
{
    Values *values = exec->engine->values;
    for (uint32_t i = 0; i < env->cell_count && address != VALUE_NONE; i++) {
        const ValueNode key = *value_node(values, env->cells[i].key);
        if (key.kind == VALUE_KEY && key.op == VALUE_KEY_COPIED && is_task(exec, env_get(env, key.left)) &&
            value_rebase(values, key.left, address, address) != VALUE_NONE)
            return env->cells[i].value;
    }
    return VALUE_NONE;
}

/* The copying that makes what this register holds, or points to, a copy of the consumed task; VALUE_NONE: it is none. */
static Value copy_behind(Exec *exec, Env *env, IrReg reg)
{
    if (reg == IR_NONE)
        return VALUE_NONE;
    if (exec->function->register_types[reg].kind == IR_TYPE_POINTER)
        return copy_at(exec, env, exec_register(exec, env, reg));
    const IrBlock *block = &exec->function->blocks[exec->block];
    for (uint32_t i = 0; i < block->inst_count; i++)
        if (block->insts[i].result == reg && block->insts[i].op == IR_OP_LOAD)
            return copy_at(exec, env, exec_register(exec, env, block->insts[i].as.load.address));
    return VALUE_NONE;
}

static Value number_of(const Exec *exec, const IrInst *inst)
{
    int64_t in_block = inst - exec->function->blocks[exec->block].insts;
    return value_const(exec->engine->values, ((int64_t)exec->block << 32) | in_block);
}

static const IrInst *numbered(const Exec *exec, Value number)
{
    int64_t at;
    return value_is_const(exec->engine->values, number, &at) ? &exec->function->blocks[at >> 32].insts[at & UINT32_MAX] : NULL;
}

void exec_observe(Exec *exec, Env *env, const IrInst *inst, AnalysisUse use, const char *callee, IrReg reg)
{
    if (env->state == TASK_LIVE) {
        if (exec->run->kind == RUN_ENTRY)
            env->flags |= WORLD_OBSERVED;
    } else if (env->state == TASK_CONSUMED && !(env->flags & WORLD_USE_REPORTED)) {
        AnalysisEvent event = {.kind = ANALYSIS_USED_AFTER, .span = inst->span, .callee = callee, .use = use,
                               .task = name_of(exec, env, reg)};
        const IrInst *copy = numbered(exec, copy_behind(exec, env, reg));
        if (copy != NULL) { /* the look at the copy makes the copying the first look */
            event.span = copy->span;
            event.use = ANALYSIS_USE_COPY;
            event.callee = NULL;
            exec_step(exec, env, TRACE_OBSERVED, inst->span, callee);
        }
        report_event(exec, event, env->trace, report_doubt(exec->run, env->is_loose, env->is_loose_since_task));
        env->flags |= WORLD_USE_REPORTED;
    }
}

void exec_forget_incomplete(Exec *exec, Env *env)
{
    for (uint32_t i = env->cell_count; i-- > 0;) {
        const ValueNode *node = value_node(exec->engine->values, env->cells[i].key);
        if (node->kind == VALUE_KEY && node->op == VALUE_KEY_COMPLETED &&
            intset_contains(exec->engine->sets, env_set_of(&exec->run->context, env, env->cells[i].value), 0)) {
            int64_t answer = 1;
            Value task = node->left;
            bool was_no = value_is_const(exec->engine->values, env->cells[i].value, &answer) ||
                          intset_single(exec->engine->sets, env_set_of(&exec->run->context, env, env->cells[i].value), &answer);
            env_remove(env, env->cells[i].key);
            if (was_no && answer == 0 && exec->run->kind == RUN_ENTRY) {
                env_set(env, value_key(exec->engine->values, VALUE_KEY_INCOMPLETE, task, 0), value_const(exec->engine->values, 1));
                i = MIN(i + 1, env->cell_count);
            }
        }
    }
}

bool exec_is_site(const Exec *exec, const IrInst *inst, Value out_key, bool is_found)
{
    const Site *site = exec->run->site;
    if (!exec->seeking || site == NULL || site->block != exec->block || site->out_key != out_key || site->is_found != is_found)
        return false;
    return &exec->function->blocks[exec->block].insts[site->inst] == inst;
}

/* --- instructions that compute --- */

static Value do_const(Exec *exec, Env *env, const IrInst *inst)
{
    if (inst->type.kind == IR_TYPE_TASK)
        return env_fresh(&exec->run->context, env, inst->type);
    return value_const(exec->engine->values, inst->as.constant);
}

static Value do_unknown(Exec *exec, Env *env, const IrInst *inst)
{
    if (inst->type.kind == IR_TYPE_AGGREGATE)
        return VALUE_NONE;
    return env_fresh(&exec->run->context, env, inst->type);
}

static uint32_t linked_global(const Exec *exec, uint32_t global)
{
    return exec->engine->program->global_of[exec->run->info->module_index][global];
}

static uint32_t linked_function(const Exec *exec, uint32_t function)
{
    return exec->engine->program->function_of[exec->run->info->module_index][function];
}

/* A sum that comes round neither in its own type nor in that of the unknown is one of the latter: counters of two types that are counted together
 * stay one number. */
static Value in_type_of_unknown(Exec *exec, Env *env, Value sum)
{
    WorldContext *context = &exec->run->context;
    const ValueNode node = *value_node(context->values, sum), base = *value_node(context->values, node.left);
    if (!value_is_sum(&node) || base.kind != VALUE_SYMBOL || base.type.kind != IR_TYPE_INT || ir_type_equal(base.type, node.type) ||
        !infer_is_without_wrap(context, env, sum))
        return sum;
    Value other = value_binary(context->values, IR_ADD, node.left, value_const(context->values, node.number), base.type, base.type);
    return infer_is_without_wrap(context, env, other) ? other : sum;
}

/* What can be one number only is that number. */
static Value settled(Exec *exec, Env *env, const IrInst *inst, Value value)
{
    WorldContext *context = &exec->run->context;
    int64_t number;
    if (value == VALUE_NONE)
        return do_unknown(exec, env, inst);
    if (value_node(context->values, value)->kind == VALUE_EXPRESSION &&
        intset_single(context->sets, env_set_of(context, env, value), &number))
        return value_const(context->values, number);
    return in_type_of_unknown(exec, env, value);
}

/* An address that goes into a number: the object is found by it from now on. */
static void note_number(Exec *exec, Env *env, Value operand, IrType to)
{
    if (to.kind == IR_TYPE_INT && to.bits > 1 && operand != VALUE_NONE)
        memory_note_found(exec, env, operand);
}

/* A number in which one bit is set, by its number or not: 4, or 1 << i; or any bits that are known. */
static bool is_mask(const Values *values, Value value, int64_t *mask)
{
    const ValueNode *node = value_node(values, value);
    if (value_is_const(values, value, mask))
        return *mask > 0;
    return node->kind == VALUE_EXPRESSION && node->op == IR_SHL && value_is_const(values, node->left, mask) && *mask == 1;
}

/* Whether `x & y` is about the lowest bit that is set in x: takes it off, y being x - 1, or leaves nothing else, y being -x. */
static bool is_about_lowest(Exec *exec, const Env *env, const IrInst *inst, Value left, Value right, bool *is_left_alone)
{
    WorldContext *context = &exec->run->context;
    const ValueNode *other = value_node(context->values, right);
    int64_t zero;
    const bool is_less = value_is_sum(other) && other->left == left && (other->number == -1 || other->number == ir_type_max(other->type));
    *is_left_alone = other->kind == VALUE_EXPRESSION && other->op == IR_SUB && other->right == left && value_is_const(context->values, other->left, &zero) && zero == 0;
    const bool is_about = inst->as.binary.op == IR_AND && inst->type.kind == IR_TYPE_INT && left != VALUE_NONE && (is_less || *is_left_alone);
    const IntSet set = is_about && value_node(context->values, left)->kind != VALUE_CONST ? env_set_of(context, env, left) : INTSET_EMPTY;
    return set != INTSET_EMPTY && !intset_contains(context->sets, set, 0) && !infer_may_be_huge(context, left, set);
}

/* A flag that is not set is added as it is set, one that is set is taken off as it is cleared. */
static IrBinary bits_changed(Exec *exec, Env *env, const IrInst *inst, Value left, Value *right)
{
    WorldContext *context = &exec->run->context;
    IrBinary op = inst->as.binary.op;
    int64_t mask;
    if (context->body->is_of_bits == NULL || !context->body->is_of_bits[inst->result] || !is_mask(context->values, *right, &mask))
        return op;
    Value kept = value_binary(context->values, IR_AND, left, *right, inst->type, inst->type);
    IntSet bits = kept == VALUE_NONE ? INTSET_FULL : env_set_of(context, env, kept);
    bool is_const = value_node(context->values, *right)->kind == VALUE_CONST;
    if (op != IR_SUB && bits == intset_range(context->sets, 0, 0))
        return IR_OR;
    if (op == IR_ADD || (is_const ? bits != intset_range(context->sets, mask, mask) : intset_contains(context->sets, bits, 0)))
        return op;
    *right = value_unary(context->values, IR_COMPLEMENT, *right, inst->type);
    return IR_AND;
}

/* A number from which a loop counts on, and that may have come round where it was computed: how far it is from what it was made of nobody asks, and how far it counts is known from there on. */
static Value start_of_count(Exec *exec, Env *env, const IrInst *inst, Value sum)
{
    WorldContext *context = &exec->run->context;
    const bool is_start = context->body->is_start != NULL && context->body->is_start[inst->result] && value_is_sum(value_node(context->values, sum));
    if (!is_start || infer_is_without_wrap(context, env, sum))
        return sum;
    const Value start = env_fresh(context, env, inst->type);
    env_assume(context, env, start, env_set_of(context, env, sum));
    return start;
}

static Value do_binary(Exec *exec, Env *env, const IrInst *inst)
{
    Values *values = exec->engine->values;
    Value left = exec_register(exec, env, inst->as.binary.left), right = exec_register(exec, env, inst->as.binary.right);
    if (inst->as.binary.op < IR_EQ && inst->as.binary.operand_type.kind != IR_TYPE_POINTER) { /* no comparison, nor a difference */
        note_number(exec, env, left, inst->type);
        note_number(exec, env, right, inst->type);
    }
    if (inst->as.binary.op >= IR_EQ && value_is_address(values, left) && value_is_address(values, right)) {
        unchanged_compare(exec, env, left, right);
        left = exec_register(exec, env, inst->as.binary.left);
        right = exec_register(exec, env, inst->as.binary.right);
    }
    bool is_left_alone;
    if (is_about_lowest(exec, env, inst, left, right, &is_left_alone)) {
        right = bits_lowest(exec, env, left, inst->type);
        if (is_left_alone)
            return settled(exec, env, inst, right);
        right = right == VALUE_NONE ? right : value_unary(values, IR_COMPLEMENT, right, inst->type);
    }
    IrBinary op = bits_changed(exec, env, inst, left, &right);
    const Value value = value_binary(values, op, left, right, inst->as.binary.operand_type, inst->type);
    if (op == IR_AND && value != VALUE_NONE && bits_are_but_lowest(exec, env, left, right, inst->type))
        bits_note_rest(exec, env, left, value, inst->type);
    if (value == VALUE_NONE && left != VALUE_NONE && right != VALUE_NONE && exec->run->bounded_looks > 0) /* too deep an expression: what is forgotten there may decide */
        env->is_loose = env->is_loose_since_task = true;
    return start_of_count(exec, env, inst, settled(exec, env, inst, value));
}

/* A narrowing cast that changes nothing, because the value is known to fit, leaves the value its name. */
static Value do_cast(Exec *exec, Env *env, const IrInst *inst)
{
    WorldContext *context = &exec->run->context;
    Value operand = exec_register(exec, env, inst->as.cast.operand);
    if (operand == VALUE_NONE)
        return do_unknown(exec, env, inst);
    note_number(exec, env, operand, inst->type);
    if (inst->type.kind == IR_TYPE_INT && inst->type.bits > 1 && inst->as.cast.operand_type.kind == IR_TYPE_INT &&
        infer_keeps_value(context, env, operand, inst->type))
        return operand;
    return settled(exec, env, inst, value_cast(context->values, operand, inst->as.cast.operand_type, inst->type));
}

/* Whether others may change what is there at any time: what is volatile, but where nobody who is not seen has the address. */
static bool is_changed_by_others(Exec *exec, const Env *env, Value address, bool is_volatile)
{
    return is_volatile && (address == VALUE_NONE || !memory_is_private(exec, env, value_root(exec->engine->values, address)));
}

/* Whether it is not known what lies there: others may have changed it since. What came in, and is read for the first time before unseen code runs, is what it was; callers know whether
 * others have it. */
static bool is_unsure(Exec *exec, const Env *env, Value address, bool is_volatile)
{
    Values *values = exec->engine->values;
    const Value root = address == VALUE_NONE ? VALUE_NONE : value_root(values, address);
    const bool is_first = root != VALUE_NONE && value_node(values, root)->kind == VALUE_SYMBOL && env_get(env, address) == VALUE_NONE &&
                          env_get(env, value_key(values, VALUE_KEY_HAVOC, VALUE_NONE, 0)) == VALUE_NONE;
    return !is_first && is_changed_by_others(exec, env, address, is_volatile);
}

static void assume_in(Exec *exec, Env *env, Value value, IntSet set)
{
    WorldContext *context = &exec->run->context;
    IntSet known = env_set_of(context, env, value);
    if (!intset_is_subset(context->sets, known, set) && intset_intersect(context->sets, known, set) != INTSET_EMPTY)
        env_assume(context, env, value, set);
}

/* What a loop counts does not come round; nor has what it was joined to grown out of the type of the variable. */
static void assume_count(Exec *exec, Env *env, const IrInst *load, Value value)
{
    IntSets *sets = exec->engine->sets;
    const Body *body = exec->run->info->body;
    const ValueNode *node = value_node(exec->engine->values, value);
    if (value == VALUE_NONE || load->type.kind != IR_TYPE_INT)
        return;
    if (node->kind == VALUE_SYMBOL && node->type.kind == IR_TYPE_INT && node->type.bits > load->type.bits && body->local_of[load->as.load.address] != IR_NONE)
        assume_in(exec, env, value, intset_type(sets, load->type));
    if (body->counted_from != NULL && body->counted_from[load->result] != 0)
        assume_in(exec, env, value, intset_range(sets, INT64_MIN, body->counted_from[load->result]));
}

static Value do_load(Exec *exec, Env *env, const IrInst *inst)
{
    flag_pointers_follow(exec, env, inst);
    Value address = elements_known(exec, env, exec_register(exec, env, inst->as.load.address));
    Value value = memory_load(exec, env, address, inst->type, is_unsure(exec, env, address, inst->as.load.is_volatile));
    assume_count(exec, env, inst, value);
    if (address != VALUE_NONE && value != VALUE_NONE)
        unchanged_read_own(exec, env, (Cell){address, value});
    return value;
}

static Value compute(Exec *exec, Env *env, const IrInst *inst)
{
    Values *values = exec->engine->values;
    Value base;
    switch (inst->op) {
    case IR_OP_CONST: return do_const(exec, env, inst);
    case IR_OP_UNKNOWN: return do_unknown(exec, env, inst);
    case IR_OP_LOCAL: return value_local(values, inst->as.local);
    case IR_OP_GLOBAL: return value_global(values, linked_global(exec, inst->as.global));
    case IR_OP_FUNCTION: return value_function(values, linked_function(exec, inst->as.function));
    case IR_OP_FIELD: case IR_OP_CONTAINER: return container_step(exec, env, inst);
    case IR_OP_INDEX: flag_pointers_follow(exec, env, inst); return elements_index(exec, env, inst);
    case IR_OP_LOAD: return do_load(exec, env, inst);
    case IR_OP_BINARY: return do_binary(exec, env, inst);
    case IR_OP_UNARY:
        base = exec_register(exec, env, inst->as.unary.operand);
        return settled(exec, env, inst, value_unary(values, inst->as.unary.op, base, inst->type));
    case IR_OP_CAST: return do_cast(exec, env, inst);
    default: return do_unknown(exec, env, inst);
    }
}

/* --- instructions that act --- */

/* Nothing holds the followed task but registers that no later block reads: what a call in the block before gave is kept in such a one beside its variable. */
static bool is_held_in_passing(const Exec *exec, const Env *env)
{
    const IrBlock *block = &exec->function->blocks[exec->block];
    bool is_live = false;
    for (uint32_t i = 0; i < env->cell_count && !is_live; i++) {
        const ValueNode *key = value_node(exec->engine->values, env->cells[i].key);
        bool is_task_held = is_task(exec, env->cells[i].value), is_register = key->kind == VALUE_KEY && key->op == VALUE_KEY_REGISTER;
        is_live = is_task_held && !is_register;
        for (uint32_t k = 0; is_task_held && is_register && k < ir_successor_count(block); k++)
            is_live = is_live || body_register_is_live(exec->run->info->body, ir_successor(block, k), (IrReg)key->number);
    }
    return !is_live;
}

static void do_scope(Exec *exec, Env *env, const IrInst *inst)
{
    Value object = value_local(exec->engine->values, inst->as.local);
    bool held = is_followed(env) && env_holds_task(&exec->run->context, env);
    bool elsewhere = held && holders_are_lasting(exec->run, env);
    object_fill(exec, env, object, object_extent(exec->function->locals[inst->as.local].type), false);
    env_remove(env, value_key(exec->engine->values, VALUE_KEY_LEAKED, object, 0));
    bool is_lost = held && !env_holds_task(&exec->run->context, env);
    if (is_lost && elsewhere)
        env->state = TASK_ESCAPED;
    else if (is_lost || (held && is_held_in_passing(exec, env)))
        exec_step(exec, env, TRACE_SCOPE_END, inst->span, NULL);
}

static void do_store(Exec *exec, Env *env, const IrInst *inst)
{
    Value address = exec_register(exec, env, inst->as.store.address), value = exec_register(exec, env, inst->as.store.value);
    flag_pointers_follow(exec, env, inst);
    own_marks_store(exec, env, inst);
    if (inst->type.kind == IR_TYPE_TASK)
        elements_note_moving(exec, env, inst);
    memory_store(exec, env, address, value, inst->type, inst);
    if (inst->type.kind == IR_TYPE_TASK && value != VALUE_NONE && address != VALUE_NONE)
        elements_leave_last(exec, env, inst, value);
    if (address != VALUE_NONE && is_task(exec, value) && env->state == TASK_CONSUMED) { /* a look, if the copy is used */
        Value earlier = copy_behind(exec, env, inst->as.store.value); /* the first of several was the look */
        env_set(env, value_key(exec->engine->values, VALUE_KEY_COPIED, address, 0), earlier != VALUE_NONE ? earlier : number_of(exec, inst));
    }
    if (is_changed_by_others(exec, env, address, inst->as.store.is_volatile) && address != VALUE_NONE && !is_task(exec, value)) {
        memory_escape(exec, env, value); /* if it is a pointer, it is found there unseen */
        if (value_node(exec->engine->values, value_root(exec->engine->values, address))->kind != VALUE_SYMBOL) /* callers are to know */
            env_remove(env, address);
    }
}

static void do_zero(Exec *exec, Env *env, const IrInst *inst)
{
    Value address = exec_register(exec, env, inst->as.copy.destination);
    if (ir_is_plain(inst->type))
        memory_store(exec, env, address, value_const(exec->engine->values, 0), inst->type, inst);
    else if (inst->type.kind == IR_TYPE_TASK)
        memory_store(exec, env, address, env_fresh(&exec->run->context, env, inst->type), inst->type, inst);
    else
        object_fill(exec, env, address, object_extent(inst->type), true);
}

static void act(Exec *exec, Env *env, const IrInst *inst)
{
    switch (inst->op) {
    case IR_OP_STORE: do_store(exec, env, inst); break;
    case IR_OP_COPY:
        object_copy(exec, env, exec_register(exec, env, inst->as.copy.destination), exec_register(exec, env, inst->as.copy.source), inst->type);
        break;
    case IR_OP_ZERO: do_zero(exec, env, inst); break;
    case IR_OP_ESCAPE: /* and what it points to is no longer what it was */
        memory_escape(exec, env, exec_register(exec, env, inst->as.escape.value));
        memory_havoc(exec, env);
        break;
    case IR_OP_BEGIN_SCOPE: case IR_OP_END_SCOPE: do_scope(exec, env, inst); break;
    case IR_OP_MEMBER:
        /* A member was written or its address is known: what the task refers to is no longer what was followed. */
        if (inst->as.member.is_write || inst->as.member.is_address_taken) {
            Value task = inst->as.member.task != IR_NONE ? exec_register(exec, env, inst->as.member.task)
                                                         : env_get(env, exec_register(exec, env, inst->as.member.task_address));
            if (task != VALUE_NONE && is_task(exec, task))
                memory_escape(exec, env, task);
        }
        if (inst->result != IR_NONE)
            exec_set_register(exec, env, inst->result, do_unknown(exec, env, inst));
        break;
    default: break;
    }
}

/* --- a block --- */

static void run_path(Exec *exec, Path *path)
{
    const IrBlock *block = &exec->function->blocks[exec->block];
    Env *env = &path->env;
    for (uint32_t i = path->next; i < block->inst_count; i++) {
        const IrInst *inst = &block->insts[i];
        exec->run->steps++;
        exec->run->context.work++;
        exec->inst = inst;
        if (env->state == TASK_ESCAPED && run_follows_sites(exec->run)) {
            exec->run->gave_up = true;
            watch_given_up(exec->run, i > 0 ? inst - 1 : NULL);
            return; /* nothing more will be said about it */
        }
        if (exec->run->is_probing)
            watch_see(exec, env, i);
        if (ir_op_is_terminator(inst->op)) {
            if (!exec->seeking || env->state != TASK_NONE)
                exec_leave(exec, env, inst);
            return;
        }
        if (!elements_ask(exec, env, inst, i) || !texts_ask(exec, env, inst, i) || !bits_ask(exec, env, inst, i) || !bits_shift_within(exec, env, inst) || (inst->op == IR_OP_LOAD && tables_fork_load(exec, env, inst, i + 1)))
            return;
        if (inst->op == IR_OP_CALL) {
            if (!exec_call(exec, env, inst, i + 1))
                return;
        } else if (inst->result != IR_NONE && inst->op != IR_OP_MEMBER) {
            exec_set_register(exec, env, inst->result, compute(exec, env, inst));
        } else {
            act(exec, env, inst);
        }
    }
}

uint32_t exec_block(Run *run, uint32_t block, const World *world, bool seeking)
{
    uint32_t paths = 0;
    Exec exec = {.run = run, .engine = run->engine, .module = run->info->module, .function = run->info->function,
                 .block = block, .seeking = seeking};
    exec.pending = g_array_new(FALSE, FALSE, sizeof(Path));
    Path path = {.next = 0};
    run->context.work += world->cell_count + world->fact_count;
    env_from_world(&path.env, world);
    path.env.register_first = run->info->body->register_first[block];
    path.env.register_count = run->info->body->register_count[block];
    path.env.registers = g_new0(Value, path.env.register_count + 1);
    g_array_append_val(exec.pending, path);
    while (exec.pending->len > 0) {
        path = g_array_index(exec.pending, Path, exec.pending->len - 1);
        g_array_set_size(exec.pending, exec.pending->len - 1);
        if (run->is_probing || !budget_is_spent(run)) {
            run_path(&exec, &path);
            paths++;
        }
        env_clear(&path.env);
    }
    g_array_free(exec.pending, TRUE);
    return paths;
}
