/* Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours cost one
 * each. */
#include "text/spelling.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

enum { LONGEST = 64 };

struct spelling spelling_of(const char *word, size_t length) {
  return (struct spelling){word, length, NULL, length < 6 ? 2 : length / 3 + 1};
}

static size_t smaller(size_t a, size_t b) {
  return a < b ? a : b;
}

static bool same_letter(char a, char b) {
  return tolower((unsigned char)a) == tolower((unsigned char)b);
}

/* Cell |j| of a row of the distance table, from its neighbours; |older| is the row before |above|.
 */
static size_t cell(const char *a, size_t i, const char *b, size_t j, const size_t *row,
                   const size_t *above, const size_t *older) {
  size_t cost = same_letter(a[i - 1], b[j - 1]) ? 0 : 1;
  size_t best = smaller(smaller(above[j] + 1, row[j - 1] + 1), above[j - 1] + cost);
  if (i > 1 && j > 1 && same_letter(a[i - 1], b[j - 2]) && same_letter(a[i - 2], b[j - 1]))
    best = smaller(best, older[j - 2] + 1);
  return best;
}

static size_t distance(const char *a, size_t a_length, const char *b, size_t b_length) {
  size_t rows[3][LONGEST + 1];
  for (size_t j = 0; j <= b_length; j++)
    rows[0][j] = j;
  for (size_t i = 1; i <= a_length; i++) {
    size_t *row = rows[i % 3];
    row[0] = i;
    for (size_t j = 1; j <= b_length; j++)
      row[j] = cell(a, i, b, j, row, rows[(i + 2) % 3], rows[(i + 1) % 3]);
  }
  return rows[a_length % 3][b_length];
}

void spelling_consider(struct spelling *spelling, const char *candidate) {
  size_t length = strlen(candidate);
  size_t difference =
      length > spelling->length ? length - spelling->length : spelling->length - length;
  if (length > LONGEST || spelling->length > LONGEST || difference >= spelling->distance) return;
  size_t apart = distance(spelling->word, spelling->length, candidate, length);
  if (apart >= spelling->distance) return;
  spelling->distance = apart;
  spelling->nearest = candidate;
}
