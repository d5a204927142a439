#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "comparison.h"

static void both_are_cut_to_show_the_first_difference(void **state) {
  (void)state;
  static const struct {
    const char *why, *expected, *observed;
    unsigned width;
    const char *expected_cut, *observed_cut;
    int mark; /* -1: none */
  } rows[] = {
      {"short texts stay whole", "b'Text'", "b'Test'", 20, "b'Text'", "b'Test'", 4},
      {"nothing in common needs no mark", "None", "b''", 20, "None", "b''", -1},
      {"equal texts have no mark", "None", "None", 20, "None", "None", -1},
      {"one is the beginning of the other", "b'T", "b'Te", 20, "b'T", "b'Te", 3},
      {"a difference near the beginning", "ab1defghijklmnopqrstuvwxyz", "ab2", 20,
       "ab1defghijklmnopqrs…", "ab2", 2},
      {"a difference far behind", "abcdefghijklmnopqrstuvwxyz1234567890",
       "abcdefghijklmnopqrstuvwxyz2", 20, "…qrstuvwxyz12345678…", "…qrstuvwxyz2", 11},
      {"a difference near the end", "abcdefghijklmnopqrstuvwxyz1", "abcdefghijklmnopqrstuvwxyz2",
       20, "…ijklmnopqrstuvwxyz1", "…ijklmnopqrstuvwxyz2", 19},
      {"line ends and tabs are escapes", "a\nb\tc", "a\nb\td", 20, "a\\nb\\tc", "a\\nb\\td", 6},
      {"wide characters take two columns",
       "\xe4\xb8\xad"
       "a",
       "\xe4\xb8\xad"
       "b",
       20,
       "\xe4\xb8\xad"
       "a",
       "\xe4\xb8\xad"
       "b",
       2},
      {"no difference inside a character", "\xc3\xa9", "\xc3\xa8", 20, "\xc3\xa9", "\xc3\xa8", -1},
      {"escapes count as wide as they are",
       "\x1b"
       "a",
       "\x1b"
       "b",
       20, "\\x1ba", "\\x1bb", 4},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct arena *arena = arena_new();
    struct comparison c = comparison_of(arena, rows[i].expected, rows[i].observed, rows[i].width);
    int mark = c.has_mark ? (int)c.mark : -1;
    if (strcmp(c.expected, rows[i].expected_cut) != 0 ||
        strcmp(c.observed, rows[i].observed_cut) != 0 || mark != rows[i].mark)
      fail_msg("%s: '%s' '%s' %d", rows[i].why, c.expected, c.observed, mark);
    arena_free(arena);
  }
}

static void one_alone_is_cut_at_its_end(void **state) {
  (void)state;
  struct arena *arena = arena_new();
  struct comparison comparison = comparison_of(arena, NULL, "abcdefghijklmnopqrstuvwxyz", 20);
  assert_null(comparison.expected);
  assert_string_equal(comparison.observed, "abcdefghijklmnopqrs…");
  assert_false(comparison.has_mark);
  arena_free(arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(both_are_cut_to_show_the_first_difference),
      cmocka_unit_test(one_alone_is_cut_at_its_end),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
