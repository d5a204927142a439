/* The distance is that of optimal string alignment; words of a language are short, so that three
 * rows of a fixed size do. */
#include "suggestion.h"

#include <ctype.h>
#include <string.h>

enum { LONGEST_WORD = 31 };

static size_t least(size_t a, size_t b) {
  return a < b ? a : b;
}

static int same_letter(char a, char b) {
  return tolower((unsigned char)a) == tolower((unsigned char)b);
}

/* Both are at most LONGEST_WORD long. */
static size_t distance(const char *a, size_t a_length, const char *b, size_t b_length) {
  size_t rows[3][LONGEST_WORD + 1];
  for (size_t j = 0; j <= b_length; j++)
    rows[0][j] = j;
  for (size_t i = 1; i <= a_length; i++) {
    size_t *row = rows[i % 3];
    const size_t *above = rows[(i - 1) % 3], *above_that = rows[(i + 1) % 3];
    row[0] = i;
    for (size_t j = 1; j <= b_length; j++) {
      size_t replaced = above[j - 1] + !same_letter(a[i - 1], b[j - 1]);
      row[j] = least(replaced, least(above[j], row[j - 1]) + 1);
      if (i > 1 && j > 1 && same_letter(a[i - 1], b[j - 2]) && same_letter(a[i - 2], b[j - 1]))
        row[j] = least(row[j], above_that[j - 2] + 1);
    }
  }
  return rows[a_length % 3][b_length];
}

const char *suggestion_for(const char *word, size_t length, const char *const *words,
                           size_t count) {
  if (!length || length > LONGEST_WORD) return NULL;
  const char *nearest = NULL;
  size_t nearest_distance = length > 3 ? 3 : 2;
  for (size_t i = 0; i < count; i++) {
    size_t word_length = strlen(words[i]);
    if (word_length > LONGEST_WORD) continue;
    size_t words_distance = distance(word, length, words[i], word_length);
    if (words_distance >= nearest_distance) continue;
    nearest = words[i];
    nearest_distance = words_distance;
  }
  return nearest;
}
