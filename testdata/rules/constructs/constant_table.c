// What a table says that is constant, read by an index of which something is known.
#include <stddef.h>
#include <string.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int number);
void note(const char *text);

enum kind { KIND_SKIP, KIND_READ, KIND_WRITE, KIND_NONE };

struct entry {
    enum kind kind;
    const char *name;
};

static const struct entry table[] = {{KIND_READ, "read"}, {KIND_WRITE, "write"}, {KIND_SKIP, "skip"}};

int each_kind_ok(void)
{
    int rc = 0;
    for (size_t i = 0; i < 3; i++) {
        vt_int task = make(1);
        switch (table[i].kind) {
        case KIND_READ: rc |= vt_int_await(task, &(int){0}); break;
        case KIND_WRITE:
        case KIND_SKIP: vt_int_forget(task); break;
        case KIND_NONE: break;
        }
    }
    return rc;
}

int one_kind_left_out_bad(size_t i)
{
    if (i >= 3)
        return 0;
    vt_int task = make(1); // expect: vt-unawaited
    switch (table[i].kind) {
    case KIND_READ: return vt_int_await(task, &(int){0});
    case KIND_WRITE: vt_int_forget(task); break;
    default: break;
    }
    return 0;
}

int of_two_kinds_ok(size_t i)
{
    if (i >= 2)
        return 0;
    vt_int task = make(1);
    switch (table[i].kind) {
    case KIND_READ: return vt_int_await(task, &(int){0});
    case KIND_WRITE: vt_int_forget(task); break;
    default: break;
    }
    return 0;
}

int by_name_ok(const char *name)
{
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        if (strcmp(table[i].name, name) == 0) {
            vt_int task;
            if (table[i].kind != KIND_SKIP)
                task = make(1);
            note(name);
            return table[i].kind != KIND_SKIP ? vt_int_await(task, &(int){0}) : 0;
        }
    return 0;
}

static const int kinds[4] = {1, 2, 1}; /* and a 0 */

int shorter_list_bad(unsigned n)
{
    vt_int task = make(1); // expect: vt-unawaited
    switch (kinds[n % 4]) {
    case 1: return vt_int_await(task, &(int){0});
    case 2: vt_int_forget(task); break;
    default: break;
    }
    return 0;
}

extern const int limit;

int constant_elsewhere_ok(void)
{
    vt_int task;
    if (limit > 0)
        task = make(1);
    note("the limit stays what it is");
    return limit > 0 ? vt_int_await(task, &(int){0}) : 0;
}
