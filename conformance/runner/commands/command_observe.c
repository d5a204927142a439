/* hcspec observe: one case as everybody shows it, for whoever writes a page or ports a client. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/commands.h"
#include "commands/company.h"
#include "commands/lookup.h"
#include "commands/sources.h"
#include "execution/connecting.h"
#include "execution/interruption.h"
#include "execution/playing.h"
#include "execution/transcript.h"
#include "text/memory.h"

enum { SEED = 1, DEADLINE = 10 };

static const char name[] = "hcspec observe";

struct arguments_of_observe {
  struct participation participation;
  struct sources sources;
  struct case_name case_name;
};

static error_t take_argument(int key, char *argument, struct argp_state *state) {
  struct arguments_of_observe *arguments = state->input;
  switch (key) {
  case ARGP_KEY_INIT:
    state->child_inputs[0] = &arguments->participation;
    state->child_inputs[1] = &arguments->sources;
    return 0;
  case ARGP_KEY_NO_ARGS: case_name_missing(state); return 0;
  case ARGP_KEY_ARG: case_name_take(&arguments->case_name, state, argument); return 0;
  default: return ARGP_ERR_UNKNOWN;
  }
}

static const struct argp_child children[] = {
    {&participation_argp, 0, NULL, 0}, {&sources_argp, 0, "Where the specification is:", 5}, {0}};

static const struct argp argp = {
    NULL,
    take_argument,
    "ID[@VARIANT]",
    "Show what every implementation does in a scenario: its session, with what came of each "
    "statement, and what went over the wire.\v"
    "What all show is told once; where they differ, each outcome stands behind those that showed "
    "it. What a page cannot say follows a #: the value that a name is bound to, the text and the "
    "bases of an exception. Nothing is judged.\n\n"
    "Examples:\n\n"
    "  hcspec observe 'reading#in-pieces:by-length'\n"
    "  hcspec observe 'chunks#what-is-no-size@tls/split' --edition 3.13\n"
    "  hcspec observe 'framing#head-has-no-body' --impl 'mine=./my-adapter' --oracle /usr/bin/python3\n\n"
    "Exit status: 0 it was shown; 2 the command line or the set-up is wrong.",
    children,
    NULL,
    NULL};

/* One case, and who plays it. */
struct scene {
  const struct test_case *test_case;
  struct variant variant;
  struct encoded_case encoded;
  const struct company *company;
  struct observation *observations; /* one a column; those that do not play have no label */
  struct trace *traces;
  size_t trace_count;
};

static bool choose(const struct arguments_of_observe *arguments, struct scene *scene) {
  const struct case_name *said = &arguments->case_name;
  scene->test_case = lookup_case(arguments->sources.specification, said->id, name);
  return scene->test_case && lookup_variant(scene->test_case, said, name, &scene->variant);
}

static bool can_play(const struct scene *scene, const struct column *column) {
  const struct plan_item item = {.test_case = scene->test_case};
  capability_set needs = scene->test_case->needs | transport_needs(scene->variant.transport);
  return plan_applies(&item, column) && (needs & ~column->implementation->hello.capabilities) == 0;
}

/* play_column: false when everything is to end at once. */
static bool play_column(struct scene *scene, struct stage *stage, size_t index) {
  const struct column *column = &scene->company->columns[index];
  struct observation *observation = &scene->observations[index];
  const struct playing playing = {.script = scene->test_case->script,
                                  .session = scene->test_case->session,
                                  .encoded = &scene->encoded,
                                  .variant = scene->variant,
                                  .seed = SEED,
                                  .edition = column->edition,
                                  .deadline = DEADLINE};
  struct adapter adapter;
  if (!can_play(scene, column)) return true;
  adapter_init(&adapter, column->implementation);
  enum play_end end = play(stage, &adapter, &playing, observation);
  adapters_quit(&adapter, 1, NULL);
  adapter_end(&adapter, NULL);
  if (end == PLAY_STOPPED) return false;
  scene->traces[scene->trace_count++] = (struct trace){
      memory_printf("%s %s", column->implementation->name, edition_name(column->edition)),
      observation};
  return true;
}

static void print_scene(const struct scene *scene) {
  printf("%s@%s\n", scene->test_case->id, variant_name(scene->variant));
  for (size_t i = 0; i < scene->trace_count; i++)
    printf("%s%s", i ? ", " : "by ", scene->traces[i].label);
  fputs("\n\n", stdout);
  if (scene->trace_count == 0) {
    puts("nobody here can play it: its edition, or what it needs, is another");
    return;
  }
  transcript_print(scene->test_case->session, scene->traces, scene->trace_count, stdout);
}

static bool observe(struct scene *scene, int stop) {
  const struct company *company = scene->company;
  struct stage stage = {.peer = peer_new(company->environment.identities),
                        .variables = company->environment.variables,
                        .stop = stop};
  if (!stage.peer) {
    fprintf(stderr, "%s: cannot listen: %s\n", name, strerror(errno));
    return false;
  }
  json_t *steps = connecting_steps(scene->test_case->session, scene->variant.transport);
  scene->encoded = protocol_encode_case(scene->test_case->id, steps);
  json_decref(steps);
  bool goes_on = true;
  for (size_t i = 0; i < company->column_count && goes_on; i++)
    goes_on = play_column(scene, &stage, i);
  if (goes_on) print_scene(scene);
  message_clear(&stage.message);
  peer_free(stage.peer);
  free(scene->encoded.text);
  return goes_on;
}

static bool gather_and_observe(const struct arguments_of_observe *arguments, struct scene *scene,
                               int stop) {
  struct company company = {0};
  const struct company_call call = {
      .command = name, .participation = &arguments->participation, .stop = stop};
  bool is_shown = false;
  if (company_gather(&company, &call)) {
    scene->company = &company;
    scene->observations = memory_array(company.column_count, sizeof *scene->observations);
    scene->traces = memory_array(company.column_count, sizeof *scene->traces);
    is_shown = observe(scene, stop);
    for (size_t i = 0; i < company.column_count; i++)
      observation_clear(&scene->observations[i]);
    for (size_t i = 0; i < scene->trace_count; i++)
      free((char *)(size_t)scene->traces[i].label);
    free(scene->observations);
    free(scene->traces);
  }
  company_clear(&company);
  return is_shown;
}

int command_observe(int argc, char **argv) {
  struct arguments_of_observe arguments = {0};
  struct scene scene = {0};
  argp_parse(&argp, argc, argv, 0, NULL, &arguments);
  int stop = interruption_watch();
  bool is_shown = sources_load(&arguments.sources) && choose(&arguments, &scene) &&
                  gather_and_observe(&arguments, &scene, stop);
  interruption_unwatch();
  sources_clear(&arguments.sources);
  participation_clear(&arguments.participation);
  free(arguments.case_name.id);
  return is_shown ? EXIT_ALL_AS_EXPECTED : EXIT_USAGE;
}
