/* test_lsp_text.c - positions in UTF-16 and UTF-8, lines, changes: against a slow and simple model. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "lsp/text.h"

static const char sample[] = "a\xc3\xbc\xf0\x9d\x94\x98z\r\n\n\tlast";

static void positions_count_units(void **state)
{
    (void)state;
    LspText text;
    lsp_text_init(&text, sample, strlen(sample));
    assert_int_equal(lsp_text_line_count(&text), 3);
    /* a, u umlaut (2 bytes, 1 unit), a letter beyond the basic plane (4 bytes, 2 units), z at byte column 8 */
    assert_int_equal(lsp_text_position(&text, 1, 8, LSP_UTF16).character, 4);
    assert_int_equal(lsp_text_position(&text, 1, 8, LSP_UTF8).character, 7);
    assert_int_equal(lsp_text_position(&text, 1, 100, LSP_UTF16).character, 5);
    assert_int_equal(lsp_text_position(&text, 99, 1, LSP_UTF16).line, 2);
    assert_int_equal(lsp_text_position(&text, 99, 1, LSP_UTF16).character, 5);
    assert_int_equal(lsp_text_position(&text, 0, 0, LSP_UTF16).line, 0);
    lsp_text_clear(&text);
}

static void lines_are_without_their_ends(void **state)
{
    (void)state;
    LspText text;
    size_t length = 0;
    lsp_text_init(&text, sample, strlen(sample));
    assert_memory_equal(lsp_text_line(&text, 2, &length), "\tlast", 5);
    assert_int_equal(length, 5);
    lsp_text_line(&text, 0, &length);
    assert_int_equal(length, 8);
    lsp_text_line(&text, 1, &length);
    assert_int_equal(length, 0);
    assert_null(lsp_text_line(&text, 3, &length));
    lsp_text_clear(&text);
    lsp_text_init(&text, "", 0);
    assert_int_equal(lsp_text_line_count(&text), 1);
    lsp_text_clear(&text);
}

static void assert_replaced(LspPosition start, LspPosition end, const char *with, const char *expected)
{
    LspText text;
    lsp_text_init(&text, sample, strlen(sample));
    lsp_text_replace(&text, start, end, LSP_UTF16, with);
    assert_string_equal(text.bytes->str, expected);
    lsp_text_clear(&text);
}

static void changes_are_clamped(void **state)
{
    (void)state;
    assert_replaced((LspPosition){0, 4}, (LspPosition){1, 0}, "!", "a\xc3\xbc\xf0\x9d\x94\x98!\n\tlast");
    assert_replaced((LspPosition){0, 3}, (LspPosition){0, 3}, "x", "a\xc3\xbcx\xf0\x9d\x94\x98z\r\n\n\tlast"); /* inside a pair: its start */
    assert_replaced((LspPosition){2, 99}, (LspPosition){77, 0}, "x", "a\xc3\xbc\xf0\x9d\x94\x98z\r\n\n\tlastx");
    assert_replaced((LspPosition){2, 5}, (LspPosition){2, 1}, "x", "a\xc3\xbc\xf0\x9d\x94\x98z\r\n\n\tx"); /* the wrong way round */
    assert_replaced((LspPosition){0, 0}, (LspPosition){9, 9}, "", "");
}

static void bytes_become_text(void **state)
{
    (void)state;
    LspText text;
    lsp_text_init(&text, "a\xff\xfe z", 5);
    assert_true(g_utf8_validate(text.bytes->str, (gssize)text.bytes->len, NULL));
    lsp_text_replace(&text, (LspPosition){0, 0}, (LspPosition){0, 1}, LSP_UTF16, "\xed\xa0\x80");
    assert_true(g_utf8_validate(text.bytes->str, (gssize)text.bytes->len, NULL));
    lsp_text_clear(&text);
}

/* The model: a list of 16-bit units, edited by offset. */
static void replace_in_model(GArray *model, size_t from, size_t to, const gunichar2 *with, size_t count)
{
    if (to > from)
        g_array_remove_range(model, (guint)from, (guint)(to - from));
    g_array_insert_vals(model, (guint)from, with, (guint)count);
}

static size_t offset_in_model(const GArray *model, LspPosition at)
{
    size_t offset = 0;
    for (uint32_t line = 0; line < at.line; offset++)
        line += g_array_index(model, gunichar2, offset) == '\n';
    return offset + at.character;
}

static LspPosition random_position(GRand *chance, const GArray *model)
{
    LspPosition at = {0, 0};
    guint end = (guint)g_rand_int_range(chance, 0, (gint32)model->len + 1);
    for (guint i = 0; i < end; i++) {
        at.character++;
        if (g_array_index(model, gunichar2, i) == '\n')
            at = (LspPosition){at.line + 1, 0};
    }
    return at;
}

static bool splits_pair(const GArray *model, size_t offset)
{
    return offset < model->len && (g_array_index(model, gunichar2, offset) & 0xfc00) == 0xdc00;
}

static void random_edits_agree_with_the_model(void **state)
{
    (void)state;
    static const char *const words[] = {"", "x", "\n", "int\n", "\xc3\xbc", "\xf0\x9d\x94\x98", "a\n\xf0\x9d\x94\x98\n"};
    GRand *chance = g_rand_new_with_seed(7);
    GArray *model = g_array_new(FALSE, FALSE, sizeof(gunichar2));
    LspText text;
    lsp_text_init(&text, "", 0);
    for (int i = 0; i < 3000; i++) {
        LspPosition start = random_position(chance, model), end = random_position(chance, model);
        size_t from = offset_in_model(model, start), to = offset_in_model(model, end);
        if (to < from || to - from > 40 || splits_pair(model, from) || splits_pair(model, to))
            continue;
        const char *word = words[g_rand_int_range(chance, 0, G_N_ELEMENTS(words))];
        glong count = 0;
        gunichar2 *units = g_utf8_to_utf16(word, -1, NULL, &count, NULL);
        lsp_text_replace(&text, start, end, LSP_UTF16, word);
        replace_in_model(model, from, to, units, (size_t)count);
        g_free(units);
        char *expected = g_utf16_to_utf8((const gunichar2 *)(const void *)model->data, (glong)model->len, NULL, NULL, NULL);
        assert_string_equal(text.bytes->str, expected);
        g_free(expected);
    }
    g_rand_free(chance);
    g_array_unref(model);
    lsp_text_clear(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(positions_count_units), cmocka_unit_test(lines_are_without_their_ends), cmocka_unit_test(changes_are_clamped),
        cmocka_unit_test(bytes_become_text),     cmocka_unit_test(random_edits_agree_with_the_model),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
