// The members of a value task are nobody else's business.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

int read_bad(void)
{
    vt_int task = make();
    int value = task.result; // expect: vt-direct-result result
    vt_int_forget(task);
    return value;
}

bool read_source_bad(void)
{
    vt_int task = make();
    bool ready = task.source == 0; // expect: vt-direct-result source
    vt_int_forget(task);
    return ready;
}

unsigned long read_token_bad(void)
{
    vt_int task = make();
    unsigned long token = task.token; // expect: vt-direct-result token
    vt_int_forget(task);
    return token;
}

void write_bad(void)
{
    vt_int task = make();
    task.result = 4; // expect: vt-direct-result result
    vt_int_forget(task);
}

void compound_bad(void)
{
    vt_int task = make();
    task.result += 4; // expect: vt-direct-result
    task.token++; // expect: vt-direct-result
    vt_int_forget(task);
}

void built_by_hand_bad(void)
{
    vt_int task;
    task.source = 0; // expect: vt-direct-result
    task.result = 7; // expect: vt-direct-result
    vt_int_forget(task);
}

void address_bad(void)
{
    void fill(int *result);
    vt_int task = make();
    fill(&task.result); // expect: vt-direct-result
    vt_int_forget(task);
}

int through_pointer_bad(vt_int *task)
{
    return task->result; // expect: vt-direct-result
}

int through_alias_bad(void)
{
    vt_int task = make();
    vt_int copy = task;
    int value = copy.result; // expect: vt-direct-result
    vt_int_forget(task);
    return value;
}

int of_call_bad(void)
{
    return make().result; // expect: vt-direct-result, vt-unawaited
}

int in_array_bad(void)
{
    vt_int tasks[2] = {make(), make()};
    int value = tasks[1].result; // expect: vt-direct-result
    vt_int_forget(tasks[0]);
    vt_int_forget(tasks[1]);
    return value;
}

int of_parameter_bad(vt_int task)
{
    int value = task.source == 0 ? task.result : 0; // expect: vt-direct-result, vt-direct-result
    vt_int_forget(task);
    return value;
}

int guarded_bad(void)
{
    int value;
    vt_int task = make();
    if (vt_int_is_completed(task)) {
        value = task.result; // expect: vt-direct-result
        vt_int_forget(task);
        return value;
    }
    int rc = vt_int_await(task, &value);
    return rc < 0 ? rc : value;
}

void in_loop_bad(void)
{
    vt_int task = make();
    while (task.source != 0) // expect: vt-direct-result
        cond();
    vt_int_forget(task);
}

unsigned long unevaluated_ok(void)
{
    vt_int task = make();
    __typeof__(task.result) value = 0;
    int rc = vt_int_await(task, &value);
    return rc < 0 ? 0 : sizeof(task.result) + sizeof task.token;
}

struct lookalike {
    unsigned long source;
    int result;
    unsigned long token;
};

int other_types_ok(struct lookalike *other)
{
    other->result = 4;
    return (int)other->source + other->result;
}

int awaited_ok(void)
{
    int result = 0;
    int rc = vt_int_await(make(), &result);
    return rc < 0 ? rc : result;
}
