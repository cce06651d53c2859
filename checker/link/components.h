/* components.h - modules that have nothing to do with each other, told apart.
 *
 * A component is a set of modules that joined without the others gives what all modules joined give. So each can be analysed by itself:
 * in less memory, beside others, and not again while none of its modules changes. */
#ifndef VTCHECK_LINK_COMPONENTS_H
#define VTCHECK_LINK_COMPONENTS_H

#include "ir/ir.h"

/* Modules are added one after the other; nothing of them is needed afterwards. */
typedef struct LinkComponents LinkComponents;

LinkComponents *link_components_new(void);
void link_components_add(LinkComponents *all, const IrModule *module);
void link_components_free(LinkComponents *all); /* NULL is fine */

/* Of the component that the module of this number (0, 1, ... as they were added) is in, one module's number, the same for all of them. */
uint32_t link_components_of(LinkComponents *all, uint32_t module);

/* All at once: for each module the number of its component (g_free), counted from 0 in the order of their first modules; *components receives how many there are. */
uint32_t *link_components(const IrModule *const *modules, uint32_t count, uint32_t *components);

#endif
