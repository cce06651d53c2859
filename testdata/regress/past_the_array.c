// An array of tasks is filled up to a count, which is at most its size: there is no element past the end of which a task could be lost.
#include <stdbool.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

enum { PORTS = 8 };

struct hub {
    int count;
    int ids[PORTS];
};

vt_int probe(int id);

int over_all_by_flags_ok(const int *ids, int n)
{
    vt_int tasks[PORTS];
    bool is_probed[PORTS] = {false};
    int sum = 0;
    for (int i = 0; i < n; i++)
        if (ids[i] > 0) {
            tasks[i] = probe(ids[i]);
            is_probed[i] = true;
        }
    for (int i = 0; i < PORTS; i++)
        if (is_probed[i])
            sum += vt_int_await(tasks[i], NULL);
    return sum;
}

int over_all_below_the_count_ok(struct hub *hub)
{
    vt_int tasks[PORTS];
    int sum = 0;
    for (int i = 0; i < hub->count; i++)
        tasks[i] = probe(hub->ids[i]);
    for (int i = 0; i < PORTS; i++)
        if (i < hub->count)
            sum += vt_int_await(tasks[i], NULL);
    return sum;
}

int all_but_the_last_port_bad(const int *ids, int n)
{
    vt_int tasks[PORTS];
    bool is_probed[PORTS] = {false};
    int sum = 0;
    for (int i = 0; i < n; i++)
        if (ids[i] > 0) {
            tasks[i] = probe(ids[i]); // expect: vt-unawaited
            is_probed[i] = true;
        }
    for (int i = 0; i < PORTS - 1; i++)
        if (is_probed[i])
            sum += vt_int_await(tasks[i], NULL);
    return sum;
}

int last_first_then_not_the_first_bad(int n)
{
    vt_int tasks[PORTS];
    int sum = 0;
    for (int i = 0; i < n; i++)
        tasks[i] = probe(i); // expect: vt-unawaited
    if (n > 0)
        sum += vt_int_await(tasks[n - 1], NULL);
    for (int i = 1; i + 1 < n; i++)
        sum += vt_int_await(tasks[i], NULL);
    return sum;
}
