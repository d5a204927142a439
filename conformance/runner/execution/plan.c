/* Steps are encoded here, by one thread, so that no worker touches the specification's JSON. */
#include "execution/plan.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "text/arena.h"

static const char *const variant_names[] = {
    [PEER_DELIVERY_WHOLE] = "whole",
    [PEER_DELIVERY_BYTES] = "bytes",
    [PEER_DELIVERY_SPLIT] = "split",
};
enum { VARIANT_COUNT = PEER_DELIVERY_SPLIT + 1 };

const char *variant_name(enum peer_delivery delivery) {
  return variant_names[delivery];
}

bool variant_parse(const char *name, enum peer_delivery *delivery) {
  for (enum peer_delivery known = 0; known <= PEER_DELIVERY_SPLIT; known++)
    if (strcmp(name, variant_names[known]) == 0) {
      *delivery = known;
      return true;
    }
  return false;
}

/* --- Columns
 * -------------------------------------------------------------------------------------------------
 */

struct columns {
  struct arena *arena;
  struct column *array;
  size_t count;
};

static void add_column(struct columns *columns, const struct implementation *implementation,
                       size_t index, unsigned edition) {
  for (size_t i = 0; i < columns->count; i++)
    if (columns->array[i].implementation == implementation && columns->array[i].edition == edition)
      return;
  columns->array =
      arena_grow(columns->arena, columns->array, columns->count, sizeof *columns->array);
  columns->array[columns->count++] = (struct column){
      .implementation = implementation, .implementation_index = index, .edition = edition};
}

static unsigned newest_edition(const struct implementation *implementation) {
  unsigned newest = 0;
  for (size_t i = 0; i < implementation->hello.edition_count; i++)
    if (implementation->hello.editions[i] > newest) newest = implementation->hello.editions[i];
  return newest;
}

static void add_shared_editions(struct columns *columns, const struct implementation *subject,
                                size_t index, size_t oracle_columns) {
  for (size_t i = 0; i < oracle_columns; i++) {
    unsigned edition = columns->array[i].edition;
    if (implementation_has_edition(subject, edition)) add_column(columns, subject, index, edition);
  }
}

static void add_subject(struct columns *columns, const struct implementation *subject, size_t index,
                        const unsigned *editions, size_t edition_count, size_t oracle_columns) {
  size_t before = columns->count;
  for (size_t i = 0; i < edition_count; i++)
    if (implementation_has_edition(subject, editions[i]))
      add_column(columns, subject, index, editions[i]);
  if (edition_count == 0) add_shared_editions(columns, subject, index, oracle_columns);
  if (edition_count == 0 && columns->count == before)
    add_column(columns, subject, index, newest_edition(subject));
}

size_t plan_columns(struct arena *arena, const struct implementation *implementations,
                    size_t implementation_count, const unsigned *editions, size_t edition_count,
                    const struct column **columns) {
  struct columns made = {.arena = arena};
  for (size_t i = 0; i < implementation_count; i++)
    if (implementations[i].role == ROLE_ORACLE)
      add_column(&made, &implementations[i], i, newest_edition(&implementations[i]));
  size_t oracle_columns = made.count;
  for (size_t i = 0; i < implementation_count; i++)
    if (implementations[i].role == ROLE_SUBJECT)
      add_subject(&made, &implementations[i], i, editions, edition_count, oracle_columns);
  *columns = made.array;
  return made.count;
}

/* --- Items
 * ---------------------------------------------------------------------------------------------------
 */

static bool id_meets(const char *pattern, const struct test_case *test_case) {
  return fnmatch(pattern, test_case->id, 0) == 0 ||
         fnmatch(pattern, test_case->scenario->id, 0) == 0;
}

static bool pattern_meets(const char *pattern, const struct test_case *test_case,
                          enum peer_delivery delivery) {
  const char *at = strrchr(pattern, '@');
  if (!at) return id_meets(pattern, test_case);
  char *id_pattern = strndup(pattern, (size_t)(at - pattern));
  bool is_met = id_pattern && id_meets(id_pattern, test_case) &&
                fnmatch(at + 1, variant_name(delivery), 0) == 0;
  free(id_pattern);
  return is_met;
}

static bool is_selected(const struct selection *selection, const struct test_case *test_case,
                        enum peer_delivery delivery) {
  if (!(selection->deliveries & 1u << delivery)) return false;
  for (size_t i = 0; i < selection->pattern_count; i++)
    if (pattern_meets(selection->patterns[i], test_case, delivery)) return true;
  return selection->pattern_count == 0;
}

bool plan_applies(const struct plan_item *item, const struct column *column) {
  return edition_range_holds(item->test_case->scenario->editions, column->edition);
}

static bool applies_anywhere(const struct plan_item *item, const struct column *columns,
                             size_t column_count) {
  for (size_t i = 0; i < column_count; i++)
    if (plan_applies(item, &columns[i])) return true;
  return false;
}

/* select_variants: adds the items of case number |index| to |items|, which has room; returns how
 * many. */
static size_t select_variants(struct plan *plan, const struct test_case *test_case, size_t index,
                              const struct selection *selection, struct plan_item *items) {
  size_t count = 0;
  for (enum peer_delivery delivery = 0; delivery <= PEER_DELIVERY_SPLIT; delivery++) {
    const struct plan_item item = {test_case, &plan->encoded[index], delivery};
    if (!(test_case->scenario->deliveries & 1u << delivery)) continue;
    if (!is_selected(selection, test_case, delivery)) continue;
    if (applies_anywhere(&item, plan->columns, plan->column_count)) items[count++] = item;
  }
  if (count > 0)
    plan->encoded[index] = protocol_encode_case(test_case->id, test_case->session->steps);
  return count;
}

struct plan *plan_make(const struct specification *specification, const struct selection *selection,
                       const struct column *columns, size_t column_count) {
  struct arena *arena = arena_new();
  struct plan *plan = arena_alloc(arena, sizeof *plan);
  size_t case_count = specification->case_count;
  struct plan_item *items = arena_array(arena, VARIANT_COUNT * case_count, sizeof *items);
  *plan = (struct plan){.arena = arena, .columns = columns, .column_count = column_count};
  plan->encoded = arena_array(arena, case_count, sizeof *plan->encoded);
  plan->encoded_count = case_count;
  for (size_t i = 0; i < case_count; i++)
    plan->item_count +=
        select_variants(plan, &specification->cases[i], i, selection, items + plan->item_count);
  plan->items = items;
  return plan;
}

void plan_free(struct plan *plan) {
  if (!plan) return;
  for (size_t i = 0; i < plan->encoded_count; i++)
    free(plan->encoded[i].text);
  arena_free(plan->arena);
}

static bool meets_some_case(const struct specification *specification,
                            const struct selection *selection, const char *pattern) {
  for (size_t i = 0; i < specification->case_count; i++) {
    const struct test_case *test_case = &specification->cases[i];
    delivery_set deliveries = test_case->scenario->deliveries & selection->deliveries;
    for (enum peer_delivery delivery = 0; delivery <= PEER_DELIVERY_SPLIT; delivery++)
      if (deliveries & 1u << delivery && pattern_meets(pattern, test_case, delivery)) return true;
  }
  return false;
}

const char *plan_unmatched(const struct specification *specification,
                           const struct selection *selection) {
  for (size_t i = 0; i < selection->pattern_count; i++)
    if (!meets_some_case(specification, selection, selection->patterns[i]))
      return selection->patterns[i];
  return NULL;
}
