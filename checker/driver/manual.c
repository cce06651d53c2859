/* manual.c - vtcheck(1), from the table of options and that of rules. */
#include "driver/manual.h"

#include <string.h>

#include "base/environment.h"
#include "driver/commands.h"
#include "driver/options.h"
#include "rules/rules.h"

/* Text for roff: a backslash, a dash that is to be typed, and a line that would be taken for a request. */
static void append_text(GString *out, const char *text)
{
    if (text[0] == '.' || text[0] == '\'')
        g_string_append(out, "\\&");
    for (; *text != '\0'; text++) {
        if (*text == '\\')
            g_string_append(out, "\\e");
        else if (*text == '-')
            g_string_append(out, "\\-");
        else
            g_string_append_c(out, *text);
    }
}

static void append_option(GString *out, const DriverOptionWords *option)
{
    g_string_append(out, ".TP\n");
    if (option->letter != '\0')
        g_string_append_printf(out, "\\fB\\-%c\\fR%s", option->letter, option->name != NULL ? ", " : "");
    if (option->name != NULL) {
        g_string_append(out, "\\fB\\-\\-");
        append_text(out, option->name);
        g_string_append(out, "\\fR");
    }
    if (option->value != NULL)
        g_string_append_printf(out, "%s\\fI%s\\fR", option->name != NULL ? "=" : " ", option->value);
    g_string_append_c(out, '\n');
    append_text(out, option->help);
    g_string_append_c(out, '\n');
}

static void append_rules(GString *out)
{
    size_t count = 0;
    const Rule *const *rules = rules_all(&count);
    for (size_t i = 0; i < count; i++) {
        g_string_append(out, ".TP\n.B ");
        append_text(out, rules[i]->info.id);
        g_string_append_c(out, '\n');
        append_text(out, rules[i]->info.summary);
        g_string_append_printf(out, " (%s)\n", rules[i]->info.severity == REPORT_ERROR ? "error" : "warning");
    }
}

static void append_environment(GString *out)
{
    for (EnvironmentVariable i = 0; i < ENVIRONMENT_COUNT; i++) {
        g_string_append_printf(out, ".TP\n.B %s\n", environment_name(i));
        append_text(out, environment_help(i));
        g_string_append_c(out, '\n');
    }
}

void driver_manual(GString *out)
{
    DriverOptionWords option;
    g_string_append_printf(out, ".TH VTCHECK 1 \"\" \"vtcheck %s\" \"User Commands\"\n", driver_version());
    g_string_append(out, ".SH NAME\nvtcheck \\- find misuse of value tasks in C code\n.SH SYNOPSIS\n"
                         ".B vtcheck\n[\\fIOPTIONS\\fR] [\\fIFILE\\fR...]\n.br\n"
                         ".B vtcheck\n[\\fIOPTIONS\\fR] \\fIFILE\\fR... \\-\\- \\fIFLAGS\\fR...\n");
    for (size_t i = 0; driver_verb_words(i, &option); i++) {
        g_string_append_printf(out, ".br\n.B vtcheck %s\n", option.name);
        append_text(out, option.value);
        g_string_append_c(out, '\n');
    }
    g_string_append(out, ".SH DESCRIPTION\n"
                         "A value task is a small struct, returned by value, that holds a result which is there already or refers to an operation that is\n"
                         "pending. It is consumed exactly once. vtcheck follows every value task along every path, through helper functions and across files, and\n"
                         "reports where that rule is broken.\n.PP\n"
                         "Without a FILE, everything in the compilation database is checked. With a FILE, its flags are those of the database, or those behind\n"
                         "\\-\\-. A verb does something else:\n");
    for (size_t i = 0; driver_verb_words(i, &option); i++) {
        g_string_append_printf(out, ".TP\n.B %s\n", option.name);
        append_text(out, option.help);
        g_string_append_c(out, '\n');
    }
    g_string_append(out, ".SH OPTIONS\n");
    for (size_t i = 0; driver_option_words(i, &option); i++)
        append_option(out, &option);
    g_string_append(out, ".PP\n\\fBvtcheck config\\fR takes, besides:\n");
    for (size_t i = 0; driver_config_option_words(i, &option); i++)
        append_option(out, &option);
    g_string_append(out, ".SH RULES\n");
    append_rules(out);
    g_string_append(out, ".SH EXIT STATUS\n"
                         ".TP\n.B 0\nno finding\n.TP\n.B 1\nat least one finding\n.TP\n.B 2\nthe run itself failed\n"
                         ".TP\n.B 3\nno finding, but some file could not be (wholly) analysed\n"
                         ".SH ENVIRONMENT\n");
    append_environment(out);
    g_string_append(out, ".SH FILES\n.TP\n.I compile_commands.json\nthe compilation database\n.TP\n.I .vtcheck.yaml\nthe configuration of the files in its folder and below\n"
                         ".SH EXAMPLES\n.nf\nvtcheck \\-p build\nvtcheck \\-\\-fix\\-dry\\-run src/server.c\nvtcheck explain vt\\-double\\-await\n.fi\n"
                         ".SH SEE ALSO\n.BR clang\\-tidy (1)\n");
}
