/* Completions from another thread, one busy producer: shared operations beside uv_async_send + callback. In each round the
 * consumer awaits OPERATIONS results that a thread delivers as fast as it can. libuv twice: one
 * uv_async_send and its callback at a time, on one thread so that no hand-over blurs it; and results in a locked list with uv_async_send after each (sends that find one
 * pending are nearly free). Prints name, nanoseconds of processor time a result costs both threads together, ratio to the
 * first.
 */
#define _GNU_SOURCE

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <uv.h>

#include <valuetask/fiber.h>
#include <valuetask/loop.h>
#include <valuetask/promise.h>
#include <valuetask/valuetask.h>

enum { ROUNDS = 21, OPERATIONS = 4096, SINGLE = 1024 };

VT_DEFINE(word, uint64_t);

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static int compare(const void *one, const void *other)
{
    double a = *(const double *)one, b = *(const double *)other;
    return (a > b) - (a < b);
}

/* ---- ours ---- */

static struct vt_promise promises[OPERATIONS];

static void *deliver(void *unused)
{
    for (uint64_t i = 0; i < OPERATIONS; i++)
        vt_promise_complete(promises[i], &i, sizeof i);
    return unused;
}

static int await_all(void *unused)
{
    (void)unused;
    for (uint64_t i = 0; i < OPERATIONS; i++) {
        uint64_t got;
        if (vt_word_await(vt_word_from_source(promises[i].source, promises[i].token), &got) != 0 || got != i)
            abort();
    }
    return 0;
}

static double ours(void)
{
    pthread_t thread;

    for (int i = 0; i < OPERATIONS; i++)
        promises[i] = vt_promise_start_shared(sizeof(uint64_t));
    double begin = now();
    if (pthread_create(&thread, NULL, deliver, NULL) != 0 || vt_run(await_all, NULL) != 0)
        abort();
    pthread_join(thread, NULL);
    return (now() - begin) / OPERATIONS;
}

/* ---- libuv ---- */

static uv_loop_t loop;
static uv_async_t async;
static long called;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static uint64_t results[OPERATIONS];
static long queued, taken;

static void on_single(uv_async_t *handle)
{
    (void)handle;
    called++;
}

static double one_by_one(void)
{
    called = 0;
    if (uv_async_init(&loop, &async, on_single) != 0)
        abort();
    double begin = now();
    for (long i = 0; i < SINGLE; i++) {
        uv_async_send(&async);
        uv_run(&loop, UV_RUN_ONCE);
    }
    double time = now() - begin;
    if (called != SINGLE)
        abort();
    uv_close((uv_handle_t *)&async, NULL);
    uv_run(&loop, UV_RUN_DEFAULT);
    return time / SINGLE;
}

static void on_listed(uv_async_t *handle)
{
    pthread_mutex_lock(&lock);
    for (; taken < queued; taken++)
        if (results[taken] != (uint64_t)taken)
            abort();
    pthread_mutex_unlock(&lock);
    if (taken == OPERATIONS)
        uv_close((uv_handle_t *)handle, NULL);
}

static void *send_listed(void *unused)
{
    for (uint64_t i = 0; i < OPERATIONS; i++) {
        pthread_mutex_lock(&lock);
        results[queued++] = i;
        pthread_mutex_unlock(&lock);
        uv_async_send(&async);
    }
    return unused;
}

static double listed(void)
{
    pthread_t thread;

    queued = taken = 0;
    if (uv_async_init(&loop, &async, on_listed) != 0)
        abort();
    double begin = now();
    if (pthread_create(&thread, NULL, send_listed, NULL) != 0)
        abort();
    uv_run(&loop, UV_RUN_DEFAULT);
    pthread_join(thread, NULL);
    return (now() - begin) / OPERATIONS;
}

int main(void)
{
    static const char *const names[] = { "uv_async_send+callback", "uv_async_send+list", "shared-operation" };
    static double rounds[3][ROUNDS];

    uv_loop_init(&loop);
    ours(); /* the pools fill */
    for (int round = 0; round < ROUNDS; round++) {
        rounds[0][round] = one_by_one();
        rounds[1][round] = listed();
        rounds[2][round] = ours();
    }
    uv_loop_close(&loop);
    for (int i = 0; i < 3; i++) {
        qsort(rounds[i], ROUNDS, sizeof rounds[i][0], compare);
        printf("%s %.0f %.2f\n", names[i], rounds[i][ROUNDS / 2], rounds[i][ROUNDS / 2] / rounds[0][0 + ROUNDS / 2]);
    }
    return vt_loop_close() == 0 ? 0 : 1;
}
