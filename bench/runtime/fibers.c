/* Fibers and threads in one run: spawn + finish from the pool beside pthread_create + join; idle fibers and what they
 * keep resident. Prints name, nanoseconds (or bytes), ratio.
 */
#define _GNU_SOURCE

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include <valuetask/fiber.h>
#include <valuetask/loop.h>
#include <valuetask/valuetask.h>

enum { ROUNDS = 21, SPAWNS = 20000, THREADS = 200, IDLE = 100000 };

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static int compare(const void *one, const void *other)
{
    double a = *(const double *)one, b = *(const double *)other;
    return (a > b) - (a < b);
}

static int at_once(void *unused)
{
    (void)unused;
    return 0;
}

static int yield_once(void *unused)
{
    (void)unused;
    vt_yield();
    return 0;
}

static void *thread(void *unused)
{
    return unused;
}

static double spawn_time(vt_fiber_body body)
{
    double begin = now();
    for (int i = 0; i < SPAWNS; i++)
        if (vt_void_await(vt_spawn(body, NULL)) != 0)
            abort();
    return (now() - begin) / SPAWNS;
}

static double thread_time(void)
{
    double begin = now();
    for (int i = 0; i < THREADS; i++) {
        pthread_t made;
        if (pthread_create(&made, NULL, thread, NULL) != 0)
            abort();
        pthread_join(made, NULL);
    }
    return (now() - begin) / THREADS;
}

static int spawning(void *times)
{
    double(*rounds)[ROUNDS] = times;
    for (int round = 0; round < ROUNDS; round++) {
        rounds[0][round] = thread_time();
        rounds[1][round] = spawn_time(at_once);
        rounds[2][round] = spawn_time(yield_once);
    }
    return 0;
}

static long resident(void)
{
    long pages = 0, unused = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file == NULL || fscanf(file, "%ld %ld", &unused, &pages) != 2)
        abort();
    fclose(file);
    return pages * sysconf(_SC_PAGESIZE);
}

static int wait_for(void *task)
{
    return vt_void_task_await(task);
}

static int spawn_only(void *context)
{
    long count = *(long *)context;
    for (long i = 0; i < count; i++)
        vt_void_forget(vt_spawn(at_once, NULL));
    return 0;
}

int main(int argc, char **argv)
{
    static const char *const names[] = { "thread", "spawn", "spawn+suspend" };
    static double rounds[3][ROUNDS];

    if (argc == 2) { /* for counting instructions */
        long count = strtol(argv[1], NULL, 10);
        return vt_run(spawn_only, &count);
    }
    if (vt_run(spawning, rounds) != 0)
        return 1;
    for (int i = 0; i < 3; i++)
        qsort(rounds[i], ROUNDS, sizeof rounds[i][0], compare);
    for (int i = 0; i < 3; i++)
        printf("%s %.0f %.4f\n", names[i], rounds[i][ROUNDS / 2], rounds[i][ROUNDS / 2] / rounds[0][ROUNDS / 2]);

    vt_void_task *gate = vt_void_task_new();
    long before = resident();
    for (int i = 0; i < IDLE; i++)
        vt_void_forget(vt_spawn(wait_for, gate));
    if (vt_fiber_count() != IDLE)
        return 1;
    printf("idle %.0f 0\n", (double)(resident() - before) / IDLE);
    vt_void_task_complete(gate);
    vt_loop_run();
    vt_void_task_unref(gate);
    return vt_loop_close() == 0 ? 0 : 1;
}
