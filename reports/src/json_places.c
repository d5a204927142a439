/* Walks the text from the root, or from the array element found last, and skips what the path does
 * not name. As the text is known to be well-formed, skipping only has to tell strings from
 * brackets. */
#include "json_places.h"

#include <jansson.h>
#include <limits.h>
#include <stdbool.h>
#include <string.h>

struct json_places json_places_open(const char *file, const char *text, size_t length) {
  return (struct json_places){.file = file, .text = text, .length = length, .line = 1};
}

static size_t skip_space(const struct json_places *places, size_t at) {
  while (at < places->length && memchr(" \t\r\n", places->text[at], 4))
    at++;
  return at;
}

/* |at| is the opening quote; the result is behind the closing one. */
static size_t skip_string(const struct json_places *places, size_t at) {
  for (at++; at < places->length && places->text[at] != '"'; at++)
    at += places->text[at] == '\\';
  return at + 1;
}

static size_t skip_value(const struct json_places *places, size_t at) {
  size_t depth = 0;
  while (at < places->length) {
    char byte = places->text[at];
    if (!depth && memchr(",]} \t\r\n", byte, 7)) return at; /* behind a number or a word */
    at = byte == '"' ? skip_string(places, at) : at + 1;
    depth += byte == '{' || byte == '[';
    depth -= depth && (byte == '}' || byte == ']');
    if (!depth && memchr("\"}]", byte, 3)) return at;
  }
  return at;
}

/* The next member or element behind a value that ends at |at|; false at the container's end. */
static bool go_on(const struct json_places *places, size_t *at) {
  size_t comma = skip_space(places, *at);
  if (comma >= places->length || places->text[comma] != ',') return false;
  *at = skip_space(places, comma + 1);
  return true;
}

static bool is_key(const struct json_places *places, size_t begin, size_t end, const char *key) {
  json_t *string =
      json_loadb(places->text + begin, end - begin, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
  bool is_same = string && strcmp(json_string_value(string), key) == 0;
  json_decref(string);
  return is_same;
}

/* The offset of the key |key| of the object at |object|; false when it is not there. */
static bool find_key(const struct json_places *places, size_t object, const char *key,
                     size_t *found) {
  size_t at = skip_space(places, object + 1);
  if (at >= places->length || places->text[at] != '"') return false;
  do {
    size_t end = skip_string(places, at);
    if (is_key(places, at, end, key)) {
      *found = at;
      return true;
    }
    size_t colon = skip_space(places, end);
    at = skip_value(places, skip_space(places, colon + 1));
  } while (go_on(places, &at));
  return false;
}

/* Whether |path| is behind the element found last in the same array of the root. */
static bool goes_on_from_element(const struct json_places *places, const struct json_path *path) {
  const struct json_path *array = path->parent;
  return array && !array->parent && array->key && places->array_key &&
         strcmp(array->key, places->array_key) == 0 && path->index >= places->element;
}

static bool find_element(struct json_places *places, size_t array, const struct json_path *path,
                         size_t *found) {
  size_t at = skip_space(places, array + 1), element = 0;
  if (goes_on_from_element(places, path)) {
    at = places->element_offset;
    element = places->element;
  }
  for (; element < path->index; element++) {
    at = skip_value(places, at);
    if (!go_on(places, &at)) return false;
  }
  if (path->parent && !path->parent->parent && path->parent->key) {
    places->array_key = path->parent->key;
    places->element = element;
    places->element_offset = at;
  }
  *found = at;
  return true;
}

/* The offset of the value at |path|, or of the innermost container on the way that is there. */
static size_t offset_of_value(struct json_places *places, const struct json_path *path) {
  if (!path) return skip_space(places, 0);
  size_t container = offset_of_value(places, path->parent);
  size_t found = container;
  if (!path->key) {
    find_element(places, container, path, &found);
  } else if (find_key(places, container, path->key, &found)) {
    size_t colon = skip_space(places, skip_string(places, found));
    found = skip_space(places, colon + 1);
  }
  return found;
}

static struct place place_of_offset(struct json_places *places, size_t offset) {
  if (offset < places->line_offset) {
    places->line_offset = places->line_start = 0;
    places->line = 1;
  }
  for (; places->line_offset < offset; places->line_offset++)
    if (places->text[places->line_offset] == '\n') {
      places->line++;
      places->line_start = places->line_offset + 1;
    }
  size_t column = offset - places->line_start + 1;
  return (struct place){places->file, places->line, column > UINT_MAX ? 0 : (unsigned)column};
}

struct place json_places_value(struct json_places *places, const struct json_path *path) {
  return place_of_offset(places, offset_of_value(places, path));
}

struct place json_places_key(struct json_places *places, const struct json_path *path) {
  size_t found = offset_of_value(places, path->parent);
  find_key(places, found, path->key, &found);
  return place_of_offset(places, found);
}
