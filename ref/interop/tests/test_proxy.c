/* The reference client and a forward proxy, Squid or tinyproxy: the places PROXY_OPEN, and
 * PROXY_AUTH where a password is asked for. */
#include <stdio.h>

#include "hc/tls_transport.h"
#include "support/exchange.h"
#include "support/keepalive.h"
#include "support/place.h"
#include "support/testing.h"

/* interop:secret */
static const struct hc_header credentials = {
    {HC_VALUE_TEXT, {"Proxy-Authorization", 19}, 0},
    {HC_VALUE_TEXT, {"Basic aW50ZXJvcDpzZWNyZXQ=", 26}, 0}};
/* interop:wrong */
static const struct hc_header wrong_credentials = {
    {HC_VALUE_TEXT, {"Proxy-Authorization", 19}, 0},
    {HC_VALUE_TEXT, {"Basic aW50ZXJvcDp3cm9uZw==", 26}, 0}};

/* --- Tunnels --- */

static void a_thousand_requests_use_one_tunnel(void **state) {
  (void)state;
  struct hc_tls_context *context = place_context();
  struct hc_connection *connection = place_tunnel("PROXY_OPEN", "NGINX_TLS", NULL, 0, context);
  keepalive_holds(connection, "/count", 1000);
  hc_connection_free(connection);
  hc_tls_context_release(context);
}

static void a_large_body_comes_through_a_tunnel(void **state) {
  (void)state;
  struct hc_tls_context *context = place_context();
  struct hc_connection *direct = place_secured_connection("NGINX_TLS", context);
  struct hc_connection *tunnelled = place_tunnel("PROXY_OPEN", "NGINX_TLS", NULL, 0, context);
  struct exchange expected = {0}, answer = {0};
  exchange_get(&expected, direct, "/large.bin", 200);
  exchange_get(&answer, tunnelled, "/large.bin", 200);
  assert_true(hc_span_equal(exchange_body(&answer), exchange_body(&expected)));
  exchange_free(&expected);
  exchange_free(&answer);
  hc_connection_free(direct);
  hc_connection_free(tunnelled);
  hc_tls_context_release(context);
}

static void a_closed_tunnel_is_asked_for_anew(void **state) {
  (void)state;
  struct hc_tls_context *context = place_context();
  struct hc_connection *connection = place_tunnel("PROXY_OPEN", "NGINX_TLS", NULL, 0, context);
  struct counted first = keepalive_count(connection, "/count");
  hc_connection_close(connection);
  struct counted second = keepalive_count(connection, "/count");
  assert_int_not_equal(first.connection, second.connection);
  assert_int_equal(second.request, 1);
  hc_connection_free(connection);
  hc_tls_context_release(context);
}

static void a_certificate_is_shown_to_the_origin_not_the_proxy(void **state) {
  (void)state;
  struct hc_tls_context *context = place_client_context();
  struct exchange answer = {0};
  hc_tls_context_set_post_handshake_auth(context, true);
  struct hc_connection *connection = place_tunnel("PROXY_OPEN", "APACHE_TLS", NULL, 0, context);
  exchange_get(&answer, connection, "/private/who", 200);
  assert_text(exchange_body(&answer), "client TLSv1.3 0\n");
  exchange_free(&answer);
  hc_connection_free(connection);
  hc_tls_context_release(context);
}

static void an_origin_that_refuses_is_a_failed_tunnel(void **state) {
  (void)state;
  struct hc_tls_context *context = place_context();
  struct hc_connection *connection = place_tunnel("PROXY_OPEN", "REFUSED", NULL, 0, context);
  struct hc_error error = {0};
  enum hc_kind kind = exchange_try(connection, "/", &error);
  assert_fails(kind, &error, HC_OS_ERROR, "Tunnel connection failed: 50");
  assert_null(hc_connection_transport(connection));
  hc_connection_free(connection);
  hc_tls_context_release(context);
}

/* --- Passwords --- */

static void assert_no_tunnel(struct hc_connection *connection, const char *text) {
  struct hc_error error = {0};
  enum hc_kind kind = exchange_try(connection, "/count", &error);
  assert_fails(kind, &error, HC_OS_ERROR, text);
  assert_null(hc_connection_transport(connection));
}

static void assert_password_wanted(const struct hc_connection *connection) {
  if (place_edition() < HC_EDITION_3_12) return; /* there is no get_proxy_response_headers() */
  struct hc_error error = {0};
  struct hc_message *fields = NULL;
  struct hc_span value = {0};
  assert_succeeds(hc_connection_proxy_headers(connection, &fields, &error), &error, "fields");
  assert_non_null(fields);
  assert_true(hc_message_get(fields, hc_str("Proxy-Authenticate"), &value));
  assert_true(contains(value, "Basic realm="));
  hc_message_free(fields);
}

/* To a wrong password tinyproxy says 401. */
static void with_a_wrong_password_there_is_no_tunnel(void **state) {
  (void)state;
  struct hc_tls_context *context = place_context();
  struct hc_connection *connection =
      place_tunnel("PROXY_AUTH", "NGINX_TLS", &wrong_credentials, 1, context);
  assert_no_tunnel(connection, "Tunnel connection failed: 40");
  hc_connection_free(connection);
  hc_tls_context_release(context);
}

static void refused_with_407_the_same_connection_can_try_again_with_a_password(void **state) {
  (void)state;
  struct hc_tls_context *context = place_context();
  struct hc_connection *connection = place_tunnel("PROXY_AUTH", "NGINX_TLS", NULL, 0, context);
  struct hc_error error = {0};
  struct exchange answer = {0};
  assert_no_tunnel(connection, "Tunnel connection failed: 407 Proxy Authentication Required");
  assert_password_wanted(connection);
  /* As in http.client the request that failed is still underway: closing ends it. */
  hc_connection_close(connection);
  assert_succeeds(hc_connection_set_tunnel(connection, hc_str("localhost"),
                                           hc_port_number(place_port("NGINX_TLS")), &credentials, 1,
                                           &error),
                  &error, "set_tunnel");
  exchange_get(&answer, connection, "/tls", 200);
  assert_true(contains(exchange_body(&answer), "sni=localhost"));
  exchange_free(&answer);
  hc_connection_free(connection);
  hc_tls_context_release(context);
}

/* --- Absolute form --- */

static void ask_in_absolute_form(struct exchange *answer, struct hc_connection *connection,
                                 const struct hc_header *header) {
  char url[64];
  snprintf(url, sizeof url, "http://127.0.0.1:%d/text.txt", place_port("NGINX_PLAIN"));
  const struct hc_request request = {.method = hc_str("GET"),
                                     .url = hc_str(url),
                                     .headers = header,
                                     .header_count = header != NULL};
  exchange_do(answer, connection, &request);
}

static void requests_in_absolute_form_reach_the_origin(void **state) {
  (void)state;
  struct hc_connection *direct = place_connection("NGINX_PLAIN");
  struct hc_connection *connection = place_connection("PROXY_OPEN");
  struct exchange expected = {0}, answer = {0};
  exchange_get(&expected, direct, "/text.txt", 200);
  for (int i = 0; i < 10; i++) {
    ask_in_absolute_form(&answer, connection, NULL);
    assert_int_equal(answer.status, 200);
    assert_true(hc_span_equal(exchange_body(&answer), exchange_body(&expected)));
    hc_connection_close(connection); /* for tinyproxy closes, and does not announce it */
  }
  exchange_free(&expected);
  exchange_free(&answer);
  hc_connection_free(direct);
  hc_connection_free(connection);
}

static void of_a_request_in_absolute_form_407_is_an_answer(void **state) {
  (void)state;
  struct hc_connection *connection = place_connection("PROXY_AUTH");
  struct exchange answer = {0};
  ask_in_absolute_form(&answer, connection, NULL);
  assert_int_equal(answer.status, 407);
  ask_in_absolute_form(&answer, connection, &credentials);
  assert_int_equal(answer.status, 200);
  exchange_free(&answer);
  hc_connection_free(connection);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_thousand_requests_use_one_tunnel),
      cmocka_unit_test(a_large_body_comes_through_a_tunnel),
      cmocka_unit_test(a_closed_tunnel_is_asked_for_anew),
      cmocka_unit_test(a_certificate_is_shown_to_the_origin_not_the_proxy),
      cmocka_unit_test(an_origin_that_refuses_is_a_failed_tunnel),
      cmocka_unit_test(with_a_wrong_password_there_is_no_tunnel),
      cmocka_unit_test(refused_with_407_the_same_connection_can_try_again_with_a_password),
      cmocka_unit_test(requests_in_absolute_form_reach_the_origin),
      cmocka_unit_test(of_a_request_in_absolute_form_407_is_an_answer),
  };
  return cmocka_run_group_tests_name("proxy", tests, NULL, NULL);
}
