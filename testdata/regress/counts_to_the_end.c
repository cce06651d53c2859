// Counters without a sign that may stand at the end of their type all the same: who asks for that, counts down past zero or lets an id come round says that it happens.
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

enum { TRIES = 3 };

vt_int make(long id);
int ask(int what);
void find_slot(uint32_t *slot);

struct cursor {
    uint32_t at, end;
};
struct cursor saved_cursor(void);

int none_was_found(void)
{
    int value = 0;
    uint32_t slot = 0;
    while (ask(0)) {
        vt_int t = make(1); // expect: vt-unawaited
        find_slot(&slot);
        if (slot == UINT32_MAX)
            return -1;
        slot++;
        vt_int_await(t, &value);
    }
    return value;
}

int came_in(uint32_t first)
{
    int value = 0;
    while (ask(0)) {
        vt_int t = make(first); // expect: vt-unawaited
        if (first == UINT32_MAX)
            return -1;
        first++;
        vt_int_await(t, &value);
    }
    return value;
}

int assigned_as_a_whole(void)
{
    int value = 0;
    struct cursor c = saved_cursor();
    while (ask(0)) {
        vt_int t = make(1); // expect: vt-unawaited
        if (c.at == UINT32_MAX)
            return -1;
        c.at++;
        vt_int_await(t, &value);
    }
    return value;
}

int by_another_name(void)
{
    int value = 0;
    unsigned at = 0, *p = &at;
    while (ask(0)) {
        vt_int t = make(1); // expect: vt-unawaited
        if (ask(3))
            *p = UINT32_MAX;
        if (at == UINT32_MAX)
            return -1;
        at++;
        vt_int_await(t, &value);
    }
    return value;
}

int tried_too_often(void)
{
    int value = 0;
    while (ask(0)) {
        vt_int t = make(1); // expect: vt-unawaited
        unsigned tries = TRIES;
        while (tries-- > 0) {
            if (ask(1))
                break;
            if (ask(2))
                tries++; // this one does not count
        }
        if (tries > TRIES)
            return -1;
        vt_int_await(t, &value);
    }
    return value;
}

int id_comes_round(void)
{
    int value = 0;
    uint16_t id = 1;
    while (ask(1)) {
        vt_int t = make(id);
        id++;
        if (id == 0) {
            id = 1;
            vt_int_await(t, &value);
        }
        vt_int_await(t, &value); // expect: vt-double-await
    }
    return value;
}

int id_comes_round_and_is_right(void)
{
    int value = 0;
    uint16_t id = 1;
    while (ask(1)) {
        vt_int t = make(id);
        if (++id == 0) {
            id = 1;
            vt_int_await(t, &value);
            continue;
        }
        vt_int_await(t, &value);
    }
    return value;
}
