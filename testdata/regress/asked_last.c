/* A stop flag that code out of sight sets is asked before a task is started, and again where the turn of the loop ends: that is a part of the loop's condition, and waits for a change. */
#include <stdbool.h>
#include <stddef.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

struct job {
    int id;
};

struct build {
    bool stop, repeat;
    int failures;
};

vt_int spawn(struct job *job);
struct job *next_job(struct build *build);
void tick(struct build *build);
bool more(struct build *build);

int workers_bad(struct build *build)
{
    vt_int running[2];
    struct job *jobs[2] = {NULL};
    unsigned busy = 0;
    int value;
    do {
        for (unsigned w = 0; w < 2; w++) {
            if (jobs[w] != NULL) {
                if (!vt_int_is_completed(running[w]))
                    continue;
                build->failures += vt_int_await(running[w], &value) < 0;
                jobs[w] = NULL;
                busy--;
            }
            if (build->stop)
                continue;
            struct job *job = next_job(build);
            if (job == NULL)
                continue;
            running[w] = spawn(job); // expect: vt-unawaited 'running[w]' is not awaited on every path
            jobs[w] = job;
            busy++;
        }
        tick(build);
        if (build->stop)
            break;
    } while (busy > 0);
    return build->failures;
}

int workers_ok(struct build *build)
{
    vt_int running[2];
    struct job *jobs[2] = {NULL};
    unsigned busy = 0;
    int value;
    do {
        for (unsigned w = 0; w < 2; w++) {
            if (jobs[w] != NULL) {
                if (!vt_int_is_completed(running[w]))
                    continue;
                build->failures += vt_int_await(running[w], &value) < 0;
                jobs[w] = NULL;
                busy--;
            }
            if (build->stop)
                continue;
            struct job *job = next_job(build);
            if (job == NULL)
                continue;
            running[w] = spawn(job);
            jobs[w] = job;
            busy++;
        }
        tick(build);
        if (build->stop)
            break;
    } while (busy > 0);
    for (unsigned w = 0; w < 2; w++)
        if (jobs[w] != NULL)
            build->failures += vt_int_await(running[w], &value) < 0;
    return build->failures;
}

int one_at_a_time_bad(struct build *build)
{
    vt_int running;
    bool is_running = false;
    int value;
    for (;;) {
        if (is_running) {
            build->failures += vt_int_await(running, &value) < 0;
            is_running = false;
        }
        struct job *job = build->stop ? NULL : next_job(build);
        if (job != NULL) {
            running = spawn(job); // expect: vt-unawaited 'running' is not awaited on every path
            is_running = true;
        }
        tick(build);
        if (build->stop)
            break;
        if (!is_running)
            break;
    }
    return build->failures;
}

/* A mode that the task before the loop was started in stays what it is. */
int fixed_mode_ok(struct build *build, struct job *job)
{
    vt_int task;
    int value = 0;
    if (build->repeat)
        task = spawn(job);
    do {
        tick(build);
        if (!build->repeat)
            break;
    } while (more(build));
    if (build->repeat)
        return vt_int_await(task, &value);
    return 0;
}
