/* http.c - see http.h. The parser is stopped after each request, so that pipelined ones stay in the buffer until their turn. */
#include "http.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* ---- the parser's callbacks ---- */

static int begin_message(http_parser *parser)
{
    struct http *http = parser->data;

    http->has_begun = true;
    http->target_length = 0;
    http->head_size = 0;
    return 0;
}

/* Too long a target is cut; its length tells. */
static int add_to_target(http_parser *parser, const char *part, size_t length)
{
    struct http *http = parser->data;

    for (size_t i = 0; i < length; i++, http->target_length++)
        if (http->target_length < HTTP_MOST_TARGET)
            http->target[http->target_length] = part[i];
    return 0;
}

static int end_head(http_parser *parser)
{
    struct http *http = parser->data;
    bool has_length = parser->content_length != 0 && parser->content_length != UINT64_MAX;

    http->has_body = has_length || (parser->flags & F_CHUNKED) != 0;
    return http->has_body; /* 1: the body is not read, for the connection ends with the refusal */
}

static int end_message(http_parser *parser)
{
    struct http *http = parser->data;

    http->is_complete = true;
    http_parser_pause(parser, 1);
    return 0;
}

static const http_parser_settings settings = {
    .on_message_begin = begin_message,
    .on_url = add_to_target,
    .on_headers_complete = end_head,
    .on_message_complete = end_message,
};

void http_init(struct http *http, struct vt_uv_socket *socket)
{
    memset(http, 0, sizeof *http);
    http->socket = socket;
    http_parser_init(&http->parser, HTTP_REQUEST);
    http->parser.data = http;
}

/* ---- reading ---- */

static int refusal(const struct http *http)
{
    if (http->has_body)
        return HTTP_STATUS_PAYLOAD_TOO_LARGE;
    if (http->target_length > HTTP_MOST_TARGET)
        return HTTP_STATUS_URI_TOO_LONG;
    if (http->head_size > HTTP_MOST_HEAD)
        return HTTP_STATUS_REQUEST_HEADER_FIELDS_TOO_LARGE;
    return 0;
}

/* Parses what lies in the buffer. Returns 0, or the status to refuse the request with. */
static int parse(struct http *http)
{
    http_parser_pause(&http->parser, 0);
    size_t used = http_parser_execute(&http->parser, &settings, http->buffer + http->begin, http->end - http->begin);
    enum http_errno error = HTTP_PARSER_ERRNO(&http->parser);

    http->begin += used;
    http->head_size += used;
    int status = refusal(http);
    if (status == 0 && error != HPE_OK && error != HPE_PAUSED)
        status = HTTP_STATUS_BAD_REQUEST;
    return status;
}

static int receive(struct http *http, uint64_t timeout_ns)
{
    size_t got = 0;
    int status =
        vt_uv_count_await_timeout(vt_uv_receive(http->socket, http->buffer, sizeof http->buffer), timeout_ns, &got);

    if (status == -ETIMEDOUT && http->has_begun)
        return HTTP_STATUS_REQUEST_TIMEOUT;
    if (status != 0)
        return status;
    http->begin = 0;
    http->end = got;
    return got > 0 ? 0 : UV_EOF;
}

int http_read(struct http *http, uint64_t timeout_ns)
{
    int status = 0;

    http->has_begun = http->is_complete = http->has_body = false;
    while (status == 0 && !http->is_complete) {
        if (http->begin == http->end)
            status = receive(http, timeout_ns);
        if (status == 0)
            status = parse(http);
    }
    if (status != 0)
        return status;
    http->target[http->target_length] = '\0';
    http->keeps_alive = http_should_keep_alive(&http->parser) != 0 && !http->parser.upgrade; /* we speak nothing else */
    return 0;
}

/* ---- answering ---- */

int http_answer(struct http *http, int status, const char *json, bool keeps_alive, uint64_t timeout_ns)
{
    int length = snprintf(http->answer, sizeof http->answer,
                          "HTTP/1.1 %d %s\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n%s\r\n%s", status,
                          http_status_str((enum http_status)status), strlen(json),
                          keeps_alive ? "" : "Connection: close\r\n", json);

    if (length < 0 || (size_t)length >= sizeof http->answer)
        return -EMSGSIZE;
    return vt_void_await_timeout(vt_uv_send(http->socket, http->answer, (size_t)length), timeout_ns);
}
