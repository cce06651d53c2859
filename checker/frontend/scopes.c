/* scopes.c - what leaving a scope does, and jumps.
 *
 * A place in the program is a pointer into a persistent list of the variables in scope. Going from one place to another
 * ends what is in scope here and not there: down to the two lists' common tail. Jumps to labels are finished at the end
 * of the body, when every label's place is known. */
#include <string.h>

#include "lower.h"

void lower_scope_push(LowerUnit *unit, uint32_t local, uint32_t cleanup, IrSpan span)
{
    LowerBody *body = unit->body;
    LowerScope *scope = BASE_NEW(unit->scratch, LowerScope);
    scope->parent = body->scope;
    scope->depth = body->scope == NULL ? 1 : body->scope->depth + 1;
    scope->local = local;
    scope->cleanup = cleanup;
    scope->span = span;
    body->scope = scope;
}

static void leave(LowerUnit *unit, const LowerScope *from, const LowerScope *outer, bool is_ending, IrSpan span)
{
    for (const LowerScope *at = from; at != outer && at != NULL; at = at->parent) {
        if (at->cleanup != IR_NONE)
            lower_call_cleanup(unit, at->cleanup, at->local, span);
        if (is_ending)
            ir_build_end_scope(unit->builder, at->local, span);
    }
}

void lower_scope_leave(LowerUnit *unit, const LowerScope *outer, IrSpan span)
{
    leave(unit, unit->body->scope, outer, true, span);
}

void lower_scope_cleanups(LowerUnit *unit, const LowerScope *outer, IrSpan span)
{
    leave(unit, unit->body->scope, outer, false, span);
}

/* --- labels --- */

LowerLabel *lower_label(LowerUnit *unit, CXCursor cursor)
{
    LowerBody *body = unit->body;
    LowerLabel *label = lower_cursor_map_get(body->labels, cursor);
    if (label == NULL) {
        label = BASE_NEW(unit->scratch, LowerLabel);
        label->block = ir_builder_add_block(unit->builder);
        lower_cursor_map_set(body->labels, unit->scratch, cursor, label);
        g_ptr_array_add(body->label_list, label);
        g_ptr_array_add(body->label_names,
                        (gpointer)(uintptr_t)lower_text(unit->scratch, clang_getCursorSpelling(cursor)));
    }
    return label;
}

static void remember_goto(LowerUnit *unit, LowerGoto jump)
{
    IrBuilder *builder = unit->builder;
    if (ir_builder_is_closed(builder))
        return; /* dead code */
    jump.block = ir_builder_block(builder);
    jump.scope = unit->body->scope;
    g_array_append_val(unit->body->gotos, jump);
    ir_builder_set_block(builder, jump.next != IR_NONE ? jump.next : ir_builder_add_block(builder));
}

void lower_goto(LowerUnit *unit, LowerLabel *label, IrSpan span)
{
    remember_goto(unit, (LowerGoto){.label = label, .next = IR_NONE, .span = span});
}

void lower_asm_goto(LowerUnit *unit, const char *labels, IrSpan span)
{
    remember_goto(unit, (LowerGoto){.next = ir_builder_add_block(unit->builder), .labels = labels, .span = span});
}

static const LowerScope *common_scope(const LowerScope *a, const LowerScope *b)
{
    while (a != b) {
        uint32_t depth_a = a == NULL ? 0 : a->depth, depth_b = b == NULL ? 0 : b->depth;
        if (depth_a >= depth_b)
            a = a->parent;
        if (depth_b > depth_a)
            b = b->parent;
    }
    return a;
}

static bool names_label(const char *labels, const char *name)
{
    size_t length = strlen(name);
    for (const char *p = labels; *p != '\0';) {
        size_t word = strcspn(p, " ");
        if (word == length && strncmp(p, name, length) == 0)
            return true;
        p += word + strspn(p + word, " ");
    }
    return false;
}

/* Unknowable jumps do not end scopes: which ones depends on the target. */
static void resolve_any(LowerUnit *unit, const LowerGoto *jump)
{
    LowerBody *body = unit->body;
    GArray *targets = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    if (jump->next != IR_NONE)
        g_array_append_val(targets, jump->next);
    for (guint i = 0; i < body->label_list->len; i++) {
        const LowerLabel *label = g_ptr_array_index(body->label_list, i);
        bool is_target = jump->next == IR_NONE ? label->is_address_taken
                                               : jump->labels == NULL ||
                                                     names_label(jump->labels, g_ptr_array_index(body->label_names, i));
        if (is_target && label->is_placed)
            g_array_append_val(targets, label->block);
    }
    IrInst any = {.op = IR_OP_ANY, .type = IR_VOID, .span = jump->span};
    any.as.any.targets = (uint32_t *)(void *)targets->data;
    any.as.any.target_count = targets->len;
    if (targets->len > 0)
        ir_builder_append(unit->builder, any);
    else
        ir_build_unreachable(unit->builder, jump->span);
    g_array_free(targets, TRUE);
}

void lower_resolve_gotos(LowerUnit *unit)
{
    GArray *gotos = unit->body->gotos;
    for (guint i = 0; i < gotos->len; i++) {
        const LowerGoto *jump = &g_array_index(gotos, LowerGoto, i);
        ir_builder_set_block(unit->builder, jump->block);
        if (jump->label == NULL) {
            resolve_any(unit, jump);
        } else if (!jump->label->is_placed) { /* an error */
            ir_build_unreachable(unit->builder, jump->span);
        } else {
            leave(unit, jump->scope, common_scope(jump->scope, jump->label->scope), true, jump->span);
            ir_build_jump(unit->builder, jump->label->block, jump->span);
        }
    }
}
