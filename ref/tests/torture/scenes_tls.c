#include "torture/scenes_tls.h"

#include <stdlib.h>
#include <unistd.h>

#include "hc/tls_transport.h"
#include "support/guarded.h"
#include "support/testing.h"
#include "support/tls_fixture.h"
#include "torture/scenes.h"

static char authority_path[FIXTURE_PATH_SIZE];
static char client_path[FIXTURE_PATH_SIZE];
static struct hc_buffer authority_pem;

void tls_scenes_setup(void) {
  struct hc_buffer client = {0};
  certificate_pem(&fixture_authority, &authority_pem);
  fixture_write(hc_buffer_span(&authority_pem), authority_path);
  assert_int_equal(setenv("SSL_CERT_FILE", authority_path, 1), 0);
  certificate_pem(&fixture_client, &client);
  certificate_key_pem(&fixture_client, "secret", &client);
  fixture_write(hc_buffer_span(&client), client_path);
  hc_buffer_free(&client);
}

void tls_scenes_teardown(void) {
  assert_int_equal(unsetenv("SSL_CERT_FILE"), 0);
  assert_int_equal(unlink(authority_path), 0);
  assert_int_equal(unlink(client_path), 0);
  hc_buffer_free(&authority_pem);
}

/* --- Contexts --- */

static enum hc_kind tell_password(void *payload, struct hc_buffer *password,
                                  struct hc_error *error) {
  (void)payload;
  if (hc_buffer_append(password, hc_str("secret"))) return HC_OK;
  return hc_error_set(error, HC_MEMORY_ERROR, hc_str(""));
}

static enum hc_kind load(struct stage *stage, struct hc_tls_context *context) {
  const struct hc_tls_password text = {.text = BYTES("secret")};
  const struct hc_tls_password asked = {.ask = tell_password};
  const struct hc_tls_authorities authorities = {.file = hc_str(authority_path),
                                                 .pem = hc_buffer_span(&authority_pem)};
  const struct hc_span chain = hc_str(client_path);
  const struct hc_span in_chain = {NULL, 0};
  struct hc_error *error = stage->error;
  enum hc_kind kind = hc_tls_context_load_authorities(context, &authorities, error);
  if (kind == HC_OK) kind = hc_tls_context_load_default_authorities(context, error);
  if (kind == HC_OK) kind = hc_tls_context_load_cert_chain(context, chain, in_chain, &text, error);
  if (kind != HC_OK) return kind;
  return hc_tls_context_load_cert_chain(context, chain, chain, &asked, error);
}

static enum hc_kind set(struct stage *stage, struct hc_tls_context *context) {
  const struct hc_span protocols[] = {BYTES("http/1.1"), BYTES("http/1.0")};
  struct hc_error *error = stage->error;
  hc_tls_context_set_check_hostname(context, true);
  assert_true(hc_tls_context_check_hostname(context));
  hc_tls_context_set_common_name_checked(context, false);
  hc_tls_context_set_post_handshake_auth(context, true);
  assert_true(hc_tls_context_post_handshake_auth(context));
  enum hc_kind kind = hc_tls_context_set_verify_mode(context, HC_TLS_CERT_OPTIONAL, error);
  if (kind == HC_OK) kind = hc_tls_context_set_minimum_version(context, HC_TLS_1_2, error);
  if (kind == HC_OK) kind = hc_tls_context_set_maximum_version(context, HC_TLS_1_3, error);
  if (kind == HC_OK) kind = hc_tls_context_set_ciphers(context, hc_str("ECDHE+AESGCM"), error);
  if (kind == HC_OK) kind = hc_tls_context_set_alpn_protocols(context, protocols, 2, error);
  assert_int_equal(hc_tls_context_verify_mode(context), HC_TLS_CERT_OPTIONAL);
  return kind;
}

static enum hc_kind use_unverified(struct stage *stage) {
  struct hc_tls_context *context = NULL;
  enum hc_kind kind =
      hc_tls_context_new_unverified(HC_EDITION_3_11, &stage->allocator, &context, stage->error);
  if (kind != HC_OK) return kind;
  kind = load(stage, context);
  if (kind == HC_OK) kind = set(stage, context);
  hc_tls_context_release(context);
  return kind;
}

static enum hc_kind use_default(struct stage *stage) {
  const struct hc_tls_authorities authorities = {.file = hc_str(authority_path)};
  struct hc_tls_context *context = NULL;
  enum hc_kind kind = hc_tls_context_new_default(&authorities, HC_EDITION_NEWEST, &stage->allocator,
                                                 &context, stage->error);
  if (kind != HC_OK) return kind;
  hc_tls_context_release(hc_tls_context_retain(context));
  hc_tls_context_release(context);
  return HC_OK;
}

static enum hc_kind use_for_https(struct stage *stage) {
  const struct hc_tls_legacy legacy = {.has_check_hostname = true, .check_hostname = true};
  struct hc_tls_context *context = NULL;
  enum hc_kind kind =
      hc_tls_context_new_for_https(11, HC_EDITION_3_11, &stage->allocator, &context, stage->error);
  if (kind != HC_OK) return kind;
  kind = hc_tls_context_apply_legacy(context, &legacy, stage->error);
  hc_tls_context_release(context);
  return kind;
}

static step *const contexts[] = {use_unverified, use_default, use_for_https, NULL};
const struct scene context_scene = {.name = "TLS contexts", .steps = contexts};

/* --- Wrapping by hand --- */

/* An hc_transport_secure with a context for each transport. */
static enum hc_kind wrap(void *payload, const struct hc_transport_target *target,
                         struct hc_transport **transport, struct hc_error *error) {
  (void)payload;
  const struct hc_tls_authorities authorities = {.pem = hc_buffer_span(&authority_pem)};
  struct hc_tls_options options = {.server_hostname = target->host,
                                   .timeout = {HC_TIMEOUT_SECONDS, 60},
                                   .allocator = target->allocator};
  enum hc_kind kind = hc_tls_context_new_default(&authorities, target->edition, target->allocator,
                                                 &options.context, error);
  if (kind != HC_OK) return kind;
  kind = hc_tls_wrap(transport, &options, error);
  hc_tls_context_release(options.context);
  return kind;
}

static enum hc_kind connect(struct stage *stage) {
  return hc_connection_connect(stage->connection, stage->error);
}

static enum hc_kind look_at_session(struct stage *stage) {
  const struct hc_transport *transport = hc_connection_transport(stage->connection);
  assert_string_equal(hc_tls_version_name(transport), "TLSv1.3");
  assert_int_equal(hc_tls_selected_protocol(transport).size, 0);
  return HC_OK;
}

static enum hc_kind get(struct stage *stage) {
  const struct hc_request request = {.method = hc_str("GET"), .url = hc_str("/")};
  return stage_exchange(stage, &request);
}

static enum hc_kind set_timeout(struct stage *stage) {
  const struct hc_timeout minute = {HC_TIMEOUT_SECONDS, 60};
  return hc_transport_set_timeout(hc_connection_transport(stage->connection), minute, stage->error);
}

static const struct hc_span answers[] = {
    BYTES("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"),
    BYTES("5\r\nchunk\r\n0\r\n\r\n")};
static step *const wrapping[] = {connect, look_at_session, set_timeout, get, NULL};
const struct scene wrapping_scene = {.name = "wrapping",
                                     .steps = wrapping,
                                     SEGMENTS(answers),
                                     .options = {.https = true, .secure = wrap}};
