#include "hc/field_lines.h"

#include "byte_scan.h"
#include "edition.h"

static const char *const defect_names[HC_DEFECT_KIND_COUNT] = {
    [HC_DEFECT_MISSING_HEADER_BODY_SEPARATOR] = "MissingHeaderBodySeparatorDefect",
    [HC_DEFECT_INVALID_HEADER] = "InvalidHeaderDefect",
    [HC_DEFECT_FIRST_HEADER_LINE_IS_CONTINUATION] = "FirstHeaderLineIsContinuationDefect",
    [HC_DEFECT_MISPLACED_ENVELOPE_HEADER] = "MisplacedEnvelopeHeaderDefect",
    [HC_DEFECT_NO_BOUNDARY_IN_MULTIPART] = "NoBoundaryInMultipartDefect",
    [HC_DEFECT_START_BOUNDARY_NOT_FOUND] = "StartBoundaryNotFoundDefect",
    [HC_DEFECT_CLOSE_BOUNDARY_NOT_FOUND] = "CloseBoundaryNotFoundDefect",
    [HC_DEFECT_INVALID_MULTIPART_CONTENT_TRANSFER_ENCODING] =
        "InvalidMultipartContentTransferEncodingDefect",
    [HC_DEFECT_MULTIPART_INVARIANT_VIOLATION] = "MultipartInvariantViolationDefect",
};

const char *hc_defect_name(enum hc_defect_kind kind) {
  return (unsigned)kind < HC_DEFECT_KIND_COUNT ? defect_names[kind] : NULL;
}

struct hc_field_lines hc_field_lines_make(struct hc_span block, enum hc_edition edition) {
  /* An empty block gets an address, so that the cursor's arithmetic is always defined. */
  const char *start = block.data != NULL ? block.data : "";
  struct hc_field_lines lines = {
      .at = start,
      .end = start + block.size,
      .first = true,
      .strip_fold = hc_traits_of(edition)->strips_leading_fold,
  };
  return lines;
}

static bool is_line_break(char byte) {
  return byte == '\r' || byte == '\n';
}

/* HD.02: the end of the line at `at`, past its CRLF, LF or bare CR. */
static inline const char *line_end(const char *at, const char *end) {
  at = hc_scan_line_break(at, end);
  if (at == end) return end;
  bool crlf = *at == '\r' && at + 1 < end && at[1] == '\n';
  return crlf ? at + 2 : at + 1;
}

static bool is_blank(char byte) {
  return byte == ' ' || byte == '\t';
}

enum line_kind {
  LINE_FIELD,
  LINE_CONTINUATION,
  LINE_ENVELOPE,
  LINE_EMPTY,
  LINE_MALFORMED,
  LINE_NONE /* the block's end */
};

/* HD.04: what the line at `at` is. For LINE_FIELD `*colon` is its first colon. */
static inline enum line_kind classify(const char *at, const char *end, const char **colon) {
  if (at == end) return LINE_NONE;
  if (is_blank(*at)) return LINE_CONTINUATION;
  if (is_line_break(*at)) return LINE_EMPTY;
  if (*at == 'F' && hc_starts_with(hc_span_make(at, (size_t)(end - at)), "From ")) {
    return LINE_ENVELOPE;
  }
  at = hc_scan_name_end(at, end);
  *colon = at;
  return at < end && *at == ':' ? LINE_FIELD : LINE_MALFORMED;
}

static bool belongs_to_section(enum line_kind kind) {
  return kind == LINE_FIELD || kind == LINE_CONTINUATION || kind == LINE_ENVELOPE;
}

static struct hc_span without_line_end(struct hc_span line) {
  while (line.size > 0 && is_line_break(line.data[line.size - 1]))
    line.size--;
  return line;
}

/* HD.09-HD.12: the value between a colon and the end of the field's last line. */
static struct hc_span trim_value(const char *at, const char *end, bool strip_fold) {
  while (at < end && (is_blank(*at) || (strip_fold && is_line_break(*at))))
    at++;
  return without_line_end(hc_span_make(at, (size_t)(end - at)));
}

/* --- Items: each function below is given an empty one to fill --- */

static void take_field(struct hc_field_lines *lines, const char *colon,
                       struct hc_field_item *item) {
  item->kind = HC_ITEM_FIELD;
  item->name = hc_span_make(lines->at, (size_t)(colon - lines->at));
  const char *end = line_end(colon, lines->end);
  while (end < lines->end && is_blank(*end))
    end = line_end(end, lines->end);
  item->value = trim_value(colon + 1, end, lines->strip_fold);
  lines->at = end;
}

/* Takes the whole next line. */
static struct hc_span take_line(struct hc_field_lines *lines) {
  const char *end = line_end(lines->at, lines->end);
  struct hc_span line = hc_span_make(lines->at, (size_t)(end - lines->at));
  lines->at = end;
  return line;
}

static void take_defect(struct hc_field_lines *lines, enum hc_defect_kind defect,
                        struct hc_field_item *item) {
  item->kind = HC_ITEM_DEFECT;
  item->defect = defect;
  struct hc_span line = take_line(lines);
  /* HD.06: this defect is told without its line. */
  if (defect != HC_DEFECT_INVALID_HEADER) item->value = line;
}

static void take_rest(struct hc_field_lines *lines, struct hc_field_item *item) {
  item->kind = HC_ITEM_END;
  item->value = hc_span_make(lines->at, (size_t)(lines->end - lines->at));
  lines->at = lines->end;
  lines->ended = true;
}

/* Ends the section before the line at hand; `malformed` says whether the line after the section is
 * neither empty nor missing. */
static void end_section(struct hc_field_lines *lines, bool malformed, struct hc_field_item *item) {
  if (!malformed) {
    take_rest(lines, item);
    return;
  }
  lines->ended = true;
  item->kind = HC_ITEM_DEFECT;
  item->defect = HC_DEFECT_MISSING_HEADER_BODY_SEPARATOR;
}

/* HD.13: a line that begins "From " is an envelope in the first place, the start of the leftover in
 * the last, and a defect between. */
static void take_envelope(struct hc_field_lines *lines, bool first, struct hc_field_item *item) {
  const char *colon;
  const char *next = line_end(lines->at, lines->end);
  enum line_kind following = classify(next, lines->end, &colon);
  if (first) {
    item->kind = HC_ITEM_ENVELOPE;
    item->value = without_line_end(take_line(lines));
  } else if (belongs_to_section(following)) {
    take_defect(lines, HC_DEFECT_MISPLACED_ENVELOPE_HEADER, item);
  } else {
    end_section(lines, following == LINE_MALFORMED, item);
  }
}

static void take_item(struct hc_field_lines *lines, struct hc_field_item *item) {
  const char *colon = NULL;
  enum line_kind kind = classify(lines->at, lines->end, &colon);
  bool first = lines->first;
  lines->first = false;
  switch (kind) {
  case LINE_FIELD:
    if (colon == lines->at)
      take_defect(lines, HC_DEFECT_INVALID_HEADER, item);
    else
      take_field(lines, colon, item);
    break;
  case LINE_CONTINUATION:
    /* HD.07: a continuation of nothing; one of a field is taken with it. */
    take_defect(lines, HC_DEFECT_FIRST_HEADER_LINE_IS_CONTINUATION, item);
    break;
  case LINE_ENVELOPE: take_envelope(lines, first, item); break;
  case LINE_MALFORMED: end_section(lines, true, item); break;
  case LINE_EMPTY:
    /* HD.03: whatever follows an empty line is no field. */
    take_line(lines);
    take_rest(lines, item);
    break;
  case LINE_NONE: take_rest(lines, item); break;
  }
}

struct hc_field_item hc_field_lines_next(struct hc_field_lines *lines) {
  struct hc_field_item item = {.kind = HC_ITEM_END};
  if (lines->ended)
    take_rest(lines, &item);
  else
    take_item(lines, &item);
  return item;
}
