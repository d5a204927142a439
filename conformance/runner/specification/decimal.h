/* Integers of up to 4293 decimal digits: what a page may write as a literal or compute from
 * literals. CPython reads no more than 4300. */
#ifndef RUNNER_DECIMAL_H
#define RUNNER_DECIMAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
  DECIMAL_LIMBS = 477,
  DECIMAL_LIMB_DIGITS = 9,
  DECIMAL_DIGITS = DECIMAL_LIMBS * DECIMAL_LIMB_DIGITS
};

/* A number of base 1 000 000 000, least limb first. The zero state is zero, which is never
 * negative. |limbs[count - 1]| is not zero. */
struct decimal {
  bool negative;
  size_t count;
  uint32_t limbs[DECIMAL_LIMBS];
};

/* Each of these returns false when the result has more than DECIMAL_DIGITS digits, and then leaves
 * |*result| as it was. |result| may be one of the operands. */

/* decimal_read: the number written as |length| digits, behind an optional '-'. False, too, when it
 * is no number. */
bool decimal_read(const char *digits, size_t length, struct decimal *result);
bool decimal_add(const struct decimal *a, const struct decimal *b, struct decimal *result);
bool decimal_subtract(const struct decimal *a, const struct decimal *b, struct decimal *result);
bool decimal_multiply(const struct decimal *a, const struct decimal *b, struct decimal *result);

/* decimal_power: |base| to the power of |exponent|; 0 to the power of 0 is 1. */
bool decimal_power(const struct decimal *base, uint64_t exponent, struct decimal *result);

/* decimal_to_int64: false when |number| does not fit; |*value| is then unchanged. */
bool decimal_to_int64(const struct decimal *number, int64_t *value);

enum { DECIMAL_TEXT_SIZE = DECIMAL_DIGITS + 2 };

/* decimal_write: the digits, behind '-' when negative, and a NUL; |text| has room for
 * DECIMAL_TEXT_SIZE. */
void decimal_write(const struct decimal *number, char *text);

#endif
