/* A mistake is told by argp_error(), which ends the program. */
#include "execution/arguments.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

#include "text/memory.h"

enum { SECONDS_MAX = 86400 };

void arguments_add(struct arguments *arguments, const char *argument) {
  arguments->array =
      memory_resize(arguments->array, (arguments->count + 1) * sizeof *arguments->array);
  arguments->array[arguments->count++] = argument;
}

void arguments_clear(struct arguments *arguments) {
  free(arguments->array);
  *arguments = (struct arguments){0};
}

uint64_t argument_number(struct argp_state *state, const char *option, const char *text,
                         uint64_t least, uint64_t most) {
  char *end;
  errno = 0;
  unsigned long long number = strtoull(text, &end, 10);
  bool is_digits = *text >= '0' && *text <= '9' && *end == '\0';
  if (!is_digits || errno || number < least || number > most)
    argp_error(state, "--%s '%s': expected a number from %llu to %llu", option, text,
               (unsigned long long)least, (unsigned long long)most);
  return number;
}

double argument_seconds(struct argp_state *state, const char *option, const char *text) {
  char *end;
  double seconds = strtod(text, &end);
  if (end == text || *end || !isfinite(seconds) || seconds < 0.001 || seconds > SECONDS_MAX)
    argp_error(state, "--%s '%s': expected seconds from 0.001 to %d", option, text, SECONDS_MAX);
  return seconds;
}

unsigned argument_default_jobs(void) {
  long count = sysconf(_SC_NPROCESSORS_ONLN);
  return count < 1 ? 2 : count >= JOBS_MAX ? JOBS_MAX : (unsigned)count + 1;
}
