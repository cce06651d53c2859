// Recursions over trees and lists: each level sees places one pointer further away, and with them twice or four times as many.
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

struct tree {
    struct tree *left, *right;
    int key, visits;
    bool is_fresh;
};

struct area {
    struct area *north_west, *north_east, *south_west, *south_east;
    int x, y, count;
};

struct list {
    struct list *next;
    int number;
};

vt_int make(int key);

static vt_int lookup(struct tree *tree, int key)
{
    if (tree == NULL)
        return vt_int_from_error(-ENOENT);
    if (tree->key == key)
        return make(key);
    return lookup(key < tree->key ? tree->left : tree->right, key);
}

int find_ok(struct tree *tree, int key)
{
    int value = 0;
    int rc = vt_int_await(lookup(tree, key), &value);
    return rc < 0 ? rc : value;
}

int find_bad(struct tree *tree, int key)
{
    int value = 0;
    vt_int found = lookup(tree, key); // expect: vt-unawaited found
    if (tree->left == NULL)
        return -ENOENT;
    int rc = vt_int_await(found, &value);
    return rc < 0 ? rc : value;
}

static int visit_all(struct tree *tree)
{
    int value = 0;
    if (tree == NULL)
        return 0;
    tree->visits++;
    tree->is_fresh = false;
    vt_int task = make(tree->key);
    int rc = visit_all(tree->left);
    rc = rc < 0 ? rc : visit_all(tree->right);
    if (rc < 0) {
        vt_int_forget(task);
        return rc;
    }
    return vt_int_await(task, &value);
}

int visited_ok(struct tree *tree)
{
    vt_int task = make(1);
    int value = 0;
    tree->is_fresh = true;
    if (visit_all(tree) < 0) {
        vt_int_forget(task);
        return -1;
    }
    return vt_int_await(task, &value);
}

int visited_bad(struct tree *root, struct tree *other)
{
    vt_int task = make(1); // expect: vt-unawaited task
    int value = 0;
    other->is_fresh = true;
    (void)visit_all(root);
    if (!other->is_fresh) /* it may lie below the root */
        return -1;
    return vt_int_await(task, &value);
}

static vt_int count_points(struct area *area, int x, int y)
{
    if (area == NULL)
        return vt_int_from_result(0);
    if (area->x == x && area->y == y)
        return make(area->count);
    area->count++;
    if (area->x < x)
        return area->y < y ? count_points(area->south_east, x, y) : count_points(area->north_east, x, y);
    return area->y < y ? count_points(area->south_west, x, y) : count_points(area->north_west, x, y);
}

int counted_ok(struct area *area)
{
    int value = 0;
    return vt_int_await(count_points(area, 3, 4), &value) < 0 ? -1 : value;
}

int counted_bad(struct area *area)
{
    int value = 0;
    vt_int points = count_points(area, 3, 4);
    int rc = vt_int_await(points, &value);
    return rc == -EAGAIN ? vt_int_await(points, &value) : rc; // expect: vt-double-await points
}

static struct list *build(int count)
{
    int number = 0;
    if (count == 0 || vt_int_await(make(count), &number) < 0)
        return NULL;
    struct list *list = malloc(sizeof *list);
    if (list == NULL)
        return NULL;
    list->number = number;
    list->next = build(count - 1);
    return list;
}

static vt_int last(struct list *list)
{
    return list->next == NULL ? make(list->number) : last(list->next);
}

int built_ok(void)
{
    int value = 0;
    struct list *list = build(9);
    return list == NULL || vt_int_await(last(list), &value) < 0 ? -1 : value;
}

int built_bad(void)
{
    int value = 0;
    struct list *list = build(9);
    if (list == NULL)
        return -1;
    vt_int task = last(list); // expect: vt-unawaited task
    return list->number > 3 ? vt_int_await(task, &value) : -1;
}
