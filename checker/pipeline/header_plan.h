/* header_plan.h - which units share which directives; headers.c's. */
#ifndef VTCHECK_PIPELINE_HEADER_PLAN_H
#define VTCHECK_PIPELINE_HEADER_PLAN_H

#include "pipeline/selection.h"

/* Units that begin with the same directives. */
typedef struct HeaderGroup {
    uint32_t unit;       /* one of them, for flags and folder */
    char *text;          /* the directives, a line each */
    guint directives;
    ScanAnswer answer;   /* of the text alone */
    uint64_t bytes;      /* of all units together */
    uint32_t members;
} HeaderGroup;

#define NO_HEADER G_MAXUINT

/* HeaderGroup, owned by the array; group_of[i] (g_free) says for each unit which, or NO_HEADER. */
typedef struct HeaderPlan {
    GArray *groups;
    guint *group_of;
} HeaderPlan;

HeaderPlan header_plan(const PipelineUnits *units, PipelineSelection *selection);
void header_plan_clear(HeaderPlan *plan);

/* ScanDirective, what the unit's source begins with (g_array_unref); NULL: nothing that could be shared. */
GArray *header_plan_directives(const PipelineUnits *units, const PipelineSelection *selection, uint32_t unit);

/* The first `count` of these, at least one, as a group of one; false: they do not end with an include, or cannot be shared. */
bool header_plan_one(const PipelineUnits *units, PipelineSelection *selection, uint32_t unit, GArray *directives, guint count, HeaderGroup *group);
void header_group_clear(HeaderGroup *group);

#endif
