// Two members of a union are one object.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

union slot {
    vt_int task; // expect: vt-field-storage task
    int number;
};

union two_names {
    vt_int one;   // expect: vt-field-storage one
    vt_int other; // expect: vt-field-storage other
};

void one_name_ok(void)
{
    union slot slot;
    slot.task = make();
    vt_int_forget(slot.task);
    slot.number = 4;
}

void one_name_bad(void)
{
    union slot slot;
    slot.task = make();
    vt_int_forget(slot.task);
    vt_int_forget(slot.task); // expect: vt-double-await
}

void two_names_ok(void)
{
    union two_names names;
    names.one = make();
    vt_int_forget(names.other);
    names.other = make();
    vt_int_forget(names.one);
}

void two_names_bad(void)
{
    union two_names names;
    names.one = make();
    vt_int_forget(names.one);
    vt_int_forget(names.other); // expect: vt-double-await
}

/* An anonymous union's members are the struct's, however they are named: by an initialiser or by an access. */
struct either {
    int kind;
    union {
        vt_int one;   // expect: vt-field-storage one
        vt_int other; // expect: vt-field-storage other
    };
};

void anonymous_ok(int n)
{
    struct either either = {0, {make()}};
    vt_int_forget(either.one);
    if (n)
        either.other = make();
    else
        either.one = make();
    vt_int_forget(either.one);
}

void anonymous_bad(void)
{
    struct either either = {.one = make()};
    vt_int_forget(either.other);
    vt_int_forget(either.one); // expect: vt-double-await
}
