// Where they are written: by name, through a pointer, as part of a struct.
#include "store.h"

static void set(int *option)
{
    *option = 1;
}

void parse_options(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (argv[i][0] == 'c')
            use_cache = 1;
        if (argv[i][0] == 'q')
            set(&is_quiet);
        if (argv[i][0] == 'l')
            logging.level++;
    }
}
