/* Editions are compared as numbers, so that 3.9 comes before 3.10. */
#include "specification/edition.h"

#include <stdio.h>
#include <string.h>

enum { MAJOR = 300 };

static bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

unsigned edition_parse(const char *text, size_t length) {
  if (length < 3 || length > 4 || text[0] != '3' || text[1] != '.') return 0;
  if (!is_digit(text[2]) || (length == 4 && (!is_digit(text[3]) || text[2] == '0'))) return 0;
  unsigned minor = (unsigned)(text[2] - '0');
  if (length == 4) minor = 10 * minor + (unsigned)(text[3] - '0');
  unsigned edition = MAJOR + minor;
  return edition >= EDITION_OLDEST ? edition : 0;
}

const char *edition_name(unsigned edition) {
  static const char names[][5] = {
#define TEN(tens)                                                                                  \
  "3." tens "0", "3." tens "1", "3." tens "2", "3." tens "3", "3." tens "4", "3." tens "5",        \
      "3." tens "6", "3." tens "7", "3." tens "8", "3." tens "9"
      TEN(""),  TEN("1"), TEN("2"), TEN("3"), TEN("4"),
      TEN("5"), TEN("6"), TEN("7"), TEN("8"), TEN("9"),
#undef TEN
  };
  return edition >= MAJOR && edition <= EDITION_LIMIT ? names[edition - MAJOR] : "unknown";
}

/* One comparison, ">=3.12"; the cursor advances only on success. */
struct comparison_reader {
  const char *text;
  size_t length;
  size_t cursor;
};

static void skip_blanks(struct comparison_reader *reader) {
  while (reader->cursor < reader->length &&
         (reader->text[reader->cursor] == ' ' || reader->text[reader->cursor] == '\t'))
    reader->cursor++;
}

static bool accept(struct comparison_reader *reader, const char *token) {
  size_t length = strlen(token);
  if (reader->length - reader->cursor < length ||
      memcmp(reader->text + reader->cursor, token, length) != 0)
    return false;
  reader->cursor += length;
  return true;
}

static unsigned read_edition(struct comparison_reader *reader) {
  size_t end = reader->cursor;
  while (end < reader->length && (is_digit(reader->text[end]) || reader->text[end] == '.'))
    end++;
  unsigned edition = edition_parse(reader->text + reader->cursor, end - reader->cursor);
  if (edition) reader->cursor = end;
  return edition;
}

static void narrow(struct edition_range *range, unsigned lowest, unsigned highest) {
  if (lowest > range->lowest) range->lowest = lowest;
  if (highest < range->highest) range->highest = highest;
}

static const char *read_comparison(struct comparison_reader *reader, struct edition_range *range) {
  bool at_least = accept(reader, ">="), at_most = !at_least && accept(reader, "<=");
  bool above = !at_least && !at_most && accept(reader, ">");
  bool below = !at_least && !at_most && !above && accept(reader, "<");
  skip_blanks(reader);
  unsigned edition = read_edition(reader);
  if (!edition) return "expected an edition from 3.8 on, such as >=3.12";
  unsigned lowest = at_most || below ? EDITION_OLDEST : above ? edition + 1 : edition;
  unsigned highest = at_least || above ? EDITION_LIMIT : below ? edition - 1 : edition;
  narrow(range, lowest, highest);
  return NULL;
}

const char *edition_range_parse(const char *text, size_t length, struct edition_range *range,
                                size_t *error_offset) {
  struct comparison_reader reader = {text, length, 0};
  struct edition_range sum = every_edition;
  do {
    skip_blanks(&reader);
    const char *error = read_comparison(&reader, &sum);
    *error_offset = reader.cursor;
    if (error) return error;
    skip_blanks(&reader);
  } while (accept(&reader, ","));
  *error_offset = reader.cursor;
  if (reader.cursor < length) return "expected a comma or the end";
  *error_offset = 0;
  if (sum.lowest > sum.highest) return "no edition is in this range";
  *range = sum;
  return NULL;
}

bool edition_range_holds(struct edition_range range, unsigned edition) {
  return edition >= range.lowest && edition <= range.highest;
}
