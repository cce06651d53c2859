/* text_parse_piece.c - the pieces that lines of the text form are made of; see text_parse.h. */
#include <string.h>

#include "ir/inst.h"
#include "ir/text_parse.h"

bool ir_has_error(const Parser *p)
{
    return p->lexer.error != NULL;
}

void ir_fail(Parser *p, const char *place, const char *format, ...)
{
    if (ir_has_error(p))
        return;
    va_list arguments;
    va_start(arguments, format);
    char *text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    ir_lexer_fail(&p->lexer, place, base_arena_strdup(p->arena, text));
    g_free(text);
}

void ir_expected(Parser *p, const char *what)
{
    ir_fail(p, p->lexer.token.start, "expected %s", what);
}

/* --- marks and words --- */

bool ir_is_mark(const Parser *p, char mark)
{
    return p->lexer.token.kind == IR_TOKEN_MARK && p->lexer.token.mark == mark;
}

bool ir_accept_mark(Parser *p, char mark)
{
    if (!ir_is_mark(p, mark))
        return false;
    ir_lexer_next(&p->lexer);
    return true;
}

void ir_want_mark(Parser *p, char mark)
{
    const char what[] = {'\'', mark, '\'', '\0'};
    if (!ir_accept_mark(p, mark))
        ir_expected(p, what);
}

static bool token_is(const IrToken *token, const char *word)
{
    return strncmp(token->text, word, token->length) == 0 && word[token->length] == '\0';
}

bool ir_is_word(const Parser *p, const char *word)
{
    return p->lexer.token.kind == IR_TOKEN_WORD && token_is(&p->lexer.token, word);
}

bool ir_accept_word(Parser *p, const char *word)
{
    if (!ir_is_word(p, word))
        return false;
    ir_lexer_next(&p->lexer);
    return true;
}

void ir_skip_lines(Parser *p)
{
    while (p->lexer.token.kind == IR_TOKEN_NEWLINE)
        ir_lexer_next(&p->lexer);
}

void ir_want_line_end(Parser *p)
{
    if (p->lexer.token.kind != IR_TOKEN_NEWLINE && p->lexer.token.kind != IR_TOKEN_END)
        ir_expected(p, "the end of the line");
    ir_skip_lines(p);
}

uint32_t ir_accept_one_of(Parser *p, const char *const *words, uint32_t count)
{
    if (p->lexer.token.kind != IR_TOKEN_WORD)
        return count;
    for (uint32_t i = 0; i < count; i++) {
        if (words[i][0] == p->lexer.token.text[0] && token_is(&p->lexer.token, words[i])) {
            ir_lexer_next(&p->lexer);
            return i;
        }
    }
    return count;
}

static bool *flag_of(const IrFlagWord *flag, void *object)
{
    return (bool *)((char *)object + flag->offset);
}

void ir_clear_flags(const IrFlagWord *flags, void *object)
{
    for (; flags->word != NULL; flags++)
        *flag_of(flags, object) = !flags->value;
}

void ir_accept_flags(Parser *p, const IrFlagWord *flags, void *object)
{
    while (p->lexer.token.kind == IR_TOKEN_WORD) {
        const IrFlagWord *flag = flags;
        while (flag->word != NULL && !token_is(&p->lexer.token, flag->word))
            flag++;
        if (flag->word == NULL)
            return;
        *flag_of(flag, object) = flag->value;
        ir_lexer_next(&p->lexer);
    }
}

/* --- numbers and names --- */

uint32_t ir_want_u32(Parser *p)
{
    uint64_t value = p->lexer.token.value;
    if (p->lexer.token.kind != IR_TOKEN_NUMBER) {
        ir_expected(p, "a number");
        return 0;
    }
    if (value >= IR_NONE) {
        ir_fail(p, p->lexer.token.start, "the number is too large");
        return 0;
    }
    ir_lexer_next(&p->lexer);
    return (uint32_t)value;
}

int64_t ir_want_i64(Parser *p)
{
    const char *place = p->lexer.token.start;
    bool is_negative = ir_accept_mark(p, '-');
    uint64_t value = p->lexer.token.value;
    if (p->lexer.token.kind != IR_TOKEN_NUMBER) {
        ir_expected(p, "a number");
        return 0;
    }
    if (value > (uint64_t)INT64_MAX + (is_negative ? 1 : 0)) {
        ir_fail(p, place, "the number is too large");
        return 0;
    }
    ir_lexer_next(&p->lexer);
    return is_negative ? (int64_t)(0 - value) : (int64_t)value;
}

/* The text of a word or string token, in the arena. */
static const char *token_text(Parser *p)
{
    const IrToken *token = &p->lexer.token;
    if (token->kind == IR_TOKEN_WORD || !token->has_escape)
        return base_arena_strndup(p->arena, token->text, token->length);
    char *text = base_arena_alloc(p->arena, token->length + 1);
    ir_lexer_unescape(token, text);
    return text;
}

const char *ir_want_string(Parser *p)
{
    if (p->lexer.token.kind != IR_TOKEN_STRING) {
        ir_expected(p, "a string");
        return "";
    }
    const char *text = token_text(p);
    ir_lexer_next(&p->lexer);
    return text;
}

bool ir_is_name(const Parser *p)
{
    return p->lexer.token.kind == IR_TOKEN_WORD || p->lexer.token.kind == IR_TOKEN_STRING;
}

const char *ir_want_name(Parser *p)
{
    if (!ir_is_name(p)) {
        ir_expected(p, "a name");
        return "";
    }
    const char *text = token_text(p);
    ir_lexer_next(&p->lexer);
    return text;
}

/* --- references --- */

typedef struct Reference {
    const char *name; /* NULL: by index alone */
    size_t length;
    uint32_t index;   /* IR_NONE: by name alone */
    const char *place;
} Reference;

static Reference want_raw_reference(Parser *p, const char *what)
{
    const IrToken token = p->lexer.token;
    Reference reference = {NULL, 0, IR_NONE, token.start};
    if (ir_is_name(p)) {
        reference.name = token.text;
        reference.length = token.length;
        if (token.kind == IR_TOKEN_STRING && token.has_escape) {
            reference.name = token_text(p);
            reference.length = strlen(reference.name);
        }
        ir_lexer_next(&p->lexer);
    } else if (!ir_is_mark(p, '#')) {
        ir_expected(p, what);
        return reference;
    }
    if (ir_accept_mark(p, '#'))
        reference.index = ir_want_u32(p);
    return reference;
}

uint32_t ir_want_reference(Parser *p, const IrNames *names, const char *what)
{
    Reference reference = want_raw_reference(p, what);
    if (ir_has_error(p) || reference.index != IR_NONE)
        return reference.index == IR_NONE ? 0 : reference.index;
    const IrNameEntry *entry = ir_names_find(names, reference.name, reference.length);
    int length = (int)MIN(reference.length, 100);
    if (entry == NULL)
        ir_fail(p, reference.place, "there is no %s '%.*s' up to here", what, length, reference.name);
    else if (entry->is_ambiguous)
        ir_fail(p, reference.place, "'%.*s' names more than one %s: add #INDEX", length, reference.name, what);
    return entry == NULL ? 0 : entry->index;
}

uint32_t ir_want_forward(Parser *p, ForwardTable *table)
{
    Reference reference = want_raw_reference(p, table->what);
    if (ir_has_error(p))
        return 0;
    if (reference.index != IR_NONE) {
        if (reference.index >= IR_MENTION)
            ir_fail(p, reference.place, "the number is too large");
        return reference.index;
    }
    const IrNameEntry *entry =
        ir_names_add(&table->mentioned, reference.name, reference.length, table->mentions->len);
    if (entry->index == table->mentions->len) {
        IrMention mention = {reference.name, reference.length, reference.place, IR_NONE};
        g_array_append_val(table->mentions, mention);
    }
    return IR_MENTION | entry->index;
}

/* --- types and spans --- */

/* `i32`, `u8`, `f64`. */
static IrType want_number_type(Parser *p)
{
    const IrToken *token = &p->lexer.token;
    unsigned bits = 0;
    bool is_float = token->length > 0 && token->text[0] == 'f';
    bool is_type = token->length >= 2 && token->length <= 4 && (token->text[0] == 'i' || token->text[0] == 'u' || is_float);
    for (size_t i = 1; is_type && i < token->length; i++) {
        is_type = token->text[i] >= '0' && token->text[i] <= '9';
        bits = bits * 10 + (unsigned)(token->text[i] - '0');
    }
    if (!is_type || bits < (is_float ? 16 : 1) || bits > (is_float ? 128 : 64)) {
        ir_expected(p, "a type");
        return IR_VOID;
    }
    IrType type = is_float ? IR_FLOAT((uint8_t)bits) : IR_INT((uint8_t)bits, token->text[0] == 'i');
    ir_lexer_next(&p->lexer);
    return type;
}

IrType ir_want_type(Parser *p)
{
    enum { TASK, AGGREGATE, ARRAY, POINTER, VOID_TYPE, BOOL, OTHER, WORDS };
    static const char *const TYPE_WORDS[WORDS] = {"task", "aggregate", "array", "ptr", "void", "bool", "other"};
    if (p->lexer.token.kind != IR_TOKEN_WORD) {
        ir_expected(p, "a type");
        return IR_VOID;
    }
    uint32_t word = ir_accept_one_of(p, TYPE_WORDS, WORDS);
    uint32_t record = IR_NONE;
    if (word == TASK || word == AGGREGATE) {
        ir_want_mark(p, '(');
        record = ir_want_reference(p, &p->records, "record");
        ir_want_mark(p, ')');
    }
    switch (word) {
    case TASK: return IR_TASK(record);
    case AGGREGATE:
    case ARRAY: return IR_AGGREGATE(record);
    case POINTER: return IR_POINTER;
    case VOID_TYPE: return IR_VOID;
    case BOOL: return IR_BOOL;
    case OTHER: return IR_OTHER;
    default: return want_number_type(p);
    }
}

IrSpan ir_accept_span(Parser *p)
{
    if (!ir_accept_mark(p, '@'))
        return ir_unknown_span;
    IrSpan span;
    span.file = ir_want_u32(p);
    ir_want_mark(p, ':');
    const char *place = p->lexer.token.start;
    span.line = span.end_line = ir_want_u32(p);
    if (span.line == 0)
        ir_fail(p, place, "lines count from 1");
    ir_want_mark(p, ':');
    span.column = span.end_column = ir_want_u32(p);
    if (!ir_accept_mark(p, '-'))
        return span;
    span.end_column = ir_want_u32(p);
    if (ir_accept_mark(p, ':')) {
        span.end_line = span.end_column;
        span.end_column = ir_want_u32(p);
    }
    return span;
}

void *ir_take(Parser *p, GArray *scratch, size_t element_size, uint32_t *count)
{
    *count = scratch->len;
    void *array = NULL;
    if (scratch->len > 0) {
        array = base_arena_alloc(p->arena, element_size * scratch->len);
        memcpy(array, scratch->data, element_size * scratch->len);
    }
    g_array_set_size(scratch, 0);
    return array;
}
