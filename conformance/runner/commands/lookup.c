/* Ids are unique, so that the first that is met is the one. */
#include "commands/lookup.h"

#include <stdio.h>
#include <string.h>

#include "text/spelling.h"

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
