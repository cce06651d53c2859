/* builder.h - makes IR modules. Used by the frontend, the text parser and the module reader.
 *
 * A builder owns growing tables and hands back indices. ir_builder_finish freezes them into an IrModule (arrays in
 * the module's arena) and frees the builder. Strings given to it are copied. Not thread-safe.
 *
 * Bodies: ir_builder_begin_body ... ir_builder_end_body; between them instructions are appended to the current block.
 * After a terminator was appended the current block is closed; appending to a closed block starts a fresh, unreachable
 * block (so that code after `return` needs no care of the caller); ir_builder_end_body removes unreachable blocks,
 * renumbers the rest in reverse postorder and renumbers registers. A reachable block that was left open returns nothing. */
#ifndef VTCHECK_IR_BUILDER_H
#define VTCHECK_IR_BUILDER_H

#include "ir/ir.h"

typedef struct IrBuilder IrBuilder;

IrBuilder *ir_builder_new(const char *source);
IrModule *ir_builder_finish(IrBuilder *builder);
void ir_builder_abandon(IrBuilder *builder); /* frees all without a module; NULL is fine */
BaseArena *ir_builder_arena(IrBuilder *builder); /* the future module's arena, for strings and arrays put into structs below */

/* Tables. Each returns the new entry's index. The struct is copied; its pointers must point into the builder's arena
 * or be string literals. ir_builder_* getters return a pointer valid until the next entry of that table is added. */
uint32_t ir_builder_add_file(IrBuilder *builder, const char *path, IrFileRole role); /* same path again: same index */
uint32_t ir_builder_add_record(IrBuilder *builder, IrRecord record);
uint32_t ir_builder_add_field(IrBuilder *builder, IrField field);
uint32_t ir_builder_add_global(IrBuilder *builder, IrGlobal global);
uint32_t ir_builder_add_function(IrBuilder *builder, IrFunction function);
IrFile *ir_builder_file(IrBuilder *builder, uint32_t index);
IrRecord *ir_builder_record(IrBuilder *builder, uint32_t index);
IrField *ir_builder_field(IrBuilder *builder, uint32_t index);
IrGlobal *ir_builder_global(IrBuilder *builder, uint32_t index);
IrFunction *ir_builder_function(IrBuilder *builder, uint32_t index);
void ir_builder_count_unknown(IrBuilder *builder, const char *name);

/* Bodies. begin_body creates the locals for the parameters (from the function's params) and the entry block. */
void ir_builder_begin_body(IrBuilder *builder, uint32_t function);
void ir_builder_end_body(IrBuilder *builder, IrSpan end_span);
uint32_t ir_builder_add_local(IrBuilder *builder, IrLocal local);
uint32_t ir_builder_add_block(IrBuilder *builder);              /* a new, empty, open block; not made current */
void ir_builder_set_block(IrBuilder *builder, uint32_t block);  /* appending goes on at its end */
uint32_t ir_builder_block(const IrBuilder *builder);            /* the current block */
bool ir_builder_is_closed(const IrBuilder *builder);            /* the current block has its terminator */

/* Appends to the current block. `inst.result` is ignored: a fresh register is made where inst.type is not void and the
 * opcode has a result (for CALL: where type is neither void nor aggregate); returns it, or IR_NONE. Arrays and names that the
 * instruction points to are copied; constants are wrapped to their type; types and spans are made canonical. */
IrReg ir_builder_append(IrBuilder *builder, IrInst inst);

/* Shorthands for the common ones. */
IrReg ir_build_const(IrBuilder *builder, IrType type, int64_t value, IrSpan span);
IrReg ir_build_unknown(IrBuilder *builder, IrType type, IrSpan span);
IrReg ir_build_local(IrBuilder *builder, uint32_t local, IrSpan span);
IrReg ir_build_global(IrBuilder *builder, uint32_t global, IrSpan span);
IrReg ir_build_function(IrBuilder *builder, uint32_t function, IrSpan span);
IrReg ir_build_field(IrBuilder *builder, IrReg base, uint32_t field, IrSpan span);
IrReg ir_build_container(IrBuilder *builder, IrReg base, uint32_t field, IrSpan span);
IrReg ir_build_index(IrBuilder *builder, IrReg base, IrReg index, IrSpan span); /* scale 1 */
IrReg ir_build_scaled_index(IrBuilder *builder, IrReg base, IrReg index, int64_t scale, IrSpan span);
IrReg ir_build_load(IrBuilder *builder, IrType type, IrReg address, bool is_volatile, IrSpan span);
void ir_build_store(IrBuilder *builder, IrType type, IrReg address, IrReg value, bool is_volatile, IrSpan span);
void ir_build_copy(IrBuilder *builder, IrType type, IrReg destination, IrReg source, IrSpan span);
void ir_build_zero(IrBuilder *builder, IrType type, IrReg destination, IrSpan span);
IrReg ir_build_binary(IrBuilder *builder, IrBinary op, IrType type, IrReg left, IrReg right, IrType operand_type, IrSpan span);
IrReg ir_build_unary(IrBuilder *builder, IrUnary op, IrType type, IrReg operand, IrType operand_type, IrSpan span);
IrReg ir_build_cast(IrBuilder *builder, IrType type, IrReg operand, IrType operand_type, IrSpan span);
void ir_build_escape(IrBuilder *builder, IrReg value, IrSpan span);
void ir_build_begin_scope(IrBuilder *builder, uint32_t local, IrSpan span);
void ir_build_end_scope(IrBuilder *builder, uint32_t local, IrSpan span);
void ir_build_jump(IrBuilder *builder, uint32_t target, IrSpan span);
void ir_build_branch(IrBuilder *builder, IrReg condition, uint32_t if_true, uint32_t if_false, IrBranchKind kind, IrSpan span);
void ir_build_return(IrBuilder *builder, IrOperand value, IrSpan span);
void ir_build_unreachable(IrBuilder *builder, IrSpan span);

#endif
