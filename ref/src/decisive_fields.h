/* The fields of a received message that http.client itself acts on: they tell how a body ends,
 * whether the connection stays open, and what type the content has. They are noted when the fields
 * are found; looking for each afterwards would be a walk for each. */
#ifndef DECISIVE_FIELDS_H
#define DECISIVE_FIELDS_H

#include "hc/message.h"
#include "plain_section.h"

/* The value of the first field of each name: http.client sees no other (FR.04, FR.08). `data` is
 * NULL if there is none, as in the zero state. */
struct hc_decisive_fields {
  struct hc_span connection;
  struct hc_span content_length;
  struct hc_span content_type;
  struct hc_span keep_alive;
  struct hc_span proxy_connection;
  struct hc_span transfer_encoding;
};

/* hc_decisive_note notes the next field, if it is one of them. */
void hc_decisive_note(struct hc_decisive_fields *fields, struct hc_span name, struct hc_span value);

/* hc_decisive_note_places notes the fields of `text` that are at `places`. */
void hc_decisive_note_places(struct hc_decisive_fields *fields, const char *text,
                             const struct hc_field_place *places, size_t count);

/* hc_message_decisive returns those that the message was received with: what was added or removed
 * since makes no difference. */
const struct hc_decisive_fields *hc_message_decisive(const struct hc_message *message);

#endif
