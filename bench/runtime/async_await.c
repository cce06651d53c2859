/* The whole asynchronous await: a pooled operation is started, awaited four frames up, completed by another flow, its result
 * taken, in turn by FIBERS fibers. `async_await FIBERS AWAITS` prints nanoseconds an await. A flow completes the oldest pending operation before it awaits its own, so that a queue of FIBERS - 1 is always
 * pending: the same in every peer (async_await.cpp).
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

static struct vt_promise *ring;
static unsigned ring_first, ring_count, fiber_count;
static long awaits_left;
static volatile uint64_t sink;

static void complete_oldest(void)
{
    uint64_t value = ring_first;
    struct vt_promise oldest = ring[ring_first];

    if (++ring_first == fiber_count)
        ring_first = 0;
    ring_count--;
    vt_promise_complete(oldest, &value, sizeof value);
}

__attribute__((noinline)) static vt_word start(void)
{
    struct vt_promise mine = vt_promise_start(sizeof(uint64_t));

    if (ring_count == fiber_count - 1)
        complete_oldest();
    unsigned at = ring_first + ring_count++;
    ring[at < fiber_count ? at : at - fiber_count] = mine;
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
        if (vt_word_await(level_one(), &got) != 0)
            return -EIO;
        sink = got;
    }
    while (ring_count > 0)
        complete_oldest();
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
    if (argc != 3)
        return 2;
    fiber_count = (unsigned)strtoul(argv[1], NULL, 10);
    long awaits = strtol(argv[2], NULL, 10);
    ring = calloc(fiber_count, sizeof *ring);
    awaits_left = 10 * fiber_count; /* the pools fill */
    if (vt_run(run_flows, NULL) != 0)
        return 1;
    awaits_left = awaits;
    double begin = now();
    if (vt_run(run_flows, NULL) != 0)
        return 1;
    printf("%.2f\n", (now() - begin) / (double)awaits);
    free(ring);
    return vt_loop_close() == 0 ? 0 : 1;
}
