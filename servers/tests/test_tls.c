#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>
#include <openssl/x509_vfy.h>

#include "tls_client.h"

#define REQUEST "GET / HTTP/1.1\r\n\r\n"

enum { THREADS = 4, CONVERSATIONS = 20 };

/* One for all tests, as for all peers of a program. */

static void play(const char *script, struct visit *visit, struct scene_result *result) {
  visit->identities = tls_identities;
  scene_play(
      (struct scene){
          .script = script, .client = tls_visit, .payload = visit, .identities = tls_identities},
      result);
}

static void assert_completed(const struct scene_result *result, const char *why) {
  if (!result->peer.completed) fail_msg("%s: %s", why, result->peer.complaint.message);
}

static void assert_complaint(const struct scene_result *result, const char *why, unsigned line,
                             const char *message) {
  if (result->peer.completed) fail_msg("%s: no complaint", why);
  if (strcmp(result->peer.complaint.message, message) != 0)
    fail_msg("%s: %s", why, result->peer.complaint.message);
  assert_int_equal(result->peer.complaint.place.line, line);
}

static void assert_log(const struct scene_result *result, const char *why, const char *expected) {
  char *log = scene_log(result);
  if (strcmp(log, expected) != 0) fail_msg("%s:\n%s", why, log);
  free(log);
}

static const struct {
  const char *identity, *host;
  long verify_result;
  const char *alert; /* that the client sends; NULL: it is content */
} identity_rows[] = {
    {"good", "127.0.0.1", X509_V_OK, NULL},
    {"good", "localhost", X509_V_OK, NULL},
    {"good", "::1", X509_V_OK, NULL},
    {"good", "example.test", X509_V_ERR_HOSTNAME_MISMATCH, "bad_certificate"},
    {"rsa", "127.0.0.1", X509_V_OK, NULL},
    {"intermediate", "127.0.0.1", X509_V_OK, NULL},
    {"missing-intermediate", "127.0.0.1", X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
     "unknown_ca"},
    {"expired", "127.0.0.1", X509_V_ERR_CERT_HAS_EXPIRED, "certificate_expired"},
    {"not-yet-valid", "127.0.0.1", X509_V_ERR_CERT_NOT_YET_VALID, "bad_certificate"},
    {"self-signed", "127.0.0.1", X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, "unknown_ca"},
    {"unknown-authority", "127.0.0.1", X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, "unknown_ca"},
    {"wrong-name", "localhost", X509_V_ERR_HOSTNAME_MISMATCH, "bad_certificate"},
    {"wrong-name", "other.example.test", X509_V_OK, NULL},
    {"wrong-address", "127.0.0.1", X509_V_ERR_IP_ADDRESS_MISMATCH, "bad_certificate"},
    {"wrong-address", "127.0.0.2", X509_V_OK, NULL},
    {"name-only", "localhost", X509_V_OK, NULL},
    {"name-only", "127.0.0.1", X509_V_ERR_IP_ADDRESS_MISMATCH, "bad_certificate"},
    {"address-only", "127.0.0.1", X509_V_OK, NULL},
    {"address-only", "localhost", X509_V_ERR_HOSTNAME_MISMATCH, "bad_certificate"},
    {"common-name-only", "127.0.0.1", X509_V_ERR_IP_ADDRESS_MISMATCH, "bad_certificate"},
    {"wildcard", "www.example.test", X509_V_OK, NULL},
    {"wildcard", "example.test", X509_V_ERR_HOSTNAME_MISMATCH, "bad_certificate"},
    {"wildcard", "a.www.example.test", X509_V_ERR_HOSTNAME_MISMATCH, "bad_certificate"},
    {"wildcard-wrong", "www.example.test", X509_V_ERR_HOSTNAME_MISMATCH, "bad_certificate"},
    {"wildcard-short", "example.test", X509_V_ERR_HOSTNAME_MISMATCH, "bad_certificate"},
    {"other-letters", "xn--bcher-kva.example.test", X509_V_OK, NULL},
    {"organization-only", "localhost", X509_V_ERR_HOSTNAME_MISMATCH, "bad_certificate"},
    {"sha1", "127.0.0.1", X509_V_ERR_CA_MD_TOO_WEAK, "bad_certificate"},
    {"md5", "127.0.0.1", X509_V_ERR_CA_MD_TOO_WEAK, "bad_certificate"},
};

static void every_identity_is_right_or_wrong_as_its_name_says(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof identity_rows / sizeof *identity_rows; i++) {
    char script[200], why[100];
    snprintf(why, sizeof why, "%s for %s", identity_rows[i].identity, identity_rows[i].host);
    snprintf(script, sizeof script,
             identity_rows[i].alert ? "tls identity %s\nexpect alert %s\nexpect close"
                                    : "tls identity %s\nrecv request\nsend 'ok'\nfin\nexpect close",
             identity_rows[i].identity, identity_rows[i].alert);
    struct visit visit = {.host = identity_rows[i].host, .said = REQUEST};
    struct scene_result result;
    play(script, &visit, &result);
    assert_completed(&result, why);
    if (visit.verify_result != identity_rows[i].verify_result)
      fail_msg("%s: %s", why, X509_verify_cert_error_string(visit.verify_result));
    assert_int_equal(visit.is_secure, identity_rows[i].alert == NULL);
    if (visit.is_secure) assert_string_equal(result.client.answer, "ok");
    scene_clear(&result);
  }
}

static const struct {
  const char *why, *script;
  struct visit visit;
  const char *protocol; /* chosen */
} conversation_rows[] = {
    {"what a plain client says",
     "tls\nexpect tls 1.3\nexpect sni none\nexpect alpn none\n"
     "expect client certificate none",
     {0},
     ""},
    {"TLS 1.2", "tls\nexpect tls 1.2", {.version = TLS1_2_VERSION}, ""},
    {"TLS 1.2 only", "tls version 1.2\nexpect tls 1.2", {0}, ""},
    {"TLS 1.3 only", "tls version 1.3\nexpect tls 1.3", {0}, ""},
    {"both versions", "tls version 1.2-1.3\nexpect tls 1.2", {.version = TLS1_2_VERSION}, ""},
    {"a server name", "tls\nexpect sni \"localhost\"", {.host = "localhost"}, ""},
    {"an identity by server name",
     "tls identity expired sni \"localhost\" good sni \"www.example.test\" wildcard",
     {.host = "www.example.test"},
     ""},
    {"the identity for all other names", "tls identity good sni \"localhost\" expired", {0}, ""},
    {"no ALPN by the peer", "tls\nexpect alpn \"http/1.1\"", {.protocols = "\x8http/1.1"}, ""},
    {"ALPN",
     "tls alpn \"http/1.1\"\nexpect alpn \"http/1.1\"",
     {.protocols = "\x8http/1.1"},
     "http/1.1"},
    {"ALPN as the peer prefers",
     "tls alpn \"h2\" \"http/1.1\"\nexpect alpn \"http/1.1\" \"h2\"",
     {.protocols = "\x8http/1.1\x2h2"},
     "h2"},
    {"ALPN to a client without", "tls alpn \"h2\"\nexpect alpn none", {0}, ""},
    {"a client's certificate",
     "tls certificate required\nexpect client certificate \"client\"",
     {.has_certificate = true},
     ""},
    {"a client's certificate in TLS 1.2",
     "tls certificate asked\nexpect client certificate \"client\"",
     {.has_certificate = true, .version = TLS1_2_VERSION},
     ""},
    {"a client that has none", "tls certificate asked\nexpect client certificate none", {0}, ""},
    {"a hello with all of these", "tls\nexpect hello version with \"1.2\" \"1.3\"", {0}, ""},
    {"a hello with none of these", "tls\nexpect hello cipher without \"*_RC4_*\" \"0x*\"", {0}, ""},
    {"a hello's first", "tls\nexpect hello cipher first \"no\" \"TLS_AES_*\"", {0}, ""},
    {"a hello of TLS 1.2",
     "tls\nexpect hello version without \"1.3\"\nexpect hello version first \"1.2\"\n"
     "expect hello extension without \"supported_versions\"",
     {.version = TLS1_2_VERSION},
     ""},
    {"an extension that a cipher stands for",
     "tls\nexpect hello extension with \"renegotiation_info\" \"key_share\"",
     {0},
     ""},
    {"compression", "tls\nexpect hello compression first \"null\"", {0}, ""},
    {"formats of points", "tls\nexpect hello point-format first \"uncompressed\"", {0}, ""},
    {"groups and signatures",
     "tls\nexpect hello group with \"secp256r1\"\nexpect hello signature with \"*_sha256\"",
     {0},
     ""},
};

static void handshakes_are_as_the_script_says(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof conversation_rows / sizeof *conversation_rows; i++) {
    char script[300];
    snprintf(script, sizeof script,
             "%s\nrecv request\nsend 'ok'\nfin\nexpect fin without close_notify",
             conversation_rows[i].script);
    struct visit visit = conversation_rows[i].visit;
    struct scene_result result;
    visit.said = REQUEST;
    play(script, &visit, &result);
    assert_completed(&result, conversation_rows[i].why);
    assert_string_equal(result.client.answer, "ok");
    assert_int_equal(visit.end, TLS_END_NOTIFIED);
    assert_string_equal(visit.protocol, conversation_rows[i].protocol);
    scene_clear(&result);
  }
}

static const struct {
  const char *why, *script;
  struct visit visit;
  unsigned line;
  const char *message;
} complaint_rows[] = {
    {"a client that does not trust",
     "tls identity self-signed\nrecv request",
     {0},
     1,
     "the TLS handshake failed: the client sent the alert unknown_ca"},
    {"no common version",
     "tls version 1.3",
     {.version = TLS1_2_VERSION},
     1,
     "the TLS handshake failed: the peer sent the alert protocol_version (unsupported protocol)"},
    {"no common protocol",
     "tls alpn \"h2\"",
     {.protocols = "\x8http/1.1"},
     1,
     "the TLS handshake failed: the peer sent the alert no_application_protocol (no application "
     "protocol)"},
    {"no certificate",
     "tls certificate required",
     {0},
     1,
     "the TLS handshake failed: the peer sent the alert certificate_required (peer did not return "
     "a certificate)"},
    {"a stranger's certificate",
     "tls certificate asked",
     {.is_stranger = true},
     1,
     "the TLS handshake failed: the peer sent the alert unknown_ca (certificate verify failed)"},
    {"another server name",
     "tls\nexpect sni \"localhost\"",
     {.server_name = "a.test"},
     2,
     "expected the server name (SNI) 'localhost', it is 'a.test'"},
    {"no server name",
     "tls\nexpect sni \"localhost\"",
     {0},
     2,
     "expected the server name (SNI) 'localhost', it is none"},
    {"a server name",
     "tls\nexpect sni none",
     {.server_name = "localhost"},
     2,
     "expected the server name (SNI) none, it is 'localhost'"},
    {"other protocols",
     "tls\nexpect alpn \"h2\" \"x\"",
     {.protocols = "\x8http/1.1"},
     2,
     "expected the client to offer ALPN 'h2', 'x', it is 'http/1.1'"},
    {"another version",
     "tls\nexpect tls 1.3",
     {.version = TLS1_2_VERSION},
     2,
     "expected TLS 1.3, it is 1.2"},
    {"another certificate",
     "tls certificate asked\nexpect client certificate \"stranger\"",
     {.has_certificate = true},
     2,
     "expected the client's certificate 'stranger', it is 'client'"},
    {"a handshake that should fail",
     "tls\nexpect tls failure",
     {0},
     2,
     "expected TLS to fail, hands were shaken (TLS 1.3)"},
    {"another alert",
     "tls identity expired\nexpect alert unknown_ca",
     {0},
     2,
     "expected the alert unknown_ca, the client sent the alert certificate_expired"},
    {"TLS 1.0 to a client that knows no less than 1.2",
     "tls version 1.0",
     {.version = TLS1_2_VERSION},
     1,
     "the TLS handshake failed: wrong version number"},
    {"a version that is offered",
     "tls\nexpect hello version without \"SSL3\" \"1.*\"",
     {.version = TLS1_2_VERSION},
     2,
     "expected the hello to offer version without 'SSL3', '1.*', it offers 1.2"},
    {"a version that is not",
     "tls\nexpect hello version with \"1.2\" \"1.3\"",
     {.version = TLS1_2_VERSION},
     2,
     "expected the hello to offer version with '1.2', '1.3', it offers 1.2"},
    {"a version that is not the first",
     "tls\nexpect hello version first \"1.2\"",
     {.version = TLS1_3_VERSION},
     2,
     "expected the hello to offer version first '1.2', it offers 1.3"},
    {"nothing of a kind",
     "tls\nexpect hello compression with \"DEFLATE\"",
     {0},
     2,
     "expected the hello to offer compression with 'DEFLATE', it offers null"},
    {"an end that is announced",
     "tls\nrecv request\nfin\nexpect fin without close_notify",
     {.said = REQUEST, .says_goodbye = true},
     4,
     "expected FIN without close_notify, the client sent close_notify before it"},
    {"keys that are the old ones",
     "tls\nrecv request\nexpect keys updated",
     {.said = REQUEST},
     3,
     "expected the client to update its keys, it has not"},
    {"no alert",
     "tls\nrecv request\nfin\nexpect alert unknown_ca",
     {.said = REQUEST},
     4,
     "the client ended the connection before it sent the alert unknown_ca; it had sent nothing "
     "more"},
};

static void a_handshake_that_differs_is_a_complaint(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof complaint_rows / sizeof *complaint_rows; i++) {
    struct visit visit = complaint_rows[i].visit;
    struct scene_result result;
    play(complaint_rows[i].script, &visit, &result);
    assert_complaint(&result, complaint_rows[i].why, complaint_rows[i].line,
                     complaint_rows[i].message);
    scene_clear(&result);
  }
}

static void failures_that_are_expected_are_no_complaint(void **state) {
  (void)state;
  static const struct {
    const char *why, *script;
    struct visit visit;
    const char *reason;
  } rows[] = {
      {"no common version",
       "tls version 1.3\nexpect tls failure\nexpect close",
       {.version = TLS1_2_VERSION},
       "tlsv1 alert protocol version"},
      {"no certificate",
       "tls certificate required\nexpect tls failure\nfin\nexpect close",
       {.is_unread = false},
       "tlsv13 alert certificate required"},
      {"a client that trusts no one",
       "tls identity self-signed\nexpect tls failure",
       {0},
       "certificate verify failed"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct visit visit = rows[i].visit;
    struct scene_result result;
    play(rows[i].script, &visit, &result);
    assert_completed(&result, rows[i].why);
    assert_string_equal(visit.reason, rows[i].reason);
    scene_clear(&result);
  }
}

static void the_log_holds_clear_bytes_and_what_tls_did(void **state) {
  (void)state;
  struct visit visit = {.host = "localhost",
                        .protocols = "\x8http/1.1",
                        .has_certificate = true,
                        .said = REQUEST,
                        .says_goodbye = true};
  struct scene_result result;
  play("tls alpn \"http/1.1\" certificate asked\nrecv request\nsend 'ok'\nfin\n"
       "expect alert close_notify\nexpect fin",
       &visit, &result);
  assert_completed(&result, "log");
  assert_log(&result, "log",
             "1 * client connects\n"
             "1 * TLS 1.3, server name 'localhost', ALPN 'http/1.1', client certificate 'client'\n"
             "1 → GET / HTTP/1.1\\r\\n\n1 → \\r\\n\n1 ← ok\n"
             "1 * peer sends alert close_notify\n1 * peer closes its side (FIN)\n"
             "1 * client sends alert close_notify\n1 * client closes its side (FIN)\n");
  scene_clear(&result);
}

static void one_script_serves_every_transport(void **state) {
  (void)state;
  for (int delivery = 0; delivery < 3; delivery++)
    for (int transport = PEER_TRANSPORT_TLS; transport <= PEER_TRANSPORT_TUNNEL; transport++) {
      bool is_tunneled = transport == PEER_TRANSPORT_TUNNEL;
      struct visit visit = {
          .identities = tls_identities, .said = REQUEST, .is_tunneled = is_tunneled};
      struct scene_result result;
      scene_play((struct scene){.script = "recv request\nsend 'x' * 70000 'ok'\nfin\nexpect fin",
                                .client = tls_visit,
                                .payload = &visit,
                                .delivery = (enum peer_delivery)delivery,
                                .transport = (enum peer_transport)transport,
                                .identities = tls_identities},
                 &result);
      assert_completed(&result, is_tunneled ? "tunnel" : "TLS");
      assert_int_equal(result.client.answer_length, 70002);
      assert_string_equal(result.client.answer + 70000, "ok");
      assert_int_equal(visit.end, TLS_END_NOTIFIED);
      if (is_tunneled) assert_string_equal(visit.tunnel_answer, "HTTP/1.1 200 OK\r\n\r\n");
      unsigned char *received;
      size_t length;
      wire_log_received(&result.peer.log, 1, &received, &length);
      assert_string_equal(received, REQUEST);
      free(received);
      scene_clear(&result);
    }
}

static void files_are_private_and_gone_at_the_end(void **state) {
  (void)state;
  struct peer_identities *others = peer_identities_new(NULL);
  char path[PEER_FILES][256], directory[256];
  struct stat status;
  for (int i = 0; i < PEER_FILES; i++) {
    snprintf(path[i], sizeof path[i], "%s", peer_identities_path(others, (enum peer_file)i));
    assert_int_equal(stat(path[i], &status), 0);
  }
  snprintf(directory, sizeof directory, "%.*s", (int)(strrchr(path[0], '/') - path[0]), path[0]);
  assert_int_equal(stat(directory, &status), 0);
  assert_int_equal(status.st_mode & 0777, 0700);
  peer_identities_free(others);
  assert_int_not_equal(stat(directory, &status), 0);
}

/* Counts the conversations that went well. */
static void *converse_many_times(void *argument) {
  static const char *const scripts[] = {
      "tls\nrecv request\nsend 'ok'\nfin", "tls identity rsa\nrecv request\nsend 'ok'\nfin",
      "tls identity wildcard sni \"localhost\" good\nrecv request\nsend 'ok'\nfin",
      "tls identity intermediate\nrecv request\nsend 'ok'\nfin"};
  struct peer_identities *shared = argument;
  uintptr_t good = 0;
  for (size_t i = 0; i < CONVERSATIONS; i++) {
    struct visit visit = {.identities = shared, .host = "localhost", .said = REQUEST};
    struct scene_result result;
    scene_play(
        (struct scene){
            .script = scripts[i % 4], .client = tls_visit, .payload = &visit, .identities = shared},
        &result);
    good += result.peer.completed && visit.end == TLS_END_NOTIFIED;
    scene_clear(&result);
  }
  return (void *)good;
}

static void several_threads_may_share_identities(void **state) {
  (void)state;
  struct peer_identities *shared = peer_identities_new(NULL);
  pthread_t threads[THREADS];
  for (int i = 0; i < THREADS; i++)
    assert_int_equal(pthread_create(&threads[i], NULL, converse_many_times, shared), 0);
  for (int i = 0; i < THREADS; i++) {
    void *good = NULL;
    pthread_join(threads[i], &good);
    assert_int_equal((uintptr_t)good, CONVERSATIONS);
  }
  peer_identities_free(shared);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_identity_is_right_or_wrong_as_its_name_says),
      cmocka_unit_test(handshakes_are_as_the_script_says),
      cmocka_unit_test(a_handshake_that_differs_is_a_complaint),
      cmocka_unit_test(failures_that_are_expected_are_no_complaint),
      cmocka_unit_test(the_log_holds_clear_bytes_and_what_tls_did),
      cmocka_unit_test(one_script_serves_every_transport),
      cmocka_unit_test(several_threads_may_share_identities),
      cmocka_unit_test(files_are_private_and_gone_at_the_end),
  };
  return cmocka_run_group_tests(tests, tls_identities_make, tls_identities_free);
}
