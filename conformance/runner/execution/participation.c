/* Every value is checked here, so that what comes out can be used as it is. */
#include "execution/participation.h"

#include <stdlib.h>
#include <string.h>

#include "specification/edition.h"
#include "text/memory.h"

enum option_key { KEY_IMPL = 0x300, KEY_ORACLE, KEY_NO_ORACLE, KEY_EDITION };

static const struct argp_option option_table[] = {
    {NULL, 0, NULL, 0, "Who takes part:", 1},
    {"impl", KEY_IMPL, "NAME=COMMAND", 0,
     "An implementation to judge, by the command that starts its adapter; quotes are read as a "
     "shell reads them, but no shell "
     "runs. May be repeated. 'ref' alone is the reference client, which is also the default",
     1},
    {"oracle", KEY_ORACLE, "PATH", 0,
     "A CPython to play beside it, in place of all that are found on this machine. May be repeated",
     1},
    {"no-oracle", KEY_NO_ORACLE, NULL, 0, "Judge by the pages alone", 1},
    {"edition", KEY_EDITION, "3.N", 0,
     "Judge the implementations in this edition of http.client, and search for oracles of it only. "
     "May be repeated. Without it: "
     "in each edition that an oracle has, or in the newest",
     1},
    {0},
};

static void add_edition(struct argp_state *state, struct participation *participation,
                        const char *text) {
  unsigned edition = edition_parse(text, strlen(text));
  if (edition == 0)
    argp_error(state, "--edition '%s': expected an edition from 3.8 on, such as 3.13", text);
  participation->editions =
      memory_resize(participation->editions,
                    (participation->edition_count + 1) * sizeof *participation->editions);
  participation->editions[participation->edition_count++] = edition;
}

static error_t take_option(int key, char *argument, struct argp_state *state) {
  struct participation *participation = state->input;
  switch (key) {
  case KEY_IMPL: arguments_add(&participation->implementations, argument); return 0;
  case KEY_ORACLE: arguments_add(&participation->oracles, argument); return 0;
  case KEY_NO_ORACLE: participation->no_oracle = true; return 0;
  case KEY_EDITION: add_edition(state, participation, argument); return 0;
  case ARGP_KEY_END:
    if (participation->no_oracle && participation->oracles.count > 0)
      argp_error(state, "--oracle and --no-oracle contradict each other");
    return 0;
  default: return ARGP_ERR_UNKNOWN;
  }
}

const struct argp participation_argp = {option_table, take_option, NULL, NULL, NULL, NULL, NULL};

bool participation_wants(const struct participation *participation, unsigned edition) {
  for (size_t i = 0; i < participation->edition_count; i++)
    if (participation->editions[i] == edition) return true;
  return participation->edition_count == 0;
}

void participation_clear(struct participation *participation) {
  arguments_clear(&participation->implementations);
  arguments_clear(&participation->oracles);
  free(participation->editions);
  *participation = (struct participation){0};
}
