/* Asks a user store for users, some of them again, and tells where each answer came from.
 *
 *     cached_user_main [DATABASE]     a file, or ":memory:", the default
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <valuetask/loop.h>

#include "user_store.h"

static const struct {
    int64_t id;
    const char *name;
} people[] = {
    { 1, "Ada Lovelace" },
    { 2, "Grace Hopper" },
    { 3, "Barbara Liskov" },
    { 4, "Frances Allen" },
};

struct tally {
    int from_cache;
    int from_database;
};

static int fill(struct user_store *store)
{
    for (size_t i = 0; i < sizeof people / sizeof people[0]; i++) {
        int status = user_store_put(store, people[i].id, people[i].name);
        if (status != 0)
            return status;
    }
    return 0;
}

static void tell(const char *from, int64_t id, int status, const struct user *user)
{
    printf("%-8s  user %lld: %s\n", from, (long long)id, status == 0 ? user->name : strerror(-status));
}

/* The plain way: call, await. Looking before awaiting is for the tally only. */
static void look_up(struct user_store *store, int64_t id, struct tally *tally)
{
    const struct user *user = NULL;
    vt_user found = get_cached_user(store, id);
    bool is_hit = vt_user_is_completed(found);
    int status = vt_user_await(found, &user);

    if (is_hit)
        tally->from_cache++;
    else
        tally->from_database++;
    tell(is_hit ? "cache" : "database", id, status, user);
}

/* A result that several need is asked for once, as a task, and awaited by each. */
static int greet_and_bill(struct user_store *store, int64_t id, struct tally *tally)
{
    const struct user *user = NULL;
    vt_user_task *shared = vt_user_as_task(get_cached_user(store, id));

    if (shared == NULL)
        return -ENOMEM;
    int status = vt_user_task_await(shared, &user);
    if (status == 0)
        printf("hello, %s\n", user->name);
    status = vt_user_task_await(shared, &user);
    if (status == 0)
        printf("a bill for %s\n", user->name);
    vt_user_task_unref(shared);
    tally->from_database++;
    return status;
}

static void print_when_there(void *context, int status, const struct user *user)
{
    const int64_t *id = context;

    tell("later", *id, status, user);
}

static int run(const char *path)
{
    static const int64_t nobody = 99;
    static int64_t later = 4; /* the continuation's context: it outlives this call */
    struct user_store *store;
    struct tally tally = { 0, 0 };
    int status = user_store_open(path, &store);

    if (status != 0)
        return status;
    status = fill(store);
    if (status == 0) {
        look_up(store, 1, &tally);
        look_up(store, 1, &tally);
        look_up(store, 2, &tally);
        look_up(store, nobody, &tally);
        look_up(store, 1, &tally);
        look_up(store, 2, &tally);
        status = greet_and_bill(store, 3, &tally);

        vt_user_on_completed(get_cached_user(store, later), print_when_there, &later);
        tally.from_database++;
        vt_loop_run();
        printf("%d from the cache, %d from the database (%zu queries)\n", tally.from_cache, tally.from_database,
               user_store_query_count(store));
    }
    user_store_close(store);
    vt_loop_close();
    return status;
}

int main(int argc, char **argv)
{
    int status = run(argc > 1 ? argv[1] : ":memory:");

    if (status != 0) {
        fprintf(stderr, "cached_user: %s\n", strerror(-status));
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}
