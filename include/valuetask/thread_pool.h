/* Threads for work that blocks: the file system, a database, a long computation.
 *
 *     status = vt_void_await(vt_thread_pool_run(pool, compress, &job));
 */
#ifndef VALUETASK_THREAD_POOL_H
#define VALUETASK_THREAD_POOL_H

#include <stddef.h>

#include "annotations.h"
#include "void.h"

#ifdef __cplusplus
extern "C" {
#endif

struct vt_thread_pool;

/* Starts `threads` threads (1 to 1024). At most `queue_limit` pieces of work wait for one; 0: any number. NULL with errno
 * set: ENOMEM, EAGAIN (no more threads), EINVAL. */
struct vt_thread_pool *vt_thread_pool_new(unsigned threads, size_t queue_limit);

/* Runs `work(context)` on a thread of the pool; the value task ends with what it returns, 0 or a negative errno (anything
 * else: -EINVAL). Given up (time limit, cancelled scope), work that has not begun is taken back; work that has is waited for.
 * -EAGAIN: the queue is full; -ENOMEM, -EMFILE; -EOWNERDEAD in a child made by fork, where a pool of the parent's has no threads. Any
 * thread may call it; the value task is that thread's. Value tasks do not work on the pool's threads unless they run a loop of their own. */
VT_MUST_USE_ vt_void vt_thread_pool_run(struct vt_thread_pool *pool, int (*work)(void *context), void *context);

/* Waits for all work, queued work included, and for the threads to end; blocks the calling thread. Nobody may use the pool
 * any more. NULL is allowed. Called by work of that pool: misuse, and nothing happens. In a child made by fork nothing is waited for,
 * and the memory of a pool of the parent's is kept. */
void vt_thread_pool_free(struct vt_thread_pool *pool);

#ifdef __cplusplus
}
#endif

#endif
