/* Slabs of stacks. Each slot is a guard area and a stack above it.
 *
 * Guards: MADV_GUARD_INSTALL (Linux 6.13) makes one without a mapping of its own. Where it is unknown, mprotect does,
 * which costs two mappings; so all of them in the process take a quarter of the kernel's limit (vm.max_map_count) at most, which
 * leaves the rest to others. Past that, and where mprotect fails, a stack has a mark at its low end that is looked at when its fiber
 * ends.
 */
#define _GNU_SOURCE

#include "stacks.h"

#include <fcntl.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "sanitizers.h"

#ifndef MADV_GUARD_INSTALL
#define MADV_GUARD_INSTALL 102
#endif

enum {
    USUAL_MAPPINGS = 65530, /* vm.max_map_count where it cannot be read */
    MAPPINGS_PER_GUARD = 8, /* of those that there may be: two are used */
    FIRST_SLAB = 16,    /* stacks */
    LARGEST_SLAB = 512,
#ifdef VT_RT_ASAN
    DEFAULT_STACK_SIZE = 256 * 1024, /* instrumented frames are several times as large */
#else
    DEFAULT_STACK_SIZE = 64 * 1024,
#endif
};

#define MARK UINT64_C(0x76616c7565746173)

struct stack_slab {
    struct stack_slab *next;
    char *memory;
    size_t slot_size;
    size_t count; /* slots */
    size_t used;  /* the first so many were handed out */
    long guards;  /* of them by mprotect */
};

static atomic_bool guard_install_is_unknown;
static atomic_long guards_by_mprotect;

/* How many of these there may be in the process. */
static long most_guards(void)
{
    static atomic_long most;
    long known = atomic_load_explicit(&most, memory_order_relaxed);

    if (known != 0)
        return known;
    char text[32] = "";
    int file = open("/proc/sys/vm/max_map_count", O_RDONLY | O_CLOEXEC);
    if (file >= 0) {
        if (read(file, text, sizeof text - 1) < 0)
            text[0] = '\0';
        close(file);
    }
    long mappings = strtol(text, NULL, 10);
    known = (mappings > 0 ? mappings : USUAL_MAPPINGS) / MAPPINGS_PER_GUARD + 1;
    atomic_store_explicit(&most, known, memory_order_relaxed);
    return known;
}

/* False: the stack has no guard. */
static bool guard(struct stack_slab *slab, char *low)
{
    if (!atomic_load_explicit(&guard_install_is_unknown, memory_order_relaxed)) {
        if (madvise(low, VT_RT_GUARD_SIZE, MADV_GUARD_INSTALL) == 0)
            return true;
        atomic_store_explicit(&guard_install_is_unknown, true, memory_order_relaxed);
    }
    if (atomic_fetch_add_explicit(&guards_by_mprotect, 1, memory_order_relaxed) < most_guards() &&
        mprotect(low, VT_RT_GUARD_SIZE, PROT_NONE) == 0) {
        slab->guards++;
        return true;
    }
    atomic_fetch_sub_explicit(&guards_by_mprotect, 1, memory_order_relaxed);
    return false;
}

static size_t stack_size_of(const struct stack_store *store)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    size_t wanted = store->stack_size != 0 ? store->stack_size : DEFAULT_STACK_SIZE;

    return (wanted + page - 1) / page * page;
}

static struct stack_slab *new_slab(size_t slot_size, size_t count)
{
    struct stack_slab *slab = calloc(1, sizeof *slab);
    void *memory = MAP_FAILED;

    if (slab == NULL)
        return NULL;
    /* A slab that is too big may still fit by halves. */
    for (; count > 0 && memory == MAP_FAILED; count /= 2) {
        memory = mmap(NULL, slot_size * count, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
        slab->count = count;
    }
    if (memory == MAP_FAILED) {
        free(slab);
        return NULL;
    }
    madvise(memory, slot_size * slab->count, MADV_NOHUGEPAGE);
    slab->memory = memory;
    slab->slot_size = slot_size;
    return slab;
}

bool vt_rt_stack_new(struct stack_store *store, struct stack *stack)
{
    struct stack_slab *slab = store->slabs;
    size_t size = stack_size_of(store);

    if (slab == NULL || slab->used == slab->count) {
        size_t count = slab == NULL ? FIRST_SLAB : slab->count < LARGEST_SLAB ? slab->count * 2 : slab->count;
        slab = new_slab(size + VT_RT_GUARD_SIZE, count);
        if (slab == NULL)
            return false;
        slab->next = store->slabs;
        store->slabs = slab;
    }
    char *slot = slab->memory + slab->used++ * slab->slot_size;
    stack->low = slot + VT_RT_GUARD_SIZE;
    stack->size = size;
    stack->is_guarded = guard(slab, slot);
    if (!stack->is_guarded)
        *(uint64_t *)(void *)stack->low = MARK;
    stack->valgrind_id = VALGRIND_STACK_REGISTER(stack->low, stack->low + size);
    return true;
}

bool vt_rt_stack_is_whole(const struct stack *stack)
{
    return stack->is_guarded || *(const uint64_t *)(const void *)stack->low == MARK;
}

void vt_rt_stacks_free(struct stack_store *store)
{
    while (store->slabs != NULL) {
        struct stack_slab *slab = store->slabs;
        store->slabs = slab->next;
        atomic_fetch_sub_explicit(&guards_by_mprotect, slab->guards, memory_order_relaxed);
        munmap(slab->memory, slab->slot_size * slab->count);
        free(slab);
    }
}
