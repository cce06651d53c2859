/* Making contexts; switching them where there is no assembly for it; telling the sanitizers. */
#define _GNU_SOURCE

#include "context.h"

#include <stdint.h>
#include <string.h>

static void make_known(struct context *context, void *stack, size_t size)
{
#ifdef VT_RT_ASAN
    context->fake_stack = NULL;
    context->stack = stack;
    context->size = size;
#endif
#ifdef VT_RT_TSAN
    context->tsan_fiber = __tsan_create_fiber(0);
#endif
    (void)context, (void)stack, (void)size;
}

void vt_rt_context_drop(struct context *context)
{
#ifdef VT_RT_TSAN
    __tsan_destroy_fiber(context->tsan_fiber);
#endif
    (void)context;
}

#if defined(VT_RT_ASAN) || defined(VT_RT_TSAN)

/* The context this thread left last: where its stack lies is learnt on arriving elsewhere. */
static _Thread_local struct context *left;

void vt_rt_context_arrive(struct context *context)
{
#ifdef VT_RT_ASAN
    __sanitizer_finish_switch_fiber(context != NULL ? context->fake_stack : NULL, &left->stack, &left->size);
#endif
    (void)context;
}

int vt_rt_context_switch(struct context *from, struct context *to, int answer)
{
    left = from;
#ifdef VT_RT_ASAN
    __sanitizer_start_switch_fiber(&from->fake_stack, to->stack, to->size);
#endif
#ifdef VT_RT_TSAN
    from->tsan_fiber = __tsan_get_current_fiber();
    __tsan_switch_to_fiber(to->tsan_fiber, 0);
#endif
    answer = vt_rt_switch_registers_(from, to, answer);
    vt_rt_context_arrive(from);
    return answer;
}

#endif

#ifdef VT_CONTEXT_UCONTEXT

/* makecontext passes ints only: a pointer goes in two halves. */
static void enter(unsigned entry_high, unsigned entry_low, unsigned argument_high, unsigned argument_low)
{
    uintptr_t entry = (uintptr_t)(((uint64_t)entry_high << 32) | entry_low);
    uintptr_t argument = (uintptr_t)(((uint64_t)argument_high << 32) | argument_low);

    ((void (*)(void *))entry)((void *)argument);
}

void vt_rt_context_make(struct context *context, void *stack, size_t size, void (*entry)(void *), void *argument)
{
    uint64_t entry_bits = (uint64_t)(uintptr_t)entry;
    uint64_t argument_bits = (uint64_t)(uintptr_t)argument;

    make_known(context, stack, size);
    getcontext(&context->registers);
    context->registers.uc_stack.ss_sp = stack;
    context->registers.uc_stack.ss_size = size;
    context->registers.uc_link = NULL;
    makecontext(&context->registers, (void (*)(void))enter, 4, (unsigned)(entry_bits >> 32), (unsigned)entry_bits,
                (unsigned)(argument_bits >> 32), (unsigned)argument_bits);
}

int vt_rt_switch_registers_(struct context *from, struct context *to, int answer)
{
    static _Thread_local int handed_over;

    handed_over = answer;
    swapcontext(&from->registers, &to->registers);
    return handed_over;
}

#elif defined(__x86_64__)

void vt_rt_enter_stack_(void);

/* What vt_rt_switch_stacks_ takes off a stack, in its order, from `r15` on; the control words lie below the stack pointer. The return
 * address lies where the ABI wants the stack to be misaligned by 8 after it was popped as if by a call. */
struct new_stack {
    uint32_t mxcsr;
    uint16_t x87_control;
    uint16_t unused;
    uint64_t r15, r14, r13, r12, rbx, rbp;
    uint64_t return_address;
    uint64_t end[1]; /* makes the stack pointer a multiple of 16 where enter_stack_ starts: it calls */
};

void vt_rt_context_make(struct context *context, void *stack, size_t size, void (*entry)(void *), void *argument)
{
    struct new_stack made = {
        .r13 = (uint64_t)(uintptr_t)entry,
        .r12 = (uint64_t)(uintptr_t)argument,
        .return_address = (uint64_t)(uintptr_t)vt_rt_enter_stack_,
    };

    make_known(context, stack, size);
    /* A fiber starts with the floating-point modes of whoever makes it. */
    __asm__ volatile("stmxcsr %0" : "=m"(made.mxcsr));
    __asm__ volatile("fnstcw %0" : "=m"(made.x87_control));
    char *low = (char *)stack + size - offsetof(struct new_stack, end) - 16;
    memcpy(low, &made, offsetof(struct new_stack, end));
    context->stack_pointer = low + offsetof(struct new_stack, r15);
}

#elif defined(__aarch64__)

void vt_rt_enter_stack_(void);

/* What vt_rt_switch_stacks_ takes off a stack, in its order. */
struct new_stack {
    uint64_t x19_to_x30[12];
    uint64_t d8_to_d15[8];
    uint64_t fpcr;
    uint64_t padding;
};

void vt_rt_context_make(struct context *context, void *stack, size_t size, void (*entry)(void *), void *argument)
{
    struct new_stack made = { .x19_to_x30 = { (uint64_t)(uintptr_t)argument, (uint64_t)(uintptr_t)entry } };

    made.x19_to_x30[11] = (uint64_t)(uintptr_t)vt_rt_enter_stack_;
    make_known(context, stack, size);
    /* A fiber starts with the floating-point modes of whoever makes it. */
    __asm__ volatile("mrs %0, fpcr" : "=r"(made.fpcr));
    context->stack_pointer = (char *)stack + size - sizeof made;
    memcpy(context->stack_pointer, &made, sizeof made);
}

#endif
