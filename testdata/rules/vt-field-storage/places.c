// Everywhere a value task must not be kept.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);
#include <stdlib.h>

struct connection {
    int fd;
    vt_int reply; // expect: vt-field-storage reply
};

union either {
    int number;
    vt_int task; // expect: vt-field-storage task
};

struct outer {
    struct {
        int depth;
        vt_int inner; // expect: vt-field-storage inner
    } nested;
    union {
        vt_int anonymous; // expect: vt-field-storage anonymous
        long number;
    };
};

struct window {
    int count;
    vt_int tasks[8]; // expect: vt-field-storage tasks
};

struct table {
    vt_int cells[2][4]; // expect: vt-field-storage cells
};

struct two {
    vt_int first,  // expect: vt-field-storage first
        second;    // expect: vt-field-storage second
};

typedef vt_int reply_task;

struct renamed {
    const reply_task reply; // expect: vt-field-storage reply
};

vt_int global; // expect: vt-field-storage global
static vt_int file_local; // expect: vt-field-storage file_local
static vt_int pool[4]; // expect: vt-field-storage pool
_Thread_local vt_int per_thread; // expect: vt-field-storage per_thread
reply_task renamed_global; // expect: vt-field-storage renamed_global

void store_in_connection(struct connection *connection)
{
    connection->reply = make();
}

void store_in_globals(void)
{
    global = make();
    file_local = make();
    pool[1] = make();
    per_thread = make();
    renamed_global = make();
}

int load_from_globals(void)
{
    int value = 0;
    int rc = vt_int_await(file_local, &value);
    return rc < 0 ? rc : value + vt_int_await(pool[1], &value);
}

int static_local_bad(void)
{
    static vt_int kept; // expect: vt-field-storage kept
    int value = 0;
    kept = make();
    int rc = vt_int_await(kept, &value);
    return rc < 0 ? rc : value;
}

int static_array_bad(unsigned n)
{
    static vt_int kept[2]; // expect: vt-field-storage kept
    int value = 0;
    kept[n % 2] = make();
    int rc = vt_int_await(kept[n % 2], &value);
    return rc < 0 ? rc : value;
}

void local_type_bad(void)
{
    struct holder {
        vt_int held; // expect: vt-field-storage held
    } holder = {make()};
    vt_int_forget(holder.held);
}

int heap_bad(void)
{
    int value = 0;
    vt_int *slot = malloc(sizeof *slot);
    if (slot == NULL)
        return -ENOMEM;
    *slot = make(); // expect: vt-field-storage
    int rc = vt_int_await(*slot, &value);
    free(slot);
    return rc < 0 ? rc : value;
}

int heap_array_bad(void)
{
    int value = 0;
    vt_int *slots = calloc(4, sizeof *slots);
    if (slots == NULL)
        return -ENOMEM;
    slots[2] = make(); // expect: vt-field-storage
    int rc = vt_int_await(slots[2], &value);
    free(slots);
    return rc < 0 ? rc : value;
}

/* A struct on the heap: its field's declaration is the finding, once. */
struct connection *heap_struct(void)
{
    struct connection *connection = malloc(sizeof *connection);
    if (connection != NULL)
        connection->reply = make();
    return connection;
}
