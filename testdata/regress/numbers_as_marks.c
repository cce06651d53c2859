// An id, a file descriptor or an item of which nothing is known is the mark of a slot: it says that there is a task, and was held for perhaps the number that clears such a mark. And who polls, or gives the array
// of marks to others, leaves his marks as they are: `poll` tells by `revents` alone what it has found.
#include <poll.h>
#include <stdbool.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

struct slot {
    int id;
    bool is_used;
};

enum state { IDLE, BUSY, READY };

vt_int start(int id);
int next_id(void);
bool wants(unsigned i);
void update(struct slot *slots, unsigned n);
void look(enum state *states, unsigned n);

int ids_ok(const int *ids, unsigned n)
{
    vt_int t[3];
    int id[3] = {-1, -1, -1}, rc = 0, v;
    unsigned next = 0;
    while (next < n && rc == 0)
        for (unsigned i = 0; i < 3; i++) {
            if (id[i] >= 0) {
                id[i] = -1;
                rc |= vt_int_await(t[i], &v);
            }
            if (next < n) {
                id[i] = ids[next++];
                t[i] = start(id[i]);
            }
        }
    for (unsigned i = 0; i < 3; i++)
        if (id[i] >= 0)
            vt_int_forget(t[i]);
    return rc;
}

int ids_bad(const int *ids, unsigned n)
{
    vt_int t[3];
    int id[3] = {-1, -1, -1}, rc = 0, v;
    unsigned next = 0;
    while (next < n && rc == 0)
        for (unsigned i = 0; i < 3; i++) {
            if (id[i] >= 0) {
                id[i] = -1;
                rc |= vt_int_await(t[i], &v);
            }
            if (next < n) {
                id[i] = ids[next++];
                t[i] = start(id[i]); // expect: vt-unawaited
            }
        }
    return rc;
}

int one_id_ok(unsigned n)
{
    vt_int t;
    int id = 0, rc = 0, v;
    for (unsigned k = 0; k < n; k++) {
        if (id != 0) {
            rc |= vt_int_await(t, &v);
            id = 0;
        }
        id = next_id();
        t = start(id);
    }
    return id != 0 ? rc | vt_int_await(t, &v) : rc;
}

// In some turns only: what is stored may well be what clears it.
int some_turns_bad(const bool *wanted)
{
    vt_int t[3];
    bool is_pending[3];
    int rc = 0, v;
    for (unsigned i = 0; i < 3; i++) {
        is_pending[i] = wanted[i];
        t[i] = wants(i) ? start((int)i) : vt_int_from_result(0); // expect: vt-unawaited
        if (!is_pending[i])
            continue;
        is_pending[i] = false;
        rc |= vt_int_await(t[i], &v);
    }
    return rc;
}

// Nor is a result that is asked for, and set back, such a mark.
int result_bad(unsigned n)
{
    vt_int a = start(0), b; // expect: vt-unawaited a
    int rc = 0, v;
    for (unsigned k = 0; k < n; k++) {
        b = start((int)k);
        rc = next_id();
        if (rc < 0) {
            rc = 0;
            vt_int_forget(b);
            continue;
        }
        if (vt_int_await(b, &v) < 0)
            return -1;
    }
    return rc + vt_int_await(a, &v);
}

// Nor are marks that change their places with their tasks.
int swapped_bad(int n)
{
    vt_int a = start(1), b = start(2);
    bool is_a_done = false, is_b_done = false;
    for (int k = 0; k < n; k++) {
        if (k == 1) {
            const vt_int other = a;
            const bool was = is_a_done;
            a = b;
            is_a_done = is_b_done;
            b = other;
            is_b_done = was;
        }
        if (!is_a_done) {
            vt_int_forget(a);
            is_a_done = true;
        }
        if (!is_b_done && k > 2) {
            vt_int_forget(b);
            is_b_done = true;
        }
    }
    if (!is_a_done)
        vt_int_forget(a);
    if (!is_b_done || n == 2)
        vt_int_forget(b); // expect: vt-double-await
    return 0;
}

int polled_ok(const int *files)
{
    struct pollfd p[2];
    vt_int t[2];
    int v, rc = 0;
    for (unsigned i = 0; i < 2; i++) {
        p[i] = (struct pollfd){.fd = files[i], .events = POLLIN};
        t[i] = start(files[i]);
    }
    for (int tries = 0; tries < 5; tries++) {
        if (poll(p, 2, 100) <= 0)
            continue;
        for (unsigned i = 0; i < 2; i++)
            if (p[i].fd != -1 && p[i].revents) {
                p[i].fd = -1;
                rc |= vt_int_await(t[i], &v);
            }
    }
    for (unsigned i = 0; i < 2; i++)
        if (p[i].fd != -1)
            vt_int_forget(t[i]);
    return rc;
}

int polled_bad(const int *files)
{
    struct pollfd p[2];
    vt_int t[2];
    int v, rc = 0;
    for (unsigned i = 0; i < 2; i++) {
        p[i] = (struct pollfd){.fd = files[i], .events = POLLIN};
        t[i] = start(files[i]); // expect: vt-unawaited
    }
    for (int tries = 0; tries < 5; tries++) {
        if (poll(p, 2, 100) <= 0)
            continue;
        for (unsigned i = 0; i < 2; i++)
            if (p[i].fd != -1 && p[i].revents) {
                p[i].fd = -1;
                rc |= vt_int_await(t[i], &v);
            }
        if (rc < 0)
            return rc;
    }
    for (unsigned i = 0; i < 2; i++)
        if (p[i].fd != -1)
            vt_int_forget(t[i]);
    return rc;
}

// What it has found is another each time.
int found_bad(const int *files)
{
    struct pollfd p[2] = {{.fd = files[0], .events = POLLIN}, {.fd = files[1], .events = POLLIN}};
    vt_int t = start(files[0]); // expect: vt-unawaited
    int v = 0;
    if (poll(p, 2, 100) > 0 && p[0].revents)
        return vt_int_await(t, &v);
    if (poll(p, 2, 100) > 0 && !p[0].revents)
        vt_int_forget(t);
    return v;
}

int given_to_others_ok(const int *ids)
{
    struct slot s[2] = {0};
    vt_int t[2];
    int rc = 0, v;
    for (unsigned i = 0; i < 2; i++) {
        s[i].is_used = true;
        t[i] = start(ids[i]);
    }
    for (int k = 0; k < 5; k++) {
        update(s, 2);
        for (unsigned i = 0; i < 2; i++)
            if (s[i].is_used && vt_int_is_completed(t[i])) {
                s[i].is_used = false;
                rc |= vt_int_await(t[i], &v);
            }
    }
    for (unsigned i = 0; i < 2; i++)
        if (s[i].is_used)
            vt_int_forget(t[i]);
    return rc;
}

int given_to_others_bad(const int *ids)
{
    struct slot s[2] = {0};
    vt_int t[2];
    int rc = 0, v;
    for (unsigned i = 0; i < 2; i++) {
        s[i].is_used = true;
        t[i] = start(ids[i]); // expect: vt-unawaited
    }
    for (int k = 0; k < 5; k++) {
        update(s, 2);
        for (unsigned i = 0; i < 2; i++)
            if (s[i].is_used && vt_int_is_completed(t[i])) {
                s[i].is_used = false;
                rc |= vt_int_await(t[i], &v);
            }
        if (rc < 0)
            return rc;
    }
    for (unsigned i = 0; i < 2; i++)
        if (s[i].is_used)
            vt_int_forget(t[i]);
    return rc;
}

// What only others store is up to them.
int set_by_others_bad(void)
{
    enum state state[2];
    vt_int t[2];
    int rc = 0, v;
    for (unsigned i = 0; i < 2; i++) {
        state[i] = BUSY;
        t[i] = start((int)i); // expect: vt-unawaited
    }
    look(state, 2);
    for (unsigned i = 0; i < 2; i++)
        if (state[i] == READY) {
            state[i] = IDLE;
            rc |= vt_int_await(t[i], &v);
        }
    return rc;
}
