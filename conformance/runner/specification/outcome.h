/* What stands below a statement: the printed text and the outcomes that are right. */
#ifndef RUNNER_OUTCOME_H
#define RUNNER_OUTCOME_H

#include "specification/console.h"
#include "specification/constant.h"

/* A line of a page; it is not empty, and its end is not part of it. */
struct line {
  const char *text;
  size_t length;
  struct place place;
};

struct outcome_reader {
  struct arena *arena;
  struct diagnostics *diagnostics;
  struct constants *constants;
  bool may_print; /* text that is no outcome is what was printed, rather than an error */
  bool is_broken; /* the statement has an error; what it prints or shows is then not known */
};

/* outcomes_read: reads |count| lines below |statement|, whose kind is known, into its output and
 * expectations, and those that end in '# rfc' into its legal outcomes. Without an expectation, an
 * expression is expected to be None. Errors are reported. */
void outcomes_read(const struct outcome_reader *reader, const struct line *lines, size_t count,
                   struct statement *statement);

#endif
