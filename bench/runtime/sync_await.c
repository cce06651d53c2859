/* The synchronous await and its peers: `sync_await WAY COUNT` makes COUNT calls; the runner counts instructions. Without
 * arguments all ways are timed in turn, and printed as name, nanoseconds, ratio to their first (medians of ROUNDS rounds).
 */
#define _POSIX_C_SOURCE 200809L

#include "callees.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROUNDS = 61, CALLS = 200000 };

/* Both ways to call `callee` for a result of this type, of which `used` is added up. */
#define WAYS(kind, vt_type, type, callee, used)                                           \
    static uint64_t status_##kind##_way(long count)                                       \
    {                                                                                     \
        uint64_t sum = 0;                                                                 \
        type got;                                                                         \
        for (long i = 0; i < count; i++)                                                  \
            if (status_##callee((unsigned)i & 255, &got) == 0)                            \
                sum += used;                                                              \
        return sum;                                                                       \
    }                                                                                     \
    static uint64_t value_##kind##_way(long count)                                        \
    {                                                                                     \
        uint64_t sum = 0;                                                                 \
        type got;                                                                         \
        for (long i = 0; i < count; i++)                                                  \
            if (vt_type##_await(value_##callee((unsigned)i & 255), &got) == 0)            \
                sum += used;                                                              \
        return sum;                                                                       \
    }

WAYS(word, vt_word, uint64_t, get, got)
WAYS(four, vt_word, uint64_t, four, got)
WAYS(large, vt_large, struct large, get_large, got.words[0] + got.words[2])
WAYS(passed, vt_large, struct large, get_large, look_at(&got)) /* a variable whose address goes on to a function */
WAYS(fat, vt_fat, struct fat, get_fat, (uintptr_t)got.pointer + (uint64_t)got.count)
WAYS(ints, vt_ints, struct ints, get_ints, (unsigned)got.numbers[0] + (unsigned)got.numbers[5])
WAYS(mixed, vt_mixed, struct mixed, get_mixed, (uintptr_t)got.pointer + got.size + (unsigned)got.one + (unsigned)got.other)

static uint64_t heap_way(long count)
{
    uint64_t sum = 0;
    for (long i = 0; i < count; i++) {
        struct heap_task *task = heap_get((unsigned)i & 255);
        if (task != NULL && task->status == 0)
            sum += task->value;
        heap_unref(task);
    }
    return sum;
}

static const struct {
    const char *name;
    uint64_t (*run)(long count);
    int peer; /* the index of what it is compared with */
} ways[] = {
    { "status", status_word_way, 0 },        { "value", value_word_way, 0 },
    { "status-4", status_four_way, 2 },      { "value-4", value_four_way, 2 },
    { "status-large", status_large_way, 4 }, { "value-large", value_large_way, 4 },
    { "status-passed", status_passed_way, 6 }, { "value-passed", value_passed_way, 6 },
    { "status-fat", status_fat_way, 8 },     { "value-fat", value_fat_way, 8 },
    { "status-ints", status_ints_way, 10 },  { "value-ints", value_ints_way, 10 },
    { "status-mixed", status_mixed_way, 12 }, { "value-mixed", value_mixed_way, 12 },
    { "heap", heap_way, 0 },
};

enum { WAYS = sizeof ways / sizeof ways[0] };

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static int compare(const void *one, const void *other)
{
    double a = *(const double *)one, b = *(const double *)other;
    return (a > b) - (a < b);
}

static volatile uint64_t sink;

int main(int argc, char **argv)
{
    static double times[WAYS][ROUNDS];

    for (int way = 0; argc == 3 && way < WAYS; way++) {
        if (strcmp(argv[1], ways[way].name) == 0) {
            sink = ways[way].run(strtol(argv[2], NULL, 10));
            return 0;
        }
    }
    for (int round = 0; round < ROUNDS; round++) {
        for (int way = 0; way < WAYS; way++) {
            double start = now();
            sink = ways[way].run(CALLS);
            times[way][round] = (now() - start) / CALLS;
        }
    }
    for (int way = 0; way < WAYS; way++)
        qsort(times[way], ROUNDS, sizeof times[way][0], compare);
    for (int way = 0; way < WAYS; way++)
        printf("%s %.2f %.2f\n", ways[way].name, times[way][ROUNDS / 2],
               times[way][ROUNDS / 2] / times[ways[way].peer][ROUNDS / 2]);
    return 0;
}
