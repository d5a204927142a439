#include "hc/transport.h"

#include "hc/memory_transport.h"
#include "spans.h"
#include "support/guarded.h"
#include "support/testing.h"

static const struct hc_span segment = BYTES("abcdefghij");

static struct hc_transport *open_transport(const struct hc_memory_script *script) {
  struct hc_transport *transport = NULL;
  assert_kind_is(hc_memory_transport_new(script, NULL, HC_EDITION_NEWEST, NULL, &transport, NULL),
                 HC_OK, "new");
  return transport;
}

static void assert_reads(struct hc_transport *transport, size_t size, const char *expected) {
  char into[16];
  size_t got = 99;
  assert_kind_is(hc_transport_read(transport, into, size, &got, NULL), HC_OK, expected);
  assert_text_is(hc_span_make(into, got), expected, "read");
}

static void put_back(struct hc_transport *transport, const char *first, const char *second) {
  const struct hc_span spans[] = {hc_str(first), hc_str(second)};
  assert_kind_is(hc_transport_put_back(transport, spans, 2, NULL, NULL), HC_OK, "put back");
}

static void what_is_put_back_is_read_next(void **state) {
  (void)state;
  const struct hc_memory_script script = {.segments = &segment, .segment_count = 1};
  struct hc_transport *transport = open_transport(&script);
  assert_reads(transport, 6, "abcdef");
  put_back(transport, "c", "def");
  assert_reads(transport, 2, "cd");
  put_back(transport, "", "d");
  assert_reads(transport, 2, "de");
  char into[16];
  size_t got;
  assert_kind_is(hc_transport_read_full(transport, into, 1, &got, NULL), HC_OK, "full");
  assert_text_is(hc_span_make(into, got), "f", "in a full read, too");
  assert_kind_is(hc_transport_read_full(transport, into, 3, &got, NULL), HC_OK, "full");
  assert_text_is(hc_span_make(into, got), "ghi", "by read where there is nothing better");
  assert_reads(transport, 9, "j");
  assert_reads(transport, 9, "");
  put_back(transport, "", "");
  assert_reads(transport, 9, "");
  hc_transport_release(transport);
}

static void what_came_with_it_is_read_with_it(void **state) {
  (void)state;
  const struct hc_span segments[] = {BYTES("abcdefghij"), BYTES("klm")};
  const struct hc_memory_script script = {.segments = segments, .segment_count = 2};
  struct hc_transport *transport = open_transport(&script);
  char into[16];
  size_t got;
  assert_reads(transport, 4, "abcd");
  put_back(transport, "b", "cd");
  const struct hc_room rooms[] = {hc_room_make(into, 2), hc_room_make(into + 2, 2),
                                  hc_room_make(into + 4, 2)};
  assert_kind_is(hc_transport_read_rooms(transport, rooms, 3, &got, NULL), HC_OK, "rooms");
  assert_text_is(hc_span_make(into, got), "bcdefg", "to the end of the rooms");
  put_back(transport, "f", "g");
  assert_reads(transport, 16, "fghij");
  put_back(transport, "i", "j");
  assert_reads(transport, 16, "ij");
  assert_reads(transport, 16, "klm");
  hc_transport_release(transport);
}

static void what_is_put_back_goes_with_the_transport(void **state) {
  (void)state;
  const struct hc_memory_script script = {.segments = &segment, .segment_count = 1};
  struct hc_transport *transport = open_transport(&script);
  assert_reads(transport, 6, "abcdef");
  put_back(transport, "ab", "cdef");
  hc_transport_release(transport);
}

static void spans_are_counted_and_copied_together(void **state) {
  (void)state;
  const struct hc_span spans[] = {BYTES("ab"), {NULL, 0}, BYTES("c")};
  char into[4] = "....";
  assert_int_equal(hc_spans_size(spans, 3), 3);
  assert_int_equal(hc_spans_size(NULL, 0), 0);
  hc_spans_copy(spans, 3, into);
  assert_text_is(hc_span_make(into, 4), "abc.", "one after the other");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(what_is_put_back_is_read_next),
      cmocka_unit_test(what_came_with_it_is_read_with_it),
      cmocka_unit_test(what_is_put_back_goes_with_the_transport),
      cmocka_unit_test(spans_are_counted_and_copied_together),
  };
  return cmocka_run_group_tests_name("transport", tests, NULL, NULL);
}
