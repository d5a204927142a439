/* Which certificates are accepted, for which host. */
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include "hc/tls_context.h"
#include "support/guarded.h"
#include "support/testing.h"
#include "support/tls_certificate.h"
#include "support/tls_peer.h"

/* --- The authorities of all tests --- */

enum issuer { BY_AUTHORITY, BY_INTERMEDIATE, BY_RSA_AUTHORITY, BY_STRANGER, BY_ITSELF };

static struct certificate issuers[BY_ITSELF];
static struct hc_buffer trusted; /* PEM, of the two authorities */

static int make_authorities(void **state) {
  (void)state;
  const struct certificate_options authority = {.is_authority = true};
  const struct certificate_options rsa_authority = {.is_authority = true, .is_rsa = true};
  issuers[BY_AUTHORITY] = certificate_make(&authority);
  issuers[BY_RSA_AUTHORITY] = certificate_make(&rsa_authority);
  issuers[BY_STRANGER] = certificate_make(&authority);
  const struct certificate_options intermediate = {
      .is_authority = true,
      .issuer = &issuers[BY_AUTHORITY],
  };
  issuers[BY_INTERMEDIATE] = certificate_make(&intermediate);
  certificate_pem(&issuers[BY_AUTHORITY], &trusted);
  certificate_pem(&issuers[BY_RSA_AUTHORITY], &trusted);
  return 0;
}

static int free_authorities(void **state) {
  (void)state;
  for (size_t i = 0; i < BY_ITSELF; i++)
    certificate_free(&issuers[i]);
  hc_buffer_free(&trusted);
  return 0;
}

/* --- One handshake --- */

struct row {
  const char *why;
  const char *host;
  struct certificate_options certificate;
  enum issuer issuer;
  bool sends_intermediate;
  enum hc_edition edition;
  int code; /* of the verification; X509_V_OK: the certificate is accepted */
  int alert;
};

static struct hc_tls_context *trusting(struct hc_span pem, enum hc_edition edition) {
  const struct hc_tls_authorities authorities = {.pem = pem};
  struct hc_tls_context *context = NULL;
  assert_kind_is(hc_tls_context_new_default(&authorities, edition, NULL, &context, NULL), HC_OK,
                 "new context");
  return context;
}

static void assert_refused(struct hc_error *error, const struct row *row) {
  assert_kind_is(error->kind, HC_SSL_CERT_VERIFICATION_ERROR, row->why);
  if (error->verify_code != row->code) {
    fail_msg("%s: verify_code %d, expected %d", row->why, error->verify_code, row->code);
  }
  char message[256];
  if (row->code == X509_V_ERR_HOSTNAME_MISMATCH) {
    snprintf(message, sizeof message, "Hostname mismatch, certificate is not valid for '%s'.",
             row->host);
  } else if (row->code == X509_V_ERR_IP_ADDRESS_MISMATCH) {
    snprintf(message, sizeof message, "IP address mismatch, certificate is not valid for '%s'.",
             row->host);
  } else {
    snprintf(message, sizeof message, "%s", X509_verify_cert_error_string(row->code));
  }
  assert_text_is(hc_buffer_span(&error->verify_message), message, row->why);
  char text[512];
  snprintf(text, sizeof text, "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: %s",
           message);
  assert_int_equal(error->errnum, 1);
  assert_string_equal(error->ssl_library, "SSL");
  assert_text_is(hc_buffer_span(&error->ssl_reason), "CERTIFICATE_VERIFY_FAILED", row->why);
  assert_error_is(error, HC_SSL_CERT_VERIFICATION_ERROR, text, row->why);
}

static void check_with(const struct row *row, struct hc_tls_context *context) {
  struct certificate_options options = row->certificate;
  options.issuer = row->issuer != BY_ITSELF ? &issuers[row->issuer] : NULL;
  struct certificate leaf = certificate_make(&options);
  const struct certificate *intermediate =
      row->sends_intermediate ? &issuers[BY_INTERMEDIATE] : NULL;
  const struct certificate *const chain[] = {&leaf, intermediate, NULL};
  const struct tls_peer_options peer_options = {.chain = chain};
  struct tls_peer peer;
  struct hc_transport *transport = NULL;
  struct hc_error error = {0};
  tls_peer_start(&peer, &peer_options);
  enum hc_kind kind = tls_peer_wrap(&peer, context, row->host, NULL, &transport, &error);
  if (row->code == X509_V_OK)
    assert_kind_is(kind, HC_OK, row->why);
  else
    assert_refused(&error, row);
  if (row->alert != 0 && peer.alert != row->alert) {
    fail_msg("%s: alert %d, expected %d", row->why, peer.alert, row->alert);
  }
  hc_transport_release(transport);
  tls_peer_stop(&peer);
  certificate_free(&leaf);
}

static void check(const struct row *rows, size_t count) {
  for (size_t i = 0; i < count; i++) {
    struct hc_tls_context *context = trusting(hc_buffer_span(&trusted), rows[i].edition);
    check_with(&rows[i], context);
    hc_tls_context_release(context);
  }
}

/* --- Tests --- */

enum {
  OTHER_NAME = X509_V_ERR_HOSTNAME_MISMATCH,
  OTHER_ADDRESS = X509_V_ERR_IP_ADDRESS_MISMATCH,
};

static void a_certificate_has_to_name_the_host(void **state) {
  (void)state;
  static const struct row rows[] = {
      {.why = "the same name",
       .host = "host.test",
       .certificate = {.alternative_names = "DNS:host.test"}},
      {.why = "one of several names",
       .host = "b.test",
       .certificate = {.alternative_names = "DNS:a.test,DNS:b.test"}},
      {.why = "letters compare without case",
       .host = "HOST.test",
       .certificate = {.alternative_names = "DNS:host.TEST"}},
      {.why = "another name",
       .host = "host.test",
       .certificate = {.alternative_names = "DNS:other.test"},
       .code = OTHER_NAME,
       .alert = SSL_AD_BAD_CERTIFICATE},
      {.why = "a name that begins alike",
       .host = "host.test",
       .certificate = {.alternative_names = "DNS:host.test.example"},
       .code = OTHER_NAME},
      {.why = "a name that ends alike",
       .host = "host.test",
       .certificate = {.alternative_names = "DNS:st.test"},
       .code = OTHER_NAME},
      {.why = "no name at all", .host = "host.test", .code = OTHER_NAME},
      {.why = "a dot at the end of the host counts",
       .host = "host.test.",
       .certificate = {.alternative_names = "DNS:host.test"},
       .code = OTHER_NAME},
      {.why = "brackets count (TL.04)",
       .host = "[::1]",
       .certificate = {.alternative_names = "IP:::1"},
       .code = OTHER_NAME},
  };
  check(rows, sizeof rows / sizeof rows[0]);
}

static void a_wildcard_stands_for_the_whole_leftmost_label(void **state) {
  (void)state;
  static const struct row rows[] = {
      {.why = "one label",
       .host = "a.example.test",
       .certificate = {.alternative_names = "DNS:*.example.test"}},
      {.why = "two labels",
       .host = "a.b.example.test",
       .certificate = {.alternative_names = "DNS:*.example.test"},
       .code = OTHER_NAME},
      {.why = "no label",
       .host = "example.test",
       .certificate = {.alternative_names = "DNS:*.example.test"},
       .code = OTHER_NAME},
      {.why = "the start of a label",
       .host = "host.example.test",
       .certificate = {.alternative_names = "DNS:h*.example.test"},
       .code = OTHER_NAME},
      {.why = "the end of a label",
       .host = "host.example.test",
       .certificate = {.alternative_names = "DNS:*t.example.test"},
       .code = OTHER_NAME},
      {.why = "a label that is not the first",
       .host = "www.a.test",
       .certificate = {.alternative_names = "DNS:www.*.test"},
       .code = OTHER_NAME},
      {.why = "two wildcards",
       .host = "a.b.test",
       .certificate = {.alternative_names = "DNS:*.*.test"},
       .code = OTHER_NAME},
      {.why = "a whole domain",
       .host = "example.test",
       .certificate = {.alternative_names = "DNS:*.test"},
       .code = OTHER_NAME},
      {.why = "everything",
       .host = "host",
       .certificate = {.alternative_names = "DNS:*"},
       .code = OTHER_NAME},
  };
  check(rows, sizeof rows / sizeof rows[0]);
}

static void an_address_is_looked_for_among_addresses(void **state) {
  (void)state;
  static const struct row rows[] = {
      {.why = "the same address",
       .host = "127.0.0.1",
       .certificate = {.alternative_names = "IP:127.0.0.1"}},
      {.why = "the same address of version 6",
       .host = "::1",
       .certificate = {.alternative_names = "IP:0:0:0:0:0:0:0:1"}},
      {.why = "another address",
       .host = "127.0.0.1",
       .certificate = {.alternative_names = "IP:127.0.0.2"},
       .code = OTHER_ADDRESS,
       .alert = SSL_AD_BAD_CERTIFICATE},
      {.why = "the address as a name",
       .host = "127.0.0.1",
       .certificate = {.alternative_names = "DNS:127.0.0.1"},
       .code = OTHER_ADDRESS},
      {.why = "the address as a common name",
       .host = "127.0.0.1",
       .certificate = {.common_name = "127.0.0.1"},
       .code = OTHER_ADDRESS},
      {.why = "a wildcard for it",
       .host = "127.0.0.1",
       .certificate = {.alternative_names = "DNS:*.0.0.1"},
       .code = OTHER_ADDRESS},
  };
  check(rows, sizeof rows / sizeof rows[0]);
}

static void a_host_outside_ascii_is_looked_for_in_its_idna_form(void **state) {
  (void)state;
  static const struct row row = {
      .why = "IDNA 2003",
      .host = "b\xC3\xBC"
              "cher.test",
      .certificate = {.alternative_names = "DNS:xn--bcher-kva.test"},
  };
  check(&row, 1);
}

static void the_common_name_counts_only_where_no_dns_name_is_given(void **state) {
  (void)state;
  static const struct row rows[] = {
      {.why = "no names", .host = "host.test", .certificate = {.common_name = "host.test"}},
      {.why = "beside an address",
       .host = "host.test",
       .certificate = {.common_name = "host.test", .alternative_names = "IP:127.0.0.1"}},
      {.why = "beside another name",
       .host = "host.test",
       .certificate = {.common_name = "host.test", .alternative_names = "DNS:other.test"},
       .code = OTHER_NAME},
  };
  check(rows, sizeof rows / sizeof rows[0]);
}

static void the_common_name_can_be_disregarded(void **state) {
  (void)state;
  const struct row row = {
      .why = "RFC 9525 section 2",
      .host = "host.test",
      .certificate = {.common_name = "host.test"},
      .code = OTHER_NAME,
  };
  struct hc_tls_context *context = trusting(hc_buffer_span(&trusted), HC_EDITION_NEWEST);
  hc_tls_context_set_common_name_checked(context, false);
  check_with(&row, context);
  hc_tls_context_release(context);
}

#define HOST                                                                                       \
  { .alternative_names = "DNS:host.test" }

static void a_certificate_has_to_be_valid_now(void **state) {
  (void)state;
  static const struct row rows[] = {
      {.why = "over",
       .host = "host.test",
       .certificate = {.alternative_names = "DNS:host.test", .begins_in = -7200, .ends_in = -3600},
       .code = X509_V_ERR_CERT_HAS_EXPIRED,
       .alert = SSL_AD_CERTIFICATE_EXPIRED},
      {.why = "not begun",
       .host = "host.test",
       .certificate = {.alternative_names = "DNS:host.test", .begins_in = 3600, .ends_in = 7200},
       .code = X509_V_ERR_CERT_NOT_YET_VALID,
       .alert = SSL_AD_BAD_CERTIFICATE},
  };
  check(rows, sizeof rows / sizeof rows[0]);
}

static void a_certificate_has_to_lead_to_a_trusted_authority(void **state) {
  (void)state;
  static const struct row rows[] = {
      {.why = "signed by itself",
       .host = "host.test",
       .certificate = HOST,
       .issuer = BY_ITSELF,
       .code = X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT,
       .alert = SSL_AD_UNKNOWN_CA},
      {.why = "signed by a stranger",
       .host = "host.test",
       .certificate = HOST,
       .issuer = BY_STRANGER,
       .code = X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
       .alert = SSL_AD_UNKNOWN_CA},
      {.why = "the intermediate is missing",
       .host = "host.test",
       .certificate = HOST,
       .issuer = BY_INTERMEDIATE,
       .code = X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY},
      {.why = "the intermediate is sent",
       .host = "host.test",
       .certificate = HOST,
       .issuer = BY_INTERMEDIATE,
       .sends_intermediate = true},
      {.why = "an authority with an RSA key",
       .host = "host.test",
       .certificate = HOST,
       .issuer = BY_RSA_AUTHORITY},
      {.why = "a leaf with an RSA key",
       .host = "host.test",
       .certificate = {.alternative_names = "DNS:host.test", .is_rsa = true}},
  };
  check(rows, sizeof rows / sizeof rows[0]);
}

static void edition_3_13_is_strict_about_the_form_of_certificates(void **state) {
  (void)state;
  static const struct row rows[] = {
      {.why = "3.12",
       .host = "host.test",
       .certificate = {.alternative_names = "DNS:host.test", .is_bare = true},
       .edition = HC_EDITION_3_12},
      {.why = "3.13",
       .host = "host.test",
       .certificate = {.alternative_names = "DNS:host.test", .is_bare = true},
       .edition = HC_EDITION_3_13,
       .code = X509_V_ERR_MISSING_AUTHORITY_KEY_IDENTIFIER},
  };
  check(rows, sizeof rows / sizeof rows[0]);
}

static void edition_3_13_trusts_an_intermediate_by_itself(void **state) {
  (void)state;
  static const struct row rows[] = {
      {.why = "3.12",
       .host = "host.test",
       .certificate = HOST,
       .issuer = BY_INTERMEDIATE,
       .edition = HC_EDITION_3_12,
       .code = X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT},
      {.why = "3.13",
       .host = "host.test",
       .certificate = HOST,
       .issuer = BY_INTERMEDIATE,
       .edition = HC_EDITION_3_13},
  };
  struct hc_buffer pem = {0};
  certificate_pem(&issuers[BY_INTERMEDIATE], &pem);
  for (size_t i = 0; i < 2; i++) {
    struct hc_tls_context *context = trusting(hc_buffer_span(&pem), rows[i].edition);
    check_with(&rows[i], context);
    hc_tls_context_release(context);
  }
  hc_buffer_free(&pem);
}

static void without_the_host_name_the_chain_is_still_checked(void **state) {
  (void)state;
  static const struct row rows[] = {
      {.why = "another name",
       .host = "host.test",
       .certificate = {.alternative_names = "DNS:other.test"}},
      {.why = "a stranger",
       .host = "host.test",
       .certificate = HOST,
       .issuer = BY_STRANGER,
       .code = X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY},
  };
  struct hc_tls_context *context = trusting(hc_buffer_span(&trusted), HC_EDITION_NEWEST);
  hc_tls_context_set_check_hostname(context, false);
  check_with(&rows[0], context);
  check_with(&rows[1], context);
  hc_tls_context_release(context);
}

static void the_unverified_context_accepts_anything(void **state) {
  (void)state;
  static const struct row row = {
      .why = "TL.10",
      .host = "host.test",
      .certificate = {.alternative_names = "DNS:other.test", .begins_in = -7200, .ends_in = -3600},
      .issuer = BY_ITSELF,
  };
  struct hc_tls_context *context = NULL;
  assert_kind_is(hc_tls_context_new_unverified(HC_EDITION_NEWEST, NULL, &context, NULL), HC_OK,
                 "new context");
  check_with(&row, context);
  hc_tls_context_release(context);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_certificate_has_to_name_the_host),
      cmocka_unit_test(a_wildcard_stands_for_the_whole_leftmost_label),
      cmocka_unit_test(an_address_is_looked_for_among_addresses),
      cmocka_unit_test(a_host_outside_ascii_is_looked_for_in_its_idna_form),
      cmocka_unit_test(the_common_name_counts_only_where_no_dns_name_is_given),
      cmocka_unit_test(the_common_name_can_be_disregarded),
      cmocka_unit_test(a_certificate_has_to_be_valid_now),
      cmocka_unit_test(a_certificate_has_to_lead_to_a_trusted_authority),
      cmocka_unit_test(edition_3_13_is_strict_about_the_form_of_certificates),
      cmocka_unit_test(edition_3_13_trusts_an_intermediate_by_itself),
      cmocka_unit_test(without_the_host_name_the_chain_is_still_checked),
      cmocka_unit_test(the_unverified_context_accepts_anything),
  };
  return cmocka_run_group_tests_name("tls_verification", tests, make_authorities, free_authorities);
}
