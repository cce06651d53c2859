/* Stands in for <valuetask/when.h>: all of it is in valuetask.h beside this file. */
#include <valuetask/valuetask.h>
