/* fix_tag.c - whether a program tells the members of a union apart; see fix_tag.h.
 *
 *     if (box->kind == NUMBER)                 each access has its guards: the branches and switches that lead to it alone, and
 *         return box->as.number;               test one field of the object that the union is in
 *     return await(box->as.task);
 *
 * Two accesses exclude each other when some tag has no value that satisfies the guards of both. Guards compare with constants
 * alone, so trying each constant and its neighbours tries all there is to tell. */
#include "fix_tag.h"

#include <string.h>

#include "ir/dominators.h"

/* A branch or switch that goes to `target` when the field `tag` has a fitting value. */
typedef struct Guard {
    const FixBody *body;
    const IrInst *end;
    uint32_t target;
    const IrField *tag;
    const char *record; /* the tag's */
} Guard;

/* A function, and which ways lead where in it. */
typedef struct Ways {
    const FixBody *body;
    IrDominators dominators;
    uint32_t *only;
} Ways;

typedef struct Access {
    bool is_of_member; /* in question; else of another one */
    GArray *guards;
} Access;

typedef struct Union {
    Fix *fix;
    const char *path;
    const ReportTokens *tokens;
    uint32_t member, open, close; /* tokens: the member's name, the union's braces */
    GArray *reads;                /* Access */
} Union;

/* --- one guard --- */

/* A conversion that loses no bit. */
static bool is_exact(const IrInst *cast)
{
    IrType from = cast->as.cast.operand_type, to = cast->type;
    return from.kind == IR_TYPE_INT && to.kind == IR_TYPE_INT && (to.bits >= from.bits || to.bits == 1);
}

static bool is_constant(const FixBody *body, IrReg reg)
{
    const IrInst *inst = fix_definition(body, reg);
    while (inst != NULL && inst->op == IR_OP_CAST && is_exact(inst))
        inst = fix_definition(body, inst->as.cast.operand);
    return inst != NULL && inst->op == IR_OP_CONST;
}

/* The load of what a condition compares with a constant, for equality; NULL: it does something else. */
static const IrInst *tested_load(const FixBody *body, IrReg reg)
{
    const IrInst *inst = fix_definition(body, reg);
    if (inst == NULL)
        return NULL;
    switch (inst->op) {
    case IR_OP_LOAD:
        return inst;
    case IR_OP_CAST:
        return is_exact(inst) ? tested_load(body, inst->as.cast.operand) : NULL;
    case IR_OP_UNARY:
        return inst->as.unary.op == IR_NOT ? tested_load(body, inst->as.unary.operand) : NULL;
    case IR_OP_BINARY:
        if ((inst->as.binary.op != IR_EQ && inst->as.binary.op != IR_NE) || is_constant(body, inst->as.binary.left) == is_constant(body, inst->as.binary.right))
            return NULL;
        return tested_load(body, is_constant(body, inst->as.binary.left) ? inst->as.binary.right : inst->as.binary.left);
    default:
        return NULL;
    }
}

/* The value in the type; in one of 1 bit, whether it is any. */
static int64_t converted(IrType type, int64_t value)
{
    if (type.bits == 1)
        return value != 0;
    unsigned lost = type.bits < 64 ? 64u - type.bits : 0;
    uint64_t high = (uint64_t)value << lost;
    return type.is_signed ? (int64_t)high >> lost : (int64_t)(high >> lost);
}

/* What the register holds when the guard's load gives `tag`. Only for registers that tested_load has been through. */
static int64_t value_of(const Guard *guard, IrReg reg, int64_t tag)
{
    const IrInst *inst = fix_definition(guard->body, reg);
    switch (inst->op) {
    case IR_OP_CONST:
        return inst->as.constant;
    case IR_OP_CAST:
        return converted(inst->type, value_of(guard, inst->as.cast.operand, tag));
    case IR_OP_UNARY:
        return value_of(guard, inst->as.unary.operand, tag) == 0;
    case IR_OP_BINARY:
        return (value_of(guard, inst->as.binary.left, tag) == value_of(guard, inst->as.binary.right, tag)) == (inst->as.binary.op == IR_EQ);
    default:
        return tag;
    }
}

static bool leads_to_target(const Guard *guard, int64_t tag)
{
    const IrInst *end = guard->end;
    if (end->op == IR_OP_BRANCH)
        return (value_of(guard, end->as.branch.condition, tag) != 0 ? end->as.branch.if_true : end->as.branch.if_false) == guard->target;
    int64_t value = value_of(guard, end->as.switch_.value, tag);
    for (uint32_t i = 0; i < end->as.switch_.case_count; i++)
        if (value >= end->as.switch_.cases[i].low && value <= end->as.switch_.cases[i].high)
            return end->as.switch_.cases[i].target == guard->target;
    return end->as.switch_.otherwise == guard->target;
}

/* Values between which a condition may change its mind. */
static void add_constants(const Guard *guard, IrReg reg, GArray *values)
{
    const IrInst *inst = fix_definition(guard->body, reg);
    if (inst->op == IR_OP_CONST)
        g_array_append_val(values, inst->as.constant);
    else if (inst->op == IR_OP_CAST)
        add_constants(guard, inst->as.cast.operand, values);
    else if (inst->op == IR_OP_UNARY)
        add_constants(guard, inst->as.unary.operand, values);
    else if (inst->op == IR_OP_BINARY) {
        add_constants(guard, inst->as.binary.left, values);
        add_constants(guard, inst->as.binary.right, values);
    }
}

static void add_turning_points(const Guard *guard, GArray *values)
{
    const IrInst *end = guard->end;
    add_constants(guard, end->op == IR_OP_BRANCH ? end->as.branch.condition : end->as.switch_.value, values);
    for (uint32_t i = 0; end->op == IR_OP_SWITCH && i < end->as.switch_.case_count; i++) {
        g_array_append_val(values, end->as.switch_.cases[i].low);
        g_array_append_val(values, end->as.switch_.cases[i].high);
    }
}

/* --- the guards of an access --- */

/* The token behind the object whose member the tokens [first, last] name: of `a->b[i]->kind`, `->kind`; of `a->head.kind`, `->head`. */
static uint32_t end_of_object(const ReportTokens *tokens, uint32_t first, uint32_t last)
{
    while (last >= first + 2 && tokens->at[last].kind == REPORT_TOKEN_IDENTIFIER && report_token_is(tokens, last - 1, "."))
        last -= 2;
    return last >= first + 2 && tokens->at[last].kind == REPORT_TOKEN_IDENTIFIER && report_token_is(tokens, last - 1, "->") ? last - 1 : last + 1;
}

static bool has_token(const ReportTokens *tokens, uint32_t first, uint32_t end, const char *text)
{
    for (uint32_t token = first; token < end; token++)
        if (report_token_is(tokens, token, text))
            return true;
    return false;
}

/* Whether two field accesses are written with the same object. A call may give another one each time. */
static bool is_same_object(const FixBody *body, const IrInst *a, const IrInst *b)
{
    uint32_t at[2], end[2];
    const IrInst *insts[] = {a, b};
    for (int i = 0; i < 2; i++) {
        at[i] = fix_token_at(body, insts[i]->span);
        uint32_t last = at[i] != REPORT_NO_TOKEN ? fix_last_token(body, insts[i]->span, at[i]) : REPORT_NO_TOKEN;
        if (last == REPORT_NO_TOKEN)
            return false;
        end[i] = end_of_object(body->tokens, at[i], last);
    }
    return fix_is_same_text(body->tokens, at[0], end[0], at[1], end[1]) && !has_token(body->tokens, at[0], end[0], "(");
}

/* The address of what an instruction gives another value; NULL: of none that is known. */
static const IrInst *written_address(const FixBody *body, const IrInst *inst)
{
    switch (inst->op) {
    case IR_OP_STORE: return fix_definition(body, inst->as.store.address);
    case IR_OP_COPY: case IR_OP_ZERO: return fix_definition(body, inst->as.copy.destination);
    default: return NULL;
    }
}

/* Whether an address is of something that the tokens name: a variable, a member, an element. */
static bool is_named_among(const FixBody *body, const IrInst *address, uint32_t first, uint32_t end)
{
    const char *name = NULL;
    switch (address->op) {
    case IR_OP_LOCAL: name = body->function->locals[address->as.local].name; break;
    case IR_OP_GLOBAL: name = body->module->globals[address->as.global].name; break;
    case IR_OP_FIELD: name = body->module->fields[address->as.field.field].name; break;
    case IR_OP_INDEX: name = "["; break;
    default: break;
    }
    return name != NULL && has_token(body->tokens, first, end, name);
}

/* Whether, past the guard, the tag, or a variable or member by which the object is named, gets another value. */
static bool is_outdated(const Guard *guard, const Ways *ways, const IrInst *tag)
{
    const FixBody *body = ways->body;
    const IrFunction *function = body->function;
    uint32_t first = fix_token_at(body, tag->span), last = fix_last_token(body, tag->span, first);
    for (uint32_t b = 0; b < function->block_count; b++)
        for (uint32_t i = 0; ir_dominates(&ways->dominators, guard->target, b) && i < function->blocks[b].inst_count; i++) {
            const IrInst *address = written_address(body, &function->blocks[b].insts[i]);
            if (address != NULL && is_named_among(body, address, first, last + 1))
                return true;
        }
    return false;
}

/* The guard at the end of a block for one of its successors; false: it tests something else than a tag of the object that `access` is in. */
static bool read_guard(Guard *guard, const Ways *ways, uint32_t from, uint32_t target, const IrInst *access)
{
    const FixBody *body = ways->body;
    const IrInst *end = ir_end_of(body->function, from);
    if (end->op != IR_OP_BRANCH && end->op != IR_OP_SWITCH)
        return false;
    const IrInst *load = tested_load(body, end->op == IR_OP_BRANCH ? end->as.branch.condition : end->as.switch_.value);
    const IrInst *tag = load != NULL && !load->as.load.is_volatile ? fix_definition(body, load->as.load.address) : NULL;
    if (tag == NULL || tag->op != IR_OP_FIELD || !is_same_object(body, tag, access))
        return false;
    const IrField *field = &body->module->fields[tag->as.field.field];
    *guard = (Guard){body, end, target, field, body->module->records[field->record].name};
    return !is_outdated(guard, ways, tag);
}

/* By block: the only one that leads to it; IR_NONE: there are several, or none. */
static uint32_t *only_predecessors(const IrFunction *function)
{
    uint32_t *only = g_new(uint32_t, function->block_count);
    bool *has_one = g_new0(bool, function->block_count);
    for (uint32_t b = 0; b < function->block_count; b++)
        only[b] = IR_NONE;
    for (uint32_t b = 0; b < function->block_count; b++)
        for (uint32_t k = 0; k < ir_successor_count(&function->blocks[b]); k++) {
            uint32_t to = ir_successor(&function->blocks[b], k);
            only[to] = has_one[to] && only[to] != b ? IR_NONE : b;
            has_one[to] = true;
        }
    g_free(has_one);
    return only;
}

static GArray *guards_of(const Ways *ways, uint32_t block, const IrInst *access)
{
    GArray *guards = g_array_new(FALSE, FALSE, sizeof(Guard));
    for (uint32_t at = block; ways->dominators.parent[at] != IR_NONE; at = ways->dominators.parent[at]) {
        Guard guard;
        if (ways->only[at] != IR_NONE && read_guard(&guard, ways, ways->only[at], at, access))
            g_array_append_val(guards, guard);
    }
    return guards;
}

/* --- accesses --- */

/* The token of a field's name, if the field is declared inside the union. */
static uint32_t token_inside(const Union *shared, const IrModule *module, const IrField *field)
{
    bool is_here = field->span.file < module->file_count && strcmp(module->files[field->span.file].path, shared->path) == 0;
    uint32_t token = is_here ? report_tokens_find(shared->tokens, field->span.line, field->span.column) : REPORT_NO_TOKEN;
    return token != REPORT_NO_TOKEN && token > shared->open && token < shared->close ? token : REPORT_NO_TOKEN;
}

static bool is_stored_to(const FixBody *body, const IrInst *address)
{
    const IrInst *user = body->readers[address->result];
    return user != NULL && user->op == IR_OP_STORE && user->as.store.address == address->result;
}

/* Adds what the function reads of the union. false: it cannot be told. */
static bool read_function(Union *shared, const IrModule *module, const IrFunction *function)
{
    Ways ways = {0};
    bool good = true;
    for (uint32_t b = 0; good && b < function->block_count; b++)
        for (uint32_t i = 0; good && i < function->blocks[b].inst_count; i++) {
            const IrInst *inst = &function->blocks[b].insts[i];
            uint32_t token = inst->op == IR_OP_FIELD ? token_inside(shared, module, &module->fields[inst->as.field.field]) : REPORT_NO_TOKEN;
            if (token == REPORT_NO_TOKEN)
                continue;
            if (ways.only == NULL)
                ways = (Ways){fix_body(shared->fix, module, function), ir_dominators(function), only_predecessors(function)};
            good = ways.body != NULL;
            if (!good || is_stored_to(ways.body, inst))
                continue;
            Access access = {token == shared->member, guards_of(&ways, b, inst)};
            g_array_append_val(shared->reads, access);
        }
    if (ways.only != NULL)
        ir_dominators_clear(&ways.dominators);
    g_free(ways.only);
    return good;
}

static bool read_program(Union *shared)
{
    const AnalysisProgram *program = fix_program(shared->fix->context);
    bool good = true;
    for (uint32_t m = 0; good && m < program->module_count; m++)
        for (uint32_t f = 0; good && f < program->modules[m]->function_count; f++) {
            const IrFunction *function = &program->modules[m]->functions[f];
            bool is_chosen = function->is_defined && program->functions[program->function_of[m][f]].function == function;
            good = !is_chosen || read_function(shared, program->modules[m], function);
        }
    return good;
}

/* --- two accesses --- */

static bool is_same_tag(const Guard *a, const Guard *b)
{
    return strcmp(a->tag->name, b->tag->name) == 0 && g_strcmp0(a->record, b->record) == 0;
}

/* Whether the value fits all guards of this tag. */
static bool fits(const GArray *guards, const Guard *tag, int64_t value)
{
    for (guint i = 0; i < guards->len; i++) {
        const Guard *guard = &g_array_index(guards, Guard, i);
        if (is_same_tag(guard, tag) && !leads_to_target(guard, value))
            return false;
    }
    return true;
}

static bool excludes_by(const Access *a, const Access *b, const Guard *tag)
{
    const GArray *both[] = {a->guards, b->guards};
    GArray *values = g_array_new(FALSE, FALSE, sizeof(int64_t));
    for (int side = 0; side < 2; side++)
        for (guint i = 0; i < both[side]->len; i++)
            if (is_same_tag(&g_array_index(both[side], Guard, i), tag))
                add_turning_points(&g_array_index(both[side], Guard, i), values);
    int64_t zero = 0;
    g_array_append_val(values, zero); /* what a plain `if (tag)` turns at */
    bool is_possible = false;
    for (guint i = 0; !is_possible && i < values->len; i++)
        for (int step = -1; !is_possible && step <= 1; step++) {
            int64_t value = (int64_t)((uint64_t)g_array_index(values, int64_t, i) + (uint64_t)(int64_t)step);
            is_possible = fits(a->guards, tag, value) && fits(b->guards, tag, value);
        }
    g_array_unref(values);
    return !is_possible;
}

static bool excludes(const Access *a, const Access *b)
{
    for (guint i = 0; i < a->guards->len; i++)
        if (excludes_by(a, b, &g_array_index(a->guards, Guard, i)))
            return true;
    return false;
}

/* Each read of another member excludes all of this one; where this one is never read, there is nothing to tell it by. */
static bool are_apart(const GArray *reads)
{
    for (guint i = 0; i < reads->len; i++) {
        const Access *other = &g_array_index(reads, Access, i);
        bool is_told = other->is_of_member;
        for (guint k = 0; !other->is_of_member && k < reads->len; k++) {
            const Access *own = &g_array_index(reads, Access, k);
            if (!own->is_of_member)
                continue;
            if (!excludes(other, own))
                return false;
            is_told = true;
        }
        if (!is_told)
            return false;
    }
    return true;
}

/* --- the union --- */

/* The outermost union around the member's declaration. */
static bool find_union(Union *shared)
{
    const ReportTokens *tokens = shared->tokens;
    shared->open = REPORT_NO_TOKEN;
    for (uint32_t brace = tokens->at[shared->member].outer; brace != REPORT_NO_TOKEN; brace = tokens->at[brace].outer) {
        uint32_t word = brace;
        while (word > 0 && tokens->at[word - 1].kind == REPORT_TOKEN_IDENTIFIER)
            if (report_token_is(tokens, --word, "union"))
                shared->open = brace;
    }
    shared->close = shared->open != REPORT_NO_TOKEN ? tokens->at[shared->open].partner : REPORT_NO_TOKEN;
    return shared->close != REPORT_NO_TOKEN;
}

/* Whether a module knows of another member that is a value task, or may hold one. */
static bool holds_another(const Union *shared)
{
    const AnalysisProgram *program = fix_program(shared->fix->context);
    for (uint32_t m = 0; m < program->module_count; m++) {
        const IrModule *module = program->modules[m];
        for (uint32_t i = 0; i < module->field_count; i++) {
            const IrField *field = &module->fields[i];
            bool may_hold = field->holds_task || field->type.kind == IR_TYPE_AGGREGATE;
            uint32_t token = may_hold ? token_inside(shared, module, field) : REPORT_NO_TOKEN;
            if (token != REPORT_NO_TOKEN && token != shared->member)
                return true;
        }
    }
    return false;
}

static void free_access(gpointer access)
{
    g_array_unref(((Access *)access)->guards);
}

bool fix_is_told_apart(Fix *fix, const char *path, const ReportTokens *tokens, uint32_t member)
{
    Union shared = {.fix = fix, .path = path, .tokens = tokens, .member = member};
    if (!find_union(&shared))
        return true;
    if (holds_another(&shared))
        return false;
    shared.reads = g_array_new(FALSE, FALSE, sizeof(Access));
    g_array_set_clear_func(shared.reads, free_access);
    bool good = read_program(&shared) && are_apart(shared.reads);
    g_array_unref(shared.reads);
    return good;
}
