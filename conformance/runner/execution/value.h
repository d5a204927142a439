/* Python values in the JSON form of the adapter protocol: what they are, how Python compares and
 * prints them.
 *
 * Nothing here changes a value or its reference count, so that threads may look at the same one. */
#ifndef RUNNER_VALUE_H
#define RUNNER_VALUE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum value_kind {
  VALUE_NONE,
  VALUE_BOOL,
  VALUE_INT,
  VALUE_FLOAT,
  VALUE_STR,
  VALUE_BYTES,
  VALUE_LIST,
  VALUE_TUPLE,
  VALUE_DICT,
  VALUE_OBJECT,   /* known by the name of its class only */
  VALUE_ANY,      /* {"any": true}, in what a page expects */
  VALUE_NO_VALUE, /* JSON that is no value of the protocol */
};

/* A value taken apart: |content| is the string, array or number within the tag, or the value itself
 * without one. */
struct value {
  enum value_kind kind;
  json_t *content; /* borrowed */
};

/* value_of: what |json| says. Only the outer form is looked at. */
struct value value_of(json_t *json);

/* value_type_name: "bytes", "NoneType"; for an object the name of its class. Borrowed. */
const char *value_type_name(struct value value);

/* value_check: whether |json| (NULL is allowed: it is missing) is well-formed as a value in an
 * outcome, all the way down. If not, returns false, and |*error| is "[2].bytes: what is wrong", the
 * place in |json| first; the caller frees it. */
bool value_check(json_t *json, char **error);

/* value_equal: Python's ==: True == 1 == 1.0, dicts without order. Two objects of one class may be
 * the same or not:
 * |*undecided| is then set to true, and it is not touched otherwise. */
bool value_equal(json_t *left, json_t *right, bool *undecided);

/* value_matches: whether |observed| is what a page means by |expected|: as ==, but the types must
 * be the same too, an object is like one of the same class, nan is like nan, and VALUE_ANY anywhere
 * in |expected| is like any value. */
bool value_matches(json_t *expected, json_t *observed);

/* value_truth: Python's bool(). An object is true. */
bool value_truth(struct value value);

/* value_text_length: how many characters (or bytes) the content of VALUE_STR (or VALUE_BYTES) has.
 */
size_t value_text_length(json_t *content);

/* value_bytes: the content of VALUE_BYTES as bytes; the caller frees |*data|. */
void value_bytes(json_t *content, unsigned char **data, size_t *length);

/* value_print_repr: as Python's repr() does; an object is <HTTPResponse> and VALUE_ANY is an
 * ellipsis. */
void value_print_repr(FILE *out, json_t *json);

/* value_print_str: as Python's str() does. */
void value_print_str(FILE *out, json_t *json);

#endif
