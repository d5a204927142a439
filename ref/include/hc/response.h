/* hc/response.h — http.client's HTTPResponse.
 *
 * A response reads from its transport through a reader of its own. It lives until its owner and
 * the connection that remembers it have both let it go. Reading after the body's end, or after
 * hc_response_close, gives nothing and is no error (CK.16, CL.05). */
#ifndef HC_RESPONSE_H
#define HC_RESPONSE_H

#include "hc/debug_sink.h"
#include "hc/integer.h"
#include "hc/message.h"

#ifdef __cplusplus
extern "C" {
#endif

struct hc_response;

/* hc_response_options: the zero state is the newest edition and no method. The url that
 * HTTPResponse() takes is dropped there (HA.14), so there is none. */
struct hc_response_options {
  struct hc_span method; /* UTF-8; only "HEAD" matters (FR.05) */
  int debuglevel; /* above 0: the head is written to `debug_sink` as it is read (DB.03-DB.05) */
  struct hc_debug_sink debug_sink;
  enum hc_edition edition;
  const struct hc_allocator *allocator;
};

/* Whether an attribute has a value: 'UNKNOWN' before hc_response_begin, None, or a value (HA.13).
 */
enum hc_presence { HC_UNKNOWN = 0, HC_NONE, HC_PRESENT };

/* hc_response_new makes a response over `transport`, to which it holds a reference; nothing is read
 * yet. HC_MEMORY_ERROR. */
enum hc_kind hc_response_new(struct hc_transport *transport,
                             const struct hc_response_options *options,
                             struct hc_response **response, struct hc_error *error);

/* hc_response_free gives up the owner's reference; NULL is allowed. A response that a connection
 * remembers stays with it, read or unread (CN.08). */
void hc_response_free(struct hc_response *response);

/* hc_response_begin reads status line and field section, skipping interim responses of status 100,
 * and decides how the body is framed. Does nothing if it has succeeded before (GR.05).
 * HC_REMOTE_DISCONNECTED: no byte came. HC_BAD_STATUS_LINE, HC_UNKNOWN_PROTOCOL,
 * HC_LINE_TOO_LONG, HC_HTTP_EXCEPTION (too many field lines, or from edition 3.14 on interim
 * responses: IR.06), or the reader's errors. */
enum hc_kind hc_response_begin(struct hc_response *response, struct hc_error *error);

/* --- The body. `into` is emptied first; on failure it stays empty. --- */

/* hc_response_read_all is read(): the rest of the body. HC_INCOMPLETE_READ: the stream ended early,
 * or a chunk size is malformed; the error carries the partial body (RD.02, RD.11). By edition a
 * declared size that cannot be allocated is HC_OVERFLOW_ERROR or HC_MEMORY_ERROR (RD.14).
 * HC_VALUE_ERROR: a negative chunk size (CK.10). HC_LINE_TOO_LONG. HC_HTTP_EXCEPTION: from edition
 * 3.14 on, too many trailer lines (CK.08). HC_ASSERTION_ERROR: not begun. Otherwise the reader's
 * errors. */
enum hc_kind hc_response_read_all(struct hc_response *response, struct hc_buffer *into,
                                  struct hc_error *error);

/* hc_response_read is read(amt): up to `amount` bytes, fewer only at the end. With a declared
 * length an early end is no error (RD.04). What a negative amount means depends on the edition:
 * RD.08 (HC_VALUE_ERROR), RD.09, RD.10. Errors as hc_response_read_all. */
enum hc_kind hc_response_read(struct hc_response *response, int64_t amount, struct hc_buffer *into,
                              struct hc_error *error);

/* hc_response_readinto fills `into` with up to `size` bytes (RI.*). What `into` has beyond `*got`
 * is undefined. Errors as hc_response_read. */
enum hc_kind hc_response_readinto(struct hc_response *response, void *into, size_t size,
                                  size_t *got, struct hc_error *error);

/* hc_response_read1 is read1(amount), with at most one read of the transport for data; a negative
 * amount is the default (R1.01-R1.06). */
enum hc_kind hc_response_read1(struct hc_response *response, int64_t amount, struct hc_buffer *into,
                               struct hc_error *error);

/* hc_response_peek is peek(): bytes that the next read will give, without consuming them; beyond a
 * declared length they may be another response's (R1.07, R1.08). `*bytes` is borrowed until the
 * next call. */
enum hc_kind hc_response_peek(struct hc_response *response, struct hc_span *bytes,
                              struct hc_error *error);

/* hc_response_readline is readline(limit): up to and including LF, at most `limit` bytes; a
 * negative limit is none (LN.*). A line of a chunked body may be longer than `limit`, by less than
 * as much again: it is taken in parts as they come, each of at most `limit` bytes, until there are
 * that many. An empty line is the end. */
enum hc_kind hc_response_readline(struct hc_response *response, int64_t limit,
                                  struct hc_buffer *into, struct hc_error *error);

/* hc_response_close is close(): closes without draining (CL.02). */
void hc_response_close(struct hc_response *response);

/* hc_response_isclosed: the body was read to its end, or closed (CL.01). */
bool hc_response_isclosed(const struct hc_response *response);

/* hc_response_closed: hc_response_close was called (HTTPResponse.closed). */
bool hc_response_closed(const struct hc_response *response);

/* hc_response_fileno gives the descriptor. HC_ATTRIBUTE_ERROR once the response is closed or read
 * to its end (CL.05). */
enum hc_kind hc_response_fileno(const struct hc_response *response, int *fd,
                                struct hc_error *error);

/* --- The head. Spans are Latin-1 and borrowed from the response. --- */

/* hc_response_status is .status, .code and getcode(). */
enum hc_presence hc_response_status(const struct hc_response *response, int *status);
enum hc_presence hc_response_reason(const struct hc_response *response, struct hc_span *reason);
enum hc_presence hc_response_version(const struct hc_response *response, int *version);
enum hc_presence hc_response_chunked(const struct hc_response *response, bool *chunked);
enum hc_presence hc_response_will_close(const struct hc_response *response, bool *will_close);
/* The bytes left of a declared length; HC_NONE without one. Negative only after RD.09. */
enum hc_presence hc_response_length(const struct hc_response *response, struct hc_integer *length);
/* The bytes left of the current chunk; HC_NONE before the first and after the last. */
enum hc_presence hc_response_chunk_left(const struct hc_response *response,
                                        struct hc_integer *chunk_left);

/* hc_response_headers returns .headers, .msg and info(), borrowed, usable after close; NULL before
 * hc_response_begin (HA.01). */
struct hc_message *hc_response_headers(struct hc_response *response);

/* What debug output there will be: the level that was given, or set since (HA.16). */
int hc_response_debuglevel(const struct hc_response *response);
void hc_response_set_debuglevel(struct hc_response *response, int level);

/* hc_response_url is .url and geturl(), UTF-8: what was set, for http.client sets nothing.
 * HC_ATTRIBUTE_ERROR: nothing was (HA.14). hc_response_set_url copies `url`; HC_MEMORY_ERROR. */
enum hc_kind hc_response_url(const struct hc_response *response, struct hc_span *url,
                             struct hc_error *error);
enum hc_kind hc_response_set_url(struct hc_response *response, struct hc_span url,
                                 struct hc_error *error);

/* hc_response_getheader is getheader(name): all values joined by ", " are put into `value`, which
 * is emptied first; `*found` is false if there is none and the caller's default applies (HA.03).
 * HC_RESPONSE_NOT_READY: not begun (HA.06). HC_MEMORY_ERROR. */
enum hc_kind hc_response_getheader(const struct hc_response *response, struct hc_span name,
                                   struct hc_buffer *value, bool *found, struct hc_error *error);

/* hc_response_getheaders gives the message whose fields are getheaders() (HA.05).
 * HC_RESPONSE_NOT_READY: not begun. */
enum hc_kind hc_response_getheaders(const struct hc_response *response,
                                    const struct hc_message **headers, struct hc_error *error);

#ifdef __cplusplus
}
#endif
#endif
