/* Several value tasks of one type at once.
 *
 *     VT_DEFINE(page, struct page *);
 *     VT_DEFINE_WHEN(page, struct page *);
 *
 *     vt_page pages[2] = { fetch(a), fetch(b) };
 *     struct page *results[2];
 *     int status = vt_page_when_all(pages, 2, results);
 *
 * VT_DEFINE_WHEN(NAME, T); after VT_DEFINE(NAME, T); declares:
 *
 *   int vt_NAME_when_all(vt_NAME *tasks, size_t count, T *results)
 *       Consumes all. Waits for all, and returns 0 with all results set, or the failure of the first in the array's order that
 *       failed; results of those that failed are untouched. Allocates nothing. In a cancelled scope (scope.h) each is awaited
 *       as it would be alone.
 *   int vt_NAME_when_any(vt_NAME *tasks, size_t count, T *result, size_t *winner)
 *       Consumes all. Waits for the first that ends, and returns as an await of that one would, with its index in
 *       *winner. The others are cancelled and waited for: those whose producer can be asked (vt_promise_on_cancel; a
 *       spawned fiber) when it has ended them; other promises end with -ECANCELED at once; sources of other kinds when
 *       they end. Their results are dropped. Of several that are complete the first in the array's order wins. Without a
 *       winner: -EINVAL for a count of 0; -ENOMEM; -ECANCELED or -ETIMEDOUT in a cancelled scope; -EDEADLK.
 *
 * In C, VT_WHEN_ALL(NAME, results, a, b, c) does without the array.
 */
#ifndef VALUETASK_WHEN_H
#define VALUETASK_WHEN_H

#include <stddef.h>

#include "debug_tokens.h"
#include "slow.h"

#ifdef __cplusplus
extern "C" {
#endif

/* `tasks` are `count` structs of `stride` bytes, with the token and the result at the same offset `token_at`. */
int vt_slow_when_any_(const void *tasks, size_t stride, size_t token_at, size_t count, void *result, size_t size, size_t *winner,
                      const char *name);

#ifdef __cplusplus
}
#endif

/* As in VT_DEFINE, parameters must not hide T. */
#define VT_DEFINE_WHEN(NAME, T)         \
    typedef T vt_##NAME##_when_result_; \
    VT_DEFINE_WHEN_AS_(vt_##NAME, vt_##NAME##_when_result_)

#define VT_WHEN_PROTOTYPES_(VT, T)                                                                    \
    VT_MUST_USE_ VT_CALL_LINKAGE_ int VT##_when_all(VT_CONSUMES VT *tasks, size_t count, T *results); \
    VT_MUST_USE_ VT_CALL_LINKAGE_ int VT##_when_any(VT_CONSUMES VT *tasks, size_t count, T *result, size_t *winner)

#ifdef __VTCHECK__
#define VT_DEFINE_WHEN_AS_(VT, T) VT_WHEN_PROTOTYPES_(VT, T)
#else
#define VT_DEFINE_WHEN_AS_(VT, T)                                                                                              \
    VT_WHEN_PROTOTYPES_(VT, T);                                                                                                \
    VT_CALL_LINKAGE_ int VT##_when_all(VT *tasks_, size_t count_, T *results_) {                                               \
        int first_failure_ = 0;                                                                                                \
        size_t i_;                                                                                                             \
        for (i_ = 0; i_ < count_; i_++) {                                                                                      \
            int status_ = VT##_await(tasks_[i_], &results_[i_]);                                                               \
            if (status_ != 0 && first_failure_ == 0)                                                                           \
                first_failure_ = status_;                                                                                      \
        }                                                                                                                      \
        return first_failure_;                                                                                                 \
    }                                                                                                                          \
    VT_CALL_LINKAGE_ int VT##_when_any(VT *tasks_, size_t count_, T *result_, size_t *winner_) {                               \
        size_t i_;                                                                                                             \
        for (i_ = 0; i_ < count_; i_++)                                                                                        \
            VT_CONSUME_OR_(VT, tasks_[i_], "when_any", tasks_[i_].source = VT_ERROR_WORD_(-EINVAL));                           \
        return vt_slow_when_any_(tasks_, sizeof *tasks_, offsetof(VT, token), count_, result_, sizeof *result_, winner_, #VT); \
    }                                                                                                                          \
    VT_STATIC_ASSERT_(offsetof(VT, token) >= sizeof(uintptr_t), #VT ": the source comes first")
#endif

#ifndef __cplusplus
#define VT_WHEN_ALL(NAME, results, ...)                                 \
    vt_##NAME##_when_all((vt_##NAME[]){ __VA_ARGS__ },                  \
                         sizeof((const vt_##NAME[]){ __VA_ARGS__ }) / sizeof(vt_##NAME), results)
#endif

#endif
