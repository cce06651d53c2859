/* main.c - vtcheck: reads the command line, answers or checks. */
#include <signal.h>

#include "driver/commands.h"
#include "driver/output.h"
#include "driver/pipeline.h"

int main(int argc, char **argv)
{
    signal(SIGPIPE, SIG_IGN); /* a reader that went away is an error of a write, not the end of the program */
    driver_output_prepare();

    DriverOptions options;
    char *error = NULL;
    int status = DRIVER_FAILED;
    if (driver_options_parse(&options, argc, argv, &error)) {
        status = driver_answer(&options);
        if (status < 0)
            status = driver_run(&options);
    } else {
        driver_tell("%s", error);
    }
    g_free(error);
    driver_options_clear(&options);
    return status;
}
