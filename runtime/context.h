/* A context: where a stack was left, and switching from one to another.
 *
 * Written in assembly for x86-64 and aarch64 (context_*.S), where the whole context is a stack pointer: what the ABI has
 * a function preserve is on the stack itself, the floating-point control words included. By ucontext elsewhere, or
 * when VT_CONTEXT_UCONTEXT is defined: correct, and slow by two system calls a switch.
 */
#ifndef VALUETASK_RUNTIME_CONTEXT_H
#define VALUETASK_RUNTIME_CONTEXT_H

#include <stddef.h>

#include "sanitizers.h"

#if !defined(VT_CONTEXT_UCONTEXT) && !(defined(__linux__) && (defined(__x86_64__) || defined(__aarch64__)) && defined(__LP64__))
#define VT_CONTEXT_UCONTEXT 1
#endif

#ifdef VT_CONTEXT_UCONTEXT
#include <ucontext.h>
#endif

struct context {
#ifdef VT_CONTEXT_UCONTEXT
    ucontext_t registers;
#else
    void *stack_pointer;
#endif
    /* What the sanitizers know the stack by. */
#ifdef VT_RT_ASAN
    void *fake_stack;
    const void *stack;
    size_t size;
#endif
#ifdef VT_RT_TSAN
    void *tsan_fiber;
#endif
};

/* Makes `context` such that a switch to it calls `entry(argument)` on the stack of `size` bytes at `stack`, which must
 * be aligned to 16. entry must begin with vt_rt_context_arrive(NULL) and never return. */
void vt_rt_context_make(struct context *context, void *stack, size_t size, void (*entry)(void *), void *argument);

/* Gives back what a context that will not be switched to again holds besides its stack. */
void vt_rt_context_drop(struct context *context);

/* Leaves this stack in `*from` and goes on with `*to`, where `answer` is what the switch that left it returns. Returns when somebody
 * switches to `*from`. */
#ifdef VT_CONTEXT_UCONTEXT
int vt_rt_switch_registers_(struct context *from, struct context *to, int answer);
#else
int vt_rt_switch_stacks_(void **from, void *to, int answer);

static inline int vt_rt_switch_registers_(struct context *from, struct context *to, int answer)
{
    return vt_rt_switch_stacks_(&from->stack_pointer, to->stack_pointer, answer);
}
#endif

#if defined(VT_RT_ASAN) || defined(VT_RT_TSAN)
int vt_rt_context_switch(struct context *from, struct context *to, int answer);
void vt_rt_context_arrive(struct context *context);
#else
static inline int vt_rt_context_switch(struct context *from, struct context *to, int answer)
{
    return vt_rt_switch_registers_(from, to, answer);
}

static inline void vt_rt_context_arrive(struct context *context)
{
    (void)context;
}
#endif

#endif
