/* api.c - see api.h. */
#include "base/api.h"

#include <string.h>

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

GArray *base_api_names(const GPtrArray *apis)
{
    GArray *names = g_array_new(FALSE, FALSE, sizeof(BaseApiName));
    for (guint i = 0; i < apis->len; i++) {
        const BaseApi *api = apis->pdata[i];
        const GPtrArray *const lists[] = {api->consuming, api->observing, api->synchronous, api->asynchronous};
        BaseApiName name = {api->type, true};
        g_array_append_val(names, name);
        for (size_t k = 0; k < G_N_ELEMENTS(lists); k++)
            for (guint n = 0; n < lists[k]->len; n++) {
                name = (BaseApiName){lists[k]->pdata[n], false};
                g_array_append_val(names, name);
            }
    }
    return names;
}

bool base_api_matches(const char *pattern, const char *name)
{
    return strcmp(pattern, name) == 0 || (strpbrk(pattern, "*?") != NULL && g_pattern_match_simple(pattern, name));
}

bool base_api_lists(const GPtrArray *patterns, const char *name)
{
    for (guint i = 0; i < patterns->len; i++)
        if (base_api_matches(patterns->pdata[i], name))
            return true;
    return false;
}
