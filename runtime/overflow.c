/* Telling of a fiber's stack that overflowed.
 *
 * A fault in the guard below the running fiber's stack is explained on standard error; then, as for every other
 * fault, whoever handled SIGSEGV before gets it, which by default ends the program with a core dump. The handler needs a
 * stack of its own, for the fiber's is used up: each thread that makes fibers gets one, unless it has one.
 *
 * The sanitizers explain such faults themselves, so their handlers are left alone.
 */
#define _GNU_SOURCE

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "stacks.h"
#include "waiter.h"

enum {
    SIGNAL_STACK_SIZE = 64 * 1024,
#if defined(VT_RT_ASAN) || defined(VT_RT_TSAN)
    IS_EXPLAINED_BY_OTHERS = true,
#else
    IS_EXPLAINED_BY_OTHERS = false,
#endif
};

static struct sigaction previous;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static _Thread_local void *signal_stack;

/* snprintf is not on the list of what a handler may call; it takes no lock for these conversions in any libc we know. */
static void explain(const struct stack *stack, const char *address)
{
    char text[256];
    int length = snprintf(text, sizeof text,
                          "valuetask: a fiber overflowed its stack of %zu bytes (it touched %p, %zu bytes below its end). Give "
                          "vt_fiber_configure a bigger stack_size, or let the fiber use less: no large arrays, no deep recursion\n",
                          stack->size, (const void *)address, (size_t)(stack->low - address));

    if (length > 0 && write(STDERR_FILENO, text, (size_t)length) < 0)
        return;
}

static void pass_on(int signal_number, siginfo_t *info, void *registers)
{
    if ((previous.sa_flags & SA_SIGINFO) != 0) {
        previous.sa_sigaction(signal_number, info, registers);
    } else if (previous.sa_handler != SIG_DFL && previous.sa_handler != SIG_IGN) {
        previous.sa_handler(signal_number);
    } else {
        /* Returning repeats the instruction, and with it the fault. */
        struct sigaction fallback = { .sa_handler = SIG_DFL };
        sigaction(signal_number, &fallback, NULL);
    }
}

static void handle_fault(int signal_number, siginfo_t *info, void *registers)
{
    const struct stack *stack = vt_rt_running_stack();
    const char *address = info->si_addr;

    if (stack != NULL && address < stack->low && address >= stack->low - VT_RT_GUARD_SIZE)
        explain(stack, address);
    pass_on(signal_number, info, registers);
}

static void install_handler(void)
{
    struct sigaction action = { .sa_sigaction = handle_fault, .sa_flags = SA_SIGINFO | SA_ONSTACK };

    sigemptyset(&action.sa_mask);
    sigaction(SIGSEGV, &action, &previous);
}

/* The code goes, with the program or with a shared object that is unloaded; the handler stays if others have put theirs before it. */
__attribute__((destructor)) static void remove_handler(void)
{
    struct sigaction current;

    if (sigaction(SIGSEGV, NULL, &current) == 0 && (current.sa_flags & SA_SIGINFO) != 0 && current.sa_sigaction == handle_fault)
        sigaction(SIGSEGV, &previous, NULL);
}

void vt_rt_watch_for_overflow(void)
{
    stack_t current;

    if (!IS_EXPLAINED_BY_OTHERS)
        pthread_once(&once, install_handler);
    if (IS_EXPLAINED_BY_OTHERS || signal_stack != NULL || sigaltstack(NULL, &current) != 0 || (current.ss_flags & SS_DISABLE) == 0)
        return;
    void *memory = mmap(NULL, SIGNAL_STACK_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        return;
    signal_stack = memory;
    sigaltstack(&(stack_t){ .ss_sp = memory, .ss_size = SIGNAL_STACK_SIZE }, NULL);
}

void vt_rt_stop_watching(void)
{
    stack_t current;

    if (signal_stack == NULL)
        return;
    if (sigaltstack(NULL, &current) == 0 && current.ss_sp == signal_stack)
        sigaltstack(&(stack_t){ .ss_flags = SS_DISABLE }, NULL);
    munmap(signal_stack, SIGNAL_STACK_SIZE);
    signal_stack = NULL;
}
