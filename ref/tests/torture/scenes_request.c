/* Scenes of sending: every kind of body, in one call and step by step; connecting and attributes.
 */
#include "support/bodies.h"
#include "support/guarded.h"
#include "support/testing.h"
#include "torture/scenes.h"

static const struct hc_span pieces_of_bytes[] = {BYTES("first\n"), BYTES(""), BYTES("second\n")};
static const struct hc_span pieces_of_text[] = {BYTES("caf\xC3\xA9"), BYTES("th\xC3\xA9")};

/* --- Steps: in one call --- */

static enum hc_kind send_body(struct stage *stage, const char *method, const struct hc_body *body) {
  const struct hc_request request = {
      .method = hc_str(method), .url = hc_str("/path?query"), .body = body};
  return stage_exchange(stage, &request);
}

static enum hc_kind get(struct stage *stage) {
  return send_body(stage, "GET", NULL);
}

static enum hc_kind head(struct stage *stage) {
  return send_body(stage, "HEAD", NULL);
}

static enum hc_kind post_nothing(struct stage *stage) {
  return send_body(stage, "POST", NULL);
}

static enum hc_kind post_bytes(struct stage *stage) {
  const struct hc_body body = hc_body_bytes(bytes_of("some\0bytes"));
  return send_body(stage, "POST", &body);
}

static enum hc_kind put_text(struct stage *stage) {
  const struct hc_body body = hc_body_text(hc_str("caf\xC3\xA9"));
  return send_body(stage, "PUT", &body);
}

static enum hc_kind put_file(struct stage *stage) {
  struct hc_span content = bytes_of("0123456789");
  const struct hc_body body = content_file(&content);
  return send_body(stage, "PUT", &body);
}

static enum hc_kind put_text_file(struct stage *stage) {
  struct pieces pieces = {.pieces = pieces_of_text, .count = 2};
  const struct hc_body body = pieces_file(&pieces, true);
  return send_body(stage, "PUT", &body);
}

static enum hc_kind patch_iterable(struct stage *stage) {
  struct pieces pieces = {.pieces = pieces_of_bytes, .count = 3};
  const struct hc_body body = pieces_iterable(&pieces);
  return send_body(stage, "PATCH", &body);
}

static enum hc_kind give_all_fields(struct stage *stage) {
  const struct hc_value length = {HC_VALUE_INTEGER, {NULL, 0}, 4};
  const struct hc_value raw = {HC_VALUE_BYTES, BYTES("\xE9"), 0};
  const struct hc_header headers[] = {
      {hc_text("Host"), hc_text("other.test")},
      {hc_text("Accept-Encoding"), hc_text("gzip")},
      {hc_text("Content-Length"), length},
      {raw.kind == HC_VALUE_BYTES ? hc_text("X-Raw") : raw, raw},
  };
  const struct hc_body body = hc_body_bytes(hc_str("body"));
  const struct hc_request request = {.method = hc_str("DELETE"),
                                     .url = hc_str("http://other.test/"),
                                     .body = &body,
                                     .headers = headers,
                                     .header_count = 4,
                                     .encode_chunked = true};
  return stage_exchange(stage, &request);
}

/* --- Steps: step by step --- */

static enum hc_kind put_request(struct stage *stage) {
  const struct hc_putrequest_options options = {.skip_host = true, .skip_accept_encoding = true};
  return hc_connection_putrequest(stage->connection, hc_str("POST"), hc_str("/steps"), &options,
                                  stage->error);
}

static enum hc_kind put_request_with_fields(struct stage *stage) {
  return hc_connection_putrequest(stage->connection, hc_str("POST"), hc_str(""), NULL,
                                  stage->error);
}

static enum hc_kind put_folded_header(struct stage *stage) {
  const struct hc_value number = {HC_VALUE_INTEGER, {NULL, 0}, -3};
  const struct hc_value values[] = {hc_text("one"), hc_text("tw\xC3\xB6"), number};
  return hc_connection_putheader(stage->connection, hc_text("X-Folded"), values, 3, stage->error);
}

static enum hc_kind end_with_chunks(struct stage *stage) {
  struct pieces pieces = {.pieces = pieces_of_bytes, .count = 3};
  const struct hc_body body = pieces_iterable(&pieces);
  return hc_connection_endheaders(stage->connection, &body, true, stage->error);
}

static enum hc_kind end_without_body(struct stage *stage) {
  return hc_connection_endheaders(stage->connection, NULL, false, stage->error);
}

static enum hc_kind send_pieces(struct stage *stage) {
  struct pieces first = {.pieces = pieces_of_bytes, .count = 3};
  struct pieces text = {.pieces = pieces_of_text, .count = 2};
  struct hc_span content = bytes_of("0123456789");
  const struct hc_body bodies[] = {hc_body_bytes(hc_str("tail")), pieces_iterable(&first),
                                   pieces_file(&text, true), content_file(&content),
                                   hc_body_text(hc_str(""))};
  enum hc_kind kind = HC_OK;
  for (size_t i = 0; i < sizeof bodies / sizeof bodies[0] && kind == HC_OK; i++)
    kind = hc_connection_send(stage->connection, &bodies[i], stage->error);
  return kind;
}

static enum hc_kind await_and_read(struct stage *stage) {
  enum hc_kind kind = stage_await(stage);
  if (kind == HC_OK) kind = hc_response_read_all(stage->response, &stage->into, stage->error);
  if (kind != HC_OK) return kind;
  stage_note(stage, hc_buffer_span(&stage->into));
  stage_dismiss(stage);
  return HC_OK;
}

/* --- Steps: connecting and attributes --- */

static enum hc_kind connect(struct stage *stage) {
  return hc_connection_connect(stage->connection, stage->error);
}

static enum hc_kind close_connection(struct stage *stage) {
  hc_connection_close(stage->connection);
  hc_connection_close(stage->connection);
  return HC_OK;
}

/* An explicit set_timeout reaches the transport in use. */
static enum hc_kind set_timeout_of_transport(struct stage *stage) {
  const struct hc_timeout minute = {HC_TIMEOUT_SECONDS, 60};
  struct hc_transport *transport = hc_connection_transport(stage->connection);
  hc_transport_fileno(transport);
  hc_transport_timeout(transport);
  return hc_transport_set_timeout(transport, minute, stage->error);
}

static void assert_no_source_address(const struct hc_connection *connection) {
  struct hc_source_address source;
  assert_false(hc_connection_source_address(connection, &source));
}

/* What is set is what is got; what could not be set is as it was. */
static enum hc_kind set_source_address(struct stage *stage) {
  const struct hc_source_address other = {BYTES("127.0.0.2"), 7};
  struct hc_source_address got = {{NULL, 0}, 0};
  enum hc_kind kind = hc_connection_set_source_address(stage->connection, &other, stage->error);
  assert_true(hc_connection_source_address(stage->connection, &got));
  assert_text_is(got.host, kind == HC_OK ? "127.0.0.2" : "127.0.0.1", "source address");
  assert_int_equal(got.port, kind == HC_OK ? 7 : 0);
  if (kind == HC_OK) kind = hc_connection_set_source_address(stage->connection, NULL, stage->error);
  if (kind == HC_OK) assert_no_source_address(stage->connection);
  return kind;
}

/* What is set is what is got. */
static enum hc_kind set_attributes(struct stage *stage) {
  struct hc_connection *connection = stage->connection;
  const struct hc_timeout minute = {HC_TIMEOUT_SECONDS, 60};
  hc_connection_set_timeout(connection, minute);
  assert_int_equal(hc_connection_timeout(connection).kind, HC_TIMEOUT_SECONDS);
  hc_connection_set_blocksize(connection, 3);
  assert_int_equal(hc_connection_blocksize(connection), 3);
  hc_connection_set_auto_open(connection, true);
  assert_true(hc_connection_auto_open(connection));
  hc_connection_set_debuglevel(connection, 0);
  assert_int_equal(hc_connection_debuglevel(connection), 0);
  assert_string_equal(hc_connection_state_name(hc_connection_state(connection)), "Idle");
  assert_null(hc_connection_tls_context(connection));
  assert_null(hc_connection_deprecation(connection));
  hc_connection_set_transport(connection, NULL);
  assert_null(hc_connection_transport(connection));
  return HC_OK;
}

static enum hc_kind set_texts(struct stage *stage) {
  const struct hc_port port = {HC_PORT_TEXT, 0, BYTES("8080")};
  enum hc_kind kind =
      hc_connection_set_host(stage->connection, hc_str("caf\xC3\xA9.test"), stage->error);
  if (kind == HC_OK) kind = hc_connection_set_port(stage->connection, port, stage->error);
  if (kind == HC_OK) {
    kind = hc_connection_set_http_vsn(stage->connection, 11, hc_str("HTTP/1.1"), stage->error);
  }
  if (kind != HC_OK) return kind;
  assert_text_is(hc_connection_host(stage->connection), "caf\xC3\xA9.test", "host");
  assert_text_is(hc_connection_port(stage->connection).text, "8080", "port");
  assert_int_equal(hc_connection_http_vsn(stage->connection), 11);
  assert_text_is(hc_connection_http_vsn_str(stage->connection), "HTTP/1.1", "version");
  return HC_OK;
}

/* The connection goes on over a transport that its owner opened. */
static enum hc_kind exchange_transport(struct stage *stage) {
  struct hc_transport *transport = hc_transport_retain(hc_connection_transport(stage->connection));
  hc_connection_close(stage->connection);
  hc_connection_set_transport(stage->connection, transport);
  hc_transport_release(transport);
  return HC_OK;
}

static enum hc_kind forbid_opening(struct stage *stage) {
  hc_connection_set_auto_open(stage->connection, false);
  return HC_OK;
}

/* --- Scenes --- */

#define EMPTY_ANSWER BYTES("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
#define SHORT_ANSWER BYTES("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nshort")

static const struct hc_span nine_answers[] = {SHORT_ANSWER, EMPTY_ANSWER, SHORT_ANSWER,
                                              SHORT_ANSWER, SHORT_ANSWER, SHORT_ANSWER,
                                              SHORT_ANSWER, SHORT_ANSWER, SHORT_ANSWER};
static step *const bodies[] = {get,      head,          post_nothing,   post_bytes,      put_text,
                               put_file, put_text_file, patch_iterable, give_all_fields, NULL};

static const struct hc_span two_answers[] = {SHORT_ANSWER, SHORT_ANSWER};
static step *const in_steps[] = {connect,
                                 put_request,
                                 put_folded_header,
                                 end_with_chunks,
                                 await_and_read,
                                 put_request_with_fields,
                                 put_folded_header,
                                 end_without_body,
                                 send_pieces,
                                 await_and_read,
                                 NULL};

static const struct hc_span two_connections[] = {SHORT_ANSWER, SHORT_ANSWER, NEXT_CONNECTION,
                                                 SHORT_ANSWER};
static step *const attributes[] = {set_attributes,
                                   connect,
                                   set_timeout_of_transport,
                                   exchange_transport,
                                   get,
                                   put_file,
                                   close_connection,
                                   set_texts,
                                   set_source_address,
                                   get,
                                   close_connection,
                                   NULL};

static const struct hc_span closing_answers[] = {
    BYTES("HTTP/1.0 200 OK\r\n\r\nuntil the end"), NEXT_CONNECTION,
    BYTES("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nuntil the next end")};
static step *const reconnecting[] = {get, get, NULL};

static step *const unconnected[] = {forbid_opening, get, NULL};

static const struct hc_source_address source = {BYTES("127.0.0.1"), 0};

const struct scene request_scenes[] = {
    {.name = "every kind of body", .steps = bodies, SEGMENTS(nine_answers)},
    {.name = "step by step", .steps = in_steps, SEGMENTS(two_answers)},
    {.name = "connecting, attributes, closing",
     .steps = attributes,
     SEGMENTS(two_connections),
     .options = {.has_blocksize = true, .blocksize = 4, .source_address = &source}},
    {.name = "a connection for each exchange", .steps = reconnecting, SEGMENTS(closing_answers)},
    {.name = "no opening allowed", .steps = unconnected, .kind = HC_NOT_CONNECTED},
    {.name = NULL},
};
