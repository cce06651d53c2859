// A batch behind a pointer in a struct, drained by a helper when it is full and at the end. An early return loses what is in it.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int start(int key);
int next_key(void);

struct batch {
    vt_int *pending;
    int n;
};

static void drain(struct batch *batch)
{
    int result;
    while (batch->n > 0)
        (void)!vt_int_await(batch->pending[--batch->n], &result);
}

int early_return_bad(void)
{
    vt_int pending[4];
    struct batch batch = {pending, 0};
    int key;
    while ((key = next_key()) > 0) {
        if (key > 1000)
            return -ERANGE;
        if (batch.n == 4)
            drain(&batch);
        batch.pending[batch.n++] = start(key); // expect: vt-unawaited
    }
    drain(&batch);
    return 0;
}

int drained_ok(void)
{
    vt_int pending[4];
    struct batch batch = {pending, 0};
    int key;
    while ((key = next_key()) > 0) {
        if (key > 1000)
            break;
        if (batch.n == 4)
            drain(&batch);
        batch.pending[batch.n++] = start(key);
    }
    drain(&batch);
    return 0;
}
