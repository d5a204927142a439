/* What a proxy is asked, by edition, and what is made of its answer. */
#include "tunnel.h"

#include "support/guarded.h"
#include "support/script.h"
#include "support/testing.h"

static const struct hc_port no_port = {HC_PORT_NONE, 0, {NULL, 0}};

/* Connects through a tunnel to `host`, with one header field. */
static enum hc_kind connect_through(struct hc_connection *connection, const char *host,
                                    struct hc_port port, struct hc_error *error) {
  const struct hc_header header = {hc_text("A"), hc_text("b")};
  enum hc_kind kind = hc_connection_set_tunnel(connection, hc_str(host), port, &header, 1, error);
  return kind == HC_OK ? hc_connection_connect(connection, error) : kind;
}

static void connect_is_written_as_the_edition_does(void **state) {
  (void)state;
  static const struct hc_span answers[] = {BYTES("HTTP/1.1 200 OK\r\nVia: p\r\n\r\n")};
  static const struct {
    enum hc_edition edition;
    const char *host;
    const char *written;
    size_t writes;
  } rows[] = {
      {HC_EDITION_3_8, "origin:99", "CONNECT origin:99 HTTP/1.0\r\nA: b\r\n\r\n", 3},
      {HC_EDITION_3_11, "origin:99", "CONNECT origin:99 HTTP/1.0\r\nA: b\r\n\r\n", 1},
      {HC_EDITION_3_11, "[::1]:99", "CONNECT ::1:99 HTTP/1.0\r\nA: b\r\n\r\n", 1},
      {HC_EDITION_3_13, "origin:99",
       "CONNECT origin:99 HTTP/1.1\r\nA: b\r\nHost: origin:99\r\n\r\n", 1},
      {HC_EDITION_3_13, "[::1]:99", "CONNECT [::1]:99 HTTP/1.1\r\nA: b\r\nHost: ::1:99\r\n\r\n", 1},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct script script = {.answers = answers, .answer_count = 1, .edition = rows[i].edition};
    struct hc_connection *connection = script_connection(&script);
    assert_kind_is(connect_through(connection, rows[i].host, no_port, NULL), HC_OK, "connect");
    assert_text_is(hc_buffer_span(&script.written), rows[i].written, rows[i].host);
    assert_int_equal(hc_memory_transport_writes(hc_connection_transport(connection)),
                     rows[i].writes);
    hc_connection_free(connection);
    script_free(&script);
  }
}

static void a_refusal_closes_the_connection_and_keeps_the_fields(void **state) {
  (void)state;
  static const struct hc_span answers[] = {BYTES("HTTP/1.1 407 No\xE9\r\nVia: p\r\n\r\n")};
  struct script script = {.answers = answers, .answer_count = 1};
  struct hc_connection *connection = script_connection(&script);
  struct hc_message *fields = NULL;
  struct hc_error error = {0};
  assert_kind_is(hc_connection_proxy_headers(connection, &fields, NULL), HC_OK, "none yet");
  assert_null(fields);
  connect_through(connection, "origin", hc_port_number(443), &error);
  assert_error_is(&error, HC_OS_ERROR, "Tunnel connection failed: 407 No\xC3\xA9", "TU.13");
  assert_null(hc_connection_transport(connection));
  assert_kind_is(hc_connection_proxy_headers(connection, &fields, NULL), HC_OK, "TU.16");
  assert_int_equal(hc_message_count(fields), 1);
  hc_message_free(fields);
  hc_connection_free(connection);
  script_free(&script);
}

static void an_edition_without_the_method_says_so(void **state) {
  (void)state;
  struct script script = {.edition = HC_EDITION_3_11};
  struct hc_connection *connection = script_connection(&script);
  struct hc_message *fields = NULL;
  struct hc_error error = {0};
  hc_connection_proxy_headers(connection, &fields, &error);
  assert_error_is(&error, HC_ATTRIBUTE_ERROR,
                  "'HTTPConnection' object has no attribute 'get_proxy_response_headers'", "TU.17");
  hc_connection_free(connection);
}

static void tunnels_that_cannot_be_set_are_refused(void **state) {
  (void)state;
  static const struct hc_header nameless = {{HC_VALUE_NONE, {NULL, 0}, 0},
                                            {HC_VALUE_NONE, {NULL, 0}, 0}};
  static const struct {
    const char *why;
    const char *host;
    struct hc_port port;
    const struct hc_header *header;
    enum hc_kind kind;
    bool set; /* all the same */
  } rows[] = {
      {"TU.03", "origin:port", {HC_PORT_NONE, 0, {NULL, 0}}, NULL, HC_INVALID_URL, false},
      {"TU.12", "origin", {HC_PORT_TEXT, 0, BYTES("https")}, NULL, HC_TYPE_ERROR, true},
      {"XT.30", "origin", {HC_PORT_NONE, 0, {NULL, 0}}, &nameless, HC_ATTRIBUTE_ERROR, true},
      {"TU.07", "a..b", {HC_PORT_NONE, 0, {NULL, 0}}, NULL, HC_UNICODE_ENCODE_ERROR, true},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct script script = {.edition = HC_EDITION_3_13};
    struct hc_connection *connection = script_connection(&script);
    struct hc_host_port endpoint;
    enum hc_kind kind = hc_connection_set_tunnel(connection, hc_str(rows[i].host), rows[i].port,
                                                 rows[i].header, rows[i].header != NULL, NULL);
    assert_kind_is(kind, rows[i].kind, rows[i].why);
    if (hc_connection_tunnel(connection, &endpoint) != rows[i].set) fail_msg("%s", rows[i].why);
    hc_connection_free(connection);
  }
}

static void a_connection_that_stands_gets_no_tunnel(void **state) {
  (void)state;
  struct script script = {0};
  struct hc_connection *connection = script_connection(&script);
  struct hc_error error = {0};
  assert_kind_is(hc_connection_connect(connection, NULL), HC_OK, "connect");
  connect_through(connection, "origin", no_port, &error);
  assert_error_is(&error, HC_RUNTIME_ERROR, "Can't set up tunnel for established connection",
                  "TU.02");
  hc_connection_free(connection);
  script_free(&script);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(connect_is_written_as_the_edition_does),
      cmocka_unit_test(a_refusal_closes_the_connection_and_keeps_the_fields),
      cmocka_unit_test(an_edition_without_the_method_says_so),
      cmocka_unit_test(tunnels_that_cannot_be_set_are_refused),
      cmocka_unit_test(a_connection_that_stands_gets_no_tunnel),
  };
  return cmocka_run_group_tests_name("tunnel", tests, NULL, NULL);
}
