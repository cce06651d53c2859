/* What libuv does in its threads: files, names, blocking work. One pooled operation a request; libuv's callback ends it. */
#include "uv_loop.h"

#include <errno.h>

/* ---- files ---- */

static void file_ended(uv_fs_t *request)
{
    struct operation *operation = UV_CONTAINER_OF(request, struct operation, request.fs);
    ssize_t result = request->result;
    size_t count = result < 0 ? 0 : (size_t)result;
    uv_file file = (uv_file)result;

    if (result >= 0 && request->fs_type == UV_FS_STAT)
        *operation->of.stat = request->statbuf;
    bool is_file = request->fs_type == UV_FS_OPEN;
    uv_fs_req_cleanup(request);
    vt_uv_operation_end(operation, result < 0 ? (int)result : 0, is_file ? (const void *)&file : &count);
    vt_uv_called_back();
}

/* libuv has taken the request, or refused it. */
static struct vt_promise file_started(struct operation *operation, int status)
{
    struct vt_promise promise = operation->promise;

    if (status < 0) {
        uv_fs_req_cleanup(&operation->request.fs);
        vt_uv_operation_end(operation, status, NULL);
    } else {
        vt_uv_operation_can_cancel(operation);
    }
    return promise;
}

vt_uv_file vt_uv_file_open(const char *path, int flags, int mode)
{
    int error;
    struct operation *operation = vt_uv_operation(sizeof(uv_file), &error);

    if (operation == NULL)
        return vt_uv_file_from_error(error);
    uv_fs_t *request = &operation->request.fs;
    struct vt_promise promise =
        file_started(operation, uv_fs_open(vt_uv_thread.loop, request, path, flags, mode, file_ended));
    return vt_uv_file_from_source(promise.source, promise.token);
}

vt_uv_count vt_uv_file_read(uv_file file, void *buffer, size_t size, int64_t offset)
{
    int error;
    struct operation *operation = vt_uv_operation(sizeof(size_t), &error);
    uv_buf_t place = {.base = buffer, .len = size};

    if (operation == NULL)
        return vt_uv_count_from_error(error);
    struct vt_promise promise = file_started(
        operation, uv_fs_read(vt_uv_thread.loop, &operation->request.fs, file, &place, 1, offset, file_ended));
    return vt_uv_count_from_source(promise.source, promise.token);
}

vt_uv_count vt_uv_file_write(uv_file file, const void *data, size_t size, int64_t offset)
{
    int error;
    struct operation *operation = vt_uv_operation(sizeof(size_t), &error);
    uv_buf_t place = {.base = (char *)(uintptr_t)data, .len = size};

    if (operation == NULL)
        return vt_uv_count_from_error(error);
    struct vt_promise promise = file_started(
        operation, uv_fs_write(vt_uv_thread.loop, &operation->request.fs, file, &place, 1, offset, file_ended));
    return vt_uv_count_from_source(promise.source, promise.token);
}

vt_void vt_uv_file_close(uv_file file)
{
    int error;
    struct operation *operation = vt_uv_operation(0, &error);

    if (operation == NULL)
        return vt_void_from_error(error);
    struct vt_promise promise =
        file_started(operation, uv_fs_close(vt_uv_thread.loop, &operation->request.fs, file, file_ended));
    return vt_void_from_source(promise.source, promise.token);
}

vt_void vt_uv_file_sync(uv_file file)
{
    int error;
    struct operation *operation = vt_uv_operation(0, &error);

    if (operation == NULL)
        return vt_void_from_error(error);
    struct vt_promise promise =
        file_started(operation, uv_fs_fsync(vt_uv_thread.loop, &operation->request.fs, file, file_ended));
    return vt_void_from_source(promise.source, promise.token);
}

vt_void vt_uv_file_unlink(const char *path)
{
    int error;
    struct operation *operation = vt_uv_operation(0, &error);

    if (operation == NULL)
        return vt_void_from_error(error);
    struct vt_promise promise =
        file_started(operation, uv_fs_unlink(vt_uv_thread.loop, &operation->request.fs, path, file_ended));
    return vt_void_from_source(promise.source, promise.token);
}

vt_void vt_uv_file_rename(const char *from, const char *to)
{
    int error;
    struct operation *operation = vt_uv_operation(0, &error);

    if (operation == NULL)
        return vt_void_from_error(error);
    struct vt_promise promise =
        file_started(operation, uv_fs_rename(vt_uv_thread.loop, &operation->request.fs, from, to, file_ended));
    return vt_void_from_source(promise.source, promise.token);
}

vt_void vt_uv_file_stat(const char *path, uv_stat_t *stat)
{
    int error;
    struct operation *operation = vt_uv_operation(0, &error);

    if (operation == NULL)
        return vt_void_from_error(error);
    operation->of.stat = stat;
    struct vt_promise promise =
        file_started(operation, uv_fs_stat(vt_uv_thread.loop, &operation->request.fs, path, file_ended));
    return vt_void_from_source(promise.source, promise.token);
}

/* ---- blocking work ---- */

static void work_runs(uv_work_t *request)
{
    struct operation *operation = UV_CONTAINER_OF(request, struct operation, request.work);

    operation->of.work.status = operation->of.work.run(operation->of.work.context);
}

static void work_ended(uv_work_t *request, int status)
{
    struct operation *operation = UV_CONTAINER_OF(request, struct operation, request.work);

    vt_uv_operation_end(operation, status != 0 ? status : operation->of.work.status, NULL);
    vt_uv_called_back();
}

vt_void vt_uv_queue_work(vt_uv_work work, void *context)
{
    int error;
    struct operation *operation = vt_uv_operation(0, &error);

    if (operation == NULL)
        return vt_void_from_error(error);
    struct vt_promise promise = operation->promise;
    operation->of.work.run = work;
    operation->of.work.context = context;
    int status = uv_queue_work(vt_uv_thread.loop, &operation->request.work, work_runs, work_ended);
    if (status != 0)
        vt_uv_operation_end(operation, status, NULL);
    else
        vt_uv_operation_can_cancel(operation);
    return vt_void_from_source(promise.source, promise.token);
}

/* ---- names ---- */

static void names_ended(uv_getaddrinfo_t *request, int status, struct addrinfo *addresses)
{
    vt_uv_operation_end(UV_CONTAINER_OF(request, struct operation, request.names),
                        status == UV_EAI_CANCELED ? -ECANCELED : status, &addresses);
    vt_uv_called_back();
}

vt_uv_addresses vt_uv_resolve(const char *host, const char *service, const struct addrinfo *hints)
{
    int error;
    struct operation *operation = vt_uv_operation(sizeof(struct addrinfo *), &error);

    if (operation == NULL)
        return vt_uv_addresses_from_error(error);
    struct vt_promise promise = operation->promise;
    int status = uv_getaddrinfo(vt_uv_thread.loop, &operation->request.names, names_ended, host, service, hints);
    if (status != 0)
        vt_uv_operation_end(operation, status, NULL);
    else
        vt_uv_operation_can_cancel(operation);
    return vt_uv_addresses_from_source(promise.source, promise.token);
}
