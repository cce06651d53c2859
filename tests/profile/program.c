/* The program of the profile's test: 10 value tasks of its own, 10 of a header, 12 of a shared object; and with an
 * argument tasks, and a child that counts, too. */
#include <stdbool.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lookup.h"

vt_int never_called(int number);

vt_int never_called(int number)
{
    return vt_int_from_result(number);
}

static vt_int own(int number, vt_int_task *slow)
{
    return number < 9 ? vt_int_from_task(slow) : vt_int_from_result(number); /* own */
}

static vt_int_task *task(bool has_ended)
{
    vt_int_task *made = vt_int_task_new(); /* task */
    if (has_ended)
        vt_int_task_complete(made, 3);
    return made;
}

/* Awaited first, ended first, both many at a time. */
static int use_tasks(void)
{
    enum { TASKS = 1000 };
    static vt_int_task *tasks[TASKS];
    int number = 0, sum = 0;

    for (int i = 0; i < TASKS; i++)
        tasks[i] = task(i % 4 != 0);
    for (int i = 0; i < TASKS; i++) {
        vt_int task = vt_int_from_task(tasks[i]); /* of tasks */
        vt_int_task_complete(tasks[i], 3);
        sum += vt_int_await(task, &number) == 0 ? number : 0;
        vt_int_task_unref(tasks[i]);
    }
    vt_int_task *copy = vt_int_as_task(own(9, NULL)); /* as task */
    sum += copy != NULL && vt_int_task_await(copy, &number) == 0 ? number : 0;
    vt_int_task_unref(copy);
    return sum == 3 * TASKS + 9 ? 0 : -1;
}

static int consume(vt_int task)
{
    int number = 0;
    return vt_int_await(task, &number) == 0 ? number : -1;
}

static vt_void nothing(void)
{
    return vt_void_from_result(); /* void ready */
}

int main(int argc, char **argv)
{
    vt_int_task *slow = vt_int_task_new(); /* slow */

    (void)argv;
    if (slow == NULL || !vt_int_task_complete(slow, 1))
        return EXIT_FAILURE;
    for (int i = 0; i < 10; i++) {
        consume(own(i, slow));
        consume(look_up(i, slow));
        consume(plugin_look_up(i, slow));
    }
    consume(plugin_look_up(-1, slow));
    consume(plugin_look_up(-2, slow));
    if (argc > 1) {
        if (use_tasks() != 0)
            return EXIT_FAILURE;
        pid_t child = fork();
        int status = 0;
        if (child == 0) {
            consume(own(9, slow));
            exit(vt_void_await(nothing()) == 0 ? EXIT_SUCCESS : EXIT_FAILURE);
        }
        if (child < 0 || waitpid(child, &status, 0) != child || status != 0)
            return EXIT_FAILURE;
    }
    vt_int_task_unref(slow);
    return EXIT_SUCCESS;
}
