#include "hc/message_text.h"

#include "support/testing.h"

static struct hc_message *parse(struct hc_span block) {
  struct hc_message *message = NULL;
  assert_kind_is(hc_message_parse(block, HC_EDITION_NEWEST, NULL, &message, NULL), HC_OK, "parse");
  return message;
}

static void assert_written(const char *block, size_t max_line, const char *expected) {
  struct hc_message *message = parse(hc_str(block));
  struct hc_buffer text = {0};
  assert_kind_is(hc_message_text(message, max_line, &text, NULL), HC_OK, block);
  assert_text_is(hc_buffer_span(&text), expected, block);
  hc_buffer_free(&text);
  hc_message_free(message);
}

static void a_message_is_written_in_lines(void **state) {
  (void)state;
  static const struct {
    const char *block, *text;
  } rows[] = {
      {"", "\n"},
      {"A:b\r\nC:\r\n\r\n", "A: b\nC: \n\n"},
      {"A: b \r\n\r\n", "A: b \n\n"},          /* a blank at the end stays */
      {"A: b \r\n c\r\n\r\n", "A: b\n c\n\n"}, /* but not before a fold */
      {"A: b\r\n  \r\n\r\n", "A: b  \n\n"},    /* a line of blanks joins the one before it */
      {"A: \xE9\r\n b\r\n\r\n", "A: =?utf-8?b?w6k=?=\n =?utf-8?q?_b?=\n\n"},
      {"A: b\r\n?\xE9\rx\r\n\r\n", "A: b\n\n?\xE9\nx\n\n"}, /* what belongs to no field */
      {"Content-Type: multipart/x\r\n?\rx\r\n", "Content-Type: multipart/x\n\n?\rx\r\n"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
    assert_written(rows[i].block, 0, rows[i].text);
}

static void long_lines_are_folded_at_the_best_place(void **state) {
  (void)state;
  static const struct {
    const char *block, *text;
  } rows[] = {
      {"A: bb cc dd ee\r\n\r\n", "A: bb cc dd\n ee\n\n"},
      {"A: b, cc dd ee\r\n\r\n", "A: b,\n cc dd ee\n\n"},
      {"A: b; c, dd ee\r\n\r\n", "A: b;\n c, dd ee\n\n"},
      {"A: b\tcc\tddd e\r\n\r\n", "A: b\tcc\tddd\n e\n\n"}, /* a blank before a tab */
      {"A: bbbbbbbbbbbb\r\n\r\n", "A: \n bbbbbbbbbbbb\n\n"},
      {"A: b cccccccccccc d\r\n\r\n", "A: b\n cccccccccccc\n d\n\n"},
      {"A: \xE9\xE9\r\n\r\n", "A: \n =?utf-8?b?w6k=?=\n =?utf-8?b?w6k=?=\n\n"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
    assert_written(rows[i].block, 11, rows[i].text);
}

static void bytes_are_folded_at_78_characters(void **state) {
  (void)state;
  char block[100] = "A: ", expected[100] = "A: ";
  for (size_t i = 3; i < 83; i++)
    block[i] = expected[i] = i % 10 == 8 ? ' ' : 'x';
  strcpy(block + 83, "\r\n\r\n");
  memmove(expected + 79, expected + 78, 5);
  expected[78] = '\n';
  strcpy(expected + 84, "\n\n");
  struct hc_message *message = parse(hc_str(block));
  struct hc_buffer bytes = {0};
  assert_kind_is(hc_message_bytes(message, &bytes, NULL), HC_OK, "bytes");
  assert_text_is(hc_buffer_span(&bytes), expected, "78 characters, then a blank");
  hc_buffer_free(&bytes);
  hc_message_free(message);
}

static void a_value_that_breaks_its_line_is_not_written(void **state) {
  (void)state;
  static const struct {
    const char *block;
    enum hc_kind kind;
    const char *text;
  } rows[] = {
      {"A: b\vB: c\r\n\r\n", HC_HEADER_PARSE_ERROR,
       "header value appears to contain an embedded header: 'b\\nB: c'"},
      {"A: b\x1c"
       "c\r\n\r\n",
       HC_HEADER_WRITE_ERROR, "folded header contains newline: 'A: b\\nc\\n'"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct hc_message *message = parse(hc_str(rows[i].block));
    struct hc_buffer text = {0};
    struct hc_error error = {0};
    assert_true(hc_buffer_append(&text, hc_str("before")));
    hc_message_text(message, 0, &text, &error);
    assert_error_is(&error, rows[i].kind, rows[i].text, rows[i].block);
    hc_message_bytes(message, &text, &error);
    assert_error_is(&error, rows[i].kind, rows[i].text, rows[i].block);
    assert_kind_is(hc_message_text(message, 0, &text, NULL), rows[i].kind, "without details");
    assert_text_is(hc_buffer_span(&text), "before", "unchanged");
    hc_buffer_free(&text);
    hc_message_free(message);
  }
}

static void bytes_are_ascii(void **state) {
  (void)state;
  struct hc_message *message = parse(hc_str("A: b\r\nno field\r\n  \xE9!\r\n\r\n"));
  struct hc_buffer bytes = {0};
  struct hc_error error = {0};
  assert_kind_is(hc_message_bytes(message, &bytes, &error), HC_UNICODE_ENCODE_ERROR, "leftover");
  assert_error_is(&error, HC_UNICODE_ENCODE_ERROR,
                  "'ascii' codec can't encode character '\\xe9' in position 2: "
                  "ordinal not in range(128)",
                  "the position is in the line");
  assert_int_equal(bytes.size, 0);
  hc_message_free(message);
  assert_kind_is(hc_message_parse(hc_str("\r\n"), HC_EDITION_3_13, NULL, &message, NULL), HC_OK,
                 "an edition that takes any name");
  hc_message_add(message, hc_str("\xE9"), hc_str("b"), NULL);
  assert_kind_is(hc_message_bytes(message, &bytes, NULL), HC_UNICODE_ENCODE_ERROR, "a name");
  hc_message_free(message);
  hc_buffer_free(&bytes);
}

/* Every line of a hostile value could begin a field; looking for one takes time in proportion. */
static void a_great_many_lines_are_written(void **state) {
  (void)state;
  enum { COUNT = 200000 };
  struct hc_buffer block = {0}, text = {0};
  assert_true(hc_buffer_append(&block, hc_str("A: b")));
  for (int i = 0; i < COUNT; i++)
    assert_true(hc_buffer_append(&block, hc_str("\vc")));
  assert_true(hc_buffer_append(&block, hc_str("\r\n\r\n")));
  struct hc_message *message = parse(hc_buffer_span(&block));
  assert_kind_is(hc_message_text(message, 0, &text, NULL), HC_HEADER_WRITE_ERROR, "lines");
  hc_message_free(message);
  hc_buffer_free(&block);
  hc_buffer_free(&text);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_message_is_written_in_lines),
      cmocka_unit_test(long_lines_are_folded_at_the_best_place),
      cmocka_unit_test(bytes_are_folded_at_78_characters),
      cmocka_unit_test(a_value_that_breaks_its_line_is_not_written),
      cmocka_unit_test(bytes_are_ascii),
      cmocka_unit_test(a_great_many_lines_are_written),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
