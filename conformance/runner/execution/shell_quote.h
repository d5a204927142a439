/* Words for a POSIX shell. */
#ifndef RUNNER_SHELL_QUOTE_H
#define RUNNER_SHELL_QUOTE_H

#include <stdio.h>

/* shell_quote: writes |word| so that a shell reads it as one word: as it is where nothing in it is
 * special, in single quotes otherwise. */
void shell_quote(FILE *out, const char *word);

#endif
