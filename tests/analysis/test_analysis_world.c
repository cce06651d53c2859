/* Worlds: the laws of joins, for all pairs of a family of small worlds; and that the canonical form forgets only names.
 *
 * A world admits a state (what the locals and the pointed-to number hold) when some choice of numbers for its unknowns fits
 * its cells and facts. The numbers here are -1 to 2, so that the set of admitted states is a bit set, computed from the
 * world alone. A join must admit what either side admits; an exact one nothing more. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib.h>
#include <string.h>

#include "worlds/world.h"

enum { LOCALS = 3, LEAST = -1, MOST = 2, NUMBERS = MOST - LEAST + 1, TASK_HERE = NUMBERS, CHOICES = NUMBERS + 1, STATES = CHOICES * CHOICES * CHOICES, MOST_WORLDS = 4000 };

/* A state is a number in base CHOICES: digit i is what local i holds; TASK_HERE: the followed task. */
typedef struct States {
    uint64_t bits[(STATES + 63) / 64];
} States;

static Values *values;
static IntSets *sets;
static BaseArena *arena;
static IrLocal locals[LOCALS];
static IrFunction function; /* whose locals they are */
static WorldContext context;

static const World *worlds[MOST_WORLDS];
static States admitted[MOST_WORLDS];
static size_t world_count;

/* --- what a world admits --- */

static bool number_of(const World *world, Value value, const int64_t *symbols, int64_t *number)
{
    const ValueNode node = *value_node(values, value);
    int64_t left, right = node.number;
    switch (node.kind) {
    case VALUE_CONST: *number = node.number; return true;
    case VALUE_SYMBOL:
        *number = symbols[node.number];
        return intset_contains(sets, intset_type(sets, node.type), *number);
    case VALUE_EXPRESSION: break;
    default: return false;
    }
    if (!number_of(world, node.left, symbols, &left) || (node.right != VALUE_NONE && !number_of(world, node.right, symbols, &right)))
        return false;
    switch (node.op) {
    case IR_ADD: *number = left + right; return true;
    case IR_EQ: *number = left == right; return true;
    case IR_NE: *number = left != right; return true;
    case IR_LT: *number = left < right; return true;
    case IR_GE: *number = left >= right; return true;
    case VALUE_OP_NOT: *number = left == 0; return true;
    case VALUE_OP_DIFFERENCE: *number = left - right; return true;
    default: fail_msg("operator %d is not of the family", node.op); return false;
    }
}

static bool fits(const World *world, const int64_t *symbols)
{
    for (uint32_t i = 0; i < world->fact_count; i++) {
        int64_t number;
        if (!number_of(world, world->facts[i].atom, symbols, &number) || !intset_contains(sets, world->facts[i].set, number))
            return false;
    }
    return true;
}

/* The digits that a local can have, as a bit set. */
static unsigned digits_of(const World *world, const int64_t *symbols, uint32_t local)
{
    Value value = world_get(world, value_local(values, local));
    int64_t number;
    if (value == VALUE_NONE)
        return (1u << NUMBERS) - 1; /* the followed task is never where the world does not say so */
    if (value == value_task(values))
        return 1u << TASK_HERE;
    if (!number_of(world, value, symbols, &number) || number < LEAST || number > MOST)
        return 0;
    return 1u << (number - LEAST);
}

static void admit(const World *world, const int64_t *symbols, States *states)
{
    unsigned digits[LOCALS];
    for (uint32_t local = 0; local < LOCALS; local++)
        if ((digits[local] = digits_of(world, symbols, local)) == 0)
            return;
    for (int state = 0; state < STATES; state++) {
        bool all = true;
        for (int local = 0, rest = state; local < LOCALS && all; local++, rest /= CHOICES)
            all = (digits[local] >> (rest % CHOICES)) & 1;
        if (all)
            states->bits[state / 64] |= UINT64_C(1) << (state % 64);
    }
}

/* Unknowns take numbers a little beyond those of the states, for sums. */
static States states_of(const World *world)
{
    enum { LOW = LEAST - 1, COUNT = NUMBERS + 2 };
    States states = {{0}};
    int64_t symbols[LOCALS + 2] = {0};
    assert_in_range(world->symbol_count, 0, LOCALS + 1);
    int total = 1;
    for (uint32_t i = 0; i < world->symbol_count; i++)
        total *= COUNT;
    for (int choice = 0; choice < total; choice++) {
        for (uint32_t i = 0, rest = (uint32_t)choice; i < world->symbol_count; i++, rest /= COUNT)
            symbols[i] = LOW + (int64_t)(rest % COUNT);
        if (fits(world, symbols))
            admit(world, symbols, &states);
    }
    return states;
}

static States both(const States *a, const States *b)
{
    States result;
    for (size_t i = 0; i < G_N_ELEMENTS(result.bits); i++)
        result.bits[i] = a->bits[i] | b->bits[i];
    return result;
}

static bool includes(const States *large, const States *small)
{
    for (size_t i = 0; i < G_N_ELEMENTS(small->bits); i++)
        if (small->bits[i] & ~large->bits[i])
            return false;
    return true;
}

/* --- the family --- */

/* What a local can hold: nothing known, numbers, unknowns (shared or not), what is made of them, the task. */
static Value kind_of_value(int kind, const uint32_t *names)
{
    Value s = value_symbol(values, names[0], IR_I32), t = value_symbol(values, names[1], IR_I32);
    switch (kind) {
    case 0: return VALUE_NONE;
    case 1: return value_const(values, 0);
    case 2: return value_const(values, 1);
    case 3: return s;
    case 4: return t;
    case 5: return value_binary(values, IR_ADD, s, value_const(values, 1), IR_I32, IR_I32);
    case 6: return value_binary(values, IR_EQ, s, value_const(values, 0), IR_I32, IR_I32);
    default: return value_task(values);
    }
}

enum { KINDS = 8, TASK_KIND = 7, SETS = 3, RELATIONS = 3, STATES_OF_TASK = 3 };

static IntSet kind_of_set(int kind)
{
    switch (kind) {
    case 0: return INTSET_FULL;
    case 1: return intset_range(sets, 0, 1);
    default: return intset_compare(sets, IR_NE, 0);
    }
}

typedef struct Recipe {
    int locals[LOCALS], sets[2], relation, task;
} Recipe;

/* NULL: no such world. names: which numbers the unknowns go by. */
static const World *make(const Recipe *recipe, const uint32_t *names)
{
    static const uint8_t task_states[STATES_OF_TASK] = {TASK_NONE, TASK_LIVE, TASK_CONSUMED};
    Env env;
    env_init(&env);
    env.symbol_count = MAX(names[0], names[1]) + 1;
    env.state = task_states[recipe->task];
    bool possible = true, has_task = false;
    for (int i = 0; i < LOCALS; i++) {
        env_set(&env, value_local(values, (uint32_t)i), kind_of_value(recipe->locals[i], names));
        has_task = has_task || recipe->locals[i] == TASK_KIND;
    }
    possible = has_task == (recipe->task != 0) && (recipe->task != 2 || (recipe->relation == 0 && recipe->locals[2] == 0));
    Value s = value_symbol(values, names[0], IR_I32), t = value_symbol(values, names[1], IR_I32);
    possible = possible && env_assume(&context, &env, s, kind_of_set(recipe->sets[0])) && env_assume(&context, &env, t, kind_of_set(recipe->sets[1]));
    if (possible && recipe->relation > 0) {
        Value relation = value_binary(values, recipe->relation == 2 ? IR_EQ : IR_LT, s, t, IR_I32, IR_I32);
        possible = env_assume(&context, &env, relation, intset_range(sets, 1, 1));
    }
    const World *world = possible ? world_from_env(&context, &env, NULL, NULL) : NULL;
    env_clear(&env);
    return world;
}

typedef void (*RecipeVisitor)(const Recipe *recipe);

static void for_all_recipes(RecipeVisitor visit)
{
    for (int choice = 0; choice < KINDS * KINDS * 2 * SETS * SETS * RELATIONS * STATES_OF_TASK; choice++) {
        int rest = choice;
        Recipe recipe = {{0}, {0}, 0, 0};
        recipe.locals[0] = rest % KINDS, rest /= KINDS;
        recipe.locals[1] = rest % KINDS, rest /= KINDS;
        recipe.locals[2] = rest % 2 == 0 ? 0 : 3, rest /= 2;
        recipe.sets[0] = rest % SETS, rest /= SETS;
        recipe.sets[1] = rest % SETS, rest /= SETS;
        recipe.relation = rest % RELATIONS, rest /= RELATIONS;
        recipe.task = rest;
        visit(&recipe);
    }
}

static void collect(const Recipe *recipe)
{
    static const uint32_t names[2] = {0, 1};
    const World *world = make(recipe, names);
    if (world == NULL)
        return;
    for (size_t i = 0; i < world_count; i++)
        if (world_equal(worlds[i], world))
            return;
    assert_true(world_count < MOST_WORLDS);
    worlds[world_count] = world;
    admitted[world_count++] = states_of(world);
}

static int set_up(void **state)
{
    (void)state;
    values = values_new();
    sets = intsets_new();
    arena = base_arena_new();
    for (int i = 0; i < LOCALS; i++)
        locals[i].type = IR_I32;
    function.locals = locals;
    function.local_count = LOCALS;
    context = (WorldContext){.values = values, .sets = sets, .arena = arena, .function = &function};
    for_all_recipes(collect);
    assert_true(world_count > 100);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    base_arena_free(arena);
    intsets_free(sets);
    values_free(values);
    return 0;
}

/* --- canonical form --- */

static void compare_renamed(const Recipe *recipe)
{
    static const uint32_t names[][2] = {{0, 1}, {1, 0}, {5, 2}, {2, 7}};
    const World *first = make(recipe, names[0]);
    for (size_t i = 1; i < G_N_ELEMENTS(names); i++) {
        const World *other = make(recipe, names[i]);
        assert_int_equal(first == NULL, other == NULL);
        if (first != NULL)
            assert_true(world_equal(first, other));
    }
}

static void names_of_unknowns_do_not_matter(void **state)
{
    (void)state;
    for_all_recipes(compare_renamed);
}

static void canonical_form_is_final(void **state)
{
    (void)state;
    for (size_t i = 0; i < world_count; i++) {
        Env env;
        env_from_world(&env, worlds[i]);
        assert_true(world_equal(worlds[i], world_from_env(&context, &env, NULL, NULL)));
        env_clear(&env);
    }
}

/* Memory behind pointers: the order in which unknown pointers were made, and so that of their cells, does not matter. */
static const World *list_world(const uint32_t *names, uint32_t length, bool circular)
{
    Env env;
    env_init(&env);
    env.symbol_count = 16;
    Value before = value_local(values, 0);
    for (uint32_t i = 0; i < length; i++) {
        Value node = value_symbol(values, names[i], IR_POINTER);
        env_set(&env, before, node);
        env_set(&env, value_field(values, node, 0), value_const(values, i));
        before = value_field(values, node, 1);
    }
    env_set(&env, before, circular ? value_symbol(values, names[0], IR_POINTER) : value_const(values, 0));
    env_set(&env, value_local(values, 1), value_symbol(values, names[length - 1], IR_POINTER));
    const World *world = world_from_env(&context, &env, NULL, NULL);
    env_clear(&env);
    return world;
}

static void pointers_are_known_by_where_they_lead(void **state)
{
    (void)state;
    GRand *chance = g_rand_new_with_seed(4);
    for (uint32_t length = 1; length <= 5; length++)
        for (int circular = 0; circular < 2; circular++) {
            uint32_t names[5] = {0, 1, 2, 3, 4};
            const World *first = list_world(names, length, circular);
            assert_int_equal(first->cell_count, 2 + 2 * length);
            for (int round = 0; round < 50; round++) {
                for (uint32_t i = 0; i < 5; i++) {
                    uint32_t other = (uint32_t)g_rand_int_range(chance, 0, 5), keep = names[i];
                    names[i] = names[other];
                    names[other] = keep;
                }
                assert_true(world_equal(first, list_world(names, length, circular)));
            }
        }
    g_rand_free(chance);
}

static void what_says_nothing_is_left_out(void **state)
{
    (void)state;
    Recipe solitary = {{3, 0, 0}, {0, 0}, 0, 0}, shared = {{3, 3, 0}, {0, 0}, 0, 0}, bounded = {{3, 0, 0}, {1, 0}, 0, 0};
    static const uint32_t names[2] = {0, 1};
    assert_int_equal(make(&solitary, names)->cell_count, 0);
    assert_int_equal(make(&shared, names)->cell_count, 2);
    assert_int_equal(make(&bounded, names)->cell_count, 1);
    assert_int_equal(make(&bounded, names)->fact_count, 1);
}

static char *words_of(const World *a, const World *b, const World *joined);

static Value local_of(uint32_t local)
{
    return value_local(values, local);
}

static Value plus(Value value, int64_t by)
{
    return value_binary(values, IR_ADD, value, value_const(values, by), IR_I32, IR_I32);
}

static void learn(Env *env, Value left, Value right)
{
    Value less = value_binary(values, IR_LT, left, right, IR_I32, IR_I32);
    assert_true(env_assume(&context, env, less, intset_range(context.sets, 1, 1)));
}

/* A counter that began at an unknown number, after so many turns up to an unknown bound. */
static const World *counter_world(uint32_t turns)
{
    Env env;
    env_init(&env);
    Value start = env_fresh(&context, &env, IR_I32), bound = env_fresh(&context, &env, IR_I32);
    assert_true(env_assume(&context, &env, start, intset_range(context.sets, -1000 - (int64_t)turns, 1000 - (int64_t)turns)));
    for (uint32_t turn = 0; turn < turns; turn++)
        learn(&env, plus(start, turn), bound);
    env_set(&env, local_of(0), plus(start, turns));
    env_set(&env, local_of(1), bound);
    const World *world = world_from_env(&context, &env, NULL, NULL);
    env_clear(&env);
    return world;
}

static void turns_of_a_counter_are_one_world(void **state)
{
    (void)state;
    const World *first = counter_world(3);
    assert_int_equal(value_node(values, world_get(first, local_of(0)))->kind, VALUE_SYMBOL);
    for (uint32_t turns = 4; turns < 8; turns++) {
        const World *next = counter_world(turns);
        if (world_join(&context, first, next, WORLD_JOIN_EXACT, NULL) == NULL)
            fail_msg("turns differ:%s", words_of(first, next, NULL));
    }
    uint32_t relations = 0;
    for (uint32_t i = 0; i < first->fact_count; i++)
        relations += value_node(values, first->facts[i].atom)->kind == VALUE_EXPRESSION;
    assert_int_equal(relations, 1); /* the others follow from the last */
}

static void weaker_relations_are_still_known(void **state)
{
    (void)state;
    const World *world = counter_world(5);
    Env env;
    env_from_world(&env, world);
    Value counter = env_get(&env, local_of(0)), bound = env_get(&env, local_of(1));
    IntSet truth = intset_range(context.sets, 1, 1);
    for (int64_t back = 1; back <= 5; back++) {
        Value less = value_binary(values, IR_LT, plus(counter, -back), bound, IR_I32, IR_I32);
        assert_int_equal(env_set_of(&context, &env, less), truth);
    }
    Value now = value_binary(values, IR_LT, counter, bound, IR_I32, IR_I32);
    assert_int_equal(env_set_of(&context, &env, now), intset_range(context.sets, 0, 1));
    env_clear(&env);
}

/* At the head of a loop, a number in an element that the index has passed goes, one that the next turn can name stays. */
static void passed_elements_are_forgotten(void **state)
{
    (void)state;
    for (int64_t back = 0; back < 4; back++) {
        Env env;
        env_init(&env);
        Value index = env_fresh(&context, &env, IR_I32), bound = env_fresh(&context, &env, IR_I32);
        learn(&env, index, bound);
        env_set(&env, local_of(0), index);
        env_set(&env, local_of(1), bound);
        env_set(&env, value_element(values, local_of(2), plus(index, -back)), value_const(values, 7));
        uint32_t before = world_from_env(&context, &env, NULL, NULL)->cell_count;
        WorldContext head = context;
        head.at_loop_head = true;
        assert_int_equal(world_from_env(&head, &env, NULL, NULL)->cell_count, before - (back > 1));
        env_clear(&env);
    }
}

/* --- laws of joins --- */

static void name_value(Value value, GString *out, const void *naming)
{
    (void)naming;
    const ValueNode *node = value_node(values, value);
    switch (node->kind) {
    case VALUE_CONST: g_string_append_printf(out, "%d", (int)node->number); break;
    case VALUE_SYMBOL: g_string_append_printf(out, "s%d", (int)node->number); break;
    case VALUE_LOCAL: g_string_append_printf(out, "local %d", (int)node->number); break;
    case VALUE_TASK: g_string_append(out, "the task"); break;
    case VALUE_EXPRESSION:
        g_string_append_printf(out, "(op%d ", node->op);
        name_value(node->left, out, NULL);
        g_string_append_c(out, ' ');
        if (node->right != VALUE_NONE)
            name_value(node->right, out, NULL);
        else
            g_string_append_printf(out, "%d", (int)node->number);
        g_string_append_c(out, ')');
        break;
    default: g_string_append(out, "?"); break;
    }
}

static char *words_of(const World *a, const World *b, const World *joined)
{
    const World *three[] = {a, b, joined};
    static const char *const titles[] = {"first: ", "second: ", "joined: "};
    GString *text = g_string_new("\n");
    for (int i = 0; i < 3; i++)
        if (three[i] != NULL) {
            g_string_append(text, titles[i]);
            world_describe(&context, three[i], text, name_value, NULL);
        }
    return g_string_free(text, FALSE);
}

static bool task_in_same_places(const World *a, const World *b)
{
    for (uint32_t i = 0; i < LOCALS; i++)
        if ((world_get(a, value_local(values, i)) == value_task(values)) != (world_get(b, value_local(values, i)) == value_task(values)))
            return false;
    return true;
}

static void check_join(size_t i, size_t j, WorldJoin how)
{
    const World *a = worlds[i], *b = worlds[j], *joined = world_join(&context, a, b, how, NULL);
    if (joined == NULL) {
        if (how != WORLD_JOIN_EXACT && a->state == b->state && task_in_same_places(a, b))
            fail_msg("not joined:%s", words_of(a, b, NULL));
        return;
    }
    assert_int_equal(joined->state, a->state);
    assert_int_equal(a->state, b->state);
    States after = states_of(joined), wanted = both(&admitted[i], &admitted[j]);
    if (!includes(&after, &wanted))
        fail_msg("the join (%d) loses something:%s", (int)how, words_of(a, b, joined));
    if (how == WORLD_JOIN_EXACT && !includes(&wanted, &after))
        fail_msg("the exact join adds something:%s", words_of(a, b, joined));
}

static void for_all_pairs(WorldJoin how)
{
    for (size_t i = 0; i < world_count; i++)
        for (size_t j = 0; j < world_count; j++)
            if (worlds[i]->state == worlds[j]->state)
                check_join(i, j, how);
            else
                assert_null(world_join(&context, worlds[i], worlds[j], how, NULL));
}

static void exact_joins_say_what_the_two_say(void **state)
{
    (void)state;
    for_all_pairs(WORLD_JOIN_EXACT);
}

static void lossy_joins_are_upper_bounds(void **state)
{
    (void)state;
    for_all_pairs(WORLD_JOIN_LOSSY);
}

static void widening_joins_are_upper_bounds(void **state)
{
    (void)state;
    static int64_t thresholds[] = {0, 1};
    for_all_pairs(WORLD_JOIN_WIDEN);
    context.stops = (SortedNumbers){thresholds, G_N_ELEMENTS(thresholds)};
    for_all_pairs(WORLD_JOIN_WIDEN);
    context.stops = (SortedNumbers){NULL, 0};
}

static void joins_are_idempotent(void **state)
{
    (void)state;
    static const WorldJoin all[] = {WORLD_JOIN_EXACT, WORLD_JOIN_LOSSY, WORLD_JOIN_WIDEN};
    for (size_t i = 0; i < world_count; i++)
        for (size_t h = 0; h < G_N_ELEMENTS(all); h++) {
            uint32_t differences = 99;
            const World *joined = world_join(&context, worlds[i], worlds[i], all[h], &differences);
            assert_non_null(joined);
            if (!world_equal(joined, worlds[i]))
                fail_msg("a world joined with itself (%d) is another one:%s", (int)all[h], words_of(worlds[i], worlds[i], joined));
            assert_int_equal(differences, 0);
            assert_int_equal(world_distance(&context, worlds[i], worlds[i]), 0);
        }
}

static void joins_are_commutative(void **state)
{
    (void)state;
    static const WorldJoin both_ways[] = {WORLD_JOIN_EXACT, WORLD_JOIN_LOSSY};
    for (size_t h = 0; h < G_N_ELEMENTS(both_ways); h++)
        for (size_t i = 0; i < world_count; i++)
            for (size_t j = 0; j < i; j++) {
                uint32_t there, back;
                const World *one = world_join(&context, worlds[i], worlds[j], both_ways[h], &there);
                const World *other = world_join(&context, worlds[j], worlds[i], both_ways[h], &back);
                if ((one == NULL) != (other == NULL))
                    fail_msg("joined (%d) in one order only:%s", (int)both_ways[h], words_of(worlds[i], worlds[j], one != NULL ? one : other));
                if (one != NULL && !world_equal(one, other))
                    fail_msg("the order of a join (%d) matters:%s%s", (int)both_ways[h], words_of(worlds[i], worlds[j], one), words_of(NULL, NULL, other));
            }
}

static bool notes_relation(const World *world)
{
    for (uint32_t i = 0; i < world->fact_count; i++)
        if (value_node(values, world->facts[i].atom)->kind == VALUE_EXPRESSION)
            return true;
    return false;
}

/* (a + b) + c and a + (b + c) admit the same states, and where only cells with numbers differ, are the same world. All
 * triples of every n-th world. Not so where relations are noted: that `i < n` follows from the numbers of two worlds may not follow from
 * those of their union, so it matters whether the world that notes it comes before or after. */
static void joins_are_associative(void **state)
{
    (void)state;
    size_t step = world_count / 60 + 1;
    for (size_t i = 0; i < world_count; i += step)
        for (size_t j = 1; j < world_count; j += step)
            for (size_t k = 2; k < world_count; k += step) {
                const World *a = worlds[i], *b = worlds[j], *c = worlds[k];
                if (notes_relation(a) || notes_relation(b) || notes_relation(c))
                    continue;
                const World *ab = world_join(&context, a, b, WORLD_JOIN_LOSSY, NULL), *bc = world_join(&context, b, c, WORLD_JOIN_LOSSY, NULL);
                if (ab == NULL || bc == NULL)
                    continue;
                const World *left = world_join(&context, ab, c, WORLD_JOIN_LOSSY, NULL), *right = world_join(&context, a, bc, WORLD_JOIN_LOSSY, NULL);
                assert_int_equal(left == NULL, right == NULL);
                if (left == NULL || world_equal(left, right))
                    continue;
                States x = states_of(left), y = states_of(right);
                if (!includes(&x, &y) || !includes(&y, &x))
                    fail_msg("the grouping of joins matters:%s%s%s", words_of(a, b, c), words_of(NULL, NULL, left), words_of(NULL, NULL, right));
            }
}

/* The distance is a lower bound of the differences that a join counts. */
static void distance_is_a_lower_bound(void **state)
{
    (void)state;
    for (size_t i = 0; i < world_count; i++)
        for (size_t j = 0; j < world_count; j++) {
            uint32_t differences;
            uint32_t distance = world_distance(&context, worlds[i], worlds[j]);
            assert_int_equal(distance, world_distance(&context, worlds[j], worlds[i]));
            if (world_join(&context, worlds[i], worlds[j], WORLD_JOIN_LOSSY, &differences) != NULL)
                if (distance > differences)
                    fail_msg("%u differences, but a distance of %u:%s", differences, distance, words_of(worlds[i], worlds[j], NULL));
        }
}

/* The shortcut never rules out a union that there is, and it rules out most of those that there are not. */
static void worlds_apart_have_no_exact_union(void **state)
{
    (void)state;
    size_t missing = 0, told = 0;
    for (size_t i = 0; i < world_count; i++)
        for (size_t j = 0; j < world_count; j++) {
            bool is_missing = world_join(&context, worlds[i], worlds[j], WORLD_JOIN_EXACT, NULL) == NULL;
            bool are_apart = world_are_apart(&context, worlds[i], worlds[j]);
            if (are_apart && !is_missing)
                fail_msg("apart, but an exact union exists:%s", words_of(worlds[i], worlds[j], NULL));
            missing += is_missing;
            told += are_apart;
        }
    assert_true(told > missing / 2);
}

/* Thirty independent conditions stay one world: what the exact union is for. */
static void independent_numbers_stay_one_world(void **state)
{
    (void)state;
    Env env;
    env_init(&env);
    const World *world = world_from_env(&context, &env, NULL, NULL);
    for (uint32_t i = 0; i < 30; i++) {
        const World *ends[2];
        for (int64_t number = 0; number < 2; number++) {
            env_clear(&env);
            env_from_world(&env, world);
            env_set(&env, value_local(values, i), value_const(values, number));
            ends[number] = world_from_env(&context, &env, NULL, NULL);
        }
        world = world_join(&context, ends[0], ends[1], WORLD_JOIN_EXACT, NULL);
        assert_non_null(world);
    }
    assert_int_equal(world->cell_count, 30);
    assert_int_equal(world->fact_count, 30);
    env_clear(&env);
}

static const Trace *step(const Trace *previous, TraceStepKind kind, uint32_t line)
{
    return trace_add(arena, previous, (TraceStep){.kind = kind, .span = {.line = line}});
}

/* Of two paths that have become one, neither branch was taken for certain; what was done is told all the same. */
static void joined_paths_tell_no_branch(void **state)
{
    (void)state;
    const Trace *before = step(step(NULL, TRACE_CREATED, 1), TRACE_TRUE, 2);
    const Trace *one = step(step(step(before, TRACE_TRUE, 3), TRACE_CONSUMED, 4), TRACE_LOOP_AGAIN, 5), *other = step(before, TRACE_FALSE, 3);
    const Trace *either = trace_either(arena, one, other);
    assert_int_equal(either->step.span.line, 5);
    assert_int_equal(either->previous->step.span.line, 4);
    assert_ptr_equal(either->previous->previous, before);
    assert_int_equal(either->length, 4);
    assert_ptr_equal(trace_either(arena, other, one), before);
    assert_ptr_equal(trace_either(arena, before, one), before);
    assert_ptr_equal(trace_either(arena, one, one), one);
    assert_null(trace_either(arena, NULL, one));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_of_unknowns_do_not_matter),
        cmocka_unit_test(canonical_form_is_final),
        cmocka_unit_test(pointers_are_known_by_where_they_lead),
        cmocka_unit_test(what_says_nothing_is_left_out),
        cmocka_unit_test(turns_of_a_counter_are_one_world),
        cmocka_unit_test(weaker_relations_are_still_known),
        cmocka_unit_test(passed_elements_are_forgotten),
        cmocka_unit_test(exact_joins_say_what_the_two_say),
        cmocka_unit_test(lossy_joins_are_upper_bounds),
        cmocka_unit_test(widening_joins_are_upper_bounds),
        cmocka_unit_test(joins_are_idempotent),
        cmocka_unit_test(joins_are_commutative),
        cmocka_unit_test(joins_are_associative),
        cmocka_unit_test(distance_is_a_lower_bound),
        cmocka_unit_test(worlds_apart_have_no_exact_union),
        cmocka_unit_test(independent_numbers_stay_one_world),
        cmocka_unit_test(joined_paths_tell_no_branch),
    };
    return cmocka_run_group_tests_name("analysis.world", tests, set_up, tear_down);
}
