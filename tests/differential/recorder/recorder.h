/* The recorder's side that the generated main program uses: runs a program under all answers of the oracle. */
#ifndef RECORDER_H
#define RECORDER_H

#include <valuetask/valuetask.h>

/* The oracle: a number below `count`; all of them are tried in turn, in all combinations. */
int recorder_choose(int count);

struct recorder_program {
    int number;
    void (*run)(void);
};

/* Prints for each program a line `program NUMBER RUNS all|capped|invalid REASON` and before it one
 * `finding NUMBER RULE FILE LINE` for each misuse that some run showed. */
int recorder_main(const struct recorder_program *programs, int count, int most_runs);

#endif
