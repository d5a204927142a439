/* What the constructors of connections are given, and the connections made of it. Python keeps
 * what it is given as it is and looks at it when it is used; so the value is kept beside the
 * library's form of it. What the library has no form for is not supported. */
#include "connection_settings.h"

#include <limits.h>
#include <stdio.h>

/* --- From values --- */

static bool is_given(const struct value *value) {
  return value && value->kind != VALUE_NONE;
}

bool connection_to_port(const struct value *value, struct hc_port *port, struct outcome *outcome) {
  *port = (struct hc_port){HC_PORT_NONE, 0, {NULL, 0}};
  if (!is_given(value)) return true;
  if (value->kind == VALUE_TEXT)
    *port = (struct hc_port){HC_PORT_TEXT, 0, value_span(value)};
  else if (value->kind == VALUE_INT || value->kind == VALUE_BOOL)
    *port = hc_port_number(value->integer);
  else
    return outcome_unsupported(outcome, "the library has no port that is %s",
                               value_class_name(value));
  return true;
}

bool connection_to_timeout(const struct value *value, struct hc_timeout *timeout,
                           struct outcome *outcome) {
  *timeout = (struct hc_timeout){HC_TIMEOUT_SECONDS, 0};
  if (value->kind == VALUE_NONE)
    timeout->kind = HC_TIMEOUT_NONE;
  else if (value->kind == VALUE_FLOAT)
    timeout->seconds = value->real;
  else if (value->kind == VALUE_INT || value->kind == VALUE_BOOL)
    timeout->seconds = (double)value->integer;
  else
    return outcome_unsupported(outcome, "the library has no timeout that is %s",
                               value_class_name(value));
  return true;
}

bool connection_to_blocksize(const struct value *value, int64_t *blocksize,
                             struct outcome *outcome) {
  *blocksize = -1; /* None: everything at once (EH.12) */
  return value->kind == VALUE_NONE || value_as_integer(value, blocksize) ||
         outcome_unsupported(outcome, "the library has no blocksize that is %s",
                             value_class_name(value));
}

bool connection_to_source_address(const struct value *value, struct hc_source_address *source,
                                  struct outcome *outcome) {
  bool pair = value->kind == VALUE_TUPLE && value->item_count == 2;
  if (!pair || value->items[0]->kind != VALUE_TEXT || value->items[1]->kind != VALUE_INT)
    return outcome_unsupported(outcome, "the library has no source address but (str, int)");
  *source = (struct hc_source_address){value_span(value->items[0]), value->items[1]->integer};
  return true;
}

bool connection_to_debuglevel(const struct value *value, int *level, struct outcome *outcome) {
  int64_t integer = 0;
  if (value->kind == VALUE_FLOAT)
    integer = value->real > 0;
  else if (!value_as_integer(value, &integer))
    return outcome_unsupported(outcome, "the library has no debug level that is %s",
                               value_class_name(value));
  *level = (int)(integer > INT_MAX ? INT_MAX : integer < 0 ? -1 : integer);
  return true;
}

/* --- HTTPConnection() --- */

bool connection_check_host(const struct value *host, const struct value *port,
                           const struct client *client, struct outcome *outcome) {
  if (host->kind == VALUE_TEXT) return true;
  if (is_given(port)) return arguments_refuse(host, client->edition, outcome);
  if (value_is_bytes_like(host))
    return outcome_raise(outcome, HC_TYPE_ERROR,
                         "argument should be integer or bytes-like object, not 'str'");
  return outcome_raise(outcome, HC_ATTRIBUTE_ERROR, "'%s' object has no attribute 'rfind'",
                       value_class_name(host));
}

/* The arguments that all connections have; NULL where nothing is given. */
struct settings {
  struct value *host;
  struct value *port;
  struct value *timeout;
  struct value *source_address;
  struct value *blocksize;
  struct hc_source_address source; /* what |source_address| says; options may borrow it */
};

static bool set_source_address(struct settings *settings, struct hc_connection_options *options,
                               struct outcome *outcome) {
  if (!is_given(settings->source_address)) return true;
  options->source_address = &settings->source;
  return connection_to_source_address(settings->source_address, &settings->source, outcome);
}

static bool make_options(struct settings *settings, const struct client *client,
                         struct hc_connection_options *options, struct outcome *outcome) {
  *options = (struct hc_connection_options){.edition = client->edition,
                                            .debug_sink = client->printer,
                                            .audit_hook = client->audit_hook,
                                            .audit_payload = client->audit_payload};
  if (!connection_check_host(settings->host, settings->port, client, outcome)) return false;
  options->host = value_span(settings->host);
  options->has_blocksize = settings->blocksize != NULL;
  return connection_to_port(settings->port, &options->port, outcome) &&
         (!settings->timeout ||
          connection_to_timeout(settings->timeout, &options->timeout, outcome)) &&
         set_source_address(settings, options, outcome) &&
         (!settings->blocksize ||
          connection_to_blocksize(settings->blocksize, &options->blocksize, outcome));
}

void connection_keep(struct value *connection, enum kept_attribute attribute, struct value *value) {
  if (!value) return;
  value_retain(value);
  value_release(connection->kept[attribute]);
  connection->kept[attribute] = value;
}

/* Makes the connection, with what Python keeps as it was given; NULL after an exception. */
static struct value *make(const struct settings *settings,
                          const struct hc_connection_options *options, struct outcome *outcome) {
  struct hc_connection *made;
  if (!outcome_check(outcome, hc_connection_new(options, &made, &outcome->error))) return NULL;
  struct value *connection = value_connection(made);
  connection->https = options->https;
  if (is_given(settings->port)) connection_keep(connection, KEPT_PORT, settings->port);
  connection_keep(connection, KEPT_TIMEOUT, settings->timeout);
  connection_keep(connection, KEPT_BLOCKSIZE, settings->blocksize);
  return connection;
}

void connection_make(const struct call *call, struct outcome *outcome) {
  struct settings settings = {.host = call->arguments[0],
                              .port = call->arguments[1],
                              .timeout = call->arguments[2],
                              .source_address = call->arguments[3],
                              .blocksize = call->arguments[4]};
  struct hc_connection_options options;
  if (!make_options(&settings, call->client, &options, outcome)) return;
  struct value *connection = make(&settings, &options, outcome);
  if (connection) outcome_return(outcome, connection);
}

/* --- HTTPSConnection() --- */

/* Its further arguments; NULL where nothing is given. */
struct https_settings {
  struct value *context;
  struct value *key_file;
  struct value *cert_file;
  struct value *check_hostname;
};

/* What is no context is found out when it is asked to secure a connection. */
static enum hc_kind refuse_to_secure(void *payload, const struct hc_transport_target *target,
                                     struct hc_transport **transport, struct hc_error *error) {
  (void)target, (void)transport;
  char text[128];
  snprintf(text, sizeof text, "'%s' object has no attribute 'wrap_socket'",
           value_class_name(payload));
  return hc_error_set(error, HC_ATTRIBUTE_ERROR, hc_str(text));
}

static bool set_context(struct value *context, struct hc_connection_options *options) {
  options->https = true;
  if (is_given(context) && context->kind == VALUE_CONTEXT) options->tls_context = context->context;
  if (!is_given(context) || context->kind == VALUE_CONTEXT) return true;
  options->secure = refuse_to_secure;
  options->secure_payload = context;
  return false;
}

static bool set_file(const struct value *file, bool *given, struct hc_span *name,
                     struct outcome *outcome) {
  *given = is_given(file);
  if (!*given) return true;
  *name = file->kind == VALUE_TEXT ? value_span(file) : hc_str("");
  return file->kind == VALUE_TEXT ||
         outcome_unsupported(outcome, "the library has no file named by %s",
                             value_class_name(file));
}

static bool set_legacy(const struct https_settings *settings, struct hc_tls_legacy *legacy,
                       struct outcome *outcome) {
  const struct value *check = settings->check_hostname;
  legacy->has_check_hostname = is_given(check);
  legacy->check_hostname = is_given(check) && value_is_true(check);
  return set_file(settings->key_file, &legacy->has_key_file, &legacy->key_file, outcome) &&
         set_file(settings->cert_file, &legacy->has_cert_file, &legacy->cert_file, outcome);
}

static void keep_https(struct value *connection, const struct https_settings *settings) {
  if (is_given(settings->context)) connection_keep(connection, KEPT_CONTEXT, settings->context);
  connection_keep(connection, KEPT_KEY_FILE, settings->key_file);
  connection_keep(connection, KEPT_CERT_FILE, settings->cert_file);
}

/* Up to edition 3.11 the constructor asks the context what it checks, once the rest is done. */
static bool check_context(const struct https_settings *settings, bool is_context,
                          const struct client *client, struct outcome *outcome) {
  if (is_context || hc_edition_resolve(client->edition) > HC_EDITION_3_11) return true;
  return outcome_raise(outcome, HC_ATTRIBUTE_ERROR, "'%s' object has no attribute 'verify_mode'",
                       value_class_name(settings->context));
}

static void make_https(struct settings *settings, const struct https_settings *https,
                       const struct client *client, struct outcome *outcome) {
  struct hc_connection_options options;
  if (!make_options(settings, client, &options, outcome)) return;
  bool is_context = set_context(https->context, &options);
  if (!set_legacy(https, &options.tls_legacy, outcome)) return;
  struct value *connection = make(settings, &options, outcome);
  if (!connection) return;
  keep_https(connection, https);
  if (check_context(https, is_context, client, outcome))
    outcome_return(outcome, connection);
  else
    value_release(connection);
}

void connection_make_https(const struct call *call, struct outcome *outcome) {
  struct settings settings = {.host = call->arguments[0],
                              .port = call->arguments[1],
                              .timeout = call->arguments[2],
                              .source_address = call->arguments[3],
                              .blocksize = call->arguments[5]};
  const struct https_settings https = {.context = call->arguments[4]};
  make_https(&settings, &https, call->client, outcome);
}

void connection_make_legacy_https(const struct call *call, struct outcome *outcome) {
  struct settings settings = {.host = call->arguments[0],
                              .port = call->arguments[1],
                              .timeout = call->arguments[4],
                              .source_address = call->arguments[5],
                              .blocksize = call->arguments[8]};
  const struct https_settings https = {.context = call->arguments[6],
                                       .key_file = call->arguments[2],
                                       .cert_file = call->arguments[3],
                                       .check_hostname = call->arguments[7]};
  make_https(&settings, &https, call->client, outcome);
}
