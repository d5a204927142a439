#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "session_fixture.h"
#include "specification/specification_json.h"

static void check_steps(const char *why, const char *console, const char *steps) {
  struct parsed parsed = parse(console);
  char *errors = errors_of(parsed.diagnostics);
  if (!parsed.session) fail_msg("%s: %s", why, errors);
  assert_json(parsed.session->steps, steps);
  free(errors);
  parsed_clear(&parsed);
}

#define CONNECT                                                                                    \
  "{\"call\": \"HTTPConnection\", \"on\": \"http.client\", \"args\": [{\"ref\": \"host\"}, "       \
  "{\"ref\": \"port\"}]"
#define CONN CONNECT ", \"as\": \"conn\"}"

static void statements_become_steps(void **state) {
  (void)state;
  static const struct {
    const char *why, *console, *steps;
  } rows[] = {
      {"an empty console", "", "[]"},
      {"a connection to the peer", ">>> conn = connect()\n", "[" CONN "]"},
      {"keyword arguments are passed on", ">>> conn = connect(timeout=5, blocksize=None)\n",
       "[" CONNECT ", \"kwargs\": {\"timeout\": 5, \"blocksize\": null}, \"as\": \"conn\"}]"},
      {"a call", ">>> conn = connect()\n>>> conn.request('GET', '/', headers={'A': 'b'})\n",
       "[" CONN ", {\"call\": \"request\", \"on\": \"conn\", \"args\": [\"GET\", \"/\"], "
       "\"kwargs\": {\"headers\": {\"dict\": [[\"A\", \"b\"]]}}}]"},
      {"an attribute", ">>> conn = connect()\n>>> conn.host\n...\n",
       "[" CONN ", {\"get\": \"host\", \"on\": \"conn\"}]"},
      {"an assignment to an attribute", ">>> conn = connect()\n>>> conn.timeout = 1.5\n",
       "[" CONN ", {\"set\": \"timeout\", \"on\": \"conn\", \"to\": {\"float\": \"1.5\"}}]"},
      {"a chain goes through temporaries", ">>> connect().getresponse().headers['A']\n...\n",
       "[" CONNECT
       ", \"as\": \"_1\"}, {\"call\": \"getresponse\", \"on\": \"_1\", \"as\": \"_2\"}, "
       "{\"get\": \"headers\", \"on\": \"_2\", \"as\": \"_3\"}, "
       "{\"call\": \"__getitem__\", \"on\": \"_3\", \"args\": [\"A\"]}]"},
      {"so does a call within arguments",
       ">>> conn = connect()\n>>> conn.request('POST', '/', conn.getresponse().read())\n",
       "[" CONN ", {\"call\": \"getresponse\", \"on\": \"conn\", \"as\": \"_1\"}, "
       "{\"call\": \"read\", \"on\": \"_1\", \"as\": \"_2\"}, "
       "{\"call\": \"request\", \"on\": \"conn\", \"args\": [\"POST\", \"/\", {\"ref\": "
       "\"_2\"}]}]"},
      {"a variable is passed by reference",
       ">>> conn = connect()\n>>> body = conn.host\n>>> conn.send(body)\n",
       "[" CONN ", {\"get\": \"host\", \"on\": \"conn\", \"as\": \"body\"}, "
       "{\"call\": \"send\", \"on\": \"conn\", \"args\": [{\"ref\": \"body\"}]}]"},
      {"a name for a literal is no variable",
       ">>> conn = connect()\n>>> body = b'x' * 3\n>>> conn.send(body + b'y')\n",
       "[" CONN ", {\"call\": \"send\", \"on\": \"conn\", \"args\": [{\"bytes\": \"xxxy\"}]}]"},
      {"a second name for an object", ">>> a = connect()\n>>> b = a\n>>> b.close()\n",
       "[" CONNECT ", \"as\": \"a\"}, {\"value\": {\"ref\": \"a\"}, \"as\": \"b\"}, {\"call\": "
       "\"close\", \"on\": \"b\"}]"},
      {"the module's names, with and without it",
       ">>> http.client.HTTP_PORT\n...\n>>> HTTP_PORT\n...\n",
       "[{\"get\": \"HTTP_PORT\", \"on\": \"http.client\"}, {\"get\": \"HTTP_PORT\", \"on\": "
       "\"http.client\"}]"},
      {"an attribute of a class", ">>> HTTPConnection.debuglevel = 1\n",
       "[{\"get\": \"HTTPConnection\", \"on\": \"http.client\", \"as\": \"_1\"}, "
       "{\"set\": \"debuglevel\", \"on\": \"_1\", \"to\": 1}]"},
      {"the module's own attribute", ">>> http.client._MAXLINE = 10\n",
       "[{\"set\": \"_MAXLINE\", \"on\": \"http.client\", \"to\": 10}]"},
      {"bodies",
       ">>> conn = connect()\n>>> conn.send(file(b'\\xff'))\n>>> conn.send(textfile('\\xff'))\n"
       ">>> conn.send(chunks(b'a', 'b'))\n>>> conn.send(bytearray(b'ab'))\n>>> "
       "conn.send(bytearray(2))\n",
       "[" CONN ", {\"call\": \"send\", \"on\": \"conn\", \"args\": [{\"file\": {\"bytes\": "
       "\"\\u00ff\"}}]}, "
       "{\"call\": \"send\", \"on\": \"conn\", \"args\": [{\"textfile\": \"\\u00ff\"}]}, "
       "{\"call\": \"send\", \"on\": \"conn\", \"args\": [{\"chunks\": [{\"bytes\": \"a\"}, "
       "\"b\"]}]}, "
       "{\"call\": \"send\", \"on\": \"conn\", \"args\": [{\"bytearray\": \"ab\"}]}, "
       "{\"call\": \"send\", \"on\": \"conn\", \"args\": [{\"bytearray\": \"\\u0000\\u0000\"}]}]"},
      {"a buffer is asked for what it holds by now", ">>> buf = bytearray(b'..')\n>>> buf\nb'..'\n",
       "[{\"value\": {\"bytearray\": \"..\"}, \"as\": \"buf\"}, {\"value\": {\"ref\": \"buf\"}}]"},
      {"what raises where it ends",
       ">>> conn = connect()\n>>> conn.send(chunks(b'a', raises=ValueError))\n"
       ">>> conn.send(file(b'', raises=OSError))\n",
       "[" CONN ", {\"call\": \"send\", \"on\": \"conn\", \"args\": [{\"chunks\": [{\"bytes\": "
       "\"a\"}], \"raises\": \"ValueError\"}]}, {\"call\": \"send\", \"on\": \"conn\", \"args\": "
       "[{\"file\": {\"bytes\": \"\"}, \"raises\": \"OSError\"}]}]"},
      {"a response without a network", ">>> resp = HTTPResponse(stream(b'a'))\n",
       "[{\"call\": \"HTTPResponse\", \"on\": \"http.client\", \"args\": [{\"stream\": "
       "{\"bytes\": \"a\"}}], \"as\": \"resp\"}]"},
      {"a context takes options by name, and what a run binds",
       ">>> ctx = context(cafile=authority, check_hostname=False)\n>>> ctx.verify_mode\n2\n",
       "[{\"value\": {\"context\": {\"cafile\": {\"ref\": \"authority\"}, \"check_hostname\": "
       "false}}, \"as\": \"ctx\"}, {\"get\": \"verify_mode\", \"on\": \"ctx\"}]"},
      {"the default timeout", ">>> import socket\n>>> socket.setdefaulttimeout(7.5)\n",
       "[{\"call\": \"setdefaulttimeout\", \"on\": \"socket\", \"args\": [{\"float\": "
       "\"7.5\"}]}]"},
      {"audit events and the text of an object",
       ">>> audit_events()\n...\n>>> m = parse_headers(file(b''))\n>>> str(m)\n...\n",
       "[{\"call\": \"audit_events\", \"on\": \"http.client\"}, {\"call\": \"parse_headers\", "
       "\"on\": \"http.client\", \"args\": [{\"file\": {\"bytes\": \"\"}}], \"as\": \"m\"}, "
       "{\"call\": \"__str__\", \"on\": \"m\"}]"},
      {"a file with a name has members",
       ">>> f = file(b'A: b')\n>>> parse_headers(f)\n...\n>>> f.read()\n...\n",
       "[{\"value\": {\"file\": {\"bytes\": \"A: b\"}}, \"as\": \"f\"}, "
       "{\"call\": \"parse_headers\", \"on\": \"http.client\", \"args\": [{\"ref\": \"f\"}]}, "
       "{\"call\": \"read\", \"on\": \"f\"}]"},
      {"the peer's address",
       ">>> HTTPConnection(host, port, source_address=(host, 0))\n...\n>>> port\n...\n",
       "[{\"call\": \"HTTPConnection\", \"on\": \"http.client\", \"args\": [{\"ref\": \"host\"}, "
       "{\"ref\": \"port\"}], "
       "\"kwargs\": {\"source_address\": {\"tuple\": [{\"ref\": \"host\"}, 0]}}}, {\"value\": "
       "{\"ref\": \"port\"}}]"},
      {"len, in and list ask an object",
       ">>> h = parse_headers(file(b''))\n>>> len(h)\n0\n>>> 'A' in h\nFalse\n"
       ">>> 'A' not in h\nTrue\n>>> list(h)\n[]\n",
       "[{\"call\": \"parse_headers\", \"on\": \"http.client\", \"args\": [{\"file\": {\"bytes\": "
       "\"\"}}], \"as\": \"h\"}, "
       "{\"call\": \"__len__\", \"on\": \"h\"}, {\"call\": \"__contains__\", \"on\": \"h\", "
       "\"args\": [\"A\"]}, "
       "{\"call\": \"__contains__\", \"on\": \"h\", \"args\": [\"A\"]}, {\"call\": \"__iter__\", "
       "\"on\": \"h\"}]"},
      {"a statement of several lines",
       ">>> conn = HTTPConnection('a',\n...     port=1,\n...\n... )\n",
       "[{\"call\": \"HTTPConnection\", \"on\": \"http.client\", \"args\": [\"a\"], \"kwargs\": "
       "{\"port\": 1}, \"as\": \"conn\"}]"},
      {"an import does nothing, nor does a comment",
       ">>> import http.client\n>>> # why\n>>> HTTP_PORT # 80\n80\n",
       "[{\"get\": \"HTTP_PORT\", \"on\": \"http.client\"}]"},
      {"a display with parts from a run has steps of its own",
       ">>> conn = connect()\n>>> x = [conn.host, 1]\n>>> conn.send(x)\n",
       "[" CONN ", {\"get\": \"host\", \"on\": \"conn\", \"as\": \"_1\"}, {\"value\": [{\"ref\": "
       "\"_1\"}, 1], \"as\": \"x\"}, "
       "{\"call\": \"send\", \"on\": \"conn\", \"args\": [{\"ref\": \"x\"}]}]"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    check_steps(rows[i].why, rows[i].console, rows[i].steps);
}

static void literals_have_their_json_form(void **state) {
  (void)state;
  static const struct {
    const char *literal, *json;
  } rows[] = {
      {"None", "null"},
      {"True", "true"},
      {"-5", "-5"},
      {"9223372036854775807", "9223372036854775807"},
      {"9223372036854775808", "{\"int\": \"9223372036854775808\"}"},
      {"2**64", "{\"int\": \"18446744073709551616\"}"},
      {"-2**63", "-9223372036854775808"},
      {"2**63 - 1", "9223372036854775807"},
      {"(-2)**3", "-8"},
      {"2**3**2", "512"},
      {"1 + 2 * 3", "7"},
      {"10 - 3 - 2", "5"},
      {"1024 * 1024", "1048576"},
      {"1.5", "{\"float\": \"1.5\"}"},
      {"-0.0", "{\"float\": \"-0.0\"}"},
      {"- -1.0", "{\"float\": \"1.0\"}"},
      {"0.1", "{\"float\": \"0.1\"}"},
      {"1e16", "{\"float\": \"1e+16\"}"},
      {"1e15", "{\"float\": \"1000000000000000.0\"}"},
      {"0.0001", "{\"float\": \"0.0001\"}"},
      {"0.00001", "{\"float\": \"1e-05\"}"},
      {"123456.789", "{\"float\": \"123456.789\"}"},
      {"2.", "{\"float\": \"2.0\"}"},
      {"1e999", "{\"float\": \"inf\"}"},
      {"'a\\u20ac' \"b\"", "\"a\\u20acb\""},
      {"b'\\x00\\xff'", "{\"bytes\": \"\\u0000\\u00ff\"}"},
      {"b'ab' * 2 + b'c'", "{\"bytes\": \"ababc\"}"},
      {"3 * 'ab'", "\"ababab\""},
      {"'x' * -1", "\"\""},
      {"'' * 2**70", "\"\""},
      {"[1, 'a', (2,), ()]", "[1, \"a\", {\"tuple\": [2]}, {\"tuple\": []}]"},
      {"[0] * 3", "[0, 0, 0]"},
      {"[1] + [2]", "[1, 2]"},
      {"(1,) * 2 + (2,)", "{\"tuple\": [1, 1, 2]}"},
      {"(5)", "5"},
      {"{'a': 1, b'b': [None],}", "{\"dict\": [[\"a\", 1], [{\"bytes\": \"b\"}, [null]]]}"},
      {"{}", "{\"dict\": []}"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    char console[256];
    snprintf(console, sizeof console, ">>> %s\n...\n", rows[i].literal);
    struct parsed parsed = parse(console);
    if (!parsed.session)
      fail_msg("%s: %s", rows[i].literal, diagnostics_message(parsed.diagnostics, 0));
    const struct expression *value = parsed.session->statements->value;
    assert_int_equal(value->kind, EXPRESSION_CONSTANT);
    assert_json(value->constant, rows[i].json);
    parsed_clear(&parsed);
  }
}

static void what_is_worked_out_from_outcomes_becomes_an_expression(void **state) {
  (void)state;
  static const struct {
    const char *why, *statement, *expression;
  } rows[] = {
      {"a step's value", "r.read()", "{\"kind\": \"step\", \"step\": 1}"},
      {"a name for a step's value", "b", "{\"kind\": \"step\", \"step\": 0}"},
      {"a length", "len(b)",
       "{\"kind\": \"len\", \"operands\": [{\"kind\": \"step\", \"step\": 0}]}"},
      {"a truth", "bool(b)",
       "{\"kind\": \"bool\", \"operands\": [{\"kind\": \"step\", \"step\": 0}]}"},
      {"an item", "b[-1]",
       "{\"kind\": \"item\", \"operands\": [{\"kind\": \"step\", \"step\": 0}, {\"kind\": "
       "\"constant\", \"constant\": -1}]}"},
      {"a comparison", "b != b''",
       "{\"kind\": \"compare\", \"comparison\": \"!=\", \"operands\": "
       "[{\"kind\": \"step\", \"step\": 0}, {\"kind\": \"constant\", \"constant\": {\"bytes\": "
       "\"\"}}]}"},
      {"an object and None", "r is not None",
       "{\"kind\": \"compare\", \"comparison\": \"is not\", \"operands\": "
       "[{\"kind\": \"step\", \"step\": 0}, {\"kind\": \"constant\", \"constant\": null}]}"},
      {"membership of a plain value", "1 not in b",
       "{\"kind\": \"compare\", \"comparison\": \"not in\", \"operands\": "
       "[{\"kind\": \"constant\", \"constant\": 1}, {\"kind\": \"step\", \"step\": 0}]}"},
      {"a class", "isinstance(r, http.client.HTTPResponse)",
       "{\"kind\": \"isinstance\", \"constant\": \"HTTPResponse\", \"operands\": [{\"kind\": "
       "\"step\", \"step\": 0}]}"},
      {"a tuple", "(b, 1)",
       "{\"kind\": \"tuple\", \"operands\": [{\"kind\": \"step\", \"step\": 0}, {\"kind\": "
       "\"constant\", \"constant\": 1}]}"},
      {"a list of lists", "[[b]]",
       "{\"kind\": \"list\", \"operands\": [{\"kind\": \"list\", \"operands\": [{\"kind\": "
       "\"step\", \"step\": 0}]}]}"},
      {"a name for what was worked out", "n == 2",
       "{\"kind\": \"compare\", \"comparison\": \"==\", \"operands\": [{\"kind\": \"len\", "
       "\"operands\": "
       "[{\"kind\": \"constant\", \"constant\": \"ab\"}]}, {\"kind\": \"constant\", \"constant\": "
       "2}]}"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    char console[256];
    bool of_object = strchr(rows[i].statement, 'r') && strncmp(rows[i].statement, "bool", 4) != 0;
    snprintf(console, sizeof console, ">>> %s\n>>> n = len('ab')\n>>> %s\n...\n",
             of_object ? "r = HTTPResponse(None)" : "b = responses", rows[i].statement);
    struct parsed parsed = parse(console);
    if (!parsed.session)
      fail_msg("%s: %s", rows[i].why, diagnostics_message(parsed.diagnostics, 0));
    json_t *expression = expression_to_json(parsed.session->statements[2].value);
    assert_json(expression, rows[i].expression);
    json_decref(expression);
    parsed_clear(&parsed);
  }
}

static void a_session_needs_what_its_steps_use(void **state) {
  (void)state;
  static const struct {
    const char *console;
    capability_set needs;
  } rows[] = {
      {">>> x = 1\n", 0},
      {">>> c = connect()\n", 1u << CAPABILITY_HTTP},
      {">>> c = HTTPSConnection('a')\n", 1u << CAPABILITY_HTTPS},
      {">>> c = connect()\n>>> c.send(file(b''))\n",
       1u << CAPABILITY_HTTP | 1u << CAPABILITY_FILE_BODIES},
      {">>> c = connect()\n>>> c.send(chunks())\n",
       1u << CAPABILITY_HTTP | 1u << CAPABILITY_ITERABLE_BODIES},
      {">>> r = connect().getresponse()\n>>> list(r)\n...\n",
       1u << CAPABILITY_HTTP | 1u << CAPABILITY_BUFFERED_READING},
      {">>> c = connect()\n>>> c.set_debuglevel(1)\n",
       1u << CAPABILITY_HTTP | 1u << CAPABILITY_DEBUGLEVEL},
      {">>> c = connect()\n>>> c.set_tunnel('a')\n",
       1u << CAPABILITY_HTTP | 1u << CAPABILITY_TUNNEL},
      {">>> responses\n...\n", 1u << CAPABILITY_MODULE},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct parsed parsed = parse(rows[i].console);
    if (!parsed.session)
      fail_msg("%s: %s", rows[i].console, diagnostics_message(parsed.diagnostics, 0));
    if (parsed.session->needs != rows[i].needs) fail_msg("%s", rows[i].console);
    parsed_clear(&parsed);
  }
}

static void a_name_means_what_it_was_bound_to_last(void **state) {
  (void)state;
  struct parsed parsed =
      parse(">>> x = HTTP_PORT\n>>> y = x\n>>> x = HTTPS_PORT\n>>> x\n443\n>>> x = 5\n>>> x\n5\n");
  assert_non_null(parsed.session);
  assert_int_equal(parsed.session->statements[3].value->step, 2);
  assert_json(parsed.session->statements[5].value->constant, "5");
  parsed_clear(&parsed);
}

static void a_statement_knows_its_steps_source_and_place(void **state) {
  (void)state;
  struct parsed parsed = parse(">>> conn = connect()\n>>> conn.request('GET',\n...   '/')\n>>> "
                               "conn.getresponse().read()\n...\n");
  const struct statement *statements = parsed.session->statements;
  assert_int_equal(parsed.session->statement_count, 3);
  assert_int_equal(statements[0].kind, STATEMENT_ASSIGNMENT);
  assert_null(statements[0].value);
  assert_string_equal(statements[1].source, "conn.request('GET',\n  '/')");
  assert_int_equal(statements[1].place.line, 2);
  assert_int_equal(statements[1].place.column, 5);
  assert_string_equal(statements[1].place.file, "page.md");
  assert_int_equal(statements[2].first_step, 2);
  assert_int_equal(statements[2].step_count, 2);
  parsed_clear(&parsed);
}

static void an_error_leaves_the_others_to_be_found_and_causes_none(void **state) {
  (void)state;
  struct parsed parsed =
      parse(">>> conn = conect()\n>>> conn.request('GET', '/')\n>>> resp = (\n>>> resp.read()\n"
            ">>> x = conn.host\n>>> y = [x, len(x), x == 1]\nanything\n>>> nam\n");
  assert_null(parsed.session);
  char *errors = errors_of(parsed.diagnostics);
  assert_string_equal(
      errors, "1:12: unknown name 'conect'; did you mean 'connect'?\n"
              "3:12: '(' is never closed; a statement goes on in lines that begin with '... '\n"
              "4:5: unknown name 'resp'\n"
              "8:5: unknown name 'nam'\n");
  free(errors);
  parsed_clear(&parsed);
}

static void nesting_is_bounded(void **state) {
  (void)state;
  static const struct {
    const char *part;
    size_t count;
    const char *message;
  } rows[] = {
      {"(", 100, "brackets are nested too deeply"},
      {"-", 5000, "this expression is nested too deeply"},
      {"2**", 5000, "this expression is nested too deeply"},
      {"1+", 5000, "this expression has too many parts within parts"},
      {"x.", 5000, "this expression has too many parts within parts"},
      {"[(-", 40, "brackets are nested too deeply"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    char *console = calloc(1, rows[i].count * 3 + 16);
    strcpy(console, ">>> ");
    for (size_t j = 0; j < rows[i].count; j++)
      strcat(console, rows[i].part);
    strcat(console, "x\n");
    struct parsed parsed = parse(console);
    assert_null(parsed.session);
    if (!strstr(diagnostics_message(parsed.diagnostics, 0), rows[i].message))
      fail_msg("%s: %s", rows[i].part, diagnostics_message(parsed.diagnostics, 0));
    parsed_clear(&parsed);
    free(console);
  }
}

static void short_texts_cannot_ask_for_huge_values(void **state) {
  (void)state;
  static const struct {
    const char *why, *console, *message;
  } rows[] = {
      {"one value", ">>> x = b'x' * 20000000\n", "1:14: this value is larger than 16 MiB\n"},
      {"lists of lists", ">>> x = [[[0] * 1000] * 1000] * 1000\n",
       "1:31: this value is larger than 16 MiB\n"},
      {"a number", ">>> x = 10 ** 4293\n", "1:12: an integer has at most 4293 digits\n"},
      {"a parts' count", ">>> x = [0] * 2 ** 70\n", "1:13: this value is larger than 16 MiB\n"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct parsed parsed = parse(rows[i].console);
    char *errors = errors_of(parsed.diagnostics);
    assert_string_equal(errors, rows[i].message);
    free(errors);
    parsed_clear(&parsed);
  }
}

static void lists_made_deep_by_names_are_bounded(void **state) {
  (void)state;
  char console[8192] = ">>> x = []\n";
  for (int i = 0; i < 300; i++)
    strcat(console, ">>> x = [x, 1]\n");
  struct parsed parsed = parse(console);
  assert_null(parsed.session);
  assert_int_equal(diagnostics_count(parsed.diagnostics), 1);
  assert_string_equal(diagnostics_message(parsed.diagnostics, 0),
                      "this value is nested too deeply");
  parsed_clear(&parsed);
}

static void many_values_together_are_bounded(void **state) {
  (void)state;
  char console[2048] = "";
  for (int i = 0; i < 40; i++)
    strcat(console, ">>> x = b'x' * 16000000\n");
  struct parsed parsed = parse(console);
  assert_null(parsed.session);
  assert_string_equal(diagnostics_message(parsed.diagnostics, 0),
                      "the values of this page are too large together");
  parsed_clear(&parsed);
}

static void names_that_double_what_is_worked_out_are_bounded(void **state) {
  (void)state;
  char console[4096] = ">>> x = responses\n>>> x = x == x\n";
  for (int i = 0; i < 60; i++)
    strcat(console, ">>> x = x == x\n");
  struct parsed parsed = parse(console);
  assert_null(parsed.session);
  assert_string_equal(diagnostics_message(parsed.diagnostics, 0),
                      "this value is made of too many parts");
  parsed_clear(&parsed);
}

static void several_fragments_are_one_session(void **state) {
  (void)state;
  static const char first[] = ">>> x = HTTP_PORT", second[] = ">>> x\n80\n>>> y\n";
  const struct fragment fragments[] = {{first, sizeof first - 1, {"page.md", 10, 3}},
                                       {second, sizeof second - 1, {"page.md", 20, 3}}};
  struct arena *arena = arena_new();
  struct diagnostics *diagnostics = diagnostics_new();
  assert_null(console_parse(arena, fragments, 2, diagnostics));
  char *errors = errors_of(diagnostics);
  assert_string_equal(errors, "22:7: unknown name 'y'; did you mean 'x'?\n");
  free(errors);
  diagnostics_free(diagnostics);
  arena_free(arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(statements_become_steps),
      cmocka_unit_test(literals_have_their_json_form),
      cmocka_unit_test(what_is_worked_out_from_outcomes_becomes_an_expression),
      cmocka_unit_test(a_session_needs_what_its_steps_use),
      cmocka_unit_test(a_name_means_what_it_was_bound_to_last),
      cmocka_unit_test(a_statement_knows_its_steps_source_and_place),
      cmocka_unit_test(an_error_leaves_the_others_to_be_found_and_causes_none),
      cmocka_unit_test(nesting_is_bounded),
      cmocka_unit_test(short_texts_cannot_ask_for_huge_values),
      cmocka_unit_test(lists_made_deep_by_names_are_bounded),
      cmocka_unit_test(many_values_together_are_bounded),
      cmocka_unit_test(names_that_double_what_is_worked_out_are_bounded),
      cmocka_unit_test(several_fragments_are_one_session),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
