/* hcspec serve: the peer of a scenario for a person with any client. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/commands.h"
#include "commands/lookup.h"
#include "commands/sources.h"
#include "execution/interruption.h"
#include "execution/serving.h"
#include "text/memory.h"

enum { KEY_ONCE = 0x200, KEY_PORT = 'p', PORT_MAX = 65535, SEED = 1 };

static const char name[] = "hcspec serve";

struct arguments {
  struct sources sources;
  struct case_name case_name;
  unsigned port;
  bool is_once;
};

static const struct argp_option options[] = {
    {"once", KEY_ONCE, NULL, 0, "End when the script was played once; the exit status tells how",
     1},
    {"port", KEY_PORT, "N", 0, "Listen on this port; by default on a free one", 1},
    {0},
};

static unsigned read_port(struct argp_state *state, const char *text) {
  char *end;
  unsigned long port = strtoul(text, &end, 10);
  if (*text < '0' || *text > '9' || *end || port == 0 || port > PORT_MAX)
    argp_error(state, "--port '%s': expected a number from 1 to %d", text, PORT_MAX);
  return (unsigned)port;
}

static error_t take_argument(int key, char *argument, struct argp_state *state) {
  struct arguments *arguments = state->input;
  switch (key) {
  case ARGP_KEY_INIT: state->child_inputs[0] = &arguments->sources; return 0;
  case KEY_ONCE: arguments->is_once = true; return 0;
  case KEY_PORT: arguments->port = read_port(state, argument); return 0;
  case ARGP_KEY_NO_ARGS: case_name_missing(state); return 0;
  case ARGP_KEY_ARG: case_name_take(&arguments->case_name, state, argument); return 0;
  default: return ARGP_ERR_UNKNOWN;
  }
}

static const struct argp argp = {
    options,
    take_argument,
    "ID[@VARIANT]",
    "Play the server of a scenario for any client, and show the conversation as it happens.\v"
    "The first line printed is 'listening on 127.0.0.1:PORT'; then come the file of the authority "
    "to trust, for TLS, and a curl command that makes the scenario's first request. When the "
    "script is done and the client has closed its connections, what it did otherwise than the "
    "script says is told, and the script is played for the next client. Ctrl-C ends it.\n\n"
    "Examples:\n\n"
    "  hcspec serve 'reading#in-pieces'\n"
    "  hcspec serve 'reading#in-pieces:in-one-chunk@tls/bytes' --port 8443\n\n"
    "Exit status: 0 it was ended, or with --once: as the script says; 1 with --once: otherwise; 2 "
    "the command line or the set-up is wrong.",
    sources_children,
    NULL,
    NULL};

/* --- what is served --- */

static bool choose(const struct arguments *arguments, struct serving *serving) {
  const struct case_name *said = &arguments->case_name;
  serving->test_case = lookup_case(arguments->sources.specification, said->id, name);
  if (!serving->test_case) return false;
  if (!serving->test_case->script) {
    fprintf(stderr, "%s: '%s' has no server: its client must not connect\n", name,
            serving->test_case->id);
    return false;
  }
  return lookup_variant(serving->test_case, said, name, &serving->variant);
}

static int serve_case(struct serving *serving) {
  printf("%s in %s\n", serving->test_case->id, variant_name(serving->variant));
  switch (serve(serving)) {
  case SERVING_STOPPED:
  case SERVING_COMPLETED: return EXIT_ALL_AS_EXPECTED;
  case SERVING_FAILED: return EXIT_FAILURES;
  case SERVING_NO_PEER: break;
  }
  fprintf(stderr, "%s: cannot listen: %s\n", name, strerror(errno));
  return EXIT_USAGE;
}

static int open_and_serve(struct serving *serving) {
  struct environment environment = {0};
  int status = EXIT_USAGE;
  serving->environment = &environment;
  if (environment_open(&environment))
    status = serve_case(serving);
  else
    fprintf(stderr, "%s: the files of TLS cannot be made: %s\n", name, strerror(errno));
  environment_close(&environment);
  return status;
}

int command_serve(int argc, char **argv) {
  struct arguments arguments = {0};
  argp_parse(&argp, argc, argv, 0, NULL, &arguments);
  struct serving serving = {.port = arguments.port,
                            .seed = SEED,
                            .is_once = arguments.is_once,
                            .stop = interruption_watch(),
                            .out = stdout};
  bool is_ready = sources_load(&arguments.sources) && choose(&arguments, &serving);
  int status = is_ready ? open_and_serve(&serving) : EXIT_USAGE;
  interruption_unwatch();
  sources_clear(&arguments.sources);
  free(arguments.case_name.id);
  return status;
}
