/* What is concluded of several unknowns that are compared with each other, against all their numbers: random comparisons of random sums, and of what is
 * left of these when they are divided, are assumed to hold or not, of small unsigned types that come round and of int. No assignment that satisfies them may be ruled out, and no
 * answer may leave out what some assignment yields; so also of the world made of it, and of the union of two. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "worlds/body.h"
#include "worlds/world.h"

enum { UNKNOWNS = 3, MOST_ASSUMED = 4, TRIALS = 250, LEAST = -3, MOST = 7 };

static Values *values;
static IntSets *sets;
static WorldContext context;

static uint64_t random_state;

static uint32_t pick(uint32_t below)
{
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(random_state >> 33) % below;
}

/* A sum of an unknown, perhaps less another one, and a constant, perhaps converted. */
typedef struct Side {
    uint32_t unknown, less; /* less: UNKNOWNS is none */
    int64_t by;
    bool is_converted; /* to unsigned numbers of 3 bits, behind the addition */
    int64_t modulus;   /* what is left of that when it is divided; 0: it is not */
    bool is_masked;    /* by `&` */
} Side;

typedef struct Comparison {
    Side left, right;
    IrBinary op;
    bool holds;
} Comparison;

static int64_t as_unsigned(int64_t number)
{
    return number & 7;
}

static int64_t number_of_side(Side side, const int64_t *numbers, IrType type)
{
    int64_t number = numbers[side.unknown] + side.by - (side.less < UNKNOWNS ? numbers[side.less] : 0);
    number = side.is_converted || !type.is_signed ? as_unsigned(number) : number;
    return side.modulus == 0 ? number : side.is_masked ? number & (side.modulus - 1) : number % side.modulus;
}

static bool answer_of(const Comparison *comparison, const int64_t *numbers, IrType type)
{
    int64_t left = number_of_side(comparison->left, numbers, type), right = number_of_side(comparison->right, numbers, type);
    switch (comparison->op) {
    case IR_EQ: return left == right;
    case IR_NE: return left != right;
    case IR_LT: return left < right;
    case IR_LE: return left <= right;
    case IR_GT: return left > right;
    default: return left >= right;
    }
}

static Value value_of_side(Side side, const Value *unknowns, IrType type)
{
    Value sum = unknowns[side.unknown];
    if (side.less < UNKNOWNS)
        sum = value_binary(values, IR_SUB, sum, unknowns[side.less], type, type);
    sum = value_binary(values, IR_ADD, sum, value_const(values, side.by), type, type);
    const IrType made = side.is_converted ? IR_INT(3, false) : type;
    sum = side.is_converted ? value_cast(values, sum, type, made) : sum;
    if (side.modulus == 0)
        return sum;
    return value_binary(values, side.is_masked ? IR_AND : IR_REM, sum, value_const(values, side.is_masked ? side.modulus - 1 : side.modulus), made, made);
}

static Value value_of(const Comparison *comparison, const Value *unknowns, IrType type)
{
    return value_binary(values, comparison->op, value_of_side(comparison->left, unknowns, type), value_of_side(comparison->right, unknowns, type),
                        comparison->left.is_converted ? IR_INT(3, false) : type, IR_I32);
}

static Comparison random_comparison(IrType type)
{
    static const IrBinary ops[] = {IR_EQ, IR_NE, IR_LT, IR_LE, IR_GT, IR_GE};
    Comparison comparison = {.left = {pick(UNKNOWNS), UNKNOWNS, (int64_t)pick(7) - 3, false}, .right = {pick(UNKNOWNS), UNKNOWNS, (int64_t)pick(3) - 1, false},
                             .op = ops[pick(6)], .holds = pick(2) != 0};
    if (pick(4) == 0)
        comparison.left.less = pick(UNKNOWNS);
    if (pick(3) == 0) {
        comparison.left.modulus = (int64_t)pick(3) + 2;
        comparison.left.is_masked = comparison.left.modulus != 3 && pick(2) != 0;
    }
    comparison.left.is_converted = comparison.right.is_converted = type.is_signed && pick(4) == 0;
    return comparison;
}

/* Calls visit for each assignment. */
static bool next_assignment(int64_t *numbers, int64_t least, int64_t most)
{
    for (uint32_t i = 0; i < UNKNOWNS; i++) {
        if (numbers[i]++ < most)
            return true;
        numbers[i] = least;
    }
    return false;
}

static bool satisfies(const Comparison *assumed, uint32_t count, const int64_t *numbers, IrType type)
{
    for (uint32_t i = 0; i < count; i++)
        if (answer_of(&assumed[i], numbers, type) != assumed[i].holds)
            return false;
    return true;
}

typedef struct Trial {
    IrType type;
    int64_t least, most;
    Comparison assumed[MOST_ASSUMED];
    uint32_t count;
    Env env;
    bool is_possible; /* so the analysis says */
} Trial;

static void assume_all(Trial *trial)
{
    Value unknowns[UNKNOWNS];
    env_init(&trial->env);
    for (uint32_t i = 0; i < UNKNOWNS; i++) {
        unknowns[i] = env_fresh(&context, &trial->env, trial->type);
        env_set(&trial->env, value_local(values, i), unknowns[i]);
        assert_true(env_assume(&context, &trial->env, unknowns[i], intset_range(sets, trial->least, trial->most)));
    }
    trial->is_possible = true;
    for (uint32_t i = 0; i < trial->count && trial->is_possible; i++) {
        Value question = value_of(&trial->assumed[i], unknowns, trial->type);
        if (question == VALUE_NONE) /* deeper than is worth remembering */
            continue;
        IntSet answer = trial->assumed[i].holds ? intset_complement(sets, intset_range(sets, 0, 0)) : intset_range(sets, 0, 0);
        trial->is_possible = env_assume(&context, &trial->env, question, answer);
    }
}

static void make_trial(Trial *trial, IrType type)
{
    *trial = (Trial){.type = type, .least = type.is_signed ? LEAST : 0, .most = MOST, .count = pick(MOST_ASSUMED) + 1};
    for (uint32_t i = 0; i < trial->count; i++)
        trial->assumed[i] = random_comparison(type);
    assume_all(trial);
}

/* Whether the env admits these numbers in the locals: it goes on to be possible when they are assumed. */
static void check_admits(const Env *env, const Trial *trial, const int64_t *numbers)
{
    Env copy;
    env_init(&copy);
    env_copy(&copy, env);
    for (uint32_t i = 0; i < UNKNOWNS; i++) {
        Value held = env_get(&copy, value_local(values, i));
        if (held != VALUE_NONE && !env_assume(&context, &copy, held, intset_range(sets, numbers[i], numbers[i])))
            fail_msg("%d, %d, %d is ruled out", (int)numbers[0], (int)numbers[1], (int)numbers[2]);
    }
    (void)trial;
    env_clear(&copy);
}

static void check_answer(const Env *env, const Trial *trial, const Comparison *asked, const int64_t *numbers)
{
    Value unknowns[UNKNOWNS];
    for (uint32_t i = 0; i < UNKNOWNS; i++)
        unknowns[i] = env_get(env, value_local(values, i));
    bool is_known = unknowns[asked->left.unknown] != VALUE_NONE && unknowns[asked->right.unknown] != VALUE_NONE;
    if (!is_known || (asked->left.less < UNKNOWNS && unknowns[asked->left.less] == VALUE_NONE))
        return;
    Value question = value_of(asked, unknowns, trial->type);
    if (question == VALUE_NONE)
        return;
    IntSet answers = env_set_of(&context, env, question);
    if (!intset_contains(sets, answers, answer_of(asked, numbers, trial->type)))
        fail_msg("an answer for %d, %d, %d is ruled out", (int)numbers[0], (int)numbers[1], (int)numbers[2]);
}

static void check_all(const Env *env, const Trial *trial)
{
    Comparison asked = random_comparison(trial->type);
    int64_t numbers[UNKNOWNS] = {trial->least, trial->least, trial->least};
    do {
        if (!satisfies(trial->assumed, trial->count, numbers, trial->type))
            continue;
        check_admits(env, trial, numbers);
        check_answer(env, trial, &asked, numbers);
    } while (next_assignment(numbers, trial->least, trial->most));
}

static bool has_solution(const Trial *trial)
{
    int64_t numbers[UNKNOWNS] = {trial->least, trial->least, trial->least};
    do {
        if (satisfies(trial->assumed, trial->count, numbers, trial->type))
            return true;
    } while (next_assignment(numbers, trial->least, trial->most));
    return false;
}

static void random_relations_admit_all_solutions(void **state)
{
    (void)state;
    uint32_t ruled_out = 0, unsolvable = 0;
    for (uint32_t i = 0; i < TRIALS; i++) {
        Trial trial, other;
        make_trial(&trial, i % 2 == 0 ? IR_INT(3, false) : IR_I32);
        bool is_solvable = has_solution(&trial);
        unsolvable += !is_solvable;
        ruled_out += !trial.is_possible;
        if (is_solvable && !trial.is_possible)
            fail_msg("trial %u is ruled out", i);
        make_trial(&other, trial.type);
        if (is_solvable && other.is_possible) {
            check_all(&trial.env, &trial);
            if (pick(3) == 0) /* what was known of the others by way of it is kept */
                env_remove(&trial.env, value_local(values, pick(UNKNOWNS)));
            const World *world = world_from_env(&context, &trial.env, NULL, NULL);
            const World *joined = world_join(&context, world, world_from_env(&context, &other.env, NULL, NULL), i % 4 < 2 ? WORLD_JOIN_LOSSY : WORLD_JOIN_WIDEN, NULL);
            Env env;
            env_from_world(&env, world);
            check_all(&env, &trial);
            env_clear(&env);
            if (joined != NULL) {
                env_from_world(&env, joined);
                check_all(&env, &trial);
                env_clear(&env);
            }
        }
        env_clear(&trial.env);
        env_clear(&other.env);
    }
    assert_true(ruled_out * 2 > unsolvable); /* and it is worth something */
}

/* A variable that is counted on, by so much: the world renames its unknown. */
static void relations_survive_counting(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < TRIALS; i++) {
        Trial trial;
        make_trial(&trial, i % 2 == 0 ? IR_INT(3, false) : IR_I32);
        uint32_t counted = pick(UNKNOWNS);
        int64_t by = (int64_t)pick(5) - 2;
        if (trial.is_possible && has_solution(&trial)) {
            Value place = value_local(values, counted), held = env_get(&trial.env, place);
            env_set(&trial.env, place, value_binary(values, IR_ADD, held, value_const(values, by), trial.type, trial.type));
            Env env;
            env_from_world(&env, world_from_env(&context, &trial.env, NULL, NULL));
            int64_t numbers[UNKNOWNS] = {trial.least, trial.least, trial.least};
            do {
                if (!satisfies(trial.assumed, trial.count, numbers, trial.type))
                    continue;
                int64_t now[UNKNOWNS] = {numbers[0], numbers[1], numbers[2]};
                now[counted] = trial.type.is_signed ? now[counted] + by : as_unsigned(now[counted] + by);
                check_admits(&env, &trial, now);
            } while (next_assignment(numbers, trial.least, trial.most));
            env_clear(&env);
        }
        env_clear(&trial.env);
    }
}

static int set_up(void **state)
{
    (void)state;
    random_state = 20;
    values = values_new();
    sets = intsets_new();
    static const uint8_t moduli[] = {2, 3, 4};
    static const Body body = {.moduli = moduli, .modulus_count = 3};
    context = (WorldContext){.values = values, .sets = sets, .arena = base_arena_new(), .body = &body};
    return 0;
}

/* Whatever the type of the unknown: an answer is ruled out once it was said not to be. */
static void remainders_are_narrowed(void **state)
{
    (void)state;
    const IrType types[] = {IR_INT(32, false), IR_INT(64, false), IR_I32, IR_INT(64, true)};
    for (uint32_t i = 0; i < 4 * 4 * 3; i++) {
        const IrType own = types[i % 4], divided = types[i / 4 % 4];
        const int64_t by = (int64_t)(i / 16) - 1;
        Env env;
        env_init(&env);
        Value unknown = env_fresh(&context, &env, own);
        env_set(&env, value_local(values, 0), unknown);
        Value sum = value_binary(values, IR_ADD, unknown, value_const(values, by), own, own);
        Value rest = value_binary(values, IR_REM, sum, value_const(values, 4), divided, divided);
        Value same = value_binary(values, IR_EQ, rest, value_const(values, 3), divided, IR_I32);
        assert_true(env_assume(&context, &env, same, intset_range(sets, 0, 0)));
        assert_false(intset_contains(sets, env_set_of(&context, &env, same), 1));
        env_clear(&env);
    }
}

static int tear_down(void **state)
{
    (void)state;
    base_arena_free(context.arena);
    intsets_free(sets);
    values_free(values);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_relations_admit_all_solutions),
        cmocka_unit_test(relations_survive_counting),
        cmocka_unit_test(remainders_are_narrowed),
    };
    return cmocka_run_group_tests_name("analysis.relations", tests, set_up, tear_down);
}
