#include "hc/host_field.h"

#include "support/guarded.h"
#include "support/testing.h"

struct row {
  const char *url;
  const char *host;
  int64_t port;
  enum hc_edition edition;
  enum hc_kind kind;
  const char *value; /* or the error's text */
  const char *why;
};

#define NEWEST HC_EDITION_3_13

static const struct row rows[] = {
    {"/", "host", 80, NEWEST, HC_OK, "host", "HO.02: the default port is left out"},
    {"/", "host", 443, NEWEST, HC_OK, "host:443", "HO.02"},
    {"/", "Host", -1, NEWEST, HC_OK, "Host:-1", "HO.04: case is kept"},
    {"/",
     "b\xC3\xBC"
     "cher",
     8080, NEWEST, HC_OK, "xn--bcher-kva:8080", "HO.04"},
    {"http://other/p", "host", 81, NEWEST, HC_OK, "other", "HO.01"},
    {"http://u:p@other/p", "host", 80, NEWEST, HC_OK, "u:p@other", "HO.01: userinfo"},
    {"http://other:/", "host", 80, NEWEST, HC_OK, "other:", "HO.01: an empty port"},
    {"http://other?q", "host", 80, NEWEST, HC_OK, "other", "HO.01: a query ends it"},
    {"http://other#f/x", "host", 80, NEWEST, HC_OK, "other", "HO.01: a fragment ends it"},
    {"httpx://h/", "host", 80, NEWEST, HC_OK, "h", "HO.01"},
    {"HTTP://other/", "host", 80, NEWEST, HC_OK, "host", "HO.01: case-sensitive"},
    {"http:foo", "host", 80, NEWEST, HC_OK, "host", "HO.01"},
    {"httpfoo", "host", 80, NEWEST, HC_OK, "host", "HO.01"},
    {"http:///p", "host", 80, NEWEST, HC_OK, "host", "HO.01: an empty location"},
    {"http/x://y", "host", 80, NEWEST, HC_OK, "host", "HO.01: no scheme"},
    {"//other/", "host", 80, NEWEST, HC_OK, "host", "HO.01"},
    {"/", "::1", 80, NEWEST, HC_OK, "[::1]", "HO.07"},
    {"/", "::1", 81, NEWEST, HC_OK, "[::1]:81", "HO.07"},
    {"/", "[::1]", 81, HC_EDITION_3_12, HC_OK, "[[::1]]:81", "HO.08"},
    {"/", "[::1]", 81, HC_EDITION_3_13, HC_OK, "[::1]:81", "HO.09"},
    {"/", "fe80::1%en0", 81, HC_EDITION_3_10, HC_OK, "[fe80::1%en0]:81", "HO.10"},
    {"/", "fe80::1%en0", 81, HC_EDITION_3_11, HC_OK, "[fe80::1]:81", "HO.11"},
    {"/", "a%b:c", 80, NEWEST, HC_OK, "[a]", "HO.14"},
    {"/", "a%b", 80, NEWEST, HC_OK, "a%b", "HO.14: only with a colon"},
    {"http://[fe80::1%25en0]:8/p", "h", 80, HC_EDITION_3_11, HC_OK, "[fe80::1]", "HO.12"},
    {"http://[fe80::1%25en0]:8/p", "h", 80, HC_EDITION_3_10, HC_OK, "[fe80::1%25en0]:8", "HO.10"},
    {"http://a%41b/", "h", 80, HC_EDITION_3_10, HC_OK, "a%41b", "HO.13"},
    {"http://a%41b/", "h", 80, HC_EDITION_3_11, HC_ASSERTION_ERROR, "b'a'", "HO.13"},
    {"http://[::1]:8/", "h", 80, NEWEST, HC_OK, "[::1]:8", "an address in brackets"},
    {"http://[v1.x]/", "h", 80, NEWEST, HC_OK, "[v1.x]", "RFC 3986 section 3.2.2"},
    {"http://[foo]/", "h", 80, HC_EDITION_3_10, HC_OK, "[foo]", "HO.15"},
    {"http://[foo]/", "h", 80, HC_EDITION_3_11, HC_VALUE_ERROR,
     "'foo' does not appear to be an IPv4 or IPv6 address", "HO.15"},
    {"http://[]/", "h", 80, NEWEST, HC_VALUE_ERROR,
     "'' does not appear to be an IPv4 or IPv6 address", "HO.15"},
    {"http://['::]/", "h", 80, NEWEST, HC_VALUE_ERROR,
     "\"'::\" does not appear to be an IPv4 or IPv6 address", "as repr() shows it"},
    {"http://[::1%]/", "h", 80, NEWEST, HC_VALUE_ERROR,
     "'::1%' does not appear to be an IPv4 or IPv6 address", "an empty zone id"},
    {"http://[127.0.0.1]/", "h", 80, NEWEST, HC_VALUE_ERROR,
     "An IPv4 address cannot be in brackets", "HO.15"},
    {"http://[v1]/", "h", 80, NEWEST, HC_VALUE_ERROR, "IPvFuture address is invalid", "HO.15"},
    {"http://a[::1]b/", "h", 80, HC_EDITION_3_13, HC_OK, "a[::1]b", "HO.15"},
    {"http://a[::1]/", "h", 80, HC_EDITION_3_14, HC_VALUE_ERROR, "Invalid IPv6 URL", "HO.15"},
    {"http://[::1]b/", "h", 80, HC_EDITION_3_14, HC_VALUE_ERROR, "Invalid IPv6 URL", "HO.15"},
    {"http://[::1]:b/", "h", 80, HC_EDITION_3_14, HC_OK, "[::1]:b", "HO.15"},
    {"http://u@[::1]/", "h", 80, HC_EDITION_3_14, HC_OK, "u@[::1]", "HO.15"},
    {"http://u[::1]@h/", "h", 80, HC_EDITION_3_14, HC_VALUE_ERROR,
     "'h' does not appear to be an IPv4 or IPv6 address", "HO.15"},
    {"http://[::1/", "h", 80, HC_EDITION_3_8, HC_VALUE_ERROR, "Invalid IPv6 URL", "HO.15"},
    {"http://::1]/", "h", 80, NEWEST, HC_VALUE_ERROR, "Invalid IPv6 URL", "HO.15"},
    {"/", "\xC3\xA9..x", 80, HC_EDITION_3_12, HC_UNICODE_ERROR, "label empty or too long", "HO.05"},
};

static void host_value_is_the_location_of_the_url_or_the_origin(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct hc_span url = guarded_copy(hc_str(rows[i].url));
    struct hc_span host = guarded_copy(hc_str(rows[i].host));
    struct hc_host_port origin = {host, hc_port_number(rows[i].port)};
    struct hc_buffer value = {0};
    struct hc_error error = {0};
    assert_true(hc_buffer_append(&value, hc_str("Host: ")));
    enum hc_kind kind = hc_host_field_write(url, &origin, 80, rows[i].edition, &value, &error);
    assert_kind_is(kind, rows[i].kind, rows[i].why);
    if (kind == HC_OK) {
      assert_text_is(hc_span_make(value.data + 6, value.size - 6), rows[i].value, rows[i].why);
    } else {
      assert_error_is(&error, rows[i].kind, rows[i].value, rows[i].why);
      assert_text_is(hc_buffer_span(&value), "Host: ", "unchanged");
    }
    hc_buffer_free(&value);
    guarded_free(url);
    guarded_free(host);
  }
}

static void a_port_given_as_text_is_never_the_default(void **state) {
  (void)state;
  struct hc_host_port origin = {hc_str("a"), {HC_PORT_TEXT, 0, hc_str("80")}};
  struct hc_buffer value = {0};
  hc_host_field_write(hc_str("/"), &origin, 80, NEWEST, &value, NULL);
  assert_text_is(hc_buffer_span(&value), "a:80", "HO.03");
  hc_buffer_empty(&value);
  origin.port.text = hc_str("");
  hc_host_field_write(hc_str("/"), &origin, 80, NEWEST, &value, NULL);
  assert_text_is(hc_buffer_span(&value), "a:", "HO.03");
  hc_buffer_free(&value);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(host_value_is_the_location_of_the_url_or_the_origin),
      cmocka_unit_test(a_port_given_as_text_is_never_the_default),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
