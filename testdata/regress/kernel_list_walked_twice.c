// A circular list whose links lie in its elements is walked twice: it ends at its head, and what its links lead to is remembered as what lies around them.
#include <stddef.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

struct list_head {
    struct list_head *next, *prev;
};

struct device {
    int id;
    struct list_head link;
};

#define list_entry(ptr, type, member) ((type *)((char *)(ptr) - offsetof(type, member)))
#define list_for_each_entry(p, head, member) \
    for (p = list_entry((head)->next, __typeof__(*p), member); &p->member != (head); p = list_entry(p->member.next, __typeof__(*p), member))

vt_int begin(int id);
void note(void);

int all_of_them(struct list_head *head)
{
    struct device *d;
    vt_int t[4];
    int value, n = 0, sum = 0;
    list_for_each_entry(d, head, link) {
        if (n == 4)
            break;
        t[n++] = begin(d->id);
    }
    n = 0;
    list_for_each_entry(d, head, link) {
        if (n == 4)
            break;
        sum += vt_int_await(t[n++], &value);
    }
    return sum;
}

int the_first(struct list_head *head)
{
    struct device *d = list_entry(head->next, struct device, link);
    vt_int t;
    int value;
    if (&d->link != head)
        t = begin(d->id);
    d = list_entry(head->next, struct device, link);
    return &d->link != head ? vt_int_await(t, &value) : 0;
}

int left_at_the_first_error(struct list_head *head)
{
    struct device *d;
    vt_int t[4];
    int value, n = 0;
    list_for_each_entry(d, head, link) {
        if (n == 4)
            break;
        t[n++] = begin(d->id); // expect: vt-unawaited
    }
    n = 0;
    list_for_each_entry(d, head, link) {
        if (n == 4)
            break;
        if (vt_int_await(t[n++], &value) < 0)
            return -1;
    }
    return 0;
}
