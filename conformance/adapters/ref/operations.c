/* Finding a step's operation: from the kind of its subject to a class, from the class to an entry
 * of a table. */
#include "operations.h"

#include <string.h>

static const struct object_class plain_class; /* plain values: hcspec itself knows their methods */

static const struct object_class *const classes[VALUE_KIND_COUNT] = {
    [VALUE_FILE] = &file_class,         [VALUE_TEXT_FILE] = &file_class,
    [VALUE_RESPONSE] = &response_class, [VALUE_CONNECTION] = &connection_class,
    [VALUE_MESSAGE] = &message_class,   [VALUE_SOCKET] = &socket_class,
    [VALUE_CONTEXT] = &context_class,   [VALUE_SOCKET_MODULE] = &socket_module_class,
};

static const struct object_class *class_of(const struct value *subject, enum hc_edition edition) {
  bool legacy = hc_edition_resolve(edition) <= HC_EDITION_3_11;
  if (!subject) return legacy ? &legacy_module_class : &module_class;
  return classes[subject->kind] ? classes[subject->kind] : &plain_class;
}

static const char *name_of(const struct value *subject) {
  return subject ? value_class_name(subject) : "http.client";
}

static const struct operation *find_operation(const struct object_class *class, const char *name) {
  for (; class; class = class->base)
    for (const struct operation *operation = class->operations; operation && operation->name;
         operation++)
      if (strcmp(operation->name, name) == 0) return operation;
  return NULL;
}

static const struct attribute *find_attribute(const struct object_class *class, const char *name) {
  for (; class; class = class->base)
    for (const struct attribute *attribute = class->attributes; attribute && attribute->name;
         attribute++)
      if (strcmp(attribute->name, name) == 0) return attribute;
  return NULL;
}

static bool is_missing(const struct object_class *class, const char *name) {
  for (const char *const *missing = class->missing; missing && *missing; missing++)
    if (strcmp(*missing, name) == 0) return true;
  return false;
}

/* Says that |subject| has nothing of that name: for None, and where CPython's objects lack it too,
 * as Python does. */
static void lacks(const struct value *subject, const char *name, enum hc_edition edition,
                  struct outcome *outcome) {
  bool none = subject && subject->kind == VALUE_NONE;
  if (none || is_missing(class_of(subject, edition), name))
    outcome_raise(outcome, HC_ATTRIBUTE_ERROR, "'%s' object has no attribute '%s'",
                  name_of(subject), name);
  else if (!subject && module_lacks(name, edition))
    outcome_raise(outcome, HC_ATTRIBUTE_ERROR, "module 'http.client' has no attribute '%s'", name);
  else
    outcome_unsupported(outcome, "%s: the library has no %s", name_of(subject), name);
}

void operation_call(struct value *subject, const char *name, const struct call_arguments *arguments,
                    const struct client *client, struct outcome *outcome) {
  const struct operation *operation = find_operation(class_of(subject, client->edition), name);
  if (!operation) {
    lacks(subject, name, client->edition, outcome);
    return;
  }
  struct bound_arguments bound;
  if (!arguments_bind(&operation->signature, arguments, client->edition, &bound, outcome)) return;
  const struct call call = {subject, bound.values, client};
  operation->perform(&call, outcome);
  arguments_release(&bound);
}

void operation_get(struct value *subject, const char *name, enum hc_edition edition,
                   struct outcome *outcome) {
  const struct attribute *attribute = find_attribute(class_of(subject, edition), name);
  struct value *constant = subject ? NULL : module_constant(name, edition);
  if (attribute)
    attribute->get(subject, edition, outcome);
  else if (constant)
    outcome_return(outcome, constant);
  else
    lacks(subject, name, edition, outcome);
}

void operation_set(struct value *subject, const char *name, struct value *to,
                   struct outcome *outcome) {
  const struct attribute *attribute = find_attribute(class_of(subject, HC_EDITION_NEWEST), name);
  if (attribute && attribute->set)
    attribute->set(subject, to, outcome);
  else if (subject && subject->kind == VALUE_NONE)
    lacks(subject, name, HC_EDITION_NEWEST, outcome);
  else
    outcome_unsupported(outcome, "%s: the library cannot set %s", name_of(subject), name);
}
