#include "comparison.h"

#include <stdlib.h>

#include "interpreter.h"
#include "known_differences.h"
#include "trace.h"

static void show_line(FILE *file, const char *label, struct hc_span line) {
  fprintf(file, "%s%.*s\n", label, (int)line.size, line.size > 0 ? line.data : "");
}

static void show_trace(const char *label, struct hc_span trace, struct hc_span differing) {
  fprintf(stderr, "\n%s:\n", label);
  while (trace.size > 0) {
    struct hc_span line = trace_line(&trace);
    show_line(stderr, line.data == differing.data ? "> " : "  ", line);
  }
}

static void refuse(const struct comparison *comparison, struct hc_span reference,
                   struct hc_span interpreter) {
  fprintf(stderr, "%s: the reference client does not do what CPython " PY_VERSION " does.\n",
          comparison->target);
  show_line(stderr, "  CPython:   ", interpreter);
  show_line(stderr, "  reference: ", reference);
  show_trace("CPython", comparison->interpreter, interpreter);
  show_trace("reference", comparison->reference, reference);
  fputc('\n', stderr);
  comparison->describe(comparison->plan, comparison->interpreter, stderr);
  abort();
}

void compare(const struct comparison *comparison) {
  struct hc_span reference = comparison->reference, interpreter = comparison->interpreter;
  if (hc_span_equal(reference, interpreter)) return;
  while (reference.size > 0 || interpreter.size > 0) {
    struct hc_span ours = trace_line(&reference), theirs = trace_line(&interpreter);
    if (hc_span_equal(ours, theirs)) continue;
    struct disagreement disagreement = {comparison->input, ours, theirs};
    if (!known_difference_count(&disagreement)) refuse(comparison, ours, theirs);
    return;
  }
}

bool fault_is_wanted(void) {
  static int wanted = -1;
  if (wanted < 0) wanted = getenv("HCSPEC_FUZZ_FAULT") != NULL;
  return wanted != 0;
}
