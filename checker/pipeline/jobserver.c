/* jobserver.c - tokens taken and given back; see jobserver.h.
 *
 * make's pipe blocks, and a token that poll saw may be gone when it is read; so the pipe is opened once more for this process
 * alone, where it does not block. The bytes differ in meaning to some makes: each goes back as it came. */
#define _GNU_SOURCE /* O_CLOEXEC on all systems */
#include "pipeline/jobserver.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/environment.h"

struct Jobserver {
    int read_end, write_end;
    GByteArray *tokens;  /* held */
};

static bool is_pipe(int file)
{
    struct stat status;
    return fstat(file, &status) == 0 && S_ISFIFO(status.st_mode);
}

/* "3,4" or "fifo:/path". */
static bool open_ends(const char *where, int *read_end, int *write_end)
{
    int numbers[2] = {-1, -1};
    *read_end = *write_end = -1;
    if (g_str_has_prefix(where, "fifo:")) {
        *read_end = open(where + strlen("fifo:"), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
        *write_end = *read_end >= 0 ? open(where + strlen("fifo:"), O_WRONLY | O_NONBLOCK | O_CLOEXEC) : -1;
    } else {
        char **parts = g_strsplit(where, ",", 2);
        for (int i = 0; i < 2 && parts[i] != NULL; i++) {
            gint64 number = -1;
            if (g_ascii_string_to_signed(parts[i], 10, 0, G_MAXINT, &number, NULL))
                numbers[i] = (int)number;
        }
        g_strfreev(parts);
        if (is_pipe(numbers[0]) && is_pipe(numbers[1])) {
            char *path = g_strdup_printf("/proc/self/fd/%d", numbers[0]);
            *read_end = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
            *write_end = fcntl(numbers[1], F_DUPFD_CLOEXEC, 0);
            g_free(path);
        }
    }
    if (*read_end >= 0 && *write_end >= 0)
        return true;
    if (*read_end >= 0)
        close(*read_end);
    if (*write_end >= 0)
        close(*write_end);
    return false;
}

Jobserver *jobserver_open(void)
{
    const char *flags = environment_get(ENVIRONMENT_MAKEFLAGS), *where = NULL;
    char **words = g_strsplit(flags != NULL ? flags : "", " ", -1);
    for (char **word = words; *word != NULL; word++) { /* the last counts */
        static const char *const names[] = {"--jobserver-auth=", "--jobserver-fds="};
        for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
            if (g_str_has_prefix(*word, names[i]))
                where = *word + strlen(names[i]);
    }
    Jobserver *jobserver = NULL;
    int read_end, write_end;
    if (where != NULL && open_ends(where, &read_end, &write_end)) {
        jobserver = g_new0(Jobserver, 1);
        jobserver->read_end = read_end;
        jobserver->write_end = write_end;
        jobserver->tokens = g_byte_array_new();
    }
    g_strfreev(words);
    return jobserver;
}

bool jobserver_take(Jobserver *jobserver)
{
    guint8 token;
    ssize_t count;
    do
        count = read(jobserver->read_end, &token, 1);
    while (count < 0 && errno == EINTR);
    if (count == 1)
        g_byte_array_append(jobserver->tokens, &token, 1);
    return count == 1;
}

void jobserver_give(Jobserver *jobserver)
{
    if (jobserver->tokens->len == 0)
        return;
    guint8 token = jobserver->tokens->data[jobserver->tokens->len - 1];
    g_byte_array_set_size(jobserver->tokens, jobserver->tokens->len - 1);
    ssize_t count;
    do
        count = write(jobserver->write_end, &token, 1);
    while (count < 0 && errno == EINTR);
}

int jobserver_file(const Jobserver *jobserver)
{
    return jobserver->read_end;
}

void jobserver_close(Jobserver *jobserver)
{
    if (jobserver == NULL)
        return;
    while (jobserver->tokens->len > 0)
        jobserver_give(jobserver);
    g_byte_array_unref(jobserver->tokens);
    close(jobserver->read_end);
    close(jobserver->write_end);
    g_free(jobserver);
}
