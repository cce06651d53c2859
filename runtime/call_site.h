/* Names for places in the program, for messages. */
#ifndef VALUETASK_RUNTIME_CALL_SITE_H
#define VALUETASK_RUNTIME_CALL_SITE_H

#include <stddef.h>

/* Writes "file:line" of the call that returns to `address` into `text`; without debug information or addr2line
 * "program+0xoffset". Runs a program, so it is for messages about misuse only. */
void vt_rt_name_call(const void *address, char *text, size_t size);

#endif
