// A ring by its head and how many are in it: the next place is (head + count) % SLOTS, and the head itself is one. Number of slots that is no power of two.
#include <stddef.h>
#include <valuetask/valuetask.h>

VT_DEFINE(piece, int);

enum { SLOTS = 6, MOST = 30000 };

vt_piece ask_for(size_t offset, unsigned size);

long read_ahead(size_t size)
{
    vt_piece pipe[SLOTS];
    unsigned asked[SLOTS];
    unsigned head = 0, count = 0;
    size_t got = 0, planned = 0;
    int status = 0, one;

    while (got < size && status == 0) {
        while (count < SLOTS && planned < size) {
            unsigned now = size - planned > MOST ? MOST : (unsigned)(size - planned);
            pipe[(head + count) % SLOTS] = ask_for(planned, now);
            asked[(head + count) % SLOTS] = now;
            planned += now;
            count++;
        }
        if (count == 0)
            break;
        unsigned want = asked[head];
        status = vt_piece_await(pipe[head], &one);
        head = (head + 1) % SLOTS;
        count--;
        if (one < (int)want)
            break;
        got += (size_t)one;
    }
    while (count-- > 0) {
        vt_piece_forget(pipe[head]);
        head = (head + 1) % SLOTS;
    }
    return status < 0 ? status : (long)got;
}

long read_ahead_and_leave_the_rest(size_t size)
{
    vt_piece pipe[SLOTS];
    unsigned head = 0, count = 0;
    size_t got = 0, planned = 0;
    int one;

    while (got < size) {
        while (count < SLOTS && planned < size) {
            pipe[(head + count) % SLOTS] = ask_for(planned, MOST); // expect: vt-unawaited
            planned += MOST;
            count++;
        }
        if (count == 0)
            break;
        int status = vt_piece_await(pipe[head], &one);
        head = (head + 1) % SLOTS;
        count--;
        if (status < 0)
            return status;
        got += (size_t)one;
    }
    while (count-- > 0) {
        vt_piece_forget(pipe[head]);
        head = (head + 1) % SLOTS;
    }
    return (long)got;
}

long read_ahead_one_too_many(size_t size)
{
    vt_piece pipe[SLOTS];
    unsigned head = 0, count = 0;
    size_t got = 0, planned = 0;
    int status = 0, one;

    while (got < size) {
        while (count <= SLOTS && planned < size) {
            pipe[(head + count) % SLOTS] = ask_for(planned, MOST); // expect: vt-unawaited
            planned += MOST;
            count++;
        }
        if (count == 0)
            break;
        status |= vt_piece_await(pipe[head], &one); // expect: vt-double-await
        head = (head + 1) % SLOTS;
        count--;
        got += (size_t)one;
    }
    for (; count > 0; count--) {
        vt_piece_forget(pipe[head]); // expect: vt-double-await
        head = (head + 1) % SLOTS;
    }
    return status;
}

long head_stays_on_error(size_t size)
{
    vt_piece pipe[SLOTS];
    unsigned head = 0, count = 0;
    size_t planned = 0;
    int status = 0, one;

    while (planned < size) {
        while (count < SLOTS && planned < size) {
            pipe[(head + count) % SLOTS] = ask_for(planned, MOST);
            planned += MOST;
            count++;
        }
        status = vt_piece_await(pipe[head], &one); // expect: vt-double-await
        if (status == -11)
            continue;
        head = (head + 1) % SLOTS;
        count--;
    }
    while (count-- > 0) {
        vt_piece_forget(pipe[head]); // expect: vt-double-await
        head = (head + 1) % SLOTS;
    }
    return status;
}
