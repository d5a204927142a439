/* Looking names up. Both ways end in getaddrinfo(); what differs is how the host becomes ASCII, and
 * what is an error before. */
#include "address_lookup.h"

#include <errno.h>
#include <limits.h>
#include <netinet/in.h>

#include "edition.h"
#include "hc/limits.h"
#include "idna_codec.h"
#include "latin1.h"
#include "raise.h"

static enum hc_kind raise_gai(struct hc_error *error, int code) {
  if (code == EAI_MEMORY) return hc_raise_memory(error);
  if (code == EAI_SYSTEM) return hc_error_set_errno(error, errno);
  return hc_raise_os(error, HC_GAI_ERROR, code, gai_strerror(code));
}

static bool has_nul(const struct hc_buffer *text) {
  return text->size > 0 && memchr(text->data, '\0', text->size) != NULL;
}

/* Appends a NUL, so that the content, which has none, is a C string. */
static enum hc_kind terminate(struct hc_buffer *text, struct hc_error *error) {
  return hc_buffer_append(text, hc_span_make("", 1)) ? HC_OK : hc_raise_memory(error);
}

/* --- The address to connect to --- */

static enum hc_kind terminate_argument(struct hc_buffer *text, struct hc_error *error) {
  if (has_nul(text)) return hc_raise(error, HC_VALUE_ERROR, "embedded null character");
  return terminate(text, error);
}

/* CN.14: a text is a service name to getaddrinfo, and no number of 64 bits is out of range here. */
static enum hc_kind write_service(struct hc_port port, const struct hc_traits *traits,
                                  struct hc_buffer *service, struct hc_error *error) {
  bool huge = port.kind == HC_PORT_NUMBER && port.text.size > 0;
  if (huge && !traits->looks_up_any_port) {
    return hc_raise(error, HC_OVERFLOW_ERROR, "Python int too large to convert to C long");
  }
  return hc_port_append(port, service) ? terminate_argument(service, error)
                                       : hc_raise_memory(error);
}

enum hc_kind hc_lookup_target(const struct hc_transport_target *target, struct addrinfo **found,
                              struct hc_error *error) {
  struct hc_buffer name = hc_buffer_make(target->allocator, HC_LIMIT_HOST);
  struct hc_buffer service = hc_buffer_make(target->allocator, HC_LIMIT_HOST);
  const struct hc_traits *traits = hc_traits_of(target->edition);
  enum hc_kind kind = hc_idna_encode(target->host, target->edition, &name, error); /* CN.15 */
  if (kind == HC_OK) kind = terminate_argument(&name, error);
  if (kind == HC_OK) kind = write_service(target->port, traits, &service, error);
  if (kind == HC_OK) {
    const struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM};
    int code = getaddrinfo(name.data, service.data, &hints, found);
    if (code != 0) kind = raise_gai(error, code);
  }
  hc_buffer_free(&name);
  hc_buffer_free(&service);
  return kind;
}

/* --- The address to bind --- */

/* Unlike above, a host in ASCII is taken as it is, and whatever else has no ASCII form is a
 * TypeError. */
static enum hc_kind write_source(const struct hc_transport_target *target, struct hc_buffer *name,
                                 struct hc_error *error) {
  struct hc_span host = target->source_host;
  enum hc_kind kind = HC_OK;
  if (!hc_is_ascii(host))
    kind = hc_idna_encode(host, target->edition, name, NULL);
  else if (!hc_buffer_append(name, host))
    kind = HC_MEMORY_ERROR;
  if (kind == HC_MEMORY_ERROR) return hc_raise_memory(error);
  if (kind != HC_OK) return hc_raise(error, HC_TYPE_ERROR, "encoding of hostname failed");
  if (has_nul(name))
    return hc_raise(error, HC_TYPE_ERROR, "host name must not contain null character");
  return terminate(name, error);
}

/* `name` is ASCII and ends in a NUL. */
static enum hc_kind lookup_name(const char *name, int family, struct addrinfo **found,
                                struct hc_error *error) {
  static const char broadcast[] = "255.255.255.255";
  if (strcmp(name, "<broadcast>") == 0) name = broadcast;
  if (strcmp(name, broadcast) == 0 && family != AF_INET)
    return hc_raise(error, HC_OS_ERROR, "address family mismatched");
  const struct addrinfo hints = {
      .ai_family = family, .ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE};
  int code = getaddrinfo(name[0] != '\0' ? name : NULL, "0", &hints, found);
  return code == 0 ? HC_OK : raise_gai(error, code);
}

static enum hc_kind raise_port(struct hc_error *error) {
  return hc_raise(error, HC_OVERFLOW_ERROR, "bind(): port must be 0-65535.");
}

static enum hc_kind set_port(struct sockaddr *address, int64_t port, struct hc_error *error) {
  if (port < 0 || port > 65535) return raise_port(error);
  in_port_t number = htons((uint16_t)port);
  if (address->sa_family == AF_INET6)
    ((struct sockaddr_in6 *)(void *)address)->sin6_port = number;
  else
    ((struct sockaddr_in *)(void *)address)->sin_port = number;
  return HC_OK;
}

/* A port beyond an int is refused before the host is looked up, and another one behind it. */
enum hc_kind hc_lookup_source(const struct hc_transport_target *target, int family,
                              struct addrinfo **found, struct hc_error *error) {
  struct hc_buffer name = hc_buffer_make(target->allocator, HC_LIMIT_HOST);
  int64_t port = target->source_port;
  enum hc_kind kind = write_source(target, &name, error);
  if (kind == HC_OK && (port < INT_MIN || port > INT_MAX)) kind = raise_port(error);
  if (kind == HC_OK) kind = lookup_name(name.data, family, found, error);
  hc_buffer_free(&name);
  if (kind != HC_OK) return kind;
  kind = set_port((*found)->ai_addr, port, error);
  if (kind != HC_OK) freeaddrinfo(*found);
  return kind;
}
