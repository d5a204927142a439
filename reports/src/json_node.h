/* Typed reading of a JSON value's members, with an error at its place for all that is not as
 * expected. */
#ifndef REPORTS_JSON_NODE_H
#define REPORTS_JSON_NODE_H

#include <jansson.h>

#include "json_places.h"
#include "reports/results.h"

/* One reading of one text. */
struct reader {
  struct json_places places;
  struct diagnostics *diagnostics;
  size_t errors_before; /* this reading */
  struct results *results;
};

/* A value and the way to it, which leads over nodes that must outlive it. |value| is borrowed; NULL
 * when it is missing or wrong, and then the error has been reported. The zero path is the root. */
struct node {
  struct json_path path;
  json_t *value;
};

/* NODE_ERROR: reports an error at |node|: a format and its arguments. */
#define NODE_ERROR(reader, node, ...)                                                              \
  diagnostics_error((reader)->diagnostics, json_places_value(&(reader)->places, node_path(node)),  \
                    __VA_ARGS__)

/* node_path: the path of |node|; NULL for the root. */
static inline const struct json_path *node_path(const struct node *node) {
  return node->path.key || node->path.parent ? &node->path : NULL;
}

/* node_wrong: reports that the type of |node| is not what |expected| says, "a string". */
void node_wrong(struct reader *reader, const struct node *node, const char *expected);

/* node_member: the member |name| of |object|; that it is missing is no error. */
struct node node_member(const struct node *object, const char *name);

/* node_required: the same, but missing is an error. */
struct node node_required(struct reader *reader, const struct node *object, const char *name);

/* node_required_of: the same, and it is to be of |type|, for people |expected|. */
struct node node_required_of(struct reader *reader, const struct node *object, const char *name,
                             json_type type, const char *expected);

/* node_text: a required string; "" after an error. node_optional_text: NULL when it is not there.
 * Both are borrowed. */
const char *node_text(struct reader *reader, const struct node *object, const char *name);
const char *node_optional_text(struct reader *reader, const struct node *object, const char *name);

/* node_integer: |node| as an integer from 0 to |most|; 0 after an error. */
size_t node_integer(struct reader *reader, const struct node *node, json_int_t most);

/* node_count: a required integer from 0 to |most|; 0 after an error. node_optional_count: 0 when it
 * is not there. */
size_t node_count(struct reader *reader, const struct node *object, const char *name,
                  json_int_t most);
unsigned node_optional_count(struct reader *reader, const struct node *object, const char *name);

/* node_refuse_others: reports every member of |object| whose name is not in |names|, which ends in
 * NULL. */
void node_refuse_others(struct reader *reader, const struct node *object, const char *const *names);

/* node_item: item |index|, which exists, of |array|; it is to be of |type|, for people |expected|.
 */
struct node node_item(struct reader *reader, const struct node *array, size_t index, json_type type,
                      const char *expected);

/* node_each: calls |read| for each item of the required array |name| that is an object; returns the
 * array. */
struct node node_each(struct reader *reader, const struct node *object, const char *name,
                      void (*read)(struct reader *reader, const struct node *item));

#endif
