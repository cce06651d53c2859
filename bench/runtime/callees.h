/* What the synchronous benchmarks call, in a translation unit of its own so that nothing is inlined: a look into a cache of 256
 * entries that always hits, told in five ways.
 */
#ifndef BENCH_RUNTIME_CALLEES_H
#define BENCH_RUNTIME_CALLEES_H

#include <valuetask/valuetask.h>

struct large {
    uint64_t words[3];
};

struct fat {
    const void *pointer;
    int count;
};

struct ints {
    int numbers[6];
};

struct mixed {
    const void *pointer;
    size_t size;
    int one, other;
};

VT_DEFINE(word, uint64_t);
VT_DEFINE(fat, struct fat);
VT_DEFINE(large, struct large);
VT_DEFINE(ints, struct ints);
VT_DEFINE(mixed, struct mixed);

int status_get(unsigned key, uint64_t *value);
vt_word value_get(unsigned key);
int status_get_fat(unsigned key, struct fat *value);
vt_fat value_get_fat(unsigned key);
int status_get_large(unsigned key, struct large *value);
vt_large value_get_large(unsigned key);
int status_get_ints(unsigned key, struct ints *value);
vt_ints value_get_ints(unsigned key);
int status_get_mixed(unsigned key, struct mixed *value);
vt_mixed value_get_mixed(unsigned key);

uint64_t look_at(const struct large *value);

/* Each level awaits, or calls, the one below. */
int status_four(unsigned key, uint64_t *value);
vt_word value_four(unsigned key);

/* A task on the heap, complete when returned: what a run time without value tasks allocates. */
struct heap_task {
    long references;
    int status;
    uint64_t value;
};

struct heap_task *heap_get(unsigned key);
void heap_unref(struct heap_task *task);

#endif
