/* joiner.h - private to world_join.c and world_join_cells.c: a union of two worlds under way. */
#ifndef VTCHECK_WORLDS_JOINER_H
#define VTCHECK_WORLDS_JOINER_H

#include "worlds/world.h"

typedef struct Pair {
    Value left, right, joined;
} Pair;

/* What a symbol of one world was paired with: worlds can have hundreds. */
typedef struct Partner {
    Value first, joined;  /* of the first pair */
    bool is_paired;
    bool has_others;      /* it was paired with something else as well */
} Partner;

typedef struct Joiner {
    WorldContext *context;
    Env left, right; /* the two worlds as envs, for env_set_of */
    Env result;
    Pair *pairs;
    uint32_t pair_count, pair_capacity;
    Partner *left_partners, *right_partners; /* by number of the symbol */
    uint32_t differences; /* values on which the two disagree */
    bool is_lossy;        /* some disagreement is not expressed by the result */
    bool left_covers, right_covers; /* so far, this world admits all that the other admits: the union is that world */
    WorldJoin how;
    bool is_behind_pointers; /* cells behind unknown pointers are being joined: the others have been */
} Joiner;

/* world_join.c: pairs of values. */
/* Whether an exact union has become impossible, so that the rest need not be looked at. */
bool joiner_is_hopeless(const Joiner *joiner);
/* Where a symbol's partner is noted; NULL: the value is no symbol of that world. */
Partner *joiner_partner(const Joiner *joiner, Value value, bool is_left);
/* From now on `joined` stands for the pair; VALUE_NONE on a side: whatever that world holds there. */
void joiner_add_pair(Joiner *joiner, Value left, Value right, Value joined);
/* A constant, an unknown that is no task, or an expression. */
bool joiner_is_number_like(const Joiner *joiner, Value value);
/* A value of one world in the other's terms; VALUE_NONE: it has no partner there. */
Value joiner_in_other(const Joiner *joiner, Value value, bool from_left);
/* What a pair of values was joined to; false: they were not met yet. */
bool joiner_find(const Joiner *joiner, Value left, Value right, Value *joined);
/* Whether a symbol already stands beside another partner: then an equality that one world knows is lost. */
bool joiner_has_other_partner(const Joiner *joiner, Value value, bool is_left, Value partner);
/* What the result holds where the worlds hold these; VALUE_NONE: nothing is known. */
Value joiner_values(Joiner *joiner, Value left, Value right);

/* world_join_cells.c */
/* The key or atom in terms of the result's symbols; VALUE_NONE when a symbol has no counterpart. */
Value joiner_map_value(const Joiner *joiner, Value value, bool is_left);
/* Joins cells whose keys have no symbols. false: the followed task stands in different places. */
bool joiner_plain_cells(Joiner *joiner, const World *a, const World *b);
bool joiner_pointed_cells(Joiner *joiner, const World *a, const World *b);

#endif
