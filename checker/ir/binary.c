/* binary.c - modules to bytes and back; see binary.h.
 *
 * One description serves both directions: each function below either writes what it is pointed to, which it leaves alone, or reads into it; so
 * the two cannot disagree. Numbers are LEB128, seven bits a byte, the least first; signed ones zigzag; an index is one more than it is,
 * IR_NONE is 0. Of a span, lines are told by their distance from the span before. The parts of instructions are a table. */
#include "ir/binary.h"

#include <string.h>

#include "base/bytes.h"
#include "ir/inst.h"
#include "ir/text_words.h"
#include "ir/verify.h"

static const char mark[4] = {'V', 'T', 'I', 'R'};

enum { VERSION = 8 };

enum { PENDING = 512, LONGEST_NUMBER = 10 };

typedef struct Stream {
    GByteArray *out; /* NULL: reading */
    guint8 *pending; /* PENDING bytes: what is not in `out` yet */
    guint pending_length;
    BaseReader in;
    BaseArena *arena; /* of what is read */
    uint32_t last_line;
    bool is_head;     /* bodies are passed over */
    bool is_trusted;  /* what is read was verified before */
} Stream;

/* --- numbers --- */

static void flush(Stream *s)
{
    g_byte_array_append(s->out, s->pending, s->pending_length);
    s->pending_length = 0;
}

static inline void put_wide(Stream *s, uint64_t number)
{
    if (s->pending_length > PENDING - LONGEST_NUMBER)
        flush(s);
    for (; number > 0x7f; number >>= 7)
        s->pending[s->pending_length++] = (guint8)(number | 0x80);
    s->pending[s->pending_length++] = (guint8)number;
}

static void put_bytes(Stream *s, const void *bytes, guint length)
{
    flush(s);
    g_byte_array_append(s->out, bytes, length);
}

/* Nothing is left to read behind what is broken, so that readers need not ask. */
static void fail(BaseReader *in)
{
    in->is_broken = true;
    in->at = in->end;
}

static uint64_t take_long(BaseReader *in)
{
    uint64_t number = 0;
    for (unsigned shift = 0; shift < 64 && in->at < in->end; shift += 7) {
        uint8_t byte = *in->at++;
        number |= (uint64_t)(byte & 0x7f) << shift;
        if ((byte & 0x80) == 0)
            return number;
    }
    fail(in);
    return 0;
}

static inline uint64_t take_wide(BaseReader *in)
{
    return in->at < in->end && *in->at < 0x80 ? *in->at++ : take_long(in);
}

static void wide(Stream *s, int64_t *number)
{
    if (s->out != NULL) {
        put_wide(s, ((uint64_t)*number << 1) ^ (*number < 0 ? UINT64_MAX : 0));
    } else {
        uint64_t bits = take_wide(&s->in);
        *number = (int64_t)((bits >> 1) ^ ((bits & 1) != 0 ? UINT64_MAX : 0));
    }
}

static inline void number(Stream *s, uint32_t *value)
{
    if (s->out != NULL) {
        put_wide(s, *value);
        return;
    }
    uint64_t taken = take_wide(&s->in);
    if (taken > UINT32_MAX) {
        fail(&s->in);
        taken = 0;
    }
    *value = (uint32_t)taken;
}

/* Of a table, or IR_NONE. */
static inline void index_of(Stream *s, uint32_t *index)
{
    uint32_t after = *index + 1; /* IR_NONE wraps to 0 */
    number(s, &after);
    if (s->out == NULL)
        *index = after - 1;
}

/* The length of an array, whose elements take a byte each at least. */
static void count_of(Stream *s, uint32_t *count)
{
    number(s, count);
    if (s->out == NULL && *count > (size_t)(s->in.end - s->in.at)) {
        fail(&s->in);
        *count = 0;
    }
}

/* The array that is written, or a new one to read into. */
#define ARRAY(s, owner, entries, count)                                                                    \
    do {                                                                                                   \
        count_of((s), &(owner)->count);                                                                    \
        if ((s)->out == NULL)                                                                              \
            (owner)->entries = base_arena_alloc((s)->arena, sizeof *(owner)->entries * (size_t)(owner)->count); \
    } while (0)

static void text(Stream *s, const char **string)
{
    uint32_t length = s->out == NULL || *string == NULL ? IR_NONE : (uint32_t)strlen(*string);
    index_of(s, &length);
    if (s->out != NULL) {
        if (length != IR_NONE)
            put_bytes(s, *string, length);
        return;
    }
    *string = NULL;
    if (s->in.is_broken || length == IR_NONE)
        return;
    if (length > (size_t)(s->in.end - s->in.at)) {
        fail(&s->in);
        return;
    }
    *string = base_arena_strndup(s->arena, (const char *)s->in.at, length);
    s->in.at += length;
}

/* All flags of a table in one number. */
static void flags(Stream *s, const IrFlagWord *words, void *object)
{
    uint32_t bits = 0;
    for (uint32_t i = 0; s->out != NULL && words[i].word != NULL; i++)
        bits |= (uint32_t)*(const bool *)((const char *)object + words[i].offset) << i;
    number(s, &bits);
    for (uint32_t i = 0; s->out == NULL && words[i].word != NULL; i++)
        *(bool *)((char *)object + words[i].offset) = (bits >> i & 1) != 0;
}

/* --- types and places --- */

enum { TYPE_IS_SIGNED = 8 };

static void type(Stream *s, IrType *type)
{
    uint32_t kind = type->kind | (s->out != NULL && type->is_signed ? TYPE_IS_SIGNED : 0), bits = type->bits;
    number(s, &kind);
    if (s->out == NULL)
        *type = (IrType){(uint8_t)(kind & (TYPE_IS_SIGNED - 1)), 0, (kind & TYPE_IS_SIGNED) != 0, IR_NONE};
    if (type->kind == IR_TYPE_INT || type->kind == IR_TYPE_FLOAT) {
        number(s, &bits);
        if (s->out == NULL)
            type->bits = bits <= (type->kind == IR_TYPE_INT ? 64 : 128) ? (uint8_t)bits : 0;
    } else if (type->kind == IR_TYPE_TASK || type->kind == IR_TYPE_AGGREGATE) {
        index_of(s, &type->record);
    }
    if (s->out == NULL)
        *type = ir_canonical_type(*type);
}

static void distance(Stream *s, uint32_t from, uint32_t *to)
{
    int64_t difference = (int64_t)*to - from;
    wide(s, &difference);
    if (s->out == NULL)
        *to = (uint32_t)(from + (uint64_t)difference);
}

static void span(Stream *s, IrSpan *span)
{
    index_of(s, &span->file);
    if (span->file == IR_NONE) {
        if (s->out == NULL)
            *span = ir_unknown_span;
        return;
    }
    distance(s, s->last_line, &span->line);
    distance(s, span->line, &span->end_line);
    number(s, &span->column);
    distance(s, span->column, &span->end_column);
    s->last_line = span->line;
    if (s->out == NULL)
        *span = ir_canonical_span(*span);
}

/* --- tables --- */

/* Enumerators are four bytes. */
#define ENUMERATOR(s, member) number((s), (uint32_t *)(void *)&(member))
_Static_assert(sizeof(IrLinkage) == 4 && sizeof(IrEffect) == 4 && sizeof(IrCompletion) == 4 && sizeof(IrFileRole) == 4 && sizeof(IrConstantKind) == 4 &&
                   sizeof(IrBinary) == 4 && sizeof(IrUnary) == 4 && sizeof(IrBranchKind) == 4,
               "enumerators are written as numbers of 32 bits");

static void file(Stream *s, IrFile *file)
{
    text(s, &file->path);
    ENUMERATOR(s, file->role);
}

static void unknown(Stream *s, IrUnknown *unknown)
{
    text(s, &unknown->name);
    number(s, &unknown->count);
}

static const IrFlagWord union_flag[] = {{"union", offsetof(IrRecord, is_union), true}, {NULL, 0, false}};

static void record(Stream *s, IrRecord *record)
{
    text(s, &record->name);
    flags(s, union_flag, record);
    flags(s, ir_record_flags, record);
    span(s, &record->span);
}

static void field(Stream *s, IrField *field)
{
    text(s, &field->name);
    index_of(s, &field->record);
    type(s, &field->type);
    flags(s, ir_field_flags, field);
    wide(s, &field->layout.begin);
    wide(s, &field->layout.size);
    wide(s, &field->layout.element);
    span(s, &field->span);
}

static const IrFlagWord step_flag[] = {{"index", offsetof(IrPathStep, is_index), true}, {NULL, 0, false}};

static void initializer(Stream *s, IrInitializer *initializer)
{
    ARRAY(s, initializer, path, path_length);
    for (uint32_t i = 0; i < initializer->path_length; i++) {
        flags(s, step_flag, &initializer->path[i]);
        wide(s, &initializer->path[i].value);
    }
    ENUMERATOR(s, initializer->kind);
    wide(s, &initializer->value);
    if (initializer->kind == IR_CONSTANT_TEXT)
        text(s, &initializer->text);
}

static void global(Stream *s, IrGlobal *global)
{
    text(s, &global->name);
    text(s, &global->symbol);
    ENUMERATOR(s, global->linkage);
    type(s, &global->type);
    flags(s, ir_global_flags, global);
    ARRAY(s, global, initializers, initializer_count);
    for (uint32_t i = 0; i < global->initializer_count; i++)
        initializer(s, &global->initializers[i]);
    span(s, &global->span);
}

/* --- instructions --- */

typedef enum PartKind { PART_END, PART_INDEX, PART_NUMBER, PART_WIDE, PART_TYPE, PART_TEXT, PART_OPERAND } PartKind;

typedef struct Part {
    PartKind kind;
    size_t offset;
} Part;

#define PART(kind, member) {PART_##kind, offsetof(IrInst, as.member)}

/* What an instruction is made of besides its opcode, type, result and span; arrays come behind these. */
static const struct {
    Part parts[5];
    const IrFlagWord *flags;
} layouts[IR_OP_COUNT] = {
    [IR_OP_CONST] = {{PART(WIDE, constant)}, NULL},
    [IR_OP_LOCAL] = {{PART(INDEX, local)}, NULL},
    [IR_OP_BEGIN_SCOPE] = {{PART(INDEX, local)}, NULL},
    [IR_OP_END_SCOPE] = {{PART(INDEX, local)}, NULL},
    [IR_OP_GLOBAL] = {{PART(INDEX, global)}, NULL},
    [IR_OP_FUNCTION] = {{PART(INDEX, function)}, NULL},
    [IR_OP_FIELD] = {{PART(INDEX, field.base), PART(INDEX, field.field)}, NULL},
    [IR_OP_CONTAINER] = {{PART(INDEX, field.base), PART(INDEX, field.field)}, NULL},
    [IR_OP_INDEX] = {{PART(INDEX, index.base), PART(INDEX, index.index), PART(WIDE, index.scale)}, NULL},
    [IR_OP_LOAD] = {{PART(INDEX, load.address)}, ir_load_flags},
    [IR_OP_STORE] = {{PART(INDEX, store.address), PART(INDEX, store.value)}, ir_store_flags},
    [IR_OP_COPY] = {{PART(INDEX, copy.destination), PART(INDEX, copy.source)}, NULL},
    [IR_OP_ZERO] = {{PART(INDEX, copy.destination)}, NULL},
    [IR_OP_BINARY] = {{PART(NUMBER, binary.op), PART(INDEX, binary.left), PART(INDEX, binary.right), PART(TYPE, binary.operand_type)}, NULL},
    [IR_OP_UNARY] = {{PART(NUMBER, unary.op), PART(INDEX, unary.operand), PART(TYPE, unary.operand_type)}, NULL},
    [IR_OP_CAST] = {{PART(INDEX, cast.operand), PART(TYPE, cast.operand_type)}, NULL},
    [IR_OP_CALL] = {{PART(INDEX, call.function), PART(INDEX, call.pointer), PART(INDEX, call.into)}, ir_call_flags},
    [IR_OP_MEMBER] = {{PART(INDEX, member.task_address), PART(INDEX, member.task), PART(TEXT, member.name)}, ir_member_flags},
    [IR_OP_ESCAPE] = {{PART(INDEX, escape.value)}, NULL},
    [IR_OP_JUMP] = {{PART(INDEX, jump.target)}, NULL},
    [IR_OP_BRANCH] = {{PART(INDEX, branch.condition), PART(INDEX, branch.if_true), PART(INDEX, branch.if_false), PART(NUMBER, branch.kind)}, NULL},
    [IR_OP_SWITCH] = {{PART(INDEX, switch_.value), PART(TYPE, switch_.value_type), PART(INDEX, switch_.otherwise)}, NULL},
    [IR_OP_RETURN] = {{PART(OPERAND, return_.value)}, NULL},
};

static void operand(Stream *s, IrOperand *operand)
{
    index_of(s, &operand->reg);
    type(s, &operand->type);
}

static void part(Stream *s, const Part *part, IrInst *inst)
{
    void *at = (char *)inst + part->offset;
    switch (part->kind) {
    case PART_INDEX: index_of(s, at); break;
    case PART_NUMBER: number(s, at); break;
    case PART_WIDE: wide(s, at); break;
    case PART_TYPE: type(s, at); break;
    case PART_TEXT: text(s, at); break;
    case PART_OPERAND: operand(s, at); break;
    case PART_END: break;
    }
}

static void arguments(Stream *s, IrInst *inst)
{
    ARRAY(s, &inst->as.call, arguments, argument_count);
    for (uint32_t i = 0; i < inst->as.call.argument_count; i++)
        operand(s, &inst->as.call.arguments[i]);
}

static void cases(Stream *s, IrInst *inst)
{
    ARRAY(s, &inst->as.switch_, cases, case_count);
    for (uint32_t i = 0; i < inst->as.switch_.case_count; i++) {
        IrCase *one = &inst->as.switch_.cases[i];
        wide(s, &one->low);
        wide(s, &one->high);
        index_of(s, &one->target);
    }
}

static void targets(Stream *s, IrInst *inst)
{
    ARRAY(s, &inst->as.any, targets, target_count);
    for (uint32_t i = 0; i < inst->as.any.target_count; i++)
        index_of(s, &inst->as.any.targets[i]);
}

static void instruction(Stream *s, IrInst *inst)
{
    uint32_t op = inst->op;
    number(s, &op);
    if (op >= IR_OP_COUNT) {
        fail(&s->in);
        return;
    }
    if (s->out == NULL)
        inst->op = (IrOp)op;
    type(s, &inst->type);
    index_of(s, &inst->result);
    span(s, &inst->span);
    for (const Part *at = layouts[op].parts; at->kind != PART_END; at++)
        part(s, at, inst);
    if (layouts[op].flags != NULL)
        flags(s, layouts[op].flags, inst);
    if (op == IR_OP_CALL)
        arguments(s, inst);
    else if (op == IR_OP_SWITCH)
        cases(s, inst);
    else if (op == IR_OP_ANY)
        targets(s, inst);
}

/* --- functions --- */

static void note_result(Stream *s, IrFunction *function, const IrInst *inst)
{
    if (s->out != NULL || inst->result == IR_NONE)
        return;
    if (inst->result < function->register_count)
        function->register_types[inst->result] = inst->type;
    else
        fail(&s->in);
}

static void block(Stream *s, IrFunction *function, IrBlock *block)
{
    ARRAY(s, block, insts, inst_count);
    for (uint32_t i = 0; i < block->inst_count && !s->in.is_broken; i++) {
        instruction(s, &block->insts[i]);
        note_result(s, function, &block->insts[i]);
    }
}

static void body(Stream *s, IrFunction *function)
{
    s->last_line = function->span.line;
    ARRAY(s, function, locals, local_count);
    for (uint32_t i = 0; i < function->local_count; i++) {
        text(s, &function->locals[i].name);
        type(s, &function->locals[i].type);
        flags(s, ir_local_flags, &function->locals[i]);
        span(s, &function->locals[i].span);
        number(s, &function->locals[i].length);
    }
    ARRAY(s, function, register_types, register_count); /* as instructions say */
    ARRAY(s, function, blocks, block_count);
    for (uint32_t i = 0; i < function->block_count && !s->in.is_broken; i++)
        block(s, function, &function->blocks[i]);
}

static void put_body(Stream *s, IrFunction *function)
{
    guint8 pending[PENDING] = {0};
    Stream inner = {.out = g_byte_array_new(), .pending = pending};
    body(&inner, function);
    flush(&inner);
    put_wide(s, inner.out->len);
    put_bytes(s, inner.out->data, inner.out->len);
    g_byte_array_unref(inner.out);
}

/* A body stands by itself behind its length. */
static void take_body(Stream *s, IrFunction *function)
{
    uint32_t length;
    count_of(s, &length);
    Stream inner = {.in = base_reader(s->in.at, length), .arena = s->arena};
    s->in.at += length;
    if (s->is_head)
        return;
    body(&inner, function);
    if (!base_reader_is_done(&inner.in))
        fail(&s->in);
}

static const IrFlagWord body_flags[] = {
    {"variadic", offsetof(IrFunction, is_variadic), true},
    {"defined", offsetof(IrFunction, is_defined), true},
    {NULL, 0, false},
};

static void function(Stream *s, IrFunction *function)
{
    text(s, &function->name);
    text(s, &function->symbol);
    ENUMERATOR(s, function->linkage);
    ENUMERATOR(s, function->completion);
    type(s, &function->return_type);
    flags(s, ir_function_flags, function);
    flags(s, body_flags, function);
    ARRAY(s, function, params, param_count);
    for (uint32_t i = 0; i < function->param_count; i++) {
        IrParam *param = &function->params[i];
        text(s, &param->name);
        type(s, &param->type);
        ENUMERATOR(s, param->effect);
        flags(s, ir_param_flags, param);
        span(s, &param->span);
    }
    span(s, &function->span);
    span(s, &function->end_span);
    if (!function->is_defined)
        return;
    text(s, &function->degraded);
    if (s->out != NULL)
        put_body(s, function);
    else
        take_body(s, function);
}

/* --- the whole --- */

#define TABLE(s, module, entries, count, entry)                                \
    do {                                                                       \
        ARRAY((s), (module), entries, count);                                  \
        for (uint32_t i_ = 0; i_ < (module)->count && !(s)->in.is_broken; i_++) \
            entry((s), &(module)->entries[i_]);                                \
    } while (0)

static void whole(Stream *s, IrModule *module)
{
    text(s, &module->source);
    TABLE(s, module, files, file_count, file);
    TABLE(s, module, records, record_count, record);
    TABLE(s, module, fields, field_count, field);
    TABLE(s, module, globals, global_count, global);
    TABLE(s, module, functions, function_count, function);
    TABLE(s, module, unknowns, unknown_count, unknown);
}

void ir_write(const IrModule *module, GByteArray *out)
{
    guint8 pending[PENDING] = {0};
    Stream stream = {.out = out, .pending = pending};
    put_bytes(&stream, mark, sizeof mark);
    put_wide(&stream, VERSION);
    whole(&stream, (IrModule *)(uintptr_t)module); /* which only reads it */
    flush(&stream);
}

static char *check(const Stream *stream, const IrModule *module)
{
    if (module->source == NULL || !base_reader_is_done(&stream->in))
        return g_strdup("not a whole module");
    if (stream->is_trusted)
        return NULL;
    return stream->is_head ? ir_verify_head(module) : ir_verify(module);
}

static IrModule *read_module(Stream stream, char **error)
{
    char found[sizeof mark];
    base_take(&stream.in, found, sizeof found);
    if (memcmp(found, mark, sizeof mark) != 0 || take_wide(&stream.in) != VERSION) {
        *error = g_strdup("no module of this version");
        return NULL;
    }
    stream.arena = base_arena_new();
    IrModule *module = BASE_NEW(stream.arena, IrModule);
    module->arena = stream.arena;
    module->is_head = stream.is_head;
    whole(&stream, module);
    *error = check(&stream, module);
    if (*error != NULL) {
        ir_module_free(module);
        return NULL;
    }
    for (uint32_t i = 0; i < module->function_count && !stream.is_head; i++)
        if (module->functions[i].is_defined)
            ir_normalize_body(&module->functions[i], module->arena);
    return module;
}

IrModule *ir_read(const void *bytes, size_t length, char **error)
{
    return read_module((Stream){.in = base_reader(bytes, length)}, error);
}

IrModule *ir_read_trusted(const void *bytes, size_t length, char **error)
{
    return read_module((Stream){.in = base_reader(bytes, length), .is_trusted = true}, error);
}

IrModule *ir_read_head(const void *bytes, size_t length, char **error)
{
    return read_module((Stream){.in = base_reader(bytes, length), .is_head = true}, error);
}
