/* profile.h - how often value tasks were complete when they were made: the file of --profile, and what it says of the
 * functions of a program.
 *
 * The file is what a program built with VT_PROFILE writes, docs/profile.md. It is taken to be hostile. Reading yields
 * sites; matching finds the function of each and yields events, as the analysis does: rules put them into words. */
#ifndef VTCHECK_PROFILE_PROFILE_H
#define VTCHECK_PROFILE_PROFILE_H

#include <glib.h>
#include <stdbool.h>

#include "analysis/event.h"
#include "analysis/program.h"

/* A call that makes value tasks, or tasks, and how many of them were complete or pending when it had made them. */
typedef struct ProfileSite {
    const char *file;     /* as written; "?": unknown */
    uint32_t line;        /* 0: unknown */
    const char *function; /* as written */
    bool is_task;         /* makes tasks, not value tasks */
    uint64_t ready, pending;
} ProfileSite;

/* Sites differ in file, line, function or kind, and are ordered by these. */
typedef struct Profile {
    GStringChunk *strings; /* owns the names */
    GArray *sites;         /* ProfileSite */
} Profile;

/* Reads a profile. Returns NULL and sets *error (g_free), "name:line: sentence" where a line is at fault. */
Profile *profile_read(const char *path, char **error);
Profile *profile_parse(const char *text, size_t length, const char *name, char **error);
void profile_free(Profile *profile); /* NULL is fine */

/* What makes a function worth an event. Shares are of all that it made, in percent. */
typedef struct ProfileSettings {
    unsigned threshold;  /* a function that returns value tasks: less than this share was complete */
    unsigned task_share; /* a function that returns tasks: at least this share was complete */
    uint64_t minimum;    /* with fewer measurements nothing is said */
} ProfileSettings;

#define PROFILE_SETTINGS_DEFAULT ((ProfileSettings){.threshold = 50, .task_share = 95, .minimum = 1})

typedef struct ProfileResult {
    BaseArena *arena;      /* owns the rest */
    AnalysisEvent *events; /* ANALYSIS_RARELY_SYNC, ANALYSIS_MOSTLY_SYNC, in the order of the program's functions */
    uint32_t event_count;
    uint32_t matched;      /* sites whose function was found */
    uint32_t measured;     /* functions that have sites */
} ProfileResult;

/* The settings for a function in this file (absolute). */
typedef ProfileSettings (*ProfileSettingsOf)(const char *path, void *context);

/* The program must outlive the result. A relative file in the profile is meant from `directory` (absolute), or is the end
 * of a path. Never fails; a site that fits no function, or several alike, is left out. */
ProfileResult *profile_match(const Profile *profile, const AnalysisProgram *program, const char *directory, ProfileSettingsOf settings_of, void *context);
void profile_result_free(ProfileResult *result); /* NULL is fine */

#endif
