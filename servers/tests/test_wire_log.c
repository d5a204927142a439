#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "peer/wire_log.h"

static void add(struct wire_log *log, enum wire_event_kind kind, unsigned connection,
                const char *text) {
  wire_log_add(log, kind, connection, text, text ? strlen(text) : 0);
}

static char *printed(const struct wire_log *log, const char *indent, size_t limit) {
  char *text = NULL;
  size_t length = 0;
  FILE *out = open_memstream(&text, &length);
  wire_log_print(log, indent, limit, out);
  fclose(out);
  return text;
}

static void assert_prints(const struct wire_log *log, size_t limit, const char *expected) {
  char *text = printed(log, "", limit);
  assert_string_equal(text, expected);
  free(text);
}

static void neighbouring_runs_are_one_event(void **state) {
  (void)state;
  struct wire_log log = {0};
  add(&log, WIRE_RECEIVED, 1, "a");
  add(&log, WIRE_RECEIVED, 1, "");
  add(&log, WIRE_RECEIVED, 1, "bc");
  add(&log, WIRE_RECEIVED, 2, "d");
  add(&log, WIRE_SENT, 2, "");
  add(&log, WIRE_RECEIVED, 1, "e");
  add(&log, WIRE_SENT, 1, "f");
  add(&log, WIRE_PEER_FIN, 1, NULL);
  add(&log, WIRE_PEER_FIN, 1, NULL);
  assert_int_equal(log.count, 6);
  assert_int_equal(log.events[0].bytes.length, 3);
  assert_memory_equal(log.events[0].bytes.data, "abc", 3);
  assert_int_equal(log.events[1].connection, 2);
  wire_log_clear(&log);
  assert_null(log.events);
  wire_log_clear(&log);
}

static void a_long_run_of_single_bytes_keeps_them_all(void **state) {
  (void)state;
  struct wire_log log = {0};
  for (int i = 0; i < 100000; i++) {
    unsigned char octet = (unsigned char)(i * 7);
    wire_log_add(&log, WIRE_SENT, 1, &octet, 1);
  }
  assert_int_equal(log.count, 1);
  assert_int_equal(log.events[0].bytes.length, 100000);
  for (int i = 0; i < 100000; i++)
    assert_int_equal(log.events[0].bytes.data[i], (unsigned char)(i * 7));
  wire_log_clear(&log);
}

static void many_events_are_kept_in_order(void **state) {
  (void)state;
  struct wire_log log = {0};
  for (unsigned i = 1; i <= 1000; i++)
    wire_log_add(&log, WIRE_ACCEPTED, i, NULL, 0);
  assert_int_equal(log.count, 1000);
  for (unsigned i = 1; i <= 1000; i++)
    assert_int_equal(log.events[i - 1].connection, i);
  wire_log_clear(&log);
}

static void what_one_connection_received_is_joined(void **state) {
  (void)state;
  struct wire_log log = {0};
  add(&log, WIRE_RECEIVED, 1, "ab");
  add(&log, WIRE_RECEIVED, 2, "x");
  add(&log, WIRE_SENT, 1, "y");
  add(&log, WIRE_RECEIVED, 1, "cd");
  unsigned char *data = NULL;
  size_t length = 0;
  wire_log_received(&log, 1, &data, &length);
  assert_int_equal(length, 4);
  assert_string_equal((char *)data, "abcd");
  free(data);
  wire_log_received(&log, 3, &data, &length);
  assert_int_equal(length, 0);
  assert_string_equal((char *)data, "");
  free(data);
  wire_log_clear(&log);
}

static void a_conversation_prints_a_line_of_the_protocol_a_line(void **state) {
  (void)state;
  struct wire_log log = {0};
  add(&log, WIRE_ACCEPTED, 1, NULL);
  add(&log, WIRE_RECEIVED, 1, "GET / HTTP/1.1\r\nX: a\\b\t\x1b\xc3\xa9\r\n\r\n");
  add(&log, WIRE_SENT, 1, "HTTP/1.1 200 OK\r\n\r\nno line end");
  add(&log, WIRE_PEER_FIN, 1, NULL);
  add(&log, WIRE_CLIENT_FIN, 1, NULL);
  add(&log, WIRE_PEER_CLOSED, 1, NULL);
  add(&log, WIRE_CLIENT_RESET, 12, NULL);
  add(&log, WIRE_PEER_RESET, 12, NULL);
  char *text = printed(&log, "  ", 0);
  assert_string_equal(text, "  1 * client connects\n"
                            "  1 → GET / HTTP/1.1\\r\\n\n"
                            "  1 → X: a\\\\b\\t\\x1b\\xc3\\xa9\\r\\n\n"
                            "  1 → \\r\\n\n"
                            "  1 ← HTTP/1.1 200 OK\\r\\n\n"
                            "  1 ← \\r\\n\n"
                            "  1 ← no line end\n"
                            "  1 * peer closes its side (FIN)\n"
                            "  1 * client closes its side (FIN)\n"
                            "  1 * peer closes\n"
                            "  12 * client resets (RST)\n"
                            "  12 * peer resets (RST)\n");
  free(text);
  wire_log_clear(&log);
}

static void a_long_run_is_cut_in_the_middle(void **state) {
  (void)state;
  struct wire_log log = {0};
  add(&log, WIRE_SENT, 1, "0123456789");
  assert_prints(&log, 10, "1 ← 0123456789\n");
  assert_prints(&log, 5, "1 ← 012\n1 ← … 5 bytes left out …\n1 ← 89\n");
  assert_prints(&log, 1, "1 ← 0\n1 ← … 9 bytes left out …\n");
  wire_log_clear(&log);
}

static void assert_news(const struct wire_log *log, struct wire_position *position,
                        const char *expected) {
  char *text = NULL;
  size_t length = 0;
  FILE *out = open_memstream(&text, &length);
  wire_log_print_news(log, position, "", 0, out);
  fclose(out);
  assert_string_equal(text, expected);
  free(text);
}

static void news_are_what_has_come_since_they_were_printed_last(void **state) {
  (void)state;
  struct wire_log log = {0};
  struct wire_position position = {0};
  assert_news(&log, &position, "");
  wire_log_add(&log, WIRE_ACCEPTED, 1, NULL, 0);
  add(&log, WIRE_RECEIVED, 1, "GE");
  assert_news(&log, &position, "1 * client connects\n1 → GE\n");
  assert_news(&log, &position, "");
  add(&log, WIRE_RECEIVED, 1, "T /");
  assert_news(&log, &position, "1 → T /\n");
  add(&log, WIRE_RECEIVED, 1, "!");
  add(&log, WIRE_SENT, 1, "ok");
  assert_news(&log, &position, "1 → !\n1 ← ok\n");
  wire_log_add(&log, WIRE_PEER_FIN, 1, NULL, 0);
  assert_news(&log, &position, "1 * peer closes its side (FIN)\n");
  assert_news(&log, &position, "");
  wire_log_clear(&log);
}

static void news_end_where_the_log_took_bytes_back(void **state) {
  (void)state;
  struct wire_log log = {0};
  struct wire_position position = {0};
  add(&log, WIRE_RECEIVED, 1, "CONNECT");
  assert_news(&log, &position, "1 → CONNECT\n");
  wire_log_retract(&log, 1, 4);
  assert_news(&log, &position, "");
  wire_log_clear(&log);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(neighbouring_runs_are_one_event),
      cmocka_unit_test(a_long_run_of_single_bytes_keeps_them_all),
      cmocka_unit_test(many_events_are_kept_in_order),
      cmocka_unit_test(what_one_connection_received_is_joined),
      cmocka_unit_test(a_conversation_prints_a_line_of_the_protocol_a_line),
      cmocka_unit_test(a_long_run_is_cut_in_the_middle),
      cmocka_unit_test(news_are_what_has_come_since_they_were_printed_last),
      cmocka_unit_test(news_end_where_the_log_took_bytes_back),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
