// Which of the tasks comes first stands in memory that others know. It is read again behind unseen code to find the task there, and nobody means another one.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);
struct group { unsigned leader; };
vt_int begin(int id);

int leader_first(struct group *group)
{
    vt_int t[5];
    int value, status;
    if (group->leader >= 5)
        return -1;
    for (unsigned i = 0; i < 5; i++)
        t[i] = begin((int)i);
    status = vt_int_await(t[group->leader], &value);
    for (unsigned i = 0; i < 5; i++) {
        if (i == group->leader)
            continue;
        status |= vt_int_await(t[i], &value);
    }
    return status;
}

int left_early(struct group *group)
{
    vt_int t[5];
    int value, status;
    if (group->leader >= 5)
        return -1;
    for (unsigned i = 0; i < 5; i++)
        t[i] = begin((int)i); // expect: vt-unawaited
    status = vt_int_await(t[group->leader], &value);
    for (unsigned i = 0; i < 5; i++) {
        if (i == group->leader)
            continue;
        if (status < 0)
            break;
        status |= vt_int_await(t[i], &value);
    }
    return status;
}

int leader_twice(struct group *group)
{
    vt_int t[5];
    int value, status;
    if (group->leader >= 5)
        return -1;
    for (unsigned i = 0; i < 5; i++)
        t[i] = begin((int)i);
    status = vt_int_await(t[group->leader], &value);
    for (unsigned i = 0; i < 5; i++)
        status |= vt_int_await(t[i], &value); // expect: vt-double-await
    return status;
}
