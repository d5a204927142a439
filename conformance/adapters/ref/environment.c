/* A case has few variables: a list searched from its start is enough. */
#include "environment.h"

#include <stdlib.h>
#include <string.h>

#include "memory.h"

struct binding {
  char *name;
  struct value *value;
};

static struct binding *find_binding(const struct environment *environment, const char *name) {
  for (size_t i = 0; i < environment->count; i++)
    if (strcmp(environment->bindings[i].name, name) == 0) return &environment->bindings[i];
  return NULL;
}

static struct binding *add_binding(struct environment *environment, const char *name) {
  size_t size = (environment->count + 1) * sizeof *environment->bindings;
  environment->bindings = require_memory(realloc(environment->bindings, size));
  struct binding *binding = &environment->bindings[environment->count++];
  *binding = (struct binding){require_memory(strdup(name)), NULL};
  return binding;
}

void environment_bind(struct environment *environment, const char *name, struct value *value) {
  struct binding *binding = find_binding(environment, name);
  if (!binding) binding = add_binding(environment, name);
  value_release(binding->value);
  binding->value = value;
}

struct value *environment_find(const struct environment *environment, const char *name) {
  const struct binding *binding = find_binding(environment, name);
  return binding ? binding->value : NULL;
}

void environment_settle(struct environment *environment) {
  for (size_t i = 0; i < environment->count; i++)
    if (environment->bindings[i].value->kind == VALUE_SOCKET)
      value_settle_socket(environment->bindings[i].value);
}

void environment_clear(struct environment *environment) {
  for (size_t i = 0; i < environment->count; i++) {
    free(environment->bindings[i].name);
    value_release(environment->bindings[i].value);
  }
  free(environment->bindings);
  *environment = (struct environment){0};
}
