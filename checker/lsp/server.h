/* server.h - the server's state, and what its files share. One thread, one main loop; nothing here blocks. */
#ifndef VTCHECK_LSP_SERVER_H
#define VTCHECK_LSP_SERVER_H

#include "lsp/channel.h"
#include "lsp/framing.h"
#include "lsp/json.h"
#include "lsp/lsp.h"
#include "lsp/worker.h"

/* JSON-RPC's and the protocol's. */
enum {
    LSP_PARSE_ERROR = -32700,
    LSP_INVALID_REQUEST = -32600,
    LSP_METHOD_NOT_FOUND = -32601,
    LSP_INVALID_PARAMS = -32602,
    LSP_NOT_INITIALIZED = -32002,
    LSP_REQUEST_FAILED = -32803,
    LSP_CONTENT_MODIFIED = -32801,
    LSP_REQUEST_CANCELLED = -32800
};

typedef enum LspMessageType { LSP_SAY_ERROR = 1, LSP_SAY_WARNING, LSP_SAY_INFO, LSP_SAY_LOG } LspMessageType;

typedef enum LspState { LSP_FRESH, LSP_RUNNING, LSP_SHUT_DOWN } LspState;

typedef enum LspWant { LSP_WANT_NOTHING, LSP_WANT_QUICK, LSP_WANT_FULL } LspWant;

typedef struct LspServer LspServer;

/* A file that is open in the editor. */
typedef struct LspDocument {
    LspServer *server;
    char *path, *uri;          /* uri: as the client writes it */
    char *real_path;           /* where a symbolic link lies in `path`; or NULL */
    gint64 version;
    LspText text;
    bool is_header;
    /* Its process: */
    PipelineUnits units;       /* one unit; empty: it cannot be checked */
    LspCheckInput input;       /* for the process */
    LspWorker *worker;         /* NULL: to be started when there is something to do */
    GPtrArray *includers;      /* char *: for a header, sources to be tried */
    guint next_includer;
    LspWant want;
    gint64 number;             /* of the last request */
    gint64 checked_number;     /* of the last check, 0: none is under way */
    gint64 asked_version;      /* that it is about */
    bool is_full_under_way;
    guint pause;               /* timer: a full check when the typing pauses */
    GHashTable *questions;     /* number => request id (JsonNode): hovers under way */
    GPtrArray *pulls;          /* request ids (JsonNode) that wait for the next findings */
    gint64 touched;            /* the server's `touches` when it was opened or typed into last */
    /* What is known: */
    ReportSet *set;            /* NULL: nothing yet */
    gint64 set_version;
    char **files;              /* what the unit was made of */
    char *trouble;             /* why it is not checked, for its first line; or NULL */
    gint64 project_version;    /* of which the project's findings are, for it was the text on disk; G_MININT64: none */
    gint64 begun_version;      /* the same for the check of the project that is under way ... */
    gint64 begun_stamp;        /* ... and when the file had been written last when it began */
} LspDocument;

/* All files of one compilation database. */
typedef struct LspProject {
    LspServer *server;
    char *database;            /* path of compile_commands.json */
    LspWorker *worker;         /* while a check is under way */
    guint pause;               /* timer: a check when nothing on disk was changed for a while */
    ReportSet *set;            /* NULL: nothing yet */
    GVariant *modules;         /* LSP_MODULES, of the last check; or NULL */
    bool has_failed;           /* the last check came to no end: what there is has to do */
    char *token;               /* of the progress shown, or NULL */
} LspProject;

/* A request for the findings of all files that is not answered yet. */
typedef struct LspWorkspacePull {
    JsonNode *id;
    GHashTable *known;         /* URI => result id: what the client has */
} LspWorkspacePull;

typedef struct LspClientCan {
    bool related_information, code_description, progress, show_document, watch_files, version_support, action_literals, markdown, pull, refresh;
} LspClientCan;

struct LspServer {
    const LspOptions *options;
    GMainLoop *loop;
    LspChannel *client;
    LspFramer framer;
    GQueue *messages;          /* JsonNode: read and not handled yet */
    guint handling;            /* idle source that handles them */
    LspState state;
    bool has_exit;
    gint64 ended;              /* when the client closed its end, in monotonic microseconds; 0: it did not */
    int status;
    LspEncoding encoding;
    LspClientCan can;
    char *resource_dir;
    GPtrArray *folders;        /* char *: paths of the workspace */
    GHashTable *documents;     /* path => LspDocument */
    gint64 touches;            /* counts what is opened and typed */
    GHashTable *databases;     /* folder => path of its database, "" for none: asked once */
    GHashTable *projects;      /* path of the database => LspProject */
    GHashTable *stamps;        /* folder => what its settings were when last looked at, for clients that watch no files */
    bool is_asked;             /* the client asks for findings of open files: they are not published */
    bool is_asked_for_all;     /* and for those of all others: nor are these */
    GPtrArray *workspace_pulls; /* LspWorkspacePull: wait for something new */
    guint workspace_pause;     /* timer: something is new; more may follow at once */
    bool is_single;            /* the client wants no check of whole projects */
    GHashTable *published;     /* path => text of the diagnostics last sent, for those that are not empty */
    GHashTable *loaded;        /* path => LspText: files that are not open, while something is written about them */
    GHashTable *told;          /* folders whose missing database was told */
    char *pages;               /* folder of the rules' pages, or NULL */
    gint64 next_id;            /* of our own requests */
};

/* server.c: what goes out */
void lsp_reply(LspServer *server, JsonNode *id, JsonNode *result);  /* takes the result */
void lsp_refuse(LspServer *server, JsonNode *id, int code, const char *message);
void lsp_notify(LspServer *server, const char *method, JsonObject *params);  /* takes params */
void lsp_request(LspServer *server, const char *method, JsonObject *params); /* params NULL: none; the reply is not waited for */
void lsp_say(LspServer *server, LspMessageType type, const char *format, ...) G_GNUC_PRINTF(3, 4); /* to the user */
void lsp_log(LspServer *server, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* documents.c */
typedef void (*LspHandler)(LspServer *server, JsonNode *id, JsonNode *params);
void lsp_did_open(LspServer *server, JsonNode *id, JsonNode *params);
void lsp_did_change(LspServer *server, JsonNode *id, JsonNode *params);
void lsp_did_save(LspServer *server, JsonNode *id, JsonNode *params);
void lsp_did_close(LspServer *server, JsonNode *id, JsonNode *params);
void lsp_hover(LspServer *server, JsonNode *id, JsonNode *params);
bool lsp_cancel_question(LspServer *server, JsonNode *id);
LspDocument *lsp_document_at(LspServer *server, JsonNode *params); /* of params.textDocument.uri; NULL: not open */
void lsp_document_free(gpointer document);
void lsp_document_recheck(LspDocument *document, bool anew); /* anew: with new flags, in a new process */
bool lsp_documents_are_busy(LspServer *server); /* something will be said of one of them by itself */
bool lsp_prepare_clang(LspServer *server); /* loads libclang for all processes; false: there is none */
LspText *lsp_text_of(LspServer *server, const char *path); /* NULL: cannot be read; until lsp_forget_texts */
void lsp_forget_texts(LspServer *server);

/* publish.c */
void lsp_publish(LspServer *server, const char *path);
void lsp_publish_all(LspServer *server, const ReportSet *before, const ReportSet *now); /* all files that either names */
JsonObject *lsp_diagnostic(LspServer *server, const ReportFinding *finding);
JsonNode *lsp_place_range(LspServer *server, const ReportPlace *place);
/* The set that speaks for a file now; NULL: none. */
const ReportSet *lsp_set_for(LspServer *server, const char *path);

/* What is known of a file now, as a list of diagnostics. */
JsonNode *lsp_diagnostics(LspServer *server, const char *path);

/* pull.c */
void lsp_pull(LspServer *server, JsonNode *id, JsonNode *params);
void lsp_answer_pulls(LspDocument *document); /* there may be new findings */
void lsp_refuse_pulls(LspDocument *document); /* there will be none */
bool lsp_cancel_pull(LspDocument *document, JsonNode *id);
void lsp_pull_workspace(LspServer *server, JsonNode *id, JsonNode *params);
void lsp_workspace_news(LspServer *server);           /* there may be new findings somewhere */
void lsp_refuse_workspace_pulls(LspServer *server);   /* there will be none */
bool lsp_cancel_workspace_pull(LspServer *server, JsonNode *id);

/* actions.c */
void lsp_code_action(LspServer *server, JsonNode *id, JsonNode *params);
void lsp_execute_command(LspServer *server, JsonNode *id, JsonNode *params);

/* pages.c */
void lsp_pages_prepare(LspServer *server);
const ReportRule *lsp_rule_find(const char *id); /* NULL: there is none; that of idle comments is one */
char *lsp_page_uri(const LspServer *server, const ReportRule *rule); /* NULL: there is no page; g_free */

/* workspace.c */
void lsp_folders_init(LspServer *server, JsonNode *params);
void lsp_did_change_folders(LspServer *server, JsonNode *id, JsonNode *params);
void lsp_watch_files(LspServer *server);
void lsp_did_change_watched_files(LspServer *server, JsonNode *id, JsonNode *params);
void lsp_look_for_settings(LspServer *server, const char *path); /* for a client that would not tell */
bool lsp_find_unit(LspDocument *document); /* fills units; false: document->trouble says why there is none */
void lsp_find_includers(LspDocument *document);

/* project.c */
void lsp_project_free(gpointer project);
LspProject *lsp_project_of(LspServer *server, const char *path); /* NULL: no database */
void lsp_project_touch(LspServer *server, const char *path); /* something was changed on disk: to be checked when that has ended */
void lsp_projects_begin(LspServer *server);                  /* those of the folders that were not checked yet */
bool lsp_projects_are_due(const LspServer *server);          /* a check is under way, or will be */
gint64 lsp_written(const char *path);                        /* when a file was written last, in nanoseconds; 0: it is not there */
void lsp_cancel_progress(LspServer *server, JsonNode *id, JsonNode *params);

#endif
