// Tasks with flags in an array of structs, ended one after the other by a helper: which flag is set is known after the loop.
#include <stdbool.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);

struct job {
    vt_int task; // expect: vt-field-storage
    bool done;
};

static void end(struct job *job)
{
    if (!job->done) {
        vt_int_forget(job->task);
        job->done = true;
    }
}

void all_ended_ok(void)
{
    struct job jobs[2] = {{make(), false}, {.task = make()}};
    for (int i = 0; i < 2; i++)
        end(&jobs[i]);
    if (!jobs[0].done) {
        jobs[0].task = make();
        jobs[0].done = false;
    }
}

void ended_before_the_last_ok(int count)
{
    struct job jobs[2] = {{make(), false}, {.task = make()}};
    if (count > 0)
        end(&jobs[1]);
    for (int i = 0; i < 2; i++)
        end(&jobs[i]);
    if (!jobs[0].done && vt_int_is_completed(jobs[0].task))
        jobs[1].task = make();
}

void first_forgotten_bad(void)
{
    struct job jobs[2] = {{make(), false}, {.task = make()}}; // expect: vt-unawaited
    for (int i = 1; i < 2; i++)
        end(&jobs[i]);
}
