// Marks that stand in the elements of a list, or in what pointers of an array lead to, while the tasks stand beside in an array that is numbered by the walk. What is stored to one element was held for stored to any other, too,
// and the links for others after each start(). And two counters of one ring in two parameters were held for perhaps one.
#include <stdbool.h>
#include <stddef.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

struct device {
    bool in_flight, is_done;
    int id, slot;
    struct device *next, *peer;
};

struct bus {
    struct device **devices;
    unsigned count;
};

struct side {
    unsigned n;
};

vt_int start(int id);
void poll_bus(struct device *first);

int list_ok(struct device *head)
{
    vt_int t[8];
    int v, rc = 0;
    unsigned k = 0;
    for (struct device *p = head; p && k < 8; p = p->next, k++) {
        t[k] = start(p->id);
        p->in_flight = true;
    }
    poll_bus(head);
    k = 0;
    for (struct device *p = head; p && k < 8; p = p->next, k++)
        if (p->in_flight) {
            p->in_flight = false;
            rc |= vt_int_await(t[k], &v);
        }
    return rc;
}

int list_bad(struct device *head)
{
    vt_int t[8];
    int v, rc = 0;
    unsigned k = 0;
    for (struct device *p = head; p && k < 8; p = p->next, k++) {
        t[k] = start(p->id); // expect: vt-unawaited
        p->in_flight = true;
    }
    poll_bus(head);
    k = 0;
    for (struct device *p = head; p && k < 8; p = p->next, k++)
        if (p->in_flight) {
            p->in_flight = false;
            if ((rc = vt_int_await(t[k], &v)) < 0)
                return rc;
        }
    return rc;
}

int never_cleared_ok(struct device *head)
{
    vt_int t[4];
    int v, rc = 0;
    unsigned k = 0;
    for (struct device *p = head; p && k < 4; p = p->next, k++) {
        p->in_flight = true;
        t[k] = start(p->id);
    }
    k = 0;
    for (struct device *p = head; p && k < 4; p = p->next, k++)
        if (p->in_flight)
            rc |= vt_int_await(t[k], &v);
    return rc;
}

int pointers_ok(struct bus *bus)
{
    vt_int t[4];
    int v, rc = 0;
    const unsigned n = bus->count < 4 ? bus->count : 4;
    for (unsigned k = 0; k < n; k++) {
        struct device *p = bus->devices[k];
        t[k] = start(p->id);
        p->in_flight = true;
    }
    for (unsigned k = 0; k < n; k++)
        if (bus->devices[k]->in_flight) {
            bus->devices[k]->in_flight = false;
            rc |= vt_int_await(t[k], &v);
        }
    return rc;
}

int pointers_bad(struct bus *bus)
{
    vt_int t[4];
    int v, rc = 0;
    const unsigned n = bus->count < 4 ? bus->count : 4;
    for (unsigned k = 0; k < n; k++) {
        struct device *p = bus->devices[k];
        t[k] = start(p->id); // expect: vt-unawaited
        p->in_flight = true;
    }
    for (unsigned k = 0; k < n; k++)
        if (bus->devices[k]->in_flight) {
            bus->devices[k]->in_flight = false;
            if ((rc = vt_int_await(t[k], &v)) < 0)
                return rc;
        }
    return rc;
}

int slots_ok(struct device *head)
{
    vt_int t[4];
    int v, rc = 0;
    int k = 0;
    for (struct device *p = head; p && k < 4; p = p->next, k++) {
        p->slot = -1;
        if (p->id > 0) {
            p->slot = k;
            t[k] = start(p->id);
        }
    }
    k = 0;
    for (struct device *p = head; p && k < 4; p = p->next, k++)
        if (p->slot >= 0)
            rc |= vt_int_await(t[p->slot], &v);
    return rc;
}

// What only others set is up to them.
int set_by_others_bad(struct device *head)
{
    vt_int t[4];
    int v, rc = 0;
    unsigned k = 0;
    for (struct device *p = head; p && k < 4; p = p->next, k++) {
        p->is_done = false;
        t[k] = start(p->id); // expect: vt-unawaited
    }
    poll_bus(head);
    k = 0;
    for (struct device *p = head; p && k < 4; p = p->next, k++)
        if (p->is_done)
            rc |= vt_int_await(t[k], &v);
    return rc;
}

int two_sides_ok(struct side *tx, struct side *rx, unsigned n)
{
    vt_int t[4];
    int v, rc = 0;
    tx->n = rx->n = 0;
    while (rx->n < n) {
        while (tx->n < n && tx->n - rx->n < 4) {
            t[tx->n % 4] = start((int)tx->n);
            tx->n++;
        }
        rc |= vt_int_await(t[rx->n % 4], &v);
        rx->n++;
    }
    return rc;
}

int two_sides_bad(struct side *tx, struct side *rx, unsigned n)
{
    vt_int t[4];
    int v, rc = 0;
    tx->n = rx->n = 0;
    while (rx->n < n) {
        while (tx->n < n && tx->n - rx->n < 4) {
            t[tx->n % 4] = start((int)tx->n); // expect: vt-unawaited
            tx->n++;
        }
        rc |= vt_int_await(t[rx->n % 4], &v);
        rx->n++;
        if (rc < 0)
            return rc;
    }
    return rc;
}

int peer_is_marked_again(struct device *head)
{
    vt_int t[8];
    int v, rc = 0;
    unsigned k = 0;
    for (struct device *p = head; p && k < 8; p = p->next, k++) {
        p->in_flight = true;
        t[k] = start(p->id);
    }
    k = 0;
    for (struct device *p = head; p && k < 8; p = p->next, k++) {
        if (!p->in_flight)
            continue;
        rc |= vt_int_await(t[k], &v);
        p->in_flight = false;
        if (v < 0)
            p->peer->in_flight = true;
    }
    k = 0;
    for (struct device *p = head; p && k < 8; p = p->next, k++)
        if (p->in_flight)
            rc |= vt_int_await(t[k], &v); // expect: vt-double-await
    return rc;
}
