#include "commands/corpus.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/corpus_request.h"
#include "commands/seed_file.h"
#include "text/memory.h"

/* --- what a server sends --- */

static const struct seed_choices plainest = {{0}};

/* Behind the first empty line; NULL when there is none. */
static const char *find_body(const char *bytes, size_t length) {
  static const char *const separators[] = {"\r\n\r\n", "\n\n"};
  for (size_t i = 0; i < 2; i++) {
    size_t size = strlen(separators[i]);
    for (size_t at = 0; at + size <= length; at++)
      if (memcmp(bytes + at, separators[i], size) == 0) return bytes + at + size;
  }
  return NULL;
}

/* A head's fields are followed by the body, of which a reader of fields has to leave all. */
static void write_fields(struct seed_folder *folder, const char *fields, const char *body,
                         const char *end) {
  seed_write_chosen(folder, "header_section", fields, (size_t)(end - fields), plainest);
  seed_write_chosen(folder, "field_lines", fields, (size_t)((body ? body : end) - fields),
                    plainest);
}

/* Whatever the head says: a body that is not chunked is a wrong one, which is good too. */
static void write_body(struct seed_folder *folder, const char *body, const char *end) {
  const char *feed = memchr(body, '\n', (size_t)(end - body));
  seed_write_chosen(folder, "chunked_body", body, (size_t)(end - body), plainest);
  if (feed) seed_write(folder, "chunk_size", body, (size_t)(feed + 1 - body));
}

static void write_stream(struct seed_folder *folder, const char *bytes, size_t length,
                         bool is_head) {
  const char *end = bytes + length;
  const struct seed_choices choices = {{is_head}};
  seed_write_chosen(folder, "response", bytes, length, choices);
  seed_write_chosen(folder, "tunnel", bytes, length, plainest);
  const char *feed = memchr(bytes, '\n', length);
  seed_write(folder, "status_line", bytes, feed ? (size_t)(feed + 1 - bytes) : length);
  const char *body = find_body(bytes, length);
  if (feed) write_fields(folder, feed + 1, body && body > feed ? body : NULL, end);
  if (body) write_body(folder, body, end);
}

static void write_script(struct seed_folder *folder, const struct test_case *test_case) {
  bool is_head = strstr(test_case->console_source, "'HEAD'") != NULL;
  seed_write(folder, "peer_script", test_case->server_source, strlen(test_case->server_source));
  for (size_t i = 1; i <= peer_script_accepts(test_case->script); i++) {
    size_t length = 0;
    char *bytes = peer_script_sent(test_case->script, i, &length);
    if (bytes && length) write_stream(folder, bytes, length, is_head);
    free(bytes);
  }
}

static void write_case(struct seed_folder *folder, const struct test_case *test_case) {
  seed_write(folder, "console", test_case->console_source, strlen(test_case->console_source));
  corpus_write_requests(folder, test_case->session);
  corpus_write_answer(folder, test_case->session);
  if (test_case->script) write_script(folder, test_case);
}

/* --- pages --- */

/* The lines of |path| from |first| to before |last|, 0 being the end; the caller frees them. */
static char *read_lines(const char *path, unsigned first, unsigned last, size_t *length) {
  FILE *in = fopen(path, "r");
  if (!in) return NULL;
  char *text = NULL, line[4096];
  FILE *out = memory_stream(&text, length);
  for (unsigned number = 1; (!last || number < last) && fgets(line, sizeof line, in);) {
    if (number >= first) fputs(line, out);
    number += strchr(line, '\n') != NULL;
  }
  fclose(out);
  fclose(in);
  return text;
}

/* A scenario is a page by itself: from its heading to the next one's. */
static void write_scenario(struct seed_folder *folder, const struct scenario *scenario,
                           const struct scenario *next) {
  bool is_same_page = next && strcmp(next->place.file, scenario->place.file) == 0;
  size_t length = 0;
  char *text = read_lines(scenario->place.file, scenario->place.line,
                          is_same_page ? next->place.line : 0, &length);
  if (text) seed_write(folder, "page", text, length);
  free(text);
}

/* --- the whole --- */

bool corpus_write(const struct specification *specification, const char *path) {
  struct seed_folder folder = {.path = path};
  for (size_t i = 0; i < specification->case_count; i++) {
    write_case(&folder, &specification->cases[i]);
    if (specification->cases[i].deviating) write_case(&folder, specification->cases[i].deviating);
  }
  for (size_t i = 0; i < specification->scenario_count; i++)
    write_scenario(&folder, specification->scenarios[i],
                   i + 1 < specification->scenario_count ? specification->scenarios[i + 1] : NULL);
  if (!folder.has_failed) printf("%zu new seeds in %s\n", folder.count, path);
  return !folder.has_failed;
}
