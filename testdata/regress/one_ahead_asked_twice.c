// One ahead: whether there is a next one stands in memory and is asked twice in a turn, where the next task is started and as the loop's condition behind other work. That the first task, consumed by then,
// would be awaited once more if the answer changed in between was told; also where the condition is a variable that was given the answer, `more = !s->b.eof`.
#include <stdbool.h>
#include <valuetask/valuetask.h>

struct batch {
    int *rows;
    int n;
    bool eof;
};
VT_DEFINE(batch, struct batch);

struct scan {
    void *conn;
    struct batch b;
};

vt_batch fetch(void *conn);
int work(void *arg, const int *rows, int n);
void rewind_scan(struct scan *s);

int asked_at_end_ok(struct scan *s, void *arg)
{
    vt_batch t = fetch(s->conn);
    int rc;
    do {
        rc = vt_batch_await(t, &s->b);
        if (rc < 0)
            return rc;
        if (!s->b.eof)
            t = fetch(s->conn);
        rc = work(arg, s->b.rows, s->b.n);
        if (rc < 0)
            break;
    } while (!s->b.eof);
    if (!s->b.eof)
        vt_batch_forget(t);
    return rc;
}

int asked_at_end_bad(struct scan *s, void *arg)
{
    vt_batch t = fetch(s->conn);
    int rc;
    do {
        rc = vt_batch_await(t, &s->b);
        if (rc < 0)
            return rc;
        if (!s->b.eof)
            t = fetch(s->conn); // expect: vt-unawaited
        rc = work(arg, s->b.rows, s->b.n);
        if (rc < 0)
            return rc;
    } while (!s->b.eof);
    return 0;
}

int kept_in_variable_ok(struct scan *s, void *arg)
{
    vt_batch t = fetch(s->conn);
    bool more = true;
    int rc = 0;
    while (more) {
        rc = vt_batch_await(t, &s->b);
        if (rc < 0)
            return rc;
        if (!s->b.eof)
            t = fetch(s->conn);
        rc = work(arg, s->b.rows, s->b.n);
        more = !s->b.eof;
    }
    return rc;
}

int kept_in_variable_bad(struct scan *s, void *arg)
{
    vt_batch t = fetch(s->conn);
    bool more = true;
    int rc = 0;
    while (more) {
        rc = vt_batch_await(t, &s->b); // expect: vt-double-await
        if (rc < 0)
            return rc;
        if (!s->b.eof && s->b.n > 0)
            t = fetch(s->conn);
        rc = work(arg, s->b.rows, s->b.n);
        more = !s->b.eof;
    }
    return rc;
}

// Code in between is given the object: it may begin anew.
int begun_anew_bad(struct scan *s, void *arg)
{
    vt_batch t = fetch(s->conn);
    int rc;
    do {
        rc = vt_batch_await(t, &s->b); // expect: vt-double-await
        if (rc < 0)
            return rc;
        if (!s->b.eof)
            t = fetch(s->conn); // expect: vt-unawaited
        rc = work(arg, s->b.rows, s->b.n);
        rewind_scan(s);
    } while (!s->b.eof);
    return rc;
}

// Another question of the same number.
int another_question_bad(struct scan *s, void *arg)
{
    vt_batch t = fetch(s->conn);
    int rc;
    do {
        rc = vt_batch_await(t, &s->b); // expect: vt-double-await
        if (rc < 0)
            return rc;
        if (s->b.n > 4)
            t = fetch(s->conn);
        rc = work(arg, s->b.rows, s->b.n);
    } while (s->b.n > 0);
    return rc;
}
