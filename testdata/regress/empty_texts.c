// Whether a text is empty is asked in several ways: by its first character, its length, and by comparison with an empty one.
#include <string.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int start(int i);
void work(int n);

int first_char_ok(const char *s)
{
    vt_int t;
    int x = 0;
    if (*s)
        t = start(1);
    work(1);
    if (strlen(s) > 0)
        return vt_int_await(t, &x);
    return x;
}

int first_char2_ok(const char *s)
{
    vt_int t;
    int x = 0;
    if (strlen(s) != 0)
        t = start(1);
    work(1);
    if (s[0] != '\0')
        return vt_int_await(t, &x);
    return x;
}

int first_char_bad(const char *s)
{
    vt_int t;
    int x = 0;
    if (*s)
        t = start(1); // expect: vt-unawaited
    work(1);
    if (strlen(s) > 1)
        return vt_int_await(t, &x);
    return x;
}

int strcmp_empty_ok(const char *s)
{
    vt_int t;
    int x = 0;
    if (*s != 0)
        t = start(1);
    if (strcmp(s, "") != 0)
        return vt_int_await(t, &x);
    return x;
}

int length_ok(const char *s)
{
    vt_int t;
    int x = 0;
    size_t len = strlen(s);
    if (len > 0)
        t = start(1);
    work(1);
    if (*s)
        return vt_int_await(t, &x);
    return x;
}

int length_twice_ok(const char *s)
{
    vt_int t;
    int x = 0;
    size_t length = strlen(s);
    if (s[0] != '\0')
        t = start(1);
    work(1);
    if (length == 0)
        return x;
    return vt_int_await(t, &x);
}

int empty_bad(const char *s)
{
    vt_int t;
    int x = 0;
    if (strcmp(s, "") != 0)
        t = start(1); // expect: vt-unawaited
    work(1);
    if (*s == '\0')
        return -1;
    if (strlen(s) == 1)
        return vt_int_await(t, &x);
    return 0;
}
