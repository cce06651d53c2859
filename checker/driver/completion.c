/* completion.c - completion scripts for shells, from the table of options and that of rules; see manual.h. */
#include <string.h>

#include "driver/manual.h"
#include "driver/options.h"
#include "report/writer.h"
#include "rules/rules.h"

/* What a shell can offer for the value of an option, by what the help calls it. */
typedef enum Offer { OFFER_NOTHING, OFFER_FILES, OFFER_FOLDERS, OFFER_RULES, OFFER_FORMATS, OFFER_CHOICES } Offer;

static Offer offer_of(const DriverOptionWords *option)
{
    if (option->choices != NULL)
        return OFFER_CHOICES;
    if (strcmp(option->value, "GLOBS") == 0)
        return OFFER_RULES;
    if (g_str_has_prefix(option->value, "FORMAT"))
        return OFFER_FORMATS;
    return strcmp(option->value, "DIR") == 0 ? OFFER_FOLDERS : strcmp(option->value, "FILE") == 0 ? OFFER_FILES : OFFER_NOTHING;
}

static void append_rules(GString *out, const char *separator)
{
    size_t count = 0;
    const Rule *const *rules = rules_all(&count);
    for (size_t i = 0; i < count; i++)
        g_string_append_printf(out, "%s%s", i > 0 ? separator : "", rules[i]->info.id);
}

/* The words that an offer is of, with a space between; false: it is none of words. */
static bool append_words(GString *out, const DriverOptionWords *option, Offer offer)
{
    size_t count = 0;
    const ReportWriter *writers = report_writers(&count);
    if (offer == OFFER_RULES)
        append_rules(out, " ");
    for (size_t i = 0; offer == OFFER_FORMATS && i < count; i++)
        g_string_append_printf(out, "%s%s", i > 0 ? " " : "", writers[i].name);
    for (const char *c = option->choices; offer == OFFER_CHOICES && *c != '\0'; c++)
        g_string_append_c(out, *c == '|' ? ' ' : *c);
    return offer == OFFER_RULES || offer == OFFER_FORMATS || offer == OFFER_CHOICES;
}

/* Text inside single quotes; `special` are the bytes before which the shell wants a backslash besides. */
static void append_quoted(GString *out, const char *text, const char *special)
{
    for (; *text != '\0'; text++) {
        if (*text == '\'')
            g_string_append(out, "'\\''");
        else if (strchr(special, *text) != NULL)
            g_string_append_printf(out, "\\%c", *text);
        else
            g_string_append_c(out, *text);
    }
}

/* --- bash ---
 *
 * Files are readline's to complete (complete -o default): it alone knows how a name with blanks or quotes is typed. So what takes a file
 * returns no words, what takes a folder asks for folders, and what takes neither forbids both. */

static void bash_offers(GString *out)
{
    DriverOptionWords option;
    for (size_t i = 0; driver_option_words(i, &option); i++) {
        Offer offer = option.value != NULL ? offer_of(&option) : OFFER_NOTHING;
        if (option.value == NULL)
            continue;
        g_string_append(out, "    ");
        if (option.letter != '\0')
            g_string_append_printf(out, "-%c%s", option.letter, option.name != NULL ? "|" : "");
        if (option.name != NULL)
            g_string_append_printf(out, "--%s", option.name);
        g_string_append(out, ") ");
        if (offer == OFFER_FOLDERS)
            g_string_append(out, "compopt +o default -o dirnames; ");
        if (offer == OFFER_NOTHING)
            g_string_append(out, "compopt +o default; ");
        if (offer == OFFER_RULES || offer == OFFER_FORMATS || offer == OFFER_CHOICES) {
            g_string_append(out, offer == OFFER_RULES ? "last=${value##*,} last=${last#-}; COMPREPLY=($(compgen -P \"${value%\"$last\"}\" -W '" : "COMPREPLY=($(compgen -W '");
            append_words(out, &option, offer);
            g_string_append(out, offer == OFFER_RULES ? "' -- \"$last\")); compopt -o nospace; " : "' -- \"$value\")); ");
        }
        g_string_append(out, "return ;;\n");
    }
}

static void append_bash(GString *out)
{
    DriverOptionWords option;
    g_string_append(out, "# bash completion for vtcheck, made by 'vtcheck completion bash'\n"
                         "_vtcheck()\n{\n"
                         "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} value last\n"
                         "    COMPREPLY=()\n"
                         "    if [ \"$COMP_CWORD\" -gt 1 ] && [ \"${COMP_WORDS[1]}\" = config ]; then\n"
                         "        case $word in -*) COMPREPLY=($(compgen -W '");
    for (size_t i = 0; driver_config_option_words(i, &option); i++)
        g_string_append_printf(out, "%s--%s", i > 0 ? " " : "", option.name);
    g_string_append(out, "' -- \"$word\")) ;; esac\n"
                         "        return\n"
                         "    fi\n"
                         "    # \"--name=value\" comes as three words, and \"--format=sarif:FILE\" as five.\n"
                         "    value=$word\n"
                         "    if [ \"$word\" = ':' ] || [ \"$before\" = ':' ]; then\n"
                         "        return\n"
                         "    elif [ \"$word\" = '=' ]; then\n"
                         "        value=\n"
                         "    elif [ \"$before\" = '=' ] && [ \"$COMP_CWORD\" -ge 2 ]; then\n"
                         "        before=${COMP_WORDS[COMP_CWORD-2]}\n"
                         "    fi\n"
                         "    case $before in\n");
    bash_offers(out);
    g_string_append(out, "    explain) COMPREPLY=($(compgen -W '");
    append_rules(out, " ");
    g_string_append(out, "' -- \"$word\")); return ;;\n"
                         "    completion) COMPREPLY=($(compgen -W 'bash zsh fish' -- \"$word\")); return ;;\n"
                         "    esac\n"
                         "    case $word in\n"
                         "    -*) COMPREPLY=($(compgen -W '");
    for (size_t i = 0; driver_option_words(i, &option); i++) {
        if (option.name != NULL)
            g_string_append_printf(out, "%s--%s%s", i > 0 ? " " : "", option.name, option.value != NULL ? "=" : "");
        else
            g_string_append_printf(out, "%s-%c", i > 0 ? " " : "", option.letter);
    }
    g_string_append(out, "' -- \"$word\")); [[ ${COMPREPLY[0]-} == *= ]] && compopt -o nospace; return ;;\n"
                         "    esac\n"
                         "    [ \"$COMP_CWORD\" -eq 1 ] || return\n"
                         "    compopt -o filenames\n"
                         "    mapfile -t COMPREPLY < <(compgen -f -W '");
    for (size_t i = 0; driver_verb_words(i, &option); i++)
        g_string_append_printf(out, "%s%s", i > 0 ? " " : "", option.name);
    g_string_append(out, "' -- \"$word\")\n}\ncomplete -o default -F _vtcheck vtcheck\n");
}

/* --- zsh --- */

static void zsh_value(GString *out, const DriverOptionWords *option)
{
    Offer offer = offer_of(option);
    g_string_append_c(out, ':');
    append_quoted(out, option->value, ":\\[]");
    g_string_append_c(out, ':');
    if (offer == OFFER_FILES || offer == OFFER_FOLDERS)
        g_string_append(out, offer == OFFER_FILES ? "_files" : "_files -/");
    GString *words = g_string_new(NULL);
    if (append_words(words, option, offer)) /* rules: any number, apart by commas */
        g_string_append_printf(out, offer == OFFER_RULES ? " _values -s , rule %s" : "(%s)", words->str);
    g_string_free(words, TRUE);
}

/* '--name=[help]:VALUE:action' */
static void zsh_spec(GString *out, const DriverOptionWords *option, const char *spelling, const char *equals)
{
    g_string_append_printf(out, "    '%s%s%s[", option->may_repeat ? "*" : "", spelling, option->value != NULL ? equals : "");
    append_quoted(out, option->help, "[]:\\");
    g_string_append_c(out, ']');
    if (option->value != NULL)
        zsh_value(out, option);
    g_string_append(out, "' \\\n");
}

/* One with a letter appears twice. */
static void zsh_option(GString *out, const DriverOptionWords *option)
{
    char *spelling = option->name != NULL ? g_strconcat("--", option->name, NULL) : NULL;
    char letter[3] = {'-', option->letter, '\0'};
    if (spelling != NULL)
        zsh_spec(out, option, spelling, "=");
    if (option->letter != '\0')
        zsh_spec(out, option, letter, "+");
    g_free(spelling);
}

static void append_zsh(GString *out)
{
    DriverOptionWords option;
    g_string_append(out, "#compdef vtcheck\n# zsh completion for vtcheck, made by 'vtcheck completion zsh'\n"
                         "local -a verbs\nverbs=(\n");
    for (size_t i = 0; driver_verb_words(i, &option); i++) {
        g_string_append_printf(out, "    '%s:", option.name);
        append_quoted(out, option.help, ":\\");
        g_string_append(out, "'\n");
    }
    g_string_append(out, ")\nif (( CURRENT == 3 )) && [[ $words[2] == explain ]]; then\n    compadd ");
    append_rules(out, " ");
    g_string_append(out, "\n    return\nfi\nif (( CURRENT == 3 )) && [[ $words[2] == completion ]]; then\n    compadd bash zsh fish\n    return\nfi\n"
                         "if (( CURRENT > 2 )) && [[ $words[2] == config ]]; then\n    _arguments \\\n");
    for (size_t i = 0; driver_config_option_words(i, &option); i++)
        zsh_option(out, &option);
    g_string_append(out, "    '*:file:_files'\n    return\nfi\n"
                         "if (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then\n    _describe verb verbs\nfi\n_arguments \\\n");
    for (size_t i = 0; driver_option_words(i, &option); i++)
        zsh_option(out, &option);
    g_string_append(out, "    '*:file:_files'\n");
}

/* --- fish --- */

/* `condition`: when it is offered. */
static void fish_option(GString *out, const DriverOptionWords *option, const char *condition)
{
    g_string_append_printf(out, "complete -c vtcheck%s", condition);
    if (option->name != NULL)
        g_string_append_printf(out, " -l %s", option->name);
    if (option->letter != '\0')
        g_string_append_printf(out, " -s %c", option->letter);
    Offer offer = option->value != NULL ? offer_of(option) : OFFER_NOTHING;
    if (option->value != NULL)
        g_string_append(out, offer == OFFER_FILES ? " -r -F" : offer == OFFER_FOLDERS ? " -x -a '(__fish_complete_directories)'" : " -x");
    GString *words = g_string_new(NULL);
    if (append_words(words, option, offer))
        g_string_append_printf(out, offer == OFFER_RULES ? " -a '(__fish_append , %s)'" : " -a '%s'", words->str);
    g_string_free(words, TRUE);
    g_string_append(out, " -d '");
    append_quoted(out, option->help, "\\");
    g_string_append(out, "'\n");
}

static void append_fish(GString *out)
{
    DriverOptionWords option;
    g_string_append(out, "# fish completion for vtcheck, made by 'vtcheck completion fish'\n");
    for (size_t i = 0; driver_verb_words(i, &option); i++) {
        g_string_append_printf(out, "complete -c vtcheck -n __fish_use_subcommand -a %s -d '", option.name);
        append_quoted(out, option.help, "\\");
        g_string_append(out, "'\n");
    }
    g_string_append(out, "complete -c vtcheck -n '__fish_seen_subcommand_from explain' -x -a '");
    append_rules(out, " ");
    g_string_append(out, "'\ncomplete -c vtcheck -n '__fish_seen_subcommand_from completion' -x -a 'bash zsh fish'\n");
    for (size_t i = 0; driver_option_words(i, &option); i++)
        fish_option(out, &option, "");
    for (size_t i = 0; driver_config_option_words(i, &option); i++)
        fish_option(out, &option, " -n '__fish_seen_subcommand_from config'");
}

bool driver_completion(const char *shell, GString *out)
{
    static const struct {
        const char *shell;
        void (*append)(GString *out);
    } scripts[] = {{"bash", append_bash}, {"zsh", append_zsh}, {"fish", append_fish}};
    for (size_t i = 0; i < G_N_ELEMENTS(scripts); i++)
        if (strcmp(scripts[i].shell, shell) == 0) {
            scripts[i].append(out);
            return true;
        }
    return false;
}
