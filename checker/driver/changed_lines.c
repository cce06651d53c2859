/* changed_lines.c - see changed_lines.h. */
#include "driver/changed_lines.h"

#include <errno.h>
#include <gio/gio.h>
#include <string.h>
#include <unistd.h>

#include "driver/output.h"

enum { MOST_BYTES = 1 << 30 };

/* --- git --- */

/* Runs git in a folder. Returns what it prints; NULL and *error when it cannot be started or fails. */
static GBytes *git(const char *folder, const char *const *words, char **error)
{
    GPtrArray *command = g_ptr_array_new();
    g_ptr_array_add(command, (gpointer)(uintptr_t) "git");
    g_ptr_array_add(command, (gpointer)(uintptr_t) "-C");
    g_ptr_array_add(command, (gpointer)(uintptr_t)folder);
    for (; *words != NULL; words++)
        g_ptr_array_add(command, (gpointer)(uintptr_t)*words);
    g_ptr_array_add(command, NULL);
    GBytes *out = NULL, *complaint = NULL;
    GError *fault = NULL;
    GSubprocess *process = g_subprocess_newv((const char *const *)command->pdata, G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, &fault);
    if (process == NULL || !g_subprocess_communicate(process, NULL, NULL, &out, &complaint, &fault)) {
        *error = g_strdup_printf("--diff: git could not be run: %s", fault->message);
        g_clear_error(&fault);
    } else if (!g_subprocess_get_successful(process)) {
        gsize size = 0;
        const char *text = g_bytes_get_data(complaint, &size);
        char *words_of_git = g_strstrip(g_strndup(text != NULL ? text : "", size));
        *error = g_strdup_printf("--diff: git says: %s", words_of_git[0] != '\0' ? words_of_git : "no");
        g_free(words_of_git);
        g_clear_pointer(&out, g_bytes_unref);
    }
    g_clear_pointer(&complaint, g_bytes_unref);
    g_clear_object(&process);
    g_ptr_array_free(command, TRUE);
    return out;
}

/* The one line that git prints. */
static char *git_line(const char *folder, const char *const *words, char **error)
{
    GBytes *out = git(folder, words, error);
    if (out == NULL)
        return NULL;
    gsize size = 0;
    const char *text = g_bytes_get_data(out, &size);
    const char *end = text != NULL ? memchr(text, '\n', size) : NULL;
    char *line = g_strndup(text != NULL ? text : "", end != NULL ? (gsize)(end - text) : size);
    g_bytes_unref(out);
    return line;
}

/* The commit to compare with. */
static char *find_base(const char *folder, const char *revision, char **error)
{
    char *meant = g_strconcat(revision, "^{commit}", NULL);
    char *commit = revision[0] == '-' ? NULL : git_line(folder, (const char *const[]){"rev-parse", "--verify", "--quiet", meant, NULL}, error);
    char *base = NULL;
    g_free(meant);
    if (commit == NULL) {
        g_free(*error);
        *error = g_strdup_printf("--diff=%s: git knows no such commit here", revision);
        return NULL;
    }
    base = git_line(folder, (const char *const[]){"merge-base", commit, "HEAD", NULL}, error);
    if (base == NULL) {
        g_free(*error);
        *error = g_strdup_printf("--diff=%s: no commit is an ancestor of both that and HEAD; in a shallow clone, fetch more history", revision);
    }
    g_free(commit);
    return base;
}

static bool read_patch(ReportPatch *changes, const char *text, size_t length, const char *const *folders, char **error)
{
    char *fault = NULL;
    bool good = report_patch_read(changes, text != NULL ? text : "", length, folders, &fault);
    if (!good)
        *error = g_strdup_printf("--diff: %s", fault);
    g_free(fault);
    return good;
}

static bool ask_git(ReportPatch *changes, const char *revision, const char *working_directory, char **error)
{
    char *top = git_line(working_directory, (const char *const[]){"rev-parse", "--show-toplevel", NULL}, error);
    char *base = top != NULL ? find_base(top, revision, error) : NULL;
    GBytes *patch = NULL, *unknown = NULL;
    if (base != NULL)
        patch = git(top, (const char *const[]){"diff", "--no-color", "--no-ext-diff", "--no-textconv", "--unified=0", "--find-renames", "--src-prefix=a/",
                                               "--dst-prefix=b/", base, "--", NULL}, error);
    if (patch != NULL)
        unknown = git(top, (const char *const[]){"ls-files", "--others", "--exclude-standard", "-z", NULL}, error);
    gsize size = 0;
    const char *text = patch != NULL ? g_bytes_get_data(patch, &size) : NULL;
    bool good = unknown != NULL && read_patch(changes, text, size, (const char *const[]){top, NULL}, error);
    const char *names = good ? g_bytes_get_data(unknown, &size) : NULL;
    for (const char *at = names; at != NULL && at < names + size; at += strlen(at) + 1) { /* each name ends with a NUL */
        char *path = g_build_filename(top, at, NULL);
        report_patch_add_file(changes, path);
        g_free(path);
    }
    g_clear_pointer(&patch, g_bytes_unref);
    g_clear_pointer(&unknown, g_bytes_unref);
    g_free(base);
    g_free(top);
    return good;
}

/* --- standard input --- */

static bool read_input(ReportPatch *changes, const char *const *folders, char **error)
{
    GString *text = g_string_new(NULL);
    char buffer[1 << 14];
    ssize_t count;
    while ((count = read(STDIN_FILENO, buffer, sizeof buffer)) > 0 || (count < 0 && errno == EINTR)) {
        if (count > 0)
            g_string_append_len(text, buffer, count);
        if (text->len > MOST_BYTES)
            break;
    }
    if (count < 0)
        *error = g_strdup_printf("--diff=-: standard input cannot be read: %s", g_strerror(errno));
    else if (text->len > MOST_BYTES)
        *error = g_strdup("--diff=-: the patch is larger than 1 GiB");
    bool good = *error == NULL && read_patch(changes, text->str, text->len, folders, error);
    if (good && report_patch_stray(changes) != NULL)
        driver_tell("warning: --diff=-: no file that the patch changes is here (the first is '%s'), so that nothing is reported", report_patch_stray(changes));
    g_string_free(text, TRUE);
    return good;
}

ReportPatch *driver_changed_lines(const char *revision, const char *root, const char *working_directory, char **error)
{
    *error = NULL;
    ReportPatch *changes = report_patch_new();
    bool good = strcmp(revision, "-") == 0 ? read_input(changes, (const char *const[]){working_directory, root, NULL}, error)
                                           : ask_git(changes, revision, working_directory, error);
    if (!good)
        g_clear_pointer(&changes, report_patch_free);
    return changes;
}
