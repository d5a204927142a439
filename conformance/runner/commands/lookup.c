/* Ids are unique, so that the first that is met is the one. */
#include "commands/lookup.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text/memory.h"
#include "text/spelling.h"

void case_name_take(struct case_name *case_name, struct argp_state *state, const char *argument) {
  if (case_name->id) argp_error(state, "one id at a time: '%s' is the second", argument);
  const char *at = strrchr(argument, '@');
  size_t length = at ? (size_t)(at - argument) : strlen(argument);
  *case_name = (struct case_name){memory_printf("%.*s", (int)length, argument), at ? at + 1 : NULL};
}

void case_name_missing(struct argp_state *state) {
  argp_error(state, "name a scenario or a case; 'hcspec list' shows them");
}

static void refuse_id(const struct specification *specification, const char *id,
                      const char *command) {
  struct spelling spelling = spelling_of(id, strlen(id));
  for (size_t i = 0; i < specification->case_count; i++) {
    spelling_consider(&spelling, specification->cases[i].scenario->id);
    spelling_consider(&spelling, specification->cases[i].id);
  }
  if (spelling.nearest)
    fprintf(stderr, "%s: there is no '%s'; did you mean '%s'?\n", command, id, spelling.nearest);
  else
    fprintf(stderr, "%s: there is no '%s'; 'hcspec list' shows all scenarios\n", command, id);
}

const struct test_case *lookup_case(const struct specification *specification, const char *id,
                                    const char *command) {
  for (size_t i = 0; i < specification->case_count; i++) {
    const struct test_case *test_case = &specification->cases[i];
    if (strcmp(test_case->id, id) == 0 || strcmp(test_case->scenario->id, id) == 0)
      return test_case;
  }
  refuse_id(specification, id, command);
  return NULL;
}

static void refuse_variant(const struct test_case *test_case, const char *said,
                           const char *command) {
  fprintf(stderr, "%s: '%s' is no variant of '%s', which has", command, said, test_case->id);
  for (unsigned i = 0; i < VARIANT_COUNT; i++)
    if (test_case->variants & 1u << i) fprintf(stderr, " %s", variant_name(variant_at(i)));
  fputc('\n', stderr);
}

bool lookup_variant(const struct test_case *test_case, const struct case_name *said,
                    const char *command, struct variant *variant) {
  *variant = (struct variant){0};
  const char *wanted = said->variant ? said->variant : variant_name(*variant);
  bool is_known = variant_parse(wanted, variant) && test_case->variants & variant_bit(*variant);
  if (!is_known) refuse_variant(test_case, wanted, command);
  return is_known;
}
