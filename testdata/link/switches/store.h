#ifndef STORE_H
#define STORE_H

#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

struct store {
    struct vt_source source;
    uint64_t token;
    int last;
};

extern int use_cache, is_quiet;
extern struct { int level, unused; } logging;

vt_int store_read(struct store *store);
vt_int store_read_again(struct store *store);
void store_release(vt_int task);
void parse_options(int argc, char **argv);

#endif
