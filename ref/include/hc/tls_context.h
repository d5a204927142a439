/* hc/tls_context.h — how TLS is to be spoken: what ssl.SSLContext is to http.client.
 *
 * A context says whom to trust, what to check and what to offer. It is counted and may serve any
 * number of connections, also in several threads at once; it is changed only while no other thread
 * uses it. Text is UTF-8 and borrowed for the call. A file name with a NUL inside is an
 * HC_VALUE_ERROR.
 *
 * HC_SSL_ERROR is OpenSSL's refusal; its text is CPython's without the position in CPython's
 * source, such as "[X509: KEY_VALUES_MISMATCH] key values mismatch". */
#ifndef HC_TLS_CONTEXT_H
#define HC_TLS_CONTEXT_H

#include "hc/edition.h"
#include "hc/error.h"

#ifdef __cplusplus
extern "C" {
#endif

struct hc_tls_context;

/* --- Making --- */

/* Certificates of authorities; an empty span is not given. */
struct hc_tls_authorities {
  struct hc_span file;      /* PEM certificates, `cafile` */
  struct hc_span directory; /* of files named by hash, read when needed, `capath` */
  struct hc_span pem;       /* PEM certificates themselves, ASCII, `cadata` */
};

/* hc_tls_context_new_default is ssl.create_default_context(): certificate and host name are
 * checked. With `authorities` NULL those of the system are trusted, which SSL_CERT_FILE and
 * SSL_CERT_DIR replace (TL.01); there may be none. SSLKEYLOGFILE is not looked at. `*context` has
 * one reference, the caller's. Errors: hc_tls_context_load_authorities. */
enum hc_kind hc_tls_context_new_default(const struct hc_tls_authorities *authorities,
                                        enum hc_edition edition,
                                        const struct hc_allocator *allocator,
                                        struct hc_tls_context **context, struct hc_error *error);

/* hc_tls_context_new_unverified is ssl._create_unverified_context(): nothing is checked (TL.10).
 * HC_SSL_ERROR, HC_MEMORY_ERROR. */
enum hc_kind hc_tls_context_new_unverified(enum hc_edition edition,
                                           const struct hc_allocator *allocator,
                                           struct hc_tls_context **context, struct hc_error *error);

/* hc_tls_context_new_for_https makes what HTTPSConnection makes when it is given no context: the
 * default one, with post-handshake authentication (TL.02), and offering "http/1.1" where the
 * edition does and `http_vsn` is 11 (TL.03). Errors: hc_tls_context_new_default. */
enum hc_kind hc_tls_context_new_for_https(int http_vsn, enum hc_edition edition,
                                          const struct hc_allocator *allocator,
                                          struct hc_tls_context **context, struct hc_error *error);

/* hc_tls_context_retain adds a reference and returns `context`. */
struct hc_tls_context *hc_tls_context_retain(struct hc_tls_context *context);

/* hc_tls_context_release gives up a reference; NULL is allowed. */
void hc_tls_context_release(struct hc_tls_context *context);

/* --- Whom to trust --- */

/* hc_tls_context_load_authorities is load_verify_locations(): trusts more authorities.
 * HC_TYPE_ERROR: none is given, or `pem` is not ASCII. An OSError kind: a file cannot be read (a
 * missing directory is no error). HC_SSL_ERROR: there is no certificate, or a broken one.
 * HC_MEMORY_ERROR. */
enum hc_kind hc_tls_context_load_authorities(struct hc_tls_context *context,
                                             const struct hc_tls_authorities *authorities,
                                             struct hc_error *error);

/* hc_tls_context_load_default_authorities is load_default_certs(): trusts the system's.
 * HC_SSL_ERROR. */
enum hc_kind hc_tls_context_load_default_authorities(struct hc_tls_context *context,
                                                     struct hc_error *error);

/* --- Who we are --- */

/* hc_tls_ask_password appends the password of a private key to `password`, which is empty. A kind
 * other than HC_OK becomes the result of loading. */
typedef enum hc_kind hc_tls_ask_password(void *payload, struct hc_buffer *password,
                                         struct hc_error *error);

/* The longest password, in bytes. */
enum { HC_TLS_PASSWORD_MAX = 1024 };

/* Where the password of a private key comes from: `ask`, or else `text`. */
struct hc_tls_password {
  struct hc_span text;
  hc_tls_ask_password *ask;
  void *payload;
};

/* hc_tls_context_load_cert_chain is load_cert_chain(): presents the certificates of the PEM file
 * `certificates`, leaf first, to a server that asks, with the private key of `key`, or of
 * `certificates` if that is empty. `password` may be NULL: then, other than in CPython, an
 * encrypted key fails and nobody is asked at the terminal. HC_TYPE_ERROR: no `certificates`. An
 * OSError kind: a file cannot be read. HC_VALUE_ERROR: the password is too long. HC_SSL_ERROR: no
 * certificate, no key, the wrong password, or a key that does not fit. HC_MEMORY_ERROR. */
enum hc_kind hc_tls_context_load_cert_chain(struct hc_tls_context *context,
                                            struct hc_span certificates, struct hc_span key,
                                            const struct hc_tls_password *password,
                                            struct hc_error *error);

/* --- What to check --- */

enum hc_tls_verify_mode {
  HC_TLS_CERT_NONE,     /* any certificate is good */
  HC_TLS_CERT_OPTIONAL, /* to a client, the same as required */
  HC_TLS_CERT_REQUIRED
};

enum hc_tls_verify_mode hc_tls_context_verify_mode(const struct hc_tls_context *context);
bool hc_tls_context_check_hostname(const struct hc_tls_context *context);

/* hc_tls_context_set_verify_mode: HC_VALUE_ERROR: HC_TLS_CERT_NONE while the host name is checked,
 * or no mode at all. */
enum hc_kind hc_tls_context_set_verify_mode(struct hc_tls_context *context,
                                            enum hc_tls_verify_mode mode, struct hc_error *error);

/* hc_tls_context_set_check_hostname says whether the certificate has to name the host; if so, and
 * the mode is HC_TLS_CERT_NONE, that becomes HC_TLS_CERT_REQUIRED. */
void hc_tls_context_set_check_hostname(struct hc_tls_context *context, bool check);

/* hc_tls_context_set_common_name_checked is hostname_checks_common_name: whether the subject's
 * common name stands in where the certificate names no DNS host, against RFC 9525 section 2. As in
 * CPython it does unless told otherwise. */
void hc_tls_context_set_common_name_checked(struct hc_tls_context *context, bool checked);

/* --- What to offer --- */

enum hc_tls_version {
  HC_TLS_MINIMUM_SUPPORTED = -2,
  HC_TLS_MAXIMUM_SUPPORTED = -1,
  HC_TLS_1_0 = 0x301,
  HC_TLS_1_1 = 0x302,
  HC_TLS_1_2 = 0x303,
  HC_TLS_1_3 = 0x304
};

/* These bound the versions offered. HC_VALUE_ERROR: no such version. */
enum hc_kind hc_tls_context_set_minimum_version(struct hc_tls_context *context,
                                                enum hc_tls_version version,
                                                struct hc_error *error);
enum hc_kind hc_tls_context_set_maximum_version(struct hc_tls_context *context,
                                                enum hc_tls_version version,
                                                struct hc_error *error);

/* hc_tls_context_set_ciphers selects the cipher suites of TLS 1.2 and below by a list in OpenSSL's
 * form; those of TLS 1.3 stay. HC_SSL_ERROR: none is left. HC_VALUE_ERROR: a NUL. */
enum hc_kind hc_tls_context_set_ciphers(struct hc_tls_context *context, struct hc_span ciphers,
                                        struct hc_error *error);

/* hc_tls_context_set_alpn_protocols offers the protocols, best first (RFC 7301); none ends the
 * offer. HC_SSL_ERROR: one is empty or above 255 bytes. HC_UNICODE_ENCODE_ERROR: one is not ASCII.
 * HC_MEMORY_ERROR. */
enum hc_kind hc_tls_context_set_alpn_protocols(struct hc_tls_context *context,
                                               const struct hc_span *protocols, size_t count,
                                               struct hc_error *error);

/* hc_tls_context_set_post_handshake_auth says whether a TLS 1.3 server may ask for the client's
 * certificate at any time. */
void hc_tls_context_set_post_handshake_auth(struct hc_tls_context *context, bool enabled);
bool hc_tls_context_post_handshake_auth(const struct hc_tls_context *context);

/* --- The arguments that HTTPSConnection had up to edition 3.11 --- */

/* The zero state is "not given". */
struct hc_tls_legacy {
  bool has_key_file;
  struct hc_span key_file;
  bool has_cert_file;
  struct hc_span cert_file;
  bool has_check_hostname;
  bool check_hostname;
};

/* hc_tls_context_apply_legacy does to `context` what HTTPSConnection's constructor does with
 * key_file, cert_file and check_hostname (TL.07): a certificate is loaded, which also turns
 * post-handshake authentication on, and check_hostname is set. HC_VALUE_ERROR: the host name is to
 * be checked while the mode is HC_TLS_CERT_NONE. HC_TYPE_ERROR: an edition without these arguments
 * (TL.08), or a key without a certificate. Or those of hc_tls_context_load_cert_chain. */
enum hc_kind hc_tls_context_apply_legacy(struct hc_tls_context *context,
                                         const struct hc_tls_legacy *legacy,
                                         struct hc_error *error);

#ifdef __cplusplus
}
#endif
#endif
