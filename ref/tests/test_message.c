#include "hc/message.h"

#include <stdint.h>
#include <stdio.h>

#include "hc/limits.h"
#include "hc/memory_transport.h"
#include "support/guarded.h"
#include "support/testing.h"

static struct hc_message *parse_in(enum hc_edition edition, struct hc_span block) {
  struct hc_message *message = NULL;
  struct hc_span guarded = guarded_copy(block);
  assert_kind_is(hc_message_parse(guarded, edition, NULL, &message, NULL), HC_OK, "parse");
  guarded_free(guarded);
  return message;
}

static struct hc_message *parse(struct hc_span block) {
  return parse_in(HC_EDITION_NEWEST, block);
}

static void fields_keep_order_case_and_repetition(void **state) {
  (void)state;
  struct hc_message *message = parse(bytes_of("B: 1\r\nA: 2\r\nb: 3\r\n\r\n"));
  assert_int_equal(hc_message_count(message), 3);
  assert_text_is(hc_message_field(message, 0).name, "B", "HA.05");
  assert_text_is(hc_message_field(message, 2).name, "b", "HA.05");
  assert_text_is(hc_message_field(message, 2).value, "3", "HA.05");
  assert_int_equal(hc_message_field(message, 3).name.size, 0);
  hc_message_free(message);
  hc_message_free(NULL);
}

/* HL.01 lets a line have 65,536 bytes, so that what comes after it begins where 16 bits do not
 * tell. */
static void fields_far_behind_in_a_long_block_are_fields_like_others(void **state) {
  (void)state;
  struct hc_buffer block = {0};
  assert_true(hc_buffer_append(&block, hc_str("A: 1\r\nLong: ")));
  while (block.size < 65530)
    assert_true(hc_buffer_append(&block, hc_str("x")));
  assert_true(hc_buffer_append(&block, hc_str("xxxxxx\r\nB: 2\r\nConnection: close\r\n\r\n")));
  struct hc_message *message = parse(hc_buffer_span(&block));
  hc_buffer_free(&block);
  assert_int_equal(hc_message_count(message), 4);
  assert_int_equal(hc_message_field(message, 1).value.size, 65536 - strlen("A: 1\r\nLong: "));
  assert_text_is(hc_message_field(message, 2).name, "B", "behind");
  assert_text_is(hc_message_field(message, 2).value, "2", "behind");
  struct hc_span value;
  assert_true(hc_message_get(message, hc_str("connection"), &value));
  assert_text_is(value, "close", "the last");
  assert_int_equal(hc_message_remove(message, hc_str("long")), 1);
  assert_text_is(hc_message_field(message, 0).value, "1", "before");
  hc_message_free(message);
}

static void names_are_found_without_regard_to_case(void **state) {
  (void)state;
  struct hc_message *message = parse(bytes_of("B: 1\r\nA: 2\r\nb: 3\r\nE:\r\n\r\n"));
  struct hc_span value = hc_str("unchanged");
  assert_false(hc_message_get(message, hc_str("c"), &value));
  assert_text_is(value, "unchanged", "absent");
  assert_false(hc_message_get(message, hc_str("b:"), &value)); /* HA.07 */
  assert_true(hc_message_get(message, hc_str("b"), &value));
  assert_text_is(value, "1", "HA.08: the first");
  struct hc_buffer joined = {0};
  bool found = true;
  hc_message_join(message, hc_str("B"), &joined, &found, NULL);
  assert_true(found);
  assert_text_is(hc_buffer_span(&joined), "1, 3", "HTTPResponse.getheader.join");
  hc_buffer_empty(&joined);
  hc_message_join(message, hc_str("e"), &joined, &found, NULL);
  assert_true(found && joined.size == 0); /* HA.03: present and empty */
  hc_message_join(message, hc_str("c"), &joined, &found, NULL);
  assert_false(found);
  hc_buffer_free(&joined);
  hc_message_free(message);
}

static void fields_can_be_added_and_removed(void **state) {
  (void)state;
  struct hc_message *message = parse(bytes_of("A: 1\r\nB: 2\r\n\r\n"));
  assert_kind_is(hc_message_add(message, hc_str("a"), hc_str("x\r\ny"), NULL), HC_OK, "HA.12");
  assert_kind_is(hc_message_add(message, hc_str("~"), hc_str(""), NULL), HC_OK, "empty");
  assert_int_equal(hc_message_count(message), 4);
  assert_text_is(hc_message_field(message, 2).value, "x\r\ny", "HA.12: not validated");
  assert_int_equal(hc_message_remove(message, hc_str("A")), 2);
  assert_int_equal(hc_message_remove(message, hc_str("A")), 0);
  assert_int_equal(hc_message_count(message), 2);
  assert_text_is(hc_message_field(message, 0).name, "B", "what is left");
  hc_message_free(message);
}

static void a_name_that_is_added_is_validated_from_edition_3_14_on(void **state) {
  (void)state;
  static const struct {
    const char *name;
    enum hc_kind kind;
  } rows[] = {{"!", HC_OK},
              {"a~", HC_OK},
              {"a\n", HC_OK},
              {"", HC_VALUE_ERROR},
              {"\n", HC_VALUE_ERROR},
              {"a:", HC_VALUE_ERROR},
              {"a b", HC_VALUE_ERROR},
              {"a\n\n", HC_VALUE_ERROR},
              {"\x7F", HC_VALUE_ERROR},
              {"\xC3\xA9", HC_VALUE_ERROR}};
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct hc_message *old = parse_in(HC_EDITION_3_13, hc_str("\r\n"));
    struct hc_message *message = parse_in(HC_EDITION_3_14, hc_str("\r\n"));
    struct hc_span name = hc_str(rows[i].name);
    assert_kind_is(hc_message_add(old, name, hc_str("x"), NULL), HC_OK, rows[i].name);
    assert_kind_is(hc_message_add(message, name, hc_str("x"), NULL), rows[i].kind, rows[i].name);
    assert_int_equal(hc_message_count(message), rows[i].kind == HC_OK);
    hc_message_free(old);
    hc_message_free(message);
  }
  struct hc_message *message = parse_in(HC_EDITION_3_14, hc_str("A: b\r\n\r\n"));
  struct hc_error error = {0};
  hc_message_add(message, hc_str("a b"), hc_str("x"), &error);
  assert_error_is(&error, HC_VALUE_ERROR, "Header field name contains invalid characters: 'a b'",
                  "HA.12");
  hc_message_free(message);
}

/* More fields than a block is thought to have: bare CRs make them, and so does a long block. */
static void fields_beyond_the_room_for_them_are_fields_like_others(void **state) {
  (void)state;
  struct hc_buffer block = {0};
  for (int i = 0; i < 40; i++)
    assert_true(hc_buffer_append(&block, hc_str(i % 2 == 0 ? "A: 1\r" : "B: 2\r\n")));
  assert_true(hc_buffer_append(&block, hc_str("\r\n")));
  struct hc_message *message = parse(hc_buffer_span(&block));
  assert_int_equal(hc_message_count(message), 40);
  for (size_t i = 0; i < 40; i++)
    assert_text_is(hc_message_field(message, i).value, i % 2 == 0 ? "1" : "2", "in order");
  assert_kind_is(hc_message_add(message, hc_str("a"), hc_str("x"), NULL), HC_OK, "add");
  assert_int_equal(hc_message_remove(message, hc_str("A")), 21);
  assert_int_equal(hc_message_count(message), 20);
  size_t index = 18;
  assert_true(hc_message_next(message, hc_str("b"), &index));
  assert_int_equal(index, 18);
  assert_int_equal(hc_message_remove(message, hc_str("B")), 20);
  assert_int_equal(hc_message_count(message), 0);
  hc_message_free(message);
  hc_buffer_free(&block);
}

static void the_separator_defect_comes_first(void **state) {
  (void)state;
  struct hc_message *message = parse(bytes_of(" fold\r\n: x\r\nA: 1\r\nbad\r\n\r\n"));
  assert_int_equal(hc_message_defect_count(message), 3);
  const enum hc_defect_kind expected[] = {HC_DEFECT_MISSING_HEADER_BODY_SEPARATOR,
                                          HC_DEFECT_FIRST_HEADER_LINE_IS_CONTINUATION,
                                          HC_DEFECT_INVALID_HEADER};
  for (size_t i = 0; i < 3; i++) {
    assert_int_equal(hc_message_defect(message, i).kind, expected[i]);
  }
  assert_text_is(hc_message_defect(message, 1).line, " fold\r\n", "HD.07");
  assert_text_is(hc_message_leftover(message), "bad\r\n\r\n", "HD.04");
  assert_int_equal(hc_message_defect(message, 3).kind, HC_DEFECT_KIND_COUNT);
  hc_message_free(message);
}

static void the_envelope_is_kept(void **state) {
  (void)state;
  struct hc_message *message = parse(bytes_of("From x y\r\nA: 1\r\n\r\n"));
  struct hc_span line;
  assert_true(hc_message_envelope(message, &line));
  assert_text_is(line, "From x y", "HD.13");
  hc_message_free(message);
  message = parse(bytes_of("A: 1\r\n\r\n"));
  assert_false(hc_message_envelope(message, &line));
  hc_message_free(message);
}

#define NO_BOUNDARY "NoBoundaryInMultipartDefect "
#define NO_START "StartBoundaryNotFoundDefect "
#define NO_CLOSE "CloseBoundaryNotFoundDefect "
#define BAD_ENCODING "InvalidMultipartContentTransferEncodingDefect "
#define NO_PARTS "MultipartInvariantViolationDefect "
#define NO_SEPARATOR "MissingHeaderBodySeparatorDefect "

static const struct {
  const char *block;
  bool is_multipart;
  const char *defects;
  const char *why;
} typed[] = {
    {"\r\n", false, "", "no type"},
    {"Content-Type: text/html\r\n\r\n", false, "", "a plain type"},
    {"Content-Type: multipart/mixed\r\n\r\n", false, NO_BOUNDARY NO_PARTS, "HD.16"},
    {"Content-Type: MULTIPART/x; BOUNDARY=b\r\n\r\n", false, NO_START NO_PARTS, "HD.16"},
    {"Content-Type: multipart/x; boundary\r\n\r\n", false, NO_START NO_PARTS, "no value"},
    {"Content-Type: multipart/x; boundary*=utf-8''b\r\n\r\n", false, NO_START NO_PARTS, "RFC 2231"},
    {"Content-Type: multipart/x; boundary*0*=b\r\n\r\n", false, NO_START NO_PARTS, "RFC 2231"},
    {"Content-Type: multipart/x; boundary*=idna''%ff\r\n\r\n", false, NO_START NO_PARTS,
     "deviation content-type-errors: UnicodeError in CPython"},
    {"Content-Type: multipart/x; boundary*=a%00b''x\r\n\r\n", false, NO_START NO_PARTS,
     "deviation content-type-errors: ValueError in CPython"},
    {"Content-Type: multipart/x; boundary*0=a; boundary*=b\r\n\r\n", false, NO_START NO_PARTS,
     "deviation content-type-errors: TypeError in CPython"},
    {"Content-Type: multipart/x; boundary*=utf-8''b\r\nbad\r\n--b\r\n\r\nx\r\n--b--\r\n", false,
     NO_SEPARATOR NO_START NO_PARTS, "deviation content-type-errors: it is not decoded"},
    {"Content-Type: multipart/x; boundary*y=b\r\n\r\n", false, NO_BOUNDARY NO_PARTS,
     "not a name of RFC 2231"},
    {"Content-Type: multipart/x; a=\"; boundary=b\"\r\n\r\n", false, NO_BOUNDARY NO_PARTS,
     "inside quotes"},
    {"Content-Type: \v\xA0Multipart/x\r\n\r\n", false, NO_BOUNDARY NO_PARTS,
     "white space before the type"},
    {"Content-Type: \v\r\n\r\n", false, "", "nothing but white space"},
    {"Content-Type: multipart\r\n\r\n", false, "", "no slash: text/plain"},
    {"Content-Type: multipart/a/b\r\n\r\n", false, "", "two slashes: text/plain"},
    {"Content-Type: multipart /x\r\n\r\n", false, "", "another type"},
    {"Content-Type: multipart/x; boundary=b\r\nContent-Transfer-Encoding: base64\r\n\r\n", false,
     BAD_ENCODING NO_START NO_PARTS, "HD.16"},
    {"Content-Type: multipart/x; boundary=b\r\nContent-Transfer-Encoding: 8BIT\r\n\r\n", false,
     NO_START NO_PARTS, "HD.16"},
    {"Content-Type: message/rfc822\r\n\r\n", true, "", "HD.16"},
    {"Content-Type: message/delivery-status\r\n\r\n", true, "", "HD.16"},
    {"Content-Type: text/html\r\nContent-Type: multipart/x\r\n\r\n", false, "", "the first"},
    {"Content-Type: multipart/x; boundary=b\r\nbad\r\n--b\r\n\r\nx\r\n--b--\r\n", true,
     NO_SEPARATOR, "parts after a malformed line"},
    {"Content-Type: multipart/x; boundary=\"b \"\r\nbad\r\n--b \t\r\nx\r\n", true,
     NO_SEPARATOR NO_CLOSE, "a part without an end"},
    {"Content-Type: multipart/x; boundary=\"<b>\"\r\nbad\r\n--b\r\n\r\nx\r\n--b--\r\n", true,
     NO_SEPARATOR, "what is quoted twice is unquoted twice"},
    {"Content-Type: multipart/x; boundary=\"\\\"b\\\"\"\r\nbad\r\n--b\r\nx\r\n--b--\r\n", true,
     NO_SEPARATOR, "quotes in quotes"},
    {"Content-Type: multipart/x; boundary=b\r\nbad\r\n--b\r\n--b--\r\n", true,
     NO_SEPARATOR NO_CLOSE, "the end directly after a boundary is skipped with it"},
    {"Content-Type: multipart/x; boundary=b\r\nbad\r\n--b--\r\n", false,
     NO_SEPARATOR NO_START NO_PARTS, "an end without a start"},
    {"Content-Type: multipart/x; boundary=b\r\nbad\r\n--bx\r\n--b", true, NO_SEPARATOR NO_CLOSE,
     "a boundary at the end of the stream"},
};

static void content_type_makes_defects_as_in_the_email_package(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof typed / sizeof typed[0]; i++) {
    struct hc_message *message = parse(hc_str(typed[i].block));
    char defects[256] = "";
    size_t used = 0;
    for (size_t d = 0; d < hc_message_defect_count(message); d++) {
      used += (size_t)snprintf(defects + used, sizeof defects - used, "%s ",
                               hc_defect_name(hc_message_defect(message, d).kind));
    }
    assert_text_is(hc_str(defects), typed[i].defects, typed[i].why);
    if (hc_message_is_multipart(message) != typed[i].is_multipart) fail_msg("%s", typed[i].why);
    hc_message_free(message);
  }
}

/* --- From a reader --- */

static enum hc_kind parse_from(struct hc_span bytes, size_t piece, struct hc_message **message,
                               struct hc_span *after, struct hc_error *error) {
  static char rest[64];
  const struct hc_memory_script script = {.segments = &bytes, .segment_count = 1, .piece = piece};
  struct hc_transport *transport;
  struct hc_reader *reader;
  hc_memory_transport_new(&script, NULL, HC_EDITION_NEWEST, NULL, &transport, NULL);
  hc_reader_new(transport, NULL, &reader, NULL);
  hc_transport_release(transport);
  enum hc_kind kind = hc_parse_headers(reader, HC_EDITION_NEWEST, NULL, message, error);
  size_t got = 0;
  if (kind == HC_OK) hc_reader_readinto(reader, rest, sizeof rest, &got, NULL);
  *after = hc_span_make(rest, got);
  hc_reader_free(reader);
  return kind;
}

static void reading_stops_at_the_body(void **state) {
  (void)state;
  const struct {
    struct hc_span bytes;
    size_t count;
    const char *after;
    const char *why;
  } rows[] = {
      {bytes_of("A: 1\r\nB: 2\r\n\r\nBODY"), 2, "BODY", "parse_headers.position-after"},
      {bytes_of("A: 1\nB: 2\n\nBODY"), 2, "BODY", "HL.02: LF only"},
      {bytes_of("A: 1\r\n \r\nB: 2\r\n\r\nBODY"), 2, "BODY", "HL.02: blanks do not end it"},
      {bytes_of("A: 1\r\r\nB: 2\r\n\r\nBODY"), 1, "BODY", "HL.02: CR CR LF does not end it"},
      {bytes_of("A: 1\r\nB"), 1, "", "HL.06: end of the stream"},
      {bytes_of(""), 0, "", "HL.06: end of the stream"},
      {bytes_of("HTTP/1.1 200 OK\r\nA: 1\r\n\r\nBODY"), 0, "BODY", "XT.42: a start line"},
  };
  for (size_t i = 0; i < 2 * sizeof rows / sizeof rows[0]; i++) {
    struct hc_message *message = NULL;
    struct hc_span after;
    assert_kind_is(parse_from(rows[i / 2].bytes, i % 2, &message, &after, NULL), HC_OK, "");
    if (hc_message_count(message) != rows[i / 2].count) fail_msg("%s", rows[i / 2].why);
    assert_text_is(after, rows[i / 2].after, rows[i / 2].why);
    hc_message_free(message);
  }
}

static void lines_are_limited_in_length_and_number(void **state) {
  (void)state;
  struct hc_buffer bytes = {0};
  struct hc_error error = {0};
  struct hc_message *message = NULL;
  struct hc_span after;
  assert_true(hc_buffer_append(&bytes, hc_str("A:")));
  while (bytes.size < HC_LIMIT_LINE - 2)
    assert_true(hc_buffer_append(&bytes, hc_str("x")));
  assert_true(hc_buffer_append(&bytes, hc_str("\r\n\r\n")));
  assert_kind_is(parse_from(hc_buffer_span(&bytes), 0, &message, &after, &error), HC_OK, "HL.01");
  assert_int_equal(hc_message_field(message, 0).value.size, HC_LIMIT_LINE - 4);
  hc_message_free(message);
  bytes.size -= 4;
  assert_true(hc_buffer_append(&bytes, hc_str("x\r\n\r\n")));
  parse_from(hc_buffer_span(&bytes), 0, &message, &after, &error);
  assert_error_is(&error, HC_LINE_TOO_LONG, "got more than 65536 bytes when reading header line",
                  "HL.01");
  hc_buffer_empty(&bytes);
  for (int i = 0; i < 99; i++)
    assert_true(hc_buffer_append(&bytes, hc_str("A: 1\r\n")));
  assert_true(hc_buffer_append(&bytes, hc_str("\r\n")));
  assert_kind_is(parse_from(hc_buffer_span(&bytes), 0, &message, &after, &error), HC_OK, "HL.03");
  assert_int_equal(hc_message_count(message), 99);
  hc_message_free(message);
  bytes.size -= 2;
  assert_true(hc_buffer_append(&bytes, hc_str("A: 1\r\n\r\n")));
  parse_from(hc_buffer_span(&bytes), 0, &message, &after, &error);
  assert_error_is(&error, HC_HTTP_EXCEPTION, "got more than 100 headers", "HL.03, EX.14");
  hc_buffer_free(&bytes);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(fields_keep_order_case_and_repetition),
      cmocka_unit_test(fields_far_behind_in_a_long_block_are_fields_like_others),
      cmocka_unit_test(names_are_found_without_regard_to_case),
      cmocka_unit_test(fields_can_be_added_and_removed),
      cmocka_unit_test(a_name_that_is_added_is_validated_from_edition_3_14_on),
      cmocka_unit_test(fields_beyond_the_room_for_them_are_fields_like_others),
      cmocka_unit_test(the_separator_defect_comes_first),
      cmocka_unit_test(the_envelope_is_kept),
      cmocka_unit_test(content_type_makes_defects_as_in_the_email_package),
      cmocka_unit_test(reading_stops_at_the_body),
      cmocka_unit_test(lines_are_limited_in_length_and_number),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
