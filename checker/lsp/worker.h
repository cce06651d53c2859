/* worker.h - processes of the server: one a file that is open, one for a whole project.
 *
 * libclang may take its process down, and some code takes long to analyse; the server itself does neither. A process gets requests
 * and sends replies (message.h) through pipes. One that ends by itself, or is too slow, is told as `died`; who started it
 * starts another one when there is something to do. */
#ifndef VTCHECK_LSP_WORKER_H
#define VTCHECK_LSP_WORKER_H

#include "lsp/message.h"

typedef struct LspWorker LspWorker;

typedef struct LspWorkerEvents {
    void (*replied)(LspReply *reply, void *context);
    void (*died)(const char *why, void *context); /* the worker is gone; to be freed, here or later */
    void *context;
} LspWorkerEvents;

/* What the process does: serves requests until they end. Never returns. */
typedef void (*LspServe)(int requests, int replies, void *data);

/* NULL: no process could be made. */
LspWorker *lsp_worker_start(LspServe serve, void *data, const LspWorkerEvents *events);
void lsp_worker_free(LspWorker *worker); /* kills it; NULL is fine */

/* Sends a request (a floating variant is taken). `seconds` from now without any reply and it is killed; 0: no limit. */
void lsp_worker_send(LspWorker *worker, GVariant *request, unsigned seconds);

/* The process's side. read_message: NULL at the end. */
GVariant *lsp_worker_read(int file, const char *type);
bool lsp_worker_write(int file, GVariant *message); /* takes a floating one; false: nobody reads any more */
bool lsp_worker_has_more(int file);                 /* something waits to be read, or the end */

#endif
