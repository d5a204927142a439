/* What the statements about TLS do, and the phrases that tell what they wait for. */
#ifndef PEER_TLS_ACTIONS_H
#define PEER_TLS_ACTIONS_H

#include <stdio.h>

#include "playing.h"

typedef enum step tls_action(struct playing *playing, const struct statement *statement);

tls_action tls_begin, tls_expect_sni, tls_expect_alpn, tls_expect_version, tls_expect_failure,
    tls_expect_client_certificate, tls_expect_alert, tls_expect_session, tls_expect_keys,
    tls_expect_hello, tls_raw, tls_cut, tls_corrupt, tls_alert, tls_ticket, tls_request, tls_update;

void tls_print_handshake(FILE *out, const struct playing *playing);
void tls_print_certificate(FILE *out, const struct playing *playing);
void tls_print_alert(FILE *out, const struct playing *playing);

#endif
