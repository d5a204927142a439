/* hcspec show: one scenario, for a person. */
#include <stdio.h>
#include <string.h>

#include "commands/commands.h"
#include "commands/lookup.h"
#include "commands/sources.h"

struct arguments {
  struct sources sources;
  const char *id;
};

static error_t take_argument(int key, char *argument, struct argp_state *state) {
  struct arguments *arguments = state->input;
  switch (key) {
  case ARGP_KEY_INIT: state->child_inputs[0] = &arguments->sources; return 0;
  case ARGP_KEY_NO_ARGS:
    argp_error(state, "name a scenario or a case; 'hcspec list' shows them");
    return 0;
  case ARGP_KEY_ARG:
    if (arguments->id) argp_error(state, "one id at a time: '%s' is the second", argument);
    arguments->id = argument;
    return 0;
  default: return ARGP_ERR_UNKNOWN;
  }
}

static const struct argp argp = {NULL,
                                 take_argument,
                                 "ID",
                                 "Show a scenario: what it states, the clauses it proves, the "
                                 "peer's script, the client's session and its steps.\v"
                                 "Of a scenario with several cases the first is shown; name "
                                 "another one as hcspec list --json does, such as "
                                 "'reading#in-pieces:by-length'.",
                                 sources_children,
                                 NULL,
                                 NULL};

/* --- what is shown --- */

/* Each line of |text| behind |indent|. */
static void print_block(const char *heading, const char *text) {
  printf("\n%s\n", heading);
  while (*text) {
    int length = (int)strcspn(text, "\n");
    printf("    %.*s\n", length, text);
    text += length + (text[length] == '\n');
  }
}

static void print_editions(struct edition_range editions) {
  printf("edition    %s to %s\n", edition_name(editions.lowest),
         editions.highest == EDITION_LIMIT ? "the newest" : edition_name(editions.highest));
}

static void print_needs(capability_set needs) {
  printf("needs     ");
  for (unsigned i = 0; i < CAPABILITY_COUNT; i++)
    if (needs & 1u << i) printf(" %s", capability_name((enum capability)i));
  putchar('\n');
}

/* One line a citation: what |label| says, the id, and the statement in |column| of its row. */
static void print_citations(const char *label, struct citations citations,
                            const struct registry *registry, unsigned column) {
  for (size_t i = 0; i < citations.count; i++) {
    const struct registry_row *row =
        registry_find(registry, citations.ids[i], strlen(citations.ids[i]));
    printf("%-10s %s: %s\n", label, citations.ids[i], row->fields[column]);
  }
}

static void print_deviation(const struct registry_row *row) {
  printf("deviation  %s: %s\n", row->fields[DEVIATION_ID], row->fields[DEVIATION_REASON]);
  printf("           CPython: %s\n", row->fields[DEVIATION_CPYTHON]);
  printf("           reference: %s\n", row->fields[DEVIATION_REFERENCE]);
  printf("           source: %s\n", row->fields[DEVIATION_SOURCE]);
}

static void print_scenario(const struct scenario *scenario, const struct registries *registries) {
  struct registry *const *of = registries->of;
  printf("%s\n%s\n\n", scenario->title, scenario->statement);
  printf("page       %s:%u\n", scenario->place.file, scenario->place.line);
  printf("level      %s\n", scenario->level == LEVEL_CPYTHON ? "cpython" : "documented");
  print_citations("clause", scenario->clauses, of[REGISTRY_CLAUSES], CLAUSE_STATEMENT);
  print_citations("behaviour", scenario->behaviours, of[REGISTRY_BEHAVIOURS], BEHAVIOUR_STATEMENT);
  print_citations("meets", scenario->meets, of[REGISTRY_REQUIREMENTS], REQUIREMENT_STATEMENT);
  print_citations("breaks", scenario->breaks, of[REGISTRY_REQUIREMENTS], REQUIREMENT_STATEMENT);
  if (scenario->deviation) print_deviation(scenario->deviation);
  print_editions(scenario->editions);
}

static void print_steps(const json_t *steps) {
  size_t index;
  json_t *step;
  printf("\nsteps\n");
  json_array_foreach(steps, index, step) {
    printf("    ");
    json_dumpf(step, stdout, 0);
    putchar('\n');
  }
}

static void print_variants(variant_set variants) {
  printf("variants  ");
  for (unsigned i = 0; i < VARIANT_COUNT; i++)
    if (variants & 1u << i) printf(" %s", variant_name(variant_at(i)));
  putchar('\n');
}

static void print_reading(const struct test_case *test_case) {
  if (test_case->server_source)
    print_block("server", test_case->server_source);
  else
    printf("\nserver\n    none: the client must not connect\n");
  print_block("client", test_case->console_source);
  print_steps(test_case->session->steps);
}

static void print_case(const struct test_case *test_case) {
  print_needs(test_case->needs);
  printf("case       %s\n", test_case->id);
  print_variants(test_case->variants);
  print_reading(test_case);
  if (!test_case->deviating) return;
  printf("\nand where the deviation is shown\n");
  print_reading(test_case->deviating);
}

static void print_other_cases(const struct specification *specification,
                              const struct test_case *shown) {
  const char *heading = "\nother cases\n";
  for (size_t i = 0; i < specification->case_count; i++) {
    const struct test_case *other = &specification->cases[i];
    if (other->scenario != shown->scenario || other == shown) continue;
    printf("%s    %s\n", heading, other->id);
    heading = "";
  }
}

static int show(const struct arguments *arguments) {
  const struct specification *specification = arguments->sources.specification;
  const struct test_case *test_case = lookup_case(specification, arguments->id, "hcspec show");
  if (!test_case) return EXIT_USAGE;
  print_scenario(test_case->scenario, &arguments->sources.registries);
  print_case(test_case);
  print_other_cases(specification, test_case);
  return EXIT_ALL_AS_EXPECTED;
}

int command_show(int argc, char **argv) {
  struct arguments arguments = {0};
  argp_parse(&argp, argc, argv, 0, NULL, &arguments);
  int status = sources_load(&arguments.sources) ? show(&arguments) : EXIT_USAGE;
  sources_clear(&arguments.sources);
  return status;
}
