// A task that one of several calls makes, on one line, is lost by one mistake.
#include <valuetask/valuetask.h>
VT_DEFINE(int, int);
vt_int fetch(int n);
vt_int load(int n);
vt_int wait_for(int n);
int cond(void);
void use(int n);

void dropped_bad(int c)
{
    c ? fetch(1) : load(2); // expect: vt-unawaited 'fetch' or 'load'
}
void variable_bad(int c)
{
    vt_int t = c ? fetch(1) : load(2); // expect: vt-unawaited 'fetch' or 'load'
    use(vt_int_is_completed(t));
}
int one_only_bad(int c)
{
    int value = 0;
    vt_int t = c ? fetch(1) : load(2); // expect: vt-unawaited 'load'
    if (c)
        return vt_int_await(t, &value);
    return 0;
}
int two_mistakes_bad(void)
{
    int value = 0;
    vt_int t = fetch(1), u = load(1); // expect: vt-unawaited t, vt-unawaited u
    use(vt_int_is_completed(t) && vt_int_is_completed(u));
    return value;
}
void array_bad(void)
{
    vt_int t[2] = {fetch(1), load(2)}; // expect: vt-unawaited, vt-unawaited
    use(vt_int_is_completed(t[0]));
}
void two_lines_bad(int c)
{
    vt_int t = c ? fetch(1)  // expect: vt-unawaited 'fetch'
                 : load(2); // expect: vt-unawaited 'load'
    use(vt_int_is_completed(t));
}
void two_variables_bad(int c)
{
    vt_int t, u;
    c ? (t = fetch(1)) : (u = load(2)); // expect: vt-unawaited, vt-unawaited
}
int both_ok(int c)
{
    int value = 0;
    vt_int t = c ? fetch(1) : load(2);
    return vt_int_await(t, &value);
}
void nested_bad(int c)
{
    vt_int t = c == 0 ? fetch(0) : c == 1 ? load(1) : wait_for(2); // expect: vt-unawaited 'fetch', 'load' or 'wait_for'
    use(vt_int_is_completed(t));
}
vt_int given_ok(int c)
{
    return c ? fetch(1) : load(2);
}
