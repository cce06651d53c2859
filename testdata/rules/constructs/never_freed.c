// Memory that was allocated here and that nobody finds any more takes its tasks with it.
#include <stdlib.h>
#include <string.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int n);
int cond(void);
void unseen(void);

struct box {
    vt_int task; // expect: vt-field-storage task
    struct box *next;
    int n;
};

struct owner {
    struct box *box;
    struct box *others[4];
};

void keep_box(struct box *box);
void keep_owner(struct owner *owner);

static struct box *registry;
struct box *shared_box;

void forgotten_bad(int n)
{
    struct box *box = malloc(sizeof *box);
    if (!box)
        return;
    box->task = make(n); // expect: vt-unawaited
}

int early_return_bad(int n)
{
    int value = 0;
    struct box *box = malloc(sizeof *box);
    if (!box)
        return -1;
    box->task = make(n); // expect: vt-unawaited
    if (n > 3)
        return -2;
    int status = vt_int_await(box->task, &value);
    free(box);
    return status;
}

int leaked_but_awaited_ok(int n)
{
    int value = 0;
    struct box *box = malloc(sizeof *box);
    if (!box)
        return -1;
    box->task = make(n);
    return vt_int_await(box->task, &value);
}

struct box *returned_ok(int n)
{
    struct box *box = malloc(sizeof *box);
    if (box)
        box->task = make(n);
    return box;
}

struct box *returned_inside_ok(int n)
{
    struct box *outer = calloc(1, sizeof *outer);
    if (!outer)
        return NULL;
    outer->next = malloc(sizeof *outer);
    if (!outer->next) {
        free(outer);
        return NULL;
    }
    outer->next->task = make(n);
    return outer;
}

int *member_returned_ok(int n)
{
    struct box *box = malloc(sizeof *box);
    if (!box)
        return NULL;
    box->task = make(n);
    return &box->n;
}

void out_parameter_ok(struct box **out, int n)
{
    struct box *box = malloc(sizeof *box);
    if (!box)
        return;
    box->task = make(n);
    *out = box;
}

void into_struct_ok(struct owner *owner, int n)
{
    struct box *box = malloc(sizeof *box);
    if (!box)
        return;
    owner->box = box;
    box->task = make(n);
    owner = NULL;
    unseen();
}

void into_some_element_ok(struct owner *owner, int n)
{
    struct box *box = malloc(sizeof *box);
    if (!box)
        return;
    box->task = make(n);
    owner->others[n & 3] = box;
}

void in_registry_ok(int n)
{
    struct box *box = malloc(sizeof *box);
    if (!box)
        return;
    box->task = make(n);
    box->next = registry;
    registry = box;
}

int drain_registry(void)
{
    int value = 0, status = 0;
    while (registry) {
        struct box *box = registry;
        registry = box->next;
        status |= vt_int_await(box->task, &value);
        free(box);
    }
    return status;
}

static void insert(struct box **list, struct box *box)
{
    box->next = *list;
    *list = box;
}

void inserted_ok(int n)
{
    struct box *box = malloc(sizeof *box);
    if (!box)
        return;
    box->task = make(n);
    insert(&shared_box, box);
}

void inserted_in_param_ok(struct owner *owner, int n)
{
    struct box *box = malloc(sizeof *box);
    if (!box)
        return;
    box->task = make(n);
    insert(&owner->box, box);
}

void inserted_in_own_bad(int n)
{
    struct owner owner = {0};
    struct box *box = malloc(sizeof *box);
    if (!box)
        return;
    box->task = make(n); // expect: vt-unawaited
    insert(&owner.box, box);
    if (cond())
        return;
    keep_owner(&owner);
}

void given_away_ok(int n)
{
    struct box *box = malloc(sizeof *box);
    if (!box)
        return;
    box->task = make(n);
    keep_box(box);
}

void given_first_ok(int n)
{
    struct box *box = malloc(sizeof *box);
    if (!box)
        return;
    keep_box(box);
    box->task = make(n);
}

void given_inside_ok(int n)
{
    struct owner owner = {0};
    struct box *box = malloc(sizeof *box);
    if (!box)
        return;
    box->task = make(n);
    owner.box = box;
    keep_owner(&owner);
}

void given_inside_by_helper_ok(int n)
{
    struct owner owner = {0};
    struct box *box = malloc(sizeof *box);
    if (!box)
        return;
    box->task = make(n);
    insert(&owner.box, box);
    keep_owner(&owner);
}

void owner_known_first_ok(int n)
{
    struct owner owner = {0};
    struct box *box = malloc(sizeof *box);
    if (!box)
        return;
    keep_owner(&owner);
    box->task = make(n);
    owner.box = box;
    unseen();
}

void overwritten_bad(int n)
{
    int value = 0;
    struct box *box = malloc(sizeof *box);
    if (!box)
        return;
    box->task = make(n); // expect: vt-unawaited
    box = malloc(sizeof *box);
    if (!box)
        return;
    box->task = make(n);
    if (vt_int_await(box->task, &value) < 0)
        unseen();
    free(box);
}

static struct box *new_box(int n)
{
    struct box *box = malloc(sizeof *box);
    if (!box)
        abort();
    box->n = n;
    box->next = NULL;
    box->task = make(n);
    return box;
}

static int end_box(struct box *box)
{
    int value = 0, status = vt_int_await(box->task, &value);
    free(box);
    return status;
}

int made_and_ended_ok(int n)
{
    struct box *box = new_box(n);
    return end_box(box);
}

int made_and_dropped_bad(int n)
{
    struct box *box = new_box(n); // expect: vt-unawaited
    return box->n;
}

int ended_on_some_paths_bad(int n)
{
    struct box *box = new_box(n); // expect: vt-unawaited
    if (box->n > 3)
        return end_box(box);
    return 0;
}

int in_list_ok(int n)
{
    struct box *first = new_box(n);
    first->next = new_box(n + 1);
    int status = end_box(first->next);
    return status | end_box(first);
}

int rest_of_list_lost_bad(int n)
{
    struct box *first = new_box(n);
    first->next = new_box(n + 1); // expect: vt-unawaited
    return end_box(first);
}

int rest_of_list_freed_bad(int n)
{
    int value = 0;
    struct box *first = new_box(n);
    first->next = new_box(n + 1); // expect: vt-unawaited
    int status = vt_int_await(first->task, &value);
    free(first);
    return status;
}

void copied_struct_ok(struct owner *to, int n)
{
    struct owner owner = {0};
    owner.box = new_box(n);
    *to = owner;
}

struct owner struct_returned_ok(int n)
{
    struct owner owner = {0};
    owner.box = new_box(n);
    return owner;
}

int volatile_pointer_ok(int n)
{
    struct box *volatile box = new_box(n);
    return end_box(box);
}

void exits_ok(int n)
{
    struct box *box = new_box(n);
    if (n)
        exit(0);
    end_box(box);
}

int chosen_ok(int n)
{
    struct box *one = new_box(n), *other = new_box(n);
    struct box *last = n ? one : other;
    int status = end_box(n ? other : one);
    return status | end_box(last);
}
