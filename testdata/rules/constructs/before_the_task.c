// What happened before a task was made decides what becomes of it: names for one place, addresses given away, functions in pointers.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
void keep_address(int *flag);
void run_everything(void);
void note(int value);

struct state {
    int is_open;
    int count;
};

int pointer_to_local_bad(void)
{
    int value = 0, is_open = 0;
    int *alias = &is_open;
    note(0); /* another block begins */
    vt_int task = make(); // expect: vt-unawaited task
    is_open = 1;
    *alias = 0;
    if (!is_open)
        return -1;
    int rc = vt_int_await(task, &value);
    return rc < 0 ? rc : value;
}

int pointer_to_local_ok(void)
{
    int value = 0, is_open = 0;
    int *alias = &is_open;
    note(0); /* another block begins */
    vt_int task = make();
    is_open = 0;
    *alias = 1;
    if (!is_open)
        return -1;
    int rc = vt_int_await(task, &value);
    return rc < 0 ? rc : value;
}

int given_away_bad(void)
{
    int value = 0, is_open = 0;
    keep_address(&is_open);
    note(0); /* another block begins */
    vt_int task = make(); // expect: vt-unawaited task
    is_open = 1;
    run_everything();
    if (!is_open)
        return -1;
    int rc = vt_int_await(task, &value);
    return rc < 0 ? rc : value;
}

int two_names_bad(struct state *state)
{
    int value = 0;
    struct state *same = state;
    note(0); /* another block begins */
    vt_int task = make(); // expect: vt-unawaited task
    state->is_open = 1;
    same->is_open = 0;
    if (!state->is_open)
        return -1;
    int rc = vt_int_await(task, &value);
    return rc < 0 ? rc : value;
}

int field_of_local_bad(void)
{
    int value = 0;
    struct state state = {1, 0};
    int *is_open = &state.is_open;
    note(0); /* another block begins */
    vt_int task = make(); // expect: vt-unawaited task
    state.is_open = 1;
    *is_open = 0;
    if (!state.is_open)
        return -1;
    int rc = vt_int_await(task, &value);
    return rc < 0 ? rc : value;
}

static void only_look(vt_int task)
{
    note(vt_int_is_completed(task));
}

static void take(vt_int task)
{
    vt_int_forget(task);
}

void looked_at_through_a_pointer_bad(void)
{
    void (*use)(vt_int task) = only_look;
    note(0); /* another block begins */
    vt_int task = make(); // expect: vt-unawaited task
    use(task);
}

void taken_through_a_pointer_ok(void)
{
    void (*use)(vt_int task) = take;
    note(0); /* another block begins */
    vt_int task = make();
    use(task);
}

static void call_with(void (*use)(vt_int task), vt_int task)
{
    use(task);
}

void looked_at_in_a_helper_bad(void)
{
    void (*use)(vt_int task) = only_look;
    note(0); /* another block begins */
    vt_int task = make(); // expect: vt-unawaited task
    call_with(use, task);
}

static void take_if(vt_int task, bool is_wanted)
{
    if (is_wanted)
        vt_int_forget(task);
}

/* At every call it is decided, before the task is made, whether it is taken. */
void decided_before_ok(int n)
{
    bool is_wanted = n > 3;
    if (!is_wanted)
        return;
    note(0); /* another block begins */
    vt_int task = make();
    take_if(task, is_wanted);
}

void decided_before_bad(int n)
{
    bool is_wanted = n > 3;
    if (is_wanted)
        return;
    note(0); /* another block begins */
    vt_int task = make(); // expect: vt-unawaited task
    take_if(task, is_wanted);
}

int same_test_ok(int n)
{
    int value = 0, rc = 0;
    bool is_large = n > 100;
    note(0); /* another block begins */
    vt_int task = make();
    if (is_large)
        rc = vt_int_await(task, &value);
    if (n <= 100)
        vt_int_forget(task);
    return rc < 0 ? rc : value;
}

int same_test_bad(int n)
{
    int value = 0, rc = 0;
    bool is_large = n > 100;
    note(0); /* another block begins */
    vt_int task = make(); // expect: vt-unawaited task
    if (is_large)
        rc = vt_int_await(task, &value);
    if (n < 100)
        vt_int_forget(task);
    return rc < 0 ? rc : value;
}

int chosen_by_a_conditional_bad(int n)
{
    int value = 0;
    vt_int task = n > 0 ? make() : make(); // expect: vt-unawaited
    if (n == 7)
        return -1;
    int rc = vt_int_await(task, &value);
    return rc < 0 ? rc : value;
}

int loop_before_ok(int n)
{
    int value = 0, turns = 0;
    while (turns < n)
        turns++;
    note(0); /* another block begins */
    vt_int task = make();
    if (n > 0 && turns == 0) /* never */
        return -1;
    int rc = vt_int_await(task, &value);
    return rc < 0 ? rc : value;
}
