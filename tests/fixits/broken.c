/* broken.c - for run_fixed.sh: each function misuses a value task in a way that --fix mends; main says what they must answer. */
#include <stdio.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

static int made;

/* Ready for even numbers, pending for odd ones. */
static vt_int make(int number)
{
    made++;
    if (number % 2 == 0)
        return vt_int_from_result(number);
    vt_int_task *task = vt_int_task_new();
    vt_int_task_complete(task, number);
    vt_int value = vt_int_from_task(task);
    vt_int_task_unref(task);
    return value;
}

static int twice(int number)
{
    int first = 0, second = 0;
    vt_int task = make(number);
    int status = vt_int_await(task, &first);
    if (status < 0)
        return status;
    status = vt_int_await(task, &second);
    return status < 0 ? status : first + second;
}

static int returned(int number)
{
    int value = 0;
    vt_int task = make(number);
    if (vt_int_await_timeout(task, 1000, &value) < 0)
        return -1;
    return vt_int_await(task, &value);
}

static int in_a_loop(int number)
{
    int sum = 0, value = 0;
    for (int i = 0; i < 2; i++) {
        vt_int task = make(number);
        for (int k = 0; k < 3; k++) {
            if (vt_int_await(task, &value) < 0)
                continue;
            sum += value;
        }
        if (i == 5)
            break;
    }
    return sum;
}

static int parameter(vt_int task)
{
    int one = 0, two = 0;
    if (vt_int_await(task, &one) < 0) return -1;
    else if (vt_int_await(task, &two) < 0) return -2;
    return one + two;
}

static int early(int number)
{
    int value = 0;
    vt_int task = make(number);
    if (number > 6)
        return 0;
    int status = vt_int_await(task, &value);
    return status < 0 ? status : value;
}

static void dropped(int number)
{
    make(number);
    if (number > 2)
        (void)make(number);
}

static int overwritten(int number)
{
    int value = 0;
    vt_int task = make(number);
    task = make(number + 2);
    int status = vt_int_await(task, &value);
    return status < 0 ? status : value;
}

/* Always pending, and callers that await, keep, hand on and forget. */
static vt_int later(int number)
{
    vt_int_task *task = vt_int_task_new();
    vt_int_task_complete(task, number);
    vt_int value = vt_int_from_task(task);
    vt_int_task_unref(task);
    return value;
}

static vt_int maybe_later(int number)
{
    if (number < 4)
        return vt_int_from_result(number);
    return later(number);
}

static int uses_later(int number)
{
    int sum = 0, value = 0;
    if (vt_int_await(later(number), &value) < 0)
        return -1;
    sum += value;
    int status = vt_int_await_timeout(later(number), 1000, &value);
    sum += value;
    vt_int_forget(later(number));
    vt_int_task *kept = vt_int_as_task(later(number));
    status += vt_int_task_await(kept, &value);
    vt_int_task_unref(kept);
    vt_int task = later(number);
    status += vt_int_await(task, &value);
    sum += value;
    if (status < 0)
        return vt_int_await(later(number), &value);
    status = vt_int_await(maybe_later(number), &value);
    return status < 0 ? status : sum + value;
}

/* Returned by ?:, one of them as it is; awaited where it cannot be put before the statement. */
static vt_int either(int number, int which)
{
    return which > 1 ? (which > 2 ? later(number) : later(number + 1)) : later(number + 2);
}

static vt_int mixed(int number, vt_int_task *other)
{
    return number % 2 == 0 ? later(number) : vt_int_from_task(other);
}

static int in_heads(int number)
{
    int sum = 0, value = 0, turns = 0;
    while (turns < 2 && vt_int_await(later(number), &value) == 0) {
        turns++;
        if (turns == 1)
            continue;
        sum += value;
    }
    for (int i = 0; i < 3 && vt_int_await(either(number, i), &value) == 0; i++)
        sum += value - number;
    do {
        sum++;
    } while (vt_int_await_timeout(later(number), 1000, &value) == 0 && sum % 4 != 0);
    int status = number > 5 ? vt_int_await(later(1), &value) : -vt_int_await(later(2), &value);
    sum += status + value;
    if (number > 100 || vt_int_await(later(number), &value) < 0)
        return -1;
    vt_int_task *other = vt_int_task_new();
    vt_int_task_complete(other, 7);
    switch (vt_int_await(mixed(number, other), &value)) {
    case 0: sum += value;
    }
    vt_int_task_unref(other);
    return sum;
}

static int expected_of_heads(int number)
{
    int sum = number + 2 + 2 + 1;
    do
        sum++;
    while (sum % 4 != 0);
    return sum + (number > 5 ? 1 : 2) + (number % 2 == 0 ? number : 7);
}

/* Kept in a field and a variable that lives on, taken out in several ways. */
struct slot {
    int times;
    vt_int kept;
};

static vt_int parked;

static int keeps(struct slot *slot, int number)
{
    int value = 0;
    slot->kept = make(number);
    if (vt_int_await(slot->kept, &value) < 0)
        return -1;
    slot->times += value;
    parked = make(number);
    vt_int task = parked;
    int status = vt_int_await(task, &value);
    if (status < 0)
        return status;
    parked = make(number);
    if (vt_int_await(parked, &value) < 0)
        return -1;
    return value;
}

/* In arrays: of a struct, and one that lives on. */
struct batch {
    int count;
    vt_int results[4];
};

static vt_int row[3];

static int batches(struct batch *batch, int number)
{
    int sum = 0, value = 0;
    for (int i = 0; i < 4; i++)
        batch->results[i] = make(number + i);
    row[0] = make(number);
    row[1 + 1] = make(number);
    for (int i = 4; i > 0 && vt_int_await(batch->results[i - 1], &value) == 0; i--)
        sum += value;
    if (vt_int_await(row[0], &value) < 0)
        return -1;
    sum += value;
    int status = vt_int_await(row[2], &value);
    return status < 0 ? status : sum + value;
}

/* Looked into. */
static int looks(int number)
{
    vt_int task = make(2 * number);
    int value = task.result;
    vt_int_forget(task);
    return value + make(number * 2).result;
}

static int failures;

static void expect(const char *what, int answer, int expected)
{
    if (answer != expected) {
        printf("%s: %d, not %d\n", what, answer, expected);
        failures++;
    }
}

int main(void)
{
    struct slot slot = {.times = 0};
    struct batch batch = {.count = 4};
    for (int number = 3; number <= 8; number++) {
        expect("twice", twice(number), 2 * number);
        expect("returned", returned(number), 0);
        expect("in_a_loop", in_a_loop(number), 6 * number);
        expect("parameter", parameter(make(number)), 2 * number);
        expect("early", early(number), number > 6 ? 0 : number);
        expect("overwritten", overwritten(number), number + 2);
        expect("uses_later", uses_later(number), 4 * number);
        expect("in_heads", in_heads(number), expected_of_heads(number));
        expect("keeps", keeps(&slot, number), number);
        expect("batches", batches(&batch, number), 6 * number + 6);
        expect("looks", looks(number), 4 * number);
        dropped(number);
    }
    expect("made", made, 6 * 21);
    return failures != 0;
}
