/* jobserver.h - GNU make's jobserver: how many jobs all programs below one make may run together.
 *
 * Each program has one job for free and takes a token for each further one. Tokens are bytes of a pipe (make's
 * manual, "POSIX Jobserver Interaction"). */
#ifndef VTCHECK_PIPELINE_JOBSERVER_H
#define VTCHECK_PIPELINE_JOBSERVER_H

#include <stdbool.h>

typedef struct Jobserver Jobserver;

/* The one that $MAKEFLAGS names; NULL: there is none, or make did not pass it on (the recipe lacks a "+"). */
Jobserver *jobserver_open(void);

/* Gives back what is still held. NULL is fine. */
void jobserver_close(Jobserver *jobserver);

/* Takes a token when there is one; does not wait. */
bool jobserver_take(Jobserver *jobserver);

/* Gives back one that was taken. */
void jobserver_give(Jobserver *jobserver);

/* Readable when there may be a token. */
int jobserver_file(const Jobserver *jobserver);

#endif
