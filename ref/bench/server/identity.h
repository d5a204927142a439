/* identity.h — who the server is over TLS: a key and a certificate made on the spot. */
#ifndef BENCH_IDENTITY_H
#define BENCH_IDENTITY_H

#include <openssl/ssl.h>

/* bench_identity_make returns a server context of TLS 1.3 with an EC P-256 key and a certificate
 * for 127.0.0.1 and localhost, signed by itself and valid for a day, which it writes to the file
 * `certificate` as PEM for clients to trust. Session tickets are OpenSSL's default. NULL on
 * failure: OpenSSL's queue of errors says why. */
SSL_CTX *bench_identity_make(const char *certificate);

#endif
