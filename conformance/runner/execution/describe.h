/* What was expected and what came, as Python would show it, for people. Long texts are cut in the
 * middle. */
#ifndef RUNNER_DESCRIBE_H
#define RUNNER_DESCRIBE_H

#include "specification/console.h"

/* describe_value: "b'Te'" or "<HTTPResponse>"; the caller frees it. */
char *describe_value(json_t *value);

/* describe_raised: "raises IncompleteRead(partial=b'Te', expected=2)": the attributes that
 * |expectation| names (NULL: none), or else all that an exception has beside args, or else its
 * text. |raised| is "raises" of a well-formed outcome. */
char *describe_raised(json_t *raised, const struct expectation *expectation);

/* describe_expectations: those of |statement| that hold in |edition|, joined by "or"; without one,
 * what then holds. */
char *describe_expectations(const struct statement *statement, unsigned edition);

/* describe_output: "prints 'send: …\n'". */
char *describe_output(const char *text, size_t length);

#endif
