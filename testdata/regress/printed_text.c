// Text that is printed is neither written nor kept by who prints it; who reads input writes it, and so may who takes pointers to something else.
#include <stdio.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

struct item {
    int kind;
    char name[8];
};

vt_int start(int n);
void log_line(const char *format, ...);
int parse(const char *text, const char *types, ...);

int printed(int n)
{
    char marks[3] = {'-', '-'};
    vt_int task;
    int value;
    if (n > 3) {
        marks[1] = '+';
        task = start(n);
    }
    printf("%s\n", marks);
    return marks[1] == '+' ? vt_int_await(task, &value) : 0;
}

int logged(int kind)
{
    struct item item = {kind, "name"};
    vt_int task;
    int value;
    if (item.kind != 3)
        task = start(1);
    log_line("%s %d\n", item.name, kind);
    return item.kind != 3 ? vt_int_await(task, &value) : 0;
}

int scanned(const char *line)
{
    char answer[2] = "y";
    vt_int task = start(1); // expect: vt-unawaited task
    int value;
    sscanf(line, "%1s", answer);
    return answer[0] == 'y' ? vt_int_await(task, &value) : 0;
}

int parsed(const char *line, int n)
{
    int is_set = n > 3, value;
    vt_int task;
    if (is_set)
        task = start(n); // expect: vt-unawaited task
    parse(line, "i", &is_set);
    return is_set ? vt_int_await(task, &value) : 0;
}
