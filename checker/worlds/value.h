/* value.h - symbolic values: what a register or a piece of memory holds, as far as a path knows.
 *
 * Values are trees, hash-consed into one table, so that equal values have equal ids. Leaves are constants, symbols
 * (something unknown, but the same something wherever the same symbol stands), the followed task, and addresses of
 * objects; inner nodes are addresses inside objects and expressions. An address is a value like any other, and it is also
 * the key under which a world keeps what is stored there.
 *
 * Symbols are numbered within one world; canonical renumbering (world.h) makes worlds comparable. The simplifications
 * here keep equal conditions equal: constants stand on the right of comparisons, `>` is written as `<` turned round,
 * `!(a < 3)` as `a >= 3`. Not thread-safe. */
#ifndef VTCHECK_WORLDS_VALUE_H
#define VTCHECK_WORLDS_VALUE_H

#include <stdbool.h>
#include <stdint.h>

#include "ir/ir.h"

typedef uint32_t Value; /* index into the table */

#define VALUE_NONE 0u /* no value: nothing is known, not even a name for it */

typedef enum ValueKind {
    VALUE_NOTHING,
    VALUE_CONST,     /* number */
    VALUE_SYMBOL,    /* number: the symbol's number; type */
    VALUE_TASK,      /* the one task that the run follows */
    VALUE_LOCAL,     /* address of local `number` */
    VALUE_GLOBAL,    /* address of the program's global `number` */
    VALUE_FUNCTION,  /* address of the program's function `number` */
    VALUE_FIELD,     /* address: field `number` of the object at `left` */
    VALUE_ELEMENT,   /* address: `number` elements past `left`, never 0 */
    VALUE_ELEMENT_AT,/* address: `right` elements past `left` */
    VALUE_CONTAINER, /* address: of the object whose field `number` is at `left`; op 1: it begins there, and is null where that is */
    VALUE_EXPRESSION,/* op over left and right (or number); type */
    VALUE_KEY        /* not a value: the key of something a world remembers about `left` or `number`; op says what */
} ValueKind;

/* Operators of VALUE_EXPRESSION: IrBinary (ADD with a constant keeps it in `number`), and these. */
enum {
    VALUE_OP_NOT = 64,
    VALUE_OP_COMPLEMENT,
    VALUE_OP_CAST,
    VALUE_OP_PENDING,   /* was the task `left` made pending: 0 or 1 */
    VALUE_OP_HUGE_EQ,   /* is `left`, unsigned of 64 bits, the number of 2^63 or more that is kept in `number`: 0 or 1 */
    VALUE_OP_HUGE_ABOVE,/* is that number above `left`: 0 or 1 */
    VALUE_OP_DIFFERENCE,/* `left` less `right` as whole numbers, whatever their types: does not come round */
    VALUE_OP_FLOAT_EQ,  /* how two floating-point numbers compare: 0 or 1. Constants are ir_float_constant, and may stand on either side. Of one that is no */
    VALUE_OP_FLOAT_LT,  /* number none holds, so that the opposite of one is not another */
    VALUE_OP_FLOAT_LE,
    VALUE_OP_SAME       /* of which only is known that it is the same for the same `left` and `right`; what it is, is kept in `number` */
};

/* What VALUE_OP_SAME is: an IrBinary, or one of these. */
enum {
    VALUE_SAME_NEGATIVE = 32,
    VALUE_SAME_COMPLEMENT,
    VALUE_SAME_CAST,
    VALUE_SAME_BITS,    /* what the memory of the one is as another type */
    VALUE_SAME_MEMORY   /* an address: of what the function `left` reads, wherever that is */
};

/* Kinds of VALUE_KEY. */
enum {
    VALUE_KEY_REGISTER, /* a register, `number` */
    VALUE_KEY_INITIAL,  /* what the memory at `left` held when the function was entered */
    VALUE_KEY_SEEN,     /* what the memory at `left` held when it was read, after unknown code ran; a task: when it was first read */
    VALUE_KEY_CAME_IN,  /* the followed task was at `left` when the function was entered */
    VALUE_KEY_REST,     /* what the scalars inside the object at `left` hold that have no entry of their own: all 0 (1), or anything (0); number 1: inside
                         * the array that begins there */
    VALUE_KEY_BEFORE,   /* what the memory at `left` held before unknown code ran, that may have changed it; number 1: and before there was a task to follow */
    VALUE_KEY_WAS,      /* what the unknown `left`, read after unknown code ran, was before, unless that code has changed it; number as there */
    VALUE_KEY_OPEN,     /* what lies at `left`, in memory that others may know, is expected to change when unknown code runs next: it was put there here, or is
                         * given to that code; number 1: if that code is given the object */
    VALUE_KEY_DOUBTED,  /* what a load from `left` gives: the cell there may have been overwritten by another name, if callers use two names for one object */
    VALUE_KEY_HEAP,     /* the object at `left` was allocated here */
    VALUE_KEY_CONSUMED, /* the task `left`, another than the followed one, was consumed (1); on some paths, or more than once (2) */
    VALUE_KEY_PRIVATE,  /* the object at `left` came in, and when it did, no code that cannot be seen knew its address; 2: it is all of an object, so that
                         * what others of this kind lead to lies elsewhere */
    VALUE_KEY_LEAKED,   /* code that cannot be seen knows the address `left` */
    VALUE_KEY_FREED,    /* the object at `left` came in, and is gone */
    VALUE_KEY_KEPT,     /* others may find the object at `left`: its address was put into memory that they know, or lost. Of what came in: pointers that are lost
                         * may lead there */
    VALUE_KEY_LOST_STORE,   /* something was stored through a pointer that is lost; `number`: value_lost_store */
    VALUE_KEY_LOST_CONSUMED,/* a task that was found behind a pointer that is lost was consumed */
    VALUE_KEY_COPIED,   /* a consumed task was copied to `left`: the copying instruction's number */
    VALUE_KEY_COMPLETED,/* the answer that the API gave to "is the task `left` there yet"; true stays true */
    VALUE_KEY_INCOMPLETE,/* the task `left` was not there yet when it was asked first */
    VALUE_KEY_LOWEST,   /* the number of the lowest bit that is set in `left` */
    VALUE_KEY_HAVOC,    /* unknown code ran: memory from outside is no longer what it was at entry */
    VALUE_KEY_RETURN    /* the returned value */
};

typedef struct ValueNode {
    uint8_t kind;
    uint8_t op;
    uint8_t depth;
    bool has_symbols;  /* a symbol is somewhere inside */
    Value root;        /* of an address: without its fields and elements; else the value itself */
    IrType type;       /* SYMBOL, EXPRESSION */
    Value left, right;
    int64_t number;
} ValueNode;

/* The table. For value.c and simplify.c alone; it stands here so that looking a value up, which is done more often than anything else, is no call. */
typedef struct Values {
    ValueNode *nodes;
    uint32_t count, capacity;
    uint32_t *slots; /* open addressing; 0: free */
    uint32_t slot_count;
    Value task;
} Values;

Values *values_new(void);
void values_free(Values *values);

/* Good until the next value is made: the table may move. */
static inline const ValueNode *value_node(const Values *values, Value value)
{
    return &values->nodes[value];
}

/* The followed task. */
static inline Value value_task(const Values *values)
{
    return values->task;
}

Value value_const(Values *values, int64_t number);
Value value_symbol(Values *values, uint32_t number, IrType type);
Value value_local(Values *values, uint32_t local);
Value value_global(Values *values, uint32_t global);
Value value_function(Values *values, uint32_t function);
Value value_field(Values *values, Value base, uint32_t field);
Value value_container(Values *values, Value inner, uint32_t field, bool is_first); /* is_first: the field is where the object begins */
Value value_element(Values *values, Value base, Value index); /* index: any value, VALUE_NONE gives VALUE_NONE */
Value value_key(Values *values, int key, Value of, int64_t number);

/* Results may be VALUE_NONE: too deep, or nothing useful. Any operand may be VALUE_NONE. */
Value value_binary(Values *values, IrBinary op, Value left, Value right, IrType operand_type, IrType type);
Value value_unary(Values *values, IrUnary op, Value operand, IrType type);
Value value_not(Values *values, Value operand);
Value value_cast(Values *values, Value operand, IrType from, IrType to);
/* Unsigned numbers of 2^63 and more: a constant has their bits and is negative, in a set of numbers INT64_MAX stands for all of them. */
static inline bool value_may_be_huge(IrType type)
{
    return type.kind == IR_TYPE_INT && type.bits == 64 && !type.is_signed;
}

static inline bool value_is_rest(const ValueNode *key)
{
    return key->kind == VALUE_KEY && key->op == VALUE_KEY_REST;
}

/* A number and a constant that is added to it (`number`). */
static inline bool value_is_sum(const ValueNode *node)
{
    return node->kind == VALUE_EXPRESSION && node->op == IR_ADD && node->right == VALUE_NONE;
}

/* The node with other operands, by the constructors, so that what they simplify is simplified; VALUE_NONE: an operand that it has is, or it has none. */
Value value_rebuild(Values *values, const ValueNode *node, Value left, Value right);
Value value_same(Values *values, int what, Value left, Value right, IrType type); /* VALUE_OP_SAME */
static inline bool value_is_float_comparison(int op)
{
    return op == VALUE_OP_FLOAT_EQ || op == VALUE_OP_FLOAT_LT || op == VALUE_OP_FLOAT_LE;
}

Value value_huge(Values *values, int op, Value left, int64_t bound); /* VALUE_OP_HUGE_EQ, VALUE_OP_HUGE_ABOVE */
Value value_pending(Values *values, Value task); /* VALUE_OP_PENDING */
Value value_difference(Values *values, Value left, Value right); /* VALUE_OP_DIFFERENCE: in facts only, no cell holds one */

bool value_is_const(const Values *values, Value value, int64_t *number);
bool value_is_address(const Values *values, Value value);      /* of a known object, so never null */
Value value_same_address(const Values *values, Value value);   /* what is null when the value is: without containers that begin there */
bool value_is_truth(const Values *values, Value value);        /* can only be 0 or 1 */

/* The innermost base of an address: strips fields and elements. */
static inline Value value_root(const Values *values, Value address)
{
    return values->nodes[address].root;
}

/* The element of unknown number that an address is, or lies in, the innermost; VALUE_NONE: each step to it is known. */
Value value_unknown_element(const Values *values, Value address);

/* Whether a place lies in memory that came in or is global. What was allocated on the path looks like that, too. */
bool value_is_outside(const Values *values, Value place);

/* The place that a cell's key speaks of: itself or, of a VALUE_KEY_REST, its object; VALUE_NONE: it speaks of no place. */
Value value_place(const Values *values, Value key);

/* Whether a world that has such a key says more only in that others may do more: one without it may be taken for one with it. */
bool value_is_kept_alone(const ValueNode *key);

/* The VALUE_KEY_LOST_STORE of a cell behind a pointer that is lost: by the field that it is, or that it is none, and the kind of what it holds. */
Value value_lost_store(Values *values, Value key, Value held);
/* What such a key says; false: a whole object was filled. */
bool value_is_lost_scalar(const ValueNode *key, int64_t *field, IrTypeKind *kind); /* *field: 0: none */

/* The array that an address is an element of, and the element's number; what is no element is the first of its own array. */
Value value_array(Values *values, Value address, Value *number);

/* The address that relates to `to` as `address` relates to `from`; VALUE_NONE when `address` is not inside the object
 * (or array) that `from` points to. */
Value value_rebase(Values *values, Value address, Value from, Value to);

/* The same where `from` and `to` point to one object each (is_array: to the first element of an array): what lies beside it is not inside. */
Value value_move(Values *values, Value address, Value from, bool is_array, Value to);

/* Rebuilds a value with each symbol replaced by what `map` says. */
typedef Value (*ValueMap)(Values *values, Value symbol, void *context);
Value value_replace(Values *values, Value value, ValueMap map, void *context);

#endif
