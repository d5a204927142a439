#include <string.h>

#include "hc/connection.h"
#include "support/bodies.h"
#include "support/guarded.h"
#include "support/script.h"
#include "support/testing.h"

#define START(method) method " / HTTP/1.1\r\nHost: host\r\nAccept-Encoding: identity\r\n"

static struct hc_header field(const char *name, const char *value) {
  struct hc_header header = {hc_text(name), hc_text(value)};
  return header;
}

/* Sends `request` on a new connection and checks what was written, if it did not fail. */
static void expect(const struct hc_request *request, const char *written, const char *why) {
  struct script script = {.opened = 0};
  struct hc_connection *connection = script_connection(&script);
  assert_kind_is(hc_connection_request(connection, request, NULL), HC_OK, why);
  assert_text_is(hc_buffer_span(&script.written), written, why);
  hc_connection_free(connection);
  script_free(&script);
}

static struct hc_request request_of(const char *method, const struct hc_body *body) {
  struct hc_request request = {.method = hc_str(method), .url = hc_str("/"), .body = body};
  return request;
}

static void without_a_body_methods_that_expect_one_say_zero(void **state) {
  (void)state;
  const struct {
    const char *method;
    const char *written;
  } rows[] = {
      {"GET", START("GET") "\r\n"},
      {"POST", START("POST") "Content-Length: 0\r\n\r\n"},
      {"PUT", START("PUT") "Content-Length: 0\r\n\r\n"},
      {"patch", START("patch") "Content-Length: 0\r\n\r\n"},
      {"DELETE", START("DELETE") "\r\n"},
      {"", START("") "\r\n"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct hc_request request = request_of(rows[i].method, NULL);
    expect(&request, rows[i].written, "BD.02, RQ.06");
  }
}

static void bytes_and_text_get_their_length(void **state) {
  (void)state;
  struct hc_body bytes = hc_body_bytes(bytes_of("a=1"));
  struct hc_request request = request_of("GET", &bytes);
  expect(&request, START("GET") "Content-Length: 3\r\n\r\na=1", "BD.03");
  struct hc_body text = hc_body_text(bytes_of("caf\xC3\xA9"));
  request.body = &text;
  expect(&request, START("GET") "Content-Length: 4\r\n\r\ncaf\xE9", "BD.04");
  text = hc_body_text(bytes_of(""));
  expect(&request, START("GET") "Content-Length: 0\r\n\r\n", "BD.03");
}

static void files_and_iterables_are_chunked(void **state) {
  (void)state;
  const struct hc_span list[] = {BYTES("a"), BYTES(""), BYTES("0123456789abcdef")};
  struct pieces pieces = {.pieces = list, .count = 3};
  struct hc_body body = pieces_iterable(&pieces);
  struct hc_request request = request_of("POST", &body);
  expect(&request,
         START("POST") "Transfer-Encoding: chunked\r\n\r\n"
                       "1\r\na\r\n10\r\n0123456789abcdef\r\n0\r\n\r\n",
         "BD.06, EH.03, EH.04");
  struct pieces none = {.count = 0};
  body = pieces_iterable(&none);
  expect(&request, START("POST") "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "XT.20: nothing");
  struct hc_span content = bytes_of("in a file");
  body = content_file(&content);
  expect(&request, START("POST") "Transfer-Encoding: chunked\r\n\r\n9\r\nin a file\r\n0\r\n\r\n",
         "BD.06: a file");
}

static void a_text_file_is_sent_as_latin1(void **state) {
  (void)state;
  const struct hc_span list[] = {BYTES("caf\xC3\xA9")};
  struct pieces pieces = {.pieces = list, .count = 1};
  struct hc_body body = pieces_file(&pieces, true);
  struct hc_request request = request_of("POST", &body);
  expect(&request, START("POST") "Transfer-Encoding: chunked\r\n\r\n4\r\ncaf\xE9\r\n0\r\n\r\n",
         "EH.05");
}

static void given_framing_fields_take_over(void **state) {
  (void)state;
  const struct hc_span list[] = {BYTES("ab"), BYTES("c")};
  const struct {
    struct hc_header headers[2];
    size_t count;
    bool encode_chunked;
    const char *written;
    const char *why;
  } rows[] = {
      {{field("content-length", "9")}, 1, true, "content-length: 9\r\n\r\nabc", "BD.08"},
      {{field("Transfer-Encoding", "gzip")},
       1,
       false,
       "Transfer-Encoding: gzip\r\n\r\nabc",
       "XT.21"},
      {{field("Transfer-Encoding", "gzip")},
       1,
       true,
       "Transfer-Encoding: gzip\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n",
       "BD.09"},
      {{field("Transfer-Encoding", "chunked"), field("Content-Length", "3")},
       2,
       true,
       "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\nabc",
       "BD.11"},
      {{field("X", "y")},
       1,
       false,
       "Transfer-Encoding: chunked\r\nX: y\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n",
       "BD.01, BD.10, XT.22"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct pieces pieces = {.pieces = list, .count = 2};
    struct hc_body body = pieces_iterable(&pieces);
    struct hc_request request = request_of("PUT", &body);
    request.headers = rows[i].headers;
    request.header_count = rows[i].count;
    request.encode_chunked = rows[i].encode_chunked;
    char written[256] = START("PUT");
    strcat(written, rows[i].written);
    expect(&request, written, rows[i].why);
  }
}

static void given_host_and_accept_encoding_replace_the_automatic_ones(void **state) {
  (void)state;
  struct hc_header headers[] = {field("A", "1"), field("hOST", "x"), field("accept-ENCODING", "y")};
  struct hc_request request = request_of("GET", NULL);
  request.headers = headers;
  request.header_count = 3;
  expect(&request, "GET / HTTP/1.1\r\nA: 1\r\nhOST: x\r\naccept-ENCODING: y\r\n\r\n",
         "HO.17, BD.13, XT.25");
  struct hc_header as_bytes = field("Host", "x");
  as_bytes.name.kind = HC_VALUE_BYTES;
  request.headers = &as_bytes;
  request.header_count = 1;
  expect(&request, START("GET") "Host: x\r\n\r\n", "HO.18");
}

static void the_url_goes_as_it_is(void **state) {
  (void)state;
  struct hc_request request = request_of("OPTIONS", NULL);
  request.url = hc_str("");
  expect(&request, START("OPTIONS") "\r\n", "RQ.02: empty");
  request.url = hc_str("*");
  expect(&request, "OPTIONS * HTTP/1.1\r\nHost: host\r\nAccept-Encoding: identity\r\n\r\n",
         "XT.24");
  request.url = hc_str("http://other:81/p?q#f");
  expect(&request,
         "OPTIONS http://other:81/p?q#f HTTP/1.1\r\nHost: other:81\r\n"
         "Accept-Encoding: identity\r\n\r\n",
         "HO.01, RQ.02");
}

static void http_1_0_has_no_automatic_fields_and_no_chunks(void **state) {
  (void)state;
  const struct hc_span list[] = {BYTES("ab")};
  struct pieces pieces = {.pieces = list, .count = 1};
  struct hc_body body = pieces_iterable(&pieces);
  struct hc_request request = request_of("POST", &body);
  struct script script = {.opened = 0};
  struct hc_connection *connection = script_connection(&script);
  hc_connection_set_http_vsn(connection, 10, hc_str("HTTP/1.0"), NULL);
  assert_kind_is(hc_connection_request(connection, &request, NULL), HC_OK, "RQ.10");
  assert_text_is(hc_buffer_span(&script.written),
                 "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\nab", "RQ.10");
  hc_connection_free(connection);
  script_free(&script);
}

struct failing {
  struct hc_request request;
  enum hc_kind kind;
  enum hc_connection_state state;
  const char *why;
};

static void failures_leave_the_state_where_they_happened(void **state) {
  (void)state;
  struct hc_header bad_value = field("A", "x\ny");
  struct hc_header bad_name = field("A:", "x");
  struct hc_header no_name = {.name = {.kind = HC_VALUE_INTEGER}};
  struct hc_header unknown_name = {.name = {.kind = (enum hc_value_kind)9}};
  struct hc_header unknown_value = {hc_text("A"), {.kind = (enum hc_value_kind)9}};
  struct hc_body not_latin1 = hc_body_text(bytes_of("\xE2\x82\xAC"));
  const struct failing rows[] = {
      {{.method = hc_str("G\nT")}, HC_VALUE_ERROR, HC_STATE_REQUEST_STARTED, "ST.08"},
      {{.method = hc_str("GET"), .url = hc_str("/ ")},
       HC_INVALID_URL,
       HC_STATE_REQUEST_STARTED,
       "ST.08"},
      {{.method = hc_str("GET"), .url = hc_str("/\xC3\xA9")},
       HC_UNICODE_ENCODE_ERROR,
       HC_STATE_REQUEST_STARTED,
       "RQ.04"},
      {{.method = hc_str("GET"), .url = hc_str("http://[x]/")},
       HC_VALUE_ERROR,
       HC_STATE_REQUEST_STARTED,
       "HO.15"},
      {{.method = hc_str("GET"), .headers = &bad_value, .header_count = 1},
       HC_VALUE_ERROR,
       HC_STATE_REQUEST_STARTED,
       "PH.05"},
      {{.method = hc_str("GET"), .headers = &bad_name, .header_count = 1},
       HC_VALUE_ERROR,
       HC_STATE_REQUEST_STARTED,
       "PH.03"},
      {{.method = hc_str("GET"), .headers = &no_name, .header_count = 1},
       HC_ATTRIBUTE_ERROR,
       HC_STATE_IDLE,
       "BD.12"},
      {{.method = hc_str("GET"), .headers = &unknown_name, .header_count = 1},
       HC_TYPE_ERROR,
       HC_STATE_IDLE,
       "a kind that is none"},
      {{.method = hc_str("GET"), .headers = &unknown_value, .header_count = 1},
       HC_TYPE_ERROR,
       HC_STATE_REQUEST_STARTED,
       "a kind that is none"},
      {{.method = hc_str("GET"), .body = &not_latin1},
       HC_UNICODE_ENCODE_ERROR,
       HC_STATE_REQUEST_STARTED,
       "BD.05"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct script script = {.opened = 0};
    struct hc_connection *connection = script_connection(&script);
    struct hc_error error = {0};
    assert_kind_is(hc_connection_request(connection, &rows[i].request, &error), rows[i].kind,
                   rows[i].why);
    assert_int_equal(error.kind, rows[i].kind);
    assert_int_equal(hc_connection_state(connection), rows[i].state);
    assert_int_equal(script.opened, 0);
    hc_error_clear(&error);
    hc_connection_free(connection);
    script_free(&script);
  }
}

/* The name of a header is asked for lower() by request(), and looked at by putheader(). */
static void a_number_as_a_name_is_told_as_the_edition_tells_it(void **state) {
  (void)state;
  const struct {
    enum hc_edition edition;
    const char *text;
  } rows[] = {{HC_EDITION_3_8, "expected string or bytes-like object"},
              {HC_EDITION_3_10, "expected string or bytes-like object"},
              {HC_EDITION_3_11, "expected string or bytes-like object, got 'int'"},
              {HC_EDITION_3_13, "expected string or bytes-like object, got 'int'"}};
  const struct hc_header number = {{HC_VALUE_INTEGER, {NULL, 0}, 5}, hc_text("x")};
  struct hc_request request = request_of("GET", NULL);
  request.headers = &number;
  request.header_count = 1;
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct script script = {.edition = rows[i].edition};
    struct hc_connection *connection = script_connection(&script);
    struct hc_error error = {0};
    hc_connection_request(connection, &request, &error);
    assert_error_is(&error, HC_ATTRIBUTE_ERROR, "'int' object has no attribute 'lower'", "HO.18");
    assert_kind_is(hc_connection_putrequest(connection, hc_str("GET"), hc_str("/"), NULL, NULL),
                   HC_OK, "putrequest");
    hc_connection_putheader(connection, number.name, &number.value, 1, &error);
    assert_error_is(&error, HC_TYPE_ERROR, rows[i].text, "PH.02");
    assert_int_equal(script.opened, 0);
    hc_connection_free(connection);
    script_free(&script);
  }
}

static void the_method_is_remembered_for_the_response(void **state) {
  (void)state;
  const struct hc_span answer = BYTES("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n");
  struct script script = {.answers = &answer, .answer_count = 1};
  struct hc_connection *connection = script_connection(&script);
  struct hc_request request = request_of("HEAD", NULL);
  struct hc_response *response = NULL;
  hc_connection_request(connection, &request, NULL);
  assert_kind_is(hc_connection_getresponse(connection, &response, NULL), HC_OK, "getresponse");
  struct hc_integer length;
  assert_int_equal(hc_response_length(response, &length), HC_PRESENT);
  assert_int_equal(length.magnitude, 0); /* NO.03 */
  hc_response_free(response);
  hc_connection_free(connection);
  script_free(&script);
}

static void stepwise_is_the_same_as_request(void **state) {
  (void)state;
  struct script script = {.opened = 0};
  struct hc_connection *connection = script_connection(&script);
  const struct hc_putrequest_options skip_host = {.skip_host = true};
  const struct hc_value values[] = {hc_text("a"), hc_text("b")};
  struct hc_body body = hc_body_bytes(bytes_of("body"));
  hc_connection_putrequest(connection, hc_str("POST"), hc_str("/"), &skip_host, NULL);
  hc_connection_putheader(connection, hc_text("X"), values, 2, NULL);
  hc_connection_endheaders(connection, &body, true, NULL);
  assert_text_is(hc_buffer_span(&script.written),
                 "POST / HTTP/1.1\r\nAccept-Encoding: identity\r\nX: a\r\n\tb\r\n\r\n"
                 "4\r\nbody\r\n0\r\n\r\n",
                 "XT.07, XT.08, XT.11, XT.13");
  hc_connection_free(connection);
  script_free(&script);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(without_a_body_methods_that_expect_one_say_zero),
      cmocka_unit_test(bytes_and_text_get_their_length),
      cmocka_unit_test(files_and_iterables_are_chunked),
      cmocka_unit_test(a_text_file_is_sent_as_latin1),
      cmocka_unit_test(given_framing_fields_take_over),
      cmocka_unit_test(given_host_and_accept_encoding_replace_the_automatic_ones),
      cmocka_unit_test(the_url_goes_as_it_is),
      cmocka_unit_test(http_1_0_has_no_automatic_fields_and_no_chunks),
      cmocka_unit_test(failures_leave_the_state_where_they_happened),
      cmocka_unit_test(a_number_as_a_name_is_told_as_the_edition_tells_it),
      cmocka_unit_test(the_method_is_remembered_for_the_response),
      cmocka_unit_test(stepwise_is_the_same_as_request),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
