/* "Did you mean …?": the known word that is nearest to one that is not known. */
#ifndef PEER_SUGGESTION_H
#define PEER_SUGGESTION_H

#include <stddef.h>

/* suggestion_for: the one of |count| |words| that differs least from the |length| bytes at |word|,
 * compared without regard to case; NULL when none is near. Nearness is the number of letters to
 * insert, drop, replace or swap with their neighbour: one in a word of three letters, two in a
 * longer one. Borrowed from |words|. */
const char *suggestion_for(const char *word, size_t length, const char *const *words, size_t count);

#endif
