// Chains of five functions.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

static int five(vt_int task)
{
    int value = 0;
    int rc = vt_int_await(task, &value);
    return rc < 0 ? rc : value;
}

static int four(vt_int task) { return five(task); }
static int three(vt_int task) { return four(task) + 1; }
static int two(vt_int task) { return three(task); }
static int one(vt_int task) { return two(task); }

static bool look_five(vt_int task) { return vt_int_is_completed(task); }
static bool look_four(vt_int task) { return look_five(task); }
static bool look_three(vt_int task) { return !look_four(task); }
static bool look_two(vt_int task) { return look_three(task); }
static bool look_one(vt_int task) { return look_two(task); }

static vt_int back_five(vt_int task) { return task; }
static vt_int back_four(vt_int task) { return back_five(task); }
static vt_int back_three(vt_int task) { return back_four(task); }
static vt_int back_two(vt_int task) { return back_three(task); }
static vt_int back_one(vt_int task) { return back_two(task); }

int consumed_ok(void)
{
    return one(make());
}

int consumed_bad(void)
{
    vt_int task = make();
    int sum = one(task);
    return sum + three(task); // expect: vt-double-await
}

int looked_at_bad(void)
{
    vt_int task = make(); // expect: vt-unawaited
    return look_one(task);
}

int looked_at_late_bad(void)
{
    vt_int task = make();
    int sum = two(task);
    return look_one(task) ? sum : 0; // expect: vt-use-after-await
}

int handed_back_ok(void)
{
    return one(back_one(make()));
}

int handed_back_bad(void)
{
    vt_int task = make();
    vt_int same = back_one(task);
    int sum = one(same);
    return sum + five(task); // expect: vt-double-await
}
