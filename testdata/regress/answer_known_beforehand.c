// A test that one store decides on all ways expects that code that is not seen, and gets the object in between, has changed it; where stores differ in their answer, and where nobody gets the object, they are believed.
#include <stdbool.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

struct header {
    int length;
};

struct dialog {
    int state, error;
    unsigned flags;
    struct header *header;
    void (*on_state)(void *user);
    void *user;
};

vt_int dialog_send(struct dialog *dialog);
int dialog_poll(struct dialog *dialog);
int dialog_print(const struct dialog *dialog);
void note(void);
bool more(void);
int stage;

int told_of_its_state(struct dialog *dialog)
{
    int value = 0;
    vt_int reply = dialog_send(dialog); // expect: vt-unawaited reply
    dialog->state = 3;
    dialog_poll(dialog);
    if (dialog->state == 4)
        return -1;
    return vt_int_await(reply, &value);
}

int by_its_method(struct dialog *dialog)
{
    int value = 0;
    vt_int reply = dialog_send(dialog); // expect: vt-unawaited reply
    dialog->state = 3;
    dialog->on_state(dialog->user);
    switch (dialog->state) {
    case 4: return -1;
    default: return vt_int_await(reply, &value);
    }
}

static void set_state(struct dialog *dialog, int state)
{
    if (dialog->state == state)
        return;
    dialog->state = state;
    dialog_poll(dialog);
}

int by_its_setter(struct dialog *dialog)
{
    int value = 0;
    vt_int reply = dialog_send(dialog); // expect: vt-unawaited reply
    set_state(dialog, 3);
    if (dialog->state == 4)
        return -1;
    return vt_int_await(reply, &value);
}

int one_bit(struct dialog *dialog)
{
    int value = 0;
    vt_int reply = dialog_send(dialog); // expect: vt-unawaited reply
    dialog->flags |= 4;
    dialog_poll(dialog);
    int flags = dialog->flags;
    if (!(flags & 4))
        return -1;
    return vt_int_await(reply, &value);
}

int in_what_it_leads_to(struct dialog *dialog)
{
    int value = 0;
    struct header *header = dialog->header;
    vt_int reply = dialog_send(dialog); // expect: vt-unawaited reply
    header->length = 0;
    dialog_poll(dialog);
    if (header->length > 10)
        return -1;
    return vt_int_await(reply, &value);
}

int in_a_loop(struct dialog *dialog)
{
    int value = 0;
    vt_int reply = dialog_send(dialog); // expect: vt-unawaited reply
    dialog->state = 3;
    while (more()) {
        dialog_poll(dialog);
        if (dialog->state == 4)
            return -1;
    }
    return vt_int_await(reply, &value);
}

int in_a_global(struct dialog *dialog)
{
    int value = 0;
    vt_int reply = dialog_send(dialog); // expect: vt-unawaited reply
    stage = 1;
    note();
    if (stage == 2)
        return -1;
    return vt_int_await(reply, &value);
}

int nobody_gets_it(struct dialog *dialog)
{
    int value = 0;
    vt_int reply = dialog_send(dialog);
    dialog->state = 3;
    note();
    dialog_print(dialog);
    if (dialog->state == 4)
        return -1;
    return vt_int_await(reply, &value);
}

int stores_differ(struct dialog *dialog, bool early)
{
    int value = 0;
    vt_int reply = dialog_send(dialog);
    dialog->state = 3;
    if (early) {
        vt_int_await(reply, &value);
        dialog->state = 4;
    }
    dialog_poll(dialog);
    if (dialog->state == 3)
        vt_int_await(reply, &value);
    return value;
}

int cleared_and_set(struct dialog *dialog, bool early)
{
    int value = 0;
    vt_int reply = dialog_send(dialog);
    dialog->error = 0;
    if (early) {
        vt_int_await(reply, &value);
        dialog->error = 1;
    }
    dialog_poll(dialog);
    if (!dialog->error)
        vt_int_await(reply, &value);
    return value;
}

int setters_differ(struct dialog *dialog, bool early)
{
    int value = 0;
    vt_int reply = dialog_send(dialog);
    set_state(dialog, 3);
    if (early) {
        vt_int_await(reply, &value);
        set_state(dialog, 4);
    }
    if (dialog->state == 3)
        vt_int_await(reply, &value);
    return value;
}

int asked_before(struct dialog *dialog)
{
    int value = 0;
    vt_int reply;
    dialog->state = 3;
    dialog_poll(dialog);
    if (dialog->state != 4)
        reply = dialog_send(dialog);
    dialog_poll(dialog);
    if (dialog->state != 4)
        vt_int_await(reply, &value);
    return value;
}

int one_kind_after_another(struct dialog *dialog)
{
    int value = 0;
    vt_int reply = dialog_send(dialog);
    dialog->state = 3;
    dialog_poll(dialog);
    if (dialog->state == 4) {
        vt_int_forget(reply);
        return -1;
    }
    if (dialog->state == 3)
        vt_int_await(reply, &value);
    return value;
}

static bool is_closed(const struct dialog *dialog)
{
    return dialog->state == 4;
}

int asked_before_by_a_helper(struct dialog *dialog)
{
    int value = 0;
    vt_int reply = dialog_send(dialog);
    dialog->state = 3;
    dialog_poll(dialog);
    if (is_closed(dialog))
        vt_int_await(reply, &value);
    dialog_poll(dialog);
    if (dialog->state != 4)
        vt_int_await(reply, &value);
    return value;
}
