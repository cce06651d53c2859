/* closure.c - from a unit's source to all files that it may read; see scan.h.
 *
 * A walk along includes, depth first. What a name means depends on the search path alone, and what a file includes on the
 * search path and its own folder; both are remembered per search path, so that most units only walk lists. Computed includes
 * are resolved last, by all macros of all files found; what they bring may define more, so that is repeated until nothing is new. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "files.h"
#include "kept.h"
#include "scan.h"
#include "search.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

/* One set of flags in one folder. */
typedef struct Group {
    guint number;
    ScanSearch *search;
    ScanText definitions;  /* of -D */
    GHashTable *names;     /* interned header name -> GPtrArray of ScanFile */
} Group;

/* What counts of a file: its name and bytes, and which of a walk's files it is under its first name there. */
typedef struct FileMark {
    ScanHash file;
    uint64_t place;
} FileMark;

struct Scanner {
    ScanLexing lexing;
    char *annotation, *rule_prefix, *resource_dir;
    ScanPieces *pieces;
    GStringChunk *names;        /* of headers and macros: compared by pointer */
    guint value, attribute[2];  /* names among the pieces: the annotation, and the two spellings of the attribute */
    guint first_name, name_count;
    ScanFiles *files;
    GHashTable *groups;         /* text of directory and flags -> Group */
    uint32_t visit;             /* of the walk that is under way, or was the last */
    GPtrArray *reached, *computing; /* its files (ScanFile), in order; those of them that have computed includes */
    GArray *contents, *stamps;  /* FileMark and ScanHash: what its hashes are made of */
};

/* --- scanners --- */

static void free_group(gpointer data)
{
    Group *group = data;
    scan_search_free(group->search);
    scan_text_clear(&group->definitions);
    g_hash_table_unref(group->names);
    g_free(group);
}

Scanner *scan_new(const ScanSettings *settings)
{
    Scanner *scanner = g_new0(Scanner, 1);
    scanner->annotation = g_strdup(settings->annotation);
    scanner->rule_prefix = g_strdup(settings->rule_prefix);
    scanner->resource_dir = g_strdup(settings->resource_dir);
    scanner->pieces = scan_pieces_new();
    scanner->value = scan_pieces_add_name(scanner->pieces, settings->annotation);
    scanner->attribute[0] = scan_pieces_add_name(scanner->pieces, "annotate");
    scanner->attribute[1] = scan_pieces_add_name(scanner->pieces, "__annotate__");
    scanner->first_name = scanner->attribute[1] + 1;
    for (const char *const *name = settings->names; name != NULL && *name != NULL; name++, scanner->name_count++)
        scan_pieces_add_name(scanner->pieces, *name);
    scanner->names = g_string_chunk_new(1 << 14);
    scanner->lexing = (ScanLexing){scanner->pieces, scanner->annotation, scanner->rule_prefix, scanner->names};
    scanner->files = scan_files_new(&scanner->lexing);
    scanner->groups = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_group);
    scanner->reached = g_ptr_array_new();
    scanner->computing = g_ptr_array_new();
    scanner->contents = g_array_new(FALSE, FALSE, sizeof(FileMark));
    scanner->stamps = g_array_new(FALSE, FALSE, sizeof(ScanHash));
    return scanner;
}

void scan_free(Scanner *scanner)
{
    if (scanner == NULL)
        return;
    g_hash_table_unref(scanner->groups);
    g_ptr_array_unref(scanner->reached);
    g_ptr_array_unref(scanner->computing);
    g_array_unref(scanner->contents);
    g_array_unref(scanner->stamps);
    scan_files_free(scanner->files);
    scan_pieces_free(scanner->pieces);
    g_string_chunk_free(scanner->names);
    g_free(scanner->annotation);
    g_free(scanner->rule_prefix);
    g_free(scanner->resource_dir);
    g_free(scanner);
}

void scan_refresh(Scanner *scanner)
{
    g_hash_table_remove_all(scanner->groups);
    scan_files_refresh(scanner->files);
}

bool scan_remember(const Scanner *scanner, GByteArray *out)
{
    return scan_kept_write(scanner->files, &scanner->lexing, time(NULL), out);
}

void scan_recall(Scanner *scanner, const void *bytes, size_t length)
{
    scan_kept_read(scanner->files, &scanner->lexing, time(NULL), bytes, length);
}

ScanStats scan_stats(const Scanner *scanner)
{
    return scan_files_stats(scanner->files);
}

/* --- search paths --- */

static Group *group_of(Scanner *scanner, const ScanInput *input)
{
    GString *key = g_string_new(input->directory);
    for (const char *const *flag = input->flags; *flag != NULL; flag++) {
        g_string_append_c(key, '\n');
        g_string_append(key, *flag);
    }
    Group *group = g_hash_table_lookup(scanner->groups, key->str);
    if (group == NULL) {
        group = g_new0(Group, 1);
        group->number = g_hash_table_size(scanner->groups);
        group->search = scan_search_new(input->flags, input->directory, scanner->resource_dir);
        group->names = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_ptr_array_unref);
        scan_lex(&scanner->lexing, group->search->definitions->str, group->search->definitions->len, &group->definitions);
        g_hash_table_insert(scanner->groups, g_strdup(key->str), group);
    }
    g_string_free(key, TRUE);
    return group;
}

static void add_found(Scanner *scanner, const char *folder, const char *name, GPtrArray *found)
{
    char *path = name[0] == '/' ? g_strdup(name) : g_strconcat(folder, "/", name, NULL);
    ScanFile *file = scan_files_find(scanner->files, path);
    if (file != NULL && !g_ptr_array_find(found, file, NULL))
        g_ptr_array_add(found, file);
    g_free(path);
}

/* All files that the search path has under an interned name. */
static const GPtrArray *find_name(Scanner *scanner, Group *group, const char *name)
{
    GPtrArray *found = g_hash_table_lookup(group->names, name);
    if (found != NULL)
        return found;
    found = g_ptr_array_new();
    for (guint i = 0; i < group->search->folders->len; i++)
        add_found(scanner, group->search->folders->pdata[i], name, found);
    g_hash_table_insert(group->names, (gpointer)(uintptr_t)name, found);
    return found;
}

/* A search path that never asked has no list. */
static void free_list(gpointer list)
{
    if (list != NULL)
        g_ptr_array_unref(list);
}

static void append_all(GPtrArray *to, const GPtrArray *from)
{
    for (guint i = 0; i < from->len; i++)
        if (!g_ptr_array_find(to, from->pdata[i], NULL))
            g_ptr_array_add(to, from->pdata[i]);
}

/* All files that an include may mean. Clang takes <name> for "name" where the search path has none of it: an error, but it is read. */
static void find_included(Scanner *scanner, Group *group, const char *folder, const char *name, bool is_quoted, GPtrArray *found)
{
    if (is_quoted)
        add_found(scanner, folder, name, found);
    append_all(found, find_name(scanner, group, name));
    if (found->len == 0)
        add_found(scanner, folder, name, found);
}

/* What a file includes by name. */
static const GPtrArray *included_by(Scanner *scanner, Group *group, ScanFile *file)
{
    if (file->included == NULL)
        file->included = g_ptr_array_new_with_free_func(free_list);
    if (file->included->len > group->number && file->included->pdata[group->number] != NULL)
        return file->included->pdata[group->number];
    GPtrArray *found = g_ptr_array_new();
    const ScanText *text = &file->content->text;
    for (uint32_t i = 0; i < text->include_count; i++) {
        const ScanInclude *include = &text->includes[i];
        if (include->is_computed)
            continue;
        GPtrArray *one = g_ptr_array_new();
        find_included(scanner, group, file->folder, include->name, include->is_quoted, one);
        append_all(found, one);
        g_ptr_array_unref(one);
    }
    while (file->included->len <= group->number)
        g_ptr_array_add(file->included, NULL);
    file->included->pdata[group->number] = found;
    return found;
}

/* --- the walk --- */

typedef struct Walk {
    Scanner *scanner;
    Group *group;
    GPtrArray *files;    /* the scanner's `reached` */
    guint expanded;      /* of these, the first so many were looked into */
    const char *unclear;
} Walk;

/* For the first time on this walk. */
static void enter(Walk *walk, ScanFile *file)
{
    file->visit = walk->scanner->visit;
    if (file->content != NULL && file->content->visit != walk->scanner->visit) {
        file->content->visit = walk->scanner->visit;
        file->content->place = walk->files->len;
    }
    g_ptr_array_add(walk->files, file);
    if (file->content != NULL && file->content->text.has_computed)
        g_ptr_array_add(walk->scanner->computing, file);
    if (walk->unclear == NULL)
        walk->unclear = file->unclear != NULL ? file->unclear : file->content->text.unclear;
}

/* Most includes are of files that were reached before. */
static inline void reach(Walk *walk, ScanFile *file)
{
    if (file->visit != walk->scanner->visit)
        enter(walk, file);
}

static void reach_all(Walk *walk, const GPtrArray *files)
{
    for (guint i = 0; i < files->len; i++)
        reach(walk, files->pdata[i]);
}

static void expand(Walk *walk)
{
    while (walk->expanded < walk->files->len) {
        ScanFile *file = walk->files->pdata[walk->expanded++];
        if (file->content != NULL)
            reach_all(walk, included_by(walk->scanner, walk->group, file));
    }
}

/* --- computed includes --- */

static void reach_header(Walk *walk, const char *folder, const char *header)
{
    char *name = g_strndup(header + 1, strlen(header) - 2);
    GPtrArray *found = g_ptr_array_new();
    find_included(walk->scanner, walk->group, folder, g_string_chunk_insert_const(walk->scanner->names, name), header[0] == '"', found);
    reach_all(walk, found);
    g_ptr_array_unref(found);
    g_free(name);
}

/* Follows every header that the macro is defined as in this text. Returns false when it is defined as something else. */
static bool follow_definitions(Walk *walk, const ScanText *text, const char *macro, const char *folder)
{
    for (uint32_t i = 0; i < text->macro_count; i++) {
        if (text->macros[i].name != macro)
            continue;
        if (text->macros[i].header == NULL)
            return false;
        reach_header(walk, folder, text->macros[i].header);
    }
    return true;
}

static void resolve(Walk *walk, const ScanFile *file, const char *macro)
{
    bool good = g_str_has_prefix(macro, "__") ? false : follow_definitions(walk, &walk->group->definitions, macro, file->folder);
    for (guint i = 0; good && i < walk->files->len; i++) {
        const ScanFile *other = walk->files->pdata[i];
        good = other->content == NULL || follow_definitions(walk, &other->content->text, macro, file->folder);
    }
    if (!good)
        walk->unclear = "a computed #include in it cannot be resolved";
}

static void resolve_computed(Walk *walk)
{
    const GPtrArray *computing = walk->scanner->computing;
    guint count;
    do {
        count = walk->files->len;
        for (guint i = 0; walk->unclear == NULL && i < computing->len; i++) {
            const ScanFile *file = computing->pdata[i];
            for (uint32_t k = 0; walk->unclear == NULL && k < file->content->text.include_count; k++)
                if (file->content->text.includes[k].is_computed)
                    resolve(walk, file, file->content->text.includes[k].name);
        }
        expand(walk);
    } while (walk->files->len > count && walk->unclear == NULL);
}

/* --- the answer --- */

static void merge_pieces(uint64_t *into, const uint64_t *from, size_t words)
{
    for (size_t i = 0; i < words; i++)
        into[i] |= from[i];
}

static bool may_hold_tasks(const Walk *walk)
{
    const Scanner *scanner = walk->scanner;
    size_t words = scan_pieces_words(scanner->pieces);
    uint64_t *pieces = g_new0(uint64_t, words + 1);
    bool may = walk->group->definitions.has_annotation;
    merge_pieces(pieces, walk->group->definitions.pieces, words);
    for (guint i = 0; !may && i < walk->files->len; i++) {
        const ScanText *text = &((const ScanFile *)walk->files->pdata[i])->content->text;
        may = text->has_annotation;
        merge_pieces(pieces, text->pieces, words);
    }
    if (!may)
        may = scan_pieces_make(scanner->pieces, scanner->value, pieces) && (scan_pieces_make(scanner->pieces, scanner->attribute[0], pieces) ||
                                                                            scan_pieces_make(scanner->pieces, scanner->attribute[1], pieces));
    for (guint i = 0; !may && i < scanner->name_count; i++)
        may = scan_pieces_make(scanner->pieces, scanner->first_name + i, pieces);
    g_free(pieces);
    return may;
}

static bool lacks_header(Walk *walk, const ScanFile *file)
{
    for (uint32_t i = 0; i < file->content->text.include_count; i++) {
        const ScanInclude *include = &file->content->text.includes[i];
        if (!include->is_certain || include->is_computed)
            continue;
        GPtrArray *found = g_ptr_array_new();
        if (include->is_quoted)
            add_found(walk->scanner, file->folder, include->name, found);
        bool lacks = found->len == 0 && find_name(walk->scanner, walk->group, include->name)->len == 0;
        g_ptr_array_unref(found);
        if (lacks)
            return true;
    }
    return false;
}

static const char *find_old_comment(const Walk *walk)
{
    for (guint i = 0; i < walk->files->len; i++)
        if (((const ScanFile *)walk->files->pdata[i])->content->text.has_old_comment)
            return "comments in it are read in two ways by strict C89";
    return NULL;
}

static void summarise(const Walk *walk, ScanAnswer *answer)
{
    GArray *contents = walk->scanner->contents, *stamps = walk->scanner->stamps;
    g_array_set_size(contents, walk->files->len);
    g_array_set_size(stamps, walk->files->len);
    for (guint i = 0; i < walk->files->len; i++) {
        const ScanFile *file = walk->files->pdata[i];
        if (file->content == NULL)
            continue;
        g_array_index(contents, FileMark, answer->files) = (FileMark){file->hash, file->content->place};
        g_array_index(stamps, ScanHash, answer->files) = file->content->stamp;
        answer->is_timed |= file->content->text.is_timed;
        answer->bytes += file->content->size;
        answer->files++;
    }
    XXH128_hash_t content = XXH3_128bits(contents->data, sizeof(FileMark) * answer->files), stamp = XXH3_128bits(stamps->data, sizeof(ScanHash) * answer->files);
    answer->content = (ScanHash){content.low64, content.high64};
    answer->stamp = (ScanHash){stamp.low64, stamp.high64};
}

/* -include FILE: below the working directory, beside the source, or on the search path. */
static void reach_forced(Walk *walk, const ScanInput *input, const ScanFile *source)
{
    for (guint i = 0; i < walk->group->search->forced->len; i++) {
        const char *name = walk->group->search->forced->pdata[i];
        GPtrArray *found = g_ptr_array_new();
        add_found(walk->scanner, input->directory, name, found);
        add_found(walk->scanner, source->folder, name, found);
        append_all(found, find_name(walk->scanner, walk->group, g_string_chunk_insert_const(walk->scanner->names, name)));
        if (found->len == 0)
            walk->unclear = "a file of -include was not found";
        reach_all(walk, found);
        g_ptr_array_unref(found);
    }
}

const ScanHash *scan_hash_of(Scanner *scanner, const char *path)
{
    const ScanFile *file = scan_files_find(scanner->files, path);
    return file != NULL && file->content != NULL ? &file->content->hash : NULL;
}

bool scan_has(Scanner *scanner, const char *path)
{
    const ScanFile *file = scan_files_find(scanner->files, path);
    return file != NULL && file->content != NULL && file->content->visit == scanner->visit;
}

/* All files of a unit, in walk->files until the next walk, and in walk->unclear why there may be more. `source` may be NULL. */
static void walk_unit(Walk *walk, Scanner *scanner, const ScanInput *input, ScanFile *source)
{
    *walk = (Walk){.scanner = scanner, .group = group_of(scanner, input), .files = scanner->reached};
    g_ptr_array_set_size(scanner->reached, 0);
    g_ptr_array_set_size(scanner->computing, 0);
    scanner->visit++;
    walk->unclear = source == NULL ? "it is not there" : walk->group->search->unclear != NULL ? walk->group->search->unclear : walk->group->definitions.unclear;
    if (source != NULL) {
        reach(walk, source);
        reach_forced(walk, input, source);
        expand(walk);
    }
    if (walk->unclear == NULL)
        resolve_computed(walk);
    if (walk->unclear == NULL && walk->group->search->is_old)
        walk->unclear = find_old_comment(walk);
}

void scan_list(Scanner *scanner, const ScanInput *input, GPtrArray *paths)
{
    Walk walk;
    walk_unit(&walk, scanner, input, scan_files_find(scanner->files, input->source));
    for (guint i = 0; i < walk.files->len; i++)
        g_ptr_array_add(paths, g_strdup(((const ScanFile *)walk.files->pdata[i])->path));
}

static ScanAnswer answer_for(Scanner *scanner, const ScanInput *input, ScanFile *source)
{
    ScanAnswer answer = {.may_hold_tasks = true};
    Walk walk;
    walk_unit(&walk, scanner, input, source);
    summarise(&walk, &answer);
    answer.unclear = walk.unclear;
    if (walk.unclear == NULL) {
        answer.may_hold_tasks = may_hold_tasks(&walk);
        answer.looks_broken = source->content->text.is_broken || lacks_header(&walk, source);
    }
    return answer;
}

ScanAnswer scan_unit(Scanner *scanner, const ScanInput *input)
{
    return answer_for(scanner, input, scan_files_find(scanner->files, input->source));
}

/* A text in a source's place. */
typedef struct TextSource {
    ScanContent content;
    ScanFile file;
} TextSource;

static void begin_text(TextSource *source, const Scanner *scanner, const ScanInput *input, const char *text, size_t length)
{
    XXH128_hash_t hash = XXH3_128bits(text, length);
    source->content = (ScanContent){.size = length};
    source->file = (ScanFile){.path = input->source, .folder = g_path_get_dirname(input->source), .content = &source->content, .hash = {hash.low64, hash.high64}};
    scan_lex(&scanner->lexing, text, length, &source->content.text);
}

static void end_text(TextSource *source)
{
    if (source->file.included != NULL)
        g_ptr_array_unref(source->file.included);
    scan_text_clear(&source->content.text);
    g_free(source->file.folder);
}

ScanAnswer scan_text(Scanner *scanner, const ScanInput *input, const char *text, size_t length)
{
    TextSource source;
    begin_text(&source, scanner, input, text, length);
    ScanAnswer answer = answer_for(scanner, input, &source.file);
    end_text(&source);
    return answer;
}

bool scan_list_text(Scanner *scanner, const ScanInput *input, const char *text, GPtrArray *paths)
{
    TextSource source;
    Walk walk;
    begin_text(&source, scanner, input, text, strlen(text));
    walk_unit(&walk, scanner, input, &source.file);
    for (guint i = 1; i < walk.files->len; i++) /* the first is the text */
        g_ptr_array_add(paths, (gpointer)(uintptr_t)((const ScanFile *)walk.files->pdata[i])->path);
    end_text(&source);
    return walk.unclear == NULL;
}

const char *scan_included(Scanner *scanner, const ScanInput *input, const char *path, const char *name, bool is_quoted)
{
    Group *group = group_of(scanner, input);
    GPtrArray *found = g_ptr_array_new();
    char *folder = g_path_get_dirname(path);
    find_included(scanner, group, folder, g_string_chunk_insert_const(scanner->names, name), is_quoted, found);
    const ScanFile *file = found->len == 1 ? found->pdata[0] : NULL;
    g_ptr_array_unref(found);
    g_free(folder);
    return file != NULL ? file->path : NULL;
}
