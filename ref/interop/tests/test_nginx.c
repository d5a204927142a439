/* The reference client and nginx, in clear. */
#include "support/exchange.h"
#include "support/keepalive.h"
#include "support/origin.h"
#include "support/place.h"
#include "support/testing.h"

static void a_thousand_requests_use_one_connection(void **state) {
  (void)state;
  struct hc_connection *connection = place_connection("NGINX_PLAIN");
  keepalive_holds(connection, "/count", 1000);
  hc_connection_free(connection);
}

static void at_the_limit_of_requests_the_client_connects_anew(void **state) {
  (void)state;
  struct hc_connection *connection = place_connection("NGINX_LIMITED");
  keepalive_is_limited(connection, "/", 5);
  hc_connection_free(connection);
}

static void a_connection_closed_while_idle_costs_one_request(void **state) {
  (void)state;
  struct hc_connection *connection = place_connection("NGINX_IMPATIENT");
  keepalive_ends_when_idle(connection, "/");
  hc_connection_free(connection);
}

static void a_body_of_known_length_is_read_the_same_in_every_way(void **state) {
  (void)state;
  origin_text_is_read_the_same_in_every_way("NGINX_PLAIN", "/text.txt");
}

static void a_chunked_body_is_read_the_same_in_every_way(void **state) {
  (void)state;
  origin_text_is_read_the_same_in_every_way("NGINX_PLAIN", "/chunked/text.txt");
}

static void a_sized_upload_comes_back_byte_for_byte(void **state) {
  (void)state;
  origin_keeps_a_sized_upload("NGINX_PLAIN", "/store/sized.bin");
}

static void a_chunked_upload_comes_back_byte_for_byte(void **state) {
  (void)state;
  origin_keeps_a_chunked_upload("NGINX_PLAIN", "/store/chunked.bin");
}

static void an_interim_100_is_passed_over(void **state) {
  (void)state;
  origin_continues("NGINX_PLAIN", "/store/continued.txt");
}

static void answers_without_body_keep_the_connection(void **state) {
  (void)state;
  origin_answers_without_body_keep_the_connection("NGINX_PLAIN");
}

static void a_connection_hung_up_on_is_made_anew(void **state) {
  (void)state;
  struct hc_connection *connection = place_connection("NGINX_PLAIN");
  struct exchange answer = {0};
  struct hc_error error = {0};
  enum hc_kind kind = exchange_try(connection, "/hang-up", &error);
  assert_fails(kind, &error, HC_REMOTE_DISCONNECTED,
               "Remote end closed connection without response");
  exchange_get(&answer, connection, "/text.txt", 200);
  exchange_free(&answer);
  hc_connection_free(connection);
}

static void an_unread_answer_has_to_be_read_or_closed_before_the_next(void **state) {
  (void)state;
  struct hc_connection *connection = place_connection("NGINX_PLAIN");
  const struct hc_request request = {.method = hc_str("GET"), .url = hc_str("/large.bin")};
  struct hc_response *unread = NULL, *next = NULL;
  struct exchange answer = {0};
  struct hc_error error = {0};
  assert_succeeds(hc_connection_request(connection, &request, &error), &error, "request");
  assert_succeeds(hc_connection_getresponse(connection, &unread, &error), &error, "getresponse");
  assert_succeeds(hc_connection_request(connection, &request, &error), &error, "request");
  enum hc_kind kind = hc_connection_getresponse(connection, &next, &error);
  assert_fails(kind, &error, HC_RESPONSE_NOT_READY, "Request-sent");
  assert_null(next);
  hc_connection_close(connection);
  hc_response_free(unread);
  exchange_get(&answer, connection, "/text.txt", 200);
  exchange_free(&answer);
  hc_connection_free(connection);
}

static void a_hundred_and_more_fields_are_too_many(void **state) {
  (void)state;
  struct hc_connection *connection = place_connection("NGINX_PLAIN");
  struct hc_error error = {0};
  enum hc_kind kind = exchange_try(connection, "/hundred-fields", &error);
  assert_fails(kind, &error, HC_HTTP_EXCEPTION, "got more than 100 headers");
  hc_connection_free(connection);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_thousand_requests_use_one_connection),
      cmocka_unit_test(at_the_limit_of_requests_the_client_connects_anew),
      cmocka_unit_test(a_connection_closed_while_idle_costs_one_request),
      cmocka_unit_test(a_body_of_known_length_is_read_the_same_in_every_way),
      cmocka_unit_test(a_chunked_body_is_read_the_same_in_every_way),
      cmocka_unit_test(a_sized_upload_comes_back_byte_for_byte),
      cmocka_unit_test(a_chunked_upload_comes_back_byte_for_byte),
      cmocka_unit_test(an_interim_100_is_passed_over),
      cmocka_unit_test(answers_without_body_keep_the_connection),
      cmocka_unit_test(a_connection_hung_up_on_is_made_anew),
      cmocka_unit_test(an_unread_answer_has_to_be_read_or_closed_before_the_next),
      cmocka_unit_test(a_hundred_and_more_fields_are_too_many),
  };
  return cmocka_run_group_tests_name("nginx", tests, NULL, NULL);
}
