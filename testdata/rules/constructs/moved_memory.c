// memcpy and memmove of whole objects: the task is copied with them, as by an assignment.
#include <stdlib.h>
#include <string.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

struct pair {
    int number;
    vt_int task; // expect: vt-field-storage
};

vt_int make(void);
int cond(void);

void variable_ok(void)
{
    vt_int task = make(), copy;
    memcpy(&copy, &task, sizeof copy);
    vt_int_forget(copy);
}

void variable_bad(void)
{
    vt_int task = make(), copy;
    memcpy(&copy, &task, sizeof(vt_int));
    vt_int_forget(copy);
    vt_int_forget(task); // expect: vt-double-await
}

void lost_bad(void)
{
    vt_int task = make(), copy = make(); // expect: vt-unawaited copy
    memmove(&copy, &task, sizeof task);
    vt_int_forget(copy);
}

void cast_bad(void)
{
    vt_int task = make(), copy;
    (void)__builtin_memcpy((void *)&copy, (const void *)(const char *)&task, sizeof copy);
    vt_int_forget(copy);
    vt_int_forget(task); // expect: vt-double-await
}

void array_bad(void)
{
    vt_int tasks[2] = {make(), make()}, copies[2];
    memcpy(copies, tasks, sizeof copies);
    vt_int_forget(copies[0]);
    vt_int_forget(copies[1]);
    vt_int_forget(tasks[1]); // expect: vt-double-await
}

void element_bad(void)
{
    vt_int tasks[2] = {make(), make()}, task;
    memcpy(&task, tasks + 1, sizeof task);
    vt_int_forget(tasks[0]);
    vt_int_forget(tasks[1]);
    vt_int_forget(task); // expect: vt-double-await
}

static void copy_to(vt_int *to, const vt_int *from)
{
    memcpy(to, from, sizeof *to);
}

void through_helper_bad(void)
{
    vt_int task = make(), copy;
    copy_to(&copy, &task);
    vt_int_forget(task);
    vt_int_forget(copy); // expect: vt-double-await
}

void struct_ok(void)
{
    struct pair one = {1, make()}, other;
    memcpy(&other, &one, sizeof other);
    vt_int_forget(other.task);
}

void struct_bad(void)
{
    struct pair one = {1, make()}, other;
    memcpy(&other, &one, sizeof other);
    vt_int_forget(other.task);
    if (one.number == 1)
        vt_int_forget(one.task); // expect: vt-double-await
}

void result_bad(void)
{
    vt_int task = make(), copy;
    vt_int *same = memcpy(&copy, &task, sizeof copy);
    vt_int_forget(*same);
    vt_int_forget(copy); // expect: vt-double-await
}

/* A part of it, or another type: nobody knows what that is then. */
void part_ok(void)
{
    vt_int task = make(), copy = task;
    memcpy(&copy, &task, sizeof copy / 2);
    vt_int_forget(copy);
}

void bytes_ok(size_t size)
{
    vt_int task = make();
    char bytes[sizeof task];
    memcpy(bytes, &task, size);
    vt_int_forget(task);
}
