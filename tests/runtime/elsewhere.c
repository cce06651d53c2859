/* What is to work on every processor and with every libc; without cmocka, to be built for others (elsewhere.sh). Exit status 0: all
 * of it did.
 */
#define _POSIX_C_SOURCE 200809L

#include <errno.h>
#include <fenv.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <valuetask/channel.h>
#include <valuetask/fd.h>
#include <valuetask/fiber.h>
#include <valuetask/loop.h>
#include <valuetask/nursery.h>
#include <valuetask/promise.h>
#include <valuetask/scope.h>
#include <valuetask/thread_pool.h>
#include <valuetask/timer.h>
#include <valuetask/valuetask.h>
#include <valuetask/when.h>

enum { SWITCHES = 4000, MILLISECOND = 1000000 };

struct wide {
    double numbers[3];
    char letter;
};

VT_DEFINE(number, int64_t);
VT_DEFINE(wide, struct wide);
VT_DEFINE_WHEN(number, int64_t);

#define EXPECT(condition)                                          \
    do {                                                           \
        if (!(condition)) {                                        \
            printf("line %d: not so: %s\n", __LINE__, #condition); \
            return -EBADMSG;                                       \
        }                                                          \
    } while (0)

/* ---- integers, doubles and rounding modes survive thousands of switches ---- */

static int keep(void *rounding)
{
    int mode = *(int *)rounding;
    double a = 0.5, b = 1.5, c = 2.5, d = 3.5, e = 4.5, f = 5.5, g = 6.5, h = 7.5;
    uint64_t k = 1, l = 2, m = 3, n = 4, o = 5, p = 6;

    fesetround(mode);
    for (int i = 0; i < SWITCHES; i++) {
        vt_yield();
        a++, b++, c++, d++, e++, f++, g++, h++;
        k += 1, l += 2, m += 3, n += 4, o += 5, p += 6;
        EXPECT(fegetround() == mode);
    }
    fesetround(FE_TONEAREST);
    EXPECT(a + b + c + d + e + f + g + h == 32 + 8.0 * SWITCHES);
    EXPECT(k + l + m + n + o + p == 21 + 21 * (uint64_t)SWITCHES);
    return 0;
}

static int keep_twice(void)
{
    int up = FE_UPWARD;
    int down = FE_DOWNWARD;
    vt_void first = vt_spawn(keep, &up);
    vt_void second = vt_spawn(keep, &down);
    int status = vt_void_await(first);
    int other = vt_void_await(second);

    return status != 0 ? status : other;
}

/* ---- results of every kind, from here and from another thread ---- */

static void *deliver(void *promise)
{
    static const struct wide wide = { { 1.5, 2.5, 3.5 }, 'w' };

    nanosleep(&(struct timespec){ .tv_nsec = 2 * MILLISECOND }, NULL);
    vt_promise_complete(*(struct vt_promise *)promise, &wide, sizeof wide);
    return NULL;
}

static int take_results(void)
{
    int64_t number = 0, numbers[2];
    struct wide wide = { .letter = '?' };
    struct vt_promise promise = vt_promise_start_shared(sizeof wide);
    pthread_t thread;

    EXPECT(vt_number_await(vt_number_from_result(INT64_MIN), &number) == 0 && number == INT64_MIN);
    EXPECT(vt_number_await(vt_number_from_error(-EIO), &number) == -EIO && number == INT64_MIN);
    EXPECT(pthread_create(&thread, NULL, deliver, &promise) == 0);
    EXPECT(vt_wide_await(vt_wide_from_source(promise.source, promise.token), &wide) == 0);
    pthread_join(thread, NULL);
    EXPECT(wide.letter == 'w' && wide.numbers[2] == 3.5);

    vt_number_task *task = vt_number_task_new();
    vt_number both[2] = { vt_number_from_task(task), vt_number_from_result(8) };
    EXPECT(vt_number_task_complete(task, INT64_C(7000000000)));
    EXPECT(vt_number_when_all(both, 2, numbers) == 0 && numbers[0] == INT64_C(7000000000) && numbers[1] == 8);
    vt_number_task_unref(task);
    return 0;
}

/* ---- events ---- */

static int write_soon(void *end)
{
    int status = vt_void_await(vt_sleep(MILLISECOND));

    return status == 0 && write(*(int *)end, "x", 1) != 1 ? -errno : status;
}

static int do_work(void *number)
{
    ++*(int *)number;
    return 0;
}

static int wait_for_events(void)
{
    int ends[2], number = 0, item = 5;
    struct vt_scope scope;
    struct vt_nursery nursery;
    struct vt_thread_pool *pool = vt_thread_pool_new(2, 0);
    struct vt_channel *channel = vt_channel_new(sizeof item, 1);

    EXPECT(pool != NULL && channel != NULL && pipe(ends) == 0);
    vt_nursery_open(&nursery);
    EXPECT(vt_nursery_start(&nursery, write_soon, &ends[1]) == 0);
    EXPECT(vt_void_await(vt_fd_readable(ends[0])) == 0);
    EXPECT(vt_nursery_close(&nursery) == 0);
    EXPECT(vt_void_await(vt_thread_pool_run(pool, do_work, &number)) == 0 && number == 1);
    EXPECT(vt_void_await(vt_channel_send(channel, &item)) == 0);
    EXPECT(vt_void_await_timeout(vt_channel_send(channel, &item), MILLISECOND) == -ETIMEDOUT);
    vt_scope_enter_deadline(&scope, MILLISECOND);
    EXPECT(vt_void_await(vt_sleep(UINT64_C(3600000000000))) == -ETIMEDOUT);
    EXPECT(vt_scope_leave(&scope) == -ETIMEDOUT);
    vt_thread_pool_free(pool);
    vt_channel_free(channel);
    close(ends[0]);
    close(ends[1]);
    return 0;
}

static int do_all(void *unused)
{
    (void)unused;
    int (*const parts[])(void) = { keep_twice, take_results, wait_for_events };
    int status = 0;

    for (size_t i = 0; i < sizeof parts / sizeof parts[0] && status == 0; i++)
        status = parts[i]();
    return status;
}

/* ---- a child goes on with its copy ---- */

static int fork_and_wait(void)
{
    int status = -1;
    pid_t child = fork();

    if (child == 0)
        _exit(vt_run(do_all, NULL) == 0 ? 0 : 1);
    EXPECT(child > 0 && waitpid(child, &status, 0) == child);
    return status;
}

int main(void)
{
    int status = vt_run(do_all, NULL);

    if (status == 0)
        status = fork_and_wait();
    if (status == 0)
        status = vt_loop_close();
    printf("%d switches and more: %d\n", 2 * SWITCHES, status);
    return status == 0 ? 0 : 1;
}
