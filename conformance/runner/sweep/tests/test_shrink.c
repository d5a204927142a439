#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "sweep/shrink.h"
#include "text/memory.h"

static struct draft draft_of(const char *data, const char *const *statements, size_t count) {
  struct draft draft = {.before = memory_string("recv request\n"),
                        .after = memory_string("accept\nrecv request\n"),
                        .length = strlen(data),
                        .statement_count = count};
  draft.data = (unsigned char *)memory_string(data);
  draft.statements = memory_array(count, sizeof *draft.statements);
  for (size_t i = 0; i < count; i++)
    draft.statements[i] = memory_string(statements[i]);
  return draft;
}

static unsigned asked;

/* An X before a Y, and a statement that reads. */
static bool is_interesting(const struct draft *draft, void *payload) {
  const unsigned char *x = memchr(draft->data, 'X', draft->length);
  bool reads = false;
  (void)payload;
  asked++;
  for (size_t i = 0; i < draft->statement_count; i++)
    reads |= strcmp(draft->statements[i], "resp.read()") == 0;
  return x && memchr(x, 'Y', draft->length - (size_t)(x - draft->data)) && reads;
}

static const char *const session[] = {"conn = connect()", "resp.read()", "conn.close()"};

static void nothing_single_can_be_left_out_of_what_remains(void **state) {
  struct draft draft = draft_of("HTTP/1.1 X00 OK\r\nAge: Y\r\n\r\nX", session, 3);
  (void)state;
  shrink(&draft, is_interesting, NULL, 1000);
  assert_int_equal(draft.length, 2);
  assert_memory_equal(draft.data, "XY", 2);
  assert_int_equal(draft.statement_count, 1);
  assert_string_equal(draft.statements[0], "resp.read()");
  assert_string_equal(draft.after, "");
  assert_string_equal(draft.before, "recv request\n");
  draft_clear(&draft);
}

static void the_budget_bounds_the_tests_and_what_remains_is_interesting(void **state) {
  (void)state;
  for (unsigned budget = 0; budget < 30; budget++) {
    struct draft draft = draft_of("aaaaXbbbbbYcccc", session, 3);
    asked = 0;
    shrink(&draft, is_interesting, NULL, budget);
    assert_true(asked <= budget);
    assert_true(is_interesting(&draft, NULL));
    draft_clear(&draft);
  }
}

static void the_script_of_a_draft_is_parsed_back_to_the_same_bytes(void **state) {
  unsigned char all[256 + 60];
  struct draft draft = draft_of("", session, 3);
  char *sent;
  size_t length;
  (void)state;
  for (size_t i = 0; i < 256; i++)
    all[i] = (unsigned char)i;
  memset(all + 256, 'x', 60);
  free(draft.data);
  draft.data = memory_array(sizeof all, 1);
  draft.length = sizeof all;
  memcpy(draft.data, all, sizeof all);
  struct peer_script *script = draft_parse_script(&draft);
  assert_non_null(script);
  sent = peer_script_sent(script, 1, &length);
  assert_int_equal(length, sizeof all);
  assert_memory_equal(sent, all, length);
  free(sent);
  peer_script_free(script);
  draft_clear(&draft);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(nothing_single_can_be_left_out_of_what_remains),
      cmocka_unit_test(the_budget_bounds_the_tests_and_what_remains_is_interesting),
      cmocka_unit_test(the_script_of_a_draft_is_parsed_back_to_the_same_bytes),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
