/* The cached path allocates nothing: requests over kept-alive connections, counted. Everything but libuv is linked so that its
 * calls of malloc and its relatives go through the counters here. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include <valuetask/fiber.h>
#include <valuetask/loop.h>
#include <valuetask/promise.h>

#include "service.h"

enum { PEERS = 8, WARM_UP = 50, REQUESTS = 1000 };

/* ---- counting ---- */

static long allocations;

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);

void *__wrap_malloc(size_t size)
{
    allocations++;
    return __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    allocations++;
    return __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size)
{
    allocations++;
    return __real_realloc(old, size);
}

/* ---- peers ---- */

static struct sockaddr_in address;

static void ask(struct vt_uv_socket *socket, int times)
{
    static const char request[] = "GET /users/3 HTTP/1.1\r\nHost: test\r\n\r\n";
    char answer[1024];
    size_t got = 0;

    for (int i = 0; i < times; i++) {
        assert_int_equal(vt_void_await(vt_uv_send(socket, request, sizeof request - 1)), 0);
        assert_int_equal(vt_uv_count_await(vt_uv_receive(socket, answer, sizeof answer), &got), 0);
        assert_true(got > 15 && memcmp(answer, "HTTP/1.1 200 OK", 15) == 0);
    }
}

struct crowd {
    int warm, done;
    long before; /* allocations when all were warm */
};

/* However peers and service get in each other's way: there are never more operations at once than two for each connection. Those of the
 * crowd itself wait by yielding, which needs nothing. */
static void fill_pool(void)
{
    struct vt_promise promises[2 * PEERS];

    for (int i = 0; i < 2 * PEERS; i++)
        promises[i] = vt_promise_start(0);
    for (int i = 0; i < 2 * PEERS; i++) {
        assert_true(vt_promise_cancel(promises[i]));
        vt_void_forget(vt_void_from_source(promises[i].source, promises[i].token));
    }
}

/* Warms up, waits for the others, asks for long. */
static int peer(void *context)
{
    struct crowd *crowd = context;
    struct vt_uv_socket *socket = NULL;

    assert_int_equal(vt_uv_tcp_await(vt_uv_connect((const struct sockaddr *)&address), &socket), 0);
    ask(socket, WARM_UP);
    if (++crowd->warm == PEERS) {
        fill_pool();
        crowd->before = allocations;
    }
    while (crowd->warm < PEERS)
        vt_yield();
    ask(socket, REQUESTS);
    if (++crowd->done == PEERS)
        assert_int_equal(allocations - crowd->before, 0);
    while (crowd->done < PEERS)
        vt_yield();
    vt_uv_close(socket);
    return 0;
}

static int run_all(void *context)
{
    struct user_store *store = NULL;
    struct service *service = NULL;
    struct service_options options = {.most_connections = 100, .idle_ns = 60000000000};
    struct crowd crowd = {0};
    vt_void_task *peers[PEERS];

    (void)context;
    assert_int_equal(user_store_open(":memory:", &store), 0);
    assert_int_equal(user_store_put(store, 3, "Barbara \"B\" Liskov"), 0);
    assert_int_equal(service_start(&options, store, &service), 0);
    assert_int_equal(uv_ip4_addr("127.0.0.1", service_port(service), &address), 0);
    for (int i = 0; i < PEERS; i++)
        assert_non_null(peers[i] = vt_void_as_task(vt_spawn(peer, &crowd)));
    for (int i = 0; i < PEERS; i++) {
        assert_int_equal(vt_void_task_await(peers[i]), 0);
        vt_void_task_unref(peers[i]);
    }
    assert_int_equal(user_store_query_count(store), 1);
    service_stop(service);
    user_store_close(store);
    return 0;
}

static void the_cached_path_allocates_nothing(void **state)
{
    (void)state;
    assert_int_equal(vt_uv_start(NULL), 0);
    assert_int_equal(vt_run(run_all, NULL), 0);
    vt_loop_run();
    assert_true(allocations > 0); /* the counters do count */
    assert_int_equal(vt_uv_stop(), 0);
    assert_int_equal(vt_loop_close(), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_cached_path_allocates_nothing)};

    return cmocka_run_group_tests_name("user service allocations", tests, NULL, NULL);
}
