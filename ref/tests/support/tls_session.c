#include "support/tls_session.h"

#include "hc/tls_transport.h"
#include "support/testing.h"

void session_start_peer(struct tls_peer *peer, const struct tls_peer_options *options) {
  struct tls_peer_options with_chain = *options;
  with_chain.chain = fixture_chain;
  with_chain.client_authority = &fixture_authority;
  tls_peer_start(peer, &with_chain);
}

void session_start(struct session *session, const struct tls_peer_options *options) {
  if (session->context == NULL) session->context = fixture_context(HC_EDITION_NEWEST, false);
  session_start_peer(&session->peer, options);
  struct hc_error error = {0};
  enum hc_kind kind = tls_peer_wrap(&session->peer, session->context, "host.test", NULL,
                                    &session->transport, &error);
  if (kind != HC_OK) fail_msg("handshake: %.*s", (int)error.text.size, error.text.data);
}

void session_stop(struct session *session) {
  hc_transport_release(session->transport);
  tls_peer_stop(&session->peer);
  hc_tls_context_release(session->context);
}
