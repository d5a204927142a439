/* hc/message.h — http.client's HTTPMessage: the fields of a field section, in order.
 *
 * Names and values are Latin-1, as received. Spans returned are borrowed until the message is
 * changed or freed. Names compare without regard to case. */
#ifndef HC_MESSAGE_H
#define HC_MESSAGE_H

#include "hc/field_lines.h"
#include "hc/reader.h"

#ifdef __cplusplus
extern "C" {
#endif

struct hc_message;

struct hc_field {
  struct hc_span name;
  struct hc_span value;
};

struct hc_defect {
  enum hc_defect_kind kind;
  struct hc_span line; /* with its line end; empty for kinds that have none */
};

/* hc_message_parse makes a message of a field section's bytes, blank line included; `block` is
 * copied. Nothing in the bytes is an error: see hc_message_defect (HD.*). HC_MEMORY_ERROR. */
enum hc_kind hc_message_parse(struct hc_span block, enum hc_edition edition,
                              const struct hc_allocator *allocator, struct hc_message **message,
                              struct hc_error *error);

/* hc_parse_headers reads a field section from `reader` and parses it; the reader then stands at
 * the body (parse_headers.*). HC_LINE_TOO_LONG: a line of more than HC_LIMIT_LINE bytes.
 * HC_HTTP_EXCEPTION: more than HC_LIMIT_HEADER_LINES lines, the blank one counted (HL.01-HL.07).
 * Otherwise the reader's errors. */
enum hc_kind hc_parse_headers(struct hc_reader *reader, enum hc_edition edition,
                              const struct hc_allocator *allocator, struct hc_message **message,
                              struct hc_error *error);

/* hc_message_free releases the message; NULL is allowed. */
void hc_message_free(struct hc_message *message);

/* hc_message_count returns len(message): every field counts, repeated ones too (HA.08). */
size_t hc_message_count(const struct hc_message *message);

/* hc_message_field returns field `index`, in wire order (HA.05); an empty one past the end. */
struct hc_field hc_message_field(const struct hc_message *message, size_t index);

/* hc_message_get finds the first value of `name`: headers.get(name). Returns false, with `*value`
 * unchanged, if there is none. */
bool hc_message_get(const struct hc_message *message, struct hc_span name, struct hc_span *value);

/* hc_message_next finds the first field named `name` at or after `*index` and sets `*index` to its
 * place: get_all(name) walks them. Returns false if there is no more. */
bool hc_message_next(const struct hc_message *message, struct hc_span name, size_t *index);

/* hc_message_join appends all values of `name`, joined by ", ", to `joined`: getheader(name)
 * (HTTPResponse.getheader.join). `*found` tells whether there is one. HC_MEMORY_ERROR, with
 * `joined` unchanged. */
enum hc_kind hc_message_join(const struct hc_message *message, struct hc_span name,
                             struct hc_buffer *joined, bool *found, struct hc_error *error);

/* hc_message_add appends a field, copying both: message[name] = value, which never replaces and
 * validates nothing, but from edition 3.14 on the name (HA.12): HC_VALUE_ERROR. HC_MEMORY_ERROR. */
enum hc_kind hc_message_add(struct hc_message *message, struct hc_span name, struct hc_span value,
                            struct hc_error *error);

/* hc_message_remove deletes every field named `name`: del message[name]. Returns how many. */
size_t hc_message_remove(struct hc_message *message, struct hc_span name);

/* hc_message_defect_count and hc_message_defect give what the email parser notes (HD.18); past the
 * end the kind is HC_DEFECT_KIND_COUNT. */
size_t hc_message_defect_count(const struct hc_message *message);
struct hc_defect hc_message_defect(const struct hc_message *message, size_t index);

/* hc_message_envelope gives a leading "From " line: get_unixfrom(). False if there is none. */
bool hc_message_envelope(const struct hc_message *message, struct hc_span *line);

/* hc_message_leftover returns the bytes of the block that belong to no field: those from the first
 * malformed line on (HD.04). */
struct hc_span hc_message_leftover(const struct hc_message *message);

/* hc_message_is_multipart: is_multipart(), which is true for message/... too (HD.16). */
bool hc_message_is_multipart(const struct hc_message *message);

#ifdef __cplusplus
}
#endif
#endif
