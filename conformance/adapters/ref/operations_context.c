/* SSLContext, as far as HTTPSConnection shows or changes it. */
#include "operations.h"

static void get_verify_mode(struct value *subject, enum hc_edition edition,
                            struct outcome *outcome) {
  (void)edition;
  outcome_return(outcome, value_int(hc_tls_context_verify_mode(subject->context)));
}

static void set_verify_mode(struct value *subject, struct value *to, struct outcome *outcome) {
  int64_t mode;
  if (!value_as_integer(to, &mode))
    outcome_unsupported(outcome, "the library has no verify_mode that is %s", value_class_name(to));
  else if (mode < HC_TLS_CERT_NONE || mode > HC_TLS_CERT_REQUIRED)
    outcome_raise(outcome, HC_VALUE_ERROR, "invalid value for verify_mode");
  else
    outcome_check(outcome, hc_tls_context_set_verify_mode(
                               subject->context, (enum hc_tls_verify_mode)mode, &outcome->error));
}

static void get_check_hostname(struct value *subject, enum hc_edition edition,
                               struct outcome *outcome) {
  (void)edition;
  outcome_return(outcome, value_bool(hc_tls_context_check_hostname(subject->context)));
}

static void set_check_hostname(struct value *subject, struct value *to, struct outcome *outcome) {
  (void)outcome;
  hc_tls_context_set_check_hostname(subject->context, value_is_true(to));
}

static void get_post_handshake_auth(struct value *subject, enum hc_edition edition,
                                    struct outcome *outcome) {
  (void)edition;
  outcome_return(outcome, value_bool(hc_tls_context_post_handshake_auth(subject->context)));
}

static void set_post_handshake_auth(struct value *subject, struct value *to,
                                    struct outcome *outcome) {
  (void)outcome;
  hc_tls_context_set_post_handshake_auth(subject->context, value_is_true(to));
}

static const struct attribute context_attributes[] = {
    {"verify_mode", get_verify_mode, set_verify_mode},
    {"check_hostname", get_check_hostname, set_check_hostname},
    {"post_handshake_auth", get_post_handshake_auth, set_post_handshake_auth},
    {0},
};

const struct object_class context_class = {NULL, context_attributes, NULL, NULL};
