// A helper's loop over pointers in an array or a struct: each of them leads to a task of its own.
#include <stddef.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

struct call { vt_int *task; };
struct table { struct call *calls[4]; int count; };

vt_int start(int number);

static int end_two(struct table *table)
{
    int status = 0;
    for (int i = 0; i < 2; i++)
        status |= vt_int_await(*table->calls[i]->task, NULL);
    return status;
}

static void add(struct table *table, struct call *call)
{
    table->calls[table->count++] = call;
}

static int end_all(struct table *table)
{
    int status = 0;
    for (int i = 0; i < table->count; i++)
        status |= vt_int_await(*table->calls[i]->task, NULL);
    return status;
}

static int end_tasks(vt_int **tasks, int count)
{
    int status = 0;
    for (int i = 0; i < count; i++)
        status |= vt_int_await(*tasks[i], NULL);
    return status;
}

int both_ended_ok(void)
{
    vt_int first = start(1), second = start(2);
    struct call one = {&first}, two = {&second};
    struct table table;
    table.calls[0] = &two;
    table.calls[1] = &one;
    return end_two(&table);
}

int third_of_three_bad(void)
{
    vt_int first = start(1), second = start(2);
    vt_int third = start(3); // expect: vt-unawaited third
    struct call one = {&first}, two = {&second}, three = {&third};
    struct table table = {{&two, &one, &three}, 3};
    return end_two(&table);
}

int added_ok(void)
{
    vt_int first = start(1), second = start(2);
    struct call one = {&first}, two = {&second};
    struct table table = {.count = 0};
    add(&table, &one);
    add(&table, &two);
    return end_all(&table);
}

int added_twice_bad(void)
{
    vt_int first = start(1), second = start(2);
    struct call one = {&first}, two = {&second};
    struct table table = {.count = 0};
    add(&table, &one);
    add(&table, &two);
    int status = end_all(&table);
    return status | vt_int_await(second, NULL); // expect: vt-double-await second
}

int three_tasks_ok(void)
{
    vt_int first = start(1), second = start(2), third = start(3);
    vt_int *tasks[] = {&first, &second, &third};
    return end_tasks(tasks, 3);
}

int two_of_three_tasks_bad(void)
{
    vt_int first = start(1), second = start(2);
    vt_int third = start(3); // expect: vt-unawaited third
    vt_int *tasks[] = {&first, &second, &third};
    return end_tasks(tasks, 2);
}

/* The one that is there already, else the first; it is taken out of the list. */
static vt_int *pick(vt_int **list, int count)
{
    for (int i = 0; i < count; i++)
        if (list[i] != NULL && vt_int_is_completed(*list[i])) {
            vt_int *task = list[i];
            list[i] = NULL;
            return task;
        }
    for (int i = 0; i < count; i++)
        if (list[i] != NULL) {
            vt_int *task = list[i];
            list[i] = NULL;
            return task;
        }
    return NULL;
}

int in_any_order_ok(void)
{
    vt_int first = start(1), second = start(2), third = start(3);
    vt_int *list[] = {&first, &second, &third}, *task;
    int status = 0;
    while ((task = pick(list, 3)) != NULL)
        status |= vt_int_await(*task, NULL);
    return status;
}

int one_of_two_bad(void)
{
    vt_int first = start(1); // expect: vt-unawaited first
    vt_int second = start(2); // expect: vt-unawaited second
    vt_int *list[] = {&first, &second};
    return vt_int_await(*pick(list, 2), NULL);
}
