// Conditions matter where a task depends on them, however far the way: through flags, stores, callees that do not return, pointers.
// What no task depends on may be forgotten, and must not hide what does.
#include <stdbool.h>
#include <stdlib.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int probe(int id);
void note(int id);

/* A flag of a flag of the parameter. */
void flag_of_flag_ok(int a)
{
    int x = 0, b = 0, n = 0;
    if (a > 3)
        b = 1;
    if (b)
        n = 7;
    vt_int t = make();
    if (n == 7)
        vt_int_await(t, &x);
    if (a <= 3)
        vt_int_await(t, &x);
}

void flag_of_flag_bad(int a)
{
    int x = 0, b = 0, n = 0;
    if (a > 3)
        b = 1;
    if (b)
        n = 7;
    vt_int t = make();
    if (n == 7)
        vt_int_await(t, &x);
    if (a <= 4)
        vt_int_await(t, &x); // expect: vt-double-await t
}

/* The way to the task decides, although nothing is done with a task before. */
void way_there_ok(int a)
{
    int x = 0;
    bool b = false;
    if (a == 1)
        b = true;
    if (!b)
        return;
    vt_int t = make();
    if (a == 1)
        vt_int_await(t, &x);
}

/* A callee without a task that does not return for some arguments. */
static void require(int ok)
{
    if (!ok)
        abort();
}

static void require_twice(int ok)
{
    note(1);
    require(ok);
    note(2);
}

void callee_stops_ok(int n)
{
    int x = 0;
    require_twice(n > 2);
    vt_int t = make();
    if (n > 2)
        vt_int_await(t, &x);
}

void callee_stops_bad(int n)
{
    int x = 0;
    require_twice(n > 2);
    vt_int t = make(); // expect: vt-unawaited t
    if (n > 3)
        vt_int_await(t, &x);
}

/* Whether it is called at all decides. */
void conditional_stop_ok(bool strict, int n)
{
    int x = 0;
    vt_int t = make();
    if (strict)
        require(n == 5);
    if (!strict || n == 5)
        vt_int_await(t, &x);
}

/* A callee that never returns, without being told so. */
static void give_up(void)
{
    note(3);
    exit(1);
}

void never_returns_ok(int n)
{
    int x = 0;
    if (n < 0)
        give_up();
    vt_int t = make();
    if (n >= 0)
        vt_int_await(t, &x);
}

/* A number that a callee stores through a pointer, depending on another one. */
static void choose(int mode, int *choice)
{
    if (mode == 4)
        *choice = 10;
    else
        *choice = 20;
}

void stored_by_callee_ok(int mode)
{
    int x = 0, choice = 0;
    choose(mode, &choice);
    vt_int t = make();
    if (choice == 10)
        vt_int_await(t, &x);
    if (mode != 4)
        vt_int_await(t, &x);
}

void stored_by_callee_bad(int mode)
{
    int x = 0, choice = 0;
    choose(mode, &choice);
    vt_int t = make(); // expect: vt-unawaited t
    if (choice == 10)
        vt_int_await(t, &x);
    if (mode != 5)
        vt_int_await(t, &x); // expect: vt-double-await t
}

/* The same through a field, read by its name and written by its address. */
struct order {
    int kind, count;
};

static void fill(int *count, bool many)
{
    *count = many ? 2 : 0;
}

void field_by_address_ok(struct order *order, bool many)
{
    int x = 0;
    fill(&order->count, many);
    int count = order->count;
    vt_int t = make();
    if (count > 0)
        vt_int_await(t, &x);
    if (!many)
        vt_int_await(t, &x);
}

/* Whole structs carry what is asked for. */
void struct_copy_ok(struct order given, bool change)
{
    int x = 0;
    struct order own = {1, 1}, other = {2, 2};
    if (change)
        own = other;
    vt_int t = make();
    if (own.kind == 2)
        vt_int_await(t, &x);
    if (!change)
        vt_int_await(t, &x);
    note(given.count);
}

/* Pointers: null or not is a fact like any other. */
void null_pointer_ok(int *place)
{
    int x = 0;
    int *kept = NULL;
    if (place != NULL)
        kept = place;
    vt_int t = make();
    if (kept != NULL)
        vt_int_await(t, &x);
    if (place == NULL)
        vt_int_await(t, &x);
}

/* Walking a list before and after changes nothing. */
struct node {
    struct node *next;
    int value;
};

void list_ok(struct node *list, int wanted)
{
    int x = 0, found = 0;
    vt_int t = make();
    for (struct node *node = list; node != NULL; node = node->next)
        if (node->value == wanted)
            found = 1;
    if (found)
        vt_int_await(t, &x);
    for (struct node *node = list; node != NULL; node = node->next)
        note(node->value);
    if (!found)
        vt_int_await(t, &x);
}

/* A loop that a flag ends, without a task inside. */
void loop_flag_ok(void)
{
    int x = 0, tries = 0;
    bool done = false;
    while (!done) {
        if (probe(tries))
            done = true;
        tries++;
    }
    vt_int t = make();
    if (done)
        vt_int_await(t, &x);
}

/* Two tasks, each with a flag of its own, among flags that are for nothing. */
void own_flags_ok(void)
{
    int x = 0;
    bool a = false, b = false, c = false;
    vt_int s = make(), t = make();
    if (probe(1)) {
        vt_int_await(s, &x);
        a = true;
    }
    if (probe(2))
        c = true;
    if (probe(3)) {
        vt_int_await(t, &x);
        b = true;
    }
    if (c)
        note(x);
    if (!a)
        vt_int_await(s, &x);
    if (!b)
        vt_int_await(t, &x);
}

void own_flags_bad(void)
{
    int x = 0;
    bool a = false, b = false;
    vt_int s = make(), t = make(); // expect: vt-unawaited s
    if (probe(1)) {
        vt_int_await(s, &x);
        a = true;
    }
    if (probe(3)) {
        vt_int_await(t, &x);
        b = true;
    }
    if (a)
        vt_int_await(s, &x); // expect: vt-double-await s
    if (!b)
        vt_int_await(t, &x);
}

/* A task that swaps places: the flag of one is the flag of the other. */
void moved_ok(bool swap)
{
    int x = 0;
    vt_int s = make(), t = make();
    if (swap) {
        vt_int other = s;
        s = t;
        t = other;
    }
    vt_int_await(s, &x);
    if (swap)
        vt_int_await(t, &x);
    else
        vt_int_await(t, &x);
}

/* Through a table of functions. */
static void refuse(int n)
{
    if (n != 0)
        exit(2);
}

static void accept(int n)
{
    note(n);
}

static void (*const steps[])(int) = {refuse, accept};

void table_stops_ok(int n)
{
    int x = 0;
    steps[0](n);
    vt_int t = make();
    if (n == 0)
        vt_int_await(t, &x);
}

/* A global that a callee sets. */
static int level;

static void raise_level(void)
{
    level = 3;
}

void global_by_callee_ok(int a)
{
    int x = 0;
    bool b = false;
    level = 0;
    if (a)
        b = true;
    if (b)
        raise_level();
    int reached = level;
    vt_int t = make();
    if (reached == 3)
        vt_int_await(t, &x);
    if (!a)
        vt_int_await(t, &x);
}

/* The result of a helper, by which of its returns was taken. */
static int classify(int n)
{
    if (n > 100)
        return 1;
    if (n > 10)
        return 2;
    return 3;
}

void result_of_helper_ok(int n)
{
    int x = 0;
    vt_int t = make();
    int kind = classify(n);
    if (kind != 3)
        vt_int_await(t, &x);
    if (n <= 10)
        vt_int_await(t, &x);
}

/* Made and awaited at once, in a condition. */
void settled_ok(int n)
{
    int x = 0;
    if (vt_int_await(make(), &x) == 0 && n > x)
        note(n);
    for (int i = 0; i < n; i++)
        vt_int_await(make(), &x);
}

/* The same handed to a helper that refuses some. */
static bool try_take(vt_int task, int n)
{
    int x = 0;
    if (n > 3)
        return false;
    vt_int_await(task, &x);
    return true;
}

void handed_over_bad(int n)
{
    if (!try_take(make(), n)) // expect: vt-unawaited
        note(n);
}

void handed_over_ok(int n)
{
    if (n > 3)
        return;
    if (!try_take(make(), n))
        note(n);
}

/* Code between the call that makes a task and the one that awaits it, which leaves neither out. */
void code_between_ok(int n)
{
    int x = 0;
    vt_int t = make();
    if (n > 3)
        note(n);
    for (int i = 0; i < n; i++)
        if (probe(i))
            break;
    vt_int_await(t, &x);
}

void code_between_bad(int n)
{
    int x = 0;
    vt_int t = make(); // expect: vt-unawaited t
    if (n > 3)
        return;
    vt_int_await(t, &x);
}

void loop_goes_on_bad(int n)
{
    int x = 0;
    for (int i = 0; i < n; i++) {
        vt_int t = make(); // expect: vt-unawaited t
        if (probe(i))
            continue;
        vt_int_await(t, &x);
    }
}

void made_in_loop_bad(void)
{
    int x = 0;
    vt_int t;
    do {
        t = make(); // expect: vt-unawaited t
    } while (probe(1));
    vt_int_await(t, &x);
}

void awaited_in_loop_bad(void)
{
    int x = 0;
    vt_int t = make();
    do {
        vt_int_await(t, &x); // expect: vt-double-await t
    } while (probe(2));
}

void jumped_over_bad(int n)
{
    int x = 0;
    vt_int t = make(); // expect: vt-unawaited t
    if (n == 3)
        goto out;
    vt_int_await(t, &x);
out:
    note(n);
}

void jumped_back_bad(int n)
{
    int x = 0;
    vt_int t = make();
again:
    vt_int_await(t, &x); // expect: vt-double-await t
    if (probe(n))
        goto again;
}

void both_in_loop_ok(int n)
{
    int x = 0;
    while (n-- > 0) {
        vt_int t = make();
        if (probe(n))
            note(n);
        else
            n--;
        vt_int_await(t, &x);
    }
}
