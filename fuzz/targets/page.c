/* A page: what could be read of it is well-formed, and every error has its place within the text.
 * The sections' blocks become cases, with their tables filled in, as the loader makes them. */
#include "../diagnostics_check.h"
#include "../target.h"
#include "specification/cases.h"
#include "specification/console_room.h"

enum { TEXT_ROOM = 1024 * 1024 }; /* bytes of blocks, with placeholders replaced */

static void check_table(const struct table *table) {
  if (!table) return;
  PROPERTY(table->column_count > 0);
  for (size_t i = 0; i < table->row_count; i++) {
    for (size_t j = 0; j < table->column_count; j++)
      PROPERTY(table->rows[i].cells[j] != NULL);
  }
}

static void check_section(const struct section *section) {
  PROPERTY(section->title && section->slug && section->statement);
  PROPERTY(section->level >= 1 && section->level <= 6);
  PROPERTY(section->place.line >= 1);
  check_table(section->table);
}

static void release_case(const struct test_case *test_case) {
  session_release(test_case->session);
  peer_script_free(test_case->script);
}

static void make_cases(struct arena *arena, const struct section *section,
                       struct diagnostics *diagnostics) {
  struct scenario *scenario = arena_alloc(arena, sizeof *scenario);
  *scenario = (struct scenario){.id = arena_printf(arena, "page#%s", section->slug),
                                .title = section->title,
                                .page = "page",
                                .place = section->place,
                                .editions = every_edition,
                                .transports = EVERY_TRANSPORT,
                                .deliveries = EVERY_DELIVERY,
                                .statement = section->statement};
  struct case_list list = {
      .arena = arena, .diagnostics = diagnostics, .room = CONSOLE_ROOM, .text_room = TEXT_ROOM};
  cases_add(&list, scenario, section, 0);
  for (size_t i = 0; i < list.count; i++) {
    release_case(&list.cases[i]);
    if (list.cases[i].deviating) release_case(list.cases[i].deviating);
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  const char *text = size ? (const char *)data : "";
  struct arena *arena = arena_new();
  struct diagnostics *diagnostics = diagnostics_new();
  const struct page *page = page_parse(arena, "page.md", text, size, diagnostics);
  if (!page) PROPERTY(diagnostics_count(diagnostics) > 0);
  for (size_t i = 0; page && i < page->section_count; i++) {
    check_section(&page->sections[i]);
    if (page->sections[i].console.text) make_cases(arena, &page->sections[i], diagnostics);
  }
  diagnostics_check_places(diagnostics, text, size);
  diagnostics_free(diagnostics);
  arena_free(arena);
  return 0;
}
