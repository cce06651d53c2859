// Statement expressions: their value is that of the last statement, and control may leave them.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

int value_ok(void)
{
    vt_int task = make();
    return ({
        int value = 0;
        int rc = vt_int_await(task, &value);
        rc < 0 ? rc : value;
    });
}

int value_bad(void)
{
    vt_int task = make();
    int sum = ({
        int value = 0;
        int rc = vt_int_await(task, &value);
        rc < 0 ? rc : value;
    });
    vt_int_forget(task); // expect: vt-double-await
    return sum;
}

void yields_task_ok(int n)
{
    vt_int task = ({
        vt_int inner = make();
        if (n)
            cond();
        inner;
    });
    vt_int_forget(task);
}

void yields_task_bad(void)
{
    vt_int task = ({
        vt_int inner = make();
        vt_int_forget(inner);
        inner;
    });
    vt_int_forget(task); // expect: vt-double-await
}

void dropped_inside_bad(int n)
{
    int value = ({
        vt_int inner = make(); // expect: vt-unawaited
        if (n)
            vt_int_forget(inner);
        n + 1;
    });
    if (value)
        cond();
}

int returns_from_inside_bad(int n)
{
    vt_int task = make(); // expect: vt-unawaited
    int value = ({
        if (n < 0)
            return n;
        n + 1;
    });
    vt_int_forget(task);
    return value;
}

int goto_out_of_it_bad(int n)
{
    vt_int task = make(); // expect: vt-unawaited
    int value = ({
        if (n < 0)
            goto out;
        n + 1;
    });
    vt_int_forget(task);
    return value;
out:
    return -1;
}

int breaks_loop_ok(int n)
{
    int sum = 0;
    for (;;) {
        vt_int task = make();
        sum += ({
            int value = 0;
            if (vt_int_await(task, &value) < 0)
                break;
            value + n;
        });
    }
    return sum;
}
