/* Placeholders are replaced before blocks are read, as if the page had been written out; errors are
 * told where the page, not the replaced text, has them. */
#include "specification/cases.h"

#include <stdlib.h>
#include <string.h>

#include "specification/console_room.h"
#include "specification/placeholder.h"
#include "specification/reach.h"

/* What one reading of a scenario is made of. */
struct reading {
  const struct fragment *console;
  const struct fragment *server;
};

struct case_maker {
  struct case_list *list;
  const struct scenario *scenario;
  const struct section *section;
  const struct table_row *row; /* NULL without a table */
  capability_set needs;
  json_t *reported; /* set of errors told for earlier rows */
};

/* --- errors --- */

/* Whether the error is new; it is then remembered. */
static bool is_first(const struct case_maker *maker, struct place place, const char *message) {
  struct arena *arena = maker->list->arena;
  const char *key = arena_printf(arena, "%u:%u:%s", place.line, place.column, message);
  if (json_object_get(maker->reported, key)) return false;
  json_object_set_new_nocheck(maker->reported, key, json_true());
  return true;
}

/* Passes errors in |text| on, each where the page has its cause. */
static void tell_errors(const struct case_maker *maker, const struct filled_text *text,
                        const struct diagnostics *errors) {
  for (size_t i = 0; i < diagnostics_count(errors); i++) {
    struct place place = filled_text_origin(text, diagnostics_place(errors, i));
    const char *message = diagnostics_message(errors, i);
    if (!is_first(maker, place, message)) continue;
    if (maker->row)
      diagnostics_error(maker->list->diagnostics, place, "%s (in case '%s')", message,
                        *maker->row->cells);
    else
      diagnostics_error(maker->list->diagnostics, place, "%s", message);
  }
}

/* --- blocks --- */

static struct reading plain_reading(const struct section *section) {
  return (struct reading){&section->console, &section->server};
}

static bool has_deviating_reading(const struct section *section) {
  return section->deviating_console.text || section->deviating_server.text;
}

/* What the second reading has no block for it shares with the first. */
static struct reading deviating_reading(const struct section *section) {
  struct reading reading = plain_reading(section);
  if (section->deviating_console.text) reading.console = &section->deviating_console;
  if (section->deviating_server.text) reading.server = &section->deviating_server;
  return reading;
}

static struct filled_text fill(const struct case_maker *maker, const struct fragment *block) {
  return placeholders_fill(maker->list->arena, block, maker->section->table, maker->row);
}

static const char *range_name(struct arena *arena, struct edition_range range) {
  if (range.lowest == range.highest) return edition_name(range.lowest);
  if (range.highest == EDITION_LIMIT)
    return arena_printf(arena, "%s and later", edition_name(range.lowest));
  return arena_printf(arena, "%s to %s", edition_name(range.lowest), edition_name(range.highest));
}

/* The first run of editions of the scenario for which no outcome of |statement| holds; false when
 * there is none. */
static bool find_gap(const struct statement *statement, struct edition_range editions,
                     struct edition_range *gap) {
  *gap = (struct edition_range){0, 0};
  for (unsigned edition = editions.lowest; edition <= editions.highest; edition++) {
    bool holds = false;
    for (size_t i = 0; i < statement->expectation_count; i++)
      holds = holds || edition_range_holds(statement->expectations[i].editions, edition);
    if (holds && gap->lowest) break;
    if (holds) continue;
    if (!gap->lowest) gap->lowest = edition;
    gap->highest = edition;
  }
  return gap->lowest != 0;
}

/* An expression has an outcome in every edition; an assignment succeeds where nothing is said. */
static void check_editions(const struct case_maker *maker, const struct session *session,
                           struct diagnostics *errors) {
  struct edition_range editions = maker->scenario->editions, gap;
  for (size_t i = 0; i < session->statement_count; i++) {
    const struct statement *statement = &session->statements[i];
    for (size_t j = 0; j < statement->expectation_count; j++) {
      const struct expectation *expectation = &statement->expectations[j];
      if (expectation->editions.highest < editions.lowest ||
          expectation->editions.lowest > editions.highest)
        diagnostics_error(errors, expectation->place,
                          "this outcome never holds: the scenario is for edition %s",
                          range_name(maker->list->arena, editions));
    }
    if (statement->kind == STATEMENT_EXPRESSION && find_gap(statement, editions, &gap))
      diagnostics_error(errors, statement->place, "no outcome is given for edition %s",
                        range_name(maker->list->arena, gap));
  }
}

/* What an RFC allows is a statement about a requirement, so one must be cited. */
static void check_legal_outcomes(const struct scenario *scenario, const struct session *session,
                                 struct diagnostics *errors) {
  if (scenario->meets.count || scenario->breaks.count) return;
  for (size_t i = 0; i < session->statement_count; i++)
    if (session->statements[i].legal_count)
      diagnostics_error(errors, session->statements[i].legal[0].place,
                        "'# rfc' says that a requirement allows this outcome: name it with "
                        "'- meets: …' or '- breaks: …'");
}

static void read_console(const struct case_maker *maker, const struct fragment *block,
                         struct test_case *test_case) {
  struct case_list *list = maker->list;
  struct filled_text text = fill(maker, block);
  struct diagnostics *errors = diagnostics_new();
  test_case->console_source = text.fragment.text;
  test_case->session = console_parse_within(list->arena, &text.fragment, 1, &list->room, errors);
  if (test_case->session) {
    check_editions(maker, test_case->session, errors);
    check_legal_outcomes(maker->scenario, test_case->session, errors);
  }
  tell_errors(maker, &text, errors);
  diagnostics_free(errors);
}

static void read_script(const struct case_maker *maker, const struct fragment *block,
                        struct test_case *test_case) {
  if (!block->text) return;
  struct filled_text text = fill(maker, block);
  struct diagnostics *errors = diagnostics_new();
  test_case->server_source = text.fragment.text;
  test_case->script =
      peer_script_parse(text.fragment.text, text.fragment.length, text.fragment.start, errors);
  tell_errors(maker, &text, errors);
  diagnostics_free(errors);
}

/* A script is a check by itself: the client must play its part in it. */
static void check_assertion(const struct case_maker *maker, const struct test_case *test_case) {
  if (!test_case->session || test_case->server_source || session_asserts(test_case->session))
    return;
  struct place place = maker->section->place;
  const char *message = "this scenario asserts nothing: write an outcome below a statement";
  if (is_first(maker, place, message))
    diagnostics_error(maker->list->diagnostics, place, "%s", message);
}

/* --- variants --- */

/* Of the transports that nothing is said about, those that do not apply are left out; one that the
 * page asks for by name is a mistake then. */
static variant_set find_variants(const struct case_maker *maker,
                                 const struct test_case *test_case) {
  const struct scenario *scenario = maker->scenario;
  struct reach reach = reach_of(test_case->session, test_case->script);
  transport_set transports = scenario->transports & reach.transports;
  bool is_named = scenario->transports != EVERY_TRANSPORT;
  if (!is_named || transports == scenario->transports)
    return variants_of(transports, scenario->deliveries);
  const char *message = arena_printf(
      maker->list->arena, "the fact 'transport' asks for what cannot be: %s", reach.reason);
  if (is_first(maker, maker->section->place, message))
    diagnostics_error(maker->list->diagnostics, maker->section->place, "%s", message);
  return 0;
}

/* --- cases --- */

static size_t filled_length(const struct case_maker *maker, struct reading reading) {
  const struct table *table = maker->section->table;
  return placeholders_filled_length(reading.console, table, maker->row) +
         placeholders_filled_length(reading.server, table, maker->row);
}

static bool has_room(struct case_maker *maker) {
  const struct section *section = maker->section;
  size_t size = filled_length(maker, plain_reading(section));
  if (has_deviating_reading(section)) size += filled_length(maker, deviating_reading(section));
  if (size <= maker->list->text_room) {
    maker->list->text_room -= size;
    return true;
  }
  maker->list->text_room = 0;
  diagnostics_error(maker->list->diagnostics, maker->section->place,
                    "the cases of this page are too long together; make several pages of it");
  return false;
}

static void read_reading(const struct case_maker *maker, struct reading reading,
                         struct test_case *test_case) {
  read_console(maker, reading.console, test_case);
  read_script(maker, reading.server, test_case);
  check_assertion(maker, test_case);
  test_case->needs = maker->needs | (test_case->session ? test_case->session->needs : 0);
  if (test_case->session) test_case->variants = find_variants(maker, test_case);
}

/* Whoever cannot play one of the readings plays neither. */
static void add_deviating(const struct case_maker *maker, struct test_case *test_case) {
  struct test_case *deviating = arena_alloc(maker->list->arena, sizeof *deviating);
  *deviating = *test_case;
  deviating->session = NULL;
  deviating->script = NULL;
  read_reading(maker, deviating_reading(maker->section), deviating);
  test_case->needs = deviating->needs |= test_case->needs;
  test_case->variants = deviating->variants &= test_case->variants;
  test_case->deviating = deviating;
}

static void add_case(struct case_maker *maker, const char *id, struct place place) {
  struct case_list *list = maker->list;
  if (!has_room(maker)) return;
  struct test_case test_case = {.id = id, .scenario = maker->scenario, .place = place};
  read_reading(maker, plain_reading(maker->section), &test_case);
  if (has_deviating_reading(maker->section)) add_deviating(maker, &test_case);
  list->cases = arena_grow(list->arena, list->cases, list->count, sizeof *list->cases);
  list->cases[list->count++] = test_case;
}

static void add_row_case(struct case_maker *maker) {
  struct case_list *list = maker->list;
  const char *slug = page_slug(list->arena, *maker->row->cells);
  if (!*slug) {
    diagnostics_error(list->diagnostics, maker->row->place,
                      "this row has no name: its first cell is empty, or punctuation");
    return;
  }
  add_case(maker, arena_printf(list->arena, "%s:%s", maker->scenario->id, slug), maker->row->place);
}

static void check_placeholders(const struct case_maker *maker) {
  const struct table *table = maker->section->table;
  struct diagnostics *diagnostics = maker->list->diagnostics;
  bool *used = arena_array(maker->list->arena, table ? table->column_count : 1, sizeof *used);
  placeholders_check(&maker->section->console, false, table, used, diagnostics);
  placeholders_check(&maker->section->server, true, table, used, diagnostics);
  placeholders_check(&maker->section->deviating_console, false, table, used, diagnostics);
  placeholders_check(&maker->section->deviating_server, true, table, used, diagnostics);
  for (size_t i = 1; table && i < table->column_count; i++) {
    const char *name = table->columns[i];
    size_t length = strlen(name);
    bool is_usable = placeholder_is_name(name, length) && !placeholder_is_address(name, length);
    if (!used[i] && is_usable)
      diagnostics_error(diagnostics, table->place, "column '%s' is never used: no block has {%s}",
                        name, name);
  }
}

void cases_add(struct case_list *list, const struct scenario *scenario,
               const struct section *section, capability_set needs) {
  struct case_maker maker = {.list = list,
                             .scenario = scenario,
                             .section = section,
                             .needs = needs,
                             .reported = json_object()};
  const struct table *table = section->table;
  check_placeholders(&maker);
  if (!table) add_case(&maker, scenario->id, section->place);
  for (size_t i = 0; table && i < table->row_count && list->text_room; i++) {
    maker.row = &table->rows[i];
    add_row_case(&maker);
  }
  json_decref(maker.reported);
}
