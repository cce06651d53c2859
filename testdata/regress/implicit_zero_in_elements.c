// Members that an initialiser leaves out are still zero, in the element with the task, where another element of unknown number was written.
#include <stdbool.h>
#include <stddef.h>
#include <valuetask/valuetask.h>
#include <valuetask/when.h>

VT_DEFINE(int, int);
VT_DEFINE_WHEN(int, int);

vt_int make(int n);
int cond(void);

struct job {
    vt_int task; // expect: vt-field-storage task
    int is_done;
};

static void finish(struct job *job)
{
    int value = 0;
    if (!job->is_done) {
        if (vt_int_await(job->task, &value) < 0)
            cond();
        job->is_done = 1;
    }
}

void one_first_ok(int k)
{
    struct job jobs[3] = {{.task = make(1)}, {.task = make(2)}, {.task = make(3)}};
    if (k >= 0 && k < 3)
        finish(&jobs[k]);
    for (int i = 0; i < 3; i++)
        finish(&jobs[i]);
}
