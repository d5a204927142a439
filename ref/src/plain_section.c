#include "plain_section.h"

#include "byte_scan.h"

/* Lines are found 64 bytes at a time, so that where one begins is known before the one before it
 * has been looked at. Marked is where each run of CR and LF begins: there a line ends, and with the
 * same run the section may. If the run is no such line break, it has a bare CR, which does not end
 * a line of the section but does end a line of a field (HD.02). */
enum { GROUP = 64 };

/* Marks GROUP bytes. `*in_run` is 1 if the byte before them is CR or LF, otherwise 0; and then
 * tells the same of the last of them. */
static inline uint64_t mark(const char *bytes, uint64_t *in_run) {
  uint64_t breaks = hc_scan_64_line_breaks(bytes);
  uint64_t marks = breaks & ~(breaks << 1 | *in_run);
  *in_run = breaks >> (GROUP - 1);
  return marks;
}

/* Marks the last `left` bytes of `text`, fewer than GROUP, as the last of GROUP bytes; only a text
 * that is as short is copied. */
static uint64_t mark_last(struct hc_span text, size_t left) {
  uint64_t in_run = 0;
  char copy[GROUP];
  const char *end = text.data + text.size;
  if (text.size < GROUP) {
    memset(copy, 0, sizeof copy);
    memcpy(copy + GROUP - left, end - left, left);
    end = copy + GROUP;
  }
  return mark(end - GROUP, &in_run) >> (GROUP - left);
}

/* Takes the line from `at` to `end` for a field. False if it has no name and colon, as a line that
 * continues another has not. The line break ends a name and blanks, whatever is after it. */
static inline bool take_field(struct hc_span text, size_t at, size_t end,
                              struct hc_field_place *field) {
  const char *name = text.data + at;
  const char *colon = hc_scan_name_end(name, text.data + text.size);
  if (colon == name || *colon != ':') return false;
  field->name_at = (uint16_t)at;
  field->name_size = (uint16_t)(colon - name);
  const char *value = colon + 1;
  while (*value == ' ' || *value == '\t')
    value++;
  size_t value_at = (size_t)(value - text.data);
  field->value_at = (uint16_t)value_at;
  field->value_size = (uint16_t)(end - value_at);
  return true;
}

/* Where the LF is of the line break that is to begin at `at`. */
static inline size_t lf_of(struct hc_span text, size_t at) {
  return text.data[at] == '\r' ? at + 1 : at;
}

/* Where the section ends if an empty line is at `at`; otherwise 0. */
static inline size_t end_at(struct hc_span text, size_t at) {
  if (at >= text.size || text.data[at] > '\r') return 0; /* as mostly */
  size_t lf = lf_of(text, at);
  return text.data[lf] == '\n' ? lf + 1 : 0;
}

static inline bool found(struct hc_plain_section *section, size_t size, size_t count) {
  section->size = size;
  section->count = count;
  return true;
}

/* Goes on with the first line, which is not empty. */
static bool find(struct hc_span text, struct hc_plain_section *section) {
  size_t line = 0;
  size_t count = 0;
  uint64_t in_run = 0;
  for (size_t at = 0; at < text.size; at += GROUP) {
    size_t left = text.size - at;
    uint64_t marks = left >= GROUP ? mark(text.data + at, &in_run) : mark_last(text, left);
    for (; marks != 0; marks &= marks - 1) {
      size_t end = at + (unsigned)__builtin_ctzll(marks);
      size_t lf = lf_of(text, end);
      if (text.data[lf] != '\n' || count == HC_PLAIN_FIELDS_MAX) return false;
      if (!take_field(text, line, end, &section->fields[count++])) return false;
      line = lf + 1;
      size_t size = end_at(text, line);
      if (size > 0) return found(section, size, count);
    }
  }
  return false;
}

bool hc_plain_section_find(struct hc_span ahead, struct hc_plain_section *section) {
  /* A last CR is in no line break that is whole; without it, there is a byte after each CR. */
  if (ahead.size > 0 && ahead.data[ahead.size - 1] == '\r') ahead.size--;
  size_t size = end_at(ahead, 0);
  return size > 0 ? found(section, size, 0) : find(ahead, section);
}
