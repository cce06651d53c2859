/* Misuse reports: one installable handler for the process, whose default tells and aborts.
 *
 * This is the only place of the run time that ends the program, and with profile.c the only one that prints; by default only.
 */
#include <valuetask/misuse.h>

#include <errno.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include <valuetask/slow.h>

#include "misuse_report.h"

enum { MESSAGE_SIZE = 1536 };

static void tell_and_abort(const char *message)
{
    fprintf(stderr, "valuetask: %s\n", message);
    abort();
}

static _Atomic(vt_misuse_handler) current_handler = tell_and_abort;

vt_misuse_handler vt_set_misuse_handler(vt_misuse_handler handler)
{
    return atomic_exchange(&current_handler, handler != NULL ? handler : tell_and_abort);
}

void vt_report_misuse(const char *format, ...)
{
    char message[MESSAGE_SIZE];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);

    vt_misuse_handler handler = atomic_load(&current_handler);
    handler(message);
}

int vt_report_stale(const char *name, const char *function)
{
    vt_report_misuse("%s_%s: this value task was consumed already, and a value task is consumed exactly once. To use "
                     "its result more than once, turn it into a task with %s_as_task and await that with %s_task_await",
                     name, function, name, name);
    return -EINVAL;
}

int vt_report_foreign(const char *name, const char *function)
{
    vt_report_misuse("%s_%s: this belongs to another thread; value tasks and tasks are used on the thread that made them. To "
                     "end something for another thread, use vt_promise_start_shared there",
                     name, function);
    return -EINVAL;
}

int vt_report_deadlock(const char *name, const char *function)
{
    vt_report_misuse("%s_%s: deadlock: what is awaited is pending, and nothing is left in this thread's loop that "
                     "could complete it. Complete it from a callback given to vt_loop_post or vt_loop_call_later, or "
                     "before it is awaited",
                     name, function);
    return -EDEADLK;
}

int vt_slow_bad_error_(int error, const char *name, const char *function)
{
    vt_report_misuse("%s_%s: %d is not a negative errno (-%d..-1), such as -EIO", name, function, error,
                     VT_LAST_ERROR_);
    return -EINVAL;
}
