/* trace.h - the path on which a world came about, step by step, for the notes of a finding. */
#ifndef VTCHECK_WORLDS_TRACE_H
#define VTCHECK_WORLDS_TRACE_H

#include "ir/ir.h"

typedef enum TraceStepKind {
    TRACE_CREATED,       /* by a call of `name` */
    TRACE_PARAMETER,     /* came in as parameter `name` */
    TRACE_CONSUMED,      /* by a call of `name`; `value` 1: which its variable's cleanup attribute makes */
    TRACE_RETURNED,
    TRACE_OBSERVED,      /* by a call of `name` */
    TRACE_COPIED,        /* into `name` */
    TRACE_TRUE,          /* a condition holds */
    TRACE_FALSE,
    TRACE_LOOP_ENTERED,
    TRACE_LOOP_LEFT,
    TRACE_LOOP_SKIPPED,
    TRACE_LOOP_AGAIN,    /* next turn of the loop */
    TRACE_CASE,          /* switch takes the case with `value` */
    TRACE_DEFAULT,       /* switch takes default, or no case */
    TRACE_NOT_TAKEN,     /* a call of `name` is given the task and does not consume it; steps of greater depth that follow are inside it */
    TRACE_OVERWRITTEN,   /* variable `name` gets another value */
    TRACE_FREED,         /* by a call of `name` */
    TRACE_LEFT_OUT,      /* by a call of `name`, which takes fewer tasks of the array */
    TRACE_SCOPE_END,
    TRACE_FUNCTION_END,
    TRACE_STORED,        /* kept in `name` */
    TRACE_RETURN_PENDING, /* a return whose task is pending, made by `name` */
    TRACE_MEASURED       /* of `total` tasks made here, `value` were complete */
} TraceStepKind;

typedef struct TraceStep {
    TraceStepKind kind;
    uint32_t depth;          /* 0: in the function of the event; callees are deeper */
    const IrModule *module;  /* whose file table span.file indexes */
    IrSpan span;
    const char *name;        /* see the kinds; may be NULL */
    int64_t value;
    int64_t total;           /* TRACE_MEASURED */
} TraceStep;

/* The path, newest step first. Not part of a world's identity: of equal worlds the first one's path is kept. */
typedef struct Trace {
    const struct Trace *previous;
    uint32_t length;           /* steps up to here */
    const struct Trace *inner; /* TRACE_CONSUMED, TRACE_NOT_TAKEN: the path inside the callee, newest first */
    TraceStep step;
} Trace;

/* `previous` and one step more; in the arena. */
const Trace *trace_add(BaseArena *arena, const Trace *previous, TraceStep step);

/* Whether the last step was taken where a span begins; NULL: there is none. */
bool trace_is_at(const Trace *trace, IrSpan span);

/* Whether a step of this kind was taken there, a few steps ago at most. */
bool trace_has_lately(const Trace *trace, TraceStepKind kind, IrSpan span);

/* Whether what was told last of a loop is that it was entered, or goes round again: at its condition, or at the part that this begins with. */
bool trace_came_round(const Trace *trace, IrSpan condition, IrSpan part);

/* The path of what two paths have become together: `trace`, without the branches that, since it left the other, it alone has taken. Either way may have led there. */
const Trace *trace_either(BaseArena *arena, const Trace *trace, const Trace *other);

#endif
