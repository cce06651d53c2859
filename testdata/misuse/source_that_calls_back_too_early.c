// says: vt_int_await: the source called its continuation before its operation had ended
#include <valuetask/source.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

static enum vt_source_status status(struct vt_source *source, uint64_t token)
{
    (void)source, (void)token;
    return VT_SOURCE_PENDING;
}

static int on_completed(struct vt_source *source, uint64_t token, vt_source_continuation continuation, void *context)
{
    continuation(context, source, token);
    return 0;
}

static int get_result(struct vt_source *source, uint64_t token, void *result, size_t size)
{
    (void)source, (void)token, (void)result, (void)size;
    return VT_SOURCE_PENDING;
}

int main(void)
{
    static const struct vt_source_ops ops = { status, on_completed, get_result };
    struct vt_source source = { &ops };
    int got;

    return vt_int_await(vt_int_from_source(&source, 1), &got);
}
