#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "sweep/mutation.h"

static const unsigned char source[] = "abc\ndef";

static void each_name_says_the_whole_mutation(void **state) {
  static const struct {
    const char *name, *made, *why;
  } rows[] = {
      {"cut@0:fin", "", "nothing is left"},
      {"cut@3:reset", "abc", "up to the offset"},
      {"cut@7:fin", "abc\ndef", "at the end nothing is missing"},
      {"cut@99:fin", "abc\ndef", "nor beyond"},
      {"flip@1=5a:fin", "aZc\ndef", "one byte"},
      {"drop@2+3:fin", "abef", "several bytes"},
      {"drop@5+9:fin", "abc\nd", "as many as there are"},
      {"duplicate@4+3:fin", "abc\ndefdef", "twice in a row"},
      {"insert@0=0d:fin", "\rabc\ndef", "before the first"},
      {"insert@7=21:reset", "abc\ndef!", "behind the last"},
  };
  (void)state;
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct mutation mutation;
    char name[MUTATION_NAME_SIZE];
    size_t length;
    if (!mutation_parse(rows[i].name, &mutation)) fail_msg("%s: not read", rows[i].name);
    mutation_name(&mutation, name);
    assert_string_equal(name, rows[i].name);
    unsigned char *made = mutation_apply(&mutation, source, sizeof source - 1, &length);
    if (length != strlen(rows[i].made) || memcmp(made, rows[i].made, length) != 0)
      fail_msg("%s (%s): '%.*s'", rows[i].name, rows[i].why, (int)length, (const char *)made);
    free(made);
  }
}

static void what_is_no_mutation_is_refused(void **state) {
  static const char *const wrong[] = {"",
                                      "cut",
                                      "cut@",
                                      "cut@1",
                                      "cut@1:",
                                      "cut@1:end",
                                      "cut@-1:fin",
                                      "cut@1:fin ",
                                      "flip@1:fin",
                                      "flip@1=:fin",
                                      "flip@1=100:fin",
                                      "drop@1=2:fin",
                                      "drop@1+:fin",
                                      "insert@1:fin",
                                      "melt@1:fin"};
  (void)state;
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    struct mutation mutation;
    if (mutation_parse(wrong[i], &mutation)) fail_msg("'%s' was read", wrong[i]);
  }
}

static void what_is_drawn_is_a_change_and_the_same_for_the_same_seed(void **state) {
  (void)state;
  size_t seen[MUTATION_KINDS] = {0};
  for (uint64_t seed = 0; seed < 2000; seed++) {
    size_t offset = seed % sizeof source, length;
    struct mutation mutation = mutation_draw(seed, source, sizeof source - 1, offset);
    struct mutation again = mutation_draw(seed, source, sizeof source - 1, offset);
    char name[MUTATION_NAME_SIZE], name_again[MUTATION_NAME_SIZE];
    mutation_name(&mutation, name);
    mutation_name(&again, name_again);
    assert_string_equal(name, name_again);
    unsigned char *made = mutation_apply(&mutation, source, sizeof source - 1, &length);
    if (length == sizeof source - 1 && memcmp(made, source, length) == 0)
      fail_msg("%s changes nothing", name);
    free(made);
    seen[mutation.kind]++;
  }
  assert_int_equal(seen[MUTATION_CUT], 0);
  for (size_t kind = MUTATION_CUT + 1; kind < MUTATION_KINDS; kind++)
    assert_true(seen[kind] > 100);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(each_name_says_the_whole_mutation),
      cmocka_unit_test(what_is_no_mutation_is_refused),
      cmocka_unit_test(what_is_drawn_is_a_change_and_the_same_for_the_same_seed),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
