/* conn.sock, as far as the library shows it: a transport and its descriptor. A closed socket has
 * descriptor -1. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "connection_settings.h"
#include "hc/tls_transport.h"
#include "operations.h"

static int descriptor_of(const struct value *socket) {
  return socket->transport ? hc_transport_fileno(socket->transport) : -1;
}

static void socket_fileno(const struct call *call, struct outcome *outcome) {
  outcome_return(outcome, value_int(descriptor_of(call->subject)));
}

/* --- Addresses --- */

static struct value *pair(const void *address, int family, in_port_t port) {
  char text[INET6_ADDRSTRLEN] = "";
  inet_ntop(family, address, text, sizeof text);
  struct value *tuple = value_items(VALUE_TUPLE);
  value_append(tuple, value_text(hc_str(text)));
  value_append(tuple, value_int(ntohs(port)));
  return tuple;
}

static struct value *address_value(const struct sockaddr_storage *storage) {
  if (storage->ss_family == AF_INET) {
    const struct sockaddr_in *address = (const struct sockaddr_in *)storage;
    return pair(&address->sin_addr, AF_INET, address->sin_port);
  }
  const struct sockaddr_in6 *address = (const struct sockaddr_in6 *)storage;
  struct value *tuple = pair(&address->sin6_addr, AF_INET6, address->sin6_port);
  value_append(tuple, value_int(ntohl(address->sin6_flowinfo)));
  value_append(tuple, value_int(address->sin6_scope_id));
  return tuple;
}

/* Whether a system call went well; if not, its error is the outcome. */
static bool check_call(int result, struct outcome *outcome) {
  return result == 0 || outcome_check(outcome, hc_error_set_errno(&outcome->error, errno));
}

static void socket_getsockname(const struct call *call, struct outcome *outcome) {
  struct sockaddr_storage storage;
  socklen_t size = sizeof storage;
  int result = getsockname(descriptor_of(call->subject), (struct sockaddr *)&storage, &size);
  if (check_call(result, outcome)) outcome_return(outcome, address_value(&storage));
}

static void socket_getpeername(const struct call *call, struct outcome *outcome) {
  struct sockaddr_storage storage;
  socklen_t size = sizeof storage;
  int result = getpeername(descriptor_of(call->subject), (struct sockaddr *)&storage, &size);
  if (check_call(result, outcome)) outcome_return(outcome, address_value(&storage));
}

/* --- Options --- */

static void socket_getsockopt(const struct call *call, struct outcome *outcome) {
  int64_t level, option;
  if (call->arguments[2] || !value_as_integer(call->arguments[0], &level) ||
      !value_as_integer(call->arguments[1], &option)) {
    outcome_unsupported(outcome, "getsockopt is asked for an int option of an int level only");
    return;
  }
  int value = 0;
  socklen_t size = sizeof value;
  int result = getsockopt(descriptor_of(call->subject), (int)level, (int)option, &value, &size);
  if (check_call(result, outcome)) outcome_return(outcome, value_int(value));
}

/* --- Timeouts --- */

static void return_timeout(struct hc_timeout timeout, struct outcome *outcome) {
  if (timeout.kind == HC_TIMEOUT_SECONDS) outcome_return(outcome, value_float(timeout.seconds));
}

static void socket_gettimeout(const struct call *call, struct outcome *outcome) {
  if (call->subject->transport)
    return_timeout(hc_transport_timeout(call->subject->transport), outcome);
  else
    outcome_unsupported(outcome, "the library knows no timeout of a socket that is closed");
}

static void socket_settimeout(const struct call *call, struct outcome *outcome) {
  struct hc_transport *transport = call->subject->transport;
  struct hc_timeout timeout;
  struct hc_error *error = &outcome->error;
  if (!connection_to_timeout(call->arguments[0], &timeout, outcome)) return;
  outcome_check(outcome, transport ? hc_transport_set_timeout(transport, timeout, error)
                                   : hc_error_set_errno(error, EBADF));
}

static void getdefaulttimeout(const struct call *call, struct outcome *outcome) {
  (void)call;
  return_timeout(hc_get_default_timeout(), outcome);
}

static void setdefaulttimeout(const struct call *call, struct outcome *outcome) {
  struct hc_timeout timeout;
  if (connection_to_timeout(call->arguments[0], &timeout, outcome))
    outcome_check(outcome, hc_set_default_timeout(timeout, &outcome->error));
}

/* --- TLS --- */

static bool check_secured(const struct call *call, const char *name, struct outcome *outcome) {
  return call->subject->secured ||
         outcome_unsupported(outcome, "a socket without TLS has no %s", name);
}

static void socket_version(const struct call *call, struct outcome *outcome) {
  const struct value *socket = call->subject;
  if (!check_secured(call, "version", outcome)) return;
  const char *name = socket->transport ? hc_tls_version_name(socket->transport) : NULL;
  if (name) outcome_return(outcome, value_text(hc_str(name)));
}

static void socket_selected_alpn_protocol(const struct call *call, struct outcome *outcome) {
  const struct value *socket = call->subject;
  if (!check_secured(call, "selected_alpn_protocol", outcome) || !socket->transport) return;
  struct hc_span protocol = hc_tls_selected_protocol(socket->transport);
  if (protocol.size) outcome_return(outcome, value_text(protocol));
}

static const struct operation socket_operations[] = {
    {"fileno", socket_fileno, {"socket", "fileno", {{0}}}},
    {"gettimeout", socket_gettimeout, {"socket", "gettimeout", {{0}}}},
    {"settimeout", socket_settimeout, {"socket", "settimeout", {{"value", PARAMETER_REQUIRED}}}},
    {"version", socket_version, {"SSLSocket", "version", {{0}}}},
    {"selected_alpn_protocol",
     socket_selected_alpn_protocol,
     {"SSLSocket", "selected_alpn_protocol", {{0}}}},
    {"getsockname", socket_getsockname, {"socket", "getsockname", {{0}}}},
    {"getpeername", socket_getpeername, {"socket", "getpeername", {{0}}}},
    {"getsockopt",
     socket_getsockopt,
     {"socket",
      "getsockopt",
      {{"level", PARAMETER_REQUIRED},
       {"option", PARAMETER_REQUIRED},
       {"buflen", PARAMETER_OPTIONAL}}}},
    {0},
};

const struct object_class socket_class = {socket_operations, NULL, NULL, NULL};

static const struct operation socket_module_operations[] = {
    {"getdefaulttimeout", getdefaulttimeout, {NULL, "getdefaulttimeout", {{0}}}},
    {"setdefaulttimeout",
     setdefaulttimeout,
     {NULL, "setdefaulttimeout", {{"timeout", PARAMETER_REQUIRED}}}},
    {0},
};

const struct object_class socket_module_class = {socket_module_operations, NULL, NULL, NULL};
