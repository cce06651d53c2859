/* library.c - what is known of C library functions by their names alone. Sorted by name within each group; looked up
 * through a hash table that is built once.
 *
 * is_pure is the promise of IrFunction.is_pure_library: keeps no pointer it is given, writes only through non-const
 * pointer arguments. Functions that call back (qsort, bsearch, atexit, pthread_create) are not. is_answer is that of IrFunction.is_pure. */
#include <string.h>

#include "lower.h"

/* clang-format off */
#define NORETURN(name_) {.name = (name_), .is_noreturn = true}
#define ALLOCATOR(name_) {.name = (name_), .is_allocator = true}
#define CALLOC(name_) {.name = (name_), .is_allocator = true, .is_zeroing = true}
#define MOVER(name_) {.name = (name_), .is_allocator = true, .is_deallocator = true}
#define SETJMP(name_) {.name = (name_), .is_setjmp = true}
#define PURE(name_) {.name = (name_), .is_pure = true}
#define ANSWER(name_) {.name = (name_), .is_pure = true, .is_answer = true}
#define FREE(name_) {.name = (name_), .is_pure = true, .is_deallocator = true}
/* clang-format on */

static const LowerLibrary library[] = {
    NORETURN("_Exit"),
    NORETURN("__assert"),
    NORETURN("__assert_fail"),
    NORETURN("__assert_perror_fail"),
    NORETURN("__assert_rtn"),
    NORETURN("__builtin_abort"),
    NORETURN("__builtin_exit"),
    NORETURN("__builtin_longjmp"),
    NORETURN("__builtin_trap"),
    NORETURN("__builtin_unreachable"),
    NORETURN("__builtin_verbose_trap"),
    NORETURN("__stack_chk_fail"),
    NORETURN("_exit"),
    NORETURN("_longjmp"),
    NORETURN("abort"),
    NORETURN("err"),
    NORETURN("errx"),
    NORETURN("exit"),
    NORETURN("longjmp"),
    NORETURN("pthread_exit"),
    NORETURN("quick_exit"),
    NORETURN("siglongjmp"),
    NORETURN("thrd_exit"),
    NORETURN("verr"),
    NORETURN("verrx"),

    ALLOCATOR("aligned_alloc"),
    CALLOC("calloc"),
    ALLOCATOR("g_aligned_alloc"),
    ALLOCATOR("g_malloc"),
    CALLOC("g_malloc0"),
    CALLOC("g_malloc0_n"),
    ALLOCATOR("g_malloc_n"),
    MOVER("g_realloc"),
    MOVER("g_realloc_n"),
    ALLOCATOR("g_slice_alloc"),
    CALLOC("g_slice_alloc0"),
    ALLOCATOR("g_try_malloc"),
    CALLOC("g_try_malloc0"),
    CALLOC("g_try_malloc0_n"),
    ALLOCATOR("g_try_malloc_n"),
    MOVER("g_try_realloc"),
    MOVER("g_try_realloc_n"),
    ALLOCATOR("malloc"),
    ALLOCATOR("memalign"),
    ALLOCATOR("pvalloc"),
    MOVER("realloc"),
    MOVER("reallocarray"),
    ALLOCATOR("strdup"),
    ALLOCATOR("strndup"),
    ALLOCATOR("valloc"),
    CALLOC("xcalloc"),
    ALLOCATOR("xmalloc"),
    MOVER("xrealloc"),

    SETJMP("__builtin_setjmp"),
    SETJMP("__sigsetjmp"),
    SETJMP("_setjmp"),
    SETJMP("setjmp"),
    SETJMP("sigsetjmp"),
    SETJMP("vfork"),

    PURE("__ctype_b_loc"),
    PURE("__ctype_tolower_loc"),
    PURE("__ctype_toupper_loc"),
    PURE("__errno_location"),
    PURE("__error"),
    PURE("__isoc99_fscanf"),
    PURE("__isoc99_scanf"),
    PURE("__isoc99_sscanf"),
    PURE("__isoc23_strtol"),
    PURE("__isoc23_strtoll"),
    PURE("__isoc23_strtoul"),
    PURE("__isoc23_strtoull"),
    ANSWER("abs"),
    PURE("access"),
    PURE("accept"),
    PURE("alarm"),
    PURE("asctime"),
    PURE("asctime_r"),
    ANSWER("atof"),
    ANSWER("atoi"),
    ANSWER("atol"),
    ANSWER("atoll"),
    ANSWER("bcmp"),
    PURE("bind"),
    PURE("bzero"),
    PURE("chdir"),
    PURE("chmod"),
    PURE("clearerr"),
    PURE("clock"),
    PURE("clock_gettime"),
    PURE("clock_nanosleep"),
    PURE("close"),
    PURE("closedir"),
    PURE("connect"),
    PURE("creat"),
    PURE("ctime"),
    PURE("ctime_r"),
    ANSWER("difftime"),
    PURE("div"),
    PURE("dprintf"),
    PURE("drand48"),
    PURE("dup"),
    PURE("dup2"),
    PURE("explicit_bzero"),
    ANSWER("fabs"),
    PURE("fclose"),
    PURE("fcntl"),
    PURE("fdopen"),
    PURE("feof"),
    PURE("ferror"),
    PURE("fflush"),
    ANSWER("ffs"),
    PURE("fgetc"),
    PURE("fgets"),
    PURE("fileno"),
    ANSWER("floor"),
    ANSWER("fmod"),
    PURE("fopen"),
    PURE("fprintf"),
    PURE("fputc"),
    PURE("fputs"),
    PURE("fread"),
    FREE("free"),
    PURE("freopen"),
    PURE("fscanf"),
    PURE("fseek"),
    PURE("fseeko"),
    PURE("fstat"),
    PURE("fsync"),
    PURE("ftell"),
    PURE("ftello"),
    PURE("ftruncate"),
    PURE("fwrite"),
    FREE("g_free"),
    PURE("getc"),
    PURE("getchar"),
    PURE("getcwd"),
    PURE("getegid"),
    ANSWER("getenv"),
    PURE("geteuid"),
    PURE("getgid"),
    PURE("getline"),
    PURE("getpid"),
    PURE("getppid"),
    PURE("gettid"),
    PURE("gettimeofday"),
    PURE("getuid"),
    PURE("gmtime"),
    PURE("gmtime_r"),
    ANSWER("htonl"),
    ANSWER("htons"),
    PURE("ioctl"),
    ANSWER("isalnum"),
    ANSWER("isalpha"),
    PURE("isatty"),
    ANSWER("isblank"),
    ANSWER("iscntrl"),
    ANSWER("isdigit"),
    ANSWER("isgraph"),
    ANSWER("islower"),
    ANSWER("isprint"),
    ANSWER("ispunct"),
    ANSWER("isspace"),
    ANSWER("isupper"),
    ANSWER("isxdigit"),
    PURE("kill"),
    ANSWER("labs"),
    PURE("listen"),
    ANSWER("llabs"),
    PURE("localtime"),
    PURE("localtime_r"),
    ANSWER("log"),
    PURE("lrand48"),
    PURE("lseek"),
    PURE("lstat"),
    PURE("memccpy"),
    ANSWER("memchr"),
    ANSWER("memcmp"),
    PURE("memcpy"),
    ANSWER("memmem"),
    PURE("memmove"),
    PURE("mempcpy"),
    ANSWER("memrchr"),
    PURE("memset"),
    PURE("mkdir"),
    PURE("mktime"),
    PURE("nanosleep"),
    ANSWER("ntohl"),
    ANSWER("ntohs"),
    PURE("open"),
    PURE("openat"),
    PURE("pclose"),
    PURE("perror"),
    PURE("pipe"),
    PURE("poll"),
    PURE("popen"),
    ANSWER("pow"),
    PURE("pread"),
    PURE("printf"),
    PURE("pthread_cond_broadcast"),
    PURE("pthread_cond_signal"),
    PURE("pthread_cond_wait"),
    PURE("pthread_mutex_destroy"),
    PURE("pthread_mutex_init"),
    PURE("pthread_mutex_lock"),
    PURE("pthread_mutex_trylock"),
    PURE("pthread_mutex_unlock"),
    PURE("pthread_self"),
    PURE("putc"),
    PURE("putchar"),
    PURE("puts"),
    PURE("pwrite"),
    PURE("raise"),
    PURE("rand"),
    PURE("rand_r"),
    PURE("random"),
    PURE("read"),
    PURE("readlink"),
    PURE("recv"),
    PURE("recvfrom"),
    PURE("remove"),
    PURE("rename"),
    PURE("rewind"),
    PURE("rmdir"),
    PURE("scanf"),
    PURE("sched_yield"),
    PURE("select"),
    PURE("send"),
    PURE("sendto"),
    PURE("shutdown"),
    PURE("sleep"),
    PURE("snprintf"),
    PURE("socket"),
    PURE("sprintf"),
    ANSWER("sqrt"),
    PURE("srand"),
    PURE("srandom"),
    PURE("sscanf"),
    PURE("stat"),
    PURE("stpcpy"),
    PURE("stpncpy"),
    ANSWER("strcasecmp"),
    ANSWER("strcasestr"),
    PURE("strcat"),
    ANSWER("strchr"),
    ANSWER("strchrnul"),
    ANSWER("strcmp"),
    ANSWER("strcoll"),
    PURE("strcpy"),
    ANSWER("strcspn"),
    PURE("strerror"),
    PURE("strerror_r"),
    PURE("strftime"),
    PURE("strlcat"),
    PURE("strlcpy"),
    ANSWER("strlen"),
    ANSWER("strncasecmp"),
    PURE("strncat"),
    ANSWER("strncmp"),
    PURE("strncpy"),
    ANSWER("strnlen"),
    ANSWER("strpbrk"),
    ANSWER("strrchr"),
    PURE("strsep"),
    ANSWER("strspn"),
    ANSWER("strstr"),
    PURE("strtod"),
    PURE("strtof"),
    PURE("strtok_r"),
    PURE("strtol"),
    PURE("strtold"),
    PURE("strtoll"),
    PURE("strtoul"),
    PURE("strtoull"),
    PURE("strxfrm"),
    PURE("sysconf"),
    PURE("thrd_sleep"),
    PURE("thrd_yield"),
    PURE("time"),
    ANSWER("toascii"),
    ANSWER("tolower"),
    ANSWER("toupper"),
    PURE("truncate"),
    PURE("umask"),
    PURE("uname"),
    PURE("ungetc"),
    PURE("unlink"),
    PURE("usleep"),
    PURE("vdprintf"),
    PURE("vfprintf"),
    PURE("vprintf"),
    PURE("vsnprintf"),
    PURE("vsprintf"),
    PURE("warn"),
    PURE("warnx"),
    PURE("vwarn"),
    PURE("vwarnx"),
    PURE("write"),
};

static GHashTable *by_name;

static gpointer build_table(gpointer unused)
{
    (void)unused;
    by_name = g_hash_table_new(g_str_hash, g_str_equal);
    for (size_t i = 0; i < G_N_ELEMENTS(library); i++)
        g_hash_table_insert(by_name, (gpointer)(uintptr_t)library[i].name, (gpointer)(uintptr_t)&library[i]);
    return NULL;
}

/* Clang's own names for library functions, and the checked variants of _FORTIFY_SOURCE. */
static const LowerLibrary *lookup_builtin(const char *name)
{
    static const LowerLibrary pure_builtin = PURE("__builtin_");
    const char *plain = name + strlen("__builtin_");
    if (g_str_has_prefix(plain, "__"))
        plain += 2;
    size_t length = strlen(plain);
    if (g_str_has_suffix(plain, "_chk"))
        length -= strlen("_chk");
    char buffer[64];
    if (length >= sizeof buffer)
        return NULL;
    memcpy(buffer, plain, length);
    buffer[length] = '\0';
    const LowerLibrary *known = g_hash_table_lookup(by_name, buffer);
    return known != NULL ? known : &pure_builtin; /* arithmetic, bits, floating point */
}

const LowerLibrary *lower_library(const char *name)
{
    static GOnce once = G_ONCE_INIT;
    g_once(&once, build_table, NULL);
    const LowerLibrary *known = g_hash_table_lookup(by_name, name);
    if (known != NULL || !g_str_has_prefix(name, "__"))
        return known;
    if (g_str_has_prefix(name, "__builtin_"))
        return lookup_builtin(name);
    size_t length = strlen(name);
    if (length > 6 && length < 64 && g_str_has_suffix(name, "_chk")) {
        char buffer[64];
        memcpy(buffer, name + 2, length - 6);
        buffer[length - 6] = '\0';
        return g_hash_table_lookup(by_name, buffer);
    }
    return NULL;
}
