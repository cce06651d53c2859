/* frontend_fixture.h - snippets of C through the frontend, and questions about the IR's text. */
#ifndef VTCHECK_TESTS_FRONTEND_FIXTURE_H
#define VTCHECK_TESTS_FRONTEND_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib.h>

#include "frontend/frontend.h"

#define MAX_EXPECTATIONS 12

/* A piece of the printed module, and how often it is there; -1: at least once. */
typedef struct Expectation {
    const char *text;
    int count;
} Expectation;

typedef struct Snippet {
    const char *name;
    const char *code;
    Expectation expected[MAX_EXPECTATIONS];
} Snippet;

/* A temporary directory with task.h, an API of one value task, vt_int. */
int fixture_setup(void **state);
int fixture_teardown(void **state);
const char *fixture_directory(void);
const char *fixture_write(const char *name, const char *text, gssize length); /* path; the fixture owns it */

/* Parses `code` as test.c behind task.h (without it when has_api is false). Fails the test where ir_verify does. */
FrontendResult fixture_parse(const char *code, bool has_api);
FrontendResult fixture_parse_file(const char *path, const char *const *arguments);

char *fixture_print(const IrModule *module);
const IrFunction *fixture_function(const IrModule *module, const char *name);
void fixture_expect(const char *name, const char *text, const Expectation *expected);
void fixture_check(const Snippet *snippets, size_t count);

#endif
