/* What profile.c asks of the table of watched tasks (profile_tasks.c). */
#ifndef VALUETASK_RUNTIME_PROFILE_TASKS_H
#define VALUETASK_RUNTIME_PROFILE_TASKS_H

struct vt_profile_counter_;

/* No longer watches the tasks whose counters lie there: the section goes away. */
void vt_rt_profile_forget_tasks(const struct vt_profile_counter_ *begin, const struct vt_profile_counter_ *end);

/* Keeps the table as it is while the process forks. */
void vt_rt_profile_hold_tasks(void);
void vt_rt_profile_release_tasks(void);

#endif
