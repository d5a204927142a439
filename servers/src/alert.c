/* no_renegotiation is TLS 1.2's (RFC 5246, section 7.2). */
#include "alert.h"

const char *const alert_names[ALERT_NAMES] = {
    "close_notify",
    "unexpected_message",
    "bad_record_mac",
    "record_overflow",
    "handshake_failure",
    "bad_certificate",
    "unsupported_certificate",
    "certificate_revoked",
    "certificate_expired",
    "certificate_unknown",
    "illegal_parameter",
    "unknown_ca",
    "access_denied",
    "decode_error",
    "decrypt_error",
    "protocol_version",
    "insufficient_security",
    "internal_error",
    "inappropriate_fallback",
    "user_canceled",
    "no_renegotiation",
    "missing_extension",
    "unsupported_extension",
    "unrecognized_name",
    "bad_certificate_status_response",
    "unknown_psk_identity",
    "certificate_required",
    "no_application_protocol",
};

const unsigned char alert_codes[ALERT_NAMES] = {
    0,  10, 20, 22, 40, 42, 43,  44,  45,  46,  47,  48,  49,  50,
    51, 70, 71, 80, 86, 90, 100, 109, 110, 112, 113, 115, 116, 120,
};

const char *alert_name(int code) {
  for (size_t i = 0; i < ALERT_NAMES; i++)
    if (alert_codes[i] == code) return alert_names[i];
  return "unknown";
}
