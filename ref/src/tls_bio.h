/* How OpenSSL reads and writes: a BIO over a transport.
 *
 * It keeps to the deadline of the operation in hand, however many reads and writes that takes, and
 * keeps the error of the transport, of which OpenSSL learns no more than that there was one. Output
 * is gathered, and goes out before the next read and at the end of an operation: in fewer writes,
 * and not from the depths of OpenSSL, so that the transport may use OpenSSL and its queue of errors
 * too. */
#ifndef TLS_BIO_H
#define TLS_BIO_H

#include <openssl/bio.h>

#include "hc/transport.h"

/* Zero state: no transport. */
struct hc_tls_bio {
  BIO_METHOD *method;
  struct hc_transport *below; /* owned */
  struct hc_timeout timeout;  /* of each operation, as `below` has it between operations */
  int64_t nanoseconds;        /* the same; HC_FOREVER, or 0: non-blocking */
  int64_t deadline;           /* of the operation in hand, unless nanoseconds is HC_FOREVER or 0 */
  bool begun;                 /* the operation has read or written before */
  bool shortened;             /* the timeout of `below` is now shorter than `timeout` */
  bool ended;                 /* `below` is at its end */
  bool broken;                /* a write has failed: what went out is unknown */
  struct hc_buffer output;    /* records that are to go out */
  struct hc_error failure;    /* of `below` in the operation in hand */
};

/* hc_tls_bio_open makes an OpenSSL BIO over `bio->below`; `*made` is the caller's, and used no
 * longer than `bio`. Returns false if there is no memory. */
bool hc_tls_bio_open(struct hc_tls_bio *bio, BIO **made);

/* hc_tls_bio_close lets the transport go, and releases all else but OpenSSL's BIO. */
void hc_tls_bio_close(struct hc_tls_bio *bio);

/* hc_tls_bio_set_timeout: errors as the transport's. */
enum hc_kind hc_tls_bio_set_timeout(struct hc_tls_bio *bio, struct hc_timeout timeout,
                                    struct hc_error *error);

/* hc_tls_bio_begin and hc_tls_bio_end stand around each operation. The latter gives the transport
 * below its timeout back; errors as the transport's. */
void hc_tls_bio_begin(struct hc_tls_bio *bio);
enum hc_kind hc_tls_bio_end(struct hc_tls_bio *bio, struct hc_error *error);

/* hc_tls_bio_flush writes the output; on false `failure` says why not, unless it was `broken`. */
bool hc_tls_bio_flush(struct hc_tls_bio *bio);

/* hc_tls_bio_timed_out tells whether the failure is that time ran out, and hc_tls_bio_would_block
 * whether it is that the timeout is 0. */
bool hc_tls_bio_timed_out(const struct hc_tls_bio *bio);
bool hc_tls_bio_would_block(const struct hc_tls_bio *bio);

#endif
