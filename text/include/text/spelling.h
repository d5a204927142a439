/* The word that a person probably meant: the nearest of a set of candidates by edit distance, upper
 * and lower case alike. */
#ifndef TEXT_SPELLING_H
#define TEXT_SPELLING_H

#include <stddef.h>

/* A search in progress. |word| and all candidates are borrowed. */
struct spelling {
  const char *word;
  size_t length;
  const char *nearest; /* the best candidate so far; NULL when none is near enough */
  size_t distance;     /* of |nearest|; before the first, the smallest distance that is too far */
};

/* spelling_of: a search for |word|. At most one letter in three may differ, and always at least
 * one. */
struct spelling spelling_of(const char *word, size_t length);

/* spelling_consider: takes |candidate| when it is nearer than all before it. Words longer than 64
 * bytes are never near. */
void spelling_consider(struct spelling *spelling, const char *candidate);

#endif
