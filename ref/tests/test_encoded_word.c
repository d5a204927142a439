#include "encoded_word.h"

#include "support/testing.h"

static void the_shorter_encoding_is_chosen(void **state) {
  (void)state;
  assert_int_equal(hc_word_encoding_of(hc_str("and more")), HC_WORD_Q);
  assert_int_equal(hc_word_encoding_of(hc_str("words and a caf\xE9")), HC_WORD_Q);
  assert_int_equal(hc_word_encoding_of(hc_str("\xE9\xE9")), HC_WORD_BASE64);
  assert_int_equal(hc_word_encoding_of(hc_str("")), HC_WORD_Q);
}

static void assert_word(const char *text, enum hc_word_encoding encoding, const char *expected) {
  struct hc_buffer word = {0};
  assert_true(hc_word_write(hc_str(text), encoding, &word));
  assert_text_is(hc_buffer_span(&word), expected, text);
  assert_int_equal(hc_word_fit(hc_str(text), encoding, word.size), strlen(text));
  if (word.size > 0)
    assert_int_not_equal(hc_word_fit(hc_str(text), encoding, word.size - 1), strlen(text));
  hc_buffer_free(&word);
}

static void words_are_written_in_utf8(void **state) {
  (void)state;
  assert_word("", HC_WORD_Q, "");
  assert_word("a b_=?\xE9", HC_WORD_Q, "=?utf-8?q?a_b=5F=3D=3F=C3=A9?=");
  assert_word("-!*+/09azAZ", HC_WORD_Q, "=?utf-8?q?-!*+/09azAZ?=");
  assert_word("\xE9", HC_WORD_BASE64, "=?utf-8?b?w6k=?=");
  assert_word("a\xE9", HC_WORD_BASE64, "=?utf-8?b?YcOp?=");
}

static void a_character_is_not_torn_between_two_blocks_of_base64(void **state) {
  (void)state;
  struct hc_buffer word = {0};
  char text[96];
  memset(text, 'x', sizeof text);
  text[47] = (char)0xE9; /* its bytes are the 48th and the 49th */
  assert_true(hc_word_write(hc_span_make(text, sizeof text), HC_WORD_BASE64, &word));
  assert_text_is(hc_buffer_span(&word),
                 "=?utf-8?b?eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHjD"
                 "qXh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eA==?=",
                 "base64 of 47 x, U+00E9, 48 x");
  hc_buffer_free(&word);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_shorter_encoding_is_chosen),
      cmocka_unit_test(words_are_written_in_utf8),
      cmocka_unit_test(a_character_is_not_torn_between_two_blocks_of_base64),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
