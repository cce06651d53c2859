// A search that goes on until it is back where it began is meant to come round: what comes behind that is possible.
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <valuetask/valuetask.h>
VT_DEFINE(int, int);
vt_int make(uint32_t i);
uint32_t initial(void);
bool is_taken(uint32_t id);
struct table { uint32_t next; };
int free_id_bad(struct table *table)
{
    uint32_t first = table->next, id = first;
    int v;
    vt_int t = make(0); // expect: vt-unawaited
    while (is_taken(id)) {
        id++;
        if (id == first)
            return -1;
    }
    table->next = id + 1;
    return vt_int_await(t, &v);
}
int free_id_of_16_bits_bad(void)
{
    uint16_t id = (uint16_t)initial(), first = id;
    int v;
    vt_int t = make(0); // expect: vt-unawaited
    do {
        id++;
        if (id == first)
            return -1;
    } while (is_taken(id));
    return vt_int_await(t, &v);
}
int free_id_of_call_bad(void)
{
    uint32_t id = initial(), first = id;
    int v;
    vt_int t = make(0); // expect: vt-unawaited
    while (is_taken(id))
        if (++id == first)
            return -1;
    return vt_int_await(t, &v);
}
int free_id_of_call_ok(void)
{
    uint32_t id = initial(), first = id;
    int v;
    vt_int t = make(0);
    while (is_taken(id))
        if (++id == first) {
            vt_int_forget(t);
            return -1;
        }
    return vt_int_await(t, &v);
}
int wrapped_bad(void)
{
    uint32_t seq = initial(), start = seq;
    int v;
    vt_int t = make(0); // expect: vt-unawaited
    while (is_taken(seq)) {
        seq++;
        if (seq < start)
            return -1;
    }
    return vt_int_await(t, &v);
}
