/* TCP over libuv: what is sent arrives; every end of a connection ends what waits for it, exactly once. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "uv_test.h"

enum { MANY = 200, BIG = 4 << 20, MORE_THAN_BUFFERS_HOLD = 64 << 20, MILLISECOND = 1000000 };

struct server {
    struct vt_uv_listener *listener;
    struct sockaddr_in address;
    int connections;
};

static int echo(void *context)
{
    struct vt_uv_socket *socket = context;
    char buffer[1000];
    size_t got = 0;
    int status;

    while ((status = vt_uv_count_await(vt_uv_receive(socket, buffer, sizeof buffer), &got)) == 0 && got > 0) {
        status = vt_void_await(vt_uv_send(socket, buffer, got));
        if (status != 0)
            break;
    }
    vt_uv_close(socket);
    return status;
}

/* Until the listener is closed. */
static int serve(void *context)
{
    struct server *server = context;
    struct vt_uv_socket *socket = NULL;
    int status;

    while ((status = vt_uv_tcp_await(vt_uv_accept(server->listener), &socket)) == 0) {
        server->connections++;
        vt_void_forget(vt_spawn(echo, socket));
    }
    return status == -ECANCELED ? 0 : status;
}

static struct vt_uv_socket *connect_to(const struct server *server)
{
    struct vt_uv_socket *socket = NULL;
    int status = vt_uv_tcp_await(vt_uv_connect((const struct sockaddr *)&server->address), &socket);

    assert_int_equal(status, 0);
    return socket;
}

static int talk(void *context)
{
    struct vt_uv_socket *socket = connect_to(context);
    char answer[6];
    size_t got = 0, all = 0;

    for (int round = 0; round < 10; round++) {
        assert_int_equal(vt_void_await(vt_uv_send(socket, "hello", 5)), 0);
        for (all = 0; all < 5; all += got) {
            assert_int_equal(vt_uv_count_await(vt_uv_receive(socket, answer + all, 5 - all), &got), 0);
            assert_true(got > 0);
        }
        assert_memory_equal(answer, "hello", 5);
    }
    assert_int_equal(vt_void_await(vt_uv_shutdown(socket)), 0);
    assert_int_equal(vt_uv_count_await(vt_uv_receive(socket, answer, sizeof answer), &got), 0);
    assert_int_equal(got, 0); /* the end, and again */
    assert_int_equal(vt_uv_count_await(vt_uv_receive(socket, answer, sizeof answer), &got), 0);
    vt_uv_close(socket);
    return 0;
}

/* Runs `body` in a fiber beside a server. */
static void with_server(vt_fiber_body body)
{
    struct server server = {0};

    server.listener = listen_on_loopback(&server.address);
    vt_void serving = vt_spawn(serve, &server);
    assert_int_equal(vt_run(body, &server), 0);
    vt_uv_listener_close(server.listener);
    assert_int_equal(vt_void_await(serving), 0);
    vt_loop_run();
}

static void what_is_sent_comes_back(void **state)
{
    (void)state;
    with_server(talk);
}

static int talk_with_many(void *context)
{
    vt_void_task *talks[MANY];

    for (int i = 0; i < MANY; i++)
        assert_non_null(talks[i] = vt_void_as_task(vt_spawn(talk, context)));
    for (int i = 0; i < MANY; i++) {
        assert_int_equal(vt_void_task_await(talks[i]), 0);
        vt_void_task_unref(talks[i]);
    }
    assert_int_equal(((struct server *)context)->connections, MANY);
    return 0;
}

static void many_connections_at_a_time(void **state)
{
    (void)state;
    with_server(talk_with_many);
}

static int receive_all(void *context)
{
    struct vt_uv_socket *socket = context;
    static char buffer[60000];
    size_t got = 0, all = 0;

    while (all < BIG && vt_uv_count_await(vt_uv_receive(socket, buffer, sizeof buffer), &got) == 0 && got > 0) {
        for (size_t i = 0; i < got; i++)
            assert_int_equal(buffer[i], (char)((all + i) % 251));
        all += got;
    }
    assert_int_equal(all, BIG);
    return 0;
}

/* More than the system's buffers hold, so that sends and receives are pending all the time. */
static int send_much(void *context)
{
    struct vt_uv_socket *socket = connect_to(context);
    char *data = malloc(BIG);

    assert_non_null(data);
    for (size_t i = 0; i < BIG; i++)
        data[i] = (char)(i % 251);
    vt_void receiving = vt_spawn(receive_all, socket);
    assert_int_equal(vt_void_await(vt_uv_send(socket, data, BIG)), 0);
    assert_int_equal(vt_uv_unsent(socket), 0);
    assert_int_equal(vt_void_await(receiving), 0);
    vt_uv_close(socket);
    free(data);
    return 0;
}

static void more_than_buffers_hold(void **state)
{
    (void)state;
    with_server(send_much);
}

static int receive_in_vain(void *context)
{
    struct vt_uv_socket *socket = connect_to(context);
    char buffer[8];
    size_t got = 0;

    assert_int_equal(vt_uv_count_await_timeout(vt_uv_receive(socket, buffer, sizeof buffer), 5 * MILLISECOND, &got),
                     -ETIMEDOUT);
    /* The time limit ended the receive, not the connection. */
    assert_int_equal(vt_void_await(vt_uv_send(socket, "x", 1)), 0);
    assert_int_equal(vt_uv_count_await(vt_uv_receive(socket, buffer, sizeof buffer), &got), 0);
    assert_int_equal(got, 1);
    vt_uv_count waiting = vt_uv_receive(socket, buffer, sizeof buffer);
    assert_int_equal(vt_uv_count_await(vt_uv_receive(socket, buffer, sizeof buffer), &got), -EBUSY);
    vt_uv_close(socket);
    assert_int_equal(vt_uv_count_await(waiting, &got), -ECANCELED);
    return 0;
}

static void a_receive_ends_with_its_time_limit_or_its_connection(void **state)
{
    (void)state;
    with_server(receive_in_vain);
}

/* The peer never reads: a send that is given up ends, and the buffer is free, but the connection is through. */
static int send_in_vain(void *context)
{
    (void)context;
    struct server deaf = {0};
    struct vt_uv_socket *socket = NULL, *peer = NULL;
    char *data = calloc(1, MORE_THAN_BUFFERS_HOLD);
    size_t got = 0;

    assert_non_null(data);
    deaf.listener = listen_on_loopback(&deaf.address);
    socket = connect_to(&deaf);
    assert_int_equal(vt_uv_tcp_await(vt_uv_accept(deaf.listener), &peer), 0);
    assert_int_equal(vt_void_await_timeout(vt_uv_send(socket, data, MORE_THAN_BUFFERS_HOLD), 20 * MILLISECOND), -ETIMEDOUT);
    free(data);
    assert_int_equal(vt_void_await(vt_uv_send(socket, "x", 1)), -ECANCELED);
    assert_int_equal(vt_uv_count_await(vt_uv_receive(socket, &(char){0}, 1), &got), -ECANCELED);
    assert_int_equal(vt_void_await(vt_uv_shutdown(socket)), -ECANCELED);
    vt_uv_close(socket);
    vt_uv_close(peer);
    vt_uv_listener_close(deaf.listener);
    return 0;
}

static void a_send_that_is_given_up_closes(void **state)
{
    (void)state;
    assert_int_equal(vt_run(send_in_vain, NULL), 0);
    vt_loop_run();
}

static int hang_up(void *context)
{
    (void)context;
    struct server server = {0};
    struct vt_uv_socket *socket = NULL, *peer = NULL;
    char buffer[8];
    size_t got = 1;

    server.listener = listen_on_loopback(&server.address);
    socket = connect_to(&server);
    assert_int_equal(vt_uv_tcp_await(vt_uv_accept(server.listener), &peer), 0);
    vt_uv_count waiting = vt_uv_receive(peer, buffer, sizeof buffer);
    vt_uv_close(socket);
    assert_int_equal(vt_uv_count_await(waiting, &got), 0);
    assert_int_equal(got, 0);
    /* Writing to one who has gone: an error sooner or later, no signal, no hang. */
    int status = 0;
    for (int i = 0; i < 1000 && status == 0; i++) {
        status = vt_void_await(vt_uv_send(peer, "x", 1));
        assert_int_equal(vt_void_await(vt_uv_sleep(1)), 0);
    }
    assert_true(status == -EPIPE || status == -ECONNRESET);
    vt_uv_close(peer);
    vt_uv_listener_close(server.listener);
    return 0;
}

static void a_peer_that_hangs_up(void **state)
{
    (void)state;
    assert_int_equal(vt_run(hang_up, NULL), 0);
    vt_loop_run();
}

static int accept_in_vain(void *context)
{
    (void)context;
    struct server server = {0};
    struct vt_uv_socket *socket = NULL, *peer = NULL;

    server.listener = listen_on_loopback(&server.address);
    assert_int_equal(vt_uv_tcp_await_timeout(vt_uv_accept(server.listener), MILLISECOND, &peer), -ETIMEDOUT);
    vt_uv_tcp waiting = vt_uv_accept(server.listener);
    assert_int_equal(vt_uv_tcp_await(vt_uv_accept(server.listener), &peer), -EBUSY);
    socket = connect_to(&server);
    assert_int_equal(vt_uv_tcp_await(waiting, &peer), 0);
    vt_uv_close(peer);
    vt_uv_close(socket);
    /* Nobody listens there any more. */
    vt_uv_listener_close(server.listener);
    assert_int_equal(vt_uv_tcp_await(vt_uv_connect((struct sockaddr *)&server.address), &socket), -ECONNREFUSED);
    return 0;
}

static void accepting_and_connecting_end(void **state)
{
    (void)state;
    assert_int_equal(vt_run(accept_in_vain, NULL), 0);
    vt_loop_run();
}

/* No descriptor left: libuv keeps one to take such connections with, and closes them; so the peer sees its connection end.
 * Once there are descriptors, all goes on. */
static int run_out_of_descriptors(void *context)
{
    struct server *server = context;
    struct rlimit before, tight;
    char buffer[8];
    size_t got = 1;
    int taken[64], count = 0;

    struct vt_uv_socket *early = connect_to(server);
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
    tight = before;
    tight.rlim_cur = 64;
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &tight), 0);
    while (count < 64 && (taken[count] = dup(0)) >= 0)
        count++;
    close(taken[--count]); /* for the client's side */
    struct vt_uv_socket *late = NULL, *none = NULL;
    assert_int_equal(vt_uv_tcp_await(vt_uv_connect((struct sockaddr *)&server->address), &late), 0);
    int status = vt_uv_count_await(vt_uv_receive(late, buffer, sizeof buffer), &got);
    assert_true((status == 0 && got == 0) || status == -ECONNRESET);
    assert_int_equal(vt_uv_tcp_await(vt_uv_connect((struct sockaddr *)&server->address), &none), -EMFILE);
    vt_uv_close(late);
    while (count > 0)
        close(taken[--count]);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
    vt_uv_close(early);
    return talk(server);
}

static void out_of_descriptors(void **state)
{
    (void)state;
    with_server(run_out_of_descriptors);
}

static void nothing_works_before_the_start(void **state)
{
    (void)state;
    struct vt_uv_listener *listener = NULL;
    struct vt_uv_socket *socket = NULL;
    struct sockaddr_in address;

    assert_int_equal(uv_ip4_addr("127.0.0.1", 1, &address), 0);
    assert_null(vt_uv_loop());
    assert_int_equal(vt_uv_listen((struct sockaddr *)&address, 1, &listener), -ENODEV);
    assert_int_equal(vt_uv_tcp_await(vt_uv_connect((struct sockaddr *)&address), &socket), -ENODEV);
    assert_int_equal(vt_void_await(vt_uv_sleep(1)), -ENODEV);
    assert_int_equal(vt_uv_stop(), 0);
}

static void open_things_keep_the_loop(void **state)
{
    (void)state;
    struct sockaddr_in address;
    struct vt_uv_listener *listener = listen_on_loopback(&address);

    assert_int_equal(vt_uv_start(NULL), -EBUSY);
    assert_int_equal(vt_uv_stop(), -EBUSY);
    vt_uv_listener_close(listener);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_works_before_the_start),
        uv_test(open_things_keep_the_loop),
        uv_test(what_is_sent_comes_back),
        uv_test(many_connections_at_a_time),
        uv_test(more_than_buffers_hold),
        uv_test(a_receive_ends_with_its_time_limit_or_its_connection),
        uv_test(a_send_that_is_given_up_closes),
        uv_test(a_peer_that_hangs_up),
        uv_test(accepting_and_connecting_end),
        uv_test(out_of_descriptors),
    };
    return cmocka_run_group_tests_name("uv tcp", tests, NULL, NULL);
}
