/* Finding the one case that a person names. */
#ifndef COMMANDS_LOOKUP_H
#define COMMANDS_LOOKUP_H

#include "specification/specification.h"

/* lookup_case: the case |id| or, of the scenario |id|, the first. When there is none, says on
 * standard error in the name of |command| which one was probably meant, and returns NULL. */
const struct test_case *lookup_case(const struct specification *specification, const char *id,
                                    const char *command);

#endif
