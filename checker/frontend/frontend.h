/* frontend.h - one translation unit of C, through libclang, to one IR module.
 *
 * The only folder that includes clang-c. Everything libclang hands out is released before frontend_parse returns.
 * Thread-safe as long as each call has its own arguments; a crash inside libclang (stack overflow in particular)
 * takes the process with it, so callers that must survive run it in a worker process. */
#ifndef VTCHECK_FRONTEND_FRONTEND_H
#define VTCHECK_FRONTEND_FRONTEND_H

#include "base/api.h"
#include "ir/ir.h"

/* What units that begin with a precompiled header have to know of it: clang does not say it again. */
typedef struct FrontendHeaderFacts {
    GPtrArray *files;       /* char *, owned: absolute paths, in the order of inclusion */
    GByteArray *is_system;  /* per file: 0 or 1 */
    bool is_bare;           /* no value task is declared there, and what is defined there, no other unit can ask for */
    uint32_t flag_errors;   /* of clang, about flags: units get as many */
} FrontendHeaderFacts;

FrontendHeaderFacts *frontend_header_facts_new(void); /* of no files */
void frontend_header_facts_free(FrontendHeaderFacts *facts); /* NULL is fine */

/* The directives that a source begins with, precompiled. */
typedef struct FrontendHeader {
    const char *path;                 /* what frontend_precompile wrote */
    const FrontendHeaderFacts *facts;
    const char *text;                 /* the source, with blanks in place of these directives */
    size_t length;
} FrontendHeader;

typedef struct FrontendInput {
    const char *source;            /* path of the file to parse; absolute, or relative to directory */
    const char *directory;         /* working directory of the compile command; absolute */
    const char *const *arguments;  /* compiler flags without compiler, source, -o, -c: as frontend_clean_arguments leaves them; NULL-terminated */
    const char *resource_dir;      /* Clang's resource directory, or NULL: libclang's own idea */
    const GPtrArray *apis;         /* BaseApi: value-task APIs without annotations; NULL: none */
    bool is_helper;                /* lower bodies even if no value task is declared: code with value tasks calls them */
    const FrontendHeader *header;  /* NULL: none. The result is the same: where anything is wrong with header or source, it is not used */
} FrontendInput;

typedef enum FrontendSeverity { FRONTEND_NOTE, FRONTEND_WARNING, FRONTEND_ERROR, FRONTEND_FATAL } FrontendSeverity;

typedef struct FrontendDiagnostic {
    FrontendSeverity severity;
    char *path;            /* absolute; NULL: no place */
    uint32_t line, column; /* 0: no place */
    char *message;         /* Clang's words */
} FrontendDiagnostic;

typedef struct FrontendStats {
    uint32_t functions;          /* bodies lowered */
    uint32_t degraded_functions; /* bodies with an error inside */
    uint32_t instructions;
    bool has_value_tasks;        /* false: the unit declares no value-task type; then only a helper's bodies were lowered */
    bool has_header;             /* a precompiled one was used */
    double parse_seconds, lower_seconds; /* of the processor */
} FrontendStats;

/* What is declared under a name of an API without annotations. */
typedef enum FrontendMet {
    FRONTEND_MET = 1,           /* a struct or union, or a function, as it is described */
    FRONTEND_MET_VARIABLE = 2,  /* in place of a function */
    FRONTEND_MET_OTHER_TYPE = 4 /* a typedef of no struct or union, or one in place of a function */
} FrontendMet;

typedef struct FrontendResult {
    IrModule *module;                 /* NULL: the file could not be analysed at all; see error */
    char *error;                      /* why, one line, names the file; NULL when module is set */
    char *clang;                      /* "clang version 19.1.7 ...": what the library that parsed says of itself; NULL: nothing was parsed, or by a session */
    FrontendDiagnostic *diagnostics;  /* Clang's errors and fatal errors (warnings are off) */
    uint32_t diagnostic_count;
    FrontendStats stats;
    GByteArray *met;                  /* per name of the APIs without annotations (base_api_names): FrontendMet, or of several; NULL: there are none */
} FrontendResult;

/* The functions to be lowered; others are only declared. */
typedef struct FrontendBodies {
    const size_t *begins;  /* where their bodies begin in the source, in bytes */
    size_t count;
    const IrModule *known; /* of an earlier parse of the unit, all of it: what it says of types and APIs is not looked for again */
} FrontendBodies;

FrontendResult frontend_parse(const FrontendInput *input);

/* Precompiles `text`, directives as they stand at the begin of the input's source, into the file `path`. NULL: there is something in it that a
 * unit may see, or that clang has something to say about: it cannot be shared. Strings as in frontend_parse; the input's header is NULL. */
FrontendHeaderFacts *frontend_precompile(const FrontendInput *input, const char *text, const char *path);
void frontend_result_clear(FrontendResult *result); /* frees what it holds, the module included */

/* Loads libclang, which the functions below and frontend_parse do by themselves: worth it before processes are forked that would load
 * it each. Returns NULL, or why it cannot be loaded and what to do. */
const char *frontend_load(void);

/* The library's file, without loading it; NULL: only the dynamic linker knows. Free with g_free. */
char *frontend_library(void);

/* "clang version 19.1.7 ...": what libclang says of itself; NULL: there is none. Free with g_free. */
char *frontend_clang_version(void);

/* --- sessions: one unit parsed again and again, for editors --- */

/* Keeps Clang's translation unit with a precompiled preamble, so that only what follows the #include lines is parsed again. */
typedef struct FrontendSession FrontendSession;

/* `changed` is the file whose text each parse is given: the source itself, or a header that it includes. Absolute; of `input`
 * only the APIs are needed afterwards. */
FrontendSession *frontend_session_new(const FrontendInput *input, const char *changed);
void frontend_session_free(FrontendSession *session); /* NULL is fine */

/* As frontend_parse, with `text` in place of what the changed file holds on disk. bodies NULL: all. The text is needed during the
 * call only. Not thread-safe. */
FrontendResult frontend_session_parse(FrontendSession *session, const char *text, size_t length, const FrontendBodies *bodies);

/* Clang's AST of a file as indented text, for --dump=ast; NULL and *error (g_free) when it cannot be parsed. */
char *frontend_dump_ast(const FrontendInput *input, char **error);

#endif
