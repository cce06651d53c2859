/* header_order.c - see header_order.h.
 *
 * Standard headers may be included in any order, and more than once (C11 7.1.2, 4); so may those of the C library beside them that are listed here
 * (a test looks at the library that is installed). So the headers of a unit that are moved, M, are compared with each file F that they are moved over and that is
 * not the library's. It is the same whether F is read before M or after, when
 * - F neither defines nor undefines a macro whose name stands in M: M is read in the same way;
 * - each word of F that M declares (outside of braces, or an enumerator) or makes a macro is settled before F says anything: F itself includes the header
 *   of M first, or the word is NULL, which many define; what is no macro need only be named by some standard header that F includes first, as it would be
 *   an error without. (A macro that such a header's files name may stand behind an #if: <stdio.h> reads pieces of <stdarg.h> and has no va_copy.) Then F is
 *   read in the same way. Keywords need not be settled;
 * - F pastes no words together, and has no pragma (but `once`), which could reach beyond it.
 * M and these standard headers are no more than files of the C library and of Clang, or nothing is moved.
 *
 * Files are those of the scan: more than a compiler reads, so that more has to hold than is needed. */
#include "pipeline/header_order.h"

#include <string.h>

#include "scan/prefix.h"

/* Not <assert.h>, which is another one each time; nor those whose macros are words that others use (complex, iso646, tgmath, stdalign, stdnoreturn), or that
 * define a macro in two ways (float, math). */
static const char *const standard_headers[] = {
    "ctype.h",  "errno.h",  "fcntl.h", "fenv.h",   "inttypes.h", "limits.h",   "locale.h",   "pthread.h",   "setjmp.h", "signal.h", "stdarg.h", "stdbool.h",
    "stddef.h", "stdint.h", "stdio.h", "stdlib.h", "string.h",   "sys/stat.h", "sys/time.h", "sys/types.h", "time.h",   "unistd.h", "wchar.h",  "wctype.h",
};

/* C11 7.19, POSIX. */
static const char *const headers_with_null[] = {"locale.h", "stddef.h", "stdio.h", "stdlib.h", "string.h", "time.h", "unistd.h", "wchar.h"};

typedef uint32_t HeaderSet; /* a bit for each of them */
_Static_assert(G_N_ELEMENTS(standard_headers) <= 32, "a set of standard headers has 32 bits");

static const char *const keywords[] = {
    "auto",     "break",    "case",     "char",    "const",    "continue", "default", "do",     "double",  "else",  "enum",    "extern",   "float",    "for",
    "goto",     "if",       "inline",   "int",     "long",     "register", "return",  "short",  "signed",  "sizeof", "static", "struct",   "switch",   "typedef",
    "union",    "unsigned", "void",     "volatile", "while",   "_Bool",    "restrict", "defined", "once",
};

/* The library makes macros of these for compilers that do not know them. */
static const char *const gnu_keywords[] = {"__attribute__", "__extension__", "__inline", "__inline__", "__restrict", "__restrict__"};

/* What one standard header brings. */
typedef struct Closure {
    GPtrArray *paths;   /* the scanner's */
    GHashTable *words;  /* ScanName -> ScanUse, or-ed, of all its files; NULL: nobody asked */
    bool is_library;    /* these are files of the C library and Clang, and all are known */
} Closure;

/* Of one set of flags in one folder. */
typedef struct Dialect {
    GHashTable *answers; /* folder and question -> what was answered (+ 1) */
    Closure closures[G_N_ELEMENTS(standard_headers)];
    GHashTable *library; /* paths, by pointer: of all closures; NULL: these are not known yet */
    GHashTable *leading; /* path of a file, by pointer -> HeaderSet (+ 1): what it includes before it says anything */
} Dialect;

/* What an answer is, for its key in the cache. */
static const char answer_version[] = "header order 1";

/* What is to be kept, if the files are the same afterwards. */
typedef struct Answer {
    uint32_t unit;
    char *question;
    ScanAnswer files;
    CacheKey key;
    guint8 may;
} Answer;

struct HeaderOrder {
    const PipelineUnits *units;
    PipelineSelection *selection;
    PipelineStore *store; /* NULL: nothing is kept */
    GArray *answers;      /* Answer: those that no earlier run gave */
    GHashTable *dialects; /* folder and flags -> Dialect */
    GHashTable *keywords, *gnu_keywords; /* ScanName */
    HeaderSet with_null;
};

/* --- dialects --- */

static HeaderSet standard_named(const char *name)
{
    for (size_t i = 0; i < G_N_ELEMENTS(standard_headers); i++)
        if (strcmp(standard_headers[i], name) == 0)
            return (HeaderSet)1 << i;
    return 0;
}

static void free_dialect(gpointer data)
{
    Dialect *dialect = data;
    for (size_t i = 0; i < G_N_ELEMENTS(standard_headers) && dialect->library != NULL; i++) {
        g_ptr_array_unref(dialect->closures[i].paths);
        if (dialect->closures[i].words != NULL)
            g_hash_table_unref(dialect->closures[i].words);
    }
    if (dialect->library != NULL)
        g_hash_table_unref(dialect->library);
    g_hash_table_unref(dialect->leading);
    g_hash_table_unref(dialect->answers);
    g_free(dialect);
}

static GHashTable *set_of(const char *const *words, size_t count)
{
    GHashTable *set = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    for (size_t i = 0; i < count; i++) {
        ScanName name = scan_name(words[i]);
        g_hash_table_add(set, g_memdup2(&name, sizeof name));
    }
    return set;
}

static void clear_answer(gpointer data)
{
    g_free(((Answer *)data)->question);
}

HeaderOrder *header_order_new(const PipelineUnits *units, PipelineSelection *selection, PipelineStore *store)
{
    HeaderOrder *order = g_new0(HeaderOrder, 1);
    order->units = units;
    order->selection = selection;
    order->store = store;
    order->answers = g_array_new(FALSE, FALSE, sizeof(Answer));
    g_array_set_clear_func(order->answers, clear_answer);
    order->dialects = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_dialect);
    order->keywords = set_of(keywords, G_N_ELEMENTS(keywords));
    order->gnu_keywords = set_of(gnu_keywords, G_N_ELEMENTS(gnu_keywords));
    for (size_t i = 0; i < G_N_ELEMENTS(headers_with_null); i++)
        order->with_null |= standard_named(headers_with_null[i]);
    return order;
}

static ScanInput input_of(const PipelineUnit *unit)
{
    return (ScanInput){unit->source, unit->directory, (const char *const *)unit->flags};
}

static ScanAnswer files_of(const HeaderOrder *order, uint32_t unit, const char *question)
{
    ScanInput input = input_of(order->units->units->pdata[unit]);
    return scan_text(order->selection->scanner, &input, question, strlen(question));
}

static void keep_answers(HeaderOrder *order)
{
    if (order->answers->len > 0)
        scan_refresh(order->selection->scanner);
    for (guint i = 0; i < order->answers->len; i++) {
        const Answer *answer = &g_array_index(order->answers, Answer, i);
        ScanAnswer now = files_of(order, answer->unit, answer->question);
        GByteArray *bytes = g_byte_array_append(g_byte_array_new(), &answer->may, 1);
        if (memcmp(&now.content, &answer->files.content, sizeof now.content) == 0 && memcmp(&now.stamp, &answer->files.stamp, sizeof now.stamp) == 0)
            pipeline_store_put(order->store, answer->key, bytes);
        g_byte_array_unref(bytes);
    }
}

void header_order_free(HeaderOrder *order)
{
    if (order == NULL)
        return;
    keep_answers(order);
    g_array_unref(order->answers);
    g_hash_table_unref(order->dialects);
    g_hash_table_unref(order->keywords);
    g_hash_table_unref(order->gnu_keywords);
    g_free(order);
}

static void find_closure(HeaderOrder *order, const PipelineUnit *unit, const char *header, Closure *closure)
{
    ScanInput input = input_of(unit);
    char *text = g_strdup_printf("#include <%s>\n", header);
    closure->paths = g_ptr_array_new();
    closure->is_library = scan_list_text(order->selection->scanner, &input, text, closure->paths) && closure->paths->len > 0;
    for (guint i = 0; i < closure->paths->len && closure->is_library; i++)
        closure->is_library = pipeline_selection_is_library(order->selection, closure->paths->pdata[i]);
    g_free(text);
}

static Dialect *dialect_of(HeaderOrder *order, const PipelineUnit *unit)
{
    char *flags = g_strjoinv("\n", unit->flags), *key = g_strjoin("\n", unit->directory, flags, NULL);
    Dialect *dialect = g_hash_table_lookup(order->dialects, key);
    g_free(flags);
    if (dialect != NULL) {
        g_free(key);
        return dialect;
    }
    dialect = g_new0(Dialect, 1);
    dialect->leading = g_hash_table_new(NULL, NULL);
    dialect->answers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_hash_table_insert(order->dialects, key, dialect);
    return dialect;
}

static void find_closures(HeaderOrder *order, const PipelineUnit *unit, Dialect *dialect)
{
    if (dialect->library != NULL)
        return;
    dialect->library = g_hash_table_new(NULL, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(standard_headers); i++) {
        Closure *closure = &dialect->closures[i];
        find_closure(order, unit, standard_headers[i], closure);
        for (guint k = 0; k < closure->paths->len && closure->is_library; k++)
            g_hash_table_add(dialect->library, closure->paths->pdata[k]);
    }
}

/* False: what the header brings is not all of the library's, or cannot be read. */
static bool read_closure(HeaderOrder *order, Closure *closure)
{
    if (closure->words != NULL || !closure->is_library)
        return closure->is_library;
    closure->words = g_hash_table_new(g_int64_hash, g_int64_equal);
    for (guint i = 0; i < closure->paths->len; i++) {
        const ScanWords *words = pipeline_selection_words(order->selection, closure->paths->pdata[i]);
        for (uint32_t k = 0; words != NULL && k < words->name_count; k++) {
            gpointer key = (gpointer)(uintptr_t)&words->names[k];
            guint before = GPOINTER_TO_UINT(g_hash_table_lookup(closure->words, key));
            g_hash_table_insert(closure->words, key, GUINT_TO_POINTER(before | words->uses[k]));
        }
        closure->is_library = closure->is_library && words != NULL;
    }
    return closure->is_library;
}

/* How the files of a closure that was read use the name (ScanUse); *is_there: they say it at all. */
static unsigned uses_in(const Closure *closure, ScanName name, bool *is_there)
{
    gpointer uses = NULL;
    *is_there = g_hash_table_lookup_extended(closure->words, &name, NULL, &uses);
    return GPOINTER_TO_UINT(uses);
}

/* --- what a file includes first --- */

/* Of a directive "#include <name>" or "#include \"name\"". g_free. */
static char *header_name(const char *directive, bool *is_quoted)
{
    const char *open = directive + strcspn(directive, "<\"");
    *is_quoted = *open == '"';
    return *open != '\0' ? g_strndup(open + 1, strlen(open) - 2) : g_strdup("");
}

static HeaderSet standard_of(const ScanDirective *directive)
{
    bool is_quoted;
    char *name = header_name(directive->text, &is_quoted);
    HeaderSet header = directive->is_include && !is_quoted ? standard_named(name) : 0;
    g_free(name);
    return header;
}

guint header_order_leading(const GArray *directives)
{
    guint count = 0;
    while (count < directives->len && standard_of(&g_array_index(directives, ScanDirective, count)) != 0)
        count++;
    return count;
}

static HeaderSet leading_of(HeaderOrder *order, Dialect *dialect, const PipelineUnit *unit, const char *path, guint depth);

static HeaderSet leading_of_include(HeaderOrder *order, Dialect *dialect, const PipelineUnit *unit, const char *path, const ScanDirective *directive, guint depth)
{
    ScanInput input = input_of(unit);
    HeaderSet standard = standard_of(directive);
    if (standard != 0)
        return standard;
    bool is_quoted;
    char *name = header_name(directive->text, &is_quoted);
    const char *included = scan_included(order->selection->scanner, &input, path, name, is_quoted);
    g_free(name);
    return included != NULL ? leading_of(order, dialect, unit, included, depth + 1) : 0;
}

/* What a file has certainly read of standard headers before it says anything itself. Includes in circles lead nowhere. */
static HeaderSet leading_of(HeaderOrder *order, Dialect *dialect, const PipelineUnit *unit, const char *path, guint depth)
{
    enum { DEEPEST = 64 };
    gpointer known = g_hash_table_lookup(dialect->leading, path);
    char *text = NULL;
    gsize length = 0;
    if (known != NULL)
        return GPOINTER_TO_UINT(known) - 1;
    g_hash_table_insert(dialect->leading, (gpointer)(uintptr_t)path, GUINT_TO_POINTER(1)); /* nothing, while it is looked at */
    if (depth > DEEPEST || !g_file_get_contents(path, &text, &length, NULL))
        return 0;
    HeaderSet set = 0;
    GArray *directives = scan_prefix_of_header(text, length);
    for (guint i = 0; i < directives->len && g_array_index(directives, ScanDirective, i).is_include; i++)
        set |= leading_of_include(order, dialect, unit, path, &g_array_index(directives, ScanDirective, i), depth);
    g_array_unref(directives);
    g_free(text);
    g_hash_table_insert(dialect->leading, (gpointer)(uintptr_t)path, GUINT_TO_POINTER(set + 1));
    return set;
}

/* --- the question --- */

static bool is_settled(HeaderOrder *order, Dialect *dialect, HeaderSet first, size_t by, ScanName name, bool is_macro)
{
    if ((first >> by & 1) != 0)
        return true;
    if (is_macro)
        return name == scan_name("NULL") && (first & order->with_null) != 0;
    for (size_t i = 0; i < G_N_ELEMENTS(standard_headers); i++) {
        bool is_there = false;
        if ((first >> i & 1) == 0 || !read_closure(order, &dialect->closures[i]))
            continue;
        uses_in(&dialect->closures[i], name, &is_there);
        if (is_there)
            return true;
    }
    return false;
}

static bool is_keyword(const HeaderOrder *order, ScanName name, bool is_macro)
{
    return g_hash_table_contains(order->gnu_keywords, &name) || (!is_macro && g_hash_table_contains(order->keywords, &name));
}

/* Of one word of a file, against all headers that are moved, whose closures were read. */
static bool is_indifferent(HeaderOrder *order, Dialect *dialect, HeaderSet moved, HeaderSet first, ScanName name, unsigned uses)
{
    for (size_t i = 0; i < G_N_ELEMENTS(standard_headers); i++) {
        bool is_there = false;
        unsigned there = (moved >> i & 1) != 0 ? uses_in(&dialect->closures[i], name, &is_there) : 0;
        if (!is_there)
            continue;
        bool is_macro = (there & SCAN_MACRO) != 0;
        if ((uses & SCAN_MACRO) != 0)
            return false;
        bool is_declared = is_macro || (there & (SCAN_DEFINES | SCAN_DECLARES)) != 0;
        if (is_declared && !is_keyword(order, name, is_macro) && !is_settled(order, dialect, first, i, name, is_macro))
            return false;
    }
    return true;
}

static bool may_move_over(HeaderOrder *order, Dialect *dialect, const PipelineUnit *unit, HeaderSet moved, const char *path)
{
    static const char *const far_reaching[] = {SCAN_PRAGMA, SCAN_PASTE, "_Pragma"};
    const ScanWords *words = pipeline_selection_words(order->selection, path);
    bool may = words != NULL;
    for (size_t i = 0; i < G_N_ELEMENTS(far_reaching) && may; i++)
        may = !scan_words_use(words, scan_name(far_reaching[i]), ~0u);
    HeaderSet first = may ? leading_of(order, dialect, unit, path, 0) : 0;
    for (uint32_t i = 0; may && i < words->name_count; i++)
        may = is_indifferent(order, dialect, moved, first, words->names[i], words->uses[i]);
    return may;
}

static bool has_includes_only(const char *text)
{
    bool is_all = true;
    for (const char *line = text; *line != '\0' && is_all; line = strchr(line, '\n') + 1)
        is_all = g_str_has_prefix(line, "#include ");
    return is_all;
}

/* What is asked: what is moved, each header once in the table's order, and what stands behind it. g_free. */
static char *question_of(HeaderSet moved, const char *text)
{
    GString *question = g_string_new(NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(standard_headers); i++)
        if ((moved >> i & 1) != 0)
            g_string_append_printf(question, "#include <%s>\n", standard_headers[i]);
    g_string_append(question, "\n");
    g_string_append(question, text);
    return g_string_free(question, FALSE);
}

static bool may_move(HeaderOrder *order, Dialect *dialect, const PipelineUnit *unit, HeaderSet moved, const char *text)
{
    ScanInput input = input_of(unit);
    GPtrArray *paths = g_ptr_array_new();
    find_closures(order, unit, dialect);
    bool may = has_includes_only(text);
    for (size_t i = 0; i < G_N_ELEMENTS(standard_headers); i++)
        may = may && ((moved >> i & 1) == 0 || read_closure(order, &dialect->closures[i]));
    may = may && scan_list_text(order->selection->scanner, &input, text, paths);
    for (guint i = 0; i < paths->len && may; i++)
        may = g_hash_table_contains(dialect->library, paths->pdata[i]) || may_move_over(order, dialect, unit, moved, paths->pdata[i]);
    g_ptr_array_unref(paths);
    return may;
}

/* What an earlier run answered, or this one does. The files that matter are those of the question. */
static bool answer_once(HeaderOrder *order, Dialect *dialect, uint32_t unit, HeaderSet moved, const char *text, const char *question)
{
    Answer fresh = {.unit = unit, .files = files_of(order, unit, question)};
    GByteArray *kept = g_byte_array_new();
    bool has_key = order->store != NULL && pipeline_store_text_key(order->store, answer_version, unit, question, &fresh.files, &fresh.key);
    bool is_kept = has_key && pipeline_store_get(order->store, fresh.key, kept) && kept->len == 1;
    fresh.may = is_kept ? kept->data[0] : may_move(order, dialect, order->units->units->pdata[unit], moved, text);
    if (has_key && !is_kept) {
        fresh.question = g_strdup(question);
        g_array_append_val(order->answers, fresh);
    }
    g_byte_array_unref(kept);
    return fresh.may != 0;
}

bool header_order_may_move(HeaderOrder *order, uint32_t unit, const GArray *directives, guint count, const char *text)
{
    const PipelineUnit *one = order->units->units->pdata[unit];
    Dialect *dialect = dialect_of(order, one);
    HeaderSet moved = 0;
    for (guint i = 0; i < count; i++)
        moved |= standard_of(&g_array_index(directives, ScanDirective, i));
    char *question = question_of(moved, text), *folder = g_path_get_dirname(one->source), *key = g_strjoin("\n", folder, question, NULL);
    gpointer known = g_hash_table_lookup(dialect->answers, key);
    bool may = known != NULL ? GPOINTER_TO_UINT(known) - 1 != 0 : answer_once(order, dialect, unit, moved, text, question);
    if (known == NULL)
        g_hash_table_insert(dialect->answers, g_strdup(key), GUINT_TO_POINTER((guint)may + 1));
    g_free(key);
    g_free(folder);
    g_free(question);
    return may;
}
