/* Symbolic values: what the constructors simplify means the same, and equal conditions are one value.
 *
 * Random expressions, typed as the frontend types them (operands of one type, casts between types), are built twice: as a tree
 * of the test's own, evaluated by C's rules, and as a Value, evaluated by the meaning of its nodes. They must agree for all small
 * assignments of the unknowns for which C defines a result. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib.h>
#include <inttypes.h>

#include "worlds/world.h"

enum { SYMBOLS = 3 };

static Values *values;

static int set_up(void **state)
{
    (void)state;
    values = values_new();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    values_free(values);
    return 0;
}

/* --- the meaning of a node --- */

static int64_t wrap(int64_t number, IrType type)
{
    if (type.bits >= 64)
        return number;
    uint64_t mask = (UINT64_C(1) << type.bits) - 1, low = (uint64_t)number & mask;
    return type.is_signed && (low >> (type.bits - 1)) != 0 ? (int64_t)(low | ~mask) : (int64_t)low;
}

/* What C (with wrapping unsigned types) says; false: not defined. */
static bool compute(IrBinary op, int64_t a, int64_t b, IrType type, int64_t *result)
{
    __int128 exact;
    switch (op) {
    case IR_ADD: exact = (__int128)a + b; break;
    case IR_SUB: exact = (__int128)a - b; break;
    case IR_MUL: exact = (__int128)a * b; break;
    case IR_DIV: case IR_REM:
        if (b == 0)
            return false;
        exact = op == IR_DIV ? (__int128)a / b : (__int128)a % b;
        break;
    case IR_AND: exact = a & b; break;
    case IR_OR: exact = a | b; break;
    case IR_XOR: exact = a ^ b; break;
    case IR_SHL:
        if (b < 0 || b >= type.bits || (type.is_signed && a < 0))
            return false;
        exact = (__int128)a << b;
        break;
    case IR_SHR:
        if (b < 0 || b >= type.bits)
            return false;
        exact = a >> b;
        break;
    case IR_EQ: *result = a == b; return true;
    case IR_NE: *result = a != b; return true;
    case IR_LT: *result = a < b; return true;
    case IR_LE: *result = a <= b; return true;
    case IR_GT: *result = a > b; return true;
    default: *result = a >= b; return true;
    }
    if (type.is_signed && (exact < ir_type_min(type) || exact > ir_type_max(type)))
        return false;
    *result = wrap((int64_t)(uint64_t)exact, type);
    return true;
}

static bool meaning(Value value, const int64_t *symbols, int64_t *result)
{
    const ValueNode node = *value_node(values, value);
    int64_t left = 0, right = node.number;
    if (node.kind == VALUE_CONST) {
        *result = node.number;
        return true;
    }
    if (node.kind == VALUE_SYMBOL) {
        *result = symbols[node.number];
        return true;
    }
    assert_int_equal(node.kind, VALUE_EXPRESSION);
    if (!meaning(node.left, symbols, &left) || (node.right != VALUE_NONE && !meaning(node.right, symbols, &right)))
        return false;
    switch (node.op) {
    case VALUE_OP_NOT: *result = left == 0; return true;
    case VALUE_OP_COMPLEMENT: *result = wrap(~left, node.type); return true;
    case VALUE_OP_CAST: *result = wrap(left, node.type); return true;
    case VALUE_OP_HUGE_EQ: *result = left == node.number; return true;
    case VALUE_OP_HUGE_ABOVE: *result = (uint64_t)left < (uint64_t)node.number; return true;
    default: return compute((IrBinary)node.op, left, right, node.type, result);
    }
}

/* --- random expressions --- */

typedef struct Tree {
    enum { LEAF_CONST, LEAF_SYMBOL, BINARY, UNARY, CAST } kind;
    int op;
    IrType type, operand_type;
    int64_t number;
    const struct Tree *left, *right;
} Tree;

static const IrType symbol_types[SYMBOLS] = {{IR_TYPE_INT, 32, true, 0}, {IR_TYPE_INT, 8, false, 0}, {IR_TYPE_INT, 1, false, 0}};
/* C computes in int and wider. */
static const IrType types[] = {{IR_TYPE_INT, 32, true, 0}, {IR_TYPE_INT, 32, false, 0}, {IR_TYPE_INT, 64, true, 0}};

static const Tree *new_tree(BaseArena *arena, Tree tree)
{
    Tree *copy = BASE_NEW(arena, Tree);
    *copy = tree;
    return copy;
}

static const Tree *cast_tree(BaseArena *arena, const Tree *tree, IrType type)
{
    return ir_type_equal(tree->type, type) ? tree : new_tree(arena, (Tree){.kind = CAST, .type = type, .left = tree});
}

static const int64_t numbers[] = {-2, -1, 0, 1, 2, 3, 7, 127, 128, 255, 256, INT32_MAX, INT32_MIN, UINT32_MAX};

static const Tree *random_number(GRand *chance, BaseArena *arena, IrType type)
{
    int64_t number = numbers[g_rand_int_range(chance, 0, G_N_ELEMENTS(numbers))];
    return new_tree(arena, (Tree){.kind = LEAF_CONST, .type = type, .number = wrap(number, type)});
}

static const Tree *random_leaf(GRand *chance, BaseArena *arena, IrType type)
{
    if (g_rand_int_range(chance, 0, 3) == 0)
        return random_number(chance, arena, type);
    int symbol = g_rand_int_range(chance, 0, SYMBOLS);
    return cast_tree(arena, new_tree(arena, (Tree){.kind = LEAF_SYMBOL, .type = symbol_types[symbol], .number = symbol}), type);
}

static const Tree *random_tree(GRand *chance, BaseArena *arena, IrType type, int depth)
{
    if (depth == 0)
        return random_leaf(chance, arena, type);
    int dice = g_rand_int_range(chance, -5, 20);
    IrType inner = types[g_rand_int_range(chance, 0, G_N_ELEMENTS(types))];
    if (dice < -1)
        return random_leaf(chance, arena, type);
    if (dice < 3)
        return cast_tree(arena, random_tree(chance, arena, inner, depth - 1), type);
    if (dice < 5) { /* narrowed and widened again, as a store into a char does */
        IrType narrow = dice == 3 ? IR_INT(8, false) : IR_BOOL;
        return cast_tree(arena, cast_tree(arena, random_tree(chance, arena, inner, depth - 1), narrow), type);
    }
    if (dice < 8) {
        int op = dice == 5 ? IR_NEG : dice == 6 ? IR_COMPLEMENT : IR_NOT;
        IrType of = op == IR_NOT ? inner : type, result = op == IR_NOT ? IR_I32 : type;
        return cast_tree(arena, new_tree(arena, (Tree){.kind = UNARY, .op = op, .type = result, .operand_type = of, .left = random_tree(chance, arena, of, depth - 1)}), type);
    }
    bool compares = dice < 13;
    int op = compares ? g_rand_int_range(chance, IR_EQ, IR_GE + 1) : g_rand_int_range(chance, IR_ADD, IR_SHR + 1);
    if (!compares && g_rand_boolean(chance))
        op = IR_ADD + (dice & 1); /* sums are what the constructors simplify most */
    IrType of = compares ? inner : type;
    /* Mostly with a constant: there is most to simplify. */
    Tree tree = {.kind = BINARY, .op = op, .type = compares ? IR_I32 : type, .operand_type = of};
    tree.left = random_tree(chance, arena, of, depth - 1);
    tree.right = g_rand_boolean(chance) ? random_number(chance, arena, of) : random_tree(chance, arena, of, depth - 1);
    return cast_tree(arena, new_tree(arena, tree), type);
}

static Value build(const Tree *tree)
{
    switch (tree->kind) {
    case LEAF_CONST: return value_const(values, tree->number);
    case LEAF_SYMBOL: return value_symbol(values, (uint32_t)tree->number, tree->type);
    case UNARY: return value_unary(values, (IrUnary)tree->op, build(tree->left), tree->type);
    case CAST: return value_cast(values, build(tree->left), tree->left->type, tree->type);
    default: return value_binary(values, (IrBinary)tree->op, build(tree->left), build(tree->right), tree->operand_type, tree->type);
    }
}

static bool evaluate(const Tree *tree, const int64_t *symbols, int64_t *result)
{
    int64_t left = 0, right = 0;
    if (tree->kind == LEAF_CONST || tree->kind == LEAF_SYMBOL) {
        *result = tree->kind == LEAF_CONST ? tree->number : symbols[tree->number];
        return true;
    }
    if (!evaluate(tree->left, symbols, &left) || (tree->right != NULL && !evaluate(tree->right, symbols, &right)))
        return false;
    if (tree->kind == CAST) {
        *result = tree->type.bits == 1 ? left != 0 : wrap(left, tree->type);
        return true;
    }
    if (tree->kind == BINARY)
        return compute((IrBinary)tree->op, left, right, tree->type, result);
    switch (tree->op) {
    case IR_NOT: *result = left == 0; return true;
    case IR_COMPLEMENT: *result = wrap(~left, tree->type); return true;
    default: return compute(IR_SUB, 0, left, tree->type, result);
    }
}

static void append_tree(const Tree *tree, GString *out)
{
    static const char *const words[] = {[IR_ADD] = "+", [IR_SUB] = "-", [IR_MUL] = "*", [IR_DIV] = "/", [IR_REM] = "%", [IR_AND] = "&", [IR_OR] = "|", [IR_XOR] = "^",
                                        [IR_SHL] = "<<", [IR_SHR] = ">>", [IR_EQ] = "==", [IR_NE] = "!=", [IR_LT] = "<", [IR_LE] = "<=", [IR_GT] = ">", [IR_GE] = ">="};
    if (tree->kind == LEAF_CONST || tree->kind == LEAF_SYMBOL) {
        g_string_append_printf(out, "%s%" PRId64, tree->kind == LEAF_SYMBOL ? "s" : "", tree->number);
        return;
    }
    g_string_append_c(out, '(');
    if (tree->kind == BINARY)
        append_tree(tree->left, out);
    if (tree->kind == CAST)
        g_string_append_printf(out, "%s%d", tree->type.is_signed ? "i" : "u", tree->type.bits);
    else
        g_string_append(out, tree->kind == BINARY ? words[tree->op] : tree->op == IR_NOT ? "!" : tree->op == IR_NEG ? "-" : "~");
    append_tree(tree->kind == BINARY ? tree->right : tree->left, out);
    g_string_append_c(out, ')');
}

static const int64_t samples[SYMBOLS][9] = {
    {INT32_MIN, -2, -1, 0, 1, 2, 127, 256, INT32_MAX}, {0, 1, 2, 3, 126, 127, 128, 254, 255}, {0, 1},
};
static const size_t sample_counts[SYMBOLS] = {9, 9, 2};

typedef void (*Check)(const Tree *tree, Value value, const int64_t *symbols, int64_t expected);

/* Calls check for each small assignment for which C defines the tree's result. */
static void for_all_assignments(const Tree *tree, Value value, Check check)
{
    for (size_t i = 0; i < sample_counts[0]; i++)
        for (size_t j = 0; j < sample_counts[1]; j++)
            for (size_t k = 0; k < sample_counts[2]; k++) {
                int64_t symbols[SYMBOLS] = {samples[0][i], samples[1][j], samples[2][k]}, expected;
                if (evaluate(tree, symbols, &expected))
                    check(tree, value, symbols, expected);
            }
}

static void for_random_trees(uint32_t seed, int rounds, Check check)
{
    GRand *chance = g_rand_new_with_seed(seed);
    int told = 0;
    for (int round = 0; round < rounds; round++) {
        BaseArena *arena = base_arena_new();
        const Tree *tree = random_tree(chance, arena, types[round % (int)G_N_ELEMENTS(types)], 1 + round / 3 % 4);
        Value value = build(tree);
        told += value != VALUE_NONE;
        if (value != VALUE_NONE)
            for_all_assignments(tree, value, check);
        base_arena_free(arena);
    }
    g_rand_free(chance);
    assert_true(told > rounds / 2);
}

static char *words_of(const Tree *tree, const int64_t *symbols)
{
    GString *text = g_string_new(NULL);
    append_tree(tree, text);
    g_string_append_printf(text, " for s0 = %" PRId64 ", s1 = %" PRId64 ", s2 = %" PRId64, symbols[0], symbols[1], symbols[2]);
    return g_string_free(text, FALSE);
}

static void check_meaning(const Tree *tree, Value value, const int64_t *symbols, int64_t expected)
{
    int64_t result;
    if (!meaning(value, symbols, &result))
        fail_msg("%s has no value, not %" PRId64, words_of(tree, symbols), expected);
    if (result != expected)
        fail_msg("%s is %" PRId64 ", not %" PRId64, words_of(tree, symbols), result, expected);
    if (value_is_truth(values, value))
        assert_in_range(result, 0, 1);
}

static void simplification_keeps_the_meaning(void **state)
{
    (void)state;
    for_random_trees(1, 60000, check_meaning);
}

/* (T2)((T1)s0 + a) + b op c, for all a, b, c of the table, all operators and types: sums are folded and moved over comparisons. */
static void sums_move_over_comparisons(void **state)
{
    (void)state;
    const size_t count = G_N_ELEMENTS(numbers);
    for (size_t i = 0; i < G_N_ELEMENTS(types) * G_N_ELEMENTS(types) * count * count * count; i++) {
        size_t rest = i;
        IrType inner = types[rest % 3], outer = types[rest / 3 % 3];
        rest /= 9;
        int64_t a = wrap(numbers[rest % count], inner), b = wrap(numbers[rest / count % count], outer), c = wrap(numbers[rest / count / count], outer);
        Tree symbol = {.kind = LEAF_SYMBOL, .type = symbol_types[0]}, first = {.kind = CAST, .type = inner, .left = &symbol};
        Tree by_a = {.kind = LEAF_CONST, .type = inner, .number = a}, sum = {.kind = BINARY, .op = IR_ADD, .type = inner, .operand_type = inner, .left = &first, .right = &by_a};
        Tree second = {.kind = CAST, .type = outer, .left = &sum}, by_b = {.kind = LEAF_CONST, .type = outer, .number = b};
        Tree total = {.kind = BINARY, .op = IR_ADD, .type = outer, .operand_type = outer, .left = &second, .right = &by_b};
        Tree bound = {.kind = LEAF_CONST, .type = outer, .number = c}, tree = {.kind = BINARY, .type = IR_I32, .operand_type = outer, .left = &total, .right = &bound};
        if (ir_type_equal(inner, symbol_types[0]))
            sum.left = &symbol;
        if (ir_type_equal(inner, outer))
            total.left = &sum;
        for (tree.op = IR_EQ; tree.op <= IR_GE; tree.op++) {
            Value value = build(&tree);
            for (size_t s = 0; s < sample_counts[0] && value != VALUE_NONE; s++) {
                int64_t symbols[SYMBOLS] = {samples[0][s], 0, 0}, expected;
                if (evaluate(&tree, symbols, &expected))
                    check_meaning(&tree, value, symbols, expected);
            }
        }
    }
}

/* --- facts: env_set_of and env_assume --- */

static IntSets *sets;
static BaseArena *worlds;

/* An env that knows nothing contains every result; one that has learnt something true goes on containing it. */
static void check_sets(const Tree *tree, Value value, const int64_t *symbols, int64_t expected)
{
    WorldContext context = {.values = values, .sets = sets, .arena = worlds};
    Env env;
    env_init(&env);
    env.symbol_count = SYMBOLS;
    if (!intset_contains(sets, env_set_of(&context, &env, value), expected))
        fail_msg("%s: %" PRId64 " is thought impossible", words_of(tree, symbols), expected);
    /* Learn of the whole, then of the unknowns, in both orders; all that is learnt is true. */
    for (int order = 0; order < 2; order++) {
        env_clear(&env);
        env.symbol_count = SYMBOLS;
        for (int step = 0; step <= SYMBOLS; step++) {
            bool whole = (order == 0 && step == 0) || (order == 1 && step == SYMBOLS);
            uint32_t symbol = (uint32_t)(order == 0 ? step - 1 : step);
            Value of = whole ? value : value_symbol(values, symbol, symbol_types[symbol]);
            int64_t number = whole ? expected : symbols[symbol];
            IntSet learnt = whole ? intset_range(sets, number, number) : intset_compare(sets, symbols[0] % 2 ? IR_LE : IR_GE, number);
            if (!env_assume(&context, &env, of, learnt))
                fail_msg("%s = %" PRId64 " is refused (order %d, step %d)", words_of(tree, symbols), expected, order, step);
            if (!intset_contains(sets, env_set_of(&context, &env, value), expected))
                fail_msg("%s: %" PRId64 " is thought impossible (order %d, step %d)", words_of(tree, symbols), expected, order, step);
            for (uint32_t i = 0; i < SYMBOLS; i++)
                if (!intset_contains(sets, env_set_of(&context, &env, value_symbol(values, i, symbol_types[i])), symbols[i]))
                    fail_msg("%s = %" PRId64 ": s%u is thought impossible (order %d, step %d)", words_of(tree, symbols), expected, i, order, step);
        }
    }
    env_clear(&env);
}

static void what_is_true_is_never_thought_impossible(void **state)
{
    (void)state;
    sets = intsets_new();
    worlds = base_arena_new();
    for_random_trees(2, 2500, check_sets);
    base_arena_free(worlds);
    intsets_free(sets);
}

/* --- equal conditions --- */

static Value binary(IrBinary op, Value left, Value right)
{
    return value_binary(values, op, left, right, IR_I32, IR_I32);
}

static void equal_conditions_are_one_value(void **state)
{
    (void)state;
    Value a = value_symbol(values, 0, IR_I32), b = value_symbol(values, 1, IR_I32), flag = value_symbol(values, 2, IR_BOOL);
    Value three = value_const(values, 3), two = value_const(values, 2), zero = value_const(values, 0), one = value_const(values, 1);
    Value less = binary(IR_LT, a, three);
    assert_int_equal(less, value_not(values, binary(IR_GE, a, three)));
    assert_int_equal(less, binary(IR_GT, three, a));
    assert_int_equal(less, binary(IR_LE, a, two));
    assert_int_equal(less, binary(IR_GE, two, a));
    assert_int_equal(less, value_not(values, binary(IR_GT, a, two)));
    assert_int_equal(less, value_not(values, value_not(values, less)));
    assert_int_equal(less, binary(IR_NE, less, zero));
    assert_int_equal(less, binary(IR_EQ, less, one));
    assert_int_equal(less, value_cast(values, less, IR_I32, IR_BOOL));
    assert_int_equal(less, value_cast(values, value_cast(values, less, IR_I32, IR_BOOL), IR_BOOL, IR_I32));
    assert_int_equal(less, binary(IR_LT, binary(IR_ADD, a, one), value_const(values, 4)));
    assert_int_equal(less, binary(IR_LT, binary(IR_SUB, a, one), two));
    assert_int_equal(less, binary(IR_GT, value_const(values, 5), binary(IR_ADD, two, a)));
    assert_int_equal(value_not(values, less), binary(IR_EQ, less, zero));
    assert_int_equal(binary(IR_EQ, a, three), binary(IR_EQ, three, a));
    assert_int_equal(binary(IR_EQ, a, three), value_not(values, binary(IR_NE, a, three)));
    assert_int_equal(binary(IR_EQ, a, three), binary(IR_EQ, binary(IR_SUB, a, three), zero));
    assert_int_equal(binary(IR_EQ, a, zero), value_not(values, a));
    assert_int_equal(binary(IR_EQ, a, zero), value_unary(values, IR_NOT, a, IR_I32));
    assert_int_equal(binary(IR_NE, a, zero), value_not(values, value_not(values, a)));
    assert_int_equal(binary(IR_NE, a, zero), value_cast(values, a, IR_I32, IR_BOOL));
    assert_int_equal(flag, binary(IR_NE, flag, zero));
    assert_int_equal(flag, binary(IR_EQ, flag, one));
    assert_int_equal(flag, value_not(values, value_not(values, flag)));
    assert_int_equal(value_not(values, flag), binary(IR_XOR, flag, one));
    /* Two unknowns. */
    Value order = binary(IR_LT, a, b);
    assert_int_equal(order, binary(IR_GT, b, a));
    assert_int_equal(order, value_not(values, binary(IR_GE, a, b)));
    assert_int_equal(order, value_not(values, binary(IR_LE, b, a)));
    assert_int_equal(binary(IR_EQ, a, b), binary(IR_EQ, b, a));
    assert_int_equal(binary(IR_EQ, a, b), value_not(values, binary(IR_NE, b, a)));
    assert_int_equal(binary(IR_ADD, a, b), binary(IR_ADD, b, a));
    assert_int_equal(binary(IR_AND, three, a), binary(IR_AND, a, three));
    /* What is decided needs no unknowns. */
    assert_int_equal(binary(IR_EQ, a, a), one);
    assert_int_equal(binary(IR_LT, a, a), zero);
    assert_int_equal(binary(IR_SUB, a, a), zero);
    assert_int_equal(binary(IR_XOR, a, a), zero);
    assert_int_equal(binary(IR_AND, a, zero), zero);
    assert_int_equal(binary(IR_MUL, zero, a), zero);
    assert_int_equal(binary(IR_ADD, binary(IR_ADD, a, three), value_const(values, -3)), a);
    /* And what differs stays apart. */
    assert_int_not_equal(less, binary(IR_LT, a, two));
    assert_int_not_equal(less, binary(IR_LT, b, three));
    assert_int_not_equal(order, binary(IR_LT, b, a));
    assert_int_not_equal(value_symbol(values, 0, IR_I32), value_symbol(values, 0, IR_BOOL));
}

static void nothing_is_known_of_nothing(void **state)
{
    (void)state;
    Value a = value_symbol(values, 0, IR_I32);
    assert_int_equal(binary(IR_ADD, VALUE_NONE, a), VALUE_NONE);
    assert_int_equal(binary(IR_EQ, a, VALUE_NONE), VALUE_NONE);
    assert_int_equal(value_not(values, VALUE_NONE), VALUE_NONE);
    assert_int_equal(value_cast(values, VALUE_NONE, IR_I32, IR_BOOL), VALUE_NONE);
    assert_int_equal(value_field(values, VALUE_NONE, 0), VALUE_NONE);
    assert_int_equal(value_element(values, VALUE_NONE, a), VALUE_NONE);
    assert_int_equal(value_element(values, value_local(values, 0), VALUE_NONE), VALUE_NONE);
    assert_int_equal(value_pending(values, VALUE_NONE), VALUE_NONE);
    /* Division by zero is nobody's number. */
    assert_int_equal(binary(IR_DIV, value_const(values, 1), value_const(values, 0)), VALUE_NONE);
}

/* --- addresses --- */

static void addresses_compare_as_objects_do(void **state)
{
    (void)state;
    Value one = value_const(values, 1), zero = value_const(values, 0);
    Value objects[] = {value_local(values, 0), value_local(values, 1), value_global(values, 0), value_function(values, 0)};
    for (size_t i = 0; i < G_N_ELEMENTS(objects); i++) {
        assert_int_equal(binary(IR_NE, objects[i], zero), one);
        assert_int_equal(value_not(values, objects[i]), zero);
        assert_int_equal(value_cast(values, objects[i], IR_POINTER, IR_BOOL), one);
        for (size_t j = 0; j < G_N_ELEMENTS(objects); j++) {
            assert_int_equal(binary(IR_EQ, objects[i], objects[j]), i == j ? one : zero);
            if (i != j)
                assert_int_equal(binary(IR_EQ, value_field(values, objects[i], 1), value_element(values, objects[j], one)), zero);
        }
    }
}

/* All addresses of up to two steps inside the object. */
static size_t inside(Value object, Value *places)
{
    Value unknown = value_symbol(values, 9, IR_I32);
    size_t count = 0, level = 0;
    places[count++] = object;
    for (int steps = 0; steps < 2; steps++) {
        size_t end = count;
        for (; level < end; level++) {
            Value next[] = {value_field(values, places[level], 0), value_field(values, places[level], 1), value_element(values, places[level], value_const(values, 1)),
                            value_element(values, places[level], value_const(values, 4)), value_element(values, places[level], unknown)};
            for (size_t i = 0; i < G_N_ELEMENTS(next); i++)
                if (next[i] != VALUE_NONE)
                    places[count++] = next[i];
        }
    }
    return count;
}

static void rebase_laws(void **state)
{
    (void)state;
    Value bases[] = {value_local(values, 0), value_global(values, 3), value_symbol(values, 5, IR_POINTER), value_field(values, value_local(values, 1), 2)};
    Value places[64];
    for (size_t i = 0; i < G_N_ELEMENTS(bases); i++) {
        size_t count = inside(bases[i], places);
        for (size_t p = 0; p < count; p++) {
            assert_int_equal(value_root(values, places[p]), value_root(values, bases[i]));
            assert_int_equal(value_rebase(values, places[p], bases[i], bases[i]), places[p]);
            for (size_t j = 0; j < G_N_ELEMENTS(bases); j++) {
                Value moved = value_rebase(values, places[p], bases[i], bases[j]);
                assert_int_not_equal(moved, VALUE_NONE);
                assert_int_equal(value_rebase(values, moved, bases[j], bases[i]), places[p]);
                if (i != j)
                    assert_int_equal(value_rebase(values, places[p], bases[j], bases[i]), VALUE_NONE);
            }
        }
    }
    /* Elements before and behind the one that is pointed to. */
    Value array = value_local(values, 0), other = value_symbol(values, 5, IR_POINTER);
    Value second = value_element(values, array, value_const(values, 2));
    assert_int_equal(value_rebase(values, array, second, other), value_element(values, other, value_const(values, -2)));
    assert_int_equal(value_rebase(values, value_element(values, array, value_const(values, 5)), second, other), value_element(values, other, value_const(values, 3)));
    assert_int_equal(value_element(values, value_element(values, array, value_const(values, 2)), value_const(values, -2)), array);
}

/* --- replacement --- */

static Value keep(Values *table, Value symbol, void *context)
{
    (void)table;
    (void)context;
    return symbol;
}

static Value to_number(Values *table, Value symbol, void *context)
{
    const int64_t *symbols = context;
    return value_const(table, symbols[value_node(table, symbol)->number]);
}

static Value renamed(Values *table, Value symbol, void *context)
{
    const ValueNode node = *value_node(table, symbol);
    return value_symbol(table, (uint32_t)(node.number + *(const int *)context), node.type);
}

static void check_replacement(const Tree *tree, Value value, const int64_t *symbols, int64_t expected)
{
    int64_t own[SYMBOLS] = {symbols[0], symbols[1], symbols[2]}, result;
    int forth = 20, back = -20;
    assert_int_equal(value_replace(values, value, keep, NULL), value);
    Value moved = value_replace(values, value, renamed, &forth);
    assert_int_equal(value_replace(values, moved, renamed, &back), value);
    Value folded = value_replace(values, value, to_number, own);
    if (folded == VALUE_NONE)
        return; /* "too deep, or nothing useful" */
    if (!value_is_const(values, folded, &result) || result != expected)
        fail_msg("%s with its numbers put in is %" PRId64 ", not %" PRId64, words_of(tree, symbols), result, expected);
}

static void replacement_laws(void **state)
{
    (void)state;
    for_random_trees(3, 3000, check_replacement);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(simplification_keeps_the_meaning),
        cmocka_unit_test(sums_move_over_comparisons),
        cmocka_unit_test(what_is_true_is_never_thought_impossible),
        cmocka_unit_test(equal_conditions_are_one_value),
        cmocka_unit_test(nothing_is_known_of_nothing),
        cmocka_unit_test(addresses_compare_as_objects_do),
        cmocka_unit_test(rebase_laws),
        cmocka_unit_test(replacement_laws),
    };
    return cmocka_run_group_tests_name("analysis.value", tests, set_up, tear_down);
}
