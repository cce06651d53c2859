/* trace.c - see trace.h. */
#include "worlds/trace.h"

#include <glib.h>

const Trace *trace_add(BaseArena *arena, const Trace *previous, TraceStep step)
{
    Trace *trace = BASE_NEW(arena, Trace);
    trace->previous = previous;
    trace->length = previous == NULL ? 1 : previous->length + 1;
    trace->step = step;
    return trace;
}

bool trace_is_at(const Trace *trace, IrSpan span)
{
    return trace != NULL && trace->step.span.file == span.file && trace->step.span.line == span.line && trace->step.span.column == span.column;
}

enum { LATELY = 8 };

bool trace_has_lately(const Trace *trace, TraceStepKind kind, IrSpan span)
{
    bool has = false;
    for (int i = 0; i < LATELY && trace != NULL && !has; i++, trace = trace->previous)
        has = trace->step.kind == kind && trace_is_at(trace, span);
    return has;
}

static bool is_of_loop(TraceStepKind kind)
{
    return kind == TRACE_LOOP_ENTERED || kind == TRACE_LOOP_LEFT || kind == TRACE_LOOP_SKIPPED || kind == TRACE_LOOP_AGAIN;
}

bool trace_came_round(const Trace *trace, IrSpan condition, IrSpan part)
{
    while (trace != NULL && !(is_of_loop(trace->step.kind) && (trace_is_at(trace, condition) || trace_is_at(trace, part))))
        trace = trace->previous;
    return trace != NULL && (trace->step.kind == TRACE_LOOP_AGAIN || trace->step.kind == TRACE_LOOP_ENTERED);
}

static uint32_t length_of(const Trace *trace)
{
    return trace == NULL ? 0 : trace->length;
}

static bool is_choice(TraceStepKind kind)
{
    return kind == TRACE_TRUE || kind == TRACE_FALSE || kind == TRACE_CASE || kind == TRACE_DEFAULT;
}

/* The last step that both have taken; NULL: none. */
static const Trace *last_common(const Trace *trace, const Trace *other)
{
    while (trace != other) {
        if (length_of(trace) >= length_of(other))
            trace = trace->previous;
        else
            other = other->previous;
    }
    return trace;
}

static bool is_same_step(const Trace *trace, const Trace *other)
{
    return trace->step.kind == other->step.kind && trace->step.value == other->step.value && trace_is_at(trace, other->step.span);
}

/* The steps since `common`, oldest first. */
static GPtrArray *steps_since(const Trace *trace, const Trace *common)
{
    guint count = length_of(trace) - length_of(common);
    GPtrArray *steps = g_ptr_array_sized_new(count);
    g_ptr_array_set_size(steps, (gint)count);
    for (; count-- > 0; trace = trace->previous)
        steps->pdata[count] = (gpointer)(uintptr_t)trace;
    return steps;
}

enum { MOST_AHEAD = 64 }; /* paths may be thousands of steps long */

/* Looks for a step from *at on, and goes on behind it. */
static bool has_step(const GPtrArray *steps, guint *at, const Trace *wanted)
{
    for (guint i = *at; i < steps->len && i < *at + MOST_AHEAD; i++)
        if (is_same_step(steps->pdata[i], wanted)) {
            *at = i + 1;
            return true;
        }
    return false;
}

const Trace *trace_either(BaseArena *arena, const Trace *trace, const Trace *other)
{
    const Trace *common = last_common(trace, other), *either = common;
    GPtrArray *own = steps_since(trace, common), *others = steps_since(other, common);
    guint at = 0;
    for (guint i = 0; i < own->len; i++) {
        const Trace *step = own->pdata[i];
        if (is_choice(step->step.kind) && !has_step(others, &at, step))
            continue;
        const Trace *added = either == step->previous ? step : trace_add(arena, either, step->step);
        ((Trace *)(uintptr_t)added)->inner = step->inner;
        either = added;
    }
    g_ptr_array_unref(own);
    g_ptr_array_unref(others);
    return either;
}
