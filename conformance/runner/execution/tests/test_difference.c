#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "execution/difference.h"
#include "session_fixture.h"

#define VALUE(json) "{\"value\":" json "}"
#define RAISED(type, attributes, text)                                                             \
  "{\"raises\":{\"type\":\"" type "\",\"bases\":[\"Exception\"],\"attributes\":{" attributes       \
  "},\"text\":\"" text "\"}}"

/* Outcomes of one statement: |statement| follows ">>> resp = HTTPResponse(None)". */
static enum difference_kind compare(const char *statement, const char *subject,
                                    const char *oracle) {
  char console[512], outcomes[2][512];
  const char *const own[] = {subject, oracle};
  struct session_fixture fixtures[2];
  snprintf(console, sizeof console, ">>> resp = HTTPResponse(None)\n%s\n", statement);
  for (size_t i = 0; i < 2; i++) {
    snprintf(outcomes[i], sizeof outcomes[i], "[{\"value\":{\"object\":\"HTTPResponse\"}},%s]",
             own[i]);
    fixtures[i] = session_fixture_make(console, outcomes[i]);
  }
  const struct difference_scope scope = {fixtures[0].session, 313, WIRE_WHOLE};
  const struct observation left = {.outcomes = fixtures[0].outcomes};
  const struct observation right = {.outcomes = fixtures[1].outcomes};
  struct difference difference = difference_find(&scope, &left, &right);
  if (difference.kind == DIFFERENCE_STEP) assert_int_equal(difference.number, 1);
  session_fixture_clear(&fixtures[0]);
  session_fixture_clear(&fixtures[1]);
  return difference.kind;
}

static void outcomes_are_compared_in_full_but_for_what_is_listed(void **state) {
  static const struct {
    const char *statement, *subject, *oracle;
    bool differs;
    const char *why;
  } rows[] = {
      {">>> resp.read()\n...", VALUE("{\"bytes\":\"a\"}"), VALUE("{\"bytes\":\"b\"}"), true,
       "where the page says nothing"},
      {">>> resp.read()\n...", VALUE("{\"bytes\":\"a\"}"), VALUE("{\"bytes\":\"a\"}"), false,
       "the same"},
      {">>> resp.read()\n...", VALUE("1"), VALUE("true"), true, "an int is no bool"},
      {">>> resp.read()\n...", VALUE("null"), VALUE("{\"list\":[]}"), true, "nor None a list"},
      {">>> resp.read()\n...", VALUE("null"), RAISED("OSError", "", ""), true, "raised or not"},
      {">>> resp.read()\nraises ...", RAISED("OSError", "", "a"), RAISED("OSError", "", "b"), true,
       "texts of exceptions"},
      {">>> resp.read()\nraises ...", RAISED("OSError", "\"errno\":1", "a"),
       RAISED("OSError", "\"errno\":2", "a"), true, "their attributes"},
      {">>> resp.read()\nraises ...", RAISED("OSError", "\"errno\":1", "a"),
       RAISED("OSError", "", "a"), true, "an attribute more"},
      {">>> resp.read()\nraises ...", RAISED("SSLError", "", "bad"),
       RAISED("SSLError", "", "bad (_ssl.c:1006)"), false, "where in CPython's source it was"},
      {">>> resp.read()\nraises ...", RAISED("SSLError", "", "bad (_ssl.c:1006)"),
       RAISED("SSLError", "", "worse (_ssl.c:1006)"), true, "but not what stands before"},
      {">>> resp.read()\nraises ...", RAISED("OSError", "", "<socket at 0x7f12>"),
       RAISED("OSError", "", "<socket at 0x80>"), false, "addresses"},
      {">>> resp.read()\nraises ...", RAISED("TypeError", "", "a"), RAISED("TypeError", "", "b"),
       false, "what Python says of a wrong type"},
      {">>> resp.read()\nraises ...", RAISED("TypeError", "", "a"), RAISED("ValueError", "", "a"),
       true, "but it is one"},
      {">>> resp.fileno()\n...", VALUE("5"), VALUE("7"), false, "numbers of open files"},
      {">>> resp.fileno()\n...", VALUE("5"), VALUE("null"), true, "but there is one"},
      {">>> resp.read()\nb'a'\nb'b'", VALUE("{\"bytes\":\"a\"}"), VALUE("{\"bytes\":\"b\"}"), false,
       "either is right by the page"},
      {">>> resp.read()\n...", "{\"unsupported\":\"no\"}", "{\"unsupported\":\"not at all\"}",
       false, "why it is not supported is for people"},
      {">>> resp.read()\n...", "{\"value\":null,\"output\":\"a\"}",
       "{\"value\":null,\"output\":\"b\"}", true, "printed text"},
      {">>> resp.read()\n...", "{\"value\":null,\"output\":\"a\"}", VALUE("null"), true, "or none"},
  };
  (void)state;
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    enum difference_kind kind = compare(rows[i].statement, rows[i].subject, rows[i].oracle);
    if (kind != (rows[i].differs ? DIFFERENCE_STEP : DIFFERENCE_NONE))
      fail_msg("%s: %d", rows[i].why, kind);
  }
}

/* A log of one connection: |bytes| came on it, then |end|. */
static struct observation wire_of(const char *bytes, enum wire_event_kind end, unsigned port) {
  struct observation observation = {.port = port, .outcomes = json_array()};
  struct wire_log *log = &observation.peer.log;
  wire_log_add(log, WIRE_ACCEPTED, 1, NULL, 0);
  wire_log_add(log, WIRE_RECEIVED, 1, bytes, strlen(bytes));
  wire_log_add(log, end, 1, NULL, 0);
  return observation;
}

static void the_wire_is_compared_byte_by_byte(void **state) {
  const struct session session = {0};
  const struct {
    struct observation subject, oracle;
    enum wire_scope scope;
    enum difference_kind kind;
    const char *why;
  } rows[] = {
      {wire_of("GET", WIRE_CLIENT_FIN, 80), wire_of("GET", WIRE_CLIENT_FIN, 80), WIRE_WHOLE,
       DIFFERENCE_NONE, "the same"},
      {wire_of("GET", WIRE_CLIENT_FIN, 80), wire_of("GEt", WIRE_CLIENT_FIN, 80), WIRE_WHOLE,
       DIFFERENCE_BYTES, "other bytes"},
      {wire_of("GET", WIRE_CLIENT_FIN, 80), wire_of("GET", WIRE_CLIENT_RESET, 80), WIRE_WHOLE,
       DIFFERENCE_CONDUCT, "another end"},
      {wire_of("GET", WIRE_CLIENT_FIN, 80), wire_of("GET", WIRE_CLIENT_RESET, 80), WIRE_NO_ENDS,
       DIFFERENCE_NONE, "ends that are not looked at"},
      {wire_of("Host: a:81", WIRE_CLIENT_FIN, 81), wire_of("Host: a:9", WIRE_CLIENT_FIN, 9),
       WIRE_WHOLE, DIFFERENCE_NONE, "each the port of its own playing"},
      {wire_of("Host: a:81", WIRE_CLIENT_FIN, 81), wire_of("Host: a:81", WIRE_CLIENT_FIN, 9),
       WIRE_WHOLE, DIFFERENCE_BYTES, "a port that is not its own"},
      {wire_of("GET", WIRE_ACCEPTED, 80), wire_of("GET", WIRE_CLIENT_FIN, 80), WIRE_WHOLE,
       DIFFERENCE_CONNECTIONS, "one connection more"},
  };
  (void)state;
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    const struct difference_scope scope = {&session, 313, rows[i].scope};
    struct observation subject = rows[i].subject, oracle = rows[i].oracle;
    struct difference difference = difference_find(&scope, &subject, &oracle);
    if (difference.kind != rows[i].kind) fail_msg("%s: %d", rows[i].why, difference.kind);
    observation_clear(&subject);
    observation_clear(&oracle);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(outcomes_are_compared_in_full_but_for_what_is_listed),
      cmocka_unit_test(the_wire_is_compared_byte_by_byte),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
