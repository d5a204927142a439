/* Reads and computes; nothing of the outcomes is kept or changed. */
#include "execution/statement_end.h"

#include "execution/value.h"
#include "text/memory.h"

static bool take_failed_step(const struct statement *statement, json_t *outcomes,
                             struct statement_end *end) {
  for (size_t i = 0; i < statement->step_count; i++) {
    json_t *outcome = json_array_get(outcomes, statement->first_step + i);
    end->raised = json_object_get(outcome, "raises");
    end->unbound = json_string_value(json_object_get(outcome, "unbound"));
    end->unsupported = json_string_value(json_object_get(outcome, "unsupported"));
    if (end->raised || end->unbound || end->unsupported) return true;
  }
  return false;
}

static void take_evaluation(struct statement_end *end) {
  switch (end->evaluation.end) {
  case EVALUATION_VALUE: end->value = end->evaluation.value; break;
  case EVALUATION_RAISES: end->raised = end->evaluation.value; break;
  case EVALUATION_UNBOUND: end->unbound = "a value"; break;
  case EVALUATION_UNDECIDED: end->undecided = end->evaluation.reason; break;
  }
}

void statement_end_take(const struct statement *statement, json_t *outcomes,
                        struct statement_end *end) {
  *end = (struct statement_end){0};
  if (take_failed_step(statement, outcomes, end) || !statement->value) return;
  evaluate(statement->value, outcomes, &end->evaluation);
  take_evaluation(end);
}

void statement_end_clear(struct statement_end *end) {
  evaluation_clear(&end->evaluation);
  *end = (struct statement_end){0};
}

static void print_arguments(FILE *out, json_t *arguments) {
  json_t *items = value_of(arguments).content;
  for (size_t i = 0; i < json_array_size(items); i++) {
    if (i) fputc(' ', out);
    value_print_str(out, json_array_get(items, i));
  }
  fputc('\n', out);
}

char *statement_printed(const struct statement *statement, json_t *outcomes,
                        const struct statement_end *end, size_t *length) {
  char *text;
  FILE *out = memory_stream(&text, length);
  for (size_t i = 0; i < statement->step_count; i++) {
    json_t *outcome = json_array_get(outcomes, statement->first_step + i);
    json_t *output = json_object_get(outcome, "output");
    if (output) value_print_str(out, output);
  }
  if (statement->kind == STATEMENT_PRINT && end->value) print_arguments(out, end->value);
  fclose(out);
  return text;
}
