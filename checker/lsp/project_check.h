/* project_check.h - all files of one compilation database checked together, in a process of its own. */
#ifndef VTCHECK_LSP_PROJECT_CHECK_H
#define VTCHECK_LSP_PROJECT_CHECK_H

#include "lsp/lsp.h"

typedef struct LspProjectInput {
    const LspOptions *options;
    const char *database;
    const char *resource_dir; /* may be NULL */
} LspProjectInput;

/* For lsp_worker_start; `data` is the input. Says how far it is, then one reply of kind PROJECT or FAILED. */
void lsp_serve_project(int requests, int replies, void *data);

#endif
