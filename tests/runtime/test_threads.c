/* Operations that other threads end: waking the loop, who wins, what belongs to whom; and many at once.
 *
 * VT_STRESS in the environment is how many operations the last test runs.
 */
#define _POSIX_C_SOURCE 200809L

#include "runtime_test.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include <valuetask/fd.h>
#include <valuetask/fiber.h>

enum { MILLISECOND = 1000000 };

static void pause_ms(long milliseconds)
{
    nanosleep(&(struct timespec){ .tv_nsec = milliseconds * MILLISECOND }, NULL);
}

/* ---- one at a time ---- */

struct delivery {
    struct vt_promise promise;
    int value;
    long delay_ms;
    bool was_first;
};

static void *deliver(void *context)
{
    struct delivery *delivery = context;
    if (delivery->delay_ms != 0)
        pause_ms(delivery->delay_ms);
    delivery->was_first = vt_promise_complete(delivery->promise, &delivery->value, sizeof delivery->value);
    return NULL;
}

static vt_int delivered(const struct delivery *delivery) // NOLINT(vt-always-async)
{
    return vt_int_from_source(delivery->promise.source, delivery->promise.token);
}

static void completed_while_the_loop_sleeps(void **state)
{
    (void)state;
    struct delivery delivery = { vt_promise_start_shared(sizeof(int)), 7, 20, false };
    pthread_t thread;
    int value = 0;
    assert_int_equal(pthread_create(&thread, NULL, deliver, &delivery), 0);
    assert_int_equal(vt_int_await(delivered(&delivery), &value), 0);
    assert_int_equal(value, 7);
    pthread_join(thread, NULL);
    assert_true(delivery.was_first);
}

static int await_delivery(void *delivery)
{
    int value = 0;
    int status = vt_int_await(delivered(delivery), &value);
    return status < 0 ? status : value;
}

static void completed_while_a_fiber_waits(void **state)
{
    (void)state;
    struct delivery delivery = { vt_promise_start_shared(sizeof(int)), 8, 20, false };
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, deliver, &delivery), 0);
    assert_int_equal(vt_run(await_delivery, &delivery), 8);
    pthread_join(thread, NULL);
}

static void seen_by_is_completed_without_running_the_loop(void **state)
{
    (void)state;
    struct delivery delivery = { vt_promise_start_shared(sizeof(int)), 9, 0, false };
    pthread_t thread;
    int value = 0;
    vt_int task = delivered(&delivery);
    assert_false(vt_int_is_completed(task));
    assert_int_equal(pthread_create(&thread, NULL, deliver, &delivery), 0);
    pthread_join(thread, NULL);
    assert_true(vt_int_is_completed(task));
    assert_int_equal(vt_int_await(task, &value), 0);
    assert_int_equal(value, 9);
}

static void shared_one_ended_on_its_own_thread(void **state)
{
    (void)state;
    struct vt_promise promise = vt_promise_start_shared(sizeof(int));
    int value = 3;
    assert_true(vt_promise_complete(promise, &value, sizeof value));
    assert_false(vt_promise_complete(promise, &value, sizeof value));
    assert_false(vt_promise_cancel(promise));
    assert_int_equal(vt_int_await(vt_int_from_source(promise.source, promise.token), &value), 0);
    assert_false(vt_promise_cancel(promise));
}

static void the_loop_waits_for_shared_ones(void **state)
{
    (void)state;
    struct delivery delivery = { vt_promise_start_shared(sizeof(int)), 7, 20, false };
    struct noted noted = { 0 };
    pthread_t thread;
    vt_int_on_completed(delivered(&delivery), note_int, &noted);
    assert_int_equal(vt_loop_close(), -EBUSY);
    assert_int_equal(vt_loop_set_backend(NULL, NULL), -EBUSY);
    assert_int_equal(pthread_create(&thread, NULL, deliver, &delivery), 0);
    vt_loop_run();
    assert_int_equal(noted.calls, 1);
    assert_int_equal(noted.result, 7);
    pthread_join(thread, NULL);
}

static void shared_ones_come_from_the_pool(void **state)
{
    (void)state;
    long allocations = 0;
    for (int i = 0; i < 100; i++) {
        struct vt_promise promise = vt_promise_start_shared(sizeof(int));
        int value = i;
        assert_true(vt_promise_complete(promise, &value, sizeof value));
        assert_int_equal(vt_int_await(vt_int_from_source(promise.source, promise.token), &value), 0);
        if (i == 0)
            allocations = allocation_count;
    }
    assert_nothing_allocated_since(allocations);
}

/* ---- misuse ---- */

static void *deliver_local(void *context)
{
    struct delivery *delivery = context;
    delivery->was_first = vt_promise_complete(delivery->promise, &delivery->value, sizeof delivery->value);
    return NULL;
}

static void local_one_ended_by_another_thread(void **state)
{
    (void)state;
    struct delivery delivery = { vt_promise_start(sizeof(int)), 7, 0, true };
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, deliver_local, &delivery), 0);
    pthread_join(thread, NULL);
    assert_false(delivery.was_first);
    assert_misuse("vt_promise_complete: the operation belongs to another thread");
    assert_true(vt_promise_cancel(delivery.promise));
    vt_int_forget(delivered(&delivery));
}

struct foreign {
    vt_int_task *task;
    struct vt_promise promise;
    vt_int view; // NOLINT(vt-field-storage): to have it on the wrong thread
    int task_status;
    int view_status;
    int value_status;
    bool was_completed;
    char message[512];
};

static void *use_foreign(void *context)
{
    struct foreign *foreign = context;
    int value;
    foreign->task_status = vt_int_task_await(foreign->task, &value);
    foreign->was_completed = vt_int_task_complete(foreign->task, 1);
    foreign->view_status = vt_int_await(vt_int_from_task(foreign->task), &value);
    vt_int_task_unref(vt_int_task_ref(foreign->task));
    vt_int_forget(foreign->view);
    foreign->value_status = vt_int_await(vt_int_from_source(foreign->promise.source, foreign->promise.token), &value);
    return NULL;
}

static void used_on_another_thread(void **state)
{
    (void)state;
    struct foreign foreign = { .task = vt_int_task_new(), .promise = vt_promise_start_shared(sizeof(int)) };
    pthread_t thread;
    int value;
    foreign.view = vt_int_from_task(foreign.task);
    assert_int_equal(pthread_create(&thread, NULL, use_foreign, &foreign), 0);
    pthread_join(thread, NULL);
    assert_int_equal(foreign.task_status, -EINVAL);
    assert_false(foreign.was_completed);
    assert_int_equal(foreign.value_status, -EINVAL);
    assert_int_equal(foreign.view_status, -EINVAL);
    assert_int_equal(misuse_count, 7);
    misuse_count = 1;
    assert_misuse("this belongs to another thread");
    assert_true(vt_int_task_complete(foreign.task, 6));
    assert_int_equal(vt_int_await(foreign.view, &value), 0); /* none of that did it harm */
    assert_int_equal(value, 6);
    vt_int_task_unref(foreign.task);
    assert_true(vt_promise_cancel(foreign.promise));
    vt_int_forget(vt_int_from_source(foreign.promise.source, foreign.promise.token));
}

enum { DISTURBED = 2000 };

struct disturbed {
    struct vt_promise promises[DISTURBED];
    atomic_int at;
    atomic_bool is_over;
};

static void *complete_with_too_little(void *context)
{
    struct disturbed *disturbed = context;
    while (!atomic_load(&disturbed->is_over))
        (void)vt_promise_complete(disturbed->promises[atomic_load(&disturbed->at)], &(char){ 1 }, 1);
    return NULL;
}

static void note_nothing(const char *message)
{
    (void)message;
}

static void result_of_the_wrong_size_beside_the_right_one(void **state)
{
    (void)state;
    static struct disturbed disturbed;
    vt_misuse_handler before = vt_set_misuse_handler(note_nothing);
    pthread_t thread;
    int got = -1;
    for (int i = 0; i < DISTURBED; i++)
        disturbed.promises[i] = vt_promise_start_shared(sizeof(int));
    assert_int_equal(pthread_create(&thread, NULL, complete_with_too_little, &disturbed), 0);
    for (int i = 0; i < DISTURBED; i++) {
        struct vt_promise promise = disturbed.promises[i];
        atomic_store(&disturbed.at, i);
        sched_yield();
        assert_true(vt_promise_complete(promise, &i, sizeof i)); /* nobody else has ended it, nor tried to rightly */
        assert_int_equal(vt_int_await(vt_int_from_source(promise.source, promise.token), &got), 0);
        assert_int_equal(got, i);
    }
    atomic_store(&disturbed.is_over, true);
    pthread_join(thread, NULL);
    vt_set_misuse_handler(before);
}

static void no_descriptor_left(void **state)
{
    (void)state;
    int ends[2];
    int value;
    struct rlimit limit;
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
    struct rlimit none = { .rlim_cur = 0, .rlim_max = limit.rlim_max };
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
    struct vt_promise promise = vt_promise_start_shared(sizeof(int));
    int shared_status = vt_int_await(vt_int_from_source(promise.source, promise.token), &value);
    bool was_ended = vt_promise_cancel(promise);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
    assert_int_equal(shared_status, -EMFILE);
    assert_false(was_ended);
    close(ends[0]);
    close(ends[1]);
}

/* ---- asking the producer to end early ---- */

struct cancellable {
    struct vt_promise promise;
    int asked;
    bool ends_later;
};

static void end_cancelled(void *context)
{
    struct cancellable *op = context;
    assert_true(vt_promise_cancel(op->promise));
}

static void ask(void *context)
{
    struct cancellable *op = context;
    op->asked++;
    if (op->ends_later)
        assert_int_equal(vt_loop_call_later(2 * MILLISECOND, end_cancelled, op), 0);
    else
        end_cancelled(op);
}

static int time_out(void *context)
{
    struct cancellable *op = context;
    op->promise = vt_promise_start(sizeof(int));
    vt_promise_on_cancel(op->promise, ask, op);
    int value;
    int status = vt_int_await_timeout(vt_int_from_source(op->promise.source, op->promise.token), MILLISECOND, &value);
    /* Nothing is left that could write to `value` any more. */
    assert_int_equal(vt_promise_outstanding(), vt_in_fiber() ? 1 : 0); /* the fiber's own end */
    return status;
}

static void time_out_asks_and_waits_for_the_end(void **state)
{
    (void)state;
    for (int i = 0; i < 4; i++) {
        struct cancellable op = { .ends_later = i % 2 != 0 };
        assert_int_equal(i < 2 ? time_out(&op) : vt_run(time_out, &op), -ETIMEDOUT);
        assert_int_equal(op.asked, 1);
    }
}

/* ---- descriptors ---- */

static int read_one(void *fds)
{
    char byte = 0;
    int fd = ((int *)fds)[0];
    int status = vt_void_await(vt_fd_readable(fd));
    if (status == 0 && read(fd, &byte, 1) < 0)
        status = -errno;
    return status < 0 ? status : byte == 'x' ? 0 : -EBADMSG;
}

static void write_one(void *fds)
{
    assert_int_equal(write(((int *)fds)[1], "x", 1), 1);
}

static void descriptor_becomes_readable(void **state)
{
    (void)state;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(vt_void_await(vt_fd_writable(ends[1])), 0);
    for (int i = 0; i < 3; i++) {
        vt_void reader = vt_spawn(read_one, ends);
        assert_false(vt_void_is_completed(reader));
        assert_int_equal(vt_void_await(vt_fd_readable(ends[0])), -EBUSY);
        assert_int_equal(vt_loop_call_later(MILLISECOND, write_one, ends), 0);
        assert_int_equal(vt_void_await(reader), 0);
    }
    assert_int_equal(vt_void_await_timeout(vt_fd_readable(ends[0]), MILLISECOND), -ETIMEDOUT);
    write_one(ends);
    assert_int_equal(vt_run(read_one, ends), 0);

    vt_void at_end = vt_fd_readable(ends[0]);
    close(ends[1]);
    assert_int_equal(vt_void_await(at_end), 0); /* the peer hung up: reading says so */
    close(ends[0]);
    assert_int_equal(vt_void_await(vt_fd_readable(ends[0])), -EBADF);
    assert_int_equal(vt_void_await(vt_fd_readable(-1)), -EBADF);
}

static void no_descriptor_for_epoll(void **state)
{
    (void)state;
    int ends[2];
    struct rlimit limit;
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
    struct rlimit none = { .rlim_cur = 0, .rlim_max = limit.rlim_max };
    int open_before = dup(ends[0]);
    close(open_before);
    none.rlim_cur = (rlim_t)open_before;
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
    int status = vt_void_await(vt_fd_readable(ends[0]));
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
    assert_int_equal(status, -EMFILE);
    close(ends[0]);
    close(ends[1]);
}

/* ---- another library's loop ---- */

struct other_loop {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool is_woken;
    int polls;
};

static bool other_is_alive(void *context)
{
    (void)context;
    return false;
}

static void other_poll(void *context, uint64_t timeout_ns)
{
    struct other_loop *other = context;
    other->polls++;
    pthread_mutex_lock(&other->lock);
    while (timeout_ns != 0 && !other->is_woken)
        pthread_cond_wait(&other->changed, &other->lock);
    other->is_woken = false;
    pthread_mutex_unlock(&other->lock);
}

static void other_wake(void *context)
{
    struct other_loop *other = context;
    pthread_mutex_lock(&other->lock);
    other->is_woken = true;
    pthread_cond_signal(&other->changed);
    pthread_mutex_unlock(&other->lock);
}

static const struct vt_loop_backend other_backend = { other_is_alive, other_poll, other_wake };

static void backend_polls_and_wakes(void **state)
{
    (void)state;
    struct other_loop other = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, false, 0 };
    assert_int_equal(vt_loop_set_backend(&other_backend, &other), 0);
    struct delivery delivery = { vt_promise_start_shared(sizeof(int)), 7, 10, false };
    pthread_t thread;
    int value = 0;
    assert_int_equal(pthread_create(&thread, NULL, deliver, &delivery), 0);
    assert_int_equal(vt_int_await(delivered(&delivery), &value), 0);
    pthread_join(thread, NULL);
    assert_true(other.polls > 0);
    assert_int_equal(vt_void_await(vt_fd_readable(0)), -ENOTSUP);

    /* The other way round: its loop calls ours. */
    delivery = (struct delivery){ vt_promise_start_shared(sizeof(int)), 8, 10, false };
    vt_void fiber = vt_spawn(await_delivery, &delivery);
    assert_int_equal(pthread_create(&thread, NULL, deliver, &delivery), 0);
    while (vt_loop_turn() == 0 || vt_fiber_count() != 0)
        other_poll(&other, UINT64_MAX);
    assert_int_equal(vt_void_await(fiber), -EINVAL); /* 8 is no status */
    assert_misuse("returned 8");
    pthread_join(thread, NULL);
    assert_int_equal(vt_loop_set_backend(NULL, NULL), 0);
}

/* ---- many ---- */

enum { WORKERS = 8, FIBERS = 64, QUEUE = 1024 };

struct worker {
    pthread_t thread;
    pthread_mutex_t lock;
    struct vt_promise queue[QUEUE];
    unsigned first, count;
    bool is_over;
    unsigned seed;
    long ended; /* calls that answered true */
};

static struct worker workers[WORKERS];
static long operations;
static long awaited[3]; /* results, failures and cancellations, time outs */

static unsigned next_random(unsigned *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

static void end_somehow(struct worker *worker, struct vt_promise promise)
{
    bool was_first;
    switch (next_random(&worker->seed) % 4) {
    case 0:
        was_first = vt_promise_fail(promise, -EIO);
        break;
    case 1:
        was_first = vt_promise_cancel(promise);
        break;
    default:
        was_first = vt_promise_complete(promise, &promise.token, sizeof promise.token);
        break;
    }
    worker->ended += was_first;
}

static void *work(void *context)
{
    struct worker *worker = context;
    pthread_mutex_lock(&worker->lock);
    while (!worker->is_over || worker->count != 0) {
        if (worker->count == 0) {
            pthread_mutex_unlock(&worker->lock);
            sched_yield();
            pthread_mutex_lock(&worker->lock);
            continue;
        }
        struct vt_promise promise = worker->queue[worker->first++ % QUEUE];
        worker->count--;
        pthread_mutex_unlock(&worker->lock);
        end_somehow(worker, promise);
        pthread_mutex_lock(&worker->lock);
    }
    pthread_mutex_unlock(&worker->lock);
    return NULL;
}

static void hand_out(struct worker *worker, struct vt_promise promise)
{
    for (;;) {
        pthread_mutex_lock(&worker->lock);
        if (worker->count < QUEUE)
            break;
        pthread_mutex_unlock(&worker->lock);
        sched_yield();
    }
    worker->queue[(worker->first + worker->count++) % QUEUE] = promise;
    pthread_mutex_unlock(&worker->lock);
}

VT_DEFINE(token, uint64_t);

static long cancelled_here;

static void cancel_here(void *promise)
{
    cancelled_here += vt_promise_cancel(*(struct vt_promise *)promise);
}

static int start_and_await(void *share)
{
    unsigned seed = (unsigned)(uintptr_t)share;
    for (long left = *(long *)share; left > 0; left--) {
        struct vt_promise promise = vt_promise_start_shared(sizeof(uint64_t));
        uint64_t token = 0;
        if (next_random(&seed) % 2 == 0)
            vt_promise_on_cancel(promise, cancel_here, &promise);
        /* Two try to end it, and a time limit may. */
        hand_out(&workers[next_random(&seed) % WORKERS], promise);
        hand_out(&workers[next_random(&seed) % WORKERS], promise);
        uint64_t limit = next_random(&seed) % 4 == 0 ? next_random(&seed) % 50000 : UINT64_MAX;
        int status = vt_token_await_timeout(vt_token_from_source(promise.source, promise.token), limit, &token);
        if (status == 0 && token != promise.token)
            return -EBADMSG;
        awaited[status == 0 ? 0 : status == -ETIMEDOUT ? 2 : 1]++;
    }
    return 0;
}

static int start_fibers(void *unused)
{
    (void)unused;
    long share = operations / FIBERS;
    vt_void_task *fibers[FIBERS];
    int status = 0;
    for (int i = 0; i < FIBERS; i++)
        fibers[i] = vt_void_as_task(vt_spawn(start_and_await, &share));
    for (int i = 0; i < FIBERS; i++) {
        int ended = vt_void_task_await(fibers[i]);
        status = status != 0 ? status : ended;
        vt_void_task_unref(fibers[i]);
    }
    return status;
}

static void eight_threads_end_each_exactly_once(void **state)
{
    (void)state;
    const char *wanted = getenv("VT_STRESS");
    operations = wanted != NULL ? strtol(wanted, NULL, 10) : 20000;
    operations -= operations % FIBERS;
    for (int i = 0; i < WORKERS; i++) {
        workers[i].seed = (unsigned)i;
        pthread_mutex_init(&workers[i].lock, NULL);
        assert_int_equal(pthread_create(&workers[i].thread, NULL, work, &workers[i]), 0);
    }
    assert_int_equal(vt_run(start_fibers, NULL), 0);
    long ended = cancelled_here;
    for (int i = 0; i < WORKERS; i++) {
        pthread_mutex_lock(&workers[i].lock);
        workers[i].is_over = true;
        pthread_mutex_unlock(&workers[i].lock);
        pthread_join(workers[i].thread, NULL);
        ended += workers[i].ended;
    }
    vt_loop_run(); /* those whose waiter had timed out */
    assert_int_equal(ended, operations);
    assert_int_equal(awaited[0] + awaited[1] + awaited[2], operations);
    printf("%ld operations: %ld results, %ld failed or cancelled, %ld timed out\n", operations, awaited[0], awaited[1],
           awaited[2]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        runtime_test(completed_while_the_loop_sleeps),
        runtime_test(completed_while_a_fiber_waits),
        runtime_test(seen_by_is_completed_without_running_the_loop),
        runtime_test(shared_one_ended_on_its_own_thread),
        runtime_test(the_loop_waits_for_shared_ones),
        runtime_test(shared_ones_come_from_the_pool),
        runtime_test(local_one_ended_by_another_thread),
        runtime_test(used_on_another_thread),
        runtime_test(result_of_the_wrong_size_beside_the_right_one),
        runtime_test(no_descriptor_left),
        runtime_test(time_out_asks_and_waits_for_the_end),
        runtime_test(descriptor_becomes_readable),
        runtime_test(no_descriptor_for_epoll),
        runtime_test(backend_polls_and_wakes),
        runtime_test(eight_threads_end_each_exactly_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
