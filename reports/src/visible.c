/* Decides by code point what may stand in a report as it is. The tables are short and sorted. */
#include "visible.h"

#include <string.h>

#include "text/literal.h"

struct range {
  unsigned first, last;
};

/* Not printable anywhere, or able to disguise what stands beside it (Unicode TR 36, 3.1;
 * CVE-2021-42574). */
static const struct range hidden[] = {
    {0x00, 0x08},         {0x0B, 0x1F},       {0x7F, 0x9F},       {0xAD, 0xAD},
    {0x61C, 0x61C},       {0x180E, 0x180E},   {0x200B, 0x200F},   {0x2028, 0x202E},
    {0x2060, 0x206F},     {0xFDD0, 0xFDEF},   {0xFEFF, 0xFEFF},   {0xFFF9, 0xFFFB},
    {0xFFFE, 0xFFFF},     {0x1FFFE, 0x1FFFF}, {0x2FFFE, 0x2FFFF}, {0x3FFFE, 0x3FFFF},
    {0x4FFFE, 0x4FFFF},   {0x5FFFE, 0x5FFFF}, {0x6FFFE, 0x6FFFF}, {0x7FFFE, 0x7FFFF},
    {0x8FFFE, 0x8FFFF},   {0x9FFFE, 0x9FFFF}, {0xAFFFE, 0xAFFFF}, {0xBFFFE, 0xBFFFF},
    {0xCFFFE, 0xCFFFF},   {0xDFFFE, 0xE0FFF}, {0xEFFFE, 0xEFFFF}, {0xFFFFE, 0xFFFFF},
    {0x10FFFE, 0x10FFFF},
};

/* Two columns wide (Unicode UAX 11: the blocks that are wide as a whole). */
static const struct range wide[] = {
    {0x1100, 0x115F},   {0x2E80, 0x303E},   {0x3041, 0xA4CF},   {0xAC00, 0xD7A3},
    {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},
    {0x1F300, 0x1F64F}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD},
};

/* Written over the character before. */
static const struct range combining[] = {
    {0x300, 0x36F},   {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF},
    {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F},
};

#define IS_IN(ranges, code_point) is_in(ranges, sizeof(ranges) / sizeof *(ranges), code_point)

static bool is_in(const struct range *ranges, size_t count, unsigned code_point) {
  for (size_t i = 0; i < count && ranges[i].first <= code_point; i++)
    if (code_point <= ranges[i].last) return true;
  return false;
}

size_t visible_unit(const char *text, size_t length, char unit[VISIBLE_UNIT_SIZE]) {
  unsigned code_point = (unsigned char)text[0];
  size_t size = literal_utf8_length(text, length, &code_point);
  if (size && !IS_IN(hidden, code_point)) {
    memcpy(unit, text, size);
    unit[size] = '\0';
  } else if (code_point < 0x100) {
    snprintf(unit, VISIBLE_UNIT_SIZE, "\\x%02x", code_point);
  } else {
    snprintf(unit, VISIBLE_UNIT_SIZE, code_point < 0x10000 ? "\\u%04x" : "\\U%08x", code_point);
  }
  return size ? size : 1;
}

unsigned visible_columns(const char *unit) {
  unsigned code_point = 0;
  size_t length = strlen(unit);
  if (literal_utf8_length(unit, length, &code_point) != length)
    return (unsigned)length; /* an escape */
  if (IS_IN(combining, code_point)) return 0;
  return IS_IN(wide, code_point) ? 2 : 1;
}

bool visible_is_utf8(const char *text) {
  for (size_t length = strlen(text); length;) {
    size_t size = literal_utf8_length(text, length, NULL);
    if (!size) return false;
    text += size;
    length -= size;
  }
  return true;
}

void visible_put_utf8(FILE *out, const char *text) {
  for (size_t length = strlen(text); length;) {
    size_t size = literal_utf8_length(text, length, NULL);
    if (size)
      fwrite(text, 1, size, out);
    else
      fprintf(out, "\\x%02x", (unsigned)(unsigned char)*text);
    size += !size;
    text += size;
    length -= size;
  }
}
