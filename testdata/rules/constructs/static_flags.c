// Static variables over calls of code that is not seen: it changes them by calling back only.
#include <stdbool.h>
#include <string.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
void unseen(void);
void unseen_with(void (*call)(void));
void keep_flag(bool *flag);

/* --- nobody outside can have it written --- */

static struct {
    bool is_ready;
    int users[2];
} state;
static void set_up(int users)
{
    memset(&state, 0, sizeof state);
    state.users[1] = users;
    state.is_ready = users > 0;
}
static bool is_ready(void)
{
    unseen();
    return state.is_ready;
}
void part_ok(void)
{
    int value = 0;
    vt_int task;
    if (state.is_ready && state.users[1] == 3)
        task = make();
    unseen();
    if (is_ready() && state.users[1] == 3)
        (void)vt_int_await(task, &value);
}

static bool is_quiet;
static void parse(const char *option)
{
    is_quiet = strcmp(option, "-q") == 0;
}
static void run_quiet_ok(void)
{
    int value = 0;
    vt_int task;
    if (is_quiet)
        task = make();
    unseen();
    if (is_quiet)
        (void)vt_int_await(task, &value);
}
static void run_quiet_bad(void)
{
    int value = 0;
    vt_int task = make(); // expect: vt-unawaited task
    if (is_quiet)
        (void)vt_int_await(task, &value);
    unseen();
    if (is_quiet)
        unseen();
}
int main(int count, char **arguments)
{
    if (count > 1)
        parse(arguments[1]);
    set_up(count);
    run_quiet_ok();
    run_quiet_bad();
    return 0;
}

/* --- a function with a name writes it: others may call it, but not while the path is under way --- */

static bool is_open;
void set_open(bool open);
void set_open(bool open)
{
    is_open = open;
}
void named_writer_ok(void)
{
    int value = 0;
    vt_int task;
    if (is_open)
        task = make();
    unseen();
    if (is_open)
        (void)vt_int_await(task, &value);
}

/* --- one whose address goes outside, by a call of its own --- */

static int level;
static void lower(void)
{
    level--;
}
static void on_event(void)
{
    lower();
}
void called_back_bad(void)
{
    int value = 0;
    vt_int task;
    unseen_with(on_event);
    if (level == 2)
        task = make(); // expect: vt-unawaited task
    unseen();
    if (level == 2)
        (void)vt_int_await(task, &value);
}

/* --- others set it, but to one value --- */

static bool is_started;
void start(void);
void start(void)
{
    is_started = true;
}
void started_later_bad(void)
{
    int value = 0;
    if (is_started)
        return;
    vt_int task = make(); // expect: vt-unawaited task
    unseen();
    if (!is_started)
        (void)vt_int_await(task, &value);
}
void started_before_ok(void)
{
    int value = 0;
    if (!is_started)
        return;
    vt_int task = make();
    unseen();
    if (is_started)
        (void)vt_int_await(task, &value);
}

/* --- its address leaves the file: as that of an option does, and nobody expects that it is changed later --- */

static bool is_shared;
void share(void);
void share(void)
{
    keep_flag(&is_shared);
}
void shared_ok(void)
{
    int value = 0;
    vt_int task;
    if (is_shared)
        task = make();
    unseen();
    if (is_shared)
        (void)vt_int_await(task, &value);
}

static bool is_in_table;
extern bool *const flags[];
bool *const flags[] = {&is_in_table};
void in_table_ok(void)
{
    int value = 0;
    vt_int task;
    if (is_in_table)
        task = make();
    unseen();
    if (is_in_table)
        (void)vt_int_await(task, &value);
}

static struct {
    bool is_set, is_other;
} parts;
static bool *const part = &parts.is_set;
void set_part(void);
void set_part(void)
{
    *part = true;
}
void part_in_initial_value_bad(void)
{
    int value = 0;
    vt_int task = make(); // expect: vt-unawaited task
    if (!parts.is_set)
        (void)vt_int_await(task, &value);
}

static bool is_in_range;
static bool *const range[4] = {[1 ... 2] = &is_in_range};
void set_range(int i);
void set_range(int i)
{
    *range[i] = true;
}
void in_range_of_initial_values_bad(void)
{
    int value = 0;
    vt_int task = make(); // expect: vt-unawaited task
    if (!is_in_range)
        (void)vt_int_await(task, &value);
}

static bool is_aliased;
extern bool is_public __attribute__((alias("is_aliased")));
void aliased_bad(void)
{
    int value = 0;
    vt_int task;
    if (is_aliased)
        task = make(); // expect: vt-unawaited task
    unseen();
    if (is_aliased)
        (void)vt_int_await(task, &value);
}
