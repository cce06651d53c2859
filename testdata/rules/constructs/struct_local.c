// A task in a local struct: the field is a finding, and what it holds is still followed.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

struct pair {
    vt_int first;  // expect: vt-field-storage first
    vt_int second; // expect: vt-field-storage second
};

struct nested {
    int count;
    struct pair pair;
};

void members_ok(void)
{
    struct pair pair;
    pair.first = make();
    pair.second = make();
    vt_int_forget(pair.second);
    vt_int_forget(pair.first);
}

void members_bad(void)
{
    struct pair pair;
    pair.first = make();
    pair.second = make(); // expect: vt-unawaited
    vt_int_forget(pair.first);
    vt_int_forget(pair.first); // expect: vt-double-await
}

void initialised_bad(void)
{
    struct pair pair = {.second = make(), .first = make()};
    vt_int_forget(pair.first);
    vt_int_forget(pair.second);
    vt_int_forget(pair.first); // expect: vt-double-await
}

void copied_bad(void)
{
    struct pair pair = {make(), make()};
    struct pair copy = pair;
    vt_int_forget(pair.first);
    vt_int_forget(copy.second);
    vt_int_forget(copy.first); // expect: vt-double-await
}

void copied_ok(void)
{
    struct pair pair = {make(), make()};
    struct pair copy = pair;
    vt_int_forget(pair.first);
    vt_int_forget(copy.second);
}

void through_pointer_bad(void)
{
    struct pair pair = {make(), make()};
    struct pair *alias = &pair;
    vt_int_forget(alias->first);
    vt_int_forget(alias->second);
    vt_int_forget(pair.second); // expect: vt-double-await
}

void nested_bad(void)
{
    struct nested nested = {1, {make(), make()}};
    vt_int_forget(nested.pair.first);
    vt_int_forget(nested.pair.second);
    vt_int_forget(nested.pair.first); // expect: vt-double-await
}

void swapped_members_ok(void)
{
    struct pair pair = {make(), make()};
    vt_int first = pair.first;
    pair.first = pair.second;
    vt_int_forget(first);
    vt_int_forget(pair.first);
}

void swapped_members_bad(void)
{
    struct pair pair = {make(), make()};
    vt_int first = pair.first;
    pair.first = pair.second;
    vt_int_forget(first);
    vt_int_forget(pair.first);
    vt_int_forget(pair.second); // expect: vt-double-await
}
