/* One print() at a time: what it writes, and where. */
#include "debug_output.h"

#include <stdio.h>
#include <unistd.h>

#include "support/guarded.h"
#include "support/testing.h"

static void keep(void *payload, struct hc_span text) {
  assert_true(hc_buffer_append(payload, text));
}

static void assert_shown(struct hc_buffer *shown, const char *text, const char *why) {
  assert_text_is(hc_buffer_span(shown), text, why);
  hc_buffer_empty(shown);
}

static void objects_show_as_repr_does(void **state) {
  (void)state;
  static const struct {
    struct hc_body body;
    const char *shown;
  } rows[] = {
      {{.kind = HC_BODY_NONE}, "send: None\n"},
      {{.kind = HC_BODY_TEXT, .data = BYTES("\xC3\xA9'")}, "send: \"\xC3\xA9'\"\n"},
      {{.kind = HC_BODY_BYTES, .data = BYTES("\xE9\r\n\\")}, "send: b'\\xe9\\r\\n\\\\'\n"},
      {{.kind = HC_BODY_BYTES, .data = BYTES("a"), .repr = BYTES("bytearray(b'a')")},
       "send: bytearray(b'a')\n"},
      {{.kind = HC_BODY_FILE}, "send: <file>\n"},
      {{.kind = HC_BODY_FILE, .repr = BYTES("<_io.BytesIO>")}, "send: <_io.BytesIO>\n"},
      {{.kind = HC_BODY_ITERABLE}, "send: <iterable>\n"},
  };
  struct hc_buffer shown = {0};
  const struct hc_debug debug = {.level = 1, .sink = {keep, &shown}};
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    assert_kind_is(hc_debug_object(&debug, "send: ", &rows[i].body, NULL), HC_OK, rows[i].shown);
    assert_shown(&shown, rows[i].shown, "DB.02");
  }
  hc_buffer_free(&shown);
}

static void replies_show_as_text(void **state) {
  (void)state;
  struct hc_buffer shown = {0};
  const struct hc_debug debug = {.level = 1, .sink = {keep, &shown}};
  hc_debug_reply(&debug, bytes_of("HTTP/1.1 200 caf\xE9\r\n"), NULL);
  assert_shown(&shown, "reply: 'HTTP/1.1 200 caf\xC3\xA9\\r\\n'\n", "DB.03");
  hc_debug_reply(&debug, bytes_of(""), NULL);
  assert_shown(&shown, "reply: ''\n", "DB.03");
  hc_buffer_free(&shown);
}

static void a_skipped_block_shows_as_the_list_of_its_lines(void **state) {
  (void)state;
  static const struct {
    struct hc_span block;
    const char *shown;
    const char *why;
  } rows[] = {
      {BYTES("A: 1\r\nB: \xE9\n\r\n"), "headers: [b'A: 1\\r\\n', b'B: \\xe9\\n', b'\\r\\n']\n",
       "DB.05"},
      {BYTES("\n"), "headers: [b'\\n']\n", "only the line that ends it"},
      {BYTES("A: 1\r\n"), "headers: [b'A: 1\\r\\n', b'']\n", "the stream ended it"},
      {BYTES("A"), "headers: [b'A', b'']\n", "the stream ended it inside a line"},
      {BYTES(""), "headers: [b'']\n", "the stream ended at once"},
  };
  struct hc_buffer shown = {0};
  const struct hc_debug debug = {.level = 1, .sink = {keep, &shown}};
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    assert_kind_is(hc_debug_skipped(&debug, rows[i].block, NULL), HC_OK, rows[i].why);
    assert_shown(&shown, rows[i].shown, rows[i].why);
  }
  hc_buffer_free(&shown);
}

static void fields_show_one_a_line_with_their_folds(void **state) {
  (void)state;
  struct hc_message *message = NULL;
  assert_kind_is(hc_message_parse(bytes_of("A: 1\r\nB: \xE9\r\n x\r\n\r\n"), HC_EDITION_NEWEST,
                                  NULL, &message, NULL),
                 HC_OK, "parse");
  struct hc_buffer shown = {0};
  const struct hc_debug debug = {.level = 1, .sink = {keep, &shown}};
  hc_debug_fields(&debug, message, NULL);
  assert_shown(&shown, "header: A: 1\nheader: B: \xC3\xA9\r\n x\n", "DB.04");
  hc_buffer_free(&shown);
  hc_message_free(message);
}

static void without_a_positive_level_nothing_is_shown(void **state) {
  (void)state;
  struct hc_buffer shown = {0};
  const struct hc_body body = {.kind = HC_BODY_NONE};
  for (int level = -1; level <= 0; level++) {
    const struct hc_debug debug = {.level = level, .sink = {keep, &shown}};
    hc_debug_text(&debug, "a", hc_str("b"), NULL);
    hc_debug_object(&debug, "send: ", &body, NULL);
    hc_debug_reply(&debug, hc_str("x"), NULL);
    hc_debug_skipped(&debug, hc_str("\n"), NULL);
    assert_shown(&shown, "", "DB.01");
  }
  hc_buffer_free(&shown);
}

/* What `debug` writes to standard output, which is a file meanwhile. */
static size_t capture(const struct hc_debug *debug, char *text, size_t size) {
  FILE *file = tmpfile();
  assert_non_null(file);
  fflush(stdout);
  int saved = dup(STDOUT_FILENO);
  assert_true(saved >= 0 && dup2(fileno(file), STDOUT_FILENO) >= 0);
  enum hc_kind kind = hc_debug_text(debug, "header: ", hc_str("A: 1\r\n"), NULL);
  fflush(stdout);
  assert_true(dup2(saved, STDOUT_FILENO) >= 0);
  close(saved);
  assert_kind_is(kind, HC_OK, "standard output");
  rewind(file);
  size_t got = fread(text, 1, size, file);
  fclose(file);
  return got;
}

static void without_a_sink_standard_output_is_written_to(void **state) {
  (void)state;
  const struct hc_debug debug = {.level = 1};
  char text[64];
  size_t got = capture(&debug, text, sizeof text);
  assert_span_is(hc_span_make(text, got), bytes_of("header: A: 1\r\n\n"), "DB.09");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(objects_show_as_repr_does),
      cmocka_unit_test(replies_show_as_text),
      cmocka_unit_test(a_skipped_block_shows_as_the_list_of_its_lines),
      cmocka_unit_test(fields_show_one_a_line_with_their_folds),
      cmocka_unit_test(without_a_positive_level_nothing_is_shown),
      cmocka_unit_test(without_a_sink_standard_output_is_written_to),
  };
  return cmocka_run_group_tests_name("debug_output", tests, NULL, NULL);
}
