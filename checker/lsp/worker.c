/* worker.c - processes and the pipes to them; see worker.h. */
#define _GNU_SOURCE /* pipe2 */
#include "lsp/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lsp/channel.h"
#include "pipeline/workers.h"

static const guint32 magic = 0x56544c31; /* "VTL1" */
static const guint32 longest = 1u << 30;

typedef struct Header {
    guint32 magic, length;
} Header;

struct LspWorker {
    pid_t pid; /* 0: gone */
    LspChannel *channel;
    GByteArray *bytes;
    LspWorkerEvents events;
    guint timer;
    unsigned seconds;
    bool is_telling, is_doomed; /* freed while `replied` runs: afterwards, then */
};

/* --- the process's side --- */

/* Other processes' pipes, the client's streams: held open here they would not end with their owner. */
static void close_others(int requests, int replies)
{
    long most = sysconf(_SC_OPEN_MAX);
    for (int file = STDERR_FILENO + 1; file < (most > 0 && most < 4096 ? most : 4096); file++)
        if (file != requests && file != replies)
            close(file);
}

GVariant *lsp_worker_read(int file, const char *type)
{
    Header header;
    if (!worker_read_fully(file, &header, sizeof header) || header.magic != magic || header.length > longest)
        return NULL;
    guint8 *bytes = g_malloc(header.length + 1);
    if (!worker_read_fully(file, bytes, header.length)) {
        g_free(bytes);
        return NULL;
    }
    GVariant *message = g_variant_new_from_data(G_VARIANT_TYPE(type), bytes, header.length, FALSE, g_free, bytes);
    return g_variant_ref_sink(message);
}

bool lsp_worker_write(int file, GVariant *message)
{
    g_variant_ref_sink(message);
    Header header = {magic, (guint32)g_variant_get_size(message)};
    bool good = worker_write_fully(file, (const guint8 *)&header, sizeof header) &&
                worker_write_fully(file, g_variant_get_data(message), header.length);
    g_variant_unref(message);
    return good;
}

bool lsp_worker_has_more(int file)
{
    struct pollfd waiting = {.fd = file, .events = POLLIN};
    return poll(&waiting, 1, 0) > 0;
}

/* --- the server's side --- */

static char *cause_of_death(int status)
{
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL)
        return g_strdup("it was killed (signal 9), perhaps for want of memory");
    if (WIFSIGNALED(status))
        return g_strdup_printf("libclang crashed (signal %d, %s)", WTERMSIG(status), strsignal(WTERMSIG(status)));
    return g_strdup_printf("it ended by itself (status %d)", WEXITSTATUS(status));
}

static int end_process(LspWorker *worker, bool by_force)
{
    int status = 0;
    if (worker->timer != 0)
        g_source_remove(worker->timer);
    worker->timer = 0;
    lsp_channel_free(worker->channel);
    worker->channel = NULL;
    if (by_force)
        kill(worker->pid, SIGKILL);
    while (waitpid(worker->pid, &status, 0) < 0 && errno == EINTR)
        continue;
    worker->pid = 0;
    return status;
}

static void die(LspWorker *worker, char *why)
{
    worker->events.died(why, worker->events.context);
    g_free(why);
}

static void on_end(void *context)
{
    LspWorker *worker = context;
    die(worker, cause_of_death(end_process(worker, false)));
}

static gboolean on_timeout(gpointer context)
{
    LspWorker *worker = context;
    worker->timer = 0;
    end_process(worker, true);
    die(worker, g_strdup_printf("it took longer than %u seconds", worker->seconds));
    return G_SOURCE_REMOVE;
}

static void start_timer(LspWorker *worker, unsigned seconds)
{
    if (worker->timer != 0)
        g_source_remove(worker->timer);
    worker->seconds = seconds;
    worker->timer = seconds > 0 ? g_timeout_add_seconds(seconds, on_timeout, worker) : 0;
}

/* One message from the front of what has come in; NULL: none is whole. *broken: it is none of ours. */
static GVariant *take_message(LspWorker *worker, bool *broken)
{
    Header header;
    if (worker->bytes->len < sizeof header)
        return NULL;
    memcpy(&header, worker->bytes->data, sizeof header);
    *broken = header.magic != magic || header.length > longest;
    if (*broken || worker->bytes->len - sizeof header < header.length)
        return NULL;
    guint8 *copy = g_memdup2(worker->bytes->data + sizeof header, header.length);
    GVariant *message = g_variant_new_from_data(G_VARIANT_TYPE(lsp_reply_type), copy, header.length, FALSE, g_free, copy);
    g_byte_array_remove_range(worker->bytes, 0, (guint)(sizeof header + header.length));
    return g_variant_ref_sink(message);
}

static void tell_reply(LspWorker *worker, GVariant *message)
{
    LspReply reply;
    bool good = lsp_reply_read(message, &reply);
    if (reply.kind != LSP_REPLY_PROGRESS)
        start_timer(worker, 0);
    if (good)
        worker->events.replied(&reply, worker->events.context);
    lsp_reply_clear(&reply);
}

static void on_received(const guint8 *bytes, size_t size, void *context)
{
    LspWorker *worker = context;
    bool broken = false;
    g_byte_array_append(worker->bytes, bytes, (guint)size);
    worker->is_telling = true;
    for (GVariant *message; !worker->is_doomed && (message = take_message(worker, &broken)) != NULL;) {
        tell_reply(worker, message);
        g_variant_unref(message);
    }
    worker->is_telling = false;
    if (worker->is_doomed) {
        lsp_worker_free(worker);
    } else if (broken) {
        end_process(worker, true);
        die(worker, g_strdup("its answer makes no sense"));
    }
}

static bool make_pipes(int requests[2], int replies[2])
{
    if (pipe2(requests, O_CLOEXEC) != 0)
        return false;
    if (pipe2(replies, O_CLOEXEC) == 0)
        return true;
    close(requests[0]);
    close(requests[1]);
    return false;
}

LspWorker *lsp_worker_start(LspServe serve, void *data, const LspWorkerEvents *events)
{
    int requests[2], replies[2];
    if (!make_pipes(requests, replies))
        return NULL;
    pid_t pid = fork();
    if (pid == 0) {
        worker_prepare_process();
        close_others(requests[0], replies[1]);
        serve(requests[0], replies[1], data);
        _exit(0); /* not exit: buffers and handlers of the parent's image are not this process's to run */
    }
    close(requests[0]);
    close(replies[1]);
    if (pid < 0) {
        close(requests[1]);
        close(replies[0]);
        return NULL;
    }
    LspWorker *worker = g_new0(LspWorker, 1);
    worker->pid = pid;
    worker->events = *events;
    worker->bytes = g_byte_array_new();
    worker->channel = lsp_channel_new(replies[0], requests[1], &(LspChannelEvents){on_received, on_end, worker});
    return worker;
}

void lsp_worker_free(LspWorker *worker)
{
    if (worker == NULL)
        return;
    if (worker->pid > 0)
        end_process(worker, true);
    worker->is_doomed = worker->is_telling;
    if (worker->is_doomed)
        return;
    g_byte_array_unref(worker->bytes);
    g_free(worker);
}

void lsp_worker_send(LspWorker *worker, GVariant *request, unsigned seconds)
{
    g_variant_ref_sink(request);
    Header header = {magic, (guint32)g_variant_get_size(request)};
    if (worker->channel != NULL) {
        lsp_channel_send(worker->channel, &header, sizeof header);
        lsp_channel_send(worker->channel, g_variant_get_data(request), header.length);
        start_timer(worker, seconds);
    }
    g_variant_unref(request);
}
