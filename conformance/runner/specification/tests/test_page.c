#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "session_fixture.h"
#include "specification/page.h"

/* A page, and what is wrong with it; clear it with read_clear(). */
struct read {
  struct arena *arena;
  struct diagnostics *diagnostics;
  const struct page *page;
  char *errors;
};

static struct read read_bytes(const char *text, size_t length) {
  struct read read = {arena_new(), diagnostics_new(), NULL, NULL};
  read.page = page_parse(read.arena, "some/folder/page.md", text, length, read.diagnostics);
  read.errors = errors_of(read.diagnostics);
  return read;
}

static struct read read_text(const char *text) {
  return read_bytes(text, strlen(text));
}

static void read_clear(struct read *read) {
  free(read->errors);
  diagnostics_free(read->diagnostics);
  arena_free(read->arena);
}

static void slugs_are_as_code_hosts_make_them(void **state) {
  (void)state;
  static const struct {
    const char *title, *slug;
  } rows[] = {
      {"Past the end", "past-the-end"},
      {"A *body*: what's in it?", "a-body-whats-in-it"},
      {"set_tunnel() and read1", "set_tunnel-and-read1"},
      {"a - b", "a---b"},
      {"\xe2\x80\x9cquoted\xe2\x80\x9d \xe2\x80\x94 dash\xc2\xa7", "quoted--dash"},
      {"caf\xc3\xa9 \xce\xa9", "caf\xc3\xa9-\xce\xa9"},
      {"?!", ""},
  };
  struct arena *arena = arena_new();
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    assert_string_equal(page_slug(arena, rows[i].title), rows[i].slug);
  arena_free(arena);
}

static void a_page_is_read_into_sections(void **state) {
  (void)state;
  struct read read = read_text(
      "# Title\nIntro.\n\n## One `two`\nState *ment*\nof `it`.\n\nMore.\n\n- key: a,\n  b\n- x\n\n"
      "```server\nrecv\n```\n```pycon\n>>> 1\n```\n\n- not facts\n\n```pycon\n>>> 2\n```\n");
  assert_string_equal(read.errors, "");
  assert_string_equal(read.page->name, "page");
  assert_string_equal(read.page->path, "some/folder/page.md");
  assert_int_equal(read.page->section_count, 2);
  const struct section *section = &read.page->sections[1];
  assert_string_equal(section->title, "One two");
  assert_string_equal(section->slug, "one-two");
  assert_string_equal(section->statement, "State ment of it.");
  assert_int_equal(section->place.line, 4);
  assert_int_equal(section->fact_count, 2);
  assert_int_equal(section->facts[0].length, strlen("key: a,\n  b"));
  assert_memory_equal(section->facts[0].text, "key: a,\n  b", section->facts[0].length);
  assert_int_equal(section->facts[0].start.line, 10);
  assert_int_equal(section->facts[0].start.column, 3);
  assert_string_equal(section->server.text, "recv\n");
  assert_null(section->table);
  read_clear(&read);
}

static void blocks_of_a_kind_are_joined_and_every_line_keeps_its_place(void **state) {
  (void)state;
  struct read read = read_text("# T\n## S\n```pycon\n>>> 1\n```\nbetween\n```pycon\n>>> 2\n```\n");
  const struct fragment *console = &read.page->sections[1].console;
  assert_string_equal(console->text, ">>> 1\n\n\n\n>>> 2\n");
  assert_int_equal(console->start.line, 4);
  assert_int_equal(console->start.column, 1);
  read_clear(&read);
}

static void blocks_of_the_two_readings_are_kept_apart(void **state) {
  (void)state;
  struct read read = read_text("# T\n## S\n```server\nrecv\n```\n```pycon\n>>> 1\n```\n"
                               "```server \t deviation\nrecv 1\n```\n"
                               "```pycon deviation\n>>> 2\n```\n"
                               "```pycon deviation\n>>> 3\n```\n## Next\n");
  assert_string_equal(read.errors, "");
  const struct section *section = &read.page->sections[1];
  assert_string_equal(section->server.text, "recv\n");
  assert_string_equal(section->console.text, ">>> 1\n");
  assert_string_equal(section->deviating_server.text, "recv 1\n");
  assert_string_equal(section->deviating_console.text, ">>> 2\n\n\n>>> 3\n");
  assert_int_equal(section->deviating_console.start.line, 13);
  assert_null(read.page->sections[2].deviating_server.text);
  assert_null(read.page->sections[2].deviating_console.text);
  read_clear(&read);
}

static void any_other_word_behind_the_kind_of_a_block_is_an_error(void **state) {
  (void)state;
  struct read read = read_text("# T\n## S\n```pycon devation\n>>> 1\n```\n"
                               "```server deviation twice\nrecv\n```\n");
  assert_string_equal(read.errors,
                      "3:1: unknown reading 'devation': behind the kind of a block only "
                      "'deviation' may stand\n"
                      "6:1: unknown reading 'deviation twice': behind the kind of a block only "
                      "'deviation' may stand\n");
  read_clear(&read);
}

static void carriage_returns_at_the_ends_of_lines_are_no_part_of_blocks(void **state) {
  (void)state;
  struct read read = read_text("# T\r\n## S\r\n```pycon\r\n>>> 1\r\n```\r\n");
  assert_string_equal(read.errors, "");
  assert_string_equal(read.page->sections[1].console.text, ">>> 1\n");
  assert_string_equal(read.page->sections[1].title, "S");
  read_clear(&read);
}

static void a_table_is_read_cell_by_cell(void **state) {
  (void)state;
  struct read read =
      read_text("# T\n## S\n```pycon\n{a} {b}\n```\n\n| case | a | `b` |\n|--|--|:-:|\n"
                "| `x` y | `1 \\| 2` | |\n  two | ` ` |`` ` `` \n");
  assert_string_equal(read.errors, "");
  const struct table *table = read.page->sections[1].table;
  assert_int_equal(table->column_count, 3);
  assert_string_equal(table->columns[2], "b");
  assert_int_equal(table->row_count, 2);
  assert_string_equal(table->rows[0].cells[0], "x y");
  assert_string_equal(table->rows[0].cells[1], "1 | 2");
  assert_string_equal(table->rows[0].cells[2], "");
  assert_string_equal(table->rows[1].cells[1], " ");
  assert_string_equal(table->rows[1].cells[2], "`");
  assert_int_equal(table->rows[1].place.line, 10);
  read_clear(&read);
}

static void an_error_in_the_header_of_a_table_below_a_paragraph_has_its_own_line(void **state) {
  (void)state;
  struct read read = read_text("# T\n## S\n```pycon\n{a}\n```\n\nsome\ntext\n| case | a[ |\n|--|--|\n| x | |\n");
  assert_string_equal(read.errors,
                      "9:9: a column's header is a placeholder's name, of letters, digits, '_' and "
                      "'-': found 'a['\n");
  read_clear(&read);
}

static void bytes_that_are_no_text_are_errors_with_their_place(void **state) {
  (void)state;
  static const struct {
    const char *why, *bytes;
    size_t length;
    const char *errors;
  } rows[] = {
      {"NUL", "# T\na\0b", 7, "2:2: a control character; write it as an escape, such as \\x00\n"},
      {"no UTF-8", "# T\nab\xff", 7,
       "2:3: this byte is no UTF-8; write bytes as escapes, such as \\xff\n"},
      {"half a character", "\xc3", 1,
       "1:1: this byte is no UTF-8; write bytes as escapes, such as \\xff\n"},
      {"a lone carriage return", "# T\r# U\n", 8,
       "1:4: a control character; write it as an escape, such as \\x00\n"},
      {"a C1 control", "a\xc2\x9b", 3,
       "1:2: a control character; write it as an escape, such as \\x00\n"},
      {"one a line, and every line", "\x01\x02\nok\n\x03\n", 8,
       "1:1: a control character; write it as an escape, such as \\x00\n"
       "3:1: a control character; write it as an escape, such as \\x00\n"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct read read = read_bytes(rows[i].bytes, rows[i].length);
    if (read.page || strcmp(read.errors, rows[i].errors) != 0)
      fail_msg("%s: %s", rows[i].why, read.errors);
    read_clear(&read);
  }
}

static void pages_and_lines_are_bounded(void **state) {
  (void)state;
  char *text = malloc(PAGE_SIZE_LIMIT + 1);
  memset(text, '\n', PAGE_SIZE_LIMIT + 1);
  struct read read = read_bytes(text, PAGE_SIZE_LIMIT + 1);
  assert_string_equal(read.errors, "0:0: a page is at most 256 KiB long; make several of it\n");
  read_clear(&read);
  memset(text, 'x', PAGE_LINE_LIMIT + 1);
  read = read_bytes(text, PAGE_LINE_LIMIT + 1);
  assert_string_equal(read.errors, "1:4097: a line is at most 4096 bytes long; break this one\n");
  read_clear(&read);
  read = read_bytes(text, PAGE_LINE_LIMIT);
  assert_string_equal(read.errors, "1:1: a page begins with its title, a heading of level 1\n");
  read_clear(&read);
  free(text);
}

static void an_empty_page_has_no_title(void **state) {
  (void)state;
  struct read read = read_text("");
  assert_string_equal(read.errors, "1:1: a page begins with its title, a heading of level 1\n");
  assert_int_equal(read.page->section_count, 0);
  read_clear(&read);
}

static void a_page_that_cannot_be_read_is_an_error(void **state) {
  (void)state;
  static const char *const paths[] = {"/nonexistent/page.md", "/", "page\xff.md"};
  static const char *const errors[] = {"cannot read this page: No such file or directory",
                                       "cannot read this page: Is a directory",
                                       "the path of a page is UTF-8, and this is not"};
  for (size_t i = 0; i < 3; i++) {
    struct arena *arena = arena_new();
    struct diagnostics *diagnostics = diagnostics_new();
    assert_null(page_read(arena, paths[i], diagnostics));
    assert_string_equal(diagnostics_message(diagnostics, 0), errors[i]);
    diagnostics_free(diagnostics);
    arena_free(arena);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(slugs_are_as_code_hosts_make_them),
      cmocka_unit_test(a_page_is_read_into_sections),
      cmocka_unit_test(blocks_of_a_kind_are_joined_and_every_line_keeps_its_place),
      cmocka_unit_test(blocks_of_the_two_readings_are_kept_apart),
      cmocka_unit_test(any_other_word_behind_the_kind_of_a_block_is_an_error),
      cmocka_unit_test(carriage_returns_at_the_ends_of_lines_are_no_part_of_blocks),
      cmocka_unit_test(a_table_is_read_cell_by_cell),
      cmocka_unit_test(an_error_in_the_header_of_a_table_below_a_paragraph_has_its_own_line),
      cmocka_unit_test(bytes_that_are_no_text_are_errors_with_their_place),
      cmocka_unit_test(pages_and_lines_are_bounded),
      cmocka_unit_test(an_empty_page_has_no_title),
      cmocka_unit_test(a_page_that_cannot_be_read_is_an_error),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
