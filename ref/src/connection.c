/* A connection's life, its state, its transport and its attributes. */
#include "connection.h"

#include "hc/limits.h"
#include "hc/status_code.h"
#include "https.h"
#include "observation.h"
#include "raise.h"
#include "response.h"

/* --- Life --- */

static enum hc_kind set_text(struct hc_buffer *attribute, struct hc_span text,
                             struct hc_error *error) {
  struct hc_buffer copy = hc_buffer_make(attribute->allocator, attribute->maximum);
  if (!hc_buffer_append(&copy, text)) return hc_raise_memory(error);
  hc_buffer_take(attribute, &copy);
  return HC_OK;
}

/* HP.01-HP.20: what the constructor makes of its arguments. */
static enum hc_kind take_options(struct hc_connection *connection,
                                 const struct hc_connection_options *options,
                                 struct hc_error *error) {
  struct hc_host_port parsed;
  enum hc_kind kind = hc_host_port_parse(options->host, options->port, connection->default_port,
                                         options->edition, &parsed, error);
  if (kind == HC_OK) kind = hc_host_validate(parsed.host, error);
  if (kind == HC_OK) kind = hc_connection_set_host(connection, parsed.host, error);
  if (kind == HC_OK) kind = hc_connection_set_port(connection, parsed.port, error);
  if (kind == HC_OK) {
    kind = hc_connection_set_source_address(connection, options->source_address, error);
  }
  if (kind == HC_OK) {
    kind = hc_connection_set_http_vsn(connection, 11, hc_str("HTTP/1.1"), error);
  }
  return kind;
}

static struct hc_connection initial_connection(const struct hc_connection_options *options) {
  struct hc_buffer empty = hc_buffer_make(options->allocator, 0);
  struct hc_connection connection = {
      .allocator = options->allocator,
      .edition = hc_edition_resolve(options->edition),
      .traits = hc_traits_of(options->edition),
      .open = options->open != NULL ? options->open : hc_tcp_open,
      .open_payload = options->open_payload,
      .secure = options->https ? options->secure : NULL,
      .secure_payload = options->secure_payload,
      .audit_hook = options->audit_hook,
      .audit_payload = options->audit_payload,
      .debug = {0, options->debug_sink, options->allocator},
      .host = empty,
      .port_text = empty,
      .default_port = options->https ? HC_HTTPS_PORT : HC_HTTP_PORT,
      .timeout = options->timeout,
      .source_host = empty,
      .blocksize = options->has_blocksize ? options->blocksize : HC_DEFAULT_BLOCKSIZE,
      .auto_open = true,
      .http_vsn_str = empty,
      .tunnel = hc_tunnel_make(options->allocator),
      .state = HC_STATE_IDLE,
      .method = empty,
      .head = hc_buffer_make(options->allocator, HC_LIMIT_REQUEST_HEAD),
  };
  return connection;
}

enum hc_kind hc_connection_new(const struct hc_connection_options *options,
                               struct hc_connection **connection, struct hc_error *error) {
  struct hc_connection *made = hc_resize(options->allocator, NULL, 0, sizeof *made);
  if (made == NULL) return hc_raise_memory(error);
  *made = initial_connection(options);
  enum hc_kind kind = take_options(made, options, error);
  bool tls = options->https && options->secure == NULL;
  if (kind == HC_OK && tls) kind = hc_https_prepare(made, options, error);
  if (kind == HC_OK)
    *connection = made;
  else
    hc_connection_free(made);
  return kind;
}

static void drop_transport(struct hc_connection *connection) {
  hc_transport_release(connection->transport);
  connection->transport = NULL;
}

static void forget(struct hc_connection *connection) {
  hc_response_free(connection->remembered);
  connection->remembered = NULL;
}

void hc_connection_free(struct hc_connection *connection) {
  if (connection == NULL) return;
  drop_transport(connection);
  forget(connection);
  hc_buffer_free(&connection->host);
  hc_buffer_free(&connection->port_text);
  hc_buffer_free(&connection->source_host);
  hc_buffer_free(&connection->http_vsn_str);
  hc_tunnel_free(&connection->tunnel);
  hc_tls_context_release(connection->tls_context);
  hc_buffer_free(&connection->method);
  hc_buffer_free(&connection->head);
  hc_resize(connection->allocator, connection, sizeof *connection, 0);
}

/* --- Connecting and closing --- */

/* What the connection is opened to: its own host, be it a proxy. */
static struct hc_transport_target own_target(const struct hc_connection *connection) {
  const struct hc_transport_target target = {
      .host = hc_buffer_span(&connection->host),
      .port = connection->port,
      .timeout = connection->timeout,
      .has_source = connection->has_source,
      .source_host = hc_buffer_span(&connection->source_host),
      .source_port = connection->source_port,
      .edition = connection->edition,
      .allocator = connection->allocator,
  };
  return target;
}

static enum hc_kind open_transport(struct hc_connection *connection, struct hc_error *error) {
  const struct hc_transport_target target = own_target(connection);
  struct hc_transport *opened = NULL;
  enum hc_kind kind = connection->open(connection->open_payload, &target, &opened, error);
  if (kind != HC_OK) return kind;
  drop_transport(connection); /* CN.04 */
  connection->transport = opened;
  return HC_OK;
}

/* TL.04, TL.05: what is at the other end of the tunnel, if there is one, is spoken to securely. */
static enum hc_kind secure_transport(struct hc_connection *connection, struct hc_error *error) {
  struct hc_transport_target target = own_target(connection);
  struct hc_host_port endpoint;
  if (hc_connection_tunnel(connection, &endpoint)) {
    target.host = endpoint.host;
    target.port = endpoint.port;
  }
  return connection->secure(connection->secure_payload, &target, &connection->transport, error);
}

enum hc_kind hc_connection_connect(struct hc_connection *connection, struct hc_error *error) {
  enum hc_kind kind = hc_audit_connect(connection, error);
  if (kind == HC_OK) kind = open_transport(connection, error);
  if (kind == HC_OK && hc_tunnel_is_set(&connection->tunnel)) {
    kind = hc_tunnel_open(connection, error);
    /* Deviation cleartext-after-failed-tunnel: CPython leaves the connection to the proxy open, and
     * the next request goes there in clear text (TU.18, TU.19). */
    if (kind != HC_OK && connection->secure != NULL) drop_transport(connection);
  }
  if (kind != HC_OK || connection->secure == NULL) return kind;
  return secure_transport(connection, error);
}

void hc_connection_close(struct hc_connection *connection) {
  connection->state = HC_STATE_IDLE;
  /* Deviation stale-request-lines: CPython keeps the lines of a request that failed before it was
   * sent, and sends them in front of the next request (ST.15, CN.09). */
  hc_buffer_empty(&connection->head);
  drop_transport(connection);
  if (connection->remembered != NULL) hc_response_close(connection->remembered);
  forget(connection);
}

void hc_connection_forget_finished(struct hc_connection *connection) {
  bool finished = connection->remembered != NULL && hc_response_isclosed(connection->remembered);
  if (finished) forget(connection);
}

/* --- The response --- */

enum hc_kind hc_connection_new_response(struct hc_connection *connection,
                                        const struct hc_response_options *options,
                                        struct hc_response **response, struct hc_error *error) {
  if (connection->transport == NULL) {
    return hc_raise(error, HC_ATTRIBUTE_ERROR, "'NoneType' object has no attribute 'makefile'");
  }
  return hc_response_new(connection->transport, options, response, error);
}

/* GR.01-GR.04, ST.13, ST.14: reads the head of a new response, which is freed on failure. */
static enum hc_kind begin_response(struct hc_connection *connection, struct hc_response **response,
                                   struct hc_error *error) {
  const struct hc_response_options options = {
      .method = hc_buffer_span(&connection->method),
      .debuglevel = hc_debug_is_on(&connection->debug) ? connection->debug.level : 0, /* HA.16 */
      .debug_sink = connection->debug.sink,
      .edition = connection->edition,
      .allocator = connection->allocator,
  };
  struct hc_response *made = NULL;
  enum hc_kind kind = hc_connection_new_response(connection, &options, &made, error);
  if (kind != HC_OK) return kind;
  kind = hc_response_begin(made, error);
  if (hc_kind_is(kind, HC_CONNECTION_ERROR)) hc_connection_close(connection);
  if (kind == HC_OK)
    *response = made;
  else
    hc_response_free(made);
  return kind;
}

enum hc_kind hc_connection_getresponse(struct hc_connection *connection,
                                       struct hc_response **response, struct hc_error *error) {
  hc_connection_forget_finished(connection);
  if (connection->state != HC_STATE_REQUEST_SENT || connection->remembered != NULL) {
    const char *state = hc_connection_state_name(connection->state);
    return hc_error_set(error, HC_RESPONSE_NOT_READY, hc_str(state)); /* ST.04 */
  }
  enum hc_kind kind = begin_response(connection, response, error);
  if (kind != HC_OK) return kind;
  connection->state = HC_STATE_IDLE;
  /* GR.02, CN.10: a connection that will close now belongs to the response alone. */
  if ((*response)->will_close)
    hc_connection_close(connection);
  else
    connection->remembered = hc_response_retain(*response);
  return HC_OK;
}

/* --- Attributes --- */

const char *hc_connection_state_name(enum hc_connection_state state) {
  switch (state) {
  case HC_STATE_IDLE: break;
  case HC_STATE_REQUEST_STARTED: return "Request-started";
  case HC_STATE_REQUEST_SENT: return "Request-sent";
  }
  return "Idle";
}

enum hc_connection_state hc_connection_state(const struct hc_connection *connection) {
  return connection->state;
}

struct hc_span hc_connection_host(const struct hc_connection *connection) {
  return hc_buffer_span(&connection->host);
}

struct hc_port hc_connection_port(const struct hc_connection *connection) {
  return connection->port;
}

struct hc_timeout hc_connection_timeout(const struct hc_connection *connection) {
  return connection->timeout;
}

bool hc_connection_source_address(const struct hc_connection *connection,
                                  struct hc_source_address *address) {
  if (!connection->has_source) return false;
  address->host = hc_buffer_span(&connection->source_host);
  address->port = connection->source_port;
  return true;
}

int64_t hc_connection_blocksize(const struct hc_connection *connection) {
  return connection->blocksize;
}

bool hc_connection_auto_open(const struct hc_connection *connection) {
  return connection->auto_open;
}

struct hc_transport *hc_connection_transport(const struct hc_connection *connection) {
  return connection->transport;
}

int hc_connection_debuglevel(const struct hc_connection *connection) {
  return connection->debug.level;
}

int hc_connection_http_vsn(const struct hc_connection *connection) {
  return connection->http_vsn;
}

struct hc_span hc_connection_http_vsn_str(const struct hc_connection *connection) {
  return hc_buffer_span(&connection->http_vsn_str);
}

void hc_connection_set_debuglevel(struct hc_connection *connection, int level) {
  connection->debug.level = level;
}

enum hc_kind hc_connection_set_host(struct hc_connection *connection, struct hc_span host,
                                    struct hc_error *error) {
  return set_text(&connection->host, host, error);
}

enum hc_kind hc_connection_set_port(struct hc_connection *connection, struct hc_port port,
                                    struct hc_error *error) {
  enum hc_kind kind = set_text(&connection->port_text, port.text, error);
  if (kind != HC_OK) return kind;
  connection->port = port;
  connection->port.text = hc_buffer_span(&connection->port_text);
  return HC_OK;
}

void hc_connection_set_timeout(struct hc_connection *connection, struct hc_timeout timeout) {
  connection->timeout = timeout;
}

enum hc_kind hc_connection_set_source_address(struct hc_connection *connection,
                                              const struct hc_source_address *address,
                                              struct hc_error *error) {
  const struct hc_source_address none = {{NULL, 0}, 0};
  const struct hc_source_address *source = address != NULL ? address : &none;
  enum hc_kind kind = set_text(&connection->source_host, source->host, error);
  if (kind != HC_OK) return kind;
  connection->has_source = address != NULL;
  connection->source_port = source->port;
  return HC_OK;
}

void hc_connection_set_blocksize(struct hc_connection *connection, int64_t blocksize) {
  connection->blocksize = blocksize;
}

void hc_connection_set_auto_open(struct hc_connection *connection, bool auto_open) {
  connection->auto_open = auto_open;
}

void hc_connection_set_transport(struct hc_connection *connection, struct hc_transport *transport) {
  if (transport != NULL) hc_transport_retain(transport);
  hc_transport_release(connection->transport);
  connection->transport = transport;
}

enum hc_kind hc_connection_set_http_vsn(struct hc_connection *connection, int number,
                                        struct hc_span text, struct hc_error *error) {
  enum hc_kind kind = set_text(&connection->http_vsn_str, text, error);
  if (kind == HC_OK) connection->http_vsn = number;
  return kind;
}
