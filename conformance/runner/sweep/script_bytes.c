/* Everything that a script could read otherwise (quotes, backslashes, braces, what is not
 * printable) is escaped. */
#include "sweep/script_bytes.h"

enum { LEAST_RUN = 40, LONGEST_LITERAL = 512 };

static void print_byte(FILE *out, unsigned char byte) {
  if (byte == '\r')
    fputs("\\r", out);
  else if (byte == '\n')
    fputs("\\n", out);
  else if (byte == '\t')
    fputs("\\t", out);
  else if (byte < ' ' || byte > '~' || byte == '"' || byte == '\\' || byte == '{')
    fprintf(out, "\\x%02x", byte);
  else
    fputc(byte, out);
}

static size_t run_length(const unsigned char *data, size_t length) {
  size_t run = 1;
  while (run < length && data[run] == data[0])
    run++;
  return run;
}

/* literal_length: up to and with the next line end, or up to a long run. */
static size_t literal_length(const unsigned char *data, size_t length) {
  size_t taken = 0;
  while (taken < length && taken < LONGEST_LITERAL) {
    if (taken && run_length(data + taken, length - taken) >= LEAST_RUN) break;
    if (data[taken++] == '\n') break;
  }
  return taken;
}

void script_bytes_print(FILE *out, const unsigned char *data, size_t length) {
  const char *before = "send ";
  while (length > 0) {
    size_t run = run_length(data, length);
    size_t taken = run >= LEAST_RUN ? run : literal_length(data, length);
    fprintf(out, "%s\"", before);
    for (size_t i = 0; i < (run >= LEAST_RUN ? 1 : taken); i++)
      print_byte(out, data[i]);
    fputc('"', out);
    if (run >= LEAST_RUN) fprintf(out, " * %zu", run);
    fputc('\n', out);
    before = "     ";
    data += taken;
    length -= taken;
  }
}
