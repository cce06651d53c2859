/* header_plan.c - groups of units by what they begin with; see header_plan.h.
 *
 * Units of one folder and one set of flags, sorted by their directives, are the leaves of a tree whose nodes are common beginnings. From the leaves
 * upwards each node compares: one header for all below it, or those chosen below it and one for the rest. What a header saves is
 * estimated by the bytes of all files behind it. Linear in directives, but for the sort. What is left over and begins with standard headers may join
 * a group that goes on like it. */
#include "pipeline/header_plan.h"

#include <string.h>

#include "base/api.h"
#include "scan/prefix.h"

/* Of what parsing the header's files costs: what a unit with a precompiled one saves, and what it takes to precompile it (parse and write; measured with
 * libclang 19 on git, curl, redis and generated projects: 0.75 to 0.9, 1.6 to 2.3). */
static const double saved_share = 0.8, build_share = 2.2;

enum { FEWEST_MEMBERS = 3, MOST_DIRECTIVES = 200 };

typedef struct Candidate {
    uint32_t unit;
    char *kind;         /* what must be the same beside directives */
    GArray *directives; /* ScanDirective */
} Candidate;

typedef struct Planner {
    const PipelineUnits *units;
    PipelineSelection *selection;
    HeaderOrder *order;
    GArray *candidates; /* Candidate */
    HeaderPlan plan;
} Planner;

/* --- candidates --- */

static void add_list(GString *kind, const char *name, const GPtrArray *texts)
{
    g_string_append_printf(kind, "\n%s", name);
    for (guint i = 0; i < texts->len; i++)
        g_string_append_printf(kind, " %s", (const char *)texts->pdata[i]);
}

/* Folder, flags, and what the configuration says of value tasks. */
static char *kind_of(const PipelineUnit *unit)
{
    char *folder = g_path_get_dirname(unit->source);
    GString *kind = g_string_new(folder);
    g_string_append_printf(kind, "\n%s", unit->directory);
    for (char **flag = unit->flags; *flag != NULL; flag++)
        g_string_append_printf(kind, "\n%s", *flag);
    for (guint i = 0; unit->apis != NULL && i < unit->apis->len; i++) {
        const BaseApi *api = unit->apis->pdata[i];
        g_string_append_printf(kind, "\ntype %s", api->type);
        add_list(kind, "consuming", api->consuming);
        add_list(kind, "observing", api->observing);
        add_list(kind, "synchronous", api->synchronous);
        add_list(kind, "asynchronous", api->asynchronous);
    }
    g_free(folder);
    return g_string_free(kind, FALSE);
}

static bool may_share(const PipelineSelection *selection, uint32_t unit)
{
    const ScanAnswer *answer = &selection->answers[unit];
    return answer->unclear == NULL && !answer->is_timed && !answer->looks_broken;
}

/* NULL: the source cannot be read, or begins with none. Free with g_array_unref. */
static GArray *directives_of(const PipelineUnit *unit)
{
    char *text = NULL;
    gsize length = 0;
    if (!g_file_get_contents(unit->source, &text, &length, NULL))
        return NULL;
    GArray *directives = scan_prefix(text, length);
    g_free(text);
    if (directives->len > MOST_DIRECTIVES)
        g_array_set_size(directives, MOST_DIRECTIVES);
    if (directives->len > 0)
        return directives;
    g_array_unref(directives);
    return NULL;
}

static void clear_candidate(gpointer data)
{
    Candidate *candidate = data;
    g_free(candidate->kind);
    g_array_unref(candidate->directives);
}

static GArray *find_candidates(const PipelineUnits *units, const PipelineSelection *selection)
{
    GArray *candidates = g_array_new(FALSE, FALSE, sizeof(Candidate));
    g_array_set_clear_func(candidates, clear_candidate);
    for (uint32_t i = 0; i < selection->count; i++) {
        const PipelineUnit *unit = units->units->pdata[selection->order[i]];
        GArray *directives = may_share(selection, selection->order[i]) ? directives_of(unit) : NULL;
        if (directives == NULL)
            continue;
        Candidate candidate = {selection->order[i], kind_of(unit), directives};
        g_array_append_val(candidates, candidate);
    }
    return candidates;
}

static const ScanDirective *directive(const Candidate *candidate, guint at)
{
    return &g_array_index(candidate->directives, ScanDirective, at);
}

static gint compare(gconstpointer one, gconstpointer other)
{
    const Candidate *a = one, *b = other;
    gint order = strcmp(a->kind, b->kind);
    for (guint i = 0; order == 0 && i < a->directives->len && i < b->directives->len; i++)
        order = strcmp(directive(a, i)->text, directive(b, i)->text);
    if (order == 0 && a->directives->len != b->directives->len)
        order = a->directives->len < b->directives->len ? -1 : 1;
    return order != 0 ? order : (a->unit > b->unit) - (a->unit < b->unit);
}

/* --- groups --- */

void header_group_clear(HeaderGroup *group)
{
    g_free(group->text);
    group->text = NULL;
}

static void clear_group(gpointer data)
{
    header_group_clear(data);
}

static const Candidate *candidate_at(const Planner *planner, guint at)
{
    return &g_array_index(planner->candidates, Candidate, at);
}

char *header_plan_lines(const GArray *directives, guint first, guint count)
{
    GString *lines = g_string_new(NULL);
    for (guint i = first; i < first + count && i < directives->len; i++)
        g_string_append_printf(lines, "%s\n", g_array_index(directives, ScanDirective, i).text);
    return g_string_free(lines, FALSE);
}

/* A group without members of some of the candidate's directives. */
static HeaderGroup group_for(const PipelineUnits *units, PipelineSelection *selection, const Candidate *candidate, guint first, guint count)
{
    const PipelineUnit *unit = units->units->pdata[candidate->unit];
    char *text = header_plan_lines(candidate->directives, first, count);
    ScanInput input = {unit->source, unit->directory, (const char *const *)unit->flags};
    return (HeaderGroup){.unit = candidate->unit, .text = text, .directives = count, .answer = scan_text(selection->scanner, &input, text, strlen(text))};
}

static double gain(const HeaderGroup *group, guint members)
{
    bool is_known = group->answer.unclear == NULL && !group->answer.is_timed;
    return is_known ? (double)group->answer.bytes * (saved_share * members - build_share) : 0;
}

static HeaderGroup *group_at(const Planner *planner, guint group)
{
    return &g_array_index(planner->plan.groups, HeaderGroup, group);
}

static void put(Planner *planner, uint32_t unit, guint group)
{
    guint *of = &planner->plan.group_of[unit];
    if (*of != NO_HEADER)
        group_at(planner, *of)->members--;
    *of = group;
    group_at(planner, group)->members++;
}

/* All of the range, or those of it that have no group yet. */
static void assign(Planner *planner, guint first, guint last, bool all, const HeaderGroup *group)
{
    guint number = planner->plan.groups->len;
    g_array_append_val(planner->plan.groups, *group);
    for (guint i = first; i < last; i++)
        if (all || planner->plan.group_of[candidate_at(planner, i)->unit] == NO_HEADER)
            put(planner, candidate_at(planner, i)->unit, number);
}

static guint count_loose(const Planner *planner, guint first, guint last)
{
    guint loose = 0;
    for (guint i = first; i < last; i++)
        loose += planner->plan.group_of[candidate_at(planner, i)->unit] == NO_HEADER;
    return loose;
}

static bool shares(const Candidate *one, const Candidate *other, guint at)
{
    return at < one->directives->len && at < other->directives->len && strcmp(directive(one, at)->text, directive(other, at)->text) == 0;
}

static double arrange(Planner *planner, guint first, guint last, guint depth);

/* What is saved below a node, by ranges of candidates that go on alike. */
static double arrange_children(Planner *planner, guint first, guint last, guint depth)
{
    double saved = 0;
    for (guint begin = first, end; begin < last; begin = end) {
        for (end = begin + 1; end < last && shares(candidate_at(planner, begin), candidate_at(planner, end), depth); end++)
            continue;
        if (end - begin >= FEWEST_MEMBERS && depth < candidate_at(planner, begin)->directives->len)
            saved += arrange(planner, begin, end, depth + 1);
    }
    return saved;
}

/* Candidates that share `depth` directives and maybe more. Returns what is saved. */
static double arrange(Planner *planner, guint first, guint last, guint depth)
{
    const Candidate *one = candidate_at(planner, first), *other = candidate_at(planner, last - 1);
    guint common = depth; /* of the first and the last of a sorted range: of all */
    while (shares(one, other, common))
        common++;
    double below = arrange_children(planner, first, last, common);
    guint usable = common;
    while (usable > 0 && !directive(one, usable - 1)->is_include)
        usable--;
    if (usable == 0)
        return below;
    HeaderGroup group = group_for(planner->units, planner->selection, one, 0, usable);
    double together = gain(&group, last - first), apart = gain(&group, count_loose(planner, first, last));
    if (together > 0 && together >= below + MAX(apart, 0)) {
        assign(planner, first, last, true, &group);
        return together;
    }
    if (apart > 0) {
        assign(planner, first, last, false, &group);
        return below + apart;
    }
    header_group_clear(&group);
    return below;
}

/* --- units that begin with standard headers --- */

/* Whether the candidate's directives from `first` on begin with the group's. */
static bool goes_on_with(const Candidate *candidate, guint first, const HeaderGroup *group)
{
    const char *at = group->text;
    if (candidate->directives->len < first + group->directives)
        return false;
    for (guint i = 0; i < group->directives; i++) {
        const char *text = directive(candidate, first + i)->text;
        if (!g_str_has_prefix(at, text) || at[strlen(text)] != '\n')
            return false;
        at += strlen(text) + 1;
    }
    return true;
}

/* Looks among the groups with members from `group` on for the one of the most directives that the candidate may begin with. */
static void join(Planner *planner, const Candidate *candidate, guint group)
{
    guint leading = header_order_leading(candidate->directives), most = 0;
    for (; leading > 0 && group < planner->plan.groups->len; group++) {
        const HeaderGroup *one = group_at(planner, group);
        for (guint moved = 1; moved <= leading && one->directives > most && one->members > 0; moved++)
            if (goes_on_with(candidate, moved, one) && header_order_may_move(planner->order, candidate->unit, candidate->directives, moved, one->text)) {
                put(planner, candidate->unit, group);
                g_free(planner->plan.moved_of->pdata[candidate->unit]);
                planner->plan.moved_of->pdata[candidate->unit] = header_plan_lines(candidate->directives, 0, moved);
                most = one->directives;
            }
    }
}

static void count_bytes(Planner *planner)
{
    for (guint i = 0; i < planner->candidates->len; i++) {
        uint32_t unit = candidate_at(planner, i)->unit;
        guint of = planner->plan.group_of[unit];
        if (of != NO_HEADER)
            group_at(planner, of)->bytes += planner->selection->answers[unit].bytes;
    }
}

HeaderPlan header_plan(const PipelineUnits *units, PipelineSelection *selection, HeaderOrder *order)
{
    guint length = units->units->len + 1;
    Planner planner = {units, selection, order, find_candidates(units, selection), {g_array_new(FALSE, TRUE, sizeof(HeaderGroup)), g_new(guint, length), g_ptr_array_new_with_free_func(g_free)}};
    g_ptr_array_set_size(planner.plan.moved_of, (gint)length);
    g_array_set_clear_func(planner.plan.groups, clear_group);
    for (guint i = 0; i <= units->units->len; i++)
        planner.plan.group_of[i] = NO_HEADER;
    g_array_sort(planner.candidates, compare);
    for (guint begin = 0, end; begin < planner.candidates->len; begin = end) {
        for (end = begin + 1; end < planner.candidates->len && strcmp(candidate_at(&planner, begin)->kind, candidate_at(&planner, end)->kind) == 0; end++)
            continue;
        guint group = planner.plan.groups->len;
        if (end - begin >= FEWEST_MEMBERS)
            arrange(&planner, begin, end, 0);
        for (guint i = begin; i < end; i++)
            if (planner.plan.group_of[candidate_at(&planner, i)->unit] == NO_HEADER)
                join(&planner, candidate_at(&planner, i), group);
    }
    count_bytes(&planner);
    g_array_unref(planner.candidates);
    return planner.plan;
}

void header_plan_clear(HeaderPlan *plan)
{
    g_array_unref(plan->groups);
    g_free(plan->group_of);
    if (plan->moved_of != NULL)
        g_ptr_array_unref(plan->moved_of);
}

GArray *header_plan_directives(const PipelineUnits *units, const PipelineSelection *selection, uint32_t unit)
{
    return may_share(selection, unit) ? directives_of(units->units->pdata[unit]) : NULL;
}

bool header_plan_one(const PipelineUnits *units, PipelineSelection *selection, uint32_t unit, GArray *directives, guint first, guint count, HeaderGroup *group)
{
    const Candidate candidate = {unit, NULL, directives};
    if (!directive(&candidate, first + count - 1)->is_include)
        return false;
    *group = group_for(units, selection, &candidate, first, count);
    if (group->answer.unclear == NULL && !group->answer.is_timed)
        return true;
    header_group_clear(group);
    return false;
}
