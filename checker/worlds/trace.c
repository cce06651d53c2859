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

bool trace_came_round(const Trace *trace, IrSpan span)
{
    while (trace != NULL && !trace_is_at(trace, span))
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

const Trace *trace_either(BaseArena *arena, const Trace *trace, const Trace *other)
{
    const Trace *common = last_common(trace, other), *either = common;
    uint32_t count = length_of(trace) - length_of(common), choices = 0;
    const Trace **own = count == 0 ? NULL : g_new(const Trace *, count); /* newest first */
    for (uint32_t i = 0; i < count; i++, trace = trace->previous) {
        own[i] = trace;
        choices += is_choice(trace->step.kind);
    }
    for (uint32_t i = count; choices > 0 && i-- > 0;) {
        if (is_choice(own[i]->step.kind))
            continue;
        either = trace_add(arena, either, own[i]->step);
        ((Trace *)(uintptr_t)either)->inner = own[i]->inner;
    }
    const Trace *found = choices > 0 || count == 0 ? either : own[0];
    g_free(own);
    return found;
}
