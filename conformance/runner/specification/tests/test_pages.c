#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "peer/peer.h"
#include "session_fixture.h"
#include "specification/specification_json.h"

/* A folder of pages and what is loaded from it; torn down after each test. */
struct fixture {
  char folder[64];
  struct registries registries;
  struct diagnostics *diagnostics;
  struct specification *specification;
};

static int set_up(void **state) {
  struct fixture *fixture = calloc(1, sizeof *fixture);
  strcpy(fixture->folder, "/tmp/hcspec-pages-XXXXXX");
  assert_non_null(mkdtemp(fixture->folder));
  fixture->diagnostics = diagnostics_new();
  registries_load(&fixture->registries, TEST_PAGES "/spec", fixture->diagnostics);
  assert_int_equal(diagnostics_count(fixture->diagnostics), 0);
  *state = fixture;
  return 0;
}

static int tear_down(void **state) {
  struct fixture *fixture = *state;
  char command[128];
  specification_free(fixture->specification);
  registries_clear(&fixture->registries);
  diagnostics_free(fixture->diagnostics);
  snprintf(command, sizeof command, "rm -r '%s'", fixture->folder);
  assert_int_equal(system(command), 0);
  free(fixture);
  return 0;
}

static void write_page(const struct fixture *fixture, const char *name, const char *text) {
  char path[128];
  snprintf(path, sizeof path, "%s/%s", fixture->folder, name);
  FILE *file = fopen(path, "w");
  assert_non_null(file);
  fputs(text, file);
  fclose(file);
}

static void load(struct fixture *fixture, const char *path) {
  specification_free(fixture->specification);
  fixture->specification = specification_load(&path, 1, &fixture->registries, fixture->diagnostics);
}

static void assert_loaded(const struct fixture *fixture) {
  if (!fixture->specification) fail_msg("%s", diagnostics_message(fixture->diagnostics, 0));
}

static char *read_file(const char *path) {
  FILE *file = fopen(path, "r");
  assert_non_null(file);
  char *text = NULL;
  size_t room = 0;
  ssize_t length = getdelim(&text, &room, '\0', file);
  assert_true(length > 0);
  fclose(file);
  return text;
}

static char *print_errors(const struct diagnostics *diagnostics) {
  char *text = NULL;
  size_t length = 0;
  FILE *out = open_memstream(&text, &length);
  diagnostics_print(diagnostics, out);
  fclose(out);
  return text;
}

/* Fails with the first line in which the texts differ. */
static void assert_same_lines(const char *found, const char *expected) {
  while (*found || *expected) {
    int found_length = (int)strcspn(found, "\n"), expected_length = (int)strcspn(expected, "\n");
    if (found_length != expected_length || strncmp(found, expected, (size_t)found_length) != 0)
      fail_msg("expected %.*s\n   found %.*s", expected_length, expected, found_length, found);
    found += found_length + (found[found_length] == '\n');
    expected += expected_length + (expected[expected_length] == '\n');
  }
}

static void every_mistake_of_a_page_is_told_in_one_go(void **state) {
  struct fixture *fixture = *state;
  assert_int_equal(chdir(TEST_PAGES), 0);
  load(fixture, "mistakes.md");
  assert_null(fixture->specification);
  char *errors = print_errors(fixture->diagnostics), *expected = read_file("mistakes.txt");
  assert_same_lines(errors, expected);
  free(errors);
  free(expected);
}

static void a_good_page_gives_scenarios_and_a_case_a_row(void **state) {
  struct fixture *fixture = *state;
  load(fixture, TEST_PAGES "/good.md");
  assert_loaded(fixture);
  const struct specification *all = fixture->specification;
  assert_int_equal(all->page_count, 1);
  assert_int_equal(all->scenario_count, 2);
  assert_int_equal(all->case_count, 3);
  const struct scenario *scenario = all->scenarios[0];
  assert_string_equal(scenario->id, "good#past-the-end");
  assert_string_equal(scenario->title, "Past the end");
  assert_string_equal(scenario->page, "good");
  assert_string_equal(scenario->statement,
                      "read(amt) returns what is left, then empty bytes for good.");
  assert_int_equal(scenario->level, LEVEL_DOCUMENTED);
  assert_int_equal(scenario->clauses.count, 2);
  assert_string_equal(scenario->clauses.ids[1], "HTTPResponse.bufferediobase");
  assert_int_equal(scenario->behaviours.count, 2);
  assert_string_equal(scenario->behaviours.ids[0], "RD.01");
  assert_int_equal(scenario->meets.count, 0);
  assert_int_equal(scenario->breaks.count, 1);
  assert_string_equal(scenario->breaks.ids[0], "RFC9112-6.3-2");
  assert_int_equal(scenario->editions.lowest, 309);
  assert_int_equal(scenario->deliveries, 1u << PEER_DELIVERY_WHOLE | 1u << PEER_DELIVERY_SPLIT);
  assert_string_equal(all->cases[0].id, "good#past-the-end:exactly");
  assert_string_equal(all->cases[1].id, "good#past-the-end:more-of-it");
  assert_int_equal(all->cases[1].place.line, 52);
  assert_ptr_equal(all->cases[1].scenario, scenario);
  assert_non_null(all->cases[1].script);
  assert_non_null(strstr(all->cases[1].console_source, "resp.read(2**31)"));
  assert_int_equal(all->cases[0].needs, 1u << CAPABILITY_HTTP | 1u << CAPABILITY_BUFFERED_READING);
  assert_json(json_array_get(all->cases[1].session->steps, 3),
              "{\"call\": \"read\", \"on\": \"resp\", \"args\": [2147483648]}");
}

static void a_scenario_without_table_is_its_own_case(void **state) {
  struct fixture *fixture = *state;
  load(fixture, TEST_PAGES "/good.md");
  assert_loaded(fixture);
  const struct test_case *test_case = &fixture->specification->cases[2];
  assert_string_equal(test_case->id, "good#set_tunnel--quoted--code");
  assert_string_equal(test_case->scenario->id, test_case->id);
  assert_int_equal(test_case->scenario->level, LEVEL_CPYTHON);
  assert_string_equal(test_case->scenario->statement, "");
  assert_int_equal(test_case->needs, 1u << CAPABILITY_MODULE | 1u << CAPABILITY_DEBUGLEVEL);
  assert_null(test_case->script);
  assert_null(test_case->server_source);
  assert_int_equal(test_case->scenario->deliveries, 7);
}

#define SCENARIO(title) "## " title "\n- level: cpython\n\n```pycon\n>>> HTTP_PORT\n80\n```\n"

static void a_folder_is_read_in_order_of_name_without_its_readme(void **state) {
  struct fixture *fixture = *state;
  write_page(fixture, "b.md", "# B\n" SCENARIO("One"));
  write_page(fixture, "a.md", "# A\n" SCENARIO("Two") SCENARIO("One"));
  write_page(fixture, "README.md", "no page\n");
  write_page(fixture, ".hidden.md", "no page\n");
  write_page(fixture, "notes.txt", "no page\n");
  load(fixture, fixture->folder);
  assert_loaded(fixture);
  assert_int_equal(fixture->specification->page_count, 2);
  assert_string_equal(fixture->specification->cases[0].id, "a#two");
  assert_string_equal(fixture->specification->cases[1].id, "a#one");
  assert_string_equal(fixture->specification->cases[2].id, "b#one");
}

static void pages_of_one_name_share_ids(void **state) {
  struct fixture *fixture = *state;
  char first[80], second[80], message[256];
  snprintf(first, sizeof first, "%s/a.md", fixture->folder);
  write_page(fixture, "a.md", "# A\n" SCENARIO("One"));
  snprintf(second, sizeof second, "%s/.", fixture->folder);
  const char *const paths[] = {first, second};
  fixture->specification = specification_load(paths, 2, &fixture->registries, fixture->diagnostics);
  assert_null(fixture->specification);
  snprintf(message, sizeof message, "the id 'a#one' is taken: %s:2 has it already", first);
  assert_string_equal(diagnostics_message(fixture->diagnostics, 0), message);
}

static void nothing_to_load_is_an_error(void **state) {
  struct fixture *fixture = *state;
  load(fixture, fixture->folder);
  load(fixture, "/nonexistent");
  load(fixture, "/dev/null");
  write_page(fixture, "prose.md", "# Prose\n\n## Alone\nNo scenario.\n");
  load(fixture, fixture->folder);
  static const char *const messages[] = {
      "no page (*.md) in this folder", "no such page or folder: No such file or directory",
      "neither a page nor a folder", "there is no scenario: a heading with a pycon block below it"};
  assert_int_equal(diagnostics_count(fixture->diagnostics), 4);
  for (size_t i = 0; i < 4; i++)
    assert_string_equal(diagnostics_message(fixture->diagnostics, i), messages[i]);
}

static void cases_of_one_page_are_bounded_together(void **state) {
  struct fixture *fixture = *state;
  char *text = NULL;
  size_t length = 0;
  FILE *out = open_memstream(&text, &length);
  fputs("# Large\n## Many\n- level: cpython\n\n```pycon\n>>> {a}\n1\n", out);
  for (int i = 0; i < 2000; i++)
    fprintf(out, ">>> 'some text to make it long'\n...\n");
  fputs("```\n\n| case | a |\n|--|--|\n", out);
  for (int i = 0; i < 200; i++)
    fprintf(out, "| row %d | `1` |\n", i);
  fclose(out);
  write_page(fixture, "large.md", text);
  free(text);
  load(fixture, fixture->folder);
  assert_null(fixture->specification);
  assert_int_equal(diagnostics_count(fixture->diagnostics), 1);
  assert_string_equal(diagnostics_message(fixture->diagnostics, 0),
                      "the cases of this page are too long together; make several pages of it");
}

static void variants_are_those_that_facts_and_session_leave_open(void **state) {
  struct fixture *fixture = *state;
  enum { PLAIN = 1 << PEER_TRANSPORT_PLAIN, TLS = 1 << PEER_TRANSPORT_TLS };
  static const struct {
    const char *facts, *session;
    transport_set transports;
    delivery_set deliveries;
    const char *why;
  } rows[] = {
      {"", "connect().close()", EVERY_TRANSPORT, EVERY_DELIVERY, "nothing stands against any"},
      {"- delivery: split\n", "connect().close()", EVERY_TRANSPORT, 1u << PEER_DELIVERY_SPLIT,
       "the fact says how it is cut"},
      {"- transport: tls, plain\n", "connect().close()", PLAIN | TLS, EVERY_DELIVERY,
       "the fact says how the peer is reached"},
      {"", "HTTPConnection(host, port).close()", PLAIN, EVERY_DELIVERY,
       "it constructs a plain connection"},
      {"", "HTTPSConnection(host, port).close()", PLAIN, EVERY_DELIVERY,
       "it constructs a connection over TLS, of which the peer must know nothing by itself"},
      {"", "connect().set_tunnel('h')", PLAIN, EVERY_DELIVERY, "it tunnels itself"},
      {"", "conn = connect()\n>>> conn.port = 80", PLAIN, EVERY_DELIVERY,
       "it changes whom a tunnel would lead to"},
      {"", "HTTPResponse.close\n...", PLAIN, EVERY_DELIVERY, "it connects to nobody"},
      {"- transport: plain\n", "HTTPConnection(host, port).close()", PLAIN, EVERY_DELIVERY,
       "the fact says what is so anyway"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    char page[256];
    snprintf(page, sizeof page,
             "# A\n## S\n- level: cpython\n%s\n```pycon\n>>> %s\n>>> 1\n1\n```\n", rows[i].facts,
             rows[i].session);
    write_page(fixture, "a.md", page);
    load(fixture, fixture->folder);
    assert_loaded(fixture);
    variant_set wanted = variants_of(rows[i].transports, rows[i].deliveries);
    if (fixture->specification->cases[0].variants != wanted) fail_msg("%s", rows[i].why);
  }
}

static void the_digest_changes_with_what_decides_about_a_case(void **state) {
  struct fixture *fixture = *state;
  static const char *const pages[] = {
      "# A\n## S\n- level: cpython\n\n```pycon\n>>> HTTP_PORT\n80\n```\n",
      "# A\n## T\n- level: cpython\n\n```pycon\n>>> HTTP_PORT\n80\n```\n",
      "# A\n## S\n- level: cpython\n\n```pycon\n>>> HTTP_PORT\n81\n```\n",
      "# A\n## S\n- level: cpython\n- edition: 3.9\n\n```pycon\n>>> HTTP_PORT\n80\n```\n",
      "# A\n## S\n- level: cpython\n- delivery: whole\n\n```pycon\n>>> HTTP_PORT\n80\n```\n",
      "# A\n## S\n- level: cpython\n\n```pycon\n>>> connect()\n...\n```\n",
      "# A\n## S\n- level: cpython\n- transport: tls\n\n```pycon\n>>> connect()\n...\n```\n",
      "# A\n## S\n- level: cpython\n- needs: https\n\n```pycon\n>>> HTTP_PORT\n80\n```\n",
      "# A\n## S\n- level: cpython\n\n```server\nrecv 1\n```\n```pycon\n>>> HTTP_PORT\n80\n```\n",
      "# A\n## S\n- clause: HTTPResponse.read\n\n```pycon\n>>> HTTP_PORT\n80\n```\n",
      "# A\n## S\n- level: cpython\n- deviation: stale-lines\n\n```pycon\n>>> HTTP_PORT\n80\n```\n"
      "```pycon deviation\n>>> HTTP_PORT\n81\n```\n",
      "# A\n## S\n- level: cpython\n- deviation: stale-lines\n\n```pycon\n>>> HTTP_PORT\n80\n```\n"
      "```pycon deviation\n>>> HTTP_PORT\n82\n```\n",
  };
  enum { COUNT = sizeof pages / sizeof *pages };
  unsigned long digests[COUNT];
  for (size_t i = 0; i < COUNT; i++) {
    write_page(fixture, "a.md", pages[i]);
    load(fixture, fixture->folder);
    assert_loaded(fixture);
    digests[i] = specification_digest(fixture->specification);
    for (size_t j = 0; j < i; j++)
      if (digests[i] == digests[j]) fail_msg("pages %zu and %zu", i, j);
  }
  write_page(fixture, "a.md",
             "# Another title\nProse.\n\n## S\nMore.\n\n- level: cpython\n\n```pycon\n>>> "
             "HTTP_PORT\n80\n```\n");
  load(fixture, fixture->folder);
  assert_true(specification_digest(fixture->specification) == digests[0]);
}

static void a_deviation_gives_each_case_a_second_reading(void **state) {
  struct fixture *fixture = *state;
  load(fixture, TEST_PAGES "/deviating.md");
  assert_loaded(fixture);
  const struct test_case *test_case = &fixture->specification->cases[0];
  const struct test_case *deviating = test_case->deviating;
  assert_string_equal(test_case->scenario->deviation->fields[DEVIATION_REASON],
                      "A field reaches a host it was not meant for.");
  assert_string_equal(deviating->id, "deviating#kept-lines:one");
  assert_ptr_equal(deviating->scenario, test_case->scenario);
  assert_null(deviating->deviating);
  assert_string_equal(deviating->server_source, "recv \"b\"\n");
  assert_non_null(strstr(deviating->console_source, "conn.send(b'b')")); /* filled in here too */
  assert_int_equal(json_array_size(test_case->session->steps), 2);
  assert_int_equal(json_array_size(deviating->session->steps), 3);
  assert_int_equal(test_case->needs, 1u << CAPABILITY_HTTP | 1u << CAPABILITY_DEBUGLEVEL);
  assert_int_equal(deviating->needs, test_case->needs);
  const struct test_case *sharing = &fixture->specification->cases[1];
  assert_string_equal(sharing->deviating->server_source, sharing->server_source);
  assert_true(sharing->deviating->script != sharing->script);
}

static void a_registered_deviation_that_no_scenario_shows_is_an_error(void **state) {
  struct fixture *fixture = *state;
  const struct registry *deviations = fixture->registries.of[REGISTRY_DEVIATIONS];
  load(fixture, TEST_PAGES "/deviating.md");
  assert_loaded(fixture);
  specification_check_deviations(fixture->specification, deviations, fixture->diagnostics);
  assert_int_equal(diagnostics_count(fixture->diagnostics), 1);
  struct place place = diagnostics_place(fixture->diagnostics, 0);
  assert_string_equal(place.file, TEST_PAGES "/spec/deviations.tsv");
  assert_int_equal(place.line, 3);
  assert_string_equal(diagnostics_message(fixture->diagnostics, 0),
                      "no scenario shows the deviation 'unshown': one needs the fact "
                      "'- deviation: unshown' and a second reading");
}

static void the_json_form_has_both_readings(void **state) {
  struct fixture *fixture = *state;
  load(fixture, TEST_PAGES "/deviating.md");
  assert_loaded(fixture);
  json_t *json = specification_to_json(fixture->specification, &fixture->registries);
  const json_t *scenario = json_array_get(json_object_get(json, "scenarios"), 1);
  const json_t *test_case = json_array_get(json_object_get(scenario, "cases"), 0);
  const json_t *deviating = json_object_get(test_case, "deviating");
  assert_json(json_object_get(json, "deviations"),
              "[{\"id\": \"stale-lines\", \"reason\": \"A field reaches a host it was not meant "
              "for.\", \"cpython\": \"Lines are kept.\", \"reference\": \"Lines are dropped.\", "
              "\"source\": \"RFC 9112, 3.2\"}]");
  assert_json(json_object_get(scenario, "deviation"), "\"stale-lines\"");
  assert_json(json_object_get(test_case, "console"), "\">>> HTTP_PORT\\n80\\n\"");
  assert_json(json_object_get(deviating, "console"), "\">>> HTTP_PORT\\n81\\n\"");
  assert_json(json_object_get(deviating, "server"), "\"recv \\\"a\\\"\\n\"");
  assert_int_equal(json_object_size(deviating), 5); /* and the steps, connects and statements */
  json_decref(json);
}

static void the_json_form_says_all_that_a_runner_needs(void **state) {
  struct fixture *fixture = *state;
  write_page(fixture, "a.md",
             "# A\n## S\nWhy.\n\n- clause: HTTPResponse.read\n- edition: >=3.9, <3.13\n- delivery: "
             "whole\n\n"
             "```server\nrecv request\n```\n"
             "```pycon\n>>> c = connect()\n>>> c.set_debuglevel(1)\n>>> len(c.host) == 1\nsend: "
             "x\nTrue # edition: <3.12\n"
             "raises IncompleteRead(partial=b'') # edition: >=3.12\n>>> "
             "connect()\n<HTTPConnection>\n```\n");
  load(fixture, fixture->folder);
  assert_loaded(fixture);
  json_t *json = specification_to_json(fixture->specification, &fixture->registries);
  const json_t *scenario = json_array_get(json_object_get(json, "scenarios"), 0);
  const json_t *test_case = json_array_get(json_object_get(scenario, "cases"), 0);
  assert_json(json_object_get(json, "schema"), "\"hcspec-specification/1\"");
  assert_json(
      json_object_get(json, "clauses"),
      "[{\"id\": \"HTTPResponse.read\", \"editions\": \"3.9,3.13\", \"statement\": \"Reads.\"}]");
  assert_json(json_object_get(scenario, "editions"), "{\"from\": \"3.9\", \"to\": \"3.12\"}");
  assert_json(json_object_get(scenario, "deliveries"), "[\"whole\"]");
  assert_json(json_object_get(scenario, "level"), "\"documented\"");
  assert_json(json_object_get(test_case, "needs"), "[\"http\", \"debuglevel\"]");
  assert_json(json_object_get(test_case, "transports"), "[\"plain\", \"tls\", \"tunnel\"]");
  assert_json(json_object_get(test_case, "connects"), "[0, 3]");
  assert_json(json_object_get(test_case, "server"), "\"recv request\\n\"");
  assert_json(
      json_array_get(json_object_get(test_case, "statements"), 2),
      "{\"kind\": \"expression\", \"line\": 15, \"source\": \"len(c.host) == 1\", \"first_step\": "
      "2, "
      "\"step_count\": 1, \"output\": \"send: x\\n\", \"value\": {\"kind\": \"compare\", "
      "\"comparison\": \"==\", "
      "\"operands\": [{\"kind\": \"len\", \"operands\": [{\"kind\": \"step\", \"step\": 2}]}, "
      "{\"kind\": \"constant\", \"constant\": 1}]}, \"expectations\": ["
      "{\"value\": true, \"editions\": {\"from\": \"3.8\", \"to\": \"3.11\"}, \"source\": "
      "\"True\"}, "
      "{\"raises\": \"IncompleteRead\", \"attributes\": {\"partial\": {\"bytes\": \"\"}}, "
      "\"editions\": {\"from\": \"3.12\", \"to\": null}, \"source\": \"raises "
      "IncompleteRead(partial=b'')\"}], \"legal\": []}");
  assert_json(
      json_array_get(json_object_get(json_array_get(json_object_get(test_case, "statements"), 3),
                                     "expectations"),
                     0),
      "{\"object\": \"HTTPConnection\", \"editions\": {\"from\": \"3.8\", \"to\": null}, "
      "\"source\": \"<HTTPConnection>\"}");
  json_decref(json);
}

#define WITH_PAGES(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void) {
  const struct CMUnitTest tests[] = {
      WITH_PAGES(every_mistake_of_a_page_is_told_in_one_go),
      WITH_PAGES(a_good_page_gives_scenarios_and_a_case_a_row),
      WITH_PAGES(a_scenario_without_table_is_its_own_case),
      WITH_PAGES(a_folder_is_read_in_order_of_name_without_its_readme),
      WITH_PAGES(pages_of_one_name_share_ids),
      WITH_PAGES(nothing_to_load_is_an_error),
      WITH_PAGES(cases_of_one_page_are_bounded_together),
      WITH_PAGES(variants_are_those_that_facts_and_session_leave_open),
      WITH_PAGES(the_digest_changes_with_what_decides_about_a_case),
      WITH_PAGES(a_deviation_gives_each_case_a_second_reading),
      WITH_PAGES(a_registered_deviation_that_no_scenario_shows_is_an_error),
      WITH_PAGES(the_json_form_has_both_readings),
      WITH_PAGES(the_json_form_says_all_that_a_runner_needs),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
