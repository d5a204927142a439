/* A TLS server in memory, which is at the same time the transport that leads to it: what is written
 * goes into the server, and what it answers is read. It runs in the caller's thread and whenever it
 * has nothing to say, reading fails with a timeout at once. */
#ifndef TLS_PEER_H
#define TLS_PEER_H

#include <openssl/ssl.h>

#include "hc/tls_transport.h"
#include "support/tls_certificate.h"

enum peer_action {
  PEER_END = 0,     /* the stream ends without a close_notify */
  PEER_SEND,        /* `bytes`, encrypted */
  PEER_SEND_CLEAR,  /* `bytes`, as they are */
  PEER_SEND_CUT,    /* `bytes`, encrypted, less the last bytes of the record; then the end */
  PEER_CLOSE,       /* close_notify */
  PEER_ASK,         /* for the client's certificate, in TLS 1.3 */
  PEER_UPDATE_KEYS, /* both directions', in TLS 1.3 */
  PEER_SILENCE      /* nothing more, and no end */
};

/* What a server does, once the handshake is over and it is read from. */
struct peer_step {
  enum peer_action action;
  struct hc_span bytes;
};

/* The zero state of all but the chain is the default. */
struct tls_peer_options {
  const struct certificate *const *chain; /* the leaf first; ends with NULL */
  const struct certificate *client_authority;
  int verify_mode; /* OpenSSL's, for the client's certificate */
  int minimum_version;
  int maximum_version;
  const char *protocol;          /* the ALPN protocol it takes */
  const struct peer_step *steps; /* ends with PEER_END or PEER_SILENCE */
  bool speaks_clear;             /* the steps are done instead of a handshake */
  size_t piece;                  /* if not 0, a read returns at most so many bytes */
  size_t failing_read;           /* if not 0, the number of the read that fails, and of the write */
  size_t failing_write;
  enum hc_kind failure; /* HC_OK: ECONNRESET */
};

enum { PEER_TIMEOUTS_MAX = 64 };

struct tls_peer {
  struct hc_transport base;
  struct tls_peer_options options;
  SSL_CTX *context;
  SSL *openssl;
  BIO *in;  /* owned by `openssl` */
  BIO *out; /* likewise */
  bool accepted;
  bool failed; /* the handshake, or what followed */
  size_t step;
  size_t reads;
  size_t writes;
  struct hc_timeout timeout;
  struct hc_timeout timeouts[PEER_TIMEOUTS_MAX]; /* the first ones set, in order */
  size_t timeout_count;                          /* of all set */
  struct hc_buffer received;                     /* what the client sent */
  size_t records;                                /* of that */
  char server_name[256];                         /* the client's SNI */
  int alert; /* the description of the last alert received, or -1 */
  bool released;
};

void tls_peer_start(struct tls_peer *peer, const struct tls_peer_options *options);

/* tls_peer_wrap shakes hands with `peer` as a client of `context`. `*transport` is the caller's. */
enum hc_kind tls_peer_wrap(struct tls_peer *peer, struct hc_tls_context *context, const char *host,
                           const struct hc_allocator *allocator, struct hc_transport **transport,
                           struct hc_error *error);

/* tls_peer_stop releases `peer`, and checks that its transport was let go. */
void tls_peer_stop(struct tls_peer *peer);

#endif
