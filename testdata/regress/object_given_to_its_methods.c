// An object that is given to code that is not seen, as to its own methods, is not taken to have been changed by it; what was given to be filled is asked for what it holds now.
#include <stdbool.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

struct session {
    int state, error;
    bool early;
    struct session *next;
    void (*on_step)(struct session *session);
};

void session_open(struct session *session);
vt_int session_send_early(struct session *session);
void session_note(struct session *session);
int session_poll(struct session *session);
void fill(int *value);

int made_by_its_method(struct session *session)
{
    int value = 0;
    vt_int early;
    if (session->early)
        early = session_send_early(session);
    return session->early ? vt_int_await(early, &value) : 0;
}

int logged_and_called_back(struct session *session)
{
    int value = 0;
    vt_int early;
    if (session->next->early && session->next->state > 3)
        early = session_send_early(session->next);
    session_note(session->next);
    session->on_step(session);
    if (session->next->early && session->next->state > 3)
        return vt_int_await(early, &value);
    return 0;
}

int each_in_a_list(struct session *first)
{
    int value = 0, sum = 0;
    for (struct session *s = first; s != NULL; s = s->next) {
        vt_int early;
        if (s->early)
            early = session_send_early(s);
        if (session_poll(s) < 0)
            sum++;
        if (s->early)
            sum += vt_int_await(early, &value);
    }
    return sum;
}

int opened_here(void)
{
    struct session session;
    int value = 0;
    vt_int early;
    session_open(&session);
    if (session.early)
        early = session_send_early(&session);
    session_note(&session);
    return session.early ? vt_int_await(early, &value) : 0;
}

int other_condition(struct session *session)
{
    int value = 0;
    vt_int early;
    if (session->early)
        early = session_send_early(session); // expect: vt-unawaited early
    session_note(session);
    return session->early && session->state > 3 ? vt_int_await(early, &value) : 0;
}

int cleared_here(struct session *session)
{
    int value = 0;
    vt_int early;
    if (session->early)
        early = session_send_early(session); // expect: vt-unawaited early
    session_note(session);
    session->early = session->state == 2;
    return session->early ? vt_int_await(early, &value) : 0;
}

int waits_for_its_error(struct session *session)
{
    int value = 0;
    session->error = 0;
    vt_int early = session_send_early(session); // expect: vt-unawaited early
    session_poll(session);
    if (session->error != 0)
        return -1;
    return vt_int_await(early, &value);
}

int filled_anew(void)
{
    int count, value = 0;
    vt_int early;
    fill(&count);
    if (count > 0)
        early = session_send_early(NULL); // expect: vt-unawaited early
    fill(&count);
    return count > 0 ? vt_int_await(early, &value) : 0;
}

int set_before_it_was_filled(void)
{
    struct session session = {.state = 1};
    int value = 0;
    vt_int early;
    if (session.state == 1)
        early = session_send_early(NULL); // expect: vt-unawaited early
    session_open(&session);
    return session.state == 1 ? vt_int_await(early, &value) : 0;
}

int cleared_for_its_error(struct session *session)
{
    int value = 0;
    vt_int early = session_send_early(session); // expect: vt-unawaited early
    session->error = 0;
    session_poll(session);
    if (session->error != 0)
        return -1;
    return vt_int_await(early, &value);
}

int flag_stored(struct session *session, bool may)
{
    int value = 0;
    vt_int early;
    session->early = false;
    if (may) {
        early = session_send_early(session);
        session->early = true;
    }
    session_poll(session);
    return session->early ? vt_int_await(early, &value) : 0;
}

struct packet {
    unsigned char *bytes;
};

int packet_exchange(struct packet *packet);

int reply_in_the_buffer_of_the_request(struct packet *packet)
{
    unsigned char *request = packet->bytes;
    int value = 0;
    vt_int early = session_send_early(NULL); // expect: vt-unawaited early
    request[0] = 5;
    request[1] = 1;
    if (packet_exchange(packet) < 0 || request[1] > 2)
        return -1;
    return vt_int_await(early, &value);
}

int two_exchanges_in_one_buffer(struct packet *packet)
{
    unsigned char *request = packet->bytes;
    int value = 0;
    vt_int early = session_send_early(NULL);
    request[1] = 1;
    if (packet_exchange(packet) < 0 || request[1] > 2) {
        vt_int_forget(early);
        return -1;
    }
    return vt_int_await(early, &value);
}
