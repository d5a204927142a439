/* Each function looks, reports what is wrong at its place, and hands on something harmless, so that
 * its caller can go straight on to the next member. */
#include "json_node.h"

#include <limits.h>
#include <string.h>

static const char *const type_names[] = {
    [JSON_OBJECT] = "an object", [JSON_ARRAY] = "an array", [JSON_STRING] = "a string",
    [JSON_INTEGER] = "a number", [JSON_REAL] = "a number",  [JSON_TRUE] = "true",
    [JSON_FALSE] = "false",      [JSON_NULL] = "null",
};

void node_wrong(struct reader *reader, const struct node *node, const char *expected) {
  const char *found = type_names[json_typeof(node->value)];
  if (node->path.key)
    NODE_ERROR(reader, node, "'%s' is %s; %s is expected", node->path.key, found, expected);
  else
    NODE_ERROR(reader, node, "an item of '%s' is %s; %s is expected", node->path.parent->key, found,
               expected);
}

struct node node_member(const struct node *object, const char *name) {
  return (struct node){{.parent = node_path(object), .key = name},
                       json_object_get(object->value, name)};
}

struct node node_required(struct reader *reader, const struct node *object, const char *name) {
  struct node node = node_member(object, name);
  if (!node.value && json_is_object(object->value))
    NODE_ERROR(reader, object, "the member '%s' is missing", name);
  return node;
}

struct node node_required_of(struct reader *reader, const struct node *object, const char *name,
                             json_type type, const char *expected) {
  struct node node = node_required(reader, object, name);
  if (node.value && json_typeof(node.value) != type) {
    node_wrong(reader, &node, expected);
    node.value = NULL;
  }
  return node;
}

const char *node_text(struct reader *reader, const struct node *object, const char *name) {
  struct node node = node_required_of(reader, object, name, JSON_STRING, "a string");
  return node.value ? json_string_value(node.value) : "";
}

const char *node_optional_text(struct reader *reader, const struct node *object, const char *name) {
  struct node node = node_member(object, name);
  if (!node.value) return NULL;
  if (!json_is_string(node.value)) node_wrong(reader, &node, "a string");
  return json_string_value(node.value);
}

size_t node_integer(struct reader *reader, const struct node *node, json_int_t most) {
  json_int_t value = json_is_integer(node->value) ? json_integer_value(node->value) : -1;
  if (value >= 0 && value <= most) return (size_t)value;
  NODE_ERROR(reader, node, "'%s' is no integer from 0 to %lld", node->path.key, (long long)most);
  return 0;
}

size_t node_count(struct reader *reader, const struct node *object, const char *name,
                  json_int_t most) {
  struct node node = node_required(reader, object, name);
  return node.value ? node_integer(reader, &node, most) : 0;
}

unsigned node_optional_count(struct reader *reader, const struct node *object, const char *name) {
  struct node node = node_member(object, name);
  return node.value ? (unsigned)node_integer(reader, &node, UINT_MAX) : 0;
}

void node_refuse_others(struct reader *reader, const struct node *object,
                        const char *const *names) {
  const char *key;
  json_t *value;
  json_object_foreach(object->value, key, value) {
    const char *const *known = names;
    while (*known && strcmp(*known, key) != 0)
      known++;
    struct json_path path = {.parent = node_path(object), .key = key};
    if (!*known)
      diagnostics_error(reader->diagnostics, json_places_key(&reader->places, &path),
                        "unknown member '%s'", key);
  }
}

struct node node_item(struct reader *reader, const struct node *array, size_t index, json_type type,
                      const char *expected) {
  struct node node = {{.parent = node_path(array), .index = index},
                      json_array_get(array->value, index)};
  if (json_typeof(node.value) != type) {
    node_wrong(reader, &node, expected);
    node.value = NULL;
  }
  return node;
}

struct node node_each(struct reader *reader, const struct node *root, const char *name,
                      void (*read)(struct reader *reader, const struct node *item)) {
  struct node array = node_required_of(reader, root, name, JSON_ARRAY, "an array");
  for (size_t i = 0; i < json_array_size(array.value); i++) {
    struct node item = node_item(reader, &array, i, JSON_OBJECT, "an object");
    if (item.value) read(reader, &item);
  }
  return array;
}
