/* The profile of a program built with -DVT_PROFILE: collects the counters of its sections and writes them at exit.
 *
 * Counters are known by the address of their call. At exit they are named: `addr2line` (or $VT_ADDR2LINE), which comes
 * with binutils, is run on each program or shared object; of the inlined functions that it tells for an address
 * the first is the value task's own where it left a trace, the next is the one that made the value task. What has no
 * debug information is named by its symbol, file `?`, line 0; where no such program can be run, by its module and address.
 *
 * Lines are appended, under a lock: the runs of a program, its processes and its copies of this library add up, and
 * the reader sums. A child made by fork counts from zero.
 *
 * Nothing here runs unless a program is built with VT_PROFILE; nothing is written unless VT_PROFILE_OUT is set. With
 * misuse.c this is the only place that prints: at exit there is nobody to return an error to.
 */
#define _GNU_SOURCE

#ifndef VT_PROFILE
#define VT_PROFILE
#endif
#define VT_RT_PROFILE_
#include <valuetask/profile.h>

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <link.h>
#include <pthread.h>
#include <spawn.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include "profile_tasks.h"

extern char **environ;

enum {
    ADDRESSES_PER_RUN = 256,  /* of addr2line: keeps its command line short */
    ADDRESS_SIZE = 2 + 16 + 1 /* "0x", digits, end */
};

/* The counters of one program or shared object. */
struct section {
    struct vt_profile_counter_ *begin, *end;
};

/* A counter as it was read, and how it is named. */
struct site {
    char *module;      /* the file of the program or shared object */
    uintptr_t address; /* in that file */
    bool is_traced, is_task; /* VT_PROFILE_TRACED_, VT_PROFILE_TASK_ */
    char *file, *function;
    unsigned long line;
    uint64_t ready, pending;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct section *sections;
static size_t section_count;
static struct site *sites; /* what was read already */
static size_t site_count;
static bool is_written;

/* Makes room for `more` elements of `size` behind the first `count`. Returns the array, or NULL with the old one intact. */
static void *grow(void *array, size_t count, size_t more, size_t size)
{
    return realloc(array, (count + more) * size);
}

/* ---- reading counters ---- */

struct module_query {
    uintptr_t address;
    char *path; /* owned */
    uintptr_t base;
};

static int find_module(struct dl_phdr_info *info, size_t size, void *context)
{
    struct module_query *query = context;

    (void)size;
    for (size_t i = 0; i < info->dlpi_phnum; i++) {
        uintptr_t begin = info->dlpi_addr + info->dlpi_phdr[i].p_vaddr;
        if (info->dlpi_phdr[i].p_type != PT_LOAD || query->address < begin ||
            query->address - begin >= info->dlpi_phdr[i].p_memsz)
            continue;
        query->base = info->dlpi_addr;
        query->path = info->dlpi_name[0] != '\0' ? strdup(info->dlpi_name) : realpath("/proc/self/exe", NULL);
        return 1;
    }
    return 0;
}

/* Turns the counters of a section that were used into sites; they stand at 0 then. */
static void read_section(const struct section *section)
{
    size_t count = (size_t)(section->end - section->begin);
    struct module_query query = {.address = (uintptr_t)section->begin};
    struct site *grown = grow(sites, site_count, count, sizeof *sites);

    if (grown == NULL)
        return;
    sites = grown;
    dl_iterate_phdr(find_module, &query);
    for (struct vt_profile_counter_ *counter = section->begin; counter != section->end; counter++) {
        if (counter->count == 0)
            continue;
        uintptr_t call = (uintptr_t)&counter->call + (uintptr_t)counter->call;
        sites[site_count++] = (struct site){
            .module = strdup(query.path != NULL ? query.path : "?"),
            .address = call - query.base,
            .is_traced = (counter->flags & VT_PROFILE_TRACED_) != 0,
            .is_task = (counter->flags & VT_PROFILE_TASK_) != 0,
            .ready = counter->flags & VT_PROFILE_PENDING_ ? 0 : counter->count,
            .pending = counter->flags & VT_PROFILE_PENDING_ ? counter->count : 0,
        };
        counter->count = 0;
    }
    free(query.path);
}

/* ---- naming sites ---- */

static bool read_line(FILE *stream, char **line, size_t *capacity)
{
    ssize_t length = getline(line, capacity, stream);

    if (length > 0 && (*line)[length - 1] == '\n')
        (*line)[length - 1] = '\0';
    return length > 0;
}

/* Takes "function(parameters of C++)" and "file:line (discriminator 3)" as the name of the site; "??" is no name. */
static void take_name(struct site *site, const char *function, const char *place)
{
    const char *colon = strrchr(place, ':');

    free(site->function);
    site->function = function[0] != '?' ? strndup(function, strcspn(function, "(")) : NULL;
    unsigned long line = colon != NULL ? strtoul(colon + 1, NULL, 10) : 0;
    if (line == 0)
        return;
    free(site->file);
    site->file = strndup(place, (size_t)(colon - place));
    site->line = line;
}

/* Reads what addr2line -Cafi says: for each address a line with it, then pairs of function and place, from the
 * innermost function outward. */
static void read_names(FILE *stream, struct site *first, size_t count)
{
    char *line = NULL, *place = NULL;
    size_t capacity = 0, place_capacity = 0, next = 0;
    struct site *site = NULL;
    int depth = 0;

    while (read_line(stream, &line, &capacity)) {
        if (strncmp(line, "0x", 2) == 0) {
            site = next < count ? &first[next++] : NULL;
            depth = 0;
        } else if (!read_line(stream, &place, &place_capacity)) {
            break;
        } else if (site != NULL && depth <= (site->is_traced ? 1 : 0)) {
            take_name(site, line, place);
            depth++;
        }
    }
    free(line);
    free(place);
}

/* Runs addr2line for up to ADDRESSES_PER_RUN sites of one module. */
static void name_some(struct site *first, size_t count)
{
    static char addresses[ADDRESSES_PER_RUN][ADDRESS_SIZE];
    const char *chosen = getenv("VT_ADDR2LINE");
    char *arguments[ADDRESSES_PER_RUN + 5];
    size_t used = 0;
    int ends[2];
    pid_t child;
    posix_spawn_file_actions_t actions;

    arguments[used++] = (char *)(chosen != NULL ? chosen : "addr2line");
    arguments[used++] = (char *)"-Cafi";
    arguments[used++] = (char *)"-e";
    arguments[used++] = first->module;
    for (size_t i = 0; i < count; i++) {
        snprintf(addresses[i], sizeof addresses[i], "0x%" PRIxPTR, first[i].address);
        arguments[used++] = addresses[i];
    }
    arguments[used] = NULL;
    if (pipe2(ends, O_CLOEXEC) != 0)
        return;
    if (posix_spawn_file_actions_init(&actions) != 0) {
        close(ends[0]);
        close(ends[1]);
        return;
    }
    bool is_running = posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO) == 0 &&
                      posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0) == 0 &&
                      posix_spawnp(&child, arguments[0], &actions, NULL, arguments, environ) == 0;
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    FILE *stream = fdopen(ends[0], "r");
    if (stream != NULL) {
        read_names(stream, first, count);
        fclose(stream);
    } else {
        close(ends[0]);
    }
    while (is_running && waitpid(child, NULL, 0) < 0 && errno == EINTR)
        continue;
}

static int compare_text(const char *one, const char *other)
{
    return strcmp(one != NULL ? one : "", other != NULL ? other : "");
}

static int compare_modules(const void *one, const void *other)
{
    return compare_text(((const struct site *)one)->module, ((const struct site *)other)->module);
}

static void name_sites(void)
{
    qsort(sites, site_count, sizeof *sites, compare_modules);
    for (size_t begin = 0, end; begin < site_count; begin = end) {
        for (end = begin + 1; end < site_count && end - begin < ADDRESSES_PER_RUN; end++)
            if (compare_modules(&sites[begin], &sites[end]) != 0)
                break;
        if (sites[begin].module != NULL)
            name_some(&sites[begin], end - begin);
    }
}

/* ---- writing ---- */

static int compare_sites(const void *one, const void *other)
{
    const struct site *a = one, *b = other;
    int order = compare_text(a->file, b->file);

    if (order == 0)
        order = (a->line > b->line) - (a->line < b->line);
    if (order == 0)
        order = compare_text(a->function, b->function);
    if (order == 0)
        order = (int)a->is_task - (int)b->is_task;
    if (order == 0 && a->function == NULL)
        order = a->address < b->address ? -1 : a->address > b->address;
    return order;
}

/* A name in a line whose fields are separated by tabs. */
static void print_name(FILE *out, const char *name)
{
    for (; *name != '\0'; name++)
        fputc(*name == '\t' || *name == '\n' ? ' ' : *name, out);
}

static void print_site(FILE *out, const struct site *site)
{
    print_name(out, site->file != NULL ? site->file : "?");
    fprintf(out, "\t%lu\t", site->file != NULL ? site->line : 0);
    if (site->function != NULL) {
        print_name(out, site->function);
    } else {
        print_name(out, site->module != NULL ? site->module : "?");
        fprintf(out, "+0x%" PRIxPTR, site->address);
    }
    fprintf(out, "\t%" PRIu64 "\t%" PRIu64 "%s\n", site->ready, site->pending, site->is_task ? "\ttask" : "");
}

/* One line for each site; what the compiler copied is one again. */
static void print_sites(FILE *out)
{
    qsort(sites, site_count, sizeof *sites, compare_sites);
    for (size_t i = 0; i < site_count; i++) {
        struct site sum = sites[i];
        for (; i + 1 < site_count && compare_sites(&sum, &sites[i + 1]) == 0; i++) {
            sum.ready += sites[i + 1].ready;
            sum.pending += sites[i + 1].pending;
        }
        if (sum.ready + sum.pending > 0)
            print_site(out, &sum);
    }
}

static bool write_all(int file, const char *text, size_t length)
{
    while (length > 0) {
        ssize_t written = write(file, text, length);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        text += written;
        length -= (size_t)written;
    }
    return true;
}

/* Appends; a new file gets its heading, and a last line that was cut short gets its end. */
static bool append(const char *path, const char *text, size_t length)
{
    static const char heading[] = "# valuetask profile: file, line, function, ready, pending\n";
    int file = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
    char last;

    if (file < 0)
        return false;
    while (flock(file, LOCK_EX) != 0 && errno == EINTR)
        continue;
    off_t size = lseek(file, 0, SEEK_END);
    bool good = true;
    if (size == 0)
        good = write_all(file, heading, sizeof heading - 1);
    else if (size > 0 && pread(file, &last, 1, size - 1) == 1 && last != '\n')
        good = write_all(file, "\n", 1);
    good = good && write_all(file, text, length);
    int error = errno;
    if (close(file) != 0 && good) {
        error = errno;
        good = false;
    }
    errno = error;
    return good;
}

static void write_profile(const char *path)
{
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);

    if (out == NULL) {
        fprintf(stderr, "valuetask: the profile is not written: %s\n", strerror(errno));
        return;
    }
    name_sites();
    print_sites(out);
    if (fclose(out) != 0 || !append(path, text, length))
        fprintf(stderr, "valuetask: the profile '%s' is not (wholly) written: %s\n", path, strerror(errno));
    free(text);
}

static void free_all(void)
{
    for (size_t i = 0; i < site_count; i++) {
        free(sites[i].module);
        free(sites[i].file);
        free(sites[i].function);
    }
    free(sites);
    free(sections);
    sites = NULL;
    sections = NULL;
    site_count = section_count = 0;
}

static void finish(void)
{
    const char *path = getenv("VT_PROFILE_OUT");

    pthread_mutex_lock(&lock);
    is_written = true;
    if (path != NULL && path[0] != '\0') {
        for (size_t i = 0; i < section_count; i++)
            read_section(&sections[i]);
        write_profile(path);
    }
    free_all();
    pthread_mutex_unlock(&lock);
}

/* ---- sections come and go ---- */

static void hold_locks(void)
{
    pthread_mutex_lock(&lock);
    vt_rt_profile_hold_tasks();
}

static void release_locks(void)
{
    vt_rt_profile_release_tasks();
    pthread_mutex_unlock(&lock);
}

/* What the parent counted is the parent's to write. */
static void forget_in_child(void)
{
    for (size_t i = 0; i < section_count; i++)
        for (struct vt_profile_counter_ *counter = sections[i].begin; counter != sections[i].end; counter++)
            counter->count = 0;
    for (size_t i = 0; i < site_count; i++)
        sites[i].ready = sites[i].pending = 0;
    release_locks();
}

void vt_profile_enroll_(struct vt_profile_counter_ *begin, struct vt_profile_counter_ *end)
{
    static bool is_prepared;
    bool is_known = begin == end; /* a program without counters, whose bounds are no addresses */

    pthread_mutex_lock(&lock);
    if (!is_prepared) {
        is_prepared = true;
        atexit(finish);
        pthread_atfork(hold_locks, release_locks, forget_in_child);
    }
    for (size_t i = 0; i < section_count && !is_known; i++)
        is_known = sections[i].begin == begin;
    struct section *grown = is_known || is_written ? NULL : grow(sections, section_count, 1, sizeof *sections);
    if (grown != NULL) {
        sections = grown;
        sections[section_count++] = (struct section){begin, end};
    }
    pthread_mutex_unlock(&lock);
}

void vt_profile_retire_(struct vt_profile_counter_ *begin)
{
    pthread_mutex_lock(&lock);
    for (size_t i = 0; i < section_count; i++) {
        if (sections[i].begin != begin)
            continue;
        vt_rt_profile_forget_tasks(sections[i].begin, sections[i].end);
        read_section(&sections[i]);
        sections[i] = sections[--section_count];
        break;
    }
    pthread_mutex_unlock(&lock);
}
