#include "hc/response.h"

#include <stdio.h>
#include <string.h>

#include "hc/limits.h"
#include "support/guarded.h"
#include "support/script.h"
#include "support/testing.h"

static void the_head_is_read_and_the_body_left(void **state) {
  (void)state;
  for (size_t piece = 0; piece <= 1; piece++) {
    struct script script = {.memory = {.piece = piece}};
    struct hc_response *response = script_response(
        &script, "GET",
        bytes_of("HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\nX: 1\r\nx: 2\r\n\r\nText"));
    assert_kind_is(hc_response_begin(response, NULL), HC_OK, "begin");
    assert_kind_is(hc_response_begin(response, NULL), HC_OK, "GR.05: begun already");
    int number = 0;
    struct hc_span reason;
    struct hc_integer length;
    bool flag = true;
    assert_int_equal(hc_response_status(response, &number), HC_PRESENT);
    assert_int_equal(number, 404);
    assert_int_equal(hc_response_version(response, &number), HC_PRESENT);
    assert_int_equal(number, 11);
    assert_int_equal(hc_response_reason(response, &reason), HC_PRESENT);
    assert_text_is(reason, "Not Found", "HTTPResponse.reason");
    assert_int_equal(hc_response_length(response, &length), HC_PRESENT);
    assert_int_equal(length.magnitude, 4);
    assert_int_equal(hc_response_chunked(response, &flag), HC_PRESENT);
    assert_false(flag);
    assert_int_equal(hc_response_will_close(response, &flag), HC_PRESENT);
    assert_false(flag);
    assert_int_equal(hc_message_count(hc_response_headers(response)), 3);
    hc_response_free(response);
  }
}

static void everything_is_unknown_before_begin(void **state) {
  (void)state;
  struct script script = {.opened = 0};
  struct hc_response *response = script_response(&script, "GET", bytes_of(""));
  int number;
  bool flag;
  struct hc_span reason;
  struct hc_integer integer;
  assert_int_equal(hc_response_status(response, &number), HC_UNKNOWN);
  assert_int_equal(hc_response_version(response, &number), HC_UNKNOWN);
  assert_int_equal(hc_response_reason(response, &reason), HC_UNKNOWN);
  assert_int_equal(hc_response_length(response, &integer), HC_UNKNOWN);
  assert_int_equal(hc_response_chunk_left(response, &integer), HC_UNKNOWN);
  assert_int_equal(hc_response_chunked(response, &flag), HC_UNKNOWN);
  assert_int_equal(hc_response_will_close(response, &flag), HC_UNKNOWN);
  assert_null(hc_response_headers(response));
  const struct hc_message *headers;
  struct hc_buffer into = {0};
  assert_kind_is(hc_response_getheaders(response, &headers, NULL), HC_RESPONSE_NOT_READY, "HA.06");
  assert_kind_is(hc_response_getheader(response, hc_str("a"), &into, &flag, NULL),
                 HC_RESPONSE_NOT_READY, "HA.06");
  assert_kind_is(hc_response_read_all(response, &into, NULL), HC_ASSERTION_ERROR, "RD.18");
  assert_kind_is(hc_response_read(response, 1, &into, NULL), HC_ASSERTION_ERROR, "RD.18");
  hc_response_free(response);
}

static void a_negative_amount_comes_before_what_is_unknown_where_it_is_refused(void **state) {
  (void)state;
  static const struct {
    enum hc_edition edition;
    enum hc_kind kind;
  } rows[] = {
      {HC_EDITION_3_9, HC_VALUE_ERROR},
      {HC_EDITION_3_10, HC_ASSERTION_ERROR},
      {HC_EDITION_3_14, HC_ASSERTION_ERROR},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct script script = {.edition = rows[i].edition};
    struct hc_response *response = script_response(&script, "GET", bytes_of(""));
    struct hc_buffer into = {0};
    assert_kind_is(hc_response_read(response, -1, &into, NULL), rows[i].kind, "RD.08, RD.18");
    hc_response_free(response);
  }
}

static void reading_ahead_before_begin_stumbles_if_anything_is_asked_for(void **state) {
  (void)state;
  static const char uncomparable[] = "'<=' not supported between instances of 'int' and 'str'";
  static const char no_number[] = "'str' object cannot be interpreted as an integer";
  struct script script = {.opened = 0};
  struct hc_response *response = script_response(&script, "GET", bytes_of("line\n"));
  struct hc_buffer into = {0};
  struct hc_span bytes;
  struct hc_error error = {0};
  hc_response_read1(response, 1, &into, &error);
  assert_error_is(&error, HC_TYPE_ERROR, uncomparable, "read1(1)");
  hc_response_read1(response, -1, &into, &error);
  assert_error_is(&error, HC_TYPE_ERROR, no_number, "read1()");
  hc_response_peek(response, &bytes, &error);
  assert_error_is(&error, HC_TYPE_ERROR, no_number, "peek()");
  hc_response_readline(response, -1, &into, &error);
  assert_error_is(&error, HC_TYPE_ERROR, no_number, "readline()");
  hc_error_clear(&error);
  assert_kind_is(hc_response_read1(response, 0, &into, &error), HC_OK, "read1(0)");
  assert_kind_is(hc_response_readline(response, 0, &into, &error), HC_OK, "readline(0)");
  hc_response_free(response);
}

static void a_head_that_is_none_is_refused(void **state) {
  (void)state;
  const struct {
    struct hc_span answer;
    enum hc_kind kind;
    bool isclosed;
    const char *text;
    const char *why;
  } rows[] = {
      {BYTES(""), HC_REMOTE_DISCONNECTED, false, "Remote end closed connection without response",
       "SL.02"},
      {BYTES("<html>\n"), HC_BAD_STATUS_LINE, true, "<html>\n", "SL.05, SL.11"},
      {BYTES("\r\n"), HC_BAD_STATUS_LINE, true, "\r\n", "SL.05"},
      {BYTES("HTTP/1.1 99 x\r\n"), HC_BAD_STATUS_LINE, false, "HTTP/1.1 99 x\r\n", "SL.08"},
      {BYTES("HTTP/2 200 x\r\nA: 1\r\n\r\n"), HC_UNKNOWN_PROTOCOL, false, "HTTP/2", "SL.10"},
      {BYTES("HTTP/1.1 100 x\r\n\r\n"), HC_REMOTE_DISCONNECTED, false,
       "Remote end closed connection without response", "IR.07"},
  };
  for (size_t i = 0; i < 2 * sizeof rows / sizeof rows[0]; i++) {
    struct script script = {.memory = {.piece = i % 2}};
    struct hc_error error = {0};
    struct hc_response *response = script_response(&script, "GET", rows[i / 2].answer);
    hc_response_begin(response, &error);
    assert_error_is(&error, rows[i / 2].kind, rows[i / 2].text, rows[i / 2].why);
    assert_int_equal(hc_response_isclosed(response), rows[i / 2].isclosed);
    hc_response_free(response);
  }
}

static void a_closed_response_cannot_begin(void **state) {
  (void)state;
  struct script script = {.opened = 0};
  struct hc_response *response = script_response(&script, "GET", bytes_of("HTTP/1.1 200 OK\r\n"));
  struct hc_error error = {0};
  hc_response_close(response);
  hc_response_begin(response, &error);
  assert_error_is(&error, HC_ATTRIBUTE_ERROR, "'NoneType' object has no attribute 'readline'",
                  "fp is None");
  hc_response_free(response);
}

static void an_unknown_version_leaves_the_status_known(void **state) {
  (void)state;
  struct script script = {.opened = 0};
  struct hc_response *response =
      script_response(&script, "GET", bytes_of("HTTP/2 204 Nothing\r\n\r\n"));
  assert_kind_is(hc_response_begin(response, NULL), HC_UNKNOWN_PROTOCOL, "SL.10");
  int number = 0;
  struct hc_span reason;
  assert_int_equal(hc_response_status(response, &number), HC_PRESENT);
  assert_int_equal(number, 204);
  assert_int_equal(hc_response_reason(response, &reason), HC_PRESENT);
  assert_text_is(reason, "Nothing", "SL.10");
  assert_int_equal(hc_response_version(response, &number), HC_UNKNOWN);
  assert_null(hc_response_headers(response));
  hc_response_free(response);
}

static void a_version_that_was_known_stays_known(void **state) {
  (void)state;
  struct script script = {.opened = 0};
  struct hc_buffer bytes = {0};
  hc_buffer_append(&bytes, hc_str("HTTP/1.0 200 OK\r\n"));
  for (int i = 0; i < 101; i++)
    hc_buffer_append(&bytes, hc_str("a:b\r\n"));
  hc_buffer_append(&bytes, hc_str("HTTP/2 204 Nothing\r\n\r\n"));
  struct hc_response *response = script_response(&script, "GET", hc_buffer_span(&bytes));
  assert_kind_is(hc_response_begin(response, NULL), HC_HTTP_EXCEPTION, "IR.03");
  assert_kind_is(hc_response_begin(response, NULL), HC_UNKNOWN_PROTOCOL, "SL.10");
  int number = 0;
  assert_int_equal(hc_response_status(response, &number), HC_PRESENT);
  assert_int_equal(number, 204);
  assert_int_equal(hc_response_version(response, &number), HC_PRESENT);
  assert_int_equal(number, 10);
  hc_response_free(response);
  hc_buffer_free(&bytes);
}

/* Around the size up to which a reason needs no memory of its own. */
static void a_reason_of_any_size_outlives_the_reader(void **state) {
  (void)state;
  static const char start[] = "HTTP/1.1 200 ";
  for (size_t size = 0; size <= 40; size++) {
    char answer[64];
    int used = snprintf(answer, sizeof answer, "%s%.*s\r\n\r\n", start, (int)size,
                        "a reason phrase of forty bytes, and on..");
    struct script script = {.opened = 0};
    struct hc_response *response =
        script_response(&script, "GET", hc_span_make(answer, (size_t)used));
    assert_kind_is(hc_response_begin(response, NULL), HC_OK, "begin");
    hc_response_close(response);
    const struct hc_span sent = hc_span_make(answer + sizeof start - 1, size);
    struct hc_span reason;
    assert_int_equal(hc_response_reason(response, &reason), HC_PRESENT);
    bool ends_in_space = size > 0 && sent.data[size - 1] == ' ';
    assert_true(hc_span_equal(reason, hc_span_make(sent.data, size - ends_in_space)));
    hc_response_free(response);
  }
}

static void lines_are_limited_to_65536_bytes(void **state) {
  (void)state;
  struct hc_buffer answer = {0};
  assert_true(hc_buffer_append(&answer, hc_str("HTTP/1.1 200 ")));
  while (answer.size < HC_LIMIT_LINE - 2)
    assert_true(hc_buffer_append(&answer, hc_str("x")));
  assert_true(hc_buffer_append(&answer, hc_str("\r\n\r\n")));
  struct script script = {.opened = 0};
  struct hc_response *response = script_response(&script, "GET", hc_buffer_span(&answer));
  assert_kind_is(hc_response_begin(response, NULL), HC_OK, "SL.01: exactly so many");
  hc_response_free(response);
  memcpy(answer.data + HC_LIMIT_LINE - 2, "x\r\n", 3);
  response = script_response(&script, "GET", hc_buffer_span(&answer));
  struct hc_error error = {0};
  hc_response_begin(response, &error);
  assert_error_is(&error, HC_LINE_TOO_LONG, "got more than 65536 bytes when reading status line",
                  "SL.01");
  hc_response_free(response);
  hc_buffer_free(&answer);
}

static void only_status_100_is_interim(void **state) {
  (void)state;
  const struct {
    struct hc_span answer;
    int status;
    const char *why;
  } rows[] = {
      {BYTES("HTTP/1.1 100 Continue\r\nA: 1\r\n\r\nHTTP/1.1 200 OK\r\n\r\n"), 200, "IR.01"},
      {BYTES("HTTP/2 100 x\n\nHTTP/1.1 100 x\r\n \r\nb\r\n\r\nHTTP/1.1 200 OK\r\n\r\n"), 200,
       "IR.01, IR.04, IR.05"},
      {BYTES("HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\n\r\n"), 103, "IR.02"},
      {BYTES("HTTP/1.1 101 Switching Protocols\r\n\r\n"), 101, "IR.02"},
  };
  for (size_t i = 0; i < 2 * sizeof rows / sizeof rows[0]; i++) {
    struct script script = {.memory = {.piece = i % 2}};
    struct hc_response *response = script_response(&script, "GET", rows[i / 2].answer);
    assert_kind_is(hc_response_begin(response, NULL), HC_OK, rows[i / 2].why);
    int status = 0;
    hc_response_status(response, &status);
    if (status != rows[i / 2].status) fail_msg("%s: %d", rows[i / 2].why, status);
    hc_response_free(response);
  }
}

static void interim_field_lines_are_limited_too(void **state) {
  (void)state;
  struct hc_buffer answer = {0};
  assert_true(hc_buffer_append(&answer, hc_str("HTTP/1.1 100 x\r\n")));
  for (int i = 0; i < 101; i++)
    assert_true(hc_buffer_append(&answer, hc_str("A: 1\r\n")));
  struct script script = {.opened = 0};
  struct hc_error error = {0};
  struct hc_response *response = script_response(&script, "GET", hc_buffer_span(&answer));
  hc_response_begin(response, &error);
  assert_error_is(&error, HC_HTTP_EXCEPTION, "got more than 100 headers", "IR.03");
  hc_response_free(response);
  hc_buffer_free(&answer);
}

static void interim_responses_are_limited_where_the_edition_does(void **state) {
  (void)state;
  static const struct {
    enum hc_edition edition;
    int count;
    enum hc_kind kind;
    const char *why;
  } rows[] = {
      {HC_EDITION_3_14, 99, HC_OK, "IR.06: the final one is the hundredth"},
      {HC_EDITION_3_14, 100, HC_HTTP_EXCEPTION, "IR.06: one more"},
      {HC_EDITION_3_13, 1000, HC_OK, "IR.05: any number"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct hc_buffer answer = {0};
    for (int k = 0; k < rows[i].count; k++)
      assert_true(hc_buffer_append(&answer, hc_str("HTTP/1.1 100 Continue\r\n\r\n")));
    assert_true(hc_buffer_append(&answer, hc_str("HTTP/1.1 200 OK\r\n\r\n")));
    struct script script = {.edition = rows[i].edition};
    struct hc_response *response = script_response(&script, "GET", hc_buffer_span(&answer));
    struct hc_error error = {0};
    assert_kind_is(hc_response_begin(response, &error), rows[i].kind, rows[i].why);
    if (rows[i].kind == HC_OK) {
      hc_error_clear(&error);
    } else {
      assert_error_is(&error, HC_HTTP_EXCEPTION, "got more than 100 interim responses",
                      rows[i].why);
    }
    hc_response_free(response);
    hc_buffer_free(&answer);
  }
}

static void header_values_are_joined(void **state) {
  (void)state;
  struct script script = {.opened = 0};
  struct hc_response *response = script_response(
      &script, "GET", bytes_of("HTTP/1.1 200 OK\r\nX-A: 1\r\nx-a: 2\r\nE:\r\n\r\n"));
  assert_kind_is(hc_response_begin(response, NULL), HC_OK, "begin");
  hc_response_close(response);
  struct hc_buffer value = {0};
  bool found;
  hc_response_getheader(response, hc_str("X-a"), &value, &found, NULL);
  assert_true(found);
  assert_text_is(hc_buffer_span(&value), "1, 2", "HA.03, HA.06: also after close");
  hc_response_getheader(response, hc_str("E"), &value, &found, NULL);
  assert_true(found && value.size == 0);
  hc_response_getheader(response, hc_str("none"), &value, &found, NULL);
  assert_false(found);
  hc_buffer_free(&value);
  hc_response_free(response);
}

static void closing_is_told_apart_from_the_end_of_the_body(void **state) {
  (void)state;
  struct script script = {.opened = 0};
  struct hc_span answer = bytes_of("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab");
  struct hc_response *response = script_response(&script, "GET", answer);
  hc_response_begin(response, NULL);
  struct hc_buffer into = {0};
  int fd;
  assert_kind_is(hc_response_fileno(response, &fd, NULL), HC_OK, "CL.06");
  hc_response_read_all(response, &into, NULL);
  assert_true(hc_response_isclosed(response));
  assert_false(hc_response_closed(response)); /* CL.01 */
  struct hc_error error = {0};
  assert_kind_is(hc_response_fileno(response, &fd, &error), HC_ATTRIBUTE_ERROR, "CL.05");
  hc_error_clear(&error);
  hc_response_close(response);
  hc_response_close(response);
  assert_true(hc_response_closed(response));
  assert_kind_is(hc_response_read_all(response, &into, NULL), HC_OK, "CL.05");
  assert_int_equal(into.size, 0);
  hc_buffer_free(&into);
  hc_response_free(response);
}

static void a_url_is_what_it_was_set_to(void **state) {
  (void)state;
  struct script script = {.opened = 0};
  struct hc_response *response = script_response(&script, "GET", bytes_of(""));
  struct hc_span url = {NULL, 0};
  struct hc_error error = {0};
  hc_response_url(response, &url, &error);
  assert_error_is(&error, HC_ATTRIBUTE_ERROR, "'HTTPResponse' object has no attribute 'url'",
                  "HA.14");
  char text[] = "http://example.org/";
  assert_kind_is(hc_response_set_url(response, hc_str(text), NULL), HC_OK, "HA.14");
  text[0] = 'x';
  assert_kind_is(hc_response_url(response, &url, NULL), HC_OK, "HA.14");
  assert_text_is(url, "http://example.org/", "it is a copy");
  hc_response_free(response);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_head_is_read_and_the_body_left),
      cmocka_unit_test(everything_is_unknown_before_begin),
      cmocka_unit_test(a_negative_amount_comes_before_what_is_unknown_where_it_is_refused),
      cmocka_unit_test(reading_ahead_before_begin_stumbles_if_anything_is_asked_for),
      cmocka_unit_test(a_head_that_is_none_is_refused),
      cmocka_unit_test(a_closed_response_cannot_begin),
      cmocka_unit_test(an_unknown_version_leaves_the_status_known),
      cmocka_unit_test(a_version_that_was_known_stays_known),
      cmocka_unit_test(a_reason_of_any_size_outlives_the_reader),
      cmocka_unit_test(lines_are_limited_to_65536_bytes),
      cmocka_unit_test(only_status_100_is_interim),
      cmocka_unit_test(interim_field_lines_are_limited_too),
      cmocka_unit_test(interim_responses_are_limited_where_the_edition_does),
      cmocka_unit_test(header_values_are_joined),
      cmocka_unit_test(closing_is_told_apart_from_the_end_of_the_body),
      cmocka_unit_test(a_url_is_what_it_was_set_to),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
