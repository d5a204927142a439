#include "hc/host_field.h"

#include <arpa/inet.h>

#include "edition.h"
#include "encode.h"
#include "idna_codec.h"
#include "latin1.h"
#include "raise.h"

static const char *find(struct hc_span text, char byte) {
  return text.size > 0 ? memchr(text.data, byte, text.size) : NULL;
}

/* The part of `text` before its first `byte`; all of it if there is none. */
static struct hc_span before(struct hc_span text, char byte) {
  const char *found = find(text, byte);
  return found != NULL ? hc_span_make(text.data, (size_t)(found - text.data)) : text;
}

/* The part of `text` after its first `byte`; nothing if there is none. */
static struct hc_span after(struct hc_span text, char byte) {
  size_t skipped = before(text, byte).size;
  if (skipped == text.size) return hc_span_make(text.data, 0);
  return hc_span_make(text.data + skipped + 1, text.size - skipped - 1);
}

static bool is_scheme_character(char byte) {
  char letter = hc_lower(byte);
  return (letter >= 'a' && letter <= 'z') || (byte >= '0' && byte <= '9') || byte == '+' ||
         byte == '-' || byte == '.';
}

/* HO.01: the network location urlsplit() finds; empty if the url has none. */
static struct hc_span network_location(struct hc_span url) {
  struct hc_span none = {NULL, 0};
  /* Only lower-case "http" is looked at. */
  if (!hc_starts_with(url, "http")) return none;
  struct hc_span scheme = before(url, ':');
  for (size_t i = 0; i < scheme.size; i++) {
    if (!is_scheme_character(scheme.data[i])) return none;
  }
  struct hc_span rest = after(url, ':');
  if (!hc_starts_with(rest, "//")) return none;
  rest = hc_span_make(rest.data + 2, rest.size - 2);
  return before(before(before(rest, '/'), '?'), '#');
}

/* "v", hexadecimal digits, ".", something (RFC 3986 section 3.2.2). */
static bool is_future_address(struct hc_span text) {
  size_t i = 1;
  while (i < text.size && memchr("0123456789abcdefABCDEF", text.data[i], 22) != NULL)
    i++;
  return i > 1 && i + 1 < text.size && text.data[i] == '.';
}

/* Copies `address` without its zone id if it fits and its zone id, if any, is well formed. */
static bool copy_address(struct hc_span address, char text[INET6_ADDRSTRLEN]) {
  struct hc_span number = before(address, '%');
  struct hc_span zone = after(address, '%');
  bool zone_missing = find(address, '%') != NULL && zone.size == 0;
  if (zone_missing || find(zone, '%') != NULL || number.size >= INET6_ADDRSTRLEN) return false;
  memcpy(text, number.data, number.size);
  text[number.size] = '\0';
  return find(number, '\0') == NULL;
}

/* HO.15: what edition 3.11 on wants between brackets. */
static enum hc_kind check_bracketed(struct hc_span address, struct hc_error *error) {
  if (hc_starts_with(address, "v")) {
    if (is_future_address(address)) return HC_OK;
    return hc_raise(error, HC_VALUE_ERROR, "IPvFuture address is invalid");
  }
  char text[INET6_ADDRSTRLEN];
  struct in6_addr parsed;
  bool copied = copy_address(address, text);
  if (copied && inet_pton(AF_INET6, text, &parsed) == 1) return HC_OK;
  if (copied && find(address, '%') == NULL && inet_pton(AF_INET, text, &parsed) == 1) {
    return hc_raise(error, HC_VALUE_ERROR, "An IPv4 address cannot be in brackets");
  }
  return hc_raise_no_address(error, address);
}

/* The part of `text` after its last '@'; all of it if there is none. */
static struct hc_span after_user(struct hc_span text) {
  while (find(text, '@') != NULL)
    text = after(text, '@');
  return text;
}

/* As check_bracketed(), for brackets that stand where no user is, and hold the host and nothing
 * less; without brackets there, the host as such (CVE-2025-0938). */
static enum hc_kind check_place(struct hc_span location, struct hc_error *error) {
  struct hc_span place = after_user(location);
  if (find(place, '[') == NULL) return check_bracketed(before(place, ':'), error);
  struct hc_span bracketed = after(place, '['), behind = after(bracketed, ']');
  bool is_alone = place.data[0] == '[' && (behind.size == 0 || behind.data[0] == ':');
  if (!is_alone) return hc_raise(error, HC_VALUE_ERROR, "Invalid IPv6 URL");
  return check_bracketed(before(bracketed, ']'), error);
}

static enum hc_kind check_location(struct hc_span location, const struct hc_traits *traits,
                                   struct hc_error *error) {
  bool opened = find(location, '[') != NULL;
  if (opened != (find(location, ']') != NULL)) {
    return hc_raise(error, HC_VALUE_ERROR, "Invalid IPv6 URL");
  }
  if (!opened || !traits->checks_bracketed_host) return HC_OK;
  if (traits->checks_place_of_brackets) return check_place(location, error);
  return check_bracketed(before(after(location, '['), ']'), error);
}

static enum hc_kind append(struct hc_buffer *value, struct hc_span bytes, struct hc_error *error) {
  return hc_buffer_append(value, bytes) ? HC_OK : hc_raise_memory(error);
}

/* HO.10-HO.13: cuts the written value, which starts at `start`, at its first '%' and closes the
 * bracket again. What followed is lost, a port included. */
static enum hc_kind remove_zone(struct hc_buffer *value, size_t start, struct hc_error *error) {
  struct hc_span written = hc_span_make(value->data + start, value->size - start);
  struct hc_span kept = before(written, '%');
  if (kept.size == written.size) return HC_OK;
  if (!hc_starts_with(kept, "[")) return hc_raise_repr(error, HC_ASSERTION_ERROR, "", kept);
  value->size = start + kept.size;
  return append(value, hc_str("]"), error);
}

/* HO.07-HO.09: a host with a colon stands in brackets. */
static enum hc_kind write_bracketed(struct hc_span host, const struct hc_traits *traits,
                                    struct hc_buffer *value, struct hc_error *error) {
  size_t start = value->size;
  bool wrap = !(traits->brackets_once && hc_starts_with(host, "["));
  if (wrap && !hc_buffer_append(value, hc_str("["))) return hc_raise_memory(error);
  enum hc_kind kind = append(value, host, error);
  if (kind == HC_OK && wrap) kind = append(value, hc_str("]"), error);
  if (kind == HC_OK && traits->removes_zone) kind = remove_zone(value, start, error);
  return kind;
}

/* A colon in the host makes it an IPv6 address whatever else it is (HO.14). */
static enum hc_kind write_name_or_address(struct hc_span host, const struct hc_traits *traits,
                                          struct hc_buffer *value, struct hc_error *error) {
  return find(host, ':') == NULL ? append(value, host, error)
                                 : write_bracketed(host, traits, value, error);
}

/* HO.04-HO.06: ASCII as it is, anything else by IDNA. */
static enum hc_kind write_host(struct hc_span host, const struct hc_traits *traits,
                               struct hc_buffer *value, struct hc_error *error) {
  if (hc_is_ascii(host)) return write_name_or_address(host, traits, value, error);
  struct hc_buffer ascii = hc_buffer_make(value->allocator, 0);
  enum hc_kind kind = hc_idna_encode(host, traits->edition, &ascii, error);
  if (kind == HC_OK) {
    kind = write_name_or_address(hc_buffer_span(&ascii), traits, value, error);
  }
  hc_buffer_free(&ascii);
  return kind;
}

/* A port given as text makes host and port one text, which is encoded at once. */
static enum hc_kind add_port_text(struct hc_span text, struct hc_buffer *value, size_t start,
                                  struct hc_error *error) {
  struct hc_buffer joined = hc_buffer_make(value->allocator, 0);
  size_t size = value->size - start;
  struct hc_span host = hc_span_make(size > 0 ? value->data + start : NULL, size);
  bool complete = hc_buffer_append(&joined, host) && hc_buffer_append(&joined, hc_str(":")) &&
                  hc_buffer_append(&joined, text);
  value->size = start;
  enum hc_kind kind =
      complete ? hc_encode_latin1(hc_buffer_span(&joined), value, error) : hc_raise_memory(error);
  hc_buffer_free(&joined);
  return kind;
}

/* HO.02, HO.03: the port after the host written from `start` on, unless it is the default one. A
 * text differs from every number. */
static enum hc_kind add_port(struct hc_port port, int default_port, struct hc_buffer *value,
                             size_t start, struct hc_error *error) {
  if (port.kind == HC_PORT_TEXT) return add_port_text(port.text, value, start, error);
  if (port.number == default_port) return HC_OK;
  bool complete = hc_buffer_append(value, hc_str(":")) && hc_port_append(port, value);
  return complete ? HC_OK : hc_raise_memory(error);
}

static enum hc_kind write_location(struct hc_span location, const struct hc_traits *traits,
                                   struct hc_buffer *value, struct hc_error *error) {
  size_t start = value->size;
  enum hc_kind kind = append(value, location, error);
  if (kind == HC_OK && traits->removes_zone) kind = remove_zone(value, start, error);
  return kind;
}

enum hc_kind hc_host_field_write(struct hc_span url, const struct hc_host_port *origin,
                                 int default_port, enum hc_edition edition, struct hc_buffer *value,
                                 struct hc_error *error) {
  const struct hc_traits *traits = hc_traits_of(edition);
  size_t size = value->size;
  struct hc_span location = network_location(url);
  enum hc_kind kind = check_location(location, traits, error);
  if (kind == HC_OK && location.size > 0) {
    kind = write_location(location, traits, value, error);
  } else if (kind == HC_OK) {
    kind = write_host(origin->host, traits, value, error);
    if (kind == HC_OK) kind = add_port(origin->port, default_port, value, size, error);
  }
  if (kind != HC_OK) value->size = size;
  return kind;
}
