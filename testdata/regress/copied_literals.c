// A literal that is copied to a buffer is what the buffer holds when it is compared: states by name.
#include <string.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

struct link {
    char state[16];
};

vt_int start(int number);
void show(const char *format, ...);

int busy_or_idle_ok(struct link *link, int n)
{
    vt_int task;
    strcpy(link->state, "idle");
    if (n > 3) {
        task = start(n);
        strcpy(link->state, "busy");
    }
    show("%s", link->state);
    if (strcmp(link->state, "busy") == 0)
        return vt_int_await(task, NULL);
    return 0;
}

int machine_ok(struct link *link)
{
    vt_int task;
    int status = 0;
    strcpy(link->state, "new");
    for (;;) {
        if (!strcmp(link->state, "new")) {
            task = start(1);
            strncpy(link->state, "busy", sizeof link->state);
        } else if (!strcmp(link->state, "busy")) {
            status = vt_int_await(task, NULL);
            strcpy(link->state, "done");
        } else {
            return status;
        }
    }
}

int another_name_bad(struct link *link, int n)
{
    vt_int task;
    strcpy(link->state, "idle");
    if (n > 3) {
        task = start(n); // expect: vt-unawaited task
        strcpy(link->state, "busy");
    }
    if (strcmp(link->state, "bus") == 0)
        return vt_int_await(task, NULL);
    return 0;
}

int perhaps_cut_short_bad(struct link *link, int n)
{
    vt_int task;
    strcpy(link->state, "idle");
    if (n > 3) {
        task = start(n); // expect: vt-unawaited task
        strncpy(link->state, "busy", (size_t)n);
    }
    if (strcmp(link->state, "busy") == 0)
        return vt_int_await(task, NULL);
    return 0;
}

int both_ask_bad(struct link *link)
{
    vt_int task = start(1);
    strcpy(link->state, "waits");
    if (!strncmp(link->state, "wait", 4))
        vt_int_await(task, NULL);
    if (!strcmp(link->state, "waits"))
        return vt_int_await(task, NULL); // expect: vt-double-await task
    return 0;
}
