// Variables that are defined here, looked at here, and written in another file.
#include "store.h"

int use_cache = 0;
int is_quiet = 0, never_written = 0;
__typeof__(logging) logging = {0, 0};

vt_int store_read(struct store *store)
{
    if (use_cache)
        return vt_int_from_result(store->last);
    return vt_int_from_source(&store->source, store->token);
}

vt_int store_read_again(struct store *store) // expect: vt-always-async
{
    if (never_written)
        return vt_int_from_result(store->last);
    return vt_int_from_source(&store->source, store->token);
}

void store_release(vt_int task) // expect: vt-unawaited task
{
    if (is_quiet)
        vt_int_forget(task);
}

void release_ok(struct store *store)
{
    vt_int task = store_read(store);
    store_release(task);
}

void level_bad(struct store *store)
{
    vt_int task = store_read(store); // expect: vt-unawaited task
    if (logging.level == 0)
        vt_int_forget(task);
}
