/* scratch.h - a temporary folder for a test, with files in it. */
#ifndef VTCHECK_TESTS_DRIVER_SCRATCH_H
#define VTCHECK_TESTS_DRIVER_SCRATCH_H

#include <glib.h>
#include <glib/gstdio.h>

static char *scratch;

static inline char *scratch_path(const char *name)
{
    return g_build_filename(scratch, name, NULL);
}

/* Makes the folders on the way, too. */
static inline void scratch_write(const char *name, const char *text)
{
    char *path = scratch_path(name), *parent = g_path_get_dirname(path);
    g_mkdir_with_parents(parent, 0700);
    if (!g_file_set_contents(path, text, -1, NULL))
        g_error("cannot write %s", path);
    g_free(parent);
    g_free(path);
}

static inline void scratch_remove_tree(const char *path)
{
    GDir *dir = g_file_test(path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open(path, 0, NULL);
    if (dir != NULL) {
        for (const char *name = g_dir_read_name(dir); name != NULL; name = g_dir_read_name(dir)) {
            char *inner = g_build_filename(path, name, NULL);
            scratch_remove_tree(inner);
            g_free(inner);
        }
        g_dir_close(dir);
    }
    g_remove(path);
}

static inline int scratch_setup(void **state)
{
    (void)state;
    scratch = g_dir_make_tmp("vtcheck-test-XXXXXX", NULL);
    return scratch == NULL;
}

static inline int scratch_teardown(void **state)
{
    (void)state;
    scratch_remove_tree(scratch);
    g_clear_pointer(&scratch, g_free);
    return 0;
}

#endif
