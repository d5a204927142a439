/* What a response has because it is a stream. */
#include "hc/response_stream.h"

#include "support/guarded.h"
#include "support/script.h"
#include "support/testing.h"

static const struct hc_span answer =
    BYTES("HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\none\ntwo\nlast");

static struct hc_response *begin(struct script *script) {
  struct hc_response *response = script_response(script, "GET", answer);
  assert_kind_is(hc_response_begin(response, NULL), HC_OK, "begin");
  return response;
}

static void operations_it_has_not_are_refused_by_name(void **state) {
  (void)state;
  struct script script = {0};
  struct hc_response *response = begin(&script);
  struct hc_error error = {0};
  const struct hc_span line = BYTES("x");
  const enum hc_kind refused = HC_UNSUPPORTED_OPERATION;
  hc_response_tell(response, &error);
  assert_error_is(&error, refused, "seek", "tell() is seek(0, 1)");
  hc_response_seek(response, 1, 0, &error);
  assert_error_is(&error, refused, "seek", "CL.07");
  hc_response_truncate(response, &error);
  assert_error_is(&error, refused, "truncate", "CL.07");
  hc_response_write(response, line, &error);
  assert_error_is(&error, refused, "write", "CL.07");
  hc_response_detach(response, &error);
  assert_error_is(&error, refused, "detach", "CL.07");
  hc_response_writelines(response, &line, 1, &error);
  assert_error_is(&error, refused, "write", "CL.07");
  assert_kind_is(hc_response_writelines(response, NULL, 0, &error), HC_OK, "no line, no write");
  assert_true(hc_response_readable(response));
  assert_false(hc_response_writable(response));
  assert_false(hc_response_seekable(response));
  hc_response_free(response);
}

static void a_closed_stream_refuses_what_an_open_one_allows(void **state) {
  (void)state;
  struct script script = {0};
  struct hc_response *response = begin(&script);
  struct hc_error error = {0};
  const char *text = "I/O operation on closed file.";
  bool terminal = true;
  for (int i = 0; i < 2; i++) {
    enum hc_kind kind = i == 0 ? HC_OK : HC_VALUE_ERROR;
    assert_kind_is(hc_response_enter(response, NULL), kind, "CL.04");
    assert_kind_is(hc_response_flush(response, NULL), kind, "CL.05");
    assert_kind_is(hc_response_isatty(response, &terminal, NULL), kind, "CL.05");
    assert_kind_is(hc_response_writelines(response, NULL, 0, NULL), kind, "closed");
    assert_false(terminal);
    hc_response_close(response);
  }
  hc_response_enter(response, &error);
  assert_error_is(&error, HC_VALUE_ERROR, text, "enter");
  hc_response_free(response);
}

static void lines_are_given_one_by_one_and_as_a_list(void **state) {
  (void)state;
  struct script script = {0};
  struct hc_response *response = begin(&script);
  struct hc_buffer line = {0};
  struct hc_line_list lines = {0};
  bool end = true;
  assert_kind_is(hc_response_next_line(response, &line, &end, NULL), HC_OK, "first");
  assert_text_is(hc_buffer_span(&line), "one\n", "first");
  assert_false(end);
  assert_kind_is(hc_response_readlines(response, 0, &lines, NULL), HC_OK, "the rest");
  assert_int_equal(hc_line_list_count(&lines), 2);
  assert_text_is(hc_line_list_at(&lines, 1), "last", "the last has no line end");
  assert_kind_is(hc_response_next_line(response, &line, &end, NULL), HC_OK, "the end");
  assert_true(end);
  hc_line_list_free(&lines);
  hc_buffer_free(&line);
  hc_response_free(response);
}

static void a_hint_ends_a_list_after_the_line_that_passes_it(void **state) {
  (void)state;
  static const struct {
    int64_t hint;
    size_t count;
  } rows[] = {{-1, 3}, {0, 3}, {1, 1}, {3, 1}, {4, 2}, {8, 3}, {100, 3}}; /* XT.57 */
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct script script = {0};
    struct hc_response *response = begin(&script);
    struct hc_line_list lines = {0};
    assert_kind_is(hc_response_readlines(response, rows[i].hint, &lines, NULL), HC_OK, "lines");
    assert_int_equal(hc_line_list_count(&lines), rows[i].count);
    hc_line_list_free(&lines);
    hc_response_free(response);
  }
}

static void a_failure_leaves_no_lines(void **state) {
  (void)state;
  struct script script = {.memory = {.piece = 45, .failing_read = 2, .failure = 104}};
  struct hc_response *response = begin(&script);
  struct hc_line_list lines = {0};
  assert_true(hc_line_list_add(&lines, hc_str("old")));
  assert_kind_is(hc_response_readlines(response, -1, &lines, NULL), HC_CONNECTION_RESET_ERROR,
                 "reset");
  assert_int_equal(hc_line_list_count(&lines), 0);
  hc_line_list_free(&lines);
  hc_response_free(response);
}

static void readinto1_gives_what_one_read_gives(void **state) {
  (void)state;
  struct script script = {.memory = {.piece = 43}};
  struct hc_response *response = begin(&script);
  char bytes[64];
  size_t got = 0;
  assert_kind_is(hc_response_readinto1(response, bytes, sizeof bytes, &got, NULL), HC_OK, "some");
  assert_text_is(hc_span_make(bytes, got), "one\n", "what came with the head");
  assert_kind_is(hc_response_readinto1(response, bytes, 2, &got, NULL), HC_OK, "two");
  assert_text_is(hc_span_make(bytes, got), "tw", "no more than there is room");
  hc_response_close(response);
  assert_kind_is(hc_response_readinto1(response, bytes, 2, &got, NULL), HC_OK, "closed");
  assert_int_equal(got, 0);
  hc_response_free(response);
}

static void readinto1_refuses_what_it_has_no_room_for(void **state) {
  (void)state;
  struct script script = {.opened = 0};
  struct hc_response *response = script_response(
      &script, "GET", bytes_of("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-9\r\nHello"));
  assert_kind_is(hc_response_begin(response, NULL), HC_OK, "begin");
  char bytes[3] = "";
  size_t got = 1;
  struct hc_error error = {0};
  hc_response_readinto1(response, bytes, sizeof bytes, &got, &error);
  assert_error_is(&error, HC_VALUE_ERROR,
                  "read() returned too much data: 3 bytes requested, 5 returned", "CK.10");
  assert_int_equal(got, 0);
  assert_memory_equal(bytes, "\0\0", sizeof bytes);
  hc_error_clear(&error);
  hc_response_free(response);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(operations_it_has_not_are_refused_by_name),
      cmocka_unit_test(a_closed_stream_refuses_what_an_open_one_allows),
      cmocka_unit_test(lines_are_given_one_by_one_and_as_a_list),
      cmocka_unit_test(a_hint_ends_a_list_after_the_line_that_passes_it),
      cmocka_unit_test(a_failure_leaves_no_lines),
      cmocka_unit_test(readinto1_gives_what_one_read_gives),
      cmocka_unit_test(readinto1_refuses_what_it_has_no_room_for),
  };
  return cmocka_run_group_tests_name("response_stream", tests, NULL, NULL);
}
