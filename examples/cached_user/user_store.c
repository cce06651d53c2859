/* The store: one prepared query, a table of cached users by id, a list of all users ever loaded.
 *
 * An entry of the cache is empty, or holds a user, or the task of a query on its way. A *task* may be kept there,
 * and any number may wait for it; a value task may not, for it is consumed by the one who gets it. Nothing here
 * stores one.
 */
#include "user_store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include <valuetask/loop.h>

enum { CACHE_SIZE = 64 };

/* Owned by the store's list, so that users stay valid when the cache replaces them. */
struct loaded_user {
    struct loaded_user *next;
    struct user user;
};

struct cache_entry {
    int64_t id; /* of `user` or of what `query` asks for */
    const struct user *user;
    vt_user_task *query; /* owns a reference */
};

struct user_store {
    sqlite3 *database;
    sqlite3_stmt *select;
    sqlite3_stmt *upsert;
    struct loaded_user *loaded;
    size_t query_count;
    struct cache_entry cache[CACHE_SIZE]; /* by id modulo size; a newcomer displaces */
};

/* One call of get_user on its way through the loop. */
struct query {
    struct user_store *store;
    int64_t id;
    vt_user_task *task; /* owns a reference */
};

static int error_of(int sqlite_status)
{
    switch (sqlite_status & 0xff) {
    case SQLITE_OK:
        return 0;
    case SQLITE_NOMEM:
        return -ENOMEM;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return -EBUSY;
    case SQLITE_READONLY:
        return -EROFS;
    default:
        return -EIO;
    }
}

/* ---- the database ---- */

static int prepare(struct user_store *store, const char *path)
{
    int status = sqlite3_open(path, &store->database);

    if (status == SQLITE_OK)
        status = sqlite3_exec(store->database,
                              "CREATE TABLE IF NOT EXISTS user (id INTEGER PRIMARY KEY, name TEXT NOT NULL)", NULL,
                              NULL, NULL);
    if (status == SQLITE_OK)
        status = sqlite3_prepare_v2(store->database, "SELECT name FROM user WHERE id = ?1", -1, &store->select, NULL);
    if (status == SQLITE_OK)
        status = sqlite3_prepare_v2(store->database,
                                    "INSERT INTO user (id, name) VALUES (?1, ?2) "
                                    "ON CONFLICT (id) DO UPDATE SET name = excluded.name",
                                    -1, &store->upsert, NULL);
    return error_of(status);
}

int user_store_open(const char *path, struct user_store **store)
{
    struct user_store *opened = calloc(1, sizeof *opened);

    if (opened == NULL)
        return -ENOMEM;
    int status = prepare(opened, path);
    if (status != 0) {
        user_store_close(opened);
        return status;
    }
    *store = opened;
    return 0;
}

void user_store_close(struct user_store *store)
{
    if (store == NULL)
        return;
    for (struct loaded_user *at = store->loaded, *next; at != NULL; at = next) {
        next = at->next;
        free(at);
    }
    sqlite3_finalize(store->select);
    sqlite3_finalize(store->upsert);
    sqlite3_close(store->database);
    free(store);
}

size_t user_store_query_count(const struct user_store *store)
{
    return store->query_count;
}

/* The name in the current row, as a user of the store's. */
static int read_user(struct user_store *store, int64_t id, const struct user **user)
{
    const char *name = (const char *)sqlite3_column_text(store->select, 0);
    struct loaded_user *loaded = name != NULL ? malloc(sizeof *loaded) : NULL;

    if (loaded == NULL)
        return -ENOMEM;
    loaded->user.id = id;
    snprintf(loaded->user.name, sizeof loaded->user.name, "%s", name);
    loaded->next = store->loaded;
    store->loaded = loaded;
    *user = &loaded->user;
    return 0;
}

static int select_user(struct user_store *store, int64_t id, const struct user **user)
{
    int status = sqlite3_bind_int64(store->select, 1, id);

    if (status == SQLITE_OK)
        status = sqlite3_step(store->select);
    store->query_count++;
    int error;
    if (status == SQLITE_ROW)
        error = read_user(store, id, user);
    else
        error = status == SQLITE_DONE ? -ENOENT : error_of(status);
    sqlite3_reset(store->select);
    return error;
}

/* ---- the cache ---- */

static struct cache_entry *entry_for(struct user_store *store, int64_t id)
{
    return &store->cache[(uint64_t)id % CACHE_SIZE];
}

static void clear_entry(struct cache_entry *entry)
{
    vt_user_task_unref(entry->query);
    *entry = (struct cache_entry){ 0 };
}

/* The answer to `query` is there. Its entry may have been given to another user meanwhile. */
static void fill_cache(struct user_store *store, int64_t id, const vt_user_task *query, const struct user *user)
{
    struct cache_entry *entry = entry_for(store, id);

    if (entry->query != query)
        return;
    clear_entry(entry);
    if (user != NULL)
        *entry = (struct cache_entry){ .id = id, .user = user };
}

int user_store_put(struct user_store *store, int64_t id, const char *name)
{
    struct cache_entry *entry = entry_for(store, id);

    if (strlen(name) >= sizeof((struct user *)NULL)->name)
        return -ENAMETOOLONG;
    int status = sqlite3_bind_int64(store->upsert, 1, id);
    if (status == SQLITE_OK)
        status = sqlite3_bind_text(store->upsert, 2, name, -1, SQLITE_TRANSIENT);
    if (status == SQLITE_OK && sqlite3_step(store->upsert) != SQLITE_DONE)
        status = sqlite3_errcode(store->database);
    sqlite3_reset(store->upsert);
    if (entry->id == id)
        clear_entry(entry);
    return error_of(status);
}

/* ---- asking ---- */

static void run_query(void *context)
{
    struct query *query = context;
    const struct user *user = NULL;
    int error = select_user(query->store, query->id, &user);

    /* Before the waiters run: whoever of them asks again finds the user. */
    fill_cache(query->store, query->id, query->task, user);
    if (error == 0)
        vt_user_task_complete(query->task, user);
    else
        vt_user_task_fail(query->task, error);
    vt_user_task_unref(query->task);
    free(query);
}

vt_user_task *get_user(struct user_store *store, int64_t id)
{
    struct query *query = malloc(sizeof *query);
    vt_user_task *task = vt_user_task_new();

    if (query == NULL || task == NULL)
        goto fail;
    *query = (struct query){ .store = store, .id = id, .task = task };
    if (vt_loop_post(run_query, query) != 0)
        goto fail;
    return vt_user_task_ref(task);

fail:
    vt_user_task_unref(task);
    free(query);
    return NULL;
}

vt_user get_cached_user(struct user_store *store, int64_t id)
{
    struct cache_entry *entry = entry_for(store, id);

    if (entry->id == id && entry->user != NULL)
        return vt_user_from_result(entry->user);

    if (entry->id != id || entry->query == NULL) {
        vt_user_task *query = get_user(store, id);
        if (query == NULL)
            return vt_user_from_error(-ENOMEM);
        clear_entry(entry);
        entry->id = id;
        entry->query = query;
    }
    return vt_user_from_task(entry->query);
}
