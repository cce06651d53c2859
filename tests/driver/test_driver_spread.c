/* test_driver_spread.c - every thing is done once, whatever its answer's size; those of a process that dies are left. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "pipeline/spread.h"

enum { THINGS = 500 };

typedef struct Tally {
    uint32_t fatal;          /* the thing that ends its process */
    unsigned taken[THINGS];
    pid_t self;
    GHashTable *processes;   /* that answered */
} Tally;

/* From nothing to more than a pipe holds. */
static size_t length_of(uint32_t thing)
{
    return thing % 50 == 49 ? (size_t)thing * 1000 : sizeof(pid_t) + thing % 7;
}

static void work(uint32_t thing, GByteArray *answer, void *context)
{
    const Tally *tally = context;
    pid_t self = getpid();
    if (thing == tally->fatal)
        raise(SIGKILL);
    g_byte_array_set_size(answer, (guint)length_of(thing));
    memset(answer->data, (int)(thing % 251), answer->len);
    memcpy(answer->data, &self, sizeof self);
}

static void take(uint32_t thing, const guint8 *answer, size_t length, void *context)
{
    Tally *tally = context;
    pid_t by;
    assert_int_equal(length, length_of(thing));
    memcpy(&by, answer, sizeof by);
    assert_int_not_equal(by, tally->self);
    g_hash_table_add(tally->processes, GINT_TO_POINTER(by));
    for (size_t i = sizeof by; i < length; i++)
        assert_int_equal(answer[i], thing % 251);
    tally->taken[thing]++;
}

static guint count_of(const Tally *tally)
{
    guint sum = 0;
    for (uint32_t i = 0; i < THINGS; i++) {
        assert_true(tally->taken[i] <= 1);
        sum += tally->taken[i];
    }
    return sum;
}

static void spread(Tally *tally, uint32_t count, uint32_t jobs, uint32_t fatal)
{
    *tally = (Tally){.fatal = fatal, .self = getpid(), .processes = g_hash_table_new(NULL, NULL)};
    pipeline_spread(&(SpreadWork){count, jobs, false, work, take, tally});
    assert_true(g_hash_table_size(tally->processes) <= jobs);
    g_hash_table_unref(tally->processes);
}

static void all_are_done(void **state)
{
    (void)state;
    Tally tally;
    for (uint32_t jobs = 1; jobs <= 4; jobs++) {
        spread(&tally, THINGS, jobs, THINGS);
        assert_int_equal(count_of(&tally), THINGS);
    }
    spread(&tally, 0, 4, THINGS);
    assert_int_equal(count_of(&tally), 0);
    spread(&tally, 1, 4, THINGS);
    assert_int_equal(count_of(&tally), 1);
}

static void one_process_dies(void **state)
{
    (void)state;
    Tally tally;
    spread(&tally, THINGS, 3, 5);
    assert_int_equal(tally.taken[5], 0);
    assert_int_equal(count_of(&tally), THINGS - 1);
    spread(&tally, THINGS, 1, 5);
    assert_int_equal(count_of(&tally), 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(all_are_done), cmocka_unit_test(one_process_dies)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
