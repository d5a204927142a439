/* Values that a page writes down, in the JSON form of the adapter protocol, and the arithmetic on
 * them. */
#ifndef RUNNER_CONSTANT_H
#define RUNNER_CONSTANT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "specification/token.h"
#include "text/diagnostics.h"

enum {
  CONSTANT_LARGEST = 16 * 1024 * 1024, /* bytes one constant may take, each element counted as 16 */
};

/* The constants of one session. Every constant made lives as long as |kept|. */
struct constants {
  json_t *kept; /* array */
  size_t *
      room; /* bytes that constants may still take, so that no page can use up the memory; shared */
  struct diagnostics *diagnostics;
};

/* constants_keep: takes over |value|, charges its size and returns it; NULL, and an error at
 * |place|, when it is too large or |value| is NULL. */
json_t *constants_keep(struct constants *constants, struct place place, json_t *value);

/* constants_charge: takes the size of one more use of |value| off the room; false, and an error,
 * when there is none. */
bool constants_charge(struct constants *constants, struct place place, json_t *value);

/* constant_literal: the value of a token that is TOKEN_INTEGER, TOKEN_FLOAT, TOKEN_TEXT or
 * TOKEN_BYTES. */
json_t *constant_literal(struct constants *constants, const struct token *token);

/* constant_arithmetic: |a| |operator| |b|, where |operator| is one of "+" "-" "*" "**". */
json_t *constant_arithmetic(struct constants *constants, struct place place, const char *operator,
                            json_t * a, json_t *b);

/* constant_negate: the opposite of a number. */
json_t *constant_negate(struct constants *constants, struct place place, json_t *number);

/* constant_is_tagged: whether |value| is the JSON object {|tag|: …}. */
bool constant_is_tagged(const json_t *value, const char *tag);

#endif
