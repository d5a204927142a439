#include "plain_section.h"

#include "byte_scan.h"

/* Finds each CR and LF in turn. They are marked 64 bytes at a time, so that where one line begins
 * is known before the one before it has been looked at. */
struct line_breaks {
  const char *at; /* the bytes that `bits` marks */
  const char *end;
  uint64_t bits;
};

/* Marks fewer than 64 bytes. */
static uint64_t scan_rest(const char *at, size_t size) {
  char bytes[64] = {0};
  memcpy(bytes, at, size);
  return hc_scan_64(bytes);
}

static uint64_t scan(const char *at, const char *end) {
  size_t left = (size_t)(end - at);
  return left >= 64 ? hc_scan_64(at) : scan_rest(at, left);
}

static inline struct line_breaks line_breaks_of(struct hc_span text) {
  const char *end = text.data + text.size;
  return (struct line_breaks){text.data, end, scan(text.data, end)};
}

/* Returns the next CR or LF, or NULL. */
static inline const char *next_line_break(struct line_breaks *breaks) {
  while (breaks->bits == 0) {
    if (breaks->end - breaks->at <= 64) return NULL;
    breaks->at += 64;
    breaks->bits = scan(breaks->at, breaks->end);
  }
  const char *found = breaks->at + __builtin_ctzll(breaks->bits);
  breaks->bits &= breaks->bits - 1;
  return found;
}

/* Returns the LF that ends a line whose text ends at `line_end`, a CR or LF. NULL after a bare CR,
 * which does not end a line of the section but does end a line of a field (HD.02). */
static inline const char *line_feed(struct line_breaks *breaks, const char *line_end) {
  if (*line_end == '\n') return line_end;
  const char *next = next_line_break(breaks);
  return next == line_end + 1 && *next == '\n' ? next : NULL;
}

/* Takes the line from `at` to `line_end` for a field. False if it has no name and colon, as a line
 * that continues another has not. A line break ends a name, so `end`, where memory ends, is not
 * reached. */
static inline bool take_field(const char *at, const char *line_end, const char *end,
                              struct hc_field *field) {
  const char *colon = hc_scan_name_end(at, end);
  if (colon == at || *colon != ':') return false;
  const char *value = colon + 1;
  while (value < line_end && (*value == ' ' || *value == '\t'))
    value++;
  field->name = hc_span_make(at, (size_t)(colon - at));
  field->value = hc_span_make(value, (size_t)(line_end - value));
  return true;
}

bool hc_plain_section_find(struct hc_span ahead, struct hc_plain_section *section) {
  const char *at = ahead.data;
  const char *end = at + ahead.size;
  struct line_breaks breaks = line_breaks_of(ahead);
  for (size_t count = 0;; count++) {
    const char *line_end = next_line_break(&breaks);
    if (line_end == NULL) return false;
    const char *lf = line_feed(&breaks, line_end);
    if (lf == NULL) return false;
    if (line_end == at) {
      section->size = (size_t)(lf + 1 - ahead.data);
      section->count = count;
      return true;
    }
    if (count == HC_LIMIT_HEADER_LINES - 1) return false;
    if (!take_field(at, line_end, end, &section->fields[count])) return false;
    at = lf + 1;
  }
}
