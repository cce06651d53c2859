// A helper that calls unseen code: what it had read before is afterwards as the caller knows, to whom the memory belongs. Pointers there still lead where they led.
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

static void begin(struct top *top, int i)
{
    struct part *part = top->middle->parts[i];
    part->task = start(i);
    part->is_on = true;
}

static int end(struct top *top, int i)
{
    struct part *part = top->middle->parts[i];
    if (!part->is_on)
        return 0;
    part->is_on = false;
    return vt_int_await(part->task, NULL);
}

int both_ok(void)
{
    struct part a = {.is_on = false}, b = {.is_on = false};
    struct middle middle = {{&a, &b}, 2};
    struct top top = {&middle};
    begin(&top, 0);
    begin(&top, 1);
    int status = end(&top, 0) | end(&top, 1);
    return status | end(&top, 0);
}

int second_left_bad(void)
{
    struct part a = {.is_on = false}, b = {.is_on = false};
    struct middle middle = {{&a, &b}, 2};
    struct top top = {&middle};
    begin(&top, 0);
    begin(&top, 1); // expect: vt-unawaited b.task
    return end(&top, 0);
}

int second_twice_bad(void)
{
    struct part a = {.is_on = false}, b = {.is_on = false};
    struct middle middle = {{&a, &b}, 2};
    struct top top = {&middle};
    begin(&top, 0);
    begin(&top, 1);
    int status = end(&top, 0) | end(&top, 1);
    return status | vt_int_await(b.task, NULL); // expect: vt-double-await
}
