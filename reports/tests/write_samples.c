/* Writes every report of a sample to a folder, to be looked at: reports_write_samples FOLDER [PAGES
 * | hostile] */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reports/writers.h"
#include "sample.h"

static bool write_all(const struct results *results, const char *folder) {
  static const struct {
    const char *name;
    void (*write)(const struct results *results, FILE *out);
  } reports[] = {
      {"index.html", report_html}, {"junit.xml", report_junit}, {"summary.md", report_markdown}};
  char path[4096];
  for (size_t i = 0; i < sizeof reports / sizeof *reports; i++) {
    snprintf(path, sizeof path, "%s/%s", folder, reports[i].name);
    if (!report_write(results, path, reports[i].write)) return false;
  }
  snprintf(path, sizeof path, "%s/results.json", folder);
  return report_write_json(results, path);
}

int main(int argc, char **argv) {
  if (argc < 2) {
    fputs("usage: reports_write_samples FOLDER [PAGES | hostile]\n", stderr);
    return 2;
  }
  bool is_hostile = argc > 2 && strcmp(argv[2], "hostile") == 0;
  struct results *results =
      is_hostile ? sample_hostile() : sample_results(argc > 2 ? (unsigned)atoi(argv[2]) : 5);
  bool written = write_all(results, argv[1]);
  if (!written) perror(argv[1]);
  report_terminal(results, (struct terminal_style){.width = 100, .failures_shown = 10}, stdout);
  results_free(results);
  return written ? 0 : 2;
}
