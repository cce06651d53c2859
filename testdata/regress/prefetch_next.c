// The next element is started while this one is used: the look-ahead and the loop ask the same, one turn apart, and unseen code in between is not taken to change it.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

struct node {
    struct node *next;
    int id;
};

struct list {
    int count;
    int ids[32];
};

vt_int start(int id);
void use(int result);

static int finish(vt_int t)
{
    int result;
    return vt_int_await(t, &result) < 0 ? -1 : result;
}

void nodes(struct node *node)
{
    vt_int next;
    if (node)
        next = start(node->id);
    for (; node; node = node->next) {
        vt_int now = next;
        if (node->next)
            next = start(node->next->id);
        use(finish(now));
    }
}

void bound_in_a_field(struct list *list)
{
    vt_int next;
    if (list->count <= 0)
        return;
    next = start(list->ids[0]);
    for (int i = 0; i < list->count; i++) {
        vt_int now = next;
        if (i + 1 < list->count)
            next = start(list->ids[i + 1]);
        use(finish(now));
    }
}

void characters(const char *text)
{
    vt_int next;
    if (!*text)
        return;
    next = start(*text);
    while (*text) {
        vt_int now = next;
        text++;
        if (*text)
            next = start(*text);
        use(finish(now));
    }
}

void words(char **word)
{
    vt_int next;
    if (!*word)
        return;
    next = start(**word);
    for (; *word; word++) {
        vt_int now = next;
        if (word[1])
            next = start(*word[1]);
        use(finish(now));
    }
}

void some_nodes(struct node *node)
{
    vt_int next;
    if (node)
        next = start(node->id);
    for (; node; node = node->next) {
        vt_int now = next;
        if (node->next && node->next->id > 0)
            next = start(node->next->id);
        use(node->id);
        use(finish(now)); // expect: vt-double-await now
    }
}

void stops_before_the_last(struct list *list)
{
    vt_int next;
    if (list->count <= 0)
        return;
    next = start(list->ids[0]); // expect: vt-unawaited next
    for (int i = 0; i + 1 < list->count; i++) {
        vt_int now = next;
        next = start(list->ids[i + 1]); // expect: vt-unawaited next
        use(finish(now));
    }
}

void one_word_more(char **word)
{
    vt_int next = start(0); // expect: vt-unawaited next
    for (; *word; word++) {
        vt_int now = next;
        next = start(**word); // expect: vt-unawaited next
        use(finish(now));
    }
}

void waits_for_its_state(struct node *node)
{
    vt_int task;
    if (node->id == 0)
        return;
    task = start(node->id); // expect: vt-unawaited task
    while (node->id != 0)
        use(0);
    (void)task;
}
