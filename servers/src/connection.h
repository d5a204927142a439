/* One connection of a client: what has come and is not yet received by the script, how the client
 * and the peer have ended it, and every event of it in the log. */
#ifndef PEER_CONNECTION_H
#define PEER_CONNECTION_H

#include <stdbool.h>
#include <stddef.h>

#include "buffer.h"
#include "listener.h"
#include "peer/wire_log.h"
#include "tls_stream.h"

enum client_side { CLIENT_OPEN, CLIENT_CLOSED, CLIENT_RESET };

struct connection {
  struct stream stream; /* released when is_closed */
  unsigned number;
  struct wire_log *log;   /* borrowed */
  struct buffer received; /* beyond what the script has received */
  size_t received_total;  /* <= LIMIT_RECEIVED */
  enum client_side client;
  bool is_finished;  /* the peer has closed its sending side */
  bool is_refused;   /* the client takes nothing more */
  bool is_closed;    /* by the peer */
  bool is_exceeding; /* the client sent more than LIMIT_RECEIVED */
  bool is_unlogged;  /* what goes over it is the transport's, not the script's */
  bool is_sparing;   /* reads no more than the script receives, so that clients' sends can block */
  bool has_hung_up;  /* the client has ended in some way, maybe behind bytes not read yet */
  struct source_address source;
};

/* connection_open: begins with the socket |fd|, which is the connection's from now on; ended by
 * connection_clear(). |log| must outlive it. */
void connection_open(struct connection *connection, int fd, unsigned number, struct wire_log *log);

/* connection_clear: releases all. A connection that is still open is reset, which leaves no
 * TIME_WAIT behind, on the client's side neither; only where bytes still wait for a client that has
 * closed its own side is it closed in order. Neither is logged, being no part of the conversation.
 */
void connection_clear(struct connection *connection);

/* connection_take_in: all that has come so far, and how the client ended it; nothing while it is
 * sparing. */
void connection_take_in(struct connection *connection);

/* connection_take_some: of what has come at most |most| bytes, or else how the client ended it;
 * false when it can do neither now. */
bool connection_take_some(struct connection *connection, size_t most);

/* connection_take_rest: is sparing no more, and takes in. */
void connection_take_rest(struct connection *connection);

/* connection_send: one write; returns how many bytes went, 0 when the client takes none now (or
 * ever: |is_refused|). */
size_t connection_send(struct connection *connection, const void *data, size_t length);

/* connection_flush: hands on what waits in the stream's layers; true when nothing is left there, or
 * nothing can be. connection_has_queued: there is something that it could hand on once the client
 * takes more. */
bool connection_flush(struct connection *connection);
bool connection_has_queued(const struct connection *connection);

/* connection_begin_tls: the peer's side of TLS from here on, beginning with what the client has
 * sent and the script has not received, which is taken out of the log. */
void connection_begin_tls(struct connection *connection, struct peer_identities *identities,
                          const struct tls_options *options);

/* connection_tls: the innermost TLS, or NULL; borrowed. */
struct tls *connection_tls(const struct connection *connection);

/* connection_say_goodbye: tells the client inside TLS that nothing more comes (close_notify);
 * nothing without TLS. */
void connection_say_goodbye(struct connection *connection);

/* connection_has_said_goodbye: the peer has sent close_notify. A client that closes without reading
 * it resets the connection, though it wants to close it in order. */
bool connection_has_said_goodbye(const struct connection *connection);

/* connection_finish, connection_close, connection_reset: as the statements fin, close and reset;
 * nothing when that has been done. */
void connection_finish(struct connection *connection);
void connection_close(struct connection *connection);
void connection_reset(struct connection *connection);

/* connection_is_ended: nothing more can come from the client. */
bool connection_is_ended(const struct connection *connection);

#endif
