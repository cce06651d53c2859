#include "make.h"

void use(void)
{
    (void)make();
}
