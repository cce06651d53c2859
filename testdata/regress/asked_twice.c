// Questions that have the same answer as long as nothing changes: functions that are pure by their declaration, the C library or their body, asked twice.
#include <ctype.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <valuetask/valuetask.h>
VT_DEFINE(int, int);
vt_int make(void);
void log_line(void);

struct request { char name[16]; const char *mode; int count; struct request *next; };

int compared_ok(const char *mode)
{
    int x = 0;
    vt_int t;
    if (strcmp(mode, "fast") == 0)
        t = make();
    log_line();
    if (!strcmp(mode, "fast"))
        vt_int_await(t, &x);
    return x;
}

int other_string_bad(const char *mode)
{
    int x = 0;
    vt_int t;
    if (strcmp(mode, "fast") == 0)
        t = make(); // expect: vt-unawaited
    if (strcmp(mode, "slow") == 0)
        vt_int_await(t, &x);
    return x;
}

int shortened_bad(char *name)
{
    int x = 0;
    vt_int t = make(); // expect: vt-unawaited
    if (strlen(name) > 3)
        vt_int_await(t, &x);
    name[3] = '\0';
    if (strlen(name) <= 3)
        vt_int_forget(t); // expect: vt-double-await
    return x;
}

static void shorten(char *name)
{
    while (*name != '\0' && *name != '.')
        name++;
    *name = '\0';
}

int shortened_by_helper_bad(char *name)
{
    int x = 0;
    vt_int t = make(); // expect: vt-unawaited
    if (strlen(name) > 3)
        vt_int_await(t, &x);
    shorten(name);
    if (strlen(name) <= 3)
        vt_int_forget(t); // expect: vt-double-await
    return x;
}

int member_beside_ok(struct request *request)
{
    int x = 0;
    vt_int t;
    if (strncmp(request->name, "http", 4) == 0)
        t = make();
    request->count++;
    if (strncmp(request->name, "http", 4) == 0)
        vt_int_await(t, &x);
    return x;
}

int own_buffer_ok(int n)
{
    char line[32];
    int x = 0;
    vt_int t;
    memset(line, 'x', sizeof line);
    line[n & 31] = '\0';
    if (strchr(line, ':') != NULL)
        t = make();
    log_line();
    if (strchr(line, ':'))
        vt_int_await(t, &x);
    return x;
}

int character_ok(const char *text, int c)
{
    int x = 0;
    vt_int t, u;
    if (isdigit((unsigned char)*text))
        t = make();
    if (isdigit((unsigned char)*text))
        vt_int_await(t, &x);
    if (__builtin_popcount((unsigned)c) > 2 && abs(c) > 7)
        u = make();
    if (abs(c) > 7 && __builtin_popcount((unsigned)c) > 2)
        vt_int_await(u, &x);
    return x;
}

int real_ok(double a)
{
    int x = 0;
    vt_int t;
    if (isnan(a) || fabs(a) < 1e-9)
        t = make();
    if (isnan(a) || fabs(a) < 1e-9)
        vt_int_await(t, &x);
    return x;
}

int environment_ok(void)
{
    int x = 0;
    vt_int t;
    if (getenv("DEBUG") != NULL)
        t = make();
    if (getenv("DEBUG") != NULL)
        vt_int_await(t, &x);
    return x;
}

__attribute__((pure)) int is_urgent(const struct request *request);
__attribute__((const)) int is_prime(int n);

int declared_ok(const struct request *request, int n)
{
    int x = 0;
    vt_int t, u;
    if (is_urgent(request))
        t = make();
    if (is_prime(n))
        u = make();
    if (is_urgent(request))
        vt_int_await(t, &x);
    if (is_prime(n))
        vt_int_await(u, &x);
    return x;
}

int declared_but_changed_bad(struct request *request, int n)
{
    int x = 0;
    vt_int t = make(); // expect: vt-unawaited
    vt_int u = make(); // expect: vt-unawaited
    if (is_urgent(request))
        vt_int_await(t, &x);
    if (is_prime(n))
        vt_int_await(u, &x);
    request->count++;
    n++;
    if (!is_urgent(request))
        vt_int_await(t, &x); // expect: vt-double-await
    if (!is_prime(n))
        vt_int_await(u, &x); // expect: vt-double-await
    return x;
}

static bool is_fast(const struct request *request)
{
    return strcmp(request->mode, "fast") == 0;
}

static bool any_waits(const struct request *request)
{
    for (; request != NULL; request = request->next)
        if (request->count > 0)
            return true;
    return false;
}

int by_helpers_ok(const struct request *request)
{
    int x = 0;
    vt_int t, u;
    if (is_fast(request))
        t = make();
    if (any_waits(request))
        u = make();
    if (is_fast(request))
        vt_int_await(t, &x);
    if (any_waits(request))
        vt_int_await(u, &x);
    return x;
}

int by_helper_bad(struct request *request)
{
    int x = 0;
    vt_int t = make(); // expect: vt-unawaited
    if (any_waits(request))
        vt_int_await(t, &x);
    request->count = 0;
    if (!any_waits(request))
        vt_int_forget(t); // expect: vt-double-await
    return x;
}

int waits_bad(struct request *request)
{
    vt_int t = make(); // expect: vt-unawaited
    if (!any_waits(request))
        return -1;
    while (any_waits(request))
        log_line();
    return vt_int_is_completed(t);
}
