// Value tasks without a result, with a big result, with a pointer.
#include <valuetask/valuetask.h>

struct matrix {
    double cells[16];
};
typedef struct user *user_pointer;

VT_DEFINE(matrix, struct matrix);
VT_DEFINE(user, user_pointer);

vt_void flush(void);
vt_matrix product(void);
vt_user find(int id);

int flushed_ok(void)
{
    return vt_void_await(flush());
}

int flushed_bad(void)
{
    vt_void done = flush();
    int rc = vt_void_await(done);
    return rc < 0 ? rc : vt_void_await(done); // expect: vt-double-await done
}

void not_flushed_bad(void)
{
    flush(); // expect: vt-unawaited
}

double big_ok(void)
{
    struct matrix matrix = {{0}};
    int rc = vt_matrix_await(product(), &matrix);
    return rc < 0 ? rc : matrix.cells[0];
}

double big_bad(void)
{
    struct matrix matrix = {{0}};
    vt_matrix task = product();
    int rc = vt_matrix_await(task, &matrix);
    if (rc == 0)
        vt_matrix_forget(task); // expect: vt-double-await task
    return rc < 0 ? rc : matrix.cells[0];
}

bool pointer_bad(int id)
{
    struct user *user = NULL;
    vt_user task = find(id);
    int rc = vt_user_await(task, &user);
    if (rc == 0 && user == NULL)
        rc = vt_user_await(task, &user); // expect: vt-double-await
    return rc == 0;
}
