/* How not to use value tasks: one function a mistake. vtcheck reports each on the line whose comment says so, and
 * nothing else in this file. To see what a mistake does at run time:
 *
 *     cached_user_misuse MISTAKE      one of the names in the table at the end
 *
 * No misuse handler is installed: what the run time notices ends the program with a message.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <valuetask/loop.h>

#include "user_store.h"

static void tell(int status, const struct user *user)
{
    printf("%s\n", status == 0 ? user->name : strerror(-status));
}

/* The result goes to the first await, the source to the next operation. The token notices; were the user in the cache,
 * nothing would, until the day it is not. Right: await once and use the result twice, or await a task. */
static void double_await(struct user_store *store)
{
    const struct user *user = NULL;
    vt_user found = get_cached_user(store, 1);
    int status = vt_user_await(found, &user);

    tell(status, user);
    status = vt_user_await(found, &user); // expect: vt-double-await
    tell(status, user);
}

/* After the await there is nothing left to look at. Right: look before. */
static void use_after_await(struct user_store *store)
{
    const struct user *user = NULL;
    vt_user found = get_cached_user(store, 1);
    int status = vt_user_await(found, &user);

    if (vt_user_is_completed(found)) // expect: vt-use-after-await
        tell(status, user);
}

/* What is stored can be reached by several, and each may take it for his own. Right: keep the user, or a
 * vt_user_task. */
struct session {
    int64_t user_id;
    vt_user user; // expect: vt-field-storage
};

static void field_storage(struct user_store *store)
{
    const struct user *user = NULL;
    struct session session = { .user_id = 2 };

    session.user = get_cached_user(store, session.user_id);
    int status = vt_user_await(session.user, &user);
    tell(status, user);
}

/* There is a result in the struct only while nothing is pending; else these bytes are a token. Right: await. */
static void direct_result(struct user_store *store)
{
    const struct user *user = NULL;
    int status = vt_user_await(get_cached_user(store, 3), &user);
    vt_user found = get_cached_user(store, 3);

    if (status == 0)
        user = found.result; // expect: vt-direct-result
    tell(status, user);
    vt_user_forget(found);
}

/* Never has its result when it returns, so that a value task saves nothing and forbids much. Right: return the task. */
static vt_user load_user(struct user_store *store, int64_t id) // expect: vt-always-async
{
    vt_user_task *query = get_user(store, id);
    vt_user user = vt_user_from_task(query);

    vt_user_task_unref(query);
    return user;
}

static void always_async(struct user_store *store)
{
    const struct user *user = NULL;
    int status = vt_user_await(load_user(store, 4), &user);

    tell(status, user);
}

/* Nobody takes the result, so its source never returns to the pool, and nobody hears of a failure. Right: await, or say
 * vt_user_forget. */
static void unawaited(struct user_store *store)
{
    vt_user found = get_cached_user(store, 4); // expect: vt-unawaited

    printf("user 4 is %s\n", vt_user_is_completed(found) ? "in the cache" : "on its way");
}

static const struct {
    const char *name;
    void (*make)(struct user_store *store);
} mistakes[] = {
    { "double-await", double_await },   { "use-after-await", use_after_await }, { "field-storage", field_storage },
    { "direct-result", direct_result }, { "always-async", always_async },       { "unawaited", unawaited },
};

static int make_mistake(void (*make)(struct user_store *store))
{
    static const char *const names[] = { "Ada Lovelace", "Grace Hopper", "Barbara Liskov", "Frances Allen" };
    struct user_store *store;
    int status = user_store_open(":memory:", &store);

    if (status != 0)
        return status;
    for (int64_t id = 1; id <= 4 && status == 0; id++)
        status = user_store_put(store, id, names[id - 1]);
    if (status == 0)
        make(store);
    vt_loop_run();
    user_store_close(store);
    if (vt_loop_close() != 0)
        fprintf(stderr, "an operation was never consumed\n");
    return status;
}

int main(int argc, char **argv)
{
    for (size_t i = 0; argc == 2 && i < sizeof mistakes / sizeof mistakes[0]; i++) {
        if (strcmp(argv[1], mistakes[i].name) == 0)
            return make_mistake(mistakes[i].make) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
    }
    fprintf(stderr, "usage: cached_user_misuse double-await | use-after-await | field-storage | direct-result | "
                    "always-async | unawaited\n");
    return EXIT_FAILURE;
}
