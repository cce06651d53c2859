/* Semaphore, mutex, gate, channel, sleep, pace, thread pool. */
#define _POSIX_C_SOURCE 200809L

#include "runtime_test.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>

#include <valuetask/channel.h>
#include <valuetask/fiber.h>
#include <valuetask/nursery.h>
#include <valuetask/sync.h>
#include <valuetask/thread_pool.h>
#include <valuetask/timer.h>

enum { MILLISECOND = 1000000 };

/* ---- semaphore and mutex ---- */

struct shared {
    struct vt_semaphore semaphore;
    struct vt_mutex mutex;
    int inside, most_inside, turns;
};

static int use_permit(void *context)
{
    struct shared *shared = context;
    int status = vt_void_await(vt_semaphore_acquire(&shared->semaphore));
    if (status != 0)
        return status;
    if (++shared->inside > shared->most_inside)
        shared->most_inside = shared->inside;
    vt_yield();
    shared->inside--;
    shared->turns++;
    vt_semaphore_release(&shared->semaphore);
    return 0;
}

static int use_lock(void *context)
{
    struct shared *shared = context;
    for (int i = 0; i < 10; i++) {
        int status = vt_void_await(vt_mutex_lock(&shared->mutex));
        if (status != 0)
            return status;
        if (++shared->inside > shared->most_inside)
            shared->most_inside = shared->inside;
        vt_yield();
        shared->inside--;
        shared->turns++;
        vt_mutex_unlock(&shared->mutex);
    }
    return 0;
}

struct many {
    vt_fiber_body body;
    void *context;
    int count;
};

static int run_many(void *context)
{
    const struct many *many = context;
    struct vt_nursery nursery;
    vt_nursery_open(&nursery);
    for (int i = 0; i < many->count; i++)
        (void)vt_nursery_start(&nursery, many->body, many->context);
    return vt_nursery_close(&nursery);
}

static void so_many_permits(void **state)
{
    (void)state;
    struct shared shared = { .semaphore = VT_SEMAPHORE_INIT(3) };
    struct many many = { use_permit, &shared, 500 };
    assert_int_equal(vt_run(run_many, &many), 0);
    assert_int_equal(shared.turns, 500);
    assert_int_equal(shared.most_inside, 3);
    assert_int_equal(shared.semaphore.available, 3);
}

static void one_at_a_time(void **state)
{
    (void)state;
    struct shared shared = { .mutex = VT_MUTEX_INIT };
    struct many many = { use_lock, &shared, 50 };
    assert_int_equal(vt_run(run_many, &many), 0);
    assert_int_equal(shared.turns, 500);
    assert_int_equal(shared.most_inside, 1);
    assert_false(shared.mutex.is_locked);
    vt_mutex_unlock(&shared.mutex);
    assert_misuse("vt_mutex_unlock: the mutex is not locked");
}

static void given_up_waits_leave_the_queue(void **state)
{
    (void)state;
    struct vt_semaphore semaphore = VT_SEMAPHORE_INIT(0);
    assert_int_equal(vt_void_await_timeout(vt_semaphore_acquire(&semaphore), MILLISECOND), -ETIMEDOUT);
    vt_semaphore_release(&semaphore);
    assert_int_equal(semaphore.available, 1);
    assert_true(vt_semaphore_try(&semaphore));
    assert_false(vt_semaphore_try(&semaphore));
    vt_void waiting = vt_semaphore_acquire(&semaphore);
    vt_semaphore_release(&semaphore);
    assert_false(vt_semaphore_try(&semaphore)); /* it went to the one who waited */
    assert_int_equal(vt_void_await(waiting), 0);
}

static void free_permits_cost_no_allocation(void **state)
{
    (void)state;
    struct vt_semaphore semaphore = VT_SEMAPHORE_INIT(1);
    for (int i = 0; i < 300; i++) { /* the pools fill */
        assert_int_equal(vt_void_await(vt_semaphore_acquire(&semaphore)), 0);
        vt_semaphore_release(&semaphore);
    }
    long allocations = allocation_count;
    for (int i = 0; i < 1000; i++) {
        assert_int_equal(vt_void_await(vt_semaphore_acquire(&semaphore)), 0);
        vt_semaphore_release(&semaphore);
    }
    assert_nothing_allocated_since(allocations);
    assert_int_equal(semaphore.available, 1);
}

/* ---- gate ---- */

static int pass_gate(void *gate)
{
    int status = vt_gate_enter(gate);
    if (status != 0)
        return status;
    status = vt_void_await(vt_sleep(MILLISECOND));
    vt_gate_leave(gate);
    return status;
}

static void gate_closes_behind_the_last(void **state)
{
    (void)state;
    struct vt_gate gate = VT_GATE_INIT;
    vt_void inside = vt_spawn(pass_gate, &gate);
    vt_void closed = vt_gate_close(&gate);
    assert_false(vt_void_is_completed(closed));
    assert_int_equal(vt_void_await(vt_spawn(pass_gate, &gate)), -ESHUTDOWN);
    assert_int_equal(vt_void_await(closed), 0);
    assert_int_equal(vt_void_await(inside), 0);
    assert_int_equal(vt_void_await(vt_gate_close(&gate)), 0);
    vt_gate_leave(&gate);
    assert_misuse("vt_gate_leave: nobody is inside");
}

/* ---- channel ---- */

enum { ITEMS = 1000 };

static int produce(void *channel)
{
    int status = 0;
    for (int i = 0; i < ITEMS && status == 0; i++)
        status = vt_void_await(vt_channel_send(channel, &i));
    vt_channel_close(channel);
    return status;
}

static int consume(void *channel)
{
    int item;
    int status;
    for (int i = 0; (status = vt_void_await(vt_channel_receive(channel, &item))) == 0; i++) {
        if (item != i)
            return -EBADMSG;
    }
    return status == -EPIPE && item == ITEMS - 1 ? 0 : status;
}

static int produce_and_consume(void *channel)
{
    vt_void producer = vt_spawn(produce, channel);
    vt_void consumer = vt_spawn(consume, channel);
    int status = vt_void_await(producer);
    int other = vt_void_await(consumer);
    return status != 0 ? status : other;
}

static void channel_keeps_order(void **state)
{
    (void)state;
    for (size_t capacity = 0; capacity < 5; capacity++) {
        struct vt_channel *channel = vt_channel_new(sizeof(int), capacity);
        assert_int_equal(vt_run(produce_and_consume, channel), 0);
        vt_channel_free(channel);
    }
}

static void full_and_empty_channels(void **state)
{
    (void)state;
    struct vt_channel *channel = vt_channel_new(sizeof(int), 1);
    int one = 1, two = 2, three = 3, got = 0;
    assert_int_equal(vt_void_await_timeout(vt_channel_receive(channel, &got), MILLISECOND), -ETIMEDOUT);
    assert_int_equal(vt_void_await(vt_channel_send(channel, &one)), 0);
    assert_int_equal(vt_void_await_timeout(vt_channel_send(channel, &two), MILLISECOND), -ETIMEDOUT);
    vt_void waiting = vt_channel_send(channel, &three);
    assert_int_equal(vt_void_await(vt_channel_receive(channel, &got)), 0);
    assert_int_equal(got, 1);
    assert_int_equal(vt_void_await(waiting), 0);
    assert_int_equal(vt_void_await(vt_channel_receive(channel, &got)), 0);
    assert_int_equal(got, 3); /* 2 was given up */

    vt_void receiving = vt_channel_receive(channel, &got);
    vt_channel_close(channel);
    assert_int_equal(vt_void_await(receiving), -EPIPE);
    assert_int_equal(vt_void_await(vt_channel_send(channel, &one)), -EPIPE);
    vt_channel_free(channel);
    vt_channel_free(NULL);
    assert_null(vt_channel_new(0, 1));
    assert_null(vt_channel_new(16, SIZE_MAX / 8));
}

static void no_memory_to_wait_with(void **state)
{
    (void)state;
    struct vt_channel *channel = vt_channel_new(sizeof(int), 1);
    struct vt_semaphore semaphore = VT_SEMAPHORE_INIT(0);
    int got;
    for (long successes = 0; successes < 2; successes++) {
        assert_int_equal(vt_loop_close(), 0);
        fail_allocation_after(successes);
        assert_int_equal(vt_void_await(vt_channel_receive(channel, &got)), -ENOMEM);
        assert_int_equal(vt_loop_close(), 0);
        fail_allocation_after(successes);
        assert_int_equal(vt_void_await(vt_semaphore_acquire(&semaphore)), -ENOMEM);
        assert_int_equal(vt_loop_close(), 0);
        fail_allocation_after(successes);
        assert_int_equal(vt_void_await(vt_sleep(1)), -ENOMEM);
        fail_no_allocation();
    }
    vt_channel_free(channel);
    fail_allocation_after(0);
    assert_null(used(vt_channel_new(4, 4)));
    fail_allocation_after(0);
    assert_null(vt_thread_pool_new(1, 0));
}

/* ---- time ---- */

static void sleeping(void **state)
{
    (void)state;
    struct timespec before, after;
    clock_gettime(CLOCK_MONOTONIC, &before);
    assert_int_equal(vt_void_await(vt_sleep(3 * MILLISECOND)), 0);
    clock_gettime(CLOCK_MONOTONIC, &after);
    assert_true((after.tv_sec - before.tv_sec) * 1000000000 + after.tv_nsec - before.tv_nsec >= 3 * MILLISECOND);
    assert_int_equal(vt_void_await(vt_sleep(0)), 0);
    assert_int_equal(vt_void_await_timeout(vt_sleep((uint64_t)1000 * 1000 * MILLISECOND), MILLISECOND), -ETIMEDOUT);
    assert_int_equal(vt_loop_close(), 0); /* the timer is gone */
}

static int note_turn(void *turns)
{
    for (int i = 0; i < 3; i++) {
        ++*(int *)turns;
        vt_yield();
    }
    return 0;
}

static int busy_with_what_is_ready(void *turns)
{
    int status = 0;
    for (int i = 0; i < 1000 && status == 0; i++)
        status = vt_void_await(vt_pace());
    return status != 0 ? status : *(int *)turns == 3 ? 0 : -EAGAIN;
}

static int pace_with_another(void *unused)
{
    (void)unused;
    int turns = 0;
    vt_void other = vt_spawn(note_turn, &turns);
    int status = busy_with_what_is_ready(&turns);
    int ended = vt_void_await(other);
    return status != 0 ? status : ended;
}

static void what_is_ready_lets_others_live(void **state)
{
    (void)state;
    assert_int_equal(vt_run(pace_with_another, NULL), 0);
}

/* ---- threads ---- */

struct piece {
    pthread_t thread;
    atomic_int runs;
    atomic_bool may_end;
    int status;
};

static int do_piece(void *context)
{
    struct piece *piece = context;
    piece->thread = pthread_self();
    atomic_fetch_add(&piece->runs, 1);
    while (!atomic_load(&piece->may_end))
        sched_yield();
    return piece->status;
}

static void *end_soon(void *context)
{
    struct piece *piece = context;
    nanosleep(&(struct timespec){ .tv_nsec = 5 * MILLISECOND }, NULL);
    atomic_store(&piece->may_end, true);
    return NULL;
}

static void work_runs_on_a_thread(void **state)
{
    (void)state;
    struct vt_thread_pool *pool = vt_thread_pool_new(2, 0);
    assert_non_null(pool);
    struct piece fine = { .may_end = true };
    struct piece bad = { .may_end = true, .status = -EIO };
    struct piece nonsense = { .may_end = true, .status = 4 };
    assert_int_equal(vt_void_await(vt_thread_pool_run(pool, do_piece, &fine)), 0);
    assert_false(pthread_equal(fine.thread, pthread_self()));
    assert_int_equal(vt_void_await(vt_thread_pool_run(pool, do_piece, &bad)), -EIO);
    assert_int_equal(vt_void_await(vt_thread_pool_run(pool, do_piece, &nonsense)), -EINVAL);
    vt_thread_pool_free(pool);
    vt_thread_pool_free(NULL);
    assert_null(vt_thread_pool_new(0, 0));
    assert_int_equal(errno, EINVAL);
}

static int free_its_own_pool(void *pool)
{
    vt_thread_pool_free(pool);
    return 0;
}

static void pool_freed_by_its_own_work(void **state)
{
    (void)state;
    struct vt_thread_pool *pool = vt_thread_pool_new(1, 0);
    struct piece next = { .may_end = true };
    assert_int_equal(vt_void_await(vt_thread_pool_run(pool, free_its_own_pool, pool)), 0);
    assert_misuse("vt_thread_pool_free: called by a piece of work of that pool");
    assert_int_equal(vt_void_await(vt_thread_pool_run(pool, do_piece, &next)), 0);
    vt_thread_pool_free(pool);
}

static void queued_work_is_taken_back_and_running_work_waited_for(void **state)
{
    (void)state;
    struct vt_thread_pool *pool = vt_thread_pool_new(1, 2);
    struct piece running = { .may_end = false };
    struct piece queued = { .may_end = true };
    pthread_t ender;
    vt_void first = vt_thread_pool_run(pool, do_piece, &running);
    while (atomic_load(&running.runs) == 0)
        sched_yield();
    assert_int_equal(vt_void_await_timeout(vt_thread_pool_run(pool, do_piece, &queued), MILLISECOND), -ETIMEDOUT);
    assert_int_equal(queued.runs, 0);

    vt_void second = vt_thread_pool_run(pool, do_piece, &queued);
    vt_void third = vt_thread_pool_run(pool, do_piece, &queued);
    assert_int_equal(vt_void_await(vt_thread_pool_run(pool, do_piece, &queued)), -EAGAIN);

    assert_int_equal(pthread_create(&ender, NULL, end_soon, &running), 0);
    /* It runs: the time limit passes, the end is waited for, and is a result after all. */
    assert_int_equal(vt_void_await_timeout(first, MILLISECOND), 0);
    pthread_join(ender, NULL);
    assert_int_equal(vt_void_await(second), 0);
    assert_int_equal(vt_void_await(third), 0);
    assert_int_equal(queued.runs, 2);
    vt_thread_pool_free(pool);
}

static int ask_often(void *pool)
{
    struct piece piece = { .may_end = true };
    for (int i = 0; i < 50; i++) {
        int status = vt_void_await_timeout(vt_thread_pool_run(pool, do_piece, &piece), (uint64_t)(i % 5) * 10000 + 1000);
        if (status != 0 && status != -ETIMEDOUT)
            return status;
    }
    return 0;
}

static void much_work_some_of_it_given_up(void **state)
{
    (void)state;
    struct vt_thread_pool *pool = vt_thread_pool_new(3, 0);
    struct many many = { ask_often, pool, 30 };
    assert_int_equal(vt_run(run_many, &many), 0);
    vt_thread_pool_free(pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        runtime_test(so_many_permits),
        runtime_test(one_at_a_time),
        runtime_test(given_up_waits_leave_the_queue),
        runtime_test(free_permits_cost_no_allocation),
        runtime_test(gate_closes_behind_the_last),
        runtime_test(channel_keeps_order),
        runtime_test(full_and_empty_channels),
        runtime_test(no_memory_to_wait_with),
        runtime_test(sleeping),
        runtime_test(what_is_ready_lets_others_live),
        runtime_test(work_runs_on_a_thread),
        runtime_test(pool_freed_by_its_own_work),
        runtime_test(queued_work_is_taken_back_and_running_work_waited_for),
        runtime_test(much_work_some_of_it_given_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
