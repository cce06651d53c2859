/* What a function does that is too dear to be followed to the end is looked for in the first turns of its loops: a bound in memory that unseen code may change, and a condition on each element. */
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int);

struct list {
    int count;
};

int some_left_bad(const struct list *l, const bool *on, int limit)
{
    vt_int ts[8];
    int x, rc = 0;
    if (l->count > 8)
        return -1;
    for (int i = 0; i < l->count; i++)
        if (on[i])
            ts[i] = make(i); // expect: vt-unawaited
    for (int i = 0; i < l->count; i++)
        if (on[i] && i < limit)
            rc |= vt_int_await(ts[i], &x);
    return rc;
}

int none_left_ok(const struct list *l, const bool *on, int limit)
{
    vt_int ts[8];
    int x, rc = 0;
    if (l->count > 8)
        return -1;
    for (int i = 0; i < l->count; i++)
        if (on[i])
            ts[i] = make(i);
    for (int i = 0; i < l->count; i++) {
        if (on[i] && i < limit)
            rc |= vt_int_await(ts[i], &x);
        else if (on[i])
            vt_int_forget(ts[i]);
    }
    return rc;
}

/* So it is where right was taken to be meant, since a loss has left nobody to know which of the tasks are left. */
enum { NODES = 5, QUORUM = NODES / 2 + 1 };

vt_void pause_for(void);

int vote_bad(int self)
{
    for (int round = 0; round < 10; round++) {
        vt_int votes[NODES - 1];
        int asked = 0, yes = 1, rc;
        for (int i = 0; i < NODES; i++)
            if (i != self)
                votes[asked++] = make(i); // expect: vt-unawaited
        while (asked > 0 && yes < QUORUM) {
            int answer = 0;
            if (vt_int_await(votes[--asked], &answer) == 0 && answer)
                yes++;
        }
        if (yes >= QUORUM)
            return 0;
        if ((rc = vt_void_await(pause_for())) < 0)
            return rc;
    }
    return -1;
}

int vote_ok(int self)
{
    for (int round = 0; round < 10; round++) {
        vt_int votes[NODES - 1];
        int asked = 0, yes = 1, rc;
        for (int i = 0; i < NODES; i++)
            if (i != self)
                votes[asked++] = make(i);
        while (asked > 0 && yes < QUORUM) {
            int answer = 0;
            if (vt_int_await(votes[--asked], &answer) == 0 && answer)
                yes++;
        }
        while (asked > 0)
            vt_int_forget(votes[--asked]);
        if (yes >= QUORUM)
            return 0;
        if ((rc = vt_void_await(pause_for())) < 0)
            return rc;
    }
    return -1;
}
