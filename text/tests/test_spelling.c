#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "text/spelling.h"

static const char *nearest(const char *word, const char *const *candidates, size_t count) {
  struct spelling spelling = spelling_of(word, strlen(word));
  for (size_t i = 0; i < count; i++)
    spelling_consider(&spelling, candidates[i]);
  return spelling.nearest;
}

static void the_nearest_word_is_found(void **state) {
  (void)state;
  static const char *const words[] = {"read", "readinto", "readline", "getresponse", "request"};
  static const struct {
    const char *why, *word, *nearest;
  } rows[] = {
      {"a letter too many", "reead", "read"},
      {"a letter too few", "red", "read"},
      {"another letter", "reat", "read"},
      {"two swapped", "raed", "read"},
      {"another case", "READ", "read"},
      {"the word itself", "request", "request"},
      {"a long word may differ more", "getresponces", "getresponse"},
      {"a short one may not", "rqst", NULL},
      {"nothing like it", "socket", NULL},
      {"empty", "", NULL},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    const char *found = nearest(rows[i].word, words, sizeof words / sizeof *words);
    if (!rows[i].nearest && found) fail_msg("%s: %s", rows[i].why, found);
    if (rows[i].nearest && (!found || strcmp(found, rows[i].nearest) != 0))
      fail_msg("%s: %s", rows[i].why, found);
  }
}

static void of_equally_near_words_the_first_counts(void **state) {
  (void)state;
  static const char *const words[] = {"read1", "read2"};
  assert_string_equal(nearest("read", words, 2), "read1");
}

static void overlong_words_are_never_near(void **state) {
  (void)state;
  char word[200], candidate[201];
  memset(word, 'a', 199);
  word[199] = '\0';
  memset(candidate, 'a', 200);
  candidate[200] = '\0';
  const char *const words[] = {candidate};
  assert_null(nearest(word, words, 1));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_nearest_word_is_found),
      cmocka_unit_test(of_equally_near_words_the_first_counts),
      cmocka_unit_test(overlong_words_are_never_near),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
