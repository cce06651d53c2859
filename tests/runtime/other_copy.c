/* A shared object with a run time of its own, for test_loops.c: the same functions once more, and none of the program's loops. */
#include <valuetask/fiber.h>
#include <valuetask/loop.h>
#include <valuetask/promise.h>
#include <valuetask/timer.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

int copy_sleep_in_a_fiber(void);
size_t copy_fiber_count(void);
vt_int copy_start(void);
void copy_complete(void);
int copy_close(void);

static int sleep_a_moment(void *unused)
{
    (void)unused;
    return vt_void_await(vt_sleep(1000000));
}

int copy_sleep_in_a_fiber(void)
{
    return vt_run(sleep_a_moment, NULL);
}

size_t copy_fiber_count(void)
{
    return vt_fiber_count();
}

static struct vt_promise operation;

vt_int copy_start(void) // NOLINT(vt-always-async)
{
    operation = vt_promise_start(sizeof(int));
    return vt_int_from_source(operation.source, operation.token);
}

void copy_complete(void)
{
    vt_promise_complete(operation, &(int){ 4 }, sizeof(int));
    vt_loop_run();
}

int copy_close(void)
{
    return vt_loop_close();
}
