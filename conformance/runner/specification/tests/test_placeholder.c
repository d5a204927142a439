#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "session_fixture.h"
#include "specification/placeholder.h"

static const char *const columns[] = {"case", "a", "long-name_2"};
static const char *const cells[] = {"first", "12345678", ""};
static const struct table_row row = {{"page.md", 9, 1}, cells};
static const struct table table = {{"page.md", 7, 1}, columns, 3, &row, 1};

static struct fragment block(const char *text) {
  return (struct fragment){text, strlen(text), {"page.md", 3, 2}};
}

static void cells_take_the_places_of_placeholders(void **state) {
  (void)state;
  static const struct {
    const char *why, *text, *filled;
  } rows[] = {
      {"one", "x {a} y", "x 12345678 y"},
      {"none", "plain", "plain"},
      {"empty text", "", ""},
      {"neighbours, and an empty cell", "{a}{long-name_2}{a}", "1234567812345678"},
      {"the name of the case", "{case}", "first"},
      {"the peer's address stays", "{host}:{port}", "{host}:{port}"},
      {"no placeholders", "{ a } {} {1} {a b} {'a': 1} {a", "{ a } {} {1} {a b} {'a': 1} {a"},
      {"braces around one", "{{a}}", "{12345678}"},
      {"an unknown one, told elsewhere", "[{b}]", "[0]"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct arena *arena = arena_new();
    struct fragment text = block(rows[i].text);
    struct filled_text filled = placeholders_fill(arena, &text, &table, &row);
    if (strcmp(filled.fragment.text, rows[i].filled) != 0)
      fail_msg("%s: %s", rows[i].why, filled.fragment.text);
    assert_int_equal(filled.fragment.length, strlen(rows[i].filled));
    assert_int_equal(placeholders_filled_length(&text, &table, &row), strlen(rows[i].filled));
    arena_free(arena);
  }
}

static void places_in_the_filled_text_lead_back_to_the_page(void **state) {
  (void)state;
  static const struct {
    const char *why;
    unsigned line, column, original;
  } rows[] = {
      {"before", 4, 3, 3},
      {"the cell's first byte", 4, 4, 4},
      {"the cell's last byte", 4, 11, 4},
      {"behind", 4, 12, 7},
      {"the second cell", 4, 14, 9},
      {"behind both", 4, 22, 12},
      {"another line", 3, 9, 9},
      {"the line below", 5, 9, 9},
  };
  struct arena *arena = arena_new();
  struct fragment text = block("none\nab{a} c{a} d\nnone either");
  struct filled_text filled = placeholders_fill(arena, &text, &table, &row);
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct place place = {"page.md", rows[i].line, rows[i].column};
    struct place origin = filled_text_origin(&filled, place);
    if (origin.column != rows[i].original || origin.line != rows[i].line)
      fail_msg("%s: %u:%u", rows[i].why, origin.line, origin.column);
  }
  arena_free(arena);
}

static void unknown_placeholders_are_errors_and_known_ones_are_marked(void **state) {
  (void)state;
  bool used[3] = {false};
  struct diagnostics *diagnostics = diagnostics_new();
  struct fragment text = block("{a} {aa}\n {unknown} {long-nam_2} {host}");
  placeholders_check(&text, true, &table, used, diagnostics);
  char *errors = errors_of(diagnostics);
  assert_string_equal(errors,
                      "3:6: the table has no column 'aa'; did you mean 'a'?\n"
                      "4:3: the table has no column 'unknown'\n"
                      "4:13: the table has no column 'long-nam_2'; did you mean 'long-name_2'?\n");
  assert_false(used[0]);
  assert_true(used[1]);
  assert_false(used[2]);
  free(errors);
  diagnostics_free(diagnostics);
}

static void without_a_table_every_placeholder_is_an_error(void **state) {
  (void)state;
  struct diagnostics *diagnostics = diagnostics_new();
  struct fragment text = block("{a}");
  placeholders_check(&text, true, NULL, NULL, diagnostics);
  char *errors = errors_of(diagnostics);
  assert_string_equal(
      errors,
      "3:2: placeholder {a} without a table: the scenario has none, so nothing takes its place\n");
  free(errors);
  diagnostics_free(diagnostics);
}

static void the_peers_address_is_for_scripts_alone(void **state) {
  (void)state;
  struct diagnostics *diagnostics = diagnostics_new();
  struct fragment text = block("{host}{port}");
  placeholders_check(&text, true, NULL, NULL, diagnostics);
  assert_int_equal(diagnostics_count(diagnostics), 0);
  placeholders_check(&text, false, NULL, NULL, diagnostics);
  char *errors = errors_of(diagnostics);
  assert_string_equal(errors,
                      "3:2: {host} is for scripts; in a console the name host stands for it\n"
                      "3:8: {port} is for scripts; in a console the name port stands for it\n");
  free(errors);
  diagnostics_free(diagnostics);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(cells_take_the_places_of_placeholders),
      cmocka_unit_test(places_in_the_filled_text_lead_back_to_the_page),
      cmocka_unit_test(unknown_placeholders_are_errors_and_known_ones_are_marked),
      cmocka_unit_test(without_a_table_every_placeholder_is_an_error),
      cmocka_unit_test(the_peers_address_is_for_scripts_alone),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
