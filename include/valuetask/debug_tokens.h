/* A build that catches what production lets pass: what -DVT_DEBUG_TOKENS adds, and nothing without it.
 *
 *     cc -g -Og -DVT_DEBUG_TOKENS ... program.c -lvaluetask
 *
 * Value tasks that are complete when made get a source and a token too, so that consuming one twice is noticed; who
 * made and who consumed each is kept, so that the report names both places:
 *
 *     vt_int_await: this value task was consumed already: awaited at a.c:12, first awaited at a.c:10, made at a.c:9
 *
 * and vt_loop_close reports value tasks that nobody ever consumed. The struct is the same: such objects link with
 * ordinary ones and with the same library, and see what goes through their own calls. Each value task costs a look into a
 * table, and the last 65,536 consumptions are remembered.
 *
 * Places are return addresses. A message turns them into file and line with `addr2line` (or $VT_ADDR2LINE) where that can
 * be run, else it has program and offset. With optimisation, a call in a `return` statement may be attributed to the
 * caller's caller: use -Og or -fno-optimize-sibling-calls.
 *
 * For the value tasks' own functions: nothing here is a public interface.
 */
#ifndef VALUETASK_DEBUG_TOKENS_H
#define VALUETASK_DEBUG_TOKENS_H

#include "profile.h"
#include "slow.h"

#if !defined(VT_DEBUG_TOKENS) || defined(__VTCHECK__)

#define VT_CALL_LINKAGE_ VT_LINKAGE_
#define VT_NOTE_READY_(VT, made, result, size, error, function) ((void)0)
#define VT_NOTE_PENDING_(VT, made, function) ((void)0)
#define VT_CONSUME_OR_(VT, task, function, ...) ((void)0)

#else

#ifdef VT_PROFILE
#error "VT_PROFILE and VT_DEBUG_TOKENS are for different builds: define one of them"
#endif

/* A call of its own, or there is no return address. */
#define VT_CALL_LINKAGE_ static __attribute__((unused, noinline))
#undef VT_MAKING_LINKAGE_
#define VT_MAKING_LINKAGE_ VT_CALL_LINKAGE_

/* Gives a value task that is complete a source, if there is memory for one. */
#define VT_NOTE_READY_(VT, made, result, size, error, function)                                                       \
    do {                                                                                                              \
        struct vt_halves_ halves_ = vt_debug_ready_(result, size, error, #VT, function, __builtin_return_address(0)); \
        if (halves_.word != 0) {                                                                                      \
            (made).source = halves_.word;                                                                             \
            (made).token = halves_.token;                                                                             \
        }                                                                                                             \
    } while (0)

#define VT_NOTE_PENDING_(VT, made, function) \
    vt_debug_made_((made).source, (made).token, #VT, function, __builtin_return_address(0))

/* The rest are statements, the last of which leaves the function or makes the value task one that failed. */
#define VT_CONSUME_OR_(VT, task, function, ...)                                                            \
    do {                                                                                                   \
        if (!vt_debug_consume_((task).source, (task).token, #VT, function, __builtin_return_address(0))) { \
            __VA_ARGS__;                                                                                   \
        }                                                                                                  \
    } while (0)

#ifdef __cplusplus
extern "C" {
#endif

struct vt_halves_ vt_debug_ready_(const void *result, size_t size, int error, const char *name, const char *function,
                                  const void *call);
void vt_debug_made_(uintptr_t word, uint64_t token, const char *name, const char *function, const void *call);
bool vt_debug_consume_(uintptr_t word, uint64_t token, const char *name, const char *function, const void *call);

#ifdef __cplusplus
}
#endif

#endif

#endif
