#include "tls_edition.h"

#include <openssl/ssl.h>

static const char any_secure_cipher[] =
    "DEFAULT:!aNULL:!eNULL:!MD5:!3DES:!DES:!RC4:!IDEA:!SEED:!aDSS:!SRP:!PSK";

static const char forward_secret_ciphers[] =
    "@SECLEVEL=2:ECDH+AESGCM:ECDH+CHACHA20:ECDH+AES:DHE+AES:!aNULL:!eNULL:!aDSS:!SHA1:!AESCCM";

static const struct hc_tls_traits table[] = {
    {
        .edition = HC_EDITION_3_8,
        .ciphers = any_secure_cipher,
        .end_is_close_notify = true,
        .version_noun = "protocol",
        .has_legacy_arguments = true,
    },
    {
        .edition = HC_EDITION_3_9,
        .ciphers = any_secure_cipher,
        .end_is_close_notify = true,
        .version_noun = "protocol",
        .has_legacy_arguments = true,
    },
    {
        .edition = HC_EDITION_3_10,
        .minimum_version = TLS1_2_VERSION,
        .ciphers = forward_secret_ciphers,
        .offers_http_1_1 = true,
        .os_error_is_end = true,
        .version_noun = "TLS/SSL",
        .has_legacy_arguments = true,
    },
    {
        .edition = HC_EDITION_3_11,
        .minimum_version = TLS1_2_VERSION,
        .ciphers = forward_secret_ciphers,
        .offers_http_1_1 = true,
        .os_error_is_end = true, /* false in later patches */
        .version_noun = "TLS/SSL",
        .has_legacy_arguments = true,
    },
    {
        .edition = HC_EDITION_3_12,
        .minimum_version = TLS1_2_VERSION,
        .ciphers = forward_secret_ciphers,
        .offers_http_1_1 = true,
        .os_error_is_end = true, /* false in later patches */
        .version_noun = "TLS/SSL",
    },
    {
        .edition = HC_EDITION_3_13,
        .minimum_version = TLS1_2_VERSION,
        .ciphers = forward_secret_ciphers,
        .default_verify_flags = X509_V_FLAG_PARTIAL_CHAIN | X509_V_FLAG_X509_STRICT,
        .offers_http_1_1 = true,
        .version_noun = "TLS/SSL",
    },
    {
        .edition = HC_EDITION_3_14,
        .minimum_version = TLS1_2_VERSION,
        .ciphers = forward_secret_ciphers,
        .default_verify_flags = X509_V_FLAG_PARTIAL_CHAIN | X509_V_FLAG_X509_STRICT,
        .offers_http_1_1 = true,
        .version_noun = "TLS/SSL",
    },
};

enum { EDITION_COUNT = sizeof table / sizeof table[0] };

const struct hc_tls_traits *hc_tls_traits_of(enum hc_edition edition) {
  edition = hc_edition_resolve(edition);
  size_t row = 0;
  while (row + 1 < EDITION_COUNT && table[row].edition != edition)
    row++;
  return &table[row];
}
