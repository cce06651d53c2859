// Slots that are polled and started again: what is known of a slot, once its number is forgotten, is lost, and what such a loss shows wants a path of its own.
#include <valuetask/valuetask.h>

VT_DEFINE(outcome, int);

struct job {
    int retries_left;
    int result;
};

vt_outcome start_job(struct job *j);
struct job *queue_pop(void);

int run_slots_ok(void)
{
    vt_outcome tasks[6];
    struct job *jobs[6] = {NULL};
    unsigned busy = 0;
    do {
        for (unsigned s = 0; s < 6; s++) {
            struct job *j;
            if (jobs[s] || (j = queue_pop()) == NULL)
                continue;
            tasks[s] = start_job(j);
            jobs[s] = j;
            busy++;
        }
        for (unsigned s = 0; s < 6; s++) {
            struct job *j = jobs[s];
            if (!j)
                continue;
            if (!vt_outcome_is_completed(tasks[s]) && busy > 1)
                continue;
            int rc = vt_outcome_await(tasks[s], &j->result);
            if (rc == -EAGAIN && j->retries_left > 0) {
                j->retries_left--;
                tasks[s] = start_job(j);
                continue;
            }
            jobs[s] = NULL;
            busy--;
        }
    } while (busy > 0);
    return 0;
}

int run_flags_ok(void)
{
    vt_outcome tasks[4];
    bool is_on[4] = {false};
    unsigned busy = 0;
    do {
        for (unsigned s = 0; s < 4; s++) {
            struct job *j;
            if (is_on[s] || (j = queue_pop()) == NULL)
                continue;
            tasks[s] = start_job(j);
            is_on[s] = true;
            busy++;
        }
        for (unsigned s = 0; s < 4; s++) {
            if (!is_on[s])
                continue;
            if (!vt_outcome_is_completed(tasks[s]) && busy > 1)
                continue;
            int r, rc = vt_outcome_await(tasks[s], &r);
            if (rc == -EAGAIN) {
                tasks[s] = start_job(NULL);
                continue;
            }
            is_on[s] = false;
            busy--;
        }
    } while (busy > 0);
    return 0;
}

int freed_too_early_bad(void)
{
    vt_outcome tasks[6];
    struct job *jobs[6] = {NULL};
    unsigned busy = 0;
    do {
        for (unsigned s = 0; s < 6; s++) {
            struct job *j;
            if (jobs[s] || (j = queue_pop()) == NULL)
                continue;
            tasks[s] = start_job(j);
            jobs[s] = j;
            busy++;
        }
        for (unsigned s = 0; s < 6; s++) {
            struct job *j = jobs[s];
            if (!j)
                continue;
            int rc = vt_outcome_await(tasks[s], &j->result);
            jobs[s] = NULL;
            if (rc == -EAGAIN) {
                tasks[s] = start_job(j); // expect: vt-unawaited
                continue;
            }
            busy--;
        }
    } while (busy > 0);
    return 0;
}

int not_freed_bad(void)
{
    vt_outcome tasks[4];
    bool is_on[4] = {false};
    unsigned busy = 0;
    do {
        for (unsigned s = 0; s < 4; s++) {
            struct job *j;
            if (is_on[s] || (j = queue_pop()) == NULL)
                continue;
            tasks[s] = start_job(j);
            is_on[s] = true;
            busy++;
        }
        for (unsigned s = 0; s < 4; s++) {
            if (!is_on[s])
                continue;
            int r, rc = vt_outcome_await(tasks[s], &r); // expect: vt-double-await
            if (rc == -EAGAIN)
                continue;
            is_on[s] = false;
            busy--;
        }
    } while (busy > 0);
    return 0;
}

// Tries over a small array.
int tries_ok(void)
{
    vt_outcome t[4];
    bool done[4] = {false};
    int sum = 0, x;
    for (int try = 0; try < 3; try++) {
        for (int i = 0; i < 4; i++)
            if (!done[i])
                t[i] = start_job(NULL);
        for (int i = 0; i < 4; i++)
            if (!done[i] && vt_outcome_await(t[i], &x) == 0) {
                done[i] = true;
                sum += x;
            }
    }
    return sum;
}

int tries_left_ok(void)
{
    vt_outcome t[4];
    bool done[4] = {false};
    int left = 4, sum = 0, x;
    for (int try = 0; try < 3 && left > 0; try++) {
        for (int i = 0; i < 4; i++)
            if (!done[i])
                t[i] = start_job(NULL);
        for (int i = 0; i < 4; i++) {
            if (done[i])
                continue;
            if (vt_outcome_await(t[i], &x) == 0) {
                done[i] = true;
                left--;
                sum += x;
            }
        }
    }
    return left == 0 ? sum : -1;
}

int tries_left_bad(void)
{
    vt_outcome t[4];
    bool done[4] = {false};
    int left = 4, sum = 0, x;
    for (int try = 0; try < 3 && left > 0; try++) {
        for (int i = 0; i < 4; i++)
            if (!done[i])
                t[i] = start_job(NULL);
        for (int i = 0; i < 4; i++) {
            if (done[i])
                continue;
            if (vt_outcome_await(t[i], &x) == 0) {
                done[i] = true;
                left--;
                sum += x;
            }
        }
    }
    if (left > 0)
        for (int i = 0; i < 4; i++)
            if (!done[i])
                vt_outcome_forget(t[i]); // expect: vt-double-await
    return sum;
}
