/* text_words.h - private to this folder: the words of the text form, as tables that the printer and the parser share. */
#ifndef VTCHECK_IR_TEXT_WORDS_H
#define VTCHECK_IR_TEXT_WORDS_H

#include "ir/ir.h"

/* Words by enumerator. */
extern const char *const ir_role_words[IR_FILE_API + 1];
extern const char *const ir_linkage_words[IR_LINKAGE_MERGED + 1];
extern const char *const ir_effect_words[IR_EFFECT_OBSERVES + 1];        /* UNSPECIFIED: "" */
extern const char *const ir_completion_words[IR_COMPLETION_ASYNC + 1];   /* UNSPECIFIED: "" */
extern const char *const ir_binary_words[IR_GE + 1];
extern const char *const ir_unary_words[IR_COMPLEMENT + 1];
extern const char *const ir_branch_words[IR_BRANCH_HIDDEN + 1];          /* IF: "" */

/* A word that stands for a bool of a struct being `value`; where it is absent, the bool is the opposite. */
typedef struct IrFlagWord {
    const char *word; /* NULL: end of the table */
    size_t offset;
    bool value;
} IrFlagWord;

extern const IrFlagWord ir_record_flags[];
extern const IrFlagWord ir_field_flags[];
extern const IrFlagWord ir_global_flags[];
extern const IrFlagWord ir_function_flags[];
extern const IrFlagWord ir_param_flags[];
extern const IrFlagWord ir_local_flags[];
extern const IrFlagWord ir_load_flags[];   /* of IrInst, as the rest */
extern const IrFlagWord ir_store_flags[];
extern const IrFlagWord ir_call_flags[];
extern const IrFlagWord ir_member_flags[];

/* Whether a name can be written without quotes wherever a name is wanted. */
bool ir_is_bare_name(const char *name);

#endif
