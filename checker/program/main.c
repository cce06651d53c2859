/* main.c - vtcheck: reads the command line, answers, serves an editor, or checks. The one place that knows both the batch driver and
 * the language server. */
#include <signal.h>
#include <unistd.h>

#include "driver/commands.h"
#include "driver/output.h"
#include "driver/pipeline.h"
#include "lsp/lsp.h"

static int serve(const DriverOptions *options)
{
    char *config_file = NULL, *working_directory = g_get_current_dir(), *cache_folder = driver_cache_folder(options, working_directory);
    PipelineWishes wishes = driver_wishes(options, working_directory, &config_file);
    LspOptions wanted = {driver_request(options, working_directory), wishes, driver_version(), options->jobs, cache_folder};
    int status = lsp_serve(&wanted, STDIN_FILENO, STDOUT_FILENO);
    g_free(cache_folder);
    g_free(config_file);
    g_free(working_directory);
    return status;
}

int main(int argc, char **argv)
{
    signal(SIGPIPE, SIG_IGN); /* a reader that went away is an error of a write, not the end of the program; */
    signal(SIGXFSZ, SIG_IGN); /* so is a limit of the size of files */
    driver_output_prepare();

    DriverOptions options;
    char *error = NULL;
    int status = DRIVER_FAILED;
    if (driver_options_parse(&options, argc, argv, &error)) {
        status = driver_answer(&options);
        if (status < 0)
            status = options.is_serve ? serve(&options) : driver_run(&options);
    } else {
        driver_tell("%s", error);
    }
    g_free(error);
    driver_options_clear(&options);
    return status;
}
