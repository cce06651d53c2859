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

enum kind { KIND_NONE, KIND_NUMBER, KIND_TEXT, KIND_TASK };

struct item {
    struct {
        enum kind kind;
    } head;
    union {
        vt_int task; // expect: vt-field-storage task
        long number;
        const char *text;
    } body;
};

long take_item(struct item *item)
{
    int value = 0;

    switch (item->head.kind) {
    case KIND_NUMBER:
        return item->body.number;
    case KIND_TASK:
        return vt_int_await(item->body.task, &value) == 0 ? value : -1;
    default:
        return 0;
    }
}

int text_length(const struct item *items, int i)
{
    int length = 0;

    if (items[i].head.kind == KIND_TEXT && items[i].body.text != 0)
        while (items[i].body.text[length] != 0)
            length++;
    return length;
}

void start_item(struct item *item)
{
    item->body.task = make(); // expect-note: task is stored
    item->head.kind = KIND_TASK;
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
