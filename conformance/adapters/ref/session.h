/* One case: its steps are done in order on its variables. */
#ifndef ADAPTER_SESSION_H
#define ADAPTER_SESSION_H

#include <jansson.h>

#include "contexts.h"
#include "environment.h"
#include "hc/edition.h"
#include "ill_formed.h"

/* The zero state has no variables, is of the newest edition and has printed nothing. */
struct session {
  struct environment variables;
  enum hc_edition edition;
  struct shared_contexts *shared; /* borrowed */
  struct hc_buffer printed;       /* by the step that is being done, UTF-8 */
  struct value *events;           /* a list; NULL: there was none */
};

/* session_bind: binds what a run's "variables" say. session_step: does one step; |*outcome| is the
 * caller's. False when the JSON is not of the protocol's form. */
bool session_bind(struct session *session, json_t *variables, struct ill_formed *ill_formed);
bool session_step(struct session *session, json_t *step, json_t **outcome,
                  struct ill_formed *ill_formed);

/* session_clear: lets go of the case's objects and leaves the zero state. */
void session_clear(struct session *session);

#endif
