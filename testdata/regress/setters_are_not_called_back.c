// A variable that setters write, which others call by their names, is not taken to change while unseen code runs; one that a callback writes is.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int start(int);
void note(void);
void run(void);
void subscribe(void (*)(void));
static bool enabled;

void enable(void)
{
    enabled = true;
}

int verbose;

int main(int argc, char **argv)
{
    (void)argv;
    if (argc > 1)
        verbose = argc;
    return 0;
}

static bool done;

static void on_done(void)
{
    done = true;
}

int set_by_setter(void)
{
    vt_int t;
    int value;
    if (enabled)
        t = start(1);
    note();
    return enabled ? vt_int_await(t, &value) : 0;
}

int set_by_main(void)
{
    vt_int t;
    int value;
    if (verbose)
        t = start(1);
    note();
    return verbose ? vt_int_await(t, &value) : 0;
}

int set_by_callback(void)
{
    int value;
    done = false;
    subscribe(on_done);
    vt_int t = start(1); // expect: vt-unawaited t
    run();
    if (done)
        return 0;
    return vt_int_await(t, &value);
}

int set_in_between(void)
{
    vt_int t;
    int value;
    if (enabled)
        t = start(1); // expect: vt-unawaited t
    enable();
    note();
    return !enabled ? vt_int_await(t, &value) : 0;
}
