/* Who made and who consumed each value task, for builds with -DVT_DEBUG_TOKENS.
 *
 * A table of the thread, by source and token. Value tasks that live are in it until they are consumed; of the consumed ones
 * the last CONSUMED_KEPT stay. Open addressing with linear probing; removal closes the gap (Knuth, The Art of
 * Computer Programming, volume 3, 6.4, algorithm R), so that there are no tombstones. Without memory nothing is kept and
 * less is noticed.
 */
#ifndef VT_DEBUG_TOKENS
#define VT_DEBUG_TOKENS
#endif
#undef VT_PROFILE
#include <valuetask/debug_tokens.h>

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <valuetask/promise.h>
#include <valuetask/source.h>

#include "call_site.h"
#include "debug_tokens_table.h"
#include "misuse_report.h"

enum {
    FIRST_CAPACITY = 1024,
    CONSUMED_KEPT = 65536,
    PLACE_SIZE = 192,
    LISTED = 5,
};

struct entry {
    uintptr_t word; /* 0: free */
    uint64_t token;
    const char *name;
    const void *made_at;
    const void *consumed_at; /* NULL: not yet */
    const char *consumed_by; /* the function's name */
};

struct key {
    uintptr_t word;
    uint64_t token;
};

struct table {
    struct entry *entries;
    size_t capacity; /* a power of two */
    size_t count;
    struct key *consumed; /* a ring of CONSUMED_KEPT */
    size_t consumptions;
};

static _Thread_local struct table table;

/* ---- the table ---- */

static size_t home_of(uintptr_t word, uint64_t token)
{
    uint64_t mixed = ((uint64_t)word >> 4 ^ token * UINT64_C(0x9e3779b97f4a7c15)) * UINT64_C(0xff51afd7ed558ccd);

    return (size_t)(mixed >> 20) & (table.capacity - 1);
}

/* The entry, or the free one where it belongs. There is always a free one. */
static struct entry *find(uintptr_t word, uint64_t token)
{
    size_t at = home_of(word, token);

    while (table.entries[at].word != 0 && (table.entries[at].word != word || table.entries[at].token != token))
        at = (at + 1) & (table.capacity - 1);
    return &table.entries[at];
}

static bool grow(void)
{
    struct table old = table;
    size_t capacity = old.capacity != 0 ? old.capacity * 2 : FIRST_CAPACITY;
    struct entry *entries = calloc(capacity, sizeof *entries);

    if (entries == NULL)
        return false;
    table.entries = entries;
    table.capacity = capacity;
    for (size_t i = 0; i < old.capacity; i++) {
        if (old.entries[i].word != 0)
            *find(old.entries[i].word, old.entries[i].token) = old.entries[i];
    }
    free(old.entries);
    return true;
}

static struct entry *add(uintptr_t word, uint64_t token)
{
    if (2 * (table.count + 1) > table.capacity && !grow())
        return NULL;
    struct entry *entry = find(word, token);
    if (entry->word == 0) {
        *entry = (struct entry){ .word = word, .token = token };
        table.count++;
    }
    return entry;
}

static void erase(struct key key)
{
    struct entry *entry = find(key.word, key.token);
    size_t mask = table.capacity - 1;
    size_t gap = (size_t)(entry - table.entries);

    if (entry->word == 0)
        return;
    table.count--;
    for (size_t at = (gap + 1) & mask; table.entries[at].word != 0; at = (at + 1) & mask) {
        size_t home = home_of(table.entries[at].word, table.entries[at].token);
        /* It may move down unless its home lies between the gap and where it is. */
        if (((at - home) & mask) >= ((at - gap) & mask)) {
            table.entries[gap] = table.entries[at];
            gap = at;
        }
    }
    table.entries[gap] = (struct entry){ 0 };
}

/* ---- reports ---- */

static const char *deed(const char *function)
{
    static const char *const deeds[][2] = {
        { "await", "awaited" },
        { "await_timeout", "awaited" },
        { "as_task", "turned into a task" },
        { "on_completed", "given a continuation" },
        { "forget", "forgotten" },
        { "is_completed", "looked at" },
        { "when_any", "given to when_any" },
    };

    for (size_t i = 0; i < sizeof deeds / sizeof deeds[0]; i++) {
        if (strcmp(deeds[i][0], function) == 0)
            return deeds[i][1];
    }
    return "consumed";
}

static void report_second(const struct entry *first, const char *name, const char *function, const void *call)
{
    char here[PLACE_SIZE], there[PLACE_SIZE], made[PLACE_SIZE] = "";

    vt_rt_name_call(call, here, sizeof here);
    vt_rt_name_call(first->consumed_at, there, sizeof there);
    if (first->made_at != NULL)
        vt_rt_name_call(first->made_at, made, sizeof made);
    vt_report_misuse("%s_%s: this value task was consumed already: %s at %s, first %s at %s%s%s. A value task is consumed exactly "
                     "once. To use its result more than once, turn it into a task with %s_as_task and await that with "
                     "%s_task_await",
                     name, function, deed(function), here, deed(first->consumed_by), there, made[0] != '\0' ? ", made at " : "",
                     made, name, name);
}

/* One that went to an object built without VT_DEBUG_TOKENS was consumed unseen; its token tells. */
static bool is_consumed_unseen(const struct entry *entry)
{
    struct vt_source *source = (struct vt_source *)entry->word;

    return source->ops->status(source, entry->token) == VT_SOURCE_STALE;
}

void vt_rt_debug_report_unconsumed(void)
{
    char list[LISTED * (PLACE_SIZE + 32)] = "";
    size_t length = 0, count = 0;

    for (size_t i = 0; i < table.capacity; i++) {
        const struct entry *entry = &table.entries[i];
        if (entry->word == 0 || entry->consumed_at != NULL || is_consumed_unseen(entry))
            continue;
        if (++count > LISTED)
            continue;
        char place[PLACE_SIZE];
        vt_rt_name_call(entry->made_at, place, sizeof place);
        int added = snprintf(list + length, sizeof list - length, "%s%s made at %s", count > 1 ? ", " : "", entry->name, place);
        length += added > 0 ? (size_t)added : 0;
    }
    if (count != 0)
        vt_report_misuse("vt_loop_close: %zu value task%s never consumed: %s%s. Await each, or say vt_NAME_forget", count,
                         count == 1 ? " was" : "s were", list, count > LISTED ? " and others" : "");
}

void vt_rt_debug_clear(void)
{
    free(table.entries);
    free(table.consumed);
    table = (struct table){ 0 };
}

/* ---- what the inline functions call ---- */

void vt_debug_made_(uintptr_t word, uint64_t token, const char *name, const char *function, const void *call)
{
    (void)function;
    if (word == 0 || VT_IS_ERROR_WORD_(word))
        return;
    struct entry *entry = add(word, token);
    if (entry != NULL && entry->made_at == NULL) {
        entry->name = name;
        entry->made_at = call;
    }
}

struct vt_halves_ vt_debug_ready_(const void *result, size_t size, int error, const char *name, const char *function,
                                  const void *call)
{
    struct vt_promise promise = vt_promise_start(size);

    if (promise.source == NULL)
        return (struct vt_halves_){ 0 };
    if (error == 0)
        vt_promise_complete(promise, result, size);
    else
        vt_promise_fail(promise, error);
    vt_debug_made_((uintptr_t)promise.source, promise.token, name, function, call);
    return (struct vt_halves_){ .word = (uintptr_t)promise.source, .token = promise.token };
}

static void note_consumption(struct entry *entry, const char *function, const void *call)
{
    entry->consumed_at = call;
    entry->consumed_by = function;
    if (table.consumed == NULL)
        table.consumed = calloc(CONSUMED_KEPT, sizeof *table.consumed);
    struct key key = { entry->word, entry->token };
    if (table.consumed == NULL) {
        erase(key);
        return;
    }
    struct key *oldest = &table.consumed[table.consumptions++ % CONSUMED_KEPT];
    struct key forgotten = *oldest;
    *oldest = key;
    if (forgotten.word != 0)
        erase(forgotten);
}

bool vt_debug_consume_(uintptr_t word, uint64_t token, const char *name, const char *function, const void *call)
{
    if (word == 0 || VT_IS_ERROR_WORD_(word))
        return true;

    struct entry *entry = add(word, token);
    if (entry == NULL)
        return true;
    if (entry->consumed_at != NULL) {
        report_second(entry, name, function, call);
        return false;
    }
    entry->name = name;
    if (strcmp(function, "is_completed") != 0)
        note_consumption(entry, function, call);
    return true;
}
