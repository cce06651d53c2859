/* worker_protocol.c - an outcome to bytes and back; see worker_protocol.h. */
#include "pipeline/worker_protocol.h"

#include <stdint.h>
#include <string.h>

#include "ir/text.h"

static const uint32_t magic = 0x56543031; /* "VT01" */
static const uint32_t no_string = UINT32_MAX;

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

/* --- writing --- */

static void put(GByteArray *out, const void *bytes, size_t size)
{
    g_byte_array_append(out, bytes, (guint)size);
}

static void put_number(GByteArray *out, uint32_t number)
{
    put(out, &number, sizeof number);
}

static void put_string(GByteArray *out, const char *text)
{
    if (text == NULL) {
        put_number(out, no_string);
        return;
    }
    size_t length = strlen(text);
    put_number(out, (uint32_t)length);
    put(out, text, length);
}

void worker_encode(const PipelineOutcome *outcome, GByteArray *out)
{
    const FrontendResult *result = &outcome->result;
    guint start = out->len;
    Header header = {magic, 0, 0};
    put(out, &header, sizeof header);
    GString *text = g_string_new(NULL);
    if (result->module != NULL)
        ir_print_module(result->module, text);
    put_string(out, result->module != NULL ? text->str : NULL);
    g_string_free(text, TRUE);
    put_string(out, result->error);
    put_string(out, outcome->dump);
    put(out, &result->stats, sizeof result->stats);
    put_number(out, result->diagnostic_count);
    for (uint32_t i = 0; i < result->diagnostic_count; i++) {
        const FrontendDiagnostic *diagnostic = &result->diagnostics[i];
        put_number(out, (uint32_t)diagnostic->severity);
        put_number(out, diagnostic->line);
        put_number(out, diagnostic->column);
        put_string(out, diagnostic->path);
        put_string(out, diagnostic->message);
    }
    header.length = out->len - start - sizeof header;
    memcpy(out->data + start, &header, sizeof header);
}

/* --- reading --- */

typedef struct Reader {
    const guint8 *at, *end;
    bool broken;
} Reader;

static void take(Reader *reader, void *bytes, size_t size)
{
    if (reader->broken || (size_t)(reader->end - reader->at) < size) {
        reader->broken = true;
        memset(bytes, 0, size);
        return;
    }
    memcpy(bytes, reader->at, size);
    reader->at += size;
}

static uint32_t take_number(Reader *reader)
{
    uint32_t number;
    take(reader, &number, sizeof number);
    return number;
}

static char *take_string(Reader *reader, size_t *length)
{
    uint32_t size = take_number(reader);
    if (length != NULL)
        *length = 0;
    if (reader->broken || size == no_string)
        return NULL;
    if ((size_t)(reader->end - reader->at) < size) {
        reader->broken = true;
        return NULL;
    }
    char *text = g_strndup((const char *)reader->at, size);
    if (length != NULL)
        *length = size;
    reader->at += size;
    return text;
}

static void take_diagnostics(Reader *reader, FrontendResult *result)
{
    uint32_t count = take_number(reader);
    GArray *array = g_array_new(FALSE, TRUE, sizeof(FrontendDiagnostic));
    for (uint32_t i = 0; i < count && !reader->broken; i++) {
        FrontendDiagnostic diagnostic = {0};
        uint32_t severity = take_number(reader);
        diagnostic.severity = severity <= FRONTEND_FATAL ? (FrontendSeverity)severity : FRONTEND_ERROR;
        diagnostic.line = take_number(reader);
        diagnostic.column = take_number(reader);
        diagnostic.path = take_string(reader, NULL);
        diagnostic.message = take_string(reader, NULL);
        if (diagnostic.message == NULL)
            diagnostic.message = g_strdup("");
        g_array_append_val(array, diagnostic);
    }
    result->diagnostic_count = array->len;
    result->diagnostics = (FrontendDiagnostic *)(void *)g_array_free(array, FALSE);
}

size_t worker_message_length(const GByteArray *bytes)
{
    Header header;
    if (bytes->len < sizeof header)
        return 0;
    memcpy(&header, bytes->data, sizeof header);
    bool is_whole = header.magic == magic && header.length <= longest_body && bytes->len - sizeof header >= header.length;
    return is_whole ? sizeof header + header.length : 0;
}

WorkerDecode worker_decode(GByteArray *bytes, const char *source, PipelineOutcome *outcome)
{
    Header header;
    if (bytes->len < sizeof header)
        return WORKER_DECODE_MORE;
    memcpy(&header, bytes->data, sizeof header);
    if (header.magic != magic || header.length > longest_body)
        return WORKER_DECODE_BROKEN;
    if (bytes->len - sizeof header < header.length)
        return WORKER_DECODE_MORE;

    Reader reader = {bytes->data + sizeof header, bytes->data + sizeof header + header.length, false};
    *outcome = (PipelineOutcome){0};
    size_t length = 0;
    char *module = take_string(&reader, &length);
    outcome->result.error = take_string(&reader, NULL);
    outcome->dump = take_string(&reader, NULL);
    take(&reader, &outcome->result.stats, sizeof outcome->result.stats);
    take_diagnostics(&reader, &outcome->result);
    g_byte_array_remove_range(bytes, 0, (guint)(sizeof header + header.length));
    if (!reader.broken && module != NULL) {
        char *fault = NULL;
        outcome->result.module = ir_parse(module, length, source, &fault);
        if (outcome->result.module == NULL)
            outcome->result.error = g_strdup_printf("internal error: the worker's IR cannot be read back: %s", fault);
        g_free(fault);
    }
    g_free(module);
    if (reader.broken) {
        pipeline_outcome_clear(outcome);
        return WORKER_DECODE_BROKEN;
    }
    return WORKER_DECODE_DONE;
}
