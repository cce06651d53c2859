// What a path stored and tests again is not taken to have been changed by code that was not given it; where it was given it, it may be.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

enum stage { STAGE_NONE, STAGE_LOG, STAGE_NET };

struct app {
    enum stage stage;
    int error;
};

vt_int start(int n);
vt_int begin(struct app *app);
int check(int n);
int pump(struct app *app);

int startup(struct app *app)
{
    vt_int log, net;
    int value;
    app->stage = STAGE_NONE;
    log = start(1);
    app->stage = STAGE_LOG;
    if (check(1))
        goto down;
    net = start(2);
    app->stage = STAGE_NET;
    if (check(2))
        goto down;
    return vt_int_await(log, &value) | vt_int_await(net, &value);
down:
    switch (app->stage) {
    case STAGE_NET: vt_int_forget(net); /* fall through */
    case STAGE_LOG: vt_int_forget(log); /* fall through */
    default: return -1;
    }
}

int stage_not_stored(struct app *app)
{
    int value;
    app->stage = STAGE_NONE;
    vt_int log = start(1); // expect: vt-unawaited log
    if (check(1))
        goto down;
    return vt_int_await(log, &value);
down:
    if (app->stage == STAGE_LOG)
        vt_int_forget(log);
    return -1;
}

int error_is_set_by_who_has_it(struct app *app)
{
    int value;
    app->error = 0;
    vt_int task = begin(app); // expect: vt-unawaited task
    pump(app);
    if (app->error != 0)
        return app->error;
    return vt_int_await(task, &value);
}

int error_is_set_before(struct app *app)
{
    int value;
    app->error = 0;
    pump(app);
    vt_int task = start(1); // expect: vt-unawaited task
    if (app->error != 0)
        return app->error;
    return vt_int_await(task, &value);
}
