/* header_plan.h - which units share which directives; headers.c's. */
#ifndef VTCHECK_PIPELINE_HEADER_PLAN_H
#define VTCHECK_PIPELINE_HEADER_PLAN_H

#include "pipeline/header_order.h"

/* Units that begin with the same directives, but for standard headers before these (header_order.h). */
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
    GPtrArray *moved_of; /* char *, per unit: directives, a line each, that stand before the group's and are read behind them; NULL: none do */
} HeaderPlan;

HeaderPlan header_plan(const PipelineUnits *units, PipelineSelection *selection, HeaderOrder *order);
void header_plan_clear(HeaderPlan *plan);

/* ScanDirective, what the unit's source begins with (g_array_unref); NULL: nothing that could be shared. */
GArray *header_plan_directives(const PipelineUnits *units, const PipelineSelection *selection, uint32_t unit);

/* `count` of these, at least one, from `first` on, as a group of one; false: they do not end with an include, or cannot be shared. */
bool header_plan_one(const PipelineUnits *units, PipelineSelection *selection, uint32_t unit, GArray *directives, guint first, guint count, HeaderGroup *group);
void header_group_clear(HeaderGroup *group);

/* `count` of the directives from `first` on, as far as there are so many, a line each. g_free. */
char *header_plan_lines(const GArray *directives, guint first, guint count);

#endif
