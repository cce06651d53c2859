/* Which tasks have ended when they are first awaited, in a build with VT_PROFILE: a table of the tasks that were made
 * and neither awaited nor ended yet. A task that is freed before either leaves its entry behind, which the next task at
 * that address takes over.
 *
 * A hash table with linear probing; entries are taken out by moving the later ones of the cluster up (Knuth, The Art of
 * Computer Programming 3, 6.4, algorithm R), so that it never fills with what was taken out.
 */
#ifndef VT_PROFILE
#define VT_PROFILE
#endif
#define VT_RT_PROFILE_
#include <valuetask/profile.h>

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

#include "profile_tasks.h"

enum { FIRST_CAPACITY = 256 }; /* a power of two, as all that follow */

struct watched {
    const void *task; /* NULL: a free entry */
    struct vt_profile_counter_ *ready, *pending;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct watched *table;
static size_t capacity, used;

static size_t home_of(const void *task)
{
    return (size_t)(((uintptr_t)task >> 4) * UINT64_C(0x9E3779B97F4A7C15) >> 20) & (capacity - 1);
}

/* The entry of the task, or the free one where it would be. There is always a free one. */
static struct watched *find(const void *task)
{
    size_t at = home_of(task);

    while (table[at].task != NULL && table[at].task != task)
        at = (at + 1) & (capacity - 1);
    return &table[at];
}

static bool grow(void)
{
    struct watched *old = table;
    size_t old_capacity = capacity, wanted = capacity != 0 ? 2 * capacity : FIRST_CAPACITY;
    struct watched *grown = calloc(wanted, sizeof *grown);

    if (grown == NULL)
        return false;
    table = grown;
    capacity = wanted;
    for (size_t i = 0; i < old_capacity; i++)
        if (old[i].task != NULL)
            *find(old[i].task) = old[i];
    free(old);
    return true;
}

static void take_out(struct watched *entry)
{
    size_t hole = (size_t)(entry - table);

    for (size_t at = (hole + 1) & (capacity - 1); table[at].task != NULL; at = (at + 1) & (capacity - 1)) {
        size_t from_home = (at - home_of(table[at].task)) & (capacity - 1), from_hole = (at - hole) & (capacity - 1);
        if (from_home < from_hole)
            continue;
        table[hole] = table[at];
        hole = at;
    }
    table[hole].task = NULL;
    used--;
}

void vt_profile_watch_(const void *task, struct vt_profile_counter_ *ready, struct vt_profile_counter_ *pending)
{
    if (task == NULL)
        return;
    pthread_mutex_lock(&lock);
    if (2 * used < capacity || grow()) {
        struct watched *entry = find(task);
        used += entry->task == NULL;
        *entry = (struct watched){ task, ready, pending };
    }
    pthread_mutex_unlock(&lock);
}

static void count(const void *task, bool has_ended)
{
    if (task == NULL)
        return;
    pthread_mutex_lock(&lock);
    struct watched *entry = used != 0 ? find(task) : NULL;
    if (entry != NULL && entry->task != NULL) {
        (has_ended ? entry->ready : entry->pending)->count++;
        take_out(entry);
    }
    pthread_mutex_unlock(&lock);
}

void vt_profile_task_awaited_(const void *task)
{
    count(task, false);
}

void vt_profile_task_ended_(const void *task)
{
    count(task, true);
}

void vt_rt_profile_forget_tasks(const struct vt_profile_counter_ *begin, const struct vt_profile_counter_ *end)
{
    pthread_mutex_lock(&lock);
    for (size_t at = 0; at < capacity; at++)
        while (table[at].task != NULL && table[at].ready >= begin && table[at].ready < end)
            take_out(&table[at]);
    pthread_mutex_unlock(&lock);
}

void vt_rt_profile_hold_tasks(void)
{
    pthread_mutex_lock(&lock);
}

void vt_rt_profile_release_tasks(void)
{
    pthread_mutex_unlock(&lock);
}
