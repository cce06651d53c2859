/* What the run time's tests share: the value tasks they use, a misuse handler that notes, an allocator that counts
 * and fails.
 */
#ifndef TESTS_RUNTIME_RUNTIME_TEST_H
#define TESTS_RUNTIME_RUNTIME_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <valuetask/loop.h>
#include <valuetask/promise.h>
#include <valuetask/valuetask.h>

#include "sanitized.h"

struct wide {
    int64_t numbers[9];
};

VT_DEFINE(int, int);
VT_DEFINE(wide, struct wide);

/* ---- misuse: setup_runtime installs a handler that notes and returns ---- */

extern int misuse_count;
extern char misuse_message[1536];

/* Exactly one misuse was reported since the last call, and its message has this in it. */
void assert_misuse(const char *part);

/* ---- memory: malloc and calloc of the run time go through these by the linker's --wrap ---- */

extern atomic_long allocation_count;

/* `count` is what allocation_count was. A build with VT_DEBUG_TOKENS allocates for its books. */
#ifdef VT_DEBUG_TOKENS
#define assert_nothing_allocated_since(count) assert_true(allocation_count >= (count))
#else
#define assert_nothing_allocated_since(count) assert_int_equal(allocation_count, count)
#endif

/* `pointer`. What is passed through here is used, as far as optimisers can tell: one that sees all of the program leaves out an allocation
 * that nobody uses, and takes it to have succeeded. */
static inline void *used(void *pointer)
{
    __asm__("" : "+r"(pointer));
    return pointer;
}

/* Fails the allocation after `successes` more, and that one only. */
void fail_allocation_after(long successes);
void fail_no_allocation(void);

/* ---- per test: nothing left over from the last one, nothing left behind, no misuse unaccounted for ---- */

int setup_runtime(void **state);
int teardown_runtime(void **state);

#define runtime_test(function) cmocka_unit_test_setup_teardown(function, setup_runtime, teardown_runtime)

/* ---- a promise of an int, and callbacks for vt_loop_post that end it ---- */

struct pending_int {
    struct vt_promise promise;
    int value;
    int error;
};

/* Starts an operation that will have this result, when one of the below is called. */
struct pending_int start_int(int value);
vt_int value_of(const struct pending_int *pending);
void complete_int(void *pending_int);
void fail_int(void *pending_int);

/* Notes how a continuation was called. */
struct noted {
    int calls;
    int status;
    int result;
};

void note_int(void *noted, int status, int result);

#endif
