// A text that is one literal is no other: who asks for each in an `if` of its own, or in flags, takes one way at most.
#include <stdbool.h>
#include <string.h>
#include <strings.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

struct request {
    const char *verb;
    char kind[16];
};

vt_int start_read(void);
vt_int start_write(void);

int an_if_for_each_ok(const char *verb)
{
    vt_int task;
    bool is_started = false;
    if (strcmp(verb, "read") == 0) {
        task = start_read();
        is_started = true;
    }
    if (strcmp(verb, "write") == 0) {
        task = start_write();
        is_started = true;
    }
    return is_started ? vt_int_await(task, NULL) : 0;
}

int asked_again_ok(const struct request *request)
{
    vt_int task;
    if (!strcmp(request->verb, "read"))
        task = start_read();
    if (!strcmp(request->verb, "write"))
        task = start_write();
    if (!strcmp(request->verb, "read") || !strcmp(request->verb, "write"))
        return vt_int_await(task, NULL);
    return -1;
}

int by_flags_ok(const char *verb)
{
    vt_int task;
    const bool reads = strcasecmp(verb, "read") == 0, writes = !strcmp(verb, "write");
    if (reads)
        task = start_read();
    if (writes)
        task = start_write();
    return reads || writes ? vt_int_await(task, NULL) : 0;
}

int given_up_in_one_case_ok(const struct request *request)
{
    vt_int task = start_read();
    int status = 0;
    if (!strncmp(request->kind, "no", 2))
        vt_int_forget(task);
    if (strcmp("wait", request->kind) == 0)
        status = vt_int_await(task, NULL);
    if (strncmp(request->kind, "no", 2) && strcmp("wait", request->kind))
        vt_int_forget(task);
    return status;
}

int a_prefix_of_the_other_bad(const char *verb)
{
    vt_int task = start_read();
    if (!strncmp(verb, "re", 2))
        vt_int_forget(task);
    if (!strcmp(verb, "read"))
        return vt_int_await(task, NULL); // expect: vt-double-await task
    if (strncmp(verb, "re", 2))
        vt_int_forget(task);
    return 0;
}

int the_same_in_other_letters_bad(const char *verb)
{
    vt_int task = start_read();
    if (!strcasecmp(verb, "READ"))
        vt_int_forget(task);
    if (!strcmp(verb, "read"))
        return vt_int_await(task, NULL); // expect: vt-double-await task
    if (strcasecmp(verb, "READ"))
        vt_int_forget(task);
    return 0;
}

int another_text_in_between_bad(char *verb, const char *next)
{
    vt_int task = start_read(); // expect: vt-unawaited task
    if (!strcmp(verb, "read"))
        vt_int_forget(task);
    verb = strcpy(verb, next);
    if (!strcmp(verb, "write"))
        return vt_int_await(task, NULL); // expect: vt-double-await task
    if (strcmp(verb, "read"))
        vt_int_forget(task); // expect: vt-double-await task
    return 0;
}
