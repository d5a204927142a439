/* A script once it is parsed: a list of statements, each with its place. Parsing, checking and
 * playing meet here. */
#ifndef PEER_STATEMENT_H
#define PEER_STATEMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "listener.h"
#include "offer.h"
#include "peer/script.h"
#include "template.h"
#include "text/arena.h"
#include "tls_options.h"

enum statement_kind {
  STATEMENT_UNKNOWN, /* could not be parsed; a script with one is never played */
  STATEMENT_RECV_REQUEST,
  STATEMENT_RECV_HEAD,
  STATEMENT_RECV_CONNECT,
  STATEMENT_RECV_BYTES,
  STATEMENT_RECV_COUNT,
  STATEMENT_RECV_UNTIL,
  STATEMENT_SEND,
  STATEMENT_EXPECT_FIN,
  STATEMENT_EXPECT_RESET,
  STATEMENT_EXPECT_CLOSE,
  STATEMENT_EXPECT_NOTHING,
  STATEMENT_EXPECT_SOURCE,
  STATEMENT_FIN,
  STATEMENT_CLOSE,
  STATEMENT_RESET,
  STATEMENT_STALL,
  STATEMENT_AWAIT_READ,
  STATEMENT_ACCEPT,
  STATEMENT_USE,
  STATEMENT_TLS,
  STATEMENT_EXPECT_SNI,
  STATEMENT_EXPECT_ALPN,
  STATEMENT_EXPECT_TLS,
  STATEMENT_EXPECT_TLS_FAILURE,
  STATEMENT_EXPECT_CLIENT_CERTIFICATE,
  STATEMENT_EXPECT_ALERT,
  STATEMENT_EXPECT_SESSION,
  STATEMENT_EXPECT_KEYS,
  STATEMENT_EXPECT_HELLO,
  STATEMENT_SEND_RAW,
  STATEMENT_SEND_CUT,
  STATEMENT_SEND_CORRUPT,
  STATEMENT_SEND_ALERT,
  STATEMENT_SEND_TICKET,
  STATEMENT_REQUEST_CERTIFICATE,
  STATEMENT_UPDATE_KEYS,
  STATEMENT_LISTEN,
  STATEMENT_KINDS,
};

enum bytes_rule { BYTES_NONE, BYTES_OPTIONAL, BYTES_REQUIRED };

struct statement {
  enum statement_kind kind;
  struct place place;
  struct template bytes;
  bool has_wrong_bytes; /* they could not be parsed, so nothing can be said about them */
  /* Of recv N, use N and send cut N; an alert's code; the version of TLS as OpenSSL has it. */
  size_t number;
  /* Certificate required, update of keys requested, session resumed. */
  bool is_emphatic;
  bool is_without_notify;         /* fin, close and expect fin without close_notify */
  const struct tls_options *tls;  /* of tls */
  const char *name;               /* of expect sni and expect client certificate; NULL: none */
  struct protocol_list protocols; /* of expect alpn; empty: none */
  struct offer_wish offer;        /* of expect hello */
};

struct peer_script {
  struct arena *arena;
  struct statement *statements; /* an accept, written or implied, stands before all but a listen */
  size_t count;
  struct listen_options listen;
  struct place listen_place; /* only when there is a listen */
  size_t accepts;            /* connections that the script accepts */
  struct place accept_place; /* of the last accept; where the script starts when there is none */
};

/* statement_name: the words it is written with, such as "recv request"; static. */
const char *statement_name(enum statement_kind kind);

/* statement_bytes_rule: whether bytes belong to it. */
enum bytes_rule statement_bytes_rule(enum statement_kind kind);

/* statement_sends: it needs the peer's sending side. */
bool statement_sends(enum statement_kind kind);

/* script_check: finds what shows only when the statements are seen together, or when their bytes
 * are: missing bytes, limits, requests that are none, statements on a closed connection. Errors go
 * to |diagnostics|. */
void script_check(const struct peer_script *script, struct diagnostics *diagnostics);

#endif
