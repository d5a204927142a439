/* An array of bindings; a JSON object serves as its hash table. */
#include "specification/scope.h"

#include <string.h>

#include "text/spelling.h"

void scope_bind(struct scope *scope, const char *name, struct binding binding) {
  binding.variable = arena_string(scope->arena, name);
  if (!scope->index) scope->index = json_object();
  const json_t *known = json_object_get(scope->index, name);
  if (known) {
    scope->bindings[json_integer_value(known)] = binding;
    return;
  }
  scope->bindings =
      arena_grow(scope->arena, scope->bindings, scope->count, sizeof *scope->bindings);
  json_object_set_new(scope->index, name, json_integer((json_int_t)scope->count));
  scope->bindings[scope->count++] = binding;
}

const struct binding *scope_find(const struct scope *scope, const char *name) {
  const json_t *known = json_object_get(scope->index, name);
  return known ? &scope->bindings[json_integer_value(known)] : NULL;
}

enum { CONSIDERED = 200 }; /* so that a page full of unknown names costs no more than it should */

const char *scope_closest(const struct scope *scope, const char *name) {
  struct spelling spelling = spelling_of(name, strlen(name));
  for (size_t i = 0; i < scope->count; i++)
    spelling_consider(&spelling, scope->bindings[i].variable);
  return spelling.nearest;
}

void scope_clear(struct scope *scope) {
  json_decref(scope->index);
  *scope = (struct scope){.arena = scope->arena};
}
