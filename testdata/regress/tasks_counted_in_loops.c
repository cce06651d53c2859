// Loops that look at all tasks of an array, in which order they end: which are done is a flag beside each, and how many are left is a number, which follows from all flags
// together. Which element an index means is not forgotten before what other elements hold.
#include <stdbool.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int number);
bool wanted(int number);

int poll_ok(void)
{
    vt_int t[4];
    bool done[4] = {false};
    int left = 4, sum = 0, value;
    for (int i = 0; i < 4; i++)
        t[i] = make(i);
    while (left > 0)
        for (int i = 0; i < 4; i++)
            if (!done[i] && vt_int_is_completed(t[i])) {
                if (vt_int_await(t[i], &value) == 0)
                    sum += value;
                done[i] = true;
                left--;
            }
    return sum;
}

int poll_without_flag_bad(void)
{
    vt_int t[4];
    int left = 4, sum = 0, value;
    for (int i = 0; i < 4; i++)
        t[i] = make(i); // expect: vt-unawaited
    while (left > 0)
        for (int i = 0; i < 4; i++)
            if (vt_int_is_completed(t[i])) { // expect: vt-use-after-await
                if (vt_int_await(t[i], &value) == 0) // expect: vt-double-await
                    sum += value;
                left--;
            }
    return sum;
}

int poll_one_short_bad(int n)
{
    vt_int t[16];
    bool done[16] = {false};
    int left = n - 1, sum = 0, value;
    for (int i = 0; i < n; i++)
        t[i] = make(i); // expect: vt-unawaited
    while (left > 0)
        for (int i = 0; i < n; i++)
            if (!done[i] && vt_int_is_completed(t[i])) {
                if (vt_int_await(t[i], &value) == 0)
                    sum += value;
                done[i] = true;
                left--;
            }
    return sum;
}

int poll_ten_times_bad(void)
{
    vt_int t[4];
    bool done[4] = {false};
    int sum = 0, value;
    for (int i = 0; i < 4; i++)
        t[i] = make(i); // expect: vt-unawaited
    for (int tries = 0; tries < 10; tries++)
        for (int i = 0; i < 4; i++)
            if (!done[i] && vt_int_is_completed(t[i])) {
                if (vt_int_await(t[i], &value) == 0)
                    sum += value;
                done[i] = true;
            }
    return sum;
}

/* Those that are not done move up. */
int compact_ok(int n)
{
    vt_int t[16];
    int sum = 0, value;
    for (int i = 0; i < n; i++)
        t[i] = make(i);
    while (n > 0) {
        int kept = 0;
        for (int i = 0; i < n; i++)
            if (vt_int_is_completed(t[i])) {
                if (vt_int_await(t[i], &value) == 0)
                    sum += value;
            } else {
                t[kept++] = t[i];
            }
        n = kept;
    }
    return sum;
}

int compact_keeps_failed_bad(void)
{
    vt_int t[3];
    int n = 3, sum = 0, value;
    for (int i = 0; i < n; i++)
        t[i] = make(i);
    while (n > 0) {
        int kept = 0;
        for (int i = 0; i < n; i++)
            if (!vt_int_is_completed(t[i]))
                t[kept++] = t[i];
            else if (vt_int_await(t[i], &value) == 0) // expect: vt-double-await
                sum += value;
            else
                t[kept++] = t[i]; // expect: vt-use-after-await
        n = kept;
    }
    return sum;
}

struct slot {
    vt_int t; // expect: vt-field-storage
    bool busy;
};

int crawl_ok(int total)
{
    struct slot slots[4] = {0};
    int next = 0, running = 0, sum = 0, value;
    while (next < total || running > 0) {
        for (int i = 0; i < 4; i++)
            if (!slots[i].busy && next < total) {
                slots[i].t = make(next++);
                slots[i].busy = true;
                running++;
            }
        for (int i = 0; i < 4; i++)
            if (slots[i].busy && vt_int_is_completed(slots[i].t)) {
                if (vt_int_await(slots[i].t, &value) == 0)
                    sum += value;
                slots[i].busy = false;
                running--;
            }
    }
    return sum;
}

int crawl_until_idle_ok(int total)
{
    struct slot slots[4];
    int next = 0, running = 0, sum = 0, value;
    for (int i = 0; i < 4; i++)
        slots[i].busy = false;
    for (;;) {
        for (int i = 0; i < 4 && next < total; i++)
            if (!slots[i].busy) {
                slots[i].t = make(next);
                next++;
                slots[i].busy = true;
                running++;
            }
        if (running == 0)
            break;
        for (int i = 0; i < 4; i++) {
            if (!slots[i].busy || !vt_int_is_completed(slots[i].t))
                continue;
            slots[i].busy = false;
            running--;
            if (vt_int_await(slots[i].t, &value) == 0)
                sum += value;
        }
    }
    return sum;
}

int crawl_leaves_running_bad(int total)
{
    struct slot slots[4] = {0};
    int next = 0, sum = 0, value;
    while (next < total) {
        for (int i = 0; i < 4; i++)
            if (!slots[i].busy && next < total) {
                slots[i].t = make(next++); // expect: vt-unawaited
                slots[i].busy = true;
            }
        for (int i = 0; i < 4; i++)
            if (slots[i].busy && vt_int_is_completed(slots[i].t)) {
                if (vt_int_await(slots[i].t, &value) == 0)
                    sum += value;
                slots[i].busy = false;
            }
    }
    return sum;
}
