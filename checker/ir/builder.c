/* builder.c - growing tables and bodies, frozen into a module; see builder.h.
 *
 * The instructions of a body are kept in one array in the order they were appended, chained per block, so that
 * the caller may go back and forth between blocks at no cost; ir_builder_end_body copies each chain out once. */
#include "ir/builder.h"

#include <glib.h>
#include <string.h>

#include "ir/inst.h"

typedef struct OpenBlock {
    uint32_t first, last; /* into insts; IR_NONE: empty */
    uint32_t count;
    bool is_closed;
} OpenBlock;

struct IrBuilder {
    BaseArena *arena;
    const char *source;
    GArray *files, *records, *fields, *globals, *functions, *unknowns;
    GHashTable *file_index;    /* path -> index + 1 */
    GHashTable *unknown_index; /* name -> index + 1 */
    /* The body being built. */
    uint32_t function; /* IR_NONE: none */
    uint32_t block;
    GArray *locals;         /* IrLocal */
    GArray *register_types; /* IrType */
    GArray *blocks;         /* OpenBlock */
    GArray *insts;          /* IrInst */
    GArray *next;           /* uint32_t, parallel to insts: the next one of its block */
};

static GArray *new_table(size_t element_size)
{
    return g_array_new(FALSE, TRUE, (guint)element_size);
}

IrBuilder *ir_builder_new(const char *source)
{
    IrBuilder *builder = g_new0(IrBuilder, 1);
    builder->arena = base_arena_new();
    builder->source = base_arena_strdup(builder->arena, source == NULL ? "" : source);
    builder->files = new_table(sizeof(IrFile));
    builder->records = new_table(sizeof(IrRecord));
    builder->fields = new_table(sizeof(IrField));
    builder->globals = new_table(sizeof(IrGlobal));
    builder->functions = new_table(sizeof(IrFunction));
    builder->unknowns = new_table(sizeof(IrUnknown));
    builder->file_index = g_hash_table_new(g_str_hash, g_str_equal);
    builder->unknown_index = g_hash_table_new(g_str_hash, g_str_equal);
    builder->function = IR_NONE;
    builder->locals = new_table(sizeof(IrLocal));
    builder->register_types = new_table(sizeof(IrType));
    builder->blocks = new_table(sizeof(OpenBlock));
    builder->insts = new_table(sizeof(IrInst));
    builder->next = new_table(sizeof(uint32_t));
    return builder;
}

/* Frees all but the arena. */
static void free_tables(IrBuilder *builder)
{
    GArray *tables[] = {builder->files,    builder->records, builder->fields,         builder->globals,
                        builder->functions, builder->unknowns, builder->locals,        builder->register_types,
                        builder->blocks,   builder->insts,   builder->next};
    for (size_t i = 0; i < G_N_ELEMENTS(tables); i++)
        g_array_free(tables[i], TRUE);
    g_hash_table_destroy(builder->file_index);
    g_hash_table_destroy(builder->unknown_index);
    g_free(builder);
}

void ir_builder_abandon(IrBuilder *builder)
{
    if (builder == NULL)
        return;
    base_arena_free(builder->arena);
    free_tables(builder);
}

BaseArena *ir_builder_arena(IrBuilder *builder)
{
    return builder->arena;
}

static void *copy_array(BaseArena *arena, const void *from, size_t element_size, size_t count)
{
    if (count == 0)
        return NULL;
    return memcpy(base_arena_alloc(arena, element_size * count), from, element_size * count);
}

static void *freeze(BaseArena *arena, const GArray *table, size_t element_size, uint32_t *count)
{
    *count = table->len;
    return copy_array(arena, table->data, element_size, table->len);
}

IrModule *ir_builder_finish(IrBuilder *builder)
{
    g_assert(builder->function == IR_NONE);
    BaseArena *arena = builder->arena;
    IrModule *module = BASE_NEW(arena, IrModule);
    module->arena = arena;
    module->source = builder->source;
    module->files = freeze(arena, builder->files, sizeof(IrFile), &module->file_count);
    module->records = freeze(arena, builder->records, sizeof(IrRecord), &module->record_count);
    module->fields = freeze(arena, builder->fields, sizeof(IrField), &module->field_count);
    module->globals = freeze(arena, builder->globals, sizeof(IrGlobal), &module->global_count);
    module->functions = freeze(arena, builder->functions, sizeof(IrFunction), &module->function_count);
    module->unknowns = freeze(arena, builder->unknowns, sizeof(IrUnknown), &module->unknown_count);
    free_tables(builder);
    return module;
}

/* --- tables --- */

uint32_t ir_builder_add_file(IrBuilder *builder, const char *path, IrFileRole role)
{
    guint known = GPOINTER_TO_UINT(g_hash_table_lookup(builder->file_index, path));
    if (known != 0)
        return known - 1;
    IrFile file = {base_arena_strdup(builder->arena, path), role};
    g_array_append_val(builder->files, file);
    g_hash_table_insert(builder->file_index, (char *)(uintptr_t)file.path, GUINT_TO_POINTER(builder->files->len));
    return builder->files->len - 1;
}

uint32_t ir_builder_add_record(IrBuilder *builder, IrRecord record)
{
    record.span = ir_canonical_span(record.span);
    g_array_append_val(builder->records, record);
    return builder->records->len - 1;
}

uint32_t ir_builder_add_field(IrBuilder *builder, IrField field)
{
    field.type = ir_canonical_type(field.type);
    field.span = ir_canonical_span(field.span);
    g_array_append_val(builder->fields, field);
    return builder->fields->len - 1;
}

uint32_t ir_builder_add_global(IrBuilder *builder, IrGlobal global)
{
    global.type = ir_canonical_type(global.type);
    global.span = ir_canonical_span(global.span);
    g_array_append_val(builder->globals, global);
    return builder->globals->len - 1;
}

uint32_t ir_builder_add_function(IrBuilder *builder, IrFunction function)
{
    function.return_type = ir_canonical_type(function.return_type);
    function.span = ir_canonical_span(function.span);
    function.end_span = ir_canonical_span(function.end_span);
    for (uint32_t i = 0; i < function.param_count; i++) {
        function.params[i].type = ir_canonical_type(function.params[i].type);
        function.params[i].span = ir_canonical_span(function.params[i].span);
    }
    g_array_append_val(builder->functions, function);
    return builder->functions->len - 1;
}

IrFile *ir_builder_file(IrBuilder *builder, uint32_t index)
{
    return &g_array_index(builder->files, IrFile, index);
}

IrRecord *ir_builder_record(IrBuilder *builder, uint32_t index)
{
    return &g_array_index(builder->records, IrRecord, index);
}

IrField *ir_builder_field(IrBuilder *builder, uint32_t index)
{
    return &g_array_index(builder->fields, IrField, index);
}

IrGlobal *ir_builder_global(IrBuilder *builder, uint32_t index)
{
    return &g_array_index(builder->globals, IrGlobal, index);
}

IrFunction *ir_builder_function(IrBuilder *builder, uint32_t index)
{
    return &g_array_index(builder->functions, IrFunction, index);
}

bool ir_builder_set_unknown(IrBuilder *builder, const char *name, uint32_t count)
{
    if (g_hash_table_contains(builder->unknown_index, name))
        return false;
    IrUnknown unknown = {base_arena_strdup(builder->arena, name), count};
    g_array_append_val(builder->unknowns, unknown);
    g_hash_table_insert(builder->unknown_index, (char *)(uintptr_t)unknown.name,
                        GUINT_TO_POINTER(builder->unknowns->len));
    return true;
}

void ir_builder_count_unknown(IrBuilder *builder, const char *name)
{
    if (ir_builder_set_unknown(builder, name, 1))
        return;
    guint known = GPOINTER_TO_UINT(g_hash_table_lookup(builder->unknown_index, name));
    g_array_index(builder->unknowns, IrUnknown, known - 1).count++;
}

/* --- bodies --- */

void ir_builder_begin_body(IrBuilder *builder, uint32_t function)
{
    g_assert(builder->function == IR_NONE && function < builder->functions->len);
    builder->function = function;
    const IrFunction *f = ir_builder_function(builder, function);
    for (uint32_t i = 0; i < f->param_count; i++) {
        const IrParam *param = &f->params[i];
        ir_builder_add_local(builder, (IrLocal){.name = param->name, .type = param->type, .span = param->span});
    }
    builder->block = ir_builder_add_block(builder);
}

/* A reachable block that was left open is the end of a body that falls off: it returns nothing. */
static void close_open_blocks(IrBuilder *builder)
{
    for (uint32_t b = 0; b < builder->blocks->len; b++) {
        if (g_array_index(builder->blocks, OpenBlock, b).is_closed)
            continue;
        builder->block = b;
        ir_build_return(builder, (IrOperand){IR_NONE, IR_VOID}, ir_unknown_span);
    }
}

static IrBlock freeze_block(const IrBuilder *builder, const OpenBlock *open)
{
    IrBlock block = {BASE_NEW_ARRAY(builder->arena, IrInst, open->count), open->count};
    uint32_t at = open->first;
    for (uint32_t i = 0; i < open->count; i++) {
        block.insts[i] = g_array_index(builder->insts, IrInst, at);
        at = g_array_index(builder->next, uint32_t, at);
    }
    return block;
}

void ir_builder_end_body(IrBuilder *builder, IrSpan end_span)
{
    g_assert(builder->function != IR_NONE);
    close_open_blocks(builder);
    BaseArena *arena = builder->arena;
    IrFunction *function = ir_builder_function(builder, builder->function);
    function->is_defined = true;
    function->end_span = ir_canonical_span(end_span);
    function->locals = freeze(arena, builder->locals, sizeof(IrLocal), &function->local_count);
    function->register_types = freeze(arena, builder->register_types, sizeof(IrType), &function->register_count);
    function->block_count = builder->blocks->len;
    function->blocks = BASE_NEW_ARRAY(arena, IrBlock, function->block_count);
    for (uint32_t b = 0; b < function->block_count; b++) {
        function->blocks[b] = freeze_block(builder, &g_array_index(builder->blocks, OpenBlock, b));
        for (uint32_t k = 0, count = ir_successor_count(&function->blocks[b]); k < count; k++)
            g_assert(ir_successor(&function->blocks[b], k) < function->block_count);
    }
    ir_normalize_body(function, arena);

    GArray *tables[] = {builder->locals, builder->register_types, builder->blocks, builder->insts, builder->next};
    for (size_t i = 0; i < G_N_ELEMENTS(tables); i++)
        g_array_set_size(tables[i], 0);
    builder->function = IR_NONE;
}

uint32_t ir_builder_add_local(IrBuilder *builder, IrLocal local)
{
    local.type = ir_canonical_type(local.type);
    local.span = ir_canonical_span(local.span);
    g_array_append_val(builder->locals, local);
    return builder->locals->len - 1;
}

uint32_t ir_builder_add_block(IrBuilder *builder)
{
    OpenBlock block = {IR_NONE, IR_NONE, 0, false};
    g_array_append_val(builder->blocks, block);
    return builder->blocks->len - 1;
}

void ir_builder_set_block(IrBuilder *builder, uint32_t block)
{
    g_assert(block < builder->blocks->len);
    builder->block = block;
}

uint32_t ir_builder_block(const IrBuilder *builder)
{
    return builder->block;
}

bool ir_builder_is_closed(const IrBuilder *builder)
{
    return g_array_index(builder->blocks, OpenBlock, builder->block).is_closed;
}

/* What the instruction points to becomes the arena's, so that callers may give arrays of their stack. */
static void own_arrays(BaseArena *arena, IrInst *inst)
{
    switch (inst->op) {
    case IR_OP_CALL:
        inst->as.call.arguments =
            copy_array(arena, inst->as.call.arguments, sizeof(IrOperand), inst->as.call.argument_count);
        for (uint32_t i = 0; i < inst->as.call.argument_count; i++)
            inst->as.call.arguments[i].type = ir_canonical_type(inst->as.call.arguments[i].type);
        break;
    case IR_OP_SWITCH:
        inst->as.switch_.cases = copy_array(arena, inst->as.switch_.cases, sizeof(IrCase), inst->as.switch_.case_count);
        inst->as.switch_.value_type = ir_canonical_type(inst->as.switch_.value_type);
        break;
    case IR_OP_ANY:
        inst->as.any.targets = copy_array(arena, inst->as.any.targets, sizeof(uint32_t), inst->as.any.target_count);
        break;
    case IR_OP_MEMBER:
        inst->as.member.name = base_arena_strdup(arena, inst->as.member.name == NULL ? "" : inst->as.member.name);
        break;
    default:
        break;
    }
}

static void canonicalize(IrInst *inst)
{
    inst->type = ir_canonical_type(inst->type);
    inst->span = ir_canonical_span(inst->span);
    switch (inst->op) {
    case IR_OP_CONST: inst->as.constant = ir_wrap_constant(inst->type, inst->as.constant); break;
    case IR_OP_ZERO: inst->as.copy.source = IR_NONE; break;
    case IR_OP_BINARY: inst->as.binary.operand_type = ir_canonical_type(inst->as.binary.operand_type); break;
    case IR_OP_UNARY: inst->as.unary.operand_type = ir_canonical_type(inst->as.unary.operand_type); break;
    case IR_OP_CAST: inst->as.cast.operand_type = ir_canonical_type(inst->as.cast.operand_type); break;
    case IR_OP_RETURN:
        if (inst->as.return_.value.reg == IR_NONE)
            inst->as.return_.value.type = IR_VOID;
        inst->as.return_.value.type = ir_canonical_type(inst->as.return_.value.type);
        break;
    default: break;
    }
}

static void assert_exists(IrReg reg, void *context)
{
    const IrBuilder *builder = context;
    g_assert(reg < builder->register_types->len);
}

IrReg ir_builder_append(IrBuilder *builder, IrInst inst)
{
    g_assert(builder->function != IR_NONE && (unsigned)inst.op < IR_OP_COUNT);
    if (ir_builder_is_closed(builder))
        builder->block = ir_builder_add_block(builder);
    own_arrays(builder->arena, &inst);
    canonicalize(&inst);
    ir_visit_operands(&inst, assert_exists, builder);
    inst.result = IR_NONE;
    if (ir_inst_makes_register(&inst)) {
        inst.result = builder->register_types->len;
        g_array_append_val(builder->register_types, inst.type);
    }
    uint32_t at = builder->insts->len, none = IR_NONE;
    g_array_append_val(builder->insts, inst);
    g_array_append_val(builder->next, none);
    OpenBlock *block = &g_array_index(builder->blocks, OpenBlock, builder->block);
    if (block->last == IR_NONE)
        block->first = at;
    else
        g_array_index(builder->next, uint32_t, block->last) = at;
    block->last = at;
    block->count++;
    block->is_closed = ir_op_is_terminator(inst.op);
    return inst.result;
}
