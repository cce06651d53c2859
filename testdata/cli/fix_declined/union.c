#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);

/* Read before the tag, whatever it says. */
struct early {
    int is_number;
    union {
        vt_int early;
        long number;
    } as;
};

long take_early(struct early *box)
{
    int value = 0;
    long number = box->as.number;
    if (box->is_number)
        return number;
    return vt_int_await(box->as.early, &value) < 0 ? -1 : value;
}

void fill_early(struct early *box)
{
    box->is_number = 0;
    box->as.early = make();
}

/* Read to learn something of the task. */
struct peeked {
    union {
        vt_int peeked;
        unsigned long word;
    };
};

int take_peeked(struct peeked *box)
{
    int value = 0;
    if (box->word != 0)
        return 0;
    return vt_int_await(box->peeked, &value) < 0 ? -1 : value;
}

void fill_peeked(struct peeked *box)
{
    box->peeked = make();
}

/* Tests that do not exclude each other: two tags, another object's, one that has changed, both ways. */
struct loose {
    int kind, flags;
    union {
        vt_int loose;
        long count;
    } as;
};

long take_loose(struct loose *box)
{
    int value = 0;
    return box->kind == 1 && vt_int_await(box->as.loose, &value) == 0 ? value : -1;
}

long count_of(const struct loose *box, const struct loose *other)
{
    long sum = 0;
    if (box->flags == 2)
        sum += box->as.count;
    if (other->kind == 2)
        sum += box->as.count;
    return sum;
}

void fill_loose(struct loose *box)
{
    box->kind = 1;
    box->as.loose = make();
}

struct moved {
    struct moved *next;
    int kind;
    union {
        vt_int moved;
        long count;
    } as;
};

long take_moved(struct moved *box)
{
    int value = 0;
    return box->kind == 1 && vt_int_await(box->as.moved, &value) == 0 ? value : -1;
}

long count_next(const struct moved *box)
{
    if (box->kind == 2) {
        box = box->next;
        return box->as.count;
    }
    return 0;
}

void fill_moved(struct moved *box)
{
    box->kind = 1;
    box->as.moved = make();
}

/* The object is another one behind the test: by a member, by a call. */
struct chain {
    int kind;
    union {
        vt_int chained;
        long count;
    } as;
};

struct holder {
    struct chain *box;
    struct chain *next[2];
};

long take_chained(struct holder *holder)
{
    int value = 0;
    if (holder->box->kind == 1) {
        holder->box = holder->next[0];
        return holder->box->as.count;
    }
    return vt_int_await(holder->box->as.chained, &value) < 0 ? -1 : value;
}

void fill_chained(struct chain *box)
{
    box->kind = 0;
    box->as.chained = make();
}

struct called {
    int kind;
    union {
        vt_int called;
        long count;
    } as;
};

struct called *called_next(void);

long take_called(struct called *box)
{
    int value = 0;
    if (called_next()->kind == 1)
        return called_next()->as.count;
    return vt_int_await(box->as.called, &value) < 0 ? -1 : value;
}

void fill_called(struct called *box)
{
    box->kind = 0;
    box->as.called = make();
}
