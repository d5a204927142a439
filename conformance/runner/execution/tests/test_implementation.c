#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "execution/implementation.h"

static void a_command_is_split_as_a_shell_splits_words(void **state) {
  (void)state;
  struct implementation implementation;
  char *error;
  assert_true(implementation_parse("mine=./a 'b c' \"d\"\\ e x=y", &implementation, &error));
  assert_string_equal(implementation.name, "mine");
  const char *const words[] = {"./a", "b c", "d e", "x=y"};
  for (size_t i = 0; i < 4; i++)
    assert_string_equal(implementation.words[i], words[i]);
  assert_null(implementation.words[4]);
  assert_int_equal(implementation.role, ROLE_SUBJECT);
  implementation_clear(&implementation);
}

static void a_command_is_shown_so_that_a_shell_reads_it_back(void **state) {
  (void)state;
  struct implementation implementation, again;
  char *error;
  assert_true(implementation_parse("m=./a 'b c' \"it's\" \"\"", &implementation, &error));
  char *command = implementation_command(&implementation);
  assert_string_equal(command, "./a 'b c' 'it'\\''s' ''");
  char argument[64];
  snprintf(argument, sizeof argument, "m=%s", command);
  assert_true(implementation_parse(argument, &again, &error));
  for (size_t i = 0; i < 4; i++)
    assert_string_equal(again.words[i], implementation.words[i]);
  free(command);
  implementation_clear(&implementation);
  implementation_clear(&again);
}

static void the_option_can_be_pasted_into_a_shell(void **state) {
  (void)state;
  struct implementation implementation;
  char *error;
  assert_true(implementation_parse("m=./a 'b c'", &implementation, &error));
  assert_string_equal(implementation.option, "--impl 'm=./a '\\''b c'\\'''");
  implementation_clear(&implementation);
}

static void a_command_that_needs_a_shell_is_refused(void **state) {
  static const struct {
    const char *argument, *error;
  } rows[] = {
      {"./a", "expected NAME=COMMAND"},
      {"=./a", "expected NAME=COMMAND"},
      {"m=", "the command is empty"},
      {"m=  ", "the command is empty"},
      {"m=./a $(date)", "command substitution is not allowed"},
      {"m=./a `date`", "command substitution is not allowed"},
      {"m=./a $HCSPEC_NO_SUCH_VARIABLE", "an unset variable is used"},
      {"m=./a | b", "stands unquoted"},
      {"m=./a 'b", "a quote is not closed"},
  };
  (void)state;
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct implementation implementation;
    char *error = NULL;
    if (implementation_parse(rows[i].argument, &implementation, &error))
      fail_msg("'%s' is accepted", rows[i].argument);
    assert_non_null(strstr(error, rows[i].argument));
    if (!strstr(error, rows[i].error)) fail_msg("'%s' gives: %s", rows[i].argument, error);
    free(error);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_command_is_split_as_a_shell_splits_words),
      cmocka_unit_test(a_command_is_shown_so_that_a_shell_reads_it_back),
      cmocka_unit_test(the_option_can_be_pasted_into_a_shell),
      cmocka_unit_test(a_command_that_needs_a_shell_is_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
