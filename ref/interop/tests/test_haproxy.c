/* The reference client and HAProxy before nginx: its own answers, and how it closes. */
#include "support/exchange.h"
#include "support/keepalive.h"
#include "support/origin.h"
#include "support/place.h"
#include "support/testing.h"

static void what_the_server_behind_says_comes_through(void **state) {
  (void)state;
  origin_text_is_read_the_same_in_every_way("HAPROXY_FRONT", "/chunked/text.txt");
  origin_keeps_a_sized_upload("HAPROXY_FRONT", "/store/haproxy-sized.bin");
  origin_keeps_a_chunked_upload("HAPROXY_FRONT", "/store/haproxy-chunked.bin");
}

static void a_connection_closed_after_each_answer_is_made_anew(void **state) {
  (void)state;
  struct hc_connection *connection = place_connection("HAPROXY_CLOSING");
  keepalive_is_limited(connection, "/count", 1);
  hc_connection_free(connection);
}

static void a_connection_closed_while_idle_costs_one_request(void **state) {
  (void)state;
  struct hc_connection *connection = place_connection("HAPROXY_IMPATIENT");
  keepalive_ends_when_idle(connection, "/count");
  hc_connection_free(connection);
}

static void its_own_answers_are_answers(void **state) {
  (void)state;
  static const struct {
    const char *url;
    int status;
    const char *why;
  } rows[] = {
      {"/nobody", 503, "the server behind refuses connections"},
      {"/silent", 504, "the server behind says nothing"},
      {"/closing", 502, "the server behind closes without an answer"},
      {"/denied", 429, "a rule denies it"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct hc_connection *connection = place_connection("HAPROXY_FRONT");
    struct exchange answer = {0};
    exchange_get(&answer, connection, rows[i].url, rows[i].status);
    assert_true(contains(exchange_body(&answer), "<html>"));
    exchange_get(&answer, connection, "/text.txt", 200);
    exchange_free(&answer);
    hc_connection_free(connection);
  }
}

/* It leaves it to the client whether to send the request once more; http.client does not. */
static void on_a_connection_used_before_it_closes_in_place_of_502(void **state) {
  (void)state;
  struct hc_connection *connection = place_connection("HAPROXY_FRONT");
  struct exchange answer = {0};
  struct hc_error error = {0};
  exchange_get(&answer, connection, "/text.txt", 200);
  enum hc_kind kind = exchange_try(connection, "/closing", &error);
  assert_fails(kind, &error, HC_REMOTE_DISCONNECTED,
               "Remote end closed connection without response");
  exchange_get(&answer, connection, "/closing", 502);
  exchange_free(&answer);
  hc_connection_free(connection);
}

static void a_field_that_it_does_not_take_is_answered_with_400(void **state) {
  (void)state;
  struct hc_connection *connection = place_connection("HAPROXY_FRONT");
  const struct hc_header field = {hc_text("Not A Token"), hc_text("1")};
  const struct hc_request request = {
      .method = hc_str("GET"), .url = hc_str("/text.txt"), .headers = &field, .header_count = 1};
  struct exchange answer = {0};
  exchange_do(&answer, connection, &request);
  assert_int_equal(answer.status, 400);
  assert_true(answer.will_close);
  exchange_get(&answer, connection, "/text.txt", 200);
  exchange_free(&answer);
  hc_connection_free(connection);
}

static void a_body_that_does_not_come_is_answered_with_408(void **state) {
  (void)state;
  struct hc_connection *connection = place_connection("HAPROXY_FRONT");
  const struct hc_header length = {hc_text("Content-Length"), hc_text("1000")};
  const struct hc_body body = hc_body_text(hc_str("not so many"));
  const struct hc_request request = {.method = hc_str("POST"),
                                     .url = hc_str("/wait-for-body"),
                                     .body = &body,
                                     .headers = &length,
                                     .header_count = 1};
  struct exchange answer = {0};
  exchange_do(&answer, connection, &request);
  assert_int_equal(answer.status, 408);
  assert_true(answer.will_close);
  exchange_free(&answer);
  hc_connection_free(connection);
}

static void a_request_rejected_without_an_answer_is_remote_disconnected(void **state) {
  (void)state;
  struct hc_connection *connection = place_connection("HAPROXY_FRONT");
  struct exchange answer = {0};
  struct hc_error error = {0};
  enum hc_kind kind = exchange_try(connection, "/rejected", &error);
  assert_fails(kind, &error, HC_REMOTE_DISCONNECTED,
               "Remote end closed connection without response");
  exchange_get(&answer, connection, "/text.txt", 200);
  exchange_free(&answer);
  hc_connection_free(connection);
}

/* Only 100 is passed over: http.client takes any other interim response for the answer. The answer
 * itself is lost or becomes that to the next request, depending on whether it came together with
 * the hint; so the connection had better be closed. */
static void an_early_hint_is_taken_for_the_answer(void **state) {
  (void)state;
  struct hc_connection *connection = place_connection("HAPROXY_FRONT");
  struct exchange answer = {0};
  exchange_get(&answer, connection, "/text.txt?hinted", 103);
  exchange_assert_field(&answer, "Link", "</style.css>; rel=preload");
  assert_int_equal(answer.body.size, 0);
  exchange_free(&answer);
  hc_connection_free(connection);
}

static void it_ends_tls_for_the_server_behind(void **state) {
  (void)state;
  struct hc_tls_context *context = place_context();
  struct hc_connection *connection = place_secured_connection("HAPROXY_TLS", context);
  struct exchange answer = {0};
  for (int i = 0; i < 100; i++)
    exchange_get(&answer, connection, "/chunked/text.txt", 200);
  exchange_free(&answer);
  hc_connection_free(connection);
  hc_tls_context_release(context);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(what_the_server_behind_says_comes_through),
      cmocka_unit_test(a_connection_closed_after_each_answer_is_made_anew),
      cmocka_unit_test(a_connection_closed_while_idle_costs_one_request),
      cmocka_unit_test(its_own_answers_are_answers),
      cmocka_unit_test(on_a_connection_used_before_it_closes_in_place_of_502),
      cmocka_unit_test(a_field_that_it_does_not_take_is_answered_with_400),
      cmocka_unit_test(a_body_that_does_not_come_is_answered_with_408),
      cmocka_unit_test(a_request_rejected_without_an_answer_is_remote_disconnected),
      cmocka_unit_test(an_early_hint_is_taken_for_the_answer),
      cmocka_unit_test(it_ends_tls_for_the_server_behind),
  };
  return cmocka_run_group_tests_name("haproxy", tests, NULL, NULL);
}
