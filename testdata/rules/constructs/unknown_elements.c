// Which element of an array is written or read is not known: it may be any of those that its number can be.
#include <string.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);

struct slot {
    int used;
    int left[2];
};

void written_somewhere_bad(unsigned a, unsigned b)
{
    int used[4] = {0};
    used[a & 3] = 1;
    vt_int task = make(); // expect: vt-unawaited
    if (!used[b & 3])
        vt_int_forget(task);
}

void written_somewhere_ok(unsigned a)
{
    int used[4] = {0};
    used[a & 3] = 1;
    vt_int task = make();
    if (used[a & 3])
        vt_int_forget(task);
}

void written_elsewhere_ok(unsigned a)
{
    int used[4] = {0};
    used[(a & 1) + 2] = 1;
    vt_int task = make();
    if (!used[0] && !used[1])
        vt_int_forget(task);
}

void read_somewhere_bad(unsigned a)
{
    int used[4] = {0};
    used[1] = 1;
    vt_int task = make(); // expect: vt-unawaited
    if (!used[a & 3])
        vt_int_forget(task);
}

void field_of_some_element_bad(unsigned a)
{
    struct slot slots[4];
    memset(slots, 0, sizeof slots);
    slots[0].used = 0;
    slots[a & 3].used = 1;
    vt_int task = make(); // expect: vt-unawaited
    if (!slots[0].used)
        vt_int_forget(task);
}

void array_in_some_element_bad(unsigned a, unsigned b)
{
    struct slot slots[2] = {{0}};
    slots[a & 1].left[b & 1] = 1;
    vt_int task = make(); // expect: vt-unawaited
    if (!slots[0].left[1])
        vt_int_forget(task);
}

void rows_bad(unsigned a, unsigned b)
{
    int table[2][2] = {{0}};
    table[1][b & 1] = 1;
    vt_int task = make(); // expect: vt-unawaited
    if (!table[a & 1][1])
        vt_int_forget(task);
}

void whole_element_bad(unsigned a)
{
    struct slot slots[4] = {{0}}, full = {1, {1, 1}};
    slots[a & 3] = full;
    vt_int task = make(); // expect: vt-unawaited
    if (!slots[0].used)
        vt_int_forget(task);
}

void copied_from_some_element_bad(unsigned a)
{
    struct slot slots[4] = {{0}};
    slots[2].used = 1;
    struct slot one = slots[a & 3];
    vt_int task = make(); // expect: vt-unawaited
    if (!one.used)
        vt_int_forget(task);
}

static void use(int *used)
{
    *used = 1;
}

static void use_nth(int *used, unsigned n)
{
    used[n] = 1;
}

void written_by_helper_bad(unsigned a)
{
    struct slot slots[4] = {{0}};
    use(&slots[a & 3].used);
    vt_int task = make(); // expect: vt-unawaited
    if (!slots[0].used)
        vt_int_forget(task);
}

void walked_twice_bad(unsigned a)
{
    int used[4] = {0};
    use_nth(&used[1], a & 1);
    vt_int task = make(); // expect: vt-unawaited
    if (!used[2])
        vt_int_forget(task);
}

void pointer_into_array_bad(unsigned a)
{
    int used[2] = {0};
    int *some = used + (a & 1);
    *some = 1;
    vt_int task = make(); // expect: vt-unawaited
    if (!used[0])
        vt_int_forget(task);
}

void some_pointer_bad(unsigned a)
{
    int x = 0, y = 0;
    int *some[2] = {&x, &y};
    *some[a & 1] = 1;
    vt_int task = make(); // expect: vt-unawaited
    if (!x)
        vt_int_forget(task);
}

void one_of_many_pointers_bad(unsigned a)
{
    int x = 0, y = 0;
    int *some[100] = {&x, &y};
    int *one = some[a % 100];
    if (one != NULL)
        *one = 1;
    vt_int task = make(); // expect: vt-unawaited
    if (!x)
        vt_int_forget(task);
}

void filled_up_to_bad(int count)
{
    int used[100] = {0};
    for (int i = 0; i < count && i < 100; i++)
        used[i] = i;
    vt_int task = make(); // expect: vt-unawaited
    if (!used[50])
        vt_int_forget(task);
}

void fill_from(int *first);

void written_behind_the_first_bad(void)
{
    int used[4] = {0};
    fill_from(&used[1]);
    vt_int task = make(); // expect: vt-unawaited
    if (!used[3])
        vt_int_forget(task);
}

void scanned_behind_the_first_bad(const char *text)
{
    int used[4] = {0};
    memcpy(&used[1], text, 12);
    vt_int task = make(); // expect: vt-unawaited
    if (!used[3])
        vt_int_forget(task);
}
