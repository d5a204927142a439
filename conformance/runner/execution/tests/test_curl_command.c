#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "execution/curl_command.h"
#include "session_fixture.h"

#define CURL "curl --silent --show-error --include --http1.1"
#define BARE " -H User-Agent: -H Accept: -H Content-Type: -H Expect:"
#define PLAIN BARE " -H 'Accept-Encoding: identity'"
#define URL " http://127.0.0.1:80/"

static void the_first_request_is_made_as_far_as_the_session_says_it(void **state) {
  static const struct {
    const char *session, *command, *why;
  } rows[] = {
      {"1", CURL PLAIN URL, "without a request, a plain GET"},
      {"c.request('GET', '/')", CURL PLAIN URL, "GET of / is curl's own"},
      {"c.request('HEAD', '/a b?c')", CURL " --head --request-target '/a b?c'" PLAIN URL,
       "a target goes as it is; curl must know that HEAD has no body"},
      {"c.request('PUT', '/x', b'a\\x00\\xff%', {'X-A': \"it's\"})",
       "printf 'a\\000\\377\\045' | " CURL " --request PUT --request-target /x" PLAIN
       " -H 'Content-Length: 4' -H 'X-A: it'\\''s' --data-binary @-" URL,
       "octets go through printf; the length stands where http.client puts it"},
      {"c.request('POST', '/', body=file(b'ab'))",
       "printf 'ab' | " CURL " --request POST" PLAIN
       " -H 'Transfer-Encoding: chunked' --data-binary @-" URL,
       "a file has no length"},
      {"c.request('GET', host, None, {'Accept-Encoding': 'x', 'B': host})",
       CURL BARE " -H 'Accept-Encoding: x'" URL, "what only a run tells is left out"},
      {"c.putrequest('GET', '/', skip_host=True, skip_accept_encoding=1)\n"
       ">>> c.putheader('A', 'b')\n>>> c.endheaders(b'c')",
       "printf 'c' | " CURL " --request GET" BARE
       " -H Host: -H 'Content-Length: 1' -H 'A: b' --data-binary @-" URL,
       "step by step"},
  };
  (void)state;
  const struct curl_target target = {"127.0.0.1", 80, PEER_TRANSPORT_PLAIN, "/a.pem"};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    char console[256];
    snprintf(console, sizeof console, ">>> c = connect()\n>>> %s\n...\n", rows[i].session);
    struct session_fixture fixture = session_fixture_parse(console);
    char *command = curl_command(fixture.session, &target);
    if (strcmp(command, rows[i].command) != 0)
      fail_msg("%s:\n%s\ninstead of\n%s", rows[i].why, command, rows[i].command);
    free(command);
    session_fixture_clear(&fixture);
  }
}

static void each_transport_has_its_own_options(void **state) {
  static const struct {
    struct curl_target target;
    const char *end;
  } rows[] = {
      {{"127.0.0.1", 9, PEER_TRANSPORT_TLS, "/a b.pem"},
       " --cacert '/a b.pem' https://127.0.0.1:9/"},
      {{"::1", 9, PEER_TRANSPORT_TUNNEL, "/a.pem"},
       " --proxy http://[::1]:9 --cacert /a.pem https://[::1]:9/"},
  };
  (void)state;
  struct session_fixture fixture = session_fixture_parse(">>> connect()\n...\n");
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    char *command = curl_command(fixture.session, &rows[i].target);
    assert_string_equal(command + strlen(CURL PLAIN), rows[i].end);
    free(command);
  }
  session_fixture_clear(&fixture);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_first_request_is_made_as_far_as_the_session_says_it),
      cmocka_unit_test(each_transport_has_its_own_options),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
