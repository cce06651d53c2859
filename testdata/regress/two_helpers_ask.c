// A helper makes a task on a condition, another one notes something by unseen code and awaits it on the same: what that one found behind such code is what its caller has there, pointers,
// elements and pairs of fields included.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);
vt_int start(int n);
void trace(const char *format, ...);
struct in { int x; };
struct o { int a, b; const char *name; const struct in *p; int arr[4]; char tag[8]; };

static void begin_name(const struct o *o, vt_int *t) { if (o->name != NULL) *t = start(1); }
static int end_name(const struct o *o, vt_int *t) { int v; trace("end"); return o->name != NULL ? vt_int_await(*t, &v) : 0; }
int pointer_field_ok(const struct o *o) { vt_int t; begin_name(o, &t); return end_name(o, &t); }
int pointer_field_bad(const struct o *o, int more)
{
    vt_int t;
    begin_name(o, &t); // expect: vt-unawaited
    return more > 3 ? end_name(o, &t) : 0;
}

static void begin_less(const struct o *o, vt_int *t) { if (o->a < o->b) *t = start(1); }
static int end_less(const struct o *o, vt_int *t) { int v; trace("end"); return o->a < o->b ? vt_int_await(*t, &v) : 0; }
int two_fields_ok(const struct o *o) { vt_int t; begin_less(o, &t); return end_less(o, &t); }
int two_fields_bad(const struct o *o, int more)
{
    vt_int t;
    begin_less(o, &t); // expect: vt-unawaited
    return more > 3 ? end_less(o, &t) : 0;
}

static void begin_array(const struct o *o, vt_int *t) { if (o->arr[0] > 0) *t = start(1); }
static int end_array(const struct o *o, vt_int *t) { int v; trace("end"); return o->arr[0] > 0 ? vt_int_await(*t, &v) : 0; }
int array_field_ok(const struct o *o) { vt_int t; begin_array(o, &t); return end_array(o, &t); }
int array_field_bad(const struct o *o, int more)
{
    vt_int t;
    begin_array(o, &t); // expect: vt-unawaited
    return more > 3 ? end_array(o, &t) : 0;
}

static void begin_tag(const struct o *o, vt_int *t) { if (o->tag[0] == 'x') *t = start(1); }
static int end_tag(const struct o *o, vt_int *t) { int v; trace("end"); return o->tag[0] == 'x' ? vt_int_await(*t, &v) : 0; }
int char_of_field_ok(const struct o *o) { vt_int t; begin_tag(o, &t); return end_tag(o, &t); }
int char_of_field_bad(const struct o *o, int more)
{
    vt_int t;
    begin_tag(o, &t); // expect: vt-unawaited
    return more > 3 ? end_tag(o, &t) : 0;
}

static void begin_deep(const struct o *o, vt_int *t) { if (o->p && o->p->x > 1) *t = start(1); }
static int end_deep(const struct o *o, vt_int *t) { int v; trace("end"); return o->p && o->p->x > 1 ? vt_int_await(*t, &v) : 0; }
int two_deep_ok(const struct o *o) { vt_int t; begin_deep(o, &t); return end_deep(o, &t); }
int two_deep_bad(const struct o *o, int more)
{
    vt_int t;
    begin_deep(o, &t); // expect: vt-unawaited
    return more > 3 ? end_deep(o, &t) : 0;
}

static void begin_deref(const int *on, vt_int *t) { if (*on) *t = start(1); }
static int end_deref(const int *on, vt_int *t) { int v; trace("end"); return *on ? vt_int_await(*t, &v) : 0; }
int dereferenced_ok(const int *on) { vt_int t; begin_deref(on, &t); return end_deref(on, &t); }
int dereferenced_bad(const int *on, int more)
{
    vt_int t;
    begin_deref(on, &t); // expect: vt-unawaited
    return more > 3 ? end_deref(on, &t) : 0;
}

/* The second helper asks for more. */
static int end_more(const struct o *o, vt_int *t) { int v; trace("end"); return o->a < o->b && o->name ? vt_int_await(*t, &v) : 0; }
int asks_more_bad(const struct o *o)
{
    vt_int t;
    begin_less(o, &t); // expect: vt-unawaited
    return end_more(o, &t);
}
