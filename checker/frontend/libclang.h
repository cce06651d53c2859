/* libclang.h - the library that parses: found, and loaded when it is first needed. */
#ifndef VTCHECK_FRONTEND_LIBCLANG_H
#define VTCHECK_FRONTEND_LIBCLANG_H

#include <stdbool.h>

/* Where libclang lies, without loading it; NULL: the dynamic linker has to know. Free with g_free. $VTCHECK_LIBCLANG, beside this
 * program, the library this program was built with, then the usual folders, newest version first. */
char *frontend_libclang_path(void);

/* Loads libclang once for the process. Returns NULL, or a sentence that says what is missing and what to do; the text
 * stays valid. Thread-safe. Must have succeeded before any function of libclang is called. */
const char *frontend_libclang_load(void);

/* The major version in a library's file name: ".../libclang-19.so.19", ".../llvm-19/lib/libclang.so.1" => 19; 0: not told. */
int frontend_libclang_major(const char *path);

#endif
