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
  const struct difference_scope scope = {.session = fixtures[0].session, .edition = 313};
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
      {">>> resp.read()\nraises ...", RAISED("timeout", "", "timed out"),
       RAISED("timeout", "", "_ssl.c:1114: timed out"), false, "the same in front"},
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

/* A log of one connection: each character of |story| is an event. */
static struct observation wire_of(const char *story, const char *bytes, unsigned port) {
  static const struct {
    char letter;
    enum wire_event_kind kind;
  } letters[] = {{'a', WIRE_ACCEPTED},     {'g', WIRE_RECEIVED},    {'F', WIRE_CLIENT_FIN},
                 {'R', WIRE_CLIENT_RESET}, {'c', WIRE_PEER_CLOSED}, {'r', WIRE_PEER_RESET},
                 {'f', WIRE_PEER_FIN},     {'t', WIRE_TLS},         {'n', WIRE_CLIENT_ALERT}};
  struct observation observation = {.port = port, .outcomes = json_array()};
  for (; *story; story++)
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
      if (letters[i].letter == *story)
        wire_log_add(&observation.peer.log, letters[i].kind, 1, *story == 'g' ? bytes : NULL,
                     *story == 'g' ? strlen(bytes) : 0);
  return observation;
}

static struct difference compare_observations(struct observation subject, struct observation oracle,
                                              bool is_cut) {
  const struct session session = {0};
  const struct difference_scope scope = {&session, 313, is_cut};
  struct difference difference = difference_find(&scope, &subject, &oracle);
  observation_clear(&subject);
  observation_clear(&oracle);
  return difference;
}

static void the_wire_is_compared_byte_by_byte(void **state) {
  const struct {
    struct observation subject, oracle;
    enum difference_kind kind;
    const char *why;
  } rows[] = {
      {wire_of("agF", "GET", 80), wire_of("agF", "GET", 80), DIFFERENCE_NONE, "the same"},
      {wire_of("agF", "GET", 80), wire_of("agF", "GEt", 80), DIFFERENCE_BYTES, "other bytes"},
      {wire_of("agF", "Host: a:81", 81), wire_of("agF", "Host: a:9", 9), DIFFERENCE_NONE,
       "each the port of its own playing"},
      {wire_of("agF", "Host: a:81", 81), wire_of("agF", "Host: a:81", 9), DIFFERENCE_BYTES,
       "a port that is not its own"},
      {wire_of("aga", "GET", 80), wire_of("agF", "GET", 80), DIFFERENCE_CONNECTIONS,
       "one connection more"},
  };
  (void)state;
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct difference difference = compare_observations(rows[i].subject, rows[i].oracle, false);
    if (difference.kind != rows[i].kind) fail_msg("%s: %d", rows[i].why, difference.kind);
  }
}

static void ends_are_compared_where_they_are_the_clients_doing(void **state) {
  static const struct {
    const char *subject, *oracle;
    bool differs, is_cut;
    const char *why;
  } rows[] = {
      {"agF", "agR", true, false, "a FIN is no reset"},
      {"ag", "agF", true, false, "nor is it nothing"},
      {"agfF", "agf", true, false, "a peer that has only finished still sees how the client ends"},
      {"agFc", "agc", false, false, "of two that close, one is the first"},
      {"agr", "agRr", false, false, "so it is when the peer resets"},
      {"agFc", "agRc", true, false, "two ends that were seen are compared all the same"},
      {"atgF", "atgR", false, false, "TLS leaves octets unread, or does not"},
      {"atgF", "atg", true, false, "but it is ended"},
      {"atgnF", "atgF", true, false, "and alerts are told"},
      {"agF", "agR", false, true, "of what comes in pieces some may be unread"},
      {"ag", "agF", true, true, "but it is ended"},
  };
  (void)state;
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    for (int turned = 0; turned < 2; turned++) {
      const char *left = turned ? rows[i].oracle : rows[i].subject;
      const char *right = turned ? rows[i].subject : rows[i].oracle;
      struct difference difference =
          compare_observations(wire_of(left, "GET", 80), wire_of(right, "GET", 80), rows[i].is_cut);
      enum difference_kind expected = rows[i].differs ? DIFFERENCE_CONDUCT : DIFFERENCE_NONE;
      if (difference.kind != expected) fail_msg("%s: %d", rows[i].why, difference.kind);
    }
}

static void what_follows_outcomes_that_the_page_leaves_open_is_not_compared(void **state) {
  static const struct {
    const char *subject, *oracle;
    enum difference_kind kind;
    const char *why;
  } rows[] = {
      {"[" VALUE("1") "," VALUE("3") "]", "[" VALUE("2") "," VALUE("4") "]", DIFFERENCE_NONE,
       "another release went on otherwise, also on the wire"},
      {"[" VALUE("1") "," VALUE("3") "]", "[" VALUE("1") "," VALUE("4") "]", DIFFERENCE_STEP,
       "the same release does the same"},
      {"[" VALUE("1") "," VALUE("3") "]", "[" VALUE("1") "," VALUE("3") "]", DIFFERENCE_BYTES,
       "also on the wire"},
  };
  (void)state;
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    const char *console = ">>> audit_events()\n1\n2\n>>> audit_events()\n...\n";
    struct session_fixture subject = session_fixture_make(console, rows[i].subject);
    struct session_fixture oracle = session_fixture_make(console, rows[i].oracle);
    struct observation left = wire_of("agF", "GET", 80), right = wire_of("agF", "POST", 80);
    const struct difference_scope scope = {.session = subject.session, .edition = 313};
    json_decref(left.outcomes);
    json_decref(right.outcomes);
    left.outcomes = json_incref(subject.outcomes);
    right.outcomes = json_incref(oracle.outcomes);
    enum difference_kind kind = difference_find(&scope, &left, &right).kind;
    if (kind != rows[i].kind) fail_msg("%s: %d", rows[i].why, kind);
    observation_clear(&left);
    observation_clear(&right);
    session_fixture_clear(&subject);
    session_fixture_clear(&oracle);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(outcomes_are_compared_in_full_but_for_what_is_listed),
      cmocka_unit_test(the_wire_is_compared_byte_by_byte),
      cmocka_unit_test(ends_are_compared_where_they_are_the_clients_doing),
      cmocka_unit_test(what_follows_outcomes_that_the_page_leaves_open_is_not_compared),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
