/* School arithmetic. Magnitudes are added, subtracted and multiplied; the signs are decided around
 * them. */
#include "specification/decimal.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const uint64_t base = 1000000000;

static void drop_leading_zeros(struct decimal *number) {
  while (number->count && number->limbs[number->count - 1] == 0)
    number->count--;
  if (!number->count) number->negative = false;
}

bool decimal_read(const char *digits, size_t length, struct decimal *result) {
  struct decimal number = {0};
  bool negative = length && *digits == '-';
  if (negative) digits++, length--;
  while (length > 1 && *digits == '0')
    digits++, length--;
  if (!length || length > DECIMAL_DIGITS) return false;
  for (size_t i = 0; i < length; i++) {
    size_t place = length - 1 - i; /* of the digit, counted from the right */
    if (digits[i] < '0' || digits[i] > '9') return false;
    uint32_t *limb = &number.limbs[place / DECIMAL_LIMB_DIGITS];
    *limb = *limb * 10 + (uint32_t)(digits[i] - '0');
  }
  number.count = (length + DECIMAL_LIMB_DIGITS - 1) / DECIMAL_LIMB_DIGITS;
  number.negative = negative;
  drop_leading_zeros(&number);
  *result = number;
  return true;
}

static int compare_magnitudes(const struct decimal *a, const struct decimal *b) {
  if (a->count != b->count) return a->count < b->count ? -1 : 1;
  for (size_t i = a->count; i-- > 0;)
    if (a->limbs[i] != b->limbs[i]) return a->limbs[i] < b->limbs[i] ? -1 : 1;
  return 0;
}

static bool add_magnitudes(const struct decimal *a, const struct decimal *b, struct decimal *sum) {
  size_t count = a->count > b->count ? a->count : b->count;
  uint64_t carry = 0;
  for (size_t i = 0; i < count; i++) {
    carry += (i < a->count ? a->limbs[i] : 0) + (uint64_t)(i < b->count ? b->limbs[i] : 0);
    sum->limbs[i] = (uint32_t)(carry % base);
    carry /= base;
  }
  if (carry && count == DECIMAL_LIMBS) return false;
  if (carry) sum->limbs[count++] = (uint32_t)carry;
  sum->count = count;
  return true;
}

/* |larger| is at least as large as |smaller|. */
static void subtract_magnitudes(const struct decimal *larger, const struct decimal *smaller,
                                struct decimal *difference) {
  uint64_t borrow = 0;
  for (size_t i = 0; i < larger->count; i++) {
    uint64_t taken = borrow + (i < smaller->count ? smaller->limbs[i] : 0);
    borrow = larger->limbs[i] < taken;
    difference->limbs[i] = (uint32_t)(larger->limbs[i] + borrow * base - taken);
  }
  difference->count = larger->count;
}

bool decimal_add(const struct decimal *a, const struct decimal *b, struct decimal *result) {
  struct decimal sum = {.negative = a->negative};
  if (a->negative == b->negative) {
    if (!add_magnitudes(a, b, &sum)) return false;
  } else if (compare_magnitudes(a, b) >= 0) {
    subtract_magnitudes(a, b, &sum);
  } else {
    sum.negative = b->negative;
    subtract_magnitudes(b, a, &sum);
  }
  drop_leading_zeros(&sum);
  *result = sum;
  return true;
}

bool decimal_subtract(const struct decimal *a, const struct decimal *b, struct decimal *result) {
  struct decimal opposite = *b;
  opposite.negative = b->count && !b->negative;
  return decimal_add(a, &opposite, result);
}

/* Adds |a| times |factor|, shifted by |shift| limbs; |product| has room for the carry. */
static void add_multiple(const struct decimal *a, uint64_t factor, size_t shift,
                         uint32_t *product) {
  uint64_t carry = 0;
  for (size_t i = 0; i < a->count; i++) {
    carry += product[shift + i] + factor * a->limbs[i];
    product[shift + i] = (uint32_t)(carry % base);
    carry /= base;
  }
  product[shift + a->count] = (uint32_t)carry;
}

bool decimal_multiply(const struct decimal *a, const struct decimal *b, struct decimal *result) {
  uint32_t product[2 * DECIMAL_LIMBS + 1] = {0};
  size_t count = a->count + b->count;
  for (size_t i = 0; i < b->count; i++)
    add_multiple(a, b->limbs[i], i, product);
  while (count && product[count - 1] == 0)
    count--;
  if (count > DECIMAL_LIMBS) return false;
  bool negative = count && a->negative != b->negative;
  *result = (struct decimal){.negative = negative, .count = count};
  memcpy(result->limbs, product, count * sizeof *product);
  return true;
}

bool decimal_power(const struct decimal *number, uint64_t exponent, struct decimal *result) {
  struct decimal power = {.count = 1, .limbs = {1}}, square = *number;
  for (;;) {
    if (exponent & 1 && !decimal_multiply(&power, &square, &power)) return false;
    exponent >>= 1;
    if (!exponent) break;
    if (!decimal_multiply(&square, &square, &square)) return false;
  }
  *result = power;
  return true;
}

bool decimal_to_int64(const struct decimal *number, int64_t *value) {
  uint64_t magnitude = 0, limit = (uint64_t)INT64_MAX + number->negative;
  for (size_t i = number->count; i-- > 0;) {
    if (magnitude > (limit - number->limbs[i]) / base) return false;
    magnitude = magnitude * base + number->limbs[i];
  }
  *value = number->negative ? (int64_t)(0 - magnitude) : (int64_t)magnitude;
  return true;
}

void decimal_write(const struct decimal *number, char *text) {
  if (number->negative) *text++ = '-';
  size_t top = number->count ? number->count - 1 : 0;
  text += sprintf(text, "%" PRIu32, number->limbs[top]);
  for (size_t i = top; i-- > 0;)
    text += sprintf(text, "%09" PRIu32, number->limbs[i]);
}
