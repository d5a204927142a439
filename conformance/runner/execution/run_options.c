/* Every value is checked here, so that what comes out can be used as it is. */
#include "execution/run_options.h"

#include <string.h>

#include "execution/plan.h"
#include "execution/slot.h"

enum { DEADLINE_DEFAULT = 10, SEED_DEFAULT = 1 };

enum option_key {
  KEY_CASE = 'c',
  KEY_JOBS = 'j',
  KEY_QUIET = 'q',
  KEY_VERBOSE = 'v',
  KEY_TRANSPORT = 0x100,
  KEY_DELIVERY,
  KEY_QUICK,
  KEY_COMPLETE,
  KEY_DEADLINE,
  KEY_SEED,
  KEY_REPEAT,
  KEY_FAIL_FAST,
  KEY_RFC,
  KEY_DIFFERENTIAL,
  KEY_OUTPUT,
  KEY_JSON,
  KEY_COLOR,
};

static const struct argp_option option_table[] = {
    {NULL, 0, NULL, 0, "What is played:", 2},
    {"case", KEY_CASE, "PATTERN", 0,
     "Cases whose id, or whose scenario's id, matches, such as 'reading#*'; 'ID@tls/split' is one "
     "variant, 'ID@tls/*' are several. May be repeated",
     2},
    {"transport", KEY_TRANSPORT, "LIST", 0,
     "How the peer is reached: plain, tls, or tunnel (CONNECT, then TLS), one or several joined by "
     "commas. May be repeated",
     2},
    {"delivery", KEY_DELIVERY, "LIST", 0,
     "How the peer cuts what it sends: whole, bytes (one at a time) or split (at points the seed "
     "chooses), one or several joined by commas. May be repeated. Without both options: "
     "plain/whole, plain/bytes or plain/split, and tls or tunnel, whole or split, in which cases "
     "take turns; with one of them, all of the other",
     2},
    {"quick", KEY_QUICK, NULL, 0,
     "Each case once: plain/whole alone, in the newest edition unless --edition says others", 2},
    {"complete", KEY_COMPLETE, NULL, 0, "Each case in every transport and every delivery", 2},
    {NULL, 0, NULL, 0, "How it is played:", 3},
    {"jobs", KEY_JOBS, "N", 0,
     "Play this many cases at a time; by default one more than there are processors", 3},
    {"deadline", KEY_DEADLINE, "SECONDS", 0, "How long a case may take; 10 by default", 3},
    {"seed", KEY_SEED, "N", 0,
     "Chooses the points of 'split', and which case takes its turn in what; 1 by default", 3},
    {"repeat", KEY_REPEAT, "N", 0,
     "Play everything N times; whatever does not come out the same is a failure", 3},
    {"fail-fast", KEY_FAIL_FAST, NULL, 0, "Stop at the first failure", 3},
    {"rfc", KEY_RFC, NULL, 0,
     "A requirement of an RFC that is not met (a MUST) is a failure too, and shown as such", 3},
    {"differential", KEY_DIFFERENTIAL, NULL, 0,
     "Compare everything that implementations show, step by step and byte by byte, with the oracle "
     "of the same edition, also where the pages say nothing; a difference is a failure",
     3},
    {NULL, 0, NULL, 0, "What is written:", 4},
    {"output", KEY_OUTPUT, "DIR", 0,
     "Write results.json, index.html, junit.xml and summary.md there", 4},
    {"json", KEY_JSON, "FILE", 0, "Write the results as JSON; '-' is standard output", 4},
    {"quiet", KEY_QUIET, NULL, 0, "Write no report; the exit status tells", 4},
    {"verbose", KEY_VERBOSE, NULL, 0, "Show every failure in full, and why a CPython is no oracle",
     4},
    {"color", KEY_COLOR, "WHEN", 0, "auto (the default), always or never; NO_COLOR is respected",
     4},
    {0},
};

/* --- Values
 * --------------------------------------------------------------------------------------------------
 */

static void add_transport(struct argp_state *state, struct run_options *options, const char *name,
                          size_t length) {
  enum peer_transport transport;
  if (!transport_parse(name, length, &transport))
    argp_error(state, "--transport '%.*s': expected plain, tls or tunnel", (int)length, name);
  else
    options->transports |= 1u << transport;
}

static void add_delivery(struct argp_state *state, struct run_options *options, const char *name,
                         size_t length) {
  enum peer_delivery delivery;
  if (!delivery_parse(name, length, &delivery))
    argp_error(state, "--delivery '%.*s': expected whole, bytes or split", (int)length, name);
  else
    options->deliveries |= 1u << delivery;
}

/* add_each: calls |add| with each word of |list|, which commas separate. */
static void add_each(struct argp_state *state, struct run_options *options, const char *list,
                     void (*add)(struct argp_state *, struct run_options *, const char *, size_t)) {
  for (;;) {
    size_t length = strcspn(list, ",");
    add(state, options, list, length);
    if (!list[length]) return;
    list += length + 1;
  }
}

static void choose_colour(struct argp_state *state, struct run_options *options, const char *text) {
  static const char *const names[] = {
      [COLOUR_AUTO] = "auto", [COLOUR_ALWAYS] = "always", [COLOUR_NEVER] = "never"};
  for (enum colour_choice choice = COLOUR_AUTO; choice <= COLOUR_NEVER; choice++)
    if (strcmp(text, names[choice]) == 0) {
      options->colour = choice;
      return;
    }
  argp_error(state, "--color '%s': expected auto, always or never", text);
}

/* --- Options
 * -------------------------------------------------------------------------------------------------
 */

static variant_set chosen_variants(const struct run_options *options) {
  if (options->is_quick) return variants_of(1u << PEER_TRANSPORT_PLAIN, 1u << PEER_DELIVERY_WHOLE);
  return variants_of(options->transports ? options->transports : EVERY_TRANSPORT,
                     options->deliveries ? options->deliveries : EVERY_DELIVERY);
}

/* check_together: what each option alone cannot know. */
static void check_together(struct argp_state *state, struct run_options *options) {
  if (options->quiet && options->verbose)
    argp_error(state, "--quiet and --verbose contradict each other");
  bool is_listed = options->transports || options->deliveries;
  if (options->is_quick && is_listed)
    argp_error(state, "--quick says itself which transport and delivery: plain/whole");
  if (options->is_complete && (is_listed || options->is_quick))
    argp_error(state, "--complete is every transport and delivery, which %s contradicts",
               options->is_quick ? "--quick" : "a list of them");
  options->takes_turns = !is_listed && !options->is_quick && !options->is_complete;
  options->variants = chosen_variants(options);
  options->named_variants = options->takes_turns ? EVERY_VARIANT : options->variants;
}

/* take_value: options whose value is read here. */
static error_t take_value(int key, char *argument, struct argp_state *state,
                          struct run_options *options) {
  switch (key) {
  case KEY_TRANSPORT: add_each(state, options, argument, add_transport); return 0;
  case KEY_DELIVERY: add_each(state, options, argument, add_delivery); return 0;
  case KEY_COLOR: choose_colour(state, options, argument); return 0;
  case KEY_JOBS:
    options->jobs = (unsigned)argument_number(state, "jobs", argument, 1, JOBS_MAX);
    return 0;
  case KEY_SEED: options->seed = argument_number(state, "seed", argument, 0, UINT64_MAX); return 0;
  case KEY_REPEAT:
    options->repeat = (unsigned)argument_number(state, "repeat", argument, 1, REPEAT_MAX);
    return 0;
  case KEY_DEADLINE:
    options->deadline = argument_seconds(state, "deadline", argument);
    options->has_deadline = true;
    return 0;
  case ARGP_KEY_END: check_together(state, options); return 0;
  default: return ARGP_ERR_UNKNOWN;
  }
}

static error_t take_option(int key, char *argument, struct argp_state *state) {
  struct run_options *options = state->input;
  switch (key) {
  case ARGP_KEY_INIT: state->child_inputs[0] = &options->participation; break;
  case KEY_CASE: arguments_add(&options->patterns, argument); break;
  case KEY_OUTPUT: options->output = argument; break;
  case KEY_JSON: options->json = argument; break;
  case KEY_QUICK: options->is_quick = true; break;
  case KEY_COMPLETE: options->is_complete = true; break;
  case KEY_FAIL_FAST: options->fail_fast = true; break;
  case KEY_RFC: options->rfc = true; break;
  case KEY_DIFFERENTIAL: options->is_differential = true; break;
  case KEY_QUIET: options->quiet = true; break;
  case KEY_VERBOSE: options->verbose = true; break;
  default: return take_value(key, argument, state, options);
  }
  return 0;
}

static const struct argp_child children[] = {{&participation_argp, 0, NULL, 1}, {0}};

const struct argp run_options_argp = {option_table, take_option, NULL, NULL, children, NULL, NULL};

struct run_options run_options_default(void) {
  return (struct run_options){.jobs = argument_default_jobs(),
                              .repeat = 1,
                              .deadline = DEADLINE_DEFAULT,
                              .seed = SEED_DEFAULT};
}

void run_options_clear(struct run_options *options) {
  participation_clear(&options->participation);
  arguments_clear(&options->patterns);
  *options = (struct run_options){0};
}
