/* The digits come from the shortest scientific form that reads back the same; Python then writes
 * exponents below -4 and from 16 on as such, and all others as a plain number with a fraction. */
#include "float_text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_FRACTION_DIGITS = 16, FIRST_EXPONENT = -4, LAST_EXPONENT = 15 };

/* Writes |real| in scientific form with as few digits as tell it from its neighbours; returns how
 * many follow the first. */
static int shortest_fraction(double real, char text[FLOAT_TEXT_SIZE]) {
  int digits = 0;
  for (; digits <= MAX_FRACTION_DIGITS; digits++) {
    snprintf(text, FLOAT_TEXT_SIZE, "%.*e", digits, real);
    if (strtod(text, NULL) == real) break;
  }
  return digits;
}

void float_repr(double real, char text[FLOAT_TEXT_SIZE]) {
  if (isnan(real) || isinf(real)) {
    snprintf(text, FLOAT_TEXT_SIZE, "%s", isnan(real) ? "nan" : real > 0 ? "inf" : "-inf");
    return;
  }
  int digits = shortest_fraction(real, text);
  long exponent = strtol(strchr(text, 'e') + 1, NULL, 10);
  if (exponent < FIRST_EXPONENT || exponent > LAST_EXPONENT) return;
  int fraction = digits - (int)exponent;
  snprintf(text, FLOAT_TEXT_SIZE, "%.*f", fraction > 0 ? fraction : 1, real);
}

bool float_read(const char *text, double *real) {
  bool special = strcmp(text, "inf") == 0 || strcmp(text, "-inf") == 0 || strcmp(text, "nan") == 0;
  if (!special && text[strspn(text, "0123456789+-.e")] != '\0') return false;
  char *end;
  double read = strtod(text, &end);
  if (end == text || *end != '\0') return false;
  *real = read;
  return true;
}
