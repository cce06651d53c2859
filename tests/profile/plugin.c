/* The shared object of the profile's test. */
#include "lookup.h"

vt_int plugin_look_up(int number, vt_int_task *slow)
{
    if (number < 0)
        return vt_int_from_error(-EINVAL); /* plugin ready */
    return look_up(number, slow);
}
