#include "hc/status_line.h"
#include "support/guarded.h"
#include "support/testing.h"

struct row {
  struct hc_span line;
  const char *version; /* NULL: refused */
  int status;
  struct hc_span reason;
  bool is_http; /* looked at for refused lines */
  const char *why;
};

static const struct row rows[] = {
    {BYTES("HTTP/1.1 200 OK\r\n"), "HTTP/1.1", 200, BYTES("OK"), true, "RFC 9112 4"},
    {BYTES("HTTP/1.1 200 \r\n"), "HTTP/1.1", 200, BYTES(""), true, "SL.06: no reason"},
    {BYTES("HTTP/1.1 200"), "HTTP/1.1", 200, BYTES(""), true, "SL.04: end of the stream"},
    {BYTES("HTTP/1.1 404 Not  Found\n"), "HTTP/1.1", 404, BYTES("Not  Found"), true,
     "SL.06: blanks inside the reason stay"},
    {BYTES(" HTTP/1.1 200 OK\r\n"), "HTTP/1.1", 200, BYTES("OK"), true,
     "SL.03: leading white space"},
    {BYTES("HTTP/1.1\v200\xA0OK\r\n"), "HTTP/1.1", 200, BYTES("OK"), true,
     "SL.03: any Unicode white space separates"},
    {BYTES("HTTP/1.1\x1C"
           "200\x85OK\x1F\r\n"),
     "HTTP/1.1", 200, BYTES("OK"), true, "SL.03, SL.06"},
    {BYTES("HTTP/1.1 200 a\rX: y\r\n"), "HTTP/1.1", 200, BYTES("a\rX: y"), true,
     "SL.04: a bare CR stays in the reason"},
    {BYTES("HTTP/1.1 200 N\0L \xE9\r\n"), "HTTP/1.1", 200, BYTES("N\0L \xE9"), true,
     "SL.06: NUL and Latin-1 in the reason"},
    {BYTES("HTTP/1.1 +200 OK"), "HTTP/1.1", 200, BYTES("OK"), true, "SL.07: sign"},
    {BYTES("HTTP/1.1 2_00 OK"), "HTTP/1.1", 200, BYTES("OK"), true, "SL.07: underscore"},
    {BYTES("HTTP/1.1 0200 OK"), "HTTP/1.1", 200, BYTES("OK"), true, "SL.07: zero"},
    {BYTES("HTTP/1.1 999 x"), "HTTP/1.1", 999, BYTES("x"), true, "SL.07: largest"},
    {BYTES("HTTP/1.1 200\x85\r\n"), "HTTP/1.1", 200, BYTES(""), true, "SL.09: int() strips 0x85"},
    {BYTES("HTTP/ 200 x"), "HTTP/", 200, BYTES("x"), true, "SL.10: judged later"},
    {BYTES("HTTP/1.1 200\x1C\r\n"), NULL, 0, BYTES(""), true, "SL.09: int() does not strip 0x1C"},
    {BYTES("HTTP/1.1 -200 OK"), NULL, 0, BYTES(""), true, "SL.07: negative"},
    {BYTES("HTTP/1.1 99 OK"), NULL, 0, BYTES(""), true, "SL.07: too small"},
    {BYTES("HTTP/1.1 1000 OK"), NULL, 0, BYTES(""), true, "SL.07: too large"},
    {BYTES("HTTP/1.1 200OK"), NULL, 0, BYTES(""), true, "SL.07: no number"},
    {BYTES("HTTP/1.1 \xB2\xB2\xB2 OK"), NULL, 0, BYTES(""), true, "SL.07: superscripts"},
    {BYTES("HTTP/1.1\r\n"), NULL, 0, BYTES(""), false, "SL.05: one field"},
    {BYTES("\r\n"), NULL, 0, BYTES(""), false, "SL.05: blank line"},
    {BYTES("http/1.1 200 OK"), NULL, 0, BYTES(""), false, "SL.05: case-sensitive"},
    {BYTES("<html> 200 OK"), NULL, 0, BYTES(""), false, "SL.11: no status line"},
    {BYTES("HTT"), NULL, 0, BYTES(""), false, "XT.43: cut short"},
};

static void status_lines_are_split_as_http_client_splits_them(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct hc_span line = guarded_copy(rows[i].line);
    struct hc_status_line parsed = {{NULL, 0}, 77, {NULL, 0}};
    struct hc_error error = {0};
    enum hc_kind kind = hc_status_line_parse(line, &parsed, &error);
    assert_int_equal(hc_status_line_is_http(line), rows[i].is_http);
    if (rows[i].version == NULL) {
      assert_kind_is(kind, HC_BAD_STATUS_LINE, rows[i].why);
      assert_span_is(hc_buffer_span(&error.line), rows[i].line, rows[i].why);
      assert_int_equal(parsed.status, 77);
    } else {
      assert_kind_is(kind, HC_OK, rows[i].why);
      assert_text_is(parsed.version, rows[i].version, rows[i].why);
      assert_int_equal(parsed.status, rows[i].status);
      assert_span_is(parsed.reason, rows[i].reason, rows[i].why);
    }
    hc_error_clear(&error);
    guarded_free(line);
  }
}

static void versions_are_1_0_or_1_1_or_unknown(void **state) {
  (void)state;
  const struct {
    const char *token;
    int version;
  } tokens[] = {
      {"HTTP/1.0", 10}, {"HTTP/0.9", 10}, {"HTTP/1.1", 11},  {"HTTP/1.", 11},
      {"HTTP/1.x", 11}, {"HTTP/1.2", 11}, {"HTTP/1.01", 11}, {"HTTP/1", 0},
      {"HTTP/2", 0},    {"HTTP/2.0", 0},  {"HTTP/", 0},      {"HTTP/11", 0},
  };
  for (size_t i = 0; i < sizeof tokens / sizeof tokens[0]; i++) {
    int version = 0;
    struct hc_error error = {0};
    enum hc_kind kind = hc_http_version(hc_str(tokens[i].token), &version, &error);
    assert_kind_is(kind, tokens[i].version != 0 ? HC_OK : HC_UNKNOWN_PROTOCOL, tokens[i].token);
    assert_int_equal(version, tokens[i].version);
    if (kind != HC_OK) {
      assert_text_is(hc_buffer_span(&error.version), tokens[i].token, "SL.10");
    }
    hc_error_clear(&error);
  }
}

/* A line in the usual form is read without searching; with white space before it, it is not in that
 * form and means the same (SL.03). */
static void assert_same_with_a_space_before(struct hc_span line) {
  char bytes[64] = " ";
  memcpy(bytes + 1, line.data, line.size);
  struct hc_status_line parsed = {{NULL, 0}, 0, {NULL, 0}};
  struct hc_status_line searched = {{NULL, 0}, 0, {NULL, 0}};
  const struct hc_span exact = guarded_copy(line);
  assert_int_equal(hc_status_line_parse(exact, &parsed, NULL),
                   hc_status_line_parse(hc_span_make(bytes, line.size + 1), &searched, NULL));
  assert_true(hc_span_equal(parsed.version, searched.version));
  assert_int_equal(parsed.status, searched.status);
  assert_true(hc_span_equal(parsed.reason, searched.reason));
  guarded_free(exact);
}

static void the_usual_form_is_read_as_any_other(void **state) {
  (void)state;
  static const struct hc_span usual = BYTES("HTTP/1.1 200 OK \r\n");
  char line[32];
  memcpy(line, usual.data, usual.size);
  for (size_t place = 0; place < usual.size; place++) {
    for (int byte = 0; byte < 256; byte++) {
      line[place] = (char)byte;
      assert_same_with_a_space_before(hc_span_make(line, usual.size));
    }
    line[place] = usual.data[place];
    assert_same_with_a_space_before(hc_span_make(line, place));
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(status_lines_are_split_as_http_client_splits_them),
      cmocka_unit_test(versions_are_1_0_or_1_1_or_unknown),
      cmocka_unit_test(the_usual_form_is_read_as_any_other),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
