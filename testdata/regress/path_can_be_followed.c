// The notes of a loss tell each branch and each end of a loop that the reader has to take, whatever other ways go on together with this one: those that all of them take, and those that
// were settled before there was a task.
#include <stdbool.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

struct call { bool hungup; unsigned n, quorum; };

vt_int ask(unsigned i);
vt_int play(struct call *call);
bool pop(int *word);

// Left by break: what failed, and what is enough, go on together.
int break_bad(unsigned n)
{
    vt_int t[4];
    int value, rc = 0;
    for (unsigned i = 0; i < n && i < 4; i++)
        t[i] = ask(i); // expect: vt-unawaited
    for (unsigned i = 0; i < n && i < 4; i++) {
        rc = vt_int_await(t[i], &value);
        if (rc == -EAGAIN)
            rc = vt_int_await(ask(i), &value);
        if (rc < 0) // expect-note: taking the true branch
            break;
    }
    return rc;
}

// One of the ways to the loop's end knows already that nothing is complete.
int polled_bad(struct call *call)
{
    int value = 0;
    vt_int voice = play(call), digit = ask(0); // expect: vt-unawaited
    while (!vt_int_is_completed(voice) && !vt_int_is_completed(digit) && !call->hungup)
        vt_int_forget(play(call));
    if (vt_int_is_completed(digit)) { // expect-note: taking the false branch
        vt_int_forget(voice);
        return vt_int_await(digit, &value);
    }
    if (call->hungup) { // expect-note: taking the true branch
        vt_int_forget(voice);
        return -ECONNRESET;
    }
    vt_int_forget(digit);
    return vt_int_await(voice, &value);
}

// Settled before there is a task.
int settled_before_bad(void)
{
    int value, word = 0, rc = pop(&word) ? word : -1;
    vt_int t = ask(1); // expect: vt-unawaited
    if (rc < 0)        // expect-note: taking the true branch
        return rc;
    return vt_int_await(t, &value);
}

int loop_not_entered_bad(int rc)
{
    int value;
    if (rc >= 0)
        return 0;
    vt_int t = ask(1); // expect: vt-unawaited
    while (rc == 0) {  // expect-note: skipping the loop
        rc = vt_int_await(t, &value);
        t = ask(2);
    }
    return rc;
}

// A loop is left where it was gone round, though a call stands in its condition.
int popped_bad(void)
{
    int value, word, rc = 0;
    bool has = false;
    vt_int t;
    while (pop(&word)) { // expect-note: leaving the loop
        if (has)
            rc |= vt_int_await(t, &value);
        t = ask((unsigned)word); // expect: vt-unawaited
        has = true;
    }
    return rc;
}

// What is lost at the end of a turn does not go round.
int scope_in_loop_bad(const bool *stop)
{
    int value, version = 0;
    while (!*stop) {
        vt_int next = ask(0);
        int rc = vt_int_await(next, &value);
        if (rc < 0)
            return rc;
        next = ask((unsigned)++version); // expect: vt-unawaited
    } // expect-note: goes out of scope
    return 0;
}
