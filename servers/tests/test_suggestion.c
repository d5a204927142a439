#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "suggestion.h"

static const char *const words[] = {"recv", "send", "expect", "fin", "close", "reset"};

static void the_nearest_word_is_suggested(void **state) {
  (void)state;
  static const struct {
    const char *why, *word, *suggestion;
  } rows[] = {
      {"two letters swapped count once", "sned", "send"},
      {"a letter too many", "recvv", "recv"},
      {"a letter missing", "clse", "close"},
      {"another letter", "resat", "reset"},
      {"another case", "FIN", "fin"},
      {"two changes in a longer word", "exepctt", "expect"},
      {"one change in a short word", "fn", "fin"},
      {"two changes in a short word are too many", "fxx", NULL},
      {"three changes are too many", "exxxxt", NULL},
      {"no word", "", NULL},
      {"a word that is too long to be one", "recvrecvrecvrecvrecvrecvrecvrecvrecv", NULL},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    const char *found =
        suggestion_for(rows[i].word, strlen(rows[i].word), words, sizeof words / sizeof *words);
    bool is_same = found && rows[i].suggestion ? strcmp(found, rows[i].suggestion) == 0
                                               : found == rows[i].suggestion;
    if (!is_same) fail_msg("%s: %s", rows[i].why, found ? found : "nothing");
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(the_nearest_word_is_suggested)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
