// Members of a union that are structs: what begins at the same place is the same, what lies beside it is not.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);

union word {
    int whole;
    struct {
        int low, high;
    } half;
    struct {
        int first, second;
    } pair;
};

struct event {
    int kind;
    union {
        struct {
            int x, y;
        };
        struct {
            int code, times;
        };
        int number;
    };
};

void inner_written_bad(int number)
{
    union word word;
    word.whole = 1;
    word.half.low = number;
    vt_int task = make(); // expect: vt-unawaited
    if (word.whole == 1)
        vt_int_forget(task);
}

void other_struct_written_bad(int number)
{
    union word word;
    word.half.low = 1;
    word.pair.first = number;
    vt_int task = make(); // expect: vt-unawaited
    if (word.half.low == 1)
        vt_int_forget(task);
}

void beside_it_ok(int number)
{
    union word word;
    word.half.low = 1;
    word.half.high = number;
    vt_int task = make();
    if (word.half.low == 1)
        vt_int_forget(task);
}

void anonymous_beside_it_ok(int number)
{
    struct event event;
    event.kind = 3;
    event.x = 1;
    event.y = number;
    vt_int task = make();
    if (event.x == 1 && event.kind == 3)
        vt_int_forget(task);
}

void anonymous_same_place_bad(int number)
{
    struct event event;
    event.x = 1;
    event.code = number;
    vt_int task = make(); // expect: vt-unawaited
    if (event.x == 1)
        vt_int_forget(task);
}

void anonymous_second_place_bad(void)
{
    struct event event;
    event.y = 1;
    event.times = 2;
    vt_int task = make(); // expect: vt-unawaited
    if (event.y == 1)
        vt_int_forget(task);
}

void anonymous_number_ok(void)
{
    struct event event;
    event.y = 1;
    event.number = 2;
    vt_int task = make();
    if (event.y == 1 && event.code == 2)
        vt_int_forget(task);
}
