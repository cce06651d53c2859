// What was seen by way of a loss is reported where single paths through many turns of the loops show it, too, and only there.
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int id);
int probe(void);

enum { SIDE = 4, MANY = 16 };

struct view {
    int loaded[SIDE][SIDE];
};

int grid(void)
{
    vt_int tile[SIDE][SIDE];
    int value, sum = 0;
    for (int row = 0; row < SIDE; row++)
        for (int column = 0; column < SIDE; column++)
            tile[row][column] = make(row * SIDE + column);
    for (int row = 0; row < SIDE; row++)
        for (int column = 0; column < SIDE; column++)
            sum += vt_int_await(tile[row][column], &value);
    return sum;
}

int grid_left_early(void)
{
    vt_int tile[SIDE][SIDE];
    int value, sum = 0;
    for (int row = 0; row < SIDE; row++)
        for (int column = 0; column < SIDE; column++)
            tile[row][column] = make(row * SIDE + column); // expect: vt-unawaited
    for (int row = 0; row < SIDE; row++)
        for (int column = 0; column < SIDE; column++)
            if (vt_int_await(tile[row][column], &value) < 0)
                return -1;
            else
                sum += value;
    return sum;
}

int majority_of_many(void)
{
    vt_int vote[MANY];
    int value, yes = 0;
    for (int i = 0; i < MANY; i++)
        vote[i] = make(i); // expect: vt-unawaited
    for (int i = 0; i < MANY && yes <= MANY / 2; i++)
        yes += vt_int_await(vote[i], &value) == 0;
    return yes;
}

int majority_and_the_rest(void)
{
    vt_int vote[MANY];
    int value, yes = 0, i;
    for (i = 0; i < MANY; i++)
        vote[i] = make(i);
    for (i = 0; i < MANY && yes <= MANY / 2; i++)
        yes += vt_int_await(vote[i], &value) == 0;
    for (; i < MANY; i++)
        vt_int_forget(vote[i]);
    return yes;
}

int too_many_are_lost(const struct view *view)
{
    vt_int reply[6];
    int value, lost = 0;
    for (int i = 0; i < 6; i++)
        reply[i] = make(view->loaded[0][0] + i); // expect: vt-unawaited
    for (int i = 0; i < 6; i++)
        if (vt_int_await(reply[i], &value) < 0 && ++lost > 3)
            break;
    return lost;
}

struct order {
    int id;
    struct order *next;
};

int cancel(struct order **best, int id)
{
    int value;
    vt_int writing = make(id);
    for (int side = 0; side < 2; side++)
        for (struct order **order = &best[side]; *order; order = &(*order)->next)
            if ((*order)->id == id) {
                struct order *gone = *order;
                *order = gone->next;
                free(gone);
                if (vt_int_await(writing, &value) < 0) // expect: vt-double-await
                    return -1;
            }
    vt_int_forget(writing); // expect: vt-double-await
    return 0;
}
