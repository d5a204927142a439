/* What HTTPSConnection has beyond HTTPConnection. TLS itself is tested with the TLS transport; here
 * something else secures, and tells what it was asked. */
#include "hc/connection.h"

#include "hc/memory_transport.h"
#include "support/guarded.h"
#include "support/script.h"
#include "support/testing.h"

static const struct hc_port no_port = {HC_PORT_NONE, 0, {NULL, 0}};

/* Secures by doing nothing, or fails and lets the transport go. */
struct security {
  enum hc_kind failure;
  size_t calls;
  char host[32];
  int64_t port;
};

static enum hc_kind secure(void *payload, const struct hc_transport_target *target,
                           struct hc_transport **transport, struct hc_error *error) {
  struct security *security = payload;
  security->calls++;
  assert_true(target->host.size < sizeof security->host);
  memcpy(security->host, target->host.data, target->host.size);
  security->host[target->host.size] = '\0';
  security->port = target->port.number;
  if (security->failure == HC_OK) return HC_OK;
  hc_transport_release(*transport);
  *transport = NULL;
  return hc_error_set(error, security->failure, hc_str("refused"));
}

static struct hc_connection *connect_to(struct script *script, struct security *security,
                                        const char *host) {
  const struct hc_connection_options options = {.host = hc_str(host),
                                                .edition = script->edition,
                                                .open = script_open,
                                                .open_payload = script,
                                                .https = security != NULL,
                                                .secure = secure,
                                                .secure_payload = security};
  struct hc_connection *connection = NULL;
  assert_kind_is(hc_connection_new(&options, &connection, NULL), HC_OK, "new connection");
  return connection;
}

static enum hc_kind get(struct hc_connection *connection) {
  const struct hc_request request = {.method = hc_str("GET"), .url = hc_str("/")};
  return hc_connection_request(connection, &request, NULL);
}

static void the_default_port_is_443(void **state) {
  (void)state;
  static const struct {
    const char *host;
    int64_t port;
    const char *field;
  } rows[] = {
      {"host", 443, "GET / HTTP/1.1\r\nHost: host\r\nAccept-Encoding: identity\r\n\r\n"},
      {"host:443", 443, "GET / HTTP/1.1\r\nHost: host\r\nAccept-Encoding: identity\r\n\r\n"},
      {"host:80", 80, "GET / HTTP/1.1\r\nHost: host:80\r\nAccept-Encoding: identity\r\n\r\n"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct script script = {.opened = 0};
    struct security security = {.calls = 0};
    struct hc_connection *connection = connect_to(&script, &security, rows[i].host);
    assert_int_equal(hc_connection_port(connection).number, rows[i].port);
    assert_kind_is(get(connection), HC_OK, "request");
    assert_text_is(hc_buffer_span(&script.written), rows[i].field, "XT.33");
    assert_text_is(hc_str(security.host), "host", "TL.04");
    assert_int_equal(security.port, rows[i].port);
    hc_connection_free(connection);
    script_free(&script);
  }
}

static void what_is_secured_is_the_end_of_the_tunnel(void **state) {
  (void)state;
  static const struct hc_span answers[] = {BYTES("HTTP/1.1 200 OK\r\n\r\n"),
                                           BYTES("HTTP/1.1 200 OK\r\n\r\n")};
  struct script script = {.answers = answers, .answer_count = 2};
  struct security security = {.calls = 0};
  struct hc_connection *connection = connect_to(&script, &security, "proxy:8080");
  assert_kind_is(hc_connection_set_tunnel(connection, hc_str("origin"), no_port, NULL, 0, NULL),
                 HC_OK, "set_tunnel");
  for (size_t i = 1; i <= 2; i++) {
    assert_kind_is(hc_connection_connect(connection, NULL), HC_OK, "connect");
    assert_int_equal(security.calls, i);
    assert_text_is(hc_str(security.host), "origin", "TL.04, XT.28");
    assert_int_equal(security.port, 443);
    hc_connection_close(connection);
  }
  assert_text_is(hc_buffer_span(&script.written),
                 "CONNECT origin:443 HTTP/1.1\r\nHost: origin:443\r\n\r\n"
                 "CONNECT origin:443 HTTP/1.1\r\nHost: origin:443\r\n\r\n",
                 "TU.22");
  hc_connection_free(connection);
  script_free(&script);
}

static void http_secures_nothing(void **state) {
  (void)state;
  struct script script = {.opened = 0};
  struct hc_connection *connection = connect_to(&script, NULL, "host");
  assert_int_equal(hc_connection_port(connection).number, 80);
  assert_kind_is(hc_connection_connect(connection, NULL), HC_OK, "`secure` is not looked at");
  assert_null(hc_connection_tls_context(connection));
  assert_null(hc_connection_deprecation(connection));
  hc_connection_free(connection);
  script_free(&script);
}

static void what_cannot_be_secured_is_not_used(void **state) {
  (void)state;
  struct script script = {.opened = 0};
  struct security security = {.failure = HC_SSL_ERROR};
  struct hc_connection *connection = connect_to(&script, &security, "host");
  assert_kind_is(get(connection), HC_SSL_ERROR, "TL.06");
  assert_null(hc_connection_transport(connection));
  assert_int_equal(hc_connection_state(connection), HC_STATE_REQUEST_SENT);
  assert_int_equal(script.written.size, 0);
  hc_connection_free(connection);
  script_free(&script);
}

/* A CONNECT that fails without a refusal. */
struct failed_tunnel {
  const char *why;
  enum hc_edition edition;
  const char *host;
  struct hc_span answer;
  enum hc_kind kind;
};

static const struct failed_tunnel failed_tunnels[] = {
    {"TU.18: the proxy closes", HC_EDITION_3_13, "origin", BYTES(""), HC_REMOTE_DISCONNECTED},
    {"TU.18: nonsense", HC_EDITION_3_8, "origin", BYTES("x\r\n"), HC_BAD_STATUS_LINE},
    {"TU.06: no CONNECT can be written", HC_EDITION_3_11, "caf\xC3\xA9", BYTES(""),
     HC_UNICODE_ENCODE_ERROR},
};

/* The transport stays, as in CPython: it was never meant to be secured. */
static void play_failed_tunnel(const struct failed_tunnel *row, bool https) {
  const struct hc_span answers[] = {row->answer, BYTES("HTTP/1.1 200 OK\r\n\r\n")};
  struct script script = {.answers = answers, .answer_count = 2, .edition = row->edition};
  struct security security = {.calls = 0};
  struct hc_connection *connection = connect_to(&script, https ? &security : NULL, "proxy");
  assert_kind_is(hc_connection_set_tunnel(connection, hc_str(row->host), no_port, NULL, 0, NULL),
                 HC_OK, row->why);
  assert_kind_is(hc_connection_connect(connection, NULL), row->kind, row->why);
  assert_int_equal(hc_connection_transport(connection) == NULL, https);
  assert_int_equal(security.calls, 0);
  hc_connection_free(connection);
  script_free(&script);
}

static void after_a_failed_tunnel_only_http_keeps_the_transport(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof failed_tunnels / sizeof failed_tunnels[0]; i++) {
    play_failed_tunnel(&failed_tunnels[i], false);
    play_failed_tunnel(&failed_tunnels[i], true); /* deviation cleartext-after-failed-tunnel */
  }
}

static void after_a_failed_tunnel_no_request_goes_to_the_proxy(void **state) {
  (void)state;
  static const struct hc_span answers[] = {BYTES(""), BYTES("HTTP/1.1 200 OK\r\n\r\n")};
  struct script script = {.answers = answers, .answer_count = 2};
  struct security security = {.calls = 0};
  struct hc_connection *connection = connect_to(&script, &security, "proxy");
  hc_connection_set_tunnel(connection, hc_str("origin"), no_port, NULL, 0, NULL);
  assert_kind_is(hc_connection_connect(connection, NULL), HC_REMOTE_DISCONNECTED, "TU.18");
  hc_buffer_empty(&script.written);
  assert_kind_is(get(connection), HC_OK, "it connects anew");
  assert_text_is(hc_buffer_span(&script.written),
                 "CONNECT origin:443 HTTP/1.1\r\nHost: origin:443\r\n\r\n"
                 "GET / HTTP/1.1\r\nHost: origin\r\nAccept-Encoding: identity\r\n\r\n",
                 "deviation cleartext-after-failed-tunnel");
  assert_int_equal(security.calls, 1);
  hc_connection_free(connection);
  script_free(&script);
}

/* --- Contexts --- */

static struct hc_tls_context *unverified(enum hc_edition edition) {
  struct hc_tls_context *context = NULL;
  assert_kind_is(hc_tls_context_new_unverified(edition, NULL, &context, NULL), HC_OK, "context");
  return context;
}

static void a_given_context_is_the_connections(void **state) {
  (void)state;
  struct hc_connection_options options = {.host = hc_str("host"), .https = true};
  struct hc_connection *connection = NULL;
  assert_kind_is(hc_connection_new(&options, &connection, NULL), HC_OK, "without a context");
  assert_int_equal(hc_tls_context_verify_mode(hc_connection_tls_context(connection)),
                   HC_TLS_CERT_REQUIRED); /* TL.01 */
  hc_connection_free(connection);
  options.tls_context = unverified(HC_EDITION_NEWEST);
  assert_kind_is(hc_connection_new(&options, &connection, NULL), HC_OK, "with a context");
  assert_ptr_equal(hc_connection_tls_context(connection), options.tls_context);
  assert_null(hc_connection_deprecation(connection));
  hc_tls_context_release(options.tls_context);
  hc_connection_free(connection);
}

static void arguments_of_old_are_taken_with_a_warning_up_to_3_11(void **state) {
  (void)state;
  struct hc_connection_options options = {
      .host = hc_str("host"),
      .edition = HC_EDITION_3_11,
      .https = true,
      .tls_legacy = {.has_check_hostname = true, .check_hostname = false}};
  struct hc_connection *connection = NULL;
  assert_kind_is(hc_connection_new(&options, &connection, NULL), HC_OK, "TL.07");
  assert_false(hc_tls_context_check_hostname(hc_connection_tls_context(connection)));
  assert_text_is(hc_str(hc_connection_deprecation(connection)),
                 "key_file, cert_file and check_hostname are deprecated, "
                 "use a custom context instead.",
                 "TL.07");
  hc_connection_free(connection);
  options.edition = HC_EDITION_3_12;
  struct hc_error error = {0};
  hc_connection_new(&options, &connection, &error);
  assert_error_is(&error, HC_TYPE_ERROR,
                  "HTTPSConnection.__init__() got an unexpected keyword argument 'check_hostname'",
                  "TL.08");
}

static void a_host_name_to_be_checked_needs_a_certificate_to_be_checked(void **state) {
  (void)state;
  const struct hc_connection_options options = {
      .host = hc_str("host"),
      .edition = HC_EDITION_3_8,
      .https = true,
      .tls_context = unverified(HC_EDITION_3_8),
      .tls_legacy = {.has_check_hostname = true, .check_hostname = true}};
  struct hc_connection *connection = NULL;
  struct hc_error error = {0};
  hc_connection_new(&options, &connection, &error);
  assert_error_is(&error, HC_VALUE_ERROR,
                  "check_hostname needs a SSL context with either CERT_OPTIONAL or CERT_REQUIRED",
                  "TL.07");
  hc_tls_context_release(options.tls_context);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_default_port_is_443),
      cmocka_unit_test(what_is_secured_is_the_end_of_the_tunnel),
      cmocka_unit_test(http_secures_nothing),
      cmocka_unit_test(what_cannot_be_secured_is_not_used),
      cmocka_unit_test(after_a_failed_tunnel_only_http_keeps_the_transport),
      cmocka_unit_test(after_a_failed_tunnel_no_request_goes_to_the_proxy),
      cmocka_unit_test(a_given_context_is_the_connections),
      cmocka_unit_test(arguments_of_old_are_taken_with_a_warning_up_to_3_11),
      cmocka_unit_test(a_host_name_to_be_checked_needs_a_certificate_to_be_checked),
  };
  return cmocka_run_group_tests_name("https", tests, NULL, NULL);
}
