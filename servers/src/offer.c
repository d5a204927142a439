/* What OpenSSL hands out of a hello lives no longer than its callback, so the octets are kept as
 * they came, without the lengths around them; names are looked up when they are asked for. */
#include "offer.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "text/memory.h"

enum { NAME_ROOM = 8 };

const char *const offer_names[OFFERS] = {
    [OFFER_VERSION] = "version",
    [OFFER_CIPHER] = "cipher",
    [OFFER_COMPRESSION] = "compression",
    [OFFER_EXTENSION] = "extension",
    [OFFER_GROUP] = "group",
    [OFFER_SIGNATURE] = "signature",
    [OFFER_POINT_FORMAT] = "point-format",
};

struct code_name {
  unsigned code;
  const char *name;
};

static const struct code_name version_names[] = {
    {0x0300, "SSL3"}, {0x0301, "1.0"}, {0x0302, "1.1"}, {0x0303, "1.2"}, {0x0304, "1.3"}, {0, NULL},
};

static const struct code_name compression_names[] = {{0, "null"}, {1, "DEFLATE"}, {0, NULL}};

static const struct code_name extension_names[] = {
    {0, "server_name"},
    {1, "max_fragment_length"},
    {4, "truncated_hmac"},
    {5, "status_request"},
    {10, "supported_groups"},
    {11, "ec_point_formats"},
    {13, "signature_algorithms"},
    {16, "application_layer_protocol_negotiation"},
    {18, "signed_certificate_timestamp"},
    {21, "padding"},
    {22, "encrypt_then_mac"},
    {23, "extended_master_secret"},
    {27, "compress_certificate"},
    {35, "session_ticket"},
    {41, "pre_shared_key"},
    {42, "early_data"},
    {43, "supported_versions"},
    {44, "cookie"},
    {45, "psk_key_exchange_modes"},
    {49, "post_handshake_auth"},
    {50, "signature_algorithms_cert"},
    {51, "key_share"},
    {0xff01, "renegotiation_info"},
    {0, NULL},
};

static const struct code_name group_names[] = {
    {19, "secp192r1"},
    {21, "secp224r1"},
    {22, "secp256k1"},
    {23, "secp256r1"},
    {24, "secp384r1"},
    {25, "secp521r1"},
    {26, "brainpoolP256r1"},
    {27, "brainpoolP384r1"},
    {28, "brainpoolP512r1"},
    {29, "x25519"},
    {30, "x448"},
    {31, "brainpoolP256r1tls13"},
    {32, "brainpoolP384r1tls13"},
    {33, "brainpoolP512r1tls13"},
    {256, "ffdhe2048"},
    {257, "ffdhe3072"},
    {258, "ffdhe4096"},
    {259, "ffdhe6144"},
    {260, "ffdhe8192"},
    {512, "MLKEM512"},
    {513, "MLKEM768"},
    {514, "MLKEM1024"},
    {4587, "SecP256r1MLKEM768"},
    {4588, "X25519MLKEM768"},
    {4589, "SecP384r1MLKEM1024"},
    {0, NULL},
};

static const struct code_name signature_names[] = {
    {0x0201, "rsa_pkcs1_sha1"},
    {0x0202, "dsa_sha1"},
    {0x0203, "ecdsa_sha1"},
    {0x0301, "rsa_pkcs1_sha224"},
    {0x0302, "dsa_sha224"},
    {0x0303, "ecdsa_sha224"},
    {0x0401, "rsa_pkcs1_sha256"},
    {0x0402, "dsa_sha256"},
    {0x0403, "ecdsa_secp256r1_sha256"},
    {0x0501, "rsa_pkcs1_sha384"},
    {0x0502, "dsa_sha384"},
    {0x0503, "ecdsa_secp384r1_sha384"},
    {0x0601, "rsa_pkcs1_sha512"},
    {0x0602, "dsa_sha512"},
    {0x0603, "ecdsa_secp521r1_sha512"},
    {0x0804, "rsa_pss_rsae_sha256"},
    {0x0805, "rsa_pss_rsae_sha384"},
    {0x0806, "rsa_pss_rsae_sha512"},
    {0x0807, "ed25519"},
    {0x0808, "ed448"},
    {0x0809, "rsa_pss_pss_sha256"},
    {0x080a, "rsa_pss_pss_sha384"},
    {0x080b, "rsa_pss_pss_sha512"},
    {0, NULL},
};

static const struct code_name point_format_names[] = {
    {0, "uncompressed"},
    {1, "ansiX962_compressed_prime"},
    {2, "ansiX962_compressed_char2"},
    {0, NULL},
};

/* Ciphers are named by OpenSSL, which knows them all but those that it was built without. */
static const struct code_name *const names[OFFERS] = {
    [OFFER_VERSION] = version_names,     [OFFER_COMPRESSION] = compression_names,
    [OFFER_EXTENSION] = extension_names, [OFFER_GROUP] = group_names,
    [OFFER_SIGNATURE] = signature_names, [OFFER_POINT_FORMAT] = point_format_names,
};

/* --- Taking
 * ------------------------------------------------------------------------------------------- */

static void keep(struct offer *offer, const unsigned char *octets, size_t length) {
  offer->octets = length ? memory_resize(NULL, length) : NULL;
  offer->length = length;
  if (length) memcpy(offer->octets, octets, length);
}

/* The list in the extension |number|, behind its length in |prefix| octets. */
static void keep_list(struct offer *offer, SSL *ssl, unsigned number, size_t prefix) {
  const unsigned char *octets;
  size_t length = 0;
  if (SSL_client_hello_get0_ext(ssl, number, &octets, &length) && length > prefix)
    keep(offer, octets + prefix, length - prefix);
}

/* The cipher that stands for the extension renegotiation_info (RFC 5746, section 3.3). */
static bool signals_renegotiation(const struct offer *ciphers) {
  for (size_t i = 0; i + 2 <= ciphers->length; i += 2)
    if (ciphers->octets[i] == 0 && ciphers->octets[i + 1] == (SSL3_CK_SCSV & 0xff)) return true;
  return false;
}

static void keep_extensions(struct offer *offer, SSL *ssl, bool has_renegotiation) {
  int *numbers = NULL;
  size_t count = 0;
  if (!SSL_client_hello_get1_extensions_present(ssl, &numbers, &count)) return;
  unsigned char *octets = memory_resize(NULL, 2 * count + 2);
  for (size_t i = 0; i < count + has_renegotiation; i++) {
    int number = i < count ? numbers[i] : TLSEXT_TYPE_renegotiate;
    octets[2 * i] = (unsigned char)(number >> 8);
    octets[2 * i + 1] = (unsigned char)number;
  }
  *offer = (struct offer){octets, 2 * (count + has_renegotiation)};
  OPENSSL_free(numbers);
}

/* Before TLS 1.3 the one version that is offered stands in a field of its own. */
static void keep_legacy_version(struct offer *offer, SSL *ssl) {
  unsigned version = SSL_client_hello_get0_legacy_version(ssl);
  unsigned char octets[2] = {(unsigned char)(version >> 8), (unsigned char)version};
  if (!offer->length) keep(offer, octets, sizeof octets);
}

void offer_take(SSL *ssl, struct offer *offers) {
  const unsigned char *octets;
  offer_clear(offers);
  size_t length = SSL_client_hello_get0_ciphers(ssl, &octets);
  keep(&offers[OFFER_CIPHER], octets, length);
  length = SSL_client_hello_get0_compression_methods(ssl, &octets);
  keep(&offers[OFFER_COMPRESSION], octets, length);
  keep_extensions(&offers[OFFER_EXTENSION], ssl, signals_renegotiation(&offers[OFFER_CIPHER]));
  keep_list(&offers[OFFER_VERSION], ssl, TLSEXT_TYPE_supported_versions, 1);
  keep_legacy_version(&offers[OFFER_VERSION], ssl);
  keep_list(&offers[OFFER_GROUP], ssl, TLSEXT_TYPE_supported_groups, 2);
  keep_list(&offers[OFFER_SIGNATURE], ssl, TLSEXT_TYPE_signature_algorithms, 2);
  keep_list(&offers[OFFER_POINT_FORMAT], ssl, TLSEXT_TYPE_ec_point_formats, 1);
}

void offer_clear(struct offer *offers) {
  for (size_t i = 0; i < OFFERS; i++) {
    free(offers[i].octets);
    offers[i] = (struct offer){0};
  }
}

/* --- Names
 * -------------------------------------------------------------------------------------------- */

static const char *find_cipher(SSL *ssl, const unsigned char *octets) {
  const SSL_CIPHER *cipher = SSL_CIPHER_find(ssl, octets);
  return cipher ? SSL_CIPHER_standard_name(cipher) : NULL;
}

static const char *find_code(const struct code_name *row, unsigned code) {
  while (row->name && row->code != code)
    row++;
  return row->name;
}

/* How many octets one of |kind| takes. */
static size_t width_of(enum offer_kind kind) {
  return kind == OFFER_COMPRESSION || kind == OFFER_POINT_FORMAT ? 1 : 2;
}

/* The name of what stands at |octets|; static, or written into |room|. GREASE are numbers that
 * clients offer only so that servers get used to unknown ones (RFC 8701). */
static const char *name_at(enum offer_kind kind, const unsigned char *octets, SSL *ssl,
                           char room[NAME_ROOM]) {
  bool is_wide = width_of(kind) == 2;
  unsigned code = is_wide ? (unsigned)octets[0] << 8 | octets[1] : octets[0];
  const char *name = kind == OFFER_CIPHER ? find_cipher(ssl, octets) : find_code(names[kind], code);
  if (name) return name;
  if (is_wide && octets[0] == octets[1] && (octets[0] & 0xf) == 0xa) return "GREASE";
  snprintf(room, NAME_ROOM, is_wide ? "0x%04x" : "0x%02x", code);
  return room;
}

/* Whether |pattern| fits one of the first |length| octets' worth of |offer|. */
static bool has(const struct offer *offer, size_t length, enum offer_kind kind, const char *pattern,
                SSL *ssl) {
  char room[NAME_ROOM];
  for (size_t i = 0; i + width_of(kind) <= length; i += width_of(kind))
    if (fnmatch(pattern, name_at(kind, offer->octets + i, ssl, room), 0) == 0) return true;
  return false;
}

bool offer_fits(const struct offer *offers, const struct offer_wish *wish, SSL *ssl) {
  const struct offer *offer = &offers[wish->kind];
  size_t first = width_of(wish->kind) < offer->length ? width_of(wish->kind) : offer->length;
  size_t length = wish->rule == OFFER_FIRST ? first : offer->length, fitting = 0;
  for (size_t i = 0; i < wish->count; i++)
    fitting += has(offer, length, wish->kind, wish->patterns[i], ssl);
  switch (wish->rule) {
  case OFFER_WITH: return fitting == wish->count;
  case OFFER_WITHOUT: return fitting == 0;
  default: return fitting > 0;
  }
}

void offer_print(FILE *out, const struct offer *offers, enum offer_kind kind, SSL *ssl) {
  const struct offer *offer = &offers[kind];
  char room[NAME_ROOM];
  if (offer->length < width_of(kind)) fputs("nothing", out);
  for (size_t i = 0; i + width_of(kind) <= offer->length; i += width_of(kind))
    fprintf(out, "%s%s", i ? ", " : "", name_at(kind, offer->octets + i, ssl, room));
}
