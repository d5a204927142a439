/* TLS as the layer of a stream: the server's side, over any other stream, be it TCP or TLS again.
 * OpenSSL works in memory; what it writes waits in a queue for the stream beneath, so that nothing
 * blocks. */
#ifndef PEER_TLS_STREAM_H
#define PEER_TLS_STREAM_H

#include <stdbool.h>

#include "buffer.h"
#include "stream.h"
#include "text/literal.h"
#include "tls_talk.h"

enum tls_phase {
  TLS_SHAKING, /* hands are still being shaken */
  TLS_OPEN,
  TLS_FAILED, /* the handshake or what came behind it; nothing of TLS moves any more */
};

/* The layer of one connection. */
struct tls {
  struct stream inner;
  SSL *ssl;
  BIO *incoming, *outgoing; /* of |ssl|: octets from and for |inner| */
  struct buffer queue;      /* octets that |inner| has not yet taken */
  struct tls_talk talk;
  enum tls_phase phase;
  char *failure;           /* why it failed, NULL until then */
  bool is_read_over;       /* the client has sent close_notify */
  bool is_write_over;      /* no more records are to leave */
  bool is_finishing;       /* |inner| is to be finished once the queue is empty */
  enum stream_status lost; /* how |inner| refused to write; STREAM_MOVED: it has not */
};

/* What a connection is that begins to speak TLS; all is borrowed, and but for |early| must outlive
 * the stream. */
struct tls_start {
  struct peer_identities *identities;
  const struct tls_options *options;
  struct wire_log *log;
  unsigned connection;
  struct bytes early; /* octets that have come already */
};

/* tls_stream_begin: puts TLS over |stream|, which then reads and writes inside of it; reading
 * shakes hands first. */
void tls_stream_begin(struct stream *stream, struct tls_start start);

/* tls_of: the layer of |stream|, or NULL where it has none. */
struct tls *tls_of(const struct stream *stream);

/* tls_push: hands what OpenSSL has written on to the stream beneath, as far as that takes it.
 * tls_queue: the same with |length| octets of any kind. */
enum stream_status tls_push(struct tls *tls);
void tls_queue(struct tls *tls, const void *octets, size_t length);

/* tls_say_goodbye: sends close_notify, unless nothing can be sent any more. */
void tls_say_goodbye(struct tls *tls);

/* tls_end: nothing of TLS moves any more, because of |reason|, which is taken over. Only the first
 * reason counts. */
void tls_end(struct tls *tls, char *reason);

/* tls_version: "1.0" to "1.3"; static. */
const char *tls_version(const struct tls *tls);

/* tls_client_name: the common name of the client's certificate, NULL when it showed none; the
 * caller frees it. */
char *tls_client_name(const struct tls *tls);

#endif
