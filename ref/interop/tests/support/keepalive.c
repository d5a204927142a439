#include "support/keepalive.h"

#include <stdio.h>

#include "support/exchange.h"
#include "support/testing.h"

struct counted keepalive_count(struct hc_connection *connection, const char *url) {
  struct counted counted = {0, 0};
  struct exchange answer = {0};
  char text[64];
  exchange_get(&answer, connection, url, 200);
  snprintf(text, sizeof text, "%.*s", (int)answer.body.size, answer.body.data);
  assert_int_equal(sscanf(text, "%lu %lu", &counted.connection, &counted.request), 2);
  exchange_free(&answer);
  return counted;
}

void keepalive_holds(struct hc_connection *connection, const char *url, unsigned long count) {
  const struct counted first = keepalive_count(connection, url);
  for (unsigned long i = 1; i < count; i++) {
    const struct counted next = keepalive_count(connection, url);
    assert_int_equal(next.connection, first.connection);
    assert_int_equal(next.request, first.request + i);
  }
}

void keepalive_is_limited(struct hc_connection *connection, const char *url, int limit) {
  struct exchange answer = {0};
  for (int i = 1; i <= 4 * limit; i++) {
    exchange_get(&answer, connection, url, 200);
    assert_int_equal(answer.will_close, i % limit == 0);
    assert_int_equal(hc_connection_transport(connection) == NULL, i % limit == 0);
  }
  exchange_free(&answer);
}

void keepalive_ends_when_idle(struct hc_connection *connection, const char *url) {
  struct exchange answer = {0};
  struct hc_error error = {0};
  exchange_get(&answer, connection, url, 200);
  assert_false(answer.will_close);
  await_close(connection);
  enum hc_kind kind = exchange_try(connection, url, &error);
  assert_fails(kind, &error, HC_REMOTE_DISCONNECTED,
               "Remote end closed connection without response");
  assert_null(hc_connection_transport(connection));
  exchange_get(&answer, connection, url, 200);
  exchange_free(&answer);
}
