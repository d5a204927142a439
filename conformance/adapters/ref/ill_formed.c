/* See ill_formed.h. */
#include "ill_formed.h"

#include <stdarg.h>
#include <stdio.h>

bool ill_formed_say(struct ill_formed *ill_formed, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(ill_formed->text, sizeof ill_formed->text, format, arguments);
  va_end(arguments);
  return false;
}

static bool is_of_type(const json_t *value, enum member_type type) {
  switch (type) {
  case MEMBER_STRING: return json_is_string(value);
  case MEMBER_INTEGER: return json_is_integer(value);
  case MEMBER_NUMBER: return json_is_number(value);
  case MEMBER_ARRAY: return json_is_array(value);
  case MEMBER_OBJECT: return json_is_object(value);
  default: return true;
  }
}

bool members_check(const json_t *object, const struct member *members, const char *what,
                   struct ill_formed *ill_formed) {
  static const char *const type_names[] = {"value",  "string", "integer",
                                           "number", "array",  "object"};
  if (!json_is_object(object)) return ill_formed_say(ill_formed, "%s is no object", what);
  size_t known = 0;
  for (; members->name; members++) {
    const json_t *value = json_object_get(object, members->name);
    if (!value && members->required)
      return ill_formed_say(ill_formed, "%s has no %s", what, members->name);
    if (value && !is_of_type(value, members->type))
      return ill_formed_say(ill_formed, "%s of %s is no %s", members->name, what,
                            type_names[members->type]);
    known += value != NULL;
  }
  return known == json_object_size(object) ||
         ill_formed_say(ill_formed, "%s has a member that the protocol does not know", what);
}
