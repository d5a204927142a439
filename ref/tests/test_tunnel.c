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

static void a_number_is_no_name_of_a_tunnels_field(void **state) {
  (void)state;
  const struct hc_header number = {{HC_VALUE_INTEGER, {NULL, 0}, 5}, hc_text("x")};
  struct script script = {.edition = HC_EDITION_3_12};
  struct hc_connection *connection = script_connection(&script);
  struct hc_error error = {0};
  hc_connection_set_tunnel(connection, hc_str("origin"), hc_port_number(443), &number, 1, &error);
  assert_error_is(&error, HC_ATTRIBUTE_ERROR, "'int' object has no attribute 'lower'", "XT.30");
  hc_connection_free(connection);
}

static void tunnels_that_cannot_be_set_are_refused(void **state) {
  (void)state;
  static const struct hc_header nameless = {{HC_VALUE_NONE, {NULL, 0}, 0},
                                            {HC_VALUE_NONE, {NULL, 0}, 0}};
  static const struct hc_header unknown = {{HC_VALUE_TEXT, BYTES("A"), 0},
                                           {(enum hc_value_kind)9, {NULL, 0}, 0}};
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
      {"no kind", "origin", {HC_PORT_NONE, 0, {NULL, 0}}, &unknown, HC_TYPE_ERROR, false},
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

/* A connection with a tunnel to "origin" that is about to be asked for. */
static struct hc_connection *to_origin(struct script *script) {
  struct hc_connection *connection = script_connection(script);
  assert_kind_is(
      hc_connection_set_tunnel(connection, hc_str("origin"), hc_port_number(443), NULL, 0, NULL),
      HC_OK, "set_tunnel");
  return connection;
}

/* "HTTP/1.1 STATUS x", `count` fields, and the empty line. */
static struct hc_buffer answer_with_fields(const char *status, size_t count) {
  struct hc_buffer answer = {0};
  assert_true(hc_buffer_append(&answer, hc_str("HTTP/1.1 ")));
  assert_true(hc_buffer_append(&answer, hc_str(status)));
  assert_true(hc_buffer_append(&answer, hc_str(" x\r\n")));
  for (size_t i = 0; i < count; i++)
    assert_true(hc_buffer_append(&answer, hc_str("A: 1\r\n")));
  assert_true(hc_buffer_append(&answer, hc_str("\r\n")));
  return answer;
}

static void the_proxys_fields_are_limited_from_3_12_on(void **state) {
  (void)state;
  static const struct {
    enum hc_edition edition;
    const char *status;
    size_t fields;
    enum hc_kind kind;
    const char *why;
  } rows[] = {
      {HC_EDITION_3_11, "200", 1000, HC_OK, "TU.14"},
      {HC_EDITION_3_12, "200", 99, HC_OK, "TU.15"},
      {HC_EDITION_3_12, "200", 100, HC_HTTP_EXCEPTION, "TU.15"},
      {HC_EDITION_3_12, "403", 100, HC_HTTP_EXCEPTION, "TU.15: read before the status is judged"},
      {HC_EDITION_3_11, "403", 100, HC_OS_ERROR, "TU.14: not read then"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct hc_buffer answer = answer_with_fields(rows[i].status, rows[i].fields);
    struct hc_span span = hc_buffer_span(&answer);
    struct script script = {.answers = &span, .answer_count = 1, .edition = rows[i].edition};
    struct hc_connection *connection = to_origin(&script);
    assert_kind_is(hc_connection_connect(connection, NULL), rows[i].kind, rows[i].why);
    bool stays = rows[i].kind != HC_OS_ERROR; /* TU.18 */
    assert_int_equal(hc_connection_transport(connection) != NULL, stays);
    hc_connection_free(connection);
    script_free(&script);
    hc_buffer_free(&answer);
  }
}

static void an_answer_that_is_no_200_is_an_error(void **state) {
  (void)state;
  static const struct {
    struct hc_span answer;
    enum hc_kind kind;
    const char *text;
    const char *why;
  } rows[] = {
      {BYTES("HTTP/2 200 OK\r\n\r\n"), HC_OK, "", "TU.13: any version"},
      {BYTES("HTTP/1.1 100 x\r\n\r\nHTTP/1.1 200 OK\r\n\r\n"), HC_OS_ERROR,
       "Tunnel connection failed: 100 x", "TU.13: 100 is not passed over"},
      {BYTES("HTTP/1.1 201\r\n\r\n"), HC_OS_ERROR, "Tunnel connection failed: 201 ", "TU.13"},
      {BYTES(""), HC_REMOTE_DISCONNECTED, "Remote end closed connection without response", "TU.18"},
      {BYTES("x\r\n"), HC_BAD_STATUS_LINE, "x\r\n", "TU.18"},
  };
  for (size_t i = 0; i < 2 * sizeof rows / sizeof rows[0]; i++) {
    struct script script = {
        .answers = &rows[i / 2].answer, .answer_count = 1, .memory = {.piece = i % 2}};
    struct hc_connection *connection = to_origin(&script);
    struct hc_error error = {0};
    hc_connection_connect(connection, &error);
    assert_error_is(&error, rows[i / 2].kind, rows[i / 2].text, rows[i / 2].why);
    hc_connection_free(connection);
    script_free(&script);
  }
}

static void every_connection_asks_for_the_tunnel_and_keeps_the_last_answer(void **state) {
  (void)state;
  static const struct hc_span answers[] = {BYTES("HTTP/1.1 200 OK\r\nN: 1\r\n\r\n"),
                                           BYTES("HTTP/1.1 200 OK\r\nN: 2\r\n\r\n")};
  struct script script = {.answers = answers, .answer_count = 2};
  struct hc_connection *connection = to_origin(&script);
  const struct hc_request request = {.method = hc_str("GET"), .url = hc_str("/")};
  for (size_t i = 0; i < 2; i++) {
    hc_buffer_empty(&script.written);
    assert_kind_is(hc_connection_request(connection, &request, NULL), HC_OK, "request");
    assert_text_is(hc_buffer_span(&script.written),
                   "CONNECT origin:443 HTTP/1.1\r\nHost: origin:443\r\n\r\n"
                   "GET / HTTP/1.1\r\nHost: origin:443\r\nAccept-Encoding: identity\r\n\r\n",
                   "TU.22");
    hc_connection_close(connection);
    struct hc_message *fields = NULL;
    struct hc_span value = {NULL, 0};
    assert_kind_is(hc_connection_proxy_headers(connection, &fields, NULL), HC_OK, "TU.16");
    assert_true(hc_message_get(fields, hc_str("n"), &value));
    assert_text_is(value, i == 0 ? "1" : "2", "TU.16: persists over close()");
    hc_message_free(fields);
  }
  hc_connection_free(connection);
  script_free(&script);
}

static void connect_that_cannot_be_written_is_not(void **state) {
  (void)state;
  static const struct {
    enum hc_edition edition;
    const char *host;
    struct hc_port port;
    const char *value;
    enum hc_kind kind;
    const char *text;
    const char *written;
  } rows[] = {
      {HC_EDITION_3_8,
       "x\xC3\xBC",
       {HC_PORT_NONE, 0, {NULL, 0}},
       "",
       HC_UNICODE_ENCODE_ERROR,
       "'ascii' codec can't encode character '\\xfc' in position 9: ordinal not in range(128)",
       ""},
      {HC_EDITION_3_9,
       "x\xC3\xBC",
       {HC_PORT_NONE, 0, {NULL, 0}},
       "",
       HC_UNICODE_ENCODE_ERROR,
       "'ascii' codec can't encode character '\\xfc' in position 1: ordinal not in range(128)",
       ""},
      {HC_EDITION_3_9,
       "x",
       {HC_PORT_TEXT, 0, BYTES("80")},
       "",
       HC_TYPE_ERROR,
       "%d format: a number is required, not str",
       ""},
      {HC_EDITION_3_10,
       "x",
       {HC_PORT_TEXT, 0, BYTES("80")},
       "",
       HC_TYPE_ERROR,
       "%d format: a real number is required, not str",
       ""},
      {HC_EDITION_3_8,
       "x",
       {HC_PORT_NONE, 0, {NULL, 0}},
       "\xE2\x82\xAC",
       HC_UNICODE_ENCODE_ERROR,
       "'latin-1' codec can't encode character '\\u20ac' in position 3: ordinal not in range(256)",
       "CONNECT x:80 HTTP/1.0\r\n"},
      {HC_EDITION_3_9,
       "x",
       {HC_PORT_NONE, 0, {NULL, 0}},
       "\xE2\x82\xAC",
       HC_UNICODE_ENCODE_ERROR,
       "'latin-1' codec can't encode character '\\u20ac' in position 3: ordinal not in range(256)",
       ""},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct script script = {.edition = rows[i].edition};
    struct hc_connection *connection = script_connection(&script);
    const struct hc_header header = {hc_text("A"), hc_text(rows[i].value)};
    struct hc_error error = {0};
    hc_connection_set_tunnel(connection, hc_str(rows[i].host), rows[i].port, &header, 1, NULL);
    hc_connection_connect(connection, &error);
    assert_error_is(&error, rows[i].kind, rows[i].text, "TU.05, TU.06, TU.12");
    assert_text_is(hc_buffer_span(&script.written), rows[i].written, rows[i].text);
    hc_connection_free(connection);
    script_free(&script);
  }
}

static void fields_of_any_type_are_formatted(void **state) {
  (void)state;
  static const struct hc_span answers[] = {BYTES("HTTP/1.1 200 OK\r\n\r\n")};
  const struct hc_header headers[] = {
      {hc_text("A"), {HC_VALUE_NONE, {NULL, 0}, 0}},
      {{HC_VALUE_BYTES, BYTES("host"), 0}, {HC_VALUE_BYTES, BYTES("it's"), 0}},
      {hc_text("C"), {HC_VALUE_INTEGER, {NULL, 0}, -5}},
      {hc_text("D"), hc_text("\xC3\xA9\r\nE: f")}};
  struct script script = {.answers = answers, .answer_count = 1, .edition = HC_EDITION_3_13};
  struct hc_connection *connection = script_connection(&script);
  assert_kind_is(hc_connection_set_tunnel(connection, hc_str("o"), no_port, headers, 4, NULL),
                 HC_OK, "set_tunnel");
  assert_kind_is(hc_connection_connect(connection, NULL), HC_OK, "connect");
  assert_text_is(hc_buffer_span(&script.written),
                 "CONNECT o:80 HTTP/1.1\r\nA: None\r\nb'host': b\"it's\"\r\nC: -5\r\n"
                 "D: \xE9\r\nE: f\r\nHost: o:80\r\n\r\n",
                 "TU.04, TU.10");
  hc_connection_free(connection);
  script_free(&script);
}

/* TU.11 */
static void what_could_end_a_line_is_refused_from_edition_3_14_on(void **state) {
  (void)state;
  static const struct {
    const char *host;
    struct hc_value name, value;
    enum hc_kind kind;
    const char *text;
  } rows[] = {
      {"o\r\nA",
       {HC_VALUE_TEXT, BYTES("A"), 0},
       {HC_VALUE_TEXT, BYTES("b"), 0},
       HC_VALUE_ERROR,
       "Tunnel host can't contain control characters 'o\\r\\nA'"},
      {"o p",
       {HC_VALUE_TEXT, BYTES("A"), 0},
       {HC_VALUE_TEXT, BYTES("b"), 0},
       HC_VALUE_ERROR,
       "Tunnel host can't contain control characters 'o p'"},
      {"o",
       {HC_VALUE_TEXT, BYTES("A:"), 0},
       {HC_VALUE_TEXT, BYTES("b"), 0},
       HC_VALUE_ERROR,
       "Invalid header name b'A:'"},
      {"o",
       {HC_VALUE_TEXT, BYTES("A"), 0},
       {HC_VALUE_TEXT, BYTES("b\nC: d"), 0},
       HC_VALUE_ERROR,
       "Invalid header value b'b\\nC: d'"},
      {"o",
       {HC_VALUE_TEXT, BYTES("A"), 0},
       {HC_VALUE_INTEGER, {NULL, 0}, 5},
       HC_ATTRIBUTE_ERROR,
       "'int' object has no attribute 'encode'"},
      {"o",
       {HC_VALUE_BYTES, BYTES("A"), 0},
       {HC_VALUE_TEXT, BYTES("b"), 0},
       HC_ATTRIBUTE_ERROR,
       "'bytes' object has no attribute 'encode'"},
      {"o",
       {HC_VALUE_TEXT, BYTES("A:"), 0},
       {HC_VALUE_TEXT, BYTES("\xE2\x82\xAC"), 0},
       HC_UNICODE_ENCODE_ERROR,
       "'latin-1' codec can't encode character '\\u20ac' in position 0: ordinal not in range(256)"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    const struct hc_header header = {rows[i].name, rows[i].value};
    struct script script = {.edition = HC_EDITION_3_14};
    struct hc_connection *connection = script_connection(&script);
    struct hc_error error = {0};
    assert_kind_is(
        hc_connection_set_tunnel(connection, hc_str(rows[i].host), no_port, &header, 1, NULL),
        HC_OK, "set_tunnel looks at nothing");
    hc_connection_connect(connection, &error);
    assert_error_is(&error, rows[i].kind, rows[i].text, rows[i].host);
    assert_int_equal(script.written.size, 0);
    assert_non_null(hc_connection_transport(connection)); /* TU.18 */
    hc_connection_free(connection);
    script_free(&script);
  }
}

static void an_empty_host_ends_tunnelling(void **state) {
  (void)state;
  struct script script = {.opened = 0};
  struct hc_connection *connection = to_origin(&script);
  struct hc_host_port endpoint;
  assert_true(hc_connection_tunnel(connection, &endpoint));
  assert_text_is(endpoint.host, "origin", "hc_connection_tunnel");
  assert_int_equal(endpoint.port.number, 443);
  hc_connection_set_tunnel(connection, hc_str(""), no_port, NULL, 0, NULL);
  assert_false(hc_connection_tunnel(connection, &endpoint));
  assert_kind_is(hc_connection_connect(connection, NULL), HC_OK, "TU.21");
  assert_int_equal(script.written.size, 0);
  hc_connection_free(connection);
  script_free(&script);
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
      cmocka_unit_test(a_number_is_no_name_of_a_tunnels_field),
      cmocka_unit_test(tunnels_that_cannot_be_set_are_refused),
      cmocka_unit_test(the_proxys_fields_are_limited_from_3_12_on),
      cmocka_unit_test(an_answer_that_is_no_200_is_an_error),
      cmocka_unit_test(every_connection_asks_for_the_tunnel_and_keeps_the_last_answer),
      cmocka_unit_test(connect_that_cannot_be_written_is_not),
      cmocka_unit_test(fields_of_any_type_are_formatted),
      cmocka_unit_test(what_could_end_a_line_is_refused_from_edition_3_14_on),
      cmocka_unit_test(an_empty_host_ends_tunnelling),
      cmocka_unit_test(a_connection_that_stands_gets_no_tunnel),
  };
  return cmocka_run_group_tests_name("tunnel", tests, NULL, NULL);
}
