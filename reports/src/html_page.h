/* What the parts of the HTML page share. */
#ifndef REPORTS_HTML_PAGE_H
#define REPORTS_HTML_PAGE_H

#include <stdio.h>

#include "findings.h"
#include "headline.h"
#include "matrix.h"
#include "reports/results.h"

/* A page being written. */
struct html_page {
  const struct results *results;
  struct matrix matrix;
  struct findings findings; /* all that is no pass */
  struct headline headline;
  struct arena *arena;
  FILE *out;
};

/* How a cell or a finding looks: never by colour alone. */
enum look { LOOK_PASS, LOOK_BAD, LOOK_WARN, LOOK_NONE };

/* look_class: its class in the style. */
const char *look_class(enum look look);

/* finding_look: page errors and deviations warn, what is inapplicable is quiet, the rest is bad. */
enum look finding_look(const struct finding *finding);

/* rfc_look: a fail is bad, a warning warns; what is no verdict, and a note, is quiet. */
enum look rfc_look(enum rfc_verdict verdict);

/* html_requirements: the table of requirements of RFCs; nothing when no scenario cites one. */
void html_requirements(const struct html_page *page);

/* html_matrix: the table's bodies, one a page, with each scenario's row and its details. */
void html_matrix(const struct html_page *page);

/* html_deviations: the section of registered deviations; nothing when no scenario shows one. */
void html_deviations(const struct html_page *page);

/* html_outcomes: which of the outcomes that the page takes for right each implementation showed;
 * nothing when no case has several. */
void html_outcomes(const struct html_page *page);

/* html_finding: one finding in full. */
void html_finding(const struct html_page *page, const struct finding *finding);

#endif
