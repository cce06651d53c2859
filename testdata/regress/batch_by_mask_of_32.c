// A mask of 32 bits says which tasks of a batch were begun; some are awaited in order, the rest is found by its bits. A mask that is widened has no more bits than its type.
#include <stdbool.h>
#include <stdint.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

struct session {
    unsigned in_flight;
};
struct call {
    uint16_t method;
    struct session *session;
};

vt_int run(struct call *call);
bool is_gone(struct session *session);

static int start_call(struct call *call, vt_int *task)
{
    if (call->method >= 4)
        return -38;
    *task = run(call);
    call->session->in_flight++;
    return 0;
}

int rest_by_bits(struct call *calls, unsigned n)
{
    vt_int tasks[32];
    uint32_t started = 0;
    int worst = 0, value;

    if (n > 32)
        return -7;
    for (unsigned i = 0; i < n; i++) {
        int rc = start_call(&calls[i], &tasks[i]);
        if (rc == 0)
            started |= UINT32_C(1) << i;
        else if (!worst)
            worst = rc;
    }
    for (unsigned i = 0; i < n; i++) {
        if (started & (UINT32_C(1) << i)) {
            int rc = vt_int_await(tasks[i], &value);
            calls[i].session->in_flight--;
            started &= ~(UINT32_C(1) << i);
            if (rc < 0)
                worst = rc;
        }
        if (is_gone(calls[i].session)) {
            worst = -32;
            break;
        }
    }
    while (started) {
        unsigned i = (unsigned)__builtin_ctz(started);
        vt_int_forget(tasks[i]);
        calls[i].session->in_flight--;
        started &= started - 1;
    }
    return worst;
}

int all_by_bits(struct call *calls, unsigned n)
{
    vt_int tasks[32];
    uint32_t started = 0;
    int worst = 0, value;

    for (unsigned i = 0; i < n && i < 32; i++)
        if (start_call(&calls[i], &tasks[i]) == 0)
            started |= UINT32_C(1) << i;
    for (; started != 0; started &= started - 1) {
        int rc = vt_int_await(tasks[__builtin_ctz(started)], &value);
        if (rc < 0)
            worst = rc;
    }
    return worst;
}

int named_and_counted_on(struct call *calls, unsigned n)
{
    vt_int tasks[32];
    uint32_t started = 0;
    int worst = 0, value;

    for (unsigned i = 0; i < n && i < 32; i++)
        if (start_call(&calls[i], &tasks[i]) == 0)
            started |= UINT32_C(1) << i;
    for (uint32_t rest = started; rest != 0; rest &= rest - 1) {
        int at = __builtin_ctz(rest);
        int rc = vt_int_await(tasks[at], &value);
        if (rc < 0)
            worst = rc;
    }
    return worst;
}

int lowest_alone(struct call *calls, unsigned n)
{
    vt_int tasks[32];
    uint32_t started = 0;
    int worst = 0, value;

    for (unsigned i = 0; i < n && i < 32; i++)
        if (start_call(&calls[i], &tasks[i]) == 0)
            started |= UINT32_C(1) << i;
    while (started != 0) {
        int at = __builtin_ctz(started);
        started &= ~(started & -started);
        if (vt_int_await(tasks[at], &value) < 0)
            worst = -5;
    }
    return worst;
}

int rest_is_left(struct call *calls, unsigned n)
{
    vt_int tasks[4];
    uint32_t started = 0;
    int value;

    if (n > 4)
        return -7;
    for (unsigned i = 0; i < n; i++)
        if (start_call(&calls[i], &tasks[i]) == 0) // expect: vt-unawaited
            started |= UINT32_C(1) << i;
    for (unsigned i = 0; i < n; i++) {
        if (started & (UINT32_C(1) << i))
            (void)vt_int_await(tasks[i], &value);
        if (is_gone(calls[i].session))
            return -32;
    }
    return 0;
}

int bit_stays(struct call *calls, unsigned n)
{
    vt_int tasks[4];
    uint32_t started = 0;
    int worst = 0, value;

    if (n > 4)
        return -7;
    for (unsigned i = 0; i < n; i++)
        if (start_call(&calls[i], &tasks[i]) == 0)
            started |= UINT32_C(1) << i;
    for (unsigned i = 0; i < n; i++) {
        if (started & (UINT32_C(1) << i))
            worst |= vt_int_await(tasks[i], &value);
        if (is_gone(calls[i].session))
            break;
    }
    for (; started != 0; started &= started - 1)
        vt_int_forget(tasks[__builtin_ctz(started)]); // expect: vt-double-await
    return worst;
}

int lowest_is_dropped(unsigned n, struct call *calls)
{
    vt_int tasks[4];
    uint32_t started = 0;

    for (unsigned i = 0; i < n && i < 4; i++)
        if (start_call(&calls[i], &tasks[i]) == 0) // expect: vt-unawaited
            started |= UINT32_C(1) << i;
    for (started &= started - 1; started != 0; started &= started - 1)
        vt_int_forget(tasks[__builtin_ctz(started)]);
    return 0;
}

int lowest_alone_is_left(struct call *calls, unsigned n)
{
    vt_int tasks[4];
    uint32_t started = 0;
    int value;

    for (unsigned i = 0; i < n && i < 4; i++)
        if (start_call(&calls[i], &tasks[i]) == 0) // expect: vt-unawaited
            started |= UINT32_C(1) << i;
    while (started != 0) {
        int at = __builtin_ctz(started);
        started &= ~(started & -started);
        if (vt_int_await(tasks[at], &value) < 0)
            return -5;
    }
    return 0;
}
