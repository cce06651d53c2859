/* spool.c - see spool.h. */
#define _POSIX_C_SOURCE 200809L /* pread, pwrite */
#include "pipeline/spool.h"

#include <errno.h>
#include <unistd.h>

#include "pipeline/worker_protocol.h"

typedef struct Place {
    uint64_t at;
    size_t length; /* 0: nothing is there */
} Place;

struct PipelineSpool {
    int file;
    uint64_t end;
    Place *places; /* per unit */
    uint32_t count;
};

PipelineSpool *pipeline_spool_new(uint32_t count)
{
    char *name = NULL;
    int file = g_file_open_tmp("vtcheck-modules-XXXXXX", &name, NULL);
    if (file < 0)
        return NULL;
    unlink(name);
    g_free(name);
    PipelineSpool *spool = g_new0(PipelineSpool, 1);
    *spool = (PipelineSpool){.file = file, .places = g_new0(Place, (gsize)count + 1), .count = count};
    return spool;
}

void pipeline_spool_free(PipelineSpool *spool)
{
    if (spool == NULL)
        return;
    close(spool->file);
    g_free(spool->places);
    g_free(spool);
}

bool pipeline_spool_put(PipelineSpool *spool, uint32_t unit, const void *message, size_t length)
{
    const char *bytes = message;
    for (size_t done = 0; done < length;) {
        ssize_t count = pwrite(spool->file, bytes + done, length - done, (off_t)(spool->end + done));
        if (count < 0 && errno != EINTR)
            return false;
        done += count > 0 ? (size_t)count : 0;
    }
    spool->places[unit] = (Place){spool->end, length};
    spool->end += length;
    return true;
}

bool pipeline_spool_has(const PipelineSpool *spool, uint32_t unit)
{
    return spool != NULL && unit < spool->count && spool->places[unit].length > 0;
}

static bool read_place(const PipelineSpool *spool, const Place *place, guint8 *bytes)
{
    for (size_t done = 0; done < place->length;) {
        ssize_t count = pread(spool->file, bytes + done, place->length - done, (off_t)(place->at + done));
        if (count == 0)
            errno = EIO; /* somebody cut it */
        if (count == 0 || (count < 0 && errno != EINTR))
            return false;
        done += count > 0 ? (size_t)count : 0;
    }
    return true;
}

IrModule *pipeline_spool_module(const PipelineSpool *spool, uint32_t unit, char **error)
{
    const Place *place = &spool->places[unit];
    PipelineOutcome outcome = {0};
    GByteArray *message = g_byte_array_new();
    g_byte_array_set_size(message, (guint)place->length);
    if (!read_place(spool, place, message->data))
        *error = g_strdup_printf("a file for temporary data in %s cannot be read any more: %s", g_get_tmp_dir(), g_strerror(errno));
    else if (worker_decode(message, &outcome) != WORKER_DECODE_DONE || outcome.result.module == NULL)
        *error = g_strdup_printf("a file for temporary data in %s no longer holds what was written to it", g_get_tmp_dir());
    IrModule *module = g_steal_pointer(&outcome.result.module);
    pipeline_outcome_clear(&outcome);
    g_byte_array_unref(message);
    return module;
}
