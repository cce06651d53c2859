/* serve.c - the loop of a file's process; see serve.h. */
#include "lsp/serve.h"

#include "lsp/worker.h"

static bool is_overtaken(void *context)
{
    return lsp_worker_has_more(*(const int *)context);
}

static LspModule read_module(GVariant *modules, gsize i)
{
    LspModule module = {0};
    GVariant *ir = NULL;
    char **offers = NULL;
    g_variant_get_child(modules, i, "(^&ay^aay@ay^aay)", &module.source, &offers, &ir, NULL);
    module.offers = (const char *const *)offers;
    module.bytes = g_variant_get_fixed_array(ir, &module.length, 1);
    g_variant_unref(ir); /* its bytes are the whole's */
    return module;
}

static void set_program(LspCheck *check, GVariant *modules)
{
    gsize count = g_variant_n_children(modules);
    LspModule *array = g_new0(LspModule, count + 1);
    for (gsize i = 0; i < count; i++)
        array[i] = read_module(modules, i);
    lsp_check_set_program(check, array, count);
    for (gsize i = 0; i < count; i++)
        g_strfreev((char **)(uintptr_t)array[i].offers);
    g_free(array);
}

static GVariant *run_check(LspCheck *check, const LspRequest *request)
{
    LspOutcome outcome = lsp_check_run(check, request->text, request->length, request->kind == LSP_REQUEST_QUICK);
    LspReplyKind kind = outcome.problem != NULL ? LSP_REPLY_FAILED : outcome.set != NULL ? LSP_REPLY_FINDINGS : LSP_REPLY_STOPPED;
    GVariant *reply = lsp_reply_write(kind, request->number, outcome.set, outcome.problem, outcome.files, NULL);
    lsp_outcome_clear(&outcome);
    return reply;
}

static GVariant *run_explain(LspCheck *check, const LspRequest *request)
{
    char *text = lsp_check_explain(check, request->text, request->length, request->line, request->column);
    GVariant *reply = lsp_reply_write(LSP_REPLY_EXPLAINED, request->number, NULL, text, NULL, NULL);
    g_free(text);
    return reply;
}

void lsp_serve_check(int requests, int replies, void *data)
{
    LspCheckInput input = *(const LspCheckInput *)data;
    input.should_stop = is_overtaken;
    input.context = &requests;
    LspCheck *check = lsp_check_new(&input);
    GVariant *message;
    bool is_read = true;
    while (is_read && (message = lsp_worker_read(requests, lsp_request_type)) != NULL) {
        LspRequest request;
        bool good = lsp_request_read(message, &request);
        if (good && request.kind == LSP_REQUEST_PROGRAM)
            set_program(check, request.modules);
        else if (good && request.kind == LSP_REQUEST_EXPLAIN)
            is_read = lsp_worker_write(replies, run_explain(check, &request));
        else if (good)
            is_read = lsp_worker_write(replies, run_check(check, &request));
        g_variant_unref(request.modules);
        g_variant_unref(message);
    }
    lsp_check_free(check);
}
