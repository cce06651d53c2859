/* spread.c - see spread.h. Processes take the next thing from a counter that they share, so that none waits while there is work; each
 * sends its answers through a pipe, as thing, length and bytes. */
#define _GNU_SOURCE /* pipe2 */
#include "pipeline/spread.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "pipeline/jobserver.h"
#include "pipeline/workers.h"

enum { READ_SIZE = 1 << 16 };

typedef struct Head {
    uint32_t thing, length;
} Head;

typedef struct Process {
    pid_t pid;
    int answers;        /* -1: it has ended */
    bool has_token;
    GByteArray *bytes;  /* read, and not a whole answer yet */
} Process;

typedef struct Spread {
    const SpreadWork *work;
    _Atomic uint32_t *next; /* shared by all processes */
    Jobserver *jobserver;
    Process *processes;
    uint32_t count;
} Spread;

/* --- the other processes --- */

static _Noreturn void serve(const Spread *spread, int answers)
{
    const SpreadWork *work = spread->work;
    bool is_read = true;
    worker_prepare_process();
    for (uint32_t thing; is_read && (thing = atomic_fetch_add(spread->next, 1)) < work->count;) {
        GByteArray *answer = g_byte_array_new();
        work->work(thing, answer, work->context);
        const Head head = {thing, answer->len};
        is_read = worker_write_fully(answers, (const guint8 *)&head, sizeof head) && worker_write_fully(answers, answer->data, answer->len);
        g_byte_array_unref(answer);
    }
    _exit(0);
}

static bool start(Spread *spread, bool has_token)
{
    int answers[2];
    if (pipe2(answers, O_CLOEXEC) != 0)
        return false;
    pid_t pid = fork();
    if (pid == 0) {
        close(answers[0]);
        serve(spread, answers[1]);
    }
    close(answers[1]);
    if (pid < 0) {
        close(answers[0]);
        return false;
    }
    spread->processes[spread->count++] = (Process){pid, answers[0], has_token, g_byte_array_new()};
    return true;
}

/* make's first job is free, as this process only waits. */
static void start_all(Spread *spread)
{
    bool is_started = true;
    for (uint32_t i = 0; i < MIN(spread->work->jobs, spread->work->count) && is_started; i++) {
        bool has_token = i > 0 && spread->jobserver != NULL && jobserver_take(spread->jobserver);
        if (i > 0 && spread->jobserver != NULL && !has_token)
            break;
        is_started = start(spread, has_token);
        if (!is_started && has_token)
            jobserver_give(spread->jobserver);
    }
}

/* --- this process --- */

static void end(Spread *spread, Process *process)
{
    close(process->answers);
    process->answers = -1;
    kill(process->pid, SIGKILL); /* it has ended, or makes no sense */
    while (waitpid(process->pid, NULL, 0) < 0 && errno == EINTR)
        continue;
    if (process->has_token)
        jobserver_give(spread->jobserver);
    g_byte_array_unref(process->bytes);
}

static void take_answers(const Spread *spread, Process *process)
{
    guint at = 0;
    for (Head head; process->bytes->len - at >= sizeof head; at += (guint)sizeof head + head.length) {
        memcpy(&head, process->bytes->data + at, sizeof head);
        if (process->bytes->len - at - sizeof head < head.length)
            break;
        if (head.thing < spread->work->count)
            spread->work->take(head.thing, process->bytes->data + at + sizeof head, head.length, spread->work->context);
    }
    g_byte_array_remove_range(process->bytes, 0, at);
}

static void read_process(Spread *spread, Process *process)
{
    guint8 buffer[READ_SIZE];
    ssize_t count = read(process->answers, buffer, sizeof buffer);
    if (count > 0) {
        g_byte_array_append(process->bytes, buffer, (guint)count);
        take_answers(spread, process);
    } else if (count == 0 || errno != EINTR) {
        end(spread, process);
    }
}

static void wait_for_all(Spread *spread)
{
    struct pollfd *files = g_new0(struct pollfd, spread->count + 1);
    for (bool is_any = true; is_any;) {
        is_any = false;
        for (uint32_t i = 0; i < spread->count; i++) {
            files[i] = (struct pollfd){.fd = spread->processes[i].answers, .events = POLLIN};
            is_any = is_any || files[i].fd >= 0;
        }
        int ready = is_any ? poll(files, spread->count, -1) : 0;
        for (uint32_t i = 0; ready > 0 && i < spread->count; i++)
            if (files[i].revents != 0)
                read_process(spread, &spread->processes[i]);
    }
    g_free(files);
}

void pipeline_spread(const SpreadWork *work)
{
    Spread spread = {.work = work};
    void *shared = mmap(NULL, sizeof *spread.next, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED)
        return;
    spread.next = shared;
    spread.jobserver = work->heeds_make ? jobserver_open() : NULL;
    spread.processes = g_new0(Process, MAX(work->jobs, 1));
    start_all(&spread);
    wait_for_all(&spread);
    jobserver_close(spread.jobserver);
    g_free(spread.processes);
    munmap(shared, sizeof *spread.next);
}
