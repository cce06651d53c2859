/* What the kernel and libc may refuse: mappings, guards, threads. By the linker's --wrap, as allocations are (runtime_test.c).
 *
 * VT_IDLE=N in the environment chooses how many fibers wait at once where guards take mappings (ctest -L heavy: 100,000).
 */
#define _GNU_SOURCE

#include "runtime_test.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

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

enum { GUARD_INSTALL = 102, ALWAYS = 0, NEVER = -1, MILLISECOND = 1000000 };

/* Calls of each that succeed from now on, before all others fail; NEVER: none fails. */
static long mappings_left = NEVER, threads_left = NEVER, protections_left = NEVER;
static size_t largest_mapping = SIZE_MAX;
static bool guards_are_unknown; /* a kernel before 6.13 */
static long protected_guards;

static bool refuses(long *left)
{
    return *left != NEVER && (*left == 0 || (*left)-- == 0);
}

void *__real_mmap(void *address, size_t size, int protection, int flags, int fd, off_t offset);
void *__wrap_mmap(void *address, size_t size, int protection, int flags, int fd, off_t offset);
int __real_madvise(void *address, size_t size, int advice);
int __wrap_madvise(void *address, size_t size, int advice);
int __real_mprotect(void *address, size_t size, int protection);
int __wrap_mprotect(void *address, size_t size, int protection);
int __real_pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*body)(void *), void *context);
int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*body)(void *), void *context);

void *__wrap_mmap(void *address, size_t size, int protection, int flags, int fd, off_t offset)
{
    if (size <= largest_mapping && !refuses(&mappings_left))
        return __real_mmap(address, size, protection, flags, fd, offset);
    errno = ENOMEM;
    return MAP_FAILED;
}

int __wrap_madvise(void *address, size_t size, int advice)
{
    if (!guards_are_unknown || advice != GUARD_INSTALL)
        return __real_madvise(address, size, advice);
    errno = EINVAL;
    return -1;
}

int __wrap_mprotect(void *address, size_t size, int protection)
{
    if (refuses(&protections_left)) {
        errno = ENOMEM;
        return -1;
    }
    int answer = __real_mprotect(address, size, protection);
    if (answer == 0 && protection == PROT_NONE)
        protected_guards++;
    return answer;
}

int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*body)(void *), void *context)
{
    return refuses(&threads_left) ? EAGAIN : __real_pthread_create(thread, attributes, body, context);
}

static int setup(void **state)
{
    mappings_left = threads_left = protections_left = NEVER;
    largest_mapping = SIZE_MAX;
    protected_guards = 0;
    return setup_runtime(state);
}

static int teardown(void **state)
{
    mappings_left = threads_left = protections_left = NEVER;
    largest_mapping = SIZE_MAX;
    return teardown_runtime(state);
}

#define refusal_test(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

/* ---- stacks ---- */

static int note_run(void *runs)
{
    ++*(int *)runs;
    return 0;
}

static void no_room_for_a_stack(void **state)
{
    (void)state;
    struct vt_nursery nursery;
    int runs = 0;

    mappings_left = ALWAYS;
    assert_int_equal(vt_void_await(vt_spawn(note_run, &runs)), -ENOMEM);
    assert_int_equal(vt_run(note_run, &runs), -ENOMEM);
    vt_nursery_open(&nursery);
    assert_int_equal(vt_nursery_start(&nursery, note_run, &runs), -ENOMEM);
    assert_int_equal(vt_nursery_close(&nursery), -ENOMEM);
    assert_int_equal(runs, 0);
    assert_int_equal(vt_fiber_count(), 0);

    mappings_left = NEVER;
    assert_int_equal(vt_run(note_run, &runs), 0);
    assert_int_equal(runs, 1);
}

/* Address space in small pieces is enough. */
static void room_for_few_stacks(void **state)
{
    (void)state;
    int runs = 0;

    largest_mapping = 600 * 1024; /* one stack of the greatest default, or some of the usual one */
    assert_int_equal(vt_run(note_run, &runs), 0);
    assert_int_equal(runs, 1);
}

/* ---- guards on kernels that take mappings for them ---- */

static int wait_for_the_signal(void *context)
{
    struct vt_semaphore *signal = context;

    return vt_void_await(vt_semaphore_acquire(signal));
}

/* Mappings of this process. */
static long count_mappings(void)
{
    FILE *maps = fopen("/proc/self/maps", "r");
    long lines = 0;

    assert_non_null(maps);
    for (int letter = getc(maps); letter != EOF; letter = getc(maps))
        lines += letter == '\n';
    fclose(maps);
    return lines;
}

static long most_mappings(void)
{
    FILE *file = fopen("/proc/sys/vm/max_map_count", "r");
    long most = 65530;

    if (file != NULL) {
        if (fscanf(file, "%ld", &most) != 1)
            most = 65530;
        fclose(file);
    }
    return most;
}

/* So many fibers at once, all suspended; returns the mappings there were then. */
static long gather(long count)
{
    struct vt_semaphore signal = { 0 };

    for (long i = 0; i < count; i++)
        vt_void_forget(vt_spawn(wait_for_the_signal, &signal));
    assert_int_equal(vt_fiber_count(), count);
    long mappings = count_mappings();
    for (long i = 0; i < count; i++)
        vt_semaphore_release(&signal);
    vt_loop_run();
    assert_int_equal(vt_fiber_count(), 0);
    assert_int_equal(vt_loop_close(), 0);
    return mappings;
}

static void guards_by_mappings(void **state)
{
    (void)state;
    guards_are_unknown = true;
    gather(20);
    assert_int_equal(protected_guards, 20);
    gather(20);
    assert_int_equal(protected_guards, 40);
}

/* Many more fibers than there may be such guards: those past that have none, and the process keeps most of its mappings. What
 * was closed makes room for guards again. */
static void more_fibers_than_guards(void **state)
{
    (void)state;
    const char *wanted = getenv("VT_IDLE");
    long most = most_mappings(), count = wanted != NULL ? strtol(wanted, NULL, 10) : most / 8 + 500;

    if (wanted == NULL && count > 10000) /* a kernel that allows many mappings: all of these get a guard */
        count = 10000;
    if (HAS_THREAD_SANITIZER || HAS_ADDRESS_SANITIZER) {
        print_message("skipped: so many fibers take too long with a sanitizer\n");
        skip();
    }
    long before = count_mappings();
    long mappings = gather(count);
    print_message("%ld fibers, %ld guards, %ld mappings of %ld\n", count, protected_guards, mappings, most);
    assert_true(protected_guards <= most / 8 + 1);
    assert_true(count <= most / 8 || protected_guards > most / 16);
    assert_true(mappings - before <= most / 4 + count / 256 + 100);

    protected_guards = 0;
    gather(20);
    assert_int_equal(protected_guards, 20);
}

/* The limit of mappings may be reached by others. */
static void guards_that_fail(void **state)
{
    (void)state;
    protections_left = 5;
    gather(20);
    assert_int_equal(protected_guards, 5);
}

/* ---- threads ---- */

static int add_one(void *number)
{
    ++*(int *)number;
    return 0;
}

static void threads_of_a_pool(void **state)
{
    (void)state;
    for (long started = 0; started < 3; started++) {
        threads_left = started;
        errno = 0;
        assert_null(vt_thread_pool_new(3, 0));
        assert_int_equal(errno, EAGAIN);
    }
    threads_left = NEVER;
    int number = 0;
    struct vt_thread_pool *pool = vt_thread_pool_new(3, 0);
    assert_non_null(pool);
    assert_int_equal(vt_void_await(vt_thread_pool_run(pool, add_one, &number)), 0);
    assert_int_equal(number, 1);
    vt_thread_pool_free(pool);
}

/* ---- everything, once each ---- */

/* Where one allocation fails, something answers -ENOMEM; who was waiting for that is cancelled. */
static void assert_fair(int status)
{
    if (status != 0 && status != -ENOMEM && status != -ECANCELED && status != -EPIPE && status != -ETIMEDOUT)
        fail_msg("%d: not what an allocation that failed leads to", status);
}

struct scene {
    struct vt_semaphore semaphore;
    struct vt_mutex mutex;
    struct vt_channel *channel;
    int sum;
};

static int take_turns(void *context)
{
    struct scene *scene = context;

    int status = vt_void_await(vt_semaphore_acquire(&scene->semaphore));
    if (status != 0)
        return status;
    status = vt_void_await(vt_sleep(1000));
    vt_semaphore_release(&scene->semaphore);
    if (status == 0)
        status = vt_void_await(vt_mutex_lock(&scene->mutex));
    if (status != 0)
        return status;
    vt_yield();
    vt_mutex_unlock(&scene->mutex);
    return 0;
}

static int send_two(void *context)
{
    struct scene *scene = context;
    int status = 0;

    for (int i = 1; status == 0 && i <= 2; i++)
        status = vt_void_await(vt_channel_send(scene->channel, &i));
    vt_channel_close(scene->channel);
    return status;
}

static int receive_all(void *context)
{
    struct scene *scene = context;
    int item = 0, status;

    while ((status = vt_void_await(vt_channel_receive(scene->channel, &item))) == 0)
        scene->sum += item;
    return status == -EPIPE ? 0 : status;
}

static void do_nothing(void *unused)
{
    (void)unused;
}

/* Tasks, continuations and time limits. */
static int follow_up(void *unused)
{
    (void)unused;
    struct pending_int pending = start_int(3);
    struct noted noted = { 0 };
    int got;

    assert_fair(vt_loop_post(do_nothing, NULL));
    assert_fair(vt_loop_call_later(1000, do_nothing, NULL));
    vt_int_task *task = vt_int_as_task(value_of(&pending));
    if (pending.promise.source != NULL)
        complete_int(&pending);
    assert_fair(vt_int_task_await(task, &got));
    assert_fair(vt_int_await(vt_int_from_task(task), &got));
    vt_int_task_unref(task);

    pending = start_int(4);
    vt_int_on_completed(value_of(&pending), note_int, &noted);
    if (pending.promise.source != NULL)
        complete_int(&pending);
    while (noted.calls == 0)
        vt_yield();
    assert_fair(noted.status);

    pending = start_int(5);
    assert_fair(vt_int_await_timeout(value_of(&pending), 1000, &got));
    if (pending.promise.source != NULL)
        complete_int(&pending);
    return 0;
}

static int first_of_two(void *unused)
{
    (void)unused;
    struct pending_int one = start_int(1), two = start_int(2);
    vt_int both[] = { value_of(&one), value_of(&two) };
    size_t winner = 0;
    int got;

    if (one.promise.source != NULL)
        complete_int(&one);
    assert_fair(vt_int_when_any(both, 2, &got, &winner));
    (void)vt_promise_cancel(two.promise); /* given up, if there was no memory to wait for both */
    return 0;
}

static int work_elsewhere(void *unused)
{
    (void)unused;
    int number = 0;
    struct vt_thread_pool *pool = vt_thread_pool_new(2, 0);

    if (pool == NULL)
        return -errno;
    int status = vt_void_await(vt_thread_pool_run(pool, add_one, &number));
    vt_thread_pool_free(pool);
    return status;
}

static int play(void *unused)
{
    (void)unused;
    static const vt_fiber_body parts[] = { take_turns, take_turns, send_two, receive_all, follow_up, first_of_two, work_elsewhere };
    struct scene scene = { .semaphore = { .available = 1 }, .channel = vt_channel_new(sizeof(int), 1) };
    struct vt_scope scope;
    struct vt_nursery nursery;

    if (scene.channel == NULL)
        return -ENOMEM;
    vt_scope_enter_deadline(&scope, UINT64_C(20000) * MILLISECOND);
    vt_nursery_open(&nursery);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        (void)vt_nursery_start(&nursery, parts[i], &scene);
    int status = vt_nursery_close(&nursery);
    assert_fair(status);
    assert_int_equal(vt_scope_leave(&scope), 0);
    vt_channel_free(scene.channel);
    return status;
}

/* False: there was no such allocation. */
static bool fails_fairly(long successes, long *mappings_or_null)
{
    long before = allocation_count;

    if (mappings_or_null != NULL)
        *mappings_or_null = successes;
    else
        fail_allocation_after(successes);
    int status = vt_run(play, NULL);
    assert_fair(status);
    fail_no_allocation();
    mappings_left = NEVER;
    vt_loop_run();
    assert_int_equal(vt_promise_outstanding(), 0);
    assert_int_equal(vt_fiber_count(), 0);
    assert_int_equal(vt_loop_close(), 0);
    return mappings_or_null == NULL ? allocation_count - before > successes : status != 0;
}

static void every_allocation_fails_once(void **state)
{
    (void)state;
    long tried = 0;

    assert_int_equal(vt_run(play, NULL), 0);
    vt_loop_run();
    assert_int_equal(vt_loop_close(), 0);
    while (fails_fairly(tried, NULL))
        tried++;
    assert_true(tried > 15);
    print_message("%ld allocations failed in turn\n", tried);
}

static void every_mapping_fails(void **state)
{
    (void)state;
    for (long tried = 0; fails_fairly(tried, &mappings_left); tried++)
        assert_true(tried < 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        refusal_test(no_room_for_a_stack),
        refusal_test(room_for_few_stacks),
        refusal_test(threads_of_a_pool),
        refusal_test(every_allocation_fails_once),
        refusal_test(every_mapping_fails),
        /* From here on guards take mappings, for the run time has noticed. */
        refusal_test(guards_by_mappings),
        refusal_test(guards_that_fail),
        refusal_test(more_fibers_than_guards),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
