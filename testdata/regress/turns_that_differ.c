// Beside a ring, each turn finds something in a table by its counter: one of them finds another thing, and does not repeat the one before.
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <valuetask/valuetask.h>
VT_DEFINE(int, int);
struct s { bool stop; unsigned n; };
vt_int begin(int id);
bool more(struct s *s);
enum { SIZE = 4096, BLOCK = 64 };
static const char *const table[300] = {[70] = "x"};
static const bool marks[300] = {[70] = true};
struct row { const char *name; int kind; };
static const struct row rows[300] = {[70] = {"x", 2}};
static bool is_there(int i) { return i == 70; }
static bool is_there2(int i) { return i + 5 == 70; }
static int twice(int i) { return 2 * i; }
static int now;
static void tick(void) { now++; }
struct pos { int line, col; };
static void next(struct pos *p) { if (++p->col == 10) { p->col = 0; p->line++; } }
int tab_ok(void)
{
    vt_int a = begin(0); /* a is awaited only if got: */
    vt_int t[4];
    unsigned head = 0, tail = 0;
    int v, rc = 0, got = 0;
    for (int i = 0; i < 300; i++) {
        if (tail - head == 4)
            rc |= vt_int_await(t[head++ % 4], &v);
        t[tail++ % 4] = begin(i);
            if (table[i] != NULL) {
            got = 1;
            break;
        }
    }
    while (head != tail)
        rc |= vt_int_await(t[head++ % 4], &v);
    if (!got)
        return rc;
    rc |= vt_int_await(a, &v);
    return rc;
}
int rowptr_ok(void)
{
    vt_int a = begin(0); /* a is awaited only if got: */
    vt_int t[4];
    unsigned head = 0, tail = 0;
    int v, rc = 0, got = 0;
    for (int i = 0; i < 300; i++) {
        if (tail - head == 4)
            rc |= vt_int_await(t[head++ % 4], &v);
        t[tail++ % 4] = begin(i);
        const struct row *r = &rows[i];
        if (r->kind == 2) {
            got = 1;
            break;
        }
    }
    while (head != tail)
        rc |= vt_int_await(t[head++ % 4], &v);
    if (!got)
        return rc;
    rc |= vt_int_await(a, &v);
    return rc;
}
int rowcopy_ok(void)
{
    vt_int a = begin(0); /* a is awaited only if got: */
    vt_int t[4];
    unsigned head = 0, tail = 0;
    int v, rc = 0, got = 0;
    for (int i = 0; i < 300; i++) {
        if (tail - head == 4)
            rc |= vt_int_await(t[head++ % 4], &v);
        t[tail++ % 4] = begin(i);
        struct row r = rows[i];
        if (r.kind == 2) {
            got = 1;
            break;
        }
    }
    while (head != tail)
        rc |= vt_int_await(t[head++ % 4], &v);
    if (!got)
        return rc;
    rc |= vt_int_await(a, &v);
    return rc;
}
int ptrnull_ok(void)
{
    vt_int a = begin(0); /* a is awaited only if got: */
    vt_int t[4];
    unsigned head = 0, tail = 0;
    int v, rc = 0, got = 0;
    const char *w = NULL;
    for (int i = 0; i < 300; i++) {
        if (tail - head == 4)
            rc |= vt_int_await(t[head++ % 4], &v);
        t[tail++ % 4] = begin(i);
        w = table[i];
        if (w) {
            got = 1;
            break;
        }
    }
    while (head != tail)
        rc |= vt_int_await(t[head++ % 4], &v);
    if (!got)
        return rc;
    rc |= vt_int_await(a, &v);
    return rc;
}
int helper2_ok(void)
{
    vt_int a = begin(0); /* a is awaited only if got: */
    vt_int t[4];
    unsigned head = 0, tail = 0;
    int v, rc = 0, got = 0;
    for (int i = 0; i < 300; i++) {
        if (tail - head == 4)
            rc |= vt_int_await(t[head++ % 4], &v);
        t[tail++ % 4] = begin(i);
            if (is_there2(i)) {
            got = 1;
            break;
        }
    }
    while (head != tail)
        rc |= vt_int_await(t[head++ % 4], &v);
    if (!got)
        return rc;
    rc |= vt_int_await(a, &v);
    return rc;
}
int marks_ok(void)
{
    vt_int a = begin(0); /* a is awaited only if got: */
    vt_int t[4];
    unsigned head = 0, tail = 0;
    int v, rc = 0, got = 0;
    for (int i = 0; i < 300; i++) {
        if (tail - head == 4)
            rc |= vt_int_await(t[head++ % 4], &v);
        t[tail++ % 4] = begin(i);
            if (marks[i]) {
            got = 1;
            break;
        }
    }
    while (head != tail)
        rc |= vt_int_await(t[head++ % 4], &v);
    if (!got)
        return rc;
    rc |= vt_int_await(a, &v);
    return rc;
}
int rowf_ok(void)
{
    vt_int a = begin(0); /* a is awaited only if got: */
    vt_int t[4];
    unsigned head = 0, tail = 0;
    int v, rc = 0, got = 0;
    for (int i = 0; i < 300; i++) {
        if (tail - head == 4)
            rc |= vt_int_await(t[head++ % 4], &v);
        t[tail++ % 4] = begin(i);
            if (rows[i].kind == 2) {
            got = 1;
            break;
        }
    }
    while (head != tail)
        rc |= vt_int_await(t[head++ % 4], &v);
    if (!got)
        return rc;
    rc |= vt_int_await(a, &v);
    return rc;
}
