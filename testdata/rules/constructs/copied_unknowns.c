// Copies of structs of which nothing is known: both hold the same, whatever it is.
#include <stdbool.h>
#include <string.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);

struct limits {
    int least, most;
};
struct options {
    bool is_quiet;
    int level;
    struct limits limits;
};
struct job {
    vt_int task; // expect: vt-field-storage
    bool is_running;
};

void fill(struct options *options);

int same_flag_ok(const struct options *given)
{
    int value = 0;
    struct options options = *given;
    vt_int task;
    if (given->is_quiet)
        task = make();
    return options.is_quiet ? vt_int_await(task, &value) : -1;
}

int same_flag_other_number_bad(const struct options *given)
{
    int value = 0;
    struct options options = *given;
    vt_int task;
    if (given->level == 3)
        task = make(); // expect: vt-unawaited task
    return options.level == 4 ? vt_int_await(task, &value) : -1;
}

int inner_by_memcpy_ok(const struct options *given)
{
    int value = 0;
    struct options first, second;
    memcpy(&first, given, sizeof first);
    second = first;
    vt_int task;
    if (given->limits.least < 3)
        task = make();
    return second.limits.least < 3 ? vt_int_await(task, &value) : -1;
}

int changed_after_copy_bad(struct options *given)
{
    int value = 0;
    struct options options = *given;
    vt_int task;
    if (options.limits.most == 1)
        task = make(); // expect: vt-unawaited task
    given->limits.most++;
    return given->limits.most == 1 ? vt_int_await(task, &value) : -1;
}

int filled_by_unseen_code_ok(void)
{
    int value = 0;
    struct options filled, options;
    fill(&filled);
    options = filled;
    vt_int task;
    if (filled.is_quiet)
        task = make();
    return options.is_quiet ? vt_int_await(task, &value) : -1;
}

static struct options defaults(const struct options *given)
{
    return *given;
}

int returned_ok(const struct options *given)
{
    int value = 0;
    struct options options = defaults(given);
    vt_int task;
    if (given->is_quiet)
        task = make();
    return options.is_quiet ? vt_int_await(task, &value) : -1;
}

int copied_task_bad(struct job *given)
{
    int value = 0;
    struct job job = *given;
    (void)vt_int_await(job.task, &value);
    return vt_int_await(given->task, &value); // expect: vt-double-await
}

int copied_twice_bad(struct job *given)
{
    int value = 0;
    struct job first, second;
    first = *given;
    second = first;
    (void)vt_int_await(first.task, &value);
    return vt_int_await(second.task, &value); // expect: vt-double-await
}

int copied_task_ok(struct job *given)
{
    int value = 0;
    struct job job = *given;
    if (job.is_running)
        return vt_int_await(job.task, &value);
    return given->is_running ? vt_int_await(given->task, &value) : -1;
}
