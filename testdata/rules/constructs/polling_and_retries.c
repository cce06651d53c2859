// Polling loops, retries, return codes, ladders of labels and state machines.
#include <errno.h>
#include <stdlib.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
void work(void);
int cond(void);
int probe(void);

int poll_then_await_ok(void)
{
    int v = 0;
    vt_int t = make();
    while (!vt_int_is_completed(t))
        work();
    return vt_int_await(t, &v) < 0 ? -1 : v;
}

int poll_with_limit_ok(void)
{
    int v = 0, tries = 0;
    vt_int t = make();
    while (!vt_int_is_completed(t)) {
        work();
        if (++tries > 100) {
            vt_int_forget(t);
            return -ETIMEDOUT;
        }
    }
    return vt_int_await(t, &v) < 0 ? -1 : v;
}

int poll_with_limit_bad(void)
{
    int v = 0, tries = 0;
    vt_int t = make(); // expect: vt-unawaited
    while (!vt_int_is_completed(t)) {
        work();
        if (++tries > 100)
            return -ETIMEDOUT;
    }
    return vt_int_await(t, &v) < 0 ? -1 : v;
}

int poll_for_ok(void)
{
    int v = 0;
    vt_int t = make();
    for (int i = 0; i < 100 && !vt_int_is_completed(t); i++)
        work();
    if (!vt_int_is_completed(t)) {
        vt_int_forget(t);
        return -1;
    }
    (void)vt_int_await(t, &v);
    return v;
}

int retry_goto_ok(void)
{
    int v = 0, rc, tries = 0;
again:;
    vt_int t = make();
    rc = vt_int_await(t, &v);
    if (rc == -EAGAIN && tries++ < 3)
        goto again;
    return rc < 0 ? rc : v;
}

int retry_goto_bad(void)
{
    int v = 0, rc, tries = 0;
    vt_int t = make();
again:
    rc = vt_int_await(t, &v); // expect: vt-double-await
    if (rc == -EAGAIN && tries++ < 3)
        goto again;
    return rc < 0 ? rc : v;
}

int retry_loop_ok(void)
{
    int v = 0, rc;
    do {
        vt_int t = make();
        rc = vt_int_await(t, &v);
    } while (rc == -EAGAIN);
    return rc;
}

int retry_loop_bad(void)
{
    int v = 0, rc;
    vt_int t = make();
    do {
        rc = vt_int_await(t, &v); // expect: vt-double-await
        if (rc == -EAGAIN)
            work();
    } while (rc == -EAGAIN);
    return rc;
}

int retry_refilled_ok(void)
{
    int v = 0, rc;
    vt_int t = make();
    for (;;) {
        rc = vt_int_await(t, &v);
        if (rc != -EAGAIN)
            break;
        t = make();
    }
    return rc;
}

int ladder_ok(int n)
{
    int rc = 0, v = 0;
    char *buffer = NULL;
    vt_int a = make();
    vt_int b;
    buffer = malloc((size_t)n);
    if (buffer == NULL) {
        rc = -ENOMEM;
        goto out_a;
    }
    b = make();
    rc = probe();
    if (rc < 0)
        goto out_b;
    rc = vt_int_await(a, &v);
    if (rc < 0)
        goto out_free_b;
    rc = vt_int_await(b, &v);
    free(buffer);
    return rc;
out_b:
    vt_int_forget(b);
    free(buffer);
    goto out_a;
out_free_b:
    free(buffer);
    vt_int_forget(b);
    return rc;
out_a:
    vt_int_forget(a);
    return rc;
}

int ladder_bad(int n)
{
    int rc = 0, v = 0;
    char *buffer = NULL;
    vt_int a = make();
    vt_int b;
    buffer = malloc((size_t)n);
    if (buffer == NULL) {
        rc = -ENOMEM;
        goto out_a;
    }
    b = make(); // expect: vt-unawaited b
    rc = probe();
    if (rc < 0)
        goto out_free;
    rc = vt_int_await(a, &v);
    if (rc < 0)
        goto out_free;
    rc = vt_int_await(b, &v);
    free(buffer);
    return rc;
out_free:
    free(buffer);
out_a:
    vt_int_forget(a); // expect: vt-double-await
    return rc;
}

int rc_ladder_ok(void)
{
    int rc, v = 0;
    vt_int t = make();
    rc = probe();
    if (!rc)
        rc = probe();
    if (!rc)
        rc = vt_int_await(t, &v);
    else
        vt_int_forget(t);
    return rc;
}

int rc_late_ok(void)
{
    int rc, v = 0;
    bool have = false;
    vt_int t;
    rc = probe();
    if (rc)
        goto out;
    t = make();
    have = true;
    rc = probe();
    if (rc)
        goto out;
    have = false;
    rc = vt_int_await(t, &v);
out:
    if (have)
        vt_int_forget(t);
    return rc;
}

static int start(vt_int *out)
{
    int rc = probe();
    if (rc != 0)
        return rc;
    *out = make();
    return 0;
}

int started_ok(void)
{
    int v = 0;
    vt_int t;
    int rc = start(&t);
    if (rc != 0)
        return rc;
    return vt_int_await(t, &v);
}

int started_bad(void)
{
    vt_int t;
    int rc = start(&t); // expect: vt-unawaited
    if (rc < 0)
        return rc;
    work();
    return 0;
}

int started_two_ok(void)
{
    int v = 0, rc;
    vt_int a, b;
    if ((rc = start(&a)) != 0)
        return rc;
    if ((rc = start(&b)) != 0) {
        vt_int_forget(a);
        return rc;
    }
    rc = vt_int_await(a, &v);
    if (rc) {
        vt_int_forget(b);
        return rc;
    }
    return vt_int_await(b, &v);
}

static int finish(vt_int task, int *out)
{
    int rc = vt_int_await(task, out);
    if (rc == -EINTR)
        return 1;
    return rc;
}

int finish_ok(void)
{
    int v = 0;
    vt_int t = make();
    int rc = finish(t, &v);
    return rc;
}

enum phase { P_INIT, P_STARTED, P_WAIT, P_DONE, P_FAILED };

int machine_ok(void)
{
    enum phase phase = P_INIT;
    vt_int t;
    int v = 0;
    for (;;) {
        switch (phase) {
        case P_INIT:
            if (probe() < 0) {
                phase = P_FAILED;
                break;
            }
            t = make();
            phase = P_STARTED;
            break;
        case P_STARTED:
            phase = vt_int_is_completed(t) ? P_WAIT : P_STARTED;
            work();
            break;
        case P_WAIT:
            phase = vt_int_await(t, &v) < 0 ? P_FAILED : P_DONE;
            break;
        case P_DONE:
            return v;
        case P_FAILED:
            return -1;
        }
    }
}

int machine_bad(void)
{
    enum phase phase = P_INIT;
    vt_int t;
    int v = 0;
    for (;;) {
        switch (phase) {
        case P_INIT:
            t = make(); // expect: vt-unawaited
            phase = P_STARTED;
            break;
        case P_STARTED:
            phase = probe() < 0 ? P_FAILED : P_WAIT;
            break;
        case P_WAIT:
            phase = vt_int_await(t, &v) == -EAGAIN ? P_STARTED : P_DONE; // expect: vt-double-await
            break;
        case P_DONE:
            return v;
        default:
            return -1;
        }
    }
}
