/* What went over the wire, in order, as the peer saw it; inside TLS, the clear bytes. */
#ifndef PEER_WIRE_LOG_H
#define PEER_WIRE_LOG_H

#include <stddef.h>
#include <stdio.h>

#include "text/literal.h"

enum wire_event_kind {
  WIRE_ACCEPTED,     /* the client opened the connection */
  WIRE_RECEIVED,     /* bytes from the client; neighbouring runs are one event */
  WIRE_SENT,         /* bytes to the client; neighbouring runs are one event */
  WIRE_CLIENT_FIN,   /* the client closed its side in order */
  WIRE_CLIENT_RESET, /* the client reset the connection */
  WIRE_PEER_FIN,     /* the peer shut down its sending side */
  WIRE_PEER_CLOSED,  /* the peer closed */
  WIRE_PEER_RESET,   /* the peer reset the connection */
  WIRE_TUNNEL,       /* the client opened a tunnel (CONNECT), which the transport answered; text */
  WIRE_TLS,          /* a TLS handshake was done: version, names, certificate of the client; text */
  WIRE_TLS_FAILED,   /* a TLS handshake, or TLS behind it, failed; text */
  WIRE_CLIENT_ALERT, /* the client sent a TLS alert, close_notify among them; text: its name */
  WIRE_PEER_ALERT,   /* the peer sent a TLS alert; text: its name */
};

struct wire_event {
  enum wire_event_kind kind;
  unsigned connection; /* 1 is the first connection that was accepted */
  struct bytes bytes;  /* of WIRE_RECEIVED and WIRE_SENT; UTF-8 text where the kind says so */
};

/* The log of one case; it owns its bytes. The zero state is an empty log. */
struct wire_log {
  struct wire_event *events;
  size_t count;
};

/* wire_log_clear: releases the events and leaves the zero state. */
void wire_log_clear(struct wire_log *log);

/* wire_log_add: adds an event of |connection|. The |length| bytes at |data| are copied; those of
 * WIRE_RECEIVED and WIRE_SENT join the event before when that is of the same kind and connection,
 * and where these have no bytes there is no event. */
void wire_log_add(struct wire_log *log, enum wire_event_kind kind, unsigned connection,
                  const void *data, size_t length);

/* wire_log_retract: the last |length| bytes received on |connection| turn out to be of a layer
 * beneath and are taken out of the log. */
void wire_log_retract(struct wire_log *log, unsigned connection, size_t length);

/* wire_log_received: all bytes received on |connection|, joined; the caller frees |*data|, which is
 * never NULL and has a NUL behind it that |*length| does not count. */
void wire_log_received(const struct wire_log *log, unsigned connection, unsigned char **data,
                       size_t *length);

/* wire_log_print: the conversation for a person, each line behind |indent|:
 *
 *     1 * client connects
 *     1 → GET / HTTP/1.1\r\n
 *     1 ← HTTP/1.1 204 No Content\r\n
 *     1 * client closes its side (FIN)
 *
 * The number is the connection's. A line of the protocol is a line here; what is not printable
 * ASCII, and the backslash, stand as escapes of Python. Runs longer than |limit| bytes are cut in
 * the middle and say how much was left out; 0 is no limit. */
void wire_log_print(const struct wire_log *log, const char *indent, size_t limit, FILE *stream);

/* How much of a growing log has been printed. The zero state is nothing. */
struct wire_position {
  size_t events; /* whole events */
  size_t bytes;  /* of the next event, a run that may grow */
};

/* wire_log_print_news: as wire_log_print(), what has come to |log| since |*position|, which moves
 * to its end. */
void wire_log_print_news(const struct wire_log *log, struct wire_position *position,
                         const char *indent, size_t limit, FILE *stream);

#endif
