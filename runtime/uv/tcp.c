/* TCP: listeners and connections.
 *
 * A connection's handle is closed by its user, or before that when a send was given up half-way: then the struct stays, and
 * every operation is refused, until the user closes it as well. It goes back to the pool when both are through with it.
 *
 * Reading is not stopped between two receives: whoever receives again before the next data arrive saves libuv two changes
 * of what it polls for. Data that arrive while nobody receives find no buffer, and that stops the reading; they stay with
 * the system until the next receive.
 */
#include "uv_loop.h"

#include <errno.h>
#include <stdlib.h>

#include "misuse_report.h"

struct vt_uv_socket {
    struct pool_link link;
    uv_tcp_t handle;
    bool is_closed;   /* uv_close was called */
    bool is_gone;     /* libuv has let go of the handle */
    bool is_released; /* the user has closed it */
    bool is_reading;
    bool is_awaited;           /* by a receive */
    int ended;                 /* 0, or what the reading ended with: UV_EOF or an error */
    struct vt_promise promise; /* of the receive, as the next two */
    char *buffer;
    size_t size;
};

struct vt_uv_listener {
    uv_tcp_t handle;
    bool is_awaited;
    bool has_connection; /* one that waits to be accepted */
    int error;           /* that nobody has been told; 0: none */
    struct vt_promise promise;
};

static uv_stream_t *stream_of(struct vt_uv_socket *socket)
{
    return (uv_stream_t *)&socket->handle;
}

/* ---- life ---- */

static int new_socket(struct vt_uv_socket **made)
{
    struct vt_uv_socket *socket = pool_get(&vt_uv_thread.connections, sizeof *socket);

    if (socket == NULL)
        return -ENOMEM;
    *socket = (struct vt_uv_socket){0};
    int status = uv_tcp_init(vt_uv_thread.loop, &socket->handle);
    if (status != 0) {
        pool_put(&vt_uv_thread.connections, socket);
        return status;
    }
    vt_uv_thread.open++;
    *made = socket;
    return 0;
}

static void put_back(struct vt_uv_socket *socket)
{
    if (socket->is_gone && socket->is_released)
        pool_put(&vt_uv_thread.connections, socket);
}

static void socket_gone(uv_handle_t *handle)
{
    struct vt_uv_socket *socket = UV_CONTAINER_OF(handle, struct vt_uv_socket, handle);

    vt_uv_thread.closing--;
    socket->is_gone = true;
    put_back(socket);
}

static void end_receive(void *context)
{
    struct vt_uv_socket *socket = context;

    socket->is_awaited = false;
    vt_promise_cancel(socket->promise);
}

/* What is being sent ends in its callback; what is received, here. */
static void shut(struct vt_uv_socket *socket)
{
    if (socket->is_closed)
        return;
    socket->is_closed = true;
    vt_uv_thread.closing++;
    uv_close((uv_handle_t *)&socket->handle, socket_gone);
    if (socket->is_awaited)
        end_receive(socket);
}

void vt_uv_close(struct vt_uv_socket *socket)
{
    if (socket == NULL)
        return;
    if (socket->is_released) {
        vt_report_misuse("vt_uv_close: this connection was closed already, and the next one may be in its place; close each once");
        return;
    }
    vt_uv_thread.open--;
    shut(socket);
    socket->is_released = true;
    put_back(socket);
}

/* ---- receiving ---- */

static void find_buffer(uv_handle_t *handle, size_t suggested, uv_buf_t *buffer)
{
    struct vt_uv_socket *socket = UV_CONTAINER_OF(handle, struct vt_uv_socket, handle);

    (void)suggested;
    *buffer = socket->is_awaited ? uv_buf_init(socket->buffer, (unsigned)socket->size) : uv_buf_init(NULL, 0);
}

static void data_came(uv_stream_t *stream, ssize_t got, const uv_buf_t *buffer)
{
    struct vt_uv_socket *socket = UV_CONTAINER_OF(stream, struct vt_uv_socket, handle);
    size_t count = got > 0 ? (size_t)got : 0;

    (void)buffer;
    if (got == 0)
        return;
    if (got < 0) {
        uv_read_stop(stream);
        socket->is_reading = false;
        if (got == UV_ENOBUFS)
            return;
        socket->ended = (int)got;
    }
    if (!socket->is_awaited)
        return;
    socket->is_awaited = false;
    if (got > 0 || got == UV_EOF)
        vt_promise_complete(socket->promise, &count, sizeof count);
    else
        vt_promise_fail(socket->promise, (int)got);
    vt_uv_called_back();
}

vt_uv_count vt_uv_receive(struct vt_uv_socket *socket, void *buffer, size_t size)
{
    if (socket->is_closed)
        return vt_uv_count_from_error(-ECANCELED);
    if (socket->is_awaited)
        return vt_uv_count_from_error(-EBUSY);
    if (socket->ended == UV_EOF)
        return vt_uv_count_from_result(0);
    if (socket->ended != 0)
        return vt_uv_count_from_error(socket->ended);
    if (size == 0)
        return vt_uv_count_from_error(-EINVAL);
    int status = socket->is_reading ? 0 : uv_read_start(stream_of(socket), find_buffer, data_came);
    if (status != 0)
        return vt_uv_count_from_error(status);
    socket->is_reading = true;
    struct vt_promise promise = vt_promise_start(sizeof(size_t));
    if (promise.source == NULL)
        return vt_uv_count_from_error(-ENOMEM);
    socket->is_awaited = true;
    socket->promise = promise;
    socket->buffer = buffer;
    socket->size = size < UINT32_MAX ? size : UINT32_MAX;
    vt_promise_on_cancel(promise, end_receive, socket);
    return vt_uv_count_from_source(promise.source, promise.token);
}

void vt_uv_cancel_receive(struct vt_uv_socket *socket)
{
    if (socket->is_awaited)
        end_receive(socket);
}

/* ---- sending ---- */

static void sent(uv_write_t *request, int status)
{
    vt_uv_operation_end(UV_CONTAINER_OF(request, struct operation, request.write), status, NULL);
    vt_uv_called_back();
}

static void give_up(void *context)
{
    struct operation *operation = context;

    shut(operation->of.socket);
}

/* What the system did not take at once. */
static vt_void send_rest(struct vt_uv_socket *socket, uv_buf_t rest)
{
    int error;
    struct operation *operation = vt_uv_operation(0, &error);

    if (operation == NULL)
        return vt_void_from_error(error);
    struct vt_promise promise = operation->promise;
    operation->of.socket = socket;
    error = uv_write(&operation->request.write, stream_of(socket), &rest, 1, sent);
    if (error != 0)
        vt_uv_operation_end(operation, error, NULL);
    else
        vt_promise_on_cancel(promise, give_up, operation);
    return vt_void_from_source(promise.source, promise.token);
}

vt_void vt_uv_send(struct vt_uv_socket *socket, const void *data, size_t size)
{
    uv_buf_t rest = {.base = (char *)(uintptr_t)data, .len = size};

    if (socket->is_closed)
        return vt_void_from_error(-ECANCELED);
    if (size == 0)
        return vt_void_from_result();
    int written = uv_try_write(stream_of(socket), &rest, 1);
    if (written < 0 && written != UV_EAGAIN)
        return vt_void_from_error(written);
    if (written > 0) {
        rest.base += written;
        rest.len -= (size_t)written;
    }
    if (rest.len == 0)
        return vt_void_from_result();
    return send_rest(socket, rest);
}

size_t vt_uv_unsent(const struct vt_uv_socket *socket)
{
    return socket->is_closed ? 0 : uv_stream_get_write_queue_size((const uv_stream_t *)&socket->handle);
}

static void side_ended(uv_shutdown_t *request, int status)
{
    vt_uv_operation_end(UV_CONTAINER_OF(request, struct operation, request.shutdown), status, NULL);
    vt_uv_called_back();
}

vt_void vt_uv_shutdown(struct vt_uv_socket *socket)
{
    int error;

    if (socket->is_closed)
        return vt_void_from_error(-ECANCELED);
    struct operation *operation = vt_uv_operation(0, &error);
    if (operation == NULL)
        return vt_void_from_error(error);
    struct vt_promise promise = operation->promise;
    operation->of.socket = socket;
    error = uv_shutdown(&operation->request.shutdown, stream_of(socket), side_ended);
    if (error != 0)
        vt_uv_operation_end(operation, error, NULL);
    else
        vt_promise_on_cancel(promise, give_up, operation);
    return vt_void_from_source(promise.source, promise.token);
}

int vt_uv_no_delay(struct vt_uv_socket *socket, int enable)
{
    return socket->is_closed ? -ECANCELED : uv_tcp_nodelay(&socket->handle, enable);
}

/* ---- connecting ---- */

static void connected(uv_connect_t *request, int status)
{
    struct operation *operation = UV_CONTAINER_OF(request, struct operation, request.connect);
    struct vt_uv_socket *socket = operation->of.socket;

    if (status == 0 && socket->is_closed)
        status = -ECANCELED;
    if (status < 0)
        vt_uv_close(socket);
    vt_uv_operation_end(operation, status, &socket);
    vt_uv_called_back();
}

vt_uv_tcp vt_uv_connect(const struct sockaddr *address)
{
    int error;
    struct operation *operation = vt_uv_operation(sizeof(struct vt_uv_socket *), &error);
    struct vt_uv_socket *socket = NULL;

    if (operation == NULL)
        return vt_uv_tcp_from_error(error);
    struct vt_promise promise = operation->promise;
    error = new_socket(&socket);
    operation->of.socket = socket;
    if (error == 0)
        error = uv_tcp_connect(&operation->request.connect, &socket->handle, address, connected);
    if (error != 0) {
        vt_uv_close(socket);
        vt_uv_operation_end(operation, error, NULL);
    } else {
        vt_promise_on_cancel(promise, give_up, operation);
    }
    return vt_uv_tcp_from_source(promise.source, promise.token);
}

/* ---- listening ---- */

/* Takes the connection that waits. Out of memory, it goes on waiting. */
static int take_connection(struct vt_uv_listener *listener, struct vt_uv_socket **socket)
{
    int status = new_socket(socket);

    if (status != 0)
        return status;
    listener->has_connection = false;
    status = uv_accept((uv_stream_t *)&listener->handle, stream_of(*socket));
    if (status != 0)
        vt_uv_close(*socket);
    return status;
}

static void connection_came(uv_stream_t *stream, int status)
{
    struct vt_uv_listener *listener = UV_CONTAINER_OF(stream, struct vt_uv_listener, handle);
    struct vt_uv_socket *socket = NULL;

    if (status == 0)
        listener->has_connection = true;
    if (!listener->is_awaited) {
        listener->error = status;
        return;
    }
    if (status == 0)
        status = take_connection(listener, &socket);
    listener->is_awaited = false;
    if (status != 0)
        vt_promise_fail(listener->promise, status);
    else
        vt_promise_complete(listener->promise, &socket, sizeof socket);
    vt_uv_called_back();
}

static void free_listener(uv_handle_t *handle)
{
    vt_uv_thread.closing--;
    free(UV_CONTAINER_OF(handle, struct vt_uv_listener, handle));
}

static void discard(struct vt_uv_listener *listener)
{
    vt_uv_thread.closing++;
    uv_close((uv_handle_t *)&listener->handle, free_listener);
}

int vt_uv_listen(const struct sockaddr *address, int backlog, struct vt_uv_listener **listener)
{
    int status = vt_uv_status();

    if (status != 0)
        return status;
    struct vt_uv_listener *made = calloc(1, sizeof *made);
    if (made == NULL)
        return -ENOMEM;
    status = uv_tcp_init(vt_uv_thread.loop, &made->handle);
    if (status != 0) {
        free(made);
        return status;
    }
    status = uv_tcp_bind(&made->handle, address, 0);
    if (status == 0)
        status = uv_listen((uv_stream_t *)&made->handle, backlog, connection_came);
    if (status != 0) {
        discard(made);
        return status;
    }
    vt_uv_thread.open++;
    *listener = made;
    return 0;
}

int vt_uv_listener_port(const struct vt_uv_listener *listener)
{
    struct sockaddr_storage bound;
    int size = sizeof bound;
    int status = uv_tcp_getsockname(&listener->handle, (struct sockaddr *)&bound, &size);

    if (status != 0)
        return status;
    return ntohs(bound.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)&bound)->sin6_port
                                             : ((struct sockaddr_in *)&bound)->sin_port);
}

static void end_accept(void *context)
{
    struct vt_uv_listener *listener = context;

    listener->is_awaited = false;
    vt_promise_cancel(listener->promise);
}

vt_uv_tcp vt_uv_accept(struct vt_uv_listener *listener)
{
    struct vt_uv_socket *socket = NULL;

    if (listener->is_awaited)
        return vt_uv_tcp_from_error(-EBUSY);
    if (listener->error != 0) {
        int error = listener->error;
        listener->error = 0;
        return vt_uv_tcp_from_error(error);
    }
    if (listener->has_connection) {
        int status = take_connection(listener, &socket);
        return status == 0 ? vt_uv_tcp_from_result(socket) : vt_uv_tcp_from_error(status);
    }
    struct vt_promise promise = vt_promise_start(sizeof socket);
    if (promise.source != NULL) {
        listener->is_awaited = true;
        listener->promise = promise;
        vt_promise_on_cancel(promise, end_accept, listener);
    }
    return vt_uv_tcp_from_source(promise.source, promise.token);
}

void vt_uv_listener_close(struct vt_uv_listener *listener)
{
    if (listener == NULL || !vt_uv_may_close((const uv_handle_t *)&listener->handle, "vt_uv_listener_close"))
        return;
    if (listener->is_awaited)
        end_accept(listener);
    vt_uv_thread.open--;
    discard(listener);
}
