/* TLS contexts from the options of context(…), and those that cases share. */
#ifndef ADAPTER_CONTEXTS_H
#define ADAPTER_CONTEXTS_H

#include "value_json.h"

struct shared_context;

/* Contexts that any case may be given, by edition and options. The zero state has none. */
struct shared_contexts {
  struct shared_context *entries;
  size_t count;
};

/* context_make: a value of the dict |options|, a reference of the caller's: a new one, or one of
 * |shared| if the options say so. DECODING_ILL_FORMED: an unknown option, or one of a wrong form.
 * DECODING_RAISES: |error| says what was raised. Otherwise as value_decode(). */
enum decoding context_make(const struct value *options, const struct value_source *source,
                           struct value **context, const char **what, struct hc_error *error);

/* shared_contexts_clear: lets go of all and leaves the zero state. */
void shared_contexts_clear(struct shared_contexts *shared);

#endif
