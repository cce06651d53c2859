/* HTTP/1.1 on a connection: reading requests one after the other, and answering them. The parsing is http-parser's.
 *
 * Requests without a body only: this service takes none. Everything has a limit: the size of a head, the length of a
 * target, the time a peer may take. Called by fibers; nothing here allocates.
 */
#ifndef EXAMPLES_USER_SERVICE_HTTP_H
#define EXAMPLES_USER_SERVICE_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <http_parser.h>

#include <valuetask/uv.h>

enum {
    HTTP_BUFFER_SIZE = 4096,
    HTTP_MOST_HEAD = 8192, /* bytes of a request's head */
    HTTP_MOST_TARGET = 255,
};

/* The connection as HTTP sees it. Bytes received and not parsed yet lie in buffer[begin..end). */
struct http {
    struct vt_uv_socket *socket;
    http_parser parser;
    char buffer[HTTP_BUFFER_SIZE];
    size_t begin, end;
    size_t head_size; /* of the request that is read, so far */
    bool has_begun, is_complete, has_body;
    bool keeps_alive; /* the peer wants to go on after this request */
    size_t target_length;
    char target[HTTP_MOST_TARGET + 1];
    char answer[1024];
};

void http_init(struct http *http, struct vt_uv_socket *socket);

/* Reads the next request, of which the peer may take `timeout_ns` for each piece. Returns 0: it is there (method in
 * parser.method, target, keeps_alive); a negative errno, UV_EOF after the last request: the connection is through; or the
 * HTTP status to refuse the request with, after which nothing more is read from this connection. */
int http_read(struct http *http, uint64_t timeout_ns);

/* Sends an answer whose body is JSON. Returns 0 or a negative errno. */
int http_answer(struct http *http, int status, const char *json, bool keeps_alive, uint64_t timeout_ns);

#endif
