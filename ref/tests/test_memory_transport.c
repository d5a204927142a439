#include "hc/memory_transport.h"

#include <errno.h>

#include "support/guarded.h"
#include "support/testing.h"

static struct hc_transport *make(const struct hc_memory_script *script, struct hc_buffer *written) {
  struct hc_transport *transport = NULL;
  assert_kind_is(
      hc_memory_transport_new(script, written, HC_EDITION_NEWEST, NULL, &transport, NULL), HC_OK,
      "new");
  return transport;
}

static void segments_are_read_one_after_the_other(void **state) {
  (void)state;
  const struct hc_span segments[] = {BYTES("abc"), BYTES(""), BYTES("de")};
  const struct hc_memory_script script = {.segments = segments, .segment_count = 3};
  struct hc_transport *transport = make(&script, NULL);
  const char *const expected[] = {"ab", "c", "de", "", ""};
  for (size_t i = 0; i < 5; i++) {
    char bytes[2];
    size_t got;
    assert_kind_is(hc_transport_read(transport, bytes, 2, &got, NULL), HC_OK, "read");
    assert_text_is(hc_span_make(bytes, got), expected[i], "segment by segment");
  }
  assert_int_equal(hc_transport_fileno(transport), -1);
  hc_transport_release(transport);
}

static void rooms_are_filled_in_order_by_one_read(void **state) {
  (void)state;
  const struct hc_span segments[] = {BYTES("abcdef"), BYTES("gh")};
  const struct hc_memory_script script = {.segments = segments, .segment_count = 2};
  struct hc_transport *transport = make(&script, NULL);
  const char *const expected[] = {"abcde", "f", "gh", ""};
  for (size_t i = 0; i < 4; i++) {
    char bytes[5];
    const struct hc_room rooms[] = {hc_room_make(bytes, 2), hc_room_make(bytes + 2, 3)};
    size_t got;
    assert_kind_is(hc_transport_read_rooms(transport, rooms, 2, &got, NULL), HC_OK, "read");
    assert_text_is(hc_span_make(bytes, got), expected[i], "as one read of five bytes");
  }
  hc_transport_release(transport);
}

static void pieces_limit_one_read(void **state) {
  (void)state;
  const struct hc_span segment = BYTES("abc");
  const struct hc_memory_script script = {.segments = &segment, .segment_count = 1, .piece = 1};
  struct hc_transport *transport = make(&script, NULL);
  char bytes[8];
  size_t got;
  hc_transport_read(transport, bytes, sizeof bytes, &got, NULL);
  assert_int_equal(got, 1);
  hc_transport_release(transport);
}

static void writes_are_recorded_and_counted(void **state) {
  (void)state;
  const struct hc_memory_script script = {.piece = 0};
  struct hc_buffer written = {0};
  struct hc_transport *transport = make(&script, &written);
  const struct hc_span spans[] = {BYTES("a"), BYTES(""), BYTES("bc")};
  assert_kind_is(hc_transport_write(transport, spans, 3, NULL), HC_OK, "write");
  assert_kind_is(hc_transport_write(transport, spans, 1, NULL), HC_OK, "write");
  assert_text_is(hc_buffer_span(&written), "abca", "in order");
  assert_int_equal(hc_memory_transport_writes(transport), 2);
  hc_transport_release(transport);
  hc_buffer_free(&written);
}

static void the_chosen_read_or_write_fails(void **state) {
  (void)state;
  const struct hc_span segment = BYTES("abc");
  const struct hc_memory_script script = {.segments = &segment,
                                          .segment_count = 1,
                                          .failing_read = 2,
                                          .failing_write = 1,
                                          .failure = ECONNRESET,
                                          .piece = 1};
  struct hc_transport *transport = make(&script, NULL);
  struct hc_error error = {0};
  char byte;
  size_t got;
  assert_kind_is(hc_transport_write(transport, &segment, 1, &error), HC_CONNECTION_RESET_ERROR, "");
  assert_kind_is(hc_transport_read(transport, &byte, 1, &got, &error), HC_OK, "first");
  assert_kind_is(hc_transport_read(transport, &byte, 1, &got, &error), HC_CONNECTION_RESET_ERROR,
                 "second");
  assert_int_equal(error.errnum, ECONNRESET);
  assert_kind_is(hc_transport_read(transport, &byte, 1, &got, &error), HC_OK, "third goes on");
  assert_int_equal(byte, 'b');
  hc_error_clear(&error);
  hc_transport_release(transport);
}

static void a_failure_without_errno_is_the_timeout_of_the_edition(void **state) {
  (void)state;
  const struct hc_memory_script script = {.failing_read = 1};
  const struct {
    enum hc_edition edition;
    enum hc_kind kind;
  } rows[] = {{HC_EDITION_3_9, HC_SOCKET_TIMEOUT}, {HC_EDITION_3_10, HC_TIMEOUT_ERROR}};
  for (size_t i = 0; i < 2; i++) {
    struct hc_transport *transport;
    hc_memory_transport_new(&script, NULL, rows[i].edition, NULL, &transport, NULL);
    struct hc_error error = {0};
    char byte;
    size_t got;
    hc_transport_read(transport, &byte, 1, &got, &error);
    assert_error_is(&error, rows[i].kind, "timed out", "TO.01");
    hc_transport_release(transport);
  }
}

static void a_timeout_is_checked_and_has_no_effect(void **state) {
  (void)state;
  const struct hc_memory_script script = {.piece = 0};
  const struct hc_timeout negative = {HC_TIMEOUT_SECONDS, -1};
  const struct hc_timeout second = {HC_TIMEOUT_SECONDS, 1};
  struct hc_transport *transport = make(&script, NULL);
  assert_kind_is(hc_transport_set_timeout(transport, second, NULL), HC_OK, "set_timeout");
  assert_kind_is(hc_transport_set_timeout(transport, negative, NULL), HC_VALUE_ERROR, "HP.19");
  hc_transport_release(transport);
}

static void the_last_reference_closes(void **state) {
  (void)state;
  const struct hc_memory_script script = {.piece = 0};
  struct hc_transport *transport = make(&script, NULL);
  assert_ptr_equal(hc_transport_retain(transport), transport);
  hc_transport_release(transport);
  assert_int_equal(transport->references, 1);
  hc_transport_release(transport);
  hc_transport_release(NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(segments_are_read_one_after_the_other),
      cmocka_unit_test(rooms_are_filled_in_order_by_one_read),
      cmocka_unit_test(pieces_limit_one_read),
      cmocka_unit_test(writes_are_recorded_and_counted),
      cmocka_unit_test(the_chosen_read_or_write_fails),
      cmocka_unit_test(a_failure_without_errno_is_the_timeout_of_the_edition),
      cmocka_unit_test(a_timeout_is_checked_and_has_no_effect),
      cmocka_unit_test(the_last_reference_closes),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
