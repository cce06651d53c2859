#include "policy.h"

#include "range.h"
#include "say.h"

bool is_allowed(int port)
{
    return in_range(port, FIRST_PORT, 65535);
}

static bool setting(bool wanted)
{
    return wanted && option_default();
}

bool is_strict(void)
{
    return setting(true);
}

bool is_verbose(void)
{
    return verbosity > 0;
}

void refuse(int port)
{
    say_and_stop("refused", port);
}

void complain(int port)
{
    say("not allowed", port);
}
