/* Compiled by header_warnings.sh, never run: a file may use for itself the names that the headers' functions have inside, for variables as
 * for result types.
 */
extern int at, context, count, done, error, from, halves, high, i, low, made, size, source, status, task, tasks, timeout_ns, to, winner, word;

typedef struct result {
    int code;
} result;

typedef struct token {
    const char *text;
    int kind, line;
} token;

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

VT_DEFINE(result, result);
VT_DEFINE(token, token);
VT_DEFINE_WHEN(result, result);
VT_DEFINE_WHEN(token, token);
