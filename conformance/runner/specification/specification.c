/* Pages in order of name, scenarios in order of the page, cases in order of the table. */
#include "specification/specification.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "specification/cases.h"
#include "specification/console_room.h"
#include "specification/facts.h"

enum {
  TEXT_ROOM = 4 * 1024 * 1024
}; /* bytes of blocks that the cases of one page may have together */

struct loader {
  struct specification *specification;
  const struct registries *registries;
  struct diagnostics *diagnostics;
  const struct scenario **scenarios;
  struct case_list cases;
  json_t *ids; /* of scenarios and cases: {"file", "line"} */
  size_t pages;
};

/* --- scenarios --- */

/* Ids name cases on the command line and in results, so they are unique. */
static void claim_id(struct loader *loader, const char *id, struct place place) {
  const json_t *holder = json_object_get(loader->ids, id);
  if (holder)
    diagnostics_error(loader->diagnostics, place,
                      "the id '%s' is taken: %s:%" JSON_INTEGER_FORMAT " has it already", id,
                      json_string_value(json_object_get(holder, "file")),
                      json_integer_value(json_object_get(holder, "line")));
  else
    json_object_set_new_nocheck(loader->ids, id,
                                json_pack("{s:o, s:i}", "file",
                                          json_stringn_nocheck(place.file, strlen(place.file)),
                                          "line", (int)place.line));
}

static void claim_cases(struct loader *loader, size_t first) {
  for (size_t i = first; i < loader->cases.count; i++) {
    const struct test_case *test_case = &loader->cases.cases[i];
    if (test_case->id != test_case->scenario->id) claim_id(loader, test_case->id, test_case->place);
  }
}

static void add_scenario(struct loader *loader, const struct page *page,
                         const struct section *section) {
  struct arena *arena = loader->specification->arena;
  struct scenario *scenario = arena_alloc(arena, sizeof *scenario);
  capability_set needs = 0;
  *scenario = (struct scenario){.id = arena_printf(arena, "%s#%s", page->name, section->slug),
                                .title = section->title,
                                .page = page->name,
                                .place = section->place,
                                .statement = section->statement};
  facts_read(arena, section, loader->registries, loader->diagnostics, scenario, &needs);
  if (!*section->slug)
    diagnostics_error(loader->diagnostics, section->place,
                      "this heading has no letters or digits to make an id of");
  claim_id(loader, scenario->id, section->place);
  size_t count = loader->specification->scenario_count++, first = loader->cases.count;
  loader->scenarios = arena_grow(arena, loader->scenarios, count, sizeof *loader->scenarios);
  loader->scenarios[count] = scenario;
  cases_add(&loader->cases, scenario, section, needs);
  claim_cases(loader, first);
}

static void add_section(struct loader *loader, const struct page *page,
                        const struct section *section) {
  const struct fragment *stray = section->server.text             ? &section->server
                                 : section->deviating_server.text ? &section->deviating_server
                                                                  : &section->deviating_console;
  if (section->console.text)
    add_scenario(loader, page, section);
  else if (stray->text)
    diagnostics_error(
        loader->diagnostics, stray->start,
        "this block has no client: a pycon block belongs to it, under the same heading");
}

static void add_page(struct loader *loader, const char *path) {
  const struct page *page = page_read(loader->specification->arena, path, loader->diagnostics);
  loader->pages++;
  if (!page) return;
  loader->cases.room = CONSOLE_ROOM;
  loader->cases.text_room = TEXT_ROOM;
  for (size_t i = 0; i < page->section_count; i++)
    add_section(loader, page, &page->sections[i]);
}

/* --- folders --- */

static int is_page(const struct dirent *entry) {
  size_t length = strlen(entry->d_name);
  bool is_markdown = length > 3 && strcmp(entry->d_name + length - 3, ".md") == 0;
  return is_markdown && entry->d_name[0] != '.' && strcmp(entry->d_name, "README.md") != 0;
}

static int by_name(const struct dirent **left, const struct dirent **right) {
  return strcmp((*left)->d_name, (*right)->d_name);
}

static void add_folder(struct loader *loader, const char *path) {
  struct dirent **entries = NULL;
  int count = scandir(path, &entries, is_page, by_name);
  if (count < 0)
    diagnostics_error(loader->diagnostics, (struct place){path, 0, 0},
                      "cannot read this folder: %s", strerror(errno));
  for (int i = 0; i < count; i++) {
    const char *separator = path[0] && path[strlen(path) - 1] == '/' ? "" : "/";
    add_page(loader, arena_printf(loader->specification->arena, "%s%s%s", path, separator,
                                  entries[i]->d_name));
    free(entries[i]);
  }
  if (count == 0)
    diagnostics_error(loader->diagnostics, (struct place){path, 0, 0},
                      "no page (*.md) in this folder");
  free(entries);
}

static void add_path(struct loader *loader, const char *path) {
  struct stat status;
  if (stat(path, &status) != 0)
    diagnostics_error(loader->diagnostics, (struct place){path, 0, 0}, "no such page or folder: %s",
                      strerror(errno));
  else if (S_ISDIR(status.st_mode))
    add_folder(loader, path);
  else if (S_ISREG(status.st_mode))
    add_page(loader, path);
  else
    diagnostics_error(loader->diagnostics, (struct place){path, 0, 0},
                      "neither a page nor a folder");
}

/* --- the whole --- */

struct specification *specification_load(const char *const *paths, size_t path_count,
                                         const struct registries *registries,
                                         struct diagnostics *diagnostics) {
  size_t errors = diagnostics_count(diagnostics);
  struct arena *arena = arena_new();
  struct specification *specification = arena_alloc(arena, sizeof *specification);
  specification->arena = arena;
  struct loader loader = {.specification = specification,
                          .registries = registries,
                          .diagnostics = diagnostics,
                          .cases = {.arena = arena, .diagnostics = diagnostics},
                          .ids = json_object()};
  for (size_t i = 0; i < path_count; i++)
    add_path(&loader, paths[i]);
  json_decref(loader.ids);
  specification->scenarios = loader.scenarios;
  specification->cases = loader.cases.cases;
  specification->case_count = loader.cases.count;
  specification->page_count = loader.pages;
  if (diagnostics_count(diagnostics) == errors && !specification->scenario_count)
    diagnostics_error(diagnostics, (struct place){path_count ? paths[0] : NULL, 0, 0},
                      "there is no scenario: a heading with a pycon block below it");
  if (diagnostics_count(diagnostics) == errors) return specification;
  specification_free(specification);
  return NULL;
}

static bool is_shown(const struct specification *specification, const struct registry_row *row) {
  for (size_t i = 0; i < specification->scenario_count; i++)
    if (specification->scenarios[i]->deviation == row) return true;
  return false;
}

void specification_check_deviations(const struct specification *specification,
                                    const struct registry *deviations,
                                    struct diagnostics *diagnostics) {
  for (size_t i = 0; i < registry_count(deviations); i++) {
    const struct registry_row *row = registry_at(deviations, i);
    if (!is_shown(specification, row))
      diagnostics_error(diagnostics, registry_place(deviations, row),
                        "no scenario shows the deviation '%s': one needs the fact "
                        "'- deviation: %s' and a second reading",
                        row->fields[DEVIATION_ID], row->fields[DEVIATION_ID]);
  }
}

static void release_case(const struct test_case *test_case) {
  session_release(test_case->session);
  peer_script_free(test_case->script);
}

void specification_free(struct specification *specification) {
  if (!specification) return;
  for (size_t i = 0; i < specification->case_count; i++) {
    release_case(&specification->cases[i]);
    if (specification->cases[i].deviating) release_case(specification->cases[i].deviating);
  }
  arena_free(specification->arena);
}

/* --- digest: FNV-1a over what decides about cases --- */

static unsigned long add_text(unsigned long digest, const char *text) {
  for (; text && *text; text++)
    digest = (digest ^ (unsigned char)*text) * 1099511628211u;
  return (digest ^ 0xFF) * 1099511628211u; /* ends the text: 0xFF is in no UTF-8 */
}

static unsigned long add_number(unsigned long digest, unsigned number) {
  for (int i = 0; i < 4; i++, number >>= 8)
    digest = (digest ^ (number & 0xFF)) * 1099511628211u;
  return digest;
}

unsigned long specification_digest(const struct specification *specification) {
  unsigned long digest = 14695981039346656037u;
  for (size_t i = 0; i < specification->case_count; i++) {
    const struct test_case *test_case = &specification->cases[i];
    const struct scenario *scenario = test_case->scenario;
    digest = add_text(digest, test_case->id);
    digest = add_text(digest, test_case->console_source);
    digest = add_text(digest, test_case->server_source);
    if (test_case->deviating) {
      digest = add_text(digest, test_case->deviating->console_source);
      digest = add_text(digest, test_case->deviating->server_source);
    }
    digest = add_number(digest, scenario->editions.lowest << 16 | scenario->editions.highest);
    digest = add_number(digest, test_case->needs);
    digest = add_number(digest, test_case->variants);
    digest = add_number(digest, scenario->level);
  }
  return digest;
}
