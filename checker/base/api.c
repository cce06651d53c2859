/* api.c - see api.h. */
#include "base/api.h"

BaseApi *base_api_new(void)
{
    BaseApi *api = g_new0(BaseApi, 1);
    GPtrArray **const lists[] = {&api->consuming, &api->observing, &api->synchronous, &api->asynchronous};
    for (size_t i = 0; i < G_N_ELEMENTS(lists); i++)
        *lists[i] = g_ptr_array_new_with_free_func(g_free);
    return api;
}

void base_api_free(BaseApi *api)
{
    if (api == NULL)
        return;
    g_free(api->type);
    GPtrArray *const lists[] = {api->consuming, api->observing, api->synchronous, api->asynchronous};
    for (size_t i = 0; i < G_N_ELEMENTS(lists); i++)
        g_ptr_array_unref(lists[i]);
    g_free(api);
}

bool base_api_lists(const GPtrArray *patterns, const char *name)
{
    for (guint i = 0; i < patterns->len; i++)
        if (g_pattern_match_simple(patterns->pdata[i], name))
            return true;
    return false;
}
