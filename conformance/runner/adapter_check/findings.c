#include "adapter_check/findings.h"

#include <stdlib.h>
#include <string.h>

#include "text/literal.h"
#include "text/memory.h"

static struct finding *add(struct findings *findings, const char *check) {
  findings->items = memory_resize(findings->items, (findings->count + 1) * sizeof *findings->items);
  struct finding *added = &findings->items[findings->count++];
  *added = (struct finding){.check = memory_string(check), .passed = true};
  return added;
}

void findings_pass(struct findings *findings, const char *check) {
  add(findings, check);
}

void findings_fail(struct findings *findings, const char *check, const char *sent, char *came,
                   const char *remedy) {
  struct finding *added = add(findings, check);
  added->passed = false;
  added->sent = memory_string(sent);
  added->came = came;
  added->remedy = remedy;
}

size_t findings_failed(const struct findings *findings) {
  size_t failed = 0;
  for (size_t i = 0; i < findings->count; i++)
    failed += !findings->items[i].passed;
  return failed;
}

/* Prints the lines of |text| below one another, behind |label|. */
static void print_lines(FILE *out, const char *label, const char *text) {
  for (const char *line = text; line; label = "") {
    const char *end = strchr(line, '\n');
    fprintf(out, "      %-8s", label);
    literal_print_safe(out, line, end ? (size_t)(end - line) : strlen(line));
    fputc('\n', out);
    line = end ? end + 1 : NULL;
  }
}

void findings_print(const struct findings *findings, FILE *out) {
  for (size_t i = 0; i < findings->count; i++) {
    const struct finding *finding = &findings->items[i];
    fprintf(out, "%s  %s\n", finding->passed ? "ok  " : "FAIL", finding->check);
    if (finding->passed) continue;
    print_lines(out, "sent", finding->sent);
    print_lines(out, "came", finding->came);
    print_lines(out, "remedy", finding->remedy);
  }
  fprintf(out, "%zu checks, %zu failed\n", findings->count, findings_failed(findings));
}

static json_t *finding_to_json(const struct finding *finding) {
  json_t *json = json_pack("{s:s,s:b}", "check", finding->check, "passed", finding->passed);
  if (finding->passed) return json;
  json_object_set_new(json, "sent", json_string(finding->sent));
  json_object_set_new(json, "came", json_string(finding->came));
  json_object_set_new(json, "remedy", json_string(finding->remedy));
  return json;
}

json_t *findings_to_json(const struct findings *findings) {
  json_t *checks = json_array();
  for (size_t i = 0; i < findings->count; i++)
    json_array_append_new(checks, finding_to_json(&findings->items[i]));
  return json_pack("{s:o,s:I}", "checks", checks, "failed", (json_int_t)findings_failed(findings));
}

void findings_clear(struct findings *findings) {
  for (size_t i = 0; i < findings->count; i++) {
    free(findings->items[i].check);
    free(findings->items[i].sent);
    free(findings->items[i].came);
  }
  free(findings->items);
  *findings = (struct findings){0};
}
