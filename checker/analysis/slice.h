/* slice.h - private to asked.c and slice.c: which values and branches of one function can matter to what happens to tasks. */
#ifndef VTCHECK_ANALYSIS_SLICE_H
#define VTCHECK_ANALYSIS_SLICE_H

#include "analysis/engine.h"

/* What a slice found to be needed from outside the function; the caller has others sliced again. */
typedef struct SliceNews {
    bool any_shared;     /* a field, global or what pointers reach */
    bool own_parameters, own_effect;
    GPtrArray *callees;  /* FunctionInfo: their result or their return was asked for; NULL: not wanted */
} SliceNews;

/* The tasks of interest: those that flow through these registers and locals; NULL: all. */
typedef struct SliceTasks {
    const uint32_t *class_of; /* registers first, then locals */
    uint32_t task_class;
} SliceTasks;

/* Adds to `out` (arrays of the function's locals and blocks) until nothing more is needed. */
void slice_function(Engine *engine, FunctionInfo *info, const SliceTasks *tasks, AskedSlice *out, SliceNews *news);

/* Who calls whom: the callers of a function are list[first[function]] up to list[first[function + 1]]. Calls through pointers are not among them. */
typedef struct Callers {
    uint32_t *first; /* per function; one more at the end */
    uint32_t *list;
} Callers;

/* answers.c */
void answers_find(Engine *engine, const Callers *callers); /* FunctionInfo.is_impure and is_vague, asked_again */

/* asked.c */
/* A property that callers inherit from callees. `at`: its offset in FunctionInfo. */
void asked_spread_to_callers(Engine *engine, const Callers *callers, size_t at);
bool asked_is_argument_asked(const Engine *engine, const FunctionInfo *callee, uint32_t argument);
bool asked_is_record_asked(const Engine *engine, const FunctionInfo *info, IrType type); /* of a struct: some field of it is */
bool asked_may_hold_tasks(const Engine *engine, const FunctionInfo *info, IrType type); /* an array: yes */

#endif
