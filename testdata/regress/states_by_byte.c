// A parser that reads a byte ahead: whether it asks for the next one, and whether its loop goes on, is the same question in two forms. What each byte of the buffer was says nothing later.
#include <sys/types.h>
#include <valuetask/valuetask.h>

VT_DEFINE(ssize, ssize_t);

enum { ROOM = 2048 };
enum state { TEXT, CARRIAGE, LINE, CARRIAGE_AGAIN, DONE };

vt_ssize receive_byte(int fd, char *to);

int right(int fd)
{
    char buffer[ROOM + 1];
    size_t offset = 0;
    ssize_t got;
    enum state state = TEXT;
    vt_ssize ahead = receive_byte(fd, buffer);
    do {
        if (vt_ssize_await(ahead, &got) < 0 || got <= 0)
            return -1;
        char c = buffer[offset];
        switch (state) {
        case TEXT: state = c == '\r' ? CARRIAGE : TEXT; break;
        case CARRIAGE: state = c == '\n' ? LINE : TEXT; break;
        case LINE: state = c == '\r' ? CARRIAGE_AGAIN : TEXT; break;
        case CARRIAGE_AGAIN: state = c == '\n' ? DONE : TEXT; break;
        case DONE: break;
        }
        ++offset;
        if (state != DONE && (state == LINE || offset < ROOM))
            ahead = receive_byte(fd, buffer + (state == LINE ? 0 : offset));
        if (state == LINE)
            offset = 0;
    } while (state != DONE && offset < ROOM);
    return offset >= ROOM ? -2 : 0;
}

int wrong(int fd)
{
    char buffer[ROOM + 1];
    size_t offset = 0;
    ssize_t got;
    enum state state = TEXT;
    vt_ssize ahead = receive_byte(fd, buffer);
    do {
        if (vt_ssize_await(ahead, &got) < 0 || got <= 0) // expect: vt-double-await
            return -1;
        char c = buffer[offset];
        switch (state) {
        case TEXT: state = c == '\r' ? CARRIAGE : TEXT; break;
        case CARRIAGE: state = c == '\n' ? LINE : TEXT; break;
        case LINE: state = c == '\r' ? CARRIAGE_AGAIN : TEXT; break;
        case CARRIAGE_AGAIN: state = c == '\n' ? DONE : TEXT; break;
        case DONE: break;
        }
        ++offset;
        if (state == TEXT || state == CARRIAGE)
            ahead = receive_byte(fd, buffer + offset); // expect: vt-unawaited
        if (state == LINE)
            offset = 0;
    } while (state != DONE && offset < ROOM);
    return offset >= ROOM ? -2 : 0;
}
