/* pretty.c - what only the pretty-printed function tells: which slots of a `for` are there, the labels of an asm goto,
 * the types of a _Generic's associations; and, of a variable, its cleanup function.
 *
 * clang prints the function from its AST, so the k-th `for (` of the text is the k-th ForStmt in pre-order. The text is
 * made once a function, when first asked for. If the numbers differ nothing is answered. */
#include <ctype.h>
#include <string.h>

#include "lower.h"

typedef enum PrettyKind { PRETTY_FOR, PRETTY_ASM, PRETTY_GENERIC, PRETTY_KINDS } PrettyKind;

struct LowerPretty {
    const char *text;              /* in the function's scratch memory */
    GArray *texts[PRETTY_KINDS];   /* const char *: behind the opening parenthesis, of each occurrence */
    GArray *cursors[PRETTY_KINDS]; /* CXCursor, in pre-order */
    GHashTable *seen;              /* CXCursor: libclang visits some operands twice */
    BaseArena *arena;
};

/* --- reading C --- */

/* Behind a string or character literal that starts at p, else p. */
static const char *skip_literal(const char *p)
{
    if (*p != '"' && *p != '\'')
        return p;
    char quote = *p++;
    while (*p != '\0' && *p != quote)
        p += *p == '\\' && p[1] != '\0' ? 2 : 1;
    return *p == quote ? p + 1 : p;
}

static bool is_word_character(char c)
{
    return isalnum((unsigned char)c) || c == '_' || c == '$';
}

/* The next `separator` at the depth of p, or the closing parenthesis or end before it. */
static const char *find_separator(const char *p, char separator)
{
    unsigned depth = 0;
    while (*p != '\0') {
        const char *behind = skip_literal(p);
        if (behind != p) {
            p = behind;
            continue;
        }
        if (depth == 0 && (*p == separator || *p == ')'))
            return p;
        if (*p == '(' || *p == '{' || *p == '[')
            depth++;
        else if ((*p == ')' || *p == '}' || *p == ']') && depth > 0)
            depth--;
        p++;
    }
    return p;
}

static bool is_blank(const char *from, const char *to)
{
    while (from < to && isspace((unsigned char)*from))
        from++;
    return from == to;
}

/* --- making it --- */

static bool is_word(const char *word, size_t length, const char *expected)
{
    return strlen(expected) == length && strncmp(word, expected, length) == 0;
}

/* Behind `asm volatile goto inline` in any order: the parenthesis; *has_goto. */
static const char *behind_asm_words(const char *p)
{
    for (;;) {
        while (isspace((unsigned char)*p))
            p++;
        if (!is_word_character(*p))
            return p;
        while (is_word_character(*p))
            p++;
    }
}

static void note_word(LowerPretty *pretty, const char *word, size_t length, const char *behind)
{
    PrettyKind kind;
    const char *p = behind;
    if (is_word(word, length, "for"))
        kind = PRETTY_FOR;
    else if (is_word(word, length, "_Generic"))
        kind = PRETTY_GENERIC;
    else if (is_word(word, length, "asm"))
        kind = PRETTY_ASM;
    else
        return;
    while (isspace((unsigned char)*p))
        p++;
    if (kind == PRETTY_ASM)
        p = behind_asm_words(p);
    if (*p != '(')
        return;
    const char *start = kind == PRETTY_ASM ? behind : p + 1; /* the words between matter */
    g_array_append_val(pretty->texts[kind], start);
}

static void scan_text(LowerPretty *pretty)
{
    const char *p = pretty->text;
    while (*p != '\0') {
        const char *behind = skip_literal(p);
        if (behind != p) {
            p = behind;
        } else if (is_word_character(*p)) {
            const char *word = p;
            while (is_word_character(*p))
                p++;
            note_word(pretty, word, (size_t)(p - word), p);
        } else {
            p++;
        }
    }
}

static enum CXChildVisitResult collect_cursor(CXCursor cursor, CXCursor parent, CXClientData data)
{
    (void)parent;
    LowerPretty *pretty = data;
    PrettyKind kind;
    switch ((int)clang_getCursorKind(cursor)) {
    case CXCursor_ForStmt: kind = PRETTY_FOR; break;
    case CXCursor_GCCAsmStmt: kind = PRETTY_ASM; break;
    case CXCursor_GenericSelectionExpr: kind = PRETTY_GENERIC; break;
    case CXCursor_BlockExpr: return CXChildVisit_Continue; /* printed as { } */
    default: return CXChildVisit_Recurse;
    }
    if (lower_cursor_map_get(pretty->seen, cursor) != NULL)
        return CXChildVisit_Continue;
    lower_cursor_map_set(pretty->seen, pretty->arena, cursor, pretty);
    g_array_append_val(pretty->cursors[kind], cursor);
    return CXChildVisit_Recurse;
}

static LowerPretty *get_pretty(LowerUnit *unit)
{
    LowerBody *body = unit->body;
    if (body->pretty != NULL)
        return body->pretty;
    LowerPretty *pretty = g_new0(LowerPretty, 1);
    pretty->text = lower_text(unit->scratch, clang_getCursorPrettyPrinted(body->cursor, NULL));
    pretty->arena = unit->scratch;
    pretty->seen = lower_cursor_map_new();
    for (int i = 0; i < PRETTY_KINDS; i++) {
        pretty->texts[i] = g_array_new(FALSE, FALSE, sizeof(const char *));
        pretty->cursors[i] = g_array_new(FALSE, FALSE, sizeof(CXCursor));
    }
    scan_text(pretty);
    clang_visitChildren(body->cursor, collect_cursor, pretty);
    body->pretty = pretty;
    return pretty;
}

void lower_pretty_free(LowerPretty *pretty)
{
    if (pretty == NULL)
        return;
    for (int i = 0; i < PRETTY_KINDS; i++) {
        g_array_free(pretty->texts[i], TRUE);
        g_array_free(pretty->cursors[i], TRUE);
    }
    g_hash_table_destroy(pretty->seen);
    g_free(pretty);
}

static const char *find_text(LowerUnit *unit, CXCursor cursor, PrettyKind kind)
{
    LowerPretty *pretty = get_pretty(unit);
    if (pretty->texts[kind]->len != pretty->cursors[kind]->len)
        return NULL;
    for (guint i = 0; i < pretty->cursors[kind]->len; i++) {
        if (lower_is_same(g_array_index(pretty->cursors[kind], CXCursor, i), cursor))
            return g_array_index(pretty->texts[kind], const char *, i);
    }
    return NULL;
}

/* --- questions --- */

bool lower_for_slots(LowerUnit *unit, CXCursor loop, uint32_t present, LowerForSlots *slots)
{
    const char *init = find_text(unit, loop, PRETTY_FOR);
    if (init == NULL)
        return false;
    const char *first = find_separator(init, ';');
    if (*first != ';')
        return false;
    const char *second = find_separator(first + 1, ';');
    if (*second != ';')
        return false;
    const char *end = find_separator(second + 1, ')');
    slots->has_init = !is_blank(init, first);
    slots->has_condition = !is_blank(first + 1, second);
    slots->has_increment = !is_blank(second + 1, end);
    return (uint32_t)slots->has_init + slots->has_condition + slots->has_increment == present;
}

bool lower_asm_labels(LowerUnit *unit, CXCursor statement, const char **labels)
{
    *labels = NULL;
    const char *text = find_text(unit, statement, PRETTY_ASM);
    if (text == NULL)
        return true; /* it may be one, and may go anywhere */
    const char *open = behind_asm_words(text);
    bool has_goto = false;
    for (const char *p = text; p < open; p++)
        has_goto |= strncmp(p, "goto", 4) == 0;
    if (!has_goto)
        return false;
    const char *at = open + 1;
    for (int colons = 0; colons < 4; colons++) {
        at = find_separator(at, ':');
        if (*at != ':')
            return true;
        at++;
    }
    const char *end = find_separator(at, ')');
    char *words = base_arena_strndup(unit->scratch, at, (size_t)(end - at));
    for (char *p = words; *p != '\0'; p++) {
        if (!is_word_character(*p))
            *p = ' ';
    }
    *labels = words + strspn(words, " ");
    return true;
}

bool lower_generic_types(LowerUnit *unit, CXCursor selection, GPtrArray *names)
{
    const char *at = find_text(unit, selection, PRETTY_GENERIC);
    if (at == NULL)
        return false;
    at = find_separator(at, ',');
    while (*at == ',') {
        const char *name = at + 1;
        const char *colon = find_separator(name, ':');
        if (*colon != ':')
            return false;
        while (isspace((unsigned char)*name))
            name++;
        g_ptr_array_add(names, base_arena_strndup(unit->scratch, name, (size_t)(colon - name)));
        at = find_separator(colon + 1, ',');
    }
    return true;
}

/* The argument of an attribute that libclang has no cursor for, as it is printed: whatever macros wrote it. */
static const char *attribute_argument(LowerUnit *unit, CXCursor declaration, const char *attribute)
{
    if (!lower_has_attribute(unit, declaration, attribute))
        return NULL;
    const char *text = lower_text(unit->scratch, clang_getCursorPrettyPrinted(declaration, NULL));
    const char *begin = base_arena_printf(unit->scratch, "%s(", attribute), *name = strstr(text, begin);
    while (name != NULL && name > text && is_word_character(name[-1]))
        name = strstr(name + 1, begin);
    if (name == NULL)
        return NULL;
    name += strlen(begin);
    return base_arena_strndup(unit->arena, name, strcspn(name, ")"));
}

const char *lower_cleanup_name(LowerUnit *unit, CXCursor variable)
{
    return attribute_argument(unit, variable, "cleanup");
}

const char *lower_other_name(LowerUnit *unit, CXCursor declaration)
{
    const char *quoted = attribute_argument(unit, declaration, "alias");
    if (quoted == NULL)
        quoted = attribute_argument(unit, declaration, "ifunc");
    return quoted == NULL || quoted[0] != '"' ? NULL : base_arena_strndup(unit->arena, quoted + 1, strcspn(quoted + 1, "\""));
}
