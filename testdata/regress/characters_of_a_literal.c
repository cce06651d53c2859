// The characters of a short string literal are known.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int);
void note(void);
int verb_ok(int a)
{
    vt_int t;
    const char *mode = a < 0 ? "r" : "w";
    if (mode[0] == 'r')
        t = make(1);
    note();
    return a < 0 ? vt_int_await(t, &(int){0}) : 0;
}

int verb_bad(int a)
{
    vt_int t;
    const char *mode = a < 0 ? "r" : "w";
    if (mode[0] == 'r')
        t = make(1); // expect: vt-unawaited
    note();
    return a >= 0 ? vt_int_await(t, &(int){0}) : 0;
}

struct verb {
    char name[8];
    int kind;
};

static const struct verb verbs[] = {{"get", 0}, {"put", 1}};
int table_ok(int a)
{
    vt_int t;
    int i = a != 0;
    if (verbs[i].name[0] == 'p')
        t = make(1);
    note();
    return verbs[i].kind ? vt_int_await(t, &(int){0}) : 0;
}

int end_ok(int a)
{
    vt_int t;
    const char *flags = a ? "+" : "";
    if (*flags != '\0')
        t = make(1);
    note();
    return a ? vt_int_await(t, &(int){0}) : 0;
}
