/* Sorts the chosen cases so that equal ones are neighbours, then cuts the row into findings. */
#include "findings.h"

#include <stdlib.h>
#include <string.h>

#include "figures.h"

enum { NAMES_SHOWN = 8 };

struct entry {
  const struct result_case *item;
  bool is_page_error;
};

static const struct result_failure unknown_failure = {0};

static const struct result_failure *failure_of(const struct result_case *item) {
  return item->failure ? item->failure : &unknown_failure;
}

const struct result_failure *finding_failure(const struct finding *finding) {
  return failure_of(finding->shown);
}

static int order_numbers(size_t a, size_t b) {
  return (a > b) - (a < b);
}

/* What is unknown comes first. */
static int order_texts(const char *a, const char *b) {
  if (!a || !b) return (a != NULL) - (b != NULL);
  return strcmp(a, b);
}

/* The transcript and the command differ from variant to variant and do not count. */
static int order_failures(const struct result_failure *a, const struct result_failure *b) {
  int order = order_numbers(a->line, b->line);
  if (!order) order = order_numbers(a->column, b->column);
  if (!order) order = order_texts(a->message, b->message);
  if (!order) order = order_texts(a->statement, b->statement);
  if (!order) order = order_texts(a->expected, b->expected);
  if (!order) order = order_texts(a->observed, b->observed);
  return order;
}

/* Zero for entries of one finding. */
static int order_findings(const struct entry *a, const struct entry *b) {
  if (a->is_page_error != b->is_page_error) return a->is_page_error ? -1 : 1;
  int order = order_numbers(a->item->scenario_index, b->item->scenario_index);
  if (!order) order = strcmp(a->item->id, b->item->id);
  if (!order) order = order_numbers(a->item->verdict, b->item->verdict);
  if (!order) order = order_failures(failure_of(a->item), failure_of(b->item));
  return order;
}

static int order_entries(const void *left, const void *right) {
  const struct entry *a = left, *b = right;
  int order = order_findings(a, b);
  return order ? order : (a->item > b->item) - (a->item < b->item);
}

static size_t choose(const struct results *results, case_filter *chosen, struct entry *entries) {
  size_t count = 0;
  for (size_t i = 0; i < results->case_count; i++) {
    const struct result_case *item = &results->cases[i];
    if (chosen(results, item))
      entries[count++] = (struct entry){item, results_page_error(results, item)};
  }
  return count;
}

struct findings findings_collect(const struct results *results, struct arena *arena,
                                 case_filter *chosen) {
  struct entry *entries = arena_array(arena, results->case_count, sizeof *entries);
  size_t count = choose(results, chosen, entries);
  qsort(entries, count, sizeof *entries, order_entries);
  const struct result_case **cases = arena_array(arena, count, sizeof *cases);
  struct findings findings = {0};
  for (size_t i = 0; i < count; i++) {
    cases[i] = entries[i].item;
    if (i && order_findings(&entries[i - 1], &entries[i]) == 0) {
      findings.items[findings.count - 1].count++;
      continue;
    }
    findings.items = arena_grow(arena, findings.items, findings.count, sizeof *findings.items);
    findings.items[findings.count++] =
        (struct finding){entries[i].item, &cases[i], 1, entries[i].is_page_error};
    findings.page_errors += entries[i].is_page_error;
  }
  return findings;
}

/* Names in order of appearance, each once. */
struct name_list {
  const char *shown[NAMES_SHOWN];
  size_t shown_count;
  size_t hidden_count;
};

static void add_name(struct name_list *list, const char *name) {
  for (size_t i = 0; i < list->shown_count; i++)
    if (strcmp(list->shown[i], name) == 0) return;
  if (list->shown_count < NAMES_SHOWN)
    list->shown[list->shown_count++] = name;
  else
    list->hidden_count++;
}

static const char *join(struct arena *arena, const struct name_list *list) {
  const char *joined = list->shown_count ? list->shown[0] : "";
  for (size_t i = 1; i < list->shown_count; i++)
    joined = arena_printf(arena, "%s, %s", joined, list->shown[i]);
  return list->hidden_count ? arena_printf(arena, "%s and more", joined) : joined;
}

const char *finding_columns(const struct results *results, struct arena *arena,
                            const struct finding *finding) {
  struct name_list list = {0};
  for (size_t i = 0; i < finding->count; i++)
    add_name(&list,
             figure_column(arena, &results->implementations[finding->cases[i]->implementation]));
  return join(arena, &list);
}

const char *finding_variants(struct arena *arena, const struct finding *finding) {
  struct name_list list = {0};
  for (size_t i = 0; i < finding->count; i++)
    add_name(&list, finding->cases[i]->variant);
  return join(arena, &list);
}
