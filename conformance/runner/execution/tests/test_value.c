#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "execution/value.h"

enum { DECODING = JSON_DECODE_ANY | JSON_ALLOW_NUL };

static json_t *decode(const char *text) {
  json_error_t error;
  json_t *json = json_loads(text, DECODING, &error);
  if (!json) fail_msg("%s: %s", text, error.text);
  return json;
}

static char *printed(void (*print)(FILE *, json_t *), json_t *json) {
  char *text;
  size_t length;
  FILE *out = open_memstream(&text, &length);
  assert_non_null(out);
  print(out, json);
  fclose(out);
  return text;
}

static void values_print_as_repr_and_str_do(void **state) {
  static const struct {
    const char *json, *repr, *str, *why;
  } rows[] = {
      {"null", "None", "None", "None"},
      {"true", "True", "True", "a bool is no number"},
      {"-7", "-7", "-7", "an int"},
      {"{\"int\":\"18446744073709551616\"}", "18446744073709551616", "18446744073709551616",
       "past 64 bits"},
      {"{\"float\":\"1.5\"}", "1.5", "1.5", "a float stands as repr() wrote it"},
      {"\"it's\"", "\"it's\"", "it's", "quotes are chosen as Python does"},
      {"\"a\\u0000b\"", "'a\\x00b'", "a", "NUL is a character (the C string ends there)"},
      {"{\"bytes\":\"T\\u00e9\\u0000\"}", "b'T\\xe9\\x00'", "b'T\\xe9\\x00'",
       "code points are bytes"},
      {"{\"bytes\":\"\"}", "b''", "b''", "no bytes"},
      {"[1,\"a\"]", "[1, 'a']", "[1, 'a']", "a list"},
      {"{\"tuple\":[1]}", "(1,)", "(1,)", "a tuple of one"},
      {"{\"tuple\":[]}", "()", "()", "a tuple of none"},
      {"{\"dict\":[[\"a\",1],[{\"bytes\":\"b\"},null]]}", "{'a': 1, b'b': None}",
       "{'a': 1, b'b': None}", "a dict"},
      {"{\"object\":\"HTTPResponse\"}", "<HTTPResponse>", "<HTTPResponse>",
       "an object is its class"},
      {"{\"any\":true}", "...", "...", "what a page does not look at"},
  };
  (void)state;
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    json_t *json = decode(rows[i].json);
    char *repr = printed(value_print_repr, json), *str = printed(value_print_str, json);
    if (strcmp(repr, rows[i].repr) != 0 || strcmp(str, rows[i].str) != 0)
      fail_msg("%s: %s prints as %s and %s", rows[i].why, rows[i].json, repr, str);
    free(repr);
    free(str);
    json_decref(json);
  }
}

static void equality_is_pythons_and_matching_is_stricter(void **state) {
  static const struct {
    const char *left, *right;
    bool equal, matches;
    const char *why;
  } rows[] = {
      {"1", "1", true, true, "ints"},
      {"1", "2", false, false, "other ints"},
      {"true", "1", true, false, "True == 1, but a page that says True means a bool"},
      {"1", "true", true, false, "and one that says 1 means an int"},
      {"1", "{\"float\":\"1.0\"}", true, false, "1 == 1.0"},
      {"{\"float\":\"1.50\"}", "{\"float\":\"1.5\"}", true, true, "floats by value, not by text"},
      {"{\"float\":\"-0.0\"}", "0", true, false, "-0.0 == 0"},
      {"{\"float\":\"nan\"}", "{\"float\":\"nan\"}", false, true,
       "nan is not equal, but what the page says"},
      {"{\"float\":\"inf\"}", "{\"int\":\"99999999999999999999\"}", false, false,
       "infinity is no int"},
      {"9007199254740993", "{\"float\":\"9007199254740992.0\"}", false, false, "no int is rounded"},
      {"{\"int\":\"18446744073709551616\"}", "{\"float\":\"1.8446744073709552e+19\"}", true, false,
       "2**64"},
      {"\"a\"", "{\"bytes\":\"a\"}", false, false, "text is never bytes"},
      {"null", "false", false, false, "None is not False"},
      {"[1,2]", "{\"tuple\":[1,2]}", false, false, "a list is no tuple"},
      {"[true]", "[1]", true, false, "within lists too"},
      {"[1,2]", "[1]", false, false, "lengths differ"},
      {"{\"dict\":[[1,2],[3,4]]}", "{\"dict\":[[3,4],[1,2]]}", true, true, "dicts have no order"},
      {"{\"dict\":[[1,2],[3,4]]}", "{\"dict\":[[3,4],[1,5]]}", false, false, "another value"},
      {"{\"object\":\"A\"}", "{\"object\":\"B\"}", false, false, "objects of two classes"},
      {"{\"any\":true}", "{\"object\":\"A\"}", false, true, "anything goes where the page says so"},
      {"[1,{\"any\":true}]", "[1,\"x\"]", false, true, "inside a list too"},
      {"1", "{\"any\":true}", false, false, "what is observed cannot be 'any'"},
  };
  (void)state;
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    json_t *left = decode(rows[i].left), *right = decode(rows[i].right);
    bool undecided = false;
    if (value_equal(left, right, &undecided) != rows[i].equal)
      fail_msg("%s: %s == %s", rows[i].why, rows[i].left, rows[i].right);
    if (value_matches(left, right) != rows[i].matches)
      fail_msg("%s: %s expected, %s observed", rows[i].why, rows[i].left, rows[i].right);
    assert_false(undecided);
    json_decref(left);
    json_decref(right);
  }
}

static void equality_of_two_objects_of_one_class_is_undecided(void **state) {
  (void)state;
  json_t *left = decode("[1,{\"object\":\"A\"}]"), *right = decode("[1,{\"object\":\"A\"}]");
  bool undecided = false;
  value_equal(left, right, &undecided);
  assert_true(undecided);
  assert_true(value_matches(left, right));
  json_decref(left);
  json_decref(right);
}

static void form_errors_name_the_place(void **state) {
  static const struct {
    const char *json, *error, *why;
  } rows[] = {
      {"1.5", ": no value", "a number with a fraction has a tag"},
      {"{\"byte\":\"\"}", ": no value", "unknown tag"},
      {"{\"bytes\":\"\",\"int\":\"1\"}", ": no value", "two tags"},
      {"{\"bytes\":[1]}", ": no value", "content of another type"},
      {"{\"bytes\":\"\\u0100\"}", ".bytes: a code point past 255 is no byte", "256 is no byte"},
      {"{\"int\":\"5\"}", ".int: expected the digits of an int that does not fit",
       "5 is a JSON number"},
      {"{\"int\":\"9223372036854775807\"}", ".int: expected", "the largest that fits"},
      {"{\"int\":\"-9223372036854775808\"}", ".int: expected", "the smallest that fits"},
      {"{\"int\":\"018446744073709551616\"}", ".int: expected", "a leading zero"},
      {"{\"int\":\"1844674407370955161x\"}", ".int: expected", "a letter"},
      {"{\"float\":\"\"}", ".float: expected", "nothing"},
      {"{\"float\":\"0x1\"}", ".float: expected", "not what repr() writes"},
      {"{\"float\":\"1.2.3\"}", ".float: expected", "two points"},
      {"{\"object\":\"\"}", ".object: expected the name", "no name"},
      {"[1,[2,{\"int\":\"5\"}]]", "[1][1].int: expected", "the place goes inwards"},
      {"{\"tuple\":[{\"x\":1}]}", ".tuple[0]: no value", "in a tuple"},
      {"{\"dict\":[[1]]}", ".dict[0]: expected [key, value]", "half a pair"},
      {"{\"dict\":[[1,2],[3,1.5]]}", ".dict[1][1]: no value", "in a dict"},
      {"{\"any\":true}", ".any: is only for what a page expects", "an adapter cannot say it"},
  };
  (void)state;
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    json_t *json = decode(rows[i].json);
    char *error = NULL;
    if (value_check(json, &error)) fail_msg("%s: %s is accepted", rows[i].why, rows[i].json);
    if (strncmp(error, rows[i].error, strlen(rows[i].error)) != 0)
      fail_msg("%s: %s gives '%s'", rows[i].why, rows[i].json, error);
    free(error);
    json_decref(json);
  }
}

static void values_at_the_edges_are_well_formed(void **state) {
  static const char *const rows[] = {"9223372036854775807",
                                     "{\"int\":\"9223372036854775808\"}",
                                     "{\"int\":\"-9223372036854775809\"}",
                                     "{\"bytes\":\"\\u00ff\"}",
                                     "{\"float\":\"1e-300\"}",
                                     "{\"float\":\"-inf\"}",
                                     "{\"dict\":[]}",
                                     "[]"};
  (void)state;
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    json_t *json = decode(rows[i]);
    char *error = NULL;
    if (!value_check(json, &error)) fail_msg("%s: %s", rows[i], error);
    json_decref(json);
  }
  char *error = NULL;
  assert_false(value_check(NULL, &error));
  assert_string_equal(error, ": missing");
  free(error);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(values_print_as_repr_and_str_do),
      cmocka_unit_test(equality_is_pythons_and_matching_is_stricter),
      cmocka_unit_test(equality_of_two_objects_of_one_class_is_undecided),
      cmocka_unit_test(form_errors_name_the_place),
      cmocka_unit_test(values_at_the_edges_are_well_formed),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
