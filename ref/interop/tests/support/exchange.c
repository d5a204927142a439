#include "support/exchange.h"

#include <poll.h>

#include "support/testing.h"

void exchange_free(struct exchange *exchange) {
  hc_response_free(exchange->response);
  hc_buffer_free(&exchange->body);
  *exchange = (struct exchange){0};
}

void exchange_do(struct exchange *exchange, struct hc_connection *connection,
                 const struct hc_request *request) {
  struct hc_error error = {0};
  exchange_free(exchange);
  assert_succeeds(hc_connection_request(connection, request, &error), &error, "request");
  assert_succeeds(hc_connection_getresponse(connection, &exchange->response, &error), &error,
                  "getresponse");
  hc_response_status(exchange->response, &exchange->status);
  hc_response_will_close(exchange->response, &exchange->will_close);
  assert_succeeds(hc_response_read_all(exchange->response, &exchange->body, &error), &error,
                  "read");
}

void exchange_get(struct exchange *exchange, struct hc_connection *connection, const char *url,
                  int status) {
  const struct hc_request request = {.method = hc_str("GET"), .url = hc_str(url)};
  exchange_do(exchange, connection, &request);
  assert_int_equal(exchange->status, status);
}

enum hc_kind exchange_try(struct hc_connection *connection, const char *url,
                          struct hc_error *error) {
  const struct hc_request request = {.method = hc_str("GET"), .url = hc_str(url)};
  struct hc_response *response = NULL;
  enum hc_kind kind = hc_connection_request(connection, &request, error);
  if (kind == HC_OK) kind = hc_connection_getresponse(connection, &response, error);
  hc_response_free(response);
  return kind;
}

struct hc_span exchange_body(const struct exchange *exchange) {
  return hc_buffer_span(&exchange->body);
}

void exchange_assert_field(const struct exchange *exchange, const char *name,
                           const char *expected) {
  struct hc_buffer value = {0};
  struct hc_error error = {0};
  bool found = false;
  assert_succeeds(hc_response_getheader(exchange->response, hc_str(name), &value, &found, &error),
                  &error, name);
  assert_int_equal(found, expected != NULL);
  if (expected != NULL) assert_text(hc_buffer_span(&value), expected);
  hc_buffer_free(&value);
}

void await_close(struct hc_connection *connection) {
  enum { DEADLINE_MS = 30000 };
  struct pollfd watched = {.fd = hc_transport_fileno(hc_connection_transport(connection)),
                           .events = POLLIN};
  assert_int_equal(poll(&watched, 1, DEADLINE_MS), 1);
}
