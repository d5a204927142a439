#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "execution/protocol.h"

static void a_run_message_is_one_line_with_all_members(void **state) {
  (void)state;
  json_t *steps = json_pack("[{s:s, s:s}]", "get", "status", "on", "resp");
  struct encoded_case encoded = protocol_encode_case("a#b", steps);
  struct message message = {0};
  const struct run_message run = {.id = 7,
                                  .edition = "3.13",
                                  .deadline = 0.5,
                                  .host = "127.0.0.1",
                                  .port = 4711,
                                  .encoded = &encoded};
  protocol_encode_run(&message, &run);
  assert_int_equal(encoded.step_count, 1);
  assert_int_equal(message.text[message.length - 1], '\n');
  assert_null(memchr(message.text, '\n', message.length - 1));
  json_t *decoded = json_loadb(message.text, message.length, 0, NULL);
  json_t *wanted = json_pack("{s:{s:i, s:s, s:s, s:f, s:{s:s, s:i}, s:O}}", "run", "id", 7, "case",
                             "a#b", "edition", "3.13", "deadline", 0.5, "variables", "host",
                             "127.0.0.1", "port", 4711, "steps", steps);
  assert_true(json_equal(decoded, wanted));
  json_decref(decoded);
  json_decref(wanted);
  json_decref(steps);
  message_clear(&message);
  free(encoded.text);
}

static void further_variables_are_told_where_they_are_known_or_named(void **state) {
  (void)state;
  json_t *steps = json_pack("[{s:s, s:s, s:s, s:{s:[{s:s}]}}]", "call", "x", "on", "http.client",
                            "as", "y", "kwargs", "a", "ref", "black_hole_port");
  struct encoded_case encoded = protocol_encode_case("a", steps);
  assert_true(encoded.names_black_hole_port);
  assert_false(encoded.names_refused_port);
  struct message message = {0};
  const struct run_message run = {.edition = "3.8",
                                  .host = "h",
                                  .port = 1,
                                  .variables = ",\"authority\":\"/a.pem\"",
                                  .black_hole_port = 9,
                                  .encoded = &encoded};
  protocol_encode_run(&message, &run);
  json_t *decoded = json_loadb(message.text, message.length, 0, NULL);
  json_t *wanted = json_pack("{s:s, s:i, s:s, s:i}", "host", "h", "port", 1, "authority", "/a.pem",
                             "black_hole_port", 9);
  assert_true(json_equal(json_object_get(json_object_get(decoded, "run"), "variables"), wanted));
  json_decref(decoded);
  json_decref(wanted);
  json_decref(steps);
  message_clear(&message);
  free(encoded.text);
}

static void a_message_that_shrinks_leaves_nothing_of_the_longer_one(void **state) {
  (void)state;
  json_t *steps = json_array(), *none = json_array();
  for (int i = 0; i < 1000; i++)
    json_array_append_new(steps, json_string("xxxxxxxxxx"));
  struct encoded_case large = protocol_encode_case("a", steps),
                      small = protocol_encode_case("b", none);
  struct message message = {0};
  struct run_message run = {.edition = "3.8", .host = "h", .encoded = &large};
  protocol_encode_run(&message, &run);
  run.encoded = &small;
  protocol_encode_run(&message, &run);
  json_t *decoded = json_loadb(message.text, message.length, 0, NULL);
  assert_non_null(decoded);
  json_decref(decoded);
  json_decref(steps);
  json_decref(none);
  free(large.text);
  free(small.text);
  message_clear(&message);
}

#define HELLO(rest)                                                                                \
  "{\"hello\":{\"protocol\":1,\"name\":\"n\",\"version\":\"v\",\"language\":\"l\"," rest "}}"

static void a_hello_tells_editions_and_capabilities(void **state) {
  (void)state;
  const char *line =
      HELLO("\"editions\":[\"3.8\",\"3.13\"],\"capabilities\":[\"http\",\"tunnel\"]");
  struct hello hello;
  char *error;
  assert_true(protocol_decode_hello(line, strlen(line), &hello, &error));
  assert_string_equal(hello.name, "n");
  assert_string_equal(hello.language, "l");
  assert_int_equal(hello.edition_count, 2);
  assert_int_equal(hello.editions[1], 313);
  assert_int_equal(hello.capabilities, 1u << CAPABILITY_HTTP | 1u << CAPABILITY_TUNNEL);
  hello_clear(&hello);
}

static void a_wrong_hello_is_refused_with_its_place(void **state) {
  static const struct {
    const char *line, *error, *why;
  } rows[] = {
      {"", "no JSON: ", "nothing"},
      {"[1]", "expected an object", "an array"},
      {"{\"hallo\":{}}", "expected an object with the member \"hello\"", "another message"},
      {"{\"hello\":{},\"more\":1}", "expected no member beside \"hello\"", "two messages in one"},
      {"{\"hello\":1}", "hello: expected an object", "no object inside"},
      {"{\"hello\":{}}", "hello.protocol: missing", "nothing inside"},
      {"{\"hello\":{\"protocol\":2}}", "hello.protocol: not spoken here", "another version"},
      {"{\"hello\":{\"protocol\":1,\"name\":1}}", "hello.name: expected a string", "no text"},
      {HELLO("\"editions\":[]"), "hello.editions: expected at least one", "no edition"},
      {HELLO("\"editions\":[\"3.13\",\"2.7\"]"), "hello.editions[1]: expected an edition",
       "too old"},
      {HELLO("\"editions\":[\"3.13\"]"), "hello.capabilities: missing", "no capabilities"},
      {HELLO("\"editions\":[\"3.13\"],\"capabilities\":[\"http\",\"htps\"]"),
       "hello.capabilities[1]: no capability; expected one of http, ", "a slip of the pen"},
      {HELLO("\"editions\":[\"3.13\"],\"capabilities\":[\"http\\u0000\"]"),
       "hello.capabilities[0]: no capability; ", "a NUL behind a name that is known"},
      {HELLO("\"editions\":[\"3.13\"],\"capabilities\":[],\"x\":1"), "hello: unknown member \"x\"",
       "more than asked"},
  };
  (void)state;
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct hello hello;
    char *error = NULL;
    if (protocol_decode_hello(rows[i].line, strlen(rows[i].line), &hello, &error))
      fail_msg("%s: accepted", rows[i].why);
    if (strncmp(error, rows[i].error, strlen(rows[i].error)) != 0)
      fail_msg("%s: '%s'", rows[i].why, error);
    free(error);
  }
}

static void a_right_result_gives_its_outcomes(void **state) {
  (void)state;
  const char *line =
      "{\"result\":{\"id\":3,\"outcomes\":[{\"value\":null,\"output\":\"a\\u0000b\"},"
      "{\"raises\":{\"type\":\"T\",\"bases\":[\"B\"],\"attributes\":{\"args\":{\"tuple\":[]}},"
      "\"text\":\"t\"}},{\"unbound\":\"x\"},{\"unsupported\":\"why\"}]}}";
  struct answer_error error;
  json_t *outcomes = protocol_decode_result(line, strlen(line), 3, 4, &error);
  assert_non_null(outcomes);
  assert_null(error.text);
  assert_int_equal(json_array_size(outcomes), 4);
  json_decref(outcomes);
}

#define RESULT(outcomes) "{\"result\":{\"id\":3,\"outcomes\":[" outcomes "]}}"
#define RAISES(members) RESULT("{\"raises\":{" members "}}")

static void a_wrong_result_is_refused_with_its_place(void **state) {
  static const struct {
    const char *line, *error;
    bool is_unrelated;
    const char *why;
  } rows[] = {
      {"Traceback", "no JSON: ", true, "what a program prints by accident"},
      {"{}", "expected an object with the member \"result\"", true, "an empty message"},
      {"{\"result\":{}}", "id: missing", true, "no id"},
      {"{\"result\":{\"id\":\"3\"}}", "id: expected an integer", true, "an id as text"},
      {"{\"result\":{\"id\":2,\"outcomes\":[]}}", "id: not that of this run", true,
       "an answer to another run"},
      {"{\"result\":{\"id\":3}}", "outcomes: missing", false, "no outcomes"},
      {"{\"result\":{\"id\":3,\"outcomes\":{}}}", "outcomes: expected an array", false,
       "an object of outcomes"},
      {"{\"result\":{\"id\":3,\"outcomes\":[{\"value\":1}],\"x\":1}}", "unknown member \"x\"",
       false, "more than asked"},
      {RESULT(""), "outcomes: 0 for 1 steps", false, "too few"},
      {RESULT("{\"value\":1},{\"value\":1}"), "outcomes: 2 for 1 steps", false, "too many"},
      {RESULT("1"), "outcomes[0]: expected an object", false, "no object"},
      {RESULT("{}"), "outcomes[0]: expected one of \"value\"", false, "no end"},
      {RESULT("{\"value\":1,\"raises\":{}}"), "outcomes[0]: expected only one of", false,
       "two ends"},
      {RESULT("{\"value\":1,\"outptu\":\"\"}"), "outcomes[0]: unknown member \"outptu\"", false,
       "a slip of the pen"},
      {RESULT("{\"value\":1,\"output\":1}"), "outcomes[0].output: expected a string", false,
       "output that is no text"},
      {RESULT("{\"value\":{\"bytes\":\"\\u0100\"}}"), "outcomes[0].value.bytes: a code point",
       false, "no byte"},
      {RESULT("{\"unbound\":1}"), "outcomes[0].unbound: expected a string", false,
       "a variable is a name"},
      {RESULT("{\"raises\":1}"), "outcomes[0].raises: expected an object", false,
       "an exception as a number"},
      {RAISES(""), "outcomes[0].raises.type: missing", false, "no class"},
      {RAISES("\"type\":\"T\""), "outcomes[0].raises.bases: missing", false, "no bases"},
      {RAISES("\"type\":\"T\",\"bases\":[1]"), "outcomes[0].raises.bases[0]: expected a string",
       false, "no name"},
      {RAISES("\"type\":\"T\",\"bases\":[]"), "outcomes[0].raises.attributes: missing", false,
       "no attributes"},
      {RAISES("\"type\":\"T\",\"bases\":[],\"attributes\":{\"line\":1.5}"),
       "outcomes[0].raises.attributes.line: no value", false, "an attribute that is no value"},
      {RAISES("\"type\":\"T\",\"bases\":[],\"attributes\":{}"), "outcomes[0].raises.text: missing",
       false, "no text"},
      {RAISES("\"type\":\"T\",\"bases\":[],\"attributes\":{},\"text\":\"\",\"x\":1"),
       "outcomes[0].raises: unknown member \"x\"", false, "more than asked"},
      {RESULT("{\"value\":1,\"value\":2}"), "no JSON: duplicate object key", true,
       "a member twice"},
  };
  (void)state;
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct answer_error error;
    json_t *outcomes = protocol_decode_result(rows[i].line, strlen(rows[i].line), 3, 1, &error);
    if (outcomes) fail_msg("%s: accepted", rows[i].why);
    if (strncmp(error.text, rows[i].error, strlen(rows[i].error)) != 0)
      fail_msg("%s: '%s'", rows[i].why, error.text);
    if (error.is_unrelated != rows[i].is_unrelated) fail_msg("%s: unrelated or not", rows[i].why);
    free(error.text);
  }
}

static void no_beginning_of_a_result_is_accepted(void **state) {
  (void)state;
  const char *line = RAISES("\"type\":\"T\",\"bases\":[],\"attributes\":{},\"text\":\"\"");
  for (size_t length = 0; length < strlen(line); length++) {
    struct answer_error error;
    assert_null(protocol_decode_result(line, length, 3, 1, &error));
    assert_non_null(error.text);
    free(error.text);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_run_message_is_one_line_with_all_members),
      cmocka_unit_test(further_variables_are_told_where_they_are_known_or_named),
      cmocka_unit_test(a_message_that_shrinks_leaves_nothing_of_the_longer_one),
      cmocka_unit_test(a_hello_tells_editions_and_capabilities),
      cmocka_unit_test(a_wrong_hello_is_refused_with_its_place),
      cmocka_unit_test(a_right_result_gives_its_outcomes),
      cmocka_unit_test(a_wrong_result_is_refused_with_its_place),
      cmocka_unit_test(no_beginning_of_a_result_is_accepted),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
