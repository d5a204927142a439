/* Connections and responses over bytes at hand, for tests. */
#ifndef SCRIPT_H
#define SCRIPT_H

#include "hc/connection.h"
#include "hc/memory_transport.h"

/* What a peer sends, all connections one after the other, and what it was sent. Zero state: a peer
 * that closes at once. */
struct script {
  const struct hc_span *answers; /* one for each connection; none left: the stream is empty */
  size_t answer_count;
  struct hc_memory_script memory; /* its segments are set from `answers` */
  enum hc_edition edition;
  const struct hc_allocator *allocator;
  enum hc_kind open_failure; /* what opening fails with, or HC_OK */
  struct hc_span answer;     /* of script_response */

  struct hc_buffer written; /* on all connections */
  size_t opened;
};

/* script_open is an hc_transport_open whose payload is a struct script. */
enum hc_kind script_open(void *payload, const struct hc_transport_target *target,
                         struct hc_transport **transport, struct hc_error *error);

/* script_connection makes a connection to "host" whose peer is `script`. */
struct hc_connection *script_connection(struct script *script);

/* script_response makes a response to a request of `method` over `answer`; it is not begun. */
struct hc_response *script_response(struct script *script, const char *method,
                                    struct hc_span answer);

/* script_get sends "GET /" and returns the response. */
struct hc_response *script_get(struct hc_connection *connection);

/* script_free releases what was written. */
void script_free(struct script *script);

#endif
