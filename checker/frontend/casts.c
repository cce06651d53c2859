/* casts.c - casts as they are written, above all those of pointers that lead from a struct to what lies in it, and back.
 *
 * `(struct item *)((char *)link - offsetof(struct item, link))`, which is container_of, or `(struct stream *)object`, where a stream begins with an
 * object: types and the number of bytes say which member of which struct is meant. The cast is lowered as the way there, member by member,
 * so that the place has one name by whatever pointer one comes to it. Where no member lies there, what the pointer leads to is out of sight. */
#include "lower.h"

enum { MOST_NESTED = 8 };

/* Members from the struct inwards. */
typedef struct Way {
    uint32_t fields[MOST_NESTED];
    uint32_t length;
} Way;

static bool points_to_bytes(LowerUnit *unit, CXType pointer)
{
    CXType pointee = lower_pointee(pointer);
    return lower_type(unit, pointee).kind == IR_TYPE_VOID || clang_Type_getSizeOf(pointee) == 1;
}

/* Whether what is declared so is of the type, or an array that begins with one. */
static bool begins_with(CXType declared, CXType type)
{
    CXType element = lower_unqualified(declared);
    while (!clang_equalTypes(element, type) && lower_is_array(element))
        element = lower_unqualified(lower_pointee(element));
    return clang_equalTypes(element, type);
}

static bool find_in_members(LowerUnit *unit, const LowerRecord *record, int64_t bit, const CXType *type, Way *way);

static bool find_in_member(LowerUnit *unit, const LowerMember *member, int64_t bit, const CXType *type, Way *way)
{
    if (member->anonymous != NULL)
        return find_in_members(unit, member->anonymous, bit, type, way);
    IrLayout layout = ir_builder_field(unit->builder, member->field)->layout;
    bool is_around = layout.begin >= 0 && layout.begin <= bit && (layout.size == IR_OPEN || bit < layout.begin + layout.size);
    if (!is_around || way->length == MOST_NESTED)
        return false;
    way->fields[way->length++] = member->field;
    if (bit == layout.begin && (type == NULL || begins_with(member->type, *type)))
        return true;
    const LowerRecord *inner = lower_record(unit, member->type);
    if (inner != NULL && find_in_members(unit, inner, bit - layout.begin, type, way))
        return true;
    way->length--;
    return false;
}

static bool find_in_members(LowerUnit *unit, const LowerRecord *record, int64_t bit, const CXType *type, Way *way)
{
    for (uint32_t i = 0; i < record->member_count; i++)
        if (find_in_member(unit, &record->members[i], bit, type, way))
            return true;
    return false;
}

/* The way to what lies so many bytes behind the beginning of a record, of this type (NULL: the outermost member there). */
static bool find_way(LowerUnit *unit, CXType outer, int64_t bytes, const CXType *type, Way *way)
{
    const LowerRecord *record = bytes < 0 || bytes > IR_MOST_BITS / 8 ? NULL : lower_record(unit, outer);
    way->length = 0;
    return record != NULL && find_in_members(unit, record, bytes * 8, type, way);
}

/* What a cast is of: a pointer, and how many bytes from there. */
typedef struct Moved {
    CXCursor pointer;
    int64_t bytes;
} Moved;

/* `(char *)p - 8`, or `p` itself. */
static Moved moved_pointer(LowerUnit *unit, CXCursor operand)
{
    Moved moved = {operand, 0};
    CXCursor sum = lower_computed(unit, operand);
    if (clang_getCursorKind(sum) != CXCursor_BinaryOperator)
        return moved;
    enum CXBinaryOperatorKind op = clang_getCursorBinaryOperatorKind(sum);
    LowerChildren children = lower_expressions(unit, sum);
    int64_t by;
    if ((op != CXBinaryOperator_Add && op != CXBinaryOperator_Sub) || children.count != 2 || !lower_is_pointer(unit, children.at[0]) ||
        !points_to_bytes(unit, clang_getCursorType(children.at[0])) || !lower_fold(unit, children.at[1], &by) || by == INT64_MIN)
        return moved;
    moved = (Moved){children.at[0], op == CXBinaryOperator_Sub ? -by : by};
    CXCursor bytes = lower_computed(unit, children.at[0]);
    LowerChildren cast = lower_expressions(unit, bytes);
    if (clang_getCursorKind(bytes) == CXCursor_CStyleCastExpr && cast.count > 0 && lower_is_pointer(unit, cast.at[cast.count - 1]))
        moved.pointer = cast.at[cast.count - 1];
    return moved;
}

/* A cast from a record's address to that of something in it, or back. false: it is another one. */
static bool cast_inside(LowerUnit *unit, CXCursor expression, CXCursor operand, LowerValue *value)
{
    Moved moved = moved_pointer(unit, operand);
    CXType target = lower_unqualified(lower_pointee(clang_getCursorType(expression)));
    CXType source = lower_unqualified(lower_pointee(clang_getCursorType(moved.pointer)));
    bool is_untyped = points_to_bytes(unit, clang_getCursorType(moved.pointer));
    Way way;
    bool is_outwards = target.kind == CXType_Record && (moved.bytes != 0 || !is_untyped) && !clang_equalTypes(source, target) &&
                       find_way(unit, target, -moved.bytes, is_untyped ? NULL : &source, &way);
    if (!is_outwards && (source.kind != CXType_Record || clang_equalTypes(source, target) || !find_way(unit, source, moved.bytes, &target, &way)))
        return false;
    IrSpan span = lower_span(unit, expression);
    IrReg address = lower_value_as(unit, moved.pointer, IR_POINTER).reg;
    for (uint32_t i = 0; i < way.length; i++)
        address = is_outwards ? ir_build_container(unit->builder, address, way.fields[way.length - 1 - i], span)
                              : ir_build_field(unit->builder, address, way.fields[i], span);
    *value = lower_register(address, IR_POINTER);
    return true;
}

LowerValue lower_cast(LowerUnit *unit, CXCursor expression)
{
    LowerChildren children = lower_expressions(unit, expression);
    IrType type = lower_type_of(unit, expression);
    if (children.count == 0)
        return lower_not_modelled(unit, expression);
    CXCursor operand = children.at[children.count - 1];
    if (type.kind == IR_TYPE_VOID) {
        lower_effect(unit, operand);
        return lower_none();
    }
    bool is_between_pointers = type.kind == IR_TYPE_POINTER && lower_is_pointer(unit, operand);
    LowerValue value;
    if (is_between_pointers && cast_inside(unit, expression, operand, &value))
        return value;
    value = lower_convert(unit, lower_value(unit, operand), type, lower_span(unit, expression));
    value.is_bytes = is_between_pointers && points_to_bytes(unit, clang_getCursorType(expression)) &&
                     !points_to_bytes(unit, clang_getCursorType(operand));
    return value;
}
