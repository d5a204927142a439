#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "execution/line_buffer.h"

/* A pipe whose reading end never blocks. */
static int set_up(void **state) {
  static int ends[2];
  if (pipe(ends) != 0) return -1;
  fcntl(ends[0], F_SETFL, O_NONBLOCK);
  *state = ends;
  return 0;
}

static int tear_down(void **state) {
  int *ends = *state;
  close(ends[0]);
  if (ends[1] >= 0) close(ends[1]);
  return 0;
}

static void put(int *ends, const char *text) {
  assert_int_equal(write(ends[1], text, strlen(text)), strlen(text));
}

static void assert_line(struct line_buffer *buffer, const char *wanted) {
  const char *line;
  size_t length;
  assert_true(line_buffer_take(buffer, &line, &length));
  assert_int_equal(length, strlen(wanted));
  assert_memory_equal(line, wanted, length);
}

static void lines_come_out_whole_however_they_arrive(void **state) {
  int *ends = *state;
  struct line_buffer buffer = {0};
  const char *line;
  size_t length;
  const char text[] = "one\ntwo\n\nthree\n";
  size_t taken = 0;
  for (size_t i = 0; i < strlen(text); i++) {
    put(ends, (char[]){text[i], '\0'});
    assert_int_equal(line_buffer_fill(&buffer, ends[0]), FILL_GREW);
    if (line_buffer_take(&buffer, &line, &length)) taken++;
  }
  assert_int_equal(taken, 4);
  line_buffer_clear(&buffer);
}

static void several_lines_in_one_piece_are_taken_one_by_one(void **state) {
  int *ends = *state;
  struct line_buffer buffer = {0};
  const char *rest;
  put(ends, "a\n\nbc\nrest");
  assert_int_equal(line_buffer_fill(&buffer, ends[0]), FILL_GREW);
  assert_line(&buffer, "a");
  assert_line(&buffer, "");
  assert_line(&buffer, "bc");
  assert_int_equal(line_buffer_rest(&buffer, &rest), 4);
  assert_memory_equal(rest, "rest", 4);
  put(ends, "!\n");
  assert_int_equal(line_buffer_fill(&buffer, ends[0]), FILL_GREW);
  assert_line(&buffer, "rest!");
  line_buffer_clear(&buffer);
}

static void nothing_to_read_and_the_end_are_told_apart(void **state) {
  int *ends = *state;
  struct line_buffer buffer = {0};
  assert_int_equal(line_buffer_fill(&buffer, ends[0]), FILL_WAIT);
  close(ends[1]);
  ends[1] = -1;
  assert_int_equal(line_buffer_fill(&buffer, ends[0]), FILL_ENDED);
  line_buffer_clear(&buffer);
}

static void a_line_without_end_is_refused_at_the_limit(void **state) {
  int *ends = *state;
  struct line_buffer buffer = {0};
  static char piece[65536];
  size_t total = 0;
  enum fill_result result = FILL_GREW;
  const char *line;
  size_t length;
  memset(piece, 'x', sizeof piece);
  while (result != FILL_FULL && total <= LINE_MAX_LENGTH) {
    assert_int_equal(write(ends[1], piece, sizeof piece), sizeof piece);
    while ((result = line_buffer_fill(&buffer, ends[0])) == FILL_GREW)
      continue;
    assert_false(line_buffer_take(&buffer, &line, &length));
    total += sizeof piece;
  }
  assert_int_equal(result, FILL_FULL);
  assert_int_equal(buffer.length, LINE_MAX_LENGTH);
  line_buffer_clear(&buffer);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(lines_come_out_whole_however_they_arrive, set_up, tear_down),
      cmocka_unit_test_setup_teardown(several_lines_in_one_piece_are_taken_one_by_one, set_up,
                                      tear_down),
      cmocka_unit_test_setup_teardown(nothing_to_read_and_the_end_are_told_apart, set_up,
                                      tear_down),
      cmocka_unit_test_setup_teardown(a_line_without_end_is_refused_at_the_limit, set_up,
                                      tear_down),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
