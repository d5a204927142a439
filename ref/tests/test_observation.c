/* What somebody who watches a connection is shown: debug output and audit events, in order. */
#include "observation.h"

#include "support/bodies.h"
#include "support/guarded.h"
#include "support/script.h"
#include "support/testing.h"

/* One text of all that was shown. */
static void keep(void *payload, struct hc_span text) {
  assert_true(hc_buffer_append(payload, text));
}

static enum hc_kind keep_event(void *payload, const struct hc_audit_event *event,
                               struct hc_error *error) {
  (void)error;
  keep(payload, hc_str(event->name));
  if (event->kind == HC_AUDIT_SEND) {
    keep(payload, hc_str(" "));
    keep(payload, event->data->data);
  }
  keep(payload, hc_str("\n"));
  return HC_OK;
}

static struct hc_connection *connect_to(struct script *script, struct hc_buffer *shown,
                                        hc_audit_hook *hook) {
  const struct hc_connection_options options = {.host = hc_str("host"),
                                                .edition = script->edition,
                                                .open = script_open,
                                                .open_payload = script,
                                                .debug_sink = {keep, shown},
                                                .audit_hook = hook,
                                                .audit_payload = shown};
  struct hc_connection *connection = NULL;
  assert_kind_is(hc_connection_new(&options, &connection, NULL), HC_OK, "new");
  return connection;
}

static void post_pieces(struct hc_connection *connection) {
  static const struct hc_span list[] = {BYTES("1"), BYTES(""), BYTES("it's")};
  struct pieces pieces = {.pieces = list, .count = 3};
  struct hc_body body = pieces_iterable(&pieces);
  body.repr = hc_str("<list_iterator>");
  const struct hc_request request = {.method = hc_str("POST"), .url = hc_str("/"), .body = &body};
  assert_kind_is(hc_connection_request(connection, &request, NULL), HC_OK, "request");
}

static void debug_output_shows_what_is_sent_and_what_is_received(void **state) {
  (void)state;
  static const struct hc_span answers[] = {
      BYTES("HTTP/1.1 100 Continue\r\nX: 1\r\n\r\n"
            "HTTP/1.1 200 \xC9\r\nX: '\xE9\"\r\nContent-Length: 0\r\n\r\n")};
  struct script script = {.answers = answers, .answer_count = 1, .edition = HC_EDITION_3_11};
  struct hc_buffer shown = {0};
  struct hc_connection *connection = connect_to(&script, &shown, NULL);
  struct hc_response *response = NULL;
  hc_connection_set_debuglevel(connection, 1);
  post_pieces(connection);
  assert_kind_is(hc_connection_getresponse(connection, &response, NULL), HC_OK, "getresponse");
  assert_text_is(hc_buffer_span(&shown),
                 "Unable to determine size of <list_iterator>\n"
                 "send: b'POST / HTTP/1.1\\r\\nHost: host\\r\\nAccept-Encoding: identity\\r\\n"
                 "Transfer-Encoding: chunked\\r\\n\\r\\n'\n"
                 "send: b'1\\r\\n1\\r\\n'\n"
                 "Zero length chunk ignored\n"
                 "send: b\"4\\r\\nit's\\r\\n\"\n"
                 "send: b'0\\r\\n\\r\\n'\n"
                 "reply: 'HTTP/1.1 100 Continue\\r\\n'\n"
                 "headers: [b'X: 1\\r\\n', b'\\r\\n']\n"
                 "reply: 'HTTP/1.1 200 \xC3\x89\\r\\n'\n"
                 "header: X: '\xC3\xA9\"\n"
                 "header: Content-Length: 0\n",
                 "DB.*");
  hc_response_free(response);
  hc_connection_free(connection);
  hc_buffer_free(&shown);
  script_free(&script);
}

static void readable_bodies_are_announced_as_the_edition_does(void **state) {
  (void)state;
  static const struct {
    enum hc_edition edition;
    const char *shown;
  } rows[] = {
      {HC_EDITION_3_8, "sendIng a read()able\nencoding file using iso-8859-1\n"},
      {HC_EDITION_3_13, "sending a readable\nencoding file using iso-8859-1\n"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct script script = {.edition = rows[i].edition};
    struct hc_buffer shown = {0};
    struct hc_connection *connection = connect_to(&script, &shown, NULL);
    struct pieces pieces = {.count = 0};
    struct hc_body file = pieces_file(&pieces, true);
    file.repr = hc_str("<file>");
    hc_connection_set_debuglevel(connection, 1);
    assert_kind_is(hc_connection_send(connection, &file, NULL), HC_OK, "send");
    struct hc_span after = hc_buffer_span(&shown);
    size_t announced = strlen("send: <file>\n");
    assert_true(after.size > announced);
    assert_text_is(hc_span_make(after.data + announced, after.size - announced), rows[i].shown,
                   "DB.06");
    hc_connection_free(connection);
    hc_buffer_free(&shown);
    script_free(&script);
  }
}

static void an_audit_hook_is_told_before_it_happens(void **state) {
  (void)state;
  static const struct {
    enum hc_edition edition;
    const char *shown;
  } rows[] = {
      {HC_EDITION_3_9, ""}, /* AU.01 */
      {HC_EDITION_3_13, "http.client.connect\nhttp.client.send x\n"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct script script = {.edition = rows[i].edition};
    struct hc_buffer shown = {0};
    struct hc_connection *connection = connect_to(&script, &shown, keep_event);
    const struct hc_body body = hc_body_bytes(hc_str("x"));
    assert_kind_is(hc_connection_send(connection, &body, NULL), HC_OK, "send");
    assert_text_is(hc_buffer_span(&shown), rows[i].shown, hc_edition_name(rows[i].edition));
    hc_connection_free(connection);
    hc_buffer_free(&shown);
    script_free(&script);
  }
}

/* An audit hook that refuses or meddles. */
struct hook {
  enum hc_audit_event_kind event;
  enum hc_kind refusal; /* HC_OK: the connection is closed instead */
};

static enum hc_kind meddle(void *payload, const struct hc_audit_event *event,
                           struct hc_error *error) {
  const struct hook *hook = payload;
  if (event->kind != hook->event) return HC_OK;
  if (hook->refusal != HC_OK) return hc_error_set(error, hook->refusal, hc_str("no"));
  hc_connection_close(event->connection);
  return HC_OK;
}

static void what_the_hook_refuses_does_not_happen(void **state) {
  (void)state;
  static const struct {
    struct hook hook;
    size_t opened;
    enum hc_kind kind;
    const char *text;
  } rows[] = {
      {{HC_AUDIT_CONNECT, HC_RUNTIME_ERROR}, 0, HC_RUNTIME_ERROR, "no"},
      {{HC_AUDIT_SEND, HC_RUNTIME_ERROR}, 1, HC_RUNTIME_ERROR, "no"},
      {{HC_AUDIT_SEND, HC_OK},
       1,
       HC_ATTRIBUTE_ERROR,
       "'NoneType' object has no attribute 'sendall'"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct script script = {.opened = 0};
    struct hook hook = rows[i].hook;
    const struct hc_connection_options options = {.host = hc_str("host"),
                                                  .open = script_open,
                                                  .open_payload = &script,
                                                  .audit_hook = meddle,
                                                  .audit_payload = &hook};
    struct hc_connection *connection = NULL;
    assert_kind_is(hc_connection_new(&options, &connection, NULL), HC_OK, "new");
    const struct hc_request request = {.method = hc_str("GET"), .url = hc_str("/")};
    struct hc_error error = {0};
    hc_connection_request(connection, &request, &error);
    assert_error_is(&error, rows[i].kind, rows[i].text, "AU.02, AU.03");
    assert_int_equal(script.opened, rows[i].opened);
    assert_int_equal(script.written.size, 0);
    hc_connection_free(connection);
    script_free(&script);
  }
}

/* Sends bytes, a file and an iterable, and text, which is refused. */
static void send_of_each_kind(struct hc_connection *connection) {
  static const struct hc_span list[] = {BYTES("1"), BYTES("2")};
  struct pieces blocks = {.pieces = list, .count = 2};
  struct pieces items = {.pieces = list, .count = 2};
  struct hc_body iterable = pieces_iterable(&items);
  iterable.data = hc_str("<iterable>"); /* what keep_event shows */
  const struct hc_body bodies[] = {hc_body_bytes(hc_str("b")), pieces_file(&blocks, false),
                                   iterable, hc_body_text(hc_str("t"))};
  for (size_t i = 0; i < 4; i++) {
    assert_kind_is(hc_connection_send(connection, &bodies[i], NULL), i < 3 ? HC_OK : HC_TYPE_ERROR,
                   "send");
  }
}

static void a_file_is_audited_by_block_and_an_iterable_at_once(void **state) {
  (void)state;
  struct script script = {.edition = HC_EDITION_3_10};
  struct hc_buffer shown = {0};
  struct hc_connection *connection = connect_to(&script, &shown, keep_event);
  send_of_each_kind(connection);
  assert_text_is(hc_buffer_span(&shown),
                 "http.client.connect\nhttp.client.send b\nhttp.client.send 1\n"
                 "http.client.send 2\nhttp.client.send <iterable>\nhttp.client.send t\n",
                 "AU.03");
  assert_text_is(hc_buffer_span(&script.written), "b1212", "AU.03");
  hc_connection_free(connection);
  hc_buffer_free(&shown);
  script_free(&script);
}

static void a_level_is_handed_on_to_responses_if_it_is_positive(void **state) {
  (void)state;
  static const struct hc_span answers[] = {BYTES("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
                                           BYTES("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")};
  static const int levels[] = {-3, 5};
  struct script script = {.answers = answers, .answer_count = 2};
  struct hc_buffer shown = {0};
  struct hc_connection *connection = connect_to(&script, &shown, NULL);
  for (size_t i = 0; i < 2; i++) {
    hc_connection_set_debuglevel(connection, levels[i]);
    assert_int_equal(hc_connection_debuglevel(connection), levels[i]);
    struct hc_response *response = script_get(connection);
    assert_int_equal(hc_response_debuglevel(response), i == 0 ? 0 : 5); /* HA.16 */
    hc_response_set_debuglevel(response, 7);
    assert_int_equal(hc_response_debuglevel(response), 7);
    assert_int_equal(shown.size > 0, i > 0); /* DB.01 */
    hc_connection_close(connection);
    hc_response_free(response);
  }
  hc_connection_free(connection);
  hc_buffer_free(&shown);
  script_free(&script);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(debug_output_shows_what_is_sent_and_what_is_received),
      cmocka_unit_test(readable_bodies_are_announced_as_the_edition_does),
      cmocka_unit_test(an_audit_hook_is_told_before_it_happens),
      cmocka_unit_test(what_the_hook_refuses_does_not_happen),
      cmocka_unit_test(a_file_is_audited_by_block_and_an_iterable_at_once),
      cmocka_unit_test(a_level_is_handed_on_to_responses_if_it_is_positive),
  };
  return cmocka_run_group_tests_name("observation", tests, NULL, NULL);
}
