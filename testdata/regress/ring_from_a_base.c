// The places of a ring whose counter begins anywhere: which of two counts is meant is known by how far they are apart.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int fetch(unsigned id);
int visit(int v);

int scan_ok(unsigned first, unsigned last)
{
    vt_int w[4];
    int rc = 0, leaf;
    unsigned issued = first, taken = first;
    while (taken < last) {
        for (; issued < last && issued - taken < 4; issued++)
            w[issued % 4] = fetch(issued);
        rc = vt_int_await(w[taken % 4], &leaf);
        taken++;
        if (rc < 0)
            break;
        if ((rc = visit(leaf)) != 0)
            break;
    }
    for (; taken < issued; taken++)
        vt_int_forget(w[taken % 4]);
    return rc;
}

int scan_bad(unsigned first, unsigned last)
{
    vt_int w[4];
    int rc = 0, leaf;
    unsigned issued = first, taken = first;
    while (taken < last) {
        for (; issued < last && issued - taken < 4; issued++)
            w[issued % 4] = fetch(issued); // expect: vt-unawaited
        rc = vt_int_await(w[taken % 4], &leaf);
        taken++;
        if (rc < 0)
            break;
        if ((rc = visit(leaf)) != 0)
            return rc;
    }
    for (; taken < issued; taken++)
        vt_int_forget(w[taken % 4]);
    return rc;
}

int two_ok(unsigned first, unsigned last)
{
    vt_int w[2];
    int v, sum = 0;
    if (first >= last)
        return 0;
    w[first % 2] = fetch(first);
    for (unsigned i = first; i < last; i++) {
        if (i + 1 < last)
            w[(i + 1) % 2] = fetch(i + 1);
        if (vt_int_await(w[i % 2], &v) == 0)
            sum += v;
    }
    return sum;
}

int two_bad(unsigned first, unsigned last)
{
    vt_int w[2];
    int v, sum = 0;
    if (first >= last)
        return 0;
    w[first % 2] = fetch(first);
    for (unsigned i = first; i < last; i++) {
        if (i + 1 < last)
            w[(i + 1) % 2] = fetch(i + 1); // expect: vt-unawaited
        if (vt_int_await(w[i % 2], &v) < 0)
            return -1;
        sum += v;
    }
    return sum;
}

int neighbours_ok(unsigned first)
{
    vt_int w[4];
    int v = 0, rc;
    w[first % 4] = fetch(first);
    w[(first + 1) % 4] = fetch(first + 1);
    rc = vt_int_await(w[first % 4], &v);
    rc |= vt_int_await(w[(first + 1) % 4], &v);
    return rc < 0 ? rc : v;
}

int neighbours_bad(unsigned first)
{
    vt_int w[4];
    int v = 0, rc;
    w[first % 4] = fetch(first);
    w[(first + 1) % 4] = fetch(first + 1); // expect: vt-unawaited
    rc = vt_int_await(w[first % 4], &v);
    rc |= vt_int_await(w[(first + 4) % 4], &v); // expect: vt-double-await
    return rc < 0 ? rc : v;
}
