/* text_words.c - see text_words.h; docs/ir.md says what the words mean. */
#include "ir/text_words.h"

#include <string.h>

const char *const ir_role_words[] = {"main", "user", "system", "api"};
const char *const ir_linkage_words[] = {"external", "internal", "merged"};
const char *const ir_effect_words[] = {"", "consumes", "observes"};
const char *const ir_completion_words[] = {"", "sync", "async"};
const char *const ir_binary_words[] = {"add", "sub", "mul", "div", "rem", "and", "or", "xor",
                                       "shl", "shr", "eq",  "ne",  "lt",  "le",  "gt", "ge"};
const char *const ir_unary_words[] = {"neg", "not", "complement"};
const char *const ir_branch_words[] = {"", "loop", "conditional", "logical", "hidden"};

#define FLAG(type, word, member) {word, offsetof(type, member), true}
#define END_OF_FLAGS {NULL, 0, false}

const IrFlagWord ir_record_flags[] = {FLAG(IrRecord, "task", is_task), END_OF_FLAGS};
const IrFlagWord ir_field_flags[] = {FLAG(IrField, "holds_task", holds_task), END_OF_FLAGS};
const IrFlagWord ir_global_flags[] = {
    FLAG(IrGlobal, "holds_task", holds_task),
    FLAG(IrGlobal, "const", is_const),
    FLAG(IrGlobal, "volatile", is_volatile),
    FLAG(IrGlobal, "static_local", is_static_local),
    FLAG(IrGlobal, "thread_local", is_thread_local),
    FLAG(IrGlobal, "defined", is_defined),
    FLAG(IrGlobal, "zero_filled", is_zero_filled),
    END_OF_FLAGS,
};
const IrFlagWord ir_function_flags[] = {
    {"no_prototype", offsetof(IrFunction, has_prototype), false},
    FLAG(IrFunction, "noreturn", is_noreturn),
    FLAG(IrFunction, "api", is_api),
    FLAG(IrFunction, "allocator", is_allocator),
    FLAG(IrFunction, "zeroing", is_zeroing),
    FLAG(IrFunction, "frees", is_deallocator),
    FLAG(IrFunction, "setjmp", is_setjmp),
    FLAG(IrFunction, "pure_library", is_pure_library),
    FLAG(IrFunction, "pure", is_pure),
    FLAG(IrFunction, "constant", is_constant),
    FLAG(IrFunction, "table_target", is_table_target),
    FLAG(IrFunction, "address_taken", is_address_taken),
    END_OF_FLAGS,
};
const IrFlagWord ir_param_flags[] = {
    FLAG(IrParam, "points_to_task", points_to_task),
    FLAG(IrParam, "points_to_const", points_to_const),
    END_OF_FLAGS,
};
const IrFlagWord ir_local_flags[] = {FLAG(IrLocal, "volatile", is_volatile), END_OF_FLAGS};
const IrFlagWord ir_load_flags[] = {FLAG(IrInst, "volatile", as.load.is_volatile), END_OF_FLAGS};
const IrFlagWord ir_store_flags[] = {FLAG(IrInst, "volatile", as.store.is_volatile), END_OF_FLAGS};
const IrFlagWord ir_call_flags[] = {FLAG(IrInst, "unused", as.call.result_unused), FLAG(IrInst, "cleanup", as.call.is_cleanup), END_OF_FLAGS};
const IrFlagWord ir_member_flags[] = {
    FLAG(IrInst, "write", as.member.is_write),
    FLAG(IrInst, "address_taken", as.member.is_address_taken),
    FLAG(IrInst, "in_api", as.member.in_api),
    END_OF_FLAGS,
};

/* Flags that stand where a name may follow and that C does not forbid as names. */
static const char *const RESERVED[] = {"consumes", "observes", "points_to_task", "points_to_const", "volatile"};

bool ir_is_bare_name(const char *name)
{
    if (name[0] == '\0' || (name[0] >= '0' && name[0] <= '9'))
        return false;
    for (const char *c = name; *c != '\0'; c++) {
        bool is_letter = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || *c == '_' || *c == '$';
        if (!is_letter && !(*c >= '0' && *c <= '9'))
            return false;
    }
    for (size_t i = 0; i < sizeof RESERVED / sizeof *RESERVED; i++) {
        if (strcmp(name, RESERVED[i]) == 0)
            return false;
    }
    return true;
}
