/* text_print.h - private to this folder: what the parts of the printer share. */
#ifndef VTCHECK_IR_TEXT_PRINT_H
#define VTCHECK_IR_TEXT_PRINT_H

#include <glib.h>

#include "ir/ir.h"
#include "ir/names.h"
#include "ir/text_words.h"

/* How an entry of a table is referred to: its name, or its name and index, or its index. */
typedef struct Spelling {
    const char *text;
    size_t length;
} Spelling;

typedef struct Printer {
    const IrModule *module;
    GString *out;
    BaseArena *arena;
    IrNames names; /* scratch of spell_all */
    Spelling *records, *fields, *globals, *functions;
    Spelling *locals; /* of the function being printed */
    uint32_t local_count;
} Printer;

/* text_print_inst.c: one line */
void ir_print_inst(Printer *p, const IrInst *inst);

/* Pieces; words, types, quoted strings, registers, blocks and spans bring the space before them. */
void ir_put(Printer *p, const char *text);
void ir_put_char(Printer *p, char c);
void ir_put_unsigned(Printer *p, uint64_t value);
void ir_put_signed(Printer *p, int64_t value);
void ir_put_quoted(Printer *p, const char *text);
void ir_put_reference(Printer *p, const Spelling *spellings, uint32_t count, uint32_t index);
void ir_put_word(Printer *p, const char *word);
void ir_put_flags(Printer *p, const IrFlagWord *flags, const void *object);
void ir_put_type(Printer *p, IrType type);
void ir_put_bare_type(Printer *p, IrType type);
void ir_put_span(Printer *p, IrSpan span);
void ir_put_reg(Printer *p, IrReg reg);
void ir_put_comma_reg(Printer *p, IrReg reg);
void ir_put_block(Printer *p, uint32_t block);

#endif
