// A task in a static variable that unseen code cannot get at is followed from call to call.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int);
static vt_int pending; // expect: vt-field-storage
static bool is_pending;
static void kick(void)
{
    pending = make(1);
    is_pending = true;
}

static void stop(void)
{
    if (is_pending)
        vt_int_forget(pending);
    is_pending = false;
}

int main(int argc, char **argv)
{
    (void)argv;
    kick(); // expect: vt-unawaited
    if (argc > 1)
        kick();
    stop();
    return 0;
}
