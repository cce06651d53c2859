// Code that is not seen and takes a pointer to a constant struct does not change the struct; by any other pointer it may, which nobody expects of a number that the function put there itself and has asked, but of
// one that it has set or cleared.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

struct request {
    bool has_body;
    int length;
    struct request *next;
};

vt_int start(int n);
void log_request(const struct request *request);
void keep_request(const void *request);
void edit_request(struct request *request);

int shown(int length)
{
    struct request request = {length > 0, length, NULL};
    vt_int task;
    int value;
    if (request.has_body)
        task = start(length);
    log_request(&request);
    return request.has_body ? vt_int_await(task, &value) : 0;
}

int cleared(int length)
{
    struct request request = {false, length, NULL};
    vt_int task = start(length); // expect: vt-unawaited task
    int value;
    edit_request(&request);
    return request.has_body ? vt_int_await(task, &value) : 0;
}

int not_asked_before(int length)
{
    struct request request = {length > 0, length, NULL};
    vt_int task = start(length); // expect: vt-unawaited task
    int value;
    edit_request(&request);
    return request.has_body ? vt_int_await(task, &value) : 0;
}

int left_early(int length)
{
    struct request request = {length > 0, length, NULL};
    vt_int task;
    int value;
    if (request.has_body)
        task = start(length); // expect: vt-unawaited task
    edit_request(&request);
    if (request.length > 9)
        return -1;
    return request.has_body ? vt_int_await(task, &value) : 0;
}

int edited(int length)
{
    struct request request = {length > 0, length, NULL};
    vt_int task;
    int value;
    if (request.has_body)
        task = start(length);
    edit_request(&request);
    return request.has_body ? vt_int_await(task, &value) : 0;
}

int kept_by_who_takes_anything(int length)
{
    struct request request = {length > 0, length, NULL};
    vt_int task;
    int value;
    if (request.has_body)
        task = start(length);
    keep_request(&request);
    return request.has_body ? vt_int_await(task, &value) : 0;
}

int what_it_leads_to_is_another_matter(int length)
{
    struct request next = {length > 0, length, NULL}, request = {false, 0, &next};
    vt_int task;
    int value;
    if (next.has_body)
        task = start(length);
    log_request(&request);
    return next.has_body ? vt_int_await(task, &value) : 0;
}

struct slot {
    vt_int task; // expect: vt-field-storage task
};
void look_at(const struct slot *slot);

int who_sees_a_task_may_await_it(void)
{
    struct slot slot = {start(1)};
    look_at(&slot);
    return 0;
}
