// A pointer in an array that begins empty: what two ways put there, and nothing can be said of in one word, is unknown and not empty.
#include <stddef.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int begin(int id);
int cond(void);

struct item { int id, want; };
struct list { int count; struct item items[4]; };

int left_early(struct list *list)
{
    vt_int t[2];
    struct item *of[2] = {0};
    int rc = 0;

    for (int i = 0; i < 2; i++)
        if (list->items[i].want) {
            t[i] = begin(list->items[i].id); // expect: vt-unawaited
            of[i] = &list->items[i];
        }
    for (int k = 0; k < 2; k++)
        if (of[k] != NULL) {
            rc = vt_int_await(t[k], NULL);
            if (rc < 0)
                return rc;
        }
    return rc;
}

int not_cleared(struct list *list, int count)
{
    vt_int t[2];
    struct item *of[2] = {0};
    int rc = 0;

    for (int i = 0; i < 2 && i < count; i++) {
        t[i] = begin(i);
        of[i] = &list->items[i];
    }
    for (int k = 0; k < 2; k++) {
        if (of[k] == NULL)
            continue;
        rc |= vt_int_await(t[k], NULL);
        if (cond())
            break;
        of[k] = NULL;
    }
    for (int k = 0; k < 2; k++)
        if (of[k] != NULL)
            vt_int_forget(t[k]); // expect: vt-double-await
    return rc;
}

int all_ok(struct list *list)
{
    vt_int t[2];
    struct item *of[2] = {0};
    int rc = 0;

    for (int i = 0; i < 2; i++)
        if (list->items[i].want) {
            t[i] = begin(list->items[i].id);
            of[i] = &list->items[i];
        }
    for (int k = 0; k < 2; k++)
        if (of[k] != NULL)
            rc |= vt_int_await(t[k], NULL);
    return rc;
}
