#include "hc/error.h"

#include <errno.h>
#include <string.h>

#include "raise.h"
#include "support/guarded.h"
#include "support/testing.h"

static void every_kind_has_a_name_of_its_own_and_a_text(void **state) {
  (void)state;
  for (int kind = 0; kind < HC_KIND_COUNT; kind++) {
    const char *name = hc_kind_name((enum hc_kind)kind);
    assert_non_null(name);
    assert_non_null(hc_kind_text((enum hc_kind)kind));
    for (int other = 0; other < kind; other++) {
      assert_string_not_equal(name, hc_kind_name((enum hc_kind)other));
    }
  }
  assert_null(hc_kind_name(HC_KIND_COUNT));
  assert_null(hc_kind_text((enum hc_kind) - 1));
}

static void every_kind_but_ok_is_an_exception(void **state) {
  (void)state;
  assert_false(hc_kind_is(HC_OK, HC_EXCEPTION));
  for (int kind = HC_EXCEPTION; kind < HC_KIND_COUNT; kind++) {
    enum hc_kind ancestors[HC_KIND_ANCESTORS_MAX];
    size_t count = hc_kind_ancestors((enum hc_kind)kind, ancestors);
    assert_true(count <= HC_KIND_ANCESTORS_MAX);
    assert_true(hc_kind_is((enum hc_kind)kind, HC_EXCEPTION));
    assert_true(hc_kind_is((enum hc_kind)kind, (enum hc_kind)kind));
    if (kind != HC_EXCEPTION) assert_int_equal(ancestors[count - 1], HC_EXCEPTION);
  }
}

static void remote_disconnected_has_two_lines_of_bases(void **state) {
  (void)state;
  const enum hc_kind expected[] = {HC_CONNECTION_RESET_ERROR, HC_CONNECTION_ERROR, HC_OS_ERROR,
                                   HC_BAD_STATUS_LINE,        HC_HTTP_EXCEPTION,   HC_EXCEPTION};
  enum hc_kind ancestors[HC_KIND_ANCESTORS_MAX];
  assert_int_equal(hc_kind_ancestors(HC_REMOTE_DISCONNECTED, ancestors), 6); /* EX.04 */
  assert_memory_equal(ancestors, expected, sizeof expected);
}

static void kinds_are_what_the_documentation_derives_them_from(void **state) {
  (void)state;
  const struct {
    enum hc_kind kind;
    enum hc_kind base;
    bool is;
    const char *why;
  } rows[] = {
      {HC_CANNOT_SEND_HEADER, HC_IMPROPER_CONNECTION_STATE, true, "exc.CannotSendHeader"},
      {HC_RESPONSE_NOT_READY, HC_HTTP_EXCEPTION, true, "exc.ResponseNotReady"},
      {HC_INCOMPLETE_READ, HC_HTTP_EXCEPTION, true, "exc.IncompleteRead"},
      {HC_INCOMPLETE_READ, HC_OS_ERROR, false, "no OSError"},
      {HC_UNICODE_ENCODE_ERROR, HC_VALUE_ERROR, true, "through UnicodeError"},
      {HC_GAI_ERROR, HC_OS_ERROR, true, "CN.06"},
      {HC_SOCKET_TIMEOUT, HC_TIMEOUT_ERROR, false, "TO.01: a class of its own up to 3.9"},
      {HC_SSL_CERT_VERIFICATION_ERROR, HC_VALUE_ERROR, true, "two lines of bases"},
      {HC_SSL_CERT_VERIFICATION_ERROR, HC_OS_ERROR, true, "two lines of bases"},
      {HC_OK, HC_OK, true, "itself"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    if (hc_kind_is(rows[i].kind, rows[i].base) != rows[i].is) fail_msg("%s", rows[i].why);
  }
}

static void errno_selects_the_subclass_of_oserror(void **state) {
  (void)state;
  const struct {
    int errnum;
    enum hc_kind kind;
    const char *text;
  } rows[] = {
      {ECONNREFUSED, HC_CONNECTION_REFUSED_ERROR, "[Errno 111] Connection refused"},
      {ECONNRESET, HC_CONNECTION_RESET_ERROR, "[Errno 104] Connection reset by peer"},
      {EPIPE, HC_BROKEN_PIPE_ERROR, "[Errno 32] Broken pipe"},
      {EINPROGRESS, HC_BLOCKING_IO_ERROR, "[Errno 115] Operation now in progress"},
      {ETIMEDOUT, HC_TIMEOUT_ERROR, "[Errno 110] Connection timed out"},
      {EINTR, HC_INTERRUPTED_ERROR, "[Errno 4] Interrupted system call"},
      {EACCES, HC_PERMISSION_ERROR, "[Errno 13] Permission denied"},
      {ECHILD, HC_CHILD_PROCESS_ERROR, "[Errno 10] No child processes"},
      {EEXIST, HC_FILE_EXISTS_ERROR, "[Errno 17] File exists"},
      {EISDIR, HC_IS_A_DIRECTORY_ERROR, "[Errno 21] Is a directory"},
      {ENOTDIR, HC_NOT_A_DIRECTORY_ERROR, "[Errno 20] Not a directory"},
      {ESRCH, HC_PROCESS_LOOKUP_ERROR, "[Errno 3] No such process"},
      {ENOENT, HC_FILE_NOT_FOUND_ERROR, "[Errno 2] No such file or directory"},
      {ECONNABORTED, HC_CONNECTION_ABORTED_ERROR, "[Errno 103] Software caused connection abort"},
      {ENETUNREACH, HC_OS_ERROR, "[Errno 101] Network is unreachable"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct hc_error error = {0};
    assert_kind_is(hc_error_set_errno(&error, rows[i].errnum), rows[i].kind, rows[i].text);
    assert_true(error.has_errno);
    assert_int_equal(error.errnum, rows[i].errnum);
    assert_error_is(&error, rows[i].kind, rows[i].text, "str() and kind");
  }
}

static void an_ssl_error_shows_its_text_without_the_number(void **state) {
  (void)state;
  const struct hc_ssl_failure failure = {
      .errnum = 1,
      .text = bytes_of("[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: why"),
      .library = "SSL",
      .reason = bytes_of("CERTIFICATE_VERIFY_FAILED"),
      .verify_code = 62,
      .verify_message = bytes_of("why"),
  };
  struct hc_error error = {.allocator = NULL};
  struct hc_error moved = {.allocator = NULL};
  assert_kind_is(hc_raise_ssl(&error, HC_SSL_CERT_VERIFICATION_ERROR, &failure),
                 HC_SSL_CERT_VERIFICATION_ERROR, "kind");
  hc_error_move(&moved, &error);
  assert_null(error.ssl_library);
  assert_true(moved.has_errno);
  assert_int_equal(moved.errnum, 1);
  assert_string_equal(moved.ssl_library, "SSL");
  assert_text_is(hc_buffer_span(&moved.ssl_reason), "CERTIFICATE_VERIFY_FAILED", "reason");
  assert_int_equal(moved.verify_code, 62);
  assert_text_is(hc_buffer_span(&moved.verify_message), "why", "verify_message");
  assert_span_is(hc_buffer_span(&moved.reason), failure.text, "strerror is the text");
  assert_error_is(&moved, HC_SSL_CERT_VERIFICATION_ERROR,
                  "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: why", "str()");
  assert_null(moved.ssl_library);
  assert_int_equal(moved.verify_code, 0);
}

static void incomplete_read_says_what_it_has_and_what_it_misses(void **state) {
  (void)state;
  struct hc_error error = {0};
  struct hc_buffer partial = {0};
  assert_true(hc_buffer_append(&partial, hc_str("Te")));
  uint64_t expected = 2;
  assert_kind_is(hc_raise_incomplete_read(&error, &partial, &expected), HC_INCOMPLETE_READ, "");
  assert_text_is(hc_buffer_span(&error.partial), "Te", "EX.05");
  assert_true(error.has_expected);
  assert_int_equal(error.expected, 2);
  assert_error_is(&error, HC_INCOMPLETE_READ, "IncompleteRead(2 bytes read, 2 more expected)",
                  "EX.06");
  hc_raise_incomplete_read(&error, &partial, NULL);
  assert_false(error.has_expected);
  assert_error_is(&error, HC_INCOMPLETE_READ, "IncompleteRead(0 bytes read)", "EX.06");
}

static void incomplete_read_without_details_drops_the_partial(void **state) {
  (void)state;
  struct hc_buffer partial = {0};
  assert_true(hc_buffer_append(&partial, hc_str("Te")));
  assert_kind_is(hc_raise_incomplete_read(NULL, &partial, NULL), HC_INCOMPLETE_READ, "no details");
  assert_int_equal(partial.size, 0);
  hc_buffer_free(&partial);
}

static void status_line_errors_carry_their_line_or_version(void **state) {
  (void)state;
  struct hc_error error = {0};
  hc_raise_bad_status_line(&error, bytes_of("caf\xE9\r\n"));
  assert_span_is(hc_buffer_span(&error.line), bytes_of("caf\xE9\r\n"), "EX.07: line is Latin-1");
  assert_error_is(&error, HC_BAD_STATUS_LINE, "caf\xC3\xA9\r\n", "the text is UTF-8");
  hc_raise_unknown_protocol(&error, bytes_of("HTTP/2"));
  assert_text_is(hc_buffer_span(&error.version), "HTTP/2", "EX.09");
  hc_error_clear(&error);
  hc_raise_remote_disconnected(&error);
  assert_text_is(hc_buffer_span(&error.line), "''", "EX.10");
  assert_false(error.has_errno);
  assert_error_is(&error, HC_REMOTE_DISCONNECTED, "Remote end closed connection without response",
                  "EX.10");
  hc_raise_line_too_long(&error, "status line");
  assert_error_is(&error, HC_LINE_TOO_LONG, "got more than 65536 bytes when reading status line",
                  "EX.08");
}

static void clearing_keeps_the_allocator_and_moving_empties_the_source(void **state) {
  (void)state;
  struct hc_allocator allocator = {NULL, NULL};
  struct hc_error error = {.allocator = &allocator};
  hc_error_clear(&error);
  assert_ptr_equal(error.allocator, &allocator);
  hc_error_clear(NULL);
  struct hc_error from = {0};
  struct hc_error to = {0};
  hc_error_set(&from, HC_VALUE_ERROR, hc_str("moved"));
  hc_error_set(&to, HC_TYPE_ERROR, hc_str("dropped"));
  hc_error_move(&to, &from);
  assert_int_equal(from.kind, HC_OK);
  assert_error_is(&to, HC_VALUE_ERROR, "moved", "what was moved");
  hc_error_clear(&from);
}

static void *refuse(void *payload, void *block, size_t old_size, size_t new_size) {
  (void)payload;
  (void)block;
  (void)old_size;
  (void)new_size;
  return NULL;
}

static void details_without_memory_make_a_memory_error(void **state) {
  (void)state;
  struct hc_allocator allocator = {refuse, NULL};
  struct hc_error error = {.allocator = &allocator};
  assert_kind_is(hc_error_set(&error, HC_VALUE_ERROR, hc_str("text")), HC_MEMORY_ERROR, "set");
  assert_kind_is(hc_raise_bad_status_line(&error, hc_str("x")), HC_MEMORY_ERROR, "line");
  assert_kind_is(hc_error_set_errno(&error, EPIPE), HC_MEMORY_ERROR, "errno");
  assert_kind_is(hc_error_set(NULL, HC_VALUE_ERROR, hc_str("text")), HC_VALUE_ERROR,
                 "without details there is nothing to allocate");
  assert_error_is(&error, HC_MEMORY_ERROR, "", "MemoryError has no text");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_kind_has_a_name_of_its_own_and_a_text),
      cmocka_unit_test(every_kind_but_ok_is_an_exception),
      cmocka_unit_test(remote_disconnected_has_two_lines_of_bases),
      cmocka_unit_test(kinds_are_what_the_documentation_derives_them_from),
      cmocka_unit_test(errno_selects_the_subclass_of_oserror),
      cmocka_unit_test(an_ssl_error_shows_its_text_without_the_number),
      cmocka_unit_test(incomplete_read_says_what_it_has_and_what_it_misses),
      cmocka_unit_test(incomplete_read_without_details_drops_the_partial),
      cmocka_unit_test(status_line_errors_carry_their_line_or_version),
      cmocka_unit_test(clearing_keeps_the_allocator_and_moving_empties_the_source),
      cmocka_unit_test(details_without_memory_make_a_memory_error),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
