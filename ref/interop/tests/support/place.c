#include "support/place.h"

#include <stdio.h>
#include <stdlib.h>

#include "support/testing.h"

static const char *variable(const char *name) {
  char whole[64];
  snprintf(whole, sizeof whole, "INTEROP_%s", name);
  const char *value = getenv(whole);
  if (value == NULL) fail_msg("%s is not set: scripts/test --interop sets it", whole);
  return value;
}

int place_port(const char *place) {
  return (int)strtol(variable(place), NULL, 10);
}

enum hc_edition place_edition(void) {
  enum hc_edition edition = HC_EDITION_NEWEST;
  assert_true(hc_edition_from_name(hc_str(variable("EDITION")), &edition));
  return edition;
}

static struct hc_port port_of(const char *place) {
  return (struct hc_port){HC_PORT_NUMBER, place_port(place), {NULL, 0}};
}

static struct hc_connection *connection_of(const struct hc_connection_options *options) {
  struct hc_connection *connection = NULL;
  struct hc_error error = {0};
  assert_succeeds(hc_connection_new(options, &connection, &error), &error, "hc_connection_new");
  return connection;
}

/* A deadline for what never comes. */
static const struct hc_timeout patience = {HC_TIMEOUT_SECONDS, 30};

struct hc_connection *place_connection(const char *place) {
  const struct hc_connection_options options = {.host = hc_str("127.0.0.1"),
                                                .port = port_of(place),
                                                .edition = place_edition(),
                                                .timeout = patience};
  return connection_of(&options);
}

struct hc_connection *place_secured_connection(const char *place, struct hc_tls_context *context) {
  const struct hc_connection_options options = {.host = hc_str("localhost"),
                                                .port = port_of(place),
                                                .edition = place_edition(),
                                                .timeout = patience,
                                                .https = true,
                                                .tls_context = context};
  return connection_of(&options);
}

static enum hc_kind open_here(void *payload, const struct hc_transport_target *target,
                              struct hc_transport **transport, struct hc_error *error) {
  struct hc_transport_target here = *target;
  here.host = hc_str("127.0.0.1");
  return hc_tcp_open(payload, &here, transport, error);
}

struct hc_connection *place_named_connection(const char *place, const char *name,
                                             struct hc_tls_context *context) {
  const struct hc_connection_options options = {.host = hc_str(name),
                                                .port = port_of(place),
                                                .edition = place_edition(),
                                                .timeout = patience,
                                                .open = open_here,
                                                .https = true,
                                                .tls_context = context};
  return connection_of(&options);
}

struct hc_connection *place_tunnel(const char *place, const char *target,
                                   const struct hc_header *headers, size_t header_count,
                                   struct hc_tls_context *context) {
  struct hc_error error = {0};
  const struct hc_connection_options options = {.host = hc_str("127.0.0.1"),
                                                .port = port_of(place),
                                                .edition = place_edition(),
                                                .timeout = patience,
                                                .https = true,
                                                .tls_context = context};
  struct hc_connection *connection = connection_of(&options);
  assert_succeeds(hc_connection_set_tunnel(connection, hc_str("localhost"), port_of(target),
                                           headers, header_count, &error),
                  &error, "hc_connection_set_tunnel");
  return connection;
}

struct hc_tls_context *place_context(void) {
  const struct hc_tls_authorities authorities = {.file = hc_str(variable("AUTHORITY"))};
  struct hc_tls_context *context = NULL;
  struct hc_error error = {0};
  assert_succeeds(hc_tls_context_new_default(&authorities, place_edition(), NULL, &context, &error),
                  &error, "hc_tls_context_new_default");
  return context;
}

struct hc_tls_context *place_client_context(void) {
  struct hc_tls_context *context = place_context();
  struct hc_error error = {0};
  assert_succeeds(hc_tls_context_load_cert_chain(context, hc_str(variable("CLIENT")), hc_str(NULL),
                                                 NULL, &error),
                  &error, "hc_tls_context_load_cert_chain");
  return context;
}
