/* The bytes of a statement: literals with repetitions, and places where the peer's address is
 * filled in. */
#ifndef PEER_TEMPLATE_H
#define PEER_TEMPLATE_H

#include <stdbool.h>
#include <stddef.h>

#include "buffer.h"
#include "text/arena.h"
#include "text/diagnostics.h"
#include "text/literal.h"

enum template_part_kind { TEMPLATE_BYTES, TEMPLATE_HOST, TEMPLATE_PORT };

struct template_part {
  enum template_part_kind kind;
  struct bytes bytes; /* of TEMPLATE_BYTES; in the arena */
};

/* What one literal or one line beginning with | says, |repeat| times in a row. */
struct template_piece {
  struct template_part *parts;
  size_t count;
  size_t repeat;
};

/* All of it lives in the arena it was read into. The zero state stands for no bytes at all. */
struct template {
  struct template_piece *pieces;
  size_t count;
};

/* What placeholders stand for. */
struct template_values {
  const char *host;
  const char *port;
};

/* Values as long as they can get, for checks before a peer is known. */
extern const struct template_values template_longest;

/* template_add: adds a piece of |length| bytes of source, what stands between the quotes of a
 * literal, once. |place| is where |source| begins. Errors in escapes and placeholders go to
 * |diagnostics|; returns false when there were any. */
bool template_add(struct template *template, struct arena *arena, const char *source, size_t length,
                  struct place place, struct diagnostics *diagnostics);

/* template_add_line_end: adds CRLF to the last piece. */
void template_add_line_end(struct template *template, struct arena *arena);

/* template_length: how many bytes it gives; SIZE_MAX stands for more than can be counted. */
size_t template_length(const struct template *template, struct template_values values);

/* template_render: appends the bytes to |buffer|; false, and nothing, when they exceed its maximum.
 */
bool template_render(const struct template *template, struct template_values values,
                     struct buffer *buffer);

#endif
