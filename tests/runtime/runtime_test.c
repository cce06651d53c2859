#include "runtime_test.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

int misuse_count;
char misuse_message[1536];
atomic_long allocation_count;

static atomic_long successes_left = -1;

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);

static bool fails_now(void)
{
    allocation_count++;
    if (successes_left < 0 || successes_left-- != 0)
        return false;
    errno = ENOMEM;
    return true;
}

void *__wrap_malloc(size_t size)
{
    return fails_now() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return fails_now() ? NULL : __real_calloc(count, size);
}

void fail_allocation_after(long successes)
{
    successes_left = successes;
}

void fail_no_allocation(void)
{
    successes_left = -1;
}

static void note_misuse(const char *message)
{
    misuse_count++;
    snprintf(misuse_message, sizeof misuse_message, "%s", message);
}

void assert_misuse(const char *part)
{
    assert_int_equal(misuse_count, 1);
    misuse_count = 0;
    if (strstr(misuse_message, part) == NULL)
        fail_msg("\"%s\" is not in the message: %s", part, misuse_message);
}

int setup_runtime(void **state)
{
    (void)state;
    fail_no_allocation();
    misuse_count = 0;
    vt_set_misuse_handler(note_misuse);
    return vt_loop_close();
}

int teardown_runtime(void **state)
{
    (void)state;
    fail_no_allocation();
    vt_set_misuse_handler(NULL);
    if (misuse_count != 0)
        print_error("misuse not expected: %s\n", misuse_message);
    if (vt_promise_outstanding() != 0)
        print_error("%zu operations not given back\n", vt_promise_outstanding());
    return misuse_count != 0 || vt_promise_outstanding() != 0 || vt_loop_close() != 0;
}

struct pending_int start_int(int value)
{
    return (struct pending_int){ .promise = vt_promise_start(sizeof(int)), .value = value, .error = -EIO };
}

/* A pending one is what the tests ask for, hence the suppression. */
vt_int value_of(const struct pending_int *pending) // NOLINT(vt-always-async)
{
    return vt_int_from_source(pending->promise.source, pending->promise.token);
}

void complete_int(void *pending_int)
{
    struct pending_int *pending = pending_int;

    assert_true(vt_promise_complete(pending->promise, &pending->value, sizeof pending->value));
}

void fail_int(void *pending_int)
{
    struct pending_int *pending = pending_int;

    assert_true(vt_promise_fail(pending->promise, pending->error));
}

void note_int(void *noted, int status, int result)
{
    struct noted *note = noted;

    note->calls++;
    note->status = status;
    note->result = result;
}
