/* Excerpts are short enough for a line of a report and long enough to show what is around a
 * difference. */
#include "complaint.h"

#include <stdarg.h>
#include <stdlib.h>

enum { SHOWN_WHOLE = 160, SHOWN_BEFORE = 40, SHOWN_AFTER = 80 };

FILE *complaint_open(char **text, size_t *length) {
  *text = NULL;
  FILE *out = open_memstream(text, length);
  if (out) return out;
  fputs("hcspec: out of memory\n", stderr);
  exit(2);
}

char *complaint_text(const char *format, ...) {
  char *text;
  size_t length;
  FILE *out = complaint_open(&text, &length);
  va_list arguments;
  va_start(arguments, format);
  vfprintf(out, format, arguments);
  va_end(arguments);
  fclose(out);
  return text;
}

void complaint_print_bytes(FILE *out, struct bytes bytes, size_t offset) {
  size_t start = 0, end = bytes.length;
  if (bytes.length > SHOWN_WHOLE) {
    if (offset > SHOWN_BEFORE) start = offset - SHOWN_BEFORE;
    if (end - offset > SHOWN_AFTER) end = offset + SHOWN_AFTER;
  }
  if (start) fputs("… ", out);
  literal_print_bytes(out, bytes.data + start, end - start);
  if (end < bytes.length) fprintf(out, " … (%zu bytes)", bytes.length);
}

char *complaint_bytes(struct bytes bytes) {
  char *text;
  size_t length;
  FILE *out = complaint_open(&text, &length);
  complaint_print_bytes(out, bytes, 0);
  fclose(out);
  return text;
}

char *complaint_of_difference(struct bytes expected, struct bytes received, size_t offset) {
  char *text;
  size_t length;
  FILE *out = complaint_open(&text, &length);
  fputs("expected ", out);
  complaint_print_bytes(out, expected, offset);
  fputs(", received ", out);
  complaint_print_bytes(out, received, offset);
  fprintf(out, "; the first difference is at offset %zu", offset);
  fclose(out);
  return text;
}
