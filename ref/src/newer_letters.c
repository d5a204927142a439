/* From the Unicode Character Database: the letters whose simple lower-case mapping came after
 * version 3.2. Generated once, by comparing RFC 3454's table B.2 with str.lower() of each CPython.
 */
#include "newer_letters.h"

#include <stdbool.h>
#include <stddef.h>

/* Capitals from `first` to `last`, each `step`th of them; `distance` is that of the small letter.
 * Ranges do not overlap, and are in order. */
struct capitals {
  uint32_t first, last, step;
  int32_t distance;
  unsigned since; /* version of Unicode; 12 stands for all from 4 to 12 */
};

static const struct capitals table[] = {
    {0x023A, 0x023A, 1, 10795, 12},  {0x023B, 0x023B, 1, 1, 12},
    {0x023D, 0x023D, 1, -163, 12},   {0x023E, 0x023E, 1, 10792, 12},
    {0x0241, 0x0241, 1, 1, 12},      {0x0243, 0x0243, 1, -195, 12},
    {0x0244, 0x0244, 1, 69, 12},     {0x0245, 0x0245, 1, 71, 12},
    {0x0246, 0x024E, 2, 1, 12},      {0x0370, 0x0372, 2, 1, 12},
    {0x0376, 0x0376, 1, 1, 12},      {0x037F, 0x037F, 1, 116, 12},
    {0x03CF, 0x03CF, 1, 8, 12},      {0x03F7, 0x03F7, 1, 1, 12},
    {0x03F9, 0x03F9, 1, -7, 12},     {0x03FA, 0x03FA, 1, 1, 12},
    {0x03FD, 0x03FF, 1, -130, 12},   {0x04C0, 0x04C0, 1, 15, 12},
    {0x04F6, 0x04F6, 1, 1, 12},      {0x04FA, 0x04FE, 2, 1, 12},
    {0x0510, 0x052E, 2, 1, 12},      {0x10A0, 0x10C5, 1, 7264, 12},
    {0x10C7, 0x10C7, 1, 7264, 12},   {0x10CD, 0x10CD, 1, 7264, 12},
    {0x13A0, 0x13EF, 1, 38864, 12},  {0x13F0, 0x13F5, 1, 8, 12},
    {0x1C89, 0x1C89, 1, 1, 16},      {0x1C90, 0x1CBA, 1, -3008, 12},
    {0x1CBD, 0x1CBF, 1, -3008, 12},  {0x1E9E, 0x1E9E, 1, -7615, 12},
    {0x1EFA, 0x1EFE, 2, 1, 12},      {0x2132, 0x2132, 1, 28, 12},
    {0x2183, 0x2183, 1, 1, 12},      {0x2C00, 0x2C2E, 1, 48, 12},
    {0x2C2F, 0x2C2F, 1, 48, 14},     {0x2C60, 0x2C60, 1, 1, 12},
    {0x2C62, 0x2C62, 1, -10743, 12}, {0x2C63, 0x2C63, 1, -3814, 12},
    {0x2C64, 0x2C64, 1, -10727, 12}, {0x2C67, 0x2C6B, 2, 1, 12},
    {0x2C6D, 0x2C6D, 1, -10780, 12}, {0x2C6E, 0x2C6E, 1, -10749, 12},
    {0x2C6F, 0x2C6F, 1, -10783, 12}, {0x2C70, 0x2C70, 1, -10782, 12},
    {0x2C72, 0x2C72, 1, 1, 12},      {0x2C75, 0x2C75, 1, 1, 12},
    {0x2C7E, 0x2C7F, 1, -10815, 12}, {0x2C80, 0x2CE2, 2, 1, 12},
    {0x2CEB, 0x2CED, 2, 1, 12},      {0x2CF2, 0x2CF2, 1, 1, 12},
    {0xA640, 0xA66C, 2, 1, 12},      {0xA680, 0xA69A, 2, 1, 12},
    {0xA722, 0xA72E, 2, 1, 12},      {0xA732, 0xA76E, 2, 1, 12},
    {0xA779, 0xA77B, 2, 1, 12},      {0xA77D, 0xA77D, 1, -35332, 12},
    {0xA77E, 0xA786, 2, 1, 12},      {0xA78B, 0xA78B, 1, 1, 12},
    {0xA78D, 0xA78D, 1, -42280, 12}, {0xA790, 0xA792, 2, 1, 12},
    {0xA796, 0xA7A8, 2, 1, 12},      {0xA7AA, 0xA7AA, 1, -42308, 12},
    {0xA7AB, 0xA7AB, 1, -42319, 12}, {0xA7AC, 0xA7AC, 1, -42315, 12},
    {0xA7AD, 0xA7AD, 1, -42305, 12}, {0xA7AE, 0xA7AE, 1, -42308, 12},
    {0xA7B0, 0xA7B0, 1, -42258, 12}, {0xA7B1, 0xA7B1, 1, -42282, 12},
    {0xA7B2, 0xA7B2, 1, -42261, 12}, {0xA7B3, 0xA7B3, 1, 928, 12},
    {0xA7B4, 0xA7BE, 2, 1, 12},      {0xA7C0, 0xA7C0, 1, 1, 14},
    {0xA7C2, 0xA7C2, 1, 1, 12},      {0xA7C4, 0xA7C4, 1, -48, 12},
    {0xA7C5, 0xA7C5, 1, -42307, 12}, {0xA7C6, 0xA7C6, 1, -35384, 12},
    {0xA7C7, 0xA7C9, 2, 1, 13},      {0xA7CB, 0xA7CB, 1, -42343, 16},
    {0xA7CC, 0xA7CC, 1, 1, 16},      {0xA7D0, 0xA7D0, 1, 1, 14},
    {0xA7D6, 0xA7D8, 2, 1, 14},      {0xA7DA, 0xA7DA, 1, 1, 16},
    {0xA7DC, 0xA7DC, 1, -42561, 16}, {0xA7F5, 0xA7F5, 1, 1, 13},
    {0x10426, 0x10427, 1, 40, 12},   {0x104B0, 0x104D3, 1, 40, 12},
    {0x10570, 0x1057A, 1, 39, 14},   {0x1057C, 0x1058A, 1, 39, 14},
    {0x1058C, 0x10592, 1, 39, 14},   {0x10594, 0x10595, 1, 39, 14},
    {0x10C80, 0x10CB2, 1, 64, 12},   {0x10D50, 0x10D65, 1, 32, 16},
    {0x118A0, 0x118BF, 1, 32, 12},   {0x16E40, 0x16E5F, 1, 32, 12},
    {0x1E900, 0x1E921, 1, 34, 12},
};

uint32_t hc_newer_lower(uint32_t character, unsigned unicode_version) {
  size_t low = 0, high = sizeof table / sizeof *table;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (table[middle].last < character)
      low = middle + 1;
    else
      high = middle;
  }
  const struct capitals *row = &table[low];
  if (low == sizeof table / sizeof *table || character < row->first) return character;
  bool is_capital = (character - row->first) % row->step == 0 && row->since <= unicode_version;
  return is_capital ? (uint32_t)((int32_t)character + row->distance) : character;
}
