/* The program of the profile's test: 10 value tasks of its own, 10 of a header, 12 of a shared object. */
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

static int consume(vt_int task)
{
    int number = 0;
    return vt_int_await(task, &number) == 0 ? number : -1;
}

static vt_void nothing(void)
{
    return vt_void_from_result(); /* void ready */
}

/* Forks when told to: the child's counts add to the parent's. */
int main(int argc, char **argv)
{
    vt_int_task *slow = vt_int_task_new();

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
