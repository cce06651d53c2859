/* compile_database.h - compile_commands.json, or compile_flags.txt in its place: found and read. */
#ifndef VTCHECK_PIPELINE_COMPILE_DATABASE_H
#define VTCHECK_PIPELINE_COMPILE_DATABASE_H

#include <glib.h>

/* One entry. */
typedef struct PipelineCommand {
    char *file;       /* absolute */
    char *directory;  /* absolute */
    char **words;     /* the command, compiler first; response files not expanded yet */
} PipelineCommand;

typedef struct PipelineDatabase {
    char *path;           /* of the file, absolute */
    GPtrArray *commands;  /* PipelineCommand, in the file's order */
} PipelineDatabase;

/* Reads a file. A relative "directory" is taken as relative to the file's own folder, a relative "file" as relative to
 * "directory". On failure returns NULL and sets *error (g_free), which names the file and the line. */
PipelineDatabase *pipeline_database_load(const char *path, char **error);
void pipeline_database_free(PipelineDatabase *database); /* NULL is fine */

/* Looks in `directory`, in build/ below it, and so on upward. NULL: there is none. Free with g_free. */
char *pipeline_database_discover(const char *directory);

/* compile_flags.txt holds the flags of all files in its folder and below, one a line: the nearest one upward. NULL: there is none (g_free). */
char *pipeline_flags_discover(const char *directory);

/* The command that it stands for, "cc" first; relative flags count from the file's folder. Free with g_strfreev. NULL and *error (g_free) when
 * it cannot be read. */
char **pipeline_flags_load(const char *path, char **error);

/* What -p names: a folder that holds compile_commands.json, or a file. NULL and *error (g_free) otherwise. */
char *pipeline_database_locate(const char *path, const char *working_directory, char **error);

#endif
