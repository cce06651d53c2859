/* path.c - file names as text; see path.h. */
#include "base/path.h"

#include <glib.h>
#include <string.h>

char *base_path_absolute(const char *path, const char *directory)
{
    return g_canonicalize_filename(path, directory);
}

const char *base_path_below(const char *path, const char *directory)
{
    size_t length = strlen(directory);
    while (length > 1 && directory[length - 1] == '/')
        length--;
    if (length == 1 && directory[0] == '/')
        return path[0] == '/' && path[1] != '\0' ? path + 1 : path;
    if (strncmp(path, directory, length) != 0 || path[length] != '/' || path[length + 1] == '\0')
        return path;
    return path + length + 1;
}

static size_t stem_length(const char *name)
{
    const char *dot = strrchr(name, '.');
    return dot != NULL && dot != name ? (size_t)(dot - name) : strlen(name);
}

bool base_path_same_stem(const char *one, const char *other)
{
    const char *slash = strrchr(one, '/');
    const char *name = slash != NULL ? slash + 1 : one;
    slash = strrchr(other, '/');
    const char *other_name = slash != NULL ? slash + 1 : other;
    size_t length = stem_length(name);
    return length == stem_length(other_name) && strncmp(name, other_name, length) == 0;
}
