/* What a message's Content-Type makes the email parser note of the rest of the block (HD.16).
 *
 * http.client has the whole-message parser look at a field section, so a multipart type without its
 * parts is a defect there. Only defects and is_multipart() follow from it; fields and body do not
 * change. */
#ifndef MIME_H
#define MIME_H

#include "hc/buffer.h"
#include "hc/field_lines.h"

/* The most defects one message can get. */
enum { HC_MIME_DEFECTS_MAX = 3 };

struct hc_mime_findings {
  enum hc_defect_kind defects[HC_MIME_DEFECTS_MAX];
  size_t defect_count;
  bool is_multipart;
};

/* The fields that matter. */
struct hc_mime_fields {
  struct hc_span type;
  bool has_encoding; /* whether there is a Content-Transfer-Encoding */
  struct hc_span encoding;
};

/* hc_mime_may_matter tells whether anything can be found in a message of this Content-Type; few are
 * worth a closer look. */
bool hc_mime_may_matter(struct hc_span type);

/* hc_mime_inspect judges `leftover`, the bytes of the block that belong to no field. Returns false
 * if there is no memory. */
bool hc_mime_inspect(struct hc_mime_fields fields, struct hc_span leftover,
                     const struct hc_allocator *allocator, struct hc_mime_findings *findings);

#endif
