// A flag that others set asks for the end, in the loop that starts tasks and again in the one that awaits them. That one goes on while there are tasks: the flag does not ask whether there are any.
#include <stdbool.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

struct pool {
    bool is_closing, is_secure;
};

vt_int start(int i);
void work(struct pool *p);

int the_rest_is_left(struct pool *p)
{
    vt_int t[4];
    int n, value, sum = 0;
    for (n = 0; n < 4; n++) {
        if (p->is_closing)
            break;
        t[n] = start(n); // expect: vt-unawaited
    }
    for (int i = 0; i < n; i++) {
        if (p->is_closing)
            break;
        if (vt_int_await(t[i], &value) == 0)
            sum += value;
    }
    return sum;
}

int the_rest_is_given_up(struct pool *p)
{
    vt_int t[4];
    int n, value, sum = 0;
    for (n = 0; n < 4; n++) {
        if (p->is_closing)
            break;
        t[n] = start(n);
    }
    for (int i = 0; i < n; i++) {
        if (p->is_closing) {
            for (; i < n; i++)
                vt_int_forget(t[i]);
            break;
        }
        if (vt_int_await(t[i], &value) == 0)
            sum += value;
    }
    return sum;
}

// Here it does ask whether there are any, and nobody expects that it changes.
int of_one_kind(struct pool *p)
{
    vt_int t[4];
    int value, sum = 0;
    for (int i = 0; i < 4; i++)
        if (p->is_secure)
            t[i] = start(i);
    work(p);
    for (int i = 0; i < 4; i++)
        if (p->is_secure && vt_int_await(t[i], &value) == 0)
            sum += value;
    return sum;
}
