// A ring of requests: of which element is meant nothing is known any more after a few turns, so that its task is up to nobody; but a path by itself says that one is taken twice.
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <valuetask/valuetask.h>

enum { WINDOW = 4, LINE = 96 };

struct printer {
    unsigned next_line;
    char history[64][LINE];
    volatile bool stop;
};

VT_DEFINE(size, size_t);
VT_DEFINE(line, char *);

vt_line file_line(FILE *file, char *buffer, size_t size);
vt_size send_numbered(struct printer *printer, unsigned number);

static const char *strip(char *s)
{
    char *end = strchr(s, ';');
    if (end != NULL)
        *end = '\0';
    while (isspace((unsigned char)*s))
        s++;
    return s;
}

int taken_again(struct printer *printer, FILE *file)
{
    vt_size ring[WINDOW];
    unsigned head = 0, tail = 0;
    char buffer[LINE], *s;
    size_t n;
    int result = 0;
    while (!printer->stop) {
        result = vt_line_await(file_line(file, buffer, sizeof buffer), &s);
        if (result < 0 || s == NULL)
            break;
        const char *code = strip(s);
        if (*code == '\0')
            continue;
        if (head - tail == WINDOW) {
            result = vt_size_await(ring[tail % WINDOW], &n);
            if (result < 0)
                break;
            tail++;
        }
        snprintf(printer->history[printer->next_line % 64], LINE, "%s", code);
        ring[head % WINDOW] = send_numbered(printer, printer->next_line++);
        head++;
    }
    while (tail != head) {
        int error = vt_size_await(ring[tail % WINDOW], &n); // expect: vt-double-await
        tail++;
        if (result == 0)
            result = error;
    }
    return result;
}

int counted_first(struct printer *printer, FILE *file)
{
    vt_size ring[WINDOW];
    unsigned head = 0, tail = 0;
    char buffer[LINE], *s;
    size_t n;
    int result = 0;
    while (!printer->stop) {
        result = vt_line_await(file_line(file, buffer, sizeof buffer), &s);
        if (result < 0 || s == NULL)
            break;
        const char *code = strip(s);
        if (*code == '\0')
            continue;
        if (head - tail == WINDOW) {
            result = vt_size_await(ring[tail % WINDOW], &n);
            tail++;
            if (result < 0)
                break;
        }
        snprintf(printer->history[printer->next_line % 64], LINE, "%s", code);
        ring[head % WINDOW] = send_numbered(printer, printer->next_line++);
        head++;
    }
    while (tail != head) {
        int error = vt_size_await(ring[tail % WINDOW], &n);
        tail++;
        if (result == 0)
            result = error;
    }
    return result;
}
