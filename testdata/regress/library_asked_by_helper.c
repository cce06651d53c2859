// A helper makes a task on the answer of a function of the library, or of one that always gives the same for the same, and its caller, or another helper, asks that again.
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);
vt_int start(int n);
void trace(const char *format, ...);
__attribute__((const)) int hash(int n);

static void begin_cmp(const char *s, vt_int *t) { if (strcmp(s, "get") == 0) *t = start(1); }
int cmp_ok(const char *s) { int v; vt_int t; begin_cmp(s, &t); return strcmp(s, "get") == 0 ? vt_int_await(t, &v) : 0; }
int cmp_bad(const char *s)
{
    int v;
    vt_int t;
    begin_cmp(s, &t); // expect: vt-unawaited
    return strcmp(s, "put") == 0 ? vt_int_await(t, &v) : 0;
}

static void begin_len(const char *s, vt_int *t) { if (strlen(s) > 3) *t = start(1); }
int len_ok(const char *s) { int v; vt_int t; begin_len(s, &t); return strlen(s) > 3 ? vt_int_await(t, &v) : 0; }
int len_bad(const char *s)
{
    int v;
    vt_int t;
    begin_len(s, &t); // expect: vt-unawaited
    return strlen(s) > 4 ? vt_int_await(t, &v) : 0;
}

static void begin_chr(const char *s, vt_int *t) { if (strchr(s, '/')) *t = start(1); }
int chr_ok(const char *s) { int v; vt_int t; begin_chr(s, &t); return strchr(s, '/') ? vt_int_await(t, &v) : 0; }
int chr_bad(const char *s)
{
    int v;
    vt_int t;
    begin_chr(s, &t); // expect: vt-unawaited
    return strchr(s, ':') ? vt_int_await(t, &v) : 0;
}

static void begin_digit(int c, vt_int *t) { if (isdigit(c)) *t = start(1); }
int digit_ok(int c) { int v; vt_int t; begin_digit(c, &t); return isdigit(c) ? vt_int_await(t, &v) : 0; }
int digit_bad(int c)
{
    int v;
    vt_int t;
    begin_digit(c, &t); // expect: vt-unawaited
    return isxdigit(c) ? vt_int_await(t, &v) : 0;
}

static void begin_abs(int n, vt_int *t) { if (abs(n) > 3) *t = start(1); }
int abs_ok(int n) { int v; vt_int t; begin_abs(n, &t); return abs(n) > 3 ? vt_int_await(t, &v) : 0; }
int abs_bad(int n)
{
    int v;
    vt_int t;
    begin_abs(n, &t); // expect: vt-unawaited
    return abs(n) > 4 ? vt_int_await(t, &v) : 0;
}

static void begin_hash(int n, vt_int *t) { if (hash(n) == 3) *t = start(1); }
int hash_ok(int n) { int v; vt_int t; begin_hash(n, &t); return hash(n) == 3 ? vt_int_await(t, &v) : 0; }
int hash_bad(int n)
{
    int v;
    vt_int t;
    begin_hash(n, &t); // expect: vt-unawaited
    return hash(n + 1) == 3 ? vt_int_await(t, &v) : 0;
}

static int end_cmp(const char *s, vt_int *t) { int v; trace("end"); return strcmp(s, "get") == 0 ? vt_int_await(*t, &v) : 0; }
int two_helpers_ok(const char *s) { vt_int t; begin_cmp(s, &t); return end_cmp(s, &t); }
int two_helpers_bad(const char *s, const char *other)
{
    vt_int t;
    begin_cmp(s, &t); // expect: vt-unawaited
    return end_cmp(other, &t);
}
