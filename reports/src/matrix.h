/* Results added up: by case over its variants, for each implementation. */
#ifndef REPORTS_MATRIX_H
#define REPORTS_MATRIX_H

#include "reports/results.h"

struct tally {
  size_t counts[VERDICT_COUNT];
  size_t rfc_counts[RFC_VERDICT_COUNT];
};

/* One case in all implementations. */
struct matrix_row {
  const char *id;
  size_t scenario;       /* index */
  size_t first;          /* index of its first result: rows of a scenario are in this order */
  struct tally *columns; /* one an implementation */
};

/* Rows by scenario, in the order of the scenarios; lives in an arena and borrows from the results.
 */
struct matrix {
  struct matrix_row *rows;
  size_t row_count;
  size_t column_count;
  size_t *scenario_rows; /* scenario s has the rows from scenario_rows[s] to before scenario_rows[s
                            + 1] */
};

/* matrix_of: adds |results| up. */
struct matrix matrix_of(const struct results *results, struct arena *arena);

/* tally_add: adds |other| to |sum|. */
void tally_add(struct tally *sum, const struct tally *other);

/* tally_scenario: the sum of column |column| over the cases of |scenario|. */
struct tally tally_scenario(const struct matrix *matrix, size_t scenario, size_t column);

/* tally_total: all results in |tally|. */
size_t tally_total(const struct tally *tally);

#endif
