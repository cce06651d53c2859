/* What vtcheck is told about an API: which type is a value task, what a call does with one, how a function completes.
 *
 * The macros expand to annotations only while vtcheck parses (it defines __VTCHECK__) and to nothing in a real build:
 * Clang keeps a dead out-of-line copy of every annotated `static inline` function.
 * Write each of them first: before `struct`'s tag, before the parameter's type, before the function's type.
 *
 *     typedef struct VT_VALUE_TASK ticket { ... } ticket;
 *     VT_COMPLETES_SYNC ticket ticket_ready(int number);
 *     int ticket_redeem(VT_CONSUMES ticket ticket);
 */
#ifndef VALUETASK_ANNOTATIONS_H
#define VALUETASK_ANNOTATIONS_H

#ifdef __VTCHECK__
#define VT_ANNOTATE_(text) __attribute__((annotate(text)))
#else
#define VT_ANNOTATE_(text)
#endif

/* On a struct or typedef: this type is a value task, consumed exactly once. */
#define VT_VALUE_TASK VT_ANNOTATE_("vt::value_task")

/* On a by-value or pointer parameter: the call consumes the value task. Of an array it consumes the first element, or as many as the integer
 * parameter right behind it says, if that is called `count`, `num`, `len`, `size`, `n` or the like. */
#define VT_CONSUMES VT_ANNOTATE_("vt::consumes")

/* On a parameter: the call only looks; the value task is still the caller's to consume. */
#define VT_OBSERVES VT_ANNOTATE_("vt::observes")

/* On a function that returns a value task: what it returns is complete. */
#define VT_COMPLETES_SYNC VT_ANNOTATE_("vt::completes_sync")

/* On a function that returns a value task: what it returns is pending. */
#define VT_COMPLETES_ASYNC VT_ANNOTATE_("vt::completes_async")

#endif
