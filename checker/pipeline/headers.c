/* headers.c - precompiled headers of a run: built, used, kept and removed; see headers.h.
 *
 * In the run's folder a header has these files: N.claim, made by the worker that builds it and never waited for; N.pch, clang's; N.kept, where it came
 * from the cache; N.facts, what units have to know of it (FrontendHeaderFacts), which appears last and whole, by a rename. In the cache it is one entry, facts and clang's bytes;
 * its key is that of a unit that holds these directives and nothing else, with the times of its files, as clang looks at times, too. It is
 * kept when its files are afterwards what they were when they were scanned. */
#define _POSIX_C_SOURCE 200809L
#include "pipeline/headers.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/bytes.h"
#include "pipeline/header_plan.h"
#include "scan/prefix.h"

enum {
    FEW_UNITS = 16,                /* for so few a kept header of any length is looked for */
    MOST_TRIED = 32,               /* directives of one that is looked for */
    MOST_KEPT = 256 * 1024 * 1024  /* bytes of headers that one run adds to the cache */
};

static const char folder_prefix[] = "vtcheck-headers-";

/* What a kept header is, for its key: raise it when what is kept of one changes in a way that the program's bytes do not tell. */
static const char header_version[] = "header 1";

typedef enum HeaderState { HEADER_UNKNOWN, HEADER_READY, HEADER_REFUSED } HeaderState;

typedef struct Header {
    HeaderGroup group;
    uint32_t left;              /* members that are not done with */
    HeaderState state;          /* in this process */
    FrontendHeaderFacts *facts; /* when ready */
} Header;

struct PipelineHeaders {
    const PipelineUnits *units;
    PipelineSelection *selection;
    PipelineStore *store;       /* NULL: nothing is kept */
    char *folder;
    Header *headers;
    guint count;
    guint *header_of;           /* per unit, or NO_HEADER */
    GPtrArray *moved_of;        /* char *, per unit: the directives before the header's, which are read behind it; NULL: none */
    uint64_t kept;
    pid_t owner;                /* who removes the folder */
};

/* --- facts as bytes --- */

static const uint32_t facts_magic = 0x56544831; /* "VTH1" */

static void put_facts(const FrontendHeaderFacts *facts, GByteArray *out)
{
    base_put_number(out, facts_magic);
    base_put_number(out, facts->is_bare);
    base_put_number(out, facts->flag_errors);
    base_put_number(out, facts->files->len);
    for (guint i = 0; i < facts->files->len; i++) {
        base_put_number(out, facts->is_system->data[i]);
        base_put_text(out, facts->files->pdata[i]);
    }
}

/* NULL: they make no sense. */
static FrontendHeaderFacts *take_facts(BaseReader *reader)
{
    FrontendHeaderFacts *facts = frontend_header_facts_new();
    reader->is_broken = reader->is_broken || base_take_number(reader) != facts_magic;
    facts->is_bare = base_take_number(reader) != 0;
    facts->flag_errors = base_take_number(reader);
    uint32_t count = base_take_count(reader, 2 * sizeof(uint32_t));
    for (uint32_t i = 0; i < count && !reader->is_broken; i++) {
        guint8 is_system = base_take_number(reader) != 0;
        g_byte_array_append(facts->is_system, &is_system, 1);
        g_ptr_array_add(facts->files, g_strdup(base_take_some_text(reader)));
    }
    if (!reader->is_broken)
        return facts;
    frontend_header_facts_free(facts);
    return NULL;
}

/* --- files of the run --- */

static char *path_of(const PipelineHeaders *headers, guint index, const char *suffix)
{
    return g_strdup_printf("%s/%u.%s", headers->folder, index, suffix);
}

/* What others see of it, whole or not at all. */
static bool put_file(const PipelineHeaders *headers, guint index, const char *suffix, const void *bytes, size_t length)
{
    char *path = path_of(headers, index, suffix), *fresh = path_of(headers, index, "new");
    bool is_written = g_file_set_contents_full(fresh, bytes, (gssize)length, G_FILE_SET_CONTENTS_NONE, 0600, NULL) && rename(fresh, path) == 0;
    g_free(path);
    g_free(fresh);
    return is_written;
}

static void remove_files(const PipelineHeaders *headers, guint index)
{
    static const char *const suffixes[] = {"facts", "pch", "claim", "new", "kept"};
    for (size_t i = 0; i < G_N_ELEMENTS(suffixes); i++) {
        char *path = path_of(headers, index, suffixes[i]);
        unlink(path);
        g_free(path);
    }
}

static void remove_folder(const char *folder)
{
    GDir *dir = g_dir_open(folder, 0, NULL);
    for (const char *name; dir != NULL && (name = g_dir_read_name(dir)) != NULL;) {
        char *path = g_build_filename(folder, name, NULL);
        unlink(path);
        g_free(path);
    }
    if (dir != NULL)
        g_dir_close(dir);
    rmdir(folder);
}

/* Of runs that were killed: their folders name the process, and it is gone. */
static void remove_orphans(const char *parent)
{
    GDir *dir = g_dir_open(parent, 0, NULL);
    for (const char *name; dir != NULL && (name = g_dir_read_name(dir)) != NULL;) {
        if (!g_str_has_prefix(name, folder_prefix))
            continue;
        pid_t pid = (pid_t)g_ascii_strtoll(name + sizeof folder_prefix - 1, NULL, 10);
        char *path = g_build_filename(parent, name, NULL);
        GStatBuf status;
        if (pid > 0 && kill(pid, 0) != 0 && errno == ESRCH && g_lstat(path, &status) == 0 && S_ISDIR(status.st_mode) && status.st_uid == getuid())
            remove_folder(path);
        g_free(path);
    }
    if (dir != NULL)
        g_dir_close(dir);
}

static char *make_folder(void)
{
    remove_orphans(g_get_tmp_dir());
    char *folder = g_strdup_printf("%s/%s%ld-XXXXXX", g_get_tmp_dir(), folder_prefix, (long)getpid());
    if (g_mkdtemp(folder) != NULL)
        return folder;
    g_free(folder);
    return NULL;
}

/* --- the cache --- */

static bool key_of(const PipelineHeaders *headers, const HeaderGroup *group, CacheKey *key)
{
    return headers->store != NULL && pipeline_store_text_key(headers->store, header_version, group->unit, group->text, &group->answer, key);
}

/* Puts a kept header into the run's folder. */
static bool recall(const PipelineHeaders *headers, guint index)
{
    CacheKey key;
    GByteArray *bytes = g_byte_array_new();
    bool is_there = key_of(headers, &headers->headers[index].group, &key) && pipeline_store_get(headers->store, key, bytes);
    if (is_there) {
        BaseReader reader = base_reader(bytes->data, bytes->len);
        FrontendHeaderFacts *facts = take_facts(&reader);
        size_t facts_length = (size_t)((const guint8 *)reader.at - bytes->data);
        is_there = facts != NULL && put_file(headers, index, "pch", reader.at, (size_t)(reader.end - reader.at)) &&
                   put_file(headers, index, "kept", "", 0) && put_file(headers, index, "facts", bytes->data, facts_length);
        frontend_header_facts_free(facts);
    }
    g_byte_array_unref(bytes);
    return is_there;
}

/* Its files are what they were when they were scanned, and not too young to tell. */
static bool is_current(const PipelineHeaders *headers, const Header *header)
{
    const PipelineUnit *unit = headers->units->units->pdata[header->group.unit];
    ScanInput input = {unit->source, unit->directory, (const char *const *)unit->flags};
    scan_refresh(headers->selection->scanner);
    ScanAnswer now = scan_text(headers->selection->scanner, &input, header->group.text, strlen(header->group.text));
    return now.unclear == NULL && memcmp(&now.content, &header->group.answer.content, sizeof now.content) == 0 &&
           memcmp(&now.stamp, &header->group.answer.stamp, sizeof now.stamp) == 0;
}

static bool has_read_others(const PipelineHeaders *headers, const guint8 *facts_bytes, size_t length)
{
    BaseReader reader = base_reader(facts_bytes, length);
    FrontendHeaderFacts *facts = take_facts(&reader);
    bool has_others = facts == NULL;
    for (guint i = 0; !has_others && i < facts->files->len; i++)
        has_others = !scan_has(headers->selection->scanner, facts->files->pdata[i]);
    frontend_header_facts_free(facts);
    return has_others;
}

static void keep(PipelineHeaders *headers, guint index)
{
    const Header *header = &headers->headers[index];
    CacheKey key;
    char *kept_path = path_of(headers, index, "kept");
    bool is_kept = headers->store == NULL || access(kept_path, F_OK) == 0;
    g_free(kept_path);
    if (is_kept || !key_of(headers, &header->group, &key))
        return;
    char *facts_path = path_of(headers, index, "facts"), *path = path_of(headers, index, "pch"), *facts = NULL, *bytes = NULL;
    gsize facts_length = 0, length = 0;
    bool is_whole = g_file_get_contents(facts_path, &facts, &facts_length, NULL) && g_file_get_contents(path, &bytes, &length, NULL);
    if (is_whole && headers->kept + length <= MOST_KEPT && is_current(headers, header) && !has_read_others(headers, (const guint8 *)facts, facts_length)) {
        GByteArray *entry = g_byte_array_new();
        g_byte_array_append(entry, (const guint8 *)facts, (guint)facts_length);
        g_byte_array_append(entry, (const guint8 *)bytes, (guint)length);
        pipeline_store_put(headers->store, key, entry);
        headers->kept += length;
        g_byte_array_unref(entry);
    }
    g_free(facts);
    g_free(bytes);
    g_free(facts_path);
    g_free(path);
}

/* --- planning --- */

static void add_header(PipelineHeaders *headers, const HeaderGroup *group, uint32_t members)
{
    headers->headers = g_renew(Header, headers->headers, headers->count + 1);
    headers->headers[headers->count++] = (Header){.group = *group, .left = members};
}

/* Takes the group as the unit's header, if an earlier run kept it. */
static void try_kept(PipelineHeaders *headers, HeaderOrder *order, uint32_t unit, GArray *directives, guint moved, HeaderGroup *group)
{
    CacheKey key;
    bool may = key_of(headers, group, &key) && pipeline_store_has(headers->store, key) && (moved == 0 || header_order_may_move(order, unit, directives, moved, group->text));
    add_header(headers, group, 1);
    if (may && recall(headers, headers->count - 1)) {
        headers->header_of[unit] = headers->count - 1;
        headers->moved_of->pdata[unit] = moved > 0 ? header_plan_lines(directives, 0, moved) : NULL;
    } else {
        headers->count--;
        header_group_clear(group);
    }
}

/* For a unit that shares with none: the longest that an earlier run kept. */
static void find_kept(PipelineHeaders *headers, HeaderOrder *order, uint32_t unit)
{
    HeaderGroup group;
    GArray *directives = header_plan_directives(headers->units, headers->selection, unit);
    guint leading = directives != NULL ? header_order_leading(directives) : 0, most = directives != NULL ? MIN(directives->len, MOST_TRIED) : 0;
    for (guint moved = 0; moved <= leading; moved++)
        for (guint count = most > moved ? most - moved : 0; count > 0 && headers->header_of[unit] == NO_HEADER; count--)
            if (header_plan_one(headers->units, headers->selection, unit, directives, moved, count, &group))
                try_kept(headers, order, unit, directives, moved, &group);
    if (directives != NULL)
        g_array_unref(directives);
}

static void take_plan(PipelineHeaders *headers, HeaderPlan *plan)
{
    guint *index = g_new(guint, plan->groups->len + 1);
    for (guint i = 0; i < plan->groups->len; i++) {
        HeaderGroup *group = &g_array_index(plan->groups, HeaderGroup, i);
        index[i] = headers->count;
        if (group->members == 0)
            continue;
        add_header(headers, group, group->members);
        group->text = NULL;
    }
    headers->header_of = g_steal_pointer(&plan->group_of);
    headers->moved_of = g_steal_pointer(&plan->moved_of);
    for (guint i = 0; i < headers->units->units->len; i++)
        if (headers->header_of[i] != NO_HEADER)
            headers->header_of[i] = index[headers->header_of[i]];
    g_free(index);
}

static gint compare_headers(gconstpointer one, gconstpointer other, gpointer data)
{
    const PipelineHeaders *headers = data;
    const Header *a = &headers->headers[*(const guint *)one], *b = &headers->headers[*(const guint *)other];
    if (a->group.bytes != b->group.bytes)
        return a->group.bytes < b->group.bytes ? 1 : -1;
    return a->group.unit < b->group.unit ? -1 : a->group.unit > b->group.unit;
}

/* Units with a header first, so that there are others to even out the end; one header after the other, but for the first unit of each, which goes
 * ahead of the header before: so that no worker finds another one at work on what it needs. */
static void put_in_order(PipelineHeaders *headers, guint ahead)
{
    PipelineSelection *selection = headers->selection;
    GPtrArray *members = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
    guint *order = g_new(guint, headers->count + 1);
    for (guint i = 0; i < headers->count; i++) {
        order[i] = i;
        g_ptr_array_add(members, g_array_new(FALSE, FALSE, sizeof(uint32_t)));
    }
    GArray *result = g_array_new(FALSE, FALSE, sizeof(uint32_t)), *rest = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    for (uint32_t i = 0; i < selection->count; i++) {
        guint header = headers->header_of[selection->order[i]];
        g_array_append_val(header == NO_HEADER ? rest : (GArray *)members->pdata[header], selection->order[i]);
    }
    g_qsort_with_data(order, (gint)headers->count, sizeof *order, compare_headers, headers);
    for (guint i = 0; i < headers->count + ahead; i++) {
        if (i < headers->count)
            g_array_append_vals(result, ((const GArray *)members->pdata[order[i]])->data, 1);
        const GArray *those = i >= ahead ? members->pdata[order[i - ahead]] : NULL;
        if (those != NULL && those->len > 1)
            g_array_append_vals(result, those->data + sizeof(uint32_t), those->len - 1);
    }
    g_array_append_vals(result, rest->data, rest->len);
    memcpy(selection->order, result->data, sizeof(uint32_t) * result->len);
    g_array_unref(result);
    g_array_unref(rest);
    g_ptr_array_unref(members);
    g_free(order);
}

PipelineHeaders *pipeline_headers_new(const PipelineUnits *units, PipelineSelection *selection, PipelineStore *store, int jobs)
{
    PipelineHeaders *headers = g_new0(PipelineHeaders, 1);
    *headers = (PipelineHeaders){.units = units, .selection = selection, .store = store, .owner = getpid()};
    HeaderOrder *order = header_order_new(units, selection, store);
    HeaderPlan plan = header_plan(units, selection, order);
    take_plan(headers, &plan);
    header_plan_clear(&plan);
    bool may_be_kept = store != NULL && selection->count <= FEW_UNITS;
    if (headers->count > 0 || may_be_kept)
        headers->folder = make_folder();
    for (uint32_t i = 0; may_be_kept && headers->folder != NULL && i < selection->count; i++)
        if (headers->header_of[selection->order[i]] == NO_HEADER)
            find_kept(headers, order, selection->order[i]);
    header_order_free(order);
    if (headers->folder == NULL || headers->count == 0) {
        pipeline_headers_free(headers);
        return NULL;
    }
    put_in_order(headers, (guint)MAX(jobs, 1));
    return headers;
}

void pipeline_headers_free(PipelineHeaders *headers)
{
    if (headers == NULL)
        return;
    for (guint i = 0; i < headers->count; i++) {
        header_group_clear(&headers->headers[i].group);
        frontend_header_facts_free(headers->headers[i].facts);
    }
    if (headers->folder != NULL && headers->owner == getpid())
        remove_folder(headers->folder);
    g_free(headers->folder);
    g_free(headers->headers);
    g_free(headers->header_of);
    if (headers->moved_of != NULL)
        g_ptr_array_unref(headers->moved_of);
    g_free(headers);
}

uint32_t pipeline_headers_count(const PipelineHeaders *headers)
{
    return headers != NULL ? headers->count : 0;
}

bool pipeline_headers_has(const PipelineHeaders *headers, uint32_t unit)
{
    return headers != NULL && headers->header_of[unit] != NO_HEADER;
}

void pipeline_headers_end_unit(PipelineHeaders *headers, uint32_t unit)
{
    if (!pipeline_headers_has(headers, unit))
        return;
    guint index = headers->header_of[unit];
    headers->header_of[unit] = NO_HEADER;
    if (--headers->headers[index].left > 0)
        return;
    keep(headers, index);
    remove_files(headers, index);
}

/* --- a worker's side --- */

static bool claim(const PipelineHeaders *headers, guint index)
{
    char *path = path_of(headers, index, "claim");
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    g_free(path);
    if (file >= 0)
        close(file);
    return file >= 0;
}

static void build(const PipelineHeaders *headers, guint index, const FrontendInput *input)
{
    char *path = path_of(headers, index, "pch");
    FrontendHeaderFacts *facts = frontend_precompile(input, headers->headers[index].group.text, path);
    GByteArray *bytes = g_byte_array_new(); /* none: it cannot be shared */
    if (facts != NULL)
        put_facts(facts, bytes);
    put_file(headers, index, "facts", bytes->data != NULL ? bytes->data : (const guint8 *)"", bytes->len);
    g_byte_array_unref(bytes);
    frontend_header_facts_free(facts);
    g_free(path);
}

static void look(const PipelineHeaders *headers, guint index)
{
    Header *header = &headers->headers[index];
    char *path = path_of(headers, index, "facts"), *bytes = NULL;
    gsize length = 0;
    if (g_file_get_contents(path, &bytes, &length, NULL)) {
        BaseReader reader = base_reader(bytes, length);
        header->facts = take_facts(&reader);
        header->state = header->facts != NULL ? HEADER_READY : HEADER_REFUSED;
    }
    g_free(bytes);
    g_free(path);
}

static guint count_lines(const char *text)
{
    guint count = 0;
    for (; *text != '\0'; text++)
        count += *text == '\n';
    return count;
}

/* The source with blanks in place of the header's directives, which stand behind those that are moved; NULL: it does not begin with these any more. */
static char *blanked(const char *source, const HeaderGroup *group, const char *moved, gsize *length)
{
    char *text = NULL;
    if (!g_file_get_contents(source, &text, length, NULL))
        return NULL;
    GArray *directives = scan_prefix(text, *length);
    guint first = count_lines(moved);
    char *lines = header_plan_lines(directives, 0, first + group->directives), *expected = g_strconcat(moved, group->text, NULL);
    bool is_same = strcmp(lines, expected) == 0;
    for (guint i = first; is_same && i < first + group->directives; i++) {
        const ScanDirective *directive = &g_array_index(directives, ScanDirective, i);
        memset(text + directive->begin, ' ', directive->end - directive->begin);
    }
    g_free(lines);
    g_free(expected);
    g_array_unref(directives);
    if (is_same)
        return text;
    g_free(text);
    return NULL;
}

bool pipeline_headers_parse(PipelineHeaders *headers, uint32_t unit, const FrontendInput *input, FrontendResult *result)
{
    if (!pipeline_headers_has(headers, unit))
        return false;
    guint index = headers->header_of[unit];
    Header *header = &headers->headers[index];
    if (header->state == HEADER_UNKNOWN)
        look(headers, index);
    if (header->state == HEADER_UNKNOWN && claim(headers, index)) {
        if (!recall(headers, index))
            build(headers, index, input);
        look(headers, index);
    }
    gsize length = 0;
    const char *moved = headers->moved_of->pdata[unit] != NULL ? headers->moved_of->pdata[unit] : "";
    char *text = header->state == HEADER_READY ? blanked(input->source, &header->group, moved, &length) : NULL;
    if (text == NULL)
        return false;
    char *path = path_of(headers, index, "pch");
    FrontendHeader shared = {path, header->facts, text, length};
    FrontendInput with_header = *input;
    with_header.header = &shared;
    *result = frontend_parse(&with_header);
    g_free(path);
    g_free(text);
    return true;
}
