/* Waiting for descriptors: sockets, pipes, terminals, timerfds, whatever poll(2) takes.
 *
 *     ssize_t got;
 *     while ((got = read(socket, buffer, sizeof buffer)) < 0 && errno == EAGAIN) {
 *         int status = vt_void_await(vt_fd_readable(socket));
 *         if (status != 0)
 *             return status;
 *     }
 *
 * For the loop's own backend; a loop that has another one (vt_loop_set_backend) waits by its means.
 */
#ifndef VALUETASK_FD_H
#define VALUETASK_FD_H

#include "annotations.h"
#include "void.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Complete when reading from (writing to) `fd` would not block, and that includes the end of the data and errors, which
 * the read or write itself will tell. A regular file always is. One wait a direction at a time: a second fails with
 * -EBUSY. Awaited with a time limit or in a cancelled scope, the wait is undone. Do not close a descriptor that is
 * waited for. Also: -EBADF; -EMFILE, -ENFILE, -ENOMEM, -ENOSPC for what epoll needs; -ENOTSUP with another backend. */
VT_MUST_USE_ vt_void vt_fd_readable(int fd);
VT_MUST_USE_ vt_void vt_fd_writable(int fd);

#ifdef __cplusplus
}
#endif

#endif
