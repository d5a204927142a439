/* Debug output: each function writes what one print() of http.client writes, if the level says so
 * (DB.*). Fails with HC_MEMORY_ERROR only. */
#ifndef DEBUG_OUTPUT_H
#define DEBUG_OUTPUT_H

#include "hc/body.h"
#include "hc/debug_sink.h"
#include "hc/message.h"

/* The zero state writes nothing. */
struct hc_debug {
  int level; /* only its sign matters (DB.01) */
  struct hc_debug_sink sink;
  const struct hc_allocator *allocator;
};

static inline bool hc_debug_is_on(const struct hc_debug *debug) {
  return debug->level > 0;
}

/* hc_debug_text writes `before` and `text`, in UTF-8. */
enum hc_kind hc_debug_text(const struct hc_debug *debug, const char *before, struct hc_span text,
                           struct hc_error *error);

/* hc_debug_object writes `before` and repr() of what `body` is of. */
enum hc_kind hc_debug_object(const struct hc_debug *debug, const char *before,
                             const struct hc_body *body, struct hc_error *error);

/* hc_debug_reply writes a status line, in Latin-1 (DB.03). */
enum hc_kind hc_debug_reply(const struct hc_debug *debug, struct hc_span line,
                            struct hc_error *error);

/* hc_debug_skipped writes the lines of a field section that is passed over (DB.05). */
enum hc_kind hc_debug_skipped(const struct hc_debug *debug, struct hc_span block,
                              struct hc_error *error);

/* hc_debug_fields writes each field of a response (DB.04). */
enum hc_kind hc_debug_fields(const struct hc_debug *debug, const struct hc_message *message,
                             struct hc_error *error);

#endif
