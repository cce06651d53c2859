/* framing.c - messages in a stream of bytes; see framing.h.
 *
 * Finding the way back: a length that is wrong makes the next bytes a piece of JSON where a header should be. Then everything up
 * to the next "Content-Length:" is dropped. A length that is too great swallows the head of the next message; so when a body
 * is no JSON but holds a header, reading goes on at that header. */
#include "lsp/framing.h"

#include <string.h>

enum { MOST_HEADER = 4096 };

static const char length_name[] = "Content-Length:";

void lsp_framer_init(LspFramer *framer)
{
    *framer = (LspFramer){.bytes = g_byte_array_new()};
}

void lsp_framer_clear(LspFramer *framer)
{
    g_byte_array_unref(framer->bytes);
    *framer = (LspFramer){0};
}

void lsp_framer_feed(LspFramer *framer, const void *bytes, size_t size)
{
    if (framer->at > framer->bytes->len / 2) { /* moves no byte more often than it was read */
        g_byte_array_remove_range(framer->bytes, 0, (guint)framer->at);
        framer->at = 0;
    }
    guint64 skipped = MIN(framer->skip, size);
    framer->skip -= skipped;
    g_byte_array_append(framer->bytes, (const guint8 *)bytes + skipped, (guint)(size - skipped));
}

static LspFrame broken(char *problem)
{
    return (LspFrame){LSP_FRAME_BROKEN, NULL, problem};
}

/* --- bodies --- */

/* What JSON has outside of strings, beside brackets. A letter of another word ends the search at once: so does a header inside. */
static bool is_bare(char c)
{
    return g_ascii_isspace(c) || g_ascii_isdigit(c) || (c != '\0' && strchr(",:+-.eEtrufalsn", c) != NULL);
}

/* json-glib's parser is recursive, and leaks where a second value follows the first: so what nests too deeply, and what is not one
 * object or array with nothing behind it, is turned away before it sees it. NULL: the brackets are in order.
 *
 * The search never goes past the next header: that has letters that stand bare nowhere, and line ends that stand in no string. So a
 * flood of headers with great lengths, each taken for a body that may hold the next one, is read once and not once for each. */
static const char *find_fault(const char *text, size_t length)
{
    unsigned depth = 0;
    bool quoted = false, ended = false;
    for (size_t i = 0; i < length; i++) {
        char c = text[i];
        if (depth == 0 && !g_ascii_isspace(c) && (ended || (c != '{' && c != '[')))
            return "the message is not one JSON object";
        if (quoted) {
            if (c == '\n' || c == '\r')
                return "the message is not JSON: a string has no end on its line";
            if (c == '\\')
                i++;
            else if (c == '"')
                quoted = false;
        } else if (c == '"') {
            quoted = true;
        } else if (c == '[' || c == '{') {
            if (++depth > LSP_MOST_DEPTH)
                return "the message is nested too deeply";
        } else if (c == ']' || c == '}') {
            ended = --depth == 0;
        } else if (!is_bare(c)) {
            return "the message is not JSON";
        }
    }
    return depth > 0 || !ended ? "the message ends too early" : NULL;
}

/* The number of a \u escape at the backslash, or -1. */
static int escaped_unit(const char *text, size_t left)
{
    int unit = 0;
    if (left < 6 || text[0] != '\\' || text[1] != 'u')
        return -1;
    for (int i = 2; i < 6; i++) {
        int digit = g_ascii_xdigit_value(text[i]);
        if (digit < 0)
            return -1;
        unit = unit * 16 + digit;
    }
    return unit;
}

/* json-glib ends the program at half a surrogate pair, and a string at a NUL: both become U+FFFD before it sees them. */
static void mend_escapes(char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (text[i] != '\\')
            continue;
        int unit = escaped_unit(text + i, length - i);
        int next = unit >= 0 ? escaped_unit(text + i + 6, length - i - 6) : -1;
        bool is_pair = unit >= 0xd800 && unit < 0xdc00 && next >= 0xdc00 && next < 0xe000;
        if (!is_pair && (unit == 0 || (unit >= 0xd800 && unit < 0xe000)))
            memcpy(text + i + 2, "fffd", 4);
        i += is_pair ? 11 : unit >= 0 ? 5 : 1;
    }
}

/* json-glib wraps what does not fit into 64 bits round. So an integer beyond them becomes a floating-point number, as most clients see
 * it, too: its last two digits make place for an exponent. `text` begins with it; returns its length. */
static size_t mend_number(char *text, size_t left)
{
    static const char greatest[] = "9223372036854775807";
    size_t digits = 0, most = strlen(greatest);
    while (digits < left && g_ascii_isdigit(text[digits]))
        digits++;
    size_t end = digits;
    while (end < left && text[end] != '\0' && strchr("0123456789.eE+-", text[end]) != NULL)
        end++;
    if (end == digits && (digits > most || (digits == most && strncmp(text, greatest, most) > 0)))
        memcpy(text + digits - 2, "e2", 2);
    return end;
}

static void mend_numbers(char *text, size_t length)
{
    bool quoted = false;
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '\\' && quoted)
            i++;
        else if (text[i] == '"')
            quoted = !quoted;
        else if (!quoted && g_ascii_isdigit(text[i]))
            i += mend_number(text + i, length - i) - 1;
    }
}

static LspFrame read_body(char *text, size_t length)
{
    const char *fault = find_fault(text, length);
    if (fault != NULL)
        return broken(g_strdup(fault));
    mend_escapes(text, length);
    mend_numbers(text, length);
    if (!g_utf8_validate(text, (gssize)length, NULL))
        return broken(g_strdup("the message is not UTF-8"));
    GError *error = NULL;
    JsonParser *parser = json_parser_new_immutable();
    LspFrame frame = {LSP_FRAME_MESSAGE, NULL, NULL};
    if (!json_parser_load_from_data(parser, text, (gssize)length, &error)) {
        frame = broken(g_strdup_printf("the message is not JSON: %s", error->message));
        g_error_free(error);
    } else {
        JsonNode *root = json_parser_get_root(parser);
        frame.node = root != NULL ? json_node_ref(root) : NULL;
        if (root == NULL)
            frame = broken(g_strdup("the message is empty"));
    }
    g_object_unref(parser);
    return frame;
}

/* --- headers --- */

typedef enum HeaderFound { HEADER_MORE, HEADER_NONE, HEADER_BAD, HEADER_GOOD } HeaderFound;

/* The number after a name; digits and blanks only. */
static bool read_length(const char *line, size_t size, guint64 *length)
{
    char *text = g_strstrip(g_strndup(line, size));
    bool good = *text != '\0' && strspn(text, "0123456789") == strlen(text) && g_ascii_string_to_unsigned(text, 10, 0, G_MAXINT64, length, NULL);
    g_free(text);
    return good;
}

static HeaderFound read_header(const char *text, size_t left, guint64 *length, size_t *size)
{
    HeaderFound found = HEADER_NONE;
    size_t name = strlen(length_name);
    for (size_t at = 0; at < MIN(left, MOST_HEADER);) {
        const char *end = memchr(text + at, '\n', left - at);
        if (end == NULL)
            return left < MOST_HEADER ? HEADER_MORE : HEADER_NONE;
        size_t line = (size_t)(end - (text + at)), next = at + line + 1;
        if (line > 0 && text[at + line - 1] == '\r')
            line--;
        *size = next;
        if (line == 0)
            return found;
        if (line > name && g_ascii_strncasecmp(text + at, length_name, name) == 0)
            found = read_length(text + at + name, line - name, length) ? HEADER_GOOD : HEADER_BAD;
        else if (memchr(text + at, ':', line) == NULL || text[at] == '{' || text[at] == '"')
            return HEADER_NONE;
        at = next;
    }
    return left < MOST_HEADER ? HEADER_MORE : HEADER_NONE;
}

/* The next place where a header may begin, `left` when there is none. */
static size_t find_header(const char *text, size_t left)
{
    size_t name = strlen(length_name);
    for (size_t i = 0; i + name <= left; i++)
        if (g_ascii_strncasecmp(text + i, length_name, name) == 0)
            return i;
    return left;
}

/* The same, but the end of the text may cut the header's name. */
static size_t find_header_or_its_beginning(const char *text, size_t left)
{
    size_t name = strlen(length_name), found = find_header(text, left);
    for (size_t i = left > name ? left - name : 0; i < left && found == left; i++)
        if (g_ascii_strncasecmp(text + i, length_name, left - i) == 0)
            found = i;
    return found;
}

/* Not at a header: drops bytes up to one, all but a tail that may be the beginning of one. Says so once. */
static LspFrame get_back(LspFramer *framer, const char *text, size_t left)
{
    size_t skip = find_header(text + 1, left - 1) + 1;
    bool is_found = skip < left;
    if (!is_found && left > strlen(length_name))
        skip = left - strlen(length_name);
    else if (!is_found)
        skip = 0;
    framer->at += skip;
    bool was_lost = framer->is_lost;
    framer->is_lost = !is_found;
    if (!was_lost)
        return broken(g_strdup("bytes without a Content-Length header were dropped"));
    return is_found ? lsp_framer_next(framer) : (LspFrame){LSP_FRAME_MORE, NULL, NULL};
}

LspFrame lsp_framer_next(LspFramer *framer)
{
    static const LspFrame more = {LSP_FRAME_MORE, NULL, NULL};
    char *text = (char *)framer->bytes->data + framer->at;
    size_t left = framer->bytes->len - framer->at, size = 0;
    guint64 length = 0;
    if (left == 0)
        return more;
    if (framer->is_lost && find_header(text, left) != 0)
        return find_header(text, left) < left || left > strlen(length_name) ? get_back(framer, text, left) : more;
    framer->is_lost = false;
    HeaderFound found = read_header(text, left, &length, &size);
    if (found == HEADER_MORE)
        return more;
    if (found == HEADER_NONE)
        return get_back(framer, text, left);
    if (found == HEADER_BAD) {
        framer->at += size;
        return broken(g_strdup("Content-Length is no number"));
    }
    if (length > LSP_MOST_BYTES) {
        guint64 here = MIN(length, left - size);
        framer->at += size + (size_t)here;
        framer->skip = length - here;
        return broken(g_strdup_printf("a message of %" G_GUINT64_FORMAT " bytes is longer than %d and was skipped", length, LSP_MOST_BYTES));
    }
    if (left - size < length)
        return more;
    LspFrame frame = read_body(text + size, (size_t)length);
    size_t inside = frame.kind == LSP_FRAME_BROKEN ? find_header_or_its_beginning(text + size, (size_t)length) : (size_t)length;
    framer->at += size + inside;
    return frame;
}

void lsp_frame_append(GByteArray *out, JsonNode *node)
{
    char *text = json_to_string(node, FALSE);
    size_t length = strlen(text);
    char *header = g_strdup_printf("Content-Length: %zu\r\n\r\n", length);
    g_byte_array_append(out, (const guint8 *)header, (guint)strlen(header));
    g_byte_array_append(out, (const guint8 *)text, (guint)length);
    g_free(header);
    g_free(text);
}
