/* hcspec check-adapter: whether an adapter keeps the protocol. */
#include <argp.h>
#include <stdio.h>
#include <stdlib.h>

#include "adapter_check/adapter_check.h"
#include "commands/commands.h"
#include "text/memory.h"

enum { KEY_JSON = 0x400 };

struct arguments {
  const char *command; /* borrowed */
  bool as_json;
};

static const struct argp_option options[] = {
    {"json", KEY_JSON, NULL, 0, "Write the list as JSON", 0},
    {0},
};

static error_t take_argument(int key, char *argument, struct argp_state *state) {
  struct arguments *arguments = state->input;
  switch (key) {
  case KEY_JSON: arguments->as_json = true; return 0;
  case ARGP_KEY_NO_ARGS:
    argp_error(state, "name the command that starts the adapter, such as './my-adapter'");
    return 0;
  case ARGP_KEY_ARG:
    if (arguments->command)
      argp_error(state, "the command is one argument: put '%s %s' between quotes",
                 arguments->command, argument);
    arguments->command = argument;
    return 0;
  default: return ARGP_ERR_UNKNOWN;
  }
}

static const struct argp argp = {
    options,
    take_argument,
    "COMMAND",
    "Check that the adapter which COMMAND starts keeps the adapter protocol: values, names, "
    "variables, what it declares, how long objects live, and how it ends. Of each check that fails "
    "it shows what was sent, what came, and the remedy.\v"
    "COMMAND is split as a shell splits it, but no shell runs. Example:\n\n"
    "  hcspec check-adapter 'python3 my_adapter.py'\n\n"
    "Exit status: 0 all is well, 1 a check failed, 2 nothing could be checked.",
    NULL,
    NULL,
    NULL};

static void print_json(const struct findings *findings) {
  json_t *json = findings_to_json(findings);
  json_dumpf(json, stdout, JSON_INDENT(1));
  putchar('\n');
  json_decref(json);
}

static int check(const struct implementation *implementation, bool as_json) {
  struct findings findings = {0};
  char *error = NULL;
  int status = EXIT_USAGE;
  if (!adapter_check(implementation, &findings, &error)) {
    fprintf(stderr, "hcspec check-adapter: %s\n", error);
  } else {
    if (as_json)
      print_json(&findings);
    else
      findings_print(&findings, stdout);
    status = findings_failed(&findings) > 0 ? EXIT_FAILURES : EXIT_ALL_AS_EXPECTED;
  }
  free(error);
  findings_clear(&findings);
  return status;
}

int command_check_adapter(int argc, char **argv) {
  struct arguments arguments = {0};
  struct implementation implementation = {0};
  char *error = NULL;
  argp_parse(&argp, argc, argv, 0, NULL, &arguments);
  char *named = memory_printf("adapter=%s", arguments.command);
  int status = EXIT_USAGE;
  if (implementation_parse(named, &implementation, &error))
    status = check(&implementation, arguments.as_json);
  else
    fprintf(stderr, "hcspec check-adapter: %s\n", error);
  implementation_clear(&implementation);
  free(named);
  free(error);
  return status;
}
