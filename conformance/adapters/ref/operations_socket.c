/* conn.sock, as far as the library shows it: a transport and its descriptor. A closed socket has
 * descriptor -1. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <sys/socket.h>

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

static const struct operation socket_operations[] = {
    {"fileno", socket_fileno, {"socket", "fileno", {{0}}}},
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
