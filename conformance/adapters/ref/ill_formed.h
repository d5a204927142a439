/* What is wrong with a message that breaks the protocol, and whether the members of an object are
 * as they should be. */
#ifndef ADAPTER_ILL_FORMED_H
#define ADAPTER_ILL_FORMED_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct ill_formed {
  char text[200];
};

/* ill_formed_say: describes the mistake; returns false. */
bool ill_formed_say(struct ill_formed *ill_formed, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

enum member_type {
  MEMBER_ANY,
  MEMBER_STRING,
  MEMBER_INTEGER,
  MEMBER_NUMBER,
  MEMBER_ARRAY,
  MEMBER_OBJECT
};

/* A member that an object may or must have. */
struct member {
  const char *name;
  enum member_type type;
  bool required;
};

/* members_check: whether |object| is an object that has the members of this list, of their types,
 * and no other. The list ends with a member without a name; |what| names the object in the mistake.
 */
bool members_check(const json_t *object, const struct member *members, const char *what,
                   struct ill_formed *ill_formed);

#endif
