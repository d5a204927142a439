#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "execution/plan.h"

static const struct scenario always = {.id = "page#always", .editions = {308, 399}};
static const struct scenario newest = {.id = "page#newest", .editions = {313, 399}};
static const struct scenario whole = {.id = "page#whole", .editions = {308, 399}};

enum { PLAIN = 1 << PEER_TRANSPORT_PLAIN, WHOLE = 1 << PEER_DELIVERY_WHOLE };

/* A specification of four cases without steps. */
struct fixture {
  struct session session;
  struct test_case cases[4];
  struct specification specification;
};

static int set_up(void **state) {
  struct fixture *fixture = calloc(1, sizeof *fixture);
  if (!fixture) return -1;
  fixture->session.steps = json_array();
  const struct {
    const char *id;
    const struct scenario *scenario;
    variant_set variants;
  } rows[] = {{"page#always:one", &always, EVERY_VARIANT},
              {"page#always:two", &always, EVERY_VARIANT},
              {"page#newest", &newest, variants_of(PLAIN, EVERY_DELIVERY)},
              {"page#whole", &whole, variants_of(PLAIN, WHOLE)}};
  for (size_t i = 0; i < 4; i++)
    fixture->cases[i] = (struct test_case){.id = rows[i].id,
                                           .scenario = rows[i].scenario,
                                           .variants = rows[i].variants,
                                           .session = &fixture->session};
  fixture->specification = (struct specification){.cases = fixture->cases, .case_count = 4};
  *state = fixture;
  return 0;
}

static int tear_down(void **state) {
  struct fixture *fixture = *state;
  json_decref(fixture->session.steps);
  free(fixture);
  return 0;
}

static void patterns_select_cases_and_variants(void **state) {
  const struct {
    const char *pattern;
    variant_set variants;
    size_t items;
    const char *why;
  } rows[] = {
      {NULL, EVERY_VARIANT, 22, "all: two times nine, three, and one"},
      {"page#always:one", EVERY_VARIANT, 9, "one case in its variants"},
      {"page#always*", EVERY_VARIANT, 18, "a glob"},
      {"*:t?o", EVERY_VARIANT, 9, "another glob"},
      {"page#always:one@tls/split", EVERY_VARIANT, 1, "one variant"},
      {"*@plain/whole", EVERY_VARIANT, 4, "one variant of all"},
      {"*@tunnel/*", EVERY_VARIANT, 6, "one transport of all that have it"},
      {"*@*/bytes", EVERY_VARIANT, 7, "one delivery of all that have it"},
      {"page#always:one@split", EVERY_VARIANT, 0, "half the name of a variant"},
      {"page#whole@plain/bytes", EVERY_VARIANT, 0, "a variant that the case does not have"},
      {NULL, variants_of(EVERY_TRANSPORT, 1u << PEER_DELIVERY_BYTES), 7, "one delivery"},
      {NULL, variants_of(PLAIN, EVERY_DELIVERY), 10, "one transport"},
      {NULL, variants_of(PLAIN, WHOLE), 4, "one variant"},
      {"page#always", EVERY_VARIANT, 18, "a scenario is all its cases"},
      {"always", EVERY_VARIANT, 0, "a part of an id is no match"},
  };
  const struct fixture *fixture = *state;
  const struct column column = {.edition = 313};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    const struct selection selection = {.patterns = &rows[i].pattern,
                                        .pattern_count = rows[i].pattern != NULL,
                                        .variants = rows[i].variants,
                                        .named_variants = rows[i].variants};
    struct plan *plan = plan_make(&fixture->specification, &selection, &column, 1);
    if (plan->item_count != rows[i].items) fail_msg("%s: %zu items", rows[i].why, plan->item_count);
    const char *unmatched = plan_unmatched(&fixture->specification, &selection);
    if ((unmatched == NULL) != (rows[i].items > 0))
      fail_msg("%s: unmatched %s", rows[i].why, unmatched);
    plan_free(plan);
  }
}

static void a_pattern_may_name_variants_that_are_not_played_by_default(void **state) {
  const struct fixture *fixture = *state;
  const struct column column = {.edition = 313};
  const char *patterns[] = {"page#always:one", "page#always:two@tls/bytes"};
  const struct selection selection = {.patterns = patterns,
                                      .pattern_count = 2,
                                      .variants = variants_of(PLAIN, WHOLE),
                                      .named_variants = EVERY_VARIANT};
  assert_null(plan_unmatched(&fixture->specification, &selection));
  struct plan *plan = plan_make(&fixture->specification, &selection, &column, 1);
  assert_int_equal(plan->item_count, 2);
  assert_string_equal(variant_name(plan->items[0].variant), "plain/whole");
  assert_string_equal(variant_name(plan->items[1].variant), "tls/bytes");
  assert_ptr_not_equal(plan->items[0].encoded, plan->items[1].encoded);
  plan_free(plan);
}

static void cases_of_other_editions_are_left_out(void **state) {
  const struct fixture *fixture = *state;
  const struct column columns[] = {{.edition = 308}, {.edition = 313}};
  const struct selection selection = {.variants = variants_of(PLAIN, WHOLE)};
  struct plan *plan = plan_make(&fixture->specification, &selection, columns, 1);
  assert_int_equal(plan->item_count, 3);
  plan_free(plan);
  plan = plan_make(&fixture->specification, &selection, columns, 2);
  assert_int_equal(plan->item_count, 4);
  assert_false(plan_applies(&plan->items[2], &columns[0]));
  assert_true(plan_applies(&plan->items[2], &columns[1]));
  plan_free(plan);
}

static struct implementation implementation(enum role role, unsigned *editions, size_t count) {
  return (struct implementation){.role = role,
                                 .hello = {.editions = editions, .edition_count = count}};
}

static void assert_editions(const struct column *columns, size_t count, const unsigned *wanted,
                            size_t wanted_count) {
  assert_int_equal(count, wanted_count);
  for (size_t i = 0; i < count; i++)
    assert_int_equal(columns[i].edition, wanted[i]);
}

static void a_subject_runs_once_in_each_edition_that_an_oracle_has(void **state) {
  (void)state;
  unsigned subject_editions[] = {308, 309, 311, 313}, old[] = {311}, middle[] = {312},
           new[] = {313};
  const struct implementation all[] = {
      implementation(ROLE_SUBJECT, subject_editions, 4), implementation(ROLE_ORACLE, old, 1),
      implementation(ROLE_ORACLE, old, 1), implementation(ROLE_ORACLE, middle, 1),
      implementation(ROLE_ORACLE, new, 1)};
  struct arena *arena = arena_new();
  const struct column *columns;
  size_t count = plan_columns(arena, all, 5, NULL, 0, &columns);
  assert_editions(columns, count, (const unsigned[]){311, 311, 312, 313, 311, 313}, 6);
  assert_int_equal(columns[0].implementation_index, 1);
  assert_int_equal(columns[5].implementation_index, 0);
  arena_free(arena);
}

static void a_subject_without_oracle_runs_in_its_newest_edition(void **state) {
  (void)state;
  unsigned editions[] = {308, 313, 309};
  const struct implementation subject = implementation(ROLE_SUBJECT, editions, 3);
  struct arena *arena = arena_new();
  const struct column *columns;
  size_t count = plan_columns(arena, &subject, 1, NULL, 0, &columns);
  assert_editions(columns, count, (const unsigned[]){313}, 1);
  arena_free(arena);
}

static void editions_asked_for_are_those_it_runs_in(void **state) {
  (void)state;
  unsigned editions[] = {308, 313}, oracle_editions[] = {313}, asked[] = {308, 308, 312};
  const struct implementation all[] = {implementation(ROLE_SUBJECT, editions, 2),
                                       implementation(ROLE_ORACLE, oracle_editions, 1)};
  struct arena *arena = arena_new();
  const struct column *columns;
  size_t count = plan_columns(arena, all, 2, asked, 3, &columns);
  assert_editions(columns, count, (const unsigned[]){313, 308}, 2);
  count = plan_columns(arena, all, 1, asked + 2, 1, &columns);
  assert_int_equal(count, 0);
  arena_free(arena);
}

static void the_newest_columns_are_one_of_each_subject_and_its_oracles(void **state) {
  (void)state;
  const struct implementation subject = {.role = ROLE_SUBJECT}, other = {.role = ROLE_SUBJECT};
  const struct implementation oracle = {.role = ROLE_ORACLE};
  const struct column columns[] = {{&oracle, 0, 308},  {&oracle, 0, 312},  {&oracle, 0, 313},
                                   {&subject, 1, 308}, {&subject, 1, 313}, {&other, 2, 308},
                                   {&other, 2, 312}};
  struct arena *arena = arena_new();
  const struct column *kept;
  size_t count = plan_newest(arena, columns, sizeof columns / sizeof *columns, &kept);
  assert_int_equal(count, 4);
  assert_int_equal(kept[0].edition, 312);
  assert_int_equal(kept[1].edition, 313);
  assert_ptr_equal(kept[2].implementation, &subject);
  assert_int_equal(kept[2].edition, 313);
  assert_ptr_equal(kept[3].implementation, &other);
  assert_int_equal(kept[3].edition, 312);
  arena_free(arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(patterns_select_cases_and_variants, set_up, tear_down),
      cmocka_unit_test_setup_teardown(a_pattern_may_name_variants_that_are_not_played_by_default,
                                      set_up, tear_down),
      cmocka_unit_test_setup_teardown(cases_of_other_editions_are_left_out, set_up, tear_down),
      cmocka_unit_test(a_subject_runs_once_in_each_edition_that_an_oracle_has),
      cmocka_unit_test(a_subject_without_oracle_runs_in_its_newest_edition),
      cmocka_unit_test(editions_asked_for_are_those_it_runs_in),
      cmocka_unit_test(the_newest_columns_are_one_of_each_subject_and_its_oracles),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
