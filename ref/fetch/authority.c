#include "authority.h"

#include <arpa/inet.h>

static const char *find(struct hc_span text, char byte) {
  return text.size > 0 ? memchr(text.data, byte, text.size) : NULL;
}

static struct hc_span before(struct hc_span text, const char *end) {
  return end != NULL ? hc_span_make(text.data, (size_t)(end - text.data)) : text;
}

static struct hc_span from(struct hc_span text, const char *start) {
  return hc_span_make(start, (size_t)(text.data + text.size - start));
}

/* A link-local address may have a zone. */
static bool is_ipv6(struct hc_span text) {
  struct hc_span address = before(text, find(text, '%'));
  struct in6_addr parsed;
  char string[INET6_ADDRSTRLEN] = "";
  if (address.size >= sizeof string) return false;
  memcpy(string, address.data, address.size);
  return inet_pton(AF_INET6, string, &parsed) == 1;
}

static const char *check_bracketed(struct hc_span authority, struct hc_span *port) {
  const char *close = find(authority, ']');
  if (close == NULL) return "the bracket of an IPv6 address is not closed";
  if (!is_ipv6(before(from(authority, authority.data + 1), close)))
    return "in brackets stands an IPv6 address";
  *port = from(authority, close + 1);
  if (port->size > 0 && *port->data != ':') return "after the bracket comes :PORT, or nothing";
  return NULL;
}

static const char *check_name(struct hc_span authority, struct hc_span *port) {
  const char *colon = find(authority, ':');
  struct hc_span host = before(authority, colon);
  if (colon != NULL) *port = from(authority, colon);
  if (colon != NULL && find(from(authority, colon + 1), ':') != NULL)
    return "an IPv6 address stands in brackets, as in [::1]";
  if (host.size == 0) return "no host is named";
  if (find(authority, '[') != NULL || find(authority, ']') != NULL)
    return "brackets stand around the whole of an IPv6 address";
  return NULL;
}

const char *authority_check(struct hc_span authority, struct hc_span *port) {
  *port = (struct hc_span){0};
  bool is_bracketed = authority.size > 0 && *authority.data == '[';
  const char *complaint =
      is_bracketed ? check_bracketed(authority, port) : check_name(authority, port);
  if (complaint == NULL && port->size > 0) *port = from(*port, port->data + 1);
  return complaint;
}
