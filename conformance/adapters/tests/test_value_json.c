/* Values of the protocol become Python values and are said again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "contexts.h"

#define WRONG_OPTION "a context with an option that is unknown or has another form"

static const struct environment nothing_bound = {0};

/* Decodes |json|, which may be any JSON value. */
static enum decoding decode_text(const char *json, const struct environment *environment,
                                 struct value **value, const char **what) {
  json_t *said = json_loads(json, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
  assert_non_null(said);
  struct shared_contexts shared = {0};
  const struct value_source source = {environment, HC_EDITION_NEWEST, &shared};
  struct hc_error error = {0};
  enum decoding decoding = value_decode(said, &source, value, what, &error);
  hc_error_clear(&error);
  shared_contexts_clear(&shared);
  json_decref(said);
  return decoding;
}

static void assert_said(const struct value *value, const char *json) {
  json_t *said = value_encode(value);
  char *text = json_dumps(said, JSON_COMPACT | JSON_ENCODE_ANY);
  assert_string_equal(text, json);
  free(text);
  json_decref(said);
}

static const struct {
  const char *said;
  const char *again;
  enum value_kind kind;
  const char *why;
} values[] = {
    {"null", "null", VALUE_NONE, "None"},
    {"true", "true", VALUE_BOOL, "a bool is no int"},
    {"-9223372036854775808", "-9223372036854775808", VALUE_INT, "the least of 64 bits"},
    {"9223372036854775807", "9223372036854775807", VALUE_INT, "the greatest of 64 bits"},
    {"{\"int\":\"9223372036854775808\"}", "{\"int\":\"9223372036854775808\"}", VALUE_BIG_INT,
     "one more"},
    {"{\"int\":\"-9223372036854775809\"}", "{\"int\":\"-9223372036854775809\"}", VALUE_BIG_INT,
     "one less"},
    {"{\"int\":\"-9223372036854775808\"}", "-9223372036854775808", VALUE_INT,
     "a tag that was not needed"},
    {"{\"int\":\"-00012\"}", "-12", VALUE_INT, "zeros in front do not count"},
    {"{\"int\":\"-0\"}", "0", VALUE_INT, "zero has no sign"},
    {"{\"float\":\"1.5\"}", "{\"float\":\"1.5\"}", VALUE_FLOAT, "a float"},
    {"\"\\u00e9\\u20ac\\u0000\"", "\"\u00e9\u20ac\\u0000\"", VALUE_TEXT, "text with a NUL"},
    {"{\"bytes\":\"\\u0000\\u00ff\"}", "{\"bytes\":\"\\u0000\u00ff\"}", VALUE_BYTES,
     "the first and last byte"},
    {"{\"bytearray\":\"ab\"}", "{\"bytes\":\"ab\"}", VALUE_BYTEARRAY,
     "bytes-like is said as bytes"},
    {"[1,[\"a\"],[]]", "[1,[\"a\"],[]]", VALUE_LIST, "lists in lists"},
    {"{\"tuple\":[1,null]}", "{\"tuple\":[1,null]}", VALUE_TUPLE, "a tuple"},
    {"{\"dict\":[[1,2],[\"a\",[]]]}", "{\"dict\":[[1,2],[\"a\",[]]]}", VALUE_DICT,
     "a dict in order"},
    {"{\"file\":{\"bytes\":\"x\"}}", "{\"object\":\"BytesIO\"}", VALUE_FILE, "a file is an object"},
    {"{\"textfile\":\"x\"}", "{\"object\":\"StringIO\"}", VALUE_TEXT_FILE,
     "a text file is another"},
    {"{\"chunks\":[1]}", "{\"object\":\"list_iterator\"}", VALUE_CHUNKS,
     "an iterator is an object"},
};

static void every_value_is_said_again(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
    struct value *value;
    const char *what;
    print_message("%s: %s\n", values[i].said, values[i].why);
    assert_int_equal(decode_text(values[i].said, &nothing_bound, &value, &what), DECODED);
    assert_int_equal(value->kind, values[i].kind);
    assert_said(value, values[i].again);
    value_release(value);
  }
}

static const struct {
  const char *said;
  const char *what;
} no_values[] = {
    {"1.5", "a number with a fraction"},
    {"{}", "an object without exactly one tag"},
    {"{\"int\":\"1\",\"float\":\"1.0\"}", "an object without exactly one tag"},
    {"{\"complex\":\"1\"}", "an object with an unknown tag"},
    {"{\"object\":\"x\"}", "an object with an unknown tag"},
    {"{\"bytes\":\"\\u0100\"}", "bytes with a code point above 255"},
    {"{\"bytes\":5}", "bytes that are no string"},
    {"{\"bytearray\":[1]}", "bytes that are no string"},
    {"{\"int\":\"\"}", "an int that is not 1 to 4300 digits"},
    {"{\"int\":\"-\"}", "an int that is not 1 to 4300 digits"},
    {"{\"int\":\"1 \"}", "an int that is not 1 to 4300 digits"},
    {"{\"int\":\"1\\u0000\"}", "an int that is not 1 to 4300 digits"},
    {"{\"int\":1}", "an int that is not 1 to 4300 digits"},
    {"{\"float\":\"x\"}", "a float that is no number"},
    {"{\"float\":1}", "a float that is no number"},
    {"{\"tuple\":\"ab\"}", "items that are no array"},
    {"{\"chunks\":{}}", "items that are no array"},
    {"{\"dict\":[[1]]}", "a dict that has no pairs"},
    {"{\"dict\":{\"a\":1}}", "a dict that is no array"},
    {"{\"dict\":[[1,2],[[],2]]}", "a dict with a key that is not hashable"},
    {"{\"file\":\"x\"}", "a file whose content is not bytes"},
    {"{\"textfile\":{\"bytes\":\"x\"}}", "a textfile that is no string"},
    {"{\"ref\":1}", "a ref that is no string"},
    {"{\"stream\":\"x\"}", "a file whose content is not bytes"},
    {"{\"chunks\":[],\"raises\":\"KeyError\"}", "an unknown exception to raise"},
    {"{\"bytes\":\"\",\"raises\":\"OSError\"}", "a value that cannot raise"},
    {"{\"context\":[]}", "a context that is no object"},
    {"{\"context\":{\"cafiles\":\"x\"}}", WRONG_OPTION},
    {"{\"context\":{\"cafile\":5}}", WRONG_OPTION},
    {"{\"context\":{\"keyfile\":\"x\"}}", WRONG_OPTION},
    {"{\"context\":{\"verify_mode\":\"NONE\"}}", WRONG_OPTION},
    {"{\"context\":{\"minimum_version\":\"1.2\"}}", WRONG_OPTION},
    {"{\"context\":{\"alpn\":[5]}}", WRONG_OPTION},
    {"[1,{\"tuple\":[{\"nothing\":1}]}]", "an object with an unknown tag"},
};

static void what_is_no_value_is_named(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof no_values / sizeof no_values[0]; i++) {
    struct value *value = NULL;
    const char *what = NULL;
    print_message("%s\n", no_values[i].said);
    assert_int_equal(decode_text(no_values[i].said, &nothing_bound, &value, &what),
                     DECODING_ILL_FORMED);
    assert_string_equal(what, no_values[i].what);
    assert_null(value);
  }
}

static void a_reference_is_the_object_itself(void **state) {
  (void)state;
  struct environment environment = {0};
  environment_bind(&environment, "buffer", value_bytes(hc_str("abc")));
  struct value *value;
  const char *what;
  assert_int_equal(decode_text("[{\"ref\":\"buffer\"}]", &environment, &value, &what), DECODED);
  assert_ptr_equal(value->items[0], environment_find(&environment, "buffer"));
  value_release(value);
  assert_non_null(environment_find(&environment, "buffer"));
  environment_clear(&environment);
}

static void the_first_reference_to_nothing_is_named(void **state) {
  (void)state;
  json_t *said = json_loads("{\"dict\":[[1,2],[3,{\"ref\":\"x\"}],[{\"ref\":\"y\"},4]]}", 0, NULL);
  const struct value_source source = {.environment = &nothing_bound};
  struct value *value;
  const char *what;
  assert_int_equal(value_decode(said, &source, &value, &what, NULL), DECODING_UNBOUND);
  assert_string_equal(what, "x");
  json_decref(said);
}

static void an_int_of_4300_digits_is_the_longest(void **state) {
  (void)state;
  char json[4400];
  for (size_t digits = 4300; digits <= 4301; digits++) {
    char number[4302];
    memset(number, '9', digits);
    number[digits] = '\0';
    snprintf(json, sizeof json, "{\"int\":\"%s\"}", number);
    struct value *value;
    const char *what;
    enum decoding decoding = decode_text(json, &nothing_bound, &value, &what);
    assert_int_equal(decoding, digits == 4300 ? DECODED : DECODING_ILL_FORMED);
    if (decoding != DECODED) continue;
    assert_said(value, json);
    value_release(value);
  }
}

static void text_with_a_surrogate_is_an_object_and_is_escaped_for_people(void **state) {
  (void)state;
  struct value *text = value_text(hc_str("a\xED\xB2\x80"));
  assert_said(text, "{\"object\":\"str\"}");
  json_t *said = text_encode(value_span(text));
  assert_string_equal(json_string_value(said), "a\\xed\\xb2\\x80");
  json_decref(said);
  value_release(text);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_value_is_said_again),
      cmocka_unit_test(what_is_no_value_is_named),
      cmocka_unit_test(a_reference_is_the_object_itself),
      cmocka_unit_test(the_first_reference_to_nothing_is_named),
      cmocka_unit_test(an_int_of_4300_digits_is_the_longest),
      cmocka_unit_test(text_with_a_surrogate_is_an_object_and_is_escaped_for_people),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
