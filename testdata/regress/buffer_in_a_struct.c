// Who gets an array of bytes in a struct fills it, and not what lies around it; who gets the struct works on it: what the function put there itself, and has asked, stays.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

struct header {
    int has_body;
    char name[16];
};

vt_int start(int n);
vt_int read_into(int file, void *bytes, size_t size);
int fill(int file, struct header *header);

int around_a_buffer(int file)
{
    struct header header = {0};
    vt_int body;
    int value;
    header.has_body = file > 3;
    if (header.has_body)
        body = read_into(file, header.name + 1, sizeof header.name - 1);
    return header.has_body ? vt_int_await(body, &value) : 0;
}

int what_it_holds(int file)
{
    struct header header = {0};
    int value, rc = vt_int_await(read_into(file, header.name, sizeof header.name), &value);
    if (header.name[0] == 'x')
        start(1); // expect: vt-unawaited
    return rc;
}

int all_of_it(int file)
{
    struct header header = {0};
    vt_int body;
    int value;
    header.has_body = file > 3;
    if (header.has_body)
        body = start(file);
    fill(file, &header);
    return header.has_body ? vt_int_await(body, &value) : 0;
}

struct storage {
    char bytes[sizeof(vt_int)];
};

void take(void *bytes);

int a_task_in_it(void)
{
    _Alignas(vt_int) struct storage storage;
    *(vt_int *)(void *)storage.bytes = start(1);
    take(storage.bytes);
    return 0;
}
