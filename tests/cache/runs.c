/* vtcheck many times without its start: for tests that run it thousands of times.
 *
 * A line of standard input is a run: working directory, file for its standard output, file for its standard error, arguments, with a unit separator (0x1f)
 * between. Each is a process of its own, forked from this one, which has loaded libclang for all of them. Its status is a line of standard output. */
#define _POSIX_C_SOURCE 200809L /* getline */
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "frontend/frontend.h"

int vtcheck_main(int argc, char **argv); /* checker/program/main.c */

enum { FOLDER, OUT, ERR, FIRST_ARGUMENT };

static _Noreturn void run(char **fields)
{
    char **argv = fields + FIRST_ARGUMENT - 1;
    bool is_ready = chdir(fields[FOLDER]) == 0 && freopen("/dev/null", "r", stdin) != NULL && freopen(fields[OUT], "w", stdout) != NULL &&
                    freopen(fields[ERR], "w", stderr) != NULL;
    argv[0] = (char *)(uintptr_t) "vtcheck";
    exit(is_ready ? vtcheck_main((int)g_strv_length(argv), argv) : EXIT_FAILURE);
}

int main(void)
{
    char *line = NULL;
    size_t room = 0;
    const char *missing = frontend_load();
    if (missing != NULL) {
        fprintf(stderr, "%s\n", missing);
        return 1;
    }
    while (getline(&line, &room, stdin) > 0) {
        char **fields = g_strsplit(g_strchomp(line), "\x1f", -1);
        int status = 0;
        pid_t pid = g_strv_length(fields) > FIRST_ARGUMENT ? fork() : -1;
        if (pid == 0)
            run(fields);
        if (pid < 0 || waitpid(pid, &status, 0) != pid)
            return 1;
        printf("%d\n", WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
        fflush(stdout);
        g_strfreev(fields);
    }
    free(line);
    return 0;
}
