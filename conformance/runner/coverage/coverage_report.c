/* Both forms walk sections and entries in the order of the registries. */
#include "coverage/coverage_report.h"

static bool is_missing(const struct coverage_entry *entry) {
  return entry->state == COVERAGE_UNPROVEN || entry->state == COVERAGE_UNCITED;
}

static const char *statement_of(enum registry_kind kind, const struct registry_row *row) {
  static const size_t columns[REGISTRY_COUNT] = {[REGISTRY_CLAUSES] = CLAUSE_STATEMENT,
                                                 [REGISTRY_BEHAVIOURS] = BEHAVIOUR_STATEMENT,
                                                 [REGISTRY_REQUIREMENTS] = REQUIREMENT_STATEMENT,
                                                 [REGISTRY_DEVIATIONS] = DEVIATION_CPYTHON};
  return row->fields[columns[kind]];
}

static void print_heading(const struct coverage_section *section, FILE *out) {
  fprintf(out, "%ss", registry_name(section->kind));
  if (section->edition) fprintf(out, " of the documentation of %s", section->edition);
  fprintf(out, ": %zu", section->count);
  for (enum coverage_state state = 0; state < COVERAGE_STATE_COUNT; state++)
    fprintf(out, ", %zu %s", section->counts[state], coverage_state_name(state));
  fputc('\n', out);
}

/* The first scenario, and how many there are besides. */
static void print_scenarios(const struct coverage_entry *entry, FILE *out) {
  if (entry->scenario_count == 0) return;
  fprintf(out, "  %s", entry->scenarios[0]);
  if (entry->scenario_count > 1) fprintf(out, " and %zu more", entry->scenario_count - 1);
}

static void print_entry(enum registry_kind kind, const struct coverage_entry *entry, FILE *out) {
  fprintf(out, "  %-12s  %s", coverage_state_name(entry->state), entry->row->fields[0]);
  if (entry->reason) fprintf(out, "  (%s)", entry->reason);
  print_scenarios(entry, out);
  if (entry->state == COVERAGE_UNCITED) fprintf(out, "  %s", statement_of(kind, entry->row));
  fputc('\n', out);
}

void coverage_print(const struct coverage *coverage, bool only_missing, FILE *out) {
  for (size_t i = 0; i < coverage->section_count; i++) {
    const struct coverage_section *section = &coverage->sections[i];
    if (i) fputc('\n', out);
    print_heading(section, out);
    for (size_t j = 0; j < section->count; j++)
      if (!only_missing || is_missing(&section->entries[j]))
        print_entry(section->kind, &section->entries[j], out);
  }
}

static json_t *entry_to_json(enum registry_kind kind, const struct coverage_entry *entry) {
  json_t *scenarios = json_array();
  for (size_t i = 0; i < entry->scenario_count; i++)
    json_array_append_new(scenarios, json_string(entry->scenarios[i]));
  json_t *json = json_pack("{s:s, s:s, s:s, s:o}", "id", entry->row->fields[0], "state",
                           coverage_state_name(entry->state), "statement",
                           statement_of(kind, entry->row), "scenarios", scenarios);
  if (entry->reason) json_object_set_new(json, "reason", json_string(entry->reason));
  return json;
}

static json_t *section_to_json(const struct coverage_section *section, bool only_missing) {
  json_t *entries = json_array(), *counts = json_object();
  for (enum coverage_state state = 0; state < COVERAGE_STATE_COUNT; state++)
    json_object_set_new(counts, coverage_state_name(state),
                        json_integer((json_int_t)section->counts[state]));
  for (size_t i = 0; i < section->count; i++)
    if (!only_missing || is_missing(&section->entries[i]))
      json_array_append_new(entries, entry_to_json(section->kind, &section->entries[i]));
  return json_pack("{s:s, s:o, s:o, s:o}", "registry", registry_name(section->kind), "edition",
                   section->edition ? json_string(section->edition) : json_null(), "counts", counts,
                   "entries", entries);
}

json_t *coverage_to_json(const struct coverage *coverage, bool only_missing) {
  json_t *sections = json_array();
  for (size_t i = 0; i < coverage->section_count; i++)
    json_array_append_new(sections, section_to_json(&coverage->sections[i], only_missing));
  return sections;
}
