/* mentions.c - a reader of C that sees words, brackets and nothing else; see mentions.h. */
#include "mentions.h"

#include <string.h>

typedef enum TokenKind { TOKEN_END, TOKEN_WORD, TOKEN_SIGN } TokenKind;

typedef struct Reader {
    const char *at, *end;
    TokenKind kind;
    const char *begin;  /* of the word */
    size_t length;
    char sign;
    bool in_directive;  /* the token stands in a directive ... */
    bool is_new_directive; /* ... and is its '#' */
    bool at_line_begin;
} Reader;

static bool is_word_begin(char c)
{
    return g_ascii_isalpha(c) || c == '_' || c == '$';
}

static bool is_word_part(char c)
{
    return is_word_begin(c) || g_ascii_isdigit(c);
}

/* Past a string or character constant whose quote stands before `at`. */
static void skip_quoted(Reader *reader, char quote)
{
    while (reader->at < reader->end && *reader->at != quote && *reader->at != '\n')
        reader->at += *reader->at == '\\' && reader->at + 1 < reader->end ? 2 : 1;
    reader->at += reader->at < reader->end && *reader->at == quote;
    reader->at = MIN(reader->at, reader->end);
}

static bool skip_comment(Reader *reader)
{
    if (reader->end - reader->at < 2 || reader->at[0] != '/' || (reader->at[1] != '/' && reader->at[1] != '*'))
        return false;
    const char *end = reader->at[1] == '/' ? memchr(reader->at, '\n', (size_t)(reader->end - reader->at))
                                           : g_strstr_len(reader->at + 2, reader->end - reader->at - 2, "*/");
    bool is_block = reader->at[1] == '*';
    reader->at = end == NULL ? reader->end : end + (is_block ? 2 : 0);
    return true;
}

/* Past blanks, comments and ends of lines; those end a directive unless a backslash stands before them. */
static void skip_space(Reader *reader)
{
    for (; reader->at < reader->end; reader->at++) {
        while (skip_comment(reader))
            continue;
        if (reader->at >= reader->end)
            return;
        char c = *reader->at;
        if (c == '\\' && reader->end - reader->at > 1 && (reader->at[1] == '\n' || reader->at[1] == '\r')) {
            reader->at += reader->at[1] == '\r' && reader->end - reader->at > 2;
            reader->at++;
        } else if (c == '\n') {
            reader->in_directive = false;
            reader->at_line_begin = true;
        } else if (!g_ascii_isspace(c)) {
            return;
        }
    }
}

static void next(Reader *reader)
{
    reader->at_line_begin = reader->kind == TOKEN_END; /* the first token of all */
    skip_space(reader);
    reader->kind = TOKEN_END;
    reader->is_new_directive = false;
    if (reader->at >= reader->end)
        return;
    reader->begin = reader->at;
    char c = *reader->at++;
    if (is_word_begin(c)) {
        while (reader->at < reader->end && is_word_part(*reader->at))
            reader->at++;
        reader->kind = TOKEN_WORD;
        reader->length = (size_t)(reader->at - reader->begin);
        return;
    }
    reader->kind = TOKEN_SIGN;
    reader->sign = c;
    if (c == '"' || c == '\'')
        skip_quoted(reader, c);
    else if (g_ascii_isdigit(c))
        while (reader->at < reader->end && (is_word_part(*reader->at) || *reader->at == '.'))
            reader->at++;
    if (c == '#' && reader->at_line_begin)
        reader->in_directive = reader->is_new_directive = true;
}

static bool is_word(const Reader *reader, const char *word)
{
    return reader->kind == TOKEN_WORD && strlen(word) == reader->length && memcmp(reader->begin, word, reader->length) == 0;
}

static Reader reader_of(const char *bytes, size_t length)
{
    return (Reader){.at = bytes, .end = bytes + length};
}

/* --- uses --- */

/* The directive after its '#'; true: a definition, whose body follows. */
static bool skip_to_body(Reader *reader)
{
    next(reader);
    bool is_definition = reader->in_directive && is_word(reader, "define");
    if (is_definition)
        next(reader); /* the macro's name */
    return is_definition;
}

void scan_mentions_add(const char *bytes, size_t length, bool is_header, GHashTable *names)
{
    Reader reader = reader_of(bytes, length);
    int depth = 0;
    bool in_body = false;
    for (next(&reader); reader.kind != TOKEN_END; next(&reader)) {
        if (reader.is_new_directive) {
            in_body = skip_to_body(&reader);
            continue;
        }
        bool counts = reader.in_directive ? in_body : !is_header || depth > 0;
        if (reader.kind == TOKEN_WORD && counts)
            g_hash_table_add(names, g_strndup(reader.begin, reader.length));
        else if (reader.kind == TOKEN_SIGN && !reader.in_directive)
            depth = MAX(0, depth + (reader.sign == '{') - (reader.sign == '}'));
    }
}

/* --- definitions --- */

/* One declaration at file level, as far as it was read. */
typedef struct Declaration {
    bool is_hidden;          /* static or typedef */
    bool is_extern, has_value;
    bool names_function, names_variable; /* one of the names that are looked for */
    bool is_closed;          /* its last sign is a ')' */
    int parentheses;
} Declaration;

static bool is_wanted(const Reader *reader, GHashTable *names)
{
    char few[128];
    if (reader->length >= sizeof few)
        return false;
    memcpy(few, reader->begin, reader->length);
    few[reader->length] = '\0';
    return strcmp(few, "main") != 0 && g_hash_table_contains(names, few);
}

/* Past the '}' that belongs to the '{' that was read. */
static void skip_braces(Reader *reader)
{
    for (int depth = 1; depth > 0 && reader->kind != TOKEN_END;) {
        next(reader);
        if (reader->kind == TOKEN_SIGN && !reader->in_directive)
            depth += (reader->sign == '{') - (reader->sign == '}');
    }
}

static void take_word(Declaration *declaration, Reader *reader, GHashTable *names)
{
    if (is_word(reader, "static") || is_word(reader, "typedef"))
        declaration->is_hidden = true;
    else if (is_word(reader, "extern"))
        declaration->is_extern = true;
    else if (declaration->parentheses == 0 && is_wanted(reader, names)) {
        Reader ahead = *reader;
        next(&ahead);
        bool is_sign = ahead.kind == TOKEN_SIGN;
        declaration->names_function = declaration->names_function || (is_sign && ahead.sign == '(');
        declaration->names_variable = declaration->names_variable || (is_sign && strchr("=[;,", ahead.sign) != NULL);
    }
    declaration->is_closed = false;
}

/* Whether the sign ends a definition of a name that is looked for. */
static bool take_sign(Declaration *declaration, Reader *reader)
{
    bool was_closed = declaration->is_closed, is_found = false;
    declaration->is_closed = reader->sign == ')';
    declaration->parentheses = MAX(0, declaration->parentheses + (reader->sign == '(') - (reader->sign == ')'));
    declaration->has_value = declaration->has_value || (reader->sign == '=' && declaration->parentheses == 0);
    if (reader->sign == '{') {
        bool is_function = was_closed && !declaration->has_value && declaration->parentheses == 0;
        is_found = is_function && declaration->names_function && !declaration->is_hidden;
        skip_braces(reader);
        if (is_function)
            *declaration = (Declaration){0};
    } else if (reader->sign == ';') {
        is_found = declaration->names_variable && !declaration->is_hidden && (!declaration->is_extern || declaration->has_value);
        *declaration = (Declaration){0};
    }
    return is_found;
}

bool scan_mentions_define_any(const char *bytes, size_t length, GHashTable *names)
{
    Reader reader = reader_of(bytes, length);
    Declaration declaration = {0};
    for (next(&reader); reader.kind != TOKEN_END; next(&reader)) {
        if (reader.in_directive)
            continue;
        if (reader.kind == TOKEN_WORD)
            take_word(&declaration, &reader, names);
        else if (take_sign(&declaration, &reader))
            return true;
    }
    return false;
}
