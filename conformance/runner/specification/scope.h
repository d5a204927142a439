/* The names of a session: what each one is bound to at the statement in hand. */
#ifndef RUNNER_SCOPE_H
#define RUNNER_SCOPE_H

#include "specification/console.h"

enum binding_kind {
  BINDING_BROKEN,   /* its assignment had an error, which is reported already */
  BINDING_CONSTANT, /* |constant|; no adapter knows the name */
  BINDING_COMPUTED, /* |computed|, worked out by the runner; no adapter knows the name */
  BINDING_STEP,     /* the result of step |step|, and a variable of the adapter */
  BINDING_VARIABLE, /* a variable of the adapter whose value can change under the same name */
};

struct binding {
  enum binding_kind kind;
  bool is_object; /* of the client, so that only its class is ever known */
  json_t *constant;
  const struct expression *computed;
  size_t step;
  const char *variable; /* the name */
};

/* Grows only; a name bound anew loses its former binding. The zero state with an arena is an empty
 * scope, which scope_clear() accepts. */
struct scope {
  struct arena *arena;
  struct binding *bindings;
  size_t count;
  json_t *index; /* name to number of the binding */
};

/* scope_bind: binds |name|, whose copy becomes |binding.variable|. */
void scope_bind(struct scope *scope, const char *name, struct binding binding);

/* scope_find: what |name| is bound to, or NULL; borrowed until the next scope_bind(). */
const struct binding *scope_find(const struct scope *scope, const char *name);

/* scope_closest: the bound name nearest to |name|, or NULL. */
const char *scope_closest(const struct scope *scope, const char *name);

/* scope_clear: releases the index; the bindings live as long as the arena. */
void scope_clear(struct scope *scope);

#endif
