/* service.c - see service.h. A fiber accepts, and starts one for each connection, which reads requests and answers them
 * until either side has enough. */
#include "service.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <valuetask/fiber.h>

#include "http.h"

enum {
    BACKLOG = 128,
    MOST_REFUSALS = 64,       /* peers at a time that are told why they are sent away */
    PAUSE_AFTER_FAILURE = 10, /* milliseconds, after an accept that failed */
    PAUSE_WHILE_STOPPING = 5,
    JSON_SIZE = 512,
};

struct connection {
    struct connection *next, **place;
    struct service *service;
    bool is_idle; /* waits for the next request, which may have begun */
    struct http http;
};

struct service {
    struct service_options options;
    struct user_store *store;
    struct vt_uv_listener *listener;
    struct connection *connections;
    size_t connection_count, refusal_count;
    bool is_stopping;
    bool is_accepting; /* the accepting fiber has not ended */
};

/* Starts a fiber that goes its own way. False: out of memory, and it was not run. */
static bool start_fiber(vt_fiber_body body, void *context)
{
    vt_void running = vt_spawn(body, context);

    if (vt_void_is_completed(running))
        return vt_void_await(running) != -ENOMEM;
    vt_void_forget(running);
    return true;
}

/* ---- answers ---- */

/* The text as a JSON string without its quotes, cut where `size` ends. */
static void escape_json(const char *text, char *out, size_t size)
{
    size_t used = 0;

    for (; *text != '\0' && used + 7 < size; text++) {
        unsigned char c = (unsigned char)*text;
        if (c == '"' || c == '\\')
            used += (size_t)snprintf(out + used, size - used, "\\%c", c);
        else if (c < 0x20)
            used += (size_t)snprintf(out + used, size - used, "\\u%04x", c);
        else
            out[used++] = (char)c;
    }
    out[used] = '\0';
}

/* "/users/7" to 7. */
static bool parse_target(const char *target, int64_t *id)
{
    static const char prefix[] = "/users/";
    char *end;

    if (strncmp(target, prefix, sizeof prefix - 1) != 0)
        return false;
    const char *digits = target + sizeof prefix - 1;
    if (digits[0] < '0' || digits[0] > '9')
        return false;
    errno = 0;
    *id = strtoll(digits, &end, 10);
    return *end == '\0' && errno == 0;
}

/* Puts the body of the answer into `json` and returns the HTTP status. A user who is in the cache costs no wait. */
static int look_up(struct user_store *store, int64_t id, char *json, size_t size)
{
    const struct user *user = NULL;
    char name[6 * sizeof user->name + 8];
    int status = vt_user_await(get_cached_user(store, id), &user);

    if (status == 0) {
        escape_json(user->name, name, sizeof name);
        snprintf(json, size, "{\"id\":%" PRId64 ",\"name\":\"%s\"}", user->id, name);
        return HTTP_STATUS_OK;
    }
    snprintf(json, size, "{\"error\":\"%s\"}", status == -ENOENT ? "no such user" : "the database failed");
    return status == -ENOENT ? HTTP_STATUS_NOT_FOUND : HTTP_STATUS_INTERNAL_SERVER_ERROR;
}

static int answer(struct connection *connection)
{
    struct service *service = connection->service;
    struct http *http = &connection->http;
    char json[JSON_SIZE] = "{\"error\":\"not found\"}";
    int status = HTTP_STATUS_NOT_FOUND;
    int64_t id;

    if (http->parser.method != HTTP_GET) {
        status = HTTP_STATUS_METHOD_NOT_ALLOWED;
        snprintf(json, sizeof json, "{\"error\":\"GET only\"}");
    } else if (parse_target(http->target, &id)) {
        status = look_up(service->store, id, json, sizeof json);
    }
    http->keeps_alive = http->keeps_alive && !service->is_stopping;
    return http_answer(http, status, json, http->keeps_alive, service->options.idle_ns);
}

/* ---- connections ---- */

/* Ends our side and waits, not for long, until the peer has ended its own: closing with bytes unread would take the last
 * answer away from it. */
static void part(struct http *http, uint64_t patience_ns)
{
    size_t got = 0;
    int status = vt_void_await_timeout(vt_uv_shutdown(http->socket), patience_ns);

    for (int pieces = 0; status == 0 && pieces < 64; pieces++) {
        status = vt_uv_count_await_timeout(vt_uv_receive(http->socket, http->buffer, sizeof http->buffer), patience_ns,
                                           &got);
        if (got == 0)
            break;
    }
    vt_uv_close(http->socket);
}

static void enter(struct connection *connection, struct service *service, struct vt_uv_socket *socket)
{
    connection->service = service;
    connection->is_idle = false;
    http_init(&connection->http, socket);
    connection->next = service->connections;
    connection->place = &service->connections;
    if (connection->next != NULL)
        connection->next->place = &connection->next;
    service->connections = connection;
    service->connection_count++;
}

static void leave(struct connection *connection)
{
    *connection->place = connection->next;
    if (connection->next != NULL)
        connection->next->place = connection->place;
    connection->service->connection_count--;
    free(connection);
}

static int serve(void *context)
{
    struct connection *connection = context;
    struct service *service = connection->service;
    struct http *http = &connection->http;
    int status;

    do {
        connection->is_idle = http->begin == http->end;
        if (service->is_stopping && connection->is_idle) {
            status = -ECANCELED;
            break;
        }
        status = http_read(http, service->options.idle_ns);
        connection->is_idle = false;
        if (status > 0)
            http_answer(http, status, "{\"error\":\"refused\"}", false, service->options.idle_ns);
        else if (status == 0)
            status = answer(connection);
    } while (status == 0 && http->keeps_alive);
    part(http, service->options.idle_ns / 4);
    leave(connection);
    return 0;
}

/* ---- refusing ---- */

struct refusal {
    struct service *service;
    struct http http;
};

static int refuse(void *context)
{
    struct refusal *refusal = context;
    struct service *service = refusal->service;

    http_answer(&refusal->http, HTTP_STATUS_SERVICE_UNAVAILABLE, "{\"error\":\"too many connections\"}", false,
                service->options.idle_ns);
    part(&refusal->http, service->options.idle_ns / 4);
    service->refusal_count--;
    free(refusal);
    return 0;
}

static void start_refusal(struct service *service, struct vt_uv_socket *socket)
{
    struct refusal *refusal = service->refusal_count < MOST_REFUSALS ? malloc(sizeof *refusal) : NULL;

    if (refusal == NULL) {
        vt_uv_close(socket);
        return;
    }
    service->refusal_count++;
    refusal->service = service;
    http_init(&refusal->http, socket);
    if (start_fiber(refuse, refusal))
        return;
    service->refusal_count--;
    free(refusal);
    vt_uv_close(socket);
}

/* ---- accepting ---- */

static void start_connection(struct service *service, struct vt_uv_socket *socket)
{
    struct connection *connection = malloc(sizeof *connection);

    if (connection == NULL) {
        vt_uv_close(socket);
        return;
    }
    vt_uv_no_delay(socket, 1);
    enter(connection, service, socket);
    if (start_fiber(serve, connection))
        return;
    leave(connection);
    vt_uv_close(socket);
}

static int accept_connections(void *context)
{
    struct service *service = context;
    struct vt_uv_socket *socket = NULL;
    int status;

    while ((status = vt_uv_tcp_await(vt_uv_accept(service->listener), &socket)) != -ECANCELED) {
        if (status == 0 && service->connection_count < service->options.most_connections)
            start_connection(service, socket);
        else if (status == 0)
            start_refusal(service, socket);
        else if ((status = vt_void_await(vt_uv_sleep(PAUSE_AFTER_FAILURE))) != 0)
            break;
    }
    service->is_accepting = false;
    return 0;
}

/* ---- life ---- */

int service_start(const struct service_options *options, struct user_store *store, struct service **service)
{
    struct sockaddr_in address;
    struct service *started = calloc(1, sizeof *started);

    if (started == NULL)
        return -ENOMEM;
    started->options = *options;
    started->store = store;
    int status = uv_ip4_addr("127.0.0.1", options->port, &address);
    if (status == 0)
        status = vt_uv_listen((const struct sockaddr *)&address, BACKLOG, &started->listener);
    if (status != 0) {
        free(started);
        return status;
    }
    started->is_accepting = true;
    if (!start_fiber(accept_connections, started)) {
        vt_uv_listener_close(started->listener);
        free(started);
        return -ENOMEM;
    }
    *service = started;
    return 0;
}

int service_port(const struct service *service)
{
    return vt_uv_listener_port(service->listener);
}

size_t service_connections(const struct service *service)
{
    return service->connection_count;
}

void service_stop(struct service *service)
{
    service->is_stopping = true;
    vt_uv_listener_close(service->listener);
    for (struct connection *at = service->connections; at != NULL; at = at->next)
        if (at->is_idle && !at->http.has_begun)
            vt_uv_cancel_receive(at->http.socket);
    while (service->is_accepting || service->connection_count > 0 || service->refusal_count > 0)
        if (vt_void_await(vt_uv_sleep(PAUSE_WHILE_STOPPING)) != 0)
            vt_yield(); /* no memory for a sleep */
    free(service);
}
