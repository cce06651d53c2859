#include "shared.h"
void two(void) { shared(); }
