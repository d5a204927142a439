/* The attributes of connections, as the library has them. Python also keeps the type of what was
 * assigned, 5 or 5.0, 0 or False, which the library does not: so what was assigned is kept beside
 * it, and is the answer as long as it stands for the same as what the library says. */
#include "connection_settings.h"
#include "hc/status_code.h"
#include "memory.h"

/* Returns |kept| if it is the |same| as what the library has, and else |had|, whose reference is
 * taken over. */
static void return_either(struct value *kept, bool same, struct value *had,
                          struct outcome *outcome) {
  outcome_return(outcome, same ? value_retain(kept) : had);
  if (same) value_release(had);
}

static void get_host(struct value *subject, enum hc_edition edition, struct outcome *outcome) {
  (void)edition;
  outcome_return(outcome, value_text(hc_connection_host(subject->connection)));
}

static void set_host(struct value *subject, struct value *to, struct outcome *outcome) {
  if (to->kind == VALUE_TEXT)
    outcome_check(outcome,
                  hc_connection_set_host(subject->connection, value_span(to), &outcome->error));
  else
    outcome_unsupported(outcome, "the library has no host that is %s", value_class_name(to));
}

/* A port in a host string may be beyond 64 bits. */
static struct value *from_port(struct hc_port port) {
  if (port.kind == HC_PORT_NONE) return value_none();
  if (port.kind == HC_PORT_TEXT) return value_text(port.text);
  struct hc_buffer digits = {0};
  if (!hc_port_append(port, &digits)) require_memory(NULL);
  struct value *number = value_big_int(hc_buffer_span(&digits));
  hc_buffer_free(&digits);
  return number;
}

static bool is_port(const struct value *kept, struct hc_port port) {
  struct hc_port assigned;
  struct outcome unused = {0};
  return kept && connection_to_port(kept, &assigned, &unused) && assigned.kind == port.kind &&
         assigned.number == port.number && hc_span_equal(assigned.text, port.text);
}

static void get_port(struct value *subject, enum hc_edition edition, struct outcome *outcome) {
  (void)edition;
  struct value *kept = subject->kept[KEPT_PORT];
  struct hc_port port = hc_connection_port(subject->connection);
  return_either(kept, is_port(kept, port), from_port(port), outcome);
}

static void set_port(struct value *subject, struct value *to, struct outcome *outcome) {
  struct hc_port port;
  if (connection_to_port(to, &port, outcome) &&
      outcome_check(outcome, hc_connection_set_port(subject->connection, port, &outcome->error)))
    connection_keep(subject, KEPT_PORT, to);
}

static struct value *from_timeout(struct hc_timeout timeout) {
  switch (timeout.kind) {
  case HC_TIMEOUT_DEFAULT: break;
  case HC_TIMEOUT_NONE: return value_none();
  case HC_TIMEOUT_SECONDS: return value_float(timeout.seconds);
  }
  return value_object("object");
}

static bool is_timeout(const struct value *kept, struct hc_timeout timeout) {
  struct hc_timeout assigned;
  struct outcome unused = {0};
  return kept && connection_to_timeout(kept, &assigned, &unused) && assigned.kind == timeout.kind &&
         assigned.seconds == timeout.seconds;
}

static void get_timeout(struct value *subject, enum hc_edition edition, struct outcome *outcome) {
  (void)edition;
  struct value *kept = subject->kept[KEPT_TIMEOUT];
  struct hc_timeout timeout = hc_connection_timeout(subject->connection);
  return_either(kept, is_timeout(kept, timeout), from_timeout(timeout), outcome);
}

static void set_timeout(struct value *subject, struct value *to, struct outcome *outcome) {
  struct hc_timeout timeout;
  if (!connection_to_timeout(to, &timeout, outcome)) return;
  hc_connection_set_timeout(subject->connection, timeout);
  connection_keep(subject, KEPT_TIMEOUT, to);
}

static void get_source_address(struct value *subject, enum hc_edition edition,
                               struct outcome *outcome) {
  (void)edition;
  struct hc_source_address source;
  if (!hc_connection_source_address(subject->connection, &source)) {
    outcome_return(outcome, value_none());
    return;
  }
  struct value *pair = value_items(VALUE_TUPLE);
  value_append(pair, value_text(source.host));
  value_append(pair, value_int(source.port));
  outcome_return(outcome, pair);
}

static void set_source_address(struct value *subject, struct value *to, struct outcome *outcome) {
  struct hc_source_address source;
  bool given = to->kind != VALUE_NONE;
  if (!given || connection_to_source_address(to, &source, outcome))
    outcome_check(outcome, hc_connection_set_source_address(
                               subject->connection, given ? &source : NULL, &outcome->error));
}

static bool is_blocksize(const struct value *kept, int64_t blocksize) {
  int64_t assigned;
  struct outcome unused = {0};
  return kept && connection_to_blocksize(kept, &assigned, &unused) && assigned == blocksize;
}

static void get_blocksize(struct value *subject, enum hc_edition edition, struct outcome *outcome) {
  (void)edition;
  struct value *kept = subject->kept[KEPT_BLOCKSIZE];
  int64_t blocksize = hc_connection_blocksize(subject->connection);
  return_either(kept, is_blocksize(kept, blocksize), value_int(blocksize), outcome);
}

static void set_blocksize(struct value *subject, struct value *to, struct outcome *outcome) {
  int64_t blocksize;
  if (!connection_to_blocksize(to, &blocksize, outcome)) return;
  hc_connection_set_blocksize(subject->connection, blocksize);
  connection_keep(subject, KEPT_BLOCKSIZE, to);
}

static void get_auto_open(struct value *subject, enum hc_edition edition, struct outcome *outcome) {
  (void)edition;
  struct value *kept = subject->kept[KEPT_AUTO_OPEN];
  bool auto_open = hc_connection_auto_open(subject->connection);
  return_either(kept, kept && value_is_true(kept) == auto_open, value_int(auto_open), outcome);
}

static void set_auto_open(struct value *subject, struct value *to, struct outcome *outcome) {
  (void)outcome;
  hc_connection_set_auto_open(subject->connection, value_is_true(to));
  connection_keep(subject, KEPT_AUTO_OPEN, to);
}

/* Python's sock is one object as long as it is the same socket. */
static void get_sock(struct value *subject, enum hc_edition edition, struct outcome *outcome) {
  (void)edition;
  struct hc_transport *transport = hc_connection_transport(subject->connection);
  if (!transport) {
    outcome_return(outcome, value_none());
    return;
  }
  if (!subject->socket || subject->socket->transport != transport) {
    value_release(subject->socket);
    subject->socket = value_socket(transport);
  }
  outcome_return(outcome, value_retain(subject->socket));
}

static void set_sock(struct value *subject, struct value *to, struct outcome *outcome) {
  bool open_socket = value_has_transport(to) && to->transport;
  if (to->kind != VALUE_NONE && !open_socket) {
    outcome_unsupported(outcome, "the library has no sock but None, an open socket or a stream");
    return;
  }
  hc_connection_set_transport(subject->connection, open_socket ? to->transport : NULL);
  value_release(subject->socket);
  subject->socket = open_socket ? value_retain(to) : NULL;
}

void connection_closed_socket(struct value *connection) {
  struct value *socket = connection->socket;
  if (!socket || hc_connection_transport(connection->connection)) return;
  value_close_socket(socket);
  value_release(socket);
  connection->socket = NULL;
}

static void get_response_class(struct value *subject, enum hc_edition edition,
                               struct outcome *outcome) {
  (void)subject, (void)edition;
  outcome_return(outcome, value_object("ABCMeta"));
}

static bool is_debuglevel(const struct value *kept, int level) {
  int assigned;
  struct outcome unused = {0};
  return kept && connection_to_debuglevel(kept, &assigned, &unused) && assigned == level;
}

static void get_debuglevel(struct value *subject, enum hc_edition edition,
                           struct outcome *outcome) {
  (void)edition;
  struct value *kept = subject->kept[KEPT_DEBUGLEVEL];
  int level = hc_connection_debuglevel(subject->connection);
  return_either(kept, is_debuglevel(kept, level), value_int(level), outcome);
}

void connection_set_debuglevel(struct value *subject, struct value *to, struct outcome *outcome) {
  int level;
  if (!connection_to_debuglevel(to, &level, outcome)) return;
  hc_connection_set_debuglevel(subject->connection, level);
  connection_keep(subject, KEPT_DEBUGLEVEL, to);
}

static void get_default_port(struct value *subject, enum hc_edition edition,
                             struct outcome *outcome) {
  (void)edition;
  outcome_return(outcome, value_int(subject->https ? HC_HTTPS_PORT : HC_HTTP_PORT));
}

static void get_context(struct value *subject, enum hc_edition edition, struct outcome *outcome) {
  (void)edition;
  struct hc_tls_context *context = hc_connection_tls_context(subject->connection);
  if (!subject->https) {
    outcome_raise(outcome, HC_ATTRIBUTE_ERROR,
                  "'HTTPConnection' object has no attribute '_context'");
    return;
  }
  if (!subject->kept[KEPT_CONTEXT]) subject->kept[KEPT_CONTEXT] = value_context(context);
  outcome_return(outcome, value_retain(subject->kept[KEPT_CONTEXT]));
}

/* The arguments that editions from 3.12 on lack are no attributes either (TL.08). The library uses
 * them when the connection is made and keeps none. */
static void get_legacy(const struct value *subject, enum kept_attribute attribute, const char *name,
                       enum hc_edition edition, struct outcome *outcome) {
  struct value *kept = subject->kept[attribute];
  if (subject->https && hc_edition_resolve(edition) <= HC_EDITION_3_11)
    outcome_return(outcome, kept ? value_retain(kept) : value_none());
  else
    outcome_raise(outcome, HC_ATTRIBUTE_ERROR, "'%s' object has no attribute '%s'",
                  value_class_name(subject), name);
}

static void get_key_file(struct value *subject, enum hc_edition edition, struct outcome *outcome) {
  get_legacy(subject, KEPT_KEY_FILE, "key_file", edition, outcome);
}

static void get_cert_file(struct value *subject, enum hc_edition edition, struct outcome *outcome) {
  get_legacy(subject, KEPT_CERT_FILE, "cert_file", edition, outcome);
}

static void get_tunnel_host(struct value *subject, enum hc_edition edition,
                            struct outcome *outcome) {
  (void)edition;
  struct hc_host_port tunnel;
  struct value *kept = subject->kept[KEPT_TUNNEL_HOST];
  if (hc_connection_tunnel(subject->connection, &tunnel))
    outcome_return(outcome, value_text(tunnel.host));
  else
    outcome_return(outcome, kept ? value_retain(kept) : value_none());
}

static void get_tunnel_port(struct value *subject, enum hc_edition edition,
                            struct outcome *outcome) {
  (void)edition;
  struct hc_host_port tunnel;
  if (hc_connection_tunnel(subject->connection, &tunnel))
    outcome_return(outcome, from_port(tunnel.port));
  else if (subject->kept[KEPT_TUNNEL_HOST])
    outcome_unsupported(outcome, "the library keeps no port of a tunnel to no host");
  else
    outcome_return(outcome, value_none());
}

static void get_http_vsn(struct value *subject, enum hc_edition edition, struct outcome *outcome) {
  (void)edition;
  outcome_return(outcome, value_int(hc_connection_http_vsn(subject->connection)));
}

static void get_http_vsn_str(struct value *subject, enum hc_edition edition,
                             struct outcome *outcome) {
  (void)edition;
  outcome_return(outcome, value_text(hc_connection_http_vsn_str(subject->connection)));
}

/* The library takes both halves of the version at once: the other one stays as it is. */
static void set_http_vsn(struct value *subject, struct value *to, struct outcome *outcome) {
  struct hc_span text = hc_connection_http_vsn_str(subject->connection);
  if (to->kind != VALUE_INT || to->integer < 0 || to->integer > 99)
    outcome_unsupported(outcome, "the library has no _http_vsn but an int of 0 to 99");
  else
    outcome_check(outcome, hc_connection_set_http_vsn(subject->connection, (int)to->integer, text,
                                                      &outcome->error));
}

static void set_http_vsn_str(struct value *subject, struct value *to, struct outcome *outcome) {
  int number = hc_connection_http_vsn(subject->connection);
  if (to->kind != VALUE_TEXT)
    outcome_unsupported(outcome, "the library has no _http_vsn_str that is %s",
                        value_class_name(to));
  else
    outcome_check(outcome, hc_connection_set_http_vsn(subject->connection, number, value_span(to),
                                                      &outcome->error));
}

const struct attribute connection_attributes[] = {
    {"host", get_host, set_host},
    {"port", get_port, set_port},
    {"timeout", get_timeout, set_timeout},
    {"source_address", get_source_address, set_source_address},
    {"blocksize", get_blocksize, set_blocksize},
    {"sock", get_sock, set_sock},
    {"debuglevel", get_debuglevel, connection_set_debuglevel},
    {"auto_open", get_auto_open, set_auto_open},
    {"default_port", get_default_port, NULL},
    {"_context", get_context, NULL},
    {"key_file", get_key_file, NULL},
    {"cert_file", get_cert_file, NULL},
    {"response_class", get_response_class, NULL},
    {"_tunnel_host", get_tunnel_host, NULL},
    {"_tunnel_port", get_tunnel_port, NULL},
    {"_http_vsn", get_http_vsn, set_http_vsn},
    {"_http_vsn_str", get_http_vsn_str, set_http_vsn_str},
    {0},
};
