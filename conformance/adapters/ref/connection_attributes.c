/* The attributes of connections. What Python keeps as it was assigned is looked for first; the
 * library knows the rest. */
#include "connection_settings.h"
#include "hc/status_code.h"

/* What was assigned, or else |otherwise|, whose reference is taken over. */
static void return_kept(const struct value *subject, enum kept_attribute attribute,
                        struct value *otherwise, struct outcome *outcome) {
  struct value *kept = subject->kept[attribute];
  outcome_return(outcome, kept ? value_retain(kept) : otherwise);
  if (kept) value_release(otherwise);
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

static void get_port(struct value *subject, enum hc_edition edition, struct outcome *outcome) {
  (void)edition;
  struct hc_port port = hc_connection_port(subject->connection);
  return_kept(subject, KEPT_PORT, value_int(port.number), outcome);
}

static void set_port(struct value *subject, struct value *to, struct outcome *outcome) {
  struct hc_port port;
  if (connection_to_port(to, &port, outcome) &&
      outcome_check(outcome, hc_connection_set_port(subject->connection, port, &outcome->error)))
    connection_keep(subject, KEPT_PORT, to);
}

static void get_timeout(struct value *subject, enum hc_edition edition, struct outcome *outcome) {
  (void)edition;
  return_kept(subject, KEPT_TIMEOUT, value_object("object"), outcome);
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
  return_kept(subject, KEPT_SOURCE_ADDRESS, value_none(), outcome);
}

static void get_blocksize(struct value *subject, enum hc_edition edition, struct outcome *outcome) {
  (void)edition;
  return_kept(subject, KEPT_BLOCKSIZE, value_int(hc_connection_blocksize(subject->connection)),
              outcome);
}

static void set_blocksize(struct value *subject, struct value *to, struct outcome *outcome) {
  int64_t blocksize;
  if (!connection_to_blocksize(to, &blocksize, outcome)) return;
  hc_connection_set_blocksize(subject->connection, blocksize);
  connection_keep(subject, KEPT_BLOCKSIZE, to);
}

static void get_auto_open(struct value *subject, enum hc_edition edition, struct outcome *outcome) {
  (void)edition;
  return_kept(subject, KEPT_AUTO_OPEN, value_int(1), outcome);
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

static void get_debuglevel(struct value *subject, enum hc_edition edition,
                           struct outcome *outcome) {
  (void)edition;
  return_kept(subject, KEPT_DEBUGLEVEL, value_int(0), outcome);
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

/* The arguments that editions from 3.12 on lack are no attributes either (TL.08). */
static void get_legacy(const struct value *subject, enum kept_attribute attribute, const char *name,
                       enum hc_edition edition, struct outcome *outcome) {
  if (subject->https && hc_edition_resolve(edition) <= HC_EDITION_3_11)
    return_kept(subject, attribute, value_none(), outcome);
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

static void get_http_vsn(struct value *subject, enum hc_edition edition, struct outcome *outcome) {
  (void)edition;
  return_kept(subject, KEPT_HTTP_VSN, value_int(11), outcome);
}

static void get_http_vsn_str(struct value *subject, enum hc_edition edition,
                             struct outcome *outcome) {
  (void)edition;
  return_kept(subject, KEPT_HTTP_VSN_STR, value_text(hc_str("HTTP/1.1")), outcome);
}

/* The library takes both halves of the version at once: the other one stays as it was assigned. */
static void apply_http_vsn(struct value *subject, struct outcome *outcome) {
  const struct value *number = subject->kept[KEPT_HTTP_VSN];
  const struct value *text = subject->kept[KEPT_HTTP_VSN_STR];
  outcome_check(outcome, hc_connection_set_http_vsn(
                             subject->connection, number ? (int)number->integer : 11,
                             text ? value_span(text) : hc_str("HTTP/1.1"), &outcome->error));
}

static void set_http_vsn(struct value *subject, struct value *to, struct outcome *outcome) {
  if (to->kind != VALUE_INT || to->integer < 0 || to->integer > 99) {
    outcome_unsupported(outcome, "the library has no _http_vsn but an int of 0 to 99");
    return;
  }
  connection_keep(subject, KEPT_HTTP_VSN, to);
  apply_http_vsn(subject, outcome);
}

static void set_http_vsn_str(struct value *subject, struct value *to, struct outcome *outcome) {
  if (to->kind != VALUE_TEXT) {
    outcome_unsupported(outcome, "the library has no _http_vsn_str that is %s",
                        value_class_name(to));
    return;
  }
  connection_keep(subject, KEPT_HTTP_VSN_STR, to);
  apply_http_vsn(subject, outcome);
}

const struct attribute connection_attributes[] = {
    {"host", get_host, set_host},
    {"port", get_port, set_port},
    {"timeout", get_timeout, set_timeout},
    {"source_address", get_source_address, NULL},
    {"blocksize", get_blocksize, set_blocksize},
    {"sock", get_sock, set_sock},
    {"debuglevel", get_debuglevel, connection_set_debuglevel},
    {"auto_open", get_auto_open, set_auto_open},
    {"default_port", get_default_port, NULL},
    {"_context", get_context, NULL},
    {"key_file", get_key_file, NULL},
    {"cert_file", get_cert_file, NULL},
    {"response_class", get_response_class, NULL},
    {"_http_vsn", get_http_vsn, set_http_vsn},
    {"_http_vsn_str", get_http_vsn_str, set_http_vsn_str},
    {0},
};
