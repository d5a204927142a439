#include "hc/host_port.h"

#include <string.h>

#include "support/guarded.h"
#include "support/testing.h"

static void host_strings_are_split_at_the_last_colon_after_the_last_bracket(void **state) {
  (void)state;
  const struct {
    const char *text;
    const char *host; /* NULL: InvalidURL */
    int64_t port;
    const char *why;
  } rows[] = {
      {"www.python.org", "www.python.org", 80, "HTTPConnection.port.default-80"},
      {"www.python.org:8080", "www.python.org", 8080, "HTTPConnection.port.from-host-string"},
      {"a:1:2", "a:1", 2, "HP.02"},
      {"host:", "host", 80, "HP.03: an empty port is the default"},
      {"[::1]:", "::1", 80, "HP.03"},
      {"host:+80", "host", 80, "HP.05"},
      {"host: 80 ", "host", 80, "HP.05"},
      {"host:8_0", "host", 80, "HP.05"},
      {"host:\xD9\xA8", "host", 8, "HP.05: a digit of another script"},
      {"host:-1", "host", -1, "HP.05: the range is not checked"},
      {"host:99999999", "host", 99999999, "HP.05"},
      {"[::1]", "::1", 80, "HP.10"},
      {"[[::1]]", "[::1]", 80, "HP.10: one pair of brackets"},
      {"[]", "", 80, "HP.10"},
      {"::1", ":", 1, "HP.13: an IPv6 address without brackets is cut"},
      {"[fe80::a%en0]:81", "fe80::a%en0", 81, "HP.14"},
      {"[::1", "[:", 1, "HP.15"},
      {"::1]", "::1]", 80, "HP.15"},
      {"[::1]x:80", "[::1]x", 80, "HP.15"},
      {"[", "[", 80, "one bracket is no pair"},
      {"user@host:80", "user@host", 80, "HP.16"},
      {"", "", 80, "HP.17"},
      {":80", "", 80, "HP.17"},
      {"host:x", NULL, 0, "HP.04"},
      {"fe80::a%en0", NULL, 0, "HP.13"},
      {"host:80x", NULL, 0, "exc.InvalidURL"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct hc_span text = guarded_copy(hc_str(rows[i].text));
    struct hc_host_port parsed = {{NULL, 0}, {HC_PORT_NONE, 0, {NULL, 0}}};
    struct hc_error error = {0};
    enum hc_kind kind =
        hc_host_port_parse(text, parsed.port, 80, HC_EDITION_NEWEST, &parsed, &error);
    assert_kind_is(kind, rows[i].host != NULL ? HC_OK : HC_INVALID_URL, rows[i].why);
    if (kind == HC_OK) {
      assert_text_is(parsed.host, rows[i].host, rows[i].why);
      assert_int_equal(parsed.port.kind, HC_PORT_NUMBER);
      if (parsed.port.number != rows[i].port) fail_msg("%s: other port", rows[i].why);
    } else {
      assert_int_equal(parsed.port.kind, HC_PORT_NONE);
    }
    hc_error_clear(&error);
    guarded_free(text);
  }
}

static void a_port_that_is_no_number_is_named(void **state) {
  (void)state;
  struct hc_host_port parsed;
  struct hc_port none = {HC_PORT_NONE, 0, {NULL, 0}};
  struct hc_error error = {0};
  assert_kind_is(
      hc_host_port_parse(hc_str("host:http"), none, 80, HC_EDITION_NEWEST, &parsed, &error),
      HC_INVALID_URL, "HP.04");
  assert_error_is(&error, HC_INVALID_URL, "nonnumeric port: 'http'", "HP.04");
}

static void a_port_beyond_64_bits_keeps_its_digits(void **state) {
  (void)state;
  const struct {
    const char *text;
    int64_t number;
    const char *digits;
    const char *why;
  } rows[] = {
      {"a:9223372036854775807", INT64_MAX, "9223372036854775807", "the last of 64 bits"},
      {"a:9223372036854775808", INT64_MAX, "9223372036854775808", "one more"},
      {"a:-9223372036854775808", INT64_MIN, "-9223372036854775808", "the first of 64 bits"},
      {"a:-9223372036854775809", INT64_MIN, "-9223372036854775809", "one less"},
      {"a: +0_100000000000000000000 ", INT64_MAX, "100000000000000000000", "HP.05: as int() reads"},
      {"a:-00100000000000000000000", INT64_MIN, "-100000000000000000000", "a sign before zeros"},
      {"a:\xD9\xA8"
       "0000000000000000000",
       INT64_MAX, "80000000000000000000", "another script"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct hc_host_port parsed;
    struct hc_port none = {HC_PORT_NONE, 0, {NULL, 0}};
    struct hc_buffer text = {0};
    assert_kind_is(
        hc_host_port_parse(hc_str(rows[i].text), none, 80, HC_EDITION_NEWEST, &parsed, NULL), HC_OK,
        rows[i].why);
    if (parsed.port.number != rows[i].number) fail_msg("%s: other number", rows[i].why);
    assert_true(hc_port_append(parsed.port, &text));
    assert_text_is(hc_buffer_span(&text), rows[i].digits, rows[i].why);
    hc_buffer_free(&text);
  }
}

static void a_given_port_is_kept_and_the_host_not_split(void **state) {
  (void)state;
  struct hc_host_port parsed;
  assert_kind_is(
      hc_host_port_parse(hc_str("a:1"), hc_port_number(0), 80, HC_EDITION_NEWEST, &parsed, NULL),
      HC_OK, "HP.08, HP.09");
  assert_text_is(parsed.host, "a:1", "HP.09");
  assert_int_equal(parsed.port.number, 0);
  struct hc_port text = {HC_PORT_TEXT, 0, hc_str("x")};
  assert_kind_is(hc_host_port_parse(hc_str("a"), text, 80, HC_EDITION_NEWEST, &parsed, NULL), HC_OK,
                 "HP.08");
  assert_int_equal(parsed.port.kind, HC_PORT_TEXT);
  assert_text_is(parsed.port.text, "x", "HP.08");
}

static void brackets_with_a_given_port_follow_the_edition(void **state) {
  (void)state;
  struct hc_host_port parsed;
  hc_host_port_parse(hc_str("[::1]"), hc_port_number(80), 80, HC_EDITION_3_12, &parsed, NULL);
  assert_text_is(parsed.host, "[::1]", "HP.11");
  hc_host_port_parse(hc_str("[::1]"), hc_port_number(80), 80, HC_EDITION_3_13, &parsed, NULL);
  assert_text_is(parsed.host, "::1", "HP.12");
}

static void control_characters_and_space_are_refused_in_hosts(void **state) {
  (void)state;
  struct hc_error error = {0};
  assert_kind_is(hc_host_validate(bytes_of("a\x80\xE2\x80\x8B"), &error), HC_OK, "HP.06");
  assert_kind_is(hc_host_validate(bytes_of("a b\n"), &error), HC_INVALID_URL, "HP.06");
  assert_error_is(&error, HC_INVALID_URL,
                  "URL can't contain control characters. 'a b\\n' (found at least ' ')", "HP.06");
  for (int byte = 0; byte < 0x80; byte++) {
    char host[2] = {'h', (char)byte};
    bool refused = byte <= 0x20 || byte == 0x7F;
    assert_int_equal(hc_host_validate(hc_span_make(host, 2), NULL) == HC_INVALID_URL, refused);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(host_strings_are_split_at_the_last_colon_after_the_last_bracket),
      cmocka_unit_test(a_port_that_is_no_number_is_named),
      cmocka_unit_test(a_port_beyond_64_bits_keeps_its_digits),
      cmocka_unit_test(a_given_port_is_kept_and_the_host_not_split),
      cmocka_unit_test(brackets_with_a_given_port_follow_the_edition),
      cmocka_unit_test(control_characters_and_space_are_refused_in_hosts),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
