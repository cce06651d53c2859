/* ir_fixture.h - what the tests of the IR share. */
#ifndef TESTS_IR_FIXTURE_H
#define TESTS_IR_FIXTURE_H

#include <glib.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ir/builder.h"
#include "ir/text.h"
#include "ir/verify.h"

#define IR_NOWHERE ((IrSpan){IR_NONE, 0, 0, 0, 0})

char *ir_fixture_read(const char *name, size_t *length); /* of testdata/ir; g_free */
char *ir_fixture_print(const IrModule *module);          /* g_free */
IrModule *ir_fixture_parse(const char *text);            /* fails the test where the text is wrong */
void ir_fixture_expect_error(const char *text, const char *error);

#endif
