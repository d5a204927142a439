/* The variables of one case: names and the values bound to them. */
#ifndef ADAPTER_ENVIRONMENT_H
#define ADAPTER_ENVIRONMENT_H

#include "value.h"

struct binding;

/* The zero state has no variables. */
struct environment {
  struct binding *bindings;
  size_t count;
};

/* environment_bind: lets |name|, which is copied, be bound to |value|, whose reference is taken
 * over; what it was bound to before is let go. */
void environment_bind(struct environment *environment, const char *name, struct value *value);

/* environment_find: the value bound to |name|, borrowed until it is bound anew; NULL when there is
 * none. */
struct value *environment_find(const struct environment *environment, const char *name);

/* environment_settle: closes the sockets that a step has left without a reader. */
void environment_settle(struct environment *environment);

/* environment_clear: lets go of all and leaves the zero state. */
void environment_clear(struct environment *environment);

#endif
