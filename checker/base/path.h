/* path.h - file names, as text. Nothing here looks at the file system. */
#ifndef VTCHECK_BASE_PATH_H
#define VTCHECK_BASE_PATH_H

#include <stdbool.h>

/* `path` made absolute against `directory` (itself absolute), without "." and ".." and double slashes. Free with g_free. */
char *base_path_absolute(const char *path, const char *directory);

/* The part of an absolute path below `directory`, or the path itself where it does not lie below. Points into `path`. */
const char *base_path_below(const char *path, const char *directory);

/* True for "name" in "dir/name" equal up to the extension: "a/x.h" and "b/x.c". */
bool base_path_same_stem(const char *one, const char *other);

#endif
