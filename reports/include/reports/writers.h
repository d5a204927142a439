/* The reports: one function a format, all from the same results. Whatever an implementation or a
 * server sent is escaped. */
#ifndef REPORTS_WRITERS_H
#define REPORTS_WRITERS_H

#include <stdbool.h>
#include <stdio.h>

#include "reports/results.h"

/* Results that went the same way, in whichever variant and implementation, are reported as one
 * finding. A writer's own result says nothing about the stream: see report_write(), or ferror() and
 * fflush(). */

/* report_junit: JUnit XML, one test suite an implementation and edition. Fail and timeout are
 * failures; crash, error and page errors are errors; inapplicable and deviation are skipped, each
 * with its reason. */
void report_junit(const struct results *results, FILE *out);

/* report_markdown: a summary for a pull request or a release page. */
void report_markdown(const struct results *results, FILE *out);

/* report_html: a page of its own, without anything from outside. */
void report_html(const struct results *results, FILE *out);

struct terminal_style {
  bool colour;             /* only for a terminal */
  unsigned width;          /* columns; at least 40, and from 80 on the table fits too */
  unsigned failures_shown; /* in full; the rest is counted. 0: all */
  bool shows_requirements; /* each requirement of an RFC that a subject fails, not only counts */
};

/* terminal_style_for: what suits |out|: colour if it is a terminal and NO_COLOR is not set, the
 * terminal's width or else 100 columns, all failures in full. */
struct terminal_style terminal_style_for(FILE *out);

/* report_terminal: what a person reads at the end of a run: page errors first, then unexpected
 * failures in full, then the table of verdicts, then the pace. */
void report_terminal(const struct results *results, struct terminal_style style, FILE *out);

/* report_write: writes |path| with |writer| through a temporary file beside it, so that a file is
 * whole or not there. A symbolic link's target is replaced, not the link; a device or pipe is
 * written to. Returns false with errno set; nothing is left behind then, and what was there is
 * untouched. */
bool report_write(const struct results *results, const char *path,
                  void (*writer)(const struct results *results, FILE *out));

/* report_write_json: the same with results_write_json(). */
bool report_write_json(const struct results *results, const char *path);

#endif
