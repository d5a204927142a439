/* Nothing of a CONNECT and its answer is logged as bytes: they belong to no script. */
#include "preamble.h"

#include <stdlib.h>
#include <string.h>

#include "complaint.h"

static const struct tls_options default_options;

static void fail(struct preamble *preamble, struct connection *connection, char *failure) {
  preamble->stage = PREAMBLE_FAILED;
  preamble->failure = failure;
  connection_finish(connection);
}

static void begin_tls(struct preamble *preamble, struct connection *connection) {
  preamble->stage = PREAMBLE_TLS;
  connection_begin_tls(connection, preamble->identities, &default_options);
}

void preamble_begin(struct preamble *preamble, struct connection *connection,
                    enum peer_transport transport, struct peer_identities *identities) {
  *preamble = (struct preamble){.identities = identities};
  connection->is_unlogged = transport == PEER_TRANSPORT_TUNNEL;
  if (transport == PEER_TRANSPORT_PLAIN)
    preamble->stage = PREAMBLE_DONE;
  else if (!identities)
    fail(preamble, connection, complaint_text("this peer was made without identities for TLS"));
  else if (transport == PEER_TRANSPORT_TLS)
    begin_tls(preamble, connection);
}

static void fail_to_tunnel(struct preamble *preamble, struct connection *connection,
                           const char *start) {
  char *come = complaint_bytes(buffer_view(&connection->received));
  fail(preamble, connection,
       complaint_text("the tunnel was not opened: expected a request that begins with '%s', the "
                      "client sent %s",
                      start, come));
  free(come);
}

static bool begins_with(struct bytes bytes, const char *start) {
  size_t length = strlen(start);
  return bytes.length >= length && memcmp(bytes.data, start, length) == 0;
}

/* The answer is far shorter than what a new connection takes in at once. */
static void answer_connect(struct preamble *preamble, struct connection *connection,
                           const char *target) {
  static const char answer[] = "HTTP/1.1 200 OK\r\n\r\n";
  buffer_consume(&connection->received, preamble->framing.head_length);
  wire_log_add(connection->log, WIRE_TUNNEL, connection->number, target, strlen(target));
  connection_send(connection, answer, sizeof answer - 1);
  begin_tls(preamble, connection);
  connection->is_unlogged = false;
}

static bool asks_for(struct bytes head, const char *opening, struct template_values self,
                     const char *closing) {
  char *start = complaint_text("CONNECT %s%s%s:%s HTTP/1.", opening, self.host, closing, self.port);
  bool does = begins_with(head, start);
  free(start);
  return does;
}

/* An address of IPv6 belongs into brackets (RFC 3986, section 3.2.2); CPython before 3.13 sends
 * none.
 */
static bool asks_for_tunnel(struct bytes head, struct template_values self) {
  bool has_colon = strchr(self.host, ':');
  return asks_for(head, "", self, "") || (has_colon && asks_for(head, "[", self, "]"));
}

static void open_tunnel(struct preamble *preamble, struct connection *connection,
                        struct template_values self) {
  struct bytes come = buffer_view(&connection->received);
  request_framing_advance(&preamble->framing, come);
  bool has_head = preamble->framing.head_length > 0;
  if (!has_head && !connection_is_ended(connection)) return;
  char *target = complaint_text("%s:%s", self.host, self.port);
  char *start = complaint_text("CONNECT %s HTTP/1.", target);
  if (has_head && asks_for_tunnel(come, self))
    answer_connect(preamble, connection, target);
  else
    fail_to_tunnel(preamble, connection, start);
  free(start);
  free(target);
}

static void await_handshake(struct preamble *preamble, struct connection *connection) {
  connection_take_in(connection);
  const struct tls *tls = connection_tls(connection);
  if (tls->phase == TLS_OPEN)
    preamble->stage = PREAMBLE_DONE;
  else if (tls->phase == TLS_FAILED)
    fail(preamble, connection, complaint_text("the TLS handshake failed: %s", tls->failure));
  else if (connection_is_ended(connection))
    fail(preamble, connection,
         complaint_text("the client ended before the TLS handshake was done"));
}

void preamble_advance(struct preamble *preamble, struct connection *connection,
                      struct template_values self) {
  if (preamble->stage == PREAMBLE_TUNNEL) open_tunnel(preamble, connection, self);
  if (preamble->stage == PREAMBLE_TLS) await_handshake(preamble, connection);
}

void preamble_clear(struct preamble *preamble) {
  free(preamble->failure);
  *preamble = (struct preamble){0};
}
