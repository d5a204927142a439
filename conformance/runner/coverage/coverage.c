/* Results are added up by scenario and column once; each row of a registry then asks the scenarios
 * that cite it how they stand. A scenario proves something where an implementation met all cases of
 * it that it played, in an edition in which no CPython contradicts the page. */
#include "coverage/coverage.h"

#include <string.h>

/* What one implementation did in the cases of one scenario. */
struct standing {
  size_t met; /* pass or deviation */
  size_t deviated;
  size_t failed;
  size_t inapplicable;
};

struct measuring {
  const struct results *results;
  struct standing *standings; /* scenario by column */
  struct coverage *coverage;
};

const char *coverage_state_name(enum coverage_state state) {
  static const char *const names[] = {[COVERAGE_PROVEN] = "proven",
                                      [COVERAGE_UNPROVEN] = "not proven",
                                      [COVERAGE_UNCITED] = "not cited",
                                      [COVERAGE_UNOBSERVABLE] = "unobservable",
                                      [COVERAGE_ABSENT] = "absent"};
  return names[state];
}

/* --- How scenarios stand
 * --------------------------------------------------------------------------------------------- */

static struct standing *standing_of(const struct measuring *measuring, size_t scenario,
                                    size_t column) {
  return &measuring->standings[scenario * measuring->results->implementation_count + column];
}

static void add_up(const struct measuring *measuring) {
  for (size_t i = 0; i < measuring->results->case_count; i++) {
    const struct result_case *item = &measuring->results->cases[i];
    struct standing *standing = standing_of(measuring, item->scenario_index, item->implementation);
    bool is_met = item->verdict == VERDICT_PASS || item->verdict == VERDICT_DEVIATION ||
                  item->verdict == VERDICT_DIFFERENCE;
    standing->met += is_met;
    standing->deviated += item->verdict == VERDICT_DEVIATION;
    standing->inapplicable += item->verdict == VERDICT_INAPPLICABLE;
    standing->failed += !is_met && item->verdict != VERDICT_INAPPLICABLE;
  }
}

static bool is_of_edition(const struct result_implementation *column, const char *edition) {
  return !edition || strcmp(column->edition, edition) == 0;
}

/* contradicts: whether a CPython of the edition of |column| fails |scenario|. */
static bool is_contradicted(const struct measuring *measuring, size_t scenario,
                            const struct result_implementation *column) {
  const struct results *results = measuring->results;
  for (size_t i = 0; i < results->implementation_count; i++)
    if (results->implementations[i].role == ROLE_ORACLE &&
        strcmp(results->implementations[i].edition, column->edition) == 0 &&
        standing_of(measuring, scenario, i)->failed)
      return true;
  return false;
}

/* sum_of: |scenario| over the columns of |edition| (NULL: all), without those that met some cases
 * and failed others. */
static struct standing sum_of(const struct measuring *measuring, size_t scenario,
                              const char *edition) {
  struct standing sum = {0};
  for (size_t i = 0; i < measuring->results->implementation_count; i++) {
    const struct result_implementation *column = &measuring->results->implementations[i];
    const struct standing *standing = standing_of(measuring, scenario, i);
    if (!is_of_edition(column, edition)) continue;
    bool is_proof = !standing->failed && !is_contradicted(measuring, scenario, column);
    sum.met += is_proof ? standing->met : 0;
    sum.deviated += is_proof ? standing->deviated : 0;
    sum.failed += standing->failed;
    sum.inapplicable += standing->inapplicable;
  }
  return sum;
}

/* --- Citations
 * -----------------------------------------------------------------------------------------------
 */

static bool has_id(struct result_ids ids, const char *id) {
  for (size_t i = 0; i < ids.count; i++)
    if (strcmp(ids.ids[i], id) == 0) return true;
  return false;
}

static bool cites(const struct result_scenario *scenario, enum registry_kind kind, const char *id) {
  switch (kind) {
  case REGISTRY_CLAUSES: return has_id(scenario->clauses, id);
  case REGISTRY_BEHAVIOURS: return has_id(scenario->behaviours, id);
  case REGISTRY_REQUIREMENTS: return has_id(scenario->meets, id) || has_id(scenario->breaks, id);
  case REGISTRY_DEVIATIONS: return scenario->deviation && strcmp(scenario->deviation, id) == 0;
  case REGISTRY_COUNT: break;
  }
  return false;
}

static void check_ids(const struct registries *registries, enum registry_kind kind,
                      struct result_ids ids, const struct result_scenario *scenario,
                      struct diagnostics *diagnostics) {
  for (size_t i = 0; i < ids.count; i++)
    if (!registry_find(registries->of[kind], ids.ids[i], strlen(ids.ids[i])))
      diagnostics_error(diagnostics, (struct place){scenario->file, scenario->line, 0},
                        "'%s' cites the %s '%s', which is not registered: these are results of "
                        "another specification",
                        scenario->id, registry_name(kind), ids.ids[i]);
}

static void check_citations(const struct registries *registries, const struct results *results,
                            struct diagnostics *diagnostics) {
  for (size_t i = 0; i < results->scenario_count; i++) {
    const struct result_scenario *scenario = &results->scenarios[i];
    const struct result_ids deviation = {&scenario->deviation, scenario->deviation ? 1 : 0};
    check_ids(registries, REGISTRY_CLAUSES, scenario->clauses, scenario, diagnostics);
    check_ids(registries, REGISTRY_BEHAVIOURS, scenario->behaviours, scenario, diagnostics);
    check_ids(registries, REGISTRY_REQUIREMENTS, scenario->meets, scenario, diagnostics);
    check_ids(registries, REGISTRY_REQUIREMENTS, scenario->breaks, scenario, diagnostics);
    check_ids(registries, REGISTRY_DEVIATIONS, deviation, scenario, diagnostics);
  }
}

/* --- Entries
 * -------------------------------------------------------------------------------------------------
 */

static bool begins(const char *text, const char *prefix) {
  return strncmp(text, prefix, strlen(prefix)) == 0;
}

static void explain(struct coverage_entry *entry, enum coverage_state state, const char *reason) {
  entry->state = state;
  entry->reason = reason;
}

/* explain_requirement: "no (why)" and "absent (why)" say why no scenario can prove it. */
static void explain_requirement(struct coverage_entry *entry) {
  const char *observable = entry->row->fields[REQUIREMENT_OBSERVABLE];
  if (begins(observable, "no ")) explain(entry, COVERAGE_UNOBSERVABLE, observable);
  if (begins(observable, "absent ")) explain(entry, COVERAGE_ABSENT, observable);
}

/* explain_unproven: lets the registry say why |entry|, which nothing proves, cannot be proven. */
static void explain_unproven(enum registry_kind kind, struct coverage_entry *entry) {
  static const size_t columns[REGISTRY_COUNT] = {
      [REGISTRY_CLAUSES] = CLAUSE_UNOBSERVABLE, [REGISTRY_BEHAVIOURS] = BEHAVIOUR_UNOBSERVABLE};
  if (kind == REGISTRY_DEVIATIONS) return;
  if (kind == REGISTRY_REQUIREMENTS) {
    explain_requirement(entry);
    return;
  }
  const char *why = entry->row->fields[columns[kind]];
  if (*why) explain(entry, COVERAGE_UNOBSERVABLE, why);
}

/* A deviation is proven by who shows it, all else by who meets the scenario. */
static bool is_proof(enum registry_kind kind, const struct standing *sum) {
  return kind == REGISTRY_DEVIATIONS ? sum->deviated > 0 : sum->met > 0;
}

static const char *reason_of(const struct standing *sum) {
  if (sum->failed) return "failed";
  if (sum->inapplicable) return "inapplicable";
  return sum->met ? "nobody shows it" : "not played";
}

static void add_scenario(const struct measuring *measuring, struct coverage_entry *entry,
                         const char ***names, const char *id) {
  *names = arena_grow(measuring->coverage->arena, *names, entry->scenario_count, sizeof **names);
  (*names)[entry->scenario_count++] = id;
  entry->scenarios = *names;
}

/* gather: fills in those of the scenarios that cite |entry| which prove it, or, when
 * |takes_proofs| is false, all; returns the sum of how they stand. */
static struct standing gather(const struct measuring *measuring, enum registry_kind kind,
                              const char *edition, bool takes_proofs,
                              struct coverage_entry *entry) {
  const struct results *results = measuring->results;
  struct standing total = {0};
  const char **names = NULL;
  for (size_t i = 0; i < results->scenario_count; i++) {
    const struct result_scenario *scenario = &results->scenarios[i];
    if (!cites(scenario, kind, entry->row->fields[0])) continue;
    struct standing sum = sum_of(measuring, i, edition);
    total.met += sum.met;
    total.failed += sum.failed;
    total.inapplicable += sum.inapplicable;
    if (!takes_proofs || is_proof(kind, &sum)) add_scenario(measuring, entry, &names, scenario->id);
  }
  return total;
}

static void measure_row(const struct measuring *measuring, struct coverage_section *section,
                        const struct registry_row *row) {
  struct coverage_entry *entry = &section->entries[section->count++];
  *entry = (struct coverage_entry){.row = row};
  gather(measuring, section->kind, section->edition, true, entry);
  if (entry->scenario_count == 0) {
    struct standing sum = gather(measuring, section->kind, section->edition, false, entry);
    entry->state = entry->scenario_count ? COVERAGE_UNPROVEN : COVERAGE_UNCITED;
    entry->reason = entry->scenario_count ? reason_of(&sum) : NULL;
    explain_unproven(section->kind, entry);
  }
  section->counts[entry->state]++;
}

/* --- Sections
 * ------------------------------------------------------------------------------------------------
 */

/* has_word: whether |word| is among those of |list|, which commas separate. */
static bool has_word(const char *list, const char *word) {
  size_t length = strlen(word);
  for (const char *at = list; *at; at += strcspn(at, ",") + (at[strcspn(at, ",")] == ','))
    if (strcspn(at, ",") == length && memcmp(at, word, length) == 0) return true;
  return false;
}

static void measure_section(const struct measuring *measuring, const struct registry *registry,
                            enum registry_kind kind, const char *edition) {
  struct coverage *coverage = measuring->coverage;
  coverage->sections = arena_grow(coverage->arena, coverage->sections, coverage->section_count,
                                  sizeof *coverage->sections);
  struct coverage_section *section = &coverage->sections[coverage->section_count++];
  *section = (struct coverage_section){.kind = kind, .edition = edition};
  section->entries =
      arena_array(coverage->arena, registry_count(registry), sizeof *section->entries);
  for (size_t i = 0; i < registry_count(registry); i++) {
    const struct registry_row *row = registry_at(registry, i);
    if (!edition || has_word(row->fields[CLAUSE_EDITIONS], edition))
      measure_row(measuring, section, row);
  }
}

static bool has_section(const struct coverage *coverage, const char *edition) {
  for (size_t i = 0; i < coverage->section_count; i++)
    if (strcmp(coverage->sections[i].edition, edition) == 0) return true;
  return false;
}

/* measure_clauses: a section for each edition that a clause names, in the order of their mention.
 */
static void measure_clauses(const struct measuring *measuring, const struct registry *clauses) {
  struct coverage *coverage = measuring->coverage;
  for (size_t i = 0; i < registry_count(clauses); i++) {
    const char *rest = registry_at(clauses, i)->fields[CLAUSE_EDITIONS];
    while (*rest) {
      const char *edition = arena_copy(coverage->arena, rest, strcspn(rest, ","));
      rest += strcspn(rest, ",");
      rest += *rest == ',';
      if (!has_section(coverage, edition))
        measure_section(measuring, clauses, REGISTRY_CLAUSES, edition);
    }
  }
}

struct coverage coverage_measure(const struct registries *registries, const struct results *results,
                                 struct diagnostics *diagnostics) {
  struct coverage coverage = {.arena = arena_new()};
  struct measuring measuring = {.results = results, .coverage = &coverage};
  measuring.standings =
      arena_array(coverage.arena, results->scenario_count * results->implementation_count + 1,
                  sizeof *measuring.standings);
  add_up(&measuring);
  check_citations(registries, results, diagnostics);
  measure_clauses(&measuring, registries->of[REGISTRY_CLAUSES]);
  for (enum registry_kind kind = REGISTRY_CLAUSES + 1; kind < REGISTRY_COUNT; kind++)
    measure_section(&measuring, registries->of[kind], kind, NULL);
  return coverage;
}

bool coverage_is_complete(const struct coverage *coverage) {
  for (size_t i = 0; i < coverage->section_count; i++) {
    const struct coverage_section *section = &coverage->sections[i];
    if (section->kind == REGISTRY_CLAUSES &&
        (section->counts[COVERAGE_UNPROVEN] || section->counts[COVERAGE_UNCITED]))
      return false;
  }
  return true;
}

void coverage_clear(struct coverage *coverage) {
  if (coverage->arena) arena_free(coverage->arena);
  *coverage = (struct coverage){0};
}
