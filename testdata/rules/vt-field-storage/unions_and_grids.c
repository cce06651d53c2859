// Value tasks in members of unions, and in arrays of arrays.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);

struct box {
    int is_number;
    union {
        vt_int task; // expect: vt-field-storage task
        long number;
    } as;
};

long take_from_box(struct box *box)
{
    int value = 0;

    switch (box->is_number) {
    case 0:
        return vt_int_await(box->as.task, &value) == 0 ? value : -1;
    default:
        return box->as.number;
    }
}

void fill_box(struct box *box, long number)
{
    box->is_number = number != 0;
    if (number == 0)
        box->as.task = make(); // expect-note: task is stored
    else
        box->as.number = number;
}

struct message {
    int is_counted;
    union {
        vt_int reply; // expect: vt-field-storage reply
        long count;
    };
};

long take_reply(struct message *message)
{
    int value = 0;

    if (message->is_counted)
        return message->count;
    int rc = vt_int_await(message->reply, &value);
    return rc < 0 ? rc : value;
}

void ask(struct message *message)
{
    message->is_counted = 0;
    message->reply = make(); // expect-note: task is stored
}

static vt_int grid[3][4]; // expect: vt-field-storage grid

void start_at(int x, int y)
{
    grid[x][y] = make(); // expect-note: task is stored
}

int take_at(int x, int y)
{
    int value = 0;
    int rc = vt_int_await(grid[x][y], &value);

    return rc < 0 ? rc : value;
}

/* A row goes where nobody sees: it stays as it is. */
int take_row(vt_int *row);

static vt_int rows[2][2]; // expect: vt-field-storage rows

int start_row(int y)
{
    rows[y][0] = make(); // expect-note: task is stored
    rows[y][1] = make();
    return take_row(rows[y]);
}
