/* What becomes of the run time in a child made by fork(2). */
#ifndef VALUETASK_RUNTIME_FORKS_H
#define VALUETASK_RUNTIME_FORKS_H

/* How many forks lie between the first process and this one, since vt_rt_watch_forks. What was shared with other threads at another
 * count was shared with threads that are not there. Hidden: a program and a shared object that both hold this run time each keep their own. */
extern unsigned vt_rt_forks __attribute__((visibility("hidden")));

/* To be called before the kernel, or another thread, holds anything for a loop. 0, or -ENOMEM. */
int vt_rt_watch_forks(void);

#endif
