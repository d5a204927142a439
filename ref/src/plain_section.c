#include "plain_section.h"

#include "byte_scan.h"

/* Lines are found 64 bytes at a time, so that where one begins is known before the one before it
 * has been looked at. Marked are each LF, and what follows a CR: a mark that is no LF tells of a
 * bare CR, which does not end a line of the section but does end a line of a field (HD.02). */
enum { GROUP = 64 };

/* Marks GROUP bytes. `*after_cr` is 1 if the byte before them is a CR, otherwise 0; and then tells
 * the same of the last of them. */
static inline uint64_t mark(const char *bytes, uint64_t *after_cr) {
  uint64_t cr = hc_scan_64(bytes, '\r');
  uint64_t marks = hc_scan_64(bytes, '\n') | cr << 1 | *after_cr;
  *after_cr = cr >> (GROUP - 1);
  return marks;
}

/* Marks the last `left` bytes of `text`, fewer than GROUP, as the last of GROUP bytes; only a text
 * that is as short is copied. */
static uint64_t mark_last(struct hc_span text, size_t left) {
  char copy[GROUP];
  const char *end = text.data + text.size;
  uint64_t after_cr = 0;
  if (text.size < GROUP) {
    memset(copy, 0, sizeof copy);
    memcpy(copy + GROUP - left, end - left, left);
    end = copy + GROUP;
  }
  return mark(end - GROUP, &after_cr) >> (GROUP - left);
}

/* Takes the line from `at` to `line_end` for a field. False if it has no name and colon, as a line
 * that continues another has not. The line break ends a name and blanks, whatever is after it. */
static inline bool take_field(struct hc_span text, const char *at, const char *line_end,
                              struct hc_field_place *field) {
  const char *colon = hc_scan_name_end(at, text.data + text.size);
  if (colon == at || *colon != ':') return false;
  const char *value = colon + 1;
  while (*value == ' ' || *value == '\t')
    value++;
  field->name_at = (uint32_t)(at - text.data);
  field->name_size = (uint32_t)(colon - at);
  field->value_at = (uint32_t)(value - text.data);
  field->value_size = (uint32_t)(line_end - value);
  return true;
}

enum line { FIELD_LINE, LAST_LINE, OTHER_LINE };

/* Takes the line from `at` to `lf`, which is marked. */
static inline enum line take_line(struct hc_span text, const char *at, const char *lf,
                                  struct hc_field_place *field) {
  if (*lf != '\n') return OTHER_LINE;
  const char *line_end = lf > at && lf[-1] == '\r' ? lf - 1 : lf;
  if (line_end == at) return LAST_LINE;
  return take_field(text, at, line_end, field) ? FIELD_LINE : OTHER_LINE;
}

bool hc_plain_section_find(struct hc_span ahead, struct hc_plain_section *section) {
  const char *line = ahead.data;
  uint64_t after_cr = 0;
  section->count = 0;
  for (size_t at = 0; at < ahead.size; at += GROUP) {
    size_t left = ahead.size - at;
    uint64_t marks = left >= GROUP ? mark(ahead.data + at, &after_cr) : mark_last(ahead, left);
    for (; marks != 0; marks &= marks - 1) {
      const char *lf = ahead.data + at + (unsigned)__builtin_ctzll(marks);
      enum line kind = take_line(ahead, line, lf, &section->fields[section->count]);
      line = lf + 1;
      if (kind == LAST_LINE) section->size = (size_t)(line - ahead.data);
      if (kind != FIELD_LINE) return kind == LAST_LINE;
      if (++section->count == HC_LIMIT_HEADER_LINES) return false;
    }
  }
  return false;
}
