// Macros that hide an await or a return.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

#define GET(task, out) vt_int_await((task), (out))
#define TRY(expression)       \
    do {                      \
        int rc_ = (expression); \
        if (rc_ < 0)          \
            return rc_;       \
    } while (0)
#define DROP(task) do { vt_int_forget(task); } while (0)
#define DROP_TWICE(task) do { vt_int_forget(task); vt_int_forget(task); } while (0)
#define RETURN_IF(condition, value) \
    if (condition)                  \
    return (value)
#define MAKE() make()
#define NOTHING(task) do { } while (0)

int hidden_await_ok(void)
{
    int value = 0;
    vt_int task = MAKE();
    TRY(GET(task, &value));
    return value;
}

int hidden_await_bad(void)
{
    int value = 0;
    vt_int task = MAKE();
    TRY(GET(task, &value));
    TRY(GET(task, &value)); // expect: vt-double-await
    return value;
}

int hidden_return_bad(void)
{
    int left = 0, right = 0;
    vt_int one = MAKE();
    vt_int other = MAKE(); // expect: vt-unawaited other
    TRY(GET(one, &left));
    TRY(GET(other, &right));
    return left + right;
}

int hidden_return_ok(void)
{
    int left = 0, right = 0;
    TRY(GET(make(), &left));
    TRY(GET(make(), &right));
    return left + right;
}

void twice_in_macro_bad(void)
{
    vt_int task = make();
    DROP_TWICE(task); // expect: vt-double-await
}

void twice_by_macro_bad(void)
{
    vt_int task = make();
    DROP(task);
    DROP(task); // expect: vt-double-await
}

int return_if_ok(int n)
{
    RETURN_IF(n < 0, -1);
    vt_int task = make();
    DROP(task);
    return 0;
}

int return_if_bad(int n)
{
    vt_int task = make(); // expect: vt-unawaited
    RETURN_IF(n < 0, -1);
    DROP(task);
    return 0;
}

void empty_macro_bad(void)
{
    vt_int task = make(); // expect: vt-unawaited
    NOTHING(task);
    if (vt_int_is_completed(task))
        cond();
}
