/* words_read.c - from tokens to uses and definitions, in one pass; see words_read.h.
 *
 * Two things are followed at a time: which declaration at file level a token is a part of, and what stands beside a word. After an #else, braces
 * and parentheses are as they were at the #if, so that a function whose head is written twice has one body. The braces of `extern "C"` are none. A
 * definition whose name a macro puts together, or whose parameters are declared in the old way, is none of the definitions, but its name is
 * one that the file defines. */
#include "scan/words_read.h"

#include <string.h>

#include "scan/tokens.h"

enum { MOST_NESTED = 64 };

/* --- names --- */

typedef struct Names {
    FoundName *all;
    uint32_t count, room;
    uint32_t *places; /* an open hash table of twice the room: numbers counted from 1; 0: free */
} Names;

static uint32_t *place_of(const Names *names, ScanName name)
{
    uint32_t last = 2 * names->room - 1, at = (uint32_t)(name ^ name >> 32) & last;
    while (names->places[at] != 0 && names->all[names->places[at] - 1].name != name)
        at = (at + 1) & last;
    return &names->places[at];
}

static void make_room(Names *names)
{
    names->room = names->room == 0 ? 256 : 2 * names->room; /* a power of two */
    names->all = g_renew(FoundName, names->all, names->room);
    g_free(names->places);
    names->places = g_new0(uint32_t, 2 * (gsize)names->room);
    for (uint32_t i = 0; i < names->count; i++)
        *place_of(names, names->all[i].name) = i + 1;
}

static uint32_t number_of(Names *names, ScanName name)
{
    if (names->count == names->room)
        make_room(names);
    uint32_t *place = place_of(names, name);
    if (*place == 0) {
        names->all[names->count] = (FoundName){.name = name};
        *place = ++names->count;
    }
    return *place - 1;
}

/* --- the reader --- */

/* What an #else goes back to. */
typedef struct Depth {
    int braces;
    bool in_function;             /* the outermost braces are a function's body */
    int parentheses, declarators; /* at file level: that are open; of these, the outer ones that begin with a '*': what is declared stands inside */
} Depth;

/* One declaration at file level, as far as it was read. */
typedef struct Declaration {
    bool is_static, is_typedef, is_extern, has_value;
    bool is_closed;   /* its last sign is a ')' */
    bool holds_macro; /* the words of one are among its words */
    uint32_t first_word;
    guint noted;
} Declaration;

/* A word outside of braces and parentheses that some follow: a function's name, if what follows these is no end of a declaration. */
typedef struct FunctionHead {
    bool is_any, is_closed;
    uint32_t name;
} FunctionHead;

typedef struct Reader {
    TokenReader tokens;
    Token before, token, ahead;
    Names names;
    GArray *definitions, *words;      /* ScanDefinition, uint32_t */
    Depth depth, saved[MOST_NESTED];
    int nested;
    Declaration declaration;
    GArray *functions, *variables;    /* uint32_t: names that the declaration may define */
    GArray *ended;                    /* those of the last function that ended */
    FunctionHead head;
    bool follows_enum, in_enum; /* braces that open now are those of an enumeration; they are open */
    guint noted;
} Reader;

static void step(Reader *reader)
{
    reader->before = reader->token;
    reader->token = reader->ahead;
    reader->ahead = token_next(&reader->tokens);
}

/* Adds to what is said of a name; returns its number. */
static uint32_t note(Reader *reader, ScanName name, uint8_t uses)
{
    uint32_t number = number_of(&reader->names, name);
    reader->names.all[number].uses |= uses;
    return number;
}

static bool goes_on_in_directive(const Reader *reader)
{
    return reader->ahead.kind != TOKEN_END && reader->ahead.in_directive && !reader->ahead.begins_one;
}

/* --- declarations --- */

static void begin_declaration(Reader *reader)
{
    reader->declaration = (Declaration){.first_word = reader->words->len, .noted = ++reader->noted};
    reader->depth.parentheses = reader->depth.declarators = 0;
    g_array_set_size(reader->functions, 0);
    g_array_set_size(reader->variables, 0);
}

static void define(Reader *reader, uint32_t name, uint32_t marks, uint32_t first_word)
{
    ScanDefinition definition = {name, marks, first_word, reader->words->len - first_word};
    g_array_append_val(reader->definitions, definition);
}

/* The declaration is over, and what it names is defined: by each of these names it is found. */
static void end_declaration(Reader *reader, const GArray *names)
{
    const Declaration *declaration = &reader->declaration;
    uint32_t marks = (declaration->is_static ? SCAN_HIDDEN : 0u) | (names == reader->variables ? SCAN_VARIABLE : 0u);
    for (guint i = 0; names != NULL && i < names->len; i++)
        define(reader, g_array_index(names, uint32_t, i), marks, declaration->first_word);
    if ((names == NULL || names->len == 0) && !declaration->holds_macro)
        g_array_set_size(reader->words, declaration->first_word);
    begin_declaration(reader);
}

static void add_name(GArray *names, uint32_t name)
{
    for (guint i = 0; i < names->len; i++)
        if (g_array_index(names, uint32_t, i) == name)
            return;
    g_array_append_val(names, name);
}

/* A word at file level. */
static void declare(Reader *reader, uint32_t name)
{
    Declaration *declaration = &reader->declaration;
    const Token *word = &reader->token, *ahead = &reader->ahead;
    if (token_is_word(word, "static"))
        declaration->is_static = true;
    else if (token_is_word(word, "typedef"))
        declaration->is_typedef = true;
    else if (token_is_word(word, "extern"))
        declaration->is_extern = true;
    else if (reader->depth.parentheses == reader->depth.declarators && !token_is_word(word, "main") && !token_is_word(word, "__attribute__")) {
        if (token_is_sign(ahead, '('))
            add_name(reader->functions, name);
        else if (ahead->kind == TOKEN_SIGN && strchr("=[;,)", *ahead->begin) != NULL)
            add_name(reader->variables, name);
    }
    declaration->is_closed = false;
}

/* --- words --- */

/* The word is the name of a member: nothing of that name is meant. `end-->begin` is a comparison. */
static bool is_member(const Reader *reader)
{
    const Token *before = &reader->before;
    if (token_is_sign(before, '.'))
        return true;
    ptrdiff_t earlier = token_is_sign(before, '>') ? before->begin - reader->tokens.start : 0;
    return earlier > 0 && before->begin[-1] == '-' && (earlier < 2 || before->begin[-2] != '-');
}

static bool is_tag(const Reader *reader)
{
    static const char *const words[] = {"struct", "union", "enum", "goto"};
    bool is_any = false;
    for (size_t i = 0; i < G_N_ELEMENTS(words) && reader->before.kind == TOKEN_WORD; i++)
        is_any = is_any || token_is_word(&reader->before, words[i]);
    return is_any;
}

/* What stands before the word makes it written. */
static bool is_written_before(const Reader *reader)
{
    const Token *before = &reader->before;
    if (before->kind != TOKEN_SIGN)
        return false;
    return before->length == 2 ? *before->begin != '&' : *before->begin == '&' && before->begin + 1 < reader->tokens.end && before->begin[1] != '=';
}

/* What stands behind it may change what it names: an assignment, or the way into it. */
static bool is_written_behind(const Reader *reader)
{
    const char *at = reader->ahead.begin, *end = reader->tokens.end;
    char first = *at, second = end - at > 1 ? at[1] : '\0', third = end - at > 2 ? at[2] : '\0';
    if (first == '=')
        return second != '=';
    if (first == '[' || first == '.')
        return true;
    if (first == '-' && second == '>')
        return true;
    if ((first == '+' || first == '-') && second == first)
        return true;
    if ((first == '<' || first == '>') && second == first)
        return third == '=';
    return first != '\0' && strchr("+-*/%&|^", first) != NULL && second == '=';
}

static void settle_head(Reader *reader)
{
    if (reader->head.is_any && reader->head.is_closed)
        reader->names.all[reader->head.name].uses |= SCAN_DEFINES;
    reader->head = (FunctionHead){0};
}

/* At file level, in no macro: what it may be. An attribute behind a head says nothing of what it is. */
static unsigned note_head(Reader *reader, uint32_t name, bool is_called)
{
    const Token *word = &reader->token;
    bool is_attribute = reader->head.is_any && reader->head.is_closed && word->length > 2 && word->begin[0] == '_' && word->begin[1] == '_';
    if (reader->depth.parentheses == 0 && !is_attribute) {
        settle_head(reader);
        if (is_called)
            reader->head = (FunctionHead){true, false, name};
    }
    return !is_called ? SCAN_DEFINES : reader->depth.parentheses == 0 ? SCAN_DECLARES : 0;
}

/* Notes a word as part of the declaration, where it can be a use of something. */
static void take_word(Reader *reader, bool in_macro)
{
    uint32_t name = number_of(&reader->names, reader->token.name);
    bool is_inside = in_macro || reader->depth.braces > 0, is_called = token_is_sign(&reader->ahead, '(');
    unsigned uses = is_called ? 0 : SCAN_KEEPS;
    if (!is_inside)
        uses |= note_head(reader, name, is_called);
    else if (is_written_before(reader) || (reader->ahead.kind == TOKEN_SIGN && is_written_behind(reader)))
        uses |= SCAN_WRITES;
    uses |= reader->in_enum ? SCAN_DEFINES : 0;
    reader->follows_enum = reader->follows_enum || token_is_word(&reader->token, "enum");
    bool means = !is_tag(reader) && !is_member(reader);
    if (means)
        uses |= SCAN_MEANS | (is_inside ? SCAN_MEANS_INSIDE : 0u);
    FoundName *noted = &reader->names.all[name];
    noted->uses |= (uint8_t)uses;
    if (means && noted->noted != reader->declaration.noted) {
        noted->noted = reader->declaration.noted;
        g_array_append_val(reader->words, name);
    }
    if (!is_inside)
        declare(reader, name);
}

/* --- signs --- */

static void open_brace(Reader *reader)
{
    Declaration *declaration = &reader->declaration;
    settle_head(reader);
    if (reader->depth.braces == 0 && declaration->is_extern && reader->before.kind == TOKEN_LITERAL) { /* "C" */
        begin_declaration(reader);
        return;
    }
    if (reader->depth.braces == 0)
        reader->depth.in_function = declaration->is_closed && !declaration->has_value && reader->depth.parentheses == 0;
    reader->depth.braces++;
}

static void end_function(Reader *reader)
{
    GArray *functions = reader->functions;
    reader->functions = reader->ended; /* which end_declaration empties */
    reader->ended = functions;
    end_declaration(reader, reader->declaration.is_typedef ? NULL : functions);
    reader->depth.in_function = false;
}

static void close_brace(Reader *reader)
{
    settle_head(reader);
    reader->declaration.is_closed = false;
    if (reader->depth.braces > 0 && --reader->depth.braces == 0 && reader->depth.in_function)
        end_function(reader);
}

static void open_parenthesis(Reader *reader)
{
    Depth *depth = &reader->depth;
    depth->declarators += depth->declarators == depth->parentheses && token_is_sign(&reader->ahead, '*');
    depth->parentheses++;
}

static void close_parenthesis(Reader *reader)
{
    Depth *depth = &reader->depth;
    reader->declaration.is_closed = true;
    if (depth->parentheses == 0)
        return;
    depth->declarators -= depth->declarators == depth->parentheses;
    depth->parentheses--;
    reader->head.is_closed |= depth->parentheses == 0;
}

static void take_sign_at_file_level(Reader *reader, char sign)
{
    Declaration *declaration = &reader->declaration;
    declaration->is_closed = false;
    switch (sign) {
    case '(': open_parenthesis(reader); break;
    case ')': close_parenthesis(reader); break;
    case '=': declaration->has_value = declaration->has_value || reader->depth.parentheses == 0; break;
    case ',':
        if (reader->depth.parentheses == 0)
            reader->head = (FunctionHead){0};
        break;
    case ';':
        reader->head = (FunctionHead){0};
        end_declaration(reader, !declaration->is_typedef && (!declaration->is_extern || declaration->has_value) ? reader->variables : NULL);
        break;
    default: break;
    }
}

/* Attributes may stand between the word and the braces. */
static void follow_enum(Reader *reader, char sign)
{
    bool is_attribute = sign == '(' && (token_is_word(&reader->before, "__attribute__") || token_is_sign(&reader->before, '('));
    reader->in_enum = sign == '{' ? reader->follows_enum : reader->in_enum && sign != '}';
    if (sign == '{' || sign == ';' || sign == ',' || sign == '=' || (sign == '(' && !is_attribute))
        reader->follows_enum = false;
}

static void take_sign(Reader *reader)
{
    char sign = *reader->token.begin;
    follow_enum(reader, sign);
    if (sign == '{')
        open_brace(reader);
    else if (sign == '}')
        close_brace(reader);
    else if (reader->depth.braces == 0)
        take_sign_at_file_level(reader, sign);
}

/* --- directives --- */

static bool pastes(const Reader *reader)
{
    return (token_is_sign(&reader->token, '#') && token_is_sign(&reader->ahead, '#')) || (token_is_sign(&reader->token, '%') && token_is_sign(&reader->ahead, ':'));
}

/* The body of a macro is read as code. Its definition may stand amid a declaration, which then has its words, too. */
static void take_macro(Reader *reader)
{
    uint32_t first_word = reader->words->len;
    bool is_amid = reader->declaration.first_word < first_word;
    step(reader);
    if (reader->token.kind != TOKEN_WORD)
        return;
    uint32_t name = note(reader, reader->token.name, SCAN_MACRO);
    reader->declaration.noted = ++reader->noted;
    while (goes_on_in_directive(reader)) {
        step(reader);
        if (reader->token.kind == TOKEN_WORD)
            take_word(reader, true);
        else if (pastes(reader))
            note(reader, scan_name(SCAN_PASTE), SCAN_MACRO);
    }
    define(reader, name, SCAN_HIDDEN, first_word);
    reader->declaration.noted = ++reader->noted;
    if (is_amid)
        reader->declaration.holds_macro = true;
    else
        reader->declaration.first_word = reader->words->len;
}

static void go_back(Reader *reader, const Depth *depth)
{
    bool reopens = depth->in_function && !reader->depth.in_function;
    reader->depth = *depth;
    for (guint i = 0; reopens && i < reader->ended->len; i++)
        add_name(reader->functions, g_array_index(reader->ended, uint32_t, i));
}

static void take_conditional(Reader *reader)
{
    static const char *const opening[] = {"if", "ifdef", "ifndef"}, *const between[] = {"else", "elif", "elifdef", "elifndef"};
    const Token *word = &reader->token;
    bool opens = false, is_between = false;
    for (size_t i = 0; i < G_N_ELEMENTS(opening); i++)
        opens = opens || token_is_word(word, opening[i]);
    for (size_t i = 0; i < G_N_ELEMENTS(between); i++)
        is_between = is_between || token_is_word(word, between[i]);
    if (opens) {
        if (reader->nested < MOST_NESTED)
            reader->saved[reader->nested] = reader->depth;
        reader->nested++;
    } else if (is_between && reader->nested > 0 && reader->nested <= MOST_NESTED) {
        go_back(reader, &reader->saved[reader->nested - 1]);
    } else if (token_is_word(word, "endif") && reader->nested > 0) {
        reader->nested--;
    }
}

/* An include of a header by its name, not by a macro's. */
static bool names_file(const Reader *reader)
{
    static const char *const words[] = {"include", "include_next", "import", "embed"};
    bool is_any = false;
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
        is_any = is_any || token_is_word(&reader->token, words[i]);
    return is_any && (token_is_sign(&reader->ahead, '<') || reader->ahead.kind == TOKEN_LITERAL);
}

/* Of its words is known that they are there. */
static void take_other_directive(Reader *reader)
{
    bool is_undef = token_is_word(&reader->token, "undef"), is_pragma = token_is_word(&reader->token, "pragma");
    bool names_header = names_file(reader);
    take_conditional(reader);
    if (is_pragma && !token_is_word(&reader->ahead, "once"))
        note(reader, scan_name(SCAN_PRAGMA), SCAN_MACRO);
    while (goes_on_in_directive(reader)) {
        step(reader);
        if (reader->token.kind == TOKEN_WORD && !names_header)
            note(reader, reader->token.name, is_undef ? SCAN_MACRO : 0);
    }
}

/* Stands on its '#'. What stands in it is beside nothing that follows. */
static void take_directive(Reader *reader)
{
    if (goes_on_in_directive(reader))
        step(reader);
    if (token_is_word(&reader->token, "define") && goes_on_in_directive(reader))
        take_macro(reader);
    else
        take_other_directive(reader);
    reader->token = (Token){.kind = TOKEN_END};
}

static void read_all(Reader *reader)
{
    begin_declaration(reader);
    reader->ahead = token_next(&reader->tokens);
    for (step(reader); reader->token.kind != TOKEN_END; step(reader)) {
        if (reader->token.begins_one)
            take_directive(reader);
        else if (reader->token.kind == TOKEN_WORD)
            take_word(reader, false);
        else if (reader->token.kind == TOKEN_SIGN)
            take_sign(reader);
        else if (reader->depth.braces == 0)
            reader->declaration.is_closed = false;
    }
    end_declaration(reader, NULL);
}

FoundWords words_read(const char *text, size_t length)
{
    Reader reader = {
        .tokens = token_reader(text, length), .definitions = g_array_new(FALSE, FALSE, sizeof(ScanDefinition)), .words = g_array_new(FALSE, FALSE, sizeof(uint32_t)),
        .functions = g_array_new(FALSE, FALSE, sizeof(uint32_t)), .variables = g_array_new(FALSE, FALSE, sizeof(uint32_t)), .ended = g_array_new(FALSE, FALSE, sizeof(uint32_t)),
    };
    read_all(&reader);
    g_array_unref(reader.functions);
    g_array_unref(reader.variables);
    g_array_unref(reader.ended);
    g_free(reader.names.places);
    return (FoundWords){reader.names.all, reader.names.count, reader.definitions, reader.words};
}

void words_clear(FoundWords *found)
{
    g_free(found->names);
    g_array_unref(found->definitions);
    g_array_unref(found->words);
}
