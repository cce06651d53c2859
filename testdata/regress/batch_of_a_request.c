// A batch of up to sixteen whose size a request says, left early: this was too dear to follow.
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <valuetask/valuetask.h>

typedef struct object { size_t size; char *data; } object;
typedef object *object_ptr;
VT_DEFINE(obj, object_ptr);
VT_DEFINE(n, long);
typedef struct client { int argc; char **argv; unsigned flags; } client;
vt_obj store_get(const char *key);
vt_n reply_write(client *c, const char *data, size_t size);
void object_unref(object *o);
enum { CLIENT_CLOSE = 8, BATCH = 16 };
static vt_n reply(client *c, const char *text) { return reply_write(c, text, strlen(text)); }
vt_n cmd_mget(client *c)
{
    vt_obj values[BATCH];
    long sent = 0;
    int count = c->argc - 1;
    if (count > BATCH)
        return reply(c, "-ERR too many keys\r\n");
    for (int i = 0; i < count; i++)
        values[i] = store_get(c->argv[i + 1]); // expect: vt-unawaited
    for (int i = 0; i < count; i++) {
        object *value;
        long n = 0;
        if (c->flags & CLIENT_CLOSE)
            break;
        int rc = vt_obj_await(values[i], &value);
        if (rc < 0) {
            rc = vt_n_await(reply(c, "$-1\r\n"), &n);
        } else {
            rc = vt_n_await(reply_write(c, value->data, value->size), &n);
            object_unref(value);
        }
        if (rc == 0)
            sent += n;
    }
    return vt_n_from_result(sent);
}
