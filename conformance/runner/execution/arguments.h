/* Arguments of an option that may be repeated, and numbers among arguments. */
#ifndef RUNNER_ARGUMENTS_H
#define RUNNER_ARGUMENTS_H

#include <argp.h>
#include <stddef.h>
#include <stdint.h>

/* Texts are borrowed from the command line, the array is owned. The zero state is none. */
struct arguments {
  const char **array;
  size_t count;
};

/* arguments_add: one more; arguments_clear: releases the array and leaves the zero state. */
void arguments_add(struct arguments *arguments, const char *argument);
void arguments_clear(struct arguments *arguments);

/* argument_number: |text| as a decimal number from |least| to |most|; anything else ends the
 * program with a message that names |option| (without its dashes). */
uint64_t argument_number(struct argp_state *state, const char *option, const char *text,
                         uint64_t least, uint64_t most);

/* argument_seconds: the same of seconds from 0.001 to a day. */
double argument_seconds(struct argp_state *state, const char *option, const char *text);

/* argument_default_jobs: one a processor that is online, and one more: some of what is played
 * waits.
 */
unsigned argument_default_jobs(void);

enum { JOBS_MAX = 1024 };

#endif
