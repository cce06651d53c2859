/* More loops than one: of threads that end each other's operations, and of a shared object that brings a run time of its own.
 *
 * Arguments: the shared object (other_copy.c).
 */
#define _GNU_SOURCE

#include "runtime_test.h"

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <valuetask/fiber.h>
#include <valuetask/nursery.h>
#include <valuetask/timer.h>

/* ---- two threads ---- */

enum { LANES = 16, ROUNDS = 500 };

/* What one side waits for; the other takes the handle as soon as it is there, and ends it. */
struct slot {
    struct vt_promise promise;
    atomic_bool is_there;
};

static struct slot slots[LANES][2]; /* of each lane: this thread's, and the other's */

static vt_int ask(struct slot *slot) // NOLINT(vt-always-async)
{
    slot->promise = vt_promise_start_shared(sizeof(int));
    vt_int asked = vt_int_from_source(slot->promise.source, slot->promise.token);
    atomic_store_explicit(&slot->is_there, true, memory_order_release);
    return asked;
}

static void wait_a_little(void)
{
    vt_yield();
    sched_yield();
}

static void answer(struct slot *slot, int round)
{
    while (!atomic_load_explicit(&slot->is_there, memory_order_acquire))
        wait_a_little();
    atomic_store_explicit(&slot->is_there, false, memory_order_relaxed);
    assert_true(vt_promise_complete(slot->promise, &round, sizeof round));
}

struct player {
    int lane, side;
};

/* Asks and answers in turn: each lane crosses between the threads all the time. */
static int play(void *context)
{
    const struct player *player = context;
    struct slot *own = &slots[player->lane][player->side], *others = &slots[player->lane][1 - player->side];

    for (int round = 0; round < ROUNDS; round++) {
        int got = -1;
        vt_int asked = ask(own);
        answer(others, round);
        int status = vt_int_await(asked, &got);
        if (status != 0 || got != round)
            return status != 0 ? status : -EBADMSG;
    }
    return 0;
}

static int play_all(void *side)
{
    struct player players[LANES];
    struct vt_nursery nursery;

    vt_nursery_open(&nursery);
    for (int i = 0; i < LANES; i++) {
        players[i] = (struct player){ .lane = i, .side = *(int *)side };
        (void)vt_nursery_start(&nursery, play, &players[i]);
    }
    return vt_nursery_close(&nursery);
}

static void *play_elsewhere(void *status)
{
    int side = 1;

    *(int *)status = vt_run(play_all, &side);
    if (vt_loop_close() != 0)
        *(int *)status = -EBUSY;
    return NULL;
}

static void threads_end_each_others_operations(void **state)
{
    (void)state;
    pthread_t thread;
    int here = 0, status_there = 1;

    assert_int_equal(pthread_create(&thread, NULL, play_elsewhere, &status_there), 0);
    assert_int_equal(vt_run(play_all, &here), 0);
    pthread_join(thread, NULL);
    assert_int_equal(status_there, 0);
}

/* ---- another copy of the run time ---- */

static const char *library;

struct copy {
    void *handle;
    int (*sleep_in_a_fiber)(void);
    size_t (*fiber_count)(void);
    vt_int (*start)(void);
    void (*complete)(void);
    int (*close)(void);
};

static void *symbol(void *handle, const char *name, size_t size, void *function)
{
    void *found = dlsym(handle, name);

    if (found == NULL)
        fail_msg("%s: %s", library, dlerror());
    return memcpy(function, &found, size);
}

static struct copy open_copy(void)
{
    struct copy copy = { .handle = dlopen(library, RTLD_NOW | RTLD_LOCAL) };

    if (copy.handle == NULL)
        fail_msg("%s", dlerror());
    symbol(copy.handle, "copy_sleep_in_a_fiber", sizeof(void *), &copy.sleep_in_a_fiber);
    symbol(copy.handle, "copy_fiber_count", sizeof(void *), &copy.fiber_count);
    symbol(copy.handle, "copy_start", sizeof(void *), &copy.start);
    symbol(copy.handle, "copy_complete", sizeof(void *), &copy.complete);
    symbol(copy.handle, "copy_close", sizeof(void *), &copy.close);
    return copy;
}

static int rest(void *unused)
{
    (void)unused;
    return vt_void_await(vt_sleep(1000));
}

static int use_the_copy(void *context)
{
    const struct copy *copy = context;

    assert_int_equal(vt_fiber_count(), 1);
    assert_int_equal(copy->fiber_count(), 0);
    assert_int_equal(copy->sleep_in_a_fiber(), 0); /* its loop runs in this fiber */
    return rest(context);
}

static void loops_of_two_copies(void **state)
{
    (void)state;
    struct copy copy = open_copy();

    assert_int_equal(vt_run(use_the_copy, &copy), 0);
    assert_int_equal(copy.close(), 0);
    assert_int_equal(dlclose(copy.handle), 0);
    assert_int_equal(vt_run(rest, NULL), 0);
}

static void complete_in_the_copy(void *copy)
{
    ((const struct copy *)copy)->complete();
}

/* What one copy started the other can await, if somebody runs the loop that it belongs to; else that is told. */
static void value_task_of_another_copy(void **state)
{
    (void)state;
    struct copy copy = open_copy();
    int got = 0;

    assert_int_equal(vt_loop_post(complete_in_the_copy, &copy), 0);
    assert_int_equal(vt_int_await(copy.start(), &got), 0);
    assert_int_equal(got, 4);

    vt_int ended = copy.start();
    copy.complete();
    assert_int_equal(vt_int_await(ended, &got), 0);

    assert_int_equal(vt_int_await(copy.start(), &got), -EDEADLK);
    assert_misuse("vt_int_await: deadlock");
    copy.complete();
    assert_int_equal(copy.close(), 0);
    assert_int_equal(dlclose(copy.handle), 0);
}

static void end_well(int number)
{
    (void)number;
    _exit(42);
}

/* The handler for faults goes with the copy that installed it. */
static void fault_after_the_copy_is_gone(void **state)
{
    (void)state;
    int status = 0;
    pid_t child = fork();

    assert_true(child >= 0);
    if (child == 0) {
        signal(SIGSEGV, end_well);
        struct copy copy = open_copy();
        int slept = copy.sleep_in_a_fiber(), closed = copy.close(), unloaded = dlclose(copy.handle);
        if (slept == 0 && closed == 0 && unloaded == 0)
            raise(SIGSEGV);
        _exit(1);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 42);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        runtime_test(threads_end_each_others_operations),
        runtime_test(loops_of_two_copies),
        runtime_test(value_task_of_another_copy),
        runtime_test(fault_after_the_copy_is_gone),
    };
    library = argc > 1 ? argv[1] : NULL;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
