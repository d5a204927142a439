#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tls_client.h"

#define REQUEST "GET / HTTP/1.1\r\n\r\n"

static void play(const char *script, struct visit *visit, struct scene_result *result) {
  visit->identities = tls_identities;
  if (!visit->said) visit->said = REQUEST;
  scene_play(
      (struct scene){
          .script = script, .client = tls_visit, .payload = visit, .identities = tls_identities},
      result);
}

static const struct {
  const char *why, *script;
  struct visit visit;
  const char *answer;
  enum tls_end end;
  const char *reason; /* that the client gives; NULL: any */
} fault_rows[] = {
    {"an end in order",
     "tls\nrecv request\nsend 'ok'\nfin\nexpect close",
     {0},
     "ok",
     TLS_END_NOTIFIED,
     ""},
    {"an end in order in TLS 1.2",
     "tls version 1.2\nrecv request\nsend 'ok'\nclose",
     {0},
     "ok",
     TLS_END_NOTIFIED,
     ""},
    {"a truncated answer",
     "tls\nrecv request\nsend 'ok'\nfin without close_notify\nexpect close",
     {0},
     "ok",
     TLS_END_TRUNCATED,
     "unexpected eof while reading"},
    {"a truncated answer, closed",
     "tls\nrecv request\nsend 'ok'\nclose without close_notify",
     {0},
     "ok",
     TLS_END_TRUNCATED,
     "unexpected eof while reading"},
    {"close_notify without FIN",
     "tls\nrecv request\nsend 'ok'\nsend alert close_notify\nexpect close",
     {0},
     "ok",
     TLS_END_NOTIFIED,
     ""},
    {"a reset", "tls\nrecv request\nsend 'ok'\nreset", {0}, NULL, TLS_END_FAILED, NULL},
    {"an alert instead of an answer",
     "tls\nrecv request\nsend alert internal_error\nexpect close",
     {0},
     "",
     TLS_END_FAILED,
     "tlsv1 alert internal error"},
    {"an alert behind a part of the answer",
     "tls\nrecv request\nsend 'ok'\nsend alert access_denied\nfin\nexpect close",
     {0},
     "ok",
     TLS_END_FAILED,
     "tlsv1 alert access denied"},
    {"plain bytes inside of TLS",
     "tls\nrecv request\nsend raw 'HTTP/1.1 200 OK\\r\\n\\r\\n'\nexpect close",
     {0},
     "",
     TLS_END_FAILED,
     "wrong version number"},
    {"plain bytes instead of a handshake",
     "recv 5\nsend 'HTTP/1.1 400 Bad Request\\r\\n\\r\\n'\nclose",
     {0},
     NULL,
     TLS_END_NOT_READ,
     "wrong version number"},
    {"a record that is cut, and FIN",
     "tls\nrecv request\nsend cut 10 'hello'\nfin\nexpect close",
     {0},
     "",
     TLS_END_TRUNCATED,
     "unexpected eof while reading"},
    {"a record that is cut in its head",
     "tls\nrecv request\nsend 'ok'\nsend cut 1 'hello'\nclose",
     {0},
     "ok",
     TLS_END_TRUNCATED,
     "unexpected eof while reading"},
    {"a corrupted record",
     "tls\nrecv request\nsend 'ok'\nsend corrupt 'hello'\nexpect alert bad_record_mac",
     {0},
     "ok",
     TLS_END_FAILED,
     "decryption failed or bad record mac"},
    {"a corrupted record in TLS 1.2",
     "tls version 1.2\nrecv request\nsend corrupt 'hello'\nexpect alert bad_record_mac",
     {0},
     "",
     TLS_END_FAILED,
     "decryption failed or bad record mac"},
    {"new keys",
     "tls\nrecv request\nsend 'o'\nupdate keys\nsend 'k'\nfin\nexpect close",
     {0},
     "ok",
     TLS_END_NOTIFIED,
     ""},
    {"new keys on both sides",
     "tls\nrecv request\nsend 'o'\nupdate keys requested\nsend 'k'\nfin\nexpect close",
     {0},
     "ok",
     TLS_END_NOTIFIED,
     ""},
    {"new keys before the next byte",
     "tls\nrecv request\nupdate keys requested\nsend 'ok'\nfin\nrecv 'x'\nexpect keys updated\n"
     "expect close",
     {.said_last = "x"},
     "ok",
     TLS_END_NOTIFIED,
     ""},
    {"tickets",
     "tls tickets 2\nrecv request\nsend 'o'\nsend ticket\nsend 'k'\nfin\nexpect close",
     {0},
     "ok",
     TLS_END_NOTIFIED,
     ""},
    {"a certificate behind the handshake",
     "tls\nexpect client certificate none\nrecv request\nrequest certificate\n"
     "expect client certificate \"client\"\nsend 'ok'\nfin\nexpect close",
     {.offers_authentication = true, .has_certificate = true},
     "ok",
     TLS_END_NOTIFIED,
     ""},
    {"no certificate behind the handshake",
     "tls\nrecv request\nrequest certificate\nexpect client certificate none\nsend 'ok'\nfin\n"
     "expect close",
     {.offers_authentication = true},
     "ok",
     TLS_END_NOTIFIED,
     ""},
    {"a required certificate that does not come",
     "tls\nrecv request\nrequest certificate required\nexpect tls failure\nexpect close",
     {.offers_authentication = true},
     "",
     TLS_END_FAILED,
     "tlsv13 alert certificate required"},
};

static void clients_see_what_the_script_does(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof fault_rows / sizeof *fault_rows; i++) {
    struct visit visit = fault_rows[i].visit;
    struct scene_result result;
    play(fault_rows[i].script, &visit, &result);
    if (!result.peer.completed)
      fail_msg("%s: %s", fault_rows[i].why, result.peer.complaint.message);
    const char *answer = result.client.answer ? result.client.answer : "";
    if (fault_rows[i].answer && strcmp(answer, fault_rows[i].answer) != 0)
      fail_msg("%s: %s", fault_rows[i].why, answer);
    if (visit.end != fault_rows[i].end) fail_msg("%s: end %d", fault_rows[i].why, visit.end);
    if (fault_rows[i].reason && strcmp(visit.reason, fault_rows[i].reason) != 0)
      fail_msg("%s: %s", fault_rows[i].why, visit.reason);
    scene_clear(&result);
  }
}

static void tickets_and_requests_have_an_extension_that_means_nothing(void **state) {
  (void)state;
  struct visit visit = {0};
  struct scene_result result;
  play("tls certificate asked tickets 2\nrecv request\nsend ticket\nsend 'ok'\nfin\nexpect close",
       &visit, &result);
  assert_true(result.peer.completed);
  assert_string_equal(result.client.answer, "ok");
  assert_int_equal(visit.private_extensions, 1 + 3); /* a request, tickets */
  scene_clear(&result);
}

static void every_fatal_alert_can_be_sent(void **state) {
  (void)state;
  static const char *const alerts[] = {"unexpected_message", "handshake_failure",
                                       "certificate_revoked", "internal_error",
                                       "no_application_protocol"};
  for (size_t i = 0; i < sizeof alerts / sizeof *alerts; i++) {
    char script[100], event[100];
    struct visit visit = {0};
    struct scene_result result;
    snprintf(script, sizeof script, "tls\nrecv request\nsend alert %s\nexpect close", alerts[i]);
    snprintf(event, sizeof event, "1 * peer sends alert %s\n", alerts[i]);
    play(script, &visit, &result);
    assert_true(result.peer.completed);
    assert_int_equal(visit.end, TLS_END_FAILED);
    char *log = scene_log(&result);
    if (!strstr(log, event)) fail_msg("%s", log);
    free(log);
    scene_clear(&result);
  }
}

static void what_the_peer_cannot_do_is_a_complaint(void **state) {
  (void)state;
  static const struct {
    const char *why, *script;
    struct visit visit;
    const char *message;
  } rows[] = {
      {"an alert in TLS 1.2",
       "tls version 1.2\nrecv request\nsend alert internal_error",
       {0},
       "the peer cannot do this in TLS 1.2; write 'tls version 1.3'"},
      {"new keys in TLS 1.2",
       "tls version 1.2\nrecv request\nupdate keys",
       {0},
       "the peer cannot do this in TLS 1.2; write 'tls version 1.3'"},
      {"a client that offers no authentication",
       "tls\nrecv request\nrequest certificate",
       {0},
       "the peer cannot request a certificate: the client does not offer authentication behind the "
       "handshake"},
      {"a cut behind the end",
       "tls\nrecv request\nsend cut 1000 'x'",
       {0},
       "the peer cannot cut there: the whole record is no longer than what is to be sent of it"},
      {"behind an alert",
       "tls\nrecv request\nsend alert close_notify\nsend corrupt 'x'",
       {0},
       "the peer cannot do this any more: TLS is over on this connection"},
      {"no new session",
       "tls\nexpect session resumed",
       {0},
       "expected the session to be resumed, it is new"},
      {"a certificate that does not come",
       "tls\nrecv request\nrequest certificate required\nexpect client certificate \"client\"",
       {.offers_authentication = true},
       "the client's certificate did not come: the peer sent the alert certificate_required (peer "
       "did not return a certificate)"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct visit visit = rows[i].visit;
    struct scene_result result;
    play(rows[i].script, &visit, &result);
    if (result.peer.completed) fail_msg("%s: no complaint", rows[i].why);
    if (strcmp(result.peer.complaint.message, rows[i].message) != 0)
      fail_msg("%s: %s", rows[i].why, result.peer.complaint.message);
    scene_clear(&result);
  }
}

static void plain_connections_have_nothing_of_tls(void **state) {
  (void)state;
  static const struct {
    const char *script, *message;
  } rows[] = {
      {"recv 1\nexpect sni none", "there is no TLS on this connection"},
      {"recv 1\nexpect alert internal_error", "there is no TLS on this connection"},
      {"recv 1\nsend raw 'x'", "the peer cannot do this: there is no TLS on this connection"},
      {"recv 1\nsend ticket", "the peer cannot do this: there is no TLS on this connection"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct visit visit = {0};
    struct scene_result result;
    play(rows[i].script, &visit, &result);
    assert_false(result.peer.completed);
    assert_string_equal(result.peer.complaint.message, rows[i].message);
    scene_clear(&result);
  }
}

static void a_plain_client_fails_where_tls_is_expected(void **state) {
  (void)state;
  struct peer *peer = peer_new(tls_identities);
  struct peer_script *script = scene_script("tls\nexpect tls failure\nexpect close");
  struct client client = {.port = peer_port(peer)};
  struct peer_result result;
  peer_begin(peer, script, PEER_TRANSPORT_PLAIN, PEER_DELIVERY_WHOLE, 0);
  client_say(&client, client_connect(&client), REQUEST);
  client_finish(&client, 0);
  struct pollfd fds[PEER_POLL_MAX];
  while (!peer_finished(peer)) {
    size_t count = peer_poll(peer, fds);
    poll(fds, count, -1);
    peer_handle(peer, fds, count);
  }
  peer_end(peer, &result);
  assert_true(result.completed);
  peer_result_clear(&result);
  client_close(&client, 0);
  peer_script_free(script);
  peer_free(peer);
}

static void a_ticket_resumes_the_session(void **state) {
  (void)state;
  static const int versions[] = {TLS1_2_VERSION, TLS1_3_VERSION};
  for (int i = 0; i < 2; i++) {
    SSL_SESSION *session = NULL;
    struct visit first = {.session = &session, .version = versions[i], .says_goodbye = true},
                 second = first;
    struct scene_result result;
    play("tls tickets 1\nexpect session new\nrecv request\nsend 'ok'\nfin\nexpect close", &first,
         &result);
    assert_true(result.peer.completed);
    scene_clear(&result);
    play("tls tickets 1\nexpect session resumed\nrecv request\nsend 'ok'\nfin\nexpect close",
         &second, &result);
    if (!result.peer.completed) fail_msg("%d: %s", i, result.peer.complaint.message);
    assert_true(second.is_resumed);
    scene_clear(&result);
    SSL_SESSION_free(session);
  }
}

/* TLS to the proxy, and inside of it TLS to the server that the proxy stands for. */
static void visit_through_tls(struct client *client) {
  SSL_CTX *context = SSL_CTX_new(TLS_client_method());
  SSL *outer = SSL_new(context), *inner = SSL_new(context);
  BIO *bio = BIO_new(BIO_f_ssl());
  char answer[19], name[] = "inner.test";
  size_t length = 0;
  SSL_set_fd(outer, client->sockets[client_connect(client)]);
  SSL_connect(outer);
  SSL_write_ex(outer, "CONNECT a.test:443 HTTP/1.1\r\n\r\n", 31, &length);
  for (size_t have = 0; have < sizeof answer; have += length)
    if (!SSL_read_ex(outer, answer + have, sizeof answer - have, &length)) break;
  BIO_set_ssl(bio, outer, BIO_NOCLOSE);
  SSL_set_bio(inner, bio, bio);
  SSL_set_tlsext_host_name(inner, name);
  SSL_connect(inner);
  SSL_write_ex(inner, REQUEST, strlen(REQUEST), &length);
  client->answer = calloc(1, 16);
  while (SSL_read_ex(inner, client->answer + client->answer_length, 15 - client->answer_length,
                     &length))
    client->answer_length += length;
  SSL_free(inner);
  SSL_free(outer);
  SSL_CTX_free(context);
  client_close(client, 0);
}

static void tls_goes_through_tls(void **state) {
  (void)state;
  struct scene_result result;
  scene_play((struct scene){.script = "tls\nexpect sni none\nrecv head\n"
                                      "send 'HTTP/1.1 200 OK\\r\\n\\r\\n'\n"
                                      "tls identity wildcard\nexpect sni \"inner.test\"\n"
                                      "recv request\nsend 'ok'\nfin\nexpect fin",
                            .client = visit_through_tls,
                            .delivery = PEER_DELIVERY_BYTES,
                            .identities = tls_identities},
             &result);
  if (!result.peer.completed) fail_msg("%s", result.peer.complaint.message);
  assert_string_equal(result.client.answer, "ok");
  scene_clear(&result);
}

static void a_long_answer_waits_for_the_client(void **state) {
  (void)state;
  struct visit visit = {.identities = tls_identities, .said = REQUEST};
  struct scene_result result;
  scene_play((struct scene){.script = "tls\nrecv request\nsend 'x' * 20000000\nfin\nexpect close",
                            .client = tls_visit,
                            .payload = &visit,
                            .identities = tls_identities},
             &result);
  assert_true(result.peer.completed);
  assert_int_equal(result.client.answer_length, 20000000);
  assert_int_equal(visit.end, TLS_END_NOTIFIED);
  scene_clear(&result);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(clients_see_what_the_script_does),
      cmocka_unit_test(tickets_and_requests_have_an_extension_that_means_nothing),
      cmocka_unit_test(every_fatal_alert_can_be_sent),
      cmocka_unit_test(what_the_peer_cannot_do_is_a_complaint),
      cmocka_unit_test(plain_connections_have_nothing_of_tls),
      cmocka_unit_test(a_plain_client_fails_where_tls_is_expected),
      cmocka_unit_test(a_ticket_resumes_the_session),
      cmocka_unit_test(tls_goes_through_tls),
      cmocka_unit_test(a_long_answer_waits_for_the_client),
  };
  return cmocka_run_group_tests(tests, tls_identities_make, tls_identities_free);
}
