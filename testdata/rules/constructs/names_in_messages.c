// What the task is called: as the user wrote it, not as a macro or nobody did.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int key);

#define TRY(expression)                         \
    ({                                          \
        vt_int try_task = (expression);         \
        int try_value = 0;                      \
        int try_rc = vt_int_await(try_task, &try_value); \
        if (try_rc < 0)                         \
            return try_rc;                      \
        try_value;                              \
    })
#define START(name, key) vt_int name = make(key)

int by_macro_ok(int key)
{
    return TRY(make(key)) + TRY(make(key + 1));
}

int by_macro_bad(int key)
{
    vt_int reading = make(key);
    int first = TRY(reading);
    int second = TRY(reading); // expect: vt-double-await 'reading'
    return first + second;
}

int named_by_user_bad(int key)
{
    int value = 0;
    START(reading, key);
    vt_int_await(reading, &value);
    vt_int_await(reading, &value); // expect: vt-double-await 'reading'
    return value;
}

int chosen_bad(int chooses_first, int key)
{
    int value = 0;
    vt_int first = make(key), second = make(key + 1); // expect: vt-unawaited 'second'
    vt_int_await(first, &value);
    vt_int_await(chooses_first ? first : second, &value); // expect: vt-double-await 'first or second'
    return value;
}

#define PARTS PART(name) PART(age)

int all_parts_bad(int key)
{
    int value = 0, sum = 0;
#define PART(part) vt_int part = make(key + (int)sizeof #part);
    PARTS // expect: vt-unawaited 'age'
#undef PART
#define PART(part)                        \
    if (vt_int_await(part, &value) < 0)   \
        return -1;                        \
    sum += value;
    PARTS
#undef PART
    return sum;
}
