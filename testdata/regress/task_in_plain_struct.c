// known-failure: of a local struct without initialiser, the task that one way only put into it is forgotten where the ways meet
// A struct that is returned with a task in it, or without.
#include <stdbool.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int number);

struct answer {
    bool is_pending;
    vt_int task; // expect: vt-field-storage task
};

static struct answer begin(bool is_cached)
{
    struct answer answer;
    answer.is_pending = !is_cached;
    if (!is_cached)
        answer.task = make(1);
    return answer;
}

int taken_ok(bool is_cached)
{
    int value = 0;
    struct answer answer = begin(is_cached);
    return answer.is_pending ? vt_int_await(answer.task, &value) : 0;
}

int forgotten_bad(bool is_cached)
{
    struct answer answer = begin(is_cached); // expect: vt-unawaited
    return answer.is_pending;
}
