/* TLS contexts: their life, and what they check and offer. What they load from files is in
 * tls_load.c. */
#include "tls_context.h"

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include "encode.h"
#include "hc/limits.h"
#include "raise.h"
#include "tls_error.h"

/* --- Life --- */

/* The records of one read of the transport below. The default has room for one. */
enum { READ_BUFFER_SIZE = 4 * (SSL3_RT_MAX_PLAIN_LENGTH + 1024) };

static void set_common_name_checked(SSL_CTX *openssl, bool checked) {
  unsigned flags = X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS;
  if (!checked) flags |= X509_CHECK_FLAG_NEVER_CHECK_SUBJECT;
  X509_VERIFY_PARAM_set_hostflags(SSL_CTX_get0_param(openssl), flags);
}

/* What every context has. */
static bool configure(SSL_CTX *openssl, const struct hc_tls_traits *traits) {
  SSL_CTX_set_options(openssl, SSL_OP_ALL | SSL_OP_NO_SSLv3 | SSL_OP_NO_COMPRESSION);
  /* Against an attack on the CBC suites of TLS 1.0; SSL_OP_ALL would leave it out. */
  SSL_CTX_clear_options(openssl, SSL_OP_DONT_INSERT_EMPTY_FRAGMENTS);
  if (traits->end_is_close_notify) SSL_CTX_set_options(openssl, SSL_OP_IGNORE_UNEXPECTED_EOF);
  SSL_CTX_set_mode(openssl, SSL_MODE_AUTO_RETRY | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_read_ahead(openssl, 1);
  SSL_CTX_set_default_read_buffer_len(openssl, READ_BUFFER_SIZE);
  set_common_name_checked(openssl, true);
  X509_VERIFY_PARAM_set_flags(SSL_CTX_get0_param(openssl), X509_V_FLAG_TRUSTED_FIRST);
  bool versions = traits->minimum_version == 0 ||
                  SSL_CTX_set_min_proto_version(openssl, traits->minimum_version) == 1;
  return versions && SSL_CTX_set_cipher_list(openssl, traits->ciphers) == 1;
}

/* Makes a context that checks nothing. */
static enum hc_kind new_context(enum hc_edition edition, const struct hc_allocator *allocator,
                                struct hc_tls_context **context, struct hc_error *error) {
  struct hc_tls_context *made = hc_resize(allocator, NULL, 0, sizeof *made);
  if (made == NULL) return hc_raise_memory(error);
  made->allocator = allocator;
  atomic_init(&made->references, 1);
  made->edition = hc_edition_resolve(edition);
  made->traits = hc_tls_traits_of(edition);
  made->check_hostname = false;
  made->post_handshake_auth = false;
  ERR_clear_error();
  made->openssl = SSL_CTX_new(TLS_client_method());
  if (made->openssl == NULL || !configure(made->openssl, made->traits)) {
    hc_tls_context_release(made);
    return hc_tls_raise_context(error);
  }
  *context = made;
  return HC_OK;
}

enum hc_kind hc_tls_context_new_unverified(enum hc_edition edition,
                                           const struct hc_allocator *allocator,
                                           struct hc_tls_context **context,
                                           struct hc_error *error) {
  return new_context(edition, allocator, context, error);
}

enum hc_kind hc_tls_context_new_default(const struct hc_tls_authorities *authorities,
                                        enum hc_edition edition,
                                        const struct hc_allocator *allocator,
                                        struct hc_tls_context **context, struct hc_error *error) {
  struct hc_tls_context *made = NULL;
  enum hc_kind kind = new_context(edition, allocator, &made, error);
  if (kind != HC_OK) return kind;
  hc_tls_context_set_check_hostname(made, true);
  X509_VERIFY_PARAM_set_flags(SSL_CTX_get0_param(made->openssl),
                              made->traits->default_verify_flags);
  kind = authorities != NULL ? hc_tls_context_load_authorities(made, authorities, error)
                             : hc_tls_context_load_default_authorities(made, error);
  if (kind == HC_OK)
    *context = made;
  else
    hc_tls_context_release(made);
  return kind;
}

enum hc_kind hc_tls_context_new_for_https(int http_vsn, enum hc_edition edition,
                                          const struct hc_allocator *allocator,
                                          struct hc_tls_context **context, struct hc_error *error) {
  struct hc_tls_context *made = NULL;
  enum hc_kind kind = hc_tls_context_new_default(NULL, edition, allocator, &made, error);
  if (kind != HC_OK) return kind;
  hc_tls_context_set_post_handshake_auth(made, true);    /* TL.02 */
  if (made->traits->offers_http_1_1 && http_vsn == 11) { /* TL.03 */
    const struct hc_span protocol = {"http/1.1", 8};
    kind = hc_tls_context_set_alpn_protocols(made, &protocol, 1, error);
  }
  if (kind == HC_OK)
    *context = made;
  else
    hc_tls_context_release(made);
  return kind;
}

struct hc_tls_context *hc_tls_context_retain(struct hc_tls_context *context) {
  atomic_fetch_add_explicit(&context->references, 1, memory_order_relaxed);
  return context;
}

void hc_tls_context_release(struct hc_tls_context *context) {
  if (context == NULL) return;
  if (atomic_fetch_sub_explicit(&context->references, 1, memory_order_acq_rel) != 1) return;
  SSL_CTX_free(context->openssl);
  hc_resize(context->allocator, context, sizeof *context, 0);
}

/* --- What to check --- */

enum hc_tls_verify_mode hc_tls_context_verify_mode(const struct hc_tls_context *context) {
  int mode = SSL_CTX_get_verify_mode(context->openssl);
  if ((mode & SSL_VERIFY_FAIL_IF_NO_PEER_CERT) != 0) return HC_TLS_CERT_REQUIRED;
  return (mode & SSL_VERIFY_PEER) != 0 ? HC_TLS_CERT_OPTIONAL : HC_TLS_CERT_NONE;
}

bool hc_tls_context_check_hostname(const struct hc_tls_context *context) {
  return context->check_hostname;
}

static void require_certificate(struct hc_tls_context *context) {
  SSL_CTX_set_verify(context->openssl, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
}

enum hc_kind hc_tls_context_set_verify_mode(struct hc_tls_context *context,
                                            enum hc_tls_verify_mode mode, struct hc_error *error) {
  switch (mode) {
  case HC_TLS_CERT_NONE:
    if (context->check_hostname) {
      return hc_raise(error, HC_VALUE_ERROR,
                      "Cannot set verify_mode to CERT_NONE when check_hostname is enabled.");
    }
    SSL_CTX_set_verify(context->openssl, SSL_VERIFY_NONE, NULL);
    return HC_OK;
  case HC_TLS_CERT_OPTIONAL:
    SSL_CTX_set_verify(context->openssl, SSL_VERIFY_PEER, NULL);
    return HC_OK;
  case HC_TLS_CERT_REQUIRED: require_certificate(context); return HC_OK;
  }
  return hc_raise(error, HC_VALUE_ERROR, "invalid value for verify_mode");
}

void hc_tls_context_set_check_hostname(struct hc_tls_context *context, bool check) {
  bool unverified = hc_tls_context_verify_mode(context) == HC_TLS_CERT_NONE;
  if (check && unverified) require_certificate(context);
  context->check_hostname = check;
}

void hc_tls_context_set_common_name_checked(struct hc_tls_context *context, bool checked) {
  set_common_name_checked(context->openssl, checked);
}

/* --- What to offer --- */

static enum hc_kind check_version(const struct hc_tls_context *context, enum hc_tls_version version,
                                  struct hc_error *error) {
  switch (version) {
  case HC_TLS_MINIMUM_SUPPORTED:
  case HC_TLS_MAXIMUM_SUPPORTED:
  case HC_TLS_1_0:
  case HC_TLS_1_1:
  case HC_TLS_1_2:
  case HC_TLS_1_3: return HC_OK;
  }
  return hc_raise(error, HC_VALUE_ERROR, "Unsupported %s version 0x%x",
                  context->traits->version_noun, (unsigned)version);
}

enum hc_kind hc_tls_context_set_minimum_version(struct hc_tls_context *context,
                                                enum hc_tls_version version,
                                                struct hc_error *error) {
  enum hc_kind kind = check_version(context, version, error);
  if (kind != HC_OK) return kind;
  int number = (int)version;
  if (version == HC_TLS_MINIMUM_SUPPORTED) number = 0; /* OpenSSL's word for it */
  if (version == HC_TLS_MAXIMUM_SUPPORTED) number = TLS1_3_VERSION;
  bool set = SSL_CTX_set_min_proto_version(context->openssl, number) == 1;
  return set ? HC_OK : hc_tls_raise_context(error);
}

enum hc_kind hc_tls_context_set_maximum_version(struct hc_tls_context *context,
                                                enum hc_tls_version version,
                                                struct hc_error *error) {
  enum hc_kind kind = check_version(context, version, error);
  if (kind != HC_OK) return kind;
  int number = (int)version;
  if (version == HC_TLS_MINIMUM_SUPPORTED) number = TLS1_VERSION;
  if (version == HC_TLS_MAXIMUM_SUPPORTED) number = 0;
  bool set = SSL_CTX_set_max_proto_version(context->openssl, number) == 1;
  return set ? HC_OK : hc_tls_raise_context(error);
}

enum hc_kind hc_tls_c_string(struct hc_span text, const char *refusal, struct hc_buffer *into,
                             struct hc_error *error) {
  if (text.size > 0 && memchr(text.data, '\0', text.size) != NULL) {
    return hc_error_set(error, HC_VALUE_ERROR, hc_str(refusal));
  }
  bool written = hc_buffer_append(into, text) && hc_buffer_append(into, hc_span_make("", 1));
  return written ? HC_OK : hc_raise_memory(error);
}

enum hc_kind hc_tls_context_set_ciphers(struct hc_tls_context *context, struct hc_span ciphers,
                                        struct hc_error *error) {
  struct hc_buffer list = hc_buffer_make(context->allocator, HC_LIMIT_PATH);
  enum hc_kind kind = hc_tls_c_string(ciphers, "embedded null character", &list, error);
  if (kind == HC_OK && SSL_CTX_set_cipher_list(context->openssl, list.data) != 1) {
    ERR_clear_error();
    /* CPython gives this one no errno, so that str() shows the tuple of arguments. */
    kind = hc_raise(error, HC_SSL_ERROR, "('No cipher can be selected.',)");
  }
  hc_buffer_free(&list);
  return kind;
}

/* RFC 7301 section 3.1: each name with its length in front. */
static enum hc_kind write_protocol(struct hc_span protocol, struct hc_buffer *list,
                                   struct hc_error *error) {
  enum hc_kind kind = hc_check_ascii(protocol, error);
  if (kind != HC_OK) return kind;
  if (protocol.size == 0 || protocol.size > 255) {
    return hc_raise(error, HC_SSL_ERROR, "('ALPN protocols must be 1 to 255 in length',)");
  }
  const char size = (char)(unsigned char)protocol.size;
  bool written = hc_buffer_append(list, hc_span_make(&size, 1)) && hc_buffer_append(list, protocol);
  return written ? HC_OK : hc_raise_memory(error);
}

enum hc_kind hc_tls_context_set_alpn_protocols(struct hc_tls_context *context,
                                               const struct hc_span *protocols, size_t count,
                                               struct hc_error *error) {
  struct hc_buffer list = hc_buffer_make(context->allocator, HC_LIMIT_ALPN_LIST);
  enum hc_kind kind = HC_OK;
  for (size_t i = 0; i < count && kind == HC_OK; i++) {
    kind = write_protocol(protocols[i], &list, error);
  }
  if (kind == HC_OK && SSL_CTX_set_alpn_protos(context->openssl, (unsigned char *)list.data,
                                               (unsigned)list.size) != 0) {
    kind = hc_tls_raise_context(error);
  }
  hc_buffer_free(&list);
  return kind;
}

void hc_tls_context_set_post_handshake_auth(struct hc_tls_context *context, bool enabled) {
  context->post_handshake_auth = enabled;
  SSL_CTX_set_post_handshake_auth(context->openssl, enabled);
}

bool hc_tls_context_post_handshake_auth(const struct hc_tls_context *context) {
  return context->post_handshake_auth;
}
