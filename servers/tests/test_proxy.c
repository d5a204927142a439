/* Proxies: requests for tunnels and in absolute form, what proxies answer, and the origin behind.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "scene.h"

#define CONNECT "CONNECT origin:80 HTTP/1.0\r\nA: b\r\n\r\n"

/* Says the payload and reads to the end. */
static void asks_and_reads(struct client *client) {
  int connection = client_connect(client);
  client_say(client, connection, client->payload);
  client_finish(client, connection);
  client_read_all(client, connection);
  client_close(client, connection);
}

static void play(const char *script, const char *said, enum peer_delivery delivery,
                 struct scene_result *result) {
  char *payload = strdup(said);
  struct scene scene = {.script = script, .client = asks_and_reads, .payload = payload};
  scene.delivery = delivery;
  scene_play(scene, result);
  free(payload);
}

static void a_request_for_a_tunnel_is_received_in_every_spelling(void **state) {
  (void)state;
  static const struct {
    const char *why, *script, *said;
  } rows[] = {
      {"any target", "recv connect\nexpect fin\nfin", CONNECT},
      {"this target", "recv connect 'origin:80'\nexpect fin\nfin", CONNECT},
      {"another version", "recv connect 'origin:80'\nexpect fin\nfin",
       "CONNECT origin:80 HTTP/1.1\r\nHost: origin:80\r\n\r\n"},
      {"no field at all", "recv connect 'origin:80'\nexpect fin\nfin",
       "CONNECT origin:80 HTTP/1.0\r\n\r\n"},
      {"an address of IPv6", "recv connect '[::1]:80'\nexpect fin\nfin",
       "CONNECT [::1]:80 HTTP/1.1\r\n\r\n"},
      {"an empty line before it", "recv connect 'origin:80'\nexpect fin\nfin", "\r\n" CONNECT},
      {"a line of the head", "recv connect\n| A: b\nexpect fin\nfin", CONNECT},
      {"lines in any order", "recv connect 'o:1'\n| C: d\n| A: b\nexpect fin\nfin",
       "CONNECT o:1 HTTP/1.1\r\nA: b\r\nX: y\r\nC: d\r\n\r\n"},
      {"what follows is the tunnel's", "recv connect\nrecv 'inside'\nexpect fin\nfin",
       CONNECT "inside"},
      {"with a window", "listen window 4096\nrecv connect\nrecv 'inside'\nexpect fin\nfin",
       CONNECT "inside"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct scene_result result;
    play(rows[i].script, rows[i].said, PEER_DELIVERY_WHOLE, &result);
    if (!result.peer.completed) fail_msg("%s: %s", rows[i].why, result.peer.complaint.message);
    scene_clear(&result);
  }
}

static void what_is_wrong_with_a_request_for_a_tunnel_is_told(void **state) {
  (void)state;
  static const struct {
    const char *script, *said, *message;
  } rows[] = {
      {"recv connect 'origin:443'", CONNECT,
       "expected a tunnel to b'origin:443', the client asks for one to b'origin:80'"},
      {"recv connect 'origin'", CONNECT,
       "expected a tunnel to b'origin', the client asks for one to b'origin:80'"},
      {"recv connect", "GET / HTTP/1.1\r\n\r\n",
       "expected a request line CONNECT target HTTP/1.x, received b'GET / HTTP/1.1'"},
      {"recv connect", "CONNECT origin:80\r\n\r\n",
       "expected a request line CONNECT target HTTP/1.x, received b'CONNECT origin:80'"},
      {"recv connect", "CONNECT  HTTP/1.1\r\n\r\n",
       "expected a request line CONNECT target HTTP/1.x, received b'CONNECT  HTTP/1.1'"},
      {"recv connect", "CONNECT a:1 HTTP/2.0\r\n\r\n",
       "expected a request line CONNECT target HTTP/1.x, received b'CONNECT a:1 HTTP/2.0'"},
      {"recv connect 'origin:80'\n| A: c", CONNECT,
       "expected the line b'A: c', the head of the CONNECT request has b'A: b\\r\\n\\r\\n'"},
      {"recv connect", "CONNECT a:1 HT",
       "the client closed the connection in order (FIN) before the empty line that ends a CONNECT "
       "request had come; it had sent b'CONNECT a:1 HT'"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct scene_result result;
    play(rows[i].script, rows[i].said, PEER_DELIVERY_WHOLE, &result);
    assert_false(result.peer.completed);
    assert_string_equal(result.peer.complaint.message, rows[i].message);
    scene_clear(&result);
  }
}

/* Each answer goes in every delivery; in one of them byte by byte. */
static void a_proxy_answers_whatever_the_script_says(void **state) {
  (void)state;
  static const char *const answers[] = {
      "HTTP/1.0 200 OK\\r\\n\\r\\n",
      "HTTP/1.1 200 Connection established\\r\\nVia: 1.1 p\\r\\n\\r\\n",
      "HTTP/1.1 200 OK\\r\\nContent-Length: 4\\r\\n\\r\\nText",
      "HTTP/1.1 302 Found\\r\\nLocation: /\\r\\n\\r\\n",
      "HTTP/1.1 407 Proxy Authentication Required\\r\\nContent-Length: 2\\r\\n\\r\\nno",
      "HTTP/1.1 502 Bad Gateway\\r\\n\\r\\n",
      "no answer\\r\\n",
      "HTTP/1.1 20",
  };
  for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
    char *whole = NULL;
    for (int delivery = PEER_DELIVERY_WHOLE; delivery <= PEER_DELIVERY_SPLIT; delivery++) {
      char script[200];
      struct scene_result result;
      snprintf(script, sizeof script, "recv connect\nsend '%s'\nclose", answers[i]);
      play(script, CONNECT, (enum peer_delivery)delivery, &result);
      assert_true(result.peer.completed);
      if (!whole) whole = strdup(result.client.answer);
      assert_string_equal(result.client.answer, whole);
      scene_clear(&result);
    }
    free(whole);
  }
}

static void asks_through_a_tunnel(struct client *client) {
  int connection = client_connect(client);
  client_say(client, connection, CONNECT);
  client_read(client, connection, strlen("HTTP/1.0 200 OK\r\n\r\n"));
  client_say(client, connection, "GET / HTTP/1.1\r\nHost: origin\r\n\r\n");
  client_read_all(client, connection);
  client_close(client, connection);
}

static void the_origin_speaks_behind_the_proxy_in_one_script(void **state) {
  (void)state;
  struct scene_result result;
  scene_play((struct scene){.script = "recv connect 'origin:80'\n"
                                      "send 'HTTP/1.0 200 OK\\r\\n\\r\\n'\n"
                                      "recv request\n| GET / HTTP/1.1\n| Host: origin\n|\n"
                                      "send 'HTTP/1.1 204 No Content\\r\\n\\r\\n'\nclose",
                            .client = asks_through_a_tunnel},
             &result);
  assert_true(result.peer.completed);
  assert_string_equal(result.client.answer,
                      "HTTP/1.0 200 OK\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n");
  scene_clear(&result);
}

static void a_request_in_absolute_form_is_checked_as_any(void **state) {
  (void)state;
  const char *script = "recv request\n| GET http://origin/x HTTP/1.1\n| Host: origin\n|\nfin";
  struct scene_result result;
  play(script, "GET http://origin/x HTTP/1.1\r\nHost: origin\r\n\r\n", PEER_DELIVERY_WHOLE,
       &result);
  assert_true(result.peer.completed);
  scene_clear(&result);
  play(script, "GET /x HTTP/1.1\r\nHost: origin\r\n\r\n", PEER_DELIVERY_WHOLE, &result);
  assert_false(result.peer.completed);
  assert_non_null(strstr(result.peer.complaint.message, "the first difference is at offset 4"));
  scene_clear(&result);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_request_for_a_tunnel_is_received_in_every_spelling),
      cmocka_unit_test(what_is_wrong_with_a_request_for_a_tunnel_is_told),
      cmocka_unit_test(a_proxy_answers_whatever_the_script_says),
      cmocka_unit_test(the_origin_speaks_behind_the_proxy_in_one_script),
      cmocka_unit_test(a_request_in_absolute_form_is_checked_as_any),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
