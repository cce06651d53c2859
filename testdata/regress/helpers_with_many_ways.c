// Helpers of a stack in a struct: they return in more ways than a summary has, and the caller knows the counters. It asks again with these.
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

struct edit {
    int position;
    vt_int saved; // expect: vt-field-storage
};
struct editor {
    struct edit done[4], undone[4];
    int done_count, undone_count;
};

vt_int save(int position);

static void forget_undone(struct editor *editor)
{
    for (int i = 0; i < editor->undone_count; i++)
        vt_int_forget(editor->undone[i].saved);
    editor->undone_count = 0;
}

static void edit(struct editor *editor, int position)
{
    forget_undone(editor);
    if (editor->done_count == 4) {
        vt_int_forget(editor->done[0].saved);
        memmove(editor->done, editor->done + 1, 3 * sizeof editor->done[0]);
        editor->done_count--;
    }
    editor->done[editor->done_count].position = position;
    editor->done[editor->done_count++].saved = save(position);
}

static bool undo(struct editor *editor)
{
    if (editor->done_count == 0)
        return false;
    editor->undone[editor->undone_count++] = editor->done[--editor->done_count];
    return true;
}

static void end(struct editor *editor)
{
    forget_undone(editor);
    while (editor->done_count > 0)
        vt_int_forget(editor->done[--editor->done_count].saved);
}

int undone_ok(void)
{
    struct editor editor = {.done_count = 0};
    edit(&editor, 1);
    edit(&editor, 2);
    undo(&editor);
    end(&editor);
    return 0;
}

int left_undone_bad(void)
{
    struct editor editor = {.done_count = 0};
    edit(&editor, 1);
    edit(&editor, 2); // expect: vt-unawaited editor.done[1].saved
    undo(&editor);
    while (editor.done_count > 0)
        vt_int_forget(editor.done[--editor.done_count].saved);
    return 0;
}

int undone_and_forgotten_bad(void)
{
    struct editor editor = {.done_count = 0};
    edit(&editor, 1);
    undo(&editor);
    forget_undone(&editor);
    vt_int_forget(editor.undone[0].saved); // expect: vt-double-await
    return 0;
}
