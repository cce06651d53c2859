/* channel.c - non-blocking reading and writing over GIO's pollable streams; see channel.h. */
#include "lsp/channel.h"

#include <gio/gunixinputstream.h>
#include <gio/gunixoutputstream.h>
#include <glib-unix.h>

enum { READ_SIZE = 64 * 1024 };

struct LspChannel {
    GInputStream *in;
    GOutputStream *out;
    GSource *reading, *writing; /* writing NULL: nothing waits */
    GByteArray *waiting;
    size_t written;             /* of these */
    LspChannelEvents events;
    bool has_ended;             /* that was told */
    bool is_broken;             /* nobody reads what is written */
};

static void stop(GSource **source)
{
    if (*source == NULL)
        return;
    g_source_destroy(*source);
    g_source_unref(*source);
    *source = NULL;
}

/* Who says no more may still listen: `echo ... | vtcheck lsp`. */
static void end(LspChannel *channel, bool is_broken)
{
    channel->is_broken |= is_broken;
    stop(&channel->reading);
    if (channel->is_broken)
        stop(&channel->writing);
    if (channel->has_ended)
        return;
    channel->has_ended = true;
    channel->events.ended(channel->events.context);
}

static gboolean on_readable(GObject *stream, gpointer data)
{
    LspChannel *channel = data;
    guint8 bytes[READ_SIZE];
    GError *error = NULL;
    gssize count = g_pollable_input_stream_read_nonblocking(G_POLLABLE_INPUT_STREAM(stream), bytes, sizeof bytes, NULL, &error);
    if (count > 0) {
        channel->events.received(bytes, (size_t)count, channel->events.context);
        return G_SOURCE_CONTINUE;
    }
    bool again = error != NULL && g_error_matches(error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);
    g_clear_error(&error);
    if (again)
        return G_SOURCE_CONTINUE;
    end(channel, false);
    return G_SOURCE_REMOVE;
}

/* true: nothing waits any more, or nothing can be written. */
static bool write_some(LspChannel *channel, bool *failed)
{
    while (channel->written < channel->waiting->len) {
        GError *error = NULL;
        gssize count = g_pollable_output_stream_write_nonblocking(G_POLLABLE_OUTPUT_STREAM(channel->out), channel->waiting->data + channel->written,
                                                                  channel->waiting->len - channel->written, NULL, &error);
        if (count < 0) {
            bool again = g_error_matches(error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);
            g_error_free(error);
            *failed = !again;
            return !again;
        }
        channel->written += (size_t)count;
    }
    g_byte_array_set_size(channel->waiting, 0);
    channel->written = 0;
    return true;
}

static gboolean on_writable(GObject *stream, gpointer data)
{
    (void)stream;
    LspChannel *channel = data;
    bool failed = false;
    if (!write_some(channel, &failed))
        return G_SOURCE_CONTINUE;
    if (failed)
        end(channel, true);
    else
        stop(&channel->writing);
    return G_SOURCE_REMOVE;
}

LspChannel *lsp_channel_new(int in, int out, const LspChannelEvents *events)
{
    LspChannel *channel = g_new0(LspChannel, 1);
    channel->events = *events;
    channel->waiting = g_byte_array_new();
    g_unix_set_fd_nonblocking(in, TRUE, NULL);
    g_unix_set_fd_nonblocking(out, TRUE, NULL);
    channel->in = g_unix_input_stream_new(in, TRUE);
    channel->out = g_unix_output_stream_new(out, in != out);
    channel->reading = g_pollable_input_stream_create_source(G_POLLABLE_INPUT_STREAM(channel->in), NULL);
    g_source_set_callback(channel->reading, G_SOURCE_FUNC(on_readable), channel, NULL);
    g_source_attach(channel->reading, NULL);
    return channel;
}

void lsp_channel_free(LspChannel *channel)
{
    if (channel == NULL)
        return;
    stop(&channel->reading);
    stop(&channel->writing);
    g_object_unref(channel->in);
    g_object_unref(channel->out);
    g_byte_array_unref(channel->waiting);
    g_free(channel);
}

void lsp_channel_send(LspChannel *channel, const void *bytes, size_t size)
{
    if (channel->is_broken)
        return;
    g_byte_array_append(channel->waiting, bytes, (guint)size);
    if (channel->writing != NULL)
        return;
    bool failed = false;
    bool done = write_some(channel, &failed);
    if (done && !failed)
        return;
    /* A failure is told by the main loop, not from within the sender. */
    channel->writing = g_pollable_output_stream_create_source(G_POLLABLE_OUTPUT_STREAM(channel->out), NULL);
    g_source_set_callback(channel->writing, G_SOURCE_FUNC(on_writable), channel, NULL);
    g_source_attach(channel->writing, NULL);
}

size_t lsp_channel_waiting(const LspChannel *channel)
{
    return channel->waiting->len - channel->written;
}

bool lsp_channel_is_broken(const LspChannel *channel)
{
    return channel->is_broken;
}

void lsp_channel_drain(LspChannel *channel, int milliseconds)
{
    gint64 deadline = g_get_monotonic_time() + (gint64)milliseconds * 1000;
    bool failed = channel->is_broken;
    while (!failed && !write_some(channel, &failed) && g_get_monotonic_time() < deadline)
        g_usleep(1000);
}
