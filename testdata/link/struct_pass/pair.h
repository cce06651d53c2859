#ifndef PAIR_H
#define PAIR_H

#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

struct pair {
    vt_int left;  // expect: vt-field-storage left
    vt_int right; // expect: vt-field-storage right
};

void drop_pair(struct pair pair);
void drop_left(struct pair *pair);
struct pair make_pair(void);

#endif
