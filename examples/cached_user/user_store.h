/* Users in an SQLite database, with a cache in front.
 *
 * The two ways to ask for a user show when to return what. get_user always goes to the database: it never has its
 * result when it returns, so it returns a task. get_cached_user has it most of the time: it returns a value task,
 * which costs a hit nothing but the look-up.
 *
 * Not thread-safe: a store belongs to the thread that opened it, whose loop runs the queries.
 */
#ifndef EXAMPLES_CACHED_USER_USER_STORE_H
#define EXAMPLES_CACHED_USER_USER_STORE_H

#include <stddef.h>
#include <stdint.h>

#include <valuetask/valuetask.h>

/* Belongs to the store, does not change, and stays valid until the store is closed. */
struct user {
    int64_t id;
    char name[56];
};

VT_DEFINE(user, const struct user *);

struct user_store;

/* Opens the database at `path` (":memory:" for one that lasts as long as the store) and makes its table where it
 * has none. The caller closes `*store`. Returns 0 or a negative errno, *store untouched. */
int user_store_open(const char *path, struct user_store **store);

/* Frees the store and all its users. No query may be outstanding. NULL is allowed. */
void user_store_close(struct user_store *store);

/* Adds a user, or renames the one that has the id; the cache forgets it. Returns 0 or a negative errno;
 * -ENAMETOOLONG for a name that does not fit a struct user. */
int user_store_put(struct user_store *store, int64_t id, const char *name);

/* Asks the database, from the loop: always pending. The task fails with -ENOENT where there is no such user. The
 * caller owns the reference; NULL when out of memory. */
vt_user_task *get_user(struct user_store *store, int64_t id);

/* Complete when the user is in the cache; else asks the database and fills the cache. While an answer is on its
 * way, others who ask for the same user wait for that one. */
vt_user get_cached_user(struct user_store *store, int64_t id);

/* How many queries the database has answered. */
size_t user_store_query_count(const struct user_store *store);

#endif
