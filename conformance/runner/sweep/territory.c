/* A place of a response is visited three times: cut with a FIN, cut with a reset, and changed as
 * the seed draws. The order is a walk with a step that has no divisor in common with the size. */
#include "sweep/territory.h"

#include <stdlib.h>
#include <string.h>

#include "peer/peer.h"
#include "sweep/script_bytes.h"
#include "text/memory.h"

enum { PLACES_MAX = 4096, PLACES_OF_LONG = 512, VISITS_A_PLACE = 3, LATER_RESPONSES = 3 };

struct cell {
  const struct target *target;
  const struct pair *pair;
  uint64_t first; /* number of its first visit */
};

/* --- Pairs
 * -------------------------------------------------------------------------------------------------
 */

static void add_oracles(const struct plan *plan, struct pair *pair) {
  unsigned edition = plan->columns[pair->subject].edition;
  pair->oracles = memory_array(plan->column_count, sizeof *pair->oracles);
  for (size_t i = plan->column_count; i-- > 0;)
    if (plan->columns[i].implementation->role == ROLE_ORACLE && plan->columns[i].edition == edition)
      pair->oracles[pair->oracle_count++] = i;
}

static void make_pairs(struct territory *territory) {
  const struct plan *plan = territory->plan;
  territory->pairs = memory_array(plan->column_count, sizeof *territory->pairs);
  for (size_t i = 0; i < plan->column_count; i++) {
    struct pair pair = {.subject = i};
    if (plan->columns[i].implementation->role != ROLE_SUBJECT) continue;
    add_oracles(plan, &pair);
    if (pair.oracle_count)
      territory->pairs[territory->pair_count++] = pair;
    else
      free(pair.oracles);
  }
}

/* --- Targets
 * -----------------------------------------------------------------------------------------------
 */

/* after_response: the script behind response number |index|. */
static char *after_response(const struct responses *responses, size_t index) {
  char *text;
  size_t length;
  FILE *out = memory_stream(&text, &length);
  for (size_t i = index + 1; i < responses->count && i <= index + LATER_RESPONSES; i++) {
    fputs("accept\nrecv request\nawait read\n", out);
    script_bytes_print(out, responses->array[i].data, responses->array[i].length);
    fputs("fin\n", out);
  }
  fclose(out);
  return text;
}

static void add_targets(struct territory *territory, size_t item) {
  struct responses *responses = &territory->responses[item];
  *responses = responses_of(territory->plan->items[item].test_case);
  territory->targets =
      memory_resize(territory->targets,
                    (territory->target_count + responses->count + 1) * sizeof *territory->targets);
  for (size_t i = 0; i < responses->count; i++)
    territory->targets[territory->target_count++] =
        (struct target){.item = &territory->plan->items[item],
                        .response = &responses->array[i],
                        .number = i + 1,
                        .after = after_response(responses, i)};
}

/* is_sweepable: what shows a registered deviation differs as it should; bytes in the place of TLS
 * are the affair of libraries of TLS; what legitimately depends on segments depends on time. */
static bool is_sweepable(const struct test_case *test_case) {
  return !test_case->deviating && test_case->scenario->deliveries == EVERY_DELIVERY &&
         !(test_case->needs & 1u << CAPABILITY_HTTPS) && !peer_cannot_play(test_case->script);
}

/* --- Cells
 * -------------------------------------------------------------------------------------------------
 */

static uint64_t places_of(const struct target *target) {
  size_t places = target->response->length + 1;
  return places < PLACES_MAX ? places : PLACES_OF_LONG;
}

static bool can_play(const struct territory *territory, const struct target *target,
                     size_t column_index) {
  const struct column *column = &territory->plan->columns[column_index];
  capability_set needs =
      target->item->test_case->needs | transport_needs(target->item->variant.transport);
  return plan_applies(target->item, column) &&
         (needs & ~column->implementation->hello.capabilities) == 0;
}

static void make_cells(struct territory *territory) {
  territory->cells =
      memory_array(territory->target_count * territory->pair_count, sizeof *territory->cells);
  for (size_t i = 0; i < territory->target_count; i++)
    for (size_t k = 0; k < territory->pair_count; k++) {
      const struct target *target = &territory->targets[i];
      const struct pair *pair = &territory->pairs[k];
      if (!can_play(territory, target, pair->subject)) continue;
      if (!can_play(territory, target, pair->oracles[0])) continue;
      territory->cells[territory->cell_count++] = (struct cell){target, pair, territory->size};
      territory->size += VISITS_A_PLACE * places_of(target);
    }
}

struct territory *territory_new(const struct plan *plan) {
  struct territory *territory = memory_array(1, sizeof *territory);
  territory->plan = plan;
  territory->responses = memory_array(plan->item_count, sizeof *territory->responses);
  make_pairs(territory);
  for (size_t i = 0; i < plan->item_count; i++)
    if (is_sweepable(plan->items[i].test_case)) add_targets(territory, i);
  make_cells(territory);
  return territory;
}

void territory_free(struct territory *territory) {
  if (!territory) return;
  for (size_t i = 0; i < territory->plan->item_count; i++)
    responses_clear(&territory->responses[i]);
  for (size_t i = 0; i < territory->target_count; i++)
    free(territory->targets[i].after);
  for (size_t i = 0; i < territory->pair_count; i++)
    free(territory->pairs[i].oracles);
  free(territory->responses);
  free(territory->targets);
  free(territory->pairs);
  free(territory->cells);
  free(territory);
}

/* --- Visits
 * ------------------------------------------------------------------------------------------------
 */

static uint64_t common_divisor(uint64_t left, uint64_t right) {
  while (right) {
    uint64_t rest = left % right;
    left = right;
    right = rest;
  }
  return left;
}

/* shuffled: where the walk is at |number|; |size| is far below 2^32, so that nothing overflows. */
static uint64_t shuffled(uint64_t seed, uint64_t number, uint64_t size) {
  uint64_t state = seed, start = mutation_random(&state) % size;
  uint64_t step = mutation_random(&state) % size | 1;
  while (common_divisor(step, size) != 1)
    step += 2;
  return (start + number % size * (step % size)) % size;
}

static const struct cell *cell_at(const struct territory *territory, uint64_t number) {
  size_t low = 0, high = territory->cell_count;
  while (high - low > 1) {
    size_t middle = low + (high - low) / 2;
    if (territory->cells[middle].first <= number)
      low = middle;
    else
      high = middle;
  }
  return &territory->cells[low];
}

/* offset_of: place number |place|: of a long response those near its ends. */
static size_t offset_of(const struct target *target, uint64_t place) {
  size_t length = target->response->length;
  if (length + 1 < PLACES_MAX || place < PLACES_OF_LONG / 2) return (size_t)place;
  return length - (PLACES_OF_LONG - 1 - (size_t)place);
}

struct visit territory_visit(const struct territory *territory, uint64_t seed, uint64_t number) {
  uint64_t pass = number / territory->size;
  uint64_t at = shuffled(seed + pass, number, territory->size);
  const struct cell *cell = cell_at(territory, at);
  uint64_t within = at - cell->first, manner = within % VISITS_A_PLACE;
  const struct response *response = cell->target->response;
  size_t offset = offset_of(cell->target, within / VISITS_A_PLACE);
  struct visit visit = {cell->target, cell->pair, {.kind = MUTATION_CUT, .offset = offset}};
  visit.mutation.resets = manner == 1;
  if (manner == 2)
    visit.mutation = mutation_draw(seed + pass + at * 2, response->data, response->length, offset);
  return visit;
}

struct draft territory_draft(const struct visit *visit) {
  const struct target *target = visit->target;
  const struct session *session = target->item->test_case->session;
  struct draft draft = {.transport = target->item->variant.transport,
                        .before = memory_string(target->response->before),
                        .after = memory_string(target->after),
                        .resets = visit->mutation.resets,
                        .statement_count = session->statement_count};
  draft.data = mutation_apply(&visit->mutation, target->response->data, target->response->length,
                              &draft.length);
  draft.statements = memory_array(session->statement_count + 1, sizeof *draft.statements);
  for (size_t i = 0; i < session->statement_count; i++)
    draft.statements[i] = memory_string(session->statements[i].source);
  return draft;
}
