/* libuv as value tasks when memory runs out: each allocation of one program that uses all of it fails in turn. What the run time and
 * runtime/uv allocate, that is: libuv's own allocations are its own, and where it cannot grow its tables it ends the program. */
#include "runtime_test.h"
#include "uv_test.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include <valuetask/nursery.h>

enum { MOST_MILLISECONDS = 100, BIG = 4 * 1024 * 1024 }; /* who waits for one that ran out of memory does not wait for long */

static const uint64_t patience = UINT64_C(1000000) * MOST_MILLISECONDS;
static struct vt_uv_listener *listener;
static struct sockaddr_in address;

/* Where one allocation fails, something answers -ENOMEM; its peer sees the connection end, or waits in vain. */
static int fair(int status)
{
    if (status != 0 && status != -ENOMEM && status != -ECANCELED && status != -ETIMEDOUT && status != -ECONNRESET && status != -EPIPE)
        fail_msg("%d: not what an allocation that failed leads to", status);
    return status;
}

static int serve(void *unused)
{
    (void)unused;
    struct vt_uv_socket *socket = NULL;
    static char buffer[64 * 1024];
    size_t got = 0;

    int status = fair(vt_uv_tcp_await_timeout(vt_uv_accept(listener), patience, &socket));
    if (status != 0)
        return 0;
    while (status == 0) {
        status = fair(vt_uv_count_await_timeout(vt_uv_receive(socket, buffer, sizeof buffer), patience, &got));
        if (status == 0 && got == 0)
            break;
        if (status == 0 && got < sizeof buffer) /* not of the big one */
            status = fair(vt_void_await(vt_uv_send(socket, buffer, got)));
    }
    vt_uv_close(socket);
    return 0;
}

static int talk(void *unused)
{
    (void)unused;
    struct vt_uv_socket *socket = NULL;
    static char big[BIG];
    char answer[8];
    size_t got = 0;

    if (fair(vt_uv_tcp_await(vt_uv_connect((struct sockaddr *)&address), &socket)) != 0)
        return 0;
    if (fair(vt_void_await(vt_uv_send(socket, "hello", 5))) == 0)
        (void)fair(vt_uv_count_await_timeout(vt_uv_receive(socket, answer, sizeof answer), patience, &got));
    (void)fair(vt_void_await_timeout(vt_uv_send(socket, big, sizeof big), patience));
    (void)fair(vt_void_await(vt_uv_shutdown(socket)));
    vt_uv_close(socket);
    return 0;
}

static int use_files(void *path)
{
    uv_file file = -1;
    uv_stat_t facts;
    size_t count = 0;
    char byte = 'x';

    if (fair(vt_uv_file_await(vt_uv_file_open(path, O_RDWR | O_CREAT, 0600), &file)) != 0)
        return 0;
    (void)fair(vt_uv_count_await(vt_uv_file_write(file, &byte, 1, 0), &count));
    (void)fair(vt_uv_count_await(vt_uv_file_read(file, &byte, 1, 0), &count));
    (void)fair(vt_void_await(vt_uv_file_stat(path, &facts)));
    (void)fair(vt_void_await(vt_uv_file_sync(file)));
    if (fair(vt_void_await(vt_uv_file_close(file))) != 0)
        close(file); /* it was not even tried */
    return 0;
}

static int nothing(void *unused)
{
    (void)unused;
    return 0;
}

static int use_the_rest(void *unused)
{
    (void)unused;
    struct vt_uv_signal *signal = NULL;
    struct addrinfo *addresses = NULL;

    (void)fair(vt_void_await(vt_uv_sleep(1)));
    (void)fair(vt_void_await(vt_uv_queue_work(nothing, NULL)));
    if (fair(vt_uv_addresses_await(vt_uv_resolve("127.0.0.1", "80", NULL), &addresses)) == 0)
        uv_freeaddrinfo(addresses);
    if (fair(vt_uv_signal_open(SIGUSR1, &signal)) == 0) {
        assert_int_equal(raise(SIGUSR1), 0);
        (void)fair(vt_void_await_timeout(vt_uv_signal_wait(signal), patience));
        vt_uv_signal_close(signal);
    }
    return 0;
}

static int play(void *path)
{
    struct vt_nursery nursery;
    listener = NULL;
    assert_int_equal(uv_ip4_addr("127.0.0.1", 0, &address), 0);
    bool listens = fair(vt_uv_listen((struct sockaddr *)&address, 5, &listener)) == 0;
    if (listens)
        assert_int_equal(uv_ip4_addr("127.0.0.1", vt_uv_listener_port(listener), &address), 0);
    vt_nursery_open(&nursery);
    (void)fair(vt_nursery_start(&nursery, use_files, path));
    (void)fair(vt_nursery_start(&nursery, use_the_rest, NULL));
    for (int i = 0; listens && i < 2; i++)
        (void)fair(vt_nursery_start(&nursery, i == 0 ? serve : talk, NULL));
    int status = fair(vt_nursery_close(&nursery));
    vt_uv_listener_close(listener);
    return status;
}

/* False: there was no such allocation. */
static bool fails_fairly(long successes, char *path)
{
    long before = allocation_count;

    fail_allocation_after(successes);
    int status = fair(vt_uv_start(NULL));
    if (status == 0)
        (void)fair(vt_run(play, path));
    bool was_made = allocation_count - before > successes;
    fail_no_allocation();
    vt_loop_run();
    assert_int_equal(vt_promise_outstanding(), 0);
    assert_int_equal(vt_fiber_count(), 0);
    assert_int_equal(vt_uv_stop(), 0);
    assert_int_equal(vt_loop_close(), 0);
    return was_made;
}

static void every_allocation_fails_once(void **state)
{
    (void)state;
    char path[] = "/tmp/vt-uv-memory-XXXXXX";
    long tried = 0;

    int made = mkstemp(path);
    assert_true(made >= 0);
    close(made);
    while (fails_fairly(tried, path))
        tried++;
    unlink(path);
    assert_true(tried >= 8);
    print_message("%ld allocations failed in turn\n", tried);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        runtime_test(every_allocation_fails_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
