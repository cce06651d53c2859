// Structs with tasks, passed and returned by value and by pointer.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

struct job {
    int id;
    vt_int task; // expect: vt-field-storage task
};

static int finish(struct job job)
{
    int value = 0;
    int rc = vt_int_await(job.task, &value);
    return rc < 0 ? rc : value + job.id;
}

static int finish_at(struct job *job)
{
    return finish(*job);
}

static bool ready(const struct job *job)
{
    return vt_int_is_completed(job->task);
}

static struct job start(int id)
{
    struct job job = {id, make()};
    return job;
}

int by_value_ok(void)
{
    struct job job = {.id = 1, .task = make()};
    return finish(job);
}

int by_value_bad(void)
{
    struct job job = {.id = 1, .task = make()};
    int first = finish(job);
    return first + finish(job); // expect: vt-double-await
}

int by_pointer_ok(void)
{
    struct job job = {.id = 1, .task = make()};
    while (!ready(&job))
        cond();
    return finish_at(&job);
}

int by_pointer_bad(void)
{
    struct job job = {.id = 1, .task = make()};
    int first = finish_at(&job);
    return first + finish_at(&job); // expect: vt-double-await
}

int looked_at_bad(void)
{
    struct job job = {.id = 1, .task = make()};
    int first = finish_at(&job);
    return ready(&job) ? first : 0; // expect: vt-use-after-await
}

int returned_ok(void)
{
    struct job job = start(4);
    return finish(job);
}

int returned_bad(void)
{
    struct job job = start(4);
    int first = finish(job);
    vt_int_forget(job.task); // expect: vt-double-await
    return first;
}

int only_looked_at_bad(void)
{
    struct job job = {.id = 1, .task = make()}; // expect: vt-unawaited
    return ready(&job);
}

/* What the struct says of its task decides, when it is passed by value too. */
struct maybe {
    struct {
        int kind;
        bool *is_wanted;
    } about;
    vt_int task; // expect: vt-field-storage task
};

static struct maybe start_maybe(int n)
{
    struct maybe maybe = {.about = {.kind = n}};
    if (maybe.about.kind > 0)
        maybe.task = make();
    return maybe;
}

static int finish_maybe(struct maybe maybe)
{
    return maybe.about.kind > 0 ? finish((struct job){.task = maybe.task}) : 0;
}

static int finish_some(struct maybe maybe)
{
    return maybe.about.kind > 1 ? finish((struct job){.task = maybe.task}) : 0;
}

int maybe_ok(int n)
{
    struct maybe maybe = start_maybe(n);
    return finish_maybe(maybe);
}

int maybe_some_bad(int n)
{
    struct maybe maybe = start_maybe(n); // expect: vt-unawaited
    return finish_some(maybe);
}

int maybe_changed_bad(int n)
{
    struct maybe maybe = start_maybe(n);
    int first = finish_maybe(maybe);
    if (n > 1)
        first += finish_some(maybe); // expect: vt-double-await
    return first;
}

int maybe_forced_bad(void)
{
    struct maybe maybe = {.about = {.kind = 1}, .task = make()}; // expect: vt-unawaited
    maybe.about.kind = 0;
    return finish_maybe(maybe);
}

/* --- what came in a struct is its caller's, and consumed once all the same --- */

int passed_ok(struct maybe maybe)
{
    return maybe.about.kind > 0 ? vt_int_await(maybe.task, &(int){0}) : 0;
}

int passed_bad(struct maybe maybe)
{
    int rc = vt_int_await(maybe.task, &(int){0});
    return rc < 0 ? vt_int_await(maybe.task, &(int){0}) : rc; // expect: vt-double-await
}

int passed_and_made_anew_ok(struct maybe maybe)
{
    int rc = vt_int_await(maybe.task, &(int){0});
    maybe.task = make();
    return rc | vt_int_await(maybe.task, &(int){0});
}
