#include "shared.h"
void one(void) { shared(); }
