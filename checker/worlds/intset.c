/* intset.c - interned unions of intervals; see intset.h.
 *
 * Invariant of a stored set: intervals sorted, disjoint and not adjacent, so that equal sets are equal arrays. */
#include "worlds/intset.h"

#include <glib.h>
#include <inttypes.h>
#include <string.h>

typedef IntStretch Interval;

typedef struct SetBody {
    uint32_t count;
    Interval intervals[2 * INTSET_INTERVALS + 1]; /* room for what an operation makes before it is narrowed */
} SetBody;

typedef struct StoredSet {
    uint32_t count;
    uint32_t first; /* index into IntSets.intervals */
} StoredSet;

enum { CACHE_SIZE = 4096 };

/* The last result of an operation on two sets. */
typedef struct CacheEntry {
    IntSet left, right, result;
    uint8_t op; /* 0: free */
    bool exact;
} CacheEntry;

enum { OP_INTERSECT = 1, OP_UNION };

struct IntSets {
    CacheEntry cache[CACHE_SIZE];
    IntSet types[2][65];   /* by is_signed and bits; INTSET_EMPTY: not made yet */
    IntSet small[3];       /* {0}, {1}, {0, 1}; INTSET_EMPTY: not made yet */
    GArray *stored;    /* StoredSet, by id */
    GArray *intervals; /* Interval */
    uint32_t *slots;   /* open addressing by contents: id + 1; 0: free */
    uint32_t slot_count;
};

static SetBody load(const IntSets *sets, IntSet a)
{
    SetBody body; /* what lies behind `count` is never read */
    const StoredSet *stored = &g_array_index(sets->stored, StoredSet, a);
    body.count = stored->count;
    memcpy(body.intervals, &g_array_index(sets->intervals, Interval, stored->first), sizeof(Interval) * stored->count);
    return body;
}

static uint32_t hash_body(const SetBody *body)
{
    uint64_t hash = body->count;
    for (uint32_t i = 0; i < body->count; i++) {
        hash = (hash ^ (uint64_t)body->intervals[i].low) * 0x9e3779b97f4a7c15u;
        hash = (hash ^ (hash >> 29) ^ (uint64_t)body->intervals[i].high) * 0xbf58476d1ce4e5b9u;
    }
    return (uint32_t)(hash ^ (hash >> 32));
}

static bool is_stored_as(const IntSets *sets, IntSet a, const SetBody *body)
{
    const StoredSet *stored = &g_array_index(sets->stored, StoredSet, a);
    return stored->count == body->count &&
           memcmp(&g_array_index(sets->intervals, Interval, stored->first), body->intervals, sizeof(Interval) * body->count) == 0;
}

static void grow_slots(IntSets *sets)
{
    uint32_t count = sets->slot_count * 2;
    uint32_t *slots = g_new0(uint32_t, count);
    for (IntSet a = 0; a < sets->stored->len; a++) {
        SetBody body = load(sets, a);
        uint32_t at = hash_body(&body) & (count - 1);
        while (slots[at] != 0)
            at = (at + 1) & (count - 1);
        slots[at] = a + 1;
    }
    g_free(sets->slots);
    sets->slots = slots;
    sets->slot_count = count;
}

static IntSet store(IntSets *sets, const SetBody *body)
{
    uint32_t at = hash_body(body) & (sets->slot_count - 1);
    for (; sets->slots[at] != 0; at = (at + 1) & (sets->slot_count - 1))
        if (is_stored_as(sets, sets->slots[at] - 1, body))
            return sets->slots[at] - 1;
    StoredSet stored = {body->count, sets->intervals->len};
    g_array_append_vals(sets->intervals, body->intervals, body->count);
    g_array_append_val(sets->stored, stored);
    sets->slots[at] = sets->stored->len;
    if (sets->stored->len * 2 > sets->slot_count)
        grow_slots(sets);
    return sets->stored->len - 1;
}

/* Closes the narrowest gap until the set fits; returns whether it had to. */
static bool narrow(SetBody *body)
{
    bool narrowed = false;
    while (body->count > INTSET_INTERVALS) {
        uint32_t best = 0;
        uint64_t best_gap = UINT64_MAX;
        for (uint32_t i = 0; i + 1 < body->count; i++) {
            uint64_t gap = (uint64_t)body->intervals[i + 1].low - (uint64_t)body->intervals[i].high;
            if (gap < best_gap) {
                best_gap = gap;
                best = i;
            }
        }
        body->intervals[best].high = body->intervals[best + 1].high;
        memmove(&body->intervals[best + 1], &body->intervals[best + 2],
                sizeof(Interval) * (body->count - best - 2));
        body->count--;
        narrowed = true;
    }
    return narrowed;
}

/* Appends an interval that lies behind all others, joining it with the last where they touch. */
static void append(SetBody *body, int64_t low, int64_t high)
{
    if (body->count > 0) {
        Interval *last = &body->intervals[body->count - 1];
        if (last->high == INT64_MAX || low <= last->high + 1) {
            if (high > last->high)
                last->high = high;
            return;
        }
    }
    body->intervals[body->count++] = (Interval){low, high};
}

IntSets *intsets_new(void)
{
    IntSets *sets = g_new0(IntSets, 1);
    sets->stored = g_array_new(FALSE, FALSE, sizeof(StoredSet));
    sets->intervals = g_array_new(FALSE, FALSE, sizeof(Interval));
    sets->slot_count = 1024;
    sets->slots = g_new0(uint32_t, sets->slot_count);
    for (uint32_t i = 0; i < 65; i++)
        sets->types[0][i] = sets->types[1][i] = INTSET_EMPTY;
    for (uint32_t i = 0; i < 3; i++)
        sets->small[i] = INTSET_EMPTY;
    SetBody full = {1, {{INT64_MIN, INT64_MAX}}};
    SetBody empty = {0};
    store(sets, &full);
    store(sets, &empty);
    return sets;
}

void intsets_free(IntSets *sets)
{
    if (sets == NULL)
        return;
    g_free(sets->slots);
    g_array_free(sets->stored, TRUE);
    g_array_free(sets->intervals, TRUE);
    g_free(sets);
}

IntSet intset_range(IntSets *sets, int64_t low, int64_t high)
{
    if (low > high)
        return INTSET_EMPTY;
    SetBody body = {.count = 1};
    body.intervals[0] = (Interval){low, high};
    if (low < 0 || high > 1)
        return store(sets, &body);
    IntSet *small = &sets->small[low == high ? low : 2]; /* truth values: asked for all the time */
    if (*small == INTSET_EMPTY)
        *small = store(sets, &body);
    return *small;
}

IntSet intset_type(IntSets *sets, IrType type)
{
    if (type.kind != IR_TYPE_INT)
        return INTSET_FULL;
    IntSet *cached = &sets->types[type.is_signed][type.bits <= 64 ? type.bits : 64];
    if (*cached == INTSET_EMPTY)
        *cached = intset_range(sets, ir_type_min(type), ir_type_max(type));
    return *cached;
}

static CacheEntry *cached(IntSets *sets, uint8_t op, IntSet a, IntSet b)
{
    uint32_t at = (a * 0x9e3779b1u ^ b * 0x85ebca6bu ^ op) % CACHE_SIZE;
    return &sets->cache[at];
}

static bool is_hit(const CacheEntry *entry, uint8_t op, IntSet a, IntSet b)
{
    return entry->op == op && entry->left == a && entry->right == b;
}

IntSet intset_intersect(IntSets *sets, IntSet a, IntSet b)
{
    if (a == b || b == INTSET_FULL)
        return a;
    if (a == INTSET_FULL)
        return b;
    CacheEntry *entry = cached(sets, OP_INTERSECT, a, b);
    if (is_hit(entry, OP_INTERSECT, a, b))
        return entry->result;
    SetBody left = load(sets, a), right = load(sets, b), result = {0};
    for (uint32_t i = 0, j = 0; i < left.count && j < right.count;) {
        int64_t low = MAX(left.intervals[i].low, right.intervals[j].low);
        int64_t high = MIN(left.intervals[i].high, right.intervals[j].high);
        if (low <= high)
            append(&result, low, high);
        if (left.intervals[i].high < right.intervals[j].high)
            i++;
        else
            j++;
    }
    bool exact = !narrow(&result);
    *entry = (CacheEntry){a, b, store(sets, &result), OP_INTERSECT, exact};
    return entry->result;
}

IntSet intset_union_exact(IntSets *sets, IntSet a, IntSet b, bool *exact)
{
    *exact = true;
    if (a == b || b == INTSET_EMPTY)
        return a;
    if (a == INTSET_EMPTY)
        return b;
    CacheEntry *entry = cached(sets, OP_UNION, a, b);
    if (is_hit(entry, OP_UNION, a, b)) {
        *exact = entry->exact;
        return entry->result;
    }
    SetBody left = load(sets, a), right = load(sets, b), result = {0};
    for (uint32_t i = 0, j = 0; i < left.count || j < right.count;) {
        bool take_left = j >= right.count || (i < left.count && left.intervals[i].low <= right.intervals[j].low);
        Interval next = take_left ? left.intervals[i++] : right.intervals[j++];
        append(&result, next.low, next.high);
    }
    *exact = !narrow(&result);
    *entry = (CacheEntry){a, b, store(sets, &result), OP_UNION, *exact};
    return entry->result;
}

IntSet intset_union(IntSets *sets, IntSet a, IntSet b)
{
    bool exact;
    return intset_union_exact(sets, a, b, &exact);
}

IntSet intset_complement(IntSets *sets, IntSet a)
{
    SetBody body = load(sets, a), result = {0};
    int64_t next = INT64_MIN;
    bool open = true;
    for (uint32_t i = 0; i < body.count; i++) {
        if (body.intervals[i].low > next)
            append(&result, next, body.intervals[i].low - 1);
        open = body.intervals[i].high != INT64_MAX;
        if (open)
            next = body.intervals[i].high + 1;
    }
    if (open)
        append(&result, next, INT64_MAX);
    narrow(&result);
    return store(sets, &result);
}

static int64_t add_saturating(int64_t a, int64_t by)
{
    if (a == INT64_MIN || a == INT64_MAX)
        return a; /* unbounded stays unbounded */
    int64_t sum;
    if (__builtin_add_overflow(a, by, &sum))
        return by < 0 ? INT64_MIN : INT64_MAX;
    return sum;
}

IntSet intset_shift(IntSets *sets, IntSet a, int64_t by)
{
    if (by == 0 || a == INTSET_FULL || a == INTSET_EMPTY)
        return a;
    SetBody body = load(sets, a), result = {0};
    for (uint32_t i = 0; i < body.count; i++)
        append(&result, add_saturating(body.intervals[i].low, by), add_saturating(body.intervals[i].high, by));
    return store(sets, &result);
}

static int64_t negate_saturating(int64_t a)
{
    return a == INT64_MIN ? INT64_MAX : a == INT64_MAX ? INT64_MIN : -a;
}

IntSet intset_negate(IntSets *sets, IntSet a)
{
    SetBody body = load(sets, a), result = {0};
    for (uint32_t i = body.count; i-- > 0;)
        append(&result, negate_saturating(body.intervals[i].high), negate_saturating(body.intervals[i].low));
    return store(sets, &result);
}

IntSet intset_map(IntSets *sets, IntSet a, IntSetMap map, const void *data)
{
    SetBody body = load(sets, a), result = {0};
    for (uint32_t i = 0; i < body.count; i++) {
        Interval mapped = map(body.intervals[i], data);
        if (mapped.low <= mapped.high)
            append(&result, mapped.low, mapped.high);
    }
    return store(sets, &result);
}

/* How many of the sorted numbers are less than `number`. */
static uint32_t count_less(int64_t number, const int64_t *numbers, uint32_t count)
{
    uint32_t low = 0, high = count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (numbers[middle] < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static int64_t threshold_below(int64_t number, const int64_t *thresholds, uint32_t count)
{
    uint32_t less = count_less(number, thresholds, count);
    if (less < count && thresholds[less] == number)
        return number;
    return less == 0 ? INT64_MIN : thresholds[less - 1];
}

static int64_t threshold_above(int64_t number, const int64_t *thresholds, uint32_t count)
{
    uint32_t less = count_less(number, thresholds, count);
    return less == count ? INT64_MAX : thresholds[less];
}

/* The next stretch of the set, moved outwards to where the thresholds begin to tell numbers apart. */
static bool next_rounded(const IntSets *sets, IntSet a, uint32_t *at, const int64_t *thresholds, uint32_t count, Interval *found)
{
    const StoredSet *stored = &g_array_index(sets->stored, StoredSet, a);
    bool any = false;
    for (; *at < stored->count; (*at)++) {
        Interval next = g_array_index(sets->intervals, Interval, stored->first + *at);
        int64_t below = threshold_below(next.low, thresholds, count), above = threshold_above(next.high, thresholds, count);
        next.low = below == next.low || below == INT64_MIN ? below : below + 1;
        next.high = above == next.high || above == INT64_MAX ? above : above - 1;
        if (any && found->high < INT64_MAX && next.low > found->high + 1)
            break;
        found->low = any ? found->low : next.low;
        found->high = next.high;
        any = true;
    }
    return any;
}

bool intset_is_alike(const IntSets *sets, IntSet a, IntSet b, const int64_t *thresholds, uint32_t count)
{
    Interval left = {0, 0}, right = {0, 0};
    for (uint32_t i = 0, j = 0;;) {
        bool more = next_rounded(sets, a, &i, thresholds, count, &left);
        if (more != next_rounded(sets, b, &j, thresholds, count, &right))
            return false;
        if (!more)
            return true;
        if (left.low != right.low || left.high != right.high)
            return false;
    }
}

IntSet intset_widen(IntSets *sets, IntSet from, IntSet to, const int64_t *thresholds, uint32_t count)
{
    if (from == INTSET_EMPTY || to == INTSET_EMPTY)
        return intset_union(sets, from, to);
    IntSet result = intset_union(sets, from, to);
    int64_t low = intset_min(sets, to), high = intset_max(sets, to);
    if (low < intset_min(sets, from))
        result = intset_union(sets, result, intset_range(sets, threshold_below(low, thresholds, count), low));
    if (high > intset_max(sets, from))
        result = intset_union(sets, result, intset_range(sets, high, threshold_above(high, thresholds, count)));
    /* A gap that begins to fill is filled at once, up to the next stops; the others stay: `!= 2` survives. */
    SetBody body = load(sets, from);
    for (uint32_t i = 0; i + 1 < body.count; i++) {
        IntSet gap = intset_range(sets, body.intervals[i].high + 1, body.intervals[i + 1].low - 1);
        IntSet filled = intset_intersect(sets, to, gap);
        if (filled == INTSET_EMPTY)
            continue;
        IntSet reach = intset_range(sets, threshold_below(intset_min(sets, filled), thresholds, count), threshold_above(intset_max(sets, filled), thresholds, count));
        result = intset_union(sets, result, intset_intersect(sets, gap, reach));
    }
    return result;
}

bool intset_contains(const IntSets *sets, IntSet a, int64_t value)
{
    const StoredSet *stored = &g_array_index(sets->stored, StoredSet, a);
    for (uint32_t i = 0; i < stored->count; i++) {
        const Interval *interval = &g_array_index(sets->intervals, Interval, stored->first + i);
        if (value >= interval->low && value <= interval->high)
            return true;
    }
    return false;
}

bool intset_is_subset(IntSets *sets, IntSet a, IntSet b)
{
    if (a == b || b == INTSET_FULL)
        return true;
    const StoredSet left = g_array_index(sets->stored, StoredSet, a), right = g_array_index(sets->stored, StoredSet, b);
    uint32_t j = 0;
    for (uint32_t i = 0; i < left.count; i++) { /* each interval of a lies inside one of b: they do not touch each other */
        const Interval *inner = &g_array_index(sets->intervals, Interval, left.first + i);
        while (j < right.count && g_array_index(sets->intervals, Interval, right.first + j).high < inner->high)
            j++;
        if (j == right.count || g_array_index(sets->intervals, Interval, right.first + j).low > inner->low)
            return false;
    }
    return true;
}

bool intset_single(const IntSets *sets, IntSet a, int64_t *value)
{
    const StoredSet *stored = &g_array_index(sets->stored, StoredSet, a);
    if (stored->count != 1)
        return false;
    const Interval *interval = &g_array_index(sets->intervals, Interval, stored->first);
    *value = interval->low;
    return interval->low == interval->high;
}

uint32_t intset_members(const IntSets *sets, IntSet a, int64_t *members, uint32_t room)
{
    const StoredSet *stored = &g_array_index(sets->stored, StoredSet, a);
    uint32_t count = 0;
    for (uint32_t i = 0; i < stored->count; i++) {
        Interval interval = g_array_index(sets->intervals, Interval, stored->first + i);
        if ((uint64_t)interval.high - (uint64_t)interval.low >= room - count)
            return 0;
        for (int64_t member = interval.low;; member++) {
            members[count++] = member;
            if (member == interval.high)
                break;
        }
    }
    return count;
}

void intset_bits(const IntSets *sets, IntSet a, uint64_t *one, uint64_t *zero)
{
    const StoredSet *stored = &g_array_index(sets->stored, StoredSet, a);
    *one = *zero = UINT64_MAX;
    for (uint32_t i = 0; i < stored->count; i++) {
        Interval interval = g_array_index(sets->intervals, Interval, stored->first + i);
        uint64_t low = (uint64_t)interval.low, apart = low ^ (uint64_t)interval.high;
        uint64_t both = apart == 0 ? 0 : UINT64_MAX >> __builtin_clzll(apart); /* below the first bit in which the ends differ, all occur */
        *one &= low & ~both;
        *zero &= ~low & ~both;
    }
}

uint64_t intset_residues(const IntSets *sets, IntSet a, uint32_t modulus)
{
    const StoredSet *stored = &g_array_index(sets->stored, StoredSet, a);
    uint64_t residues = 0;
    for (uint32_t i = 0; i < stored->count; i++) {
        const Interval interval = g_array_index(sets->intervals, Interval, stored->first + i);
        const uint64_t more = (uint64_t)interval.high - (uint64_t)interval.low;
        const int64_t rest = interval.low % (int64_t)modulus;
        const uint64_t first = (uint64_t)(rest < 0 ? rest + (int64_t)modulus : rest);
        for (uint64_t k = 0; k <= MIN(more, modulus - 1); k++)
            residues |= UINT64_C(1) << (first + k) % modulus;
    }
    return residues;
}

int64_t intset_min(const IntSets *sets, IntSet a)
{
    const StoredSet *stored = &g_array_index(sets->stored, StoredSet, a);
    return stored->count == 0 ? INT64_MAX : g_array_index(sets->intervals, Interval, stored->first).low;
}

int64_t intset_max(const IntSets *sets, IntSet a)
{
    const StoredSet *stored = &g_array_index(sets->stored, StoredSet, a);
    return stored->count == 0 ? INT64_MIN
                              : g_array_index(sets->intervals, Interval, stored->first + stored->count - 1).high;
}

IntSet intset_compare(IntSets *sets, IrBinary op, int64_t bound)
{
    switch (op) {
    case IR_EQ: return intset_range(sets, bound, bound);
    case IR_NE: return intset_complement(sets, intset_range(sets, bound, bound));
    case IR_LT: return bound == INT64_MIN ? INTSET_EMPTY : intset_range(sets, INT64_MIN, bound - 1);
    case IR_LE: return intset_range(sets, INT64_MIN, bound);
    case IR_GT: return bound == INT64_MAX ? INTSET_EMPTY : intset_range(sets, bound + 1, INT64_MAX);
    case IR_GE: return intset_range(sets, bound, INT64_MAX);
    default: return INTSET_FULL;
    }
}

const char *intset_describe(const IntSets *sets, IntSet a, BaseArena *arena)
{
    if (a == INTSET_FULL)
        return "any";
    if (a == INTSET_EMPTY)
        return "none";
    GString *text = g_string_new(NULL);
    SetBody body = load(sets, a);
    for (uint32_t i = 0; i < body.count; i++) {
        const Interval *interval = &body.intervals[i];
        g_string_append(text, i > 0 ? " or " : "");
        if (interval->low == interval->high)
            g_string_append_printf(text, "%" PRId64, interval->low);
        else if (interval->low == INT64_MIN)
            g_string_append_printf(text, "<= %" PRId64, interval->high);
        else if (interval->high == INT64_MAX)
            g_string_append_printf(text, ">= %" PRId64, interval->low);
        else
            g_string_append_printf(text, "%" PRId64 "..%" PRId64, interval->low, interval->high);
    }
    char *copy = base_arena_strdup(arena, text->str);
    g_string_free(text, TRUE);
    return copy;
}
