#include "hc/host_port.h"

#include "decimal.h"
#include "edition.h"
#include "raise.h"
#include "unicode.h"

/* The part of `text` after its last `byte`. False if there is none. */
static bool after_last(struct hc_span text, char byte, struct hc_span *after) {
  *after = text;
  const char *found;
  while (after->size > 0 && (found = memchr(after->data, byte, after->size)) != NULL)
    *after = hc_span_make(found + 1, after->size - (size_t)(found + 1 - after->data));
  return after->size < text.size;
}

static bool contains(struct hc_span text, char byte) {
  return text.size > 0 && memchr(text.data, byte, text.size) != NULL;
}

/* The digits of a number that int() accepts, without what else may be written there: white space,
 * a plus, underscores, zeros in front, and other scripts' digits for these. */
static bool append_digits(struct hc_span written, struct hc_buffer *into) {
  bool begun = false;
  while (written.size > 0) {
    uint32_t character = hc_utf8_next(&written);
    int digit = hc_unicode_decimal(character);
    begun = begun || digit > 0;
    char byte = character == '-' ? '-' : (char)('0' + digit);
    bool shown = character == '-' || (begun && digit >= 0);
    if (shown && !hc_buffer_append(into, hc_span_make(&byte, 1))) return false;
  }
  return true;
}

bool hc_port_append(struct hc_port port, struct hc_buffer *into) {
  if (port.kind == HC_PORT_TEXT) return hc_buffer_append(into, port.text);
  if (port.text.size == 0) return hc_append_decimal(into, port.number);
  size_t size = into->size;
  bool complete = append_digits(port.text, into);
  if (!complete) into->size = size;
  return complete;
}

/* HP.02-HP.05: the port in a host string, whose text follows the last colon. */
static enum hc_kind parse_port(struct hc_span text, int default_port, struct hc_port *port,
                               struct hc_error *error) {
  if (text.size == 0) {
    *port = hc_port_number(default_port);
    return HC_OK;
  }
  struct hc_integer number;
  if (!hc_integer_parse_utf8(text, &number)) {
    struct hc_span parts[] = {hc_str("nonnumeric port: '"), text, hc_str("'")};
    return hc_raise_joined(error, HC_INVALID_URL, parts, 3);
  }
  *port = hc_port_number(hc_integer_to_int64(number));
  if (number.magnitude > INT64_MAX) port->text = text;
  return HC_OK;
}

static struct hc_span without_brackets(struct hc_span host) {
  if (host.size == 0 || host.data[0] != '[' || host.data[host.size - 1] != ']') return host;
  return hc_span_make(host.data + 1, host.size - 2);
}

enum hc_kind hc_host_port_parse(struct hc_span host, struct hc_port port, int default_port,
                                enum hc_edition edition, struct hc_host_port *parsed,
                                struct hc_error *error) {
  bool strip = hc_traits_of(edition)->brackets_once || port.kind == HC_PORT_NONE;
  if (port.kind == HC_PORT_NONE) {
    struct hc_span text;
    port = hc_port_number(default_port);
    /* HP.01: a colon inside brackets separates no port. */
    if (after_last(host, ':', &text) && !contains(text, ']')) {
      enum hc_kind kind = parse_port(text, default_port, &port, error);
      if (kind != HC_OK) return kind;
      host.size -= text.size + 1;
    }
  }
  parsed->host = strip ? without_brackets(host) : host;
  parsed->port = port;
  return HC_OK;
}

enum hc_kind hc_host_validate(struct hc_span host, struct hc_error *error) {
  for (size_t i = 0; i < host.size; i++) {
    unsigned char byte = (unsigned char)host.data[i];
    if (byte <= 0x20 || byte == 0x7F) {
      return hc_raise_control_character(error, HC_INVALID_URL, "URL", host, i);
    }
  }
  return HC_OK;
}
