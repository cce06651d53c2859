/* Compiled by header_warnings.sh as every language the headers speak; never run. Types that stay unused, and every
 * function used once.
 */
#include <valuetask/channel.h>
#include <valuetask/fd.h>
#include <valuetask/fiber.h>
#include <valuetask/loop.h>
#include <valuetask/nursery.h>
#include <valuetask/promise.h>
#include <valuetask/scope.h>
#include <valuetask/sync.h>
#include <valuetask/thread_pool.h>
#include <valuetask/timer.h>
#include <valuetask/valuetask.h>
#include <valuetask/when.h>

struct large {
    double numbers[5];
    char tail;
};

enum colour { RED, GREEN };

VT_DEFINE(unused, int);
VT_DEFINE(pointer, struct declared_nowhere_else *);
VT_DEFINE(text, const char *);
VT_DEFINE(double, double);
VT_DEFINE(float, float);
VT_DEFINE(bool, bool);
VT_DEFINE(byte, unsigned char);
VT_DEFINE(long, long long);
VT_DEFINE(colour, enum colour);
VT_DEFINE(large, struct large);

VT_DEFINE_WHEN(unused, int);
VT_DEFINE_WHEN(large, struct large);
VT_DEFINE_WHEN(bool, bool);

#define USE_EVERYTHING(NAME, T)                                                                                \
    int use_##NAME(int which, T result, vt_##NAME##_task *task, void (*done)(void *, int, T), void *context);  \
    int use_##NAME(int which, T result, vt_##NAME##_task *task, void (*done)(void *, int, T), void *context) { \
        T got;                                                                                                 \
        if (which == 1)                                                                                        \
            return vt_##NAME##_await(vt_##NAME##_from_result(result), &got);                                   \
        if (which == 2)                                                                                        \
            return vt_##NAME##_await_timeout(vt_##NAME##_from_task(task), 1000, &got);                         \
        if (which == 3) {                                                                                      \
            vt_##NAME##_on_completed(vt_##NAME##_from_source(NULL, 1), done, context);                         \
            return 0;                                                                                          \
        }                                                                                                      \
        if (which == 4) {                                                                                      \
            vt_##NAME##_task *made = vt_##NAME##_task_new();                                                   \
            bool ended = vt_##NAME##_task_complete(made, result) || vt_##NAME##_task_fail(made, -1) ||         \
                         vt_##NAME##_task_cancel(made);                                                        \
            int status = vt_##NAME##_task_await(made, &got);                                                   \
            vt_##NAME##_task_unref(vt_##NAME##_task_ref(made));                                                \
            return ended ? status : 0;                                                                         \
        }                                                                                                      \
        vt_##NAME value = vt_##NAME##_from_error(which);                                                       \
        if (vt_##NAME##_is_completed(value)) {                                                                 \
            vt_##NAME##_forget(value);                                                                         \
            return 0;                                                                                          \
        }                                                                                                      \
        vt_##NAME##_task_unref(vt_##NAME##_as_task(value));                                                    \
        return 1;                                                                                              \
    }                                                                                                          \
    VT_STATIC_ASSERT_(sizeof(vt_##NAME) >= 16, "")

USE_EVERYTHING(pointer, struct declared_nowhere_else *);
USE_EVERYTHING(double, double);
USE_EVERYTHING(bool, bool);
USE_EVERYTHING(colour, enum colour);
USE_EVERYTHING(large, struct large);

int use_when(size_t *winner);
int use_when(size_t *winner)
{
    bool results[2];
    vt_bool tasks[2] = { vt_bool_from_result(true), vt_bool_from_error(-EIO) };
    vt_bool others[1] = { vt_bool_from_result(true) };
    int status = vt_bool_when_all(tasks, 2, results);
    return status != 0 ? vt_bool_when_any(others, 1, results, winner) : status;
}

/* An API of somebody's own, annotated. */
typedef struct VT_VALUE_TASK ticket {
    int number;
} ticket;

VT_COMPLETES_SYNC ticket ticket_ready(int number);
VT_COMPLETES_ASYNC ticket ticket_ordered(int number);
int ticket_redeem(VT_CONSUMES ticket redeemed);
int ticket_number(VT_OBSERVES const ticket *looked_at);
