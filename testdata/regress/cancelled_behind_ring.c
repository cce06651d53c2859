// A flag that is asked first each turn, when no more was done than to compute how much the turn is about, and again behind the loop: it may have become another since a task was begun.
#include <stdbool.h>
#include <valuetask/valuetask.h>

VT_DEFINE(io, long);

#define MIN(a, b) ((a) < (b) ? (a) : (b))

struct job {
    long length;
    bool is_cancelled, is_quick;
};

vt_io begin(struct job *job, long at, long n);

int left_behind(struct job *job)
{
    vt_io t[4];
    unsigned put = 0, got = 0;
    long at = 0, value;
    int rc = 0;
    while (at < job->length) {
        long n = MIN(job->length - at, 100);
        if (job->is_cancelled)
            break;
        if (put - got == 4)
            rc |= vt_io_await(t[got++ % 4], &value);
        t[put++ % 4] = begin(job, at, n); // expect: vt-unawaited
        at += n;
    }
    if (job->is_cancelled)
        return 0;
    while (got != put)
        rc |= vt_io_await(t[got++ % 4], &value);
    return rc;
}

int drained_first(struct job *job)
{
    vt_io t[4];
    unsigned put = 0, got = 0;
    long at = 0, value;
    int rc = 0;
    while (at < job->length) {
        long n = MIN(job->length - at, 100);
        if (job->is_cancelled)
            break;
        if (put - got == 4)
            rc |= vt_io_await(t[got++ % 4], &value);
        t[put++ % 4] = begin(job, at, n);
        at += n;
    }
    while (got != put)
        rc |= vt_io_await(t[got++ % 4], &value);
    if (job->is_cancelled)
        return 0;
    return rc;
}

// One that is asked in the middle of a turn is a mode.
int quick_or_not(struct job *job)
{
    vt_io t;
    long at = 0, value;
    int rc = 0;
    for (; at < job->length; at += 100) {
        long n = MIN(job->length - at, 100);
        if (!job->is_quick)
            t = begin(job, at, n);
        if (!job->is_quick)
            rc |= vt_io_await(t, &value);
    }
    return rc;
}
