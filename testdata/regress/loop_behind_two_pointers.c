// Helpers' loops over parts that two pointers and a counter lead to: for all numbers at once they cost too much, for those that the caller knows they do not.
#include <stdbool.h>
#include <stddef.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

struct part {
    vt_int task; // expect: vt-field-storage
    bool is_on;
};
struct middle {
    struct part *parts[2];
    int count;
};
struct top { struct middle *middle; };

vt_int start(int number);

static void begin(struct top *top)
{
    for (int i = 0; i < top->middle->count; i++)
        if (!top->middle->parts[i]->is_on) {
            top->middle->parts[i]->task = start(i);
            top->middle->parts[i]->is_on = true;
        }
}

static int end(struct top *top)
{
    int status = 0;
    for (int i = 0; i < top->middle->count; i++)
        if (top->middle->parts[i]->is_on) {
            top->middle->parts[i]->is_on = false;
            status |= vt_int_await(top->middle->parts[i]->task, NULL);
        }
    return status;
}

int both_ok(void)
{
    struct part a = {.is_on = false}, b = {.is_on = false};
    struct middle middle = {{&a, &b}, 2};
    struct top top = {&middle};
    begin(&top);
    return end(&top) | end(&top);
}

int left_bad(void)
{
    struct part a = {.is_on = false}, b = {.is_on = false};
    struct middle middle = {{&a, &b}, 2};
    struct top top = {&middle};
    begin(&top); // expect: vt-unawaited
    return a.is_on;
}

int second_twice_bad(void)
{
    struct part a = {.is_on = false}, b = {.is_on = false};
    struct middle middle = {{&a, &b}, 2};
    struct top top = {&middle};
    begin(&top);
    int status = end(&top);
    return status | vt_int_await(b.task, NULL); // expect: vt-double-await b.task
}
