#include "known_differences.h"

#include <stdio.h>
#include <stdlib.h>

#include "interpreter.h"

/* --- What is looked for in a line --- */

static bool begins(struct hc_span line, const char *start) {
  size_t size = strlen(start);
  return line.size >= size && memcmp(line.data, start, size) == 0;
}

static bool contains(struct hc_span text, const char *part) {
  size_t size = strlen(part);
  for (size_t i = 0; i + size <= text.size; i++)
    if (hc_span_equal_ignoring_case(hc_span_make(text.data + i, size), hc_span_make(part, size)))
      return true;
  return false;
}

static bool raises(struct hc_span line, const char *kind) {
  char text[64];
  snprintf(text, sizeof text, ": raises %s ", kind);
  return contains(line, text);
}

/* --- The differences --- */

/* deviation: a boundary in the extended form of RFC 2231 is decoded. */
static bool content_type_errors(const struct disagreement *it) {
  static const char *const kinds[] = {"ValueError",   "UnicodeDecodeError", "UnicodeEncodeError",
                                      "UnicodeError", "TypeError",          "LookupError"};
  if (!begins(it->interpreter, "begin(): raises ") || !contains(it->input, "boundary*"))
    return false;
  if (!begins(it->reference, "begin(): None")) return false;
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
    if (raises(it->interpreter, kinds[i])) return true;
  return false;
}

/* Until CVE-2025-13836 was mended an announced size was allocated before it was read; which of them
 * fails is a matter of the memory there is, and here that is bounded. */
static bool announced_size(const struct disagreement *it) {
  bool fails = raises(it->interpreter, "MemoryError") || raises(it->interpreter, "OverflowError");
  bool reads = raises(it->reference, "IncompleteRead") || raises(it->reference, "TimeoutError") ||
               raises(it->reference, "timeout") || raises(it->reference, "ConnectionResetError") ||
               raises(it->reference, "OSError") || raises(it->reference, "MemoryError");
  return fails && reads;
}

/* Whether two lines are the same but for the value of a Host field that is sent, which in the
 * interpreter's has a zone id. */
static bool zone_id(const struct disagreement *it) {
  struct hc_span ours = it->reference, theirs = it->interpreter;
  if (raises(ours, "AssertionError")) return !contains(theirs, ": raises "); /* HO.13 */
  static const char name[] = "\\r\\nHost: ", line_end[] = "\\r\\n";
  size_t at = 0, value = 0;
  for (; at < ours.size && at < theirs.size && ours.data[at] == theirs.data[at]; at++) {
    struct hc_span rest = hc_span_make(theirs.data + at, theirs.size - at);
    if (begins(rest, name))
      value = at + sizeof name - 1;
    else if (begins(rest, line_end) && at >= value)
      value = 0;
  }
  if (value == 0) return false;
  struct hc_span sent = hc_span_make(theirs.data + value, theirs.size - value);
  const char *percent = memchr(sent.data, '%', sent.size);
  for (size_t i = 0; i < sent.size; i++)
    if (begins(hc_span_make(sent.data + i, sent.size - i), line_end))
      return percent != NULL && percent < sent.data + i;
  return false;
}

/* Since CVE-2025-0938 was mended brackets may only stand around a whole host. */
static bool bracket_place(const struct disagreement *it) {
  return contains(it->interpreter, ": raises ValueError b'Invalid IPv6 URL'") &&
         !contains(it->reference, "Invalid IPv6 URL");
}

/* The debug output tells a body that is read by request() from one that is read by send(). */
static bool readables_apart(const struct disagreement *it) {
  return contains(it->interpreter, "sendIng a read()able") &&
         (contains(it->reference, "reading a readable") ||
          contains(it->reference, "sending a readable"));
}

static const struct known {
  const char *id;
  enum hc_edition from, until; /* the editions in which there is the difference */
  int patch_end;               /* 0, or the patch level of `until` that is the first without it */
  bool (*explains)(const struct disagreement *disagreement);
} known[] = {
    {"content-type-errors", HC_EDITION_3_8, HC_EDITION_3_13, 0, content_type_errors},
    {"announced-size", HC_EDITION_3_8, HC_EDITION_3_13, 11, announced_size},
    {"bracket-place", HC_EDITION_3_8, HC_EDITION_3_13, 0, bracket_place},
    {"readables-apart", HC_EDITION_3_11, HC_EDITION_3_11, 7, readables_apart},
    {"zone-id", HC_EDITION_3_11, HC_EDITION_3_11, 4, zone_id},
};
enum { KNOWN = sizeof known / sizeof *known };

static unsigned long counts[KNOWN];

static void print_counts(void) {
  for (size_t i = 0; i < KNOWN; i++)
    if (counts[i] > 0) fprintf(stderr, "known difference %s: %lu\n", known[i].id, counts[i]);
}

static bool applies(const struct known *difference) {
  enum hc_edition edition = interpreter_edition();
  if (edition < difference->from || edition > difference->until) return false;
  return edition < difference->until || difference->patch_end == 0 ||
         interpreter_patch() < difference->patch_end;
}

bool known_difference_count(const struct disagreement *disagreement) {
  static bool registered;
  if (!registered) registered = atexit(print_counts) == 0;
  for (size_t i = 0; i < KNOWN; i++) {
    if (!applies(&known[i]) || !known[i].explains(disagreement)) continue;
    counts[i]++;
    return true;
  }
  return false;
}
