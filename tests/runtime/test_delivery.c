/* Whoever ends an operation gives its result to who waits and puts the operation back, before the waiter has its turn: what that
 * must not change.
 */
#include "runtime_test.h"

#include <string.h>

#include <valuetask/fiber.h>
#include <valuetask/nursery.h>

struct byte1 {
    unsigned char bytes[1];
};
struct byte8 {
    unsigned char bytes[8];
};
struct byte16 {
    unsigned char bytes[16];
};
struct byte33 {
    unsigned char bytes[33];
};

VT_DEFINE(byte1, struct byte1);
VT_DEFINE(byte8, struct byte8);
VT_DEFINE(byte16, struct byte16);
VT_DEFINE(byte33, struct byte33);

/* A fiber that awaits one operation. */
struct reader {
    struct pending_int pending;
    int status; /* 1: it has not gone on yet */
    int result;
};

static int read_int(void *reader)
{
    struct reader *self = reader;

    self->status = 1;
    self->result = -7;
    self->status = vt_int_await(value_of(&self->pending), &self->result);
    return 0;
}

static void used_again_before_its_waiter_runs(void **state)
{
    (void)state;
    struct reader first = { .pending = start_int(1) }, second;

    vt_void first_ended = vt_spawn(read_int, &first);
    complete_int(&first.pending);
    assert_int_equal(first.status, 1);
    assert_int_equal(vt_promise_outstanding(), 1); /* the end of the fiber */

    second.pending = start_int(2);
    assert_ptr_equal(second.pending.promise.source, first.pending.promise.source);
    assert_true(second.pending.promise.token != first.pending.promise.token);
    vt_void second_ended = vt_spawn(read_int, &second);
    assert_false(vt_promise_complete(first.pending.promise, &first.pending.value, sizeof first.pending.value));
    assert_false(vt_promise_cancel(first.pending.promise));
    complete_int(&second.pending);

    assert_int_equal(vt_void_await(first_ended), 0);
    assert_int_equal(vt_void_await(second_ended), 0);
    assert_int_equal(first.status, 0);
    assert_int_equal(first.result, 1);
    assert_int_equal(second.status, 0);
    assert_int_equal(second.result, 2);
}

static void an_error_leaves_the_result_alone(void **state)
{
    (void)state;
    struct reader reader = { .pending = start_int(1) };

    vt_void ended = vt_spawn(read_int, &reader);
    fail_int(&reader.pending);
    assert_int_equal(vt_void_await(ended), 0);
    assert_int_equal(reader.status, -EIO);
    assert_int_equal(reader.result, -7);
}

static void a_result_comes_after_a_cancellation(void **state)
{
    (void)state;
    struct reader reader = { .pending = start_int(5) };
    struct vt_nursery nursery;

    vt_nursery_open(&nursery);
    assert_int_equal(vt_nursery_start(&nursery, read_int, &reader), 0);
    vt_nursery_cancel(&nursery);
    complete_int(&reader.pending); /* the child is awake, but had no turn yet */
    assert_int_equal(vt_nursery_close(&nursery), -ECANCELED);
    assert_int_equal(reader.status, 0);
    assert_int_equal(reader.result, 5);
}

static void a_cancellation_comes_after_a_result(void **state)
{
    (void)state;
    struct reader reader = { .pending = start_int(5) };
    struct vt_nursery nursery;

    vt_nursery_open(&nursery);
    assert_int_equal(vt_nursery_start(&nursery, read_int, &reader), 0);
    complete_int(&reader.pending);
    vt_nursery_cancel(&nursery);
    assert_int_equal(vt_nursery_close(&nursery), -ECANCELED);
    assert_int_equal(reader.status, 0);
    assert_int_equal(reader.result, 5);
}

static void note_call(void *calls)
{
    ++*(int *)calls;
}

/* The producer was asked and takes its time: the fiber waits for it, whoever cancels it meanwhile. */
static void an_asked_producer_delivers(void **state)
{
    (void)state;
    struct reader reader = { .pending = start_int(5) };
    struct vt_nursery nursery;
    int calls = 0;

    vt_promise_on_cancel(reader.pending.promise, note_call, &calls);
    vt_nursery_open(&nursery);
    assert_int_equal(vt_nursery_start(&nursery, read_int, &reader), 0);
    vt_nursery_cancel(&nursery);
    while (calls == 0)
        vt_yield();
    vt_nursery_cancel(&nursery);
    vt_yield();
    assert_int_equal(calls, 1);
    assert_int_equal(reader.status, 1);
    complete_int(&reader.pending);
    assert_int_equal(vt_nursery_close(&nursery), -ECANCELED);
    assert_int_equal(reader.status, 0);
    assert_int_equal(reader.result, 5);
}

/* An operation that is used again has forgotten how its last producer was asked. */
static void asking_is_forgotten(void **state)
{
    (void)state;
    struct reader reader = { .pending = start_int(5) };
    int calls = 0;

    vt_promise_on_cancel(reader.pending.promise, note_call, &calls);
    vt_void ended = vt_spawn(read_int, &reader);
    complete_int(&reader.pending);
    assert_int_equal(vt_void_await(ended), 0);

    reader.pending = start_int(6);
    assert_int_equal(vt_int_await_timeout(value_of(&reader.pending), 1000, &reader.result), -ETIMEDOUT);
    assert_int_equal(calls, 0);
    complete_int(&reader.pending);
    vt_loop_run();
}

/* ---- sizes ---- */

#define READER(kind)                                                                                            \
    static struct vt_promise kind##_promise;                                                                    \
    static int read_##kind(void *result)                                                                        \
    {                                                                                                           \
        return vt_##kind##_await(vt_##kind##_from_source(kind##_promise.source, kind##_promise.token), result); \
    }                                                                                                           \
    static void deliver_##kind(void)                                                                            \
    {                                                                                                           \
        struct kind wanted, result;                                                                             \
        memset(&wanted, 0x5a, sizeof wanted);                                                                   \
        memset(&result, 0, sizeof result);                                                                      \
        kind##_promise = vt_promise_start(sizeof wanted);                                                       \
        vt_void ended = vt_spawn(read_##kind, &result);                                                         \
        assert_true(vt_promise_complete(kind##_promise, &wanted, sizeof wanted));                               \
        assert_int_equal(vt_void_await(ended), 0);                                                              \
        assert_memory_equal(&result, &wanted, sizeof wanted);                                                   \
    }

READER(byte1)
READER(byte8)
READER(byte16)
READER(byte33)

static void results_of_all_sizes(void **state)
{
    (void)state;
    deliver_byte1();
    deliver_byte8();
    deliver_byte16();
    deliver_byte33();
    assert_int_equal(vt_promise_outstanding(), 0);
}

static int await_as_nothing(void *pending)
{
    const struct vt_promise *promise = &((struct pending_int *)pending)->promise;

    return vt_void_await(vt_void_from_source(promise->source, promise->token));
}

static int await_as_wide(void *pending)
{
    const struct vt_promise *promise = &((struct pending_int *)pending)->promise;
    struct wide wide;

    return vt_wide_await(vt_wide_from_source(promise->source, promise->token), &wide);
}

/* A size beside which there is no room for flags: these would be taken for part of it. */
static void completed_with_a_size_beyond_all_types(void **state)
{
    (void)state;
    struct reader reader = { .pending = start_int(6) };
    size_t size = sizeof(int) | (size_t)3 << 27;

    vt_void ended = vt_spawn(read_int, &reader);
    assert_false(vt_promise_complete(reader.pending.promise, &reader.pending.value, size));
    assert_misuse("vt_promise_complete: a result of 402653188 bytes for an operation that was started for 4");
    assert_int_equal(reader.result, -7);
    complete_int(&reader.pending);
    assert_int_equal(vt_void_await(ended), 0);
    assert_int_equal(reader.result, 6);
}

/* What is awaited as another type than it was started for. */
static void results_of_another_size(void **state)
{
    (void)state;
    struct pending_int pending = start_int(3);

    vt_void ended = vt_spawn(await_as_nothing, &pending);
    complete_int(&pending);
    assert_int_equal(vt_void_await(ended), 0);

    pending = start_int(3);
    ended = vt_spawn(await_as_wide, &pending);
    complete_int(&pending);
    assert_int_equal(vt_void_await(ended), -EINVAL);
    assert_misuse("vt_wide_await");
    assert_int_equal(vt_promise_outstanding(), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        runtime_test(used_again_before_its_waiter_runs),
        runtime_test(an_error_leaves_the_result_alone),
        runtime_test(a_result_comes_after_a_cancellation),
        runtime_test(a_cancellation_comes_after_a_result),
        runtime_test(an_asked_producer_delivers),
        runtime_test(asking_is_forgotten),
        runtime_test(results_of_all_sizes),
        runtime_test(completed_with_a_size_beyond_all_types),
        runtime_test(results_of_another_size),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
