/* fixes.c - --fix and --fix-dry-run; see fixes.h.
 *
 * Replacing is in two passes: every new text is staged beside its file, with its mode and owner, and what is in the way (a
 * file that changed since it was read, one that is write-protected) shows there. Only then are files replaced, one rename each:
 * a process that is killed leaves each file either old or new, and never a part.
 *
 * The proof of a fix is the rules' (rules/fix.h). It is put to the test all the same: the changed files are checked again, which also
 * finds what fixes have laid open. */
#define _POSIX_C_SOURCE 200809L
#define _DEFAULT_SOURCE /* realpath */
#include "driver/fixes.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/path.h"
#include "driver/output.h"
#include "report/apply.h"

static void tell_declined(const DriverRun *run, const ReportChanges *changes)
{
    static const char *const reasons[] = {
        [REPORT_DECLINE_OVERLAP] = "it overlaps the fix of another finding",
        [REPORT_DECLINE_CHANGED] = "the file is no longer what was checked",
    };
    for (guint i = 0; i < changes->declined->len; i++) {
        const ReportDeclined *declined = &g_array_index(changes->declined, ReportDeclined, i);
        const ReportPlace *place = &declined->finding->place;
        driver_tell("%s:%u:%u: the fix for %s is left out: %s", base_path_below(place->path, run->working_directory), place->line, place->column,
                    declined->finding->rule->id, reasons[declined->why]);
    }
}

/* --- files --- */

enum { MOST_ROUNDS = 30 };

typedef struct Staged {
    char *target;      /* the file itself, where the path is a symbolic link */
    char *name;        /* of the staged text; NULL: it is in place */
    GString *old_text;
} Staged;

static void clear_staged(gpointer data)
{
    Staged *staged = data;
    driver_output_drop(staged->name);
    g_free(staged->target);
    g_string_free(staged->old_text, TRUE);
}

static GArray *staged_new(void)
{
    GArray *staged = g_array_new(FALSE, TRUE, sizeof(Staged));
    g_array_set_clear_func(staged, clear_staged);
    return staged;
}

static bool is_unchanged(const ReportChangedFile *file, const char *target)
{
    char *text = NULL;
    gsize length = 0;
    bool same = g_file_get_contents(target, &text, &length, NULL) && length == file->source->length && memcmp(text, file->source->text, length) == 0;
    g_free(text);
    return same;
}

static char *stage_file(const ReportChangedFile *file, const char *target, char **error)
{
    struct stat status;
    if (stat(target, &status) == 0 && (status.st_mode & (S_IWUSR | S_IWGRP | S_IWOTH)) == 0) {
        *error = g_strdup_printf("%s is write-protected", file->path);
        return NULL;
    }
    if (!is_unchanged(file, target)) {
        *error = g_strdup_printf("%s changed while it was checked", file->path);
        return NULL;
    }
    GString *text = report_changed_text(file);
    char *name = driver_output_stage(target, text, error);
    g_string_free(text, TRUE);
    return name;
}

static bool stage_all(const ReportChanges *changes, GArray *staged, char **error)
{
    for (guint i = 0; i < changes->files->len; i++) {
        const ReportChangedFile *file = changes->files->pdata[i];
        char *real = realpath(file->path, NULL);
        Staged one = {g_strdup(real != NULL ? real : file->path), NULL, g_string_new_len(file->source->text, (gssize)file->source->length)};
        free(real);
        one.name = stage_file(file, one.target, error);
        g_array_append_val(staged, one);
        if (one.name == NULL)
            return false;
    }
    return true;
}

static bool replace_all(GArray *staged, char **error)
{
    bool good = true;
    for (guint i = 0; good && i < staged->len; i++) {
        Staged *one = &g_array_index(staged, Staged, i);
        good = driver_output_commit(one->target, g_steal_pointer(&one->name), error);
        if (!good && i > 0) {
            char *first = *error;
            *error = g_strdup_printf("%s; the files before it are fixed, those from it on are not: run once more when the cause is gone", first);
            g_free(first);
        }
    }
    return good;
}

/* --- rounds --- */

static uint32_t count_incomplete(const DriverRun *run)
{
    return run->counts.failed_files + run->counts.partial_files;
}

static uint32_t count_findings(const DriverRun *run)
{
    return report_count(run->set, REPORT_ERROR) + report_count(run->set, REPORT_WARNING);
}

static void take_back(DriverFixing *fixing)
{
    for (guint i = 0; i < fixing->undo->len; i++) {
        const Staged *one = &g_array_index(fixing->undo, Staged, i);
        char *error = NULL, *name = driver_output_stage(one->target, one->old_text, &error);
        if (name != NULL)
            driver_output_commit(one->target, name, &error);
        if (error != NULL) {
            driver_tell("%s", error);
            fixing->has_failed = true;
        }
        g_free(error);
    }
}

/* Stages and replaces; false: nothing was changed, or not all. */
static bool write_changes(DriverFixing *fixing, const ReportChanges *changes)
{
    char *error = NULL;
    g_clear_pointer(&fixing->undo, g_array_unref);
    fixing->undo = staged_new();
    bool is_staged = stage_all(changes, fixing->undo, &error), good = is_staged && replace_all(fixing->undo, &error);
    if (!good)
        driver_tell("%s%s", error, is_staged ? "" : "; no file was changed");
    fixing->has_failed = !good;
    g_free(error);
    return good;
}

bool driver_fix_round(DriverFixing *fixing, const DriverRun *run)
{
    if (fixing->is_over)
        return false;
    if (fixing->rounds > 0 && (count_incomplete(run) > fixing->incomplete || count_findings(run) >= fixing->findings)) {
        driver_tell("the last fixes made things worse and are taken back; this is a bug of vtcheck: please report it with the file");
        take_back(fixing);
        fixing->fixed -= fixing->last_fixed;
        fixing->is_over = true;
        return true;
    }
    ReportChanges *changes = report_apply(run->set, run->sources);
    bool is_changed = changes->files->len > 0 && fixing->rounds < MOST_ROUNDS && write_changes(fixing, changes);
    if (is_changed) {
        fixing->rounds++;
        fixing->fixed += fixing->last_fixed = changes->fixed;
        fixing->incomplete = count_incomplete(run);
        fixing->findings = count_findings(run);
    } else {
        tell_declined(run, changes);
        fixing->is_over = true;
    }
    report_changes_free(changes);
    return is_changed;
}

void driver_fix_end(DriverFixing *fixing, const DriverRun *run)
{
    if (fixing->fixed > 0 && !run->options->quiet)
        driver_tell("fixed %u finding%s", fixing->fixed, fixing->fixed == 1 ? "" : "s");
    g_clear_pointer(&fixing->undo, g_array_unref);
}

void driver_fix_diff(const DriverRun *run, GString *out)
{
    ReportChanges *changes = report_apply(run->set, run->sources);
    for (guint i = 0; i < changes->files->len; i++) {
        const ReportChangedFile *file = changes->files->pdata[i];
        report_append_diff(file, base_path_below(file->path, run->working_directory), out);
    }
    tell_declined(run, changes);
    report_changes_free(changes);
}
