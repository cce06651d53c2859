/* world_canon.h - private to world_canon.c and world_names.c: an env on its way to becoming a world. */
#ifndef VTCHECK_WORLDS_WORLD_CANON_H
#define VTCHECK_WORLDS_WORLD_CANON_H

#include "worlds/world.h"

/* What is known of each symbol of the env while it is made canonical. */
typedef struct SymbolUse {
    Value symbol;      /* its node in the env */
    Value replacement; /* in the world; VALUE_NONE: not numbered yet */
    Value sum;         /* the unknown that stands for this one and `added`, where the two do not come round; else VALUE_NONE */
    int64_t added;
    uint32_t mentions; /* cells and facts that mention it, addresses counted too */
    uint32_t own;      /* of these, by the expression that is looked at, and by facts about that alone (world_names.c) */
    bool is_part;      /* it stands in the expression that is looked at */
    bool is_reached;   /* some kept cell mentions it */
    bool leads_to_task; /* it points to the followed task, or to what leads there */
} SymbolUse;

typedef struct Canonizer {
    WorldContext *context;
    const Env *env;
    Cell *cells;
    uint32_t cell_count;
    Fact *facts;
    uint32_t fact_count;
    SymbolUse *uses;
    uint32_t use_count;
    uint32_t numbered;
    uint32_t part_count; /* unknowns in the sum that is looked at; 0: it is none */
    bool has_part_twice; /* one of these stands in it more than once */
    bool has_passed; /* what was known of an element was forgotten */
    GArray *zeroed; /* Value: the objects of which nothing but zero is in what has no cell; NULL: not looked for */
} Canonizer;

/* world_canon.c */
typedef void (*SymbolVisitor)(Canonizer *canon, SymbolUse *use);
void canon_visit_symbols(Canonizer *canon, Value value, SymbolVisitor visit);
void canon_count_on(Canonizer *canon, SymbolUse *use);  /* one mention more */
void canon_count_off(Canonizer *canon, SymbolUse *use); /* one less */
bool canon_is_outside(const Values *values, Value key);
void canon_find_zeroed(Canonizer *canon); /* from what the cells are called now */
bool canon_is_under_zero(const Canonizer *canon, Value key); /* what has no cell of its own there may be zero, not unknown */
Value canon_replace_known(Values *values, Value symbol, void *canonizer); /* by its `replacement`, for value_replace */

/* world_history.c */
void canon_shorten_history(Canonizer *canon); /* at the head of a loop, what something was before unseen code ran in each of many turns */

/* world_lost.c */
void canon_keep_cells(Canonizer *canon, const bool *is_kept); /* drops the others, by number of the cell; if callers are to know, what these say is noted */
void canon_drop_far(Canonizer *canon); /* at the head of a loop, what lies many pointers away from the variables: each turn might add one */
void canon_keep_object(Canonizer *canon, Value object); /* lost pointers may lead there, if something still does */

/* world_computed.c */
void canon_name_computed(Canonizer *canon);
void canon_name_rings(Canonizer *canon); /* `head = (head + 1) % 6`: places of the ring are told by the new head from now on */
bool canon_is_of_bits(const ValueNode *node); /* what `&`, `|` or `^` makes */
void canon_count_own(Canonizer *canon, SymbolUse *use);
void canon_clear_own(Canonizer *canon, SymbolUse *use);
bool canon_all_are_own(const Canonizer *canon, Value value); /* its unknowns stand where they were counted, and nowhere else */

/* world_names.c */
void canon_add_fact(Canonizer *canon, Value atom, IntSet set);
Value canon_add_symbol(Canonizer *canon, IrType type, uint32_t mentions); /* a new unknown, mentioned so often */
void canon_set_cell(Canonizer *canon, Value key, Value value);
void canon_drop_passed(Canonizer *canon, bool has_rests);
void canon_rebase_sums(Canonizer *canon);
void canon_name_cells(Canonizer *canon, bool has_rests);

#endif
