#include "callees.h"

#include <stdlib.h>

enum { SIZE = 256 };

struct entry {
    uint64_t key, value;
};

static struct entry cache[SIZE];

__attribute__((constructor)) static void fill(void)
{
    for (unsigned i = 0; i < SIZE; i++)
        cache[i] = (struct entry){ i, i * 3 };
}

__attribute__((noinline, cold)) static vt_word value_miss(unsigned key)
{
    (void)key;
    return vt_word_from_source(NULL, 0);
}

int status_get(unsigned key, uint64_t *value)
{
    const struct entry *entry = &cache[key % SIZE];

    if (entry->key != key)
        return -ENOENT;
    *value = entry->value;
    return 0;
}

vt_word value_get(unsigned key)
{
    const struct entry *entry = &cache[key % SIZE];

    return entry->key == key ? vt_word_from_result(entry->value) : value_miss(key);
}

int status_get_fat(unsigned key, struct fat *value)
{
    const struct entry *entry = &cache[key % SIZE];

    if (entry->key != key)
        return -ENOENT;
    *value = (struct fat){ entry, (int)entry->value };
    return 0;
}

vt_fat value_get_fat(unsigned key)
{
    const struct entry *entry = &cache[key % SIZE];

    if (entry->key != key)
        return vt_fat_from_error(-ENOENT);
    return vt_fat_from_result((struct fat){ entry, (int)entry->value });
}

int status_get_large(unsigned key, struct large *value)
{
    const struct entry *entry = &cache[key % SIZE];

    if (entry->key != key)
        return -ENOENT;
    *value = (struct large){ { entry->value, entry->key, 7 } };
    return 0;
}

vt_large value_get_large(unsigned key)
{
    const struct entry *entry = &cache[key % SIZE];

    if (entry->key != key)
        return vt_large_from_error(-ENOENT);
    return vt_large_from_result((struct large){ { entry->value, entry->key, 7 } });
}

static struct ints ints_of(const struct entry *entry)
{
    int key = (int)entry->key, value = (int)entry->value;

    return (struct ints){ { value, key, 7, 8, value + 1, key + 2 } };
}

int status_get_ints(unsigned key, struct ints *value)
{
    const struct entry *entry = &cache[key % SIZE];

    if (entry->key != key)
        return -ENOENT;
    *value = ints_of(entry);
    return 0;
}

vt_ints value_get_ints(unsigned key)
{
    const struct entry *entry = &cache[key % SIZE];

    if (entry->key != key)
        return vt_ints_from_error(-ENOENT);
    return vt_ints_from_result(ints_of(entry));
}

int status_get_mixed(unsigned key, struct mixed *value)
{
    const struct entry *entry = &cache[key % SIZE];

    if (entry->key != key)
        return -ENOENT;
    *value = (struct mixed){ entry, entry->value, (int)entry->key, 7 };
    return 0;
}

vt_mixed value_get_mixed(unsigned key)
{
    const struct entry *entry = &cache[key % SIZE];

    if (entry->key != key)
        return vt_mixed_from_error(-ENOENT);
    return vt_mixed_from_result((struct mixed){ entry, entry->value, (int)entry->key, 7 });
}

uint64_t look_at(const struct large *value)
{
    return value->words[0] + value->words[2];
}

#define LEVELS(LEVEL)                                                     \
    LEVEL(three, get)                                                     \
    LEVEL(two, three)                                                     \
    LEVEL(one, two)                                                       \
    LEVEL(four, one)

#define STATUS_LEVEL(this, below)                                                        \
    int status_##this(unsigned key, uint64_t *value);                                    \
    __attribute__((noinline)) int status_##this(unsigned key, uint64_t *value)           \
    {                                                                                    \
        uint64_t got;                                                                    \
        int status = status_##below(key, &got);                                          \
        if (status == 0)                                                                 \
            *value = got + 1;                                                            \
        return status;                                                                   \
    }

#define VALUE_LEVEL(this, below)                                                         \
    vt_word value_##this(unsigned key);                                                  \
    __attribute__((noinline)) vt_word value_##this(unsigned key)                         \
    {                                                                                    \
        uint64_t got;                                                                    \
        int status = vt_word_await(value_##below(key), &got);                            \
        return status == 0 ? vt_word_from_result(got + 1) : vt_word_from_error(status);  \
    }

LEVELS(STATUS_LEVEL)
LEVELS(VALUE_LEVEL)

struct heap_task *heap_get(unsigned key)
{
    struct heap_task *task = malloc(sizeof *task);

    if (task == NULL)
        return NULL;
    task->references = 1;
    task->status = status_get(key, &task->value);
    return task;
}

void heap_unref(struct heap_task *task)
{
    if (task != NULL && --task->references == 0)
        free(task);
}
