// A configuration that is copied, cleared or filled as a whole by who is called by its name is not expected to change meanwhile.
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);
vt_int make(int);
void note(const char *);
struct config { bool remote; int level; };
static struct config copied, filled, cleared;
int parse_file(const char *path, struct config *c);
void config_set(const struct config *c)
{
    copied = *c;
}
int config_read(const char *path)
{
    return parse_file(path, &filled);
}
void config_clear(void)
{
    memset(&cleared, 0, sizeof cleared);
}
void config_remote(void)
{
    cleared.remote = true;
}
int copied_ok(void)
{
    vt_int t;
    int x;
    if (copied.remote)
        t = make(1);
    note("x");
    if (copied.remote)
        return vt_int_await(t, &x);
    return 0;
}
int filled_ok(void)
{
    vt_int t;
    int x;
    if (filled.remote)
        t = make(1);
    note("x");
    if (filled.remote)
        return vt_int_await(t, &x);
    return 0;
}
int cleared_ok(void)
{
    vt_int t;
    int x;
    if (cleared.remote)
        t = make(1);
    note("x");
    if (cleared.remote)
        return vt_int_await(t, &x);
    return 0;
}
int copied_bad(void)
{
    vt_int t;
    int x;
    if (copied.remote)
        t = make(1); // expect: vt-unawaited
    note("x");
    if (copied.remote && copied.level)
        return vt_int_await(t, &x);
    return 0;
}
