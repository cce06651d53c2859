#define _GNU_SOURCE

#include "call_site.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <link.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

enum { PATH_SIZE = 512 };

struct place {
    uintptr_t address;
    uintptr_t offset; /* in the file */
    char module[PATH_SIZE];
};

static int find_module(struct dl_phdr_info *info, size_t size, void *context)
{
    struct place *place = context;

    (void)size;
    for (size_t i = 0; i < info->dlpi_phnum; i++) {
        uintptr_t begin = info->dlpi_addr + info->dlpi_phdr[i].p_vaddr;
        if (info->dlpi_phdr[i].p_type != PT_LOAD || place->address < begin ||
            place->address - begin >= info->dlpi_phdr[i].p_memsz)
            continue;
        place->offset = place->address - info->dlpi_addr;
        if (info->dlpi_name[0] != '\0') {
            snprintf(place->module, sizeof place->module, "%s", info->dlpi_name);
        } else {
            ssize_t length = readlink("/proc/self/exe", place->module, sizeof place->module - 1);
            place->module[length > 0 ? length : 0] = '\0';
        }
        return 1;
    }
    return 0;
}

/* What addr2line says about the place, in one read: it is one line. */
static bool ask(const struct place *place, char *answer, size_t size)
{
    const char *chosen = getenv("VT_ADDR2LINE");
    char address[32];
    char *arguments[] = { (char *)(chosen != NULL ? chosen : "addr2line"), (char *)"-e", (char *)place->module, address, NULL };
    posix_spawn_file_actions_t actions;
    int ends[2];
    pid_t child;

    snprintf(address, sizeof address, "0x%" PRIxPTR, place->offset);
    if (pipe2(ends, O_CLOEXEC) != 0)
        return false;
    bool is_running = false;
    if (posix_spawn_file_actions_init(&actions) == 0) {
        is_running = posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO) == 0 &&
                     posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0) == 0 &&
                     posix_spawnp(&child, arguments[0], &actions, NULL, arguments, environ) == 0;
        posix_spawn_file_actions_destroy(&actions);
    }
    close(ends[1]);
    ssize_t length = is_running ? read(ends[0], answer, size - 1) : 0;
    close(ends[0]);
    while (is_running && waitpid(child, NULL, 0) < 0 && errno == EINTR)
        continue;
    answer[length > 0 ? length : 0] = '\0';
    answer[strcspn(answer, "\n")] = '\0';
    char *remark = strstr(answer, " (discriminator");
    if (remark != NULL)
        *remark = '\0';
    return answer[0] != '\0' && answer[0] != '?' && strstr(answer, ":?") == NULL && strstr(answer, ":0") == NULL;
}

void vt_rt_name_call(const void *address, char *text, size_t size)
{
    /* The call, not the instruction it returns to: that may belong to the next line. */
    struct place place = { .address = (uintptr_t)address - 1 };

    dl_iterate_phdr(find_module, &place);
    if (place.module[0] == '\0')
        snprintf(text, size, "0x%" PRIxPTR, place.address);
    else if (!ask(&place, text, size))
        snprintf(text, size, "%s+0x%" PRIxPTR, place.module, place.offset);
}
