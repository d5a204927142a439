#include "comparison.h"

#include <stdlib.h>

#include "interpreter.h"
#include "trace.h"

/* Kept from one input to the next, for their memory. */
static struct hc_buffer theirs, ours;

/* --- What is wanted --- */

static bool is_wanted(const char *variable) {
  return getenv(variable) != NULL;
}

static bool fault_is_wanted(void) {
  static int wanted = -1;
  if (wanted < 0) wanted = is_wanted("HCSPEC_FUZZ_FAULT");
  return wanted != 0;
}

static bool whole_lines_are_wanted(void) {
  return is_wanted("HCSPEC_FUZZ_WHOLE");
}

static bool ceiling_is_wanted(void) {
  static int wanted = -1;
  if (wanted < 0) wanted = is_wanted("HCSPEC_FUZZ_CEILING");
  return wanted != 0;
}

/* --- A find --- */

enum { SHOWN_MAX = 800, SHOWN_BEFORE = 120 };

/* Of a long line a part: what is around the byte at |place|. */
static void show_line(const char *label, struct hc_span line, size_t place) {
  size_t from = 0, size = line.size;
  if (size > SHOWN_MAX && !whole_lines_are_wanted()) {
    from = place > SHOWN_BEFORE ? place - SHOWN_BEFORE : 0;
    if (size - from > SHOWN_MAX) size = from + SHOWN_MAX;
  }
  fputs(label, stderr);
  if (from > 0) fprintf(stderr, "(%zu bytes) ... ", from);
  if (size > from) fwrite(line.data + from, 1, size - from, stderr);
  if (size < line.size) fprintf(stderr, " ... (%zu bytes)", line.size - size);
  fputc('\n', stderr);
}

static size_t first_difference(struct hc_span a, struct hc_span b) {
  size_t place = 0;
  while (place < a.size && place < b.size && a.data[place] == b.data[place])
    place++;
  return place;
}

static void show_trace(const char *label, struct hc_span trace, struct hc_span differing) {
  fprintf(stderr, "\n%s:\n", label);
  while (trace.size > 0) {
    struct hc_span line = trace_line(&trace);
    show_line(line.data == differing.data ? "> " : "  ", line, 0);
  }
}

static void show_difference(void) {
  struct hc_span reference = hc_buffer_span(&ours), interpreter = hc_buffer_span(&theirs);
  while (reference.size > 0 || interpreter.size > 0) {
    struct hc_span our_line = trace_line(&reference), their_line = trace_line(&interpreter);
    if (hc_span_equal(our_line, their_line)) continue;
    size_t place = first_difference(their_line, our_line);
    show_line("  CPython:   ", their_line, place);
    show_line("  reference: ", our_line, place);
    show_trace("CPython", hc_buffer_span(&theirs), their_line);
    show_trace("reference", hc_buffer_span(&ours), our_line);
    return;
  }
}

/* --- Both sides --- */

static bool sides_agree(const struct comparison *comparison, const void *plan) {
  hc_buffer_empty(&ours);
  hc_buffer_empty(&theirs);
  comparison->interpreter(plan, &theirs);
  comparison->reference(plan, interpreter_edition(), &ours);
  if (fault_is_wanted()) ours.size--;
  return hc_span_equal(hc_buffer_span(&ours), hc_buffer_span(&theirs));
}

static void refuse(const struct comparison *comparison, const void *plan) {
  fprintf(stderr, "%s: the reference client does not do what CPython " PY_VERSION " does.\n",
          comparison->target);
  trace_show(true);
  if (sides_agree(comparison, plan)) fputs("But it does the second time.\n", stderr);
  show_difference();
  fputc('\n', stderr);
  comparison->describe(plan, hc_buffer_span(&theirs), stderr);
  abort();
}

void compare(const struct comparison *comparison, const void *plan) {
  interpreter_start();
  if (ceiling_is_wanted())
    comparison->interpreter(plan, NULL);
  else if (!sides_agree(comparison, plan))
    refuse(comparison, plan);
}
