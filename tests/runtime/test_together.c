/* All of it together: fibers that sleep, lock, send, race, spawn, cancel and give up at random. Whatever comes of it, what a lock or a
 * semaphore promises holds, each wait ends with an answer that its function names, and nothing is left behind.
 *
 * A round is made of its number alone. VT_ROUNDS=N plays N rounds in place of 40. */
#define _GNU_SOURCE /* pipe2 */
#include "runtime_test.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <valuetask/channel.h>
#include <valuetask/fd.h>
#include <valuetask/fiber.h>
#include <valuetask/nursery.h>
#include <valuetask/scope.h>
#include <valuetask/sync.h>
#include <valuetask/thread_pool.h>
#include <valuetask/timer.h>
#include <valuetask/when.h>

VT_DEFINE_WHEN(int, int);

enum { ROUNDS = 40, FIBERS = 40, DEEPEST = 4, PERMITS = 2, RACERS = 12, LATE = 5 };

static struct {
    uint64_t chance;
    struct vt_mutex mutex;
    struct vt_semaphore semaphore;
    struct vt_gate gate;
    struct vt_cancel_token token;
    struct vt_channel *channel;
    struct vt_thread_pool *pool;
    int pipe[2];
    int in_mutex, in_semaphore;
} scene;

static unsigned chance(unsigned among)
{
    scene.chance = scene.chance * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)(scene.chance >> 33) % among;
}

static uint64_t short_time(void)
{
    return chance(300) * UINT64_C(1000);
}

/* -EIO is what some of these fibers and racers fail with. */
static int checked(int status)
{
    static const int expected[] = { 0, -ECANCELED, -ETIMEDOUT, -EPIPE, -EBUSY, -EAGAIN, -EIO };

    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        if (status == expected[i])
            return status;
    }
    fail_msg("%d: nothing in this play ends so", status);
    return status;
}

static int act(void *depth);

static void *deeper(int depth)
{
    return (void *)(intptr_t)(depth + 1);
}

/* ---- what is pending ---- */

static void complete_late(void *context)
{
    struct vt_promise *promise = context;
    int value = LATE;
    (void)vt_promise_complete(*promise, &value, sizeof value);
    free(promise);
}

/* A value task that the loop completes. */
static vt_int late(void) // NOLINT(vt-always-async)
{
    struct vt_promise *promise = malloc(sizeof *promise);
    assert_non_null(promise);
    *promise = vt_promise_start(sizeof(int));
    struct vt_promise started = *promise;
    int error = chance(2) != 0 ? vt_loop_post(complete_late, promise) : vt_loop_call_later(short_time(), complete_late, promise);
    assert_int_equal(error, 0);
    return vt_int_from_source(started.source, started.token);
}

/* ---- what a fiber may do ---- */

static void sleep_a_little(int depth)
{
    (void)depth;
    (void)checked(vt_void_await(vt_sleep(short_time())));
}

static void lock(int depth)
{
    (void)depth;
    if (checked(vt_void_await(vt_mutex_lock(&scene.mutex))) != 0)
        return;
    assert_int_equal(scene.in_mutex++, 0);
    if (chance(2) != 0)
        sleep_a_little(depth);
    vt_yield();
    scene.in_mutex--;
    vt_mutex_unlock(&scene.mutex);
}

static void take_a_permit(int depth)
{
    (void)depth;
    if (checked(vt_void_await(vt_semaphore_acquire(&scene.semaphore))) != 0)
        return;
    assert_true(++scene.in_semaphore <= PERMITS);
    vt_yield();
    scene.in_semaphore--;
    vt_semaphore_release(&scene.semaphore);
}

static void send(int depth)
{
    int item = depth;
    (void)checked(vt_void_await_timeout(vt_channel_send(scene.channel, &item), short_time()));
}

static void receive(int depth)
{
    int item = -1;
    (void)depth;
    if (checked(vt_void_await_timeout(vt_channel_receive(scene.channel, &item), short_time())) == 0)
        assert_in_range(item, 0, DEEPEST);
}

static void race(int depth)
{
    vt_int racers[RACERS];
    size_t count = 1 + chance(RACERS), winner = count;
    int value = 0;
    (void)depth;
    for (size_t i = 0; i < count; i++)
        racers[i] = chance(4) != 0 ? late() : chance(2) != 0 ? vt_int_from_result(LATE) : vt_int_from_error(-EIO);
    if (checked(vt_int_when_any(racers, count, &value, &winner)) == 0) {
        assert_true(winner < count);
        assert_int_equal(value, LATE);
    }
}

static void gather(int depth)
{
    int values[3] = { 0 };
    (void)depth;
    if (checked(VT_WHEN_ALL(int, values, late(), vt_int_from_result(LATE), late())) == 0)
        assert_int_equal(values[0] + values[1] + values[2], 3 * LATE);
}

static void raise_children(int depth)
{
    struct vt_nursery nursery;
    vt_nursery_open(&nursery);
    for (unsigned children = 1 + chance(4); children > 0; children--)
        (void)checked(vt_nursery_start(&nursery, act, deeper(depth)));
    if (chance(3) == 0)
        vt_nursery_cancel(&nursery);
    (void)checked(vt_nursery_close(&nursery));
}

static void enter_a_scope(int depth)
{
    struct vt_scope scope;
    unsigned kind = chance(3);
    if (kind == 0)
        vt_scope_enter_deadline(&scope, short_time());
    else if (kind == 1)
        vt_scope_enter_token(&scope, &scene.token);
    else
        vt_scope_enter(&scope);
    if (kind == 2 && chance(2) != 0)
        (void)vt_scope_cancel(&scope);
    (void)checked(act(deeper(depth)));
    (void)checked(vt_scope_leave(&scope));
}

static int work(void *unused)
{
    (void)unused;
    usleep(50);
    return 0;
}

static void work_elsewhere(int depth)
{
    (void)depth;
    (void)checked(vt_void_await_timeout(vt_thread_pool_run(scene.pool, work, NULL), chance(2) != 0 ? UINT64_MAX : short_time()));
}

static void spawn(int depth)
{
    vt_void spawned = vt_spawn(act, deeper(depth));
    if (chance(2) != 0)
        (void)checked(vt_void_await_timeout(spawned, short_time()));
    else
        vt_void_forget(spawned);
}

static void share_a_task(int depth)
{
    int value = 0;
    (void)depth;
    vt_int_task *task = vt_int_as_task(late());
    (void)checked(vt_int_await_timeout(vt_int_from_task(task), chance(2) != 0 ? UINT64_MAX : short_time(), &value));
    if (chance(3) == 0)
        (void)vt_int_task_cancel(task);
    (void)checked(vt_int_task_await(task, &value));
    vt_int_task_unref(task);
}

static void wait_for_data(int depth)
{
    char byte = 'x';
    (void)depth;
    if (chance(2) != 0)
        assert_true(write(scene.pipe[1], &byte, 1) == 1 || errno == EAGAIN);
    if (checked(vt_void_await_timeout(vt_fd_readable(scene.pipe[0]), short_time())) == 0)
        assert_true(read(scene.pipe[0], &byte, 1) == 1 || errno == EAGAIN);
}

static void give_up(int depth)
{
    int value = 0;
    (void)depth;
    struct vt_promise promise = vt_promise_start(sizeof value);
    if (chance(2) != 0)
        (void)vt_promise_cancel(promise);
    (void)checked(vt_int_await_timeout(vt_int_from_source(promise.source, promise.token), short_time(), &value));
    (void)vt_promise_complete(promise, &value, sizeof value);
}

static void pass_the_gate(int depth)
{
    (void)depth;
    if (vt_gate_enter(&scene.gate) != 0)
        return;
    vt_yield();
    vt_gate_leave(&scene.gate);
}

static void cancel_many(int depth)
{
    (void)depth;
    if (chance(200) == 0)
        (void)vt_cancel_token_cancel(&scene.token);
    vt_int_forget(late());
}

static int act(void *context)
{
    static void (*const deeds[])(int depth) = {
        sleep_a_little, lock,        take_a_permit, send,          receive,       race,    gather,        work_elsewhere,
        share_a_task,   wait_for_data, give_up,     pass_the_gate, cancel_many,   raise_children, enter_a_scope, spawn,
    };
    enum { DEEDS = sizeof deeds / sizeof deeds[0], LEAVES = DEEDS - 3 }; /* the last three act again, deeper */
    int depth = (int)(intptr_t)context;

    for (unsigned left = 1 + chance(4); left > 0; left--)
        deeds[chance(depth < DEEPEST ? DEEDS : LEAVES)](depth);
    return depth == 0 || chance(20) != 0 ? 0 : -EIO; /* at the top it would end the round for all */
}

static int play(void *unused)
{
    struct vt_nursery nursery;
    vt_nursery_open(&nursery);
    for (int i = 0; i < FIBERS; i++)
        (void)checked(vt_nursery_start(&nursery, act, unused));
    (void)checked(vt_nursery_close(&nursery));
    return checked(vt_void_await(vt_gate_close(&scene.gate)));
}

static void play_a_round(uint64_t number)
{
    scene.chance = number * 7919 + 1;
    scene.mutex = (struct vt_mutex)VT_MUTEX_INIT;
    scene.semaphore = (struct vt_semaphore)VT_SEMAPHORE_INIT(PERMITS);
    scene.gate = (struct vt_gate)VT_GATE_INIT;
    scene.token = (struct vt_cancel_token){ { 0 } };
    scene.channel = vt_channel_new(sizeof(int), chance(4));
    scene.pool = vt_thread_pool_new(2, chance(2) != 0 ? 0 : 3);
    assert_non_null(scene.channel);
    assert_non_null(scene.pool);
    assert_int_equal(pipe2(scene.pipe, O_NONBLOCK), 0);

    assert_int_equal(vt_run(play, NULL), 0);
    vt_loop_run(); /* those that were spawned and forgotten */
    vt_channel_free(scene.channel);
    vt_thread_pool_free(scene.pool);
    vt_loop_run();
    assert_int_equal(close(scene.pipe[0]) | close(scene.pipe[1]), 0);
    if (vt_fiber_count() != 0 || vt_promise_outstanding() != 0 || vt_loop_close() != 0)
        fail_msg("round %llu left something behind", (unsigned long long)number);
}

static void at_random(void **state)
{
    (void)state;
    const char *wish = getenv("VT_ROUNDS");
    long rounds = wish != NULL ? strtol(wish, NULL, 10) : ROUNDS;
    for (long i = 1; i <= rounds; i++)
        play_a_round((uint64_t)i);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        runtime_test(at_random),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
