#include "decisive_fields.h"

/* Names are mostly written as they are here. */
static inline bool is_named(struct hc_span name, const char *wanted) {
  return hc_span_equal(name, hc_str(wanted)) || hc_span_equal_ignoring_case(name, hc_str(wanted));
}

#define SIZE_OF(name) (sizeof name - 1)

/* Where the value of a field of that name is noted; NULL if it is not. The size alone tells most
 * names apart. */
static inline struct hc_span *place_of(struct hc_span name, struct hc_decisive_fields *fields) {
  switch (name.size) {
  case SIZE_OF("Connection"): /* and of Keep-Alive */
    if (is_named(name, "Connection")) return &fields->connection;
    return is_named(name, "Keep-Alive") ? &fields->keep_alive : NULL;
  case SIZE_OF("Content-Type"):
    return is_named(name, "Content-Type") ? &fields->content_type : NULL;
  case SIZE_OF("Content-Length"):
    return is_named(name, "Content-Length") ? &fields->content_length : NULL;
  case SIZE_OF("Proxy-Connection"):
    return is_named(name, "Proxy-Connection") ? &fields->proxy_connection : NULL;
  case SIZE_OF("Transfer-Encoding"):
    return is_named(name, "Transfer-Encoding") ? &fields->transfer_encoding : NULL;
  default: return NULL;
  }
}

void hc_decisive_note(struct hc_decisive_fields *fields, struct hc_span name,
                      struct hc_span value) {
  struct hc_span *place = place_of(name, fields);
  if (place != NULL && place->data == NULL) *place = value;
}

void hc_decisive_note_places(struct hc_decisive_fields *fields, const char *text,
                             const struct hc_field_place *places, size_t count) {
  for (const struct hc_field_place *at = places; at < places + count; at++) {
    struct hc_span *place = place_of(hc_span_make(text + at->name_at, at->name_size), fields);
    if (place != NULL && place->data == NULL) {
      *place = hc_span_make(text + at->value_at, at->value_size);
    }
  }
}
