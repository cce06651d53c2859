/* Stacks for fibers, with an area below each that must not be touched, so that an overflow is a fault and not a
 * corruption.
 *
 * They come from slabs, big mappings that hold many, for two reasons: a mapping a stack would soon meet the
 * kernel's limit (vm.max_map_count, 65,530), and huge pages, which would make a stack of one used page cost 2 MiB, can be
 * declined for all at once. A stack is never given back singly: finished fibers keep theirs for the next.
 */
#ifndef VALUETASK_RUNTIME_STACKS_H
#define VALUETASK_RUNTIME_STACKS_H

#include <stdbool.h>
#include <stddef.h>

enum { VT_RT_GUARD_SIZE = 16 * 1024 };

struct stack {
    char *low; /* below it lie VT_RT_GUARD_SIZE bytes of guard, if is_guarded */
    size_t size;
    bool is_guarded;
    unsigned valgrind_id;
};

struct stack_slab;

/* The stacks of one thread. All zero has none, and makes them of the default size. */
struct stack_store {
    size_t stack_size;        /* 0: the default */
    struct stack_slab *slabs; /* newest first; only the first has unused stacks */
};

/* Makes a new stack; false when out of memory. Touches none of its pages. */
bool vt_rt_stack_new(struct stack_store *store, struct stack *stack);

/* Unmaps all stacks. Nothing may run on one. */
void vt_rt_stacks_free(struct stack_store *store);

/* A stack without a guard is marked at its low end when it is made; whether the mark is still there. */
bool vt_rt_stack_is_whole(const struct stack *stack);

/* Makes sure that this thread has an alternate stack for signals, and the process a handler for SIGSEGV that tells of
 * a fiber's stack that overflowed before it lets the fault take its course. Best effort: without memory for it an
 * overflow is a plain fault. */
void vt_rt_watch_for_overflow(void);

/* Takes the thread's alternate stack away again, unless somebody else put another one there. */
void vt_rt_stop_watching(void);

#endif
