// What a loop asks in each turn whether to leave is expected to change while it runs, wherever in the turn it is asked; not so a mode, by which something else is done, too.
#include <stdbool.h>
#include <stdio.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

struct peer { int fd; bool is_closed, verifies, once; struct peer *next; };

bool get(struct peer *peer, int *number);
int step(struct peer *peer);
vt_int start(struct peer *peer, int number);

int behind_call(struct peer *peer, FILE *file)
{
    char line[128];
    int value, rc = 0;
    vt_int t = start(peer, 0); // expect: vt-unawaited

    while (fgets(line, sizeof line, file)) {
        if (peer->is_closed)
            return -1;
        rc = vt_int_await(t, &value);
        t = start(peer, line[0]); // expect: vt-unawaited
        step(peer);
    }
    return vt_int_await(t, &value) | rc;
}

int kept_by_flag(struct peer *peer)
{
    vt_int t;
    bool have = false;
    int value, number;

    while (get(peer, &number)) {
        printf("%d\n", number);
        if (number == 0)
            continue;
        if (peer->is_closed)
            return -1;
        if (have && vt_int_await(t, &value) < 0)
            return -1;
        t = start(peer, number); // expect: vt-unawaited
        have = true;
    }
    if (have)
        vt_int_forget(t);
    return 0;
}

int link_gone(struct peer *peer)
{
    int value;
    vt_int t = start(peer, 1); // expect: vt-unawaited

    do {
        if (peer->next == NULL)
            return -1;
        if (vt_int_await(t, &value) < 0)
            return -1;
        t = start(peer->next, value); // expect: vt-unawaited
    } while (step(peer) > 0);
    vt_int_forget(t);
    return 0;
}

int given_up_ok(struct peer *peer)
{
    vt_int t;
    bool have = false;
    int value, number;

    while (get(peer, &number)) {
        if (number == 0)
            continue;
        if (peer->is_closed)
            break;
        if (have && vt_int_await(t, &value) < 0)
            return -1;
        t = start(peer, number);
        have = true;
    }
    if (have)
        vt_int_forget(t);
    return 0;
}

int mode_of_turn_ok(struct peer *peer)
{
    vt_int t;
    int value, number, rc = 0;

    while (get(peer, &number)) {
        if (peer->verifies)
            t = start(peer, number);
        step(peer);
        if (peer->verifies && vt_int_await(t, &value) < 0)
            rc = -1;
    }
    return rc;
}

int mode_around_ok(struct peer *peer)
{
    vt_int t;
    int value, number, rc = 0;

    if (peer->once)
        t = start(peer, 0);
    while (get(peer, &number)) {
        step(peer);
        if (peer->once)
            break;
    }
    if (peer->once)
        rc = vt_int_await(t, &value);
    return rc;
}

int mode_of_switch_ok(struct peer *peer, int kind)
{
    vt_int t;
    int value, number;

    while (get(peer, &number)) {
        switch (peer->fd) {
        case 3: t = start(peer, kind); break;
        default: break;
        }
        step(peer);
        if (peer->fd == 3)
            return vt_int_await(t, &value);
        step(peer);
    }
    return 0;
}

static void begin(struct peer *peer, vt_int *t)
{
    if (peer->once)
        *t = start(peer, 1);
}

int mode_of_helper_ok(struct peer *peer)
{
    vt_int t;
    int value, number;

    while (get(peer, &number)) {
        begin(peer, &t);
        step(peer);
        if (peer->once)
            return vt_int_await(t, &value);
        step(peer);
    }
    return 0;
}

int either_way_ok(struct peer *peer)
{
    vt_int t;
    int value, number;

    while (get(peer, &number)) {
        t = start(peer, number);
        if (peer->once) {
            vt_int_forget(t);
            break;
        }
        step(peer);
        if (!peer->once)
            return vt_int_await(t, &value);
        step(peer);
    }
    return 0;
}

int both_loops_ok(struct peer *peer)
{
    vt_int t;
    int value, status, number;

    while (get(peer, &number)) {
        for (int tries = 0;; tries++) {
            t = start(peer, number);
            step(peer);
            if (peer->once)
                break;
            status = vt_int_await(t, &value);
            if (status >= 0 || tries == 3)
                break;
        }
        step(peer);
        if (peer->once) {
            vt_int_forget(t);
            return 0;
        }
        step(peer);
    }
    return 0;
}
