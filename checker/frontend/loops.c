/* loops.c - loops and switches. */
#include "lower.h"

static void enter_target(LowerUnit *unit, LowerTarget *target, uint32_t break_block, uint32_t continue_block,
                         LowerSwitch *switch_)
{
    LowerBody *body = unit->body;
    *target = (LowerTarget){body->target, break_block, continue_block, body->scope, switch_};
    body->target = target;
}

void lower_while(LowerUnit *unit, CXCursor statement)
{
    LowerChildren parts = lower_children(unit, statement);
    if (parts.count < 2)
        return;
    IrSpan span = lower_start_span(unit, statement, 5);
    uint32_t head = ir_builder_add_block(unit->builder), body = ir_builder_add_block(unit->builder);
    uint32_t exit = ir_builder_add_block(unit->builder);
    LowerTarget target;
    lower_jump(unit, head, span);
    ir_builder_set_block(unit->builder, head);
    enter_target(unit, &target, exit, head, NULL);
    lower_condition(unit, parts.at[0], body, exit, IR_BRANCH_LOOP);
    ir_builder_set_block(unit->builder, body);
    lower_statement(unit, parts.at[1]);
    lower_jump(unit, head, span);
    unit->body->target = target.parent;
    ir_builder_set_block(unit->builder, exit);
}

void lower_do(LowerUnit *unit, CXCursor statement)
{
    LowerChildren parts = lower_children(unit, statement);
    if (parts.count < 2)
        return;
    IrSpan span = lower_start_span(unit, statement, 2);
    uint32_t body = ir_builder_add_block(unit->builder), test = ir_builder_add_block(unit->builder);
    uint32_t exit = ir_builder_add_block(unit->builder);
    LowerTarget target;
    lower_jump(unit, body, span);
    ir_builder_set_block(unit->builder, body);
    enter_target(unit, &target, exit, test, NULL);
    lower_statement(unit, parts.at[0]);
    lower_jump(unit, test, span);
    ir_builder_set_block(unit->builder, test);
    lower_condition(unit, parts.at[1], body, exit, IR_BRANCH_LOOP);
    unit->body->target = target.parent;
    ir_builder_set_block(unit->builder, exit);
}

typedef struct ForParts {
    CXCursor init, condition, increment, body;
    LowerForSlots slots;
} ForParts;

/* libclang shows the parts that are there, not which they are. */
static bool read_for(LowerUnit *unit, CXCursor statement, ForParts *parts)
{
    LowerChildren children = lower_children(unit, statement);
    if (children.count == 0 || children.count > 4)
        return false;
    uint32_t present = children.count - 1;
    parts->slots = (LowerForSlots){present == 3, present == 3, present == 3};
    if (present == 1 && clang_getCursorKind(children.at[0]) == CXCursor_DeclStmt) {
        parts->slots.has_init = true;
    } else if ((present == 1 || present == 2) && !lower_for_slots(unit, statement, present, &parts->slots)) {
        ir_builder_count_unknown(unit->builder, "ForStmt");
        unit->body->degraded = "a for statement could not be read";
        parts->slots = (LowerForSlots){present == 2, false, true};
    }
    uint32_t next = 0;
    if (parts->slots.has_init)
        parts->init = children.at[next++];
    if (parts->slots.has_condition)
        parts->condition = children.at[next++];
    if (parts->slots.has_increment)
        parts->increment = children.at[next++];
    parts->body = children.at[next];
    return true;
}

void lower_for(LowerUnit *unit, CXCursor statement)
{
    ForParts parts;
    if (!read_for(unit, statement, &parts))
        return;
    IrBuilder *builder = unit->builder;
    IrSpan span = lower_start_span(unit, statement, 3);
    const LowerScope *outer = unit->body->scope;
    if (parts.slots.has_init)
        lower_statement(unit, parts.init);
    uint32_t head = ir_builder_add_block(builder), body = ir_builder_add_block(builder);
    uint32_t step = ir_builder_add_block(builder), exit = ir_builder_add_block(builder);
    LowerTarget target;
    lower_jump(unit, head, span);
    ir_builder_set_block(builder, head);
    enter_target(unit, &target, exit, step, NULL);
    if (parts.slots.has_condition)
        lower_condition(unit, parts.condition, body, exit, IR_BRANCH_LOOP);
    else
        lower_branch_on(unit, lower_constant(unit, IR_I32, 1, span), body, exit, IR_BRANCH_LOOP, span);
    ir_builder_set_block(builder, body);
    lower_statement(unit, parts.body);
    lower_jump(unit, step, span);
    ir_builder_set_block(builder, step);
    if (parts.slots.has_increment)
        lower_effect(unit, parts.increment);
    lower_jump(unit, head, span);
    unit->body->target = target.parent;
    ir_builder_set_block(builder, exit);
    lower_scope_leave(unit, outer, span);
    unit->body->scope = outer;
}

/* --- switch --- */

static bool has_case(const GArray *cases, int64_t number)
{
    bool has = false;
    for (guint i = 0; i < cases->len && !has; i++) {
        const IrCase *one = &g_array_index(cases, IrCase, i);
        has = one->low <= number && number <= one->high;
    }
    return has;
}

/* Whether it has a case for each of an enumeration's constants: then there is no other way through it, for compilers' warnings and readers. */
static bool is_exhaustive(LowerUnit *unit, CXCursor condition, const GArray *cases)
{
    CXType type = clang_getCanonicalType(clang_getCursorType(lower_computed(unit, condition)));
    if (type.kind != CXType_Enum)
        return false;
    LowerChildren constants = lower_children(unit, clang_getTypeDeclaration(type));
    uint32_t named = 0;
    for (uint32_t i = 0; i < constants.count; i++) {
        if (clang_getCursorKind(constants.at[i]) != CXCursor_EnumConstantDecl)
            continue;
        if (!has_case(cases, clang_getEnumConstantDeclValue(constants.at[i])))
            return false;
        named++;
    }
    return named > 0;
}

void lower_switch(LowerUnit *unit, CXCursor statement)
{
    LowerChildren parts = lower_children(unit, statement);
    if (parts.count < 2)
        return;
    IrBuilder *builder = unit->builder;
    IrSpan span = lower_span(unit, parts.at[0]);
    LowerValue value = lower_value(unit, parts.at[0]);
    if (value.type.kind != IR_TYPE_INT)
        value = lower_unknown(unit, IR_I32, span);
    if (ir_builder_is_closed(builder)) /* its cases are still to be lowered, from nowhere */
        ir_builder_set_block(builder, ir_builder_add_block(builder));
    uint32_t head = ir_builder_block(builder), exit = ir_builder_add_block(builder);
    LowerSwitch switch_ = {g_array_new(FALSE, FALSE, sizeof(IrCase)), value.type, IR_NONE};
    LowerTarget target;
    enter_target(unit, &target, exit, IR_NONE, &switch_);
    ir_builder_set_block(builder, ir_builder_add_block(builder)); /* before the first case: unreachable */
    lower_statement(unit, parts.at[1]);
    lower_jump(unit, exit, span);
    unit->body->target = target.parent;
    if (switch_.otherwise == IR_NONE && is_exhaustive(unit, parts.at[0], switch_.cases)) {
        switch_.otherwise = ir_builder_add_block(builder);
        ir_builder_set_block(builder, switch_.otherwise);
        ir_build_unreachable(builder, span);
    }
    ir_builder_set_block(builder, head);
    IrInst inst = {.op = IR_OP_SWITCH, .type = IR_VOID, .span = span};
    inst.as.switch_.value = value.reg;
    inst.as.switch_.value_type = value.type;
    inst.as.switch_.cases = (IrCase *)(void *)switch_.cases->data;
    inst.as.switch_.case_count = switch_.cases->len;
    inst.as.switch_.otherwise = switch_.otherwise == IR_NONE ? exit : switch_.otherwise;
    ir_builder_append(builder, inst);
    g_array_free(switch_.cases, TRUE);
    ir_builder_set_block(builder, exit);
}

static LowerSwitch *innermost_switch(const LowerUnit *unit)
{
    const LowerTarget *target = unit->body->target;
    while (target != NULL && target->switch_ == NULL)
        target = target->parent;
    return target == NULL ? NULL : target->switch_;
}

static void add_case(LowerUnit *unit, LowerSwitch *switch_, LowerChildren parts, uint32_t block)
{
    IrCase entry = {0, 0, block};
    bool is_known = lower_evaluate(parts.at[0], &entry.low);
    entry.high = entry.low;
    if (parts.count > 2)
        is_known = lower_evaluate(parts.at[1], &entry.high) && is_known;
    if (is_known) {
        g_array_append_val(switch_->cases, entry);
    } else if (unit->body->degraded == NULL) {
        unit->body->degraded = "a case label that is no constant";
    }
}

/* The labels of one place share its block: case 1: case 2: default: ... */
void lower_case(LowerUnit *unit, CXCursor statement)
{
    LowerSwitch *switch_ = innermost_switch(unit);
    uint32_t block = ir_builder_add_block(unit->builder);
    lower_jump(unit, block, lower_start_span(unit, statement, 4));
    ir_builder_set_block(unit->builder, block);
    for (;;) {
        enum CXCursorKind kind = clang_getCursorKind(statement);
        if (kind != CXCursor_CaseStmt && kind != CXCursor_DefaultStmt)
            break;
        LowerChildren parts = lower_children(unit, statement);
        if (switch_ != NULL && kind == CXCursor_DefaultStmt)
            switch_->otherwise = block;
        else if (switch_ != NULL && parts.count > 1)
            add_case(unit, switch_, parts, block);
        if (parts.count == 0)
            return;
        statement = parts.at[parts.count - 1];
    }
    lower_statement(unit, statement);
}
