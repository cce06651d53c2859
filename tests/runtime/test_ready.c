/* Value tasks that are complete when made: their size, their results, that they cost no allocation. */
#include "runtime_test.h"

#include <string.h>

VT_DEFINE(pointer, const char *);
VT_DEFINE(double, double);
VT_DEFINE(bool, bool);
VT_DEFINE(byte, unsigned char);

static void two_registers_up_to_eight_bytes(void **state)
{
    (void)state;
    assert_int_equal(sizeof(vt_int), 16);
    assert_int_equal(sizeof(vt_pointer), 16);
    assert_int_equal(sizeof(vt_double), 16);
    assert_int_equal(sizeof(vt_bool), 16);
    assert_int_equal(sizeof(vt_void), 16);
    assert_int_equal(sizeof(vt_wide), sizeof(uintptr_t) + sizeof(struct wide));
}

static void result_is_awaited(void **state)
{
    (void)state;
    int number = 0;
    assert_int_equal(vt_int_await(vt_int_from_result(42), &number), 0);
    assert_int_equal(number, 42);

    const char *text = NULL;
    assert_int_equal(vt_pointer_await(vt_pointer_from_result("here"), &text), 0);
    assert_string_equal(text, "here");

    double real = 0;
    assert_int_equal(vt_double_await(vt_double_from_result(0.5), &real), 0);
    assert_true(real == 0.5);

    bool flag = false;
    assert_int_equal(vt_bool_await(vt_bool_from_result(true), &flag), 0);
    assert_true(flag);

    unsigned char byte = 0;
    assert_int_equal(vt_byte_await_timeout(vt_byte_from_result(200), 0, &byte), 0);
    assert_int_equal(byte, 200);

    struct wide wide = { { 0 } };
    assert_int_equal(vt_wide_await(vt_wide_from_result((struct wide){ { [8] = 9 } }), &wide), 0);
    assert_int_equal(wide.numbers[8], 9);

    assert_int_equal(vt_void_await(vt_void_from_result()), 0);
    assert_int_equal(vt_void_await_timeout(vt_void_from_result(), 0), 0);
}

static void error_is_awaited(void **state)
{
    (void)state;
    int number = 7;
    struct wide wide = { { 7 } };
    assert_int_equal(vt_int_await(vt_int_from_error(-EIO), &number), -EIO);
    assert_int_equal(vt_int_await_timeout(vt_int_from_error(-1), 0, &number), -1);
    assert_int_equal(vt_int_await(vt_int_from_error(-4095), &number), -4095);
    assert_int_equal(number, 7);
    assert_int_equal(vt_wide_await(vt_wide_from_error(-ENOENT), &wide), -ENOENT);
    assert_int_equal(wide.numbers[0], 7);
    assert_int_equal(vt_void_await(vt_void_from_error(-EPERM)), -EPERM);
    assert_int_equal(vt_void_await_timeout(vt_void_from_error(-EPERM), 0), -EPERM);
}

static void error_must_be_a_negative_errno(void **state)
{
    (void)state;
    const int wrong[] = { 0, EIO, -4096, INT32_MIN };
    int number;

    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        vt_int failed = vt_int_from_error(wrong[i]);
        assert_misuse("vt_int_from_error: ");
        assert_int_equal(vt_int_await(failed, &number), -EINVAL);
    }
    vt_void failed = vt_void_from_error(0);
    assert_misuse("vt_void_from_error: 0 is not a negative errno");
    assert_int_equal(vt_void_await(failed), -EINVAL);
}

static void null_source_is_out_of_memory(void **state)
{
    (void)state;
    int number;
    assert_int_equal(vt_int_await(vt_int_from_source(NULL, 0), &number), -ENOMEM);
    assert_int_equal(vt_int_await(vt_int_from_task(NULL), &number), -ENOMEM);
    assert_int_equal(vt_void_await(vt_void_from_source(NULL, 0)), -ENOMEM);
    assert_int_equal(vt_void_await(vt_void_from_task(NULL)), -ENOMEM);
}

static void ready_is_completed(void **state)
{
    (void)state;
    vt_int done = vt_int_from_result(1);
    assert_true(vt_int_is_completed(done));
    vt_int_forget(done);
    vt_int failed = vt_int_from_error(-EIO);
    assert_true(vt_int_is_completed(failed));
    vt_int_forget(failed);
    vt_void nothing = vt_void_from_result();
    assert_true(vt_void_is_completed(nothing));
    vt_void_forget(nothing);
}

static void note_void(void *noted, int status)
{
    note_int(noted, status, 0);
}

static void ready_continuation_runs_at_once(void **state)
{
    (void)state;
    struct noted noted = { 0 };
    vt_int_on_completed(vt_int_from_result(5), note_int, &noted);
    assert_int_equal(noted.calls, 1);
    assert_int_equal(noted.status, 0);
    assert_int_equal(noted.result, 5);
    vt_int_on_completed(vt_int_from_error(-EIO), note_int, &noted);
    assert_int_equal(noted.calls, 2);
    assert_int_equal(noted.status, -EIO);
    assert_int_equal(noted.result, 0);
    vt_void_on_completed(vt_void_from_result(), note_void, &noted);
    assert_int_equal(noted.calls, 3);
    assert_int_equal(noted.status, 0);
    vt_void_on_completed(vt_void_from_error(-EPERM), note_void, &noted);
    assert_int_equal(noted.calls, 4);
    assert_int_equal(noted.status, -EPERM);
}

/* Every third fails; volatile keeps the calls. */
static vt_int ready_or_failed(volatile int number)
{
    if (number % 3 == 0)
        return vt_int_from_error(-EAGAIN);
    return vt_int_from_result(number);
}

static void a_million_ready_awaits_allocate_nothing(void **state)
{
    (void)state;
    long before = allocation_count;
    long long sum = 0;

    for (int i = 0; i < 1000000; i++) {
        int number = 0;
        int status = vt_int_await(ready_or_failed(i), &number);
        assert_true(status == (i % 3 == 0 ? -EAGAIN : 0));
        sum += number;
    }
    assert_true(sum == 333332666667LL);
    assert_nothing_allocated_since(before);
}

static void ready_continuations_and_forgetting_allocate_nothing(void **state)
{
    (void)state;
    long before = allocation_count;
    struct noted noted = { 0 };

    for (int i = 0; i < 1000; i++) {
        vt_int_on_completed(ready_or_failed(i), note_int, &noted);
        vt_int_forget(ready_or_failed(i));
    }
    assert_int_equal(noted.calls, 1000);
    assert_nothing_allocated_since(before);
}

/* ---- results of more than eight bytes, which are copied piece by piece ---- */

struct three {
    int a, b, c;
};
struct fat {
    void *pointer;
    int count;
};
struct five {
    float a, b, c, d, e;
};
struct mixed {
    uint64_t a;
    short b;
    char c;
    double d;
};
struct packed {
    char letters[27];
};
struct most {
    uint64_t words[8];
};

VT_DEFINE(three, struct three);
VT_DEFINE(fat, struct fat);
VT_DEFINE(five, struct five);
VT_DEFINE(mixed, struct mixed);
VT_DEFINE(packed, struct packed);
VT_DEFINE(most, struct most);

/* Awaited in both ways, and into a variable whose address others know. */
#define ARRIVES(kind, given, same)                                                   \
    do {                                                                             \
        struct kind got, other, *known = &other;                                     \
        assert_int_equal(vt_##kind##_await(vt_##kind##_from_result(given), &got), 0); \
        assert_true(same(got));                                                      \
        assert_int_equal(vt_##kind##_await_timeout(vt_##kind##_from_result(given), 1, known), 0); \
        assert_true(same(other));                                                    \
        memset(known, 0, sizeof *known);                                             \
        assert_int_equal(vt_##kind##_await(vt_##kind##_from_error(-EIO), &got), -EIO); \
        assert_true(same(got));                                                      \
    } while (0)

#define SAME_THREE(got) ((got).a == 1 && (got).b == 2 && (got).c == 3)
#define SAME_FAT(got) ((got).pointer == (void *)&misuse_count && (got).count == -2)
#define SAME_FIVE(got) ((got).a > 0.5f && (got).b < 0.0f && (got).c > 2.5f && (got).d > 3.5f && (got).e > 4.5f)
#define SAME_MIXED(got) ((got).a == UINT64_C(0x123456789abcdef0) && (got).b == -3 && (got).c == 'x' && (got).d > 1.4)
#define SAME_PACKED(got) (memcmp((got).letters, "abcdefghijklmnopqrstuvwxyz", 27) == 0)
#define SAME_MOST(got) ((got).words[0] == 1 && (got).words[1] == 2 && (got).words[6] == 7 && (got).words[7] == UINT64_MAX)

static void more_than_eight_bytes(void **state)
{
    (void)state;
    const struct three three = { 1, 2, 3 };
    const struct fat fat = { &misuse_count, -2 };
    const struct five five = { 1, -1, 3, 4, 5 };
    const struct mixed mixed = { UINT64_C(0x123456789abcdef0), -3, 'x', 1.5 };
    const struct packed packed = { "abcdefghijklmnopqrstuvwxyz" };
    const struct most most = { { 1, 2, 3, 4, 5, 6, 7, UINT64_MAX } };

    ARRIVES(three, three, SAME_THREE);
    ARRIVES(fat, fat, SAME_FAT);
    ARRIVES(five, five, SAME_FIVE);
    ARRIVES(mixed, mixed, SAME_MIXED);
    ARRIVES(packed, packed, SAME_PACKED);
    ARRIVES(most, most, SAME_MOST);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        runtime_test(two_registers_up_to_eight_bytes),
        runtime_test(result_is_awaited),
        runtime_test(error_is_awaited),
        runtime_test(error_must_be_a_negative_errno),
        runtime_test(null_source_is_out_of_memory),
        runtime_test(ready_is_completed),
        runtime_test(ready_continuation_runs_at_once),
        runtime_test(a_million_ready_awaits_allocate_nothing),
        runtime_test(ready_continuations_and_forgetting_allocate_nothing),
        runtime_test(more_than_eight_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
