#ifndef SINKS_H
#define SINKS_H
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

enum mode { MODE_LOOK, MODE_AWAIT };

struct context {
    const char *name;
    enum mode mode;
};

vt_int make(void);
int await_when_steered(vt_int task);
int await_when_told_bad(vt_int task);
int mode_decides_bad(const struct context *context, vt_int task);

#endif
