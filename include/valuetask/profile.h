/* Counting how often value tasks are complete when they are made: what -DVT_PROFILE adds, and nothing without it.
 *
 *     cc -g -DVT_PROFILE ... program.c -lvaluetask
 *     VT_PROFILE_OUT=program.profile ./program
 *     vtcheck --profile=program.profile program.c -- ...
 *
 * In such a build each call of vt_NAME_from_result, _from_error, _from_source and _from_task adds one to a counter of
 * its own: the counter lies in the ELF section `vt_profile` of the program or shared object, next to the address of the
 * call. Counting is one plain increment, no atomic one: threads that run the same call at the same time may lose some.
 * At exit the addresses are turned into file, line and function with the debug information and the counts are added to
 * the file that VT_PROFILE_OUT names; without that variable nothing is written. docs/profile.md has the format.
 *
 * Tasks are counted in the same way, by vt_NAME_as_task, and by vt_NAME_task_new: one of the latter is complete when it
 * ends before anybody awaits it.
 *
 * The functions are always inlined, so that the increment lies in the function that makes the value task, and the
 * section is tied to that function's: a linker that discards the function (--gc-sections) discards its counters too.
 * Counters are written in assembly because C has no object per inlined copy. x86-64 and AArch64, GCC and Clang.
 *
 * For the value tasks' own functions: nothing here is a public interface.
 */
#ifndef VALUETASK_PROFILE_H
#define VALUETASK_PROFILE_H

#if !defined(VT_PROFILE) || defined(__VTCHECK__)

#define VT_MAKING_LINKAGE_ VT_LINKAGE_
#define VT_NEW_TASK_LINKAGE_ VT_LINKAGE_
#define VT_COUNT_READY_() ((void)0)
#define VT_COUNT_UNLESS_PENDING_(is_pending) ((void)0)
#define VT_COUNT_TASK_UNLESS_PENDING_(is_pending) ((void)0)
#define VT_WATCH_TASK_(task) ((void)0)
#define VT_TASK_AWAITED_(task) ((void)0)
#define VT_TASK_ENDED_(task) ((void)0)

#endif

#ifdef VT_PROFILE

#include <stdint.h>

/* One counter as it lies in the section. */
struct vt_profile_counter_ {
    int64_t call; /* from this member to the counting instruction */
    uint64_t count;
    uint64_t flags; /* of vt_profile_flag_ */
};

enum vt_profile_flag_ {
    VT_PROFILE_PENDING_ = 1, /* counts value tasks that were pending when made, else those that were complete */
    VT_PROFILE_TRACED_ = 2,  /* the inlined function is in the debug information */
    VT_PROFILE_TASK_ = 4     /* counts tasks: those that had ended when first awaited are complete */
};

#ifndef __VTCHECK__

/* With Clang the inlined functions leave no trace: without debug information of its own, their code counts as the
 * caller's line. GCC has no such attribute; there the debug information tells of the inlined function first. */
#if defined(__clang__)
#define VT_MAKING_LINKAGE_ static inline __attribute__((unused, always_inline, nodebug))
#define VT_PROFILE_TRACE_ "0"
#else
#define VT_MAKING_LINKAGE_ static inline __attribute__((unused, always_inline))
#define VT_PROFILE_TRACE_ "2"
#endif

#define VT_NEW_TASK_LINKAGE_ VT_MAKING_LINKAGE_

/* A counter in the section, with the flags added up in `flags`. `.Lvt_call` names the section of the code for "o"; the
 * local labels are for the addresses. */
#define VT_PROFILE_SECTION_(word, flags)                                                                               \
    "\n\t.pushsection vt_profile,\"awo?\",@progbits,.Lvt_call%=\n\t"                                                   \
    ".balign 8\n2:\t" word " 1b - .\n\t" word " 0\n\t" word " " flags "+" VT_PROFILE_TRACE_ "\n\t.popsection"

/* COUNT adds one to a new counter; LOCATE gets the address of one that is counted later. */
#if defined(__x86_64__)
#define VT_PROFILE_COUNT_(flags)                                                                                       \
    __asm__ __volatile__(".Lvt_call%=:\n1:\tincq 2f+8(%%rip)" VT_PROFILE_SECTION_(".quad", flags) : : : "cc")
#define VT_PROFILE_LOCATE_(flags, counter)                                                                             \
    __asm__ __volatile__(".Lvt_call%=:\n1:\tleaq 2f(%%rip), %0" VT_PROFILE_SECTION_(".quad", flags) : "=r"(counter))
#elif defined(__aarch64__)
#define VT_PROFILE_LOCATE_(flags, counter)                                                                             \
    __asm__ __volatile__(".Lvt_call%=:\n1:\tadrp %0, 2f\n\tadd %0, %0, :lo12:2f" VT_PROFILE_SECTION_(".xword", flags)  \
                         : "=r"(counter))
#define VT_PROFILE_COUNT_(flags)                                                                                       \
    do {                                                                                                               \
        struct vt_profile_counter_ *vt_counter_;                                                                       \
        VT_PROFILE_LOCATE_(flags, vt_counter_);                                                                        \
        ++*(volatile uint64_t *)&vt_counter_->count;                                                                   \
    } while (0)
#elif !defined(VT_RT_PROFILE_) /* the library itself, which only takes the counts */
#error "VT_PROFILE counts on x86-64 and AArch64 only; build without it"
#endif

#define VT_COUNT_READY_() VT_PROFILE_COUNT_("0")
#define VT_COUNT_UNLESS_PENDING_(is_pending)                                                                           \
    if (is_pending)                                                                                                    \
        VT_PROFILE_COUNT_("1");                                                                                        \
    else                                                                                                               \
        VT_PROFILE_COUNT_("0")
#define VT_COUNT_TASK_UNLESS_PENDING_(is_pending)                                                                      \
    if (is_pending)                                                                                                    \
        VT_PROFILE_COUNT_("5");                                                                                        \
    else                                                                                                               \
        VT_PROFILE_COUNT_("4")
#define VT_WATCH_TASK_(task)                                                                                           \
    do {                                                                                                               \
        struct vt_profile_counter_ *vt_ready_, *vt_pending_;                                                           \
        VT_PROFILE_LOCATE_("4", vt_ready_);                                                                            \
        VT_PROFILE_LOCATE_("5", vt_pending_);                                                                          \
        vt_profile_watch_(task, vt_ready_, vt_pending_);                                                               \
    } while (0)
#define VT_TASK_AWAITED_(task) vt_profile_task_awaited_(task)
#define VT_TASK_ENDED_(task) vt_profile_task_ended_(task)

#endif

#ifdef __cplusplus
extern "C" {
#endif

/* The bounds of this program's or shared object's section; the linker defines them when there is one. */
extern struct vt_profile_counter_ __start_vt_profile[] __attribute__((weak, visibility("hidden")));
extern struct vt_profile_counter_ __stop_vt_profile[] __attribute__((weak, visibility("hidden")));

/* Counters come and go with their program or shared object. The same bounds may be given any number of times. Where
 * there is no memory to remember them, they are left out of the profile. Thread-safe. */
void vt_profile_enroll_(struct vt_profile_counter_ *begin, struct vt_profile_counter_ *end);
void vt_profile_retire_(struct vt_profile_counter_ *begin);

/* What happens first to a watched task says which of its two counters counts it; after that it is watched no more. A NULL or
 * one that is not watched is fine. Where there is no memory to watch one, it is not counted. Thread-safe. */
void vt_profile_watch_(const void *task, struct vt_profile_counter_ *ready, struct vt_profile_counter_ *pending);
void vt_profile_task_awaited_(const void *task);
void vt_profile_task_ended_(const void *task);

__attribute__((constructor, unused)) static void vt_profile_begin_(void)
{
    vt_profile_enroll_(__start_vt_profile, __stop_vt_profile);
}

__attribute__((destructor, unused)) static void vt_profile_end_(void)
{
    vt_profile_retire_(__start_vt_profile);
}

#ifdef __cplusplus
}
#endif

#endif

#endif
