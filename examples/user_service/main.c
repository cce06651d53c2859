/* The user service as a program: serves until SIGTERM or SIGINT, then answers what has come and ends.
 *
 *     user_service [--port N] [--database FILE] [--users N] [--most-connections N] [--idle-ms N]
 *
 * --users fills the database with users 1 to N. Prints the port it listens on. Exit status: 0; 1 when it cannot start; 2
 * for wrong options.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <valuetask/fiber.h>
#include <valuetask/loop.h>
#include <valuetask/promise.h>

#include "service.h"

struct program {
    const char *database;
    int64_t users;
    struct service_options options;
};

static bool read_number(const char *text, long long most, long long *number)
{
    char *end;

    *number = strtoll(text, &end, 10);
    return *text != '\0' && *end == '\0' && *number >= 0 && *number <= most;
}

static bool read_options(struct program *program, int argc, char **argv)
{
    long long number = 0;

    for (int i = 1; i < argc; i += 2) {
        const char *name = argv[i], *value = i + 1 < argc ? argv[i + 1] : "";
        if (strcmp(name, "--database") == 0 && *value != '\0')
            program->database = value;
        else if (strcmp(name, "--port") == 0 && read_number(value, 65535, &number))
            program->options.port = (unsigned short)number;
        else if (strcmp(name, "--users") == 0 && read_number(value, 1000000, &number))
            program->users = number;
        else if (strcmp(name, "--most-connections") == 0 && read_number(value, 1000000, &number))
            program->options.most_connections = (size_t)number;
        else if (strcmp(name, "--idle-ms") == 0 && read_number(value, 3600000, &number) && number > 0)
            program->options.idle_ns = (uint64_t)number * 1000000;
        else
            return false;
    }
    return true;
}

/* ---- ending ---- */

struct ending {
    struct vt_uv_signal *signal;
    struct vt_promise *end;
};

static int wait_for_signal(void *context)
{
    struct ending *ending = context;
    int status = vt_void_await(vt_uv_signal_wait(ending->signal));

    if (status == 0)
        vt_promise_complete(*ending->end, NULL, 0);
    return 0;
}

/* Until the first of two signals. */
static int wait_for_either(int first, int second)
{
    struct vt_promise end = vt_promise_start(0);
    struct ending endings[] = {{NULL, &end}, {NULL, &end}};
    int status = vt_uv_signal_open(first, &endings[0].signal);

    if (status == 0)
        status = vt_uv_signal_open(second, &endings[1].signal);
    if (status != 0)
        vt_promise_fail(end, status);
    for (int i = 0; i < 2 && status == 0; i++)
        vt_void_forget(vt_spawn(wait_for_signal, &endings[i]));
    status = vt_void_await(vt_void_from_source(end.source, end.token));
    vt_uv_signal_close(endings[0].signal);
    vt_uv_signal_close(endings[1].signal);
    vt_yield(); /* the one who waited in vain leaves before `endings` does */
    return status;
}

/* ---- serving ---- */

static int fill(struct user_store *store, int64_t users)
{
    char name[32];
    int status = 0;

    for (int64_t id = 1; id <= users && status == 0; id++) {
        snprintf(name, sizeof name, "User %lld", (long long)id);
        status = user_store_put(store, id, name);
    }
    return status;
}

static int serve(void *context)
{
    struct program *program = context;
    struct user_store *store = NULL;
    struct service *service = NULL;
    int status = user_store_open(program->database, &store);

    if (status == 0)
        status = fill(store, program->users);
    if (status == 0)
        status = service_start(&program->options, store, &service);
    if (status == 0) {
        printf("listening on 127.0.0.1:%d\n", service_port(service));
        fflush(stdout);
        status = wait_for_either(SIGTERM, SIGINT);
        service_stop(service);
        printf("%zu queries\n", user_store_query_count(store));
    }
    user_store_close(store);
    return status;
}

int main(int argc, char **argv)
{
    struct program program = {
        .database = ":memory:",
        .options = {.port = 8080, .most_connections = 1000, .idle_ns = 5000000000},
    };

    if (!read_options(&program, argc, argv)) {
        fprintf(stderr,
                "usage: user_service [--port N] [--database FILE] [--users N] [--most-connections N] [--idle-ms N]\n");
        return 2;
    }
    int status = vt_uv_start(NULL);
    if (status == 0) {
        status = vt_run(serve, &program);
        vt_loop_run(); /* what closes last */
        vt_uv_stop();
    }
    vt_loop_close();
    if (status != 0)
        fprintf(stderr, "user_service: %s\n", uv_strerror(status));
    return status == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
