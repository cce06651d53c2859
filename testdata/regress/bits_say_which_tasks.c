// Which elements hold a task is kept in the bits of one number: of many such numbers in one, each bit that all have is remembered.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

enum { COUNT = 8, FEW = 5 };

vt_int make(int number);
int is_wanted(int number);

int bit_for_each_ok(void)
{
    vt_int tasks[COUNT];
    unsigned made = 0;
    int rc = 0;
    for (int i = 0; i < COUNT; i++)
        if (is_wanted(i)) {
            tasks[i] = make(i);
            made |= 1u << i;
        }
    for (int i = 0; i < COUNT; i++)
        if (made & (1u << i))
            rc |= vt_int_await(tasks[i], &(int){0});
    return rc;
}

int last_bit_forgotten_bad(void)
{
    vt_int tasks[FEW];
    unsigned made = 0;
    int rc = 0;
    for (int i = 0; i < FEW; i++)
        if (is_wanted(i)) {
            tasks[i] = make(i); // expect: vt-unawaited
            made |= 1u << i;
        }
    for (int i = 0; i < FEW - 1; i++)
        if (made & (1u << i))
            rc |= vt_int_await(tasks[i], &(int){0});
    return rc;
}
