// Members of a union that lie in the same bits, or beside each other.
#include <string.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int n);
int cond(void);
void unseen(void);

union pair {
    struct {
        vt_int first, second; // expect: vt-field-storage first, vt-field-storage second
    } named;
    vt_int both[2]; // expect: vt-field-storage both
};

int by_both_names_bad(void)
{
    union pair pair;
    int value = 0;
    pair.named.first = make(1);
    pair.named.second = make(2);
    int status = vt_int_await(pair.both[0], &value);
    status |= vt_int_await(pair.both[1], &value);
    return status | vt_int_await(pair.named.second, &value); // expect: vt-double-await
}

int by_both_names_ok(void)
{
    union pair pair;
    int value = 0;
    pair.named.first = make(1);
    pair.named.second = make(2);
    int status = 0;
    for (int i = 0; i < 2; i++)
        status |= vt_int_await(pair.both[i], &value);
    return status;
}

int one_forgotten_bad(void)
{
    union pair pair;
    int value = 0;
    pair.both[0] = make(1);
    pair.both[1] = make(2); // expect: vt-unawaited
    return vt_int_await(pair.named.first, &value);
}

int overwritten_bad(void)
{
    union pair pair;
    int value = 0;
    pair.both[1] = make(1); // expect: vt-unawaited
    pair.named.second = make(2);
    return vt_int_await(pair.both[1], &value);
}

int in_a_loop_bad(void)
{
    union pair pair;
    int value = 0, status = 0;
    pair.named.first = make(1);
    pair.named.second = make(2);
    for (int i = 0; i < 2; i++)
        status |= vt_int_await(pair.both[i], &value);
    return status | vt_int_await(pair.named.first, &value); // expect: vt-double-await
}

enum kind { NOTHING, READING, WRITING };

union request {
    enum kind kind;
    struct {
        enum kind kind;
        vt_int done; // expect: vt-field-storage done
    } read;
    struct {
        enum kind kind;
        int length;
        vt_int sent; // expect: vt-field-storage sent
    } write;
};

int tagged_ok(int k)
{
    union request request;
    int value = 0;
    request.read.kind = READING;
    request.read.done = make(k);
    switch (request.kind) {
    case READING: return vt_int_await(request.read.done, &value);
    case WRITING: return vt_int_await(request.write.sent, &value);
    default: return 0;
    }
}

int tagged_by_another_ok(int k)
{
    union request request;
    int value = 0;
    request.kind = cond() ? READING : WRITING;
    if (request.kind == READING)
        request.read.done = make(k);
    else
        request.write.sent = make(k);
    if (request.write.kind == READING)
        return vt_int_await(request.read.done, &value);
    return vt_int_await(request.write.sent, &value);
}

int tag_changed_bad(int k)
{
    union request request;
    int value = 0;
    request.read.kind = READING;
    request.read.done = make(k); // expect: vt-unawaited
    request.kind = NOTHING;
    if (request.read.kind == READING)
        return vt_int_await(request.read.done, &value);
    return 0;
}

static int finish(union request *request)
{
    int value = 0, status = 0;
    if (request->kind == READING)
        status = vt_int_await(request->read.done, &value);
    else if (request->kind == WRITING)
        status = vt_int_await(request->write.sent, &value);
    request->kind = NOTHING;
    return status;
}

int by_helper_ok(int k)
{
    union request request;
    request.read.kind = READING;
    request.read.done = make(k);
    return finish(&request) | finish(&request);
}

int by_helper_bad(int k)
{
    union request request;
    int value = 0;
    request.write.kind = WRITING;
    request.write.sent = make(k);
    int status = finish(&request);
    return status | vt_int_await(request.write.sent, &value); // expect: vt-double-await
}

int length_beside_ok(int k)
{
    union request request;
    int value = 0;
    request.write.length = k;
    request.write.sent = make(k);
    if (request.write.length != k)
        return -1;
    return vt_int_await(request.read.done, &value);
}

struct message {
    int type;
    union {
        vt_int reply; // expect: vt-field-storage reply
        struct {
            long size;
            int flags;
        } header;
        char raw[16];
    };
};

int anonymous_ok(int k)
{
    struct message message = {.type = 1};
    int value = 0;
    message.reply = make(k);
    if (message.type == 1)
        return vt_int_await(message.reply, &value);
    return 0;
}

int anonymous_bad(int k)
{
    struct message message = {.type = k};
    int value = 0;
    message.reply = make(k); // expect: vt-unawaited
    if (message.type == 1)
        return vt_int_await(message.reply, &value);
    return 0;
}

int header_first_ok(int k)
{
    struct message message = {.type = 1};
    int value = 0;
    message.header.size = k;
    if (message.header.size > 3)
        return -1;
    message.reply = make(k);
    return vt_int_await(message.reply, &value);
}

int zeroed_ok(int k)
{
    union request request;
    int value = 0;
    memset(&request, 0, sizeof request);
    if (k)
        request.read.done = make(k);
    request.kind = k ? READING : NOTHING;
    if (request.read.kind)
        return vt_int_await(request.read.done, &value);
    return 0;
}
