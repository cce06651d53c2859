// Conditions whose value is known: literals, sizeof, enum constants, const and never-written variables, functions of one value.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

enum { OFF, ON };
static const int always = 1;
static int never_written;
static int debug_level = 3;

static int returns_zero(void)
{
    return 0;
}

static bool returns_true(void)
{
    return true;
}

void literal_ok(void)
{
    vt_int task = make();
    if (0)
        vt_int_forget(task);
    vt_int_forget(task);
}

void literal_bad(void)
{
    vt_int task = make();
    if (1)
        vt_int_forget(task);
    vt_int_forget(task); // expect: vt-double-await
}

void enum_constant_ok(void)
{
    vt_int task = make();
    if (OFF)
        vt_int_forget(task);
    if (ON)
        vt_int_forget(task);
}

void sizeof_ok(void)
{
    vt_int task = make();
    if (sizeof(char) == 1)
        vt_int_forget(task);
    else
        vt_int_forget(task), vt_int_forget(task);
    if (sizeof(int) > 1000)
        vt_int_forget(task);
}

void static_const_ok(void)
{
    vt_int task = make();
    if (always)
        vt_int_forget(task);
    if (!always)
        vt_int_forget(task);
}

void static_const_bad(void)
{
    vt_int task = make();
    if (always == 1)
        vt_int_forget(task);
    if (always)
        vt_int_forget(task); // expect: vt-double-await
}

void never_written_ok(void)
{
    vt_int task = make();
    if (never_written)
        vt_int_forget(task);
    cond();
    if (debug_level > 2)
        vt_int_forget(task);
}

void never_written_bad(void)
{
    vt_int task = make(); // expect: vt-unawaited
    if (never_written || debug_level < 3)
        vt_int_forget(task);
}

void constant_function_ok(void)
{
    vt_int task = make();
    if (returns_zero())
        vt_int_forget(task);
    if (returns_true())
        vt_int_forget(task);
}

void constant_function_bad(void)
{
    vt_int task = make();
    if (returns_zero() == 0)
        vt_int_forget(task);
    if (returns_true())
        vt_int_forget(task); // expect: vt-double-await
}

void const_local_ok(void)
{
    const int limit = 5;
    vt_int task = make();
    if (limit == 5)
        vt_int_forget(task);
    if (limit != 5)
        vt_int_forget(task);
}

void folded_ok(void)
{
    vt_int task = make();
    if (5 == 5)
        vt_int_forget(task);
    if (5 != 5)
        vt_int_forget(task);
}

void once_ok(void)
{
    vt_int task = make();
    do {
        vt_int_forget(task);
    } while (0);
}
