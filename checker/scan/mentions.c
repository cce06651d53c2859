/* mentions.c - a reader of C that sees words, brackets and nothing else, and a walk over what it saw, breadth first; see mentions.h. */
#include "mentions.h"

#include <string.h>

typedef enum TokenKind { TOKEN_END, TOKEN_WORD, TOKEN_SIGN } TokenKind;

typedef struct Reader {
    const char *start, *at, *end;
    TokenKind kind;
    const char *begin;  /* of the word */
    size_t length;
    char sign;
    const char *last;   /* the sign before the word, or NULL */
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

/* Of the digits of C23: it begins no literal. */
static bool is_separator(const Reader *reader)
{
    return *reader->at == '\'' && reader->end - reader->at > 1 && is_word_part(reader->at[1]);
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
    reader->last = reader->kind == TOKEN_SIGN ? reader->begin : NULL;
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
        while (reader->at < reader->end && (is_word_part(*reader->at) || *reader->at == '.' || is_separator(reader)))
            reader->at++;
    if (c == '#' && reader->at_line_begin)
        reader->in_directive = reader->is_new_directive = true;
}

static bool is_word(const Reader *reader, const char *word)
{
    return reader->kind == TOKEN_WORD && strlen(word) == reader->length && memcmp(reader->begin, word, reader->length) == 0;
}

/* The word is the name of a member: nothing of that name is meant. `end-->begin` is a comparison. */
static bool is_member(const Reader *reader)
{
    const char *last = reader->last;
    if (last == NULL || *last == '.')
        return last != NULL;
    return *last == '>' && last - reader->start >= 1 && last[-1] == '-' && (last - reader->start < 2 || last[-2] != '-');
}

static bool is_before_tag(const Reader *reader)
{
    return is_word(reader, "struct") || is_word(reader, "union") || is_word(reader, "enum") || is_word(reader, "goto");
}

static Reader reader_of(const char *bytes, size_t length)
{
    return (Reader){.start = bytes, .at = bytes, .end = bytes + length};
}

/* --- what is known --- */

typedef struct Name {
    bool is_used;        /* by whoever may mean the definition of another file */
    bool is_near;        /* code with value tasks is among them */
    bool is_variable;    /* some source defines one that others can see */
    guint noted;         /* the last declaration in which it was noted */
    GArray *definitions; /* indices; NULL: none */
} Name;

typedef struct Definition {
    gint file;         /* as scan_mentions_add got it */
    bool is_hidden;      /* from other sources */
    bool is_reached, is_near;
    guint first_word, word_count;
} Definition;

struct ScanMentions {
    GStringChunk *texts;
    GHashTable *names;     /* text -> Name */
    GArray *definitions;
    GPtrArray *words;      /* Name, of one definition after the other */
    GArray *reached;       /* indices of definitions, in the order in which they were reached */
    guint next, noted;
    GHashTable *told;      /* numbers of sources */
};

static void free_name(gpointer data)
{
    Name *name = data;
    if (name->definitions != NULL)
        g_array_unref(name->definitions);
    g_free(name);
}

ScanMentions *scan_mentions_new(void)
{
    ScanMentions *mentions = g_new0(ScanMentions, 1);
    mentions->texts = g_string_chunk_new(4096);
    mentions->names = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_name);
    mentions->definitions = g_array_new(FALSE, FALSE, sizeof(Definition));
    mentions->words = g_ptr_array_new();
    mentions->reached = g_array_new(FALSE, FALSE, sizeof(guint));
    mentions->told = g_hash_table_new(NULL, NULL);
    return mentions;
}

void scan_mentions_free(ScanMentions *mentions)
{
    g_hash_table_unref(mentions->names);
    g_hash_table_unref(mentions->told);
    g_string_chunk_free(mentions->texts);
    g_array_unref(mentions->definitions);
    g_array_unref(mentions->reached);
    g_ptr_array_unref(mentions->words);
    g_free(mentions);
}

/* The name that the reader stands on. */
static Name *name_of(ScanMentions *mentions, const Reader *reader)
{
    char few[128];
    char *text = reader->length < sizeof few ? few : g_malloc(reader->length + 1);
    memcpy(text, reader->begin, reader->length);
    text[reader->length] = '\0';
    Name *name = g_hash_table_lookup(mentions->names, text);
    if (name == NULL) {
        name = g_new0(Name, 1);
        g_hash_table_insert(mentions->names, g_string_chunk_insert(mentions->texts, text), name);
    }
    if (text != few)
        g_free(text);
    return name;
}

/* --- what leads where --- */

static void reach(ScanMentions *mentions, guint index, bool is_near)
{
    Definition *definition = &g_array_index(mentions->definitions, Definition, index);
    if (definition->is_reached)
        return;
    definition->is_reached = true;
    definition->is_near = is_near;
    g_array_append_val(mentions->reached, index);
}

/* A name that is used in a file: the file's own definitions are meant, or those that others can see. */
static void use(ScanMentions *mentions, Name *name, gint file, bool is_near)
{
    bool is_own = false;
    for (guint i = 0; file != SCAN_HEADER && name->definitions != NULL && i < name->definitions->len; i++) {
        guint index = g_array_index(name->definitions, guint, i);
        const Definition *definition = &g_array_index(mentions->definitions, Definition, index);
        if (definition->file != file)
            continue;
        is_own = is_own || definition->is_hidden;
        reach(mentions, index, false);
    }
    if (is_own || name->is_used)
        return;
    name->is_used = true;
    name->is_near = is_near;
    for (guint i = 0; name->definitions != NULL && i < name->definitions->len; i++) {
        guint index = g_array_index(name->definitions, guint, i);
        const Definition *definition = &g_array_index(mentions->definitions, Definition, index);
        if (!definition->is_hidden || definition->file == SCAN_HEADER)
            reach(mentions, index, is_near);
    }
}

bool scan_mentions_next(ScanMentions *mentions, gint *file, bool *is_near)
{
    while (mentions->next < mentions->reached->len) {
        Definition definition = g_array_index(mentions->definitions, Definition, g_array_index(mentions->reached, guint, mentions->next++));
        for (guint i = 0; i < definition.word_count; i++)
            use(mentions, mentions->words->pdata[definition.first_word + i], definition.file, false);
        if (definition.is_hidden || !g_hash_table_add(mentions->told, GINT_TO_POINTER(definition.file)))
            continue;
        *file = definition.file;
        *is_near = definition.is_near;
        return true;
    }
    return false;
}

void scan_mentions_variables(const ScanMentions *mentions, GPtrArray *near, GPtrArray *further)
{
    GHashTableIter iter;
    gpointer text, value;
    g_hash_table_iter_init(&iter, mentions->names);
    while (g_hash_table_iter_next(&iter, &text, &value)) {
        const Name *name = value;
        if (name->is_used && name->is_variable)
            g_ptr_array_add(name->is_near ? near : further, text);
    }
}

/* The directive after its '#'; true: a definition, and the reader stands on the macro's name. */
static bool find_macro(Reader *reader)
{
    next(reader);
    if (!reader->in_directive || !is_word(reader, "define"))
        return false;
    next(reader);
    return reader->in_directive && reader->kind == TOKEN_WORD;
}

void scan_mentions_use(ScanMentions *mentions, const char *bytes, size_t length, bool is_header)
{
    Reader reader = reader_of(bytes, length);
    int depth = 0;
    bool in_body = false, is_tag = false;
    for (next(&reader); reader.kind != TOKEN_END; next(&reader)) {
        if (reader.is_new_directive) {
            in_body = find_macro(&reader);
            continue;
        }
        bool counts = reader.in_directive ? in_body : !is_header || depth > 0;
        if (reader.kind == TOKEN_WORD && counts && !is_tag && !is_member(&reader))
            use(mentions, name_of(mentions, &reader), SCAN_HEADER, true);
        else if (reader.kind == TOKEN_SIGN && !reader.in_directive)
            depth = MAX(0, depth + (reader.sign == '{') - (reader.sign == '}'));
        is_tag = is_before_tag(&reader);
    }
}

/* --- definitions --- */

/* One declaration at file level, as far as it was read. */
typedef struct Declaration {
    bool is_static, is_typedef;
    bool is_extern, has_value;
    bool is_closed;          /* its last sign is a ')' */
    bool holds_macro;        /* the words of one are among its words */
    int parentheses, declarators; /* that are open; of these, the outer ones that begin with a '*': what is declared stands inside */
    guint first_word, noted;
} Declaration;

typedef struct Definer {
    ScanMentions *mentions;
    Reader reader;
    gint file;
    Declaration declaration;
    GPtrArray *functions, *variables; /* Name: what the declaration may define */
    bool is_tag;                      /* the next word is one */
} Definer;

static void begin_declaration(Definer *definer)
{
    definer->declaration = (Declaration){.first_word = definer->mentions->words->len, .noted = ++definer->mentions->noted};
    g_ptr_array_set_size(definer->functions, 0);
    g_ptr_array_set_size(definer->variables, 0);
}

/* Notes the word as part of the declaration, where it can be a use of something. */
static void note_word(Definer *definer)
{
    const Reader *reader = &definer->reader;
    bool is_use = reader->kind == TOKEN_WORD && !definer->is_tag && !is_member(reader);
    Name *name = is_use ? name_of(definer->mentions, reader) : NULL;
    if (name != NULL && name->noted != definer->declaration.noted) {
        name->noted = definer->declaration.noted;
        g_ptr_array_add(definer->mentions->words, name);
    }
    definer->is_tag = is_before_tag(reader);
}

static void define(Definer *definer, Name *name, bool is_hidden, guint first_word)
{
    ScanMentions *mentions = definer->mentions;
    Definition definition = {definer->file, is_hidden || definer->file == SCAN_HEADER, false, false, first_word, mentions->words->len - first_word};
    guint index = mentions->definitions->len;
    g_array_append_val(mentions->definitions, definition);
    if (name->definitions == NULL)
        name->definitions = g_array_new(FALSE, FALSE, sizeof(guint));
    g_array_append_val(name->definitions, index);
    if (name->is_used && (!definition.is_hidden || definition.file == SCAN_HEADER))
        reach(mentions, index, name->is_near);
}

/* The declaration is over, and what it names is defined: by each of these names it is found. */
static void end_declaration(Definer *definer, const GPtrArray *names)
{
    const Declaration *declaration = &definer->declaration;
    bool is_kept = names != NULL && names->len > 0;
    for (guint i = 0; is_kept && i < names->len; i++) {
        Name *name = names->pdata[i];
        name->is_variable = name->is_variable || (names == definer->variables && !declaration->is_static && definer->file != SCAN_HEADER);
        define(definer, name, declaration->is_static, declaration->first_word);
    }
    if (!is_kept && !declaration->holds_macro)
        g_ptr_array_set_size(definer->mentions->words, (gint)declaration->first_word);
    begin_declaration(definer);
}

/* A macro's definition may stand amid a declaration, which then has its words, too. */
static void take_directive(Definer *definer)
{
    Reader *reader = &definer->reader;
    guint first_word = definer->mentions->words->len;
    definer->declaration.noted = ++definer->mentions->noted;
    Name *macro = find_macro(reader) ? name_of(definer->mentions, reader) : NULL;
    while (reader->kind != TOKEN_END && reader->in_directive && !reader->is_new_directive) {
        next(reader);
        if (macro != NULL && reader->in_directive)
            note_word(definer);
    }
    definer->is_tag = false;
    if (macro != NULL)
        define(definer, macro, true, first_word);
    if (definer->declaration.first_word == first_word)
        begin_declaration(definer);
    else if (macro != NULL)
        definer->declaration.holds_macro = true;
}

/* To the next token outside of directives; false: there is none. */
static bool advance(Definer *definer)
{
    next(&definer->reader);
    while (definer->reader.is_new_directive)
        take_directive(definer);
    return definer->reader.kind != TOKEN_END;
}

/* Past the '}' that belongs to the '{' that was read. */
static void take_braces(Definer *definer)
{
    for (int depth = 1; depth > 0 && advance(definer);) {
        note_word(definer);
        if (definer->reader.kind == TOKEN_SIGN)
            depth += (definer->reader.sign == '{') - (definer->reader.sign == '}');
    }
}

static Reader ahead_of(const Definer *definer)
{
    Reader ahead = definer->reader;
    next(&ahead);
    return ahead;
}

static void take_word(Definer *definer)
{
    Declaration *declaration = &definer->declaration;
    const Reader *reader = &definer->reader;
    if (is_word(reader, "static"))
        declaration->is_static = true;
    else if (is_word(reader, "typedef"))
        declaration->is_typedef = true;
    else if (is_word(reader, "extern"))
        declaration->is_extern = true;
    else if (declaration->parentheses == declaration->declarators && !is_word(reader, "main") && !is_word(reader, "__attribute__")) {
        Reader ahead = ahead_of(definer);
        if (ahead.kind == TOKEN_SIGN && ahead.sign == '(')
            g_ptr_array_add(definer->functions, name_of(definer->mentions, reader));
        else if (ahead.kind == TOKEN_SIGN && strchr("=[;,)", ahead.sign) != NULL)
            g_ptr_array_add(definer->variables, name_of(definer->mentions, reader));
    }
    declaration->is_closed = false;
}

static void take_parenthesis(Definer *definer)
{
    Declaration *declaration = &definer->declaration;
    bool is_declarator = declaration->declarators == declaration->parentheses;
    if (definer->reader.sign == '(') {
        Reader ahead = ahead_of(definer);
        declaration->declarators += is_declarator && ahead.kind == TOKEN_SIGN && ahead.sign == '*';
        declaration->parentheses++;
    } else if (definer->reader.sign == ')' && declaration->parentheses > 0) {
        declaration->declarators -= is_declarator;
        declaration->parentheses--;
    }
}

static void take_sign(Definer *definer)
{
    Declaration *declaration = &definer->declaration;
    char sign = definer->reader.sign;
    bool was_closed = declaration->is_closed;
    declaration->is_closed = sign == ')';
    take_parenthesis(definer);
    declaration->has_value = declaration->has_value || (sign == '=' && declaration->parentheses == 0);
    if (sign == '{') {
        bool is_function = was_closed && !declaration->has_value && declaration->parentheses == 0;
        take_braces(definer);
        if (is_function)
            end_declaration(definer, declaration->is_typedef ? NULL : definer->functions);
    } else if (sign == ';') {
        bool is_defined = !declaration->is_typedef && (!declaration->is_extern || declaration->has_value);
        end_declaration(definer, is_defined ? definer->variables : NULL);
    }
}

void scan_mentions_add(ScanMentions *mentions, const char *bytes, size_t length, gint file)
{
    Definer definer = {.mentions = mentions, .reader = reader_of(bytes, length), .file = file, .functions = g_ptr_array_new(), .variables = g_ptr_array_new()};
    begin_declaration(&definer);
    while (advance(&definer)) {
        note_word(&definer);
        if (definer.reader.kind == TOKEN_WORD)
            take_word(&definer);
        else
            take_sign(&definer);
    }
    end_declaration(&definer, NULL);
    g_ptr_array_unref(definer.functions);
    g_ptr_array_unref(definer.variables);
}
