/* output.h - what the run says, to standard output or a file. Nothing is lost silently: every write is checked. */
#ifndef VTCHECK_DRIVER_OUTPUT_H
#define VTCHECK_DRIVER_OUTPUT_H

#include <glib.h>
#include <stdbool.h>

/* Writes all of `text` to `path`, or to standard output when it is NULL. A file appears whole or not at all (written
 * beside its place, then renamed); devices and pipes are written to directly. On failure returns false and sets
 * *error (g_free); NULL there when the reader of a pipe went away, which is no news to anybody. */
bool driver_output_write(const char *path, const GString *text, char **error);

/* Whether `path` looks as if it could be written when the run is done: its folder is there and may be written to. False and *error
 * (g_free) otherwise; NULL is standard output. For the start of a run, which may be long. */
bool driver_output_check(const char *path, char **error);

/* The two halves of replacing a file, for those who replace several or none. Staging writes all of `text` beside `path` (which is no
 * symbolic link) with its owner and permissions, and returns the name of that file; NULL and *error when it cannot. Committing puts
 * it in place of `path`; dropping removes it. Both free the name. */
char *driver_output_stage(const char *path, const GString *text, char **error);
bool driver_output_commit(const char *path, char *staged, char **error);
void driver_output_drop(char *staged);

/* Appends text whose names come from files: what could move a terminal's cursor is made visible, all but line ends. */
void driver_append_visible(GString *out, const char *text);

/* A line for standard error, "vtcheck: " before it. The text goes through driver_append_visible. */
void driver_tell(const char *format, ...) G_GNUC_PRINTF(1, 2);

/* Puts something behind descriptors 0, 1 and 2 where nothing is open, so that no other file gets their numbers. */
void driver_output_prepare(void);

#endif
