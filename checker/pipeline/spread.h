/* spread.h - the same work on many things, done by several processes that have in memory what this one has.
 *
 * For what needs no libclang, and whose answers are bytes. (Units are parsed by workers.h, which bounds their time and memory.) */
#ifndef VTCHECK_PIPELINE_SPREAD_H
#define VTCHECK_PIPELINE_SPREAD_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct SpreadWork {
    uint32_t count;   /* of things: 0, 1, ... */
    uint32_t jobs;    /* processes beside this one, at most */
    bool heeds_make;  /* no more of them than the make that runs this program has jobs for */
    void (*work)(uint32_t thing, GByteArray *answer, void *context);                        /* in a process of its own, which prints nothing */
    void (*take)(uint32_t thing, const guint8 *answer, size_t length, void *context);       /* in this one, in any order of things */
    void *context;
} SpreadWork;

/* Begins with the first things. Of those whose process came to grief no answer is taken: they are the caller's to do. */
void pipeline_spread(const SpreadWork *work);

#endif
