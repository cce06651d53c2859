/* The user service: GET /users/ID over HTTP/1.1, answered from the cache of examples/cached_user, one fiber a connection.
 *
 * Limits, each of which ends in an answer or a closed connection, never in a wait without end:
 *
 *   more connections than the limit   503 to the next few, the others are closed; who is connected notices nothing
 *   a peer that is silent             closed after the idle time; 408 in the middle of a request
 *   a peer that does not read         closed when a send took longer than the idle time
 *   no descriptors left               new connections are closed (by libuv) until there are some
 *   a head, target or body too large  431, 414, 413
 */
#ifndef EXAMPLES_USER_SERVICE_SERVICE_H
#define EXAMPLES_USER_SERVICE_SERVICE_H

#include <stddef.h>
#include <stdint.h>

#include <valuetask/uv.h>

#include "user_store.h"

struct service_options {
    unsigned short port; /* 0: the system chooses */
    size_t most_connections;
    uint64_t idle_ns;
};

struct service;

/* Listens on the loopback and serves from then on, in fibers of this thread. `store` stays the caller's. Returns 0 or
 * a negative errno. */
int service_start(const struct service_options *options, struct user_store *store, struct service **service);

int service_port(const struct service *service);
size_t service_connections(const struct service *service);

/* Stops: no new connections; requests that have come are answered; then connections end. Returns when all have: after
 * twice the idle time at the latest. Frees the service. Called by a fiber. */
void service_stop(struct service *service);

#endif
