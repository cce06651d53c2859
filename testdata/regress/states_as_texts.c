// The state is a text, one of a few literals: how two of them compare is known.
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int id);
int ask(int what);

struct connection {
    const char *state;
    int errors;
};
enum { IDLE, BUSY };

static const char *const names[] = {"idle", "busy"};

int in_a_loop(int n)
{
    vt_int t;
    int value, result = 0;
    const char *state = "idle";
    for (int i = 0; i < n; i++) {
        if (strcmp(state, "busy") == 0) {
            result = vt_int_await(t, &value);
            state = "idle";
        }
        if (ask(i)) {
            t = make(i);
            state = "busy";
        }
    }
    return strcmp(state, "busy") == 0 ? vt_int_await(t, &value) : result;
}

int not_the_other(int n)
{
    vt_int t;
    int value;
    const char *mode = "r";
    if (n)
        mode = "w";
    if (!strcmp(mode, "w"))
        t = make(1);
    ask(1);
    if (!strcmp(mode, "r"))
        return 0;
    return vt_int_await(t, &value);
}

int by_its_beginning(int n)
{
    vt_int t;
    int value;
    const char *mode = n ? "write" : "read";
    if (*mode == 'w')
        t = make(1);
    ask(1);
    if (strncmp(mode, "wri", 3) != 0 || strcasecmp(mode, "WRITE") != 0)
        return 0;
    return vt_int_await(t, &value);
}

int of_a_table(int n)
{
    struct connection connection = {names[IDLE], 0};
    vt_int t;
    int value;
    if (n) {
        t = make(1);
        connection.state = names[BUSY];
    }
    return strcmp(connection.state, "busy") == 0 ? vt_int_await(t, &value) : 0;
}

int none_yet(int n)
{
    vt_int t;
    int value;
    const char *name = "";
    if (n) {
        name = "first";
        t = make(1);
    }
    return strlen(name) > 0 ? vt_int_await(t, &value) : 0;
}

int misspelt(int n)
{
    vt_int t;
    int value;
    const char *state = "idle";
    if (n) {
        state = "busy";
        t = make(1); // expect: vt-unawaited
    }
    return strcmp(state, "buzy") == 0 ? vt_int_await(t, &value) : 0;
}

int one_of_three(int n)
{
    vt_int t;
    int value;
    const char *mode = n > 2 ? "append" : n > 1 ? "write" : "read";
    t = make(1); // expect: vt-unawaited
    if (strcmp(mode, "write") == 0)
        return 0;
    return vt_int_await(t, &value);
}

int as_far_as_they_go(void)
{
    vt_int t = make(1);
    int value;
    const char *mode = "ab";
    vt_int_await(t, &value);
    if (memcmp(mode, "abc", 2) == 0)
        vt_int_await(t, &value); // expect: vt-double-await
    return value;
}

int long_names(int n)
{
    const char *state = "disconnected";
    int value = 0;
    vt_int t;
    if (n) {
        t = make(n);
        state = "connected";
    }
    if (strcmp(state, "connected") == 0)
        vt_int_await(t, &value);
    return value;
}

int long_names_mixed_up(int n)
{
    const char *state = "disconnected";
    int value = 0;
    vt_int t;
    if (n) {
        t = make(n); // expect: vt-unawaited
        state = "connecting\n";
    }
    if (strcmp(state, "connecting") == 0)
        vt_int_await(t, &value);
    return value;
}

int as_far_as_both_go(int n)
{
    const char *state = n ? "busy" : "idle";
    int value = 0;
    vt_int t = make(n); // expect: vt-unawaited
    if (strncmp(state, "idle", SIZE_MAX) == 0)
        vt_int_await(t, &value);
    return value;
}
