/* manual.c - writes the manual page to the file that is named; a program of the build, not installed. */
#include <stdio.h>

#include "driver/manual.h"

int main(int argc, char **argv)
{
    FILE *file = argc == 2 ? fopen(argv[1], "w") : NULL;
    if (file == NULL) {
        fprintf(stderr, "usage: vtcheck_manual FILE\n");
        return 2;
    }
    GString *text = g_string_new(NULL);
    driver_manual(text);
    bool good = fwrite(text->str, 1, text->len, file) == text->len;
    good = fclose(file) == 0 && good;
    g_string_free(text, TRUE);
    return good ? 0 : 1;
}
