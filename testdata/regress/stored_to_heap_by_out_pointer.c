// A pointer to heap memory that a function hands out by an out-parameter, that a helper fills in, or that stands in a table leads to heap memory.
#include <errno.h>
#include <stdlib.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int begin(int id);

int open_one(int id, vt_int **out)
{
    *out = calloc(1, sizeof **out);
    if (*out == NULL)
        return -ENOMEM;
    **out = begin(id); // expect: vt-field-storage
    return 0;
}

int open_all(int n, vt_int **out)
{
    *out = malloc((size_t)n * sizeof **out);
    if (*out == NULL)
        return -ENOMEM;
    for (int i = 0; i < n; i++)
        (*out)[i] = begin(i); // expect: vt-field-storage
    return 0;
}

static int allocate(vt_int **out, int n)
{
    *out = calloc((size_t)n, sizeof **out);
    return *out != NULL ? 0 : -ENOMEM;
}

int filled_in(void)
{
    vt_int *t = NULL;
    if (allocate(&t, 1) != 0)
        return -ENOMEM;
    *t = begin(1); // expect: vt-field-storage
    const int rc = vt_int_await(*t, &(int){0});
    free(t);
    return rc;
}

void table(vt_int **slots)
{
    for (int i = 0; i < 4; i++) {
        slots[i] = malloc(sizeof *slots[i]);
        if (slots[i] != NULL)
            *slots[i] = begin(i); // expect: vt-field-storage
    }
}

static void point(vt_int **out, vt_int *place) { *out = place; }

int points_to_local_ok(void)
{
    vt_int one, other, *t, *slots[2] = {&one, &other};
    point(&t, &one);
    *t = begin(1);
    *slots[1] = begin(2);
    const int rc = vt_int_await(one, &(int){0});
    return vt_int_await(other, &(int){0}) | rc;
}

int one_of_two_ok(vt_int **out, int n)
{
    vt_int own;
    *out = n > 1 ? malloc(sizeof **out) : NULL;
    *out = &own;
    **out = begin(n);
    return vt_int_await(own, &(int){0});
}

/* A function that calls itself, and pointers that get one another's value, say nothing new by that. */
int in_depth(int depth, vt_int **out)
{
    if (depth > 0)
        return in_depth(depth - 1, out);
    *out = malloc(sizeof **out);
    if (*out == NULL)
        return -ENOMEM;
    **out = begin(depth); // expect: vt-field-storage
    return 0;
}

int turned_round(int count)
{
    vt_int *p = malloc(sizeof *p), *q = malloc(sizeof *q);
    for (int i = 0; i < count; i++) {
        vt_int *other = p;
        p = q;
        q = other;
    }
    if (p == NULL || q == NULL)
        return -ENOMEM;
    *p = begin(1); // expect: vt-field-storage
    const int rc = vt_int_await(*p, &(int){0});
    free(p);
    free(q);
    return rc;
}

int set_anew_ok(int n)
{
    vt_int own, *heap = NULL, *local = &own, **place = &heap;
    *place = malloc(sizeof **place);
    free(*place);
    place = &local;
    **place = begin(n);
    return vt_int_await(own, &(int){0});
}
