/* Scenes with somebody watching: debug output into a sink, and an audit hook. */
#include "support/bodies.h"
#include "support/guarded.h"
#include "support/testing.h"
#include "torture/scenes.h"

static void look(void *payload, struct hc_span text) {
  (void)payload;
  assert_true(text.size > 0);
  assert_int_equal(text.data[text.size - 1], '\n');
}

static enum hc_kind approve(void *payload, const struct hc_audit_event *event,
                            struct hc_error *error) {
  (void)error;
  const struct stage *stage = payload;
  assert_true(stage->connection == event->connection);
  return HC_OK;
}

static enum hc_kind forbid_connecting(void *payload, const struct hc_audit_event *event,
                                      struct hc_error *error) {
  const struct stage *stage = payload;
  if (stage->proving || event->kind != HC_AUDIT_CONNECT) return HC_OK;
  return hc_error_set(error, HC_RUNTIME_ERROR, hc_str("not from here"));
}

static enum hc_kind show(struct stage *stage) {
  hc_connection_set_debuglevel(stage->connection, 1);
  return HC_OK;
}

static enum hc_kind post(struct stage *stage, const struct hc_body *body, bool chunked) {
  const struct hc_header coding = {hc_text("Transfer-Encoding"), hc_text("chunked")};
  const struct hc_request request = {.method = hc_str("POST"),
                                     .url = hc_str("/"),
                                     .body = body,
                                     .headers = &coding,
                                     .header_count = chunked ? 1 : 0,
                                     .encode_chunked = chunked};
  return stage_exchange(stage, &request);
}

static enum hc_kind post_bytes(struct stage *stage) {
  const struct hc_body body = hc_body_bytes(bytes_of("some\0bytes"));
  return post(stage, &body, false);
}

static enum hc_kind post_chunk(struct stage *stage) {
  const struct hc_body body = hc_body_bytes(bytes_of("a chunk"));
  return post(stage, &body, true);
}

static enum hc_kind post_text_file(struct stage *stage) {
  static const struct hc_span texts[] = {BYTES("caf\xC3\xA9"), BYTES("'\"")};
  struct pieces pieces = {.pieces = texts, .count = 2};
  struct hc_body body = pieces_file(&pieces, true);
  body.repr = hc_str("<_io.TextIOWrapper>");
  return post(stage, &body, false);
}

static enum hc_kind post_iterable(struct stage *stage) {
  static const struct hc_span texts[] = {BYTES("1"), BYTES(""), BYTES("2")};
  struct pieces pieces = {.pieces = texts, .count = 3};
  const struct hc_body body = pieces_iterable(&pieces);
  return post(stage, &body, false);
}

static enum hc_kind send_each_kind(struct stage *stage) {
  static const struct hc_span texts[] = {BYTES("1"), BYTES("2")};
  struct pieces pieces = {.pieces = texts, .count = 2};
  struct hc_span content = bytes_of("content");
  const struct hc_body bodies[] = {hc_body_bytes(hc_str("x")), pieces_iterable(&pieces),
                                   content_file(&content), hc_body_text(hc_str(""))};
  enum hc_kind kind = hc_connection_connect(stage->connection, stage->error);
  for (size_t i = 0; i < sizeof bodies / sizeof bodies[0] && kind == HC_OK; i++)
    kind = hc_connection_send(stage->connection, &bodies[i], stage->error);
  hc_connection_close(stage->connection);
  return kind;
}

/* EH.09: text as the body of endheaders() is refused once the head is out. */
static enum hc_kind end_with_text(struct stage *stage) {
  const struct hc_body text = hc_body_text(hc_str("text"));
  enum hc_kind kind =
      hc_connection_putrequest(stage->connection, hc_str("PUT"), hc_str("/"), NULL, stage->error);
  if (kind != HC_OK) return kind;
  return hc_connection_endheaders(stage->connection, &text, false, stage->error);
}

static enum hc_kind show_response(struct stage *stage) {
  const struct hc_request request = {.method = hc_str("GET"), .url = hc_str("/")};
  enum hc_kind kind = hc_connection_request(stage->connection, &request, stage->error);
  if (kind == HC_OK) kind = stage_await(stage);
  if (kind != HC_OK) return kind;
  assert_int_equal(hc_response_debuglevel(stage->response), 1);
  hc_response_set_debuglevel(stage->response, 0);
  hc_response_close(stage->response);
  stage_dismiss(stage);
  hc_connection_close(stage->connection);
  return HC_OK;
}

#define ANSWER                                                                                     \
  BYTES("HTTP/1.1 100 Continue\r\nX: interim\r\n\r\n"                                              \
        "HTTP/1.1 200 \xC9\r\nX-Quotes: '\xE9\"\r\nContent-Length: 2\r\n\r\nok")

static const struct hc_span answers[] = {NEXT_CONNECTION, ANSWER, ANSWER,         ANSWER,
                                         ANSWER,          ANSWER, NEXT_CONNECTION};
static step *const everything[] = {show,           send_each_kind, post_bytes,    post_chunk,
                                   post_text_file, post_iterable,  show_response, NULL};
static step *const refused_text[] = {show, end_with_text, NULL};
static step *const one_post[] = {post_bytes, NULL};

const struct scene observed_scenes[] = {
    {.name = "debug output",
     .steps = everything,
     SEGMENTS(answers),
     .options = {.debug_sink = {look, NULL}}},
    {.name = "debug output of edition 3.8",
     .steps = everything,
     SEGMENTS(answers),
     .options = {.debug_sink = {look, NULL}, .edition = HC_EDITION_3_8}},
    {.name = "an audit hook",
     .steps = everything,
     SEGMENTS(answers),
     .options = {.debug_sink = {look, NULL}, .audit_hook = approve}},
    {.name = "text to endheaders()",
     .steps = refused_text,
     SEGMENTS(answers),
     .options = {.debug_sink = {look, NULL}, .audit_hook = approve},
     .kind = HC_TYPE_ERROR},
    {.name = "an audit hook that forbids",
     .steps = one_post,
     SEGMENTS(answers),
     .options = {.audit_hook = forbid_connecting},
     .kind = HC_RUNTIME_ERROR},
    {.name = NULL},
};
