/* lsp.h - vtcheck lsp: a language server on two descriptors. docs/lsp.md tells what it does for an editor. */
#ifndef VTCHECK_LSP_LSP_H
#define VTCHECK_LSP_LSP_H

#include "pipeline/findings.h"

typedef struct LspOptions {
    PipelineRequest request;              /* files are left out; compiler_flags are for files without a database */
    PipelineWishes wishes;
    const char *version;                  /* of vtcheck */
    int jobs;                             /* processes for a whole project; 0: as many as there are processors */
    const char *cache_folder;             /* what was parsed is kept there; NULL: nowhere */
} LspOptions;

/* Serves until the client says exit or goes away. Returns the exit status: 0 after shutdown and exit, else 1. */
int lsp_serve(const LspOptions *options, int in, int out);

#endif
