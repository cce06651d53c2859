/* What the tests of runtime/uv share: every test starts libuv in its thread and leaves nothing behind. */
#ifndef TESTS_UV_UV_TEST_H
#define TESTS_UV_UV_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <valuetask/fiber.h>
#include <valuetask/loop.h>
#include <valuetask/promise.h>
#include <valuetask/uv.h>

static inline int start_uv(void **state)
{
    (void)state;
    return vt_uv_start(NULL);
}

static inline int stop_uv(void **state)
{
    (void)state;
    assert_int_equal(vt_uv_stop(), 0);
    assert_int_equal(vt_loop_close(), 0);
    return 0;
}

#define uv_test(function) cmocka_unit_test_setup_teardown(function, start_uv, stop_uv)

/* A listener on a free port of the loopback, and the address to connect to. */
static inline struct vt_uv_listener *listen_on_loopback(struct sockaddr_in *address)
{
    struct vt_uv_listener *listener = NULL;

    assert_int_equal(uv_ip4_addr("127.0.0.1", 0, address), 0);
    assert_int_equal(vt_uv_listen((struct sockaddr *)address, 512, &listener), 0);
    int port = vt_uv_listener_port(listener);
    assert_true(port > 0);
    assert_int_equal(uv_ip4_addr("127.0.0.1", port, address), 0);
    return listener;
}

#endif
