/* A list, an array up to NULL, or a text is walked along twice with a counter: a task is started for each one, and awaited for each. That there is one more is asked again behind code that is not seen, in a part of
 * a loop's condition or by an `if` about the one that the walk is at: nobody expects another answer. */
#include <stdbool.h>
#include <stddef.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

struct job {
    int id, priority;
    struct job *next;
};

vt_int begin(int id);
void told(struct job *jobs, int value);

int list_ok(const struct job *jobs)
{
    vt_int t[16];
    int value, result = 0, i = 0;
    for (const struct job *j = jobs; j && i < 16; j = j->next)
        t[i++] = begin(j->id);
    i = 0;
    for (const struct job *j = jobs; j && i < 16; j = j->next)
        result |= vt_int_await(t[i++], &value);
    return result;
}

int list_bad(const struct job *jobs)
{
    vt_int t[16];
    int value, result = 0, i = 0;
    for (const struct job *j = jobs; j && i < 16; j = j->next)
        t[i++] = begin(j->id); // expect: vt-unawaited 't[i]' is not awaited on every path
    i = 0;
    for (const struct job *j = jobs; j && i < 16; j = j->next) {
        result |= vt_int_await(t[i++], &value);
        if (result < 0)
            return result;
    }
    return result;
}

int pointers_ok(struct job *const *jobs)
{
    vt_int t[4];
    int value, result = 0, i = 0;
    for (struct job *const *j = jobs; *j && i < 4; j++)
        t[i++] = begin((*j)->id);
    i = 0;
    for (struct job *const *j = jobs; *j && i < 4; j++)
        result |= vt_int_await(t[i++], &value);
    return result;
}

int text_ok(const char *text)
{
    vt_int t[4];
    int value, result = 0, i = 0;
    for (const char *p = text; *p && i < 4; p++)
        t[i++] = begin(*p);
    i = 0;
    for (const char *p = text; *p && i < 4; p++)
        result |= vt_int_await(t[i++], &value);
    return result;
}

int text_bad(const char *text)
{
    vt_int t[4];
    int value, result = 0, i = 0;
    for (const char *p = text; *p && i < 4; p++)
        t[i++] = begin(*p); // expect: vt-unawaited 't[i]' is not awaited on every path
    i = 0;
    for (const char *p = text; *p && i < 4; p++) {
        if (*p == '!')
            break;
        result |= vt_int_await(t[i++], &value);
    }
    return result;
}

int some_of_list_ok(struct job *jobs)
{
    vt_int t[4];
    int value, result = 0, i = 0;
    for (struct job *j = jobs; j && i < 4; j = j->next)
        if (j->priority > 0)
            t[i++] = begin(j->id);
    i = 0;
    for (struct job *j = jobs; j && i < 4; j = j->next) {
        if (j->priority <= 0)
            continue;
        result |= vt_int_await(t[i++], &value);
        told(jobs, value);
    }
    return result;
}

int some_of_list_bad(struct job *jobs)
{
    vt_int t[4];
    int value, result = 0, i = 0;
    for (struct job *j = jobs; j && i < 4; j = j->next)
        if (j->priority > 0)
            t[i++] = begin(j->id); // expect: vt-unawaited 't[i]' is not awaited on every path
    i = 0;
    for (struct job *j = jobs; j && i < 4; j = j->next) {
        if (j->priority <= 1)
            continue;
        result |= vt_int_await(t[i++], &value);
    }
    return result;
}
