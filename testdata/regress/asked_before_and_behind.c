// What was asked before there was a task has changed by the time that an `if` asks again, as it expects: what other conditions ask later is not the worse for it.
#include <stdbool.h>
#include <valuetask/valuetask.h>

VT_DEFINE(size, long);

struct server {
    bool is_broken;
    int socket;
};
struct channel {
    struct server *servers;
    int server_count;
};

vt_size receive(struct channel *c, int socket);
void process(struct channel *c, int which);

void the_read_ahead_is_lost(struct channel *channel)
{
    for (int i = 0; i < channel->server_count; i++) {
        struct server *server = &channel->servers[i];
        long count;
        if (server->is_broken)
            continue;
        vt_size pending = receive(channel, server->socket);
        do {
            if (vt_size_await(pending, &count) < 0)
                count = -1;
            if (count > 0) {
                pending = receive(channel, server->socket); // expect: vt-unawaited
                process(channel, i);
                if (server->is_broken)
                    break;
            }
        } while (count > 0);
    }
}

void the_read_ahead_is_given_up(struct channel *channel)
{
    for (int i = 0; i < channel->server_count; i++) {
        struct server *server = &channel->servers[i];
        long count;
        if (server->is_broken)
            continue;
        vt_size pending = receive(channel, server->socket);
        do {
            if (vt_size_await(pending, &count) < 0)
                count = -1;
            if (count > 0) {
                pending = receive(channel, server->socket);
                process(channel, i);
                if (server->is_broken) {
                    vt_size_forget(pending);
                    break;
                }
            }
        } while (count > 0);
    }
}
