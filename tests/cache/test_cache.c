/* Entries of the cache: whole or not there, whatever happened to their files. */
#define _POSIX_C_SOURCE 200809L
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utime.h>

#include "cache/cache.h"

static const uint64_t plenty = 1 << 30;

static int make_folder(void **state)
{
    *state = g_dir_make_tmp("vtcheck-cache-XXXXXX", NULL);
    return *state == NULL;
}

static void remove_tree(const char *path)
{
    GDir *dir = g_dir_open(path, 0, NULL);
    const char *name;
    while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
        char *inner = g_build_filename(path, name, NULL);
        remove_tree(inner);
        g_free(inner);
    }
    if (dir != NULL)
        g_dir_close(dir);
    g_remove(path);
}

static int remove_folder(void **state)
{
    remove_tree(*state);
    g_free(*state);
    return 0;
}

static Cache *open_cache(void **state, uint64_t limit)
{
    char *problem = NULL;
    Cache *cache = cache_open(*state, limit, &problem);
    assert_null(problem);
    assert_non_null(cache);
    return cache;
}

static CacheKey key_of(const char *text)
{
    CacheKeyBuilder *builder = cache_key_new();
    cache_key_add_text(builder, text);
    return cache_key_end(builder);
}

static void put(Cache *cache, const char *key, const char *text)
{
    cache_put(cache, key_of(key), (const guint8 *)text, strlen(text));
}

/* The entry's bytes as text, or NULL; g_free. */
static char *get(Cache *cache, const char *key)
{
    GByteArray *bytes = g_byte_array_new();
    char *text = NULL;
    if (cache_get(cache, key_of(key), bytes))
        text = bytes->len > 0 ? g_strndup((const char *)bytes->data, bytes->len) : g_strdup("");
    g_byte_array_unref(bytes);
    return text;
}

static void assert_entry(Cache *cache, const char *key, const char *expected)
{
    char *text = get(cache, key);
    if (expected == NULL)
        assert_null(text);
    else
        assert_string_equal(text, expected);
    g_free(text);
}

static char *path_of(void **state, const char *key)
{
    CacheKey k = key_of(key);
    return g_strdup_printf("%s/entries-1/%02x/%016" G_GINT64_MODIFIER "x%016" G_GINT64_MODIFIER "x", (char *)*state, (unsigned)(k.high >> 56), (guint64)k.high, (guint64)k.low);
}

static void test_kept_between_runs(void **state)
{
    Cache *cache = open_cache(state, plenty);
    assert_entry(cache, "a", NULL);
    put(cache, "a", "first");
    put(cache, "b", "");
    put(cache, "a", "second");
    cache_close(cache);
    cache = open_cache(state, plenty);
    assert_entry(cache, "a", "second");
    assert_entry(cache, "b", "");
    assert_null(cache_problem(cache));
    cache_close(cache);
}

static void test_keys(void **state)
{
    (void)state;
    CacheKeyBuilder *one = cache_key_new(), *other = cache_key_new();
    cache_key_add_text(one, "ab");
    cache_key_add_text(one, "c");
    cache_key_add_text(other, "a");
    cache_key_add_text(other, "bc");
    CacheKey a = cache_key_end(one), b = cache_key_end(other);
    assert_true(a.low != b.low || a.high != b.high);
    a = key_of(NULL);
    b = key_of("");
    assert_true(a.low != b.low || a.high != b.high);
}

/* Every truncation and every flipped bit is seen, and mended by the next put. */
static void test_damage(void **state)
{
    Cache *cache = open_cache(state, plenty);
    char *path = path_of(state, "a"), *whole = NULL;
    gsize length = 0;
    put(cache, "a", "some bytes of an entry");
    assert_true(g_file_get_contents(path, &whole, &length, NULL));
    for (gsize i = 0; i < length; i++) {
        g_file_set_contents(path, whole, (gssize)i, NULL);
        assert_entry(cache, "a", NULL);
        for (int bit = 0; bit < 8; bit++) {
            whole[i] = (char)(whole[i] ^ (1 << bit));
            g_file_set_contents(path, whole, (gssize)length, NULL);
            whole[i] = (char)(whole[i] ^ (1 << bit));
            assert_entry(cache, "a", NULL);
        }
    }
    char *longer = g_malloc0(length + 1);
    memcpy(longer, whole, length);
    g_file_set_contents(path, longer, (gssize)length + 1, NULL);
    assert_entry(cache, "a", NULL);
    char *other = path_of(state, "b"), *folder = g_path_get_dirname(other);
    g_mkdir_with_parents(folder, 0700);
    g_file_set_contents(other, whole, (gssize)length, NULL); /* an entry under another's name */
    assert_entry(cache, "b", NULL);
    put(cache, "a", "mended");
    assert_entry(cache, "a", "mended");
    g_free(folder);
    g_free(other);
    g_free(longer);
    g_free(whole);
    g_free(path);
    cache_close(cache);
}

static void test_limit(void **state)
{
    char *text = g_strnfill(1000, 'x');
    Cache *cache = open_cache(state, 20000);
    for (int i = 0; i < 40; i++) {
        char *key = g_strdup_printf("%d", i), *path = path_of(state, key);
        put(cache, key, text);
        g_utime(path, &(struct utimbuf){1000000 + i, 1000000 + i});
        g_free(path);
        g_free(key);
    }
    cache_close(cache);
    cache = open_cache(state, 20000);
    int kept = 0;
    for (int i = 0; i < 40; i++) {
        char *key = g_strdup_printf("%d", i), *found = get(cache, key);
        kept += found != NULL;
        assert_true(found != NULL || kept == 0); /* the oldest went */
        g_free(found);
        g_free(key);
    }
    assert_in_range(kept, 10, 16);
    cache_close(cache);
    g_free(text);
}

static void test_no_place(void **state)
{
    char *file = g_build_filename(*state, "file", NULL), *below = g_build_filename(file, "cache", NULL), *problem = NULL;
    g_file_set_contents(file, "x", 1, NULL);
    assert_null(cache_open(below, plenty, &problem));
    assert_non_null(strstr(problem, below));
    g_free(problem);
    g_free(below);
    g_free(file);
}

/* A folder where entries cannot be made: the run goes on, and says why once. */
static void test_not_writable(void **state)
{
    Cache *cache = open_cache(state, plenty);
    char *path = path_of(state, "a"), *folder = g_path_get_dirname(path);
    g_file_set_contents(folder, "in the way", -1, NULL);
    put(cache, "a", "lost");
    assert_entry(cache, "a", NULL);
    assert_non_null(cache_problem(cache));
    cache_close(cache);
    g_free(folder);
    g_free(path);
}

/* Many processes write and read the same keys and are killed at any instant; what is found is always whole. */
static void test_killed(void **state)
{
    GRand *random = g_rand_new_with_seed(3);
    for (int round = 0; round < 60; round++) {
        pid_t children[3];
        for (int i = 0; i < 3; i++) {
            children[i] = fork();
            if (children[i] == 0) {
                Cache *cache = open_cache(state, 300000);
                for (unsigned n = (unsigned)i;; n++) {
                    char key[16];
                    char *text = g_strnfill(n * 37 % 9000, (char)('a' + n % 5));
                    g_snprintf(key, sizeof key, "%u", n % 5);
                    put(cache, key, text);
                    g_free(text);
                }
            }
        }
        g_usleep((gulong)g_rand_int_range(random, 500, 6000));
        for (int i = 0; i < 3; i++)
            kill(children[i], SIGKILL);
        for (int i = 0; i < 3; i++)
            waitpid(children[i], NULL, 0);
        Cache *cache = open_cache(state, 300000);
        for (unsigned n = 0; n < 5; n++) {
            char key[16];
            g_snprintf(key, sizeof key, "%u", n);
            char *text = get(cache, key);
            for (const char *at = text; at != NULL && *at != '\0'; at++)
                assert_int_equal(*at, 'a' + n);
            g_free(text);
        }
        cache_close(cache);
    }
    g_rand_free(random);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_kept_between_runs, make_folder, remove_folder),
        cmocka_unit_test(test_keys),
        cmocka_unit_test_setup_teardown(test_damage, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(test_limit, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(test_no_place, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(test_not_writable, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(test_killed, make_folder, remove_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
