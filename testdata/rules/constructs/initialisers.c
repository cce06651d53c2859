// Initialisers: lists, designators, compound literals, arrays of tasks.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

struct request {
    int id;
    vt_int *task;
};

static int finish(const struct request *request)
{
    int value = 0;
    int rc = vt_int_await(*request->task, &value);
    return rc < 0 ? rc : value + request->id;
}

int designated_ok(void)
{
    vt_int task = make();
    struct request request = {.task = &task, .id = 4};
    return finish(&request);
}

int designated_bad(void)
{
    vt_int task = make();
    struct request request = {.task = &task, .id = 4};
    int sum = finish(&request);
    return sum + finish(&request); // expect: vt-double-await
}

int compound_literal_ok(void)
{
    vt_int task = make();
    return finish(&(struct request){.id = 1, .task = &task});
}

int compound_literal_bad(void)
{
    vt_int task = make();
    int first = finish(&(struct request){1, &task});
    int second = finish(&(struct request){.task = &task}); // expect: vt-double-await
    return first + second;
}

void array_list_ok(void)
{
    vt_int tasks[] = {make(), make()};
    vt_int_forget(tasks[1]);
    vt_int_forget(tasks[0]);
}

void array_list_bad(void)
{
    vt_int tasks[2] = {
        make(),
        make(), // expect: vt-unawaited
    };
    vt_int_forget(tasks[0]);
    vt_int_forget(tasks[0]); // expect: vt-double-await
}

void array_designated_ok(void)
{
    vt_int tasks[3] = {[2] = make(), [0] = make()};
    vt_int_forget(tasks[0]);
    vt_int_forget(tasks[2]);
}

void array_designated_bad(void)
{
    vt_int tasks[3] = {[2] = make()};
    vt_int_forget(tasks[2]);
    vt_int_forget(tasks[2]); // expect: vt-double-await
}

void several_declarators_ok(void)
{
    vt_int one = make(), other = one;
    vt_int_forget(other);
}

void several_declarators_bad(void)
{
    vt_int one = make(), other = one;
    vt_int_forget(other);
    vt_int_forget(one); // expect: vt-double-await
}
