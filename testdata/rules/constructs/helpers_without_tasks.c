/* Helpers that have nothing to do with tasks, and the memory around a task that they get. */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);

struct conn {
    int count;
    bool has;
    void (*done)(struct conn *conn);
    vt_int pending; // expect: vt-field-storage
};

void publish(struct conn *conn);

static void count_up(struct conn *conn)
{
    conn->count++;
}

static void release(struct conn *conn)
{
    free(conn);
}

static void clear(struct conn *conn)
{
    memset(conn, 0, sizeof *conn);
}

static void hand_out(struct conn *conn)
{
    publish(conn);
}

static void set_flag(struct conn *conn, bool has)
{
    conn->has = has;
}

static void run(struct conn *conn)
{
    conn->done(conn);
}

static void finish(struct conn *conn)
{
    vt_int_forget(conn->pending);
}

static const struct ops {
    void (*finish)(struct conn *conn);
} ops = {finish};

static void run_table(struct conn *conn)
{
    ops.finish(conn);
}

void left_alone_bad(void)
{
    struct conn conn = {0};
    conn.pending = make();
    count_up(&conn);
    vt_int_forget(conn.pending);
    count_up(&conn);
    vt_int_forget(conn.pending); // expect: vt-double-await
}

int left_alone_ok(void)
{
    struct conn conn = {0};
    conn.pending = make();
    count_up(&conn);
    vt_int_forget(conn.pending);
    return conn.count;
}

void released_bad(void)
{
    struct conn *conn = calloc(1, sizeof *conn);
    if (conn == NULL)
        return;
    conn->pending = make(); // expect: vt-unawaited
    count_up(conn);
    release(conn);
}

void released_ok(void)
{
    struct conn *conn = calloc(1, sizeof *conn);
    if (conn == NULL)
        return;
    conn->pending = make();
    count_up(conn);
    vt_int_forget(conn->pending);
    release(conn);
}

void cleared_bad(void)
{
    struct conn conn = {0};
    conn.pending = make(); // expect: vt-unawaited
    clear(&conn);
}

void cleared_ok(void)
{
    struct conn conn = {0};
    conn.pending = make();
    vt_int_forget(conn.pending);
    clear(&conn);
}

/* Whoever gets it may consume it. */
void handed_out_ok(void)
{
    static struct conn conn;
    conn.pending = make();
    hand_out(&conn);
}

void flagged_bad(int n)
{
    struct conn conn = {0};
    if (n > 0) {
        conn.pending = make(); // expect: vt-unawaited
        set_flag(&conn, n > 1);
    }
    if (conn.has)
        vt_int_forget(conn.pending);
}

void flagged_ok(int n)
{
    struct conn conn = {0};
    if (n > 0) {
        conn.pending = make();
        set_flag(&conn, true);
    }
    if (conn.has)
        vt_int_forget(conn.pending);
}

void called_back_bad(void)
{
    struct conn conn = {.done = finish};
    conn.pending = make();
    run(&conn);
    vt_int_forget(conn.pending); // expect: vt-double-await
}

void called_back_ok(void)
{
    struct conn conn = {.done = finish};
    conn.pending = make();
    run(&conn);
}

void by_table_bad(void)
{
    struct conn conn = {0};
    conn.pending = make();
    run_table(&conn);
    vt_int_forget(conn.pending); // expect: vt-double-await
}

void by_table_ok(void)
{
    struct conn conn = {0};
    conn.pending = make();
    run_table(&conn);
}
