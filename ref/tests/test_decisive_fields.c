#include "decisive_fields.h"

#include "hc/memory_transport.h"
#include "support/testing.h"

static const struct row {
  const char *section;
  struct hc_decisive_fields expected;
  const char *why;
} rows[] = {
    {"Connection: a\r\nContent-Length: b\r\nContent-Type: c\r\nKeep-Alive: d\r\n"
     "Proxy-Connection: e\r\nTransfer-Encoding: f\r\n\r\n",
     {{"a", 1}, {"b", 1}, {"c", 1}, {"d", 1}, {"e", 1}, {"f", 1}},
     "all of them"},
    {"CONNECTION: a\r\ncontent-length: b\r\ncONTENT-tYPE: c\r\nkeep-alive: d\r\n"
     "pROXY-cONNECTION: e\r\ntransfer-ENCODING: f\r\n\r\n",
     {{"a", 1}, {"b", 1}, {"c", 1}, {"d", 1}, {"e", 1}, {"f", 1}},
     "in any case"},
    {"Connection: a\r\nconnection: b\r\n\r\n",
     {.connection = {"a", 1}},
     "the first counts (FR.08)"},
    {"Content-Length:\r\nContent-Length: 5\r\n\r\n",
     {.content_length = {"", 0}},
     "an empty one, too (FR.04)"},
    {"X-Connection: a\r\nContent-Types: b\r\nX-Request-Id: c\r\nX-Requests: d\r\nX-Content-Size: "
     "e\r\n"
     "X-Proxy-Requests: f\r\nX-Transfer-Length: g\r\n\r\n",
     {.connection = {NULL, 0}},
     "others of the same size"},
    {"\r\n", {.connection = {NULL, 0}}, "no fields"},
    {"A: 1\r\nA: 2\r\nA: 3\r\nA: 4\r\nA: 5\r\nA: 6\r\nA: 7\r\nA: 8\r\nA: 9\r\nA: 10\r\nA: 11\r\n"
     "A: 12\r\nA: 13\r\nA: 14\r\nA: 15\r\nA: 16\r\nKeep-Alive: d\r\n\r\n",
     {.keep_alive = {"d", 1}},
     "after many others"},
};

static void assert_same(struct hc_span noted, struct hc_span expected, const char *why) {
  if ((noted.data == NULL) != (expected.data == NULL)) fail_msg("%s: whether it is there", why);
  assert_span_is(noted, expected, why);
}

static void assert_noted(const struct hc_message *message, const struct row *row) {
  const struct hc_decisive_fields *noted = hc_message_decisive(message);
  assert_same(noted->connection, row->expected.connection, row->why);
  assert_same(noted->content_length, row->expected.content_length, row->why);
  assert_same(noted->content_type, row->expected.content_type, row->why);
  assert_same(noted->keep_alive, row->expected.keep_alive, row->why);
  assert_same(noted->proxy_connection, row->expected.proxy_connection, row->why);
  assert_same(noted->transfer_encoding, row->expected.transfer_encoding, row->why);
}

/* Reads the section from a connection, where it comes in pieces of that size; 0: whole. */
static struct hc_message *receive(struct hc_span section, size_t piece) {
  const struct hc_memory_script script = {.segments = &section, .segment_count = 1, .piece = piece};
  struct hc_transport *transport;
  struct hc_reader *reader;
  struct hc_message *message;
  assert_int_equal(
      hc_memory_transport_new(&script, NULL, HC_EDITION_NEWEST, NULL, &transport, NULL), HC_OK);
  assert_int_equal(hc_reader_new(transport, NULL, &reader, NULL), HC_OK);
  assert_int_equal(hc_parse_headers(reader, HC_EDITION_NEWEST, NULL, &message, NULL), HC_OK);
  hc_reader_free(reader);
  hc_transport_release(transport);
  return message;
}

static void the_first_of_each_is_noted_whether_the_section_comes_whole_or_in_pieces(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    for (size_t piece = 0; piece < 2; piece++) {
      struct hc_message *message = receive(hc_str(rows[i].section), piece);
      assert_noted(message, &rows[i]);
      hc_message_free(message);
    }
  }
}

static void later_changes_of_the_message_make_no_difference(void **state) {
  (void)state;
  struct hc_message *message = receive(hc_str("Connection: a\r\n\r\n"), 0);
  assert_int_equal(hc_message_remove(message, hc_str("Connection")), 1);
  assert_int_equal(hc_message_add(message, hc_str("Keep-Alive"), hc_str("b"), NULL), HC_OK);
  assert_text_is(hc_message_decisive(message)->connection, "a", "removed");
  assert_null(hc_message_decisive(message)->keep_alive.data);
  hc_message_free(message);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_first_of_each_is_noted_whether_the_section_comes_whole_or_in_pieces),
      cmocka_unit_test(later_changes_of_the_message_make_no_difference),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
