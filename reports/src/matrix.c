/* Sorts the results by scenario and case, makes a row of each case, and puts a scenario's rows in
 * the order of the run. */
#include "matrix.h"

#include <stdlib.h>
#include <string.h>

static int by_scenario_and_case(const void *left, const void *right) {
  const struct result_case *a = *(const struct result_case *const *)left;
  const struct result_case *b = *(const struct result_case *const *)right;
  if (a->scenario_index != b->scenario_index) return a->scenario_index < b->scenario_index ? -1 : 1;
  int order = strcmp(a->id, b->id);
  return order ? order : (a > b) - (a < b);
}

static int by_scenario_and_first(const void *left, const void *right) {
  const struct matrix_row *a = left, *b = right;
  if (a->scenario != b->scenario) return a->scenario < b->scenario ? -1 : 1;
  return (a->first > b->first) - (a->first < b->first);
}

static bool is_new_row(const struct matrix *matrix, const struct result_case *item) {
  if (!matrix->row_count) return true;
  const struct matrix_row *last = &matrix->rows[matrix->row_count - 1];
  return last->scenario != item->scenario_index || strcmp(last->id, item->id) != 0;
}

static void add_result(struct matrix *matrix, const struct results *results, struct arena *arena,
                       const struct result_case *item) {
  if (is_new_row(matrix, item)) {
    matrix->rows = arena_grow(arena, matrix->rows, matrix->row_count, sizeof *matrix->rows);
    matrix->rows[matrix->row_count++] = (struct matrix_row){
        .id = item->id,
        .scenario = item->scenario_index,
        .first = (size_t)(item - results->cases),
        .columns = arena_array(arena, matrix->column_count, sizeof(struct tally)),
    };
  }
  struct tally *tally = &matrix->rows[matrix->row_count - 1].columns[item->implementation];
  tally->counts[item->verdict]++;
  tally->rfc_counts[item->rfc]++;
}

static void index_scenarios(struct matrix *matrix, size_t scenario_count, struct arena *arena) {
  matrix->scenario_rows = arena_array(arena, scenario_count + 1, sizeof *matrix->scenario_rows);
  size_t row = 0;
  for (size_t scenario = 0; scenario <= scenario_count; scenario++) {
    while (row < matrix->row_count && matrix->rows[row].scenario < scenario)
      row++;
    matrix->scenario_rows[scenario] = row;
  }
}

struct matrix matrix_of(const struct results *results, struct arena *arena) {
  struct matrix matrix = {.column_count = results->implementation_count};
  size_t count = results->case_count;
  const struct result_case **sorted = arena_array(arena, count, sizeof *sorted);
  for (size_t i = 0; i < count; i++)
    sorted[i] = &results->cases[i];
  qsort(sorted, count, sizeof *sorted, by_scenario_and_case);
  for (size_t i = 0; i < count; i++)
    add_result(&matrix, results, arena, sorted[i]);
  if (matrix.row_count)
    qsort(matrix.rows, matrix.row_count, sizeof *matrix.rows, by_scenario_and_first);
  index_scenarios(&matrix, results->scenario_count, arena);
  return matrix;
}

void tally_add(struct tally *sum, const struct tally *other) {
  for (enum verdict verdict = VERDICT_PASS; verdict < VERDICT_COUNT; verdict++)
    sum->counts[verdict] += other->counts[verdict];
  for (enum rfc_verdict verdict = RFC_NONE; verdict < RFC_VERDICT_COUNT; verdict++)
    sum->rfc_counts[verdict] += other->rfc_counts[verdict];
}

struct tally tally_scenario(const struct matrix *matrix, size_t scenario, size_t column) {
  struct tally sum = {0};
  for (size_t row = matrix->scenario_rows[scenario]; row < matrix->scenario_rows[scenario + 1];
       row++)
    tally_add(&sum, &matrix->rows[row].columns[column]);
  return sum;
}

size_t tally_total(const struct tally *tally) {
  size_t total = 0;
  for (enum verdict verdict = VERDICT_PASS; verdict < VERDICT_COUNT; verdict++)
    total += tally->counts[verdict];
  return total;
}
