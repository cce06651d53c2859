/* test_lsp_framing.c - messages in a stream, cut anywhere, and the way back after what is none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "lsp/framing.h"
#include "lsp/json.h"

/* Every frame as "M" or "B", with the method of messages. */
static char *frames(const char *bytes, size_t length, size_t piece)
{
    LspFramer framer;
    GString *out = g_string_new(NULL);
    lsp_framer_init(&framer);
    for (size_t at = 0; at < length; at += piece) {
        lsp_framer_feed(&framer, bytes + at, MIN(piece, length - at));
        for (;;) {
            LspFrame frame = lsp_framer_next(&framer);
            if (frame.kind == LSP_FRAME_MORE)
                break;
            const char *method = frame.kind == LSP_FRAME_MESSAGE ? lsp_string_at(frame.node, "method") : NULL;
            g_string_append_printf(out, "%s%s ", frame.kind == LSP_FRAME_MESSAGE ? "M" : "B", method != NULL ? method : "");
            if (frame.node != NULL)
                json_node_unref(frame.node);
            g_free(frame.problem);
        }
    }
    lsp_framer_clear(&framer);
    return g_string_free(out, FALSE);
}

static void assert_frames(const char *bytes, const char *expected)
{
    for (size_t piece = 1; piece <= strlen(bytes); piece += piece < 40 ? 1 : 40) {
        char *found = frames(bytes, strlen(bytes), piece);
        assert_string_equal(found, expected);
        g_free(found);
    }
}

#define A "Content-Length: 14\r\n\r\n{\"method\":\"a\"}"

static void whole_messages(void **state)
{
    (void)state;
    assert_frames(A, "Ma ");
    assert_frames(A A A, "Ma Ma Ma ");
    assert_frames("content-length:14\n\n{\"method\":\"a\"}" A, "Ma Ma ");
    assert_frames("Content-Type: x\r\n" A, "Ma ");
    assert_frames("Content-Length: 16\r\nContent-Type: y\r\n\r\n {\"method\":\"a\"} " A, "Ma Ma ");
}

static void way_back(void **state)
{
    (void)state;
    assert_frames("nonsense\r\n\r\n" A, "B Ma ");
    assert_frames("{\"x\":1}" A, "B Ma ");
    assert_frames("Content-Length: 5\r\n\r\n{\"method\":\"a\"}" A, "B B Ma ");     /* too small */
    assert_frames("Content-Length: 20\r\n\r\n{\"method\":\"a\"}" A, "B Ma ");      /* too great */
    assert_frames("Content-Length: x\r\n\r\n" A, "B Ma ");
    assert_frames("Content-Length: 2\r\n\r\n[}" A, "B Ma ");
    assert_frames("Content-Length: 4\r\n\r\n{}{}" A, "B Ma ");
    assert_frames("Content-Length: 3\r\n\r\n3{}" A, "B Ma ");
    assert_frames("Content-Length: 3\r\n\r\n{}]" A, "B Ma ");
    assert_frames("Content-Length: 2\r\n\r\n[[" A, "B Ma ");
    assert_frames("Content-Length: 99999999\r\n\r\n{}", "B ");
}

static void surrogates(void **state)
{
    (void)state;
    static const char *const texts[] = {"\\ud800", "\\udc00", "\\udc00\\ud800", "\\ud800\\u0041", "\\ud800x", "\\ud835\\udd18", "\\u0000", "\\\\ud800", "\\u00"};
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        char *body = g_strdup_printf("{\"method\":\"%s\"}", texts[i]);
        char *bytes = g_strdup_printf("Content-Length: %zu\r\n\r\n%s" A, strlen(body), body);
        char *found = frames(bytes, strlen(bytes), strlen(bytes));
        assert_true(g_str_has_suffix(found, "Ma "));
        assert_true(g_utf8_validate(found, -1, NULL));
        g_free(found);
        g_free(bytes);
        g_free(body);
    }
}

static void integers_beyond_64_bits(void **state)
{
    (void)state;
    static const struct {
        const char *json;
        double number;
        gint64 whole; /* 0: it is a floating-point number */
    } cases[] = {
        {"9223372036854775807", 0, G_MAXINT64},
        {"-9223372036854775807", 0, -G_MAXINT64},
        {"1234567890123456789", 0, G_GINT64_CONSTANT(1234567890123456789)},
        {"9223372036854775808", 9223372036854775808.0, 0},
        {"-18446744073709551617", -18446744073709551617.0, 0},
        {"100000000000000000000000000000000000000001", 1e41, 0},
        {"0.12345678901234567890123456789", 0.12345678901234567890123456789, 0},
        {"12345678901234567890123.5e-3", 12345678901234567890.1235, 0},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        char *body = g_strdup_printf("{\"99999999999999999999\":\"\\\"99999999999999999999\",\"id\":%s}", cases[i].json);
        char *bytes = g_strdup_printf("Content-Length: %zu\r\n\r\n%s", strlen(body), body);
        LspFramer framer;
        lsp_framer_init(&framer);
        lsp_framer_feed(&framer, bytes, strlen(bytes));
        LspFrame frame = lsp_framer_next(&framer);
        assert_int_equal(frame.kind, LSP_FRAME_MESSAGE);
        assert_string_equal(lsp_string_at(frame.node, "99999999999999999999"), "\"99999999999999999999");
        JsonNode *id = lsp_node_at(frame.node, "id");
        if (cases[i].whole != 0)
            assert_int_equal(json_node_get_int(id), cases[i].whole);
        else
            assert_true(ABS(json_node_get_double(id) / cases[i].number - 1) < 1e-15);
        json_node_unref(frame.node);
        lsp_framer_clear(&framer);
        g_free(bytes);
        g_free(body);
    }
}

static void random_bytes_end_nothing(void **state)
{
    (void)state;
    GRand *chance = g_rand_new_with_seed(3);
    static const char good[] = A A A A;
    for (int i = 0; i < 3000; i++) {
        char bytes[sizeof good + sizeof A];
        memcpy(bytes, good, sizeof good - 1);
        for (int k = 0; k < 4; k++)
            bytes[g_rand_int_range(chance, 0, sizeof good - 1)] = (char)g_rand_int_range(chance, 1, 128);
        /* However it was damaged, after an empty stretch a whole message is read. */
        GString *stream = g_string_new_len(bytes, sizeof good - 1);
        for (int k = 0; k < 2000; k++)
            g_string_append(stream, A);
        char *found = frames(stream->str, stream->len, 7);
        assert_true(g_str_has_suffix(found, "Ma "));
        g_free(found);
        g_string_free(stream, TRUE);
        i += 60;
    }
    g_rand_free(chance);
}

static void written_messages_are_read(void **state)
{
    (void)state;
    JsonObject *object = json_object_new();
    json_object_set_string_member(object, "method", "\xf0\x9d\x94\x98 \"quoted\"\n");
    JsonNode *node = lsp_object_node(object);
    GByteArray *bytes = g_byte_array_new();
    lsp_frame_append(bytes, node);
    char *found = frames((const char *)bytes->data, bytes->len, bytes->len);
    assert_string_equal(found, "M\xf0\x9d\x94\x98 \"quoted\"\n ");
    g_free(found);
    g_byte_array_unref(bytes);
    json_node_unref(node);
}

/* Each header may be what the one before it announced: read once for each it would take minutes. */
static void flood_of_headers(void **state)
{
    (void)state;
    static const char head[] = "Content-Length: 1000000\r\n\r\n{\"a\":[\"";
    GString *bytes = g_string_new(NULL);
    LspFramer framer;
    lsp_framer_init(&framer);
    while (bytes->len < 3000000)
        g_string_append(bytes, head);
    lsp_framer_feed(&framer, bytes->str, bytes->len);
    size_t count = 0;
    for (LspFrame frame; (frame = lsp_framer_next(&framer)).kind != LSP_FRAME_MORE; count++) {
        assert_int_equal(frame.kind, LSP_FRAME_BROKEN);
        g_free(frame.problem);
    }
    assert_in_range(count, 2000000 / strlen(head) - 2, 2000000 / strlen(head) + 2);
    lsp_framer_clear(&framer);
    g_string_free(bytes, TRUE);
}

static void no_json(void **state)
{
    (void)state;
    static const char *const bodies[] = {"{\"a\":NaN}", "{\"a\":\"b\nc\"}", "{a:1}x", "{'a':1}", "{/**/}", "{\"a\":1}}", "{\"a\":tru", "[\"a", "{\"a\"", "{]", "[}", "{\"a\":\"\\"};
    for (size_t i = 0; i < G_N_ELEMENTS(bodies); i++) {
        char *message = g_strdup_printf("Content-Length: %zu\r\n\r\n%s" A, strlen(bodies[i]), bodies[i]);
        assert_frames(message, "B Ma ");
        g_free(message);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_messages),
        cmocka_unit_test(way_back),
        cmocka_unit_test(flood_of_headers),
        cmocka_unit_test(no_json),
        cmocka_unit_test(surrogates),
        cmocka_unit_test(integers_beyond_64_bits),
        cmocka_unit_test(random_bytes_end_nothing),
        cmocka_unit_test(written_messages_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
