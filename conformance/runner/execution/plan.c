/* Steps are encoded here, by one thread, so that no worker touches the specification's JSON. */
#include "execution/plan.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "execution/connecting.h"
#include "execution/turn.h"
#include "text/arena.h"
#include "text/memory.h"

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

/* is_newest: whether the subject of |column| runs in no newer edition. */
static bool is_newest(const struct column *column, const struct column *columns, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (columns[i].implementation == column->implementation && columns[i].edition > column->edition)
      return false;
  return true;
}

static bool is_among_newest(const struct column *column, const struct column *columns,
                            size_t count) {
  if (column->implementation->role == ROLE_SUBJECT) return is_newest(column, columns, count);
  for (size_t i = 0; i < count; i++)
    if (columns[i].implementation->role == ROLE_SUBJECT && columns[i].edition == column->edition &&
        is_newest(&columns[i], columns, count))
      return true;
  return false;
}

size_t plan_newest(struct arena *arena, const struct column *columns, size_t column_count,
                   const struct column **newest) {
  struct column *kept = arena_array(arena, column_count, sizeof *kept);
  size_t count = 0;
  for (size_t i = 0; i < column_count; i++)
    if (is_among_newest(&columns[i], columns, column_count)) kept[count++] = columns[i];
  *newest = kept;
  return count;
}

/* --- Items
 * ---------------------------------------------------------------------------------------------------
 */

static bool id_meets(const char *pattern, const struct test_case *test_case) {
  return fnmatch(pattern, test_case->id, 0) == 0 ||
         fnmatch(pattern, test_case->scenario->id, 0) == 0;
}

/* named_variants: those whose name meets |pattern|. */
static variant_set named_variants(const char *pattern) {
  variant_set variants = 0;
  for (unsigned i = 0; i < VARIANT_COUNT; i++)
    if (fnmatch(pattern, variant_name(variant_at(i)), 0) == 0) variants |= 1u << i;
  return variants;
}

variant_set pattern_variants(const char *pattern, const struct test_case *test_case) {
  const char *at = strrchr(pattern, '@');
  if (!at) return id_meets(pattern, test_case) ? test_case->variants : 0;
  char *id_pattern = memory_printf("%.*s", (int)(at - pattern), pattern);
  bool is_met = id_meets(id_pattern, test_case);
  free(id_pattern);
  return is_met ? test_case->variants & named_variants(at + 1) : 0;
}

/* left_variants: those that |selection| leaves to a case when no pattern names one. */
static variant_set left_variants(const struct selection *selection,
                                 const struct test_case *test_case) {
  variant_set has =
      selection->takes_turns ? turn_variants(test_case, selection->seed) : test_case->variants;
  return has & selection->variants;
}

/* selected_by: as pattern_variants(), of those that |selection| leaves. */
static variant_set selected_by(const struct selection *selection, const char *pattern,
                               const struct test_case *test_case) {
  bool names_variants = strchr(pattern, '@') != NULL;
  return pattern_variants(pattern, test_case) &
         (names_variants ? selection->named_variants : left_variants(selection, test_case));
}

static variant_set selected_variants(const struct selection *selection,
                                     const struct test_case *test_case) {
  variant_set variants = 0;
  if (selection->pattern_count == 0) return left_variants(selection, test_case);
  for (size_t i = 0; i < selection->pattern_count; i++)
    variants |= selected_by(selection, selection->patterns[i], test_case);
  return variants;
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

enum reading { READING_PLAIN, READING_DEVIATING, READING_COUNT };

/* encode_for: the steps of case number |index| by a |reading|, which |test_case| is, over
 * |transport|, made when they are first asked for. */
static const struct encoded_case *encode_for(struct plan *plan, const struct test_case *test_case,
                                             size_t index, enum reading reading,
                                             enum peer_transport transport) {
  struct encoded_case *encoded =
      &plan->encoded[(index * READING_COUNT + reading) * TRANSPORT_COUNT + transport];
  if (encoded->text) return encoded;
  json_t *steps = connecting_steps(test_case->session, transport);
  *encoded = protocol_encode_case(test_case->id, steps);
  json_decref(steps);
  return encoded;
}

/* select_variants: adds the items of case number |index| to |items|, which has room; returns how
 * many. */
static size_t select_variants(struct plan *plan, const struct test_case *test_case, size_t index,
                              const struct selection *selection, struct plan_item *items) {
  size_t count = 0;
  variant_set variants = selected_variants(selection, test_case);
  const struct test_case *deviating = test_case->deviating;
  for (unsigned i = 0; i < VARIANT_COUNT; i++) {
    struct plan_item item = {.test_case = test_case, .variant = variant_at(i)};
    enum peer_transport transport = item.variant.transport;
    if (!(variants & 1u << i)) continue;
    if (!applies_anywhere(&item, plan->columns, plan->column_count)) continue;
    item.encoded = encode_for(plan, test_case, index, READING_PLAIN, transport);
    if (deviating)
      item.deviating = encode_for(plan, deviating, index, READING_DEVIATING, transport);
    items[count++] = item;
  }
  return count;
}

struct plan *plan_make(const struct specification *specification, const struct selection *selection,
                       const struct column *columns, size_t column_count) {
  struct arena *arena = arena_new();
  struct plan *plan = arena_alloc(arena, sizeof *plan);
  size_t case_count = specification->case_count;
  struct plan_item *items = arena_array(arena, VARIANT_COUNT * case_count, sizeof *items);
  *plan = (struct plan){.arena = arena, .columns = columns, .column_count = column_count};
  plan->encoded_count = READING_COUNT * TRANSPORT_COUNT * case_count;
  plan->encoded = arena_array(arena, plan->encoded_count, sizeof *plan->encoded);
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
  for (size_t i = 0; i < specification->case_count; i++)
    if (selected_by(selection, pattern, &specification->cases[i])) return true;
  return false;
}

const char *plan_unmatched(const struct specification *specification,
                           const struct selection *selection) {
  for (size_t i = 0; i < selection->pattern_count; i++)
    if (!meets_some_case(specification, selection, selection->patterns[i]))
      return selection->patterns[i];
  return NULL;
}
