/* Results as a run leaves them, for tests and to look at: several implementations and editions,
 * mostly passes, and every kind of verdict and finding at least once. */
#ifndef REPORTS_TESTS_SAMPLE_H
#define REPORTS_TESTS_SAMPLE_H

#include "reports/results.h"

/* sample_results: |pages| pages of scenarios, the same at every call; 0: none, only the
 * implementations. */
struct results *sample_results(unsigned pages);

/* sample_hostile: whatever a server may put into every text: markup, control and bidirectional
 * characters, bytes that are no UTF-8, the ends of CDATA sections, comments, scripts, fences and
 * table cells, and 200,000 bytes in a row. */
struct results *sample_hostile(void);

/* The text that sample_hostile() puts everywhere. */
extern const char sample_hostile_text[];

#endif
