/* The reference client and nginx over TLS: two independent uses of OpenSSL. */
#include "hc/tls_transport.h"
#include "support/exchange.h"
#include "support/keepalive.h"
#include "support/place.h"
#include "support/testing.h"

/* Gets `url` over a connection of its own, and gives it up. */
static void get_once(struct exchange *answer, struct hc_connection *connection, const char *url,
                     int status) {
  exchange_get(answer, connection, url, status);
  hc_connection_free(connection);
}

static void each_version_of_tls_is_spoken(void **state) {
  (void)state;
  static const struct {
    const char *place, *version;
  } rows[] = {{"NGINX_TLS12", "TLSv1.2"}, {"NGINX_TLS13", "TLSv1.3"}};
  struct hc_tls_context *context = place_context();
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct hc_connection *connection = place_secured_connection(rows[i].place, context);
    struct exchange answer = {0};
    exchange_get(&answer, connection, "/tls", 200);
    assert_true(contains(exchange_body(&answer), rows[i].version));
    assert_string_equal(hc_tls_version_name(hc_connection_transport(connection)), rows[i].version);
    exchange_free(&answer);
    hc_connection_free(connection);
  }
  hc_tls_context_release(context);
}

static void a_version_that_the_server_has_not_is_an_alert(void **state) {
  (void)state;
  struct hc_tls_context *context = place_context();
  struct hc_error error = {0};
  assert_succeeds(hc_tls_context_set_maximum_version(context, HC_TLS_1_2, &error), &error, "1.2");
  struct hc_connection *connection = place_secured_connection("NGINX_TLS13", context);
  enum hc_kind kind = exchange_try(connection, "/tls", &error);
  assert_fails(kind, &error, HC_SSL_ERROR, "TLSV1_ALERT_PROTOCOL_VERSION");
  hc_connection_free(connection);
  hc_tls_context_release(context);
}

static void the_name_indicated_selects_the_virtual_host(void **state) {
  (void)state;
  static const struct {
    const char *name, *body, *why;
  } rows[] = {
      {"alpha.test", "alpha.test TLSv1.3 alpn= sni=alpha.test\n", "a host of its own"},
      {"beta.test", "beta.test TLSv1.3 alpn= sni=beta.test\n", "another with its certificate"},
      {"localhost", "default TLSv1.3 alpn= sni=localhost\n", "one that the server does not know"},
      {"127.0.0.1", "default TLSv1.3 alpn= sni=\n", "an address is not indicated (TL.04)"},
  };
  struct hc_tls_context *context = place_context();
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct exchange answer = {0};
    get_once(&answer, place_named_connection("NGINX_TLS", rows[i].name, context), "/tls", 200);
    assert_text(exchange_body(&answer), rows[i].body);
    exchange_free(&answer);
  }
  hc_tls_context_release(context);
}

static void of_two_protocols_the_server_may_choose_http_1_1(void **state) {
  (void)state;
  static const struct hc_span offer[] = {{"http/1.0", 8}, {"http/1.1", 8}};
  struct hc_tls_context *context = place_context();
  struct hc_error error = {0};
  assert_succeeds(hc_tls_context_set_alpn_protocols(context, offer, 2, &error), &error, "ALPN");
  struct hc_connection *connection = place_secured_connection("NGINX_TLS", context);
  struct exchange answer = {0};
  exchange_get(&answer, connection, "/tls", 200);
  assert_true(contains(exchange_body(&answer), "alpn=http/1.1"));
  assert_text(hc_tls_selected_protocol(hc_connection_transport(connection)), "http/1.1");
  exchange_free(&answer);
  hc_connection_free(connection);
  hc_tls_context_release(context);
}

static void requests_over_tls_use_one_connection(void **state) {
  (void)state;
  struct hc_tls_context *context = place_context();
  struct hc_connection *connection = place_secured_connection("NGINX_TLS", context);
  keepalive_holds(connection, "/count", 1000);
  hc_connection_free(connection);
  hc_tls_context_release(context);
}

static void a_large_body_is_the_same_in_clear_and_over_tls(void **state) {
  (void)state;
  static const char *const places[] = {"NGINX_TLS", "NGINX_TLS12"};
  struct hc_tls_context *context = place_context();
  struct exchange clear = {0}, secured = {0};
  get_once(&clear, place_connection("NGINX_PLAIN"), "/large.bin", 200);
  for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
    get_once(&secured, place_secured_connection(places[i], context), "/large.bin", 200);
    assert_true(hc_span_equal(exchange_body(&clear), exchange_body(&secured)));
  }
  exchange_free(&clear);
  exchange_free(&secured);
  hc_tls_context_release(context);
}

static void a_certificate_that_is_asked_for_is_shown(void **state) {
  (void)state;
  struct hc_tls_context *nobody = place_context(), *client = place_client_context();
  struct exchange answer = {0};
  get_once(&answer, place_secured_connection("NGINX_MUTUAL", nobody), "/who", 400);
  assert_true(contains(exchange_body(&answer), "No required SSL certificate was sent"));
  get_once(&answer, place_secured_connection("NGINX_MUTUAL", client), "/who", 200);
  assert_text(exchange_body(&answer), "CN=client\n");
  exchange_free(&answer);
  hc_tls_context_release(nobody);
  hc_tls_context_release(client);
}

static void a_server_that_is_somebody_else_is_refused(void **state) {
  (void)state;
  static const struct {
    const char *place, *text;
  } rows[] = {
      {"NGINX_MISNAMED", "Hostname mismatch, certificate is not valid for 'localhost'."},
      {"NGINX_STRANGER", "self-signed certificate"},
      {"NGINX_PLAIN", "WRONG_VERSION_NUMBER"},
  };
  struct hc_tls_context *context = place_context();
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct hc_connection *connection = place_secured_connection(rows[i].place, context);
    struct hc_error error = {0};
    enum hc_kind kind = exchange_try(connection, "/", &error);
    assert_fails(kind, &error, HC_SSL_ERROR, rows[i].text);
    hc_connection_free(connection);
  }
  hc_tls_context_release(context);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(each_version_of_tls_is_spoken),
      cmocka_unit_test(a_version_that_the_server_has_not_is_an_alert),
      cmocka_unit_test(the_name_indicated_selects_the_virtual_host),
      cmocka_unit_test(of_two_protocols_the_server_may_choose_http_1_1),
      cmocka_unit_test(requests_over_tls_use_one_connection),
      cmocka_unit_test(a_large_body_is_the_same_in_clear_and_over_tls),
      cmocka_unit_test(a_certificate_that_is_asked_for_is_shown),
      cmocka_unit_test(a_server_that_is_somebody_else_is_refused),
  };
  return cmocka_run_group_tests_name("nginx_tls", tests, NULL, NULL);
}
