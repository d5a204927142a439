/* A results file: it is read or has errors, and not both; what is read and written reads back, and
 * is then written byte for byte the same. */
#include <string.h>

#include "../diagnostics_check.h"
#include "../target.h"
#include "reports/results.h"

static char *write_out(const struct results *results, size_t *length) {
  char *text = NULL;
  FILE *out = open_memstream(&text, length);
  PROPERTY(out);
  PROPERTY(results_write_json(results, out));
  fclose(out);
  return text;
}

static struct results *parse(const char *text, size_t size) {
  struct diagnostics *diagnostics = diagnostics_new();
  struct results *results = results_parse_json("results.json", text, size, diagnostics);
  PROPERTY((results != NULL) == (diagnostics_count(diagnostics) == 0));
  diagnostics_check_places(diagnostics, text, size);
  diagnostics_free(diagnostics);
  return results;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct results *results = parse(size ? (const char *)data : "", size);
  if (!results) return 0;
  size_t first_length = 0, second_length = 0;
  char *first = write_out(results, &first_length);
  struct results *again = parse(first, first_length);
  PROPERTY(again);
  char *second = write_out(again, &second_length);
  PROPERTY(first_length == second_length && memcmp(first, second, first_length) == 0);
  free(first);
  free(second);
  results_free(results);
  results_free(again);
  return 0;
}
