/* libuv as value tasks: timers, files, TCP, names, blocking work and signals for fibers.
 *
 *     static int echo(void *context)
 *     {
 *         struct vt_uv_socket *peer = context;
 *         char buffer[4096];
 *         size_t got = 0;
 *         int status;
 *
 *         while ((status = vt_uv_count_await(vt_uv_receive(peer, buffer, sizeof buffer), &got)) == 0 && got > 0)
 *             if ((status = vt_void_await(vt_uv_send(peer, buffer, got))) != 0)
 *                 break;
 *         vt_uv_close(peer);
 *         return status;
 *     }
 *
 * This is the one header here that needs more than libc; programs that use it link valuetask::valuetask_uv. libuv's header asks for
 * POSIX's names, which -std=c11 hides and -std=gnu11 does not: included first, this header asks for them itself (_XOPEN_SOURCE);
 * after others, who includes it has to have done so.
 *
 * Loops. vt_uv_start joins the calling thread's loop (loop.h) and a libuv loop. Given NULL it makes one: vt_run and
 * vt_loop_run then drive both. Given the program's own, either works: vt_run and vt_loop_run drive it, or the program calls
 * uv_run as it always did, and fibers and callbacks run inside. But not one inside the other: what runs in a libuv
 * callback awaits in a fiber only (vt_spawn), else the await fails with -EDEADLK.
 *
 * Errors are libuv's, which are negative errnos; for the end of what it reports as UV_EOF and for names that are not known
 * (UV_EAI_*) they are numbers that no errno has, and uv_strerror has words for all of them.
 *
 * Buffers, and what results are written to, belong to an operation from its start until it has ended; each operation ends
 * exactly once. Waiting for it with a time limit, or in a scope that is cancelled, asks libuv to give it up and
 * then goes on waiting until that has happened, so that afterwards the buffer is the caller's again. What libuv cannot stop
 * (a file operation or work that a thread has begun) runs to its end first.
 *
 * In the steady state nothing here allocates: operations and connections come from pools of the thread. libuv itself allocates
 * for paths and for names.
 *
 * Threads: all functions act on the calling thread's loop; what they return belongs to it. In a thread that has not called
 * vt_uv_start they fail with -ENODEV. A thread calls vt_uv_stop before it ends.
 *
 * Processes: a child made by fork that goes on with the loop (loop.h) first calls uv_loop_fork(vt_uv_loop()), as libuv asks for; that
 * is enough. Requests that libuv's threads had begun do not end there.
 */
#ifndef VALUETASK_UV_H
#define VALUETASK_UV_H

#if defined(__STRICT_ANSI__) && !defined(_FEATURES_H) && !defined(_POSIX_C_SOURCE) && !defined(_XOPEN_SOURCE) && !defined(_GNU_SOURCE)
#define _XOPEN_SOURCE 700
#endif
#include <stddef.h>
#include <stdint.h>
#if defined(__GLIBC__) && !defined(__USE_XOPEN2K8)
#error "valuetask/uv.h: POSIX's names are hidden. Compile with -std=gnu11, or define _XOPEN_SOURCE as 700 before the first #include"
#endif
#include <uv.h>

#include "valuetask.h"

#ifdef __cplusplus
extern "C" {
#endif

VT_DEFINE(uv_count, size_t);
VT_DEFINE(uv_file, uv_file);
VT_DEFINE(uv_addresses, struct addrinfo *);

/* ---- the loop ---- */

/* Joins this thread's loop and `loop`, which stays the caller's and has to live until vt_uv_stop; NULL: one is made. Meanwhile
 * SIGPIPE is blocked in this thread: a send to a peer that has gone fails with -EPIPE. Returns 0; -EBUSY when this thread
 * has one already, or waits for something of its own backend (vt_loop_set_backend); or libuv's error. */
VT_MUST_USE_ int vt_uv_start(uv_loop_t *loop);

/* Parts them again. Returns 0; -EBUSY with nothing changed while an operation, a connection, a listener or a signal is still
 * open. Runs the loop until libuv has let go of what the pools keep. -EINVAL, and misuse, for a fiber and from inside uv_run. */
int vt_uv_stop(void);

/* The libuv loop of this thread, for what is not here; NULL: none. */
uv_loop_t *vt_uv_loop(void);

/* ---- time ---- */

/* Ends after `milliseconds`; at once for 0. Of the loop's clock, which counts in milliseconds. */
VT_MUST_USE_ vt_void vt_uv_sleep(uint64_t milliseconds);

/* ---- files, in libuv's threads ---- */

/* open(2). Close the file with vt_uv_file_close. */
VT_MUST_USE_ vt_uv_file vt_uv_file_open(const char *path, int flags, int mode);
VT_MUST_USE_ vt_void vt_uv_file_close(uv_file file);

/* pread(2) and pwrite(2): bytes read (0: the end) or written, which may be fewer than `size`. `offset` -1: from where the
 * file stands. */
VT_MUST_USE_ vt_uv_count vt_uv_file_read(uv_file file, void *buffer, size_t size, int64_t offset);
VT_MUST_USE_ vt_uv_count vt_uv_file_write(uv_file file, const void *data, size_t size, int64_t offset);

/* fsync(2), unlink(2), rename(2), stat(2). `*stat` is set when the operation ends with 0. */
VT_MUST_USE_ vt_void vt_uv_file_sync(uv_file file);
VT_MUST_USE_ vt_void vt_uv_file_unlink(const char *path);
VT_MUST_USE_ vt_void vt_uv_file_rename(const char *from, const char *to);
VT_MUST_USE_ vt_void vt_uv_file_stat(const char *path, uv_stat_t *stat);

/* ---- blocking work ---- */

/* Runs in one of libuv's threads. Returns 0 or a negative errno, with which the value task ends. */
typedef int (*vt_uv_work)(void *context);

/* `context` is the work's until the value task has ended. Cancelled before it began: -ECANCELED, and it was not run. */
VT_MUST_USE_ vt_void vt_uv_queue_work(vt_uv_work work, void *context);

/* ---- names ---- */

/* getaddrinfo(3). `host` or `service` may be NULL, `hints` too. Free the list with uv_freeaddrinfo. A literal address
 * and port still cost a trip to a thread: use uv_ip4_addr for these. */
VT_MUST_USE_ vt_uv_addresses vt_uv_resolve(const char *host, const char *service, const struct addrinfo *hints);

/* ---- signals ---- */

struct vt_uv_signal;

/* Catches the signal from now on, in place of its default action. */
VT_MUST_USE_ int vt_uv_signal_open(int number, struct vt_uv_signal **signal);

/* Ends when the signal came since the wait before (or since it was opened): at once if it did already. Several
 * that came meanwhile are one. -EBUSY while another waits. */
VT_MUST_USE_ vt_void vt_uv_signal_wait(struct vt_uv_signal *signal);

/* Back to the default action. A wait ends with -ECANCELED. NULL is allowed. Once: its memory is freed when the loop has run; until then a
 * second time is told as the misuse that it is. */
void vt_uv_signal_close(struct vt_uv_signal *signal);

/* ---- TCP ---- */

/* A connection, and what listens for them. One receive and any number of sends at a time; the sends go out in order. */
struct vt_uv_socket;
struct vt_uv_listener;

VT_DEFINE(uv_tcp, struct vt_uv_socket *);

/* Binds and listens. Port 0 lets the system choose: vt_uv_listener_port tells which. Returns 0 or libuv's error. */
VT_MUST_USE_ int vt_uv_listen(const struct sockaddr *address, int backlog, struct vt_uv_listener **listener);
int vt_uv_listener_port(const struct vt_uv_listener *listener);

/* The next connection, which the caller closes; complete when one is waiting already. Those that nobody accepts wait in the system's
 * backlog. One accept at a time, else -EBUSY. Errors of the system (-EMFILE, -ENFILE, -ECONNABORTED) end this accept; the
 * next may succeed: out of descriptors, wait a moment first. */
VT_MUST_USE_ vt_uv_tcp vt_uv_accept(struct vt_uv_listener *listener);

/* An accept ends with -ECANCELED. NULL is allowed. Once, as a signal. */
void vt_uv_listener_close(struct vt_uv_listener *listener);

/* A connection to there, which the caller closes. */
VT_MUST_USE_ vt_uv_tcp vt_uv_connect(const struct sockaddr *address);

/* Bytes that have come, up to `size`, at least one; 0 when the peer has ended its side. One at a time, else -EBUSY. */
VT_MUST_USE_ vt_uv_count vt_uv_receive(struct vt_uv_socket *socket, void *buffer, size_t size);

/* Ends the receive that is going on, if there is one, with -ECANCELED; the connection goes on. */
void vt_uv_cancel_receive(struct vt_uv_socket *socket);

/* Sends all of it: complete when the system has taken it all at once, else pending until it has. A send that is given up may have been done in
 * part, so that the connection is closed then: later operations fail with -ECANCELED. */
VT_MUST_USE_ vt_void vt_uv_send(struct vt_uv_socket *socket, const void *data, size_t size);

/* Bytes that sends are still waiting to hand over. */
size_t vt_uv_unsent(const struct vt_uv_socket *socket);

/* Ends this side once the sends before have gone out; receiving goes on. */
VT_MUST_USE_ vt_void vt_uv_shutdown(struct vt_uv_socket *socket);

/* Switches Nagle's algorithm off or on. */
int vt_uv_no_delay(struct vt_uv_socket *socket, int enable);

/* Closes the connection. What is going on ends with -ECANCELED; the buffers are free when that is awaited. NULL is allowed. Once: twice is a
 * misuse, which is told as long as no other connection has taken its place. */
void vt_uv_close(struct vt_uv_socket *socket);

#ifdef __cplusplus
}
#endif

#endif
