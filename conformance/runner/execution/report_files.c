/* Each file is written whole or not at all; one that fails does not keep the others from being
 * written. */
#include "execution/report_files.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "text/memory.h"
#include "reports/writers.h"

enum { USUAL_WIDTH = 100, FAILURES_SHOWN = 10 };

static bool complain(const char *path) {
  fprintf(stderr, "hcspec run: cannot write '%s': %s\n", path, strerror(errno));
  return false;
}

static void write_json(const struct results *results, FILE *out) {
  results_write_json(results, out);
}

static bool write_file(const struct results *results, const char *path,
                       void (*writer)(const struct results *results, FILE *out)) {
  return report_write(results, path, writer) || complain(path);
}

static bool write_folder(const struct results *results, const char *folder) {
  static const struct {
    const char *name;
    void (*writer)(const struct results *results, FILE *out);
  } files[] = {
      {"results.json", write_json},
      {"index.html", report_html},
      {"junit.xml", report_junit},
      {"summary.md", report_markdown},
  };
  bool is_written = true;
  if (mkdir(folder, 0777) != 0 && errno != EEXIST) return complain(folder);
  for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
    char *path = memory_printf("%s/%s", folder, files[i].name);
    is_written &= write_file(results, path, files[i].writer);
    free(path);
  }
  return is_written;
}

static bool is_standard_output(const char *json) {
  return json && strcmp(json, "-") == 0;
}

static bool write_json_to(const struct results *results, const char *json) {
  if (!is_standard_output(json)) return write_file(results, json, write_json);
  bool is_written = results_write_json(results, stdout) && fflush(stdout) == 0;
  return is_written || complain("standard output");
}

static struct terminal_style style_for(FILE *out, const struct run_options *options) {
  struct winsize size = {0};
  bool is_terminal = isatty(fileno(out)) == 1;
  bool is_wide = is_terminal && ioctl(fileno(out), TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  const char *no_colour = getenv("NO_COLOR");
  bool is_coloured = is_terminal && !(no_colour && *no_colour);
  return (struct terminal_style){
      .colour = options->colour == COLOUR_AUTO ? is_coloured : options->colour == COLOUR_ALWAYS,
      .width = is_wide ? size.ws_col : USUAL_WIDTH,
      .failures_shown = options->verbose ? 0 : FAILURES_SHOWN,
  };
}

static bool write_for_a_person(const struct results *results, const struct run_options *options) {
  if (options->quiet) return true;
  FILE *out = is_standard_output(options->json) ? stderr : stdout;
  report_terminal(results, style_for(out, options), out);
  return fflush(out) == 0 || complain(out == stdout ? "standard output" : "standard error");
}

bool write_reports(const struct results *results, const struct run_options *options) {
  bool is_written = !options->output || write_folder(results, options->output);
  if (options->json) is_written &= write_json_to(results, options->json);
  return write_for_a_person(results, options) && is_written;
}
