/* answers.c - calls that answer the same as long as nothing has changed: `strcmp(mode, "fast") == 0`, `isdigit(c)`.
 *
 * A pure function gives the same for the same arguments while the memory that it reads is the same; a constant one always does. Its answer is kept
 * like something that lies in that memory: in a field of its own (`answer_field`) of what one of its arguments points to, in there by function and by
 * other arguments. So unseen code, and who writes there, makes it unknown, callers of a helper know it from their own memory, and what is
 * remembered behind unseen code (unchanged.c) is, too.
 *
 * Which functions are pure, their declarations say (attributes, the C library), or their bodies. Only what is asked more than once is remembered there, by one function, or by a helper and
 * its caller: chains of questions that are asked once would cost a fact each. */
#include <stddef.h>
#include <string.h>

#include "analysis/slice.h"

typedef struct Survey {
    Engine *engine;
    FunctionInfo *info;
    const IrInst **definition; /* per register */
    bool stores_nothing;       /* that others may read */
    bool is_across;            /* what is asked by other functions, too, whatever they call their variables */
} Survey;

/* --- which functions --- */

static bool is_declared_pure(const IrFunction *function)
{
    return function->is_pure || function->is_constant;
}

/* Follows members and elements to the instruction that says where an address begins. */
static const IrInst *origin(const Survey *survey, IrReg address)
{
    const IrInst *inst = survey->definition[address];
    while (inst != NULL && (inst->op == IR_OP_FIELD || inst->op == IR_OP_INDEX))
        inst = survey->definition[inst->op == IR_OP_FIELD ? inst->as.field.base : inst->as.index.base];
    return inst;
}

static bool is_own(const Survey *survey, IrReg address)
{
    const IrInst *inst = origin(survey, address);
    return inst != NULL && inst->op == IR_OP_LOCAL;
}

static bool is_variable(const Survey *survey, IrReg address)
{
    const IrInst *inst = origin(survey, address);
    return inst != NULL && inst->op == IR_OP_GLOBAL && !survey->info->module->globals[inst->as.global].is_const;
}

static FunctionInfo *callee_of(const Survey *survey, const IrInst *call)
{
    return call->as.call.function == IR_NONE ? NULL : engine_callee(survey->engine, survey->info->module_index, call->as.call.function);
}

bool answers_are_stored(const FunctionInfo *callee, const IrInst *call)
{
    bool are_stored = false;
    for (uint32_t i = callee->function->param_count; i < call->as.call.argument_count; i++)
        are_stored = are_stored || call->as.call.arguments[i].type.kind == IR_TYPE_POINTER;
    return are_stored;
}

/* Whether an instruction leaves its function pure, as far as is known of callees. */
static bool keeps_pure(const Survey *survey, const IrInst *inst)
{
    const FunctionInfo *callee;
    switch (inst->op) {
    case IR_OP_STORE: return is_own(survey, inst->as.store.address) && inst->type.kind != IR_TYPE_TASK;
    case IR_OP_COPY: case IR_OP_ZERO: return is_own(survey, inst->as.copy.destination);
    case IR_OP_LOAD: return !inst->as.load.is_volatile && inst->type.kind != IR_TYPE_TASK && !is_variable(survey, inst->as.load.address);
    case IR_OP_CALL:
        callee = callee_of(survey, inst);
        return callee != NULL && !callee->is_impure && !answers_are_stored(callee, inst);
    case IR_OP_MEMBER: case IR_OP_ESCAPE: case IR_OP_ANY: case IR_OP_UNKNOWN: return false;
    default: return true;
    }
}

static bool may_be_pure(const IrFunction *function)
{
    bool may = function->is_defined && function->degraded == NULL && !function->is_variadic && ir_is_plain(function->return_type);
    for (uint32_t i = 0; i < function->param_count; i++)
        may = may && ir_is_plain(function->params[i].type);
    return may;
}

static bool all_instructions(const Survey *survey, bool (*holds)(const Survey *survey, const IrInst *inst))
{
    const IrFunction *function = survey->info->function;
    for (uint32_t b = 0; b < function->block_count; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++)
            if (!holds(survey, &function->blocks[b].insts[i]))
                return false;
    return true;
}

/* Whether the summary says what a call answers, as far as is known of callees. */
static bool tells_answer(const Survey *survey, const IrInst *inst)
{
    return inst->op != IR_OP_CALL || callee_of(survey, inst)->function->is_defined;
}

/* By its own body; what it calls is told to callers afterwards. */
static void look_at(Engine *engine, FunctionInfo *info)
{
    Survey survey = {.engine = engine, .info = info, .definition = ir_definitions(info->function)};
    info->is_impure = !all_instructions(&survey, keeps_pure);
    info->is_vague = !info->is_impure && (info->counts || !all_instructions(&survey, tells_answer));
    g_free(survey.definition);
}

/* Functions are pure, and their answers told, unless their bodies, or what these call, show otherwise. */
static void find_pure(Engine *engine, const Callers *callers)
{
    const uint32_t count = engine->program->function_count;
    for (uint32_t i = 0; i < count; i++) {
        FunctionInfo *info = &engine->infos[i];
        info->is_impure = info->function->is_defined ? !info->is_reached || !info->is_analysable || !may_be_pure(info->function) : !is_declared_pure(info->function);
    }
    for (uint32_t i = 0; i < count; i++)
        if (engine->infos[i].function->is_defined && !engine->infos[i].is_impure)
            look_at(engine, &engine->infos[i]);
    asked_spread_to_callers(engine, callers, offsetof(FunctionInfo, is_impure));
    asked_spread_to_callers(engine, callers, offsetof(FunctionInfo, is_vague));
}

/* --- which calls --- */

static uint64_t mixed(uint64_t hash, uint64_t more)
{
    hash = (hash ^ more) * 0x9e3779b97f4a7c15u;
    return hash ^ (hash >> 29);
}

enum { MOST_STEPS = 16 };

/* Variables of two loops may have one name, `for (struct part *p = head; ...; p = p->next)`. */
static uint64_t look_of_local(const Survey *survey, uint32_t local)
{
    const char *name = survey->info->function->locals[local].name;
    return mixed(3, survey->is_across ? 0 : name != NULL ? g_str_hash(name) : local);
}

/* Whether a pointer is what a variable holds: whatever that is called, what it leads to may be the same, `p->kind` and `q->kind`, `*p`. */
static bool is_in_variable(const Survey *survey, IrReg pointer)
{
    const IrInst *load = survey->definition[pointer], *address = load != NULL && load->op == IR_OP_LOAD ? survey->definition[load->as.load.address] : NULL;
    return address != NULL && address->op == IR_OP_LOCAL;
}

/* What an argument looks like in the source: two that may be the same look the same. */
static uint64_t look_of(const Survey *survey, IrReg reg, int steps)
{
    const IrInst *inst = survey->definition[reg];
    if (inst == NULL || steps == 0)
        return 1;
    switch (inst->op) {
    case IR_OP_CONST: return mixed(2, (uint64_t)inst->as.constant);
    case IR_OP_LOCAL: return look_of_local(survey, inst->as.local);
    case IR_OP_GLOBAL: return mixed(4, survey->engine->program->global_of[survey->info->module_index][inst->as.global]);
    case IR_OP_FIELD:
        return mixed(is_in_variable(survey, inst->as.field.base) ? 9 : look_of(survey, inst->as.field.base, steps - 1), memory_field_id(survey->engine, survey->info->module_index, inst->as.field.field));
    case IR_OP_INDEX: return mixed(look_of(survey, inst->as.index.base, steps - 1), 5);
    case IR_OP_LOAD: return mixed(is_in_variable(survey, inst->as.load.address) ? 10 : look_of(survey, inst->as.load.address, steps - 1), 6);
    case IR_OP_CAST: return look_of(survey, inst->as.cast.operand, steps - 1);
    default: return 7;
    }
}

static uint64_t look_of_call(const Survey *survey, const IrInst *call, const FunctionInfo *callee)
{
    uint64_t look = mixed(8, (uint64_t)(callee - survey->engine->infos));
    for (uint32_t i = 0; i < call->as.call.argument_count; i++)
        look = mixed(look, look_of(survey, call->as.call.arguments[i].reg, MOST_STEPS));
    return look;
}

/* What a function that is not seen reads may be changed by a store that is passed over, for nobody that is seen asks for what it stores. */
static bool changes_nothing(const Survey *survey, const IrInst *inst)
{
    const FunctionInfo *callee = inst->op == IR_OP_CALL ? callee_of(survey, inst) : NULL;
    switch (inst->op) {
    case IR_OP_STORE: return is_own(survey, inst->as.store.address);
    case IR_OP_COPY: case IR_OP_ZERO: return is_own(survey, inst->as.copy.destination);
    case IR_OP_CALL: return callee != NULL && (!callee->is_impure || engine_is_trusted(callee) || !callee->function->is_defined);
    default: return true;
    }
}

static bool may_be_asked(const Survey *survey, const IrInst *call)
{
    const FunctionInfo *callee = call->op == IR_OP_CALL ? callee_of(survey, call) : NULL;
    if (callee == NULL || callee->is_impure || answers_are_stored(callee, call) || !ir_is_plain(call->type))
        return false;
    if (callee->function->is_defined)
        return callee->is_vague; /* else its summary says enough */
    return callee->function->is_pure_library || callee->function->is_constant || survey->stores_nothing;
}

/* A question that was asked before. */
typedef struct Asked {
    uint64_t look;
    const IrInst *call;
    const FunctionInfo *by;
} Asked;

/* The calls of a function that ask what was asked before: by itself or, across functions, by another. */
static void find_asked_again(Survey *survey, GHashTable *asked)
{
    const IrFunction *function = survey->info->function;
    for (uint32_t b = 0; b < function->block_count; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count; i++) {
            const IrInst *call = &function->blocks[b].insts[i];
            if (!may_be_asked(survey, call))
                continue;
            const Asked question = {look_of_call(survey, call, callee_of(survey, call)), call, survey->info};
            const Asked *first = g_hash_table_lookup(asked, &question.look);
            if (first == NULL)
                g_hash_table_add(asked, g_memdup2(&question, sizeof question));
            if (first == NULL || (survey->is_across && first->by == survey->info))
                continue;
            g_hash_table_add(survey->engine->asked_again, (gpointer)(uintptr_t)first->call);
            g_hash_table_add(survey->engine->asked_again, (gpointer)(uintptr_t)call);
        }
}

/* What the address of a text looks like, by which its first character is read. */
static uint64_t look_of_first(const Survey *survey, IrReg address)
{
    const IrInst *inst = survey->definition[address], *index = inst != NULL && inst->op == IR_OP_INDEX && inst->as.index.index != IR_NONE ? survey->definition[inst->as.index.index] : NULL;
    return look_of(survey, ir_is_zero(index) ? inst->as.index.base : address, MOST_STEPS);
}

/* The calls that ask of a text whose first character is read, too: `strlen(name) > 0` and `*name`. */
static void find_of_first(Survey *survey)
{
    const IrFunction *function = survey->info->function;
    GHashTable *read = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    for (IrReg reg = 0; reg < function->register_count; reg++) {
        const IrInst *load = survey->definition[reg];
        if (load == NULL || load->op != IR_OP_LOAD || load->type.kind != IR_TYPE_INT || load->type.bits != 8)
            continue;
        const uint64_t look = look_of_first(survey, load->as.load.address);
        g_hash_table_add(read, g_memdup2(&look, sizeof look));
    }
    for (IrReg reg = 0; reg < function->register_count && g_hash_table_size(read) > 0; reg++) {
        const IrInst *call = survey->definition[reg];
        if (call == NULL || call->op != IR_OP_CALL || !texts_are_asked(callee_of(survey, call)))
            continue;
        for (uint32_t i = 0; i < call->as.call.argument_count; i++) {
            if (call->as.call.arguments[i].type.kind != IR_TYPE_POINTER)
                continue;
            const uint64_t look = look_of_first(survey, call->as.call.arguments[i].reg);
            if (g_hash_table_contains(read, &look))
                g_hash_table_add(survey->engine->of_first, (gpointer)(uintptr_t)call);
        }
    }
    g_hash_table_destroy(read);
}

/* --- a text that is one literal is no other --- */

enum { MOST_LIKENESSES = 64 /* in one function: behind each its blocks are gone through */ };

/* A call that asks whether a text is a literal. */
typedef struct Likeness {
    TextLikeness as;
    bool is_copy;   /* it makes the text that literal */
    uint64_t text;  /* what it looks like */
    uint32_t block, alike; /* where it is asked, and where it goes on if it is: the same, where that is not known */
} Likeness;

/* Where a block's branch goes if the answer of a call in it, or in the one before, is 0. */
static uint32_t way_of_zero(const Survey *survey, const IrInst *call, uint32_t block)
{
    const IrFunction *function = survey->info->function;
    const IrInst *end = ir_end_of(function, block);
    if (end->op == IR_OP_JUMP)
        end = ir_end_of(function, end->as.jump.target);
    const IrInst *asked = end->op == IR_OP_BRANCH ? survey->definition[end->as.branch.condition] : NULL;
    if (asked == NULL)
        return block;
    const IrInst *right = asked->op == IR_OP_BINARY ? survey->definition[asked->as.binary.right] : NULL;
    const bool is_by_zero = ir_is_zero(right) && asked->as.binary.left == call->result;
    const bool is_false = asked == call || (is_by_zero && asked->as.binary.op == IR_NE);
    const bool is_true = (asked->op == IR_OP_UNARY && asked->as.unary.op == IR_NOT && asked->as.unary.operand == call->result) || (is_by_zero && asked->as.binary.op == IR_EQ);
    return is_true ? end->as.branch.if_true : is_false ? end->as.branch.if_false : block;
}

static bool find_likeness(const Survey *survey, const IrInst *call, uint32_t block, Likeness *likeness)
{
    const bool is_copy = call->op == IR_OP_CALL && texts_are_copied(callee_of(survey, call));
    if (call->op != IR_OP_CALL || call->as.call.argument_count < 2 || !(is_copy || texts_are_compared(callee_of(survey, call))))
        return false;
    const IrOperand *arguments = call->as.call.arguments;
    const IrInst *texts[] = {survey->definition[arguments[0].reg], survey->definition[arguments[1].reg]};
    const uint32_t at = texts[1] != NULL && texts[1]->op == IR_OP_GLOBAL ? 1 : 0;
    const IrInst *most = call->as.call.argument_count > 2 ? survey->definition[arguments[2].reg] : NULL;
    if ((is_copy && at == 0) || texts[at] == NULL || texts[at]->op != IR_OP_GLOBAL || !survey->info->module->globals[texts[at]->as.global].is_const || (most != NULL && most->op != IR_OP_CONST))
        return false;
    const uint32_t global = survey->engine->program->global_of[survey->info->module_index][texts[at]->as.global];
    *likeness = (Likeness){{call, at, value_global(survey->engine->values, global), most == NULL ? VALUE_NONE : value_const(survey->engine->values, most->as.constant)},
                           is_copy, look_of(survey, arguments[1 - at].reg, MOST_STEPS), block, is_copy ? block : way_of_zero(survey, call, block)};
    return true;
}

static void add_likeness(GHashTable *to, const IrInst *call, const TextLikeness *first, TextLikeness likeness)
{
    GArray *known = g_hash_table_lookup(to, call);
    if (known == NULL) {
        known = g_array_new(FALSE, FALSE, sizeof(TextLikeness));
        if (first != NULL)
            g_array_append_val(known, *first);
        g_hash_table_insert(to, (gpointer)(uintptr_t)call, known);
    }
    g_array_append_val(known, likeness);
}

/* What a copy has made of the text is kept as if the later call had asked for it. */
static void note_earlier(Engine *engine, const Likeness *earlier, const Likeness *later)
{
    TextLikeness known = earlier->as;
    if (earlier->is_copy) {
        known = (TextLikeness){later->as.call, later->as.literal_at, earlier->as.literal, later->as.most};
        add_likeness(engine->copied, earlier->as.call, NULL, known);
    }
    add_likeness(engine->likenesses, later->as.call, &later->as, known);
    g_hash_table_add(engine->asked_again, (gpointer)(uintptr_t)earlier->as.call);
    g_hash_table_add(engine->asked_again, (gpointer)(uintptr_t)later->as.call);
}

/* Whose text was asked about, or set, before, where it may have been another literal: who asks in a chain of `else if` asks each where it was none. */
static void find_likenesses(Survey *survey)
{
    const IrFunction *function = survey->info->function;
    GArray *found = g_array_new(FALSE, FALSE, sizeof(Likeness));
    for (uint32_t b = 0; b < function->block_count; b++)
        for (uint32_t i = 0; i < function->blocks[b].inst_count && found->len < MOST_LIKENESSES; i++) {
            Likeness likeness;
            if (find_likeness(survey, &function->blocks[b].insts[i], b, &likeness))
                g_array_append_val(found, likeness);
        }
    bool *is_behind = g_new(bool, function->block_count + 1);
    for (uint32_t i = 0; i < found->len; i++) {
        const Likeness *one = &g_array_index(found, Likeness, i);
        bool is_found = false;
        for (uint32_t k = one->is_copy ? 0 : i + 1; k < found->len; k++) {
            const Likeness *other = &g_array_index(found, Likeness, k);
            if (other->text != one->text || other->is_copy || (other->as.literal == one->as.literal && !one->is_copy))
                continue;
            if (!is_found && !one->is_copy)
                ir_find_behind(function, one->alike, is_behind);
            is_found = true;
            if (one->is_copy || is_behind[other->block]) /* a copy is asked in the next turn, too */
                note_earlier(survey->engine, one, other);
        }
    }
    g_free(is_behind);
    g_array_free(found, TRUE);
}

static void free_array(gpointer array)
{
    g_array_free(array, TRUE);
}

void answers_find(Engine *engine, const Callers *callers)
{
    engine->asked_again = g_hash_table_new(NULL, NULL);
    engine->of_first = g_hash_table_new(NULL, NULL);
    engine->likenesses = g_hash_table_new_full(NULL, NULL, NULL, free_array);
    engine->copied = g_hash_table_new_full(NULL, NULL, NULL, free_array);
    find_pure(engine, callers);
    GHashTable *by_any = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    for (uint32_t i = 0; i < engine->program->function_count; i++) {
        FunctionInfo *info = &engine->infos[i];
        if (!info->is_reached || !info->function->is_defined)
            continue;
        Survey survey = {.engine = engine, .info = info, .definition = ir_definitions(info->function)};
        survey.stores_nothing = all_instructions(&survey, changes_nothing);
        GHashTable *by_itself = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
        find_asked_again(&survey, by_itself);
        find_of_first(&survey);
        find_likenesses(&survey);
        g_hash_table_destroy(by_itself);
        survey.is_across = true;
        find_asked_again(&survey, by_any);
        g_free(survey.definition);
    }
    g_hash_table_destroy(by_any);
}

bool answers_are_kept(const Engine *engine, const IrInst *call)
{
    return g_hash_table_contains(engine->asked_again, call);
}

/* --- where an answer lies --- */

static bool is_constant_object(const Exec *exec, Value address)
{
    const ValueNode *root = value_node(exec->engine->values, value_root(exec->engine->values, address));
    return root->kind == VALUE_GLOBAL && exec->engine->program->globals[root->number].global->is_const;
}

/* How well an argument stands for the memory that is read: what others may change before what is this function's, and that before what is constant. */
static int rank_of(const Exec *exec, const IrInst *call, const Value *arguments, uint32_t index)
{
    if (call->as.call.arguments[index].type.kind != IR_TYPE_POINTER)
        return 0;
    if (is_constant_object(exec, arguments[index]))
        return 1;
    if (value_node(exec->engine->values, arguments[index])->kind == VALUE_CONST) /* null, by the name that what was an unknown has on this path */
        return 3;
    return value_is_outside(exec->engine->values, value_root(exec->engine->values, arguments[index])) ? 3 : 2;
}

/* The memory that a function reads of which no argument tells: it is somewhere. */
static Value memory_of(Exec *exec, const FunctionInfo *callee)
{
    Values *values = exec->engine->values;
    Value function = value_function(values, (uint32_t)(callee - exec->engine->infos));
    return callee->function->is_constant ? function : value_same(values, VALUE_SAME_MEMORY, function, VALUE_NONE, IR_POINTER);
}

Value answers_place(Exec *exec, const IrInst *call, const FunctionInfo *callee, const Value *arguments)
{
    Values *values = exec->engine->values;
    const uint32_t field = exec->engine->answer_field, none = call->as.call.argument_count;
    if (callee == NULL || callee->is_impure || bits_note_answer(callee) || exec->run->first_look != FIRST_LOOK_NONE || !answers_are_kept(exec->engine, call))
        return VALUE_NONE;
    uint32_t base = none;
    int best = callee->function->is_constant || g_str_equal(callee->function->name, "getenv") ? 3 : 0;
    for (uint32_t i = 0; i < none; i++)
        if (rank_of(exec, call, arguments, i) > best) {
            best = rank_of(exec, call, arguments, i);
            base = i;
        }
    Value place = value_field(values, base == none ? memory_of(exec, callee) : arguments[base], field);
    place = value_field(values, value_element(values, place, value_function(values, (uint32_t)(callee - exec->engine->infos))), field);
    place = value_field(values, value_element(values, place, value_const(values, (int64_t)base + 1)), field);
    for (uint32_t i = 0; i < none && place != VALUE_NONE; i++)
        if (i != base)
            place = value_field(values, value_element(values, place, arguments[i]), field);
    return place;
}

bool answers_is_place(const Engine *engine, Value address)
{
    const ValueNode *node = value_node(engine->values, address);
    return node->kind == VALUE_FIELD && (uint32_t)node->number == engine->answer_field;
}

/* It is asked for the first time. */
static void note_answer(Exec *exec, Env *env, Value place, Value value)
{
    Values *values = exec->engine->values;
    env_set(env, place, value);
    unchanged_load(exec, env, (Cell){place, value});
    bool is_constant = value_node(values, value_root(values, place))->kind == VALUE_FUNCTION; /* of a function that reads no memory */
    bool may_have_changed = !is_constant && env_get(env, value_key(values, VALUE_KEY_HAVOC, VALUE_NONE, 0)) != VALUE_NONE;
    Value initial = value_key(values, may_have_changed ? VALUE_KEY_SEEN : VALUE_KEY_INITIAL, place, 0);
    bool is_of_callers = value_is_outside(values, value_root(values, place)) || is_constant;
    if (exec->run->context.keeps_outside && is_of_callers && env_get(env, initial) == VALUE_NONE)
        env_set(env, initial, value);
}

Value answers_load(Exec *exec, Env *env, Value place, IrType type)
{
    if (env_get(env, place) == VALUE_NONE)
        note_answer(exec, env, place, env_fresh(&exec->run->context, env, type));
    return env_get(env, place);
}

/* A pointer that a function finds, `find(list, id)`, leads where its summary says: a name of its own would be another name of what lies there. Only what is remembered from before unseen code ran
 * needs one. */
static Value known_answer(Exec *exec, Env *env, Value place, Value result, IrType type)
{
    if (type.kind == IR_TYPE_POINTER && result != VALUE_NONE && env_get(env, place) == VALUE_NONE && !unchanged_remembers(exec, env, place))
        note_answer(exec, env, place, result);
    return answers_load(exec, env, place, type);
}

bool answers_agree(Exec *exec, Env *env, const IrInst *call, Value place)
{
    if (place == VALUE_NONE || call->result == IR_NONE)
        return true;
    WorldContext *context = &exec->run->context;
    Value result = exec_register(exec, env, call->result), known = known_answer(exec, env, place, result, call->type);
    Value same = value_binary(context->values, IR_EQ, result, known, call->type, IR_I32);
    if (!unchanged_assume(exec, env, same, intset_range(context->sets, 1, 1)))
        return false;
    exec_set_register(exec, env, call->result, known); /* by that name it is remembered */
    return true;
}

/* --- what makes it unknown --- */

/* Of the places that an answer is kept at: what its memory is, and which function gave it. */
static Value base_of(const Engine *engine, Value place, const FunctionInfo **callee)
{
    Value base = VALUE_NONE;
    for (; value_root(engine->values, place) != place; place = value_node(engine->values, place)->left) {
        const ValueNode *node = value_node(engine->values, place), *index = value_node(engine->values, node->right);
        if (node->kind == VALUE_ELEMENT_AT && index->kind == VALUE_FUNCTION)
            *callee = &engine->infos[index->number];
        if (node->kind == VALUE_FIELD && (uint32_t)node->number == engine->answer_field)
            base = node->left;
    }
    return base;
}

static Value without_elements(const Values *values, Value address)
{
    while (value_node(values, address)->kind == VALUE_ELEMENT || value_node(values, address)->kind == VALUE_ELEMENT_AT)
        address = value_node(values, address)->left;
    return address;
}

static bool is_inside(const Values *values, Value address, Value object)
{
    while (address != object && value_root(values, address) != address)
        address = value_node(values, address)->left;
    return address == object;
}

/* Whether something leads to a local: else only who is given its address reads it. */
static bool is_led_to(const Exec *exec, const Env *env, Value local)
{
    const Values *values = exec->engine->values;
    bool is_simple = exec->run->info->body->local_slot[value_node(values, local)->number] != IR_NONE, is_led = false;
    for (uint32_t i = 0; i < env->cell_count && !is_simple && !is_led; i++)
        is_led = value_node(values, env->cells[i].key)->kind != VALUE_KEY && value_root(values, env->cells[i].value) == local;
    return is_led;
}

/* Whether a store may change what is read from a pointer on: what reads bytes reads no fields of structs, and no tasks. */
static bool may_change(Exec *exec, const Env *env, Value address, bool is_task, Value read, const FunctionInfo *callee)
{
    const Values *values = exec->engine->values;
    Value root = value_root(values, address), other = value_root(values, read);
    bool is_field = value_node(values, address)->kind == VALUE_FIELD;
    if (root == other)
        return is_inside(values, address, without_elements(values, read)) || is_inside(values, read, without_elements(values, address));
    bool reads_bytes = callee->function->is_pure_library;
    if (value_node(values, root)->kind == VALUE_LOCAL && !is_led_to(exec, env, root))
        return false;
    const bool is_scalar = value_node(values, root)->kind == VALUE_GLOBAL && exec->engine->program->globals[value_node(values, root)->number].global->type.kind != IR_TYPE_AGGREGATE;
    if (reads_bytes && is_scalar) /* a count or a flag by itself is no text */
        return false;
    return !(reads_bytes && (is_field || is_task)) && (!reads_bytes || memory_may_be_one_object(exec, env, root, other));
}

static bool may_change_answer(Exec *exec, const Env *env, Value address, bool is_task, Value place)
{
    const Engine *engine = exec->engine;
    const FunctionInfo *callee = NULL;
    Value base = base_of(engine, place, &callee);
    if (callee == NULL || callee->function->is_constant)
        return false;
    bool may = may_change(exec, env, address, is_task, base, callee);
    for (; !may && place != base; place = value_node(engine->values, place)->left) { /* other arguments that are read from */
        const ValueNode *node = value_node(engine->values, place), *index = value_node(engine->values, node->right);
        bool is_pointer = value_is_address(engine->values, node->right) || (index->kind == VALUE_SYMBOL && index->type.kind == IR_TYPE_POINTER);
        may = node->kind == VALUE_ELEMENT_AT && is_pointer && index->kind != VALUE_FUNCTION && may_change(exec, env, address, is_task, node->right, callee);
    }
    return may;
}

void answers_forget(Exec *exec, Env *env, Value address, bool is_task)
{
    if (g_hash_table_size(exec->engine->asked_again) == 0 || address == VALUE_NONE || answers_is_place(exec->engine, address))
        return;
    for (uint32_t i = env->cell_count; i-- > 0;) {
        const ValueNode key = *value_node(exec->engine->values, env->cells[i].key);
        Value place = key.kind == VALUE_KEY && key.op == VALUE_KEY_BEFORE ? key.left : env->cells[i].key;
        if (place != VALUE_NONE && answers_is_place(exec->engine, place) && may_change_answer(exec, env, address, is_task, place))
            env_remove(env, env->cells[i].key);
    }
}
