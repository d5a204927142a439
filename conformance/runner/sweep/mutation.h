/* A change to the bytes of a response, and how the connection then ends. */
#ifndef SWEEP_MUTATION_H
#define SWEEP_MUTATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum mutation_kind {
  MUTATION_CUT,       /* nothing from |offset| on */
  MUTATION_FLIP,      /* another |byte| at |offset| */
  MUTATION_DROP,      /* |length| bytes from |offset| on are missing */
  MUTATION_DUPLICATE, /* they come twice */
  MUTATION_INSERT,    /* |byte| comes before the one at |offset| */
  MUTATION_KINDS,
};

struct mutation {
  enum mutation_kind kind;
  size_t offset;
  size_t length;
  unsigned char byte;
  bool resets; /* the connection is reset; otherwise the peer's side is closed (FIN) */
};

/* mutation_draw: the one that |seed| chooses at |offset| of the |length| bytes at |data|; never a
 * cut. */
struct mutation mutation_draw(uint64_t seed, const unsigned char *data, size_t length,
                              size_t offset);

/* mutation_apply: the changed bytes; the caller frees them. What lies beyond the end is not there.
 */
unsigned char *mutation_apply(const struct mutation *mutation, const unsigned char *data,
                              size_t length, size_t *changed);

enum { MUTATION_NAME_SIZE = 80 };

/* mutation_name: "cut@17:fin", "flip@5=41:fin", "drop@5+3:reset", "duplicate@5+3:fin",
 * "insert@5=0d:fin". mutation_parse: the reverse; false when it is none. */
void mutation_name(const struct mutation *mutation, char name[MUTATION_NAME_SIZE]);
bool mutation_parse(const char *name, struct mutation *mutation);

/* mutation_random: the next number of SplitMix64, whose state is |*state|. */
uint64_t mutation_random(uint64_t *state);

#endif
