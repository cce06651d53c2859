// A function of the program that looks for something and changes nothing finds the same again, as long as nothing has changed.
#include <stdbool.h>
#include <stddef.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

struct node {
    const struct node *next;
    int id;
    bool on;
};

vt_int start(int n);
void add(struct node **list, int id);

static const struct node *find(const struct node *list, int id)
{
    while (list && list->id != id)
        list = list->next;
    return list;
}

int known(const struct node *list, int id)
{
    vt_int t;
    int value, result = 0;
    if (find(list, id) != NULL)
        t = start(id);
    if (find(list, id) != NULL)
        result = vt_int_await(t, &value);
    return result;
}

int known_and_on(const struct node *list, int id)
{
    vt_int t;
    int value, result = 0;
    if (find(list, id) && find(list, id)->on)
        t = start(id);
    if (find(list, id) && find(list, id)->on)
        result = vt_int_await(t, &value);
    return result;
}

int found_once(const struct node *list, int id)
{
    const struct node *item = find(list, id);
    vt_int t;
    int value, result = 0;
    if (item)
        t = start(id);
    if (find(list, id))
        result = vt_int_await(t, &value);
    return result;
}

int another_one(const struct node *list, int id)
{
    vt_int t;
    int value, result = 0;
    if (find(list, id) != NULL)
        t = start(id); // expect: vt-unawaited
    if (find(list, id + 1) != NULL)
        result = vt_int_await(t, &value);
    return result;
}

int on_or_off(const struct node *list, int id)
{
    vt_int t;
    int value, result = 0;
    if (find(list, id))
        t = start(id); // expect: vt-unawaited
    if (find(list, id) && find(list, id)->on)
        result = vt_int_await(t, &value);
    return result;
}
