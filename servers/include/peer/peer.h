/* The scripted peer: a server on a loopback port that plays one script at a time and logs all it
 * sees.
 *
 * A peer never blocks: it says what it waits for (peer_poll()), is told what happened
 * (peer_handle()), and goes as far in the script as it can. Time plays no part. One thread uses a
 * peer at a time. */
#ifndef PEER_PEER_H
#define PEER_PEER_H

#include <poll.h>
#include <stdbool.h>
#include <stdint.h>

#include "peer/identities.h"
#include "peer/script.h"
#include "peer/wire_log.h"

struct peer;

/* How what the script sends is cut into segments. Every segment is a system call of its own; what
 * the kernel joins again on the way is its affair, and no outcome may depend on it. */
enum peer_delivery {
  PEER_DELIVERY_WHOLE, /* each send at once */
  PEER_DELIVERY_BYTES, /* one byte at a time (docs/peer-script.md gives the bound for long sends) */
  PEER_DELIVERY_SPLIT, /* at points chosen by the seed */
};

/* What the script's connections go over. The script, and the log, see the clear bytes inside; what
 * the transport does with each connection first is no statement of the script's. */
enum peer_transport {
  PEER_TRANSPORT_PLAIN,  /* TCP */
  PEER_TRANSPORT_TLS,    /* TLS with the identity good */
  PEER_TRANSPORT_TUNNEL, /* CONNECT to the peer's own address, answered with 200, then TLS */
};

/* Where the script went wrong: the client did something else than the script says. */
struct peer_complaint {
  struct place place; /* of the statement */
  char *message;      /* what was expected and what happened; owned by the result */
};

/* What came of one playing of a script. The zero state is empty. */
struct peer_result {
  struct wire_log log;
  bool completed;                  /* every statement was carried out */
  struct peer_complaint complaint; /* message is NULL when completed */
};

/* peer_result_clear: releases what the result owns and leaves the zero state. */
void peer_result_clear(struct peer_result *result);

/* peer_new: a peer that listens on an ephemeral port of 127.0.0.1. |identities| is borrowed and
 * outlives the peer; with NULL it can play no script that speaks TLS, and only
 * PEER_TRANSPORT_PLAIN: others are a complaint. Returns NULL with errno set when no socket can be
 * had. The caller frees it. */
struct peer *peer_new(struct peer_identities *identities);

/* peer_new_at: the same on |port|, for a person to whom it matters; 0 is any. */
struct peer *peer_new_at(struct peer_identities *identities, unsigned port);

/* peer_free: closes all sockets; NULL is allowed. */
void peer_free(struct peer *peer);

/* peer_host, peer_port: where it listens: 127.0.0.1 and a port that stays the same for the peer's
 * life, or what the script in play says by the statement listen, from peer_begin() on until the
 * next. */
const char *peer_host(const struct peer *peer);
unsigned peer_port(const struct peer *peer);

/* peer_has_ipv6: this machine has the loopback address ::1. */
bool peer_has_ipv6(void);

/* peer_cannot_play: why this machine cannot play |script| (NULL is allowed), such as "this machine
 * has no IPv6 loopback address (::1)"; static. NULL when it can. What is begun nevertheless ends
 * with a complaint. */
const char *peer_cannot_play(const struct peer_script *script);

/* peer_refused_port: a port of 127.0.0.1 on which every connect is refused.
 * peer_black_hole_port: one on which a connect neither succeeds nor fails, for timeouts of
 * connects. Both are made when first asked for and held for the peer's life. They return 0 with
 * errno set when the system gives none. */
unsigned peer_refused_port(struct peer *peer);
unsigned peer_black_hole_port(struct peer *peer);

/* peer_begin: starts to play |script| (NULL: accept nothing, answer nothing; every connection is
 * then a complaint), which must outlive the playing. A playing that was not ended is discarded, and
 * connections left over from before are dropped first. |seed| decides the points of
 * PEER_DELIVERY_SPLIT and nothing else. */
void peer_begin(struct peer *peer, const struct peer_script *script, enum peer_transport transport,
                enum peer_delivery delivery, uint64_t seed);

enum { PEER_POLL_MAX = 64 };

/* peer_poll: fills |fds| (room for PEER_POLL_MAX) with what the peer waits for and returns how
 * many. */
size_t peer_poll(const struct peer *peer, struct pollfd *fds);

/* peer_handle: does all that can be done without waiting. |fds| is what peer_poll() filled in and
 * poll() answered. Once the script is done, or has failed, connections are still read and logged;
 * when it has failed, the sending side of all of them is closed so that no client waits in vain. */
void peer_handle(struct peer *peer, const struct pollfd *fds, size_t count);

/* peer_finished: the script is done or has failed, and every client has closed its connections or
 * the script has. A script that has accepted none yet is not done; NULL is, from the start. */
bool peer_finished(const struct peer *peer);

/* peer_log: what has gone over the wire in this playing so far; borrowed until the peer is used
 * again. */
const struct wire_log *peer_log(const struct peer *peer);

/* peer_awaits_client: the statement in hand waits for the client to send, connect or close; to end
 * now would be a complaint. */
bool peer_awaits_client(const struct peer *peer);

/* peer_awaits_read: the statement in hand is "await read". That the client reads is not to be seen
 * on the wire: who knows the client's process tells it by peer_note_read(), and who does not tells
 * it at once. peer_note_read: the client waits for bytes, and has sent nothing that peer_handle()
 * has not taken in; the script goes on. Nothing while it awaits something else. */
bool peer_awaits_read(const struct peer *peer);
void peer_note_read(struct peer *peer);

/* peer_end: takes in all that the clients have sent so far, judges statements that are still open,
 * closes every connection and hands the result over, which the caller clears. A statement that
 * still waits is a complaint, except stall and a final "expect nothing"; so is a connection that
 * the script does not accept. Closing here is not logged and leaves no TIME_WAIT behind. The peer
 * can then begin anew. */
void peer_end(struct peer *peer, struct peer_result *result);

#endif
