#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "specification/vocabulary.h"

static void a_capability_reads_back_from_its_name(void **state) {
  (void)state;
  for (unsigned i = 0; i < CAPABILITY_COUNT; i++) {
    const char *name = capability_name((enum capability)i);
    assert_int_equal(capability_parse(name, strlen(name)), i);
  }
  assert_int_equal(capability_parse("htt", 3), CAPABILITY_COUNT);
  assert_int_equal(capability_parse("https2", 6), CAPABILITY_COUNT);
}

static void a_member_says_what_an_adapter_must_be_capable_of(void **state) {
  (void)state;
  static const struct {
    bool on_module;
    const char *name;
    enum capability needed;
  } rows[] = {
      {false, "request", CAPABILITY_HTTP},
      {false, "readinto", CAPABILITY_BUFFERED_READING},
      {false, "__iter__", CAPABILITY_BUFFERED_READING},
      {false, "set_debuglevel", CAPABILITY_DEBUGLEVEL},
      {false, "set_tunnel", CAPABILITY_TUNNEL},
      {true, "HTTPConnection", CAPABILITY_HTTP},
      {true, "HTTPSConnection", CAPABILITY_HTTPS},
      {true, "parse_headers", CAPABILITY_MODULE},
      {true, "responses", CAPABILITY_MODULE},
      {true, "IncompleteRead", CAPABILITY_MODULE},
      {true, "NOT_FOUND", CAPABILITY_MODULE},
      {true, "HTTP_PORT", CAPABILITY_MODULE},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    enum capability needed = CAPABILITY_COUNT;
    if (!vocabulary_member(rows[i].on_module, rows[i].name, strlen(rows[i].name), &needed))
      fail_msg("%s is not known", rows[i].name);
    if (needed != rows[i].needed) fail_msg("%s needs %s", rows[i].name, capability_name(needed));
  }
}

static void status_constants_of_all_editions_are_known(void **state) {
  (void)state;
  static const char *const names[] = {"CONTINUE",
                                      "EARLY_HINTS",
                                      "OK",
                                      "IM_A_TEAPOT",
                                      "NETWORK_AUTHENTICATION_REQUIRED",
                                      "REQUEST_ENTITY_TOO_LARGE",
                                      "CONTENT_TOO_LARGE",
                                      "REQUEST_URI_TOO_LONG",
                                      "URI_TOO_LONG",
                                      "REQUESTED_RANGE_NOT_SATISFIABLE",
                                      "RANGE_NOT_SATISFIABLE",
                                      "UNPROCESSABLE_ENTITY",
                                      "UNPROCESSABLE_CONTENT"};
  enum capability needed;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (!vocabulary_member(true, names[i], strlen(names[i]), &needed)) fail_msg("%s", names[i]);
}

static void names_belong_to_the_module_or_to_objects(void **state) {
  (void)state;
  enum capability needed;
  assert_false(vocabulary_member(true, "request", 7, &needed));
  assert_false(vocabulary_member(false, "HTTPConnection", 14, &needed));
  assert_false(vocabulary_member(false, "reques", 6, &needed));
}

static void what_gives_an_object_is_told_from_what_gives_a_value(void **state) {
  (void)state;
  assert_true(vocabulary_gives_object(false, "getresponse", 11));
  assert_true(vocabulary_gives_object(false, "headers", 7));
  assert_true(vocabulary_gives_object(true, "parse_headers", 13));
  assert_true(vocabulary_gives_object(true, "IncompleteRead", 14));
  assert_false(vocabulary_gives_object(false, "read", 4));
  assert_false(vocabulary_gives_object(true, "responses", 9));
  assert_false(vocabulary_gives_object(false, "unknown", 7));
}

static void exceptions_classes_and_attributes_are_told_apart(void **state) {
  (void)state;
  assert_true(vocabulary_exception("RemoteDisconnected", 18));
  assert_true(vocabulary_exception("ConnectionResetError", 20));
  assert_false(vocabulary_exception("HTTPResponse", 12));
  assert_true(vocabulary_class("HTTPResponse", 12));
  assert_true(vocabulary_class("bytes", 5));
  assert_false(vocabulary_class("socket", 6));
  assert_true(vocabulary_object_class("socket", 6));
  assert_false(vocabulary_object_class("bytes", 5));
  assert_true(vocabulary_exception_attribute("expected", 8));
  assert_false(vocabulary_exception_attribute("strerror", 8));
}

static void the_closest_name_is_suggested(void **state) {
  (void)state;
  assert_string_equal(vocabulary_closest("getrespons", 10), "getresponse");
  assert_string_equal(vocabulary_closest("conect", 6), "connect");
  assert_string_equal(vocabulary_closest("BadStatusLin", 12), "BadStatusLine");
  assert_null(vocabulary_closest("zzzzzz", 6));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_capability_reads_back_from_its_name),
      cmocka_unit_test(a_member_says_what_an_adapter_must_be_capable_of),
      cmocka_unit_test(status_constants_of_all_editions_are_known),
      cmocka_unit_test(names_belong_to_the_module_or_to_objects),
      cmocka_unit_test(what_gives_an_object_is_told_from_what_gives_a_value),
      cmocka_unit_test(exceptions_classes_and_attributes_are_told_apart),
      cmocka_unit_test(the_closest_name_is_suggested),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
