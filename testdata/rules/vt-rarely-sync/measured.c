// Shares on both sides of the threshold; measured.profile has the numbers.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);
VT_DEFINE(text, const char *);

struct vt_source *query(int id, uint64_t *token);
int cache_find(int id);

vt_int rarely_bad(int id) // expect: vt-rarely-sync 'rarely_bad'
{
    uint64_t token = 0;
    int cached = cache_find(id);
    if (cached > 0)
        return vt_int_from_result(cached); // expect-note: of 10 made here, 10 were complete
    struct vt_source *source = query(id, &token);
    return vt_int_from_source(source, token); // expect-note: of 100 made here, 1 were complete
}

vt_int half_ok(int id)
{
    uint64_t token = 0;
    if (id < 0)
        return vt_int_from_error(-EINVAL);
    struct vt_source *source = query(id, &token);
    return vt_int_from_source(source, token);
}

vt_int mostly_ok(int id)
{
    uint64_t token = 0;
    int cached = cache_find(id);
    if (cached > 0)
        return vt_int_from_result(cached);
    struct vt_source *source = query(id, &token);
    return vt_int_from_source(source, token);
}

// Never called while it was measured.
vt_int unmeasured_ok(int id)
{
    uint64_t token = 0;
    if (id == 0)
        return vt_int_from_result(0);
    struct vt_source *source = query(id, &token);
    return vt_int_from_source(source, token);
}

// Its own value tasks count, not those that others made.
vt_int hands_on_ok(int id)
{
    if (id == 7)
        return vt_int_from_result(7);
    return rarely_bad(id);
}

// A table of functions does not make a slow function quick.
static vt_text slow_bad(int id) // expect: vt-rarely-sync 'vt_text'
{
    uint64_t token = 0;
    if (id == 0)
        return vt_text_from_result("");
    return vt_text_from_source(query(id, &token), token);
}

const struct {
    vt_text (*read)(int id);
} readers[] = { { slow_bad } };

// What makes a value task for its own use returns none.
int own_use_ok(int id)
{
    int result = 0;
    uint64_t token = 0;
    struct vt_source *source = query(id, &token);
    int rc = vt_int_await(vt_int_from_source(source, token), &result);
    return rc < 0 ? rc : result;
}

// Tasks: the opposite advice is a note, which is no finding to a build.
vt_int_task *ready_task_ok(int id) // expect-note: 'ready_task_ok' returns a task
{
    vt_int_task *task = vt_int_task_new();
    vt_int_task_complete(task, id);
    return task;
}

vt_int_task *slow_task_ok(int id)
{
    uint64_t token = 0;
    return vt_int_as_task(vt_int_from_source(query(id, &token), token));
}
