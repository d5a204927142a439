/* OpenSSL's errors as ours. OpenSSL keeps a queue of errors for each thread; these take the last
 * one, as CPython does, and leave the queue empty. */
#ifndef TLS_ERROR_H
#define TLS_ERROR_H

#include <openssl/ssl.h>

#include "hc/error.h"

/* ssl.SSLErrorNumber: what an SSLError of a connection has as its errno. */
enum hc_ssl_errno {
  HC_SSL_ERRNO_SSL = 1,
  HC_SSL_ERRNO_WANT_READ = 2,
  HC_SSL_ERRNO_WANT_WRITE = 3,
  HC_SSL_ERRNO_ZERO_RETURN = 6,
  HC_SSL_ERRNO_EOF = 8
};

/* hc_tls_raise raises an SSLError of `kind` that is not from OpenSSL's queue. */
enum hc_kind hc_tls_raise(struct hc_error *error, enum hc_kind kind, int errnum, const char *text);

/* hc_tls_raise_context: a call on a context failed. HC_SSL_ERROR, whose errno is OpenSSL's number
 * of the reason. */
enum hc_kind hc_tls_raise_context(struct hc_error *error);

/* hc_tls_raise_loading: a call that reads files failed, before which errno was made 0. The OSError
 * of errno if that is no longer 0, as OpenSSL does not tell of all such errors; else as above. */
enum hc_kind hc_tls_raise_loading(struct hc_error *error);

/* hc_tls_raise_protocol: a call on `ssl` failed with SSL_ERROR_SSL. `server_hostname` is the name
 * the certificate had to have. */
enum hc_kind hc_tls_raise_protocol(struct hc_error *error, const SSL *ssl,
                                   const char *server_hostname);

#endif
