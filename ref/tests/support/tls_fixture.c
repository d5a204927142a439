#include "support/tls_fixture.h"

#include <stdlib.h>
#include <unistd.h>

#include "support/testing.h"

struct certificate fixture_authority;
struct certificate fixture_client;
static struct certificate leaf;
const struct certificate *const fixture_chain[2] = {&leaf, NULL};

int fixture_setup(void **state) {
  (void)state;
  const struct certificate_options authority_options = {.is_authority = true};
  fixture_authority = certificate_make(&authority_options);
  const struct certificate_options leaf_options = {
      .issuer = &fixture_authority,
      .alternative_names = "DNS:host.test,IP:127.0.0.1",
  };
  leaf = certificate_make(&leaf_options);
  const struct certificate_options client_options = {
      .issuer = &fixture_authority,
      .common_name = "client",
  };
  fixture_client = certificate_make(&client_options);
  return 0;
}

int fixture_teardown(void **state) {
  (void)state;
  certificate_free(&fixture_authority);
  certificate_free(&leaf);
  certificate_free(&fixture_client);
  return 0;
}

void fixture_write(struct hc_span content, char path[FIXTURE_PATH_SIZE]) {
  snprintf(path, FIXTURE_PATH_SIZE, "/tmp/hc-tls-XXXXXX");
  int fd = mkstemp(path);
  assert_true(fd >= 0);
  assert_int_equal(write(fd, content.data, content.size), content.size);
  assert_int_equal(close(fd), 0);
}

static void use_client_certificate(struct hc_tls_context *context) {
  struct hc_buffer pem = {0};
  char path[FIXTURE_PATH_SIZE];
  certificate_pem(&fixture_client, &pem);
  certificate_key_pem(&fixture_client, NULL, &pem);
  fixture_write(hc_buffer_span(&pem), path);
  const struct hc_span none = {0};
  assert_kind_is(hc_tls_context_load_cert_chain(context, hc_str(path), none, NULL, NULL), HC_OK,
                 "load_cert_chain");
  assert_int_equal(unlink(path), 0);
  hc_buffer_free(&pem);
}

struct hc_tls_context *fixture_context(enum hc_edition edition, bool has_certificate) {
  struct hc_buffer pem = {0};
  certificate_pem(&fixture_authority, &pem);
  const struct hc_tls_authorities authorities = {.pem = hc_buffer_span(&pem)};
  struct hc_tls_context *context = NULL;
  assert_kind_is(hc_tls_context_new_default(&authorities, edition, NULL, &context, NULL), HC_OK,
                 "new context");
  hc_buffer_free(&pem);
  if (has_certificate) use_client_certificate(context);
  return context;
}
