/* Arguments are bound as a Python function binds them, and its TypeErrors are worded as Python
 * words them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "arguments.h"

enum { MOST_ARGUMENTS = 8 };

static const struct signature request = {"HTTPConnection",
                                         "request",
                                         {{"method", PARAMETER_REQUIRED},
                                          {"url", PARAMETER_REQUIRED},
                                          {"body", PARAMETER_OPTIONAL},
                                          {"headers", PARAMETER_OPTIONAL},
                                          {"encode_chunked", PARAMETER_KEYWORD}}};
static const struct signature close_method = {"HTTPConnection", "close", {{0}}};
static const struct signature putheader = {
    "HTTPConnection",
    "putheader",
    {{"header", PARAMETER_REQUIRED}, {"values", PARAMETER_VARIADIC}}};
static const struct signature parse_headers = {
    NULL, "parse_headers", {{"fp", PARAMETER_REQUIRED}, {"_class", PARAMETER_OPTIONAL}}};
static const struct signature three = {
    NULL, "f", {{"a", PARAMETER_REQUIRED}, {"b", PARAMETER_REQUIRED}, {"c", PARAMETER_REQUIRED}}};

/* Binds |positional| ints and the named arguments, all the int 7. */
static bool bind(const struct signature *signature, size_t positional, const char *const *names,
                 enum hc_edition edition, struct bound_arguments *bound, struct outcome *outcome) {
  struct value *seven = value_int(7);
  struct value *values[MOST_ARGUMENTS];
  size_t named = 0;
  while (names[named])
    named++;
  for (size_t i = 0; i < MOST_ARGUMENTS; i++)
    values[i] = seven;
  const struct call_arguments given = {values, positional, names, values, named};
  bool fits = arguments_bind(signature, &given, edition, bound, outcome);
  value_release(seven);
  return fits;
}

static const struct {
  const struct signature *signature;
  size_t positional;
  const char *names[3];
  const char *text;
} mistakes[] = {
    {&request,
     0,
     {0},
     "HTTPConnection.request() missing 2 required positional arguments: 'method' and 'url'"},
    {&request, 1, {0}, "HTTPConnection.request() missing 1 required positional argument: 'url'"},
    {&request,
     0,
     {"url"},
     "HTTPConnection.request() missing 1 required positional argument: 'method'"},
    {&three, 0, {0}, "f() missing 3 required positional arguments: 'a', 'b', and 'c'"},
    {&request,
     6,
     {0},
     "HTTPConnection.request() takes from 3 to 5 positional arguments but 7 were given"},
    {&request,
     5,
     {"encode_chunked"},
     "HTTPConnection.request() takes from 3 to 5 positional arguments but 6 positional arguments "
     "(and 1 keyword-only "
     "argument) were given"},
    {&close_method, 1, {0}, "HTTPConnection.close() takes 1 positional argument but 2 were given"},
    {&parse_headers,
     3,
     {0},
     "parse_headers() takes from 1 to 2 positional arguments but 3 were given"},
    {&three, 4, {0}, "f() takes 3 positional arguments but 4 were given"},
    {&request, 2, {"url"}, "HTTPConnection.request() got multiple values for argument 'url'"},
    {&request, 2, {"x"}, "HTTPConnection.request() got an unexpected keyword argument 'x'"},
    {&putheader,
     1,
     {"values"},
     "HTTPConnection.putheader() got an unexpected keyword argument 'values'"},
    {&request, 7, {"x"}, "HTTPConnection.request() got an unexpected keyword argument 'x'"},
};

static void every_mistake_is_a_type_error_in_pythons_words(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof mistakes / sizeof mistakes[0]; i++) {
    struct bound_arguments bound;
    struct outcome outcome = {0};
    assert_false(bind(mistakes[i].signature, mistakes[i].positional, mistakes[i].names,
                      HC_EDITION_3_13, &bound, &outcome));
    assert_int_equal(outcome.error.kind, HC_TYPE_ERROR);
    assert_true(hc_buffer_append(&outcome.error.text, hc_span_make("", 1)));
    assert_string_equal(outcome.error.text.data, mistakes[i].text);
    outcome_clear(&outcome);
  }
}

static void up_to_3_9_a_method_is_named_without_its_class(void **state) {
  (void)state;
  static const char *const no_names[] = {NULL};
  struct bound_arguments bound;
  struct outcome outcome = {0};
  assert_false(bind(&close_method, 1, no_names, HC_EDITION_3_9, &bound, &outcome));
  assert_memory_equal(outcome.error.text.data, "close() takes", 13);
  outcome_clear(&outcome);
}

static void arguments_find_their_places(void **state) {
  (void)state;
  static const char *const names[] = {"headers", "url", NULL};
  struct bound_arguments bound;
  struct outcome outcome = {0};
  assert_true(bind(&request, 1, names, HC_EDITION_NEWEST, &bound, &outcome));
  assert_non_null(bound.values[0]);
  assert_non_null(bound.values[1]);
  assert_null(bound.values[2]);
  assert_non_null(bound.values[3]);
  assert_null(bound.values[4]);
  arguments_release(&bound);
}

static void what_is_variadic_takes_the_rest_even_if_it_is_nothing(void **state) {
  (void)state;
  static const char *const no_names[] = {NULL};
  for (size_t given = 1; given < 4; given++) {
    struct bound_arguments bound;
    struct outcome outcome = {0};
    assert_true(bind(&putheader, given, no_names, HC_EDITION_NEWEST, &bound, &outcome));
    assert_int_equal(bound.values[1]->kind, VALUE_TUPLE);
    assert_int_equal(bound.values[1]->item_count, given - 1);
    arguments_release(&bound);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_mistake_is_a_type_error_in_pythons_words),
      cmocka_unit_test(up_to_3_9_a_method_is_named_without_its_class),
      cmocka_unit_test(arguments_find_their_places),
      cmocka_unit_test(what_is_variadic_takes_the_rest_even_if_it_is_nothing),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
