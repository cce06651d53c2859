/* header_order.h - standard headers that a source begins with may stand behind the headers that follow them, where nothing tells the difference:
 * so that units share a precompiled header that do not begin alike. See header_order.c for what has to hold. */
#ifndef VTCHECK_PIPELINE_HEADER_ORDER_H
#define VTCHECK_PIPELINE_HEADER_ORDER_H

#include "pipeline/store.h"

typedef struct HeaderOrder HeaderOrder;

/* For as long as the selection's scanner refreshes nothing. `store`: where answers are kept for other runs; NULL: nowhere. */
HeaderOrder *header_order_new(const PipelineUnits *units, PipelineSelection *selection, PipelineStore *store);
void header_order_free(HeaderOrder *order); /* refreshes it, when there is something to keep; NULL is fine */

/* How many of the directives (ScanDirective), from the first on, include standard headers, by their names alone. */
guint header_order_leading(const GArray *directives);

/* Whether a unit that begins with `count` of these and then `text` (directives, a line each) means the same when they stand behind it. */
bool header_order_may_move(HeaderOrder *order, uint32_t unit, const GArray *directives, guint count, const char *text);

#endif
