// A parser by states, whose numbers are many, hands a task out by a parameter: its callers are told.
#include <valuetask/valuetask.h>
#include <errno.h>

VT_DEFINE(int, int);

vt_int lookup(const char *key);

static int parse(const char *text, char *key, vt_int *found)
{
    bool is_quoted = false;
    int depth = 0, state = 0;
    while (*text) {
        char c = *text++;
        switch (state) {
        case 0:
            if (c == '{' && !is_quoted) {
                state = 1;
                depth++;
            } else if (c == '"') {
                is_quoted = !is_quoted;
            } else {
                key[0] = c;
            }
            break;
        case 1:
            if (c == ':' && !is_quoted) {
                state = 2;
                depth++;
            } else if (c == '"') {
                is_quoted = !is_quoted;
            } else {
                key[1] = c;
            }
            break;
        case 2:
            if (c == '}' && !is_quoted) {
                state = 3;
                depth--;
            } else if (c == '"') {
                is_quoted = !is_quoted;
            } else if (!depth) {
                key[3] = c;
            }
            break;
        default:
            return -EINVAL;
        }
    }
    *found = lookup(key);
    return 0;
}

int parsed_and_lost(const char *text)
{
    char key[8];
    vt_int found;
    if (parse(text, key, &found) == 0) // expect: vt-unawaited
        return 0;
    return -1;
}

int parsed_and_awaited(const char *text)
{
    char key[8];
    vt_int found;
    int value, status = parse(text, key, &found);
    if (status < 0)
        return status;
    return vt_int_await(found, &value) < 0 ? -1 : value;
}

int parsed_and_awaited_twice(const char *text)
{
    char key[8];
    vt_int found;
    int value;
    if (parse(text, key, &found) < 0)
        return -1;
    if (vt_int_await(found, &value) < 0)
        return vt_int_await(found, &value); // expect: vt-double-await
    return value;
}
