/* The reference client and Apache httpd: CGI, WebDAV, and certificates asked for by location, which
 * is post-handshake authentication in TLS 1.3 and renegotiation in TLS 1.2. */
#include "support/exchange.h"
#include "support/keepalive.h"
#include "support/origin.h"
#include "support/place.h"
#include "support/testing.h"

static void a_thousand_requests_use_one_connection(void **state) {
  (void)state;
  struct hc_connection *connection = place_connection("APACHE_PLAIN");
  struct exchange answer = {0};
  exchange_get(&answer, connection, "/text.txt", 200);
  const struct hc_transport *transport = hc_connection_transport(connection);
  for (int i = 1; i < 1000; i++) {
    exchange_get(&answer, connection, "/text.txt", 200);
    assert_ptr_equal(hc_connection_transport(connection), transport);
  }
  exchange_free(&answer);
  hc_connection_free(connection);
}

static void at_the_limit_of_requests_the_client_connects_anew(void **state) {
  (void)state;
  struct hc_connection *connection = place_connection("APACHE_LIMITED");
  keepalive_is_limited(connection, "/text.txt", 6); /* one, and MaxKeepAliveRequests more */
  hc_connection_free(connection);
}

static void a_connection_closed_while_idle_costs_one_request(void **state) {
  (void)state;
  struct hc_connection *connection = place_connection("APACHE_IMPATIENT");
  keepalive_ends_when_idle(connection, "/text.txt");
  hc_connection_free(connection);
}

static void a_body_of_known_length_is_read_the_same_in_every_way(void **state) {
  (void)state;
  origin_text_is_read_the_same_in_every_way("APACHE_PLAIN", "/text.txt");
}

static void what_a_script_writes_is_read_the_same_in_every_way(void **state) {
  (void)state;
  origin_text_is_read_the_same_in_every_way("APACHE_PLAIN", "/cgi/digest");
}

static void a_sized_upload_comes_back_byte_for_byte(void **state) {
  (void)state;
  origin_keeps_a_sized_upload("APACHE_PLAIN", "/store/apache-sized.bin");
}

static void a_chunked_upload_comes_back_byte_for_byte(void **state) {
  (void)state;
  origin_keeps_a_chunked_upload("APACHE_PLAIN", "/store/apache-chunked.bin");
}

static void an_interim_100_is_passed_over(void **state) {
  (void)state;
  origin_continues("APACHE_PLAIN", "/store/apache-continued.txt");
}

static void answers_without_body_keep_the_connection(void **state) {
  (void)state;
  origin_answers_without_body_keep_the_connection("APACHE_PLAIN");
}

static void a_body_that_does_not_come_is_answered_with_408(void **state) {
  (void)state;
  struct hc_connection *connection = place_connection("APACHE_IMPATIENT");
  struct exchange answer = {0};
  const struct hc_header length = {hc_text("Content-Length"), hc_text("1000")};
  const struct hc_body body = hc_body_text(hc_str("not so many"));
  const struct hc_request request = {.method = hc_str("POST"),
                                     .url = hc_str("/cgi/digest"),
                                     .body = &body,
                                     .headers = &length,
                                     .header_count = 1};
  exchange_do(&answer, connection, &request);
  assert_int_equal(answer.status, 408);
  assert_true(answer.will_close);
  exchange_get(&answer, connection, "/text.txt", 200);
  exchange_free(&answer);
  hc_connection_free(connection);
}

/* --- Certificates by location --- */

/* POSTs to the place where a certificate is asked for, after a page where none is. */
static void ask_in_private(struct hc_tls_context *context, struct exchange *answer) {
  struct hc_connection *connection = place_secured_connection("APACHE_TLS", context);
  const struct hc_body body = hc_body_text(hc_str("eleven more"));
  const struct hc_request request = {
      .method = hc_str("POST"), .url = hc_str("/private/who"), .body = &body};
  exchange_get(answer, connection, "/cgi/who", 200);
  assert_true(contains(exchange_body(answer), "nobody TLSv1."));
  exchange_do(answer, connection, &request);
  hc_connection_free(connection);
}

static void a_certificate_asked_for_after_the_handshake_is_shown(void **state) {
  (void)state;
  struct hc_tls_context *context = place_client_context();
  struct exchange answer = {0};
  hc_tls_context_set_post_handshake_auth(context, true);
  ask_in_private(context, &answer);
  assert_int_equal(answer.status, 200);
  assert_text(exchange_body(&answer), "client TLSv1.3 11\n");
  exchange_free(&answer);
  hc_tls_context_release(context);
}

static void it_is_not_asked_for_unless_the_context_allows_it(void **state) {
  (void)state;
  struct hc_tls_context *context = place_client_context();
  struct exchange answer = {0};
  ask_in_private(context, &answer);
  assert_int_equal(answer.status, 403);
  assert_true(contains(exchange_body(&answer), "Cannot perform Post-Handshake Authentication."));
  exchange_free(&answer);
  hc_tls_context_release(context);
}

static void who_has_no_certificate_is_refused_by_an_alert(void **state) {
  (void)state;
  struct hc_tls_context *context = place_context();
  struct hc_connection *connection = place_secured_connection("APACHE_MUTUAL", context);
  struct hc_error error = {0};
  enum hc_kind kind = exchange_try(connection, "/text.txt", &error);
  assert_fails(kind, &error, HC_SSL_ERROR, "TLSV13_ALERT_CERTIFICATE_REQUIRED");
  hc_connection_free(connection);
  hc_tls_context_release(context);
}

static void tls_1_2_is_negotiated_again_for_a_certificate(void **state) {
  (void)state;
  struct hc_tls_context *context = place_client_context();
  struct hc_error error = {0};
  struct exchange answer = {0};
  assert_succeeds(hc_tls_context_set_maximum_version(context, HC_TLS_1_2, &error), &error, "1.2");
  ask_in_private(context, &answer);
  assert_int_equal(answer.status, 200);
  assert_text(exchange_body(&answer), "client TLSv1.2 11\n");
  exchange_free(&answer);
  hc_tls_context_release(context);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_thousand_requests_use_one_connection),
      cmocka_unit_test(at_the_limit_of_requests_the_client_connects_anew),
      cmocka_unit_test(a_connection_closed_while_idle_costs_one_request),
      cmocka_unit_test(a_body_of_known_length_is_read_the_same_in_every_way),
      cmocka_unit_test(what_a_script_writes_is_read_the_same_in_every_way),
      cmocka_unit_test(a_sized_upload_comes_back_byte_for_byte),
      cmocka_unit_test(a_chunked_upload_comes_back_byte_for_byte),
      cmocka_unit_test(an_interim_100_is_passed_over),
      cmocka_unit_test(answers_without_body_keep_the_connection),
      cmocka_unit_test(a_body_that_does_not_come_is_answered_with_408),
      cmocka_unit_test(a_certificate_asked_for_after_the_handshake_is_shown),
      cmocka_unit_test(it_is_not_asked_for_unless_the_context_allows_it),
      cmocka_unit_test(who_has_no_certificate_is_refused_by_an_alert),
      cmocka_unit_test(tls_1_2_is_negotiated_again_for_a_certificate),
  };
  return cmocka_run_group_tests_name("apache", tests, NULL, NULL);
}
