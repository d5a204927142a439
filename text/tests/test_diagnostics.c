#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "text/diagnostics.h"

static char *printed(const struct diagnostics *diagnostics) {
  char *text = NULL;
  size_t length = 0;
  FILE *stream = open_memstream(&text, &length);
  diagnostics_print(diagnostics, stream);
  fclose(stream);
  return text;
}

static void errors_print_by_file_then_line_then_column(void **state) {
  (void)state;
  struct diagnostics *diagnostics = diagnostics_new();
  diagnostics_error(diagnostics, (struct place){"b.md", 9, 1}, "third");
  diagnostics_error(diagnostics, (struct place){"a.md", 1, 1}, "fourth %d", 4);
  diagnostics_error(diagnostics, (struct place){"b.md", 2, 7}, "second");
  diagnostics_error(diagnostics, (struct place){"b.md", 2, 3}, "first");
  char *text = printed(diagnostics);
  assert_string_equal(text, "b.md:2:3: error: first\nb.md:2:7: error: second\n"
                            "b.md:9:1: error: third\na.md:1:1: error: fourth 4\n");
  assert_int_equal(diagnostics_count(diagnostics), 4);
  assert_string_equal(diagnostics_message(diagnostics, 1), "fourth 4");
  assert_int_equal(diagnostics_place(diagnostics, 2).column, 7);
  free(text);
  diagnostics_free(diagnostics);
}

static void unknown_parts_of_a_place_are_left_out(void **state) {
  (void)state;
  struct diagnostics *diagnostics = diagnostics_new();
  diagnostics_error(diagnostics, (struct place){0}, "nowhere");
  diagnostics_error(diagnostics, (struct place){"x", 0, 0}, "whole file");
  diagnostics_error(diagnostics, (struct place){"x", 3, 0}, "line");
  char *text = printed(diagnostics);
  assert_string_equal(text, "error: nowhere\nx: error: whole file\nx:3: error: line\n");
  free(text);
  diagnostics_free(diagnostics);
}

static void control_characters_do_not_reach_the_terminal(void **state) {
  (void)state;
  struct diagnostics *diagnostics = diagnostics_new();
  diagnostics_error(diagnostics, (struct place){0}, "found '%s'", "\x1b[31m\n");
  char *text = printed(diagnostics);
  assert_string_equal(text, "error: found '\\x1b[31m\\n'\n");
  free(text);
  diagnostics_free(diagnostics);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(errors_print_by_file_then_line_then_column),
      cmocka_unit_test(unknown_parts_of_a_place_are_left_out),
      cmocka_unit_test(control_characters_do_not_reach_the_terminal),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
