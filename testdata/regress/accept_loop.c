// A server's loop: one task accepts, each client has one that reads, and its descriptor is the mark of its slot. What was read from an element of unknown number says nothing certain of the element by which a task is put
// beside it, and -1 clears such a mark where the read is not begun again.
#include <stdbool.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

enum { CLIENTS = 4, FREE = -1 };

struct server {
    bool stop;
};

int apply(struct server *server, int value);
void note(const char *text);
vt_int accept_on(int fd);
vt_int read_from(int fd);

int descriptor_asked(int listening, struct server *server)
{
    vt_int accepting = accept_on(listening), reading[CLIENTS];
    int fd[CLIENTS], i, value, rc = 0;

    for (i = 0; i < CLIENTS; i++)
        fd[i] = FREE;
    while (!server->stop) {
        if (vt_int_is_completed(accepting)) {
            rc = vt_int_await(accepting, &value);
            accepting = accept_on(listening);
            if (rc == 0 && value >= 0) {
                for (i = 0; i < CLIENTS; i++)
                    if (fd[i] == FREE)
                        break;
                if (i == CLIENTS)
                    note("full");
                else {
                    fd[i] = value;
                    reading[i] = read_from(value);
                }
            }
        }
        for (i = 0; i < CLIENTS; i++) {
            if (fd[i] == FREE || !vt_int_is_completed(reading[i]))
                continue;
            rc = vt_int_await(reading[i], &value);
            if (rc < 0 || value == 0) {
                fd[i] = FREE;
                continue;
            }
            apply(server, value);
            reading[i] = read_from(fd[i]);
        }
    }
    vt_int_forget(accepting);
    for (i = 0; i < CLIENTS; i++)
        if (fd[i] != FREE)
            vt_int_forget(reading[i]);
    return 0;
}

int descriptor_not_asked(int listening, struct server *server)
{
    vt_int accepting = accept_on(listening), reading[CLIENTS];
    int fd[CLIENTS], i, value, rc = 0;

    for (i = 0; i < CLIENTS; i++)
        fd[i] = FREE;
    while (!server->stop) {
        if (vt_int_is_completed(accepting)) {
            rc = vt_int_await(accepting, &value);
            accepting = accept_on(listening);
            if (rc == 0) {
                for (i = 0; i < CLIENTS; i++)
                    if (fd[i] == FREE)
                        break;
                if (i < CLIENTS) {
                    fd[i] = value;
                    reading[i] = read_from(value);
                }
            }
        }
        for (i = 0; i < CLIENTS; i++) {
            if (fd[i] == FREE || !vt_int_is_completed(reading[i]))
                continue;
            rc = vt_int_await(reading[i], &value);
            if (rc < 0 || value == 0) {
                fd[i] = FREE;
            } else {
                apply(server, value);
                reading[i] = read_from(fd[i]);
            }
        }
    }
    vt_int_forget(accepting);
    for (i = 0; i < CLIENTS; i++)
        if (fd[i] != FREE)
            vt_int_forget(reading[i]);
    return 0;
}

int mark_stays(int listening, struct server *server)
{
    vt_int accepting = accept_on(listening), reading[CLIENTS];
    int fd[CLIENTS], i, value, rc = 0;

    for (i = 0; i < CLIENTS; i++)
        fd[i] = FREE;
    while (!server->stop) {
        if (vt_int_is_completed(accepting)) {
            rc = vt_int_await(accepting, &value);
            accepting = accept_on(listening);
            if (rc == 0) {
                for (i = 0; i < CLIENTS; i++)
                    if (fd[i] == FREE)
                        break;
                if (i < CLIENTS) {
                    fd[i] = value;
                    reading[i] = read_from(value);
                }
            }
        }
        for (i = 0; i < CLIENTS; i++) {
            if (fd[i] == FREE || !vt_int_is_completed(reading[i])) // expect: vt-use-after-await
                continue;
            rc = vt_int_await(reading[i], &value); // expect: vt-double-await
            if (rc < 0)
                continue;
            if (value == 0) {
                fd[i] = FREE;
                continue;
            }
            reading[i] = read_from(fd[i]);
        }
    }
    vt_int_forget(accepting);
    for (i = 0; i < CLIENTS; i++)
        if (fd[i] != FREE)
            vt_int_forget(reading[i]); // expect: vt-double-await
    return 0;
}

int cleared_too_soon(int listening, struct server *server)
{
    vt_int accepting = accept_on(listening), reading[CLIENTS];
    int fd[CLIENTS], i, value, rc = 0;

    for (i = 0; i < CLIENTS; i++)
        fd[i] = FREE;
    while (!server->stop) {
        if (vt_int_is_completed(accepting)) {
            rc = vt_int_await(accepting, &value);
            accepting = accept_on(listening);
            if (rc == 0) {
                for (i = 0; i < CLIENTS; i++)
                    if (fd[i] == FREE)
                        break;
                if (i < CLIENTS) {
                    fd[i] = value;
                    reading[i] = read_from(value);
                }
            }
        }
        for (i = 0; i < CLIENTS; i++) {
            if (fd[i] == FREE || !vt_int_is_completed(reading[i]))
                continue;
            rc = vt_int_await(reading[i], &value);
            fd[i] = rc < 0 ? FREE : fd[i];
            if (rc < 0)
                continue;
            reading[i] = read_from(fd[i]); // expect: vt-unawaited
            if (apply(server, value) < 0)
                fd[i] = FREE;
        }
    }
    vt_int_forget(accepting);
    for (i = 0; i < CLIENTS; i++)
        if (fd[i] != FREE)
            vt_int_forget(reading[i]);
    return 0;
}

static void serve_one(vt_int *reading, int *fd)
{
    int value;
    if (vt_int_await(*reading, &value) < 0 || value == 0) {
        *fd = FREE;
        return;
    }
    *reading = read_from(*fd);
}

int served_by_helper(int listening, struct server *server)
{
    vt_int accepting = accept_on(listening), reading[CLIENTS];
    int fd[CLIENTS] = {FREE, FREE, FREE, FREE}, value;

    while (!server->stop) {
        if (vt_int_is_completed(accepting)) {
            if (vt_int_await(accepting, &value) == 0 && value >= 0) {
                int i;
                for (i = 0; i < CLIENTS && fd[i] != FREE; i++)
                    ;
                if (i < CLIENTS) {
                    fd[i] = value;
                    reading[i] = read_from(value);
                }
            }
            accepting = accept_on(listening);
        }
        for (int i = 0; i < CLIENTS; i++)
            if (fd[i] != FREE && vt_int_is_completed(reading[i]))
                serve_one(&reading[i], &fd[i]);
    }
    vt_int_forget(accepting);
    for (int i = 0; i < CLIENTS; i++)
        if (fd[i] != FREE)
            vt_int_forget(reading[i]);
    return 0;
}

int marked_by_truth(int listening, struct server *server)
{
    vt_int accepting = accept_on(listening), reading[CLIENTS];
    bool is_used[CLIENTS] = {false};
    int value;

    while (!server->stop) {
        if (vt_int_is_completed(accepting)) {
            int rc = vt_int_await(accepting, &value), i;
            accepting = accept_on(listening);
            for (i = 0; rc == 0 && i < CLIENTS; i++)
                if (!is_used[i]) {
                    is_used[i] = true;
                    reading[i] = read_from(value);
                    break;
                }
        }
        for (int i = 0; i < CLIENTS; i++) {
            if (!is_used[i] || !vt_int_is_completed(reading[i]))
                continue;
            if (vt_int_await(reading[i], &value) < 0 || value == 0) {
                is_used[i] = false;
                continue;
            }
            apply(server, value);
            reading[i] = read_from(i);
        }
    }
    vt_int_forget(accepting);
    for (int i = 0; i < CLIENTS; i++)
        if (is_used[i])
            vt_int_forget(reading[i]);
    return 0;
}

int last_is_left(int listening, struct server *server)
{
    vt_int accepting = accept_on(listening), reading[CLIENTS];
    int fd[CLIENTS] = {FREE, FREE, FREE, FREE}, value;

    while (!server->stop) {
        if (vt_int_is_completed(accepting)) {
            if (vt_int_await(accepting, &value) == 0 && value >= 0) {
                int i;
                for (i = 0; i < CLIENTS && fd[i] != FREE; i++)
                    ;
                if (i < CLIENTS) {
                    fd[i] = value;
                    reading[i] = read_from(value); // expect: vt-unawaited
                }
            }
            accepting = accept_on(listening);
        }
        for (int i = 0; i < CLIENTS; i++)
            if (fd[i] != FREE && vt_int_is_completed(reading[i]))
                serve_one(&reading[i], &fd[i]); // expect: vt-unawaited
    }
    vt_int_forget(accepting);
    for (int i = 0; i < CLIENTS - 1; i++)
        if (fd[i] != FREE)
            vt_int_forget(reading[i]);
    return 0;
}
