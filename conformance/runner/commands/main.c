/* hcspec: finds the command and hands its arguments over. */
#include <argp.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/commands.h"
#include "text/spelling.h"

const char *argp_program_version = "hcspec " HCSPEC_VERSION;

struct command {
  const char *name;
  int (*run)(int argc, char **argv);
  const char *summary;
};

static const struct command commands[] = {
    {"run", command_run, "play the specification with implementations and judge them"},
    {"list", command_list, "list the scenarios of the specification"},
    {"show", command_show, "show a scenario: what it states, its script and its session"},
    {"serve", command_serve, "play the server of a scenario for any client"},
    {"observe", command_observe, "show what every implementation does in a scenario"},
    {"sweep", command_sweep, "cut and change every response, and compare with the oracles"},
    {"lint", command_lint, "check pages, and tell every mistake with its place"},
    {"export", command_export, "write the specification as JSON"},
    {"coverage", command_coverage, "print what a run has proven of the documentation and the RFCs"},
    {"report", command_report, "write reports from the results of a run"},
    {"check-adapter", command_check_adapter, "check that an adapter keeps the protocol"},
};

enum { COMMAND_COUNT = sizeof commands / sizeof *commands };

static const struct command *find_command(const char *name) {
  for (size_t i = 0; i < COMMAND_COUNT; i++)
    if (strcmp(commands[i].name, name) == 0) return &commands[i];
  return NULL;
}

/* Where in the arguments the command stands; what follows is its own affair. */
static error_t take_argument(int key, char *argument, struct argp_state *state) {
  int *command = state->input;
  if (key == ARGP_KEY_NO_ARGS) argp_usage(state);
  if (key != ARGP_KEY_ARG) return ARGP_ERR_UNKNOWN;
  (void)argument;
  *command = state->next - 1;
  state->next = state->argc;
  return 0;
}

/* The list of commands, below the options. */
static char *list_commands(int key, const char *text, void *input) {
  (void)input;
  char *list = NULL;
  size_t length = 0;
  if (key != ARGP_KEY_HELP_POST_DOC) return (char *)(size_t)text;
  FILE *out = open_memstream(&list, &length);
  if (!out) return NULL;
  fputs("Commands:\n", out);
  for (size_t i = 0; i < COMMAND_COUNT; i++)
    fprintf(out, "  %-13s %s\n", commands[i].name, commands[i].summary);
  fprintf(out, "\n'hcspec help COMMAND' explains one of them.\n\n%s", text);
  fclose(out);
  return list;
}

static const struct argp argp = {NULL,
                                 take_argument,
                                 "COMMAND [ARGUMENT...]\nhelp [COMMAND]",
                                 "An executable specification of Python's http.client: does this "
                                 "HTTP client behave as http.client specifies?\v"
                                 "Exit status: 0 all is as expected, 1 there are failures, 2 the "
                                 "command line or the set-up is wrong.",
                                 NULL,
                                 list_commands,
                                 NULL};

static int refuse_command(const char *name) {
  struct spelling spelling = spelling_of(name, strlen(name));
  for (size_t i = 0; i < COMMAND_COUNT; i++)
    spelling_consider(&spelling, commands[i].name);
  if (spelling.nearest)
    fprintf(stderr, "hcspec: unknown command '%s'; did you mean '%s'?\n", name, spelling.nearest);
  else
    fprintf(stderr, "hcspec: unknown command '%s'; 'hcspec help' lists them\n", name);
  return EXIT_USAGE;
}

/* Runs a command under the name that its messages begin with. */
static int run_command(const struct command *command, int argc, char **argv) {
  char name[32];
  snprintf(name, sizeof name, "hcspec %s", command->name);
  argv[0] = name;
  int status = command->run(argc, argv);
  if (fflush(stdout) == 0 && !ferror(stdout)) return status;
  fprintf(stderr, "%s: cannot write to standard output: %s\n", name, strerror(errno));
  return EXIT_USAGE;
}

static int help(int argc, char **argv) {
  char name[] = "hcspec", option[] = "--help";
  char *arguments[] = {name, option, NULL};
  if (argc < 2) return argp_parse(&argp, 2, arguments, ARGP_IN_ORDER, NULL, &argc);
  const struct command *command = find_command(argv[1]);
  return command ? run_command(command, 2, arguments) : refuse_command(argv[1]);
}

int main(int argc, char **argv) {
  int first = 0;
  argp_err_exit_status = EXIT_USAGE;
  argp_parse(&argp, argc, argv, ARGP_IN_ORDER, NULL, &first);
  if (strcmp(argv[first], "help") == 0) return help(argc - first, argv + first);
  const struct command *command = find_command(argv[first]);
  return command ? run_command(command, argc - first, argv + first) : refuse_command(argv[first]);
}
