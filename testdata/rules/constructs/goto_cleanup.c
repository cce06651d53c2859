// The one-exit idiom: labels that undo what was done.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);
#include <stdlib.h>

int one_exit_ok(int n)
{
    int rc, value = 0;
    char *buffer = NULL;
    vt_int task = make();
    if (n < 0) {
        rc = -1;
        vt_int_forget(task);
        goto out;
    }
    buffer = malloc(16);
    if (buffer == NULL) {
        rc = -2;
        vt_int_forget(task);
        goto out;
    }
    rc = vt_int_await(task, &value);
out:
    free(buffer);
    return rc < 0 ? rc : value;
}

int one_exit_bad(int n)
{
    int rc, value = 0;
    char *buffer = NULL;
    vt_int task = make(); // expect: vt-unawaited
    if (n < 0) {
        rc = -1;
        goto out;
    }
    buffer = malloc(16);
    if (buffer == NULL) {
        rc = -2;
        vt_int_forget(task);
        goto out;
    }
    rc = vt_int_await(task, &value);
out:
    free(buffer);
    return rc < 0 ? rc : value;
}

int labels_ok(void)
{
    int rc = -1, left = 0, right = 0;
    vt_int one, other;
    if (cond())
        return rc;
    one = make();
    if (cond())
        goto drop_one;
    other = make();
    if (cond())
        goto drop_both;
    rc = vt_int_await(one, &left);
    if (rc < 0) {
        vt_int_forget(other);
        return rc;
    }
    rc = vt_int_await(other, &right);
    return rc < 0 ? rc : left + right;

drop_both:
    vt_int_forget(other);
drop_one:
    vt_int_forget(one);
    return rc;
}

int labels_bad(void)
{
    int rc = -1, left = 0, right = 0;
    vt_int one, other;
    if (cond())
        return rc;
    one = make();
    if (cond())
        goto drop_one;
    other = make(); // expect: vt-unawaited other
    if (cond())
        goto drop_one;
    rc = vt_int_await(one, &left);
    if (rc < 0)
        goto drop_both;
    rc = vt_int_await(other, &right);
    return rc < 0 ? rc : left + right;

drop_both:
    vt_int_forget(other);
drop_one:
    vt_int_forget(one); // expect: vt-double-await one
    return rc;
}

int by_state_ok(int n)
{
    int rc = 0, value = 0;
    bool pending = true;
    vt_int task = make();
    if (n < 0) {
        rc = -1;
        goto out;
    }
    rc = vt_int_await(task, &value);
    pending = false;
    if (rc < 0)
        goto out;
    value += n;
out:
    if (pending)
        vt_int_forget(task);
    return rc < 0 ? rc : value;
}
