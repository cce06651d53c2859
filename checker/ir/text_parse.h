/* text_parse.h - private to this folder: what the parts of the parser share.
 *
 * Names may be used before they are declared for functions and globals (calls go both ways): such a use is kept as a
 * mention, MENTION | its number, and replaced when all declarations are known. Everything else is declared first.
 *
 * No function here calls itself: nesting of the text costs no stack. */
#ifndef VTCHECK_IR_TEXT_PARSE_H
#define VTCHECK_IR_TEXT_PARSE_H

#include <glib.h>

#include "ir/builder.h"
#include "ir/names.h"
#include "ir/place.h"
#include "ir/text_lex.h"
#include "ir/text_words.h"

#define IR_MENTION 0x80000000u

/* A table whose entries may be mentioned before they are declared. */
typedef struct ForwardTable {
    const char *what;   /* "function", "global" */
    IrNames declared;   /* name -> index */
    IrNames mentioned;  /* name -> number of the mention */
    GArray *mentions;   /* IrMention */
} ForwardTable;

typedef struct IrMention {
    const char *name;
    size_t length;
    const char *place;
    uint32_t index;     /* after ir_parse's end: of the entry */
} IrMention;

/* Numbers of a function's text (of registers, of blocks) to dense ones, in the order of their first mention. Entries
 * of earlier functions are told by their epoch, so that a new function costs nothing. */
typedef struct NumberMap {
    GArray *slots;      /* NumberSlot by number of the text */
    GArray *numbers;    /* NumberUse by dense number */
    uint32_t epoch;
} NumberMap;

typedef struct NumberSlot {
    uint32_t epoch, dense;
} NumberSlot;

typedef struct NumberUse {
    uint32_t number;    /* as the text has it */
    uint32_t value;     /* of a block: its index; of a register: 0; IR_NONE: not defined */
    const char *place;  /* first mention */
} NumberUse;

typedef struct Parser {
    IrLexer lexer;
    IrBuilder *builder; /* for the tables; bodies are made here, as they are written */
    BaseArena *arena;   /* the builder's */
    IrNames records, fields, locals;
    ForwardTable functions, globals;
    uint32_t number_limit; /* numbers of registers and blocks are below */
    /* The body being read. */
    NumberMap registers, blocks;
    GArray *insts;          /* IrInst */
    GArray *block_starts;   /* uint32_t: into insts */
    GArray *body_locals;    /* IrLocal */
    GArray *register_types; /* IrType by dense number */
    GArray *operands, *cases, *targets, *steps, *initializers, *params; /* scratch */
    /* Where instructions and functions stand, for violations that only the verifier sees. */
    GArray *inst_places;     /* uint32_t: offset into the text, of all functions */
    GArray *function_places; /* IrFunctionPlace by function */
} Parser;

typedef struct IrFunctionPlace {
    uint32_t offset;     /* of the declaration */
    uint32_t first_inst; /* into inst_places */
} IrFunctionPlace;

/* --- text_parse_piece.c: pieces of a line. What is not there is an error, told at its place. --- */

bool ir_has_error(const Parser *p);
void ir_expected(Parser *p, const char *what); /* the error "expected WHAT" at the token */
void ir_fail(Parser *p, const char *place, const char *format, ...) __attribute__((format(printf, 3, 4)));

bool ir_is_mark(const Parser *p, char mark);
bool ir_accept_mark(Parser *p, char mark);
void ir_want_mark(Parser *p, char mark);
bool ir_is_word(const Parser *p, const char *word);
bool ir_accept_word(Parser *p, const char *word);
void ir_want_line_end(Parser *p);
void ir_skip_lines(Parser *p);

/* The number of the word in the table, which is passed over; `count` where it is none of them. */
uint32_t ir_accept_one_of(Parser *p, const char *const *words, uint32_t count);
void ir_clear_flags(const IrFlagWord *flags, void *object);
void ir_accept_flags(Parser *p, const IrFlagWord *flags, void *object);

uint32_t ir_want_u32(Parser *p);
int64_t ir_want_i64(Parser *p);
const char *ir_want_string(Parser *p);         /* in the arena */
const char *ir_want_name(Parser *p);           /* string or word, in the arena */
bool ir_is_name(const Parser *p);
IrType ir_want_type(Parser *p);
IrSpan ir_accept_span(Parser *p);
void *ir_take(Parser *p, GArray *scratch, size_t element_size, uint32_t *count); /* to the arena; empties it */

/* References: NAME, NAME#INDEX or #INDEX. */
uint32_t ir_want_reference(Parser *p, const IrNames *names, const char *what);
uint32_t ir_want_forward(Parser *p, ForwardTable *table);

/* --- text_parse_body.c --- */

void ir_parse_body(Parser *p, uint32_t function); /* behind the opening brace, to the closing one and its span */

/* --- text_parse_inst.c --- */

void ir_parse_inst(Parser *p, IrOp op, IrInst *inst); /* what follows the opcode's name */
IrReg ir_want_reg(Parser *p);
uint32_t ir_dense_number(Parser *p, NumberMap *map, uint64_t number, const char *place);
bool ir_is_block_word(const Parser *p, uint64_t *number);

#endif
