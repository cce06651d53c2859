/* record.c - a program's findings to bytes and back; see record.h. */
#include "pipeline/record.h"

#include <string.h>

#include "base/bytes.h"
#include "rules/rules.h"

/* --- units --- */

static uint32_t count_degraded(const IrModule *module)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < module->function_count; i++)
        count += module->functions[i].is_defined && module->functions[i].degraded != NULL;
    return count;
}

static void put_unit(const PipelineOutcome *outcome, GByteArray *out)
{
    const IrModule *module = outcome->result.module;
    worker_put_remarks(&outcome->result, out);
    base_put_number(out, count_degraded(module));
    for (uint32_t i = 0; i < module->function_count; i++)
        if (module->functions[i].is_defined && module->functions[i].degraded != NULL) {
            base_put_text(out, module->functions[i].name);
            base_put_text(out, module->functions[i].degraded);
        }
    base_put_number(out, module->unknown_count);
    for (uint32_t i = 0; i < module->unknown_count; i++) {
        base_put_text(out, module->unknowns[i].name);
        base_put_number(out, module->unknowns[i].count);
    }
}

/* A module that says of its functions what went wrong in them, and no more. */
static IrModule *take_module(BaseReader *reader, const char *source)
{
    BaseArena *arena = base_arena_new();
    IrModule *module = BASE_NEW(arena, IrModule);
    module->arena = arena;
    module->source = base_arena_strdup(arena, source);
    module->function_count = base_take_count(reader, 2 * sizeof(uint32_t));
    module->functions = BASE_NEW_ARRAY(arena, IrFunction, module->function_count);
    for (uint32_t i = 0; i < module->function_count; i++) {
        module->functions[i].is_defined = true;
        module->functions[i].name = base_arena_strdup(arena, base_take_some_text(reader));
        module->functions[i].degraded = base_arena_strdup(arena, base_take_some_text(reader));
    }
    module->unknown_count = base_take_count(reader, 2 * sizeof(uint32_t));
    module->unknowns = BASE_NEW_ARRAY(arena, IrUnknown, module->unknown_count);
    for (uint32_t i = 0; i < module->unknown_count; i++) {
        module->unknowns[i].name = base_arena_strdup(arena, base_take_some_text(reader));
        module->unknowns[i].count = base_take_number(reader);
    }
    return module;
}

static void take_unit(BaseReader *reader, const char *source, PipelineOutcome *outcome)
{
    worker_take_remarks(reader, &outcome->result);
    outcome->result.stats.parse_seconds = outcome->result.stats.lower_seconds = 0;
    outcome->result.stats.has_header = false;
    outcome->result.module = take_module(reader, source);
}

/* --- findings --- */

static void put_place(const ReportPlace *place, GByteArray *out)
{
    const uint32_t range[] = {place->line, place->column, place->end_line, place->end_column};
    base_put_text(out, place->path);
    base_put(out, range, sizeof range);
}

static ReportPlace take_place(BaseReader *reader)
{
    uint32_t range[4];
    ReportPlace place = {.path = base_take_text(reader)};
    base_take(reader, range, sizeof range);
    place.line = range[0];
    place.column = range[1];
    place.end_line = range[2];
    place.end_column = range[3];
    return place;
}

enum { LEAST_PLACE = 5 * sizeof(uint32_t), LEAST_PLACE_AND_TEXT = 6 * sizeof(uint32_t) };

static void put_finding(const ReportFinding *finding, GByteArray *out)
{
    base_put_text(out, finding->rule->id);
    base_put_number(out, (uint32_t)finding->severity);
    put_place(&finding->place, out);
    base_put_text(out, finding->message);
    base_put_text(out, finding->function);
    base_put_number(out, finding->note_count);
    for (uint32_t i = 0; i < finding->note_count; i++) {
        put_place(&finding->notes[i].place, out);
        base_put_text(out, finding->notes[i].message);
    }
    base_put_text(out, finding->fix.message);
    base_put_number(out, finding->fix.edit_count);
    for (uint32_t i = 0; i < finding->fix.edit_count; i++) {
        put_place(&finding->fix.edits[i].place, out);
        base_put_text(out, finding->fix.edits[i].text);
    }
}

static void take_finding(BaseReader *reader, ReportSet *set)
{
    const Rule *rule = rules_find(base_take_some_text(reader));
    ReportFinding finding = {.rule = rule != NULL ? &rule->info : NULL};
    uint32_t severity = base_take_number(reader);
    finding.severity = severity <= REPORT_ERROR ? (ReportSeverity)severity : REPORT_ERROR;
    finding.place = take_place(reader);
    finding.message = base_take_some_text(reader);
    finding.function = base_take_text(reader);
    finding.note_count = base_take_count(reader, LEAST_PLACE_AND_TEXT);
    finding.notes = g_new0(ReportNote, finding.note_count + 1);
    for (uint32_t i = 0; i < finding.note_count; i++) {
        finding.notes[i].place = take_place(reader);
        finding.notes[i].message = base_take_some_text(reader);
    }
    finding.fix.message = base_take_text(reader);
    finding.fix.edit_count = base_take_count(reader, LEAST_PLACE_AND_TEXT);
    finding.fix.edits = g_new0(ReportEdit, finding.fix.edit_count + 1);
    for (uint32_t i = 0; i < finding.fix.edit_count; i++) {
        finding.fix.edits[i].place = take_place(reader);
        finding.fix.edits[i].text = base_take_some_text(reader);
    }
    reader->is_broken = reader->is_broken || finding.rule == NULL;
    if (!reader->is_broken)
        report_set_add(set, &finding);
    g_free(finding.notes);
    g_free(finding.fix.edits);
}

static void put_set(const ReportSet *set, GByteArray *out)
{
    base_put_number(out, set->findings->len);
    for (guint i = 0; i < set->findings->len; i++)
        put_finding(&g_array_index(set->findings, ReportFinding, i), out);
    base_put_number(out, set->limits->len);
    for (guint i = 0; i < set->limits->len; i++) {
        const ReportLimit *limit = &g_array_index(set->limits, ReportLimit, i);
        put_place(&limit->place, out);
        base_put_text(out, limit->function);
        base_put_text(out, limit->reason);
        base_put_number(out, limit->has_tasks);
    }
    base_put_number(out, set->files->len);
    for (guint i = 0; i < set->files->len; i++)
        base_put_text(out, set->files->pdata[i]);
}

static void take_set(BaseReader *reader, ReportSet *set)
{
    uint32_t findings = base_take_count(reader, LEAST_PLACE_AND_TEXT);
    for (uint32_t i = 0; i < findings && !reader->is_broken; i++)
        take_finding(reader, set);
    uint32_t limits = base_take_count(reader, LEAST_PLACE);
    for (uint32_t i = 0; i < limits && !reader->is_broken; i++) {
        ReportLimit limit = {.place = take_place(reader)};
        limit.function = base_take_some_text(reader);
        limit.reason = base_take_some_text(reader);
        limit.has_tasks = base_take_number(reader) != 0;
        report_set_add_limit(set, &limit);
    }
    uint32_t files = base_take_count(reader, sizeof(uint32_t));
    for (uint32_t i = 0; i < files && !reader->is_broken; i++)
        report_set_add_file(set, base_take_some_text(reader));
}

/* --- the whole --- */

static void put_findings(const AnalysisStats *stats, const ReportSet *set, GByteArray *out)
{
    base_put(out, stats, sizeof *stats);
    put_set(set, out);
}

/* The last there is to read. */
static bool take_findings(BaseReader *reader, AnalysisStats *stats, ReportSet *set)
{
    ReportSet *found = report_set_new();
    base_take(reader, stats, sizeof *stats);
    stats->seconds = 0;
    take_set(reader, found);
    bool is_good = base_reader_is_done(reader);
    if (is_good)
        report_set_append(set, found);
    report_set_free(found);
    return is_good;
}

void pipeline_record_write(const PipelineRecordUnits *units, const PipelineOutcome *outcomes, const AnalysisStats *stats, const ReportSet *set, GByteArray *out)
{
    base_put_number(out, units->count);
    for (uint32_t i = 0; i < units->count; i++)
        put_unit(&outcomes[units->indices[i]], out);
    put_findings(stats, set, out);
}

bool pipeline_record_read(const PipelineRecordUnits *units, const void *bytes, size_t length, PipelineOutcome *outcomes, AnalysisStats *stats, ReportSet *set)
{
    BaseReader reader = base_reader(bytes, length);
    reader.is_broken = base_take_number(&reader) != units->count || reader.is_broken;
    for (uint32_t i = 0; i < units->count && !reader.is_broken; i++) {
        const PipelineUnit *unit = units->all->units->pdata[units->indices[i]];
        take_unit(&reader, unit->source, &outcomes[units->indices[i]]);
    }
    bool is_good = take_findings(&reader, stats, set);
    for (uint32_t i = 0; i < units->count && !is_good; i++)
        pipeline_outcome_clear(&outcomes[units->indices[i]]);
    return is_good;
}

void pipeline_record_write_part(const AnalysisStats *stats, const ReportSet *set, GByteArray *out)
{
    put_findings(stats, set, out);
}

bool pipeline_record_read_part(const void *bytes, size_t length, AnalysisStats *stats, ReportSet *set)
{
    BaseReader reader = base_reader(bytes, length);
    return take_findings(&reader, stats, set);
}
