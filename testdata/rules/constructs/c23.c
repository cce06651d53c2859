// flags: -std=c2x
// only: clang
// C23 spellings.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);
[[noreturn]] void die(void);

void auto_ok(void)
{
    auto task = make();
    vt_int_forget(task);
}

void auto_bad(void)
{
    auto task = make();
    auto copy = task;
    vt_int_forget(copy);
    vt_int_forget(task); // expect: vt-double-await
}

void nullptr_ok(int *out)
{
    vt_int task = make();
    int rc = 0;
    if (out != nullptr)
        rc = vt_int_await(task, out);
    if (out == nullptr)
        vt_int_forget(task);
    if (rc < 0)
        cond();
}

void nullptr_bad(int *out)
{
    vt_int task = make(); // expect: vt-unawaited
    int rc = 0;
    if (out != nullptr)
        rc = vt_int_await(task, out);
    if (out)
        vt_int_forget(task); // expect: vt-double-await
    if (rc < 0)
        cond();
}

void noreturn_ok(int n)
{
    vt_int task = make();
    if (n) {
        vt_int_forget(task);
        die();
    }
    vt_int_forget(task);
}

void noreturn_bad(int n)
{
    vt_int task = make(); // expect: vt-unawaited
    if (n > 3)
        die();
    if (n > 2)
        vt_int_forget(task);
}

void fallthrough_bad(int n)
{
    vt_int task = make();
    switch (n) {
    case 1:
        vt_int_forget(task);
        [[fallthrough]];
    case 2:
        vt_int_forget(task); // expect: vt-double-await
        break;
    default:
        vt_int_forget(task);
    }
}

void attributes_ok([[maybe_unused]] int n)
{
    [[maybe_unused]] typeof(make()) task = make();
    constexpr int limit = 3;
    if (limit == 3)
        vt_int_forget(task);
    if (limit != 3)
        vt_int_forget(task);
}

void constants_bad(void)
{
    vt_int task = make(); // expect: vt-unawaited
    bool wanted = false;
    if (wanted == true)
        vt_int_forget(task);
    static_assert(sizeof(task) >= 8);
}

int unnamed_parameter_ok(int)
{
    auto task = make();
    int value = 0;
    int rc = vt_int_await(task, &value);
    return rc < 0 ? rc : value;
}

void label_at_end_bad(int n)
{
    vt_int task = make(); // expect: vt-unawaited
    if (n)
        goto end;
    vt_int_forget(task);
end:
}
