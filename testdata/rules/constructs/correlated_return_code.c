// What an await returned is a fact like any other; it consumed the task whatever it returned.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);
#include <errno.h>

int follow_up_ok(void)
{
    int first = 0, second = 0;
    vt_int follow;
    int rc = vt_int_await(make(), &first);
    if (rc == 0)
        follow = make();
    cond();
    if (rc == 0)
        rc = vt_int_await(follow, &second);
    return rc < 0 ? rc : first + second;
}

int follow_up_bad(void)
{
    int first = 0, second = 0;
    vt_int follow;
    int rc = vt_int_await(make(), &first);
    if (rc == 0)
        follow = make(); // expect: vt-unawaited
    if (rc < 0)
        return rc;
    if (first == 0)
        return 0;
    rc = vt_int_await(follow, &second);
    return rc < 0 ? rc : second;
}

int failed_await_bad(void)
{
    int value = 0;
    vt_int task = make();
    int rc = vt_int_await(task, &value);
    if (rc < 0)
        vt_int_forget(task); // expect: vt-double-await
    return rc < 0 ? rc : value;
}

int timed_out_bad(void)
{
    int value = 0;
    vt_int task = make();
    int rc = vt_int_await_timeout(task, 1000, &value);
    if (rc == -ETIMEDOUT)
        rc = vt_int_await(task, &value); // expect: vt-double-await
    return rc < 0 ? rc : value;
}

int retry_with_fresh_ok(void)
{
    int value = 0;
    vt_int task = make();
    int rc = vt_int_await_timeout(task, 1000, &value);
    if (rc == -ETIMEDOUT) {
        task = make();
        rc = vt_int_await(task, &value);
    }
    return rc < 0 ? rc : value;
}

int early_exit_ok(void)
{
    int left = 0, right = 0;
    vt_int one = make();
    int rc = vt_int_await(one, &left);
    if (rc != 0)
        return rc;
    vt_int other = make();
    rc = vt_int_await(other, &right);
    if (rc != 0)
        return rc;
    return left + right;
}

int early_exit_bad(void)
{
    int left = 0, right = 0;
    vt_int one = make();
    vt_int other = make(); // expect: vt-unawaited other
    int rc = vt_int_await(one, &left);
    if (rc != 0)
        return rc;
    rc = vt_int_await(other, &right);
    if (rc != 0)
        return rc;
    return left + right;
}
