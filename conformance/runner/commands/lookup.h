/* Finding the one case, and its variant, that a person names. */
#ifndef COMMANDS_LOOKUP_H
#define COMMANDS_LOOKUP_H

#include <argp.h>

#include "specification/specification.h"

/* ID or ID@VARIANT as it was said; |id| is owned, and released by free(). */
struct case_name {
  char *id;
  const char *variant; /* borrowed from the command line; NULL: plain/whole */
};

/* case_name_take: reads |argument| into |case_name|, which must be empty: a second one, like none
 * at all (case_name_missing()), ends the program with a message. */
void case_name_take(struct case_name *case_name, struct argp_state *state, const char *argument);
void case_name_missing(struct argp_state *state);

/* lookup_case: the case |id| or, of the scenario |id|, the first. When there is none, says on
 * standard error in the name of |command| which one was probably meant, and returns NULL. */
const struct test_case *lookup_case(const struct specification *specification, const char *id,
                                    const char *command);

/* lookup_variant: the variant of |test_case| that |said| names. When it has none of that name, says
 * so on standard error in the name of |command|, with those it has, and returns false. */
bool lookup_variant(const struct test_case *test_case, const struct case_name *said,
                    const char *command, struct variant *variant);

#endif
