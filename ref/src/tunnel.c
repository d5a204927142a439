/* Setting a tunnel, and asking the proxy for it. Up to edition 3.13 neither host nor fields are
 * looked at for characters that break a line (TU.10); from 3.14 on they are refused (TU.11,
 * CVE-2026-1502). */
#include "tunnel.h"

#include <stdio.h>

#include "connection.h"
#include "decimal.h"
#include "decode.h"
#include "encode.h"
#include "field.h"
#include "hc/limits.h"
#include "hc/request_line.h"
#include "header_block.h"
#include "idna_codec.h"
#include "raise.h"
#include "repr.h"
#include "response.h"

/* --- The tunnel --- */

struct hc_tunnel hc_tunnel_make(const struct hc_allocator *allocator) {
  struct hc_buffer empty = hc_buffer_make(allocator, 0);
  struct hc_tunnel tunnel = {
      .host = empty,
      .port_text = empty,
      .parts = hc_line_list_make(allocator),
      .kinds = empty,
      .answer = empty,
  };
  return tunnel;
}

void hc_tunnel_free(struct hc_tunnel *tunnel) {
  hc_buffer_free(&tunnel->host);
  hc_buffer_free(&tunnel->port_text);
  hc_line_list_free(&tunnel->parts);
  hc_buffer_free(&tunnel->kinds);
  hc_buffer_free(&tunnel->answer);
}

/* --- Setting --- */

/* "%d" of a port: a text is refused (TU.12). */
static enum hc_kind write_port(struct hc_port port, const struct hc_traits *traits,
                               struct hc_buffer *into, struct hc_error *error) {
  if (port.kind == HC_PORT_TEXT) {
    return hc_raise(error, HC_TYPE_ERROR, "%%d format: a %s is required, not str",
                    traits->wants_real_number ? "real number" : "number");
  }
  bool complete = hc_buffer_append(into, hc_str(":")) && hc_port_append(port, into);
  return complete ? HC_OK : hc_raise_memory(error);
}

/* str() of a name or value, which is how it goes into the line (TU.10). */
static bool append_str(struct hc_value value, struct hc_buffer *into) {
  switch (value.kind) {
  case HC_VALUE_NONE: break;
  case HC_VALUE_TEXT: return hc_buffer_append(into, value.bytes);
  case HC_VALUE_BYTES: return hc_repr_bytes(value.bytes, into);
  case HC_VALUE_INTEGER: return hc_append_decimal(into, value.integer);
  }
  return hc_buffer_append(into, hc_str("None"));
}

static bool add_part(struct hc_tunnel *tunnel, struct hc_value part) {
  struct hc_buffer text = hc_buffer_make(tunnel->host.allocator, 0);
  const char kind = (char)part.kind;
  bool complete = append_str(part, &text) &&
                  hc_line_list_add(&tunnel->parts, hc_buffer_span(&text)) &&
                  hc_buffer_append(&tunnel->kinds, hc_span_make(&kind, 1));
  hc_buffer_free(&text);
  return complete;
}

static bool add_field(struct hc_tunnel *tunnel, struct hc_value name, struct hc_value value) {
  return add_part(tunnel, name) && add_part(tunnel, value);
}

static bool fill(struct hc_tunnel *tunnel, const struct hc_host_port *endpoint,
                 const struct hc_header *headers, size_t count) {
  bool complete = hc_buffer_append(&tunnel->host, endpoint->host) &&
                  hc_buffer_append(&tunnel->port_text, endpoint->port.text);
  tunnel->port = endpoint->port;
  tunnel->port.text = hc_buffer_span(&tunnel->port_text);
  for (size_t i = 0; i < count && complete; i++)
    complete = add_field(tunnel, headers[i].name, headers[i].value);
  return complete;
}

/* TU.04, XT.30: names are asked for lower() up to the first that is "host"; bytes never are. */
static enum hc_kind find_host_field(const struct hc_header *headers, size_t count, bool *found,
                                    struct hc_error *error) {
  *found = false;
  for (size_t i = 0; i < count && !*found; i++) {
    struct hc_value name = headers[i].name;
    if (name.kind != HC_VALUE_TEXT && name.kind != HC_VALUE_BYTES)
      return hc_raise_no_lower(name, error);
    *found = name.kind == HC_VALUE_TEXT && hc_span_equal_ignoring_case(name.bytes, hc_str("host"));
  }
  return HC_OK;
}

/* TU.04: with the host in IDNA, and no brackets around an IPv6 address. */
static enum hc_kind add_host_field(struct hc_tunnel *tunnel, const struct hc_traits *traits,
                                   struct hc_error *error) {
  struct hc_buffer value = hc_buffer_make(tunnel->host.allocator, 0);
  enum hc_kind kind = hc_idna_encode(hc_buffer_span(&tunnel->host), traits->edition, &value, error);
  if (kind == HC_OK) kind = write_port(tunnel->port, traits, &value, error);
  const struct hc_value text = {HC_VALUE_TEXT, hc_buffer_span(&value), 0};
  if (kind == HC_OK && !add_field(tunnel, hc_text("Host"), text)) kind = hc_raise_memory(error);
  hc_buffer_free(&value);
  return kind;
}

/* Puts `made` in place of the settings there were; the proxy's last answer stays (TU.16). */
static void replace_settings(struct hc_tunnel *tunnel, struct hc_tunnel *made) {
  made->answered = tunnel->answered;
  hc_buffer_take(&made->answer, &tunnel->answer);
  hc_tunnel_free(tunnel);
  *tunnel = *made;
}

enum hc_kind hc_connection_set_tunnel(struct hc_connection *connection, struct hc_span host,
                                      struct hc_port port, const struct hc_header *headers,
                                      size_t count, struct hc_error *error) {
  if (connection->transport != NULL) { /* TU.02 */
    return hc_raise(error, HC_RUNTIME_ERROR, "Can't set up tunnel for established connection");
  }
  struct hc_host_port endpoint;
  enum hc_kind kind = hc_host_port_parse(host, port, connection->default_port, connection->edition,
                                         &endpoint, error);
  if (kind == HC_OK) kind = hc_headers_check(headers, count, error);
  if (kind != HC_OK) return kind;
  struct hc_tunnel made = hc_tunnel_make(connection->allocator);
  if (!fill(&made, &endpoint, headers, count)) kind = hc_raise_memory(error);
  bool has_host = !connection->traits->connect_is_modern;
  if (kind == HC_OK && !has_host) kind = find_host_field(headers, count, &has_host, error);
  if (kind == HC_OK && !has_host) kind = add_host_field(&made, connection->traits, error);
  /* A tunnel that the Host field cannot be made for is set all the same. */
  if (kind == HC_MEMORY_ERROR)
    hc_tunnel_free(&made);
  else
    replace_settings(&connection->tunnel, &made);
  return kind;
}

/* --- Asking for it --- */

/* The host in the form of CONNECT: as it is, which has to be ASCII (TU.06), or in IDNA (TU.07); an
 * IPv6 address in brackets where the edition sees to that (TU.08, TU.09). */
static enum hc_kind write_host(const struct hc_connection *connection, struct hc_buffer *into,
                               struct hc_error *error) {
  struct hc_span host = hc_buffer_span(&connection->tunnel.host);
  const struct hc_traits *traits = connection->traits;
  if (!traits->connect_is_modern) {
    /* TU.05: there the line as a whole is judged. */
    enum hc_kind kind = traits->connect_in_parts ? HC_OK : hc_check_ascii(host, error);
    if (kind != HC_OK) return kind;
    return hc_buffer_append(into, host) ? HC_OK : hc_raise_memory(error);
  }
  struct hc_buffer ascii = hc_buffer_make(connection->allocator, 0);
  enum hc_kind kind = hc_idna_encode(host, connection->edition, &ascii, error);
  bool bare = traits->brackets_once && ascii.size > 0 && ascii.data[0] != '[' &&
              memchr(ascii.data, ':', ascii.size) != NULL;
  bool complete = hc_buffer_append(into, hc_str(bare ? "[" : "")) &&
                  hc_buffer_append(into, hc_buffer_span(&ascii)) &&
                  hc_buffer_append(into, hc_str(bare ? "]" : ""));
  hc_buffer_free(&ascii);
  return kind == HC_OK && !complete ? hc_raise_memory(error) : kind;
}

/* TU.05-TU.07 */
static enum hc_kind write_connect_line(const struct hc_connection *connection,
                                       struct hc_buffer *into, struct hc_error *error) {
  const struct hc_traits *traits = connection->traits;
  struct hc_span version = hc_str("HTTP/1.0");
  if (traits->connect_is_modern) version = hc_buffer_span(&connection->http_vsn_str);
  if (!hc_buffer_append(into, hc_str("CONNECT "))) return hc_raise_memory(error);
  enum hc_kind kind = write_host(connection, into, error);
  if (kind == HC_OK) kind = hc_check_ascii(version, error);
  if (kind == HC_OK) kind = write_port(connection->tunnel.port, traits, into, error);
  if (kind != HC_OK) return kind;
  bool complete = hc_buffer_append(into, hc_str(" ")) && hc_buffer_append(into, version) &&
                  hc_buffer_append(into, hc_str("\r\n"));
  if (!complete) return hc_raise_memory(error);
  return traits->connect_in_parts ? hc_check_ascii(hc_buffer_span(into), error) : HC_OK;
}

/* TU.11: what the edition looks for in the host. */
static enum hc_kind check_host(const struct hc_connection *connection, struct hc_error *error) {
  struct hc_span host = hc_buffer_span(&connection->tunnel.host);
  if (!connection->traits->checks_tunnel || hc_url_validate(host, NULL) == HC_OK) return HC_OK;
  return hc_raise_repr_text(error, HC_VALUE_ERROR, "Tunnel host can't contain control characters ",
                            host);
}

/* Appends part `index` of the fields in Latin-1. TU.11: it has to be text. */
static enum hc_kind write_text_part(const struct hc_tunnel *tunnel, size_t index,
                                    struct hc_buffer *block, struct hc_error *error) {
  static const char *const types[] = {
      [HC_VALUE_NONE] = "NoneType", [HC_VALUE_BYTES] = "bytes", [HC_VALUE_INTEGER] = "int"};
  enum hc_value_kind kind = (enum hc_value_kind)tunnel->kinds.data[index];
  if (kind == HC_VALUE_TEXT) {
    return hc_encode_latin1(hc_line_list_at(&tunnel->parts, index), block, error);
  }
  return hc_raise(error, HC_ATTRIBUTE_ERROR, "'%s' object has no attribute 'encode'", types[kind]);
}

/* TU.11: a field by the rules of putheader(), whose name and value are each put into Latin-1 before
 * either is looked at. */
static enum hc_kind write_checked_field(const struct hc_tunnel *tunnel, size_t index,
                                        struct hc_buffer *block, struct hc_error *error) {
  size_t start = block->size;
  enum hc_kind kind = write_text_part(tunnel, index, block, error);
  size_t name_end = block->size;
  if (kind == HC_OK && !hc_buffer_append(block, hc_str(": "))) kind = hc_raise_memory(error);
  size_t value_start = block->size;
  if (kind == HC_OK) kind = write_text_part(tunnel, index + 1, block, error);
  if (kind != HC_OK) return kind;
  struct hc_span name = hc_span_make(block->data + start, name_end - start);
  struct hc_span value = hc_span_make(block->data + value_start, block->size - value_start);
  kind = hc_field_name_validate(name, error);
  if (kind == HC_OK) kind = hc_field_value_validate(value, error);
  if (kind != HC_OK) return kind;
  return hc_buffer_append(block, hc_str("\r\n")) ? HC_OK : hc_raise_memory(error);
}

/* TU.10: a field as it is. The line as a whole is put into Latin-1. */
static enum hc_kind write_any_field(const struct hc_tunnel *tunnel, size_t index,
                                    struct hc_buffer *block, struct hc_error *error) {
  struct hc_buffer line = hc_buffer_make(tunnel->host.allocator, 0);
  bool complete = hc_buffer_append(&line, hc_line_list_at(&tunnel->parts, index)) &&
                  hc_buffer_append(&line, hc_str(": ")) &&
                  hc_buffer_append(&line, hc_line_list_at(&tunnel->parts, index + 1)) &&
                  hc_buffer_append(&line, hc_str("\r\n"));
  enum hc_kind kind =
      complete ? hc_encode_latin1(hc_buffer_span(&line), block, error) : hc_raise_memory(error);
  hc_buffer_free(&line);
  return kind;
}

static enum hc_kind send_block(struct hc_connection *connection, struct hc_buffer *block,
                               struct hc_error *error) {
  const struct hc_span bytes = hc_buffer_span(block);
  enum hc_kind kind = hc_connection_send_spans(connection, &bytes, 1, error);
  hc_buffer_empty(block);
  return kind;
}

/* Writes the whole of CONNECT to `block`, and sends it: at once, or line by line (TU.05). */
static enum hc_kind send_lines(struct hc_connection *connection, struct hc_buffer *block,
                               struct hc_error *error) {
  bool in_parts = connection->traits->connect_in_parts;
  const struct hc_tunnel *tunnel = &connection->tunnel;
  bool is_checked = connection->traits->checks_tunnel;
  enum hc_kind kind = check_host(connection, error);
  if (kind == HC_OK) kind = write_connect_line(connection, block, error);
  for (size_t i = 0; i < hc_line_list_count(&tunnel->parts) && kind == HC_OK; i += 2) {
    if (in_parts) kind = send_block(connection, block, error);
    if (kind != HC_OK) break;
    kind = is_checked ? write_checked_field(tunnel, i, block, error)
                      : write_any_field(tunnel, i, block, error);
  }
  if (kind == HC_OK && in_parts) kind = send_block(connection, block, error);
  if (kind != HC_OK) return kind;
  if (!hc_buffer_append(block, hc_str("\r\n"))) return hc_raise_memory(error);
  return send_block(connection, block, error);
}

static enum hc_kind send_connect(struct hc_connection *connection, struct hc_error *error) {
  struct hc_buffer block = hc_buffer_make(connection->allocator, HC_LIMIT_REQUEST_HEAD);
  enum hc_kind kind = send_lines(connection, &block, error);
  hc_buffer_free(&block);
  return kind;
}

/* --- The proxy's answer --- */

/* DB.09: a line is shown with its line end, and has to be UTF-8. */
static enum hc_kind show_line(const struct hc_connection *connection, struct hc_span line,
                              struct hc_error *error) {
  if (!hc_debug_is_on(&connection->debug)) return HC_OK;
  enum hc_kind kind = hc_check_utf8(line, error);
  return kind == HC_OK ? hc_debug_text(&connection->debug, "header: ", line, error) : kind;
}

/* TU.15, TU.16: the fields are limited in number and kept. */
static enum hc_kind keep_fields(struct hc_connection *connection, struct hc_reader *reader,
                                struct hc_error *error) {
  struct hc_buffer block = hc_buffer_make(connection->allocator, 0);
  enum hc_kind kind = hc_read_header_block(reader, &block, error);
  if (kind != HC_OK) {
    hc_buffer_free(&block);
    return kind;
  }
  hc_buffer_take(&connection->tunnel.answer, &block);
  connection->tunnel.answered = true;
  struct hc_span rest = hc_buffer_span(&connection->tunnel.answer);
  for (bool ended = false; !ended && kind == HC_OK;)
    kind = show_line(connection, hc_take_block_line(&rest, &ended), error);
  return kind;
}

/* TU.14: any number of fields is passed over. */
static enum hc_kind skip_fields(const struct hc_connection *connection, struct hc_reader *reader,
                                struct hc_error *error) {
  for (;;) {
    struct hc_span line;
    bool ended;
    enum hc_kind kind = hc_reader_readline(reader, HC_LIMIT_LINE + 1, &line, error);
    if (kind != HC_OK) return kind;
    if (line.size > HC_LIMIT_LINE) return hc_raise_line_too_long(error, "header line");
    struct hc_span shown = line;
    hc_take_block_line(&line, &ended);
    if (ended) return HC_OK;
    kind = show_line(connection, shown, error);
    if (kind != HC_OK) return kind;
  }
}

/* TU.13: closes, and raises with the status and `reason`, in Latin-1. */
static enum hc_kind refuse(struct hc_connection *connection, int status, struct hc_span reason,
                           struct hc_error *error) {
  hc_connection_close(connection);
  char before[48];
  snprintf(before, sizeof before, "Tunnel connection failed: %d ", status);
  struct hc_buffer text = hc_buffer_make(connection->allocator, 0);
  bool complete = hc_buffer_append(&text, hc_str(before)) && hc_latin1_to_utf8(reason, &text);
  enum hc_kind kind =
      complete ? hc_error_set(error, HC_OS_ERROR, hc_buffer_span(&text)) : hc_raise_memory(error);
  hc_buffer_free(&text);
  return kind;
}

/* Reads the answer's fields and judges its status; the version is not looked at, and no 100 is
 * passed over (TU.13). `reason` is a copy. */
static enum hc_kind judge(struct hc_connection *connection, struct hc_reader *reader, int status,
                          struct hc_span reason, struct hc_error *error) {
  bool modern = connection->traits->connect_is_modern;
  enum hc_kind kind = modern ? keep_fields(connection, reader, error) : HC_OK;
  if (kind != HC_OK) return kind;
  if (status != 200) return refuse(connection, status, reason, error);
  return modern ? HC_OK : skip_fields(connection, reader, error);
}

static enum hc_kind read_answer(struct hc_connection *connection, struct hc_response *answer,
                                struct hc_error *error) {
  struct hc_status_line status;
  enum hc_kind kind = hc_response_read_status_line(answer, &status, error);
  if (kind != HC_OK) return kind;
  struct hc_buffer reason = hc_buffer_make(connection->allocator, 0);
  kind = hc_buffer_append(&reason, status.reason)
             ? judge(connection, answer->reader, status.status, hc_buffer_span(&reason), error)
             : hc_raise_memory(error);
  hc_buffer_free(&reason);
  return kind;
}

enum hc_kind hc_tunnel_open(struct hc_connection *connection, struct hc_error *error) {
  enum hc_kind kind = send_connect(connection, error);
  if (kind != HC_OK) return kind;
  const struct hc_response_options options = {
      /* TU.23: without a debug level */
      .method = hc_buffer_span(&connection->method),
      .edition = connection->edition,
      .allocator = connection->allocator,
  };
  struct hc_response *answer = NULL;
  kind = hc_connection_new_response(connection, &options, &answer, error);
  if (kind != HC_OK) return kind;
  kind = read_answer(connection, answer, error);
  hc_response_free(answer); /* TU.20: with what was read ahead */
  return kind;
}

enum hc_kind hc_connection_proxy_headers(const struct hc_connection *connection,
                                         struct hc_message **headers, struct hc_error *error) {
  *headers = NULL;
  if (!connection->traits->connect_is_modern) { /* TU.17 */
    return hc_raise(error, HC_ATTRIBUTE_ERROR,
                    "'HTTPConnection' object has no attribute 'get_proxy_response_headers'");
  }
  if (!connection->tunnel.answered) return HC_OK;
  return hc_message_parse(hc_buffer_span(&connection->tunnel.answer), connection->edition,
                          connection->allocator, headers, error);
}

bool hc_connection_tunnel(const struct hc_connection *connection, struct hc_host_port *endpoint) {
  if (!hc_tunnel_is_set(&connection->tunnel)) return false;
  endpoint->host = hc_buffer_span(&connection->tunnel.host);
  endpoint->port = connection->tunnel.port;
  return true;
}
