/* Each file is written whole or not at all; one that fails does not keep the others from being
 * written. */
#include "execution/report_files.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "reports/writers.h"
#include "text/memory.h"

enum { FAILURES_SHOWN = 10 };

static bool complain(const char *path) {
  fprintf(stderr, "hcspec run: cannot write '%s': %s\n", path, strerror(errno));
  return false;
}

static bool write_file(const struct results *results, const char *path,
                       void (*writer)(const struct results *results, FILE *out)) {
  return report_write(results, path, writer) || complain(path);
}

static bool write_json(const struct results *results, const char *path) {
  return report_write_json(results, path) || complain(path);
}

static bool write_folder(const struct results *results, const char *folder) {
  static const struct {
    const char *name;
    void (*writer)(const struct results *results, FILE *out);
  } files[] = {
      {"index.html", report_html},
      {"junit.xml", report_junit},
      {"summary.md", report_markdown},
  };
  bool is_written = true;
  char *json = memory_printf("%s/results.json", folder);
  is_written &= write_json(results, json);
  free(json);
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
  if (!is_standard_output(json)) return write_json(results, json);
  bool is_written = results_write_json(results, stdout) && fflush(stdout) == 0;
  return is_written || complain("standard output");
}

static struct terminal_style style_for(FILE *out, const struct run_options *options) {
  struct terminal_style style = terminal_style_for(out);
  if (options->colour != COLOUR_AUTO) style.colour = options->colour == COLOUR_ALWAYS;
  style.failures_shown = options->verbose ? 0 : FAILURES_SHOWN;
  style.shows_requirements = options->rfc;
  return style;
}

static bool write_for_a_person(const struct results *results, const struct run_options *options) {
  if (options->quiet) return true;
  FILE *out = is_standard_output(options->json) ? stderr : stdout;
  report_terminal(results, style_for(out, options), out);
  return fflush(out) == 0 || complain(out == stdout ? "standard output" : "standard error");
}

bool reports_prepare(const struct run_options *options) {
  const char *folder = options->output;
  if (!folder) return true;
  if (mkdir(folder, 0777) != 0 && errno != EEXIST) return complain(folder);
  char *here = memory_printf("%s/.", folder); /* no folder: "Not a directory" */
  bool is_writable = access(here, W_OK | X_OK) == 0 || complain(folder);
  free(here);
  return is_writable;
}

bool write_reports(const struct results *results, const struct run_options *options) {
  bool is_written = !options->output || write_folder(results, options->output);
  if (options->json) is_written &= write_json_to(results, options->json);
  return write_for_a_person(results, options) && is_written;
}
