/* Timers, files, work, names and signals over libuv. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../runtime/sanitized.h"
#include "uv_test.h"

enum { MILLISECOND = 1000000 };

/* ---- time ---- */

static int order[3], ordered;

static int sleep_and_note(void *context)
{
    int turn = *(int *)context;
    /* Far apart: under a sanitizer, on a busy machine, the next one starts late. */
    int status = vt_void_await(vt_uv_sleep((uint64_t)turn * 150));

    order[ordered++] = turn;
    return status;
}

static void sleepers_wake_in_order(void **state)
{
    (void)state;
    int turns[] = {3, 1, 2};

    ordered = 0;
    for (int i = 0; i < 3; i++)
        vt_void_forget(vt_spawn(sleep_and_note, &turns[i]));
    vt_loop_run();
    assert_int_equal(ordered, 3);
    assert_int_equal(order[0], 1);
    assert_int_equal(order[1], 2);
    assert_int_equal(order[2], 3);
}

static void a_sleep_is_as_long_as_its_limit(void **state)
{
    (void)state;
    vt_void none = vt_uv_sleep(0);

    assert_true(vt_void_is_completed(none));
    assert_int_equal(vt_void_await(none), 0);
    assert_int_equal(vt_void_await_timeout(vt_uv_sleep(60000), MILLISECOND), -ETIMEDOUT);
    /* Nothing of it is left: stopping finds no timer. */
}

/* By the linker's --wrap: a thread that loses its processor for so long when it is about to look for events. */
static long held_up_ns;

int __real_uv_run(uv_loop_t *loop, uv_run_mode mode);
int __wrap_uv_run(uv_loop_t *loop, uv_run_mode mode);

int __wrap_uv_run(uv_loop_t *loop, uv_run_mode mode)
{
    if (held_up_ns != 0)
        nanosleep(&(struct timespec){.tv_nsec = held_up_ns}, NULL);
    return __real_uv_run(loop, mode);
}

static int wait_briefly(void *unused)
{
    (void)unused;
    struct vt_promise never = vt_promise_start(0);

    assert_int_equal(vt_void_await_timeout(vt_void_from_source(never.source, never.token), MILLISECOND), -ETIMEDOUT);
    assert_true(vt_promise_cancel(never));
    return vt_void_await(vt_uv_sleep(1));
}

/* libuv runs timers that are due before it sleeps, and would then sleep until something else happens, which may be never. */
static void a_timer_that_is_due_before_the_sleep(void **state)
{
    (void)state;
    struct sockaddr_in address;
    struct vt_uv_listener *listener = listen_on_loopback(&address); /* keeps libuv's loop alive */

    held_up_ns = 5 * MILLISECOND;
    assert_int_equal(wait_briefly(NULL), 0);
    assert_int_equal(vt_run(wait_briefly, NULL), 0);
    held_up_ns = 0;
    vt_uv_listener_close(listener);
    vt_loop_run();
}

/* ---- files ---- */

static int write_and_read(void *context)
{
    const char *folder = context;
    char path[200], other[200], text[16] = "";
    uv_file file = -1;
    uv_stat_t stat;
    size_t count = 0;

    snprintf(path, sizeof path, "%s/file", folder);
    snprintf(other, sizeof other, "%s/other", folder);
    assert_int_equal(vt_uv_file_await(vt_uv_file_open(path, O_RDWR | O_CREAT | O_EXCL, 0600), &file), 0);
    assert_int_equal(vt_uv_count_await(vt_uv_file_write(file, "value task", 10, 0), &count), 0);
    assert_int_equal(count, 10);
    assert_int_equal(vt_void_await(vt_uv_file_sync(file)), 0);
    assert_int_equal(vt_uv_count_await(vt_uv_file_read(file, text, sizeof text, 6), &count), 0);
    assert_int_equal(count, 4);
    assert_memory_equal(text, "task", 4);
    assert_int_equal(vt_uv_count_await(vt_uv_file_read(file, text, sizeof text, 10), &count), 0);
    assert_int_equal(count, 0);
    assert_int_equal(vt_void_await(vt_uv_file_close(file)), 0);
    assert_int_equal(vt_void_await(vt_uv_file_rename(path, other)), 0);
    assert_int_equal(vt_void_await(vt_uv_file_stat(path, &stat)), -ENOENT);
    assert_int_equal(vt_void_await(vt_uv_file_stat(other, &stat)), 0);
    assert_int_equal(stat.st_size, 10);
    assert_int_equal(vt_void_await(vt_uv_file_unlink(other)), 0);
    assert_int_equal(vt_uv_file_await(vt_uv_file_open(other, O_RDONLY, 0), &file), -ENOENT);
    assert_int_equal(vt_uv_count_await(vt_uv_file_read(-1, text, 1, 0), &count), -EBADF);
    return 0;
}

static void files_are_written_and_read(void **state)
{
    (void)state;
    char folder[] = "/tmp/valuetask-uv-XXXXXX";

    assert_non_null(mkdtemp(folder));
    assert_int_equal(vt_run(write_and_read, folder), 0);
    assert_int_equal(rmdir(folder), 0);
}

/* ---- work ---- */

struct count {
    pthread_mutex_t lock;
    int runs;
};

static int count_run(void *context)
{
    struct count *count = context;

    pthread_mutex_lock(&count->lock);
    int run = ++count->runs;
    pthread_mutex_unlock(&count->lock);
    return run % 2 == 0 ? -EDOM : 0;
}

static int queue_works(void *context)
{
    enum { WORKS = 100 };
    vt_void_task *works[WORKS];
    int failures = 0;

    for (int i = 0; i < WORKS; i++)
        assert_non_null(works[i] = vt_void_as_task(vt_uv_queue_work(count_run, context)));
    for (int i = 0; i < WORKS; i++) {
        int status = vt_void_task_await(works[i]);
        assert_true(status == 0 || status == -EDOM);
        failures += status != 0;
        vt_void_task_unref(works[i]);
    }
    assert_int_equal(failures, WORKS / 2);
    return 0;
}

static void work_is_done_by_threads(void **state)
{
    (void)state;
    struct count count = {PTHREAD_MUTEX_INITIALIZER, 0};

    assert_int_equal(vt_run(queue_works, &count), 0);
    assert_int_equal(count.runs, 100);
}

static int block(void *context)
{
    char byte;

    return read(*(int *)context, &byte, 1) == 1 ? 0 : -EIO;
}

/* All of libuv's threads are busy: work that waits for one can be given up, work that has begun runs to its end. */
static int cancel_work(void *context)
{
    (void)context;
    enum { THREADS = 4 }; /* libuv's, unless UV_THREADPOOL_SIZE says otherwise */
    int ends[2];
    vt_void_task *busy[THREADS];
    struct count count = {PTHREAD_MUTEX_INITIALIZER, 0};

    assert_int_equal(pipe(ends), 0);
    for (int i = 0; i < THREADS; i++)
        assert_non_null(busy[i] = vt_void_as_task(vt_uv_queue_work(block, &ends[0])));
    assert_int_equal(vt_void_await(vt_uv_sleep(20)), 0);
    assert_int_equal(vt_void_await_timeout(vt_uv_queue_work(count_run, &count), 5 * MILLISECOND), -ETIMEDOUT);
    assert_int_equal(count.runs, 0);
    assert_int_equal(write(ends[1], "1234", THREADS), THREADS);
    for (int i = 0; i < THREADS; i++) {
        assert_int_equal(vt_void_task_await(busy[i]), 0);
        vt_void_task_unref(busy[i]);
    }
    assert_int_equal(count.runs, 0);
    close(ends[0]);
    close(ends[1]);
    return 0;
}

static void work_that_waits_can_be_given_up(void **state)
{
    (void)state;
    assert_int_equal(vt_run(cancel_work, NULL), 0);
}

/* ---- names ---- */

static int resolve(void *context)
{
    (void)context;
    struct addrinfo *addresses = NULL;
    struct addrinfo numeric = {
        .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV, .ai_family = AF_INET, .ai_socktype = SOCK_STREAM};

    assert_int_equal(vt_uv_addresses_await(vt_uv_resolve("127.0.0.1", "80", &numeric), &addresses), 0);
    assert_int_equal(((struct sockaddr_in *)(void *)addresses->ai_addr)->sin_port, htons(80));
    uv_freeaddrinfo(addresses);
    assert_int_equal(vt_uv_addresses_await(vt_uv_resolve("no address", "80", &numeric), &addresses), UV_EAI_NONAME);
    assert_int_equal(vt_uv_addresses_await(vt_uv_resolve(NULL, NULL, NULL), &addresses), -EINVAL);
    return 0;
}

static void names_become_addresses(void **state)
{
    (void)state;
    assert_int_equal(vt_run(resolve, NULL), 0);
}

/* ---- signals ---- */

static int raise_later(void *context)
{
    (void)context;
    int status = vt_void_await(vt_uv_sleep(2));

    raise(SIGUSR1);
    return status;
}

static int wait_for_signals(void *context)
{
    (void)context;
    struct vt_uv_signal *signal = NULL, *wrong = NULL;

    assert_int_equal(vt_uv_signal_open(100000, &wrong), -EINVAL);
    assert_int_equal(vt_uv_signal_open(SIGUSR1, &signal), 0);
    vt_void_forget(vt_spawn(raise_later, NULL));
    assert_int_equal(vt_void_await(vt_uv_signal_wait(signal)), 0);
    /* One that nobody waits for is kept, several are one. */
    raise(SIGUSR1);
    raise(SIGUSR1);
    assert_int_equal(vt_void_await(vt_uv_sleep(2)), 0);
    vt_void kept = vt_uv_signal_wait(signal);
    assert_true(vt_void_is_completed(kept));
    assert_int_equal(vt_void_await(kept), 0);
    assert_int_equal(vt_void_await_timeout(vt_uv_signal_wait(signal), MILLISECOND), -ETIMEDOUT);
    vt_void waiting = vt_uv_signal_wait(signal);
    assert_int_equal(vt_void_await(vt_uv_signal_wait(signal)), -EBUSY);
    vt_uv_signal_close(signal);
    assert_int_equal(vt_void_await(waiting), -ECANCELED);
    return 0;
}

static void signals_come(void **state)
{
    (void)state;
    assert_int_equal(vt_run(wait_for_signals, NULL), 0);
}

/* ---- from other threads ---- */

static void *complete_from_thread(void *context)
{
    int answer = 42;

    nanosleep(&(struct timespec){.tv_nsec = 2 * MILLISECOND}, NULL);
    vt_promise_complete(*(struct vt_promise *)context, &answer, sizeof answer);
    return NULL;
}

VT_DEFINE(int, int);

static void another_thread_wakes_the_loop(void **state)
{
    (void)state;
    struct vt_promise promise = vt_promise_start_shared(sizeof(int));
    pthread_t thread;
    int answer = 0;

    assert_int_equal(pthread_create(&thread, NULL, complete_from_thread, &promise), 0);
    assert_int_equal(vt_int_await(vt_int_from_source(promise.source, promise.token), &answer), 0);
    assert_int_equal(answer, 42);
    pthread_join(thread, NULL);
}

/* ---- processes ---- */

static void *complete_from_afar(void *promise)
{
    vt_promise_complete(*(struct vt_promise *)promise, NULL, 0);
    return NULL;
}

static int go_on_in_the_child(void)
{
    struct vt_promise shared = vt_promise_start_shared(0);
    pthread_t thread;
    int status = uv_loop_fork(vt_uv_loop());

    if (status == 0)
        status = vt_void_await(vt_uv_sleep(1));
    if (status == 0)
        status = -pthread_create(&thread, NULL, complete_from_afar, &shared);
    if (status == 0)
        status = vt_void_await(vt_void_from_source(shared.source, shared.token));
    return status == 0 ? vt_void_await(vt_uv_file_unlink("/nowhere/at/all")) : status;
}

/* libuv's part of the loop is made anew by libuv, ours by us. */
static void a_child_goes_on(void **state)
{
    (void)state;
    if (HAS_THREAD_SANITIZER) {
        print_message("skipped: with ThreadSanitizer a child starts no threads\n");
        skip();
    }
    int status = -1;
    vt_void sleeping = vt_uv_sleep(20);

    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        alarm(30);
        _exit(go_on_in_the_child() == -ENOENT ? 0 : 1);
    }
    assert_int_equal(vt_void_await(sleeping), 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_int_equal(vt_void_await(vt_uv_sleep(1)), 0);
}

/* ---- the program's own loop, run by uv_run ---- */

static int steps;

static int step(void *context)
{
    for (int i = 0; i < 5; i++) {
        int status = vt_void_await(vt_uv_sleep(1));
        if (status != 0)
            return status;
        vt_yield();
        steps++;
    }
    return vt_uv_file_await(vt_uv_file_open(context, O_RDONLY, 0), &(uv_file){-1}) == -ENOENT ? 0 : -EIO;
}

static vt_void_task *stepping;

static void in_libuvs_callback(uv_timer_t *timer)
{
    stepping = vt_void_as_task(vt_spawn(step, (void *)(uintptr_t) "/nonexistent/file"));
    uv_close((uv_handle_t *)timer, NULL);
}

static void fibers_run_inside_uv_run(void **state)
{
    (void)state;
    uv_loop_t loop;
    uv_timer_t timer;

    assert_int_equal(uv_loop_init(&loop), 0);
    assert_int_equal(vt_uv_start(&loop), 0);
    assert_ptr_equal(vt_uv_loop(), &loop);
    uv_timer_init(&loop, &timer);
    uv_timer_start(&timer, in_libuvs_callback, 1, 0);
    steps = 0;
    assert_int_equal(uv_run(&loop, UV_RUN_DEFAULT), 0);
    assert_int_equal(steps, 5);
    assert_non_null(stepping);
    assert_int_equal(vt_void_task_await(stepping), 0);
    vt_void_task_unref(stepping);
    /* The same loop, driven from our side. */
    assert_int_equal(vt_run(step, (void *)(uintptr_t) "/nonexistent/file"), 0);
    assert_int_equal(vt_uv_stop(), 0);
    assert_int_equal(uv_run(&loop, UV_RUN_DEFAULT), 0);
    assert_int_equal(uv_loop_close(&loop), 0);
    assert_int_equal(vt_loop_close(), 0);
}

/* A timer of our own loop keeps uv_run going until it is due. */
static void note_call(void *context)
{
    *(bool *)context = true;
}

static void timers_of_the_loop_run_inside_uv_run(void **state)
{
    (void)state;
    uv_loop_t loop;
    bool was_called = false;

    assert_int_equal(uv_loop_init(&loop), 0);
    assert_int_equal(vt_uv_start(&loop), 0);
    assert_int_equal(vt_loop_call_later(3 * MILLISECOND, note_call, &was_called), 0);
    vt_void_forget(vt_spawn(sleep_and_note, &(int){1}));
    ordered = 0;
    uv_run(&loop, UV_RUN_DEFAULT);
    assert_true(was_called);
    assert_int_equal(ordered, 1);
    assert_int_equal(vt_uv_stop(), 0);
    assert_int_equal(uv_loop_close(&loop), 0);
    assert_int_equal(vt_loop_close(), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        uv_test(sleepers_wake_in_order),
        uv_test(a_sleep_is_as_long_as_its_limit),
        uv_test(a_timer_that_is_due_before_the_sleep),
        uv_test(files_are_written_and_read),
        uv_test(work_is_done_by_threads),
        uv_test(work_that_waits_can_be_given_up),
        uv_test(names_become_addresses),
        uv_test(signals_come),
        uv_test(another_thread_wakes_the_loop),
        uv_test(a_child_goes_on),
        cmocka_unit_test(fibers_run_inside_uv_run),
        cmocka_unit_test(timers_of_the_loop_run_inside_uv_run),
    };
    return cmocka_run_group_tests_name("uv requests", tests, NULL, NULL);
}
