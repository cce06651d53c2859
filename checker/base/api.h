/* api.h - a value-task API that carries no annotations, described from outside. Plain data: the configuration fills it,
 * the frontend reads it.
 *
 * Names are patterns in which * stands for any characters and ? for one, since such APIs are often made by macros for
 * one result type after the other: future_*. */
#ifndef VTCHECK_BASE_API_H
#define VTCHECK_BASE_API_H

#include <glib.h>
#include <stdbool.h>

typedef struct BaseApi {
    char *type;              /* of a struct, union or typedef, without the word "struct" */
    GPtrArray *consuming;    /* functions (char *); never NULL. What they do, they do to every parameter that is a value task or points to one */
    GPtrArray *observing;
    GPtrArray *synchronous;  /* functions that return a value task */
    GPtrArray *asynchronous;
} BaseApi;

/* One with empty lists; base_api_free takes NULL, too. */
BaseApi *base_api_new(void);
void base_api_free(BaseApi *api);

/* A name of a description. */
typedef struct BaseApiName {
    const char *pattern;
    bool is_type;            /* else a function */
} BaseApiName;

/* All names of descriptions, as BaseApiName: of each its type first, then its functions, list by list as above. The texts are the descriptions'. */
GArray *base_api_names(const GPtrArray *apis);

/* Whether a pattern stands for the name. */
bool base_api_matches(const char *pattern, const char *name);

/* True when a pattern of the list stands for the name. */
bool base_api_lists(const GPtrArray *patterns, const char *name);

#endif
