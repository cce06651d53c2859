/* An array of tasks is filled in a loop that looks for the next item by an inner one: along buckets of a hash table, or among the keys that it has met already. The way on which a task is lost
 * goes through tens of turns of both: it is found where each step is one that gets further, by what the loops count, and not one more round to where a path has been. */
#include <stdbool.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

struct entry {
    struct entry *next;
    int key, state;
    bool refreshing;
};

struct cache {
    struct entry *buckets[32];
};

vt_int get(int key);
bool expired(const struct entry *entry);

int refresh_ok(struct cache *cache)
{
    vt_int tasks[10];
    int result = 0, value;
    unsigned n = 0, bucket = 0;
    struct entry *entry = cache->buckets[0];
    while (n < 10) {
        while (!entry && bucket + 1 < 32)
            entry = cache->buckets[++bucket];
        if (!entry)
            break;
        if (entry->state == 2)
            tasks[n++] = get(entry->key);
        entry = entry->next;
    }
    for (unsigned i = 0; i < n; i++) {
        int status = vt_int_await(tasks[i], &value);
        if (status < 0)
            result = status;
    }
    return result;
}

int refresh_bad(struct cache *cache)
{
    vt_int tasks[10];
    int status, value;
    unsigned n = 0, bucket = 0;
    struct entry *entry = cache->buckets[0];
    while (n < 10) {
        while (!entry && bucket + 1 < 32)
            entry = cache->buckets[++bucket];
        if (!entry)
            break;
        if (entry->state == 2)
            tasks[n++] = get(entry->key); // expect: vt-unawaited 'tasks[n]' is not awaited on every path
        entry = entry->next;
    }
    for (unsigned i = 0; i < n; i++) {
        status = vt_int_await(tasks[i], &value);
        if (status < 0)
            return status;
    }
    return 0;
}

int all_in_batches_bad(struct cache *cache)
{
    vt_int tasks[10];
    struct entry *entries[10];
    unsigned n, bucket = 0;
    struct entry *entry = cache->buckets[0];
    do {
        n = 0;
        while (n < 10) {
            while (!entry && bucket + 1 < 32)
                entry = cache->buckets[++bucket];
            if (!entry)
                break;
            if (expired(entry) && !entry->refreshing) {
                entry->refreshing = true;
                entries[n] = entry;
                tasks[n++] = get(entry->key); // expect: vt-unawaited 'tasks[n]' is not awaited on every path
            }
            entry = entry->next;
        }
        for (unsigned i = 0; i < n; i++) {
            int value, status = vt_int_await(tasks[i], &value);
            entries[i]->refreshing = false;
            if (status < 0)
                return status;
        }
    } while (n == 10);
    return 0;
}

int each_once_ok(const int *wanted, int count)
{
    vt_int tasks[8];
    int keys[8], n = 0, value, result = 0;
    for (int k = 0; k < count; k++) {
        int i = 0;
        while (i < n && keys[i] != wanted[k])
            i++;
        if (i < n)
            continue;
        if (n == 8)
            break;
        keys[n] = wanted[k];
        tasks[n++] = get(wanted[k]);
    }
    for (int i = 0; i < n; i++)
        if (vt_int_await(tasks[i], &value) < 0)
            result = -1;
    return result;
}

int each_once_bad(const int *wanted, int count)
{
    vt_int tasks[8];
    int keys[8], n = 0, value, result = 0;
    for (int k = 0; k < count; k++) {
        int i = 0;
        while (i < n && keys[i] != wanted[k])
            i++;
        if (i < n)
            continue;
        if (n == 8)
            return -1;
        keys[n] = wanted[k];
        tasks[n++] = get(wanted[k]); // expect: vt-unawaited 'tasks[n]' is not awaited on every path
    }
    for (int i = 0; i < n; i++)
        if (vt_int_await(tasks[i], &value) < 0)
            result = -1;
    return result;
}
