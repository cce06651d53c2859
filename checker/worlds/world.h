/* world.h - one way things can stand at a program point.
 *
 * A world says what memory and registers hold (cells: address or key -> value), what the path has learnt of unknown
 * values (facts: value -> set of numbers) and how the followed task stands. What is absent is unknown. Worlds are
 * immutable and canonical: symbols are numbered in the order in which the cells, in order of their keys, mention them, so
 * two worlds that differ only in the names of their unknowns are equal; an unknown that only one cell mentions and of
 * which nothing was learnt is left out.
 *
 * An Env is a world under construction: mutable, not canonical, used while a block is executed.
 *
 * Merging. Two worlds with the same task state that differ in one value only, in a way that a set of numbers
 * expresses, are replaced by their exact union: nothing is lost, and 30 independent `if`s stay one world. Past a bound the
 * closest worlds are joined with loss: facts on which they disagree are dropped. This is property simulation (Das, Lerner
 * and Seigle, ESP, PLDI 2002) with value sets. */
#ifndef VTCHECK_WORLDS_WORLD_H
#define VTCHECK_WORLDS_WORLD_H

#include <glib.h>

#include "worlds/intset.h"
#include "worlds/trace.h"
#include "worlds/value.h"

typedef enum TaskState {
    TASK_NONE,     /* no task is followed in this run */
    TASK_LIVE,
    TASK_CONSUMED,
    TASK_REPORTED, /* consumed again, and said so: silent from here on */
    TASK_ESCAPED   /* unseen code may have it: silent */
} TaskState;

enum {
    WORLD_OBSERVED = 1,     /* the task was looked at while live */
    WORLD_USE_REPORTED = 2, /* a look after consumption was reported */
    WORLD_EXCUSED = 4,      /* that nobody consumes it has been reported elsewhere, or is another's duty */
    WORLD_ALL_CONSUMED = 8, /* it was consumed together with all others of its array */
    WORLD_PAST_COUNT = 16,  /* a call that consumes as many elements as a number says left it alone: it lies past them */
    WORLD_PERHAPS = 32      /* the call that made it makes none on other ways, and nothing that it returns tells which */
};

/* What it takes to make a world, and for each cell and fact of it: WorldContext.work. */
enum { WORK_OF_WORLD = 32, WORK_OF_CELL = 8 };

typedef struct Cell {
    Value key, value;
} Cell;

typedef struct Fact {
    Value atom;
    IntSet set;
} Fact;

typedef struct World {
    uint32_t hash;
    uint32_t cell_count, fact_count;
    uint32_t symbol_count;
    uint32_t pointed_count; /* cells behind unknown pointers */
    uint32_t task_steps;    /* a hash of the ways to the places of the followed task, without their unknowns */
    uint8_t state; /* TaskState */
    uint8_t flags;
    bool is_processed;
    bool is_loose; /* it came of a join with loss: it may admit what no path brings. No part of what it says */
    bool is_loose_since_task; /* and that was since there is a task to follow */
    bool has_rests; /* some cell is a VALUE_KEY_REST */
    const Cell *cells; /* sorted by key */
    const Fact *facts; /* sorted by atom */
    const IntSet *sets; /* per cell: what its value can be, where that is a constant, an unknown or a comparison; follows from the rest */
    const Trace *trace;
} World;

/* Whether worlds with so many cells behind unknown pointers may have an exact union: what one of them has alone is a disagreement each. */
static inline bool world_counts_are_close(uint32_t a, uint32_t b)
{
    return a <= b + 1 && b <= a + 1;
}

/* What joining two worlds counts for: WorldContext.work. */
static inline uint64_t world_join_work(const World *a, const World *b)
{
    return WORK_OF_WORLD + WORK_OF_CELL * (uint64_t)(a->cell_count + b->cell_count + a->fact_count + b->fact_count);
}

typedef struct Env {
    Cell *cells;
    uint32_t cell_count, cell_capacity;
    Fact *facts;
    uint32_t fact_count, fact_capacity;
    uint32_t symbol_count;
    uint8_t state, flags;
    bool is_loose, is_loose_since_task;
    const Trace *trace;
    Value *registers; /* those of the block under execution */
    uint32_t register_first, register_count;
} Env;

/* What is known of the bits of one number in an environment that stays as it is meanwhile (infer_bits.c). */
typedef struct HeldBits {
    const struct Env *env;
    Value whole; /* VALUE_NONE: nobody has asked yet */
    uint64_t zero, one;
} HeldBits;

/* What worlds of one run share. */
typedef struct WorldContext {
    Values *values;
    IntSets *sets;
    BaseArena *arena;     /* of worlds and traces */
    bool keeps_outside;   /* cells of memory from outside are kept though unknown: summaries need them */
    bool keeps_memories;  /* what such memory held before unseen code ran is kept where one world alone remembers it, as long as the other still has it; a recursion would not settle */
    bool at_loop_head;    /* the world is for the head of a loop */
    const IrFunction *function; /* whose locals the keys speak of; NULL: not known */
    SortedNumbers thresholds; /* the numbers of the function: what they do not tell apart, it does not */
    SortedNumbers stops;      /* where widening stops: these, and more where it matters which element of an array is meant */
    const struct Body *body; /* NULL: not known; what is compared with each other */
    const uint32_t *field_ids, *global_ids; /* of the module's fields and globals, as keys name them; NULL: not known */
    const IrLayout *layouts; /* of fields, as keys name them; NULL: not known */
    const bool *array_fields; /* by field, as keys name them: a pointer to an array, not a link; NULL: not known */
    uint8_t nesting; /* of questions that are being answered (infer_difference.c) */
    HeldBits *bits;  /* while questions about one after the other are asked; else NULL */
    bool is_dividing; /* a question about remainders is (infer_residue.c) */
    uint64_t work;   /* done so far: cells and facts gone through, which is what takes time */
} WorldContext;

void env_init(Env *env);
void env_clear(Env *env);
void env_from_world(Env *env, const World *world);
void env_copy(Env *to, const Env *from);

Value env_get(const Env *env, Value key);                /* VALUE_NONE: unknown */
bool env_is_as_found(Values *values, const Env *env, Cell cell); /* a place holds what it held at entry, or when it was first read behind unknown code: nothing was stored there */
void env_set(Env *env, Value key, Value value);          /* VALUE_NONE removes */
void env_remove(Env *env, Value key);
Value env_fresh(WorldContext *context, Env *env, IrType type); /* a new symbol */

/* Whether two roots certainly are different objects, where they are not null. */
bool env_are_apart(Values *values, const Env *env, Value root, Value other);

/* A symbol turns out to be `by`, wherever the env speaks of it; the same for one value. */
void env_rename(Values *values, Env *env, Value symbol, Value by);
Value value_renamed(Values *values, Value value, Value symbol, Value by);

/* What a place holds that has no cell of its own, by the innermost object around it of which that is said (VALUE_KEY_REST). */
typedef enum Rest {
    REST_AS_IT_WAS, /* nothing is said: unknown or, outside, what it came with */
    REST_UNKNOWN,
    REST_ZERO
} Rest;

Rest env_rest(Values *values, const Env *env, Value address);
void env_set_rest(Values *values, Env *env, Value object, bool is_array, Rest rest); /* REST_AS_IT_WAS removes */

IntSet env_fact(const Env *env, Value atom); /* what is noted of it; INTSET_FULL: nothing */
void env_set_fact(Env *env, Value atom, IntSet set);

/* What a value can be (infer.c); INTSET_EMPTY never comes out of a feasible env. */
IntSet env_set_of(WorldContext *context, const Env *env, Value value);
/* The same for an expression, from its operands alone. */
IntSet env_implied_set(WorldContext *context, const Env *env, Value expression);
/* Learns that value is in set; false: impossible, the env is then meaningless. */
bool env_assume(WorldContext *context, Env *env, Value value, IntSet set);

/* Whether the task of a VALUE_KEY_CONSUMED was found in memory. */
bool world_found_task(const Values *values, const Cell *cells, uint32_t count, Value task);

bool env_holds_task(WorldContext *context, const Env *env); /* some cell holds the followed task */

/* Which keys are dropped when an env becomes a world. */
typedef bool (*KeyFilter)(Value key, Value value, const void *context);
const World *world_from_env(WorldContext *context, const Env *env, KeyFilter is_dropped, const void *filter_context);

/* A copy that lives in another arena, with this path. */
const World *world_keep(BaseArena *arena, const World *world, const Trace *trace);

bool world_equal(const World *a, const World *b);
Value world_get(const World *world, Value key);

/* A lower bound, cheaply had, of the number of values on which two worlds disagree. */
uint32_t world_distance(const WorldContext *context, const World *a, const World *b);

/* What joining them would lose (world_cost.c); where it is `enough` or more, any number from there on. A small cost: they
 * differ in numbers only that the function cannot tell apart. */
enum {
    WORLD_COST_APART = 100 * 64,      /* from here on the function can tell them apart; less is a small cost */
    WORLD_COST_OF_TASK = 16000 * 64   /* from here on, by what the followed task is concerned in */
};
uint32_t world_cost(const WorldContext *context, const World *a, const World *b, uint32_t enough);
bool world_are_at_other_elements(const WorldContext *context, const World *a, const World *b); /* of the task's array, by some index: at the task's own, before it or behind it */
bool world_cost_is_small(uint32_t cost);
bool world_cost_is_beside(uint32_t cost); /* small, and some of these numbers are about other tasks */
bool world_speaks_of_others(const WorldContext *context, const World *world); /* some number is about another task */

/* Whether the two certainly have no exact union, found out cheaply (world_apart.c). */
bool world_are_apart(WorldContext *context, const World *a, const World *b);
void world_note_sets(WorldContext *context, World *world); /* fills `sets` */

typedef enum WorldJoin {
    WORLD_JOIN_EXACT,  /* only if the union says exactly what the two say */
    WORLD_JOIN_LOSSY,  /* drop what they disagree on */
    WORLD_JOIN_WIDEN   /* and let sets that grow from a to b become unbounded */
} WorldJoin;

/* The union of two worlds, or NULL: the followed task stands differently in them, or an exact union does not exist.
 * *differences (may be NULL): on how many values they disagree. */
const World *world_join(WorldContext *context, const World *a, const World *b, WorldJoin how, uint32_t *differences);

/* Text for people; append_name writes a value or key. */
typedef void (*ValueNamer)(Value value, GString *out, const void *naming);
void world_describe(WorldContext *context, const World *world, GString *out, ValueNamer append_name, const void *naming);

#endif
