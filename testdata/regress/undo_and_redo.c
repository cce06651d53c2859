// known-failure: the place that an element was popped from is taken for the task
#include <string.h>
#include <stdlib.h>
#include <stddef.h>
#include <stdbool.h>
#include <errno.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int n);
int num(void);
struct edit { int pos; vt_int save; };
struct editor { struct edit undo[4], redo[4]; int undos, redos; };
static void drop_redo(struct editor *e) { for (int i = 0; i < e->redos; i++) vt_int_forget(e->redo[i].save); e->redos = 0; }

static void do_edit(struct editor *e, int pos) { drop_redo(e); if (e->undos == 4) { vt_int_forget(e->undo[0].save); memmove(e->undo, e->undo + 1, 3 * sizeof e->undo[0]); e->undos--; } e->undo[e->undos].pos = pos; e->undo[e->undos++].save = make(pos); }

static bool undo(struct editor *e) { if (e->undos == 0) return false; e->redo[e->redos++] = e->undo[--e->undos]; return true; }

static bool redo(struct editor *e) { if (e->redos == 0) return false; e->undo[e->undos++] = e->redo[--e->redos]; return true; }

static void close_editor(struct editor *e) { drop_redo(e); while (e->undos > 0) vt_int_forget(e->undo[--e->undos].save); }

int editor_ok(int n) { struct editor e = {.undos = 0}; for (int i = 0; i < n; i++) switch (num()) { case 1: do_edit(&e, i); break; case 2: undo(&e); break; case 3: redo(&e); break; } close_editor(&e); return 0; }
