/* Where in a JSON text a value stands. The JSON library keeps no places, so they are looked up when
 * there is an error to report, by the path from the root. The text is one that the library has
 * accepted. */
#ifndef REPORTS_JSON_PLACES_H
#define REPORTS_JSON_PLACES_H

#include <stddef.h>

#include "text/diagnostics.h"

/* A step from a container to a value in it; a NULL path is the root. Paths are borrowed during a
 * call only. */
struct json_path {
  const struct json_path *parent;
  const char *key; /* NULL in an array */
  size_t index;    /* in an array */
};

/* What was found last: errors come mostly in the order of the text, and so each looks only at what
 * is new. */
struct json_places {
  const char *file;
  const char *text;
  size_t length;
  size_t line_offset; /* in this byte's line, |line|, … */
  size_t line_start;  /* … which begins here */
  unsigned line;
  const char *array_key; /* of the member of the root in which |element| was found; borrowed */
  size_t element, element_offset;
};

/* json_places_open: places in |text|; both texts are borrowed. */
struct json_places json_places_open(const char *file, const char *text, size_t length);

/* json_places_value: where the value at |path| begins; the nearest container's place when it is not
 * there. */
struct place json_places_value(struct json_places *places, const struct json_path *path);

/* json_places_key: where the key of the member at |path| begins. */
struct place json_places_key(struct json_places *places, const struct json_path *path);

#endif
