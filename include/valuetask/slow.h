/* What the inline functions of the value tasks call when the result is not simply there. For them alone: names and
 * parameters here are no public interface.
 *
 * All take scalars, never a value task nor its address: the by-value copy of a struct bigger than two registers, or
 * a value task whose address escapes, would cost the synchronous path several times its whole price.
 *
 * `word` and `token` are the two halves of a value task, `name` is its type's name, for messages about misuse.
 */
#ifndef VALUETASK_SLOW_H
#define VALUETASK_SLOW_H

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "annotations.h"

/* ---- spelling: attributes that differ between the languages and compilers ---- */

/* A value task or a status that is thrown away is a mistake. */
#define VT_MUST_USE_ __attribute__((warn_unused_result))

/* The same on the type, so that it holds for everybody's functions; GCC has it from C23 and in C++ only. */
#if defined(__cplusplus)
#define VT_MUST_USE_TYPE_ [[nodiscard]]
#elif defined(__STDC_VERSION__) && __STDC_VERSION__ > 201710L
#define VT_MUST_USE_TYPE_ [[nodiscard]]
#elif defined(__clang__)
#define VT_MUST_USE_TYPE_ __attribute__((warn_unused_result))
#else
#define VT_MUST_USE_TYPE_
#endif

#if defined(__cplusplus)
#define VT_STATIC_ASSERT_(condition, text) static_assert(condition, text)
#else
#define VT_STATIC_ASSERT_(condition, text) _Static_assert(condition, text)
#endif

/* vtcheck must see no body of this API: what the functions do is said by their annotations. */
#ifdef __VTCHECK__
#define VT_LINKAGE_ extern
#else
#define VT_LINKAGE_ static inline __attribute__((unused))
#endif

#define VT_LIKELY_(condition) __builtin_expect(!!(condition), 1)

/* The last statement of an inline function whose callers seldom come by: its code is to be kept out of the way of theirs. GCC takes it for
 * unlikely by the label. Clang knows no such label; it would merge the last stores of both ways into one behind a jump, which an empty
 * statement behind them prevents. */
#if defined(__clang__)
#define VT_RARELY_() __asm__("")
#else
#define VT_RARELY_() \
    rarely_: __attribute__((cold, unused))
#endif

/* Negative errnos lie in -VT_LAST_ERROR_..-1, as in the kernel's system call results. */
#define VT_LAST_ERROR_ 4095

#define VT_IS_ERROR_WORD_(word) ((word) >= (uintptr_t)(intptr_t)-VT_LAST_ERROR_)
#define VT_ERROR_WORD_(error) ((uintptr_t)(intptr_t)(error))
#define VT_WORD_ERROR_(word) ((int)(intptr_t)(word))
#define VT_IS_ERROR_(error) ((error) < 0 && (error) >= -VT_LAST_ERROR_)

/* Bytes of the largest result; beside its size fits what else is to be known of an operation (runtime/promise_object.h). */
#define VT_LARGEST_RESULT_ ((1u << 26) - 1)

/* ---- results that do not travel in registers ----
 *
 * The callee stores such a result, and the caller loads it at once. A load that lies within one of these stores has it from there; one that
 * spans two waits until both have reached the cache, several times what all the rest takes. Left to themselves, callees store member by
 * member, and callers load as wide as they can. So both sides use pieces of one width, which an empty assembly statement keeps apart: 8
 * bytes, which the callee puts together in registers; or 4, as it stores them itself, in a type whose alignment says that no member is
 * larger. Types of other alignments are the compilers'.
 */
typedef uint64_t vt_any_word_ __attribute__((may_alias, aligned(1)));
typedef uint32_t vt_any_half_ __attribute__((may_alias, aligned(1)));

#ifndef __VTCHECK__

#define VT_IS_COPIED_(T) (__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ && sizeof(T) > 8 && sizeof(T) <= 64)
#define VT_IN_WORDS_(T) (VT_IS_COPIED_(T) && __alignof__(T) == 8)
#define VT_IN_HALVES_(T) (VT_IS_COPIED_(T) && __alignof__(T) == 4)

static inline __attribute__((always_inline, unused)) uint32_t vt_load_half_(const void *from_, size_t at_)
{
    uint32_t half_ = ((const vt_any_half_ *)from_)[at_];
    __asm__("" : "+r"(half_));
    return half_;
}

static inline __attribute__((always_inline, unused)) uint64_t vt_load_word_(const void *from_, size_t at_)
{
    uint64_t word_ = ((const vt_any_word_ *)from_)[at_];
    __asm__("" : "+r"(word_));
    return word_;
}

/* A word whose halves may be members, or of two. */
static inline __attribute__((always_inline, unused)) uint64_t vt_join_word_(const void *from_, size_t at_)
{
    uint64_t low_ = ((const vt_any_half_ *)from_)[2 * at_], high_ = ((const vt_any_half_ *)from_)[2 * at_ + 1];
    uint64_t word_ = low_ | high_ << 32;
    __asm__("" : "+r"(word_));
    return word_;
}

/* `size_` is a constant. No loop: GCC would copy the whole value task before it unrolls one. */
#define VT_PUT_WORD_(at)       \
    if (size_ >= 8 * (at) + 8) \
        ((vt_any_word_ *)to_)[at] = vt_join_word_(from_, at);

#define VT_TAKE_WORD_(at)      \
    if (size_ >= 8 * (at) + 8) \
        ((vt_any_word_ *)to_)[at] = vt_load_word_(from_, at);

#define VT_TAKE_HALVES_(at)                                               \
    if (size_ >= 8 * (at) + 4)                                            \
        ((vt_any_half_ *)to_)[2 * (at)] = vt_load_half_(from_, 2 * (at)); \
    if (size_ >= 8 * (at) + 8)                                            \
        ((vt_any_half_ *)to_)[2 * (at) + 1] = vt_load_half_(from_, 2 * (at) + 1);

#define VT_FOR_EACH_WORD_(MOVE) MOVE(0) MOVE(1) MOVE(2) MOVE(3) MOVE(4) MOVE(5) MOVE(6) MOVE(7)

static inline __attribute__((always_inline, unused)) void vt_put_words_(void *to_, const void *from_, size_t size_)
{
    VT_FOR_EACH_WORD_(VT_PUT_WORD_)
}

static inline __attribute__((always_inline, unused)) void vt_take_words_(void *to_, const void *from_, size_t size_)
{
    VT_FOR_EACH_WORD_(VT_TAKE_WORD_)
}

static inline __attribute__((always_inline, unused)) void vt_take_halves_(void *to_, const void *from_, size_t size_)
{
    VT_FOR_EACH_WORD_(VT_TAKE_HALVES_)
}

#endif

#ifdef __cplusplus
extern "C" {
#endif

struct vt_task_;

/* The two halves of a value task whatever its type; travels in two registers. */
struct vt_halves_ {
    uintptr_t word;
    uint64_t token;
};

/* Calls a typed continuation: takes the result of the operation (or the errno) in `word` and `token`. */
typedef void (*vt_deliver_)(void (*done)(void), void *context, uintptr_t word, uint64_t token);

int vt_slow_bad_error_(int error, const char *name, const char *function);

int vt_slow_await_(uintptr_t word, uint64_t token, void *result, size_t size, const char *name);
int vt_slow_await_timeout_(uintptr_t word, uint64_t token, uint64_t timeout_ns, void *result, size_t size,
                           const char *name);
int vt_slow_take_(uintptr_t word, uint64_t token, void *result, size_t size, const char *name);
void vt_slow_on_completed_(uintptr_t word, uint64_t token, vt_deliver_ deliver, void (*done)(void), void *context,
                           const char *name);
void vt_slow_forget_(uintptr_t word, uint64_t token, const char *name);
bool vt_slow_is_completed_(uintptr_t word, uint64_t token, const char *name);

/* `result` is looked at when `word` is 0 only. */
struct vt_task_ *vt_slow_as_task_(uintptr_t word, uint64_t token, const void *result, size_t size, const char *name);
struct vt_halves_ vt_slow_from_task_(struct vt_task_ *task);

/* `name` is kept, not copied. */
struct vt_task_ *vt_task_new_(size_t size, const char *name);
void vt_task_ref_(struct vt_task_ *task);
void vt_task_unref_(struct vt_task_ *task);
int vt_task_await_(struct vt_task_ *task, void *result);
bool vt_task_complete_(struct vt_task_ *task, const void *result);
bool vt_task_fail_(struct vt_task_ *task, int error);
bool vt_task_cancel_(struct vt_task_ *task);

#ifdef __cplusplus
}
#endif

#endif
