// A struct that each file declares for itself, with a member whose type has no name: it is the same struct in both.
#include <stdbool.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

struct answer {
    bool is_pending;
    union {
        int code;
        vt_int task; // expect: vt-field-storage
    } is;
};

vt_int make(int number);
struct answer ask(int number);

struct answer ask(int number)
{
    if (number > 0)
        return (struct answer){.is_pending = true, .is.task = make(number)};
    return (struct answer){.is.code = number};
}
