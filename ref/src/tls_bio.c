#include "tls_bio.h"

#include <openssl/ssl.h>

#include "clock.h"
#include "raise.h"
#include "timeout.h"

/* --- Deadlines --- */

enum hc_kind hc_tls_bio_set_timeout(struct hc_tls_bio *bio, struct hc_timeout timeout,
                                    struct hc_error *error) {
  enum hc_kind kind = hc_transport_set_timeout(bio->below, timeout, error);
  if (kind != HC_OK) return kind;
  bio->timeout = timeout;
  bio->nanoseconds = hc_timeout_nanoseconds(timeout);
  return HC_OK;
}

void hc_tls_bio_begin(struct hc_tls_bio *bio) {
  if (bio->failure.kind != HC_OK) hc_error_clear(&bio->failure);
  bio->begun = false;
  if (bio->nanoseconds <= 0) return;
  int64_t start = hc_now();
  bool far = bio->nanoseconds > INT64_MAX - start;
  bio->deadline = far ? INT64_MAX : start + bio->nanoseconds;
}

enum hc_kind hc_tls_bio_end(struct hc_tls_bio *bio, struct hc_error *error) {
  if (!bio->shortened) return HC_OK;
  bio->shortened = false;
  return hc_transport_set_timeout(bio->below, bio->timeout, error);
}

/* From its second read or write on, an operation has less time than the transport below gives. */
static enum hc_kind shorten(struct hc_tls_bio *bio) {
  bool first = !bio->begun;
  bio->begun = true;
  if (first || bio->nanoseconds <= 0) return HC_OK;
  int64_t left = bio->deadline - hc_now();
  if (left < 1) left = 1; /* what is there already may still be taken */
  bio->shortened = true;
  const struct hc_timeout timeout = {HC_TIMEOUT_SECONDS, (double)left / 1e9};
  return hc_transport_set_timeout(bio->below, timeout, &bio->failure);
}

bool hc_tls_bio_timed_out(const struct hc_tls_bio *bio) {
  enum hc_kind kind = bio->failure.kind;
  /* With a number it is the system's ETIMEDOUT, of a connection that is lost. */
  return (kind == HC_TIMEOUT_ERROR || kind == HC_SOCKET_TIMEOUT) && !bio->failure.has_errno;
}

bool hc_tls_bio_would_block(const struct hc_tls_bio *bio) {
  return bio->failure.kind == HC_BLOCKING_IO_ERROR;
}

/* --- Output --- */

/* Output waits for more up to this size. */
enum { OUTPUT_SIZE = 4 * SSL3_RT_MAX_ENCRYPTED_LENGTH };

bool hc_tls_bio_flush(struct hc_tls_bio *bio) {
  if (bio->output.size == 0) return true;
  struct hc_span output = hc_buffer_span(&bio->output);
  hc_buffer_empty(&bio->output);
  if (bio->broken) return false;
  enum hc_kind kind = shorten(bio);
  if (kind == HC_OK) kind = hc_transport_write(bio->below, &output, 1, &bio->failure);
  bio->broken = kind != HC_OK;
  return kind == HC_OK;
}

static bool append_output(struct hc_tls_bio *bio, struct hc_span bytes) {
  if (hc_buffer_append(&bio->output, bytes)) return true;
  hc_raise_memory(&bio->failure);
  bio->broken = true;
  return false;
}

/* --- OpenSSL's side --- */

static int read_below(BIO *openssl, char *into, size_t size, size_t *got) {
  struct hc_tls_bio *bio = BIO_get_data(openssl);
  BIO_clear_retry_flags(openssl);
  *got = 0;
  if (!hc_tls_bio_flush(bio)) return 0;
  enum hc_kind kind = shorten(bio);
  if (kind == HC_OK) kind = hc_transport_read(bio->below, into, size, got, &bio->failure);
  bio->ended = kind == HC_OK && *got == 0;
  bool again = hc_tls_bio_timed_out(bio) || hc_tls_bio_would_block(bio);
  if (kind != HC_OK && again) BIO_set_retry_read(openssl);
  return kind == HC_OK && *got > 0;
}

static int write_below(BIO *openssl, const char *bytes, size_t size, size_t *written) {
  struct hc_tls_bio *bio = BIO_get_data(openssl);
  BIO_clear_retry_flags(openssl);
  *written = 0;
  if (bio->broken) return 0;
  bool room = bio->output.size + size <= OUTPUT_SIZE;
  if (!room && !hc_tls_bio_flush(bio)) return 0;
  if (!append_output(bio, hc_span_make(bytes, size))) return 0;
  *written = size;
  return 1;
}

static long control(BIO *openssl, int command, long number, void *pointer) {
  (void)number;
  (void)pointer;
  const struct hc_tls_bio *bio = BIO_get_data(openssl);
  switch (command) {
  case BIO_CTRL_EOF: return bio->ended;
  case BIO_CTRL_FLUSH: return 1;
  default: return 0;
  }
}

static BIO_METHOD *make_method(void) {
  BIO_METHOD *method = BIO_meth_new(BIO_TYPE_SOURCE_SINK, "hc_transport");
  bool made = method != NULL && BIO_meth_set_read_ex(method, read_below) == 1 &&
              BIO_meth_set_write_ex(method, write_below) == 1 &&
              BIO_meth_set_ctrl(method, control) == 1;
  if (made) return method;
  BIO_meth_free(method);
  return NULL;
}

bool hc_tls_bio_open(struct hc_tls_bio *bio, BIO **made) {
  bio->method = make_method();
  BIO *openssl = bio->method != NULL ? BIO_new(bio->method) : NULL;
  if (openssl == NULL) return false;
  BIO_set_data(openssl, bio);
  BIO_set_init(openssl, 1);
  *made = openssl;
  return true;
}

void hc_tls_bio_close(struct hc_tls_bio *bio) {
  BIO_meth_free(bio->method);
  bio->method = NULL;
  hc_transport_release(bio->below);
  bio->below = NULL;
  hc_buffer_free(&bio->output);
  hc_error_clear(&bio->failure);
}
