/* channel.h - bytes to and from a file descriptor in the main loop, without ever blocking.
 *
 * What cannot be written at once waits in memory. Errors and the end of the stream are told once, as `ended`. */
#ifndef VTCHECK_LSP_CHANNEL_H
#define VTCHECK_LSP_CHANNEL_H

#include <gio/gio.h>
#include <stdbool.h>

typedef struct LspChannel LspChannel;

typedef struct LspChannelEvents {
    void (*received)(const guint8 *bytes, size_t size, void *context);
    void (*ended)(void *context); /* nothing more comes (what is sent still goes out), or nothing can be written any more; the channel may be freed here */
    void *context;
} LspChannelEvents;

/* Takes the descriptors: they become non-blocking and are closed with the channel. */
LspChannel *lsp_channel_new(int in, int out, const LspChannelEvents *events);
void lsp_channel_free(LspChannel *channel); /* NULL is fine; what waits is dropped */

void lsp_channel_send(LspChannel *channel, const void *bytes, size_t size);
size_t lsp_channel_waiting(const LspChannel *channel); /* bytes that were sent and not written yet */

bool lsp_channel_is_broken(const LspChannel *channel); /* nobody reads what is sent */

/* Writes what waits, for at most so many milliseconds; for the last words before an end. */
void lsp_channel_drain(LspChannel *channel, int milliseconds);

#endif
