/* workers.c - the worker's side: one process that parses unit after unit; see workers.h. */
#define _POSIX_C_SOURCE 200809L
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/environment.h"
#include "ir/verify.h"
#include "pipeline/headers.h"
#include "pipeline/workers.h"

#ifdef __linux__
#include <sys/prctl.h>
#endif

bool worker_read_fully(int file, void *bytes, size_t size)
{
    char *at = bytes;
    while (size > 0) {
        ssize_t count = read(file, at, size);
        if (count > 0) {
            at += count;
            size -= (size_t)count;
        } else if (count == 0 || errno != EINTR) {
            return false;
        }
    }
    return true;
}

bool worker_write_fully(int file, const guint8 *bytes, size_t size)
{
    while (size > 0) {
        ssize_t count = write(file, bytes, size);
        if (count > 0) {
            bytes += count;
            size -= (size_t)count;
        } else if (count < 0 && errno != EINTR) {
            return false;
        }
    }
    return true;
}

/* What libclang prints when it crashes or recovers is of no use to the reader of a report. */
static void silence(int file)
{
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (null >= 0) {
        dup2(null, file);
        close(null);
    }
}

void worker_prepare_process(void)
{
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGPIPE};
    for (size_t i = 0; i < G_N_ELEMENTS(signals); i++)
        signal(signals[i], SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
#ifdef __linux__
    prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
    setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
    silence(STDIN_FILENO);
    silence(STDOUT_FILENO);
    if (environment_get(ENVIRONMENT_VTCHECK_WORKER_STDERR) == NULL)
        silence(STDERR_FILENO);
}

/* What the analysis relies on. A fault of this program costs the file, and no more. */
static void verify(FrontendResult *result)
{
    char *fault = result->module != NULL ? ir_verify(result->module) : NULL;
    if (fault == NULL)
        return;
    frontend_result_clear(result);
    *result = (FrontendResult){.error = g_strdup_printf("internal error: what was made of the file makes no sense: %s", fault)};
    g_free(fault);
}

static void parse_unit(const GPtrArray *units, uint32_t request, const WorkerSettings *settings, PipelineOutcome *outcome)
{
    uint32_t index = request & ~WORKER_PLAIN;
    const PipelineUnit *unit = units->pdata[index];
    FrontendInput input = {unit->source, unit->directory, (const char *const *)unit->flags, settings->resource_dir, unit->apis, unit->is_helper, NULL};
    bool is_plain = (request & WORKER_PLAIN) != 0 || settings->headers == NULL;
    if (settings->dump_ast)
        outcome->dump = frontend_dump_ast(&input, &outcome->result.error);
    else if (is_plain || !pipeline_headers_parse(settings->headers, index, &input, &outcome->result))
        outcome->result = frontend_parse(&input);
    verify(&outcome->result);
}

_Noreturn void worker_serve(int requests, int replies, const GPtrArray *units, const WorkerSettings *settings)
{
    worker_prepare_process();
    uint32_t request;
    while (worker_read_fully(requests, &request, sizeof request) && (request & ~WORKER_PLAIN) < units->len) {
        PipelineOutcome outcome = {0};
        GByteArray *bytes = g_byte_array_new();
        parse_unit(units, request, settings, &outcome);
        worker_encode(&outcome, bytes);
        bool written = worker_write_fully(replies, bytes->data, bytes->len);
        g_byte_array_unref(bytes);
        pipeline_outcome_clear(&outcome);
        if (!written)
            break;
    }
    _exit(0); /* not exit: buffers and handlers of the parent's image are not this process's to run */
}
