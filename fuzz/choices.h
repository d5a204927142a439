/* What a target is told beside its bytes: the last CHOICE_COUNT bytes of the input choose edition,
 * pieces, reads and the like. They stand at the end so that a seed is the bytes as they are on the
 * wire with a short trailer, and mutations of the front leave the choices alone. An input of zeros
 * there is the plainest case. */
#ifndef FUZZ_CHOICES_H
#define FUZZ_CHOICES_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "hc/edition.h"

enum { CHOICE_COUNT = 8 };

struct choices {
  uint8_t of[CHOICE_COUNT];
};

/* choices_take: takes the choices off the end of |*bytes|; what is missing of them is zero. */
static inline struct choices choices_take(struct hc_span *bytes) {
  struct choices choices = {{0}};
  size_t count = bytes->size < CHOICE_COUNT ? bytes->size : CHOICE_COUNT;
  bytes->size -= count;
  if (count) memcpy(choices.of, bytes->data + bytes->size, count);
  return choices;
}

enum { PIECE_MAX = 32 };

/* choices_piece: the most bytes that one read of the transport gives, 1 to PIECE_MAX, of |size| in
 * all. The size has a part in it, so that inputs that leave the choice at zero meet every piece. */
static inline size_t choices_piece(uint8_t choice, size_t size) {
  return 1 + (choice + size) % PIECE_MAX;
}

/* choices_edition: what |choice| stands for; 0 is 3.13, as when the first inputs were kept. */
static inline enum hc_edition choices_edition(uint8_t choice) {
  static const enum hc_edition editions[] = {HC_EDITION_3_13, HC_EDITION_3_12, HC_EDITION_3_11,
                                             HC_EDITION_3_10, HC_EDITION_3_9,  HC_EDITION_3_8,
                                             HC_EDITION_3_14};
  return editions[choice % (sizeof editions / sizeof *editions)];
}

#endif
