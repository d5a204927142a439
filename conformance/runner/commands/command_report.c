/* hcspec report: reports from the results file of an earlier run. */
#include <argp.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/commands.h"
#include "reports/writers.h"

enum { KEY_HTML = 0x300, KEY_JUNIT, KEY_MARKDOWN, KEY_TERMINAL };

/* Texts are borrowed; NULL: not wanted. */
struct arguments {
  const char *results_path;
  const char *html;
  const char *junit;
  const char *markdown;
  bool to_terminal;
};

static const struct argp_option options[] = {
    {"html", KEY_HTML, "FILE", 0, "Write a page to look at", 0},
    {"junit", KEY_JUNIT, "FILE", 0, "Write JUnit XML, for continuous integration", 0},
    {"markdown", KEY_MARKDOWN, "FILE", 0, "Write a summary in Markdown", 0},
    {"terminal", KEY_TERMINAL, NULL, 0,
     "Write to the terminal what a run ends with; the default without the others", 0},
    {0},
};

static error_t take_argument(int key, char *argument, struct argp_state *state) {
  struct arguments *arguments = state->input;
  switch (key) {
  case KEY_HTML: arguments->html = argument; return 0;
  case KEY_JUNIT: arguments->junit = argument; return 0;
  case KEY_MARKDOWN: arguments->markdown = argument; return 0;
  case KEY_TERMINAL: arguments->to_terminal = true; return 0;
  case ARGP_KEY_NO_ARGS:
    argp_error(state, "name a results file, such as build/report/results.json");
    return 0;
  case ARGP_KEY_ARG:
    if (arguments->results_path)
      argp_error(state, "one results file at a time: '%s' is the second", argument);
    arguments->results_path = argument;
    return 0;
  default: return ARGP_ERR_UNKNOWN;
  }
}

static const struct argp argp = {
    options,
    take_argument,
    "RESULTS",
    "Write reports from RESULTS, the results.json of an earlier run; nothing is run.\v"
    "Example:\n\n"
    "  hcspec report build/report/results.json --html report.html\n\n"
    "Exit status: 0 all is written, 2 something could not be read or written.",
    NULL,
    NULL,
    NULL};

static bool write_file(const struct results *results, const char *path,
                       void (*writer)(const struct results *results, FILE *out)) {
  if (!path || report_write(results, path, writer)) return true;
  fprintf(stderr, "hcspec report: cannot write '%s': %s\n", path, strerror(errno));
  return false;
}

static int write_reports(const struct results *results, const struct arguments *arguments) {
  bool none_named = !arguments->html && !arguments->junit && !arguments->markdown;
  if (arguments->to_terminal || none_named)
    report_terminal(results, terminal_style_for(stdout), stdout);
  bool all_written = write_file(results, arguments->html, report_html);
  all_written = write_file(results, arguments->junit, report_junit) && all_written;
  all_written = write_file(results, arguments->markdown, report_markdown) && all_written;
  return all_written ? EXIT_ALL_AS_EXPECTED : EXIT_USAGE;
}

int command_report(int argc, char **argv) {
  struct arguments arguments = {0};
  argp_parse(&argp, argc, argv, 0, NULL, &arguments);
  struct diagnostics *diagnostics = diagnostics_new();
  struct results *results = results_read_json(arguments.results_path, diagnostics);
  diagnostics_print(diagnostics, stderr);
  int status = results ? write_reports(results, &arguments) : EXIT_USAGE;
  results_free(results);
  diagnostics_free(diagnostics);
  return status;
}
