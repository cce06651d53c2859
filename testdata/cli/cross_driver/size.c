#include <stddef.h>
_Static_assert(sizeof(void *) == WANTED, "the target's pointers");
