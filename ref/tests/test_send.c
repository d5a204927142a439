#include <errno.h>

#include "hc/connection.h"
#include "support/bodies.h"
#include "support/guarded.h"
#include "support/script.h"
#include "support/testing.h"

#define HEAD "POST / HTTP/1.1\r\nHost: host\r\nAccept-Encoding: identity\r\n\r\n"

/* A connection in state Request-started. */
static struct hc_connection *started(struct script *script) {
  struct hc_connection *connection = script_connection(script);
  assert_kind_is(hc_connection_putrequest(connection, hc_str("POST"), hc_str("/"), NULL, NULL),
                 HC_OK, "putrequest");
  return connection;
}

static void head_and_bytes_go_out_in_one_write(void **state) {
  (void)state;
  struct script script = {.opened = 0};
  struct hc_connection *connection = started(&script);
  struct hc_body body = hc_body_bytes(bytes_of("body"));
  assert_kind_is(hc_connection_endheaders(connection, &body, false, NULL), HC_OK, "endheaders");
  assert_text_is(hc_buffer_span(&script.written), HEAD "body", "XT.12");
  assert_int_equal(hc_memory_transport_writes(hc_connection_transport(connection)), 1);
  hc_connection_free(connection);
  script_free(&script);
}

static void without_a_body_there_is_no_terminator(void **state) {
  (void)state;
  struct script script = {.opened = 0};
  struct hc_connection *connection = started(&script);
  assert_kind_is(hc_connection_endheaders(connection, NULL, true, NULL), HC_OK, "endheaders");
  assert_text_is(hc_buffer_span(&script.written), HEAD, "EH.02");
  hc_connection_free(connection);
  script_free(&script);
}

static void text_is_refused_once_the_head_is_sent(void **state) {
  (void)state;
  struct hc_body body = hc_body_text(bytes_of("text"));
  const char *const texts[] = {"a bytes-like object is required, not 'str'",
                               "can't concat str to bytes"};
  for (int chunked = 0; chunked <= 1; chunked++) {
    struct script script = {.opened = 0};
    struct hc_connection *connection = started(&script);
    struct hc_error error = {0};
    hc_connection_endheaders(connection, &body, chunked != 0, &error);
    assert_error_is(&error, HC_TYPE_ERROR, texts[chunked], "EH.09");
    assert_text_is(hc_buffer_span(&script.written), HEAD, "EH.09");
    assert_int_equal(hc_connection_state(connection), HC_STATE_REQUEST_SENT);
    hc_connection_free(connection);
    script_free(&script);
  }
}

static void files_are_read_in_blocks(void **state) {
  (void)state;
  struct hc_span content = bytes_of("abcdefg");
  struct script script = {.opened = 0};
  struct hc_connection *connection = started(&script);
  hc_connection_set_blocksize(connection, 3);
  struct hc_body body = content_file(&content);
  assert_kind_is(hc_connection_endheaders(connection, &body, true, NULL), HC_OK, "XT.06");
  assert_text_is(hc_buffer_span(&script.written),
                 HEAD "3\r\nabc\r\n3\r\ndef\r\n1\r\ng\r\n0\r\n\r\n", "XT.06");
  hc_connection_free(connection);
  script_free(&script);
}

static void the_block_size_is_passed_on_as_it_is(void **state) {
  (void)state;
  const int64_t sizes[] = {0, -1, 8192};
  for (size_t i = 0; i < 3; i++) {
    struct pieces pieces = {.count = 0};
    struct script script = {.opened = 0};
    struct hc_connection *connection = started(&script);
    hc_connection_set_blocksize(connection, sizes[i]);
    struct hc_body body = pieces_file(&pieces, false);
    assert_kind_is(hc_connection_endheaders(connection, &body, false, NULL), HC_OK, "EH.12");
    assert_true(pieces.asked == sizes[i]);
    hc_connection_free(connection);
    script_free(&script);
  }
}

static void a_body_that_fails_is_left_unterminated(void **state) {
  (void)state;
  const struct hc_span list[] = {BYTES("ab")};
  struct pieces pieces = {.pieces = list, .count = 1, .failure = HC_RUNTIME_ERROR};
  struct script script = {.opened = 0};
  struct hc_connection *connection = started(&script);
  struct hc_body body = pieces_iterable(&pieces);
  struct hc_error error = {0};
  hc_connection_endheaders(connection, &body, true, &error);
  assert_error_is(&error, HC_RUNTIME_ERROR, "no more", "ST.11");
  assert_text_is(hc_buffer_span(&script.written), HEAD "2\r\nab\r\n", "ST.11");
  assert_int_equal(hc_connection_state(connection), HC_STATE_REQUEST_SENT);
  assert_non_null(hc_connection_transport(connection));
  hc_connection_free(connection);
  script_free(&script);
}

static void a_block_of_a_text_file_may_not_be_latin1(void **state) {
  (void)state;
  const struct hc_span list[] = {BYTES("ab"), BYTES("\xE2\x82\xAC")};
  struct pieces pieces = {.pieces = list, .count = 2};
  struct script script = {.opened = 0};
  struct hc_connection *connection = started(&script);
  struct hc_body body = pieces_file(&pieces, true);
  assert_kind_is(hc_connection_endheaders(connection, &body, false, NULL), HC_UNICODE_ENCODE_ERROR,
                 "EH.05");
  assert_text_is(hc_buffer_span(&script.written), HEAD "ab", "EH.05: in the middle of the stream");
  hc_connection_free(connection);
  script_free(&script);
}

static void a_failed_write_keeps_the_connection_for_an_early_response(void **state) {
  (void)state;
  const struct hc_span answer = BYTES("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n");
  const struct hc_span list[] = {BYTES("ab")};
  struct pieces pieces = {.pieces = list, .count = 1};
  struct script script = {
      .answers = &answer, .answer_count = 1, .memory = {.failing_write = 2, .failure = EPIPE}};
  struct hc_connection *connection = started(&script);
  struct hc_body body = pieces_iterable(&pieces);
  assert_kind_is(hc_connection_endheaders(connection, &body, true, NULL), HC_BROKEN_PIPE_ERROR,
                 "ST.12");
  struct hc_response *response = NULL;
  assert_kind_is(hc_connection_getresponse(connection, &response, NULL), HC_OK, "ST.12");
  hc_response_free(response);
  hc_connection_free(connection);
  script_free(&script);
}

static void send_writes_in_any_state(void **state) {
  (void)state;
  const struct hc_span list[] = {BYTES("b"), BYTES("c")};
  struct pieces pieces = {.pieces = list, .count = 2};
  struct hc_span content = bytes_of("d");
  struct script script = {.opened = 0};
  struct hc_connection *connection = started(&script);
  struct hc_body bodies[] = {hc_body_bytes(bytes_of("a")), pieces_iterable(&pieces),
                             content_file(&content), hc_body_text(bytes_of(""))};
  for (size_t i = 0; i < 4; i++) {
    assert_kind_is(hc_connection_send(connection, &bodies[i], NULL), HC_OK, "EH.11");
  }
  assert_text_is(hc_buffer_span(&script.written), "abcd", "ST.07: before the buffered lines");
  hc_connection_endheaders(connection, NULL, false, NULL);
  assert_text_is(hc_buffer_span(&script.written), "abcd" HEAD, "ST.07");
  hc_connection_free(connection);
  script_free(&script);
}

static void send_refuses_text_and_nothing(void **state) {
  (void)state;
  struct script script = {.opened = 0};
  struct hc_connection *connection = script_connection(&script);
  struct hc_error error = {0};
  struct hc_body text = hc_body_text(bytes_of("text"));
  struct hc_body none = {.kind = HC_BODY_NONE};
  hc_connection_send(connection, &text, &error);
  assert_error_is(&error, HC_TYPE_ERROR, "a bytes-like object is required, not 'str'", "EH.11");
  hc_connection_send(connection, &none, &error);
  assert_error_is(&error, HC_TYPE_ERROR,
                  "data should be a bytes-like object or an iterable, got <class 'NoneType'>",
                  "EH.11");
  assert_int_equal(script.opened, 1);
  hc_connection_set_auto_open(connection, false);
  hc_connection_close(connection);
  assert_kind_is(hc_connection_send(connection, &none, NULL), HC_NOT_CONNECTED, "CN.05");
  hc_connection_free(connection);
  script_free(&script);
}

/* What no caller in Python can do. */
static void a_body_that_is_none_is_refused_before_anything_is_done(void **state) {
  (void)state;
  const struct {
    struct hc_body body;
    const char *text;
  } rows[] = {
      {{.kind = (enum hc_body_kind)9, .data = BYTES("x")}, "hc_body.kind is 9, which is none"},
      {{.kind = HC_BODY_FILE}, "HC_BODY_FILE without hc_body.read"},
      {{.kind = HC_BODY_ITERABLE}, "HC_BODY_ITERABLE without hc_body.next"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct script script = {.opened = 0};
    struct hc_connection *connection = script_connection(&script);
    struct hc_error error = {0};
    const struct hc_request request = {
        .method = hc_str("POST"), .url = hc_str("/"), .body = &rows[i].body};
    hc_connection_request(connection, &request, &error);
    assert_error_is(&error, HC_TYPE_ERROR, rows[i].text, "request");
    assert_int_equal(hc_connection_state(connection), HC_STATE_IDLE);
    hc_connection_send(connection, &rows[i].body, &error);
    assert_error_is(&error, HC_TYPE_ERROR, rows[i].text, "send");
    hc_connection_putrequest(connection, hc_str("POST"), hc_str("/"), NULL, NULL);
    hc_connection_endheaders(connection, &rows[i].body, true, &error);
    assert_error_is(&error, HC_TYPE_ERROR, rows[i].text, "endheaders");
    assert_int_equal(hc_connection_state(connection), HC_STATE_REQUEST_STARTED);
    assert_int_equal(script.opened, 0);
    assert_kind_is(hc_connection_endheaders(connection, NULL, false, NULL), HC_OK, "go on");
    assert_text_is(hc_buffer_span(&script.written), HEAD, "the lines are still there");
    hc_connection_free(connection);
    script_free(&script);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(head_and_bytes_go_out_in_one_write),
      cmocka_unit_test(without_a_body_there_is_no_terminator),
      cmocka_unit_test(text_is_refused_once_the_head_is_sent),
      cmocka_unit_test(files_are_read_in_blocks),
      cmocka_unit_test(the_block_size_is_passed_on_as_it_is),
      cmocka_unit_test(a_body_that_fails_is_left_unterminated),
      cmocka_unit_test(a_block_of_a_text_file_may_not_be_latin1),
      cmocka_unit_test(a_failed_write_keeps_the_connection_for_an_early_response),
      cmocka_unit_test(send_writes_in_any_state),
      cmocka_unit_test(send_refuses_text_and_nothing),
      cmocka_unit_test(a_body_that_is_none_is_refused_before_anything_is_done),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
