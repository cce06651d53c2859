/* store.c - keys of units, and results that wait to be kept; see store.h.
 *
 * To look whether files changed costs a system call for each; so offers wait for each other for a few seconds, and one look is
 * for all of them. What waits when the program is killed is parsed again next time. */
#define _POSIX_C_SOURCE 200809L /* st_mtim */
#include "pipeline/store.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/api.h"

enum { FLUSH_SECONDS = 3 };

/* The key's own version: raise it when what is kept changes in a way that the program's bytes do not tell. */
static const char key_version[] = "unit 4", record_version[] = "record 1", part_version[] = "part 1";

typedef struct Offer {
    uint32_t unit;
    GByteArray *message;
    const IrModule *module;
} Offer;

/* What was found in a component. */
typedef struct Part {
    CacheKey key;
    uint32_t *units;
    uint32_t count;
    GByteArray *record;
} Part;

struct PipelineStore {
    Cache *cache;
    const PipelineUnits *units;
    PipelineSelection *selection;
    CacheKey program;   /* of this program, libclang and Clang's headers */
    bool is_usable;     /* false: these are not known, so nothing is kept */
    uint32_t *selected; /* units, in their order: those of a record */
    uint32_t selected_count;
    CacheKey record;
    bool has_record;    /* it may have one: each of these units has a key */
    GArray *offers;     /* Offer */
    gint64 first_offer; /* monotonic microseconds */
    GArray *parts;      /* Part */
    GHashTable *loaded; /* units (+ 1) whose module was kept: it is of the files that their key names, whatever became of these */
};

/* --- keys --- */

/* libclang by its place and times: it is too large to be read in each run. */
static bool add_libclang(CacheKeyBuilder *builder)
{
    char *path = frontend_library();
    struct stat status;
    bool known = path != NULL && stat(path, &status) == 0;
    if (known) {
        const int64_t facts[] = {(int64_t)status.st_size, (int64_t)status.st_mtim.tv_sec, (int64_t)status.st_mtim.tv_nsec, (int64_t)status.st_ino};
        cache_key_add_text(builder, path);
        cache_key_add(builder, facts, sizeof facts);
    }
    g_free(path);
    return known;
}

/* -march=native means another machine on another machine. */
static void add_machine(CacheKeyBuilder *builder, const PipelineUnit *unit)
{
    bool is_native = false;
    for (char **flag = unit->flags; *flag != NULL && !is_native; flag++)
        is_native = g_str_has_prefix(*flag, "-m") && g_str_has_suffix(*flag, "=native");
    char *text = NULL;
    if (is_native && g_file_get_contents("/proc/cpuinfo", &text, NULL, NULL)) {
        char **lines = g_strsplit(text, "\n", 64);
        for (char **line = lines; *line != NULL && **line != '\0'; line++)
            if (strstr(*line, "MHz") == NULL && strstr(*line, "mips") == NULL)
                cache_key_add_text(builder, *line);
        g_strfreev(lines);
    }
    g_free(text);
}

static void add_list(CacheKeyBuilder *builder, const GPtrArray *texts)
{
    cache_key_add(builder, &texts->len, sizeof texts->len);
    for (guint i = 0; i < texts->len; i++)
        cache_key_add_text(builder, texts->pdata[i]);
}

/* What the configuration says that reaches the frontend. Rules and severities come after what is kept. */
static void add_apis(CacheKeyBuilder *builder, const GPtrArray *apis)
{
    for (guint i = 0; apis != NULL && i < apis->len; i++) {
        const BaseApi *api = apis->pdata[i];
        cache_key_add_text(builder, api->type);
        add_list(builder, api->consuming);
        add_list(builder, api->observing);
        add_list(builder, api->synchronous);
        add_list(builder, api->asynchronous);
    }
}

static void add_command(CacheKeyBuilder *builder, const PipelineUnit *unit)
{
    cache_key_add_text(builder, unit->directory);
    for (char **flag = unit->flags; *flag != NULL; flag++)
        cache_key_add_text(builder, *flag);
}

static CacheKey key_of(const PipelineStore *store, uint32_t index)
{
    const PipelineUnit *unit = store->units->units->pdata[index];
    const ScanAnswer *answer = &store->selection->answers[index];
    CacheKeyBuilder *builder = cache_key_new();
    cache_key_add(builder, &store->program, sizeof store->program);
    cache_key_add_text(builder, unit->source);
    add_command(builder, unit);
    cache_key_add(builder, &unit->is_helper, sizeof unit->is_helper);
    add_machine(builder, unit);
    add_apis(builder, unit->apis);
    cache_key_add(builder, &answer->content, sizeof answer->content);
    return cache_key_end(builder);
}

/* Of the module's head, which is all that is needed of most units. */
static CacheKey head_key(CacheKey unit)
{
    CacheKeyBuilder *builder = cache_key_new();
    cache_key_add_text(builder, "head");
    cache_key_add(builder, &unit, sizeof unit);
    return cache_key_end(builder);
}

bool pipeline_store_text_key(const PipelineStore *store, const char *what, uint32_t index, const char *directives, const ScanAnswer *answer, CacheKey *key)
{
    const PipelineUnit *unit = store->units->units->pdata[index];
    char *folder = g_path_get_dirname(unit->source);
    CacheKeyBuilder *builder = cache_key_new();
    cache_key_add_text(builder, what);
    cache_key_add(builder, &store->program, sizeof store->program);
    cache_key_add_text(builder, folder);
    add_command(builder, unit);
    add_machine(builder, unit);
    add_apis(builder, unit->apis);
    cache_key_add_text(builder, directives);
    cache_key_add(builder, &answer->content, sizeof answer->content);
    cache_key_add(builder, &answer->stamp, sizeof answer->stamp);
    *key = cache_key_end(builder);
    g_free(folder);
    return store->is_usable && answer->unclear == NULL && !answer->is_timed;
}

bool pipeline_store_has(const PipelineStore *store, CacheKey key)
{
    return cache_has(store->cache, key);
}

bool pipeline_store_get(PipelineStore *store, CacheKey key, GByteArray *bytes)
{
    return cache_get(store->cache, key, bytes);
}

void pipeline_store_put(PipelineStore *store, CacheKey key, const GByteArray *bytes)
{
    cache_put(store->cache, key, bytes->data, bytes->len);
}

static bool is_storable(const PipelineStore *store, uint32_t unit)
{
    const ScanAnswer *answer = &store->selection->answers[unit];
    return store->is_usable && answer->unclear == NULL && !answer->is_timed;
}

static gint compare_numbers(gconstpointer one, gconstpointer other)
{
    const uint32_t *a = one, *b = other;
    return (*a > *b) - (*a < *b);
}

/* Of what is found in these units together; false: one of them has no key. */
static bool find_key(const PipelineStore *store, const char *version, const uint32_t *units, uint32_t count, CacheKey *key)
{
    bool has_key = count > 0;
    CacheKeyBuilder *builder = cache_key_new();
    cache_key_add_text(builder, version);
    cache_key_add(builder, &store->units->is_whole, sizeof store->units->is_whole);
    cache_key_add(builder, &store->selection->is_cut, sizeof store->selection->is_cut);
    for (uint32_t i = 0; i < count && has_key; i++) {
        has_key = is_storable(store, units[i]);
        CacheKey one = key_of(store, units[i]);
        cache_key_add(builder, &one, sizeof one);
    }
    *key = cache_key_end(builder);
    return has_key;
}

/* Of all units that were selected, in an order that their sizes do not change. */
static void find_record(PipelineStore *store)
{
    store->selected_count = store->selection->count;
    store->selected = g_memdup2(store->selection->order, sizeof(uint32_t) * store->selected_count);
    qsort(store->selected, store->selected_count, sizeof(uint32_t), compare_numbers);
    store->has_record = find_key(store, record_version, store->selected, store->selected_count, &store->record);
}

static void clear_offer(gpointer data)
{
    g_byte_array_unref(((Offer *)data)->message);
}

static void clear_part(gpointer data)
{
    g_free(((Part *)data)->units);
    g_byte_array_unref(((Part *)data)->record);
}

PipelineStore *pipeline_store_new(Cache *cache, const PipelineUnits *units, PipelineSelection *selection, const char *resource_dir)
{
    PipelineStore *store = g_new0(PipelineStore, 1);
    store->cache = cache;
    store->units = units;
    store->selection = selection;
    store->offers = g_array_new(FALSE, FALSE, sizeof(Offer));
    g_array_set_clear_func(store->offers, clear_offer);
    store->parts = g_array_new(FALSE, FALSE, sizeof(Part));
    g_array_set_clear_func(store->parts, clear_part);
    store->loaded = g_hash_table_new(NULL, NULL);
    CacheKeyBuilder *builder = cache_key_new();
    cache_key_add_text(builder, key_version);
    cache_key_add_text(builder, resource_dir);
    store->is_usable = cache_key_add_program(builder) && add_libclang(builder);
    store->program = cache_key_end(builder);
    find_record(store);
    return store;
}

void pipeline_store_free(PipelineStore *store)
{
    if (store == NULL)
        return;
    g_array_unref(store->offers);
    g_array_unref(store->parts);
    g_hash_table_unref(store->loaded);
    g_free(store->selected);
    g_free(store);
}

/* --- loading --- */

/* The unit's message, or what is left of it without the module's bodies, which may be asked for later. */
static bool get(PipelineStore *store, uint32_t index, bool head, GByteArray *bytes)
{
    if (!is_storable(store, index))
        return false;
    CacheKey key = key_of(store, index);
    return head ? cache_has(store->cache, key) && cache_get(store->cache, head_key(key), bytes) : cache_get(store->cache, key, bytes);
}

static bool load(PipelineStore *store, uint32_t index, bool head, GByteArray *bytes, PipelineOutcome *outcome)
{
    g_byte_array_set_size(bytes, 0);
    if (!get(store, index, head, bytes) || (head ? worker_decode_head : worker_decode_trusted)(bytes, outcome) != WORKER_DECODE_DONE)
        return false;
    outcome->result.stats.parse_seconds = outcome->result.stats.lower_seconds = 0;
    outcome->result.stats.has_header = false;
    if (outcome->result.module != NULL && outcome->result.error == NULL)
        return true;
    pipeline_outcome_clear(outcome);
    return false;
}

IrModule *pipeline_store_module(PipelineStore *store, uint32_t unit)
{
    PipelineOutcome whole = {0};
    GByteArray *bytes = g_byte_array_new();
    IrModule *module = load(store, unit, false, bytes, &whole) ? g_steal_pointer(&whole.result.module) : NULL;
    pipeline_outcome_clear(&whole);
    g_byte_array_unref(bytes);
    return module;
}

uint32_t pipeline_store_load(PipelineStore *store, bool heads, PipelineOutcome *outcomes)
{
    PipelineSelection *selection = store->selection;
    GByteArray *bytes = g_byte_array_new();
    uint32_t left = 0, count = selection->count;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t unit = selection->order[i];
        if (load(store, unit, heads, bytes, &outcomes[unit]))
            g_hash_table_add(store->loaded, GUINT_TO_POINTER(unit + 1));
        else
            selection->order[left++] = unit;
    }
    g_byte_array_unref(bytes);
    selection->count = left;
    return count - left;
}

/* --- keeping --- */

void pipeline_store_offer(PipelineStore *store, uint32_t unit, const guint8 *message, size_t length, const PipelineOutcome *outcome)
{
    if (!is_storable(store, unit) || outcome->result.module == NULL || outcome->result.error != NULL)
        return;
    Offer offer = {unit, g_byte_array_new(), outcome->result.module};
    g_byte_array_append(offer.message, message, (guint)length);
    if (store->offers->len == 0)
        store->first_offer = g_get_monotonic_time();
    g_array_append_val(store->offers, offer);
    if (g_get_monotonic_time() - store->first_offer > FLUSH_SECONDS * G_USEC_PER_SEC)
        pipeline_store_flush(store);
}

static bool is_unchanged(PipelineStore *store, uint32_t index, const IrModule *module)
{
    const PipelineUnit *unit = store->units->units->pdata[index];
    const ScanAnswer *before = &store->selection->answers[index];
    ScanAnswer now = scan_unit(store->selection->scanner, &(ScanInput){unit->source, unit->directory, (const char *const *)unit->flags});
    if (now.unclear != NULL || memcmp(&now.content, &before->content, sizeof now.content) != 0 || memcmp(&now.stamp, &before->stamp, sizeof now.stamp) != 0)
        return false;
    for (uint32_t i = 0; i < module->file_count; i++)
        if (!scan_has(store->selection->scanner, module->files[i].path))
            return false;
    return true;
}

static void keep_head(PipelineStore *store, CacheKey key, const GByteArray *message)
{
    PipelineOutcome outcome = {0};
    GByteArray *bytes = g_byte_array_append(g_byte_array_new(), message->data, message->len);
    if (worker_decode_head(bytes, &outcome) == WORKER_DECODE_DONE) {
        g_byte_array_set_size(bytes, 0);
        worker_encode(&outcome, bytes);
        cache_put(store->cache, head_key(key), bytes->data, bytes->len);
        pipeline_outcome_clear(&outcome);
    }
    g_byte_array_unref(bytes);
}

/* The scanner sees the files as they are now. */
static void keep_offers(PipelineStore *store)
{
    for (guint i = 0; i < store->offers->len; i++) {
        const Offer *offer = &g_array_index(store->offers, Offer, i);
        if (!is_unchanged(store, offer->unit, offer->module))
            continue;
        CacheKey key = key_of(store, offer->unit);
        keep_head(store, key, offer->message);
        cache_put(store->cache, key, offer->message->data, offer->message->len);
    }
    g_array_set_size(store->offers, 0);
}

void pipeline_store_flush(PipelineStore *store)
{
    if (store->offers->len == 0)
        return;
    scan_refresh(store->selection->scanner);
    keep_offers(store);
}

/* --- records --- */

static PipelineRecordUnits record_units(const PipelineStore *store)
{
    return (PipelineRecordUnits){store->units, store->selected, store->selected_count};
}

bool pipeline_store_recall(PipelineStore *store, PipelineOutcome *outcomes, AnalysisStats *stats, ReportSet *set)
{
    PipelineRecordUnits units = record_units(store);
    GByteArray *bytes = g_byte_array_new();
    bool is_found = store->has_record && cache_get(store->cache, store->record, bytes) && pipeline_record_read(&units, bytes->data, bytes->len, outcomes, stats, set);
    g_byte_array_unref(bytes);
    if (is_found)
        store->selection->count = 0;
    return is_found;
}

GByteArray *pipeline_store_recall_part(PipelineStore *store, const PipelineRecordUnits *part)
{
    CacheKey key;
    GByteArray *record = g_byte_array_new();
    if (find_key(store, part_version, part->indices, part->count, &key) && cache_get(store->cache, key, record))
        return record;
    g_byte_array_unref(record);
    return NULL;
}

void pipeline_store_offer_part(PipelineStore *store, const PipelineRecordUnits *part, GByteArray *record)
{
    Part one = {.count = part->count};
    if (!find_key(store, part_version, part->indices, part->count, &one.key))
        return;
    one.units = g_memdup2(part->indices, sizeof(uint32_t) * part->count);
    one.record = g_byte_array_ref(record);
    g_array_append_val(store->parts, one);
}

/* Findings may quote files, so these must be what they were when they were looked at first: per unit, whether they are. Nothing was read for those
 * that came from the cache, as what was found in them did. g_free. */
static bool *look_again(PipelineStore *store, const PipelineOutcome *outcomes)
{
    gsize count = (gsize)store->units->units->len + 1;
    bool *is_current = g_new0(bool, count), *was_read = g_new0(bool, count);
    for (guint i = 0; i < store->parts->len; i++) {
        const Part *part = &g_array_index(store->parts, Part, i);
        for (uint32_t k = 0; k < part->count; k++)
            was_read[part->units[k]] = true;
    }
    scan_refresh(store->selection->scanner);
    keep_offers(store);
    for (uint32_t i = 0; i < store->selected_count; i++) {
        uint32_t unit = store->selected[i];
        const FrontendResult *result = &outcomes[unit].result;
        was_read[unit] = was_read[unit] || !g_hash_table_contains(store->loaded, GUINT_TO_POINTER(unit + 1));
        is_current[unit] = result->module != NULL && result->error == NULL && is_storable(store, unit) && (!was_read[unit] || is_unchanged(store, unit, result->module));
    }
    g_free(was_read);
    return is_current;
}

static bool are_current(const bool *is_current, const uint32_t *units, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (!is_current[units[i]])
            return false;
    return true;
}

void pipeline_store_remember(PipelineStore *store, const PipelineOutcome *outcomes, const AnalysisStats *stats, const ReportSet *set)
{
    bool *is_current = look_again(store, outcomes);
    for (guint i = 0; i < store->parts->len; i++) {
        const Part *part = &g_array_index(store->parts, Part, i);
        if (are_current(is_current, part->units, part->count))
            cache_put(store->cache, part->key, part->record->data, part->record->len);
    }
    if (set != NULL && store->has_record && are_current(is_current, store->selected, store->selected_count)) {
        PipelineRecordUnits units = record_units(store);
        GByteArray *bytes = g_byte_array_new();
        pipeline_record_write(&units, outcomes, stats, set, bytes);
        cache_put(store->cache, store->record, bytes->data, bytes->len);
        g_byte_array_unref(bytes);
    }
    g_free(is_current);
}
