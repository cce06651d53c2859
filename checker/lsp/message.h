/* message.h - what the server and its processes say to each other, as GVariants: checked when read, whatever the bytes. */
#ifndef VTCHECK_LSP_MESSAGE_H
#define VTCHECK_LSP_MESSAGE_H

#include "lsp/check.h"

typedef enum LspRequestKind {
    LSP_REQUEST_CHECK,     /* fully */
    LSP_REQUEST_QUICK,
    LSP_REQUEST_EXPLAIN,   /* `line`, `column` */
    LSP_REQUEST_PROGRAM    /* `modules`; no reply */
} LspRequestKind;

typedef struct LspRequest {
    LspRequestKind kind;
    gint64 number;         /* comes back with the reply */
    uint32_t line, column; /* from 1, in bytes */
    const char *text;      /* of the file */
    size_t length;
    GVariant *modules;     /* LSP_MODULES, or NULL: none */
} LspRequest;

typedef enum LspReplyKind {
    LSP_REPLY_FINDINGS,
    LSP_REPLY_STOPPED,     /* something newer came in between */
    LSP_REPLY_FAILED,      /* `text` says why */
    LSP_REPLY_EXPLAINED,   /* `text`, "" for nothing */
    LSP_REPLY_PROGRESS,    /* a project's: `text` */
    LSP_REPLY_PROJECT      /* the findings of all files, and their modules */
} LspReplyKind;

typedef struct LspReply {
    LspReplyKind kind;
    gint64 number;
    ReportSet *set;        /* FINDINGS, PROJECT */
    char *text;            /* never NULL after reading */
    char **files;          /* FINDINGS: what the unit was made of */
    GVariant *modules;     /* PROJECT: LSP_MODULES */
} LspReply;

/* Of each file of the program: its name, what it offers (link/missing.h), its IR (ir/binary.h), the files it was made of. */
#define LSP_MODULES "a(ayaayayaay)"

GVariant *lsp_request_write(const LspRequest *request); /* floating */
/* false: no request. The texts are the variant's, modules is a reference of its own. */
bool lsp_request_read(GVariant *variant, LspRequest *request);

GVariant *lsp_reply_write(LspReplyKind kind, gint64 number, const ReportSet *set, const char *text, const char *const *files, GVariant *modules);
bool lsp_reply_read(GVariant *variant, LspReply *reply);
void lsp_reply_clear(LspReply *reply);

extern const char lsp_request_type[], lsp_reply_type[];

#endif
