// A helper calls unseen code, then asks a field; its caller asks the same field afterwards, with nothing in between.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int);
void log_line(const char *text);

struct conn {
    bool keep;
    int fd;
    double load;
};

static int finish(const struct conn *c, vt_int *t)
{
    log_line("finish");
    if (c->keep)
        return vt_int_await(*t, &(int){0});
    return 0;
}

int asked_after_ok(const struct conn *c)
{
    vt_int t = make(1);
    int rc = finish(c, &t);
    if (!c->keep)
        vt_int_forget(t);
    return rc;
}

int asked_for_more_bad(const struct conn *c)
{
    vt_int t = make(1); // expect: vt-unawaited
    int rc = finish(c, &t);
    if (!c->keep && c->fd > 2)
        vt_int_forget(t);
    return rc;
}

int the_same_twice_bad(const struct conn *c)
{
    vt_int t = make(1);
    int rc = finish(c, &t);
    if (c->keep)
        vt_int_forget(t); // expect: vt-double-await
    else
        vt_int_forget(t);
    return rc;
}

static void shed(const struct conn *c, vt_int *t)
{
    log_line("shed");
    if (c->load > 0.5)
        vt_int_forget(*t);
}

int load_ok(const struct conn *c)
{
    vt_int t = make(1);
    shed(c, &t);
    return c->load > 0.5 ? 0 : vt_int_await(t, &(int){0});
}
