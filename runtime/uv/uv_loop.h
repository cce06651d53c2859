/* What the files of runtime/uv know of each other: the thread's libuv loop, and pooled operations. */
#ifndef VALUETASK_RUNTIME_UV_UV_LOOP_H
#define VALUETASK_RUNTIME_UV_UV_LOOP_H

#include <stdbool.h>
#include <stddef.h>

#include <valuetask/promise.h>
#include <valuetask/uv.h>

#include "object_pool.h"

#define UV_CONTAINER_OF(pointer, type, member) ((type *)(void *)((char *)(pointer)-offsetof(type, member)))

struct uv_thread {
    uv_loop_t *loop; /* NULL: not started */
    uv_loop_t own;   /* what `loop` points to if the program has none */
    bool is_polling; /* uv_run is being called by us, so that fibers run after it and not inside */
    bool has_blocked_sigpipe;
    bool is_turning; /* fibers run inside the program's uv_run */
    uv_async_t wake;
    uv_timer_t timer;     /* the next timer of ours */
    uv_prepare_t prepare; /* with the two below: our turns inside the program's uv_run */
    uv_check_t check;
    uv_idle_t idle; /* active: there is something to run, libuv must not sleep */
    size_t closing; /* handles that libuv has not let go of */
    size_t open;    /* connections, listeners and signals of the program */
    struct object_pool operations;
    struct object_pool sleepers; /* their handles stay initialised in the pool */
    struct object_pool connections;
};

extern _Thread_local struct uv_thread vt_uv_thread;

/* For each libuv callback that ends an operation: inside the program's uv_run, whoever waits for it has to get a turn
 * before libuv sleeps or finds nothing left to do. */
void vt_uv_called_back(void);

/* Whether a new object can be made; 0, -ENODEV. */
static inline int vt_uv_status(void)
{
    return vt_uv_thread.loop != NULL ? 0 : -ENODEV;
}

/* One request to libuv. */
struct operation {
    struct pool_link link;
    struct vt_promise promise;
    size_t result_size; /* of the promise */
    union {
        uv_req_t any;
        uv_fs_t fs;
        uv_work_t work;
        uv_getaddrinfo_t names;
        uv_write_t write;
        uv_shutdown_t shutdown;
        uv_connect_t connect;
    } request;
    union {
        uv_stat_t *stat; /* where a stat's result goes */
        struct {
            vt_uv_work run;
            void *context;
            int status;
        } work;
        struct vt_uv_socket *socket;
    } of;
};

/* An operation whose promise has room for `result_size` bytes; NULL: out of memory, or no loop (*error says which). Given
 * back by vt_uv_operation_end, or by vt_uv_operation_refuse when libuv has not taken it. */
struct operation *vt_uv_operation(size_t result_size, int *error);

/* Ends the promise, with `result` when status is 0 or more, and gives the operation back. */
void vt_uv_operation_end(struct operation *operation, int status, const void *result);

/* Makes a wait that ends early ask libuv to give the request up. */
void vt_uv_operation_can_cancel(struct operation *operation);

/* Whether something of the program's with this handle may be closed: not twice, which is reported under the `function`'s name. Its memory is libuv's
 * until the loop has run, so that a second time after that is not noticed. */
bool vt_uv_may_close(const uv_handle_t *handle, const char *function);

/* The pools' handles are closed by their files when the loop is left. */
void vt_uv_sleepers_close(void);

#endif
