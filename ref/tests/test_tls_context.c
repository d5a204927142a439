/* The rules of TLS contexts, their defaults by edition, and what they load. */
#include "tls_context.h"

#include <openssl/err.h>
#include <stdlib.h>
#include <unistd.h>

#include "hc/tls_context.h"
#include "support/guarded.h"
#include "support/testing.h"
#include "support/tls_fixture.h"
#include "support/tls_peer.h"

static const enum hc_edition editions[] = {HC_EDITION_3_8,  HC_EDITION_3_9,  HC_EDITION_3_10,
                                           HC_EDITION_3_11, HC_EDITION_3_12, HC_EDITION_3_13};
enum { EDITION_COUNT = sizeof editions / sizeof editions[0] };

static const struct hc_span none = {0};

static struct hc_tls_context *new_unverified(enum hc_edition edition) {
  struct hc_tls_context *context = NULL;
  assert_kind_is(hc_tls_context_new_unverified(edition, NULL, &context, NULL), HC_OK, "new");
  return context;
}

/* --- Defaults --- */

static void the_default_context_checks_and_the_unverified_does_not(void **state) {
  (void)state;
  for (size_t i = 0; i < EDITION_COUNT; i++) {
    struct hc_tls_context *context = NULL;
    assert_kind_is(hc_tls_context_new_default(NULL, editions[i], NULL, &context, NULL), HC_OK,
                   hc_edition_name(editions[i]));
    assert_int_equal(hc_tls_context_verify_mode(context), HC_TLS_CERT_REQUIRED);
    assert_true(hc_tls_context_check_hostname(context));
    assert_false(context->post_handshake_auth);
    hc_tls_context_release(context);
    context = new_unverified(editions[i]);
    assert_int_equal(hc_tls_context_verify_mode(context), HC_TLS_CERT_NONE);
    assert_false(hc_tls_context_check_hostname(context));
    hc_tls_context_release(context);
  }
}

/* What SSLContext.get_ciphers(), .minimum_version and .verify_flags say in each edition. */
static void a_new_context_offers_what_the_edition_offers(void **state) {
  (void)state;
  const struct {
    enum hc_edition edition;
    long minimum;
    int ciphers;
    const char *last_cipher;
    unsigned long verify_flags;
    bool takes_end_for_close;
  } rows[] = {
      {HC_EDITION_3_8, 0, 30, "AES128-SHA", 0x8000, true},
      {HC_EDITION_3_9, 0, 30, "AES128-SHA", 0x8000, true},
      {HC_EDITION_3_10, TLS1_2_VERSION, 17, "DHE-RSA-AES128-SHA256", 0x8000, false},
      {HC_EDITION_3_11, TLS1_2_VERSION, 17, "DHE-RSA-AES128-SHA256", 0x8000, false},
      {HC_EDITION_3_12, TLS1_2_VERSION, 17, "DHE-RSA-AES128-SHA256", 0x8000, false},
      {HC_EDITION_3_13, TLS1_2_VERSION, 17, "DHE-RSA-AES128-SHA256", 0x88020, false},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct hc_tls_context *context = fixture_context(rows[i].edition, false);
    SSL_CTX *openssl = context->openssl;
    STACK_OF(SSL_CIPHER) *ciphers = SSL_CTX_get_ciphers(openssl);
    int count = sk_SSL_CIPHER_num(ciphers);
    assert_int_equal(SSL_CTX_get_min_proto_version(openssl), rows[i].minimum);
    assert_int_equal(SSL_CTX_get_max_proto_version(openssl), 0);
    assert_int_equal(count, rows[i].ciphers);
    assert_string_equal(SSL_CIPHER_get_name(sk_SSL_CIPHER_value(ciphers, count - 1)),
                        rows[i].last_cipher);
    assert_int_equal(X509_VERIFY_PARAM_get_flags(SSL_CTX_get0_param(openssl)),
                     rows[i].verify_flags);
    bool takes = (SSL_CTX_get_options(openssl) & SSL_OP_IGNORE_UNEXPECTED_EOF) != 0;
    assert_int_equal(takes, rows[i].takes_end_for_close);
    hc_tls_context_release(context);
  }
}

/* TL.01-TL.03, of which the server tells what it saw. */
static void the_context_for_https_offers_http_1_1_and_later_authentication(void **state) {
  (void)state;
  const struct {
    enum hc_edition edition;
    int http_vsn;
    const char *selected;
  } rows[] = {
      {HC_EDITION_3_8, 11, ""},          {HC_EDITION_3_9, 11, ""},
      {HC_EDITION_3_10, 11, "http/1.1"}, {HC_EDITION_3_11, 11, "http/1.1"},
      {HC_EDITION_3_12, 11, "http/1.1"}, {HC_EDITION_3_13, 11, "http/1.1"},
      {HC_EDITION_3_13, 10, ""},         {HC_EDITION_3_13, 9, ""},
  };
  const struct peer_step steps[] = {{PEER_SILENCE, {0}}};
  struct hc_buffer pem = {0};
  char path[FIXTURE_PATH_SIZE];
  certificate_pem(&fixture_authority, &pem);
  fixture_write(hc_buffer_span(&pem), path);
  assert_int_equal(setenv("SSL_CERT_FILE", path, 1), 0);
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    const struct tls_peer_options options = {
        .chain = fixture_chain,
        .verify_mode = SSL_VERIFY_PEER | SSL_VERIFY_POST_HANDSHAKE,
        .protocol = "http/1.1",
        .steps = steps,
    };
    const char *name = hc_edition_name(rows[i].edition);
    struct hc_tls_context *context = NULL;
    struct tls_peer peer;
    struct hc_transport *transport = NULL;
    tls_peer_start(&peer, &options);
    assert_kind_is(
        hc_tls_context_new_for_https(rows[i].http_vsn, rows[i].edition, NULL, &context, NULL),
        HC_OK, name);
    assert_kind_is(tls_peer_wrap(&peer, context, "host.test", NULL, &transport, NULL), HC_OK, name);
    assert_text_is(hc_tls_selected_protocol(transport), rows[i].selected, name);
    assert_int_equal(SSL_verify_client_post_handshake(peer.openssl), 1);
    hc_transport_release(transport);
    tls_peer_stop(&peer);
    hc_tls_context_release(context);
  }
  assert_int_equal(unsetenv("SSL_CERT_FILE"), 0);
  assert_int_equal(unlink(path), 0);
  hc_buffer_free(&pem);
}

/* --- What to check --- */

static void the_host_name_cannot_be_checked_without_a_certificate(void **state) {
  (void)state;
  struct hc_tls_context *context = fixture_context(HC_EDITION_NEWEST, false);
  struct hc_error error = {0};
  hc_tls_context_set_verify_mode(context, HC_TLS_CERT_NONE, &error);
  assert_error_is(&error, HC_VALUE_ERROR,
                  "Cannot set verify_mode to CERT_NONE when check_hostname is enabled.", "order");
  assert_int_equal(hc_tls_context_verify_mode(context), HC_TLS_CERT_REQUIRED);
  hc_tls_context_set_check_hostname(context, false);
  assert_int_equal(hc_tls_context_verify_mode(context), HC_TLS_CERT_REQUIRED);
  assert_kind_is(hc_tls_context_set_verify_mode(context, HC_TLS_CERT_NONE, &error), HC_OK, "now");
  hc_tls_context_set_check_hostname(context, true); /* asks for the certificate by itself */
  assert_int_equal(hc_tls_context_verify_mode(context), HC_TLS_CERT_REQUIRED);
  assert_kind_is(hc_tls_context_set_verify_mode(context, HC_TLS_CERT_OPTIONAL, &error), HC_OK,
                 "optional");
  hc_tls_context_set_check_hostname(context, true);
  assert_int_equal(hc_tls_context_verify_mode(context), HC_TLS_CERT_OPTIONAL);
  assert_kind_is(hc_tls_context_set_verify_mode(context, HC_TLS_CERT_REQUIRED, &error), HC_OK,
                 "required");
  assert_int_equal(hc_tls_context_verify_mode(context), HC_TLS_CERT_REQUIRED);
  hc_tls_context_set_verify_mode(context, (enum hc_tls_verify_mode)9, &error);
  assert_error_is(&error, HC_VALUE_ERROR, "invalid value for verify_mode", "no mode");
  hc_tls_context_release(context);
}

/* --- What to offer --- */

static void versions_are_bounded_on_both_sides(void **state) {
  (void)state;
  const struct {
    enum hc_tls_version version;
    long minimum; /* OpenSSL's, 0 for no bound */
    long maximum;
  } rows[] = {
      {HC_TLS_MINIMUM_SUPPORTED, 0, TLS1_VERSION},  {HC_TLS_1_0, TLS1_VERSION, TLS1_VERSION},
      {HC_TLS_1_1, TLS1_1_VERSION, TLS1_1_VERSION}, {HC_TLS_1_2, TLS1_2_VERSION, TLS1_2_VERSION},
      {HC_TLS_1_3, TLS1_3_VERSION, TLS1_3_VERSION}, {HC_TLS_MAXIMUM_SUPPORTED, TLS1_3_VERSION, 0},
  };
  struct hc_tls_context *context = new_unverified(HC_EDITION_NEWEST);
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    assert_kind_is(hc_tls_context_set_minimum_version(context, rows[i].version, NULL), HC_OK, "");
    assert_kind_is(hc_tls_context_set_maximum_version(context, rows[i].version, NULL), HC_OK, "");
    assert_int_equal(SSL_CTX_get_min_proto_version(context->openssl), rows[i].minimum);
    assert_int_equal(SSL_CTX_get_max_proto_version(context->openssl), rows[i].maximum);
  }
  hc_tls_context_release(context);
}

static void no_other_version_can_be_a_bound(void **state) {
  (void)state;
  const struct {
    enum hc_edition edition;
    const char *minimum;
    const char *maximum;
  } rows[] = {
      {HC_EDITION_3_8, "Unsupported protocol version 0x305", "Unsupported protocol version 0x5"},
      {HC_EDITION_3_9, "Unsupported protocol version 0x305", "Unsupported protocol version 0x5"},
      {HC_EDITION_3_10, "Unsupported TLS/SSL version 0x305", "Unsupported TLS/SSL version 0x5"},
      {HC_EDITION_NEWEST, "Unsupported TLS/SSL version 0x305", "Unsupported TLS/SSL version 0x5"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct hc_tls_context *context = new_unverified(rows[i].edition);
    struct hc_error error = {0};
    hc_tls_context_set_minimum_version(context, (enum hc_tls_version)0x305, &error);
    assert_error_is(&error, HC_VALUE_ERROR, rows[i].minimum, "minimum");
    hc_tls_context_set_maximum_version(context, (enum hc_tls_version)5, &error);
    assert_error_is(&error, HC_VALUE_ERROR, rows[i].maximum, "maximum");
    hc_tls_context_release(context);
  }
}

static void a_list_of_ciphers_has_to_select_one(void **state) {
  (void)state;
  const struct {
    struct hc_span list;
    enum hc_kind kind;
    const char *text;
  } rows[] = {
      {bytes_of("ECDHE-RSA-AES128-GCM-SHA256"), HC_OK, ""},
      {bytes_of("nope"), HC_SSL_ERROR, "('No cipher can be selected.',)"},
      {bytes_of(""), HC_SSL_ERROR, "('No cipher can be selected.',)"},
      {bytes_of("TLS_AES_128_GCM_SHA256"), HC_SSL_ERROR, "('No cipher can be selected.',)"},
      {bytes_of("DEFAULT\0nope"), HC_VALUE_ERROR, "embedded null character"},
  };
  struct hc_tls_context *context = new_unverified(HC_EDITION_NEWEST);
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct hc_error error = {0};
    hc_tls_context_set_ciphers(context, rows[i].list, &error);
    assert_false(error.has_errno);
    assert_error_is(&error, rows[i].kind, rows[i].text, rows[i].list.data);
  }
  assert_int_equal(ERR_peek_error(), 0);
  hc_tls_context_release(context);
}

static void a_protocol_has_1_to_255_ascii_characters(void **state) {
  (void)state;
  const char *length = "('ALPN protocols must be 1 to 255 in length',)";
  char longest[256];
  memset(longest, 'x', sizeof longest);
  const struct {
    struct hc_span protocol;
    enum hc_kind kind;
    const char *text;
  } rows[] = {
      {bytes_of("http/1.1"), HC_OK, ""},
      {{longest, 255}, HC_OK, ""},
      {{longest, 256}, HC_SSL_ERROR, length},
      {bytes_of(""), HC_SSL_ERROR, length},
      {bytes_of("\xC3\xA9"), HC_UNICODE_ENCODE_ERROR,
       "'ascii' codec can't encode character '\\xe9' in position 0: ordinal not in range(128)"},
  };
  struct hc_tls_context *context = new_unverified(HC_EDITION_NEWEST);
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct hc_error error = {0};
    hc_tls_context_set_alpn_protocols(context, &rows[i].protocol, 1, &error);
    assert_error_is(&error, rows[i].kind, rows[i].text, rows[i].text);
  }
  assert_kind_is(hc_tls_context_set_alpn_protocols(context, NULL, 0, NULL), HC_OK, "none");
  struct hc_span many[257];
  for (size_t i = 0; i < 257; i++)
    many[i] = hc_span_make(longest, 255);
  assert_kind_is(hc_tls_context_set_alpn_protocols(context, many, 257, NULL), HC_MEMORY_ERROR,
                 "more than the extension holds");
  hc_tls_context_release(context);
}

/* --- What is loaded --- */

/* Files that loading is tried with, each by its role. */
enum file { CERTIFICATE, KEY, ENCRYPTED_KEY, OTHER_KEY, BOTH, GARBAGE, EMPTY, FILE_COUNT };

static char paths[FILE_COUNT][FIXTURE_PATH_SIZE];
static const char missing[] = "/tmp/hc-tls-missing/none";

static void write_file(enum file file, bool has_certificate, const struct certificate *key,
                       const char *password, const char *text) {
  struct hc_buffer content = {0};
  if (has_certificate) certificate_pem(&fixture_client, &content);
  if (key != NULL) certificate_key_pem(key, password, &content);
  assert_true(hc_buffer_append(&content, hc_str(text)));
  fixture_write(hc_buffer_span(&content), paths[file]);
  hc_buffer_free(&content);
}

static int setup(void **state) {
  fixture_setup(state);
  write_file(CERTIFICATE, true, NULL, NULL, "");
  write_file(KEY, false, &fixture_client, NULL, "");
  write_file(ENCRYPTED_KEY, false, &fixture_client, "secret", "");
  write_file(OTHER_KEY, false, &fixture_authority, NULL, "");
  write_file(BOTH, true, &fixture_client, "secret", "");
  write_file(GARBAGE, false, NULL, NULL, "garbage\n");
  write_file(EMPTY, false, NULL, NULL, "");
  return 0;
}

static int teardown(void **state) {
  for (size_t i = 0; i < FILE_COUNT; i++)
    assert_int_equal(unlink(paths[i]), 0);
  return fixture_teardown(state);
}

static void assert_loads(const char *why, const struct hc_tls_authorities *authorities,
                         enum hc_kind kind, const char *text, int errnum) {
  struct hc_tls_context *context = new_unverified(HC_EDITION_NEWEST);
  struct hc_error error = {0};
  hc_tls_context_load_authorities(context, authorities, &error);
  if (error.errnum != errnum) fail_msg("%s: errno %d", why, error.errnum);
  assert_error_is(&error, kind, text, why);
  assert_int_equal(ERR_peek_error(), 0);
  hc_tls_context_release(context);
}

static const char not_ascii[] = "cadata should be an ASCII string or a bytes-like object";

static void authorities_are_loaded_from_files(void **state) {
  (void)state;
  const char *no_certificate = "[X509: NO_CERTIFICATE_OR_CRL_FOUND] no certificate or crl found";
  const char *no_file = "[Errno 2] No such file or directory";
  const char *no_null = "embedded null byte";
  const struct {
    const char *why;
    struct hc_tls_authorities authorities;
    enum hc_kind kind;
    const char *text;
    int errnum;
  } rows[] = {
      {"nothing",
       {.file = none},
       HC_TYPE_ERROR,
       "cafile, capath and cadata cannot be all omitted",
       0},
      {"a file", {.file = hc_str(paths[CERTIFICATE])}, HC_OK, "", 0},
      {"a file as a directory",
       {.file = bytes_of("/dev/null/x")},
       HC_NOT_A_DIRECTORY_ERROR,
       "[Errno 20] Not a directory",
       20},
      {"a missing file", {.file = hc_str(missing)}, HC_FILE_NOT_FOUND_ERROR, no_file, 2},
      {"a directory as a file",
       {.file = bytes_of("/tmp")},
       HC_IS_A_DIRECTORY_ERROR,
       "[Errno 21] Is a directory",
       21},
      {"no certificate", {.file = hc_str(paths[GARBAGE])}, HC_SSL_ERROR, no_certificate, 136},
      {"an empty file", {.file = hc_str(paths[EMPTY])}, HC_SSL_ERROR, no_certificate, 136},
      {"a NUL", {.file = bytes_of("a\0b")}, HC_VALUE_ERROR, no_null, 0},
      {"a directory", {.directory = bytes_of("/tmp")}, HC_OK, "", 0},
      {"a missing directory", {.directory = hc_str(missing)}, HC_OK, "", 0},
      {"a NUL in it", {.directory = bytes_of("a\0b")}, HC_VALUE_ERROR, no_null, 0},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    assert_loads(rows[i].why, &rows[i].authorities, rows[i].kind, rows[i].text, rows[i].errnum);
  }
}

static void authorities_are_loaded_from_text(void **state) {
  (void)state;
  const char *broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
  const char *no_start = "no start line: cadata does not contain a certificate";
  const struct {
    const char *why;
    bool begins_well; /* with a good certificate */
    const char *rest;
    enum hc_kind kind;
    const char *text;
    int errnum;
  } rows[] = {
      {"a certificate", true, "", HC_OK, "", 0},
      {"garbage behind a certificate", true, "garbage\n", HC_OK, "", 0},
      {"garbage alone", false, "garbage\n", HC_SSL_ERROR, no_start, 0},
      {"a broken certificate", false, broken, HC_SSL_ERROR, no_start, 0},
      {"one behind a good one", true, broken, HC_SSL_ERROR, "[PEM] ASN1 lib", 524301},
      {"text that is not ASCII", true, "# F\xC5\x91\n", HC_TYPE_ERROR, not_ascii, 0},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct hc_buffer pem = {0};
    if (rows[i].begins_well) certificate_pem(&fixture_authority, &pem);
    assert_true(hc_buffer_append(&pem, hc_str(rows[i].rest)));
    const struct hc_tls_authorities authorities = {.pem = hc_buffer_span(&pem)};
    assert_loads(rows[i].why, &authorities, rows[i].kind, rows[i].text, rows[i].errnum);
    hc_buffer_free(&pem);
  }
}

static void text_and_files_can_both_be_given(void **state) {
  (void)state;
  struct hc_buffer pem = {0};
  certificate_pem(&fixture_authority, &pem);
  struct hc_tls_authorities authorities = {
      .pem = hc_buffer_span(&pem),
      .file = hc_str(paths[CERTIFICATE]),
      .directory = bytes_of("/tmp"),
  };
  assert_loads("all", &authorities, HC_OK, "", 0);
  authorities.file = hc_str(missing);
  assert_loads("a missing file", &authorities, HC_FILE_NOT_FOUND_ERROR,
               "[Errno 2] No such file or directory", 2);
  authorities.pem = hc_str("\xC3\xA9");
  assert_loads("the text is looked at before the file", &authorities, HC_TYPE_ERROR, not_ascii, 0);
  authorities.directory = bytes_of("a\0b");
  assert_loads("and names are before the text", &authorities, HC_VALUE_ERROR, "embedded null byte",
               0);
  hc_buffer_free(&pem);
}

static enum hc_kind give_secret(void *payload, struct hc_buffer *password, struct hc_error *error) {
  (void)error;
  ++*(size_t *)payload;
  return hc_buffer_append(password, bytes_of("secret")) ? HC_OK : HC_MEMORY_ERROR;
}

static enum hc_kind give_nothing(void *payload, struct hc_buffer *password,
                                 struct hc_error *error) {
  (void)payload;
  (void)password;
  return hc_error_set(error, HC_RUNTIME_ERROR, hc_str("nobody there"));
}

static void assert_loads_chain(const char *why, const char *certificate, const char *key,
                               const struct hc_tls_password *password, enum hc_kind kind,
                               const char *text, int errnum) {
  struct hc_tls_context *context = new_unverified(HC_EDITION_NEWEST);
  struct hc_error error = {0};
  hc_tls_context_load_cert_chain(context, hc_str(certificate), hc_str(key), password, &error);
  if (error.errnum != errnum) fail_msg("%s: errno %d", why, error.errnum);
  assert_error_is(&error, kind, text, why);
  assert_int_equal(ERR_peek_error(), 0);
  hc_tls_context_release(context);
}

static const char pem_lib[] = "[SSL] PEM lib";

static void a_certificate_and_its_key_are_loaded_from_files(void **state) {
  (void)state;
  static const struct {
    const char *why;
    const char *certificate;
    const char *key;
    enum hc_kind kind;
    const char *text;
    int errnum;
  } rows[] = {
      {"certificate and key", paths[CERTIFICATE], paths[KEY], HC_OK, "", 0},
      {"no certificate", "", paths[KEY], HC_TYPE_ERROR,
       "certfile should be a valid filesystem path", 0},
      {"no key", paths[CERTIFICATE], "", HC_SSL_ERROR, pem_lib, 524297},
      {"a missing certificate", missing, paths[KEY], HC_FILE_NOT_FOUND_ERROR,
       "[Errno 2] No such file or directory", 2},
      {"a missing key", paths[CERTIFICATE], missing, HC_FILE_NOT_FOUND_ERROR,
       "[Errno 2] No such file or directory", 2},
      {"a directory for a certificate", "/", paths[KEY], HC_IS_A_DIRECTORY_ERROR,
       "[Errno 21] Is a directory", 21},
      {"a directory for a key", paths[CERTIFICATE], "/", HC_IS_A_DIRECTORY_ERROR,
       "[Errno 21] Is a directory", 21},
      {"garbage", paths[GARBAGE], paths[KEY], HC_SSL_ERROR, pem_lib, 524297},
      {"a garbage key", paths[CERTIFICATE], paths[GARBAGE], HC_SSL_ERROR, pem_lib, 524297},
      {"another's key", paths[CERTIFICATE], paths[OTHER_KEY], HC_SSL_ERROR,
       "[X509: KEY_VALUES_MISMATCH] key values mismatch", 116},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    assert_loads_chain(rows[i].why, rows[i].certificate, rows[i].key, NULL, rows[i].kind,
                       rows[i].text, rows[i].errnum);
  }
}

static void an_encrypted_key_needs_its_password(void **state) {
  (void)state;
  static char long_password[HC_TLS_PASSWORD_MAX + 1];
  memset(long_password, 'x', sizeof long_password);
  size_t asked = 0;
  const struct {
    const char *why;
    struct hc_tls_password password;
    enum hc_kind kind;
    const char *text;
    int errnum;
  } rows[] = {
      {"the right one", {.text = bytes_of("secret")}, HC_OK, "", 0},
      {"asked for", {.ask = give_secret, .payload = &asked}, HC_OK, "", 0},
      {"the wrong one", {.text = bytes_of("secreT")}, HC_SSL_ERROR, pem_lib, 524297},
      {"an empty one", {.text = none}, HC_SSL_ERROR, pem_lib, 524297},
      {"the longest",
       {.text = {long_password, HC_TLS_PASSWORD_MAX}},
       HC_SSL_ERROR,
       pem_lib,
       524297},
      {"one byte longer",
       {.text = {long_password, HC_TLS_PASSWORD_MAX + 1}},
       HC_VALUE_ERROR,
       "password cannot be longer than 1024 bytes",
       0},
      {"a callback that fails", {.ask = give_nothing}, HC_RUNTIME_ERROR, "nobody there", 0},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    assert_loads_chain(rows[i].why, paths[CERTIFICATE], paths[ENCRYPTED_KEY], &rows[i].password,
                       rows[i].kind, rows[i].text, rows[i].errnum);
  }
  assert_int_equal(asked, 1);
  assert_loads_chain("none", paths[CERTIFICATE], paths[ENCRYPTED_KEY], NULL, HC_SSL_ERROR, pem_lib,
                     524297);
  assert_loads_chain("in one file", paths[BOTH], "", &rows[0].password, HC_OK, "", 0);
  assert_loads_chain("not needed", paths[CERTIFICATE], paths[KEY], &rows[2].password, HC_OK, "", 0);
}

/* --- The arguments of old --- */

/* Applies `legacy`, and looks at what becomes of the context. */
static void assert_applies(const char *why, bool unverified, const struct hc_tls_legacy *legacy,
                           enum hc_kind kind, const char *text, bool check_hostname) {
  struct hc_tls_context *context =
      unverified ? new_unverified(HC_EDITION_3_11) : fixture_context(HC_EDITION_3_8, false);
  struct hc_error error = {0};
  bool has_certificate = kind == HC_OK && legacy->cert_file.size > 0;
  hc_tls_context_apply_legacy(context, legacy, &error);
  assert_error_is(&error, kind, text, why);
  assert_int_equal(context->post_handshake_auth, has_certificate); /* TL.02 */
  assert_int_equal(hc_tls_context_check_hostname(context), check_hostname);
  hc_tls_context_release(context);
}

static void key_file_and_cert_file_are_loaded_up_to_edition_3_11(void **state) {
  (void)state;
  struct hc_tls_legacy legacy = {.has_key_file = true, .has_cert_file = true};
  assert_applies("empty ones", false, &legacy, HC_OK, "", true);
  legacy.key_file = hc_str(paths[KEY]);
  assert_applies("a key alone", false, &legacy, HC_TYPE_ERROR,
                 "certfile should be a valid filesystem path", true);
  legacy.cert_file = hc_str(paths[CERTIFICATE]);
  assert_applies("both", false, &legacy, HC_OK, "", true);
  legacy.key_file = none;
  assert_applies("a certificate without its key", false, &legacy, HC_SSL_ERROR, pem_lib, true);
}

static void check_hostname_is_set_up_to_edition_3_11(void **state) {
  (void)state;
  const struct hc_tls_legacy absent = {0};
  const struct hc_tls_legacy off = {.has_check_hostname = true};
  const struct hc_tls_legacy on = {.has_check_hostname = true, .check_hostname = true};
  assert_applies("not given", false, &absent, HC_OK, "", true);
  assert_applies("not given, unverified", true, &absent, HC_OK, "", false);
  assert_applies("off", false, &off, HC_OK, "", false);
  assert_applies("on", false, &on, HC_OK, "", true);
  assert_applies("on, unverified (TL.07)", true, &on, HC_VALUE_ERROR,
                 "check_hostname needs a SSL context with either CERT_OPTIONAL or CERT_REQUIRED",
                 false);
}

static void the_arguments_of_old_are_unknown_from_edition_3_12_on(void **state) {
  (void)state;
  const struct {
    struct hc_tls_legacy legacy;
    enum hc_kind kind;
    const char *text;
  } rows[] = {
      {{0}, HC_OK, ""},
      {{.has_key_file = true, .has_cert_file = true},
       HC_TYPE_ERROR,
       "HTTPSConnection.__init__() got an unexpected keyword argument 'key_file'"},
      {{.has_cert_file = true},
       HC_TYPE_ERROR,
       "HTTPSConnection.__init__() got an unexpected keyword argument 'cert_file'"},
      {{.has_check_hostname = true},
       HC_TYPE_ERROR,
       "HTTPSConnection.__init__() got an unexpected keyword argument 'check_hostname'"},
  };
  const enum hc_edition late[] = {HC_EDITION_3_12, HC_EDITION_NEWEST};
  for (size_t i = 0; i < 2 * sizeof rows / sizeof rows[0]; i++) {
    struct hc_tls_context *context = fixture_context(late[i % 2], false);
    struct hc_error error = {0};
    hc_tls_context_apply_legacy(context, &rows[i / 2].legacy, &error);
    assert_error_is(&error, rows[i / 2].kind, rows[i / 2].text, "TL.08");
    assert_true(hc_tls_context_check_hostname(context));
    hc_tls_context_release(context);
  }
}

/* --- Life --- */

static void a_context_lives_as_long_as_its_last_reference(void **state) {
  (void)state;
  struct hc_tls_context *context = fixture_context(HC_EDITION_NEWEST, false);
  const struct tls_peer_options options = {.chain = fixture_chain};
  struct tls_peer peer;
  struct hc_transport *transport = NULL;
  tls_peer_start(&peer, &options);
  assert_ptr_equal(hc_tls_context_retain(context), context);
  hc_tls_context_release(context);
  assert_kind_is(tls_peer_wrap(&peer, context, "host.test", NULL, &transport, NULL), HC_OK, "wrap");
  hc_tls_context_release(context); /* the transport keeps it */
  const struct hc_span span = bytes_of("still here");
  assert_kind_is(hc_transport_write(transport, &span, 1, NULL), HC_OK, "write");
  hc_transport_release(transport);
  tls_peer_stop(&peer);
  hc_tls_context_release(NULL);
}

/* An allocator that refuses from the `left`-th allocation on. */
static void *spend(void *payload, void *block, size_t old_size, size_t new_size) {
  size_t *left = payload;
  if (new_size != 0 && *left == 0) return NULL;
  if (new_size != 0) --*left;
  return hc_resize(NULL, block, old_size, new_size);
}

static void every_allocation_may_be_refused(void **state) {
  (void)state;
  const struct hc_tls_authorities authorities = {.file = hc_str(paths[CERTIFICATE])};
  const struct hc_tls_password secret = {.text = bytes_of("secret")};
  enum hc_kind kind = HC_MEMORY_ERROR;
  size_t allowed = 0;
  for (; kind != HC_OK; allowed++) {
    size_t left = allowed;
    const struct hc_allocator allocator = {spend, &left};
    struct hc_tls_context *context = NULL;
    kind = hc_tls_context_new_default(&authorities, HC_EDITION_NEWEST, &allocator, &context, NULL);
    if (kind == HC_OK) {
      kind = hc_tls_context_load_cert_chain(context, hc_str(paths[CERTIFICATE]),
                                            hc_str(paths[ENCRYPTED_KEY]), &secret, NULL);
    }
    if (kind == HC_OK) kind = hc_tls_context_set_ciphers(context, bytes_of("DEFAULT"), NULL);
    const struct hc_span protocol = bytes_of("http/1.1");
    if (kind == HC_OK) kind = hc_tls_context_set_alpn_protocols(context, &protocol, 1, NULL);
    if (kind != HC_OK) assert_kind_is(kind, HC_MEMORY_ERROR, "refused");
    hc_tls_context_release(context);
  }
  assert_true(allowed > 7);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_default_context_checks_and_the_unverified_does_not),
      cmocka_unit_test(a_new_context_offers_what_the_edition_offers),
      cmocka_unit_test(the_context_for_https_offers_http_1_1_and_later_authentication),
      cmocka_unit_test(the_host_name_cannot_be_checked_without_a_certificate),
      cmocka_unit_test(versions_are_bounded_on_both_sides),
      cmocka_unit_test(no_other_version_can_be_a_bound),
      cmocka_unit_test(a_list_of_ciphers_has_to_select_one),
      cmocka_unit_test(a_protocol_has_1_to_255_ascii_characters),
      cmocka_unit_test(authorities_are_loaded_from_files),
      cmocka_unit_test(authorities_are_loaded_from_text),
      cmocka_unit_test(text_and_files_can_both_be_given),
      cmocka_unit_test(a_certificate_and_its_key_are_loaded_from_files),
      cmocka_unit_test(an_encrypted_key_needs_its_password),
      cmocka_unit_test(key_file_and_cert_file_are_loaded_up_to_edition_3_11),
      cmocka_unit_test(check_hostname_is_set_up_to_edition_3_11),
      cmocka_unit_test(the_arguments_of_old_are_unknown_from_edition_3_12_on),
      cmocka_unit_test(a_context_lives_as_long_as_its_last_reference),
      cmocka_unit_test(every_allocation_may_be_refused),
  };
  return cmocka_run_group_tests_name("tls_context", tests, setup, teardown);
}
