// Small functions that ask where a loop stands, and which state a machine is in: what is asked is seen through them.
#include <stdbool.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

enum state { IDLE, BUSY, DONE };

struct walk {
    enum state state;
    int at, end;
    int ids[8];
};

vt_int start(int id);
void set_state(struct walk *walk, enum state state);

static bool has_next(const struct walk *walk)
{
    return walk->at < walk->end;
}

static void advance(struct walk *walk)
{
    walk->at++;
}

static bool is_in(const struct walk *walk, enum state state)
{
    return walk->state == state;
}

int one_ahead_ok(struct walk *walk)
{
    vt_int task;
    int sum = 0;
    if (has_next(walk))
        task = start(walk->at);
    while (has_next(walk)) {
        vt_int now = task;
        advance(walk);
        if (has_next(walk))
            task = start(walk->at);
        sum += vt_int_await(now, NULL);
    }
    return sum;
}

int one_ahead_left_early_bad(struct walk *walk)
{
    vt_int task;
    int sum = 0;
    if (has_next(walk))
        task = start(walk->at);
    while (has_next(walk)) {
        vt_int now = task;
        advance(walk);
        if (has_next(walk))
            task = start(walk->at); // expect: vt-unawaited task
        if (vt_int_await(now, NULL) < 0)
            return -1;
        sum++;
    }
    return sum;
}

static bool is_inside(const struct walk *walk, int i)
{
    return i < walk->end;
}

static bool is_wanted(const struct walk *walk, int i)
{
    return walk->ids[i] > 0;
}

int all_by_number_ok(struct walk *walk)
{
    vt_int tasks[64];
    int sum = 0;
    for (int i = 0; is_inside(walk, i); i++)
        tasks[i] = start(i);
    for (int i = 0; is_inside(walk, i); i++) {
        if (is_wanted(walk, i))
            sum += vt_int_await(tasks[i], NULL);
        else
            vt_int_forget(tasks[i]);
    }
    return sum;
}

int some_by_number_bad(struct walk *walk)
{
    vt_int tasks[8];
    int sum = 0;
    for (int i = 0; is_inside(walk, i); i++)
        tasks[i] = start(i); // expect: vt-unawaited
    for (int i = 0; is_inside(walk, i); i++)
        if (is_wanted(walk, i))
            sum += vt_int_await(tasks[i], NULL);
    return sum;
}

int machine_bad(struct walk *walk)
{
    vt_int task;
    for (;;) {
        if (is_in(walk, IDLE)) {
            task = start(1); // expect: vt-unawaited task
            set_state(walk, BUSY);
        } else if (is_in(walk, BUSY)) {
            vt_int_await(task, NULL); // expect: vt-double-await task
            set_state(walk, DONE);
        } else {
            return 0;
        }
    }
}
