/* lower.h - private to this folder: from clang's cursors to IR.
 *
 * One LowerUnit a translation unit, one LowerBody a function. An expression is asked for in one of four ways:
 *
 *   lower_value      its value: lvalues are read, arrays and functions become pointers, aggregates their address
 *   lower_place      where it is: something that can be read, written or have its address taken
 *   lower_effect     for what it does; its value is dropped
 *   lower_condition  where to go
 *
 * so the implicit casts, which libclang shows without their kind and which initialiser lists lack, do not matter.
 * Which handler a cursor kind has says the table in expressions.c; statements.c has the one for statements.
 *
 * libclang's cursors are only trusted as far as docs/frontend.md says. Everything below takes the unit first. */
#ifndef VTCHECK_FRONTEND_LOWER_H
#define VTCHECK_FRONTEND_LOWER_H

#include <clang-c/Index.h>
#include <glib.h>

#include "frontend/frontend.h"
#include "ir/builder.h"

/* Deeper than this and what is below becomes unknown, the function degraded. */
#define LOWER_MAX_DEPTH 2500

typedef struct LowerChildren {
    CXCursor *at;
    uint32_t count;
} LowerChildren;

/* --- values and places --- */

typedef struct LowerValue {
    IrReg reg;         /* IR_NONE: void */
    IrType type;       /* IR_TYPE_AGGREGATE: reg is the address of the object whose contents are meant */
    uint32_t function; /* it is this function's address, else IR_NONE */
    bool is_constant;  /* it is `constant`, an integer or null */
    int64_t constant;
    bool is_bytes;     /* a pointer cast to one to bytes: what lies around is not what its type says */
} LowerValue;

typedef enum LowerPlaceKind {
    LOWER_MEMORY, /* at `address` */
    LOWER_MEMBER  /* a member of a value task, which no one is to look at */
} LowerPlaceKind;

typedef struct LowerPlace {
    LowerPlaceKind kind;
    IrReg address;            /* LOWER_MEMORY */
    IrReg task_address, task; /* LOWER_MEMBER: one of them */
    const char *name;         /* LOWER_MEMBER */
    bool in_api;              /* LOWER_MEMBER: spelled in the API's header */
    IrType type;              /* of what is stored there; a bit-field has its own width */
    bool is_volatile;
    bool is_element;          /* a field or array element: a function stored here is in a table */
    IrSpan span;
} LowerPlace;

/* --- records --- */

typedef struct LowerRecord LowerRecord;

typedef struct LowerMember {
    CXCursor cursor;         /* FieldDecl */
    CXType type;
    uint32_t field;          /* index in the module; IR_NONE for an anonymous struct or union */
    LowerRecord *anonymous;  /* the anonymous struct or union it is, else NULL */
    IrType stored;           /* its type in memory */
} LowerMember;

struct LowerRecord {
    uint32_t index; /* in the module; that of the enclosing one for an anonymous record */
    bool is_union;
    bool is_task;
    LowerMember *members; /* in order, without unnamed bit-fields */
    uint32_t member_count;
};

/* --- a function's body --- */

/* What is in scope: a list from the innermost declaration outwards. Older lists stay valid, so that a place in the
 * program is one pointer, and leaving for another place ends what is not common to both. */
typedef struct LowerScope {
    const struct LowerScope *parent;
    uint32_t depth;   /* 1 for the outermost */
    uint32_t local;
    uint32_t cleanup; /* function of __attribute__((cleanup)), else IR_NONE */
    IrSpan span;
} LowerScope;

typedef struct LowerSwitch {
    GArray *cases; /* IrCase */
    IrType type;
    uint32_t otherwise; /* IR_NONE: no default so far */
} LowerSwitch;

/* Where break and continue go. */
typedef struct LowerTarget {
    struct LowerTarget *parent;
    uint32_t break_block;
    uint32_t continue_block; /* IR_NONE: a switch */
    const LowerScope *scope;
    LowerSwitch *switch_;    /* NULL: a loop */
} LowerTarget;

typedef struct LowerLabel {
    uint32_t block;
    const LowerScope *scope;
    bool is_placed;
    bool is_address_taken;
} LowerLabel;

/* A jump whose way out of the scopes is known at the end of the body only. */
typedef struct LowerGoto {
    uint32_t block;     /* left open; the jump goes to its end */
    const LowerScope *scope;
    LowerLabel *label;  /* NULL: computed, or asm goto */
    uint32_t next;      /* asm goto: the block behind it; else IR_NONE */
    const char *labels; /* asm goto: names, separated by spaces; NULL: any label */
    IrSpan span;
} LowerGoto;

typedef struct LowerPretty LowerPretty;

typedef struct LowerBody {
    uint32_t function;
    CXCursor cursor;
    IrType return_type;
    GHashTable *labels;      /* LabelStmt -> LowerLabel */
    GPtrArray *label_list;   /* LowerLabel, in the order of their first mention */
    GPtrArray *label_names;  /* parallel: const char * */
    GArray *gotos;           /* LowerGoto */
    const LowerScope *scope;
    LowerTarget *target;
    uint32_t depth;
    uint32_t cursors_seen, choices, repeated; /* order.c's limits */
    bool is_quiet;           /* inside of operands that touch no value task */
    const char *degraded;
    LowerPretty *pretty;     /* made when first asked for */
} LowerBody;

/* --- a translation unit --- */

typedef struct LowerError {
    CXFile file;
    unsigned line, offset;
    const char *message;
} LowerError;

typedef struct LowerPoint {
    CXFile file;
    unsigned offset;
} LowerPoint;

#define LOWER_SPANS 256

typedef struct LowerSpan {
    const void *statement;
    enum CXCursorKind kind;
    IrSpan span;
} LowerSpan;

typedef struct LowerSource LowerSource; /* source.c's: what a file holds */

typedef struct LowerUnit {
    CXTranslationUnit tu;
    IrBuilder *builder;
    BaseArena *arena;        /* the module's */
    BaseArena *scratch;      /* for one top-level declaration */
    const char *directory;
    const GPtrArray *apis;   /* BaseApi, or NULL */
    GArray *described;       /* BaseApiName: their names; NULL: nobody asks which are met */
    GByteArray *met;         /* FrontendResult's */
    CXFile main_file;
    GHashTable *files;       /* CXFile -> index + 1 */
    GPtrArray *api_files;    /* CXFile */
    GArray *api_expansions;  /* LowerPoint: where an API's macro declares a value task */
    GHashTable *places;      /* CXFile -> CXSourceLocation of a declaration in it, until the file table is made */
    CXFile last_place;
    GHashTable *sources;     /* CXFile -> LowerSource */
    LowerSource *last_source; /* of the file below; NULL: none was asked for */
    CXFile last_source_file;
    CXFile last_file;        /* the file looked up last ... */
    uint32_t last_file_index;
    GHashTable *task_records; /* canonical record declaration -> itself */
    GHashTable *records;     /* canonical record declaration -> LowerRecord */
    GHashTable *members;     /* FieldDecl -> LowerMember */
    GHashTable *types;       /* clang's type -> IrType */
    GHashTable *functions;   /* canonical FunctionDecl -> index + 1 */
    GHashTable *globals;     /* canonical VarDecl -> index + 1 */
    GHashTable *locals;      /* VarDecl, ParmDecl of the current function -> local + 1 */
    GHashTable *latest;      /* canonical FunctionDecl -> its last redeclaration, where there is one */
    GHashTable *variables;   /* canonical VarDecl -> the declaration that defines it, best first */
    GArray *variable_order;  /* CXCursor: its keys, in source order */
    GHashTable *effects;     /* ParmDecl -> what its function's body does to it; order.c's */
    GHashTable *strings;     /* "file#offset" -> global + 1; "+file#offset", of a macro expansion -> how many stand there */
    GHashTable *texts;       /* a string's elements and text -> global + 1 */
    GHashTable *by_name;     /* function name -> CXCursor; made when first asked for */
    GArray *definitions;     /* CXCursor: bodies to lower; grows while they are lowered */
    GPtrArray *called_unseen, *written_unseen; /* names of functions and of variables, in the module's arena */
    GHashTable *wanted_bodies; /* canonical FunctionDecl -> itself: those of definitions */
    GArray *errors;          /* LowerError */
    GArray *collected;       /* CXCursor: lower_children's */
    const FrontendBodies *wanted; /* NULL: all bodies */
    struct LowerPart *part;  /* where only some bodies are wanted; part.c's */
    LowerBody *body;         /* NULL: outside of functions */
    LowerSpan spans[LOWER_SPANS]; /* the last ones, by statement */
    uint32_t functions_lowered, functions_degraded;
    bool is_helper;          /* FrontendInput's */
    bool has_met_tasks;      /* while declarations are noted: one of a value task's type was among them */
    bool lowers_idle;        /* what nothing in the unit asks for, too */
    const FrontendHeaderFacts *header; /* NULL: the source does not begin with a precompiled header */
    bool skips_header;       /* clang does not show what is in it */
    bool needs_all;          /* but it would have to: all this was for nothing */
    GHashTable *own_records; /* record declarations of this unit that are the first of theirs; while value tasks are looked for */
    bool has_value_tasks;
} LowerUnit;

/* unit.c */
void lower_unit(LowerUnit *unit);
void lower_function_body(LowerUnit *unit, CXCursor function);
bool lower_survey(LowerUnit *unit); /* of a header's unit: FrontendHeaderFacts.is_bare; fills the file table */
void lower_want_body(LowerUnit *unit, CXCursor definition); /* of a function that is asked for */
CXCursor lower_better_definition(CXCursor variable, CXCursor other); /* two declarations of one variable; either may be null */
void lower_note_task_type(LowerUnit *unit, CXType type);
void lower_note_task(LowerUnit *unit, CXCursor declaration); /* where it is one of a value task's type */
void lower_scan_record(LowerUnit *unit, CXCursor record); /* adds it, and what it nests, where it keeps a value task */
bool lower_is_checked_location(LowerUnit *unit, CXSourceLocation location); /* neither system nor API */

/* part.c: some bodies of a unit that was read wholly before */
void lower_part(LowerUnit *unit);
bool lower_learn_task(LowerUnit *unit, CXCursor record); /* is this canonical declaration one of a value task */
bool lower_is_known_api(LowerUnit *unit, CXCursor function);

/* source.c: cursors, text and places */
bool lower_is_same(CXCursor a, CXCursor b);
GHashTable *lower_cursor_map_new(void); /* CXCursor -> pointer */
void *lower_cursor_map_get(GHashTable *map, CXCursor key);
void lower_cursor_map_set(GHashTable *map, BaseArena *arena, CXCursor key, void *value);
GHashTable *lower_source_map_new(void);
LowerChildren lower_children(LowerUnit *unit, CXCursor cursor);
/* children without types, attributes and declarations */
LowerChildren lower_expressions(LowerUnit *unit, CXCursor cursor);
bool lower_is_expression(CXCursor cursor);
const char *lower_text(BaseArena *arena, CXString string); /* copies and disposes */
IrFileRole lower_role(const LowerUnit *unit, CXFile file, CXSourceLocation location);
uint32_t lower_file(LowerUnit *unit, CXFile file, CXSourceLocation location);
IrSpan lower_span(LowerUnit *unit, CXCursor cursor);
IrSpan lower_start_span(LowerUnit *unit, CXCursor cursor, uint32_t length); /* its first `length` bytes */
IrSpan lower_name_span(LowerUnit *unit, CXCursor cursor);
CXFile lower_spelling_file(CXSourceLocation location);
bool lower_is_api_file(const LowerUnit *unit, CXFile file);
/* text from there; NULL: none */
const char *lower_source_at(LowerUnit *unit, CXSourceLocation spelled_at, size_t *left);
/* "" where there is none */
char *lower_leading_identifier(LowerUnit *unit, CXCursor cursor, char *buffer, size_t size);
const char *lower_path_of(LowerUnit *unit, CXFile file); /* absolute, in the module's arena */
const char *lower_symbol(LowerUnit *unit, CXCursor cursor, const char *name); /* of internal linkage */

/* types.c */
IrType lower_type(LowerUnit *unit, CXType type);
IrType lower_type_of(LowerUnit *unit, CXCursor expression);
IrType lower_variable_type(LowerUnit *unit, CXCursor variable);
bool lower_is_decayed(LowerUnit *unit, CXCursor variable);           /* declared as an array, but a pointer */
bool lower_is_array_object(LowerUnit *unit, CXCursor expression);
bool lower_is_array(CXType type); /* by its looks: see lower_is_decayed */
bool lower_is_function(CXType type);
bool lower_is_pointer(LowerUnit *unit, CXCursor expression); /* or an array, which becomes one */
CXType lower_pointee(CXType type);           /* of a pointer, or of what an array becomes */
int64_t lower_element_count(CXType type);    /* innermost elements; 1: not an array; 0: not known when compiling */
bool lower_is_volatile(CXType type);
bool lower_holds_task(LowerUnit *unit, CXType type);
bool lower_is_task_record(LowerUnit *unit, CXCursor canonical); /* canonical declaration of a struct or union */
CXType lower_unqualified(CXType type); /* canonical, without qualifiers and _Atomic */
LowerRecord *lower_record(LowerUnit *unit, CXType type); /* NULL: not a struct or union */
LowerMember *lower_member(LowerUnit *unit, CXCursor field); /* NULL: not known */
bool lower_has_annotation(CXCursor cursor, const char *text); /* text NULL: any of vt:: */

/* described.c: APIs known by a description in place of annotations */
bool lower_is_described_task(const LowerUnit *unit, CXCursor declaration); /* of a struct, union or typedef */
bool lower_is_described_function(const LowerUnit *unit, const char *name);
IrEffect lower_described_effect(const LowerUnit *unit, const char *function);
IrCompletion lower_described_completion(const LowerUnit *unit, const char *function);
/* Notes names that stand for what is declared: a type, which is followed as a value task or is not, a function, or a variable. */
void lower_meet_described(LowerUnit *unit, CXCursor declaration, bool is_followed);
bool lower_may_describe_inside(const LowerUnit *unit, const char *text, size_t size); /* a described type may be declared there */

/* declarations.c, library.c */
uint32_t lower_function(LowerUnit *unit, CXCursor cursor);
uint32_t lower_function_named(LowerUnit *unit, const char *name); /* IR_NONE: no such */
uint32_t lower_global(LowerUnit *unit, CXCursor cursor);
/* A constant that the linker sets: where a weak function is that this unit does not define, or null; IR_NONE: it is another function. */
uint32_t lower_weak_address(LowerUnit *unit, CXCursor function);
bool lower_is_global(CXCursor variable);
uint32_t lower_string(LowerUnit *unit, CXCursor literal);
uint32_t lower_static_literal(LowerUnit *unit, CXCursor literal); /* compound literal outside of functions */
bool lower_function_is_api(LowerUnit *unit, CXCursor cursor);
bool lower_says_more(LowerUnit *unit, CXCursor redeclaration, CXCursor first); /* than an earlier declaration of the function */
bool lower_has_attribute(LowerUnit *unit, CXCursor cursor, const char *name); /* GNU's or C23's, with or without __ */

typedef struct LowerLibrary {
    const char *name;
    bool is_noreturn, is_allocator, is_zeroing, is_deallocator, is_setjmp, is_pure, is_answer;
} LowerLibrary;
const LowerLibrary *lower_library(const char *name); /* NULL: unknown */

/* initializers.c: the rules of C11 6.7.9 over libclang's syntactic lists */
#define LOWER_ANY_INDEX INT64_MIN

typedef struct LowerStep {
    bool is_index;
    int64_t value;  /* element, or LOWER_ANY_INDEX; or the module's field */
    CXType type;    /* of what the step leads to */
} LowerStep;

/* Called for each scalar, task or whole aggregate that gets a value, in source order. */
typedef void (*LowerInitVisitor)(void *context, const LowerStep *path, uint32_t length, CXType type, CXCursor value);
void lower_walk_initializer(LowerUnit *unit, CXType type, CXCursor initializer, LowerInitVisitor visit, void *context);
void lower_initialize(LowerUnit *unit, LowerPlace place, CXType type, CXCursor initializer);

/* an integer known without looking at any object */
bool lower_fold(LowerUnit *unit, CXCursor expression, int64_t *value);
bool lower_evaluate(CXCursor expression, int64_t *value); /* what C says must be a constant expression; of a float: ir_float_constant */
bool lower_string_literal(LowerUnit *unit, CXCursor expression);

/* statics.c */
void lower_static_initializer(LowerUnit *unit, uint32_t global, CXType type, CXCursor initializer);
void lower_static_string(LowerUnit *unit, uint32_t global, CXCursor literal); /* the same of a string itself */

/* values.c */
LowerValue lower_none(void);
LowerValue lower_constant(LowerUnit *unit, IrType type, int64_t value, IrSpan span);
LowerValue lower_unknown(LowerUnit *unit, IrType type, IrSpan span);
LowerValue lower_register(IrReg reg, IrType type);
LowerValue lower_convert(LowerUnit *unit, LowerValue value, IrType type, IrSpan span);
void lower_escape(LowerUnit *unit, LowerValue value, IrSpan span); /* pointers, tasks and aggregates only */
uint32_t lower_temporary(LowerUnit *unit, IrType type, IrSpan span);
LowerPlace lower_memory(IrReg address, IrType type, IrSpan span);
LowerPlace lower_temporary_place(LowerUnit *unit, IrType type, IrSpan span);
LowerPlace lower_field_place(LowerUnit *unit, LowerPlace base, CXCursor field, CXType type, IrSpan span);
LowerValue lower_load(LowerUnit *unit, LowerPlace place, IrSpan span);
void lower_store(LowerUnit *unit, LowerPlace place, LowerValue value, IrSpan span);
IrReg lower_address(LowerUnit *unit, LowerPlace place, IrSpan span);
/* read, or decayed */
LowerValue lower_place_value(LowerUnit *unit, LowerPlace place, CXCursor expression, IrSpan span);

/* expressions.c */
LowerValue lower_value(LowerUnit *unit, CXCursor expression);
LowerValue lower_value_as(LowerUnit *unit, CXCursor expression, IrType type);
LowerPlace lower_place(LowerUnit *unit, CXCursor expression);
void lower_effect(LowerUnit *unit, CXCursor expression);
/* parentheses, __extension__, choices made at compile time */
CXCursor lower_peel(LowerUnit *unit, CXCursor expression);
bool lower_is_transparent(LowerUnit *unit, CXCursor expression, CXCursor *operand); /* an implicit cast or the like */
CXCursor lower_computed(LowerUnit *unit, CXCursor expression); /* without parentheses and implicit casts */
LowerValue lower_not_modelled(LowerUnit *unit, CXCursor expression);
bool lower_enter(LowerUnit *unit); /* false: nested too deeply; then no lower_leave */
void lower_leave(LowerUnit *unit);

/* casts.c */
LowerValue lower_cast(LowerUnit *unit, CXCursor expression);

/* operators.c */
LowerValue lower_unary(LowerUnit *unit, CXCursor expression);
LowerPlace lower_unary_place(LowerUnit *unit, CXCursor expression);
LowerValue lower_binary(LowerUnit *unit, CXCursor expression);
LowerValue lower_compound_assignment(LowerUnit *unit, CXCursor expression);
/* base + index, or base - index; `pointer` is base's type in C */
LowerValue lower_index(LowerUnit *unit, LowerValue base, LowerValue index, bool is_negative, CXType pointer,
                       IrSpan span);
IrBinary lower_binary_op(enum CXBinaryOperatorKind kind, bool *is_known);
LowerValue lower_not(LowerUnit *unit, LowerValue value, IrSpan span); /* `!`: an i32 */

/* order.c: the values of operands that C evaluates in any order */
void lower_operands(LowerUnit *unit, const CXCursor *operands, uint32_t count, LowerValue *values);

/* conditions.c */
void lower_condition(LowerUnit *unit, CXCursor expression, uint32_t if_true, uint32_t if_false, IrBranchKind kind);
LowerValue lower_logical(LowerUnit *unit, CXCursor expression);
LowerValue lower_conditional(LowerUnit *unit, CXCursor expression);
void lower_conditional_effect(LowerUnit *unit, CXCursor expression);
LowerValue lower_elvis(LowerUnit *unit, CXCursor expression, CXCursor condition, CXCursor otherwise);
void lower_branch_on(LowerUnit *unit, LowerValue value, uint32_t if_true, uint32_t if_false, IrBranchKind kind,
                     IrSpan span);

/* calls.c */
LowerValue lower_call(LowerUnit *unit, CXCursor expression);
void lower_call_effect(LowerUnit *unit, CXCursor expression);
bool lower_is_expect(LowerUnit *unit, CXCursor call, CXCursor *condition);
void lower_call_cleanup(LowerUnit *unit, uint32_t function, uint32_t local, IrSpan span);

/* moves.c: memcpy, memmove and memset of what may hold value tasks; false: the call is something else, and nothing was lowered */
bool lower_moved(LowerUnit *unit, CXCursor call, const char *name, LowerChildren parts, LowerValue *result);

/* unexposed.c: what libclang has no cursor kind for, and choices made at compile time */
typedef enum LowerUnexposed {
    LOWER_CAST,      /* implicit cast, ConstantExpr, ...: one operand */
    LOWER_ELVIS,     /* a ?: b */
    LOWER_CHOOSE,    /* __builtin_choose_expr */
    LOWER_CONSTANT,  /* offsetof, types_compatible_p, ... */
    LOWER_VA_ARG,
    LOWER_ATOMIC,
    LOWER_PURE,      /* operands are evaluated and nothing else happens */
    LOWER_UNEXPOSED  /* unknown */
} LowerUnexposed;
LowerUnexposed lower_classify(LowerUnit *unit, CXCursor expression, LowerChildren children);
LowerValue lower_unexposed(LowerUnit *unit, CXCursor expression);

/* atomics.c */
typedef struct LowerAtomic {
    CXCursor pointer, value, expected; /* null cursors: there is none. expected: its address or, of __sync_..., the number */
} LowerAtomic;

/* A builtin by its name; false: it means no whole number, and nothing was lowered. */
bool lower_atomic(LowerUnit *unit, CXCursor expression, const char *name, LowerAtomic operands, LowerValue *result);
bool lower_chosen(LowerUnit *unit, CXCursor expression, CXCursor *chosen); /* _Generic, choose_expr */
LowerValue lower_generic(LowerUnit *unit, CXCursor expression);
LowerValue lower_block(LowerUnit *unit, CXCursor expression);

/* statements.c, loops.c, scopes.c */
void lower_statement(LowerUnit *unit, CXCursor statement);
void lower_jump(LowerUnit *unit, uint32_t block, IrSpan span); /* nothing where control does not come */
void lower_while(LowerUnit *unit, CXCursor statement);
void lower_do(LowerUnit *unit, CXCursor statement);
void lower_for(LowerUnit *unit, CXCursor statement);
void lower_switch(LowerUnit *unit, CXCursor statement);
void lower_case(LowerUnit *unit, CXCursor statement);
void lower_asm(LowerUnit *unit, CXCursor statement);
LowerValue lower_statement_expression(LowerUnit *unit, CXCursor expression, bool is_used);
void lower_scope_push(LowerUnit *unit, uint32_t local, uint32_t cleanup, IrSpan span);
/* emits; the scope itself stays current */
void lower_scope_leave(LowerUnit *unit, const LowerScope *outer, IrSpan span);
void lower_scope_cleanups(LowerUnit *unit, const LowerScope *outer, IrSpan span); /* cleanup calls only */
LowerLabel *lower_label(LowerUnit *unit, CXCursor label);
void lower_goto(LowerUnit *unit, LowerLabel *label, IrSpan span); /* label NULL: computed */
void lower_asm_goto(LowerUnit *unit, const char *labels, IrSpan span);
void lower_resolve_gotos(LowerUnit *unit);

/* pretty.c: what only the pretty-printed function tells */
typedef struct LowerForSlots {
    bool has_init, has_condition, has_increment;
} LowerForSlots;
bool lower_for_slots(LowerUnit *unit, CXCursor loop, uint32_t present, LowerForSlots *slots);
/* false: not an asm goto; *labels NULL: unknown */
bool lower_asm_labels(LowerUnit *unit, CXCursor statement, const char **labels);
/* one per association, in scratch memory */
bool lower_generic_types(LowerUnit *unit, CXCursor selection, GPtrArray *names);
const char *lower_cleanup_name(LowerUnit *unit, CXCursor variable); /* NULL: none */
/* Of the function or variable that this one is, by `alias`, or is chosen by, by `ifunc`; or NULL. */
const char *lower_other_name(LowerUnit *unit, CXCursor declaration);
void lower_pretty_free(LowerPretty *pretty);

#endif
