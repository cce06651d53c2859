/* test_driver_arguments.c - compile commands of build systems to flags for libclang: a table, and response files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <glib.h>
#include <string.h>

#include "frontend/arguments.h"
#include "scratch.h"

/* Commands are split as a shell does; flags are what is left without the ones that are always added. */
typedef struct Case {
    const char *command;
    const char *flags;    /* joined by one space */
    const char *dropped;  /* a part of what is named as dropped; NULL: nothing is */
} Case;

static const Case cases[] = {
    /* what stays, in its order and as it was written */
    {"gcc -c a.c", "", NULL},
    {"cc -Iinc -I inc2 -DA -D B=1 -UC -isystem s -iquote q -idirafter d -include f.h -std=c11 a.c", "-Iinc -I inc2 -DA -D B=1 -UC -isystem s -iquote q -idirafter d -include f.h -std=c11", NULL},
    {"gcc '-DS=\"a b\"' -O2 -m32 -pthread a.c", "-DS=\"a b\" -O2 -m32 -pthread", NULL},
    {"gcc -includef.h -imacrosg.h a.c", "-include f.h -imacrosg.h", NULL},
    {"gcc --sysroot=/s --sysroot /t -isysroot /u a.c", "--sysroot=/s --sysroot /t -isysroot /u", NULL},
    /* outputs and other stages */
    {"gcc -MD -MMD -MP -MF a.d -MT a.o -MQ b.o -MFb.d -o a.o -oa.o -c a.c", "", NULL},
    {"gcc -save-temps -save-temps=obj -fplugin=x.so -fopenmp a.c", "", "-fopenmp"},
    {"gcc -Wall -Werror -Werror=foo -Wno-x -pedantic-errors -g -ggdb3 -gsplit-dwarf a.c", "", NULL},
    {"gcc -Wl,-z,now -Wa,--noexecstack -lm -L /x -Xlinker -y a.c b.o libz.a", "", NULL},
    {"gcc --param max-inline-insns-single=4 --param=x=3 a.c", "", NULL},
    {"clang -Xclang -load -Xclang p.so -Xclang -add-plugin -Xclang q a.c", "", NULL},
    {"clang -Xclang -include-pch -Xclang x.pch -Xclang -include -Xclang x.h a.c", "-include x.h", "precompiled header"},
    /* only GCC knows these */
    {"gcc -fanalyzer -fno-strict-overflow -fconserve-stack -fno-var-tracking-assignments -fipa-pta a.c", "", NULL},
    {"gcc -mindirect-branch=thunk-extern -mrecord-mcount -mpreferred-stack-boundary=3 a.c", "", "-mindirect-branch=thunk-extern, -mrecord-mcount"},
    {"gcc -specs=nano.specs --specs nosys.specs a.c", "", "-specs=nano.specs, --specs nosys.specs"},
    {"gcc -fplan9-extensions a.c", "-fms-extensions", NULL},
    {"gcc -qsomething a.c", "", "-qsomething"},
    {"gcc -std=gnu23 a.c", "-std=gnu2x", NULL},
    {"gcc -std=gnu++17 a.c", "", "no standard of C"},
    {"gcc -Wp,-MMD,dep.d,-DX=1 -Xpreprocessor -DY a.c", "-DX=1 -DY", NULL},
    {"gcc -Wp,-MMD,dep.d -Wp,-D_FORTIFY_SOURCE=2 a.c", "-D_FORTIFY_SOURCE=2", NULL},
    {"gcc -nostdinc -isystem /usr/lib/gcc/x86_64-linux-gnu/12/include -I x a.c", "-I x -nostdlibinc", NULL},
    {"gcc -nostdinc a.c", "-nostdinc", NULL},
    {"gcc -fsigned-char -funsigned-char -fshort-enums -fms-extensions -fgnu89-inline -ffreestanding -fno-builtin-foo a.c",
     "-fsigned-char -funsigned-char -fshort-enums -fms-extensions -fgnu89-inline -ffreestanding -fno-builtin-foo", NULL},
    {"gcc -o", "", "-o (its value is missing)"},
    {"gcc -DA -- a.c -DB", "-DA", NULL},
    /* launchers */
    {"ccache gcc -DA a.c", "-DA", NULL},
    {"/usr/bin/sccache /opt/bin/clang-17 -DA a.c", "-DA", NULL},
    {"distcc ccache gcc-12 -DA a.c", "-DA", NULL},
    {"env A=1 LC_ALL=C icecc gcc -DA a.c", "-DA", NULL},
    {"libtool --tag=CC --mode=compile gcc -DA a.c", "-DA", NULL},
    {"python3 wrap.py --verbose -- cc -DA a.c", "-DA", NULL},
    {"zig cc -target aarch64-linux-gnu -DA a.c", "--target=aarch64-linux-gnu -DA", NULL},
    {"ccache mycompiler -DA a.c", "-DA", NULL},
    {"mycompiler -DA -c gcc.c", "-DA", NULL},
    /* cross drivers */
    {"arm-none-eabi-gcc -mcpu=cortex-m4 -mthumb a.c", "--target=arm-none-eabi -mcpu=cortex-m4 -mthumb", NULL},
    {"/opt/x/aarch64-linux-gnu-gcc-12 a.c", "--target=aarch64-linux-gnu", NULL},
    {"riscv64-unknown-elf-gcc -march=rv64gc a.c", "--target=riscv64-unknown-elf -march=rv64gc", NULL},
    {"i686-w64-mingw32-gcc a.c", "--target=i686-w64-mingw32", NULL},
    {"x86_64-linux-gnu-gcc-12.2.0 a.c", "--target=x86_64-linux-gnu", NULL},
    {"avr-gcc -mmcu=atmega328p a.c", "--target=avr -mmcu=atmega328p", NULL},
    {"arm-linux-gnueabihf-clang --target=armv7-linux a.c", "--target=armv7-linux", NULL},
    {"arm-none-eabi-gcc.exe a.c", "--target=arm-none-eabi", NULL},
    {"musl-gcc a.c", "", NULL},
    {"xtensa-esp32-elf-gcc -mlongcalls -march=x a.c", "", "cross compiler's machine"},
    {"clang -mcpu=esp32 --target=xtensa-esp-elf -DA -mlongcalls -m32 a.c", "-DA -m32", "-mcpu=esp32, the cross compiler's machine"},
    {"arm-none-eabi-clang -target nonsense -DA a.c", "-DA", "cross compiler's machine"},
    {"clang --target=xtensa --target=amd64-linux -mcpu=x a.c", "--target=amd64-linux -mcpu=x", NULL},
    /* -x */
    {"gcc -x c a.c", "-x c", NULL},
    {"gcc -xc a.c", "-x c", NULL},
    {"gcc -x c++ -x c a.c", "-x c", NULL},
    {"gcc -x c a.c -x c++ b.cpp", "-x c", NULL},
};

static char *joined(char **flags)
{
    /* What is always added stands at the end, from the first -Wno- on. */
    GString *text = g_string_new(NULL);
    for (char **flag = flags; *flag != NULL && strcmp(*flag, "-Wno-implicit-function-declaration") != 0; flag++)
        g_string_append_printf(text, "%s%s", text->len > 0 ? " " : "", *flag);
    return g_string_free(text, FALSE);
}

static FrontendArguments clean(const char *command, const char *directory, const char *source)
{
    char **words = frontend_split_command(command);
    FrontendArguments arguments = frontend_clean_arguments((const char *const *)words, directory, source);
    g_strfreev(words);
    return arguments;
}

static void test_table(void **state)
{
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        FrontendArguments arguments = clean(cases[i].command, "/w", "a.c");
        char *flags = joined(arguments.flags);
        if (strcmp(flags, cases[i].flags) != 0)
            fail_msg("%s\n  gives   %s\n  instead %s", cases[i].command, flags, cases[i].flags);
        if (cases[i].dropped == NULL && arguments.dropped != NULL)
            fail_msg("%s\n  drops %s", cases[i].command, arguments.dropped);
        if (cases[i].dropped != NULL && (arguments.dropped == NULL || strstr(arguments.dropped, cases[i].dropped) == NULL))
            fail_msg("%s\n  drops %s", cases[i].command, arguments.dropped != NULL ? arguments.dropped : "nothing");
        assert_true(arguments.is_c);
        assert_false(arguments.is_cc1);
        g_free(flags);
        frontend_arguments_clear(&arguments);
    }
}

static void test_added_flags(void **state)
{
    (void)state;
    static const char *const wanted[] = {"-Wno-implicit-function-declaration", "-Wno-int-conversion", "-Wno-implicit-int",
                                         "-Wno-incompatible-function-pointer-types", "-w"};
    FrontendArguments arguments = clean("gcc -Wall a.c", "/w", "a.c");
    for (size_t i = 0; i < G_N_ELEMENTS(wanted); i++)
        assert_true(g_strv_contains((const char *const *)arguments.flags, wanted[i]));
    frontend_arguments_clear(&arguments);
}

static void test_languages(void **state)
{
    (void)state;
    static const struct {
        const char *command, *source;
        bool is_c;
        const char *flags;
    } languages[] = {
        {"gcc a.c", "a.c", true, ""},
        {"gcc a.h", "a.h", true, "-x c-header"},
        {"gcc a.c", "a.h", true, "-x c-header"},
        {"gcc -x c a.c", "a.h", true, "-x c-header"},
        {"gcc a.i", "a.i", true, "-x cpp-output"},
        {"gcc a.inc", "a.inc", true, "-x c"},
        {"gcc a.cpp", "a.cpp", false, NULL},
        {"gcc a.C", "a.C", false, NULL},
        {"gcc a.S", "a.S", false, NULL},
        {"gcc a.m", "a.m", false, NULL},
        {"gcc -x c++ a.c", "a.c", false, NULL},
        {"gcc -x none a.c", "a.c", true, ""},
        {"g++ a.c", "a.c", false, NULL},
        {"g++ -x c a.c", "a.c", true, "-x c"},
        {"arm-none-eabi-g++-12 a.c", "a.c", false, NULL},
        {"clang --driver-mode=g++ a.c", "a.c", false, NULL},
        {"gcc -x assembler-with-cpp a.c", "a.c", false, NULL},
        {"gcc a.c", "dir.x/a", true, "-x c"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(languages); i++) {
        FrontendArguments arguments = clean(languages[i].command, "/w", languages[i].source);
        char *flags = joined(arguments.flags);
        if (arguments.is_c != languages[i].is_c)
            fail_msg("%s: is_c is %d", languages[i].command, arguments.is_c);
        if (languages[i].flags != NULL)
            assert_string_equal(flags, languages[i].flags);
        g_free(flags);
        frontend_arguments_clear(&arguments);
    }
}

static void test_internal_job(void **state)
{
    (void)state;
    FrontendArguments arguments = clean("/usr/lib/llvm/bin/clang -cc1 -triple x86_64 -emit-obj a.c", "/w", "/w/a.c");
    assert_true(arguments.is_cc1);
    frontend_arguments_clear(&arguments);
}

static void test_odd_commands(void **state)
{
    (void)state;
    static const char *const commands[] = {"", "gcc", "-c", "@", "''", "ccache", "-x", "-Xclang", "-Xclang -include", "-Wp,", "-D", "--", "env A=1", "gcc -Wp,,,"};
    for (size_t i = 0; i < G_N_ELEMENTS(commands); i++) {
        FrontendArguments arguments = clean(commands[i], "/", "a.c");
        assert_non_null(arguments.flags);
        frontend_arguments_clear(&arguments);
    }
}

static void test_split_command(void **state)
{
    (void)state;
    char **words = frontend_split_command("a  'b c' \"d \\\" \\x\" e\\ f '' g'h'\"i\" '\\' \"un closed");
    static const char *const wanted[] = {"a", "b c", "d \" \\x", "e f", "", "ghi", "\\", "un closed"};
    assert_int_equal(g_strv_length(words), G_N_ELEMENTS(wanted));
    for (size_t i = 0; i < G_N_ELEMENTS(wanted); i++)
        assert_string_equal(words[i], wanted[i]);
    g_strfreev(words);
}

/* --- response files --- */

static void test_response_files(void **state)
{
    (void)state;
    scratch_write("one.rsp", "-DA -I 'x y'\n\"-DQ=\\\"z\\\"\"  -DB\\ C\n@two.rsp -DLAST");
    scratch_write("two.rsp", "-DTWO\r\n");
    FrontendArguments arguments = clean("gcc @one.rsp -DEND a.c", scratch, "a.c");
    char *flags = joined(arguments.flags);
    assert_string_equal(flags, "-DA -I x y -DQ=\"z\" -DB C -DTWO -DLAST -DEND");
    assert_null(arguments.dropped);
    g_free(flags);
    frontend_arguments_clear(&arguments);
}

static void test_response_file_faults(void **state)
{
    (void)state;
    scratch_write("self.rsp", "-DS @self.rsp");
    FrontendArguments arguments = clean("gcc @self.rsp @absent.rsp a.c", scratch, "a.c");
    assert_null(arguments.dropped);
    assert_non_null(strstr(arguments.unread, "@self.rsp (response files are nested too deeply)"));
    assert_non_null(strstr(arguments.unread, "@absent.rsp (No such file or directory)"));
    frontend_arguments_clear(&arguments);
}

static void test_precompiled_neighbour(void **state)
{
    (void)state;
    scratch_write("pre.h", "");
    scratch_write("pre.h.gch", "");
    FrontendArguments arguments = clean("gcc -include pre.h a.c", scratch, "a.c");
    char *flags = joined(arguments.flags);
    assert_string_equal(flags, "-Xclang -include -Xclang pre.h");
    char **minimal = frontend_minimal_arguments((const char *const *)arguments.flags);
    char *kept = joined(minimal);
    assert_string_equal(kept, "-Xclang -include -Xclang pre.h");
    g_free(kept);
    g_strfreev(minimal);
    g_free(flags);
    frontend_arguments_clear(&arguments);
}

static void test_minimal(void **state)
{
    (void)state;
    FrontendArguments arguments = clean("arm-none-eabi-gcc -Ia -I b -DA -D B -std=c99 -march=nonsense -O2 -fshort-enums -include x.h -x c a.c", "/w", "a.c");
    char **minimal = frontend_minimal_arguments((const char *const *)arguments.flags);
    char *flags = joined(minimal);
    assert_string_equal(flags, "--target=arm-none-eabi -Ia -I b -DA -D B -std=c99 -include x.h -x c");
    assert_true(g_strv_contains((const char *const *)minimal, "-w"));
    assert_true(g_strv_contains((const char *const *)minimal, "-Wno-int-conversion"));
    g_free(flags);
    g_strfreev(minimal);
    frontend_arguments_clear(&arguments);
}

static void test_resource_dir(void **state)
{
    (void)state;
    g_setenv("VTCHECK_RESOURCE_DIR", scratch, TRUE);
    assert_null(frontend_find_resource_dir());
    char *include = g_build_filename(scratch, "include", NULL), *header = g_build_filename(include, "stddef.h", NULL);
    g_mkdir(include, 0700);
    assert_true(g_file_set_contents(header, "", 0, NULL));
    char *found = frontend_find_resource_dir();
    assert_string_equal(found, scratch);
    g_remove(header);
    g_rmdir(include);
    g_unsetenv("VTCHECK_RESOURCE_DIR");
    g_free(found);
    g_free(header);
    g_free(include);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table),
        cmocka_unit_test(test_added_flags),
        cmocka_unit_test(test_languages),
        cmocka_unit_test(test_internal_job),
        cmocka_unit_test(test_odd_commands),
        cmocka_unit_test(test_split_command),
        cmocka_unit_test_setup_teardown(test_response_files, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_response_file_faults, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_precompiled_neighbour, scratch_setup, scratch_teardown),
        cmocka_unit_test(test_minimal),
        cmocka_unit_test_setup_teardown(test_resource_dir, scratch_setup, scratch_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
