/* run.h - what the files of a run share: run.c, run_merge.c and sites.c. */
#ifndef VTCHECK_ANALYSIS_RUN_H
#define VTCHECK_ANALYSIS_RUN_H

#include "analysis/engine.h"

enum {
    MOST_PLACES = 256, /* worlds of a block, or in which a function returns: each new one is compared with all */
    BOUNDED_LOOKS = 11, /* one after the other, each with other bounds */
    DEEP_LOOKS = 5,    /* from this one on they go deep */
    DEPTH_LOOK = 5,    /* this one follows one way after the other, */
    WIDE_DEPTH_LOOK = 6, /* and so does this one, and leaves fewer out: the way that came last first, wherever it leads */
    TURNS_LOOK = 7,    /* this one keeps the turns of loops that count apart */
    LAST_DEPTH_LOOK = 10 /* one way after the other, as far as the second, in the order of the first */
};

void run_add_world(Run *run, uint32_t block, const World *world); /* run_merge.c: it came to the block */
/* Worlds that were executed there with the task in the same state and place, and with the same constants in locals, but for what counts towards a number of which nothing is known. */
uint32_t run_count_turns(Run *run, uint32_t block, const World *world);
Value run_place_of_task(const Run *run, const World *world); /* where the followed task lies, one place; VALUE_NONE: nowhere */

/* run_repeat.c, for bounded looks: the world in which a path comes to a loop's head after many more turns that repeat what the last ones did; NULL: it is not known to. */
const World *run_repeat(Run *run, uint32_t block, const World *world);

/* run_depth.c: for the look that follows one way after the other. */
void depth_begin(Run *run);
void depth_end(Run *run);
void depth_forget(Run *run); /* no world waits any more */
void depth_add(Run *run, uint32_t block, const World *world); /* it came to the block; nothing where blocks are taken in their order */
void depth_follow(Run *run); /* until nothing waits, or the work that may be done is done */

void run_begin_blocks(Run *run); /* none has a world yet */
void run_end_blocks(Run *run);
void run_free_blocks(Run *run, BlockState *blocks);
void run_from_entry(Run *run); /* to the fixpoint, from the entry world */
void run_dump(Run *run, const char *title, const IrInst *inst); /* for --dump=state */

/* Whether to begin again because something was reported that a loss may have made up; *seen is what was reported. */
bool run_take_second_look(Run *run, GArray **seen);
void run_drop_doubted(Run *run); /* of the events, in bounded looks, and when work was short (that is said): those that a loss may have made up */
void run_keep_seen_twice(Run *run, GArray *seen); /* of the events, and what was certain the first time; frees `seen` */

void sites_run(Run *run);
/* The worlds before there is a task, and the calls that give one, as far as there is a way to one of those in `only` (NULL: all). */
void sites_find(Run *run, GHashTable *only, uint64_t parts, GArray *sites);
bool sites_are_settled(const Run *run, const Site *site); /* nothing can go wrong with its task */
void sites_follow(Run *run, const Site *site, const BlockState *plain); /* plain: the worlds before there is a task, per block */
void sites_follow_given(Run *run); /* each of its tasks by itself, to the ways in which callers get it */
/* Each task once in worlds that were joined from the start. The calls of those that want a closer look; takes `only`, the calls that are left (NULL: all), over. */
GHashTable *coarse_look(Run *run, GHashTable *only);
bool coarse_look_goes_on(const Run *run);
bool coarse_look_keeps_apart(Run *run, const World *a, const World *b); /* it would take what is right by a loss for right in any case */
void coarse_look_note_end(Run *run, const World *world); /* a path ends, or the task has no place any more */

/* trail.c */
typedef struct Trail Trail;
Trail *trail_new(const Site *site);
void trail_free(Trail *trail);
void trail_enter(Trail *trail, uint32_t block, const World *world); /* it is executed there */
void trail_reach(Trail *trail, uint32_t block, const World *world); /* from there a path comes to this block */
void trail_note(Trail *trail);                                      /* something goes wrong there */
void trail_end(Trail *trail);                                       /* all is seen */
bool trail_leads(const Trail *trail, uint32_t block, const World *world); /* something may go wrong from there on */
bool trail_is_of(const Trail *trail, const Site *site);

void last_look(Run *run, GHashTable *calls); /* adds to the events what goes wrong in any case with the tasks of these calls (const IrInst *) */

#endif
