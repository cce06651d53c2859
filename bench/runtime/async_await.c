/* The whole asynchronous await: a pooled operation is started, awaited one or four frames up, completed by another flow, its
 * result taken. `async_await FIBERS AWAITS FRAMES` prints nanoseconds an await; the fibers take turns.
 *
 * What completes the operations is a delay line: each that is put in takes the place of the oldest, which is completed. So
 * FIBERS - 1 are always pending, the same in every peer (async_await.cpp). The line is what a device would be, and no part of the
 * await; being a function of its own, it can be told apart (by_function.py).
 */
#define _POSIX_C_SOURCE 200809L

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <valuetask/fiber.h>
#include <valuetask/loop.h>
#include <valuetask/nursery.h>
#include <valuetask/promise.h>
#include <valuetask/valuetask.h>

VT_DEFINE(word, uint64_t);

static struct vt_promise *line; /* delay_length operations; all zero is none, which is harmless to complete */
static unsigned line_at, delay_length, fiber_count;
static long awaits_left;
static vt_word (*outermost)(void);
static volatile uint64_t sink;

/* Puts `newest` in; returns what was put in delay_length turns before. */
__attribute__((noinline)) static struct vt_promise delay(struct vt_promise newest)
{
    struct vt_promise *place = &line[line_at];
    struct vt_promise oldest = *place;

    *place = newest;
    line_at = line_at + 1 == delay_length ? 0 : line_at + 1;
    return oldest;
}

__attribute__((noinline)) static vt_word start(void)
{
    struct vt_promise mine = vt_promise_start(sizeof(uint64_t));
    uint64_t value = mine.token;

    vt_promise_complete(delay(mine), &value, sizeof value);
    return vt_word_from_source(mine.source, mine.token);
}

#define LEVEL(this, below)                                                            \
    __attribute__((noinline)) static vt_word this(void)                               \
    {                                                                                 \
        uint64_t got;                                                                 \
        int status = vt_word_await(below(), &got);                                    \
        return status == 0 ? vt_word_from_result(got + 1) : vt_word_from_error(status); \
    }

LEVEL(level_three, start)
LEVEL(level_two, level_three)
LEVEL(level_one, level_two)

static int flow(void *unused)
{
    (void)unused;
    while (awaits_left-- > 0) {
        uint64_t got;
        if (vt_word_await(outermost(), &got) != 0)
            return -EIO;
        sink = got;
    }
    for (unsigned i = 0; i < delay_length; i++)
        vt_promise_complete(delay((struct vt_promise){ 0 }), &(uint64_t){ 0 }, sizeof(uint64_t));
    return 0;
}

static int run_flows(void *unused)
{
    struct vt_nursery nursery;

    vt_nursery_open(&nursery);
    for (unsigned i = 0; i < fiber_count; i++)
        (void)vt_nursery_start(&nursery, flow, unused);
    return vt_nursery_close(&nursery);
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

int main(int argc, char **argv)
{
    if (argc != 4)
        return 2;
    fiber_count = (unsigned)strtoul(argv[1], NULL, 10);
    long awaits = strtol(argv[2], NULL, 10);
    outermost = strtol(argv[3], NULL, 10) == 1 ? start : level_one;
    delay_length = fiber_count - 1;
    line = calloc(delay_length, sizeof *line);
    awaits_left = 10 * fiber_count; /* the pools fill */
    if (vt_run(run_flows, NULL) != 0)
        return 1;
    awaits_left = awaits;
    double begin = now();
    if (vt_run(run_flows, NULL) != 0)
        return 1;
    printf("%.2f\n", (now() - begin) / (double)awaits);
    free(line);
    return vt_loop_close() == 0 ? 0 : 1;
}
