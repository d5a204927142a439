/* TLS over a transport, by OpenSSL. What a call of OpenSSL's that failed means to the caller is
 * decided here once for the handshake, reads and writes, in the order in which CPython decides. */
#include "hc/tls_transport.h"

#include <errno.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>

#include "hc/limits.h"
#include "idna_codec.h"
#include "raise.h"
#include "timeout.h"
#include "tls_bio.h"
#include "tls_context.h"
#include "tls_error.h"

/* The invariant: `openssl` and `bio.below` are there, or the transport is closed. */
struct tls_transport {
  struct hc_transport base;
  const struct hc_allocator *allocator;
  struct hc_tls_context *context;
  struct hc_buffer server_hostname; /* ASCII, with a NUL behind */
  struct hc_buffer record;          /* what a write is gathering */
  struct hc_tls_bio bio;
  SSL *openssl;
};

static struct tls_transport *self_of(struct hc_transport *transport) {
  return (struct tls_transport *)(void *)transport;
}

static void close_self(struct tls_transport *self) {
  SSL_free(self->openssl);
  self->openssl = NULL;
  hc_tls_bio_close(&self->bio);
}

/* --- Failures --- */

enum operation { HANDSHAKE, READ, WRITE };

/* As the message of a timeout names them. */
static const char *const operation_names[] = {"handshake", "read", "write"};

static enum hc_kind raise_closed(struct hc_error *error) {
  return hc_tls_raise(error, HC_SSL_ZERO_RETURN_ERROR, HC_SSL_ERRNO_ZERO_RETURN,
                      "TLS/SSL connection has been closed (EOF)");
}

static enum hc_kind raise_end(struct hc_error *error) {
  return hc_tls_raise(error, HC_SSL_EOF_ERROR, HC_SSL_ERRNO_EOF,
                      "EOF occurred in violation of protocol");
}

static enum hc_kind raise_would_block(enum operation operation, struct hc_error *error) {
  if (operation == WRITE) {
    return hc_tls_raise(error, HC_SSL_WANT_WRITE_ERROR, HC_SSL_ERRNO_WANT_WRITE,
                        "The operation did not complete (write)");
  }
  return hc_tls_raise(error, HC_SSL_WANT_READ_ERROR, HC_SSL_ERRNO_WANT_READ,
                      "The operation did not complete (read)");
}

/* The transport below failed, or has done so before. */
static enum hc_kind raise_below(struct tls_transport *self, enum operation operation,
                                struct hc_error *error) {
  struct hc_error *failure = &self->bio.failure;
  enum hc_kind kind = failure->kind;
  ERR_clear_error();
  bool closed = (SSL_get_shutdown(self->openssl) & SSL_RECEIVED_SHUTDOWN) != 0;
  if (closed && hc_kind_is(kind, HC_CONNECTION_ERROR)) return raise_closed(error);
  if (kind == HC_OK) return raise_end(error);
  if (hc_tls_bio_timed_out(&self->bio)) {
    return hc_raise(error, kind, "The %s operation timed out", operation_names[operation]);
  }
  if (hc_tls_bio_would_block(&self->bio)) return raise_would_block(operation, error);
  bool is_end = self->context->traits->os_error_is_end && operation != HANDSHAKE;
  if (is_end && hc_kind_is(kind, HC_OS_ERROR)) return raise_end(error);
  if (error != NULL) hc_error_move(error, failure);
  return kind;
}

/* `result` is what OpenSSL's function returned. */
static enum hc_kind raise_failure(struct tls_transport *self, enum operation operation, int result,
                                  struct hc_error *error) {
  switch (SSL_get_error(self->openssl, result)) {
  case SSL_ERROR_ZERO_RETURN: return raise_closed(error);
  case SSL_ERROR_SSL:
    return hc_tls_raise_protocol(error, self->openssl, self->server_hostname.data);
  default: return raise_below(self, operation, error);
  }
}

static void begin(struct tls_transport *self) {
  /* To empty the queue takes some ten times as long as to see that it is empty. */
  if (ERR_peek_error() != 0) ERR_clear_error();
  hc_tls_bio_begin(&self->bio);
}

/* Ends an operation that has come to `kind`, and returns what the caller is told. What has been
 * read is not lost because an answer to it, to a key update say, does not get through. */
static enum hc_kind end(struct tls_transport *self, enum operation operation, enum hc_kind kind,
                        struct hc_error *error) {
  bool flushed = hc_tls_bio_flush(&self->bio);
  if (kind == HC_OK && !flushed && operation != READ) {
    kind = raise_below(self, operation, error);
  }
  enum hc_kind ended = hc_tls_bio_end(&self->bio, kind == HC_OK ? error : NULL);
  return kind == HC_OK ? ended : kind;
}

/* --- Reading --- */

static enum hc_kind read_openssl(struct tls_transport *self, void *into, size_t size, size_t *got,
                                 struct hc_error *error) {
  if (SSL_read_ex(self->openssl, into, size, got) == 1) return HC_OK;
  struct hc_error failure = {.allocator = self->allocator};
  enum hc_kind kind = raise_failure(self, READ, 0, &failure);
  /* TO.05: the end is the end, with a close_notify or without. */
  bool ended = kind == HC_SSL_EOF_ERROR || kind == HC_SSL_ZERO_RETURN_ERROR;
  if (!ended && error != NULL)
    hc_error_move(error, &failure);
  else
    hc_error_clear(&failure);
  return ended ? HC_OK : kind;
}

/* Fills the rooms with the rest of a record; only the first may wait for one. */
static enum hc_kind read_record(struct tls_transport *self, const struct hc_room *rooms,
                                size_t count, size_t *got, struct hc_error *error) {
  enum hc_kind kind = read_openssl(self, rooms[0].data, rooms[0].size, got, error);
  size_t asked = rooms[0].size;
  for (size_t i = 1; i < count && kind == HC_OK && *got == asked; i++) {
    if (SSL_pending(self->openssl) == 0) break;
    size_t more = 0;
    kind = read_openssl(self, rooms[i].data, rooms[i].size, &more, error);
    *got += more;
    asked += rooms[i].size;
  }
  return kind;
}

static enum hc_kind tls_read_rooms(struct hc_transport *transport, const struct hc_room *rooms,
                                   size_t count, size_t *got, struct hc_error *error) {
  struct tls_transport *self = self_of(transport);
  if (self->openssl == NULL) return hc_error_set_errno(error, EBADF);
  *got = 0;
  if (rooms[0].size == 0) return HC_OK; /* which OpenSSL would wait for */
  begin(self);
  return end(self, READ, read_record(self, rooms, count, got, error), error);
}

static enum hc_kind tls_read(struct hc_transport *transport, void *into, size_t size, size_t *got,
                             struct hc_error *error) {
  struct hc_room room = hc_room_make(into, size);
  return tls_read_rooms(transport, &room, 1, got, error);
}

static size_t tls_ready(struct hc_transport *transport) {
  const struct tls_transport *self = self_of(transport);
  return self->openssl != NULL ? (size_t)SSL_pending(self->openssl) : 0;
}

/* --- Writing --- */

static enum hc_kind write_openssl(struct tls_transport *self, struct hc_span bytes,
                                  struct hc_error *error) {
  size_t written = 0;
  if (self->bio.broken) return raise_end(error);
  if (SSL_write_ex(self->openssl, bytes.data, bytes.size, &written) == 1) return HC_OK;
  return raise_failure(self, WRITE, 0, error);
}

static enum hc_kind flush(struct tls_transport *self, struct hc_error *error) {
  struct hc_span record = hc_buffer_span(&self->record);
  hc_buffer_empty(&self->record);
  return record.size > 0 ? write_openssl(self, record, error) : HC_OK;
}

/* Takes bytes off `*span` to fill the record, and writes it if it is full. */
static enum hc_kind fill(struct tls_transport *self, struct hc_span *span, struct hc_error *error) {
  size_t room = SSL3_RT_MAX_PLAIN_LENGTH - self->record.size;
  size_t size = span->size < room ? span->size : room;
  if (!hc_buffer_append(&self->record, hc_span_make(span->data, size))) {
    return hc_raise_memory(error);
  }
  *span = hc_span_make(span->data + size, span->size - size);
  return self->record.size == SSL3_RT_MAX_PLAIN_LENGTH ? flush(self, error) : HC_OK;
}

/* Writes the full records at the start of a long `*span` without a copy, and gathers the rest. */
static enum hc_kind gather(struct tls_transport *self, struct hc_span span,
                           struct hc_error *error) {
  enum hc_kind kind = HC_OK;
  while (span.size > 0 && kind == HC_OK) {
    size_t whole = span.size - span.size % SSL3_RT_MAX_PLAIN_LENGTH;
    if (self->record.size > 0 || whole == 0) {
      kind = fill(self, &span, error);
    } else {
      kind = write_openssl(self, hc_span_make(span.data, whole), error);
      span = hc_span_make(span.data + whole, span.size - whole);
    }
  }
  return kind;
}

static enum hc_kind write_spans(struct tls_transport *self, const struct hc_span *spans,
                                size_t count, struct hc_error *error) {
  if (count == 1 && spans[0].size > 0) return write_openssl(self, spans[0], error);
  enum hc_kind kind = HC_OK;
  hc_buffer_empty(&self->record);
  for (size_t i = 0; i < count && kind == HC_OK; i++) {
    kind = gather(self, spans[i], error);
  }
  return kind == HC_OK ? flush(self, error) : kind;
}

static enum hc_kind tls_write(struct hc_transport *transport, const struct hc_span *spans,
                              size_t count, struct hc_error *error) {
  struct tls_transport *self = self_of(transport);
  if (self->openssl == NULL) return hc_error_set_errno(error, EBADF);
  begin(self);
  return end(self, WRITE, write_spans(self, spans, count, error), error);
}

/* --- The rest of a transport --- */

static int tls_fileno(const struct hc_transport *transport) {
  const struct tls_transport *self = (const struct tls_transport *)(const void *)transport;
  return self->bio.below != NULL ? hc_transport_fileno(self->bio.below) : -1;
}

static enum hc_kind tls_set_timeout(struct hc_transport *transport, struct hc_timeout timeout,
                                    struct hc_error *error) {
  struct tls_transport *self = self_of(transport);
  if (self->openssl == NULL) return hc_error_set_errno(error, EBADF);
  return hc_tls_bio_set_timeout(&self->bio, timeout, error);
}

static struct hc_timeout tls_timeout(const struct hc_transport *transport) {
  const struct tls_transport *self = (const struct tls_transport *)(const void *)transport;
  return hc_timeout_of_nanoseconds(self->bio.nanoseconds);
}

static void tls_destroy(struct hc_transport *transport) {
  struct tls_transport *self = self_of(transport);
  close_self(self);
  hc_buffer_free(&self->server_hostname);
  hc_buffer_free(&self->record);
  hc_tls_context_release(self->context);
  hc_resize(self->allocator, self, sizeof *self, 0);
}

static const struct hc_transport_methods methods = {
    .read = tls_read,
    .read_rooms = tls_read_rooms,
    .ready = tls_ready,
    .write = tls_write,
    .fileno = tls_fileno,
    .set_timeout = tls_set_timeout,
    .timeout = tls_timeout,
    .destroy = tls_destroy,
};

static SSL *openssl_of(const struct hc_transport *transport) {
  if (transport->methods != &methods) return NULL;
  return ((const struct tls_transport *)(const void *)transport)->openssl;
}

const char *hc_tls_version_name(const struct hc_transport *transport) {
  const SSL *openssl = openssl_of(transport);
  return openssl != NULL ? SSL_get_version(openssl) : NULL;
}

struct hc_span hc_tls_selected_protocol(const struct hc_transport *transport) {
  const SSL *openssl = openssl_of(transport);
  const unsigned char *protocol = NULL;
  unsigned size = 0;
  if (openssl != NULL) SSL_get0_alpn_selected(openssl, &protocol, &size);
  return hc_span_make((const char *)protocol, size);
}

/* --- Wrapping --- */

/* What is to be in the certificate; the rules are those of SSLContext.wrap_socket(). */
static enum hc_kind take_hostname(struct tls_transport *self, struct hc_span hostname,
                                  struct hc_error *error) {
  if (hostname.size == 0 && self->context->check_hostname) {
    return hc_raise(error, HC_VALUE_ERROR, "check_hostname requires server_hostname");
  }
  struct hc_buffer *ascii = &self->server_hostname;
  enum hc_kind kind = hc_idna_encode(hostname, self->context->edition, ascii, error);
  if (kind != HC_OK) return kind;
  if (ascii->size > 0 && memchr(ascii->data, '\0', ascii->size) != NULL) {
    return hc_raise(error, HC_TYPE_ERROR,
                    "argument must be encoded string without null bytes, not str");
  }
  /* A leading dot would stand for any subdomain to OpenSSL. */
  if (ascii->size == 0 || ascii->data[0] == '.') {
    return hc_raise(error, HC_VALUE_ERROR,
                    "server_hostname cannot be an empty string or start with a leading dot.");
  }
  return hc_buffer_append(ascii, hc_span_make("", 1)) ? HC_OK : hc_raise_memory(error);
}

/* TL.04: a name goes into SNI, an address does not; either is looked for in the certificate. */
static bool expect_hostname(struct tls_transport *self) {
  char *hostname = self->server_hostname.data; /* a macro of OpenSSL takes no const */
  bool check = self->context->check_hostname;
  X509_VERIFY_PARAM *expected = SSL_get0_param(self->openssl);
  ASN1_OCTET_STRING *address = a2i_IPADDRESS(hostname);
  bool done = true;
  if (address != NULL) {
    if (check) {
      done = X509_VERIFY_PARAM_set1_ip(expected, ASN1_STRING_get0_data(address),
                                       (size_t)ASN1_STRING_length(address)) == 1;
    }
  } else {
    ERR_clear_error();
    done = SSL_set_tlsext_host_name(self->openssl, hostname) == 1 &&
           (!check || X509_VERIFY_PARAM_set1_host(expected, hostname, 0) == 1);
  }
  ASN1_OCTET_STRING_free(address);
  return done;
}

static enum hc_kind make_openssl(struct tls_transport *self, struct hc_error *error) {
  BIO *bio = NULL;
  ERR_clear_error();
  self->openssl = SSL_new(self->context->openssl);
  if (self->openssl == NULL) return hc_tls_raise_context(error);
  if (!hc_tls_bio_open(&self->bio, &bio)) return hc_raise_memory(error);
  SSL_set_bio(self->openssl, bio, bio);
  return expect_hostname(self) ? HC_OK : hc_tls_raise_context(error);
}

static enum hc_kind shake_hands(struct tls_transport *self, struct hc_timeout timeout,
                                struct hc_error *error) {
  enum hc_kind kind = hc_tls_bio_set_timeout(&self->bio, timeout, error);
  if (kind != HC_OK) return kind;
  if (self->bio.nanoseconds == 0) {
    return hc_raise(error, HC_VALUE_ERROR,
                    "do_handshake_on_connect should not be specified for non-blocking sockets");
  }
  begin(self);
  int result = SSL_connect(self->openssl);
  kind = result == 1 ? HC_OK : raise_failure(self, HANDSHAKE, result, error);
  return end(self, HANDSHAKE, kind, error);
}

static struct tls_transport *new_transport(const struct hc_tls_options *options,
                                           struct hc_transport *below) {
  struct tls_transport *self = hc_resize(options->allocator, NULL, 0, sizeof *self);
  if (self == NULL) return NULL;
  struct tls_transport made = {
      .base = {.methods = &methods, .references = 1},
      .allocator = options->allocator,
      .context = hc_tls_context_retain(options->context),
      .server_hostname = hc_buffer_make(options->allocator, HC_LIMIT_HOST),
      .record = hc_buffer_make(options->allocator, SSL3_RT_MAX_PLAIN_LENGTH),
      .bio = {.below = below,
              .output = hc_buffer_make(options->allocator, 0),
              .failure = {.allocator = options->allocator}},
  };
  *self = made;
  return self;
}

enum hc_kind hc_tls_wrap(struct hc_transport **transport, const struct hc_tls_options *options,
                         struct hc_error *error) {
  struct tls_transport *self = new_transport(options, *transport);
  if (self == NULL) {
    hc_transport_release(*transport);
    *transport = NULL;
    return hc_raise_memory(error);
  }
  *transport = &self->base;
  enum hc_kind kind = take_hostname(self, options->server_hostname, error);
  if (kind == HC_OK) kind = make_openssl(self, error);
  if (kind == HC_OK) kind = shake_hands(self, options->timeout, error);
  if (kind != HC_OK) close_self(self);
  return kind;
}
