#include "missing.h"
#include <valuetask/valuetask.h>
