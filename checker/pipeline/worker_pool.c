/* worker_pool.c - the parent's side: hands units to worker processes and collects outcomes; see workers.h.
 *
 * One poll loop over the workers' reply pipes. Signals are blocked except while it waits, so that one that arrives
 * between a check and the wait is not lost. */
#define _GNU_SOURCE /* pipe2, ppoll */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "pipeline/headers.h"
#include "pipeline/jobserver.h"
#include "pipeline/workers.h"

enum { READ_SIZE = 1 << 16, MEMORY_LOOK = 20000 /* microseconds */ };

static const guint no_unit = G_MAXUINT;

/* What lets a worker work: make gives each program one job, and a token for each further one. */
typedef enum Permit { PERMIT_NONE, PERMIT_OWN, PERMIT_TOKEN } Permit;

typedef struct Worker {
    pid_t pid;           /* 0: not running */
    int requests;        /* to it */
    int replies;         /* from it */
    guint unit;          /* what it works on, or no_unit */
    bool is_plain;       /* it was told not to use the unit's header */
    Permit permit;       /* while it has a unit */
    gint64 deadline;     /* monotonic microseconds; 0: none */
    GByteArray *bytes;   /* of its reply, so far */
} Worker;

typedef struct Pool {
    const GPtrArray *units;
    const WorkerSettings *settings;
    PipelineOutcome *outcomes;
    Worker *workers;
    guint count;
    Jobserver *jobserver; /* NULL: as many as there are workers may work */
    bool lacks_token;    /* a worker could work if there was one */
    guint total;         /* units to parse */
    guint next;          /* of these, the first that no worker was given */
    GArray *postponed;   /* uint32_t: units that did not fit beside others, or whose header went wrong (WORKER_PLAIN) */
    guint done;
} Pool;

static const int watched_signals[] = {SIGINT, SIGTERM, SIGHUP};
static volatile sig_atomic_t caught_signal;

static void note_signal(int number)
{
    caught_signal = number;
}

/* --- one worker --- */

static void close_pipes(Worker *worker)
{
    close(worker->requests);
    close(worker->replies);
}

static bool start_worker(Pool *pool, Worker *worker)
{
    int requests[2], replies[2];
    if (pipe2(requests, O_CLOEXEC) != 0)
        return false;
    if (pipe2(replies, O_CLOEXEC) != 0) {
        close(requests[0]);
        close(requests[1]);
        return false;
    }
    pid_t pid = fork();
    if (pid == 0) {
        /* A sibling's request pipe held open here would keep that sibling from seeing its end. */
        for (guint i = 0; i < pool->count; i++)
            if (pool->workers[i].pid > 0)
                close_pipes(&pool->workers[i]);
        close(requests[1]);
        close(replies[0]);
        worker_serve(requests[0], replies[1], pool->units, pool->settings);
    }
    close(requests[0]);
    close(replies[1]);
    if (pid < 0) {
        close(requests[1]);
        close(replies[0]);
        return false;
    }
    worker->pid = pid;
    worker->requests = requests[1];
    worker->replies = replies[0];
    worker->unit = no_unit;
    g_byte_array_set_size(worker->bytes, 0);
    return true;
}

/* Waits for the end of a worker: it has ended, been killed, or is told so by the end of its requests. Returns its status. */
static int reap(Worker *worker)
{
    int status = 0;
    close_pipes(worker);
    while (waitpid(worker->pid, &status, 0) < 0 && errno == EINTR)
        continue;
    worker->pid = 0;
    return status;
}

static bool take_permit(Pool *pool, Worker *worker)
{
    bool is_own_free = true;
    for (guint i = 0; i < pool->count; i++)
        is_own_free = is_own_free && pool->workers[i].permit != PERMIT_OWN;
    if (pool->jobserver == NULL || is_own_free) {
        worker->permit = pool->jobserver == NULL ? PERMIT_NONE : PERMIT_OWN;
        return true;
    }
    if (jobserver_take(pool->jobserver)) {
        worker->permit = PERMIT_TOKEN;
        return true;
    }
    pool->lacks_token = true;
    return false;
}

static void give_permit(Pool *pool, Worker *worker)
{
    if (worker->permit == PERMIT_TOKEN)
        jobserver_give(pool->jobserver);
    worker->permit = PERMIT_NONE;
}

static void set_free(Pool *pool, Worker *worker)
{
    worker->unit = no_unit;
    give_permit(pool, worker);
}

/* All there was to do for it is done. */
static void finish_unit(Pool *pool, guint index)
{
    const PipelineUnit *unit = pool->units->pdata[index];
    if (pool->settings->headers != NULL)
        pipeline_headers_end_unit(pool->settings->headers, index);
    pool->done++;
    if (pool->settings->progress != NULL)
        pool->settings->progress(pool->done, pool->total, unit->source, pool->settings->context);
}

static char *death_message(int status)
{
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL)
        return g_strdup("the worker that parsed this file was killed (signal 9), perhaps for want of memory; the file was not analysed");
    if (WIFSIGNALED(status))
        return g_strdup_printf("libclang crashed (signal %d, %s) on this file; it was not analysed", WTERMSIG(status), strsignal(WTERMSIG(status)));
    return g_strdup_printf("libclang ended its process (status %d) on this file; it was not analysed", WEXITSTATUS(status));
}

static void try_later(Pool *pool, Worker *worker, uint32_t request)
{
    set_free(pool, worker);
    g_array_append_val(pool->postponed, request);
}

/* A worker ended by itself, or its words make no sense, or (message set) it was given up. What it parsed with a header is parsed once more
 * without, so that no header costs a file. */
static void lose_worker(Pool *pool, Worker *worker, char *message)
{
    kill(worker->pid, SIGKILL); /* one that has ended by itself is not reaped yet, so the number is still its own */
    int status = reap(worker);
    if (worker->unit == no_unit) {
        g_free(message);
        return;
    }
    if (!worker->is_plain && pipeline_headers_has(pool->settings->headers, worker->unit)) {
        g_free(message);
        try_later(pool, worker, worker->unit | WORKER_PLAIN);
        return;
    }
    guint unit = worker->unit;
    pool->outcomes[unit].result.error = message != NULL ? message : death_message(status);
    set_free(pool, worker);
    finish_unit(pool, unit);
}

static guint count_busy(const Pool *pool)
{
    guint busy = 0;
    for (guint i = 0; i < pool->count; i++)
        busy += pool->workers[i].unit != no_unit;
    return busy;
}

/* Postponed units come last, and one at a time. */
static bool has_next(const Pool *pool)
{
    return pool->next < pool->total || (pool->postponed->len > 0 && count_busy(pool) == 0);
}

static uint32_t take_next(Pool *pool)
{
    if (pool->next >= pool->total) {
        uint32_t unit = g_array_index(pool->postponed, uint32_t, pool->postponed->len - 1);
        g_array_set_size(pool->postponed, pool->postponed->len - 1);
        return unit;
    }
    uint32_t at = pool->next++;
    return pool->settings->order != NULL ? pool->settings->order[at] : at;
}

/* Gives the worker the next unit, starting a process where none is; for a second try a fresh one, which holds no memory of other units. */
static void feed(Pool *pool, Worker *worker)
{
    while (worker->unit == no_unit && has_next(pool)) {
        if (!take_permit(pool, worker))
            return;
        if (worker->pid > 0 && pool->next >= pool->total)
            reap(worker);
        if (worker->pid == 0 && !start_worker(pool, worker)) {
            bool others = false;
            for (guint i = 0; i < pool->count; i++)
                others = others || pool->workers[i].pid > 0;
            if (!others) { /* nobody left to do it */
                guint unit = take_next(pool) & ~WORKER_PLAIN;
                pool->outcomes[unit].result.error = g_strdup_printf("no process could be started to parse this file: %s", g_strerror(errno));
                give_permit(pool, worker);
                finish_unit(pool, unit);
                continue;
            }
            give_permit(pool, worker);
            return;
        }
        uint32_t request = take_next(pool);
        worker->unit = request & ~WORKER_PLAIN;
        worker->is_plain = (request & WORKER_PLAIN) != 0;
        worker->deadline = pool->settings->timeout > 0 ? g_get_monotonic_time() + (gint64)pool->settings->timeout * G_USEC_PER_SEC : 0;
        ssize_t written;
        do
            written = write(worker->requests, &request, sizeof request); /* fits a pipe's buffer: all or nothing */
        while (written < 0 && errno == EINTR);
        if (written < 0)
            lose_worker(pool, worker, NULL);
    }
}

/* What a whole message says. */
static void take_message(Pool *pool, guint unit, GByteArray *message)
{
    const WorkerSettings *settings = pool->settings;
    size_t length = message->len;
    guint8 *bytes = settings->reply != NULL ? g_memdup2(message->data, length) : NULL;
    bool is_spooled = settings->spool != NULL && pipeline_spool_put(settings->spool, unit, message->data, length);
    if ((is_spooled ? worker_decode_head : worker_decode)(message, &pool->outcomes[unit]) != WORKER_DECODE_DONE)
        pool->outcomes[unit].result.error = g_strdup("internal error: the worker's reply cannot be read");
    else if (settings->reply != NULL)
        settings->reply(unit, bytes, length, &pool->outcomes[unit], settings->context);
    g_free(bytes);
    finish_unit(pool, unit);
}

/* The worker gets its next unit before the last one is seen to, so that it does not wait for this process. */
static void take_reply(Pool *pool, Worker *worker)
{
    size_t length = 0;
    guint unit = worker->unit;
    switch (worker_message_length(worker->bytes, &length)) {
    case WORKER_DECODE_MORE: break;
    case WORKER_DECODE_BROKEN: lose_worker(pool, worker, g_strdup("internal error: the worker's reply cannot be read")); break;
    case WORKER_DECODE_DONE: {
        GByteArray *message = g_byte_array_append(g_byte_array_new(), worker->bytes->data, (guint)length);
        g_byte_array_remove_range(worker->bytes, 0, (guint)length);
        set_free(pool, worker);
        feed(pool, worker);
        take_message(pool, unit, message);
        g_byte_array_unref(message);
        break;
    }
    }
}

static void read_worker(Pool *pool, Worker *worker)
{
    guint8 buffer[READ_SIZE];
    ssize_t count = read(worker->replies, buffer, sizeof buffer);
    if (count > 0) {
        g_byte_array_append(worker->bytes, buffer, (guint)count);
        if (worker->unit != no_unit)
            take_reply(pool, worker);
    } else if (count == 0 || (errno != EINTR && errno != EAGAIN)) {
        lose_worker(pool, worker, NULL);
    }
}

/* --- the loop --- */

static void expire(Pool *pool)
{
    gint64 now = g_get_monotonic_time();
    for (guint i = 0; i < pool->count; i++) {
        Worker *worker = &pool->workers[i];
        if (worker->pid > 0 && worker->unit != no_unit && worker->deadline != 0 && now >= worker->deadline)
            lose_worker(pool, worker, g_strdup_printf("this file took longer than %d s to parse and was given up (see --timeout)",
                                                      pool->settings->timeout));
    }
}

/* Bytes of memory that a process has to itself, roughly; 0: not known. */
static uint64_t memory_of(pid_t pid)
{
    char path[40];
    char *text = NULL;
    uint64_t resident = 0, shared = 0;
    g_snprintf(path, sizeof path, "/proc/%d/statm", (int)pid);
    if (g_file_get_contents(path, &text, NULL, NULL)) {
        char *at = text;
        g_ascii_strtoull(at, &at, 10);
        resident = g_ascii_strtoull(at, &at, 10);
        shared = g_ascii_strtoull(at, &at, 10);
    }
    g_free(text);
    return resident > shared ? (resident - shared) * (uint64_t)sysconf(_SC_PAGESIZE) : 0;
}

static void postpone(Pool *pool, Worker *worker)
{
    kill(worker->pid, SIGKILL);
    reap(worker);
    try_later(pool, worker, worker->unit | (worker->is_plain ? WORKER_PLAIN : 0));
}

/* Past the limit the largest worker goes, of those that have nothing to do if there are any. What it worked on gets a second chance alone, where it
 * had company. */
static void check_memory(Pool *pool)
{
    uint64_t total = 0, largest = 0;
    Worker *victim = NULL;
    for (guint i = 0; i < pool->count; i++) {
        Worker *worker = &pool->workers[i];
        uint64_t memory = worker->pid > 0 ? memory_of(worker->pid) : 0;
        bool is_idle = worker->unit == no_unit, is_victim_idle = victim != NULL && victim->unit == no_unit;
        total += memory;
        if (memory > 0 && (is_idle != is_victim_idle ? is_idle : memory > largest)) {
            largest = memory;
            victim = worker;
        }
    }
    if (total <= pool->settings->memory || victim == NULL)
        return;
    if (victim->unit == no_unit)
        lose_worker(pool, victim, NULL);
    else if (count_busy(pool) > 1)
        postpone(pool, victim);
    else
        lose_worker(pool, victim, g_strdup_printf("this file needs more than the %u MB that --max-memory allows; it was not analysed",
                                                  (unsigned)(pool->settings->memory >> 20)));
}

/* Time until the next deadline, or look at memory; false: there is none. */
static bool next_deadline(const Pool *pool, struct timespec *left)
{
    gint64 soonest = 0;
    for (guint i = 0; i < pool->count; i++) {
        const Worker *worker = &pool->workers[i];
        if (worker->pid > 0 && worker->unit != no_unit && worker->deadline != 0 && (soonest == 0 || worker->deadline < soonest))
            soonest = worker->deadline;
    }
    if (pool->settings->memory > 0 && (soonest == 0 || soonest > g_get_monotonic_time() + MEMORY_LOOK))
        soonest = g_get_monotonic_time() + MEMORY_LOOK;
    if (soonest == 0)
        return false;
    gint64 wait = MAX(soonest - g_get_monotonic_time(), 0) + 1000;
    left->tv_sec = (time_t)(wait / G_USEC_PER_SEC);
    left->tv_nsec = (long)(wait % G_USEC_PER_SEC) * 1000;
    return true;
}

static void turn(Pool *pool, const sigset_t *while_waiting)
{
    pool->lacks_token = false;
    for (guint i = 0; i < pool->count; i++)
        feed(pool, &pool->workers[i]);
    if (pool->done >= pool->total)
        return;
    struct pollfd *files = g_new0(struct pollfd, pool->count + 1);
    for (guint i = 0; i < pool->count; i++)
        files[i] = (struct pollfd){.fd = pool->workers[i].pid > 0 ? pool->workers[i].replies : -1, .events = POLLIN};
    files[pool->count] = (struct pollfd){.fd = pool->lacks_token ? jobserver_file(pool->jobserver) : -1, .events = POLLIN};
    struct timespec left;
    bool has_deadline = next_deadline(pool, &left);
    int ready = ppoll(files, pool->count + 1, has_deadline ? &left : NULL, while_waiting);
    for (guint i = 0; ready > 0 && i < pool->count; i++)
        if (files[i].revents != 0)
            read_worker(pool, &pool->workers[i]);
    g_free(files);
    expire(pool);
    if (pool->settings->memory > 0)
        check_memory(pool);
}

static void stop_all(Pool *pool, bool by_force)
{
    for (guint i = 0; i < pool->count; i++) {
        Worker *worker = &pool->workers[i];
        if (worker->pid > 0 && by_force)
            kill(worker->pid, SIGKILL);
        if (worker->pid > 0)
            reap(worker);
        g_byte_array_unref(worker->bytes);
    }
}

int pipeline_workers_run(const GPtrArray *units, const WorkerSettings *settings, PipelineOutcome *outcomes)
{
    Pool pool = {.units = units, .settings = settings, .outcomes = outcomes};
    pool.total = settings->order != NULL ? settings->order_count : units->len;
    pool.count = MIN((guint)settings->jobs, pool.total);
    pool.workers = g_new0(Worker, pool.count);
    for (guint i = 0; i < pool.count; i++) {
        pool.workers[i].unit = no_unit;
        pool.workers[i].bytes = g_byte_array_new();
    }
    pool.postponed = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    pool.jobserver = settings->heeds_make ? jobserver_open() : NULL;
    sigset_t blocked, before;
    struct sigaction old[G_N_ELEMENTS(watched_signals)];
    sigemptyset(&blocked);
    caught_signal = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(watched_signals); i++)
        sigaddset(&blocked, watched_signals[i]);
    sigprocmask(SIG_BLOCK, &blocked, &before);
    for (size_t i = 0; i < G_N_ELEMENTS(watched_signals); i++) {
        sigaction(watched_signals[i], NULL, &old[i]);
        if (old[i].sa_handler != SIG_IGN) /* nohup stays nohup */
            sigaction(watched_signals[i], &(struct sigaction){.sa_handler = note_signal}, NULL);
    }
    while (pool.done < pool.total && caught_signal == 0)
        turn(&pool, &before);
    stop_all(&pool, caught_signal != 0);
    jobserver_close(pool.jobserver);
    g_array_unref(pool.postponed);
    for (size_t i = 0; i < G_N_ELEMENTS(watched_signals); i++)
        sigaction(watched_signals[i], &old[i], NULL);
    sigprocmask(SIG_SETMASK, &before, NULL);
    g_free(pool.workers);
    return caught_signal;
}
