// A struct without initialiser that is returned with a task in it, or without.
#include <stdbool.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int number);
void note(const char *text);
bool is_quiet(void);

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

int taken_twice_bad(bool is_cached)
{
    int value = 0, rc = 0;
    struct answer answer = begin(is_cached);
    if (answer.is_pending) {
        rc = vt_int_await(answer.task, &value);
        rc |= vt_int_await(answer.task, &value); // expect: vt-double-await
    }
    return rc;
}

static struct answer begin_always(int number)
{
    struct answer answer;
    answer.is_pending = true;
    answer.task = make(number);
    if (!is_quiet())
        note("begun");
    return answer;
}

int always_taken_ok(void)
{
    struct answer answer = begin_always(2);
    return vt_int_await(answer.task, &(int){0});
}

int always_forgotten_bad(void)
{
    struct answer answer = begin_always(2); // expect: vt-unawaited
    return answer.is_pending;
}

struct request {
    int id;
    struct answer answer;
};

static struct request begin_request(bool is_cached)
{
    struct request request;
    request.id = 7;
    request.answer = begin(is_cached);
    return request;
}

int inside_another_ok(bool is_cached)
{
    struct request request = begin_request(is_cached);
    return request.answer.is_pending ? vt_int_await(request.answer.task, &(int){0}) : request.id;
}

int inside_another_bad(bool is_cached)
{
    struct request request = begin_request(is_cached); // expect: vt-unawaited
    return request.id;
}
