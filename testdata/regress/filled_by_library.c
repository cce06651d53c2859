// What a helper has a library function, or unseen code, fill for its caller may be anything afterwards: an object that was zero before is not any more.
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

struct header {
    int has_body;
    int length;
};

vt_int start(int n);
int fill(int file, struct header *header);

static int read_header(int file, struct header *header)
{
    return read(file, header, sizeof *header) == sizeof *header ? 0 : -1;
}

int body_is_lost(int file)
{
    struct header header = {0};
    if (read_header(file, &header) < 0)
        return -1;
    if (header.has_body)
        start(header.length); // expect: vt-unawaited
    return 0;
}

static void parse(const char *text, int *number)
{
    sscanf(text, "%d", number);
}

int number_is_lost(const char *text)
{
    int number = 0;
    parse(text, &number);
    if (number)
        start(number); // expect: vt-unawaited
    return 0;
}

static void take(struct header *header, const void *bytes)
{
    memcpy(header, bytes, sizeof *header);
}

int taken_is_lost(const void *bytes)
{
    struct header header = {0};
    take(&header, bytes);
    if (header.has_body)
        start(header.length); // expect: vt-unawaited
    return 0;
}

static int ask(int file, struct header *header)
{
    return fill(file, header);
}

int filled_is_lost(int file)
{
    struct header header = {0};
    if (ask(file, &header) < 0)
        return -1;
    if (header.has_body)
        start(header.length); // expect: vt-unawaited
    return 0;
}

int body_is_awaited(int file)
{
    struct header header = {0};
    vt_int task;
    int value;
    if (read_header(file, &header) < 0)
        return -1;
    if (header.has_body)
        task = start(header.length);
    return header.has_body ? vt_int_await(task, &value) : 0;
}

static void print(const struct header *header)
{
    printf("%d\n", header->length);
}

int printed_stays(void)
{
    struct header header = {0};
    print(&header);
    if (header.has_body)
        start(header.length);
    return 0;
}
