// Workers with a flag each that says whether they are busy.
#include <stdbool.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int start(int job);
void work(void);

#define WORKERS 2

int pool_ok(int jobs)
{
    vt_int worker[WORKERS];
    bool busy[WORKERS] = {false};
    int value = 0, sum = 0, running = 0, given = 0;
    while (given < jobs || running > 0) {
        for (int w = 0; w < WORKERS; w++) {
            if (busy[w] && vt_int_is_completed(worker[w])) {
                if (vt_int_await(worker[w], &value) == 0)
                    sum += value;
                busy[w] = false;
                running--;
            }
            if (!busy[w] && given < jobs) {
                worker[w] = start(given++);
                busy[w] = true;
                running++;
            }
        }
        work();
    }
    for (int w = 0; w < WORKERS; w++)
        if (busy[w])
            vt_int_forget(worker[w]);
    return sum;
}
