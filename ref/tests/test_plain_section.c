#include "plain_section.h"

#include <stdlib.h>

#include "hc/memory_transport.h"
#include "hc/message.h"
#include "support/guarded.h"
#include "support/testing.h"

/* --- What is plain --- */

static const struct {
  struct hc_span ahead;
  size_t size; /* 0: not plain */
  size_t count;
  const char *why;
} rows[] = {
    {BYTES("A: 1\r\nB: 2\r\n\r\n"), 14, 2, "two fields"},
    {BYTES("A: 1\r\n\r\nB: 2\r\n\r\n"), 8, 1, "the body is not looked at"},
    {BYTES("A: 1\nB: 2\n\n"), 11, 2, "LF only (HL.02)"},
    {BYTES("A: 1\n\r\n\n"), 7, 1, "LF, then CRLF"},
    {BYTES("A: 1\r\n\n\r"), 7, 1, "CRLF, then LF"},
    {BYTES("\r\n"), 2, 0, "no fields"},
    {BYTES("\n\r\n"), 1, 0, "no fields, and LF"},
    {BYTES("A:\r\nB: \t\r\n\r\n"), 12, 2, "empty values"},
    {BYTES("A: 1\r\n\r\n\r"), 8, 1, "a bare CR after the section"},
    {BYTES(""), 0, 0, "nothing"},
    {BYTES("A: 1\r\nB: 2\r\n"), 0, 0, "no end"},
    {BYTES("A: 1\r\nB: 2\r\n\r"), 0, 0, "half an end"},
    {BYTES("A: 1\r\n b\r\n\r\n"), 0, 0, "obs-fold (HD.10)"},
    {BYTES("A: 1\r\n\t\r\n\r\n"), 0, 0, "a fold of blanks (HD.10)"},
    {BYTES("A: 1\rB: 2\r\n\r\n"), 0, 0, "a bare CR ends a line of a field (HD.02)"},
    {BYTES("A: 1\r\r\n\r\n"), 0, 0, "CR CR LF (HD.03)"},
    {BYTES("\rA: 1\r\n\r\n"), 0, 0, "a bare CR first"},
    {BYTES("\r"), 0, 0, "half an end, and no more"},
    {BYTES("A: 1\r"), 0, 0, "half a line break"},
    {BYTES("A: 1\r\n\r\r"), 0, 0, "half an end, and a bare CR"},
    {BYTES("A: 1\n\r\r\n\r\n"), 0, 0, "a bare CR after LF"},
    {BYTES("bad\r\nA: 1\r\n\r\n"), 0, 0, "no colon (HD.04)"},
    {BYTES("A: 1\r\nbad"), 0, 0, "no colon, and no end"},
    {BYTES("A"), 0, 0, "the end of memory in a name"},
    {BYTES(": x\r\n\r\n"), 0, 0, "an empty name (HD.06)"},
    {BYTES("B : x\r\n\r\n"), 0, 0, "a blank before the colon (HD.04)"},
    {BYTES("From x\r\n\r\n"), 0, 0, "an envelope (HD.13)"},
};

static void only_whole_sections_of_one_line_each_are_plain(void **state) {
  (void)state;
  for (size_t i = 0; i < 2 * sizeof rows / sizeof rows[0]; i++) {
    bool at_end = i % 2 == 0;
    const struct hc_span row = rows[i / 2].ahead;
    const struct hc_span ahead = at_end ? guarded_copy(row) : guarded_start_copy(row);
    struct hc_plain_section section;
    bool plain = hc_plain_section_find(ahead, &section);
    if (plain != (rows[i / 2].size > 0)) fail_msg("%s", rows[i / 2].why);
    if (plain && section.size != rows[i / 2].size) fail_msg("size: %s", rows[i / 2].why);
    if (plain && section.count != rows[i / 2].count) fail_msg("count: %s", rows[i / 2].why);
    if (at_end)
      guarded_free(ahead);
    else
      guarded_start_free(ahead);
  }
}

/* HL.03: with the line that ends it, a section has at most 100. */
static void a_section_of_too_many_lines_is_not_plain(void **state) {
  (void)state;
  struct hc_buffer ahead = {0};
  struct hc_plain_section section;
  for (size_t i = 0; i < HC_LIMIT_HEADER_LINES - 1; i++)
    assert_true(hc_buffer_append(&ahead, hc_str("A: 1\r\n")));
  assert_true(hc_buffer_append(&ahead, hc_str("\r\n")));
  assert_true(hc_plain_section_find(hc_buffer_span(&ahead), &section));
  assert_int_equal(section.count, HC_LIMIT_HEADER_LINES - 1);
  ahead.size -= 2;
  assert_true(hc_buffer_append(&ahead, hc_str("A: 1\r\n\r\n")));
  assert_false(hc_plain_section_find(hc_buffer_span(&ahead), &section));
  hc_buffer_free(&ahead);
}

/* --- The same as the long way --- */

/* What parsing a section leaves behind: the message, or an error, and the next bytes. */
struct outcome {
  enum hc_kind kind;
  struct hc_message *message;
  struct hc_buffer rest;
};

/* Bytes that come one by one are never a whole section. */
static struct outcome parse(struct hc_span bytes, size_t piece) {
  const struct hc_memory_script script = {.segments = &bytes, .segment_count = 1, .piece = piece};
  struct outcome outcome = {0};
  struct hc_transport *transport;
  struct hc_reader *reader;
  hc_memory_transport_new(&script, NULL, HC_EDITION_NEWEST, NULL, &transport, NULL);
  hc_reader_new(transport, NULL, &reader, NULL);
  hc_transport_release(transport);
  outcome.kind = hc_parse_headers(reader, HC_EDITION_NEWEST, NULL, &outcome.message, NULL);
  hc_reader_read_to_end(reader, &outcome.rest, NULL);
  hc_reader_free(reader);
  return outcome;
}

static void release(struct outcome *outcome) {
  hc_message_free(outcome->message);
  hc_buffer_free(&outcome->rest);
}

static void assert_same_fields(const struct hc_message *a, const struct hc_message *b) {
  assert_int_equal(hc_message_count(a), hc_message_count(b));
  for (size_t i = 0; i < hc_message_count(a); i++) {
    const struct hc_field left = hc_message_field(a, i);
    const struct hc_field right = hc_message_field(b, i);
    assert_true(hc_span_equal(left.name, right.name));
    assert_true(hc_span_equal(left.value, right.value));
    struct hc_span first;
    assert_true(hc_message_get(a, left.name, &first));
  }
}

static void assert_same_notes(const struct hc_message *a, const struct hc_message *b) {
  struct hc_span line;
  assert_int_equal(hc_message_defect_count(a), hc_message_defect_count(b));
  for (size_t i = 0; i < hc_message_defect_count(a); i++)
    assert_int_equal(hc_message_defect(a, i).kind, hc_message_defect(b, i).kind);
  assert_true(hc_span_equal(hc_message_leftover(a), hc_message_leftover(b)));
  assert_int_equal(hc_message_envelope(a, &line), hc_message_envelope(b, &line));
  assert_int_equal(hc_message_is_multipart(a), hc_message_is_multipart(b));
}

static void assert_same(struct hc_span bytes) {
  struct outcome whole = parse(bytes, 0);
  struct outcome pieces = parse(bytes, 1);
  assert_int_equal(whole.kind, pieces.kind);
  assert_true(hc_span_equal(hc_buffer_span(&whole.rest), hc_buffer_span(&pieces.rest)));
  if (whole.kind == HC_OK) {
    assert_same_fields(whole.message, pieces.message);
    assert_same_notes(whole.message, pieces.message);
  }
  release(&whole);
  release(&pieces);
}

/* A section put together of `count` parts; mostly of plain ones if `plain`. */
static void make_section(unsigned *seed, bool plain, size_t count, struct hc_buffer *bytes) {
  static const struct hc_span parts[] = {
      BYTES("Name: value\r\n"),
      BYTES("A:\r\n"),
      BYTES("X-Long-Name-Of-A-Field:\t a value that goes beyond sixty-four bytes with ease\r\n"),
      BYTES("b: c\n"),
      BYTES("Content-Type: multipart/x\r\n"),
      /* Up to here plain. */
      BYTES("\r\n"),
      BYTES("\n"),
      BYTES("\r"),
      BYTES(" fold\r\n"),
      BYTES("bad\r\n"),
      BYTES(":"),
      BYTES("From x\r\n"),
      BYTES("\0\xFF"),
  };
  hc_buffer_empty(bytes);
  while (count-- > 0) {
    size_t range = plain ? 5 : sizeof parts / sizeof parts[0];
    assert_true(hc_buffer_append(bytes, parts[(size_t)rand_r(seed) % range]));
  }
  assert_true(hc_buffer_append(bytes, hc_str("\r\n")));
  assert_true(hc_buffer_append(bytes, hc_str("body\r\n\r\n")));
}

static void random_sections_are_parsed_as_the_long_way_does(void **state) {
  (void)state;
  unsigned seed = 20261122;
  struct hc_buffer bytes = {0};
  struct hc_plain_section section;
  size_t plain = 0;
  size_t runs = 20000;
  for (size_t i = 0; i < runs; i++) {
    make_section(&seed, i % 2 == 0, (size_t)rand_r(&seed) % 12, &bytes);
    if (hc_plain_section_find(hc_buffer_span(&bytes), &section)) plain++;
    assert_same(hc_buffer_span(&bytes));
  }
  /* Both ways were gone. */
  assert_true(plain >= runs / 2 && plain < runs - runs / 8);
  hc_buffer_free(&bytes);
}

static void every_change_of_a_byte_is_parsed_as_the_long_way_does(void **state) {
  (void)state;
  static const struct hc_span section =
      BYTES("Date: Sun, 22 Nov 2026 10:00:00 GMT\r\nETag: \"x\"\r\nContent-Length: 5\r\n"
            "X: a longer value, beyond 64 bytes\r\n\r\nbody\r\n\r\n");
  static const char changes[] = "\r\n: \tF\0\x7F\xFFm";
  char bytes[160];
  memcpy(bytes, section.data, section.size);
  for (size_t place = 0; place < section.size; place++) {
    for (size_t i = 0; i < sizeof changes - 1; i++) {
      bytes[place] = changes[i];
      assert_same(hc_span_make(bytes, section.size));
    }
    bytes[place] = section.data[place];
    assert_same(hc_span_make(bytes, place));
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(only_whole_sections_of_one_line_each_are_plain),
      cmocka_unit_test(a_section_of_too_many_lines_is_not_plain),
      cmocka_unit_test(random_sections_are_parsed_as_the_long_way_does),
      cmocka_unit_test(every_change_of_a_byte_is_parsed_as_the_long_way_does),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
