// Whether there is a task is asked of a pointer that was copied from one which leads somewhere: what is followed is not null.
#include <stddef.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

struct peer {
    const char *path;
    int action;
    struct peer *other;
};
struct pool {
    struct peer *active;
};

vt_int upload(const char *path);
struct peer *find(int n);

int copied(struct peer *peer, int n)
{
    struct peer *active = NULL;
    vt_int running;
    int value, result = 0;
    if (n > 2) {
        running = upload(peer->path);
        active = peer;
    }
    if (active != NULL)
        result |= vt_int_await(running, &value);
    return result;
}

int found(int n)
{
    struct peer *active = NULL;
    vt_int running;
    int value, result = 0;
    if (n > 2) {
        active = find(n);
        running = upload(active->path);
    }
    if (active)
        result |= vt_int_await(running, &value);
    return result;
}

int in_pairs(struct peer *peers, int n)
{
    struct peer *first = NULL;
    vt_int running;
    int value, result = 0;
    for (int i = 0; i < n; i++) {
        struct peer *peer = &peers[i];
        if (first == NULL) {
            first = peer;
            running = upload(peer->path);
            continue;
        }
        result |= vt_int_await(running, &value);
        first = NULL;
    }
    if (first)
        result |= vt_int_await(running, &value);
    return result;
}

int last_changed(struct peer *peers, int n)
{
    struct peer *previous = NULL;
    vt_int running;
    int value, result = 0;
    for (struct peer *peer = peers; peer < peers + n; peer++) {
        if (peer->action == 0)
            continue;
        if (previous)
            result |= vt_int_await(running, &value);
        running = upload(peer->path);
        previous = peer;
    }
    return previous ? result | vt_int_await(running, &value) : result;
}

int in_a_field(struct peer *peer, int n)
{
    struct pool pool = {NULL};
    vt_int running;
    int value, result = 0;
    if (n > 2) {
        running = upload(peer->path);
        pool.active = peer;
    }
    if (pool.active)
        result |= vt_int_await(running, &value);
    return result;
}

int asked_too_late(struct peer *peer)
{
    vt_int running = upload(peer->path); // expect: vt-unawaited
    int value;
    if (peer == NULL)
        return -1;
    return vt_int_await(running, &value);
}

int asked_too_late_in_a_loop(int n)
{
    int value, result = 0;
    for (int i = 0; i < n; i++) {
        struct peer *peer = find(i), *active = NULL;
        vt_int running = upload(peer->path); // expect: vt-unawaited
        active = peer;
        if (peer == NULL)
            break;
        result |= active->action + vt_int_await(running, &value);
    }
    return result;
}

int never_followed(struct peer *peer, int n)
{
    struct peer *active = NULL;
    vt_int running;
    int value, result = 0;
    if (n > 2) {
        running = upload(""); // expect: vt-unawaited
        active = peer;
    }
    if (active)
        result |= vt_int_await(running, &value);
    return result;
}
