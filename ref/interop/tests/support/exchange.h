/* One request and its answer. Whatever fails unexpectedly fails the test. */
#ifndef EXCHANGE_H
#define EXCHANGE_H

#include "hc/connection.h"

/* exchange holds an answer read whole. Its zero state is none. */
struct exchange {
  int status;
  bool will_close;
  struct hc_response *response; /* read to its end */
  struct hc_buffer body;
};

/* exchange_free releases the answer; `exchange` is then as at first. */
void exchange_free(struct exchange *exchange);

/* exchange_do sends `request` and reads the answer, for an earlier one in `exchange`. */
void exchange_do(struct exchange *exchange, struct hc_connection *connection,
                 const struct hc_request *request);

/* exchange_get is a GET of `url`, whose status has to be `status`. */
void exchange_get(struct exchange *exchange, struct hc_connection *connection, const char *url,
                  int status);

/* exchange_try is a GET that may fail: it returns the kind, and the answer is dropped. */
enum hc_kind exchange_try(struct hc_connection *connection, const char *url,
                          struct hc_error *error);

/* exchange_body borrows the answer's body. */
struct hc_span exchange_body(const struct exchange *exchange);

/* exchange_assert_field checks a field of the answer; NULL: there is none. */
void exchange_assert_field(const struct exchange *exchange, const char *name, const char *expected);

/* await_close waits until the other side has closed the idle connection. */
void await_close(struct hc_connection *connection);

#endif
