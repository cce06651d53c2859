// What unseen code has filled, in an object of this function, is not taken to change each time such code is called.
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);
vt_int make(int);
void note(const char *);
struct options { bool remote; int level; char tag[8]; struct { int kind; } sub; };
void options_parse(struct options *o, int argc, char **argv);
void parse(bool *verbose);
int remote_ok(int argc, char **argv)
{
    struct options o = { 0 };
    vt_int t;
    int x;
    options_parse(&o, argc, argv);
    if (o.remote)
        t = make(1);
    note("x");
    if (o.remote)
        return vt_int_await(t, &x);
    return 0;
}
int level_ok(int argc, char **argv)
{
    struct options o = { 0 };
    vt_int t;
    int x;
    options_parse(&o, argc, argv);
    if (o.level > 3)
        t = make(1);
    note("x");
    if (o.level > 3)
        return vt_int_await(t, &x);
    return 0;
}
int nested_ok(int argc, char **argv)
{
    struct options o = { 0 };
    vt_int t;
    int x;
    options_parse(&o, argc, argv);
    if (o.sub.kind == 2)
        t = make(1);
    note("x");
    if (o.sub.kind == 2)
        return vt_int_await(t, &x);
    return 0;
}
int tag_ok(int argc, char **argv)
{
    struct options o = { 0 };
    vt_int t;
    int x;
    options_parse(&o, argc, argv);
    if (strcmp(o.tag, "x") == 0)
        t = make(1);
    note("x");
    if (strcmp(o.tag, "x") == 0)
        return vt_int_await(t, &x);
    return 0;
}
int variable_ok(void)
{
    bool verbose = false;
    vt_int t;
    int x;
    parse(&verbose);
    if (verbose)
        t = make(1);
    note("x");
    if (verbose)
        return vt_int_await(t, &x);
    return 0;
}
int remote_bad(int argc, char **argv)
{
    struct options o = { 0 };
    vt_int t;
    int x;
    options_parse(&o, argc, argv);
    if (o.remote)
        t = make(1); // expect: vt-unawaited
    note("x");
    if (o.remote && argc > 3)
        return vt_int_await(t, &x);
    return 0;
}
