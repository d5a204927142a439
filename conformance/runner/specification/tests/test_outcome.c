#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "session_fixture.h"

/* The first statement of |console| that has an outcome or printed text of its own. */
static const struct statement *only_statement(struct parsed *parsed, const char *console) {
  *parsed = parse(console);
  if (!parsed->session) fail_msg("%s%s", console, diagnostics_message(parsed->diagnostics, 0));
  return &parsed->session->statements[parsed->session->statement_count - 1];
}

static void nothing_below_an_expression_is_none(void **state) {
  (void)state;
  struct parsed parsed;
  const struct statement *statement = only_statement(&parsed, ">>> HTTP_PORT\n");
  assert_int_equal(statement->expectation_count, 1);
  assert_int_equal(statement->expectations->kind, EXPECT_VALUE);
  assert_true(json_is_null(statement->expectations->value));
  assert_string_equal(statement->expectations->source, "None");
  assert_false(session_asserts(parsed.session));
  parsed_clear(&parsed);
}

static void nothing_below_an_assignment_is_success(void **state) {
  (void)state;
  struct parsed parsed;
  const struct statement *statement = only_statement(&parsed, ">>> x = HTTP_PORT\n");
  assert_int_equal(statement->expectation_count, 0);
  assert_false(session_asserts(parsed.session));
  parsed_clear(&parsed);
}

static void a_literal_is_the_value_and_dots_stand_for_any(void **state) {
  (void)state;
  static const struct {
    const char *outcome, *json;
  } rows[] = {
      {"b'Text'", "{\"bytes\": \"Text\"}"},
      {"  'indented'", "\"indented\""},
      {"...", "{\"any\": true}"},
      {"None", "null"},
      {"-1", "-1"},
      {"[('Host', ...), ...]", "[{\"tuple\": [\"Host\", {\"any\": true}]}, {\"any\": true}]"},
      {"b'x' * 3", "{\"bytes\": \"xxx\"}"},
      {"[1,\n 2]", "[1, 2]"},
      {"{'a': 1}", "{\"dict\": [[\"a\", 1]]}"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    char console[128];
    struct parsed parsed;
    snprintf(console, sizeof console, ">>> responses\n%s\n", rows[i].outcome);
    const struct statement *statement = only_statement(&parsed, console);
    assert_int_equal(statement->expectation_count, 1);
    assert_int_equal(statement->expectations->kind, EXPECT_VALUE);
    assert_json(statement->expectations->value, rows[i].json);
    assert_true(session_asserts(parsed.session));
    parsed_clear(&parsed);
  }
}

static void a_class_in_angles_is_an_object(void **state) {
  (void)state;
  struct parsed parsed;
  const struct statement *statement =
      only_statement(&parsed, ">>> connect()\n<HTTPConnection>  # edition: 3.10\n");
  assert_int_equal(statement->expectations->kind, EXPECT_OBJECT);
  assert_string_equal(statement->expectations->name, "HTTPConnection");
  assert_string_equal(statement->expectations->source, "<HTTPConnection>");
  assert_int_equal(statement->expectations->editions.highest, 310);
  parsed_clear(&parsed);
}

static void an_exception_has_the_attributes_that_are_named(void **state) {
  (void)state;
  struct parsed parsed;
  const struct statement *statement = only_statement(
      &parsed, ">>> r = connect().getresponse()\n>>> r.read()\n"
               "raises IncompleteRead(partial=b'Te', expected=...)  # edition: >=3.9, <3.12\n"
               "raises ...\n"
               "raises ValueError()\n");
  const struct expectation *expectations = statement->expectations;
  assert_int_equal(statement->expectation_count, 3);
  assert_int_equal(expectations[0].kind, EXPECT_RAISES);
  assert_string_equal(expectations[0].name, "IncompleteRead");
  assert_int_equal(expectations[0].attribute_count, 2);
  assert_string_equal(expectations[0].attributes[0].name, "partial");
  assert_json(expectations[0].attributes[0].value, "{\"bytes\": \"Te\"}");
  assert_json(expectations[0].attributes[1].value, "{\"any\": true}");
  assert_int_equal(expectations[0].editions.lowest, 309);
  assert_int_equal(expectations[0].editions.highest, 311);
  assert_string_equal(expectations[0].source, "raises IncompleteRead(partial=b'Te', expected=...)");
  assert_int_equal(expectations[0].place.line, 3);
  assert_int_equal(expectations[0].place.column, 1);
  assert_string_equal(expectations[1].name, "...");
  assert_int_equal(expectations[2].attribute_count, 0);
  parsed_clear(&parsed);
}

static void an_assignment_can_raise(void **state) {
  (void)state;
  struct parsed parsed;
  const struct statement *statement =
      only_statement(&parsed, ">>> c = HTTPConnection('a:b')\nraises InvalidURL\n");
  assert_int_equal(statement->kind, STATEMENT_ASSIGNMENT);
  assert_int_equal(statement->expectations->kind, EXPECT_RAISES);
  parsed_clear(&parsed);
}

static void what_print_prints_is_text_to_the_letter(void **state) {
  (void)state;
  struct parsed parsed;
  const struct statement *statement =
      only_statement(&parsed, ">>> print(HTTP_PORT, 'a')\n80 a\n  b'x' <b> \n<BLANKLINE>\n\nend\n");
  assert_int_equal(statement->kind, STATEMENT_PRINT);
  assert_int_equal(statement->value->kind, EXPRESSION_TUPLE);
  assert_int_equal(statement->value->operand_count, 2);
  assert_string_equal(statement->output, "80 a\n  b'x' <b> \n\nend\n");
  assert_int_equal(statement->expectation_count, 0);
  assert_true(session_asserts(parsed.session));
  parsed_clear(&parsed);
}

static void print_can_raise_what_its_arguments_raise(void **state) {
  (void)state;
  struct parsed parsed;
  const struct statement *statement =
      only_statement(&parsed, ">>> print(responses[1])\nraises KeyError\n");
  assert_null(statement->output);
  assert_string_equal(statement->expectations->name, "KeyError");
  parsed_clear(&parsed);
}

static void debug_output_stands_above_the_outcome(void **state) {
  (void)state;
  struct parsed parsed;
  const struct statement *statement =
      only_statement(&parsed, ">>> c = connect()\n>>> c.set_debuglevel(1)\n>>> c.getresponse()\n"
                              "reply: 'HTTP/1.1 200 OK\\r\\n'\nheader: A: b\n<HTTPResponse>\n");
  assert_string_equal(statement->output, "reply: 'HTTP/1.1 200 OK\\r\\n'\nheader: A: b\n");
  assert_int_equal(statement->expectation_count, 1);
  assert_int_equal(statement->expectations->kind, EXPECT_OBJECT);
  parsed_clear(&parsed);
}

static void blank_lines_are_passed_over(void **state) {
  (void)state;
  struct parsed parsed;
  const struct statement *statement = only_statement(&parsed, "\n  \n>>> HTTP_PORT\n\n80\n\t\n\n");
  assert_json(statement->expectations->value, "80");
  parsed_clear(&parsed);
}

static void what_only_an_rfc_allows_is_kept_apart(void **state) {
  (void)state;
  struct parsed parsed;
  const struct statement *statement =
      only_statement(&parsed, ">>> HTTP_PORT\n80\nraises ValueError # rfc\n81 #  rfc \n");
  assert_int_equal(statement->expectation_count, 1);
  assert_int_equal(statement->legal_count, 2);
  assert_string_equal(statement->legal[0].name, "ValueError");
  assert_string_equal(statement->legal[0].source, "raises ValueError");
  assert_json(statement->legal[1].value, "81");
  parsed_clear(&parsed);
  statement = only_statement(&parsed, ">>> x = HTTP_PORT\nraises ValueError # rfc\n");
  assert_int_equal(statement->expectation_count, 0); /* it is still to succeed */
  assert_int_equal(statement->legal_count, 1);
  parsed_clear(&parsed);
  statement = only_statement(&parsed, ">>> HTTP_PORT\nraises ValueError # rfc\n");
  assert_json(statement->expectations->value, "null"); /* nothing said is still None */
  assert_int_equal(statement->legal_count, 1);
  parsed_clear(&parsed);
}

static void every_wrong_outcome_is_told_with_its_place(void **state) {
  (void)state;
  static const struct {
    const char *why, *console, *errors;
  } rows[] = {
      {"text that nothing prints", ">>> HTTP_PORT\neighty\n",
       "2:1: this is no outcome: expected a literal, '...', '<Class>' or 'raises Exception'; only "
       "print() and a debug "
       "level print text\n"},
      {"text before the debug level is set",
       ">>> c = connect()\n>>> c.close()\nx: y\n>>> c.set_debuglevel(1)\n",
       "3:1: this is no outcome: expected a literal, '...', '<Class>' or 'raises Exception'; only "
       "print() and a debug "
       "level print text\n"},
      {"text below the outcome",
       ">>> c = connect()\n>>> c.debuglevel = 1\n>>> c.port\n80\nsend: b''\n",
       "5:1: printed text stands above the outcome\n"},
      {"an edition of text", ">>> print(1)\n1 # edition: 3.9\n",
       "2:1: printed text holds in all editions of a scenario: make one scenario for each text\n"},
      {"nothing printed", ">>> print(1)\n", "1:5: what print() prints is not written below it\n"},
      {"a value below an assignment", ">>> x = HTTP_PORT\n80\n",
       "2:1: an assignment shows nothing: write the name as a statement of its own\n"},
      {"a bracket that stays open", ">>> HTTP_PORT\n[1,\n>>> HTTP_PORT\n80\n",
       "2:1: '[' is never closed; a statement goes on in lines that begin with '... '\n"},
      {"a name", ">>> HTTP_PORT\n[port]\n",
       "2:1: an outcome is a literal: no names, calls or comparisons\n"},
      {"two values", ">>> HTTP_PORT\n80 80\n",
       "2:4: found '80', expected an operator or the end of the line\n"},
      {"an object and more", ">>> connect()\n<HTTPConnection> 5\n",
       "2:18: found '5', expected an operator or the end of the line\n"},
      {"an unknown class", ">>> connect()\n <HTTPConection>\n",
       "2:3: unknown class 'HTTPConection'; did you mean 'HTTPConnection'?\n"},
      {"an unknown exception", ">>> connect()\nraises InvalidUrl\n",
       "2:8: unknown exception 'InvalidUrl'; did you mean 'InvalidURL'?\n"},
      {"no exception", ">>> connect()\nraises\n", "2:7: the line ends here, expected a value\n"},
      {"a comment", ">>> HTTP_PORT\n80 # the port\n",
       "2:6: behind an outcome only '# edition: …' or '# rfc' may stand\n"},
      {"a comment that says nothing", ">>> HTTP_PORT\n80 #",
       "2:5: behind an outcome only '# edition: …' or '# rfc' may stand\n"},
      {"an RFC and an edition", ">>> HTTP_PORT\n80 # rfc 9112\n",
       "2:6: behind an outcome only '# edition: …' or '# rfc' may stand\n"},
      {"a legal value of an assignment", ">>> x = HTTP_PORT\n80 # rfc\n",
       "2:1: an assignment shows nothing: write the name as a statement of its own\n"},
      {"text below a legal outcome", ">>> print(1)\n1\nraises ValueError # rfc\n2\n",
       "4:1: printed text stands above the outcome\n"},
      {"a wrong edition", ">>> HTTP_PORT\n80 # edition: new\n",
       "2:15: expected an edition from 3.8 on, such as >=3.12\n"},
      {"an outcome of nothing", ">>> import http.client\nNone\n",
       "2:1: no statement stands above this outcome\n"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct parsed parsed = parse(rows[i].console);
    char *errors = errors_of(parsed.diagnostics);
    if (parsed.session || strcmp(errors, rows[i].errors) != 0)
      fail_msg("%s:\n%s", rows[i].why, errors);
    free(errors);
    parsed_clear(&parsed);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(nothing_below_an_expression_is_none),
      cmocka_unit_test(nothing_below_an_assignment_is_success),
      cmocka_unit_test(a_literal_is_the_value_and_dots_stand_for_any),
      cmocka_unit_test(a_class_in_angles_is_an_object),
      cmocka_unit_test(an_exception_has_the_attributes_that_are_named),
      cmocka_unit_test(an_assignment_can_raise),
      cmocka_unit_test(what_print_prints_is_text_to_the_letter),
      cmocka_unit_test(print_can_raise_what_its_arguments_raise),
      cmocka_unit_test(debug_output_stands_above_the_outcome),
      cmocka_unit_test(blank_lines_are_passed_over),
      cmocka_unit_test(what_only_an_rfc_allows_is_kept_apart),
      cmocka_unit_test(every_wrong_outcome_is_told_with_its_place),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
