// Pointers to tasks in a list that ends with NULL: which place the second one is put to depends on whether there is a first. Where that is not known, the second may have taken the place of the
// first, and a pointer that is lost may be anybody's.
#include <valuetask/valuetask.h>
#include <stddef.h>

VT_DEFINE(int, int);

vt_int make(int id);

int listed_and_left_bad(int is_wanted)
{
    vt_int first, second, third;
    vt_int *list[4] = {NULL};
    int used = 0;
    if (is_wanted) {
        first = make(1); // expect: vt-unawaited
        list[used++] = &first;
    }
    second = make(2); // expect: vt-unawaited
    list[used++] = &second;
    third = make(3); // expect: vt-unawaited
    list[used++] = &third;
    for (int at = 0; list[at] != NULL; at++)
        ;
    return 0;
}

int listed_and_awaited_ok(int is_wanted)
{
    vt_int first, second, third;
    vt_int *list[4] = {NULL};
    int used = 0, result = 0;
    if (is_wanted) {
        first = make(1);
        list[used++] = &first;
    }
    second = make(2);
    list[used++] = &second;
    third = make(3);
    list[used++] = &third;
    for (int at = 0; list[at] != NULL; at++)
        vt_int_await(*list[at], &result);
    return result;
}
