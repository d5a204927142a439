#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "execution/connecting.h"
#include "session_fixture.h"

static void assert_json(json_t *observed, const char *expected) {
  json_t *wanted = json_loads(expected, JSON_DECODE_ANY, NULL);
  assert_non_null(wanted);
  char *text = json_dumps(observed, JSON_ENCODE_ANY);
  if (!json_equal(observed, wanted)) fail_msg("%s\ninstead of\n%s", text, expected);
  free(text);
  json_decref(wanted);
}

#define CONTEXT "\"context\": {\"context\": {\"cafile\": {\"ref\": \"authority\"}, \"shared\": true}}"
#define PEER "\"args\": [{\"ref\": \"host\"}, {\"ref\": \"port\"}]"
#define SECURE "\"call\": \"HTTPSConnection\", \"on\": \"http.client\", " PEER

static void each_connection_is_made_over_the_transport(void **state) {
  static const struct {
    const char *console;
    enum peer_transport transport;
    const char *steps;
    const char *why;
  } rows[] = {
      {">>> c = connect()\n", PEER_TRANSPORT_PLAIN,
       "[{\"call\": \"HTTPConnection\", \"on\": \"http.client\", " PEER ", \"as\": \"c\"}]",
       "over TCP the session is played as it stands"},
      {">>> c = connect(timeout=5)\n>>> c.close()\n", PEER_TRANSPORT_TLS,
       "[{" SECURE ", \"kwargs\": {\"timeout\": 5, " CONTEXT "}, \"as\": \"c\"},"
       " {\"call\": \"close\", \"on\": \"c\"}]",
       "over TLS a context comes to the arguments"},
      {">>> c = connect()\n>>> c.close()\n", PEER_TRANSPORT_TUNNEL,
       "[{" SECURE ", \"kwargs\": {" CONTEXT "}, \"as\": \"c\"},"
       " {\"call\": \"set_tunnel\", \"on\": \"c\", " PEER "},"
       " {\"call\": \"close\", \"on\": \"c\"}]",
       "the tunnel is set up before anything else"},
      {">>> connect()\n...\n", PEER_TRANSPORT_TUNNEL,
       "[{" SECURE ", \"kwargs\": {" CONTEXT "}, \"as\": \"_0\"},"
       " {\"call\": \"set_tunnel\", \"on\": \"_0\", " PEER "}]",
       "a connection without a name gets one"},
      {">>> c = HTTPConnection(host, port)\n", PEER_TRANSPORT_TLS,
       "[{\"call\": \"HTTPConnection\", \"on\": \"http.client\", " PEER ", \"as\": \"c\"}]",
       "what the session constructs itself stays"},
  };
  (void)state;
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct session_fixture fixture = session_fixture_parse(rows[i].console);
    json_t *before = json_deep_copy(fixture.session->steps);
    json_t *steps = connecting_steps(fixture.session, rows[i].transport);
    print_message("%s\n", rows[i].why);
    assert_json(steps, rows[i].steps);
    assert_true(json_equal(before, fixture.session->steps));
    json_decref(before);
    json_decref(steps);
    session_fixture_clear(&fixture);
  }
}

static void outcomes_are_told_as_of_the_sessions_own_steps(void **state) {
  static const struct {
    enum peer_transport transport;
    const char *observed, *told;
    const char *why;
  } rows[] = {
      {PEER_TRANSPORT_TLS, "[{\"value\": 1}, {\"value\": 2}, {\"value\": 3}]",
       "[{\"value\": 1}, {\"value\": 2}, {\"value\": 3}]", "without a tunnel they are the same"},
      {PEER_TRANSPORT_TUNNEL,
       "[{\"value\": 1}, {\"value\": null}, {\"value\": 2}, {\"value\": 3}, {\"value\": null}]",
       "[{\"value\": 1}, {\"value\": 2}, {\"value\": 3}]", "set_tunnel() is left out"},
      {PEER_TRANSPORT_TUNNEL,
       "[{\"value\": 1}, {\"raises\": {}}, {\"value\": 2}, {\"value\": 3}, {\"value\": null}]",
       "[{\"raises\": {}}, {\"value\": 2}, {\"value\": 3}]",
       "set_tunnel() that raises is what came of connect()"},
      {PEER_TRANSPORT_TUNNEL,
       "[{\"raises\": {}}, {\"unbound\": \"a\"}, {\"unbound\": \"a\"}, {\"value\": 3}, {\"value\": "
       "null}]",
       "[{\"raises\": {}}, {\"unbound\": \"a\"}, {\"value\": 3}]",
       "a connection that was not made cannot be tunnelled either"},
  };
  (void)state;
  struct session_fixture fixture =
      session_fixture_parse(">>> a = connect()\n>>> a.close()\n>>> b = connect()\n");
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    json_t *observed = json_loads(rows[i].observed, 0, NULL);
    print_message("%s\n", rows[i].why);
    json_t *told = connecting_outcomes(fixture.session, rows[i].transport, observed);
    assert_json(told, rows[i].told);
    json_decref(told);
  }
  session_fixture_clear(&fixture);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(each_connection_is_made_over_the_transport),
      cmocka_unit_test(outcomes_are_told_as_of_the_sessions_own_steps),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
