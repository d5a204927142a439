/* hc/field_lines.h — a field section's bytes, cut as CPython's email parser cuts them.
 *
 * Pure and without copies: every part borrows from the block. The block is what was read up to and
 * including the blank line. A line ends at CRLF, at LF and at a bare CR (HD.02), so the block is
 * cut anew whatever lines it was read in. */
#ifndef HC_FIELD_LINES_H
#define HC_FIELD_LINES_H

#include "hc/edition.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What the email package calls a defect: noted, never raised (HD.18). */
enum hc_defect_kind {
  HC_DEFECT_MISSING_HEADER_BODY_SEPARATOR,     /* HD.04 */
  HC_DEFECT_INVALID_HEADER,                    /* HD.06 */
  HC_DEFECT_FIRST_HEADER_LINE_IS_CONTINUATION, /* HD.07; has a line */
  HC_DEFECT_MISPLACED_ENVELOPE_HEADER,         /* HD.13; has a line */
  HC_DEFECT_NO_BOUNDARY_IN_MULTIPART,          /* HD.16, and so the rest */
  HC_DEFECT_START_BOUNDARY_NOT_FOUND,
  HC_DEFECT_CLOSE_BOUNDARY_NOT_FOUND,
  HC_DEFECT_INVALID_MULTIPART_CONTENT_TRANSFER_ENCODING,
  HC_DEFECT_MULTIPART_INVARIANT_VIOLATION,
  HC_DEFECT_KIND_COUNT /* not a kind */
};

/* hc_defect_name returns the class name, e.g. "InvalidHeaderDefect" (static); NULL for a value
 * that is no kind. */
const char *hc_defect_name(enum hc_defect_kind kind);

enum hc_field_item_kind {
  HC_ITEM_FIELD,    /* `name` and `value` */
  HC_ITEM_ENVELOPE, /* `value`: a first line that begins "From ", without its line end (HD.13) */
  HC_ITEM_DEFECT,   /* `defect`; `value`: the line, with its line end, for those that have one */
  HC_ITEM_END       /* `value`: what follows the field section, usually nothing */
};

struct hc_field_item {
  enum hc_field_item_kind kind;
  enum hc_defect_kind defect;
  struct hc_span name;  /* as received; may hold any of 0x21-0x7E but ':' (HD.08) */
  struct hc_span value; /* Latin-1, obs-fold kept raw (HD.09, HD.10) */
};

/* hc_field_lines is a cursor on a block. Invariant: at <= end. */
struct hc_field_lines {
  const char *at;
  const char *end;
  bool first;      /* no line has been consumed yet */
  bool ended;      /* only HC_ITEM_END is left to give */
  bool strip_fold; /* edition: a leading fold is stripped from values (HD.11, HD.12) */
};

/* hc_field_lines_make returns a cursor at the block's start. */
struct hc_field_lines hc_field_lines_make(struct hc_span block, enum hc_edition edition);

/* hc_field_lines_next gives the next item and moves past it. After HC_ITEM_END it gives
 * HC_ITEM_END, with nothing following, for ever. A missing separator is told immediately before
 * the end. */
struct hc_field_item hc_field_lines_next(struct hc_field_lines *lines);

#ifdef __cplusplus
}
#endif
#endif
