/* output.c - checked writing; see output.h. */
#define _GNU_SOURCE
#include "driver/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "report/writer.h"

void driver_append_visible(GString *out, const char *text)
{
    for (const char *end; (end = strchr(text, '\n')) != NULL; text = end + 1) {
        report_append_visible(out, text, (size_t)(end - text));
        g_string_append_c(out, '\n');
    }
    report_append_visible(out, text, strlen(text));
}

void driver_tell(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    GString *line = g_string_new("vtcheck: ");
    driver_append_visible(line, text);
    fprintf(stderr, "%s\n", line->str);
    g_string_free(line, TRUE);
    g_free(text);
}

void driver_output_prepare(void)
{
    /* Standard output gets a descriptor that cannot be written to: a report that nobody can read is an error. */
    static const int modes[] = {O_RDONLY, O_RDONLY, O_WRONLY};
    for (int file = 0; file <= 2; file++)
        if (fcntl(file, F_GETFD) < 0 && errno == EBADF)
            (void)!open("/dev/null", modes[file]); /* takes the lowest free number: this one */
}

static bool write_all(int file, const char *text, size_t length)
{
    while (length > 0) {
        ssize_t count = write(file, text, length);
        if (count >= 0) {
            text += count;
            length -= (size_t)count;
        } else if (errno != EINTR) {
            return false;
        }
    }
    return true;
}

static bool write_directly(const char *path, const GString *text)
{
    int file = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
    if (file < 0)
        return false;
    bool good = write_all(file, text->str, text->len);
    int number = errno;
    if (close(file) != 0 && good)
        return false;
    errno = number;
    return good;
}

/* The permissions of the file that is replaced, or those a new file gets. */
static mode_t final_mode(const char *path)
{
    struct stat status;
    if (stat(path, &status) == 0)
        return status.st_mode & 07777;
    mode_t mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
}

/* Who owns the file stays so, where that is possible. */
static void keep_owner(int file, const char *path)
{
    struct stat status;
    if (stat(path, &status) == 0 && (status.st_uid != geteuid() || status.st_gid != getegid()))
        (void)!fchown(file, status.st_uid, status.st_gid);
}

/* Sets errno on failure. */
static char *stage(const char *path, const GString *text)
{
    char *temporary = g_strconcat(path, ".XXXXXX", NULL);
    int file = g_mkstemp_full(temporary, O_WRONLY | O_CLOEXEC, 0600);
    if (file < 0) {
        g_free(temporary);
        return NULL;
    }
    keep_owner(file, path); /* before the mode: it takes set-id bits away */
    bool good = write_all(file, text->str, text->len) && fchmod(file, final_mode(path)) == 0 && fsync(file) == 0;
    int number = errno;
    if (close(file) != 0 && good) {
        good = false;
        number = errno;
    }
    if (!good) {
        unlink(temporary);
        g_clear_pointer(&temporary, g_free);
    }
    errno = number;
    return temporary;
}

static bool commit(const char *path, char *staged)
{
    bool good = rename(staged, path) == 0;
    int number = errno;
    if (!good)
        unlink(staged);
    g_free(staged);
    errno = number;
    return good;
}

static char *cannot_write(const char *path)
{
    return g_strdup_printf("%s cannot be written: %s", path, g_strerror(errno));
}

bool driver_output_check(const char *path, char **error)
{
    if (path == NULL)
        return true;
    struct stat status;
    char *real = realpath(path, NULL);
    bool exists = real != NULL && stat(real, &status) == 0;
    char *folder = g_path_get_dirname(exists ? real : path);
    errno = 0; /* access sets it where it refuses */
    if (exists && S_ISDIR(status.st_mode))
        errno = EISDIR;
    else if (exists && !S_ISREG(status.st_mode))
        (void)!access(real, W_OK);
    else
        (void)!access(folder, W_OK | X_OK);
    bool good = errno == 0;
    if (errno == ENOENT)
        *error = g_strdup_printf("%s cannot be written: there is no folder %s", path, folder);
    else if (!good)
        *error = cannot_write(path);
    g_free(folder);
    free(real);
    return good;
}

char *driver_output_stage(const char *path, const GString *text, char **error)
{
    char *staged = stage(path, text);
    if (staged == NULL)
        *error = cannot_write(path);
    return staged;
}

bool driver_output_commit(const char *path, char *staged, char **error)
{
    bool good = commit(path, staged);
    if (!good)
        *error = cannot_write(path);
    return good;
}

void driver_output_drop(char *staged)
{
    if (staged != NULL)
        unlink(staged);
    g_free(staged);
}

static bool write_beside(const char *path, const GString *text)
{
    char *staged = stage(path, text);
    return staged != NULL && commit(path, staged);
}

bool driver_output_write(const char *path, const GString *text, char **error)
{
    *error = NULL;
    if (path == NULL) {
        if (write_all(STDOUT_FILENO, text->str, text->len))
            return true;
        if (errno != EPIPE)
            *error = g_strdup_printf("standard output cannot be written: %s", g_strerror(errno));
        return false;
    }
    struct stat status;
    char *real = realpath(path, NULL); /* a symbolic link stays one */
    const char *target = real != NULL ? real : path;
    bool exists = stat(target, &status) == 0, good;
    if (exists && S_ISDIR(status.st_mode)) {
        errno = EISDIR;
        good = false;
    } else {
        good = exists && !S_ISREG(status.st_mode) ? write_directly(target, text) : write_beside(target, text);
    }
    if (!good)
        *error = cannot_write(path);
    free(real);
    return good;
}
