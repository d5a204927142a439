/* hcspec list: the scenarios and how many cases each one has. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/commands.h"
#include "commands/sources.h"
#include "execution/plan.h"
#include "text/spelling.h"

enum { KEY_JSON = 0x200 };

struct arguments {
  struct sources sources;
  const char **patterns; /* owned array of borrowed texts */
  size_t pattern_count;
  bool as_json;
};

static const struct argp_option options[] = {
    {"json", KEY_JSON, NULL, 0,
     "Write JSON: one object a scenario, with the ids of its cases and of these in their variants",
     0},
    {0},
};

static void add_pattern(struct arguments *arguments, const char *pattern) {
  const char **patterns =
      realloc(arguments->patterns, (arguments->pattern_count + 1) * sizeof *patterns);
  if (!patterns) abort(); /* no memory */
  arguments->patterns = patterns;
  arguments->patterns[arguments->pattern_count++] = pattern;
}

static error_t take_argument(int key, char *argument, struct argp_state *state) {
  struct arguments *arguments = state->input;
  switch (key) {
  case ARGP_KEY_INIT: state->child_inputs[0] = &arguments->sources; return 0;
  case KEY_JSON: arguments->as_json = true; return 0;
  case ARGP_KEY_ARG: add_pattern(arguments, argument); return 0;
  default: return ARGP_ERR_UNKNOWN;
  }
}

static const struct argp argp = {options,
                                 take_argument,
                                 "[PATTERN...]",
                                 "List the scenarios and how many cases each has; with PATTERNs, "
                                 "those whose id, or a case's id, matches one.\v"
                                 "A case is played in each of its variants: TRANSPORT/DELIVERY, "
                                 "such as tls/bytes.\n\n"
                                 "Examples:\n\n"
                                 "  hcspec list\n"
                                 "  hcspec list 'reading#*'\n"
                                 "  hcspec list '*@tunnel/whole'\n"
                                 "  hcspec list --json '*timeout*'",
                                 sources_children,
                                 NULL,
                                 NULL};

/* --- what is listed --- */

/* The variants of |test_case| that the patterns select. */
static variant_set listed_variants(const struct arguments *arguments,
                                   const struct test_case *test_case) {
  variant_set variants = arguments->pattern_count == 0 ? test_case->variants : 0;
  for (size_t i = 0; i < arguments->pattern_count; i++)
    variants |= pattern_variants(arguments->patterns[i], test_case);
  return variants;
}

/* A scenario with the cases of it that are listed; cases stand in the order of scenarios. */
struct entry {
  const struct scenario *scenario;
  const struct test_case *first;
  const struct test_case *end;
  size_t cases;
  size_t variants; /* of all its cases together */
};

/* The entry that begins at |*next|, which moves behind it; false at the end. */
static bool next_entry(const struct arguments *arguments, size_t *next, struct entry *entry) {
  const struct specification *specification = arguments->sources.specification;
  if (*next == specification->case_count) return false;
  const struct test_case *test_case = &specification->cases[*next];
  *entry = (struct entry){test_case->scenario, test_case, test_case, 0, 0};
  for (; *next < specification->case_count && entry->end->scenario == entry->scenario;
       ++*next, entry->end++) {
    variant_set variants = listed_variants(arguments, entry->end);
    entry->cases += variants != 0;
    entry->variants += variants_count(variants);
  }
  return true;
}

static void write_entry(const struct entry *entry, int width) {
  const struct registry_row *deviation = entry->scenario->deviation;
  printf("%-*s  %zu case%s, %zu with variants%s%s\n", width, entry->scenario->id, entry->cases,
         entry->cases == 1 ? "" : "s", entry->variants, deviation ? ", deviation " : "",
         deviation ? deviation->fields[DEVIATION_ID] : "");
}

static int write_text(const struct arguments *arguments) {
  struct entry entry;
  size_t width = 0;
  for (size_t next = 0; next_entry(arguments, &next, &entry);)
    if (entry.cases && strlen(entry.scenario->id) > width) width = strlen(entry.scenario->id);
  for (size_t next = 0; next_entry(arguments, &next, &entry);)
    if (entry.cases) write_entry(&entry, (int)width);
  return EXIT_ALL_AS_EXPECTED;
}

static json_t *entry_to_json(const struct arguments *arguments, const struct entry *entry) {
  json_t *cases = json_array(), *ids = json_array();
  for (const struct test_case *test_case = entry->first; test_case < entry->end; test_case++) {
    variant_set variants = listed_variants(arguments, test_case);
    if (variants) json_array_append_new(cases, json_string(test_case->id));
    for (unsigned i = 0; i < VARIANT_COUNT; i++)
      if (variants & 1u << i)
        json_array_append_new(ids,
                              json_sprintf("%s@%s", test_case->id, variant_name(variant_at(i))));
  }
  const struct registry_row *deviation = entry->scenario->deviation;
  return json_pack("{s:s, s:s, s:s, s:s?, s:o, s:o}", "id", entry->scenario->id, "title",
                   entry->scenario->title, "page", entry->scenario->page, "deviation",
                   deviation ? deviation->fields[DEVIATION_ID] : NULL, "cases", cases, "variants",
                   ids);
}

static int write_json(const struct arguments *arguments) {
  json_t *entries = json_array();
  struct entry entry;
  for (size_t next = 0; next_entry(arguments, &next, &entry);)
    if (entry.cases) json_array_append_new(entries, entry_to_json(arguments, &entry));
  json_dumpf(entries, stdout, JSON_INDENT(1));
  putchar('\n');
  json_decref(entries);
  return EXIT_ALL_AS_EXPECTED;
}

/* The first pattern that nothing matches is most likely a mistake. */
static const char *find_unmatched(const struct arguments *arguments) {
  const struct specification *specification = arguments->sources.specification;
  for (size_t i = 0; i < arguments->pattern_count; i++) {
    size_t j = 0;
    while (j < specification->case_count &&
           !pattern_variants(arguments->patterns[i], &specification->cases[j]))
      j++;
    if (j == specification->case_count) return arguments->patterns[i];
  }
  return NULL;
}

static int list(const struct arguments *arguments) {
  const struct specification *specification = arguments->sources.specification;
  const char *unmatched = find_unmatched(arguments);
  if (!unmatched) return arguments->as_json ? write_json(arguments) : write_text(arguments);
  struct spelling spelling = spelling_of(unmatched, strlen(unmatched));
  for (size_t i = 0; i < specification->scenario_count; i++)
    spelling_consider(&spelling, specification->scenarios[i]->id);
  fprintf(stderr, "hcspec list: no scenario matches '%s'%s%s%s\n", unmatched,
          spelling.nearest ? "; did you mean '"
                           : "; 'hcspec list' shows all, and a pattern may have *",
          spelling.nearest ? spelling.nearest : "", spelling.nearest ? "'?" : "");
  return EXIT_USAGE;
}

int command_list(int argc, char **argv) {
  struct arguments arguments = {0};
  argp_parse(&argp, argc, argv, 0, NULL, &arguments);
  int status = sources_load(&arguments.sources) ? list(&arguments) : EXIT_USAGE;
  sources_clear(&arguments.sources);
  free(arguments.patterns);
  return status;
}
