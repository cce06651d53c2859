/* Stands in for <valuetask/valuetask.h> in the recording build of generated programs (docs/differential.md).
 *
 * A value task is a handle into the recorder's table of instances. The R_ macros are written by the generator into the
 * recording twin of each program and are absent from the text that vtcheck reads; both have the same lines.
 */
#ifndef RECORDER_VALUETASK_H
#define RECORDER_VALUETASK_H

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct vt_int {
    int handle; /* 0: never given a value */
} vt_int;

typedef struct vt_int_task vt_int_task;

#define VT_DEFINE(NAME, T) struct recorder_ignored_##NAME
#define VT_DEFINE_WHEN(NAME, T) struct recorder_ignored_when_##NAME

vt_int vt_int_from_result(int result);
vt_int vt_int_from_error(int error);
vt_int vt_int_from_task(vt_int_task *task);
int vt_int_await(vt_int task, int *result);
int vt_int_await_timeout(vt_int task, uint64_t timeout_ns, int *result);
vt_int_task *vt_int_as_task(vt_int task);
void vt_int_on_completed(vt_int task, void (*done)(void *context, int status, int result), void *context);
void vt_int_forget(vt_int task);
bool vt_int_is_completed(vt_int task);
int vt_int_when_all(vt_int *tasks, size_t count, int *results);
int vt_int_when_any(vt_int *tasks, size_t count, int *result, size_t *winner);
vt_int_task *vt_int_task_new(void);
vt_int_task *vt_int_task_ref(vt_int_task *task);
int vt_int_task_await(vt_int_task *task, int *result);
void vt_int_task_unref(vt_int_task *task);

/* --- what the generator's marks call --- */

struct recorder_frame {
    int unused;
};

enum recorder_kind {
    RECORDER_PLAIN,
    RECORDER_PARTIAL /* consumes its first task on some paths only and does not tell: reported at the parameter */
};

struct recorder_frame recorder_enter(const char *file, int line, enum recorder_kind kind);
void recorder_leave(struct recorder_frame *frame);
int recorder_line(int line);
void recorder_cells(void *first, size_t stride, size_t count); /* vt_ints that lie `stride` bytes apart */
vt_int recorder_parameter(vt_int task);
vt_int recorder_return(vt_int task);
void recorder_hand_over(vt_int task); /* what is returned may hold this one */
vt_int recorder_copy(vt_int task);
void recorder_poll(void);
void recorder_global(vt_int *task); /* empty when a run begins, there for all activations */
void *recorder_malloc(size_t size); /* may fail; nothing is used twice in a run */
void recorder_heap(void *first, size_t count);
void recorder_free(void *first);
extern bool recorder_is_quiet; /* nobody tests what the next await returns: no need to try both */

#define R_ recorder_line(__LINE__)
#define R_ENTER                                                                                  \
    struct recorder_frame recorder_frame_ __attribute__((cleanup(recorder_leave), unused)) =     \
        recorder_enter(__FILE__, __LINE__, RECORDER_PLAIN)
#define R_ENTER_PARTIAL(TASK)                                                                    \
    struct recorder_frame recorder_frame_ __attribute__((cleanup(recorder_leave), unused)) =     \
        recorder_enter(__FILE__, __LINE__, RECORDER_PARTIAL);                                    \
    recorder_parameter(TASK)
#define R_CELL(VARIABLE) recorder_cells(&(VARIABLE), sizeof(vt_int), sizeof(VARIABLE) / sizeof(vt_int))
#define R_CELLS(ARRAY, MEMBER) recorder_cells(&(ARRAY)[0].MEMBER, sizeof((ARRAY)[0]), sizeof(ARRAY) / sizeof((ARRAY)[0]))
#define R_GLOBAL(VARIABLE) recorder_global(&(VARIABLE))
#define R_HEAP(POINTER) recorder_heap((POINTER), sizeof(*(POINTER)) / sizeof(vt_int))
#define R_RETURN(TASK) recorder_return(TASK)
#define R_HAND_OVER(TASK) recorder_hand_over(TASK)
#define R_POLL recorder_poll()
#define R_QUIET (void)(recorder_is_quiet = true)
#define R_COPY(TASK) recorder_copy(TASK)

#endif
