// A helper takes what is complete, clears the marks and returns how many it took: that number and the marks belong together, and where a summary has lost that, what it shows is looked for on single paths.
#include <stdbool.h>
#include <valuetask/valuetask.h>
VT_DEFINE(int, int);

vt_int begin(int id);
bool interrupted(void);

static int reap(vt_int *t, bool *live, unsigned n)
{
    int v, k = 0;

    for (unsigned i = 0; i < n; i++)
        if (live[i] && vt_int_is_completed(t[i])) {
            live[i] = false;
            (void)!vt_int_await(t[i], &v);
            k++;
        }
    return k;
}

int run_ok(const int *ids)
{
    vt_int t[4];
    bool live[4];
    int left = 4;

    for (int i = 0; i < 4; i++) {
        t[i] = begin(ids[i]);
        live[i] = true;
    }
    while (left > 0)
        left -= reap(t, live, 4);
    return 0;
}

int run_bad(const int *ids)
{
    vt_int t[4];
    bool live[4];
    int left = 4;

    for (int i = 0; i < 4; i++) {
        t[i] = begin(ids[i]); // expect: vt-unawaited
        live[i] = true;
    }
    while (left > 0) {
        left -= reap(t, live, 4);
        if (interrupted())
            return -1;
    }
    return 0;
}
