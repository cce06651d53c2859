// A server's loop: one task that accepts, one that reads for each client, and the client's descriptor says whether its slot has one. What was read from a slot while nobody knew
// which one it is holds for the slot once that is known; and a task that was taken from a slot is made anew, or the slot is cleared.
#include <stdbool.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

struct server { bool stop, closing; };

vt_int next_client(int listener);
vt_int next_bytes(int client);
void answer(struct server *server, int length);

enum { SLOTS = 4 };

int serve_ok(struct server *server, int listener)
{
    vt_int client = next_client(listener), bytes[SLOTS];
    int fd[SLOTS], i, value, rc;

    for (i = 0; i < SLOTS; i++)
        fd[i] = -1;
    while (!server->stop) {
        if (vt_int_is_completed(client)) {
            rc = vt_int_await(client, &value);
            client = next_client(listener);
            if (rc == 0 && value >= 0) {
                for (i = 0; i < SLOTS; i++)
                    if (fd[i] == -1)
                        break;
                if (i < SLOTS) {
                    fd[i] = value;
                    bytes[i] = next_bytes(value);
                }
            }
        }
        for (i = 0; i < SLOTS; i++) {
            if (fd[i] == -1 || !vt_int_is_completed(bytes[i]))
                continue;
            rc = vt_int_await(bytes[i], &value);
            if (rc < 0 || value == 0) {
                fd[i] = -1;
                continue;
            }
            answer(server, value);
            bytes[i] = next_bytes(fd[i]);
        }
    }
    vt_int_forget(client);
    for (i = 0; i < SLOTS; i++)
        if (fd[i] != -1)
            vt_int_forget(bytes[i]);
    return 0;
}

/* Nobody asks for the sign of a descriptor that came with success. */
int serve_unasked_ok(struct server *server, int listener)
{
    vt_int client = next_client(listener), bytes[SLOTS];
    int fd[SLOTS], i, value, rc;

    for (i = 0; i < SLOTS; i++)
        fd[i] = -1;
    while (!server->stop) {
        if (vt_int_is_completed(client)) {
            rc = vt_int_await(client, &value);
            client = next_client(listener);
            if (rc == 0) {
                for (i = 0; i < SLOTS; i++)
                    if (fd[i] == -1)
                        break;
                if (i < SLOTS) {
                    fd[i] = value;
                    bytes[i] = next_bytes(value);
                }
            }
        }
        for (i = 0; i < SLOTS; i++) {
            if (fd[i] == -1 || !vt_int_is_completed(bytes[i]))
                continue;
            rc = vt_int_await(bytes[i], &value);
            if (rc < 0 || value == 0) {
                fd[i] = -1;
                continue;
            }
            answer(server, value);
            bytes[i] = next_bytes(fd[i]);
        }
    }
    vt_int_forget(client);
    for (i = 0; i < SLOTS; i++)
        if (fd[i] != -1)
            vt_int_forget(bytes[i]);
    return 0;
}

int closed_without_taking(struct server *server, int listener)
{
    vt_int client = next_client(listener), bytes[SLOTS];
    int fd[SLOTS], i, value, rc;

    for (i = 0; i < SLOTS; i++)
        fd[i] = -1;
    while (!server->stop) {
        if (vt_int_is_completed(client)) {
            rc = vt_int_await(client, &value);
            client = next_client(listener);
            if (rc == 0 && value >= 0) {
                for (i = 0; i < SLOTS; i++)
                    if (fd[i] == -1)
                        break;
                if (i < SLOTS) {
                    fd[i] = value;
                    bytes[i] = next_bytes(value); // expect: vt-unawaited
                }
            }
        }
        for (i = 0; i < SLOTS; i++) {
            if (fd[i] == -1 || !vt_int_is_completed(bytes[i]))
                continue;
            rc = vt_int_await(bytes[i], &value);
            if (rc < 0 || value == 0) {
                fd[i] = -1;
                continue;
            }
            answer(server, value);
            bytes[i] = next_bytes(fd[i]); // expect: vt-unawaited
        }
    }
    vt_int_forget(client);
    for (i = 0; i < SLOTS; i++)
        if (fd[i] != -1 && !server->closing)
            vt_int_forget(bytes[i]);
    return 0;
}

int not_made_anew(struct server *server, int listener)
{
    vt_int client = next_client(listener), bytes[SLOTS];
    int fd[SLOTS], i, value, rc;

    for (i = 0; i < SLOTS; i++)
        fd[i] = -1;
    while (!server->stop) {
        if (vt_int_is_completed(client)) {
            rc = vt_int_await(client, &value);
            client = next_client(listener);
            if (rc == 0 && value >= 0) {
                for (i = 0; i < SLOTS; i++)
                    if (fd[i] == -1)
                        break;
                if (i < SLOTS) {
                    fd[i] = value;
                    bytes[i] = next_bytes(value);
                }
            }
        }
        for (i = 0; i < SLOTS; i++) {
            if (fd[i] == -1 || !vt_int_is_completed(bytes[i])) // expect: vt-use-after-await
                continue;
            rc = vt_int_await(bytes[i], &value); // expect: vt-double-await
            if (rc < 0 || value == 0)
                fd[i] = -1;
        }
    }
    vt_int_forget(client);
    for (i = 0; i < SLOTS; i++)
        if (fd[i] != -1)
            vt_int_forget(bytes[i]); // expect: vt-double-await
    return 0;
}
