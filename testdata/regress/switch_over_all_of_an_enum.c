// A switch with a case for each constant of an enumeration has no other way through it; with one less it has.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

enum role { ROLE_ADMIN, ROLE_USER, ROLE_GUEST };

vt_int start(enum role role);

int enter(enum role role)
{
    vt_int task;
    int value;
    if (role != ROLE_GUEST)
        task = start(role);
    switch (role) {
    case ROLE_ADMIN: return vt_int_await(task, &value);
    case ROLE_USER: return vt_int_await_timeout(task, 1000, &value);
    case ROLE_GUEST: break;
    }
    return 0;
}

int no_case_for_users(enum role role)
{
    vt_int task;
    int value;
    if (role != ROLE_GUEST)
        task = start(role); // expect: vt-unawaited task
    switch (role) {
    case ROLE_ADMIN: return vt_int_await(task, &value);
    case ROLE_GUEST: break;
    }
    return 0;
}

int some_number(int role)
{
    vt_int task;
    int value;
    if (role != ROLE_GUEST)
        task = start(role); // expect: vt-unawaited task
    switch (role) {
    case ROLE_ADMIN: return vt_int_await(task, &value);
    case ROLE_USER: return vt_int_await_timeout(task, 1000, &value);
    case ROLE_GUEST: break;
    }
    return 0;
}

int with_a_default(enum role role)
{
    vt_int task = start(role); // expect: vt-unawaited task
    int value;
    switch (role) {
    case ROLE_ADMIN: case ROLE_USER: return vt_int_await(task, &value);
    case ROLE_GUEST: vt_int_forget(task); return 0;
    default: return -1;
    }
}
