// An object of the file that others may reach, since its address stands in a pointer or in a table of options: code that is not seen may change it, and nobody expects that of a flag that is
// asked twice. What a callback writes is another matter: that field alone.
#include <stdbool.h>
#include <stddef.h>
#include <valuetask/valuetask.h>

VT_DEFINE(reply, int);

struct state {
    int fd;
    bool is_secure, is_closed;
    size_t done;
    char name[16];
};

struct option {
    const char *name;
    int *value;
};

vt_reply begin(int fd);
void note(const char *text);
int parse(struct option *options);
void when_closed(void (*call)(void));

static struct state server;
static int is_verbose, depth;
static struct option table[] = {{"verbose", &is_verbose}, {NULL, NULL}};

int by_pointer(void)
{
    struct state *s = &server;
    vt_reply task;
    int value, rc = 0;
    if (s->is_secure)
        task = begin(s->fd);
    note(s->name[0] ? s->name : "?");
    if (s->is_secure)
        rc = vt_reply_await(task, &value);
    return rc;
}

int by_name(void)
{
    vt_reply task;
    int value, rc = 0;
    if (server.is_secure)
        task = begin(server.fd);
    note("begun");
    if (server.is_secure)
        rc = vt_reply_await(task, &value);
    return rc;
}

int piece_by_piece(size_t size)
{
    struct state *s = &server;
    int value, rc;
    if (size == 0)
        return 0;
    s->done = 0;
    vt_reply task = begin(s->fd);
    while (s->done < size) {
        rc = vt_reply_await(task, &value);
        if (rc < 0)
            return rc;
        s->done += (size_t)value;
        if (s->done < size)
            task = begin(s->fd);
        note("a piece");
    }
    return 0;
}

int by_options(void)
{
    struct option more[] = {{"depth", &depth}, {NULL, NULL}};
    vt_reply task, other;
    int value, rc = 0;
    if (parse(table) < 0 || parse(more) < 0)
        return -1;
    if (is_verbose)
        task = begin(1);
    if (depth > 2)
        other = begin(2);
    note("begun");
    if (is_verbose)
        rc = vt_reply_await(task, &value);
    if (depth > 2)
        rc |= vt_reply_await(other, &value);
    return rc;
}

int asked_for_more(void)
{
    struct state *s = &server;
    vt_reply task;
    int value, rc = 0;
    if (s->is_secure)
        task = begin(s->fd); // expect: vt-unawaited
    note("begun");
    if (s->is_secure && s->fd > 0)
        rc = vt_reply_await(task, &value);
    return rc;
}

static void on_close(void)
{
    server.is_closed = true;
}

int changed_by_a_callback(void)
{
    vt_reply task;
    int value, rc = 0;
    when_closed(on_close);
    if (!server.is_closed)
        task = begin(server.fd); // expect: vt-unawaited
    note("begun");
    if (!server.is_closed)
        rc = vt_reply_await(task, &value);
    return rc;
}

static bool is_stopped;
static struct state line, *self = &line;

static void close_it(struct state *s)
{
    s->is_closed = true;
}

static void on_hang_up(void)
{
    close_it(self);
}

static void on_signal(void *context)
{
    *(bool *)context = true;
}

void watch(void (*call)(void *), void *context);

int changed_by_way_of_a_pointer(void)
{
    vt_reply task, other;
    int value, rc = 0;
    when_closed(on_hang_up);
    watch(on_signal, &is_stopped);
    if (!line.is_closed)
        task = begin(line.fd); // expect: vt-unawaited
    if (!is_stopped)
        other = begin(line.fd); // expect: vt-unawaited
    note("begun");
    if (!line.is_closed)
        rc = vt_reply_await(task, &value);
    if (!is_stopped)
        rc |= vt_reply_await(other, &value);
    return rc;
}

int secure_line(void)
{
    vt_reply task;
    int value, rc = 0;
    if (self->is_secure)
        task = begin(self->fd);
    note("begun");
    if (self->is_secure)
        rc = vt_reply_await(task, &value);
    return rc;
}

struct config {
    bool is_loud;
    int level;
};

static struct config config;
int parse_file(const char *path, int (*handler)(void *context, const char *name, const char *value), void *context);

static int on_option(void *context, const char *name, const char *value)
{
    struct config *c = context;
    if (name[0] == 'l')
        c->level = value[0] - '0';
    else
        c->is_loud = value[0] == 'y';
    return 0;
}

int by_configuration(const char *path)
{
    vt_reply task;
    int value, rc = 0;
    if (parse_file(path, on_option, &config) < 0)
        return -1;
    if (config.is_loud || config.level > 3)
        task = begin(1);
    note("begun");
    if (config.is_loud || config.level > 3)
        rc = vt_reply_await(task, &value);
    return rc;
}

// A handler hands its context on, and a callback fills what is new: both write fields that the object has, too.
struct peer {
    int fd;
    bool is_open;
    struct peer *next;
};

static struct peer upstream;
static struct peer *peers;
void *calloc(size_t count, size_t size);
void listen_for(void (*call)(int fd));

static void set_option(struct config *c, const char *value)
{
    c->is_loud = value[0] == 'y';
}

static int on_line(void *context, const char *name, const char *value)
{
    set_option(context, name[0] == 'v' ? value : name);
    return 0;
}

static void on_accept(int fd)
{
    struct peer *p = calloc(1, sizeof *p);
    if (p == NULL)
        return;
    p->fd = fd;
    p->is_open = true;
    p->next = peers;
    peers = p;
    for (struct peer *other = peers; other != NULL; other = other->next)
        other->is_open = other->fd >= 0;
}

int by_line(const char *path)
{
    struct peer *up = &upstream;
    vt_reply task, other;
    int value, rc = 0;
    if (parse_file(path, on_line, &config) < 0)
        return -1;
    listen_for(on_accept);
    if (config.is_loud)
        task = begin(1);
    if (up->is_open)
        other = begin(2);
    note("begun");
    if (config.is_loud)
        rc = vt_reply_await(task, &value);
    if (up->is_open)
        rc |= vt_reply_await(other, &value);
    return rc;
}
