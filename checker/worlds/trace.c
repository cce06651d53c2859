/* trace.c - see trace.h. */
#include "worlds/trace.h"

const Trace *trace_add(BaseArena *arena, const Trace *previous, TraceStep step)
{
    Trace *trace = BASE_NEW(arena, Trace);
    trace->previous = previous;
    trace->step = step;
    return trace;
}
