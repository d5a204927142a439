/* One playing of a script: the statement in hand, the connections, and what came of it so far. */
#ifndef PEER_PLAYING_H
#define PEER_PLAYING_H

#include <stdbool.h>
#include <stddef.h>

#include "connection.h"
#include "delivery.h"
#include "listener.h"
#include "peer/peer.h"
#include "peer_limits.h"
#include "preamble.h"
#include "request_framing.h"
#include "statement.h"

/* How far the statement in hand has come. */
struct progress {
  bool has_begun;
  bool is_done;           /* but for what still has to leave the peer */
  struct buffer bytes;    /* of the statement, placeholders filled in */
  size_t done;            /* bytes that are sent, equal, or searched */
  size_t segment;         /* what is left of the segment being sent */
  size_t needed;          /* bytes that a receive waits for */
  bool wants_room;        /* waits until the client takes more */
  bool is_client_reading; /* peer_note_read() has said so */
  struct request_framing framing;
};

struct playing {
  const struct listener *listener;  /* borrowed */
  const struct peer_script *script; /* borrowed; NULL is a script without statements */
  size_t next;                      /* the statement in hand; the number of all when done */
  struct progress progress;
  struct delivery delivery;
  enum peer_transport transport;
  struct peer_identities *identities; /* borrowed; NULL: the peer cannot speak TLS */
  struct connection connections[LIMIT_CONNECTIONS];
  struct preamble preambles[LIMIT_CONNECTIONS]; /* of the connection of the same index */
  size_t count;                                 /* of |connections| in use */
  size_t accepted;                              /* of them, by the script */
  size_t opened;              /* connections the client opened, also those without a place */
  struct connection *current; /* NULL until the first is accepted */
  bool is_ending;             /* the client is done: nothing is worth waiting for */
  bool is_deaf;               /* no more connections can be accepted */
  struct wire_log log;
  struct peer_complaint complaint; /* its message is set once the script has failed */
};

enum step {
  STEP_DONE,    /* on to the next statement */
  STEP_WAITING, /* until the client does something */
  STEP_FAILED,  /* there is a complaint */
};

/* playing_is_over: every statement was carried out, or one has failed. */
bool playing_is_over(const struct playing *playing);

/* playing_statement: the one in hand; only while the playing is not over. */
const struct statement *playing_statement(const struct playing *playing);

/* playing_fail: notes the complaint, whose |message| it takes over, and closes the peer's side of
 * every connection, so that no client waits for an answer that will not come. Only the first
 * complaint counts. */
void playing_fail(struct playing *playing, struct place place, char *message);

/* playing_accept_ahead: where the transport has to do something with a connection before the
 * script can have it, accepts all that the script will, and goes on with each: a client that opens
 * two at once is not to wait for the script. */
void playing_accept_ahead(struct playing *playing);

/* playing_accept: the next waiting connection, with all that has come on it; NULL when there is
 * none that is ready. What the system or the transport cannot do is a complaint. */
struct connection *playing_accept(struct playing *playing);

/* playing_accepts_surplus: the script accepts no more connections, so that any further one is the
 * client's mistake (or the playing has failed, and none is to wait in vain). */
bool playing_accepts_surplus(const struct playing *playing);

/* playing_accept_surplus: accepts all that are waiting and closes the peer's side of each. */
void playing_accept_surplus(struct playing *playing);

/* playing_check_limits: complains about a client that sends without end, and resets its connection.
 */
void playing_check_limits(struct playing *playing);

/* playing_advance: carries out statements until one has to wait. */
void playing_advance(struct playing *playing);

#endif
