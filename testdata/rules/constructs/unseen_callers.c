// Callers that no call in the file shows: a static function by its other name, the loader, a resolver, assembly, a table. What the calls that are seen
// pass is not all there is.
#include <stdbool.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);

#define ALIAS(name) __attribute__((alias(#name)))

static int with_alias_bad(bool twice)
{
    int value = 0;
    vt_int task = make();
    int rc = vt_int_await(task, &value);
    if (twice)
        rc = vt_int_await(task, &value); // expect: vt-double-await task
    return rc;
}
extern int with_alias(bool twice) __attribute__((alias("with_alias_bad")));
int call_with_alias(void);
int call_with_alias(void)
{
    return with_alias_bad(false);
}

static int with_pasted_alias_bad(bool twice)
{
    int value = 0;
    vt_int task = make();
    int rc = vt_int_await(task, &value);
    if (twice)
        rc = vt_int_await(task, &value); // expect: vt-double-await task
    return rc;
}
extern __typeof__(with_pasted_alias_bad) with_pasted_alias __attribute__((weak)) ALIAS(with_pasted_alias_bad);
int call_with_pasted_alias(void);
int call_with_pasted_alias(void)
{
    return with_pasted_alias_bad(false);
}

__attribute__((used)) static int from_assembly_bad(bool twice)
{
    int value = 0;
    vt_int task = make();
    int rc = vt_int_await(task, &value);
    if (twice)
        rc = vt_int_await(task, &value); // expect: vt-double-await task
    return rc;
}
int call_from_assembly(void);
int call_from_assembly(void)
{
    return from_assembly_bad(false);
}

__attribute__((constructor)) static void from_loader_bad(int count)
{
    int value = 0;
    vt_int task = make();
    (void)vt_int_await(task, &value);
    if (count > 1)
        (void)vt_int_await(task, &value); // expect: vt-double-await task
}
void call_from_loader(void);
void call_from_loader(void)
{
    from_loader_bad(1);
}

static int from_table_bad(bool twice)
{
    int value = 0;
    vt_int task = make();
    int rc = vt_int_await(task, &value);
    if (twice)
        rc = vt_int_await(task, &value); // expect: vt-double-await task
    return rc;
}
extern int (*const table[])(bool);
int (*const table[])(bool) = {from_table_bad};
int call_from_table(void);
int call_from_table(void)
{
    return from_table_bad(false);
}

static int resolved_bad(bool twice)
{
    int value = 0;
    vt_int task = make();
    int rc = vt_int_await(task, &value);
    if (twice)
        rc = vt_int_await(task, &value); // expect: vt-double-await task
    return rc;
}
static int (*resolve(void))(bool)
{
    return resolved_bad;
}
int chosen(bool twice) __attribute__((ifunc("resolve")));
int call_chosen(void);
int call_chosen(void)
{
    return resolved_bad(false);
}

static int by_nobody_else_ok(bool twice)
{
    int value = 0;
    vt_int task = make();
    int rc = vt_int_await(task, &value);
    if (twice)
        rc = vt_int_await(task, &value);
    return rc;
}
int call_by_nobody_else(void);
int call_by_nobody_else(void)
{
    return by_nobody_else_ok(false);
}
