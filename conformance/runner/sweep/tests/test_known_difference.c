#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "sweep/announced.h"
#include "sweep/known_difference.h"

static struct wire_log log_of(const char *sent) {
  struct wire_log log = {0};
  wire_log_add(&log, WIRE_ACCEPTED, 1, NULL, 0);
  wire_log_add(&log, WIRE_RECEIVED, 1, "Content-Length: 99999999999999999999\n", 37);
  wire_log_add(&log, WIRE_SENT, 1, sent, strlen(sent));
  return log;
}

static void the_greatest_length_on_a_line_is_what_is_announced(void **state) {
  static const struct {
    const char *sent;
    uint64_t most;
    const char *why;
  } rows[] = {
      {"", 0, "nothing is sent"},
      {"HTTP/1.1 200 OK\r\n", 0, "no number begins the line"},
      {"Content-Length: 12\r\nCONTENT-LENGTH:34\r\n", 34, "fields, the greatest"},
      {"Content-Length: 18446744073709551615", UINT64_MAX, "all that 64 bits hold"},
      {"Content-Length: 99999999999999999999999", UINT64_MAX, "more"},
      {"7fffffffffffffff\r\n", INT64_MAX, "the size of a chunk"},
      {"8000000000000000;a=b\r\n", UINT64_C(1) << 63, "with an extension"},
      {" +0x\n0x1F\n1_0\n", 0x1f, "as int() reads it, a line at a time"},
      {"X-Length: 12\r\n", 0, "another field"},
  };
  (void)state;
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct wire_log log = log_of(rows[i].sent);
    if (announced_most(&log) != rows[i].most) fail_msg("%s", rows[i].why);
    if (announced_sent(&log) != strlen(rows[i].sent)) fail_msg("%s: sent", rows[i].why);
    wire_log_clear(&log);
  }
}

#define HEAD(length) "HTTP/1.1 200 OK\r\nContent-Length: " length "\r\n\r\nText"
#define RAISED(type, attributes)                                                                   \
  "{\"raises\":{\"type\":\"" type "\",\"attributes\":{" attributes "}}}"
#define SHORT(expected) RAISED("IncompleteRead", "\"partial\":\"Text\",\"expected\":" expected)
#define VALUE(value) "{\"value\":" value "}"
#define INT(digits) "{\"int\":\"" digits "\"}"
#define READ "{\"call\":\"read\",\"on\":\"resp\"}"
#define LENGTH "{\"get\":\"length\",\"on\":\"resp\"}"
#define LARGEST "18446744073709551615"
#define LARGER "18446744073709551616"

struct row {
  const char *step, *subject, *oracle, *sent;
  enum known_difference known;
  const char *why;
};

static json_t *array_of(const char *member) {
  json_t *array = json_array();
  json_t *value = json_loads(member, 0, NULL);
  assert_non_null(value);
  json_array_append_new(array, value);
  return array;
}

static enum known_difference explain(const struct row *row) {
  struct session session = {.steps = array_of(row->step)};
  struct duel_traces traces = {0};
  traces.subject.outcomes = array_of(row->subject);
  traces.oracle.outcomes = array_of(row->oracle);
  traces.oracle.peer.log = log_of(row->sent);
  enum known_difference known =
      known_difference((struct difference){DIFFERENCE_STEP, 0}, &session, &traces);
  json_decref(session.steps);
  duel_traces_clear(&traces);
  return known;
}

static void an_entry_explains_its_cause_and_nothing_else(void **state) {
  static const struct row rows[] = {
      {READ, SHORT("1"), RAISED("OverflowError", ""), HEAD("9223372036854775808"), KNOWN_OVERFLOW,
       "2**63"},
      {READ, RAISED("ConnectionResetError", ""), RAISED("OverflowError", ""),
       HEAD("9223372036854775800"), KNOWN_OVERFLOW, "what a bytes object needs is added"},
      {READ, SHORT("1"), RAISED("OverflowError", ""), HEAD("9223372036854770000"), KNOWN_NONE,
       "a length that fits"},
      {READ, RAISED("ValueError", ""), RAISED("OverflowError", ""), HEAD("9223372036854775808"),
       KNOWN_NONE, "another error"},
      {READ, VALUE("null"), RAISED("OverflowError", ""), HEAD("9223372036854775808"), KNOWN_NONE,
       "no error"},
      {"{\"call\":\"peek\",\"on\":\"resp\"}", SHORT("1"), RAISED("OverflowError", ""),
       HEAD("9223372036854775808"), KNOWN_NONE, "another step"},
      {READ, RAISED("OverflowError", ""), SHORT("1"), HEAD("9223372036854775808"), KNOWN_NONE,
       "the other way round"},
      {READ, SHORT("1"), RAISED("MemoryError", ""), HEAD("1152921504606846976"), KNOWN_MEMORY,
       "an exbibyte"},
      {READ, SHORT("1"), RAISED("MemoryError", ""), HEAD("1024"), KNOWN_NONE, "a kibibyte"},
      {READ, SHORT(INT(LARGEST)), SHORT(INT("18446744073709551700")), HEAD("18446744073709551704"),
       KNOWN_BEYOND_64_BITS, "counted down by CPython alone"},
      {READ, SHORT(INT(LARGEST)), SHORT(INT("18446744073709551613")), HEAD("18446744073709551617"),
       KNOWN_BEYOND_64_BITS, "to less than 64 bits hold"},
      {READ, SHORT(INT(LARGEST)), SHORT(INT("18446744073709551000")), HEAD("18446744073709551617"),
       KNOWN_NONE, "by more than has come"},
      {READ, SHORT(INT("18446744073709551611")), SHORT(INT("18446744073709551700")),
       HEAD("18446744073709551704"), KNOWN_NONE, "a number that is made up"},
      {READ, SHORT("-1"), SHORT(INT(LARGER)), HEAD(LARGER), KNOWN_NONE, "a negative length"},
      {READ, SHORT(INT(LARGEST)), SHORT(INT("-" LARGER)), HEAD(LARGER), KNOWN_NONE, "or CPython's"},
      {READ, RAISED("IncompleteRead", "\"partial\":\"Tex\",\"expected\":" INT(LARGEST)),
       SHORT(INT(LARGER)), HEAD(LARGER), KNOWN_NONE, "another partial body"},
      {LENGTH, VALUE(INT(LARGEST)), VALUE(INT(LARGER)), HEAD(LARGER), KNOWN_BEYOND_64_BITS,
       "resp.length"},
      {LENGTH, VALUE(INT(LARGEST)), VALUE(INT(LARGER)), HEAD("12"), KNOWN_NONE,
       "that nobody has announced"},
      {LENGTH, VALUE("null"), VALUE(INT(LARGER)), HEAD(LARGER), KNOWN_NONE, "no length"},
      {"{\"get\":\"chunk_left\",\"on\":\"resp\"}", VALUE(INT(LARGEST)), VALUE(INT(LARGER)),
       HEAD(LARGER), KNOWN_NONE, "another attribute"},
  };
  (void)state;
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    enum known_difference known = explain(&rows[i]);
    if (known != rows[i].known) fail_msg("%s: %d", rows[i].why, known);
  }
}

static void only_steps_are_explained(void **state) {
  static const enum difference_kind others[] = {DIFFERENCE_FATE, DIFFERENCE_CONNECTIONS,
                                                DIFFERENCE_BYTES, DIFFERENCE_CONDUCT};
  const struct session session = {0};
  const struct duel_traces traces = {0};
  (void)state;
  for (size_t i = 0; i < sizeof others / sizeof *others; i++)
    assert_int_equal(known_difference((struct difference){others[i], 0}, &session, &traces),
                     KNOWN_NONE);
  for (int i = KNOWN_NONE + 1; i < KNOWN_DIFFERENCES; i++)
    assert_non_null(known_difference_reason((enum known_difference)i));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_greatest_length_on_a_line_is_what_is_announced),
      cmocka_unit_test(an_entry_explains_its_cause_and_nothing_else),
      cmocka_unit_test(only_steps_are_explained),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
