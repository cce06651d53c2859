/* own_counts.h - how own_counts.c, own_beside.c and own_bounds.c look for the numbers by which a function finds its own tasks. */
#ifndef VTCHECK_ANALYSIS_OWN_COUNTS_H
#define VTCHECK_ANALYSIS_OWN_COUNTS_H

#include "analysis/engine.h"

enum { MOST_LOOPS = 4 };

/* In which innermost loops (their heads) a place is counted by which no task is found, but that is counted beside them, up and down. */
typedef struct CountedIn {
    Spot place;
    uint32_t loops[MOST_LOOPS], count;
    bool is_down[MOST_LOOPS]; /* per loop: down, too */
} CountedIn;

/* What is found is put into the lists of the function's info. */
typedef struct OwnSearch {
    Reading reading;
    GArray *indices; /* Spot: of which indices of tasks are made */
    bool changed;
} OwnSearch;

void own_counts_visit(OwnSearch *search, void (*visit)(OwnSearch *search, const IrInst *inst)); /* all instructions */
bool own_counts_accesses_task(const OwnSearch *search, const IrInst *access); /* a load or store: of an element of an array of tasks that a variable is, or points to */
bool own_counts_is_number(const OwnSearch *search, IrReg reg); /* one by which tasks are found, or that begins with it, `i / 32` */
bool own_counts_finds_as_task(const OwnSearch *search, const IrInst *element); /* by such a number */
const IrInst *own_counts_without_fields(const OwnSearch *search, IrReg address);
const IrInst *own_counts_pointer_read(const OwnSearch *search, const IrInst *store, uint32_t local); /* the load of the pointer that the variable is set to, `p = p->next`, `p = items[k]`; NULL: it is something else */
GArray *own_counts_puts(const OwnSearch *search); /* the blocks (uint32_t) in which a task is put into such an array */
int64_t own_counts_step(const OwnSearch *search, const IrInst *store); /* by how much it counts the number that lies there; 0: it does something else */

void own_beside_find(OwnSearch *search);
void own_bounds_find(OwnSearch *search);

#endif
