"""A C program of about a given number of lines that uses value tasks here and there, as a server might: the input of bench/lsp/run.

Every fifth function or so makes or takes value tasks; the others are the ordinary code around them. The text depends on the
size alone.
"""

import random

HEAD = """#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);
VT_DEFINE(u64, uint64_t);

struct record {
    uint64_t key;
    uint32_t size, flags;
    char name[48];
    struct record *next;
};

vt_int device_read(int channel, void *into, size_t size);
vt_u64 store_lookup(uint64_t key);
void trace(const char *what, uint64_t value);

"""

PLAIN = [
    """/* Sums what a list holds of one kind. */
static uint64_t sum_{i}(const struct record *list, uint32_t flags)
{
    uint64_t total = 0;
    for (const struct record *at = list; at != NULL; at = at->next) {
        if ((at->flags & flags) == 0)
            continue;
        total += at->size;
        if (total > UINT32_MAX) {
            trace("overflow", total);
            break;
        }
    }
    return total;
}

""",
    """/* Reads a number of the form "key=123". */
static bool parse_{i}(const char *text, const char *key, uint64_t *value)
{
    size_t length = strlen(key);
    if (strncmp(text, key, length) != 0 || text[length] != '=')
        return false;
    char *end = NULL;
    errno = 0;
    unsigned long long parsed = strtoull(text + length + 1, &end, 10);
    if (errno != 0 || end == text + length + 1 || *end != '\\0') {
        fprintf(stderr, "%s: not a number\\n", text);
        return false;
    }
    *value = parsed;
    return true;
}

""",
    """/* Puts a record where its key belongs. */
static void insert_{i}(struct record **list, struct record *record)
{
    struct record **at = list;
    while (*at != NULL && (*at)->key < record->key)
        at = &(*at)->next;
    record->next = *at;
    *at = record;
    if (record->size == 0)
        trace("empty", record->key);
}

""",
    """/* One step of a little protocol. */
static int step_{i}(int state, const unsigned char *bytes, size_t count)
{
    switch (state) {
    case 0:
        if (count < 4)
            return 0;
        return memcmp(bytes, "VT{i}", 2) == 0 ? 1 : -1;
    case 1:
        for (size_t k = 0; k < count; k++)
            if (bytes[k] == 0xff)
                return 2;
        return 1;
    case 2:
        trace("end", count);
        return 3;
    default:
        return -1;
    }
}

""",
]

TASKS = [
    """/* Reads a record, tries a second time when the device was busy. */
int fetch_{i}(int channel, struct record *record)
{
    int count = 0;
    vt_int pending = device_read(channel, record, sizeof *record);
    int rc = vt_int_await(pending, &count);
    if (rc == -EAGAIN) {
        pending = device_read(channel, record, sizeof *record);
        rc = vt_int_await(pending, &count);
    }
    if (rc < 0) {
        trace("fetch", (uint64_t)-rc);
        return rc;
    }
    return (size_t)count == sizeof *record ? 0 : -EIO;
}

""",
    """/* Looks in the list, then in the store. */
static vt_u64 find_{i}(const struct record *list, uint64_t key)
{
    for (const struct record *at = list; at != NULL; at = at->next)
        if (at->key == key)
            return vt_u64_from_result(at->size);
    return store_lookup(key);
}

int show_{i}(const struct record *list, uint64_t key)
{
    uint64_t size = 0;
    vt_u64 found = find_{i}(list, key);
    bool early = vt_u64_is_completed(found);
    int rc = vt_u64_await(found, &size);
    if (rc == 0)
        printf("%llu: %llu%s\\n", (unsigned long long)key, (unsigned long long)size, early ? " (at once)" : "");
    return rc;
}

""",
    """/* Starts a read unless told not to; the caller waits. */
static bool begin_{i}(int channel, uint32_t flags, void *into, vt_int *out)
{
    if ((flags & 4u) != 0)
        return false;
    *out = device_read(channel, into, 64);
    return true;
}

int run_{i}(int channel, uint32_t flags)
{
    unsigned char bytes[64];
    int count = 0, rc = 0;
    vt_int reading;
    bool started = begin_{i}(channel, flags, bytes, &reading);
    if (started)
        rc = vt_int_await(reading, &count);
    if (started && rc == 0)
        trace("bytes", (uint64_t)count);
    return rc;
}

""",
]


def program(lines):
    chance = random.Random(lines)
    parts, count, i = [HEAD], HEAD.count("\n"), 0
    while count < lines:
        shape = chance.choice(TASKS if i % 3 == 2 else PLAIN).replace("{i}", str(i))
        parts.append(shape)
        count += shape.count("\n")
        i += 1
    return "".join(parts)


if __name__ == "__main__":
    import sys

    sys.stdout.write(program(int(sys.argv[1]) if len(sys.argv) > 1 else 5000))
