/* match.c - the function of each site, and what was measured of it; see profile.h.
 *
 * A site lies in the function whose lines in that very file contain its line: the compiler may have named the function it
 * was inlined into. Where no function that could have made it is there (the file lies elsewhere, or was edited since), the
 * function's name decides, and among namesakes the one whose path ends most like the site's. Two that are equally good are
 * none. */
#include "profile/profile.h"

#include <string.h>

#include "base/path.h"

typedef struct Matcher {
    const AnalysisProgram *program;
    const char *directory;
    GHashTable *by_path, *by_name; /* -> GArray of indexes into program->functions */
} Matcher;

/* --- candidates --- */

static const char *path_of(const AnalysisFunction *function)
{
    uint32_t file = function->function->span.file;
    return file < function->module->file_count ? function->module->files[file].path : NULL;
}

/* Only these can have been meant to make value tasks, or tasks, for their callers. */
static bool could_make(const IrFunction *function, bool is_task)
{
    return function->return_type.kind == (is_task ? IR_TYPE_POINTER : IR_TYPE_TASK);
}

static void file_under(GHashTable *table, const char *key, uint32_t index)
{
    GArray *list = g_hash_table_lookup(table, key);
    if (list == NULL) {
        list = g_array_new(FALSE, FALSE, sizeof(uint32_t));
        g_hash_table_insert(table, (gpointer)key, list);
    }
    g_array_append_val(list, index);
}

static void file_functions(Matcher *matcher)
{
    for (uint32_t i = 0; i < matcher->program->function_count; i++) {
        const AnalysisFunction *function = &matcher->program->functions[i];
        const char *path = path_of(function);
        if (!function->function->is_defined || function->function->is_api || function->is_context || path == NULL)
            continue;
        if (function->function->return_type.kind != IR_TYPE_TASK && function->function->return_type.kind != IR_TYPE_POINTER)
            continue;
        file_under(matcher->by_path, path, i);
        file_under(matcher->by_name, function->function->name, i);
    }
}

/* --- one site --- */

static uint32_t by_line(const Matcher *matcher, const ProfileSite *site)
{
    char *path = base_path_absolute(site->file, matcher->directory);
    const GArray *list = g_hash_table_lookup(matcher->by_path, path);
    uint32_t found = 0;
    for (guint i = 0; list != NULL && i < list->len; i++) {
        uint32_t index = g_array_index(list, uint32_t, i);
        const IrFunction *function = matcher->program->functions[index].function;
        if (could_make(function, site->is_task) && function->span.line <= site->line && site->line <= function->end_span.line)
            found = index + 1;
    }
    g_free(path);
    return found;
}

/* How many names, from the last one on, two paths have in common. */
static size_t common_ending(const char *one, const char *other)
{
    const char *a = one + strlen(one), *b = other + strlen(other);
    size_t names = 0;
    while (a > one && b > other && a[-1] == b[-1]) {
        a--, b--;
        if (*a == '/')
            names++;
    }
    bool is_whole = (a == one || a[-1] == '/') && (b == other || b[-1] == '/');
    return names + (is_whole && *a != '/');
}

static uint32_t by_name(const Matcher *matcher, const ProfileSite *site)
{
    const GArray *list = g_hash_table_lookup(matcher->by_name, site->function);
    bool is_anywhere = strcmp(site->file, "?") == 0, is_tie = false;
    size_t best = 0;
    uint32_t found = 0;
    for (guint i = 0; list != NULL && i < list->len; i++) {
        uint32_t index = g_array_index(list, uint32_t, i);
        const AnalysisFunction *function = &matcher->program->functions[index];
        size_t ending = is_anywhere ? 1 : common_ending(path_of(function), site->file);
        if (ending < MAX(best, 1) || !could_make(function->function, site->is_task))
            continue;
        is_tie = ending == best;
        best = ending;
        found = index + 1;
    }
    return is_tie ? 0 : found;
}

/* An index + 1 into the program's functions; 0: none. */
static uint32_t function_of(const Matcher *matcher, const ProfileSite *site)
{
    uint32_t found = by_line(matcher, site);
    return found != 0 ? found : by_name(matcher, site);
}

/* --- events --- */

/* The call on this line that makes a task, for a note; the function's name where the line has none. */
static IrSpan span_of(const AnalysisFunction *function, const ProfileSite *site)
{
    const IrFunction *body = function->function;
    for (uint32_t b = 0; b < body->block_count; b++)
        for (uint32_t i = 0; i < body->blocks[b].inst_count; i++) {
            const IrInst *inst = &body->blocks[b].insts[i];
            if (inst->op != IR_OP_CALL || inst->span.line != site->line || inst->span.file != body->span.file)
                continue;
            uint32_t callee = inst->as.call.function;
            if (callee != IR_NONE && function->module->functions[callee].is_api && could_make(&function->module->functions[callee], site->is_task))
                return inst->span;
        }
    return body->span;
}

static int64_t clamp(uint64_t number)
{
    return number > INT64_MAX ? INT64_MAX : (int64_t)number;
}

static uint64_t add(uint64_t one, uint64_t other)
{
    return one > UINT64_MAX - other ? UINT64_MAX : one + other;
}

static bool is_worth_it(const AnalysisEvent *event, const ProfileSettings *settings)
{
    double ready = (double)event->ready, total = ready + (double)event->pending;
    if (total < 1 || total < (double)settings->minimum)
        return false;
    if (event->kind == ANALYSIS_MOSTLY_SYNC)
        return ready * 100 >= total * settings->task_share;
    return ready * 100 < total * settings->threshold;
}

/* Adds a site to the steps of its function. Sites of one line under several names, which follow each other, are one. */
static void add_step(TraceStep *steps, uint32_t *count, const AnalysisFunction *function, const ProfileSite *site)
{
    TraceStep *last = *count > 0 ? &steps[*count - 1] : NULL;
    IrSpan span = span_of(function, site);
    if (last == NULL || last->span.line != span.line || last->span.column != span.column) {
        last = &steps[(*count)++];
        *last = (TraceStep){.kind = TRACE_MEASURED, .module = function->module, .span = span};
    }
    last->value = clamp(add((uint64_t)last->value, site->ready));
    last->total = clamp(add((uint64_t)last->total, add(site->ready, site->pending)));
}

/* Sums the sites of one function, which are in the order of their lines. */
static AnalysisEvent sum_up(const Matcher *matcher, const Profile *profile, uint32_t index, const GArray *sites, BaseArena *arena)
{
    const AnalysisFunction *function = &matcher->program->functions[index];
    bool is_value = function->function->return_type.kind == IR_TYPE_TASK;
    AnalysisEvent event = {.kind = is_value ? ANALYSIS_RARELY_SYNC : ANALYSIS_MOSTLY_SYNC, .module = function->module,
                           .function = function->function, .span = function->function->span};
    uint32_t record = function->function->return_type.record;
    if (is_value && record < function->module->record_count)
        event.type_name = function->module->records[record].name;
    TraceStep *steps = BASE_NEW_ARRAY(arena, TraceStep, sites->len);
    event.steps = steps;
    for (guint i = 0; i < sites->len; i++) {
        const ProfileSite *site = &g_array_index(profile->sites, ProfileSite, g_array_index(sites, uint32_t, i));
        add_step(steps, &event.step_count, function, site);
        event.ready = add(event.ready, site->ready);
        event.pending = add(event.pending, site->pending);
    }
    return event;
}

static void free_list(gpointer list)
{
    g_array_unref(list);
}

ProfileResult *profile_match(const Profile *profile, const AnalysisProgram *program, const char *directory, ProfileSettingsOf settings_of, void *context)
{
    ProfileResult *result = g_new0(ProfileResult, 1);
    Matcher matcher = {.program = program, .directory = directory};
    matcher.by_path = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_list);
    matcher.by_name = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_list);
    file_functions(&matcher);
    GArray **sites_of = g_new0(GArray *, program->function_count + 1);
    for (guint i = 0; i < profile->sites->len; i++) {
        uint32_t found = function_of(&matcher, &g_array_index(profile->sites, ProfileSite, i));
        if (found == 0)
            continue;
        result->matched++;
        if (sites_of[found] == NULL)
            sites_of[found] = g_array_new(FALSE, FALSE, sizeof(uint32_t));
        g_array_append_val(sites_of[found], i);
    }
    result->arena = base_arena_new();
    result->events = BASE_NEW_ARRAY(result->arena, AnalysisEvent, result->matched);
    for (uint32_t i = 1; i <= program->function_count; i++) {
        if (sites_of[i] == NULL)
            continue;
        AnalysisEvent event = sum_up(&matcher, profile, i - 1, sites_of[i], result->arena);
        result->measured++;
        ProfileSettings settings = settings_of(path_of(&program->functions[i - 1]), context);
        if (is_worth_it(&event, &settings))
            result->events[result->event_count++] = event;
        g_array_unref(sites_of[i]);
    }
    g_free(sites_of);
    g_hash_table_unref(matcher.by_path);
    g_hash_table_unref(matcher.by_name);
    return result;
}

void profile_result_free(ProfileResult *result)
{
    if (result == NULL)
        return;
    base_arena_free(result->arena);
    g_free(result);
}
