#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "execution/describe.h"
#include "execution/evaluate.h"
#include "session_fixture.h"

/* |what| is evaluated where x is |x|, a plain value in the protocol's form, made by a step. */
struct row {
  const char *x, *what, *result, *why;
};

static char *result_of(const char *x, const char *what) {
  char console[256], outcomes[256];
  snprintf(console, sizeof console,
           ">>> resp = HTTPResponse(None)\n>>> x = resp.getheaders()\n>>> %s\n...\n", what);
  snprintf(outcomes, sizeof outcomes, "[{\"value\":{\"object\":\"HTTPResponse\"}},{\"value\":%s}]",
           x);
  struct session_fixture fixture = session_fixture_make(console, outcomes);
  struct evaluation evaluation;
  evaluate(fixture.session->statements[2].value, fixture.outcomes, &evaluation);
  char *text = evaluation.end == EVALUATION_VALUE    ? describe_value(evaluation.value)
               : evaluation.end == EVALUATION_RAISES ? describe_raised(evaluation.value, NULL)
                                                     : strdup(evaluation.reason);
  evaluation_clear(&evaluation);
  session_fixture_clear(&fixture);
  return text;
}

static void check(const struct row *rows, size_t count) {
  for (size_t i = 0; i < count; i++) {
    char *result = result_of(rows[i].x, rows[i].what);
    if (strcmp(result, rows[i].result) != 0)
      fail_msg("%s: %s with x = %s is %s", rows[i].why, rows[i].what, rows[i].x, result);
    free(result);
  }
}

static void subscripts_work_as_in_python(void **state) {
  static const struct row rows[] = {
      {"[10,20,30]", "x[0]", "10", "first"},
      {"[10,20,30]", "x[-1]", "30", "from the end"},
      {"[10,20,30]", "x[True]", "20", "True is 1"},
      {"[10,20,30]", "x[3]", "raises IndexError('list index out of range')", "past the end"},
      {"[10,20,30]", "x[-4]", "raises IndexError('list index out of range')", "past the beginning"},
      {"[10]", "x[2**70]", "raises IndexError('list index out of range')", "an index past 64 bits"},
      {"{\"tuple\":[1,2]}", "x[1]", "2", "tuple"},
      {"{\"tuple\":[]}", "x[0]", "raises IndexError('tuple index out of range')", "empty tuple"},
      {"\"h\\u00e9\\u20ac\"", "x[2]", "'€'", "text by characters"},
      {"\"h\\u00e9\"", "x[2]", "raises IndexError('string index out of range')", "past the text"},
      {"{\"bytes\":\"a\\u00ff\"}", "x[1]", "255", "a byte is an int"},
      {"{\"bytes\":\"\"}", "x[0]", "raises IndexError('index out of range')", "no bytes"},
      {"{\"dict\":[[\"a\",1],[2,3]]}", "x['a']", "1", "dict"},
      {"{\"dict\":[[\"a\",1],[2,3]]}", "x[2]", "3", "a key that is an int"},
      {"{\"dict\":[[1,\"a\"]]}", "x[True]", "'a'", "keys are compared by =="},
      {"{\"dict\":[]}", "x['a']", "raises KeyError('no such key')", "no such key"},
      {"[[1,[2]]]", "x[0][1][0]", "2", "one after the other"},
      {"[1]", "x['a']", "raises TypeError('indices must be integers, not str')",
       "text is no index"},
      {"5", "x[0]", "raises TypeError(\"'int' object is not subscriptable\")",
       "an int has no items"},
      {"{\"object\":\"A\"}", "x[0]", "the items of an object are not known to hcspec",
       "an object's items"},
  };
  (void)state;
  check(rows, sizeof rows / sizeof *rows);
}

static void len_and_bool_work_as_in_python(void **state) {
  static const struct row rows[] = {
      {"[1,2]", "len(x)", "2", "list"},
      {"\"h\\u00e9\"", "len(x)", "2", "characters, not bytes of UTF-8"},
      {"{\"bytes\":\"\\u00ff\\u00fe\"}", "len(x)", "2", "bytes"},
      {"{\"dict\":[[1,2]]}", "len(x)", "1", "dict"},
      {"null", "len(x)", "raises TypeError(\"object of type 'NoneType' has no len()\")", "None"},
      {"{\"object\":\"A\"}", "len(x)", "the length of an object is not known to hcspec", "object"},
      {"0", "bool(x)", "False", "zero"},
      {"{\"int\":\"18446744073709551616\"}", "bool(x)", "True", "a large int"},
      {"{\"float\":\"0.0\"}", "bool(x)", "False", "0.0"},
      {"{\"bytes\":\"\"}", "bool(x)", "False", "no bytes"},
      {"\"a\"", "bool(x)", "True", "text"},
      {"{\"tuple\":[]}", "bool(x)", "False", "an empty tuple"},
      {"null", "bool(x)", "False", "None"},
      {"{\"object\":\"A\"}", "bool(x)", "the truth of an object is not known to hcspec", "object"},
  };
  (void)state;
  check(rows, sizeof rows / sizeof *rows);
}

static void comparisons_work_as_in_python(void **state) {
  static const struct row rows[] = {
      {"1", "x == True", "True", "ints and bools"},
      {"1", "x != 1", "False", "negated"},
      {"[[\"a\",\"b\"]]", "x == [('a', 'b')]", "False", "lists are no tuples"},
      {"null", "x is None", "True", "None is one"},
      {"0", "x is None", "False", "0 is not None"},
      {"true", "x is True", "True", "True is one"},
      {"1", "x is True", "False", "1 is not True"},
      {"false", "x is not True", "True", "False is not True"},
      {"\"a\"", "x is 'a'", "whether two names are the same object is not known to hcspec",
       "texts may be one"},
      {"\"a\"", "x is 'b'", "False", "what differs is not one"},
      {"\"abc\"", "'bc' in x", "True", "text in text"},
      {"\"abc\"", "'' in x", "True", "the empty text is everywhere"},
      {"\"abc\"", "'d' not in x", "True", "negated"},
      {"{\"bytes\":\"a\\u00e9b\"}", "b'\\xe9' in x", "True", "bytes in bytes"},
      {"{\"bytes\":\"a\\u00e9b\"}", "233 in x", "True", "a byte in bytes"},
      {"{\"bytes\":\"\\u00e9\"}", "195 in x", "False", "not in their UTF-8"},
      {"{\"bytes\":\"a\"}", "256 in x", "raises ValueError('byte must be in range(0, 256)')",
       "no byte"},
      {"{\"bytes\":\"a\"}", "'a' in x",
       "raises TypeError(\"a bytes-like object is required, not 'str'\")", "text in bytes"},
      {"\"a\"", "1 in x",
       "raises TypeError(\"'in <string>' requires string as left operand, not int\")",
       "an int in text"},
      {"[1,{\"tuple\":[2,3]}]", "(2, 3) in x", "True", "items by =="},
      {"{\"dict\":[[\"a\",1]]}", "'a' in x", "True", "keys of a dict"},
      {"{\"dict\":[[\"a\",1]]}", "1 in x", "False", "not its values"},
      {"5", "1 in x", "raises TypeError(\"argument of type 'int' is not iterable\")",
       "an int has no items"},
  };
  (void)state;
  check(rows, sizeof rows / sizeof *rows);
}

static void isinstance_goes_by_the_name_of_the_class(void **state) {
  static const struct row rows[] = {
      {"{\"bytes\":\"\"}", "isinstance(x, bytes)", "True", "bytes"},
      {"true", "isinstance(x, int)", "True", "a bool is an int"},
      {"1", "isinstance(x, bool)", "False", "an int is no bool"},
      {"[]", "isinstance(x, tuple)", "False", "a list is no tuple"},
  };
  (void)state;
  check(rows, sizeof rows / sizeof *rows);
}

static void a_step_without_value_makes_the_expression_unbound(void **state) {
  (void)state;
  struct session_fixture fixture = session_fixture_make(
      ">>> resp = HTTPResponse(None)\n>>> x = resp.getheaders()\n>>> x[0]\n...\n",
      "[{\"value\":{\"object\":\"HTTPResponse\"}},{\"unbound\":\"resp\"}]");
  struct evaluation evaluation;
  evaluate(fixture.session->statements[2].value, fixture.outcomes, &evaluation);
  assert_int_equal(evaluation.end, EVALUATION_UNBOUND);
  evaluation_clear(&evaluation);
  session_fixture_clear(&fixture);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(subscripts_work_as_in_python),
      cmocka_unit_test(len_and_bool_work_as_in_python),
      cmocka_unit_test(comparisons_work_as_in_python),
      cmocka_unit_test(isinstance_goes_by_the_name_of_the_class),
      cmocka_unit_test(a_step_without_value_makes_the_expression_unbound),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
