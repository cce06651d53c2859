// Counts that go on from a number that came in, and counts in elements and globals: loops count none of them so far that they come round.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

struct node {
    unsigned n;
    unsigned long keys[8];
    unsigned child[9];
};

vt_int fetch(unsigned id);
vt_int make(long id);
int ask(int what);

int window_with_stop_ok(const struct node *inner, unsigned first, unsigned long to)
{
    vt_int window[4];
    unsigned issued = first, taken = first;
    int rc = 0, leaf;
    while (taken <= inner->n) {
        for (; issued <= inner->n && issued - taken < 4; issued++) {
            if (issued > 0 && inner->keys[issued - 1] > to)
                break;
            window[issued % 4] = fetch(inner->child[issued]);
        }
        if (taken == issued)
            break;
        rc = vt_int_await(window[taken % 4], &leaf);
        taken++;
        if (rc < 0)
            break;
    }
    for (; taken < issued; taken++)
        vt_int_forget(window[taken % 4]);
    return rc;
}

int window_left_early_bad(const struct node *inner, unsigned first, unsigned long to)
{
    vt_int window[4];
    unsigned issued = first, taken = first;
    int rc = 0, leaf;
    while (taken <= inner->n) {
        for (; issued <= inner->n && issued - taken < 4; issued++) {
            if (issued > 0 && inner->keys[issued - 1] > to)
                break;
            window[issued % 4] = fetch(inner->child[issued]); // expect: vt-unawaited
        }
        if (taken == issued)
            break;
        rc = vt_int_await(window[taken % 4], &leaf);
        taken++;
        if (rc < 0)
            return rc;
    }
    for (; taken < issued; taken++)
        vt_int_forget(window[taken % 4]);
    return rc;
}

int from_a_base_ok(unsigned base, int n)
{
    vt_int t;
    int value, result = 0;
    unsigned sent = base, got = base;
    for (int i = 0; i < n; i++) {
        if (sent != got) {
            result = vt_int_await(t, &value);
            got++;
        }
        if (ask(i)) {
            t = make(i);
            sent++;
        }
    }
    if (sent != got)
        return vt_int_await(t, &value);
    return result;
}

int from_a_base_bad(unsigned base, int n)
{
    vt_int t;
    int value, result = 0;
    unsigned sent = base, got = base;
    for (int i = 0; i < n; i++) {
        if (sent != got) {
            result = vt_int_await(t, &value);
            got++;
        }
        if (ask(i)) {
            t = make(i); // expect: vt-unawaited
            sent++;
        }
    }
    return result;
}

int in_elements_ok(int n)
{
    vt_int t;
    int value, result = 0;
    unsigned count[2] = {0, 0};
    for (int i = 0; i < n; i++) {
        if (count[0] != count[1]) {
            result = vt_int_await(t, &value);
            count[1]++;
        }
        if (ask(i)) {
            t = make(i);
            count[0]++;
        }
    }
    if (count[0] != count[1])
        return vt_int_await(t, &value);
    return result;
}

int in_elements_bad(int n)
{
    vt_int t;
    int value, result = 0;
    unsigned count[2] = {0, 0};
    for (int i = 0; i < n; i++) {
        if (count[0] != count[1]) {
            result = vt_int_await(t, &value);
            count[1]++;
        }
        if (ask(i)) {
            t = make(i);
            count[0]++;
        }
    }
    if (count[0] > 0)
        return vt_int_await(t, &value); // expect: vt-double-await
    return result;
}

static void step(unsigned *count)
{
    ++*count;
}

int by_helper_ok(int n)
{
    vt_int t;
    int value, result = 0;
    unsigned sent = 0, got = 0;
    for (int i = 0; i < n; i++) {
        if (sent != got) {
            result = vt_int_await(t, &value);
            step(&got);
        }
        if (ask(i)) {
            t = make(i);
            step(&sent);
        }
    }
    if (sent != got)
        return vt_int_await(t, &value);
    return result;
}

int by_helper_bad(int n)
{
    vt_int t;
    int value, result = 0;
    unsigned sent = 0, got = 0;
    for (int i = 0; i < n; i++) {
        if (sent != got) {
            result = vt_int_await(t, &value);
            step(&got);
        }
        t = make(i); // expect: vt-unawaited
        step(&sent);
    }
    return result;
}

int step_and_tell(unsigned *count)
{
    return (int)++*count;
}

int one_by_a_helper_ok(int n)
{
    vt_int t;
    int value, result = 0;
    unsigned sent = 0, got = 0;
    for (int i = 0; i < n; i++) {
        if (sent != got) {
            result = vt_int_await(t, &value);
            ++got;
        }
        if (ask(i)) {
            t = make(n);
            step_and_tell(&sent);
        }
    }
    if (sent != got)
        return vt_int_await(t, &value);
    return result;
}
