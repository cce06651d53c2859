/* Echo over libuv: plain callbacks against a fiber a connection, in one run.
 *
 *     echo [ROUNDS]
 *
 * A server thread echoes; this thread is its peers, with blocking sockets. What is compared is the processor time of the server's
 * thread for a message of 64 bytes, libuv's and the kernel's part included; rounds of the two alternate, and medians are
 * told. Both servers read into one buffer a connection and write with uv_try_write first.
 */
#include <arpa/inet.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <valuetask/fiber.h>
#include <valuetask/loop.h>
#include <valuetask/uv.h>

enum { MESSAGE = 64, MOST_PAIRS = 32, MOST_ROUNDS = 101, BUFFER = 4096 };

static void must(int condition, const char *what)
{
    if (!condition) {
        fprintf(stderr, "echo: %s failed\n", what);
        exit(EXIT_FAILURE);
    }
}

/* ---- what both servers are told and tell ---- */

struct server {
    int connections; /* to serve, then it ends */
    int port;
    pthread_barrier_t listening;
    uint64_t cpu_ns; /* from the first connection to the last one's end */
};

static uint64_t cpu_time(void)
{
    struct timespec time;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

/* ---- callbacks ---- */

struct peer {
    uv_tcp_t handle;
    uv_write_t write;
    char buffer[BUFFER];
};

struct callback_server {
    struct server *server;
    uv_tcp_t listener;
    int accepted, ended;
};

static void free_peer(uv_handle_t *handle)
{
    free(handle->data);
}

static void give_buffer(uv_handle_t *handle, size_t suggested, uv_buf_t *buffer)
{
    struct peer *peer = handle->data;

    (void)suggested;
    *buffer = uv_buf_init(peer->buffer, sizeof peer->buffer);
}

static void written(uv_write_t *write, int status)
{
    (void)write;
    must(status == 0, "uv_write");
}

static void echo_back(uv_stream_t *stream, ssize_t got, const uv_buf_t *buffer)
{
    struct peer *peer = stream->data;
    struct callback_server *server = stream->loop->data;

    if (got < 0) {
        uv_close((uv_handle_t *)stream, free_peer);
        if (++server->ended == server->server->connections)
            uv_close((uv_handle_t *)&server->listener, NULL);
        return;
    }
    uv_buf_t answer = uv_buf_init(buffer->base, (unsigned)got);
    int sent = uv_try_write(stream, &answer, 1);
    if (sent == got)
        return;
    answer.base += sent > 0 ? sent : 0;
    answer.len -= sent > 0 ? (size_t)sent : 0;
    must(uv_write(&peer->write, stream, &answer, 1, written) == 0, "uv_write");
}

static void accept_peer(uv_stream_t *listener, int status)
{
    struct callback_server *server = listener->loop->data;
    struct peer *peer = malloc(sizeof *peer);

    must(status == 0 && peer != NULL, "accepting");
    if (server->accepted++ == 0)
        server->server->cpu_ns = cpu_time();
    uv_tcp_init(listener->loop, &peer->handle);
    peer->handle.data = peer;
    must(uv_accept(listener, (uv_stream_t *)&peer->handle) == 0, "uv_accept");
    uv_tcp_nodelay(&peer->handle, 1);
    uv_read_start((uv_stream_t *)&peer->handle, give_buffer, echo_back);
}

static void *serve_by_callbacks(void *context)
{
    struct callback_server server = {.server = context};
    struct sockaddr_in address;
    int size = sizeof address;
    uv_loop_t loop;

    must(uv_loop_init(&loop) == 0, "uv_loop_init");
    loop.data = &server;
    uv_ip4_addr("127.0.0.1", 0, &address);
    uv_tcp_init(&loop, &server.listener);
    must(uv_tcp_bind(&server.listener, (struct sockaddr *)&address, 0) == 0, "uv_tcp_bind");
    must(uv_listen((uv_stream_t *)&server.listener, 128, accept_peer) == 0, "uv_listen");
    uv_tcp_getsockname(&server.listener, (struct sockaddr *)&address, &size);
    server.server->port = ntohs(address.sin_port);
    pthread_barrier_wait(&server.server->listening);
    uv_run(&loop, UV_RUN_DEFAULT);
    server.server->cpu_ns = cpu_time() - server.server->cpu_ns;
    must(uv_loop_close(&loop) == 0, "uv_loop_close");
    return NULL;
}

/* ---- fibers ---- */

static int echo(void *context)
{
    struct vt_uv_socket *socket = context;
    char buffer[BUFFER];
    size_t got = 0;

    while (vt_uv_count_await(vt_uv_receive(socket, buffer, sizeof buffer), &got) == 0 && got > 0)
        must(vt_void_await(vt_uv_send(socket, buffer, got)) == 0, "vt_uv_send");
    vt_uv_close(socket);
    return 0;
}

static int accept_all(void *context)
{
    struct server *server = context;
    struct vt_uv_listener *listener = NULL;
    struct vt_uv_socket *socket = NULL;
    struct sockaddr_in address;

    uv_ip4_addr("127.0.0.1", 0, &address);
    must(vt_uv_listen((struct sockaddr *)&address, 128, &listener) == 0, "vt_uv_listen");
    server->port = vt_uv_listener_port(listener);
    pthread_barrier_wait(&server->listening);
    for (int i = 0; i < server->connections; i++) {
        must(vt_uv_tcp_await(vt_uv_accept(listener), &socket) == 0, "vt_uv_accept");
        if (i == 0)
            server->cpu_ns = cpu_time();
        vt_uv_no_delay(socket, 1);
        vt_void_forget(vt_spawn(echo, socket));
    }
    vt_uv_listener_close(listener);
    return 0;
}

static void *serve_by_fibers(void *context)
{
    struct server *server = context;

    must(vt_uv_start(NULL) == 0, "vt_uv_start");
    must(vt_run(accept_all, server) == 0, "vt_run");
    vt_loop_run();
    server->cpu_ns = cpu_time() - server->cpu_ns;
    must(vt_uv_stop() == 0 && vt_loop_close() == 0, "ending");
    return NULL;
}

/* ---- the peers ---- */

static void exchange(const int *sockets, int pairs, int messages)
{
    char message[MESSAGE] = "value task", answer[MESSAGE];

    for (int i = 0; i < messages; i++) {
        for (int k = 0; k < pairs; k++)
            must(write(sockets[k], message, MESSAGE) == MESSAGE, "write");
        for (int k = 0; k < pairs; k++)
            for (size_t got = 0; got < MESSAGE;) {
                ssize_t part = read(sockets[k], answer + got, MESSAGE - got);
                must(part > 0, "read");
                got += (size_t)part;
            }
        must(memcmp(message, answer, MESSAGE) == 0, "the echo");
    }
}

/* Nanoseconds of the server's thread for a message. */
static double measure(void *(*serve)(void *), int pairs, int messages)
{
    struct server server = {.connections = pairs};
    int sockets[MOST_PAIRS];
    pthread_t thread;

    pthread_barrier_init(&server.listening, NULL, 2);
    must(pthread_create(&thread, NULL, serve, &server) == 0, "pthread_create");
    pthread_barrier_wait(&server.listening);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)server.port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    for (int k = 0; k < pairs; k++) {
        sockets[k] = socket(AF_INET, SOCK_STREAM, 0);
        must(connect(sockets[k], (struct sockaddr *)&address, sizeof address) == 0, "connect");
    }
    exchange(sockets, pairs, messages);
    for (int k = 0; k < pairs; k++)
        close(sockets[k]);
    pthread_join(thread, NULL);
    pthread_barrier_destroy(&server.listening);
    return (double)server.cpu_ns / ((double)pairs * messages);
}

static int compare(const void *one, const void *other)
{
    double a = *(const double *)one, b = *(const double *)other;
    return (a > b) - (a < b);
}

static void report(int pairs, int messages, int rounds)
{
    static double callbacks[MOST_ROUNDS], fibers[MOST_ROUNDS], ratios[MOST_ROUNDS];

    for (int i = 0; i < rounds; i++) {
        callbacks[i] = measure(serve_by_callbacks, pairs, messages);
        fibers[i] = measure(serve_by_fibers, pairs, messages);
        ratios[i] = fibers[i] / callbacks[i];
    }
    qsort(callbacks, (size_t)rounds, sizeof *callbacks, compare);
    qsort(fibers, (size_t)rounds, sizeof *fibers, compare);
    qsort(ratios, (size_t)rounds, sizeof *ratios, compare);
    printf("%2d connections: callbacks %6.0f ns, fibers %6.0f ns a message; ratio %.2f (middle half %.2f to %.2f)\n",
           pairs, callbacks[rounds / 2], fibers[rounds / 2], ratios[rounds / 2], ratios[rounds / 4],
           ratios[rounds * 3 / 4]);
}

int main(int argc, char **argv)
{
    int rounds = argc > 1 ? atoi(argv[1]) : 21;

    must(rounds > 0 && rounds <= MOST_ROUNDS, "a number of rounds from 1 to 101");
    report(1, 20000, rounds);
    report(MOST_PAIRS, 1000, rounds);
    return EXIT_SUCCESS;
}
