// Calls that consume behind a pointer: one object, or as many elements as the number beside it says.
#include <valuetask/annotations.h>

typedef struct VT_VALUE_TASK ticket {
    void *source;
} ticket;

ticket make(int number);
int redeem(VT_CONSUMES ticket *one);
int redeem_in_time(VT_CONSUMES ticket *one, int timeout);
int redeem_all(VT_CONSUMES ticket *tickets, int count);
_Bool is_ready(VT_OBSERVES const ticket *one);

int each_ok(void)
{
    ticket tickets[2] = {make(1), make(2)};
    int first = redeem(&tickets[0]);
    return first + redeem(&tickets[1]);
}

int each_in_a_loop_ok(void)
{
    ticket tickets[3] = {make(1), make(2), make(3)};
    int sum = 0;
    for (int i = 0; i < 3; i++)
        sum += redeem(&tickets[i]);
    return sum;
}

int a_time_is_no_count_ok(void)
{
    ticket tickets[2] = {make(1), make(2)};
    int first = redeem_in_time(tickets, 0);
    return first + redeem_in_time(tickets + 1, 500);
}

int first_twice_bad(void)
{
    ticket tickets[2] = {make(1), make(2)};
    int sum = redeem(tickets) + redeem(&tickets[1]);
    return sum + redeem(&tickets[0]); // expect: vt-double-await tickets
}

int first_only_bad(void)
{
    ticket tickets[2] = {make(1), make(2)}; // expect: vt-unawaited
    return redeem(tickets);
}

int other_is_looked_at_ok(void)
{
    ticket tickets[2] = {make(1), make(2)};
    int first = redeem(&tickets[0]);
    while (!is_ready(&tickets[1]))
        continue;
    return first + redeem(&tickets[1]);
}

int same_is_looked_at_bad(void)
{
    ticket tickets[2] = {make(1), make(2)};
    int sum = redeem_all(tickets, 2);
    return sum + is_ready(&tickets[1]); // expect: vt-use-after-await
}

int unknown_count_ok(int count)
{
    ticket tickets[3] = {make(1), make(2), make(3)};
    return redeem_all(tickets, count);
}

int whole_twice_bad(void)
{
    ticket tickets[2] = {make(1), make(2)};
    int sum = redeem_all(tickets, 2);
    return sum + redeem_all(tickets, 2); // expect: vt-double-await
}
