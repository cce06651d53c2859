/* worker_protocol.c - an outcome to bytes and back; see worker_protocol.h. */
#include "pipeline/worker_protocol.h"

#include <stdint.h>
#include <string.h>

#include "ir/binary.h"

static const uint32_t magic = 0x56543031; /* "VT01" */

/* The longest body taken from a worker; longer means that the bytes are not ours. */
static const uint64_t longest_body = UINT64_C(2) << 30;

typedef struct Header {
    uint32_t magic, unused;
    uint64_t length;
} Header;

void pipeline_outcome_clear(PipelineOutcome *outcome)
{
    frontend_result_clear(&outcome->result);
    g_free(outcome->dump);
    outcome->dump = NULL;
}

/* --- what is said of a unit beside its module --- */

void worker_put_remarks(const FrontendResult *result, GByteArray *out)
{
    const FrontendStats *stats = &result->stats;
    base_put_number(out, stats->functions);
    base_put_number(out, stats->degraded_functions);
    base_put_number(out, stats->instructions);
    base_put_number(out, stats->has_value_tasks);
    base_put_number(out, stats->has_header);
    base_put(out, &stats->parse_seconds, sizeof stats->parse_seconds);
    base_put(out, &stats->lower_seconds, sizeof stats->lower_seconds);
    base_put_text(out, result->clang);
    base_put_number(out, result->met != NULL ? result->met->len : 0);
    if (result->met != NULL)
        base_put(out, result->met->data, result->met->len);
    base_put_number(out, result->diagnostic_count);
    for (uint32_t i = 0; i < result->diagnostic_count; i++) {
        const FrontendDiagnostic *diagnostic = &result->diagnostics[i];
        base_put_number(out, (uint32_t)diagnostic->severity);
        base_put_number(out, diagnostic->line);
        base_put_number(out, diagnostic->column);
        base_put_text(out, diagnostic->path);
        base_put_text(out, diagnostic->message);
    }
}

static void take_diagnostics(BaseReader *reader, FrontendResult *result)
{
    uint32_t count = base_take_count(reader, 5 * sizeof(uint32_t));
    GArray *array = g_array_new(FALSE, TRUE, sizeof(FrontendDiagnostic));
    for (uint32_t i = 0; i < count && !reader->is_broken; i++) {
        FrontendDiagnostic diagnostic = {0};
        uint32_t severity = base_take_number(reader);
        diagnostic.severity = severity <= FRONTEND_FATAL ? (FrontendSeverity)severity : FRONTEND_ERROR;
        diagnostic.line = base_take_number(reader);
        diagnostic.column = base_take_number(reader);
        diagnostic.path = g_strdup(base_take_text(reader));
        diagnostic.message = g_strdup(base_take_some_text(reader));
        g_array_append_val(array, diagnostic);
    }
    result->diagnostic_count = array->len;
    result->diagnostics = (FrontendDiagnostic *)(void *)g_array_free(array, FALSE);
}

void worker_take_remarks(BaseReader *reader, FrontendResult *result)
{
    FrontendStats *stats = &result->stats;
    stats->functions = base_take_number(reader);
    stats->degraded_functions = base_take_number(reader);
    stats->instructions = base_take_number(reader);
    stats->has_value_tasks = base_take_number(reader) != 0;
    stats->has_header = base_take_number(reader) != 0;
    base_take(reader, &stats->parse_seconds, sizeof stats->parse_seconds);
    base_take(reader, &stats->lower_seconds, sizeof stats->lower_seconds);
    result->clang = g_strdup(base_take_text(reader));
    uint32_t names = base_take_count(reader, 1);
    result->met = names > 0 ? g_byte_array_set_size(g_byte_array_new(), names) : NULL;
    if (names > 0)
        base_take(reader, result->met->data, names);
    take_diagnostics(reader, result);
}

/* --- messages --- */

void worker_encode(const PipelineOutcome *outcome, GByteArray *out)
{
    const FrontendResult *result = &outcome->result;
    guint start = out->len;
    Header header = {magic, 0, 0};
    base_put(out, &header, sizeof header);
    base_put_text(out, result->error);
    base_put_text(out, outcome->dump);
    worker_put_remarks(result, out);
    if (result->module != NULL)
        ir_write(result->module, out);
    header.length = out->len - start - sizeof header;
    memcpy(out->data + start, &header, sizeof header);
}

WorkerDecode worker_message_length(const GByteArray *bytes, size_t *length)
{
    Header header;
    if (bytes->len < sizeof header)
        return WORKER_DECODE_MORE;
    memcpy(&header, bytes->data, sizeof header);
    if (header.magic != magic || header.length > longest_body)
        return WORKER_DECODE_BROKEN;
    *length = sizeof header + header.length;
    return bytes->len < *length ? WORKER_DECODE_MORE : WORKER_DECODE_DONE;
}

typedef IrModule *(*ReadModule)(const void *bytes, size_t length, char **error);

static WorkerDecode decode(GByteArray *bytes, ReadModule read_module, PipelineOutcome *outcome)
{
    size_t length = 0;
    WorkerDecode frame = worker_message_length(bytes, &length);
    if (frame != WORKER_DECODE_DONE)
        return frame;
    BaseReader reader = base_reader(bytes->data + sizeof(Header), length - sizeof(Header));
    *outcome = (PipelineOutcome){0};
    outcome->result.error = g_strdup(base_take_text(&reader));
    outcome->dump = g_strdup(base_take_text(&reader));
    worker_take_remarks(&reader, &outcome->result);
    if (!reader.is_broken && reader.at < reader.end) {
        char *fault = NULL;
        outcome->result.module = read_module(reader.at, (size_t)(reader.end - reader.at), &fault);
        if (outcome->result.module == NULL) {
            g_free(outcome->result.error);
            outcome->result.error = g_strdup_printf("internal error: the worker's module cannot be read back: %s", fault);
        }
        g_free(fault);
    }
    g_byte_array_remove_range(bytes, 0, (guint)length);
    if (reader.is_broken) {
        pipeline_outcome_clear(outcome);
        return WORKER_DECODE_BROKEN;
    }
    return WORKER_DECODE_DONE;
}

WorkerDecode worker_decode(GByteArray *bytes, PipelineOutcome *outcome)
{
    return decode(bytes, ir_read, outcome);
}

WorkerDecode worker_decode_trusted(GByteArray *bytes, PipelineOutcome *outcome)
{
    return decode(bytes, ir_read_trusted, outcome);
}

WorkerDecode worker_decode_head(GByteArray *bytes, PipelineOutcome *outcome)
{
    return decode(bytes, ir_read_head, outcome);
}
