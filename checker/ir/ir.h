/* ir.h - the intermediate representation: what a translation unit says about value tasks, without C's syntax.
 *
 * A module is the IR of one translation unit. It holds tables (files, records, fields, globals, functions) that
 * instructions name by index, so that it can be printed, parsed, written to a file and read again. Everything in a
 * module lives in its arena.
 *
 * A function body is a control-flow graph. Its memory model is that of an unoptimised compiler: every C object is
 * memory, reached by an address; instructions compute values into registers. A register is assigned by exactly one
 * instruction, which dominates its uses. What varies (a C variable, the value of `a ? b : c`) goes through
 * a local and load/store. Evaluation order is the order of instructions.
 *
 * A value task is a scalar here: one load reads it, one store writes it, and nothing but IR_OP_MEMBER looks inside.
 * Creating, consuming and observing are not instructions but calls: what a call does to its arguments is said by the
 * callee's declaration (annotations), by its body, or by the contract's defaults. So `vt_int_await(t, &x)` is
 *
 *     %0 = local t            ; address of t
 *     %1 = load task %0
 *     %2 = local x
 *     %3 = call i32 vt_int_await(task %1, ptr %2)
 *
 * Aggregates (structs, unions, arrays by value) have no register form: an operand of type IR_TYPE_AGGREGATE is a
 * register that holds the *address* of the object whose contents are meant (call arguments, return, IR_OP_COPY), and
 * a call that returns an aggregate names the object that receives it (`into`).
 *
 * Who uses this: the frontend builds modules (builder.h), analysis reads them, link joins them. Modules are immutable
 * once built. Readers may share a module between threads. */
#ifndef VTCHECK_IR_IR_H
#define VTCHECK_IR_IR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

#define IR_NONE UINT32_MAX /* no register, no local, no field, ... */

typedef uint32_t IrReg;   /* index into IrFunction.register_types */

/* --- places in source files --- */

/* Half-open in columns: [column, end_column). Lines and columns count from 1; columns are bytes. A span inside a
 * macro is at the place Clang's file location gives: the argument's text, or else the expansion. file is an index
 * into IrModule.files; a span with file == IR_NONE is unknown. */
typedef struct IrSpan {
    uint32_t file;
    uint32_t line, column;
    uint32_t end_line, end_column;
} IrSpan;

typedef enum IrFileRole {
    IR_FILE_MAIN,   /* the translation unit's source */
    IR_FILE_USER,   /* a header of checked code */
    IR_FILE_SYSTEM, /* a system header: nothing is reported there */
    IR_FILE_API     /* the header of a value-task API: nothing is reported there */
} IrFileRole;

typedef struct IrFile {
    const char *path; /* as the compiler names it, made absolute and without "." and ".." */
    IrFileRole role;
} IrFile;

/* --- types --- */

typedef enum IrTypeKind {
    IR_TYPE_VOID,
    IR_TYPE_INT,       /* integers, bool, enums, characters: bits and is_signed are set (bool: 1 bit unsigned) */
    IR_TYPE_POINTER,   /* to anything; function pointers too */
    IR_TYPE_TASK,      /* a value task by value; record names its struct */
    IR_TYPE_AGGREGATE, /* struct, union or array by value; record names the struct or union, IR_NONE for an array */
    IR_TYPE_OTHER,     /* wider integers, complex numbers, vectors, what the frontend does not model */
    IR_TYPE_FLOAT      /* floating point; bits is set */
} IrTypeKind;

typedef struct IrType {
    uint8_t kind;     /* IrTypeKind */
    uint8_t bits;     /* IR_TYPE_INT: 1 to 64 (wider integers are IR_TYPE_OTHER); IR_TYPE_FLOAT: 16 to 128, as many as it takes in memory */
    bool is_signed;   /* IR_TYPE_INT */
    uint32_t record;  /* IR_TYPE_TASK, IR_TYPE_AGGREGATE; else IR_NONE */
} IrType;

#define IR_VOID ((IrType){IR_TYPE_VOID, 0, false, IR_NONE})
#define IR_POINTER ((IrType){IR_TYPE_POINTER, 64, false, IR_NONE})
#define IR_INT(bits_, signed_) ((IrType){IR_TYPE_INT, (bits_), (signed_), IR_NONE})
#define IR_BOOL IR_INT(1, false)
#define IR_I32 IR_INT(32, true)
#define IR_TASK(record_) ((IrType){IR_TYPE_TASK, 0, false, (record_)})
#define IR_AGGREGATE(record_) ((IrType){IR_TYPE_AGGREGATE, 0, false, (record_)})
#define IR_OTHER ((IrType){IR_TYPE_OTHER, 0, false, IR_NONE})
#define IR_FLOAT(bits_) ((IrType){IR_TYPE_FLOAT, (bits_), false, IR_NONE})

/* A struct or union of the module. One without a name is named by the record that it is declared in, e.g. "union 1 in struct user", else by its place,
 * e.g. "struct at a.c:3:1". Records of one name are one in all modules. */
typedef struct IrRecord {
    const char *name;     /* "vt_int", "struct user", ... as a reader would say it */
    bool is_union;
    bool is_task;         /* a value task: annotated, or described in the configuration */
    IrSpan span;
} IrRecord;

/* Where a field lies in its record, in bits. */
typedef struct IrLayout {
    int64_t begin;   /* negative (IR_BESIDE): not known, but where no other field is */
    int64_t size;    /* IR_OPEN: as far as the object reaches, as a flexible array does */
    int64_t element; /* of an array: the size of its innermost elements; else 0 */
} IrLayout;

#define IR_OPEN ((int64_t)-1)
#define IR_BESIDE ((IrLayout){-1, IR_OPEN, 0})
#define IR_MOST_BITS ((int64_t)1 << 52) /* of any of these numbers */

/* A field through which a record is entered. Anonymous members are elided: the fields of an anonymous struct or union belong
 * to the enclosing record. */
typedef struct IrField {
    const char *name;
    uint32_t record;        /* the record it belongs to */
    IrType type;
    bool holds_task;        /* its type is a value task or an array (of any dimension) of value tasks, qualified or _Atomic included */
    IrLayout layout;
    IrSpan span;            /* its name in its declaration */
} IrField;

/* --- globals (file scope, static locals, thread-locals) --- */

typedef enum IrLinkage {
    IR_LINKAGE_EXTERNAL,
    IR_LINKAGE_INTERNAL, /* static: a different object in each translation unit */
    IR_LINKAGE_MERGED    /* inline, weak, common: definitions of one name are one */
} IrLinkage;

/* One scalar of a static initialiser: path from the global to the scalar, then its value; or the characters of a string, from the element of an array on to which the path leads.
 * What is not listed is zero when is_zero_filled. */
typedef enum IrConstantKind { IR_CONSTANT_INT, IR_CONSTANT_FUNCTION, IR_CONSTANT_GLOBAL, IR_CONSTANT_TEXT, IR_CONSTANT_UNKNOWN } IrConstantKind;

typedef struct IrPathStep {
    bool is_index;  /* array element, else field */
    int64_t value;  /* element index, in arrays of arrays counted through to the innermost elements; or field id */
} IrPathStep;

typedef struct IrInitializer {
    IrPathStep *path;
    uint32_t path_length;
    IrConstantKind kind;
    int64_t value;    /* the integer, or the index of the function or global whose address it is */
    const char *text; /* IR_CONSTANT_TEXT: characters of 8 bits, none of them zero */
} IrInitializer;

typedef struct IrGlobal {
    const char *name;   /* as written */
    const char *symbol; /* link name: the name for external, "file-unique" for internal (contains the path of the defining file) */
    IrLinkage linkage;
    IrType type;
    bool holds_task;    /* a value task or an array of value tasks */
    bool is_const;      /* const-qualified object */
    bool is_volatile;   /* volatile or _Atomic, or others know it by another name (attribute alias): what it holds is never known */
    bool is_static_local;
    bool is_thread_local;
    bool is_defined;    /* defined (or tentatively defined) in this translation unit, not only declared extern */
    bool is_zero_filled; /* defined; scalars that initializers do not list are zero */
    IrInitializer *initializers;
    uint32_t initializer_count;
    IrSpan span;        /* its name in its definition, else declaration */
} IrGlobal;

/* --- functions --- */

typedef enum IrEffect {
    IR_EFFECT_UNSPECIFIED, /* no annotation: derived from the body, else the contract's default */
    IR_EFFECT_CONSUMES,
    IR_EFFECT_OBSERVES
} IrEffect;

typedef enum IrCompletion {
    IR_COMPLETION_UNSPECIFIED, /* derived from the body, else either */
    IR_COMPLETION_SYNC,
    IR_COMPLETION_ASYNC
} IrCompletion;

typedef struct IrParam {
    const char *name;   /* NULL when the declaration gives none */
    IrType type;
    IrEffect effect;
    bool points_to_task;  /* a pointer to a value task (possibly to an array of them) */
    bool points_to_const; /* a pointer to const: the callee does not write through it */
    IrSpan span;          /* its name in the definition, else in the declaration */
} IrParam;

typedef struct IrLocal {
    const char *name;  /* NULL: a temporary of the frontend */
    IrType type;
    bool is_volatile;  /* volatile or _Atomic: loads are never known */
    IrSpan span;
    uint32_t length;   /* of an array: how many innermost elements it has; 0: not known, or no array */
} IrLocal;

typedef enum IrOp {
#define IR_OPCODE(name, text) IR_OP_##name,
#include "ir/opcodes.def"
#undef IR_OPCODE
    IR_OP_COUNT
} IrOp;

typedef enum IrBinary {
    IR_ADD, IR_SUB, IR_MUL, IR_DIV, IR_REM, IR_AND, IR_OR, IR_XOR, IR_SHL, IR_SHR,
    IR_EQ, IR_NE, IR_LT, IR_LE, IR_GT, IR_GE /* results are i32 0 or 1; signedness is that of the operands' type */
} IrBinary;

typedef enum IrUnary { IR_NEG, IR_NOT /* ! : 0 or 1 */, IR_COMPLEMENT } IrUnary;

/* What a branch is in the source: for the words of a note, not for the meaning. */
typedef enum IrBranchKind {
    IR_BRANCH_IF,          /* if */
    IR_BRANCH_LOOP,        /* while, for, do: the true edge (re-)enters the loop */
    IR_BRANCH_CONDITIONAL, /* ?: and its relatives */
    IR_BRANCH_LOGICAL,     /* an operand of && or || */
    IR_BRANCH_HIDDEN       /* made by the frontend: no note */
} IrBranchKind;

typedef struct IrOperand {
    IrReg reg;
    IrType type; /* IR_TYPE_AGGREGATE: reg holds the address of the object whose contents are passed */
} IrOperand;

typedef struct IrCase {
    int64_t low, high; /* inclusive, in the type of the switch's operand */
    uint32_t target;   /* block */
} IrCase;

/* An instruction. `result` is IR_NONE where there is none; `type` is the result's type, or for a store/copy the type
 * of what is stored. The last instruction of a block, and only that, is a terminator (opcodes.def). */
typedef struct IrInst {
    IrOp op;
    IrType type;
    IrReg result;
    IrSpan span; /* for a call: the call expression; its callee's name begins at span */
    union {
        int64_t constant;                  /* CONST; of a float: ir_float_constant */
        uint32_t local;                    /* LOCAL, BEGIN_SCOPE, END_SCOPE */
        uint32_t global;                   /* GLOBAL */
        uint32_t function;                 /* FUNCTION */
        struct { IrReg base; uint32_t field; } field;              /* FIELD: address of base->field; CONTAINER: of the record whose field is at base */
        struct { IrReg base, index; int64_t scale; } index;        /* INDEX: base + index * scale elements (pointer arithmetic); an element is the innermost one of nested arrays, so that a step of `int (*p)[3]` has scale 3; >= 1; index IR_NONE: by an unknown amount */
        struct { IrReg address; bool is_volatile; } load;          /* LOAD */
        struct { IrReg address, value; bool is_volatile; } store;  /* STORE */
        struct { IrReg destination, source; } copy;                /* COPY: aggregate contents; ZERO: destination only */
        struct { IrBinary op; IrReg left, right; IrType operand_type; } binary;
        struct { IrUnary op; IrReg operand; IrType operand_type; } unary;
        struct { IrReg operand; IrType operand_type; } cast;       /* CAST: to `type` */
        struct {
            uint32_t function;    /* callee, or IR_NONE for a call through `pointer` */
            IrReg pointer;
            IrOperand *arguments;
            uint32_t argument_count;
            IrReg into;           /* type AGGREGATE: address of the object that receives the result */
            bool result_unused;   /* the value is dropped on purpose or not: an expression statement, (void) cast */
            bool is_cleanup;      /* of a variable that goes out of scope, by its cleanup attribute */
            uint32_t written_out; /* one more than the function whose call stood here before its body was put in place of it (inline.h); 0: none. In no file */
        } call;
        struct { IrReg task_address; IrReg task; const char *name; bool is_write; bool is_address_taken; bool in_api; } member; /* MEMBER: exactly one of task_address, task is set */
        struct { IrReg value; } escape;    /* ESCAPE: value (an address, a task) reaches code that cannot be seen */
        struct { uint32_t target; } jump;
        struct { IrReg condition; uint32_t if_true, if_false; IrBranchKind kind; } branch; /* condition != 0 */
        struct { IrReg value; IrType value_type; IrCase *cases; uint32_t case_count; uint32_t otherwise; } switch_;
        struct { uint32_t *targets; uint32_t target_count; } any;  /* ANY: goes to any of these, unknowably (computed goto, asm goto) */
        struct { IrOperand value; } return_;                       /* value.reg IR_NONE: nothing */
    } as;
} IrInst;

typedef struct IrBlock {
    IrInst *insts;
    uint32_t inst_count;
} IrBlock;

typedef struct IrFunction {
    const char *name;
    const char *symbol;    /* as IrGlobal.symbol */
    IrLinkage linkage;
    IrType return_type;
    IrCompletion completion;   /* annotation */
    IrParam *params;
    uint32_t param_count;
    bool is_variadic;
    bool has_prototype;        /* false: K&R declaration, parameters unknown when not defined */
    bool is_noreturn;
    bool is_api;               /* belongs to a value-task API (annotated, or in its header): trusted as declared, never analysed or reported on */
    bool is_allocator;         /* malloc, calloc, ... or attribute malloc: returns heap memory */
    bool is_zeroing;           /* calloc and its like: all of it is zero */
    bool is_deallocator;       /* free and its like: what its first argument points to is gone; of an allocator (realloc) it has moved into the result */
    bool is_setjmp;            /* may return twice */
    bool is_pure_library;      /* a C library function known to keep no pointer it is given and to write only through non-const pointer arguments */
    bool is_pure;              /* declared to change nothing, and to give the same for the same arguments as long as memory is the same */
    bool is_constant;          /* declared to do so whatever memory is */
    bool is_table_target;      /* its address is put into a table: an array, struct field or initialiser of one */
    bool is_address_taken;     /* otherwise than to call it; or an attribute has it called, by another name or by nobody's code */
    IrSpan span;               /* its name in the definition, else in the first declaration */

    bool is_defined;
    /* Only where is_defined: */
    const char *degraded;      /* NULL, or why the body cannot be trusted ("error: ... at line 12"): nothing certain is reported in it */
    IrLocal *locals;           /* the first param_count are the parameters, initialised by the call */
    uint32_t local_count;
    IrType *register_types;
    uint32_t register_count;
    IrBlock *blocks;           /* block 0 is the entry; it has no predecessors */
    uint32_t block_count;
    IrSpan end_span;           /* the closing brace */
} IrFunction;

/* What the frontend met and could not model, by name, for --stats. */
typedef struct IrUnknown {
    const char *name; /* cursor kind as Clang spells it */
    uint32_t count;
} IrUnknown;

typedef struct IrModule {
    BaseArena *arena; /* owns the module */
    const char *source;
    bool is_head;          /* read without bodies (binary.h): nothing to be analysed */
    IrFile *files;         uint32_t file_count;
    IrRecord *records;     uint32_t record_count;
    IrField *fields;       uint32_t field_count;
    IrGlobal *globals;     uint32_t global_count;
    IrFunction *functions; uint32_t function_count;
    IrUnknown *unknowns;   uint32_t unknown_count;
} IrModule;

void ir_module_free(IrModule *module); /* NULL is fine */

/* --- reading --- */

const char *ir_op_name(IrOp op);
bool ir_op_is_terminator(IrOp op);

/* Number of successors of a block's terminator, and the k-th of them (duplicates are kept). */
uint32_t ir_successor_count(const IrBlock *block);
uint32_t ir_successor(const IrBlock *block, uint32_t k);

/* The instruction that ends a block. */
static inline const IrInst *ir_end_of(const IrFunction *function, uint32_t block)
{
    return &function->blocks[block].insts[function->blocks[block].inst_count - 1];
}

/* Whether an instruction is the constant 0. NULL: it is none. */
static inline bool ir_is_zero(const IrInst *inst)
{
    return inst != NULL && inst->op == IR_OP_CONST && inst->as.constant == 0;
}

/* What defines a register, conversions left out; NULL: nothing does. `definition` as ir_definitions gives it. */
static inline const IrInst *ir_without_casts(const IrInst *const *definition, IrReg reg)
{
    const IrInst *inst = reg == IR_NONE ? NULL : definition[reg];
    while (inst != NULL && inst->op == IR_OP_CAST)
        inst = inst->as.cast.operand == IR_NONE ? NULL : definition[inst->as.cast.operand];
    return inst;
}

/* Where a way into a block comes to be judged: blocks are cut behind calls, too, as in `while (pop(&w))`. */
static inline uint32_t ir_judged_behind(const IrFunction *function, uint32_t block)
{
    while (ir_end_of(function, block)->op == IR_OP_JUMP && ir_end_of(function, block)->as.jump.target > block)
        block = ir_end_of(function, block)->as.jump.target;
    return block;
}

/* Whether one of a branch's ways leads to a block. */
static inline bool ir_branches_to(const IrInst *branch, uint32_t block)
{
    return branch->as.branch.if_true == block || branch->as.branch.if_false == block;
}

/* Which blocks ways lead to from one on, itself included, without turning back: is_behind has room for block_count. Blocks are in reverse postorder. */
void ir_find_behind(const IrFunction *function, uint32_t from, bool *is_behind);

/* The blocks from which a block is entered: blocks[first[b]] up to, and without, blocks[first[b + 1]]; once for each edge. To be freed with ir_predecessors_clear. */
typedef struct IrPredecessors {
    uint32_t *first, *blocks;
} IrPredecessors;
IrPredecessors ir_predecessors(const IrFunction *function);
void ir_predecessors_clear(IrPredecessors *predecessors);

/* Calls `visit` for every register the instruction reads. */
typedef void (*IrRegVisitor)(IrReg reg, void *context);
void ir_visit_operands(const IrInst *inst, IrRegVisitor visit, void *context);

/* The instruction that defines each register, by its number; NULL: none does. g_free. */
const IrInst **ir_definitions(const IrFunction *function);

/* The one of a block that defines a register; NULL: none does, or reg is IR_NONE. */
const IrInst *ir_definition_in(const IrBlock *block, IrReg reg);
const IrInst *ir_without_casts_in(const IrBlock *block, IrReg reg); /* the same, conversions left out */

bool ir_type_equal(IrType a, IrType b);

/* Whether two fields of one record are in the same place, or partly: members of a union are. */
bool ir_layouts_meet(IrLayout a, IrLayout b);

/* A scalar that is no pointer and no task: what leads nowhere. */
static inline bool ir_is_number(IrType type)
{
    return type.kind == IR_TYPE_INT || type.kind == IR_TYPE_FLOAT || type.kind == IR_TYPE_OTHER;
}

/* A scalar that is no task. */
static inline bool ir_is_plain(IrType type)
{
    return ir_is_number(type) || type.kind == IR_TYPE_POINTER;
}

/* What one register holds and one load reads. */
static inline bool ir_is_scalar(IrType type)
{
    return ir_is_plain(type) || type.kind == IR_TYPE_TASK;
}

/* Smallest and largest value of an integer type (64-bit unsigned saturates at INT64_MAX). */
int64_t ir_type_min(IrType type);
int64_t ir_type_max(IrType type);

/* Floating-point constants as integers in the same order: both zeros are 0, what is beyond either infinity is no number (NaN). */
int64_t ir_float_constant(double number);
double ir_float_number(int64_t constant);

/* Whether value tasks go through the function: as parameters, behind them, as its result or in its body. Globals do not count. */
bool ir_touches_tasks(const IrModule *module, const IrFunction *function);

/* The function that a reader sees called there; NULL: it is called through a pointer. */
const char *ir_called_name(const IrModule *module, const IrInst *call);

#define IR_UNNAMED "the task" /* what has no name in the source */

/* The source text a reader would write for what a register holds: "t", "ts[2]", "pair.first", "*slot", "get()";
 * falls back to IR_UNNAMED. Allocated in `arena`. */
const char *ir_describe(const IrModule *module, const IrFunction *function, IrReg reg, BaseArena *arena);

#endif
