// See ask.c. The union stands on another line here.
#include <stdbool.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

struct answer { bool is_pending; union { int code; vt_int task; } is; }; // expect: vt-field-storage

struct answer ask(int number);

int taken_ok(int number)
{
    struct answer answer = ask(number);
    return answer.is_pending ? vt_int_await(answer.is.task, &number) : answer.is.code;
}

int twice_bad(int number)
{
    struct answer answer = ask(number);
    if (!answer.is_pending)
        return answer.is.code;
    vt_int_forget(answer.is.task);
    return vt_int_await(answer.is.task, &number); // expect: vt-double-await
}

int forgotten_bad(int number)
{
    struct answer answer = ask(number); // expect: vt-unawaited
    return answer.is_pending;
}
