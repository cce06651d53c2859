/* The switch of runtime/context.h over Boost.Context's fcontext, in place of context.c and context_*.S: the same scheduler, another
 * switch. fcontext hands the context that was left to whoever arrives, who stores it where the leaver said.
 */
#include "context.h"

struct arrival {
    void *left;
    void *data;
};

extern struct arrival jump_fcontext(void *to, void *data);
extern void *make_fcontext(void *top, size_t size, void (*entry)(struct arrival));

int vt_rt_switch_stacks_(void **from, void *to, int answer);

/* What goes along with a jump. */
struct handed_over {
    void **from;
    int answer;
};

static _Thread_local void (*next_entry)(void *);
static _Thread_local void *next_argument;

static int store(struct arrival arrival)
{
    struct handed_over *handed_over = arrival.data;

    *handed_over->from = arrival.left;
    return handed_over->answer;
}

int vt_rt_switch_stacks_(void **from, void *to, int answer)
{
    return store(jump_fcontext(to, &(struct handed_over){ from, answer }));
}

/* Told what to run by a first jump from vt_rt_context_make, it goes back there until it is resumed. */
static void enter(struct arrival arrival)
{
    void (*entry)(void *) = next_entry;
    void *argument = next_argument;

    (void)store(jump_fcontext(arrival.left, NULL));
    entry(argument);
}

void vt_rt_context_make(struct context *context, void *stack, size_t size, void (*entry)(void *), void *argument)
{
    next_entry = entry;
    next_argument = argument;
    void *made = make_fcontext((char *)stack + size, size, enter);
    context->stack_pointer = jump_fcontext(made, NULL).left;
}

void vt_rt_context_drop(struct context *context)
{
    (void)context;
}
