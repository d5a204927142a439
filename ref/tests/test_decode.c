/* What bytes.decode() refuses: the same bytes with the same words. */
#include "decode.h"

#include "support/guarded.h"
#include "support/testing.h"

struct row {
  const char *why;
  struct hc_span bytes;
  size_t start;
  size_t end;
  const char *text; /* NULL: nothing is wrong */
};

static const struct row rows[] = {
    {"nothing", BYTES(""), 0, 0, NULL},
    {"ASCII", BYTES("plain"), 0, 0, NULL},
    {"two, three and four bytes", BYTES("\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80"), 0, 0, NULL},
    {"last before the surrogates, and last of all", BYTES("\xED\x9F\xBF\xF4\x8F\xBF\xBF"), 0, 0,
     NULL},
    {"a continuation byte alone", BYTES("a\x80"), 1, 2,
     "'utf-8' codec can't decode byte 0x80 in position 1: invalid start byte"},
    {"an overlong form of two", BYTES("\xC1\x81"), 0, 1,
     "'utf-8' codec can't decode byte 0xc1 in position 0: invalid start byte"},
    {"beyond Unicode", BYTES("\xF5"), 0, 1,
     "'utf-8' codec can't decode byte 0xf5 in position 0: invalid start byte"},
    {"two of three", BYTES("\xE2\x82"), 0, 2,
     "'utf-8' codec can't decode bytes in position 0-1: unexpected end of data"},
    {"three of four", BYTES("\xF0\x9F\x98"), 0, 3,
     "'utf-8' codec can't decode bytes in position 0-2: unexpected end of data"},
    {"no second byte", BYTES("\xC3("), 0, 1,
     "'utf-8' codec can't decode byte 0xc3 in position 0: invalid continuation byte"},
    {"an overlong form of three", BYTES("\xE0\x9F\x80"), 0, 1,
     "'utf-8' codec can't decode byte 0xe0 in position 0: invalid continuation byte"},
    {"a surrogate", BYTES("\xED\xA0\x80"), 0, 1,
     "'utf-8' codec can't decode byte 0xed in position 0: invalid continuation byte"},
    {"an overlong form of four", BYTES("\xF0\x8F\x80\x80"), 0, 1,
     "'utf-8' codec can't decode byte 0xf0 in position 0: invalid continuation byte"},
    {"above U+10FFFF", BYTES("\xF4\x90\x80\x80"), 0, 1,
     "'utf-8' codec can't decode byte 0xf4 in position 0: invalid continuation byte"},
    {"no fourth byte", BYTES("ab\xF0\x9F\x98x"), 2, 5,
     "'utf-8' codec can't decode bytes in position 2-4: invalid continuation byte"},
};

static void bytes_that_are_no_utf8_are_refused_as_by_decode(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    const struct row *row = &rows[i];
    struct hc_span bytes = guarded_copy(row->bytes);
    struct hc_error error = {0};
    enum hc_kind kind = hc_check_utf8(bytes, &error);
    assert_kind_is(kind, row->text != NULL ? HC_UNICODE_DECODE_ERROR : HC_OK, row->why);
    assert_kind_is(hc_check_utf8(bytes, NULL), kind, row->why);
    if (row->text != NULL) {
      assert_int_equal(error.start, row->start);
      assert_int_equal(error.end, row->end);
      assert_span_is(hc_buffer_span(&error.object), row->bytes, row->why);
      assert_error_is(&error, HC_UNICODE_DECODE_ERROR, row->text, row->why);
    }
    guarded_free(bytes);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(bytes_that_are_no_utf8_are_refused_as_by_decode),
  };
  return cmocka_run_group_tests_name("decode", tests, NULL, NULL);
}
