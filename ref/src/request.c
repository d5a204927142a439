/* Putting a request together: putrequest(), putheader(), endheaders() and request(). */
#include "body.h"
#include "connection.h"
#include "encode.h"
#include "field.h"
#include "hc/host_field.h"
#include "hc/request_line.h"
#include "raise.h"
#include "unicode.h"

/* --- Lines --- */

/* Ends the line that was appended from `start` on; without memory for that, takes it back. */
static enum hc_kind end_line(struct hc_buffer *head, size_t start, struct hc_error *error) {
  if (hc_buffer_append(head, hc_str("\r\n"))) return HC_OK;
  head->size = start;
  return hc_raise_memory(error);
}

static enum hc_kind add_field(struct hc_connection *connection, struct hc_value name,
                              const struct hc_value *values, size_t count, struct hc_error *error) {
  size_t start = connection->head.size;
  enum hc_kind kind =
      hc_field_write_by(connection->traits, name, values, count, &connection->head, error);
  return kind == HC_OK ? end_line(&connection->head, start, error) : kind;
}

static enum hc_kind add_request_line(struct hc_connection *connection, struct hc_span url,
                                     struct hc_error *error) {
  size_t start = connection->head.size;
  enum hc_kind kind =
      hc_request_line_write(hc_buffer_span(&connection->method), url,
                            hc_buffer_span(&connection->http_vsn_str), &connection->head, error);
  return kind == HC_OK ? end_line(&connection->head, start, error) : kind;
}

static enum hc_kind add_host(struct hc_connection *connection, struct hc_span url,
                             struct hc_error *error) {
  struct hc_host_port origin = {hc_buffer_span(&connection->host), connection->port};
  hc_connection_tunnel(connection, &origin); /* HO.02, TU.22 */
  struct hc_buffer *head = &connection->head;
  size_t start = head->size;
  if (!hc_buffer_append(head, hc_str("Host: "))) return hc_raise_memory(error);
  size_t value = head->size;
  enum hc_kind kind =
      hc_host_field_write(url, &origin, connection->default_port, connection->edition, head, error);
  if (kind == HC_OK) {
    kind = hc_field_value_validate(hc_span_make(head->data + value, head->size - value), error);
  }
  if (kind == HC_OK) return end_line(head, start, error);
  head->size = start;
  return kind;
}

/* RQ.08, RQ.10 */
static enum hc_kind add_automatic_fields(struct hc_connection *connection, struct hc_span url,
                                         const struct hc_putrequest_options *options,
                                         struct hc_error *error) {
  if (connection->http_vsn != 11) return HC_OK;
  enum hc_kind kind = options->skip_host ? HC_OK : add_host(connection, url, error);
  if (kind != HC_OK || options->skip_accept_encoding) return kind;
  const struct hc_span identity = hc_str("Accept-Encoding: identity\r\n");
  return hc_buffer_append(&connection->head, identity) ? HC_OK : hc_raise_memory(error);
}

/* --- Step by step --- */

/* ST.09: the method is remembered once it is known to be legal. */
static enum hc_kind save_method(struct hc_connection *connection, struct hc_span method,
                                struct hc_error *error) {
  hc_buffer_empty(&connection->method);
  return hc_buffer_append(&connection->method, method) ? HC_OK : hc_raise_memory(error);
}

enum hc_kind hc_connection_putrequest(struct hc_connection *connection, struct hc_span method,
                                      struct hc_span url,
                                      const struct hc_putrequest_options *options,
                                      struct hc_error *error) {
  static const struct hc_putrequest_options defaults = {false, false};
  hc_connection_forget_finished(connection);
  if (connection->state != HC_STATE_IDLE) { /* ST.02 */
    const char *state = hc_connection_state_name(connection->state);
    return hc_error_set(error, HC_CANNOT_SEND_REQUEST, hc_str(state));
  }
  connection->state = HC_STATE_REQUEST_STARTED; /* ST.08: before anything is judged */
  enum hc_kind kind = hc_method_validate(method, error);
  if (kind == HC_OK) kind = save_method(connection, method, error);
  if (url.size == 0) url = hc_str("/"); /* RQ.02 */
  if (kind == HC_OK) kind = hc_url_validate(url, error);
  if (kind == HC_OK) kind = add_request_line(connection, url, error);
  if (options == NULL) options = &defaults;
  return kind == HC_OK ? add_automatic_fields(connection, url, options, error) : kind;
}

static enum hc_kind check_started(const struct hc_connection *connection, struct hc_error *error) {
  if (connection->state == HC_STATE_REQUEST_STARTED) return HC_OK;
  return hc_error_set(error, HC_CANNOT_SEND_HEADER, hc_str("")); /* ST.03 */
}

enum hc_kind hc_connection_putheader(struct hc_connection *connection, struct hc_value name,
                                     const struct hc_value *values, size_t count,
                                     struct hc_error *error) {
  enum hc_kind kind = check_started(connection, error);
  return kind == HC_OK ? add_field(connection, name, values, count, error) : kind;
}

enum hc_kind hc_connection_endheaders(struct hc_connection *connection, const struct hc_body *body,
                                      bool encode_chunked, struct hc_error *error) {
  enum hc_kind kind = check_started(connection, error);
  if (kind == HC_OK && body != NULL) kind = hc_body_check(body, error);
  if (kind != HC_OK) return kind;
  connection->state = HC_STATE_REQUEST_SENT; /* ST.10: before anything is sent */
  return hc_connection_send_head(connection, body, encode_chunked, error);
}

/* --- In one call --- */

/* Which fields the caller gives that otherwise would be added. */
struct given {
  bool host;
  bool accept_encoding;
  bool content_length;
  bool transfer_encoding;
};

/* BD.12, HO.18: names are compared as text; bytes never match, and what has no lower() fails before
 * anything is started. */
static enum hc_kind look_at_names(const struct hc_request *request, struct given *given,
                                  struct hc_error *error) {
  for (size_t i = 0; i < request->header_count; i++) {
    struct hc_value name = request->headers[i].name;
    if (name.kind == HC_VALUE_BYTES) continue;
    if (name.kind != HC_VALUE_TEXT) return hc_raise_no_lower(name, error);
    given->host |= hc_span_equal_ignoring_case(name.bytes, hc_str("host"));
    given->accept_encoding |= hc_span_equal_ignoring_case(name.bytes, hc_str("accept-encoding"));
    given->content_length |= hc_span_equal_ignoring_case(name.bytes, hc_str("content-length"));
    given->transfer_encoding |=
        hc_span_equal_ignoring_case(name.bytes, hc_str("transfer-encoding"));
  }
  return HC_OK;
}

/* BD.02: methods that expect a body say so even when it is empty (RFC 9110 section 8.6). */
static bool expects_body(struct hc_span method) {
  return hc_span_equal_ignoring_case(method, hc_str("PATCH")) ||
         hc_span_equal_ignoring_case(method, hc_str("POST")) ||
         hc_span_equal_ignoring_case(method, hc_str("PUT"));
}

static enum hc_kind add_content_length(struct hc_connection *connection, size_t length,
                                       struct hc_error *error) {
  const struct hc_value value = {HC_VALUE_INTEGER, {NULL, 0}, (int64_t)length};
  return add_field(connection, hc_text("Content-Length"), &value, 1, error);
}

/* BD.02-BD.07: adds the framing field that the body needs; `*chunked` tells whether it is chunk
 * framing. */
static enum hc_kind add_framing(struct hc_connection *connection, const struct hc_request *request,
                                bool *chunked, struct hc_error *error) {
  static const struct hc_body none = {.kind = HC_BODY_NONE};
  const struct hc_body *body = request->body != NULL ? request->body : &none;
  const struct hc_value coding = hc_text("chunked");
  *chunked = false;
  switch (body->kind) {
  case HC_BODY_NONE:
    return expects_body(request->method) ? add_content_length(connection, 0, error) : HC_OK;
  case HC_BODY_BYTES: return add_content_length(connection, body->data.size, error);
  case HC_BODY_TEXT:
    return add_content_length(connection, hc_utf8_count(body->data), error); /* BD.04 */
  case HC_BODY_FILE:
  case HC_BODY_ITERABLE: break;
  }
  *chunked = true;
  enum hc_kind kind =
      hc_debug_object(&connection->debug, "Unable to determine size of ", body, error); /* DB.08 */
  return kind != HC_OK ? kind
                       : add_field(connection, hc_text("Transfer-Encoding"), &coding, 1, error);
}

/* BD.08-BD.11: with a Content-Length nothing is framed; with a Transfer-Encoding alone, as the
 * caller says. */
static enum hc_kind decide_framing(struct hc_connection *connection,
                                   const struct hc_request *request, const struct given *given,
                                   bool *chunked, struct hc_error *error) {
  *chunked = request->encode_chunked && !given->content_length;
  if (given->content_length || given->transfer_encoding) return HC_OK;
  return add_framing(connection, request, chunked, error);
}

static enum hc_kind add_given_fields(struct hc_connection *connection,
                                     const struct hc_request *request, struct hc_error *error) {
  enum hc_kind kind = HC_OK;
  for (size_t i = 0; i < request->header_count && kind == HC_OK; i++) {
    kind = add_field(connection, request->headers[i].name, &request->headers[i].value, 1, error);
  }
  return kind;
}

/* HTTPConnection.request.body.str: text goes out as Latin-1. */
static enum hc_kind end_with_text(struct hc_connection *connection, struct hc_span text,
                                  bool chunked, struct hc_error *error) {
  struct hc_buffer encoded = hc_buffer_make(connection->allocator, 0);
  enum hc_kind kind = hc_encode_body(text, &encoded, error); /* BD.05 */
  if (kind == HC_OK) {
    const struct hc_body body = hc_body_bytes(hc_buffer_span(&encoded));
    kind = hc_connection_endheaders(connection, &body, chunked, error);
  }
  hc_buffer_free(&encoded);
  return kind;
}

enum hc_kind hc_connection_request(struct hc_connection *connection,
                                   const struct hc_request *request, struct hc_error *error) {
  struct given given = {false, false, false, false};
  enum hc_kind kind = request->body != NULL ? hc_body_check(request->body, error) : HC_OK;
  if (kind == HC_OK) kind = look_at_names(request, &given, error);
  if (kind != HC_OK) return kind;
  const struct hc_putrequest_options options = {given.host, given.accept_encoding};
  kind = hc_connection_putrequest(connection, request->method, request->url, &options, error);
  bool chunked = false;
  if (kind == HC_OK) kind = decide_framing(connection, request, &given, &chunked, error);
  if (kind == HC_OK) kind = add_given_fields(connection, request, error);
  if (kind != HC_OK) return kind;
  if (request->body != NULL && request->body->kind == HC_BODY_TEXT) {
    return end_with_text(connection, request->body->data, chunked, error);
  }
  return hc_connection_endheaders(connection, request->body, chunked, error);
}
