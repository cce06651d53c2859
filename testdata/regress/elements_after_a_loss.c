// Rings, sorted insertion and vectors, in functions with more ways than are kept apart: which element a number means is not made up from what is left.
#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <valuetask/valuetask.h>

VT_DEFINE(num, long);

struct request {
    int number, priority;
};

vt_num later(int number);
int post(void);

static vt_num fetch(const struct request *request)
{
    if (request->number < 0)
        return vt_num_from_error(-ERANGE);
    if (request->priority == 0)
        return vt_num_from_result(request->number);
    vt_num task = later(request->number);
    if (post() < 0)
        post();
    return task;
}

/* As many at a time as the ring has places. */
long window_ok(const struct request *requests, size_t count)
{
    vt_num ring[4];
    size_t head = 0, tail = 0;
    long sum = 0;
    while (tail < count) {
        while (head < count && head - tail < 4) {
            ring[head % 4] = fetch(&requests[head]);
            head++;
        }
        long one = 0;
        int status = vt_num_await(ring[tail % 4], &one);
        tail++;
        if (status != 0) {
            sum = status;
            break;
        }
        sum += one;
    }
    while (tail < head)
        vt_num_forget(ring[tail++ % 4]);
    return sum;
}

int queue_ok(const struct request *requests, size_t count)
{
    vt_num queue[4];
    unsigned first = 0, used = 0;
    size_t next = 0;
    int status = 0;
    for (;;) {
        while (used < 4 && next < count && status == 0) {
            queue[(first + used) & 3] = fetch(&requests[next++]);
            used++;
        }
        if (used == 0)
            return status;
        int one = vt_num_await(queue[first], NULL);
        first = (first + 1) & 3;
        used--;
        if (one != 0 && status == 0)
            status = one;
    }
}

int queue_left_bad(const struct request *requests, size_t count)
{
    vt_num queue[4];
    unsigned first = 0, used = 0;
    while (used < 4 && used < count) {
        queue[(first + used) & 3] = fetch(&requests[used]); // expect: vt-unawaited
        used++;
    }
    return used > 0 ? vt_num_await(queue[first], NULL) : 0;
}

int sorted_ok(const struct request *requests, size_t count)
{
    vt_num queue[8];
    int priority[8];
    size_t n = 0;
    int status = 0;
    for (size_t i = 0; i < count && n < 8; i++) {
        vt_num task = fetch(&requests[i]);
        size_t at = n++;
        while (at > 0 && priority[at - 1] < requests[i].priority) {
            queue[at] = queue[at - 1];
            priority[at] = priority[at - 1];
            at--;
        }
        queue[at] = task;
        priority[at] = requests[i].priority;
    }
    for (size_t i = 0; i < n; i++)
        status |= vt_num_await(queue[i], NULL);
    return status;
}

int shifted_over_bad(const struct request *requests)
{
    vt_num queue[3];
    for (size_t i = 0; i < 3; i++)
        queue[i] = fetch(&requests[i]); // expect: vt-unawaited
    for (size_t i = 0; i < 2; i++)
        queue[i] = queue[i + 1];
    return vt_num_await(queue[0], NULL) | vt_num_await(queue[1], NULL);
}

/* The numbers of the elements are counted down first, up then. */
int backwards_ok(const struct request *requests, size_t count)
{
    vt_num room[16];
    int status = 0;
    if (count > 16)
        return -1;
    for (size_t i = count; i-- > 0;)
        room[i] = fetch(&requests[i]);
    for (size_t i = 0; i < count; i++)
        status |= vt_num_await(room[i], NULL);
    return status;
}

struct vector {
    vt_num *items;
    size_t count, capacity;
};

static int push(struct vector *vector, vt_num item)
{
    if (vector->count == vector->capacity) {
        vt_num *items = realloc(vector->items, (vector->capacity + 4) * sizeof *items);
        if (items == NULL)
            return -ENOMEM;
        vector->items = items;
        vector->capacity += 4;
    }
    vector->items[vector->count++] = item; // expect: vt-field-storage
    return 0;
}

/* The variable still holds what others find in the vector. */
int pushed_ok(struct vector *vector)
{
    vt_num kept = later(1);
    int status = push(vector, kept);
    if (status != 0)
        vt_num_forget(kept);
    return status;
}

int pushed_or_not_bad(struct vector *vector)
{
    vt_num kept = later(1); // expect: vt-unawaited kept
    return push(vector, kept); // expect-note: the task is handed to 'push' here, which does not consume it
}

/* A helper returns the end of what it has filled, another one walks up to there. */
static vt_num *fill(vt_num *begin, vt_num *end, const struct request *requests, size_t count)
{
    for (size_t i = 0; i < count && begin < end; i++)
        *begin++ = fetch(&requests[i]);
    return begin;
}

static int take(vt_num *begin, vt_num *end)
{
    int status = 0;
    for (; begin != end; begin++)
        status |= vt_num_await(*begin, NULL);
    return status;
}

int filled_and_taken_ok(const struct request *requests, size_t count)
{
    vt_num room[8];
    vt_num *end = fill(room, room + 8, requests, count);
    return take(room, end);
}

int filled_and_taken_twice_bad(const struct request *requests, size_t count)
{
    vt_num room[8];
    vt_num *end = fill(room, room + 8, requests, count);
    int status = take(room, end);
    return status | take(room, end); // expect: vt-double-await
}
