// Structs that are filled as a whole: zeroed, assigned, by helpers and by code that nobody sees.
#include <string.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);

struct range {
    int set;
    int ends[2];
};

struct context {
    int id;
    struct range range;
};

void parse(struct range *range);
struct range parsed(void);
void pause_a_while(void);

void zeroed_then_unseen_bad(void)
{
    struct range range = {0};
    parse(&range);
    vt_int task = make(); // expect: vt-unawaited
    if (!range.ends[0])
        vt_int_forget(task);
}

void zeroed_then_changed_bad(int choice)
{
    struct range range = {0};
    if (choice & 1)
        range.ends[0] = 1;
    vt_int task = make(); // expect: vt-unawaited
    if (!range.ends[0])
        vt_int_forget(task);
}

void zeroed_then_changed_ok(int choice)
{
    struct range range = {0};
    if (choice & 1)
        range.ends[0] = 1;
    vt_int task = make();
    if (!range.ends[0] || (choice & 1))
        vt_int_forget(task);
}

void inner_replaced_bad(void)
{
    struct context context = {0};
    context.range = parsed();
    vt_int task = make(); // expect: vt-unawaited
    if (!context.range.set)
        vt_int_forget(task);
}

void inner_unseen_bad(void)
{
    struct context context = {0};
    parse(&context.range);
    vt_int task = make(); // expect: vt-unawaited
    if (!context.range.ends[1])
        vt_int_forget(task);
}

void element_replaced_ok(void)
{
    struct range ranges[3] = {{0}};
    ranges[1] = parsed();
    vt_int task = make();
    if (!ranges[0].set && !ranges[2].ends[1])
        vt_int_forget(task);
}

void element_replaced_bad(void)
{
    struct range ranges[3] = {{0}};
    ranges[1] = parsed();
    vt_int task = make(); // expect: vt-unawaited
    if (!ranges[1].set)
        vt_int_forget(task);
}

void copied_among_elements_ok(void)
{
    struct range left[2] = {{0}}, right[2] = {{0}};
    left[0].set = 1;
    vt_int task = make();
    right[1].set = 1;
    right[0] = left[0];
    left[0] = left[1];
    if (right[1].set && right[0].set && !left[0].set)
        vt_int_forget(task);
}

static void reset(struct range *range)
{
    memset(range, 0, sizeof *range);
}

static void assign(struct range *to, const struct range *from)
{
    *to = *from;
}

static struct range up_to(int end)
{
    struct range range = {0};
    range.ends[1] = end;
    return range;
}

void reset_by_helper_bad(void)
{
    struct range range;
    range.set = 1;
    reset(&range);
    vt_int task = make(); // expect: vt-unawaited
    if (range.set)
        vt_int_forget(task);
}

void reset_by_helper_ok(void)
{
    struct range range;
    range.set = 1;
    reset(&range);
    vt_int task = make();
    if (!range.set)
        vt_int_forget(task);
}

void assigned_by_helper_bad(void)
{
    struct range one, other;
    one.set = 1;
    other.set = 0;
    assign(&one, &other);
    vt_int task = make(); // expect: vt-unawaited
    if (one.set)
        vt_int_forget(task);
}

void assigned_by_helper_ok(void)
{
    struct range one, other;
    one.set = 1;
    other.set = 0;
    assign(&one, &other);
    vt_int task = make();
    if (!one.set && !other.set)
        vt_int_forget(task);
}

void returned_ok(void)
{
    struct range range = up_to(1);
    vt_int task = make();
    if (!range.set && !range.ends[0] && range.ends[1])
        vt_int_forget(task);
}

static struct range shared;

void share(void)
{
    parse(&shared);
}

void global_zeroed_bad(void)
{
    memset(&shared, 0, sizeof shared);
    pause_a_while();
    vt_int task = make(); // expect: vt-unawaited
    if (!shared.set)
        vt_int_forget(task);
}

void perhaps_the_same_bad(struct range *one, struct range *other)
{
    one->set = 3;
    memset(other, 0, sizeof *other);
    vt_int task = make(); // expect: vt-unawaited
    if (one->set)
        vt_int_forget(task);
}

static int set_and_get(int *to, const int *from)
{
    *to = 2;
    return *from;
}

void the_same_twice_bad(void)
{
    int number = 0;
    int got = set_and_get(&number, &number);
    vt_int task = make(); // expect: vt-unawaited
    if (!got)
        vt_int_forget(task);
}

void two_numbers_ok(void)
{
    int number = 0, other = 1;
    int got = set_and_get(&number, &other);
    vt_int task = make();
    if (got == 1 && number == 2)
        vt_int_forget(task);
}

struct job {
    vt_int task; // expect: vt-field-storage
    int done;
};

void beside_the_first_ok(void)
{
    struct job jobs[2];
    jobs[1].task = make();
    jobs[0] = (struct job){.done = 1};
    vt_int_forget(jobs[1].task);
}

void beside_the_second_ok(void)
{
    struct job jobs[2];
    jobs[0].task = make();
    jobs[1] = (struct job){.done = 1};
    vt_int_forget(jobs[0].task);
}
