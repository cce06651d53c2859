// Helpers that store behind two pointers, called with two objects or with one.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int number);

struct cell {
    int number;
    struct cell *next;
};

static void number_both(struct cell *first, struct cell *second)
{
    first->number = 1;
    second->number = 2;
}

int two_objects_ok(void)
{
    struct cell a = {0}, b = {0};
    number_both(&a, &b);
    vt_int task = make(1);
    return a.number == 1 ? vt_int_await(task, &(int){0}) : 0;
}

int one_object_bad(void)
{
    struct cell a = {0};
    number_both(&a, &a);
    vt_int task = make(1); // expect: vt-unawaited
    return a.number == 1 ? vt_int_await(task, &(int){0}) : 0;
}

static int number_and_read(struct cell *first, struct cell *second)
{
    first->number = 1;
    second->number = 2;
    return first->number;
}

int read_again_bad(void)
{
    struct cell a = {0};
    int number = number_and_read(&a, &a);
    vt_int task = make(1); // expect: vt-unawaited
    return number == 1 ? vt_int_await(task, &(int){0}) : 0;
}

static int number_in_turn(struct cell *cell)
{
    cell->number = 1;
    cell->next->number = 2;
    return cell->number;
}

int to_itself_bad(void)
{
    struct cell a = {0};
    a.next = &a;
    int number = number_in_turn(&a);
    vt_int task = make(1); // expect: vt-unawaited
    return number == 1 ? vt_int_await(task, &(int){0}) : 0;
}

static int number_by_helper(struct cell *first, struct cell *second)
{
    number_both(first, second);
    return first->number;
}

int by_helper_bad(void)
{
    struct cell a = {0};
    int number = number_by_helper(&a, &a);
    vt_int task = make(1); // expect: vt-unawaited
    return number == 1 ? vt_int_await(task, &(int){0}) : 0;
}
