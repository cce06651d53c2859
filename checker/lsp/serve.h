/* serve.h - what the process of one file does with requests. */
#ifndef VTCHECK_LSP_SERVE_H
#define VTCHECK_LSP_SERVE_H

#include "lsp/check.h"

/* `data` is the LspCheckInput; its should_stop is set here. For lsp_worker_start. */
void lsp_serve_check(int requests, int replies, void *data);

#endif
